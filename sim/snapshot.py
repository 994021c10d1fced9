"""Snapshots: everything that changes, at one moment; all arms of a comparison start from one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.firm import Firm

if TYPE_CHECKING:
    from sim.steering import Steering

CHANGING = ("state", "trust", "need", "climate", "tally", "till", "scores", "said", "said_of", "n_touches", "touches")


@dataclass(frozen=True)
class Snapshot:
    """Copies of a market's arrays, of its agents' memories and of its uncertainties."""

    week: int
    arrays: dict[str, np.ndarray]
    agents: list[dict[str, Any]]
    nature: dict[str, float]


def take(market: Steering) -> Snapshot:
    """Return a snapshot of a market."""
    arrays = {name: array.copy() for name, array in _changing(market).items()}
    return Snapshot(market.week, arrays, [_memory_of(agent) for agent in _agents(market)], dict(market.nature))


def give_back(market: Steering, snapshot: Snapshot) -> None:
    """Put a market back to where its snapshot was taken."""
    for name, array in _changing(market).items():
        array[...] = snapshot.arrays[name]
    for agent, memory in zip(_agents(market), snapshot.agents, strict=True):
        for name, value in memory.items():
            setattr(agent, name, value.copy())
    market.week, market.nature = snapshot.week, dict(snapshot.nature)


def _changing(market: Steering) -> dict[str, Any]:
    shared = {name: getattr(market.world, name) for name in CHANGING}
    return {**shared, **{f"own.{department}": own for department, own in market.own.items()}}


def _agents(market: Steering) -> Iterator[Any]:
    return (agent for firm in market.firms for agent in (firm, *firm.departments))


def _memory_of(agent: Any) -> dict[str, Any]:
    """Return copies of what changes in a firm or department."""
    own = ("declared", "origin", "lived", "last", "fixed", "bounds") if isinstance(agent, Firm) else ()
    names = ("memory", *own)
    return {name: getattr(agent, name).copy() for name in names}
