"""What a room will ask, so that it can be answered while nobody asks: each lever at every position."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from agents.parameters import LEVERS
from dashboard.controls import STEPS
from dashboard.view import View

if TYPE_CHECKING:
    from dashboard.house import House
    from dashboard.questions import Question

DECIMALS = 4        # of a slider's value


def moves(house: House, levers: Sequence[str]) -> Iterator[Question]:
    """Yield the question of act 1 with one lever moved, the positions far apart first."""
    view, places = View(), sorted(range(STEPS + 1), key=lambda k: (k % 10 != 0, k % 5 != 0, k % 2 != 0, k))
    for place in places:
        for name in levers:
            low, high = positions(house, view, name)
            value = round(low + (high - low) * place / STEPS, DECIMALS)
            yield house.question("compare", view.set([(f"b.{name}", f"{value:g}")]))


def positions(house: House, view: View, name: str) -> tuple[float, float]:
    """Return the ends of a lever's slider, as `controls.slider` draws it where nothing is changed."""
    base = house.base(view, name)
    low, high = LEVERS[name].plausible
    return min(low, base), max(high, base)
