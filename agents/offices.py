"""The firms' side of a market: what departments read and write, as records that compiled rules share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from math import isnan, nan
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from agents.books import LINES, SLOTS
from agents.compiled import rule, step
from agents.parameters import LEVERS

UNKNOWN = nan  # of what is remembered: not known yet
MEMORY: dict[str, float] = {}  # what a firm remembers, and what it starts with
# `ruled`: 1 where a law bounds the lever
POSITIONS = ("declared", "origin", "lived", "fixed", "least", "most", "ruled")  # of a firm's levers
YEAR = 52


def remember(**starts: float) -> None:
    """Declare numbers that a firm remembers, with their start.

    Raises:
        ValueError: if one is declared twice.
    """
    twice = sorted(set(starts) & set(MEMORY))
    if twice:
        raise ValueError(f"a firm remembers {', '.join(twice)} already")
    MEMORY.update(starts)


def starts(**numbers: Any) -> Mapping[str, Any]:
    """Return what a department remembers, with its start: a number, or an array."""
    return MappingProxyType(numbers)


class Offices(NamedTuple):
    """All that a department's rule may read or write; F firms, K products.

    A firm's record holds its levers (`declared` as announced; `origin` where a change of culture began; `lived` as they
    are; `fixed` where the mechanism is left out, else nan; `least`, `most` what law allows, where it is `ruled`), each also
    as an array (`all_lived`, and so `all_terms`), its `memory`, what its departments remember (`own`) and publish (`terms`), last week's counts
    and totals (`last`) and what it posts itself this week (`lines`), at market size, and a year's `revenue` by week.
    A product's record holds its facts, and its department's `own` and `terms`. The market's record holds the week, the
    facts of the market, its uncertainties (`nature`), numbers computed once a week (`climate`) and its status quo (`usual`).
    """

    firms: Any  # (F,)
    products: Any  # (F, K)
    market: Any  # (1,)


@rule
def known(value, otherwise):
    """Return what is remembered, `otherwise` if nothing is yet; known(nan, 2) = 2."""
    return otherwise if value != value else value  # noqa: PLR0124  # nan differs from itself


@step
def spend(firm, line_number, amount):
    """Post money at market size: into the line and, apart from it, into the till."""
    firm.lines[line_number] += amount
    firm.memory.cash += amount


def numbers(names: Any) -> np.dtype[Any]:
    """Return a record of numbers; with a mapping to values, one that is an array makes a field of its shape."""
    shapes = {name: np.shape(value) for name, value in names.items()} if isinstance(names, Mapping) else {}
    return np.dtype([(name, "f8", shapes.get(name, ())) for name in names])


def firm_dtype(own: Mapping[str, Mapping[str, Any]], terms: Mapping[str, tuple[str, ...]]) -> np.dtype[Any]:
    """Return the record of a firm.

    Args:
        own: what each department remembers, with its start.
        terms: the names of what each department publishes.
    """
    levers = numbers(LEVERS)
    fields: list[tuple[str, Any]] = [
        *((position, levers) for position in POSITIONS), ("memory", numbers(MEMORY)),
        ("own", [(name, numbers(remembered)) for name, remembered in own.items()]),
        ("terms", [(name, numbers(published)) for name, published in terms.items()]),
        ("last", ("f8", (SLOTS,))), ("lines", ("f8", (len(LINES),))), ("revenue", ("f8", (YEAR,))), ("key", "u8"),
    ]  # fmt: skip
    plain = np.dtype(fields)
    shared = {f"all_{position}": (position, ("f8", (len(LEVERS),))) for position in POSITIONS}
    return _overlaid(plain, shared | {"all_terms": ("terms", ("f8", (sum(map(len, terms.values())),)))})


def product_dtype(own: Mapping[str, Any], terms: tuple[str, ...]) -> np.dtype[Any]:
    """Return the record of a product at a firm."""
    facts = [("key", "u8"), ("number", "i8"), ("is_base", "f8"), ("price", "f8"), ("cost", "f8")]
    plain = np.dtype([*facts, ("own", numbers(own)), ("terms", numbers(terms))])
    return _overlaid(plain, {"all_terms": ("terms", ("f8", (len(terms),)))})


def market_dtype(nature: np.dtype[Any], climate: np.dtype[Any]) -> np.dtype[Any]:
    """Return the record of a market; prices are per week."""
    # usual_size: customers of an average incumbent; price: of the contract itself; extras: products beside it
    facts = ("represents", "usual_size", "renewal_weeks", "price", "extras")
    each, masks = ("f8", (len(LEVERS),)), ("f8", (len(LINES),))
    plain = np.dtype([
        ("week", "i8"), ("seed", "u8"), ("life_key", "u8"), *((fact, "f8") for fact in facts),
        ("nature", nature), ("climate", climate), ("usual", numbers(LEVERS)), ("high", numbers(LEVERS)), ("cultural", each), ("scaled", each),
        ("discretionary", masks), ("earned", masks),
    ])  # fmt: skip
    return _overlaid(plain, {"all_high": ("high", each)})


def _overlaid(plain: np.dtype[Any], shared: Mapping[str, tuple[str, Any]]) -> np.dtype[Any]:
    """Return a record with further names, of a form, for places that it has."""
    places: Any = plain.fields
    fields = {**{name: places[name][:2] for name in places}, **{n: (form, places[at][1]) for n, (at, form) in shared.items()}}
    formats, offsets = zip(*fields.values(), strict=True)
    return np.dtype({"names": list(fields), "formats": list(formats), "offsets": list(offsets), "itemsize": plain.itemsize})


def fill(record: Any, values: Mapping[str, Any]) -> None:
    """Write numbers into all rows of a record."""
    for name, value in values.items():
        record[name] = value


class Row(MutableMapping[str, float]):
    """One record as a mapping from names to plain numbers: owns nothing, reads and writes what is there.

    All names are there from the start, so `in` and `get` say nothing about what is known: ask `knows`.
    """

    __slots__ = ("_record",)

    def __init__(self, record: Any) -> None:
        self._record = record

    def __getitem__(self, name: str) -> float:
        try:
            value = self._record[name]
        except ValueError:
            raise KeyError(name) from None
        return float(value) if np.ndim(value) == 0 else value  # a few are arrays

    def __setitem__(self, name: str, value: float) -> None:
        try:
            self._record[name] = value
        except ValueError:
            raise KeyError(name) from None

    def __delitem__(self, name: str) -> None:
        self[name] = UNKNOWN

    def __iter__(self) -> Iterator[str]:
        return iter(self._record.dtype.names)

    def __len__(self) -> int:
        return len(self._record.dtype.names)

    def knows(self, name: str) -> bool:
        """Whether the number is known yet."""
        return not isnan(self[name])

    def __repr__(self) -> str:
        return repr(dict(self))
