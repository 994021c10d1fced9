"""Every mechanism does what sim/mechanisms.yaml says: paired runs of one firm, the same people and the same luck."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from sim import Market, load
from sim.mechanisms import MECHANISMS

SEEDS = (3, 11, 29)
FIRM = "Alpha"
CASES = [(number, effect) for number, one in MECHANISMS.items() for effect in one.effects]


@cache
def short(name):
    """A market with half a year of warm-up: enough for directions."""
    return load(name, sets=("market.warm_up=26",))


def measured(effect, seed):
    """The metrics of the focal firm at the end, without and with what the effect does."""
    found = []
    for more in ({}, effect.do):
        nature = {**effect.given.get("nature", {}), **more.get("nature", {})}
        market = Market(short(effect.market), rng=seed, customers=effect.customers, weeks=effect.weeks, nature=nature)
        market.warm_up()
        market.adopt(FIRM, {**effect.given.get("levers", {}), **more.get("levers", {})})
        market.run()
        results, at = market.results, list(market.spec.market.firms).index(FIRM)
        found.append({name: float(np.nanmean(results.metric(name)[-effect.window :, at])) for name in effect.moves})
        market.close()
    return found


@pytest.mark.parametrize(("number", "effect"), CASES, ids=[f"{n} {e}" for n, e in CASES])
def test_a_mechanism_does_what_it_says(number, effect):
    for seed in SEEDS:
        without, with_it = measured(effect, seed)
        for metric, way in effect.moves.items():
            change = with_it[metric] - without[metric]
            ways = {"up": change > 0, "down": change < 0, "level": change == 0}
            told = f"{metric} goes from {without[metric]:.5g} to {with_it[metric]:.5g}"
            assert ways[way], f"{number}, seed {seed}: {told}"
