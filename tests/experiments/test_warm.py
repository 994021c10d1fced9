"""A market put back from a remembered warm-up goes on as one that was warmed up anew."""

from __future__ import annotations

import numpy as np
import pytest
from small_market import write_small_market

from experiments import warm
from sim import load


@pytest.mark.parametrize("shape", [(3, 2, 5), (7,), (0, 4)])
def test_an_array_comes_back_without_its_zeros_having_been_kept(shape):
    array = np.arange(np.prod(shape), dtype=float).reshape(shape) % 3
    kept, back = warm.Sparse.of(array), np.zeros(shape)
    kept.put_into(back)
    assert np.array_equal(back, array)
    assert len(kept.values) == np.count_nonzero(array)


def test_minus_zero_and_what_is_no_number_keep_their_bytes():
    array, back = np.array([0.0, -0.0, np.nan, 1.0]), np.zeros(4)
    warm.Sparse.of(array).put_into(back)
    assert back.tobytes() == array.tobytes()


def test_a_remembered_warm_up_leads_to_the_same_bytes(tmp_path):
    scenario = load(write_small_market(tmp_path) / "small.yaml", sets=["customers=200", "weeks=8"])
    fresh = warm.warmed(scenario, 5).run(8).digest()
    warm.keep(1)
    try:
        each = [warm.warmed(scenario, 5).run(8).digest() for _ in range(3)]
    finally:
        warm.keep(0)
    assert each == [fresh] * 3
