"""Variance components: by hand, and on tables whose components are known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments.luck import components, luck_share, variance_components
from experiments.statistics import scattered


def normal(seed: int, *shape: int) -> np.ndarray:
    """Sums of twelve uniform draws, standardised: near enough to normal."""
    return scattered(seed, int(np.prod(shape)) * 12).reshape(*shape, 12).sum(axis=-1) - 6


def table(values: np.ndarray, strategy: str = "one") -> pd.DataFrame:
    points, worlds, seeds = np.indices(values.shape)
    return pd.DataFrame({
        "strategy": strategy, "point": points.ravel(), "world": worlds.ravel() + 1, "replication": seeds.ravel(),
        "value": values.ravel(),
    })


def test_one_point_by_hand():
    found = components([[[1, 3], [5, 7]]])
    assert found == {"factors": 0.0, "worlds": 7.0, "factors × worlds": 0.0, "luck": 2.0}


def test_one_world_by_hand():
    # seeds 0 and 4 in the first point, 10 and 14 in the second: the seeds' effect ±2 is the same, nothing is left over
    found = components([[[0, 4]], [[10, 14]]])
    assert found == {"factors": 50.0, "worlds": 0.0, "factors × worlds": 0.0, "luck": 8.0}


def test_known_components_are_found():
    p, w, r = 30, 60, 4
    made = (
        3 * normal(1, p)[:, None, None] + 2 * normal(2, w)[None, :, None] + 1.5 * normal(3, p, w)[:, :, None]
        + 1 * normal(4, w, r)[None] + 0.5 * normal(5, p, w, r)
    )
    found = components(made)
    truth = {"factors": 9, "worlds": 4, "factors × worlds": 2.25, "luck": 1.25}
    for name, value in truth.items():
        assert found[name] == pytest.approx(value, rel=0.35 if name in {"factors", "worlds"} else 0.1), name


def test_shares_of_a_table_sum_to_one_and_luck_is_the_last():
    found = variance_components(table(normal(6, 2, 12, 3)), "value")
    assert found["share"].sum() == pytest.approx(1)
    assert luck_share(table(normal(6, 2, 12, 3)), "value") == found["share"].iloc[-1]


def test_a_world_without_a_value_is_left_out():
    values = normal(7, 2, 6, 2)
    values[1, 3, 0] = np.nan
    without = np.delete(values, 3, axis=1)
    assert luck_share(table(values), "value") == luck_share(table(without), "value")


def test_what_cannot_be_told_is_refused():
    with pytest.raises(ValueError, match="there must be at least two"):
        components(normal(8, 2, 3, 1))
    with pytest.raises(ValueError, match="of one strategy"):
        variance_components(pd.concat([table(normal(1, 1, 3, 2)), table(normal(2, 1, 3, 2), "other")]), "value")
    assert luck_share(table(np.ones((1, 4, 2))), "value") is None
