"""One market watched week by week: every metric of every firm, who moved between firms, and what happened when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.trial import Task, adopt, rivals_only
from experiments.warm import warmed
from sim import Market

NOBODY = ""     # in the place of a firm: people without a provider


@dataclass(frozen=True)
class Course:
    """The course of one arm in one world.

    `weekly` has a row per week and firm, a column per metric (units in `attrs`); `moves` counts the people, at market
    size, who went from one place to another, weeks × from × to, places being `firms` and nobody last; `events` has
    week, kind, firm and details.
    """

    arm: str
    firms: tuple[str, ...]
    weekly: pd.DataFrame
    moves: NDArray[np.float32]
    events: tuple[dict[str, Any], ...]

    @property
    def places(self) -> tuple[str, ...]:
        """The names along the axes of `moves`."""
        return (*self.firms, NOBODY)


def watch(task: Task) -> Course:
    """Play the first arm of a design in one world and watch it."""
    design, arm = task.design, task.design.arms[0]
    market = warmed(rivals_only(design.scenario, design.firm), task.seed, task.world.nature)
    try:
        for mechanism in design.without:
            market.without(mechanism)
        adopt(market, design, arm)
        moves = _moves(market, design.scenario.weeks)
        results = market.run(0).results     # plays nothing: this checks the ledgers
        table = results.weekly.drop(columns=["run", "scenario", "seed"])
        floats = table.columns.difference(["week", "firm"])
        weekly = table.astype(dict.fromkeys(floats, np.float32))
        weekly.attrs = dict(table.attrs)
        return Course(arm.id, tuple(results.firms), weekly, moves, _events(market))
    finally:
        market.close()


def _moves(market: Market, weeks: int) -> NDArray[np.float32]:
    places = len(market.firms) + 1
    moves = np.zeros((weeks, places, places), dtype=np.float32)
    for week in range(weeks):
        before = market.world.state["provider"] % places     # −1, nobody, comes last
        market.step()
        after = market.world.state["provider"] % places
        moves[week] = np.bincount(before * places + after, minlength=places**2).reshape(places, places)
        np.fill_diagonal(moves[week], 0.0)
    return moves * np.float32(market.represents)


def _events(market: Market) -> tuple[dict[str, Any], ...]:
    happened = [e for e in market.calendar.events if 0 <= e.week < market.week]
    return tuple({"week": e.week, "kind": e.kind, "firm": e.firm or "", "what": dict(e.what)} for e in happened)
