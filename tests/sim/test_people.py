"""Drawing the people: segments by share, traits within their bounds, and the same person whatever the firms are."""

from __future__ import annotations

import numpy as np
import pytest

from agents.parameters import COLUMNS, TRAITS
from agents.population import BLOCK, lay_blocks
from sim import Market
from sim.people import base_first, sizes_of, trait_params
from tests.builders import PAIR, pair, shipped

N = 20_000


@pytest.fixture(scope="module")
def crowd():
    market = Market(shipped("mobile_telecom"), customers=N, weeks=1)
    yield market
    market.close()


@pytest.mark.parametrize("shares", [[0.35, 0.25, 0.22, 0.18], [1.0], [1 / 3, 1 / 3, 1 / 3], [0.999, 0.001]])
@pytest.mark.parametrize("n", [100, 101, 9999])
def test_segments_have_their_shares_to_the_person(shares, n):
    sizes = sizes_of(shares, n)
    assert sum(sizes) == n
    assert max(abs(size - share * n) for size, share in zip(sizes, shares, strict=True)) < 1.0


def test_blocks_never_straddle_two_segments():
    blocks = lay_blocks([BLOCK + 1, 5, 2 * BLOCK])
    assert blocks.tolist() == [
        [0, 4096, 0], [4096, 4097, 0], [4097, 4102, 1], [4102, 8198, 2], [8198, 12294, 2],
    ]  # fmt: skip


def test_rows_are_sorted_by_segment(crowd):
    assert (np.diff(crowd.world.state["segment"]) >= 0).all()
    assert np.bincount(crowd.world.state["segment"]).tolist() == [7000, 5000, 4400, 3600]


@pytest.mark.parametrize("name", TRAITS)
def test_a_trait_is_distributed_as_its_segment_says(crowd, name):
    params, segment = trait_params(crowd.spec), crowd.world.state["segment"]
    t = list(TRAITS).index(name)
    for s in range(4):
        mean, spread, shape, low, high = params[s, t]
        values = crowd.world.trait[name][segment == s]
        assert low <= values.min() <= values.max() <= high
        widths = {0: spread / np.sqrt(3.0), 1: spread * np.pi / np.sqrt(3.0), 2: mean * spread}[int(shape)]
        assert abs(np.median(values) - mean) < 6.0 * max(widths, 1e-9) / np.sqrt(len(values)) + 1e-12


def test_traits_of_a_person_are_independent(crowd):
    segment = crowd.world.state["segment"] == 0
    values = np.array([crowd.world.trait[name][segment] for name in TRAITS if TRAITS[name].spread > 0.0])
    correlations = np.corrcoef(values) - np.eye(len(values))
    assert np.abs(correlations).max() < 4.5 / np.sqrt(segment.sum())


def test_providers_have_their_shares(crowd):
    provider = crowd.world.state["provider"]
    for index, firm in enumerate(crowd.spec.market.firms.values()):
        assert abs((provider == index).mean() - firm.share) < 4.0 * np.sqrt(firm.share / N)
    assert abs((provider == -1).mean() - 0.02) < 4.0 * np.sqrt(0.02 / N)


def test_tenure_is_spread_as_the_market_says(crowd):
    tenure = crowd.world.state["tenure"][crowd.world.state["provider"] >= 0]
    usual = crowd.nature["usual_tenure"]
    assert tenure.mean() == pytest.approx(usual, rel=0.04)
    assert np.median(tenure) == pytest.approx(usual * np.log(2.0), rel=0.05)


def test_every_customer_holds_the_contract_and_nobody_else_holds_anything(crowd):
    state = crowd.world.state
    served = state["provider"] >= 0
    assert (state["holdings"][served] & 1 == 1).all()
    assert (state["holdings"][~served] == 0).all()
    assert (state["contract_left"][state["segment"] >= 2] == 0).all()
    assert state["contract_left"].max() < 104


def test_needs_are_distributed_around_their_means(crowd):
    segment = crowd.world.state["segment"]
    for s in range(4):
        means = crowd.world.need[segment == s].mean(axis=0)
        assert means == pytest.approx(crowd.world.need_mean[s], abs=0.03)
    assert (crowd.world.need >= 0.0).all()
    assert (crowd.world.need <= 1.0).all()


def test_a_persons_needs_go_together(crowd):
    rows = crowd.world.state["segment"] == 0
    assert 0.3 < np.corrcoef(crowd.world.need[rows, 1], crowd.world.need[rows, 2])[0, 1] < 0.7


def test_a_column_starts_as_declared_unless_the_set_up_draws_it(crowd):
    drawn = {"provider", "tenure", "followed", "segment", "holdings", "informed", "aware", "alertness", "contract_left",
             "price_paid", "concern", "cohort", "blocks_ads"}  # fmt: skip
    for name, declared in COLUMNS.items():
        if name not in drawn:
            assert set(crowd.world.state[name]) == {declared.start}, name


def test_the_same_person_lives_in_a_market_with_another_firm():
    spec = pair()
    third = spec.market.firms["Beta"].model_copy(update={"share": 0.05})
    more = spec.model_copy(
        update={"market": spec.market.model_copy(update={"firms": {"Zeta": third, **spec.market.firms}})}
    )
    few, many = (Market(s, customers=500, weeks=1).world for s in (spec, more))
    assert few.trait.tobytes() == many.trait.tobytes()
    assert few.need.tobytes() == many.need.tobytes()
    assert (few.trust == many.trust[:, 1:]).all()
    stayed = (many.state["provider"] - 1 == few.state["provider"]).mean()
    assert stayed > 0.8  # the twentieth of the new one, and who had none before


def test_the_contract_comes_first_wherever_it_stands_in_the_file():
    spec = pair()
    products = dict(reversed(spec.market.products.items()))
    turned = spec.model_copy(update={"market": spec.market.model_copy(update={"products": products})})
    assert base_first(turned) == ["plan", "films", "cover"]
    assert PAIR.exists()
