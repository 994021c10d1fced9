"""From runs to the data of a comparison: levels, segments, luck, what is missing, what law restricts."""

from __future__ import annotations

import numpy as np
import pytest

from agents.parameters import LEVERS
from experiments.assembly import _lever, assemble, plain
from experiments.contrasts import luck_shares
from experiments.statistics import scattered


def test_luck_is_the_share_that_a_second_seed_moves(make):
    gains = np.column_stack([np.zeros(40), 100 * scattered(1, 40)])
    runs, *_ = make(gains, again=20)
    shares = luck_shares(runs)
    assert 0 <= shares["value"] < 0.01    # luck is the same for both arms here, and cancels
    assert luck_shares(make(gains)[0])["value"] is None


def test_several_arms_are_judged_more_strictly(make):
    two = assemble(*make(np.column_stack([np.zeros(40), 100 * scattered(1, 40)])))
    three = assemble(*make(np.column_stack([np.zeros(40), 100 * scattered(1, 40), np.ones(40)])))
    assert two["outcomes"][0]["contrasts"]["arm1"]["level"] == 0.95
    assert three["outcomes"][0]["contrasts"]["arm1"]["level"] == pytest.approx(0.975)


def test_small_segments_are_shown_without_words(make):
    runs, plan, found = make(np.column_stack([np.zeros(40), 100 * scattered(1, 40)]))
    states = [row["contrasts"]["arm1"]["trust_cohort"]["state"] for row in assemble(runs, plan, found)["segments"]]
    assert states == ["too few", "too few"]    # 70 and 30 simulated customers


def test_missing_values_become_null():
    found = plain({"a": [float("nan"), np.float64(1.5), np.int64(2)], "b": (np.isfinite(1.0), None)})
    assert found == {"a": [None, 1.5, 2], "b": [True, None]}


def test_an_outcome_that_no_run_knows_is_left_out(make):
    data = assemble(*make(np.column_stack([np.zeros(20), np.ones(20)])))
    assert "data_accuracy" not in {entry["name"] for entry in data["outcomes"]}
    assert data["worlds"]["luck_share"]["value"] is None


def test_shares_of_worlds_by_week_sum_to_one(make):
    data = assemble(*make(np.column_stack([np.zeros(40), 100 * (scattered(1, 40) - 0.5)])))
    rows = data["ahead_by_week"]["arm1"]
    assert np.array(rows["ahead"]) + np.array(rows["level"]) + np.array(rows["behind"]) == pytest.approx(np.ones(104))


def test_a_lever_that_law_restricts_is_told_where_it_is_used_no_less_than_before():
    name = next(name for name, lever in LEVERS.items() if lever.legal)
    neutral, far = LEVERS[name].neutral, LEVERS[name].high
    assert _lever(name, neutral, far)["legal"] == LEVERS[name].legal
    assert _lever(name, far, far)["legal"] == LEVERS[name].legal
    assert _lever(name, far, (neutral + far) / 2)["legal"] == ""
    assert _lever(name, far, neutral)["legal"] == ""
