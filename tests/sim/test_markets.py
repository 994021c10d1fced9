"""The shipped markets under the status quo: churn as published, without drift. Thirty worlds: check_markets.py."""

from __future__ import annotations

from functools import cache

import pytest

from sim import load
from tests.sim.check_markets import MARKETS, Finding, findings

TARGETS = [(name, i) for name in MARKETS for i in range(len(load(name).market.targets))]
# Six worlds: the median of six draws scatters by half the spread of worlds (about a fifth of the value), and a
# year of 2,500 people by a few per cent more. The full check asks for the published band itself.
SCATTER = 0.2


@cache
def found(name: str) -> list[Finding]:
    return findings(name, worlds=6, customers=2500, weeks=104)


@pytest.mark.parametrize(("name", "target"), TARGETS)
def test_the_middle_world_lies_near_the_published_figure(name, target):
    finding = found(name)[target]
    assert finding.target.low * (1.0 - SCATTER) <= finding.median <= finding.target.high * (1.0 + SCATTER), str(finding)


@pytest.mark.parametrize(("name", "target"), TARGETS)
def test_the_status_quo_stays_as_it_is(name, target):
    finding = found(name)[target]
    assert abs(finding.drift) < 0.15, str(finding)


@pytest.mark.parametrize("name", MARKETS)
def test_a_market_has_targets_with_bands_around_published_figures(name):
    for target in load(name).market.targets:
        low, high = target.accept
        assert low <= target.low < target.high <= high
        assert target.metric in {"churn_month", "churn_year"}
