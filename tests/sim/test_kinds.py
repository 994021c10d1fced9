"""Kinds of markets: what contradicts itself is told, and shoppers buy as published panels do."""

from __future__ import annotations

import numpy as np
import pytest

from sim import ScenarioError, load
from sim.people import trait_params
from tests.sim.check_repertoire import BANDS, heaviest, purchases, shown, switching


@pytest.mark.parametrize(
    ("market", "sets", "message"),
    [
        ("mobile_telecom", ("market.kind=repertoire",), "--set market.kind: needs the uncertainty 'buying' above 0"),
        ("mobile_telecom", ("market.uncertainties.buying=0.1",),
         "--set market.uncertainties.buying: 0.1 purchases a week are made from several sellers; write"),
        ("b2b_supplier", ("market.segments.workshops.traits.literacy.high=3",),
         "--set market.segments.workshops.traits.literacy.high: only traits in × may be drawn beyond their bounds"),
        ("b2b_supplier", ("market.segments.midsize.traits.usage.high=0.5",),
         "--set market.segments.midsize.traits.usage.high: 0.5 is below the mean 1"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_told(market, sets, message):
    with pytest.raises(ScenarioError) as caught:
        load(market, sets=sets)
    assert [told.startswith(message) for told in caught.value.problems] == [True]


def test_a_segment_may_have_larger_customers_than_declared():
    rows = trait_params(load("b2b_supplier"))
    assert rows[:, :, 4].max() == 60.0


def test_shoppers_buy_as_panels_do():
    found = shown(purchases("online_retail", customers=1000, weeks=230))
    scatter = {name: 0.15 * (high + low) / 2 for name, (low, high) in BANDS.items()}  # of one run of few people
    outside = {
        name: value for name, value in found.items()
        if not BANDS[name][0] - scatter[name] <= value <= BANDS[name][1] + scatter[name]
    }
    assert outside == {}


def test_the_null_models_fail():
    rng = np.random.default_rng(3)
    loyal = np.zeros((500, 4))
    loyal[np.arange(500), rng.integers(0, 4, 500)] = rng.poisson(5, 500)
    alike = rng.multinomial(6, [0.4, 0.3, 0.2, 0.1], size=500).astype(float)
    assert switching(loyal) < BANDS["switching parameter S of the Dirichlet"][0]
    assert switching(alike) > BANDS["switching parameter S of the Dirichlet"][1]
    assert heaviest(1 + rng.poisson(1.0, 500)) < BANDS["purchases of the heaviest fifth of new buyers"][0]
