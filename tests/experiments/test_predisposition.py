"""The model's predisposition: uncalibrated worlds lie within what is possible, and the two sides are counted."""

from __future__ import annotations

from agents.parameters import UNCERTAINTIES
from experiments.predisposition import known, of_market, predisposition
from experiments.worlds import uncalibrated, uncalibrated_world
from tests.builders import shipped


def test_an_uncalibrated_world_lies_within_the_bounds_and_reaches_beyond_what_is_plausible():
    scenario = shipped("mobile_telecom")
    drawn = [uncalibrated_world(scenario, 7, draw) for draw in range(60)]
    for name, (value, plausible) in scenario.uncertainties.items():
        low, high = uncalibrated(name, value, plausible)
        assert UNCERTAINTIES[name].bounds[0] <= low <= plausible[0]
        assert plausible[1] <= high <= UNCERTAINTIES[name].bounds[1]
        assert all(low <= world.nature[name] <= high for world in drawn)
    beyond = [n for n, (_, p) in scenario.uncertainties.items() if any(not p[0] <= w.nature[n] <= p[1] for w in drawn)]
    assert len(beyond) > 0.8 * len(scenario.uncertainties)


def test_every_world_is_counted_once():
    found = predisposition("mobile_telecom", worlds=3, customers=300)
    assert found.ahead + found.level + found.behind == 3
    assert all(one.ahead + one.level + one.behind == one.worlds for one in known().values())


def test_a_market_of_ones_own_has_none():
    scenario = shipped("mobile_telecom")
    own = scenario.model_copy(update={"market": scenario.market.model_copy(update={"title": "mine"})})
    assert of_market(scenario).market == "mobile_telecom"
    assert of_market(own) is None
