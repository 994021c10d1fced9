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
    """Copies of all that changes in a market."""

    week: int
    arrays: dict[str, np.ndarray]


def take(market: Steering) -> Snapshot:
    """Return a snapshot of a market."""
    return Snapshot(market.week, {name: array.copy() for name, array in _changing(market).items()})


def give_back(market: Steering, snapshot: Snapshot) -> None:
    """Put a market back to where its snapshot was taken."""
    for name, array in _changing(market).items():
        array[...] = snapshot.arrays[name]
    market.week = snapshot.week


def _changing(market: Steering) -> dict[str, Any]:
    people = {name: getattr(market.world, name) for name in PEOPLE}
    return people | {f"own.{department}": own for department, own in market.own.items()} | market.offices._asdict()
