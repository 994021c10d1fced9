"""A search finds what is better, says how it does in fresh worlds, and does not depend on how it was computed."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from german import ENGLISH_WORDS, english_in
from small_batch import killed_after, started
from small_market import write_small_market

from experiments import compare
from experiments.audit import reproduce
from experiments.batch_store import read_rows
from experiments.languages import voice
from experiments.phrases import speaking
from experiments.proposals import GENERATION, front, searched, searched_from_starts, spread_points, thinned
from experiments.report.search import write_search
from experiments.search import optimise
from experiments.search_plan import SEARCH_FROM, plan_search
from experiments.search_words import lines, sentences
from experiments.worlds import accepted_worlds
from goodwill import main
from sim import ScenarioError, load
from sim.scenario import load_strategy

LEVERS = ["hidden_fees", "campaign_reach", "barrier"]
FEW = {"levers": LEVERS, "evaluations": 22, "worlds": 2, "judged": 2, "customers": 200, "weeks": 13}
RANGES = {"x": (0.0, 2.0), "y": (-1.0, 1.0)}


@pytest.fixture(scope="module", name="place")
def _place(tmp_path_factory):
    return write_small_market(tmp_path_factory.mktemp("search"))


@pytest.fixture(scope="module")
def undisturbed(place):
    return quick(place / "small.yaml", place / "undisturbed", **FEW)


def quick(*arguments, **options):
    """Search in this process, on an executor of one's own."""
    with ThreadPoolExecutor(1) as executor:
        return optimise(*arguments, executor=executor, **options)


def found(search) -> str:
    """Everything that a search says, but not when and how fast."""
    return json.dumps({key: value for key, value in search.data.items() if key != "provenance"}, sort_keys=True)


# candidates -----------------------------------------------------------------------------------------------------------


def test_the_front_holds_what_nothing_else_beats():
    losses = [(1.0, 4.0), (2.0, 2.0), (2.0, 3.0), (4.0, 1.0), (3.0, 3.0), (1.0, 4.0)]
    assert front(losses) == [0, 1, 3, 5], "by hand; of two that are alike neither beats the other"


def test_a_thinned_front_keeps_the_best_of_each_and_drops_neighbours():
    losses = [(0.0, 10.0), (1.0, 9.0), (1.1, 8.9), (5.0, 5.0), (9.9, 0.1), (10.0, 0.0)]
    kept = thinned(losses, 4)
    assert len(kept) == 4
    assert {0, 3, 5} <= set(kept)
    assert thinned(losses, 1) == [0, 5]


@pytest.mark.parametrize("objectives", [1, 2])
def test_a_longer_search_begins_with_the_shorter_one(objectives):
    def judge(points):
        return [((p["x"] - 1) ** 2 + p["y"] ** 2, p["x"] ** 2)[:objectives] for p in points]

    given = [{"x": 0.5, "y": 0.5}]
    short, long = (
        list(searched(RANGES, n, judge, objectives=objectives, seed=3, given=given)) for n in (27, 70)
    )
    assert long[:27] == short
    assert short[0].point == given[0]
    assert long != list(searched(RANGES, 70, judge, objectives=objectives, seed=4, given=given))


def test_a_search_ends_nearer_than_points_spread_evenly():
    def judge(points):
        return [((p["x"] - 1.37) ** 2 + (p["y"] - 0.2) ** 2,) for p in points]

    tried = list(searched(RANGES, 100, judge, objectives=1, seed=1))
    even = judge(spread_points(RANGES, 100, 1))
    assert min(one.losses for one in tried) < (min(even)[0] / 2,)


def test_starts_share_what_was_spread_and_failures_stop_nobody():
    def judge(points):
        return [None if p["x"] > 1.9 else ((p["x"] - 1) ** 2,) for p in points]

    tried = list(searched_from_starts(RANGES, 130, judge, starts=2, seed=5))
    assert [one.start for one in tried[:: GENERATION]] == [0, 0, 1, 2, 1, 0, 0]
    assert any(one.losses is None for one in tried)
    assert list(searched_from_starts(RANGES, 55, judge, starts=2, seed=5)) == tried[:55]


