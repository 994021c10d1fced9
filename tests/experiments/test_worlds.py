"""Plausible worlds: pure functions of their number, uniform, kept only where the status quo fits the market."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from experiments import worlds as worlds_of
from experiments.execution import Crew
from experiments.worlds import (
    MarketBandsError,
    Screening,
    accepted_worlds,
    as_table,
    central_world,
    draw_world,
    from_table,
    observed,
    screen,
    second_seed,
)

MODULE = sys.modules["experiments.worlds"]    # the package shows the function of that name
KNOWN = {"price_weight": (4.0, (3.0, 5.0)), "attention": (0.35, (0.2, 0.5)), "fixed": (1.0, (1.0, 1.0))}


def declared(known=None):
    return SimpleNamespace(uncertainties=known or KNOWN)


def target(**facts):
    usual = {"id": "churn", "metric": "churn_month", "segments": (), "low": 0.1, "high": 0.3, "accept": None}
    return SimpleNamespace(**usual | facts)


def test_a_world_is_a_function_of_seed_number_and_name():
    assert draw_world(declared(), 7, 3) == draw_world(declared(), 7, 3)
    assert draw_world(declared(), 7, 3).nature != draw_world(declared(), 7, 4).nature
    assert draw_world(declared(), 7, 3).nature != draw_world(declared(), 8, 3).nature


def test_a_new_uncertainty_moves_no_other():
    more = draw_world(declared({"newcomer": (0.5, (0.0, 1.0)), **KNOWN}), 7, 3)
    assert {name: more.nature[name] for name in KNOWN} == draw_world(declared(), 7, 3).nature


def test_draws_are_uniform_over_the_plausible_range():
    drawn = np.array([draw_world(declared(), 1, k).nature["price_weight"] for k in range(2_000)])
    assert stats.kstest((drawn - 3) / 2, "uniform").pvalue > 0.001
    assert draw_world(declared(), 1, 5).nature["fixed"] == 1.0


def test_uncertainties_are_drawn_independently():
    drawn = [draw_world(declared(), 1, k).nature for k in range(2_000)]
    both = np.array([[d["price_weight"], d["attention"]] for d in drawn])
    assert abs(np.corrcoef(both.T)[0, 1]) < 0.08


def test_the_central_world_has_every_best_value():
    assert central_world(declared(), 7).nature == {name: value for name, (value, _) in KNOWN.items()}


def test_the_second_seed_is_another_one():
    drawn = [draw_world(declared(), 7, k) for k in range(100)]
    assert all(world.seed != second_seed(world) for world in drawn)
    assert len({world.seed for world in drawn} | {second_seed(world) for world in drawn}) == 200


def test_a_table_of_worlds_and_back():
    drawn = [draw_world(declared(), 7, k) for k in range(3)]
    assert from_table(as_table(drawn)) == drawn


def test_an_observation_is_the_mean_over_weeks_and_firms_weighted_by_customers():
    persons = np.array([[[30.0, 10.0], [10.0, 0.0]]])    # week × segments × firms
    rates = {"churn_month": np.array([[0.1, 0.4]])}
    by_segment = {"churn_month": np.array([[[0.1, 0.2], [0.3, np.nan]]])}
    results = SimpleNamespace(
        segments=["a", "b"], firms=["A", "B"], people=lambda _: persons, metrics=rates, segment_metrics=by_segment,
    )
    assert observed(results, target()) == pytest.approx((40 * 0.1 + 10 * 0.4) / 50)
    assert observed(results, target(segments=("b",))) == pytest.approx(0.3)
    assert observed(results, target(segments=("a", "b"))) == pytest.approx((30 * 0.1 + 10 * 0.2 + 10 * 0.3) / 50)


def market_with(scenario, *targets):
    spec = scenario.market.model_copy(update={"targets": targets})
    return scenario.model_copy(update={"market": spec})


def pretend(monkeypatch, accepted):
    monkeypatch.setattr(MODULE, "screen", lambda s: (0.2 if accepted(s.world.draw) else 0.5,))


def test_worlds_that_miss_a_band_are_rejected_and_the_others_keep_their_order(scenario, monkeypatch):
    pretend(monkeypatch, lambda draw: draw % 3 == 1)
    spec = market_with(scenario, target())
    with Crew(1) as crew:
        few, many = (list(accepted_worlds(spec, n, seed=7, crew=crew)) for n in (2, 4))
    assert [world.draw for world in many] == [1, 4, 7, 10]
    assert [world.number for world in many] == [1, 2, 3, 4]
    assert many[:2] == few
    table = worlds_of(spec, 4, workers=1)
    assert (table.attrs["tried"], table.attrs["accepted_share"]) == (11, pytest.approx(4 / 11))


def test_the_accept_band_replaces_low_and_high(scenario, monkeypatch):
    pretend(monkeypatch, lambda _: True)
    with Crew(1) as crew:
        spec = market_with(scenario, target(low=0.4, high=0.5, accept=(0.1, 0.25)))
        assert len(list(accepted_worlds(spec, 3, seed=7, crew=crew))) == 3


def test_a_market_that_accepts_hardly_any_world_is_an_error_that_shows_what_was_seen(scenario, monkeypatch):
    pretend(monkeypatch, lambda draw: draw < 4)
    spec = market_with(scenario, target())
    with Crew(1) as crew, pytest.raises(MarketBandsError, match="only 4 of 100 draws of the uncertainties") as error:
        list(accepted_worlds(spec, 40, seed=7, crew=crew))
    assert error.value.problems[1] == (
        "target churn: churn_month within 0.1 to 0.3 in 4 of 100 draws; in the middle 0.5, in 8 of 10 draws 0.5 to 0.5"
    )


def test_worlds_of_a_market_are_a_prefix_of_more_worlds(folder):
    few, many = (worlds_of(folder / "small.yaml", n, workers=1) for n in (3, 5))
    assert few.equals(many.iloc[:3])
    assert list(many["world"]) == [1, 2, 3, 4, 5]


def test_screening_plays_the_status_quo_of_a_real_market(scenario):
    spec = market_with(scenario, target(metric="customers"), target(metric="churn_month", segments=("young",)))
    values = screen(Screening(spec, draw_world(spec, 7, 0)))
    assert 0 < values[0] < 60_000
    assert 0 <= values[1] < 1


def test_draws_that_were_judged_before_are_not_simulated_again(scenario, monkeypatch):
    spec, judged, seen = market_with(scenario, target()), {}, []

    def noting(one):
        seen.append(one.world.draw)
        return (0.2 if one.world.draw % 2 else 0.5,)

    monkeypatch.setattr(MODULE, "screen", noting)
    with Crew(1) as crew:
        first = list(accepted_worlds(spec, 3, seed=7, crew=crew, on_judged=judged.__setitem__))
        assert (seen, sorted(judged)) == ([0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5])
        seen.clear()
        more = list(accepted_worlds(spec, 4, seed=7, crew=crew, known=judged))
    assert (more[:3], seen) == (first, [6, 7])
