"""What every department is: a Mesa agent of its firm, whose rules read last week's books and publish terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

import mesa
import numpy as np

from agents.compiled import step
from agents.customers.week import CUSTOMERS
from agents.offices import YEAR, Row

DEPARTMENTS: dict[str, type[Department]] = {}
NOTHING = np.zeros((), np.dtype([]))  # what a department without memory, or without terms, has


@step
def customers_of(firm):
    """Return a firm's customers at the end of last week, at market size."""
    return firm.last[CUSTOMERS]


@step
def yearly_revenue(firm):
    """Return a firm's revenue lines of the last 52 closed weeks, at market size."""
    total = 0.0
    for week in range(YEAR):
        total += firm.revenue[week]
    return total


class Department(mesa.Agent):  # type: ignore[misc]  # mesa is untyped
    """A department; a subclass with a `name` registers itself.

    Its rules are compiled steps of (firm, market), or (firm, market, product) if it is `per_product`: `plan` publishes
    this week's `Terms`, `close_week` acts on the week that has passed; None changes nothing. What it remembers is declared
    with its start in `MEMORY` (`UNKNOWN`: not known yet). Departments plan in the order of their `rank`, the CX unit and
    the board last. They are declared before `sim` is imported, which writes the loop that plays them.

    A department may have an effect of its own on customers: `COLUMNS`, a record of its own per person, and
    `own_loop`, compiled, (first, last, blocks, week, key, season, world, own), which runs after the queue if it `acts`;
    without COLUMNS `own` is an empty record.
    """

    name: ClassVar[str] = ""
    rank: ClassVar[int] = 6
    per_product: ClassVar[bool] = False
    plan: ClassVar[Callable[..., None] | None] = None
    close_week: ClassVar[Callable[..., None] | None] = None
    MEMORY: ClassVar[Mapping[str, Any]] = {}
    COLUMNS: ClassVar[np.dtype[Any] | None] = None
    own_loop: ClassVar[Any] = None

    class Terms(NamedTuple):
        """What customers meet of the department."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.name in DEPARTMENTS:
            raise ValueError(f"department '{cls.name}' is declared twice")
        selling = [kind.name for kind in DEPARTMENTS.values() if kind.per_product]
        if cls.per_product and selling:
            raise ValueError(f"departments '{selling[0]}' and '{cls.name}' are both one per product: there can be one such")
        DEPARTMENTS[cls.name] = cls
        for name in sorted(DEPARTMENTS, key=lambda n: (DEPARTMENTS[n].rank, n)):
            DEPARTMENTS[name] = DEPARTMENTS.pop(name)  # kept in the order of planning

    def __init__(self, firm: Any, product: int = 0) -> None:
        super().__init__(firm.model)
        self.firm, self.product = firm, product

    @property
    def memory(self) -> Row:
        """What the department remembers; departments without MEMORY have none."""
        return self._part("own")

    @property
    def terms(self) -> Row:
        """What it published last; those without Terms have none."""
        return self._part("terms")

    def _part(self, part: str) -> Row:
        offices, at = self.model.offices, self.firm.index
        if self.per_product:
            return Row(offices.products[at, self.product][part])
        records = offices.firms[at][part]
        return Row(records[self.name] if self.name in records.dtype.names else NOTHING)

    @classmethod
    def acts(cls, terms: np.ndarray[Any, Any]) -> bool:  # noqa: ARG003  # for those that override it
        """Whether any firm's terms (firms,) are such that the department's own loop changes anything."""
        return False

    @classmethod
    def dtype(cls) -> np.dtype[Any]:
        """Return the record type of the terms."""
        fields: tuple[str, ...] = cls.Terms._fields
        return np.dtype([(field, "f8") for field in fields])