# a search -------------------------------------------------------------------------------------------------------------


def test_every_candidate_lies_within_what_is_plausible(undisturbed):
    tried = undisturbed.tried
    assert len(tried) == FEW["evaluations"]
    for name, (low, high) in undisturbed.plan.ranges.items():
        assert tried[name].between(low, high).all()
    today = {"hidden_fees": 0.01, "campaign_reach": 0.012, "barrier": 0.3}
    assert tried.loc[0, LEVERS].to_dict() == today, "the status quo is tried first"
    assert tried.loc[0, "profit_mean"] == 0, "and does not differ from itself"


def test_the_front_is_not_beaten_by_any_candidate(undisturbed):
    tried = undisturbed.tried
    names = ["profit_mean", "trust_cohort_mean", "churn_year_mean"]
    every = tried[names].to_numpy() * [-1, -1, 1]
    for one in undisturbed.data["front"]:
        own = np.array([one["outcomes"][name.removesuffix("_mean")]["searched"] for name in names]) * [-1, -1, 1]
        assert not ((every <= own).all(axis=1) & (every < own).any(axis=1)).any()


def test_fresh_worlds_are_those_of_a_comparison_and_never_those_of_the_search(place, undisturbed):
    file, best = undisturbed.files[0], undisturbed.data["front"][0]
    runs = compare(
        place / "small.yaml", ["status_quo", str(file)], worlds=2, customers=200, weeks=13, workers=1,
        luck=False, booked_only=True,
    ).runs
    for outcome in ("profit", "churn_year"):
        levels = runs[runs["outcome"] == outcome].pivot_table(index="world", columns="arm", values="value")
        gap = (levels[file.stem] - levels["status_quo"]).mean()
        assert best["outcomes"][outcome]["fresh"]["mean"] == pytest.approx(gap, rel=1e-12)
    scenario = load(place / "small.yaml")
    searched_in, fresh = (
        {world.draw for world in accepted_worlds(scenario, 2, seed=7, crew=None, first=first)}
        for first in (SEARCH_FROM, 0)
    )
    assert (searched_in, fresh) == ({SEARCH_FROM, SEARCH_FROM + 1}, {0, 1})


def test_strategy_files_say_where_values_come_from_and_what_law_restricts(undisturbed):
    assert len(undisturbed.files) == len(undisturbed.data["front"]) > 0
    for path, one in zip(undisturbed.files, undisturbed.data["front"], strict=True):
        assert load_strategy(path).signature == one["levers"]
        text = path.read_text(encoding="utf-8")
        assert text.count("assumption: optimised by goodwill for small (22 evaluations in 2 worlds, seed 7)") == 3
        assert ("barrier is restricted by law" in text) == (one["levers"]["barrier"] >= 0.3)


def test_a_strategy_keeps_its_other_levers_and_only_the_named_ones_vary(place):
    plan = plan_search("mobile_telecom", strategy="customer_centric", levers=["bot_share", "training"])
    assert set(plan.ranges) == {"bot_share", "training"}
    levers = plan.levers({"bot_share": 0.5, "training": 0.1})
    assert levers == {**plan.base, "bot_share": 0.5, "training": 0.1}
    assert plan.given[0]["training"] == plan.base["training"], "the strategy as it is comes first"
    assert set(plan_search("mobile_telecom", strategy="bot_first").ranges) == set(load_strategy("bot_first").signature)
    assert plan_search(place / "small.yaml", levers=["barrier"], outcomes=["wait"]).outcomes[0].better == "lower"


def test_the_answer_tells_both_figures_and_the_trade(undisturbed):
    said = " ".join(sentences(undisturbed.data))
    for words in ("candidates make the front", "In the worlds of the search it was", "believe the figures of fresh",
                  "2 fresh worlds are too few", "against the status quo in 2 fresh worlds"):
        assert words in said
    table = "\n".join(lines(undisturbed.data))
    assert all(one["id"] in table for one in undisturbed.data["front"])
    assert "customer_centric" in table


