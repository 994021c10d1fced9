"""Waterfalls: they add up exactly, by every grouping, and refuse what does not belong together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from small_market import write_small_market

from experiments import compare
from experiments.waterfall import (
    BUILT_BEFORE,
    GROUPS,
    BalanceError,
    between_strategies,
    between_weeks,
    fall,
    ledger_of,
    levels_of,
    read_run,
)
from tests.builders import played


@pytest.fixture(scope="module")
def results():
    market = played({"campaign_reach": 0.08, "hidden_fees": 0.1}, weeks=30)
    yield market.results
    market.close()


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = write_small_market(tmp_path_factory.mktemp("falls"))
    arms = ["status_quo", str(folder / "bold.yaml")]
    return compare(folder / "small.yaml", arms, 3, customers=300, workers=1, booked_only=True)


def summed(table):
    steps = table.loc[table["kind"] == "step", "change"].sum()
    return table["level"].iloc[0] + steps


@pytest.mark.parametrize("by", GROUPS)
@pytest.mark.parametrize(("first", "last"), [(-1, 29), (0, 1), (4, 17), (28, 29)])
def test_between_any_two_weeks_the_steps_lead_from_one_trust_to_the_other(results, by, first, last):
    levels = levels_of(results, "Alpha")
    table = between_weeks(ledger_of(results, "Alpha"), levels, first, last, by=by)
    assert table["kind"].tolist() == ["start", *["step"] * (len(table) - 2), "end"]
    assert table["level"].iloc[[0, -1]].tolist() == [levels[first], levels[last]]
    assert summed(table) == pytest.approx(levels[last], abs=1e-9)
    assert table["level"].iloc[-2] == pytest.approx(levels[last], abs=1e-9)
    assert len(table) > 3 or by == "segment"


def test_a_run_that_was_written_says_the_same(results, tmp_path):
    folder = results.write(tmp_path / "run")
    ledger, levels = read_run(folder, "Alpha")
    pd.testing.assert_series_equal(levels, levels_of(results, "Alpha"), check_index_type=False)
    for by in ("cause", "department"):
        table = between_weeks(ledger, levels, 3, 20, by=by)
        pd.testing.assert_frame_equal(table, between_weeks(ledger_of(results, "Alpha"), levels, 3, 20, by=by))
    with pytest.raises(ValueError, match=r"no firm 'Gamma' in .*run; there are Alpha, Beta"):
        read_run(folder, "Gamma")
    with pytest.raises(ValueError, match="holds no results of goodwill run"):
        read_run(tmp_path, "Alpha")


def test_what_a_comparison_writes_adds_up_too(both, tmp_path):
    folder = both.write(tmp_path / "out")
    ledger, levels = (pd.read_parquet(folder / f"{name}.parquet") for name in ("trust_detail", "trust_levels"))
    table = between_strategies(ledger, levels, "status_quo", "bold", by="segment")
    assert table["level"].iloc[-1] == pytest.approx(both.data["trust"]["end"]["bold"])


def test_levels_are_the_trust_of_the_cohort(results):
    levels = levels_of(results, "Alpha")
    assert levels.index.tolist() == list(range(-1, 30))
    assert levels.iloc[1:].tolist() == results.metric("trust_cohort")[:, 0].tolist()


@pytest.mark.parametrize("by", GROUPS)
def test_between_two_strategies_the_steps_lead_from_one_trust_to_the_other(both, by):
    end, other = (both.data["trust"]["end"][arm] for arm in ("status_quo", "bold"))
    table = between_strategies(both.trust_detail, both.trust_levels, "status_quo", "bold", by=by)
    assert table["level"].iloc[[0, -1]].tolist() == pytest.approx([end, other], abs=1e-12)
    assert summed(table) == pytest.approx(other, abs=1e-9)
    steps = table[table["kind"] == "step"]
    assert (steps["p10"] <= steps["change"] + 1e-12).all()
    assert (steps["p90"] >= steps["change"] - 1e-12).all()


@pytest.mark.parametrize("by", ["department", "channel", "actor", "segment"])
def test_the_report_shows_what_the_tables_say(both, by):
    table = between_strategies(both.trust_detail, both.trust_levels, "status_quo", "bold", by=by)
    steps = table[table["kind"] == "step"].set_index("group")
    rows = {row["key"]: row for row in both.data["trust"]["groups"]["bold"][by]}
    assert {key for key, row in rows.items() if row["difference"]} == set(steps.index[steps["change"] != 0])
    for key, row in rows.items():
        assert row["difference"] == pytest.approx(steps["change"].get(key, 0.0), abs=1e-12)
        assert row["p10"] == pytest.approx(steps["p10"].get(key, 0.0), abs=1e-12)


def test_each_year_of_each_strategy_adds_up(both):
    years = both.data["trust"]["years"]
    assert years["last"] == [25]
    for arm, own in years["arms"].items():
        booked = np.array([row["changes"] for row in own["causes"]]).sum(axis=0)
        assert np.diff(own["levels"]) == pytest.approx(booked, abs=1e-9)
        assert own["levels"][-1] == pytest.approx(both.data["trust"]["end"][arm], abs=1e-12)


def test_a_week_in_between_can_be_asked_for(both):
    table = between_strategies(both.trust_ledger, both.trust_levels, "status_quo", "bold", week=6)
    first = both.trust_levels.query("week == 6 and replication == 0").groupby("strategy")["trust_cohort"].mean()
    assert table["level"].iloc[[0, -1]].tolist() == pytest.approx([first["status_quo"], first["bold"]])


def test_detail_and_weeks_sum_to_the_same(both):
    keys = ["run", "cause"]
    by_week = both.trust_ledger.groupby(keys, observed=True)["change"].sum()
    by_quarter = both.trust_detail.groupby(keys, observed=True)["change"].sum()
    pd.testing.assert_series_equal(by_week, by_quarter, atol=1e-12, check_index_type=False)


def test_a_fall_by_hand():
    table = fall(pd.Series({"fees": -0.02, "help": 0.05}), 0.5, 0.53)
    assert table["group"].tolist() == ["", "help", "fees", ""]
    assert table["level"].tolist() == pytest.approx([0.5, 0.55, 0.53, 0.53])


def test_steps_that_lead_elsewhere_are_refused():
    with pytest.raises(BalanceError, match=r"from 0.500000 the steps lead to 0.550000, not to 0.560000"):
        fall(pd.Series({"help": 0.05}), 0.5, 0.56)


def test_trust_built_before_the_start_is_a_step_of_its_own():
    ledger = pd.DataFrame({"strategy": ["a", "b"], "week": 0, "cause": "help", "change": [0.01, 0.03]})
    trust = {"strategy": ["a", "a", "b", "b"], "week": [-1, 0, -1, 0], "trust_cohort": [0.5, 0.51, 0.6, 0.63]}
    table = between_strategies(ledger, pd.DataFrame(trust), "a", "b")
    assert dict(zip(table["group"], table["change"], strict=True))[BUILT_BEFORE] == pytest.approx(0.1)
    assert "p10" not in table
    lost = ledger[ledger["strategy"] == "a"]
    with pytest.raises(BalanceError):
        between_strategies(lost, pd.DataFrame(trust), "a", "b")


def test_what_cannot_be_asked_is_said(results, both):
    ledger, levels = ledger_of(results, "Alpha"), levels_of(results, "Alpha")
    with pytest.raises(ValueError, match=r"cannot group by 'mood'; *|cannot group by 'mood': this ledger has cause"):
        between_weeks(ledger, levels, 0, 5, by="mood")
    for weeks in ((5, 5), (5, 3), (0, 99)):
        with pytest.raises(ValueError, match=rf"weeks {weeks[0]} to {weeks[1]}: two of -1..29, the earlier one first"):
            between_weeks(ledger, levels, *weeks)
    with pytest.raises(ValueError, match="no strategy 'shy'; there are bold, status_quo"):
        between_strategies(both.trust_ledger, both.trust_levels, "status_quo", "shy")
    one = both.trust_detail.query("strategy == 'bold' and world == 1 and replication == 0")
    own = both.trust_levels.query("strategy == 'bold' and world == 1 and replication == 0")
    trust = own.set_index("week")["trust_cohort"]
    assert between_weeks(one, trust, -1, 12, by="segment")["level"].iloc[-1] == trust[12]
    with pytest.raises(ValueError, match="entries of 13 weeks; take ends of them"):
        between_weeks(one, trust, -1, 11)
