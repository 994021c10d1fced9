"""A firm: its departments, what it declares and what it lives; all that changes in it are numbers in records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from agents.chance import name_key
from agents.change import break_off, live
from agents.compiled import loop
from agents.offices import Row, remember

if TYPE_CHECKING:
    from agents.departments import Department

remember(present=1.0, leaving=0.0, entered=0.0, cash=0.0, cost=0.0, price=1.0, standing=0.0, ground=0.0, endowment=0.0,
         start_up=0.0, per_head=0.0, granted=0.0, name_worth=0.0)  # fmt: skip


@loop
def live_now(firms, markets, f):
    """Recompute what one firm lives."""
    live(firms[f], markets[0])


@loop
def break_off_now(firms, markets, f):
    """Let one firm break a cultural change off."""
    break_off(firms[f], markets[0])


class Firm(mesa.Agent):  # type: ignore[misc]  # mesa is untyped
    """A firm of the market. All that changes in it lies in the market's `offices`, so that a run can be copied.

    Attributes:
        declared: levers as announced.
        origin: where cultural levers stood when the last change was announced, or broken off.
        lived: levers as they are: cultural ones follow the culture, those that buy things follow the purse.
        memory: numbers that the firm remembers (agents.offices.MEMORY).
        record: all of it, as compiled rules see it.
    """

    def __init__(
        self, model: Any, name: str, index: int, levers: Mapping[str, float], *, price: float, standing: float
    ) -> None:
        super().__init__(model)
        self.name, self.index, self.key = name, index, name_key(name)
        self.record = model.offices.firms[index]
        self.declared, self.lived = Row(self.record["declared"]), Row(self.record["lived"])
        self.origin, self.memory = Row(self.record["origin"]), Row(self.record["memory"])
        for row in (self.declared, self.origin, self.lived):
            row.update(levers)
        self.memory.update(price=price, standing=standing)
        self.departments: list[Department] = []

    @property
    def customers(self) -> float:
        """Customers at the end of last week, at market size."""
        return self.of(self.model.slot_customers)

    @property
    def is_absent(self) -> bool:
        """Whether the firm has not entered the market yet, or has left it."""
        return self.memory["present"] <= 0.0

    def of(self, slot: int) -> float:
        """Return a count or total of last week, at market size."""
        return float(self.record["last"][slot])

    def fix(self, levers: Mapping[str, float]) -> None:
        """Hold levers at a value from now on, whatever is declared: those of mechanisms left out."""
        Row(self.record["fixed"]).update(levers)
        self.live()

    def restrict(self, lever: str, low: float | None = None, high: float | None = None) -> None:
        """Bound by law what may be lived of a lever: at once, however seldom the firm plans."""
        least, most, ruled = self.record["least"], self.record["most"], self.record["ruled"]
        ruled[lever] = 1.0
        if low is not None:
            least[lever] = low
        if high is not None:
            most[lever] = high
        if np.isnan(self.record["fixed"][lever]):
            self.lived[lever] = min(max(self.lived[lever], float(least[lever])), float(most[lever]))

    def declare(self, levers: Mapping[str, float]) -> None:
        """Announce new lever values; a change of cultural ones starts from what is lived now.

        Levers that are not cultural leave a change of culture under way alone. Announcing that all cultural levers
        return to where a change came from breaks it off. A firm that plans seldom acts at its next planning (M35).
        """
        declared, origin, fixed = (self.record[f"all_{position}"] for position in ("declared", "origin", "fixed"))
        cultural = (self.model.offices.market["cultural"][0] > 0.0) & np.isnan(fixed)
        before = declared.copy()
        self.declared.update(levers)
        if (before != declared)[cultural].any():
            if not self.memory["reverting"] and (declared == origin)[cultural].all():
                wanted, declared[:] = declared.copy(), before
                self.break_off()
                declared[:] = wanted
            else:
                commitment = self.record["fixed"]["commitment"]
                self.memory.update(culture=0.0, change_lived=0.0, reverting=0.0)
                self.memory["commitment"] = self.declared["commitment"] if np.isnan(commitment) else float(commitment)
                origin[:] = self.record["all_lived"]
        if self.lived["planning_interval"] <= 1.0:
            self.live()

    def break_off(self) -> None:
        """Give a cultural change up: the old ways return from what is lived now, and the next word is believed less."""
        break_off_now(self.model.offices.firms, self.model.offices.market, self.index)

    def found(self, levers: Mapping[str, float]) -> None:
        """Be what is declared, with no culture to change: a firm that is not there yet."""
        for row in (self.declared, self.origin):
            row.update(levers)
        self.memory.update(culture=1.0, commitment=1.0, change_lived=1.0, kept=1.0, reverting=0.0, credibility=1.0)
        self.live()

    def live(self) -> None:
        """Recompute the lived levers now; every planning does so by itself."""
        live_now(self.model.offices.firms, self.model.offices.market, self.index)
