"""People as columns with fixed rows: row 42 is the same person in every week, run and strategy."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from agents.parameters import COLUMNS, TRAITS, UNCERTAINTIES, column

column("provider", -1, whole=True, about="index of the firm whose customer the person is; -1: nobody's")
column("tenure", whole=True, about="weeks with the provider")
column("cohort", -1, whole=True, about="provider in week 0: the fixed cohort of comparisons")
column("followed", -1, whole=True, about="slot in the panel of followed customers; -1: not followed")
column("segment", whole=True, about="index of the segment")

BLOCK = 4096
TOUCH = np.dtype(
    [("week", "i4"), ("row", "i4"), ("firm", "i4"), ("route", "i4"), ("quality", "f8"), ("change", "f8")], align=True
)
CLIMATE_FIELDS = ("norm", "burden_keep", "contact_keep", "occasion_keep", "wary_keep", "adverts")


class World(NamedTuple):
    """All that a step may read or write; n persons, F firms, K products, B blocks."""

    trait: Any  # (n,) record of traits
    state: Any  # (n,) record of columns
    trust: np.ndarray  # (n, F) 0..1
    need: np.ndarray  # (n, K) 0..1: benefit of a product; 0.5 is worth exactly its list price
    need_mean: np.ndarray  # (segments, K)
    contract_weeks: np.ndarray  # (segments,) term of a new contract
    firms: Any  # (F,) record of a firm (agents.offices): what its departments publish, and its key, by which it enters draws
    products: Any  # (F, K) record of a product at a firm
    market: Any  # (1,) record of the market: uncertainties, the week's climate, the key of draws that hold for life
    tally: np.ndarray  # (B, F + 1, slots): sums of the week; the last firm is "nobody"
    till: np.ndarray  # (B, F + 1): money of the week, counted apart from the lines
    scores: np.ndarray  # (B, F, K, bins) int32: estimates of the week, for next week's targeting
    friend_start: np.ndarray  # (n + 1,) CSR of who hears whom
    friend: np.ndarray
    said: np.ndarray  # (n,) int8: what was said last week, in hundredths
    said_of: np.ndarray  # (n,) int8: of which firm
    says: np.ndarray  # (n,) int8: what is said this week
    says_of: np.ndarray  # (n,) int8
    n_touches: np.ndarray  # (followed,) int32
    touches: Any  # (followed, most) record TOUCH

    @property
    def terms(self) -> SimpleNamespace:
        """What departments publish, by department: views of records (F,), of product departments (F, K)."""
        published = self.firms["terms"]
        return SimpleNamespace(**{name: published[name] for name in published.dtype.names}, product=self.products["terms"])


class Here(NamedTuple):
    """Whose week it is."""

    week: int
    block: int
    row: int
    firm: int
    luck: int
    season: int


@cache
def trait_dtype() -> np.dtype[Any]:
    """Return the record of traits, in the order of their declaration."""
    return np.dtype([(name, "f8") for name in TRAITS])


@cache
def state_dtype() -> np.dtype[Any]:
    """Return the record of a person's changing state; real fields first, whole ones after."""
    fields = sorted(COLUMNS.values(), key=lambda c: c.kind)
    return np.dtype([(c.name, c.kind) for c in fields], align=True)


@cache
def nature_dtype() -> np.dtype[Any]:
    """Return the record of uncertainties."""
    return np.dtype([(name, "f8") for name in UNCERTAINTIES])


@cache
def climate_dtype() -> np.dtype[Any]:
    """Return the record of the week's common numbers."""
    return np.dtype([(name, "f8") for name in CLIMATE_FIELDS])


def lay_blocks(sizes: list[int]) -> np.ndarray:
    """Return (start, stop, segment) of fixed blocks that never straddle two segments.

    Args:
        sizes: persons per segment; rows are sorted by segment.
    """
    blocks, at = [], 0
    for segment, size in enumerate(sizes):
        stop = at + size
        blocks += [(low, min(low + BLOCK, stop), segment) for low in range(at, stop, BLOCK)]
        at = stop
    return np.array(blocks, np.int64).reshape(-1, 3)


class Person:
    """A live view of one row: owns nothing, reads what is there now."""

    __slots__ = ("_row", "_world")

    def __init__(self, world: World, row: int) -> None:
        self._world, self._row = world, int(row)

    def __getattr__(self, name: str) -> Any:
        world, row = self._world, self._row
        if name in world.state.dtype.names:
            return world.state[name][row].item()
        if name in world.trait.dtype.names:
            return world.trait[name][row].item()
        known = (*world.trait.dtype.names, *world.state.dtype.names)
        raise AttributeError(f"a person has no '{name}'; there are {', '.join(known)}")

    @property
    def trust(self) -> np.ndarray:
        """Trust in each firm, (F,) 0..1: a view."""
        return np.asarray(self._world.trust[self._row])

    @property
    def need(self) -> np.ndarray:
        """Need per product, (K,) 0..1: a view."""
        return np.asarray(self._world.need[self._row])

    def __repr__(self) -> str:
        return f"Person({self._row}, provider={self.provider}, tenure={self.tenure})"
