"""Snapshots: everything that changes, at one moment; all arms of a comparison start from one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sim.steering import Steering

PEOPLE = ("state", "trust", "need", "tally", "till", "scores", "said", "said_of", "n_touches", "touches")


@dataclass(frozen=True)
class Snapshot:
    """Copies of all that changes in a market, and its uncertainties."""

    week: int
    arrays: list[np.ndarray]
    nature: dict[str, float]


def take(market: Steering) -> Snapshot:
    """Return a snapshot of a market."""
    return Snapshot(market.week, [array.copy() for array in _changing(market)], dict(market.nature))


def give_back(market: Steering, snapshot: Snapshot) -> None:
    """Put a market back to where its snapshot was taken."""
    for array, copy in zip(_changing(market), snapshot.arrays, strict=True):
        array[...] = copy
    market.week, market.nature = snapshot.week, dict(snapshot.nature)


def _changing(market: Steering) -> list[Any]:
    return [*(getattr(market.world, name) for name in PEOPLE), *market.own.values(), *market.offices]
