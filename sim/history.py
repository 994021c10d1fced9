"""The books of a run as arrays over weeks: counts, totals, money and the firms' own state, and windows over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.books import LINES, LINES_AT, line_of, slot_of

if TYPE_CHECKING:
    from sim.market import Market

QUARTER, YEAR, MONTHS = 13, 52, 12

REMEMBERED = (
    "cash", "fit", "self_image", "skill", "morale", "turnover", "culture", "commitment", "purse", "present", "price",
    "staff", "learners", "experience", "pressure", "standard", "time_left", "knowledge", "sales_skill",
    "change_lived", "credibility", "cuts", "own_targets", "quality_budget", "idea_agreement", "idea_distance",
    "backlog", "short", "wrongs", "voice", "publicity",
)  # fmt: skip
QUEUED = ("wait", "servers")
STATE_OF_FIRMS = (*REMEMBERED, *QUEUED)


@cache
def _places(record: np.dtype[Any]) -> np.ndarray:
    """Return where the firms' own state lies in a firm's record, in numbers of eight bytes."""
    parts = [(("memory",), REMEMBERED), (("terms", "service"), QUEUED)]
    places = []
    for path, names in parts:
        part, at = record, 0
        for name in path:
            part, offset = _field(part, name)
            at += offset
        places += [(at + _field(part, name)[1]) // 8 for name in names]
    return np.array(places)


def _field(record: np.dtype[Any], name: str) -> tuple[np.dtype[Any], int]:
    fields: Any = record.fields
    found: tuple[np.dtype[Any], int] = fields[name][:2]
    return found


def as_numbers(firms: Any) -> np.ndarray:
    """Return the firms' records as rows of numbers of eight bytes, (firms, numbers); a view."""
    return np.asarray(firms.view(np.ndarray).view(np.float64).reshape(len(firms), -1))


def note_state(numbers: np.ndarray, record: np.dtype[Any], page: np.ndarray) -> None:
    """Write what the books keep of the firms' own state into a page, (firms, STATE_OF_FIRMS)."""
    np.take(numbers, _places(record), axis=1, out=page, mode="clip")  # "clip": NumPy copies the page otherwise


class Books:
    """Sums of a run at market size: (weeks, firms), or (weeks, segments, firms); with the warm-up."""

    def __init__(self, market: Market, *, by_segment: bool = False) -> None:
        weeks = market.week + market.warm_up_weeks
        self.market, self.weeks, self.by_segment = market, weeks, by_segment
        self._pages = market.history[:weeks, :, :-1]
        self.money = market.money[:weeks]

    def __getitem__(self, name: str) -> np.ndarray:
        """Return a count or total."""
        return self._slot(slot_of(name))

    def _slot(self, slot: int) -> np.ndarray:
        page = self._pages[..., slot] * self.market.represents
        return page if self.by_segment else page.sum(axis=1)

    def state(self, name: str) -> np.ndarray:
        """Return a number of the firms' own state, (weeks, firms)."""
        return self.market.state_of_firms[: self.weeks, :, STATE_OF_FIRMS.index(name)]

    def lines(
        self, *, revenue: bool | None = None, discretionary: bool | None = None, variable: bool | None = None
    ) -> np.ndarray:
        """Return the sum of the money lines of a kind."""
        chosen = [
            n for n, entry in enumerate(LINES)
            if (revenue is None or (entry.kind == "revenue") == revenue)
            and (discretionary is None or entry.discretionary == discretionary)
            and (variable is None or entry.variable == variable)
        ]  # fmt: skip
        if self.by_segment:
            return np.asarray(sum((self._slot(LINES_AT + n) for n in chosen), np.zeros(())))
        return np.asarray(self.money[:, :, chosen].sum(axis=2))

    def line(self, name: str) -> np.ndarray:
        """Return one line of money."""
        n = line_of(name)
        return self._slot(LINES_AT + n) if self.by_segment else self.money[:, :, n]

    @cached_property
    def segments(self) -> Books:
        """The same books by segment."""
        return Books(self.market, by_segment=True)


class OnDemand(Mapping[str, np.ndarray]):
    """Arrays by name, each computed when it is first asked for: there are over a hundred, and most ask for a few."""

    def __init__(self, names: Iterable[str], compute: Callable[[str], np.ndarray]) -> None:
        self._known: dict[str, np.ndarray | None] = dict.fromkeys(names)
        self._compute = compute

    def __getitem__(self, name: str) -> np.ndarray:
        found = self._known[name]
        if found is None:
            found = self._known[name] = self._compute(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Return above / below, missing (nan) where below is 0."""
    shares: np.ndarray = np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below != 0.0)
    return shares


def window(flow: np.ndarray, weeks: int) -> np.ndarray:
    """Return the sum over the last `weeks` weeks; fewer at the start."""
    sums = np.cumsum(flow, axis=0)
    sums[weeks:] = sums[weeks:] - sums[:-weeks].copy() if len(sums) > weeks else sums[weeks:]
    return sums


def earlier(stock: np.ndarray) -> np.ndarray:
    """Return the stock at the end of the week before; the first week's is its own."""
    return np.concatenate([stock[:1], stock[:-1]])
