"""Small builders that tests of the engine share: a market of two alike firms, played for a few weeks."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sim import Market, Scenario, load

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAIR = HERE / "markets" / "pair.yaml"
FIRM = "Alpha"
WEEKS = 30
PEOPLE = 600


@cache
def pair(*sets: str) -> Scenario:
    """Return the scenario of two alike firms."""
    return load(PAIR, sets=sets)


@cache
def shipped(name: str) -> Scenario:
    """Return a shipped market as a scenario."""
    return load(name)


def opened(scenario: Scenario | None = None, *, weeks: int = WEEKS, customers: int = PEOPLE, **options: Any) -> Market:
    """Return a market in week 0, its warm-up played."""
    return Market(scenario or pair(), customers=customers, weeks=weeks, **options).warm_up()


def played(
    levers: dict[str, float] | None = None, *, scenario: Scenario | None = None, weeks: int = WEEKS,
    budget: str = "free", without: tuple[str, ...] = (), **options: Any,
) -> Market:  # fmt: skip
    """Return a market played to the end: the first firm adopts the levers in week 0, if any are given."""
    market = opened(scenario, weeks=weeks, **options)
    for mechanism in without:
        market.without(mechanism)
    if levers is not None:
        market.adopt(market.firms[0].name, levers, budget=budget)
    return market.run(weeks)


def people_of(market: Market) -> bytes:
    """Return every byte of everybody's state, trust and needs."""
    world = market.world
    parts = [world.trust, world.need, *(world.state[name] for name in world.state.dtype.names)]
    return b"".join(np.ascontiguousarray(part).tobytes() for part in parts)


def counted(market: Market, name: str, firm: int = 0) -> float:
    """Return how often something was counted with a firm from week 0 on, at market size."""
    return float(market.results.books[name][market.warm_up_weeks :, firm].sum())


def routed(market: Market, cause: str, firm: int = 0, scope: str = "everyone") -> float:
    """Return the sum of absolute weekly changes of trust for a cause, from week 0 on."""
    ledger, names = market.results.trust_ledger(scope), [route.cause for route in market.results.routes]
    return float(np.abs(ledger[:, :, firm, names.index(cause)]).sum())


def line(market: Market, name: str, firm: int = 0) -> np.ndarray:
    """Return a line of money per week from week 0 on, (weeks,)."""
    return np.asarray(market.results.money[:, firm, market.results.lines.index(name)])


def last(market: Market, name: str, firm: int = 0) -> float:
    """Return a metric of the last week."""
    return float(market.results.metric(name)[-1, firm])


def elsewhere(code: str, **environment: str) -> str:
    """Return what Python code prints in another process."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
