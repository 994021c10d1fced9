"""Comparisons: paired, complete, balanced, the same bytes on any number of workers."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest
from small_market import write_small_market

from agents.parameters import LEVERS
from experiments import compare
from experiments import worlds as draw_worlds
from experiments.compare import workers_for
from experiments.plan import plan_comparison
from experiments.provenance import numbers_behind
from experiments.trial import ADAPTIVE, Arm, Design, react, rivals_only
from sim import ScenarioError, load
from sim.scenario_errors import OPTION

KEYS = {
    "title", "question", "story", "market", "market_title", "firm", "currency", "market_size", "customers",
    "weeks", "warm_up", "seed", "established", "primary", "reference", "arms", "rivals", "without", "budget",
    "worlds", "outcomes", "break_even", "weekly", "ahead_by_week", "trust", "bridge", "segments", "ranking",
    "losses", "against", "answer", "conditions", "assumptions", "provenance",
}
ARM_ROW = {
    "mean", "low", "high", "level", "method", "lopsided", "p10", "p50", "p90", "state", "at_least_margin", "ahead",
    "level_count", "behind", "ahead_low", "ahead_high", "more_worlds",
}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """One real comparison of three small worlds, with everything switched on that costs little."""
    folder = write_small_market(tmp_path_factory.mktemp("real"))
    seen = []
    arms = ["status_quo", str(folder / "careful.yaml"), str(folder / "bold.yaml")]
    result = compare(
        folder / "small.yaml", arms, 3, customers=300, workers=1, on_progress=lambda *progress: seen.append(progress),
    )
    return result, seen, folder


def without_clock(data):
    origin = {key: value for key, value in data["provenance"].items() if key not in {"created", "duration_s"}}
    return json.dumps({**data, "provenance": origin})


def test_a_comparison_holds_everything_the_report_needs(both):
    data = both[0].data
    assert set(data) >= KEYS
    assert [arm["id"] for arm in data["arms"]] == ["status_quo", "careful", "bold"]
    for outcome in data["outcomes"]:
        assert set(outcome["contrasts"]) == {"careful", "bold"}
        assert all(set(row) >= ARM_ROW for row in outcome["contrasts"].values())
    weekly = {"trust_cohort", "trust", "churn_year", "customers", "revenue", "profit", "cumulated_profit"}
    assert set(data["weekly"]["metrics"]) >= weekly
    assert all(len(entry["levels"]["bold"]) == 26 for entry in data["weekly"]["metrics"].values())
    assert data["arms"][1]["levers"]["hidden_fees"]["to"] == 0.0
    json.dumps(data, allow_nan=False)


def test_the_money_bridge_sums_to_the_difference_in_profit(both):
    data = both[0].data
    profit = next(entry for entry in data["outcomes"] if entry["name"] == "profit")
    for arm in ("careful", "bold"):
        total = sum(row["difference"] for row in data["bridge"][arm])
        assert total == pytest.approx(profit["contrasts"][arm]["mean"], abs=1e-3)
        assert abs(total) > 1


def test_the_causes_sum_to_the_difference_in_trust(both):
    trust = both[0].data["trust"]
    for arm in ("careful", "bold"):
        total = sum(row["difference"] for row in trust["causes"][arm])
        assert total == pytest.approx(trust["end"][arm] - trust["end"]["status_quo"], abs=1e-9)
        booked = sum(row["arm"] for row in trust["causes"][arm])
        assert trust["start"] + booked == pytest.approx(trust["end"][arm], abs=1e-9)
        assert total != 0


def test_value_is_discounted_profit_and_change_of_equity(both):
    table, weekly = both[0].table, both[0].weekly.set_index(["metric", "arm"])["level"]
    factors = 1.1 ** (-np.arange(1, 27) / 52)
    assert table.loc["profit", "bold"] == pytest.approx(weekly["profit", "bold"].to_numpy() @ factors)
    change = table.loc["value"] - table.loc["profit"]    # of customer equity, from one start for all arms
    last = {arm: weekly["customer_equity", arm].to_numpy()[-1] for arm in table.columns}
    assert change["bold"] - change["careful"] == pytest.approx(factors[-1] * (last["bold"] - last["careful"]))
    assert abs(change["bold"]) < last["bold"]


def test_progress_is_told_and_one_preliminary_line(both):
    seen = both[1]
    assert [done for done, *_ in seen] == list(range(1, 10))
    assert [total for _, total, _ in seen] == [6] * 6 + [9] * 3    # then three worlds without the largest causes
    lines = [line for *_, line in seen if line]
    assert len(lines) == 2
    assert lines[0].startswith("preliminary, 2 of 3 worlds: value ")
    assert lines[1].startswith("now without M")


def test_tables_are_tidy(both):
    result = both[0]
    assert list(result.runs.columns) == ["world", "replication", "seed", "arm", "outcome", "value"]
    assert not result.runs.duplicated(["world", "replication", "arm", "outcome"]).any()
    assert result.runs.groupby(["world", "seed"]).ngroups == 6
    assert list(result.table.columns) == ["status_quo", "careful", "bold"]
    assert set(result.weekly.columns) == {
        "metric", "arm", "week", "level", "difference_mean", "difference_p10", "difference_p90",
    }


def test_what_is_written_can_be_read_again(both, tmp_path):
    result = both[0]
    target = result.write(tmp_path / "out")
    data = json.loads((target / "comparison.json").read_text(encoding="utf-8"))
    assert data == json.loads(json.dumps(result.data))
    assert pd.read_parquet(target / "worlds.parquet").equals(result.runs)
    assert len(pd.read_parquet(target / "draws.parquet")) == 3
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"]["small"]["digest"] == data["provenance"]["scenario_digest"]
    assert "market.market_size" in manifest["scenario"]["small"]["origins"]


def test_two_workers_write_the_same_bytes_as_one(both):
    result, _, folder = both
    arms = ["status_quo", str(folder / "careful.yaml"), str(folder / "bold.yaml")]
    again = compare(folder / "small.yaml", arms, 3, customers=300, workers=2)
    assert without_clock(again.data) == without_clock(result.data)


def test_little_work_starts_no_processes(scenario, folder):
    plan = plan_comparison(scenario, ["status_quo", str(folder / "bold.yaml")], worlds=2)
    assert workers_for(plan, None) == 1
    assert workers_for(plan, 3) == 3
    large = scenario.model_copy(update={"customers": 10_000, "weeks": 260})
    assert workers_for(plan_comparison(large, ["status_quo", str(folder / "bold.yaml")]), None) is None


def test_saved_worlds_may_be_passed(both):
    result, _, folder = both
    arms = ["status_quo", str(folder / "careful.yaml"), str(folder / "bold.yaml")]
    table = draw_worlds(folder / "small.yaml", 3, workers=1)
    again = compare(folder / "small.yaml", arms, table, customers=300, workers=1)
    assert without_clock(again.data) == without_clock(result.data)


def test_a_table_that_holds_no_worlds_is_refused(both, scenario):
    table, arms = both[0].worlds, ["status_quo", str(both[2] / "bold.yaml")]
    for wrong, told in (
        (table.drop(columns="seed"), "a row per world and the columns world, draw, seed"),
        (table[:0], "a row per world"),
        (table.rename(columns={"betrayal": "betraial"}), "unknown uncertainty 'betraial'; did you mean 'betrayal'?"),
        (table.assign(betrayal=[0.3, None, 0.3]), "betrayal: a value is missing"),
    ):
        with pytest.raises(ScenarioError, match=re.escape(told)):
            compare(scenario, arms, wrong, workers=1)


def test_arms_with_equal_levers_do_not_differ_at_all(scenario, folder):
    twin = folder / "twin.yaml"
    fees = scenario.market.status_quo.levers.get("hidden_fees", LEVERS["hidden_fees"].default)
    text = f"title: Twin\nsignature: {{hidden_fees: {{value: {fees}, source: assumption}}}}\n"
    twin.write_text(text, encoding="utf-8")
    data = compare(scenario, ["status_quo", str(twin)], 2, workers=1, luck=False).data
    for entry in data["outcomes"]:
        row = entry["contrasts"]["twin"]
        assert (row["mean"], row["p10"], row["p90"]) == (0, 0, 0)
    assert data["break_even"]["twin"]["not_within"] == 2


def test_another_reference_mirrors_the_differences(scenario, folder):
    arms = ["status_quo", str(folder / "careful.yaml")]
    forward = compare(scenario, arms, 2, workers=1, luck=False).data
    backward = compare(scenario, arms, 2, workers=1, luck=False, reference="careful").data
    for one, other in zip(forward["outcomes"], backward["outcomes"], strict=True):
        assert one["contrasts"]["careful"]["mean"] == pytest.approx(-other["contrasts"]["status_quo"]["mean"])


def test_the_central_world_is_one_without_interval_or_word(scenario, folder):
    data = compare(scenario, ["status_quo", str(folder / "bold.yaml")], "central", workers=1).data
    assert data["worlds"] | {"luck_share": 0, "correlation": 0} == {
        "n": 1, "central": True, "tried": 1, "accepted_share": 1.0, "luck_share": 0, "correlation": 0,
    }
    row = data["outcomes"][0]["contrasts"]["bold"]
    assert (row["state"], row["low"], row["method"]) == ("too few", None, "none")


def test_other_rivals_other_result(scenario, folder):
    arms = ["status_quo", str(folder / "bold.yaml")]
    fixed, cut = (compare(scenario, arms, 1, workers=1, rivals=r, weeks=78, luck=False) for r in ("fixed", "price_cut"))
    assert not cut.table.equals(fixed.table)
    assert cut.data["rivals"] == "price_cut"


def test_a_mechanism_can_be_taken_out(scenario, folder):
    arms = ["status_quo", str(folder / "careful.yaml")]
    data = compare(scenario, arms, 1, workers=1, without=["M13"], luck=False).data
    assert data["outcomes"][0]["contrasts"]["careful"]["mean"] == 0    # fees are what the arm changes
    assert data["without"] == ["M13"]


def test_established_arms_start_with_the_trust_they_built(scenario, folder):
    data = compare(scenario, ["status_quo", str(folder / "bold.yaml")], 1, workers=1, established=True, luck=False).data
    causes = data["trust"]["causes"]["bold"]
    assert "start" in {row["cause"] for row in causes}
    total = sum(row["difference"] for row in causes)
    assert total == pytest.approx(data["trust"]["end"]["bold"] - data["trust"]["end"]["status_quo"], abs=1e-9)


def written(folder, name, text):
    path = folder / f"{name}.yaml"
    path.write_text(f"# A scenario.\nextends: small.yaml\ncustomers: 300\n{text}", encoding="utf-8")
    return path


def test_scenario_files_are_arms_as_they_are_written(folder):
    calm = written(folder, "calm", "title: Calm\n")
    loud = written(folder, "loud", "title: Loud\nfirms:\n  Alpha: {levers: {campaign_reach: 0.05}}\n")
    data = compare([calm, loud], worlds=1, workers=1, luck=False).data
    assert [arm["id"] for arm in data["arms"]] == ["calm", "loud"]
    assert data["arms"][1]["levers"]["campaign_reach"]["to"] == 0.05
    assert data["outcomes"][0]["contrasts"]["loud"]["mean"] != 0


def test_scenarios_that_differ_in_more_than_what_firms_do_are_refused(folder):
    one = written(folder, "one", "seed: 7\n")
    other = written(folder, "other", "seed: 8\n")
    with pytest.raises(ScenarioError, match="other: its seed differs from that of one, which arms share"):
        compare([one, other], worlds=1, workers=1)


def test_all_that_is_wrong_is_told_at_once(scenario):
    with pytest.raises(ScenarioError) as error:
        compare(
            scenario, ["status_quo"], 0, firm="Alfa", rivals="folow", budget="equl", without=["M99"], customers=5,
            reference="x",
        )
    told = "\n".join(error.value.problems)
    for part in (
        "firm: unknown firm 'Alfa'; did you mean 'Alpha'?", "rivals: unknown reaction 'folow'; did you mean 'follow'?",
        "budget: unknown mode 'equl'; did you mean 'equal'?", "without: unknown mechanism 'M99'",
        "customers: must lie in 100..2000000, not 5", "reference: unknown arm 'x'", "strategies: at least two",
        "worlds: must be a whole number of at least 1, or 'central', not 0",
    ):
        assert part in told


def test_an_outcome_needs_a_margin_and_a_direction(scenario):
    with pytest.raises(ScenarioError, match="outcome: unknown outcome 'contacts'"):
        compare(scenario.model_copy(update={"outcome": "contacts"}), ["status_quo", "status_quo"], 1)


def test_any_metric_with_a_margin_may_decide(scenario, folder):
    plan = plan_comparison(scenario.model_copy(update={"outcome": "nps"}), ["status_quo", str(folder / "bold.yaml")])
    assert plan.design.scenario.outcome == "nps"
    data = compare(plan.design.scenario, ["status_quo", str(folder / "bold.yaml")], 1, workers=1, luck=False).data
    assert (data["primary"], data["outcomes"][0]["name"], data["outcomes"][0]["margin"]) == ("nps", "nps", 3)


class Recorder:
    """A market that notes what is scheduled."""

    def __init__(self):
        self.seen = []

    def schedule(self, week, kind, firm, **what):
        self.seen.append((week, kind, firm, what))


def test_rivals_follow_after_a_year_cut_prices_after_half_a_year_or_answer_what_they_see(scenario):
    arm = Arm("a", "A", "", {"hidden_fees": 0.0})
    for rivals, expected in (
        ("fixed", []),
        ("follow", [(52, "strategy", "Beta", {"levers": {"hidden_fees": 0.0}, "budget": "equal", "envelope": 1.0})]),
        ("price_cut", [(26, "price", "Beta", {"change": -0.05})]),
        ("adaptive", [(0, "levers", "Beta", {"levers": ADAPTIVE})]),
    ):
        market = Recorder()
        react(market, Design(scenario, (arm,), "Alpha", rivals=rivals), arm)
        assert market.seen == expected


def test_the_scenarios_own_plan_for_the_firm_gives_way_to_the_arm(folder):
    plans = "firms:\n  Alpha: {levers: {campaign_reach: 0.05}}\n  Beta: {levers: {hidden_fees: 0.0}}\n"
    path = written(folder, "planned", plans)
    assert list(rivals_only(load(path), "Alpha").firms) == ["Beta"]
    plan = plan_comparison(path, ["status_quo", str(folder / "careful.yaml")])
    own = {"campaign_reach": 0.05}
    assert [arm.levers for arm in plan.design.arms] == [own, own | {"hidden_fees": 0.0}]


def test_every_assumption_behind_a_comparison_is_listed(both):
    facts = both[0].data["assumptions"]
    assert 0 < facts["assumed"] == len(facts["list"]) <= facts["numbers"]
    assert all("assumption" in row["source"].lower() for row in facts["list"])
    assert "market.market_size" in {row["path"] for row in facts["list"]}


def test_what_was_asked_for_in_python_is_listed_as_it_was_run(folder):
    arms = ["status_quo", str(folder / "bold.yaml")]
    found = numbers_behind(plan_comparison(folder / "small.yaml", arms, customers=500, seed=9).design)
    assert [(found[name].value, found[name].where) for name in ("customers", "seed")] == [(500, OPTION), (9, OPTION)]
    assert found["weeks"].where != OPTION


def test_the_command_repeats_the_comparison(both):
    command = both[0].data["provenance"]["command"]
    assert command.startswith("goodwill compare ")
    assert "--worlds 3 --budget equal --rivals fixed --seed 7 --weeks 26 --customers 300" in command
