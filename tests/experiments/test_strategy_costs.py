"""What strategies cost at market prices is known for every shipped strategy and market, and is not all nothing."""

from __future__ import annotations

import pytest

from experiments.strategy_costs import known
from sim.scenario import list_shipped


@pytest.mark.parametrize("market", list_shipped("markets"))
def test_every_strategy_has_its_cost_in_every_market(market):
    assert set(known()[market]) == set(list_shipped("strategies")), "run python -m experiments.strategy_costs"
    assert all(cost != 0.0 for cost in known()[market].values())
