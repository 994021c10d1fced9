"""Markets at week 0: a process that plays the same worlds again and again may keep what their warm-ups led to.

Nothing is kept by default. `keep(n)` lets this process remember so many warm-ups (about 2 MB each with 1,000 people:
seven of eight numbers in the books are 0 and are left out); a market put back from one goes on to the same bytes as one
that was warmed up anew.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from sim import Market, Scenario
from sim.snapshot import Snapshot

Key: TypeAlias = tuple[str, int, tuple[tuple[str, float], ...], int]
BOOKS = ("history", "money", "tills", "state_of_firms")     # what a market has written down by week


@dataclass(frozen=True, slots=True)
class Sparse:
    """An array without its zeros: quicker both ways than any compression, and as small."""

    filled: np.ndarray      # a bit per number
    values: np.ndarray

    @classmethod
    def of(cls, array: np.ndarray) -> Sparse:
        """Leave out the zeros, of numbers of eight bytes; −0 has a bit and stays."""
        filled = array.view(np.uint64) != 0
        return cls(np.packbits(filled), array[filled])

    def put_into(self, zeros: np.ndarray) -> None:
        """Write the numbers into an array of zeros, of the shape of the array they come from."""
        filled = np.unpackbits(self.filled, count=zeros.size).astype(bool)
        zeros[filled.reshape(zeros.shape)] = self.values


@dataclass(slots=True)
class Kept:
    """The warm-ups of this process, the least recently used first."""

    room: int = 0
    packed: OrderedDict[Key, tuple[bytes, dict[str, Sparse]]] = field(default_factory=OrderedDict)

    def put(self, key: Key, market: Market) -> None:
        """Remember a market at week 0."""
        weeks = market.warm_up_weeks
        books = {name: Sparse.of(getattr(market, name)[:weeks]) for name in BOOKS}
        self.packed[key] = pickle.dumps(market.snapshot()), books
        while len(self.packed) > self.room:
            self.packed.popitem(last=False)

    def give_back(self, key: Key, market: Market) -> bool:
        """Put a new market to where a remembered one was, if there is one."""
        if key not in self.packed:
            return False
        self.packed.move_to_end(key)
        packed, books = self.packed[key]
        for name, pages in books.items():
            pages.put_into(getattr(market, name)[: market.warm_up_weeks])
        snapshot: Snapshot = pickle.loads(packed)  # noqa: S301  this process has packed it
        market.restore(snapshot)
        return True


_KEPT = Kept()


def keep(warm_ups: int) -> None:
    """Let this process remember so many warm-ups; 0 forgets them all."""
    _KEPT.room = warm_ups
    while len(_KEPT.packed) > warm_ups:
        _KEPT.packed.popitem(last=False)


def warmed(scenario: Scenario, seed: int, nature: Mapping[str, float] | None = None, *, followed: int = 0) -> Market:
    """Return a new market of a world at week 0, warmed up or put back from an equal one that was."""
    market = Market(scenario, rng=seed, nature=nature, followed=followed)
    if not _KEPT.room:
        return market.warm_up()
    key = _key(scenario, seed, nature or {}, followed)
    if not _KEPT.give_back(key, market):
        _KEPT.put(key, market.warm_up())
    return market


def _key(scenario: Scenario, seed: int, nature: Mapping[str, float], followed: int) -> Key:
    return scenario.digest(), seed, tuple(sorted(nature.items())), followed
