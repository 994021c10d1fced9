"""Losing is findable: the search pushes what goes with being behind; what it found and is shipped keeps its rules."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments import losing
from experiments.losing import Push, Trial, extremes, pushed, pushes, search, told
from experiments.standings import SIDES, found
from experiments.statistics import clopper_pearson
from experiments.worlds import MarketBandsError
from sim import yaml_located
from sim.scenario import list_shipped
from sim.scenario_errors import Problems
from sim.scenario_files import folder
from sim.scenario_trees import plain
from tests.builders import shipped

DRAWN = pd.DataFrame({"wage": [33.0, 36.0, 39.0, 42.0], "winning": [70.0, 60.0, 50.0, 80.0], "lapse": [52.0] * 4})
TOLD_IN = ("title", "question", "story", "decision", "guess")


def files_found_by_search():
    """Every shipped scenario whose file says so, with its market."""
    texts = {name: (folder("scenarios") / f"{name}.yaml").read_text(encoding="utf-8")
             for name in list_shipped("scenarios")}
    return [(name, contents(name)["extends"]) for name, text in texts.items() if "experiments.losing" in text]


def contents(name):
    return plain(yaml_located.read(folder("scenarios") / f"{name}.yaml", name, Problems()))


def test_what_goes_with_being_behind_is_pushed_to_that_end_the_strongest_first():
    scenario = shipped("mobile_telecom")
    gaps = pd.Series([4.0, 3.0, 2.0, 1.0])      # falls as wages rise; of winning a rank correlation of -0.2
    ranges = {name: scenario.uncertainties[name][1] for name in ("wage", "winning")}
    first, second = pushes(scenario, gaps, DRAWN)
    assert first == Push("wage", ranges["wage"][1], ranges["wage"], pytest.approx(-1.0))
    assert (second.name, second.value) == ("winning", ranges["winning"][1])
    assert second.correlation == pytest.approx(-0.2)
    assert pushes(scenario, -gaps, DRAWN)[0].value == ranges["wage"][0]


def test_pushed_values_are_known_in_every_world():
    scenario = pushed("mobile_telecom", (Push("wage", 44.0, (32.0, 44.0), -0.5),))
    assert scenario.uncertainties["wage"] == (44.0, (44.0, 44.0))


@pytest.mark.parametrize(("behind", "loses"), [(18, True), (17, False), (None, False)])
def test_losing_is_to_be_behind_in_clearly_more_than_half_of_the_worlds(behind, loses):
    assert Trial((), behind, 24).loses is loses      # Clopper-Pearson for 18 of 24: 53 to 90 %; for 17: 49 to 87 %


def test_extremes_lie_at_both_plausible_ends_and_every_second_world_mirrors_the_one_before():
    scenario = shipped("mobile_telecom")
    table = extremes(scenario, 40)
    for name, (_, ends) in scenario.uncertainties.items():
        first, second = table[name][::2].to_numpy(), table[name][1::2].to_numpy()
        assert set(first) | set(second) == set(ends)
        assert np.allclose(first + second, sum(ends))
    assert list(table.seed[::2]) == list(table.seed[1::2])
    assert table.loc[::2, ["wage", "winning"]].drop_duplicates().shape[0] == 4


def searched(monkeypatch, answers):
    """The trials of a search in which the comparison answers so, by counts behind; the second is of the extremes."""
    given = iter(answers)

    def play(*_, **__):
        answer = next(given)
        if isinstance(answer, Exception):
            raise answer
        return pd.Series([4.0, 3.0, 2.0, 1.0] * 6), pd.concat([DRAWN] * 6, ignore_index=True), answer

    monkeypatch.setattr(losing, "play", play)
    monkeypatch.setattr(losing, "busy", lambda _, chosen: chosen)
    return list(search("mobile_telecom"))


def test_the_search_sets_more_and_more_until_customer_centric_loses(monkeypatch):
    trials = searched(monkeypatch, [6, 0, 12, MarketBandsError(["no"]), 20, 24])
    assert [(len(one.pushes), one.behind) for one in trials] == [(0, 6), (2, 12), (2, None), (2, 20)]


def test_the_search_stops_at_once_where_it_loses_anyway_and_ends_where_nothing_is_found(monkeypatch):
    assert [one.pushes for one in searched(monkeypatch, [20])] == [()]
    nothing = searched(monkeypatch, [1, 0, *range(len(losing.STEPS))])
    assert len(nothing) == 1 + len(losing.STEPS)
    assert not any(one.loses for one in nothing)


def test_an_uncertainty_that_changes_nothing_is_left_out(monkeypatch):
    def play(scenario, worlds):
        assert worlds == "central"
        return pd.Series([-scenario.uncertainties["wage"][0]]), DRAWN, 0

    monkeypatch.setattr(losing, "play", play)
    ends = shipped("mobile_telecom").uncertainties
    chosen = tuple(Push(name, ends[name][1][1], ends[name][1], -0.5) for name in ("winning", "wage"))
    assert losing.busy("mobile_telecom", chosen) == chosen[1:]


def test_a_found_trial_is_told_as_the_keys_of_a_scenario():
    one = Trial((Push("wage", 44.0, (32.0, 44.0), -0.5),), 20, 24)
    text = told("mobile_telecom", one)
    assert "customer_centric is behind in 20 of 24 worlds (seed 8)" in text
    assert "    wage: 44    # plausible 32 to 44; rank correlation -0.50\n" in text
    assert "hardly any world meets" in told("mobile_telecom", Trial(one.pushes, None, 24))
    assert "uncertainties:" not in told("mobile_telecom", Trial(one.pushes, 3, 24))


def test_the_search_plays_both_strategies_and_keeps_what_was_drawn():
    gaps, drawn, behind = losing.play(shipped("mobile_telecom").model_copy(update={"weeks": 13}), 2, customers=200)
    assert list(gaps.index) == [1, 2] == list(drawn.index)
    assert gaps.abs().min() > 0
    assert 0 <= behind <= 2
    assert {"wage", "winning"} <= set(drawn)


@pytest.mark.parametrize(("name", "market"), files_found_by_search())
def test_a_scenario_found_by_search_differs_from_its_market_only_in_plausible_values(name, market):
    own, base = shipped(name), shipped(market)
    moved = {key for key, value in own.uncertainties.items() if value != base.uncertainties[key]}
    assert moved == set(contents(name)["market"]["uncertainties"])
    for key in moved:
        value, (low, high) = own.uncertainties[key]
        assert low == value == high, "known, the same in all worlds"
        assert base.uncertainties[key][1][0] <= value <= base.uncertainties[key][1][1]
    assert set(contents(name)) <= {*TOLD_IN, "extends", "firm", "strategies", "outcome", "market"}
    assert set(contents(name)["market"]) == {"uncertainties"}
    assert set(own.strategies) == set(SIDES)
    assert own.outcome == "value"


@pytest.mark.parametrize("name", [name for name, _ in files_found_by_search()])
def test_a_scenario_found_by_search_loses_in_worlds_that_the_search_did_not_see(name):
    one = found(name, "customer_centric")
    assert clopper_pearson(one.behind, one.worlds)[0] > 0.5
