"""What every department is: a Mesa agent of its firm that reads last week's books and publishes terms."""

from __future__ import annotations

from functools import partial
from struct import Struct
from typing import Any, ClassVar, NamedTuple

import mesa
import numpy as np

DEPARTMENTS: dict[str, type[Department]] = {}


class Department(mesa.Agent):  # type: ignore[misc]  # mesa is untyped
    """A department; a subclass with a `name` registers itself.

    `plan` answers with this week's `Terms`; `close_week` acts on the week that has passed. A department that
    overrides neither changes nothing. What changes in it is plain numbers in `memory`. Departments plan in the
    order of their `rank`, the CX unit and the board last.

    A department may have an effect of its own on customers: `COLUMNS`, a record of its own per person, and
    `own_loop`, compiled, (first, last, blocks, week, key, season, world, own), which runs after the queue if it `acts`;
    without COLUMNS `own` is an empty record.
    """

    name: ClassVar[str] = ""
    rank: ClassVar[int] = 6
    per_product: ClassVar[bool] = False
    COLUMNS: ClassVar[np.dtype[Any] | None] = None
    own_loop: ClassVar[Any] = None

    class Terms(NamedTuple):
        """What customers meet of the department."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.name in DEPARTMENTS:
            raise ValueError(f"department '{cls.name}' is declared twice")
        DEPARTMENTS[cls.name] = cls
        for name in sorted(DEPARTMENTS, key=lambda n: (DEPARTMENTS[n].rank, n)):
            DEPARTMENTS[name] = DEPARTMENTS.pop(name)  # kept in the order of planning

    def __init__(self, firm: Any, product: int = 0) -> None:
        super().__init__(firm.model)
        self.firm, self.product = firm, product
        self.memory: dict[str, float] = {}
        self._write: Any = None  # into its row of terms, looked up once: the array stays the same for the market's life
        self._place = (firm.index, product) if self.per_product else (firm.index,)

    def plan(self) -> Any:
        """Return this week's terms."""
        return self.Terms()

    def close_week(self) -> None:
        """Draw conclusions after the week."""

    def publish(self, terms: tuple[float, ...]) -> None:
        """Write the terms into the firm's row of the array that customers read; some departments have none."""
        if not terms:
            return
        if self._write is None:
            rows = getattr(self.model.world.terms, self.name)
            packed, start = Struct(f"{len(terms)}d"), int(np.ravel_multi_index(self._place, rows.shape)) * rows.itemsize
            self._write = partial(packed.pack_into, rows.reshape(-1).view("f8").data, start)  # thrice as quick as NumPy's
        self._write(*terms)

    @classmethod
    def acts(cls, terms: np.ndarray[Any, Any]) -> bool:  # noqa: ARG003  # for those that override it
        """Whether any firm's terms (firms,) are such that the department's own loop changes anything."""
        return False

    @classmethod
    def dtype(cls) -> np.dtype[Any]:
        """Return the record type of the terms."""
        fields: tuple[str, ...] = cls.Terms._fields
        return np.dtype([(field, "f8") for field in fields])
