"""Who hears whom: a small world, the same for every strategy."""

from __future__ import annotations

import networkx
import numpy as np

from agents.network import small_world, to_networkx

N, DEGREE = 2000, 8


def ties(rewired: float, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    return small_world(N, DEGREE, rewired, seed)


def test_the_mean_number_of_ties_is_the_one_asked_for():
    start, friend = ties(0.1)
    assert len(friend) == start[-1] == N * DEGREE
    assert np.diff(start).min() >= DEGREE // 2


def test_whoever_hears_is_heard():
    start, friend = ties(0.1)
    source = np.repeat(np.arange(N), np.diff(start))
    forth = np.sort(source * N + friend)
    back = np.sort(friend.astype(np.int64) * N + source)
    assert (forth == back).all()


def test_without_rewiring_everybody_hears_the_neighbours_on_the_ring():
    start, friend = ties(0.0)
    own = np.sort((friend[start[500] : start[501]] - 500) % N)
    assert own.tolist() == [1, 2, 3, 4, N - 4, N - 3, N - 2, N - 1]


def test_the_share_asked_for_goes_anywhere():
    start, friend = ties(0.1)
    gap = np.abs(np.repeat(np.arange(N), np.diff(start)) - friend)
    far = np.minimum(gap, N - gap) > DEGREE // 2
    assert abs(far.mean() - 0.1) < 4 * np.sqrt(0.1 * 0.9 / (N * DEGREE / 2))


def test_it_is_a_small_world():
    loose, ring = (to_networkx(*ties(share)) for share in (0.1, 0.0))
    assert networkx.average_clustering(loose) > 0.4 > 0.01 * DEGREE  # a random network has 8 / 2000
    lengths = [np.mean(list(networkx.single_source_shortest_path_length(g, 0).values())) for g in (loose, ring)]
    assert lengths[0] < 0.1 * lengths[1]


def test_another_seed_is_another_network():
    assert (ties(0.1)[1] == ties(0.1)[1]).all()
    assert (ties(0.1)[1] != ties(0.1, seed=8)[1]).any()
