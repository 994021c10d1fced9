"""What is done to a market from outside: arms change strategies, leave mechanisms out, go back to the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.arithmetic import exp
from agents.offices import Row
from agents.parameters import LEVERS, UNCERTAINTIES
from sim.asking import Asking
from sim.events import Calendar
from sim.snapshot import Snapshot, give_back, take

if TYPE_CHECKING:
    from sim.scenario import Scenario

BUDGETS = ("free", "equal", "capped")


class Steering(Asking):
    """The part of a market by which experiments steer it."""

    spec: Scenario
    nature: Row
    status_quo: dict[str, float]
    calendar: Calendar
    followed: int
    own: dict[str, np.ndarray]  # records of departments with columns of their own, by department

    def look_at_nature(self) -> None:
        """Write what follows from the uncertainties where the rules read it."""
        climate = self.offices.market["climate"]
        for name, half_life in (("burden_keep", "burden_half_life"), ("wary_keep", "wary_half_life")):
            climate[name] = exp(-0.6931471805599453 / self.nature[half_life])
        climate["contact_keep"] = 0.75  # sums about the last four weeks
        climate["occasion_keep"] = 0.7  # an occasion lasts some weeks: assumption
        if climate["norm"][0] == 0.0:
            climate["norm"] = 0.55

    def adopt(self, firm: str, levers: Mapping[str, float], budget: str = "free", envelope: float = 1.0) -> None:
        """Let a firm change to a strategy: signature levers over the status quo, within a budget.

        Args:
            budget: free (what the levers cost), equal (the status quo's discretionary spending), capped (at most that).
            envelope: the budget relative to the status quo's discretionary spending of the last year.

        Raises:
            ValueError: for an unknown firm, lever or budget, or a value out of its lever's bounds.
        """
        changing = self.firm(firm)
        _check_levers(levers)
        if budget not in BUDGETS:
            raise ValueError(f"unknown budget '{budget}'; there are {', '.join(BUDGETS)}")
        wanted = {**{n: e.default for n, e in LEVERS.items()}, **self.status_quo, **levers}
        if changing.is_absent:
            changing.found(wanted)
        else:
            changing.declare(wanted)
        changing.memory.update(
            envelope=envelope * self.usual_spending(changing) if budget != "free" else 0.0,
            capped=1.0 if budget == "capped" else 0.0, spent=0.0, budget_weeks=0.0, purse=1.0,
            start_up=envelope if budget != "free" and changing.is_absent else 0.0,
        )  # fmt: skip

    def without(self, mechanism: str) -> None:
        """Neutralise a mechanism everywhere: its levers and its uncertainties that have a neutral value.

        Raises:
            ValueError: if nothing of the mechanism can be neutralised.
        """
        levers = {n: e.neutral for n, e in LEVERS.items() if e.mechanism == mechanism}
        nature = {n: u.neutral for n, u in UNCERTAINTIES.items() if u.mechanism == mechanism and u.neutral is not None}
        if not levers and not nature:
            raise ValueError(f"mechanism '{mechanism}' has neither lever nor uncertainty to neutralise")
        for firm in self.firms:
            firm.fix(levers)
        self.nature.update(nature)
        self.look_at_nature()

    def set_nature(self, name: str, value: float) -> None:
        """Give an uncertainty another value from now on."""
        self.nature[name] = value
        self.look_at_nature()

    def schedule(self, week: int, kind: str, firm: str | None = None, **what: Any) -> None:
        """Add an event to those of the scenario (sim/events.py)."""
        self.calendar.add(week, kind, firm, **what)

    def follow(self, rows: Sequence[int]) -> None:
        """Follow these customers from now on, instead of those followed before, whose touchpoints are forgotten.

        Raises:
            ValueError: if a row does not exist or is named twice, or there are more than the panel has room for.
        """
        strange = sorted({row for row in rows if not 0 <= row < self.n})
        if strange or len(set(rows)) < len(rows) or len(rows) > self.followed:
            raise ValueError(f"cannot follow {list(rows)}: at most {self.followed} different rows of 0..{self.n - 1}")
        self.world.n_touches[:] = 0
        self.world.state["followed"] = -1
        self.world.state["followed"][list(rows)] = np.arange(len(rows))

    def snapshot(self) -> Snapshot:
        """Return a copy of everything that changes."""
        return take(self)

    def restore(self, snapshot: Snapshot) -> None:
        """Go back to a snapshot of this market."""
        give_back(self, snapshot)
        self.calendar = Calendar.of(self.spec)
        self.look_at_nature()


def _check_levers(levers: Mapping[str, float]) -> None:
    """Refuse levers that are not declared, and values out of their bounds."""
    unknown = sorted(set(levers) - set(LEVERS))
    if unknown:
        raise ValueError(f"unknown levers: {', '.join(unknown)}")
    for name, value in levers.items():
        entry = LEVERS[name]
        if not entry.low <= value <= entry.high:
            raise ValueError(f"lever '{name}': {value} lies outside {entry.low:g}..{entry.high:g}")
