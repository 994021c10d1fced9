"""What every department is: a Mesa agent of its firm that reads last week's books and publishes terms."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

import mesa
import numpy as np

DEPARTMENTS: dict[str, type[Department]] = {}


class Department(mesa.Agent):  # type: ignore[misc]  # mesa is untyped
    """A department; a subclass with a `name` registers itself.

    `plan` answers with this week's `Terms`; `close_week` acts on the week that has passed. A department that
    overrides neither changes nothing. What changes in it is plain numbers in `memory`.
    """

    name: ClassVar[str] = ""
    per_product: ClassVar[bool] = False

    class Terms(NamedTuple):
        """What customers meet of the department."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.name in DEPARTMENTS:
            raise ValueError(f"department '{cls.name}' is declared twice")
        DEPARTMENTS[cls.name] = cls

    def __init__(self, firm: Any, product: int = 0) -> None:
        super().__init__(firm.model)
        self.firm, self.product = firm, product
        self.memory: dict[str, float] = {}

    def plan(self) -> Any:
        """Return this week's terms."""
        return self.Terms()

    def close_week(self) -> None:
        """Draw conclusions after the week."""

    def publish(self, terms: tuple[float, ...]) -> None:
        """Write the terms into the firm's row of the array that customers read."""
        rows = getattr(self.model.world.terms, self.name)
        rows[(self.firm.index, self.product) if self.per_product else self.firm.index] = tuple(terms)

    @classmethod
    def dtype(cls) -> np.dtype[Any]:
        """Return the record type of the terms."""
        return np.dtype([(field, "f8") for field in cls.Terms._fields])