def test_the_page_shows_the_front_beside_the_shipped_strategies(undisturbed, tmp_path):
    page = write_search(undisturbed.data, undisturbed.tried, tmp_path / "page.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert page.count('class="plot"') == 3
    for words in ("Levers of the front", "Customer-experience unit", "optimised_1", "less is better"):
        assert words in page


def test_the_german_page_and_lines_have_no_english_word(undisturbed, tmp_path):
    with speaking(voice("de")):
        page = write_search(undisturbed.data, undisturbed.tried, tmp_path / "seite.html").read_text(encoding="utf-8")
        said = list(lines(undisturbed.data))
    assert english_in(page) == []
    assert [line for line in said if ENGLISH_WORDS.search(line)] == []


def test_wrong_options_are_told_at_once(place):
    with pytest.raises(ScenarioError) as error:
        optimise(place / "small.yaml", place / "never", levers=["bariere"], strategy="bod_first", outcomes=["profitt"],
                 criteria=["median"])
    assert error.value.problems == [
        "--levers: unknown lever 'bariere'; did you mean 'barrier'?",
        "--by: unknown criterion 'median'; did you mean 'mean'?",
        "--outcomes: outcome: unknown outcome 'profitt'; did you mean 'profit'?",
        "--strategy: bod_first: there is no strategy 'bod_first'; did you mean 'bot_first'?",
    ]
    assert not (place / "never").exists()
    with pytest.raises(ScenarioError, match="--levers: name what may be changed, or a --strategy"):
        optimise(place / "small.yaml")


# nothing lost ---------------------------------------------------------------------------------------------------------


def test_a_search_is_run_again_from_its_manifest_and_the_number_of_workers_changes_nothing(place, undisturbed):
    again = reproduce(place / "undisturbed", workers=2)
    assert [(row["table"], row["state"]) for row in again.rows] == [("candidates", "equal"), ("front", "equal")]
    assert len(undisturbed.tried) == FEW["evaluations"]


def test_a_search_that_was_killed_goes_on_and_ends_alike(place, undisturbed):
    out = place / "killed"
    options = ["--levers", ",".join(LEVERS), "--evaluations", 22, "--worlds", 2, "--judged", 2,
               "--customers", 200, "--weeks", 13, "--workers", 2, "--quiet"]
    kept = killed_after(6, started("optimise", place / "small.yaml", "--out", out, *options), out)
    assert kept >= 6
    before = set(read_rows(out)[0])
    done = quick(place / "small.yaml", out, **FEW)
    assert found(done) == found(undisturbed)
    assert before <= set(read_rows(out)[0])
    assert [path.read_bytes() for path in done.files] == [path.read_bytes() for path in undisturbed.files]


def test_a_shorter_search_goes_on_to_more_candidates_and_repeats_no_run(place, undisturbed):
    out, steps = place / "longer", []
    quick(place / "small.yaml", out, **{**FEW, "evaluations": 7})
    done = quick(place / "small.yaml", out, **FEW, on_progress=lambda done, _total: steps.append(done))
    assert found(done) == found(undisturbed)
    again = quick(place / "small.yaml", out, **FEW)
    assert found(again) == found(done)
    assert steps == sorted(steps)
    (place / "other.yaml").write_text("extends: small.yaml\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="holds 'optimise_small', not 'optimise_other'"):
        quick(place / "other.yaml", out, **FEW)


def test_the_command_prints_the_front_and_writes_it(place, capsys, monkeypatch):
    monkeypatch.chdir(place)
    words = ["optimise", "small.yaml", "--levers", ",".join(LEVERS), "--evaluations", "22", "--worlds", "2",
             "--judged", "2", "--customers", "200", "--weeks", "13", "--workers", "1", "--out", "undisturbed",
             "--quiet"]
    with pytest.raises(SystemExit) as left:
        main([*words, "--report", "front.html"])
    out = capsys.readouterr().out
    assert (left.value.code, "strategies: undisturbed/strategies" in out) == (0, True)
    assert (place / "front.html").exists()
    with pytest.raises(SystemExit) as left:
        main([*words, "--format", "json"])
    assert (left.value.code, json.loads(capsys.readouterr().out)["counts"]["tried"]) == (0, 22)
