"""What firms and users ask of a market: its firms and people, and the money of last weeks."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from agents.books import LINES
from agents.offices import Offices
from agents.population import Person, World
from sim.history import YEAR

if TYPE_CHECKING:
    from agents.firm import Firm

REVENUE = [number for number, entry in enumerate(LINES) if entry.kind == "revenue"]
DISCRETIONARY = [number for number, entry in enumerate(LINES) if entry.discretionary]


class Asking:
    """The part of a market that answers and changes nothing.

    Attributes:
        n: people simulated; one stands for `represents` of the market.
        history: counts and totals, (weeks, segments, firms + 1, slots), the last firm being nobody's.
        money: lines, (weeks, firms, lines), currency at market size.
        tills: the same money counted apart, (weeks, firms).
        state_of_firms: numbers of the firms' own state, (weeks, firms, STATE_OF_FIRMS).
    """

    firms: list[Firm]
    world: World
    offices: Offices
    week: int
    warm_up_weeks: int
    n: int
    represents: float
    history: np.ndarray
    money: np.ndarray
    tills: np.ndarray
    state_of_firms: np.ndarray

    def firm(self, name: str) -> Firm:
        """Return a firm by name.

        Raises:
            ValueError: if there is none.
        """
        for firm in self.firms:
            if firm.name == name:
                return firm
        raise ValueError(f"no firm '{name}'; there are {', '.join(f.name for f in self.firms)}")

    def person(self, row: int) -> Person:
        """Return a live view of one person."""
        return Person(self.world, row)

    def usual_spending(self, firm: Firm) -> float:
        """Return a firm's mean discretionary spending per week over the last year, currency at market size."""
        now = self.week + self.warm_up_weeks
        year = self.money[max(0, now - YEAR) : now, firm.index][:, DISCRETIONARY]
        return -float(year.sum()) / max(1, len(year))

    def yearly_revenue(self, firm: Firm) -> float:
        """Return a firm's revenue lines of the last closed year, currency at market size."""
        now = self.week + self.warm_up_weeks
        return float(self.money[max(0, now - YEAR) : now, firm.index][:, REVENUE].sum())

    def digest(self) -> str:
        """Return a digest of every value that the run has produced in the weeks played so far."""
        digest, played = hashlib.sha256(), slice(self.week + self.warm_up_weeks)
        books = (self.history[played], self.money[played], self.tills[played], self.state_of_firms[played])
        for array in (self.world.trust, self.world.need, *books, self.world.said, self.world.n_touches):
            digest.update(np.ascontiguousarray(array).tobytes())
        for name in self.world.state.dtype.names:
            digest.update(np.ascontiguousarray(self.world.state[name]).tobytes())
        return digest.hexdigest()
