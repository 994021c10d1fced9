"""Who hears whom, as CSR arrays: a small world, the same for every strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.chance import chance, luck_of, purpose, week_key
from agents.compiled import loop

if TYPE_CHECKING:
    import networkx

_REWIRE, _FAR = purpose("network.rewire"), purpose("network.far")


@loop
def _far_ends(n, half, rewired, key, ends):
    """Draw the far end of each of a person's `half` ties: next on the ring, or anybody."""
    for row in range(n):
        luck = luck_of(key, row)
        for k in range(half):
            end = (row + k + 1) % n
            if chance(luck, _REWIRE + k) < rewired:
                end = min(int(chance(luck, _FAR + k) * n), n - 1)
            ends[row * half + k] = end


def small_world(n: int, degree: int, rewired: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (start (n + 1,), friend) of a Watts-Strogatz small world, in CSR form.

    Args:
        n: persons.
        degree: mean number of ties, even.
        rewired: share of ties that go to anybody.
        seed: the run's seed.

    Source: Watts & Strogatz 1998, Nature 393:440-442.
    """
    half = max(1, degree // 2)
    ends = np.empty(n * half, np.int32)
    _far_ends(n, half, rewired, np.uint64(week_key(seed, -(1 << 19))), ends)
    near = np.repeat(np.arange(n, dtype=np.int32), half)
    source = np.concatenate([near, ends])
    target = np.concatenate([ends, near])
    order = np.argsort(source, kind="stable")
    start = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(source, minlength=n), out=start[1:])
    return start, target[order]


def to_networkx(start: np.ndarray, friend: np.ndarray) -> networkx.Graph[Any]:
    """Return the network as a NetworkX graph, for its metrics and for export."""
    import networkx

    graph = networkx.Graph()
    n = len(start) - 1
    graph.add_nodes_from(range(n))
    graph.add_edges_from(zip(np.repeat(np.arange(n), np.diff(start)).tolist(), friend.tolist(), strict=True))
    return graph
