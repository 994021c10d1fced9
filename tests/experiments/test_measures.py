"""What is taken of a course of weeks, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from experiments.experiment_models import Measure
from experiments.measures import taken

COURSE = np.array([1.0, 2.0, math.nan, 4.0])


@pytest.mark.parametrize(
    ("take", "window", "value"),
    [
        ("mean", None, 7 / 3), ("sum", None, 7.0), ("end", None, 4.0), ("min", None, 1.0), ("max", None, 4.0),
        ("mean", [0, 1], 1.5), ("end", [0, 1], 2.0), ("sum", [-2, -1], 4.0), ("end", [1, 2], math.nan),
        ("mean", [2, 2], math.nan),
        ("present_value", None, 1 / 1.1 ** (1 / 52) + 2 / 1.1 ** (2 / 52) + 4 / 1.1 ** (4 / 52)),
        ("present_value", [1, 2], 2 / 1.1 ** (2 / 52)),
    ],
)
def test_a_measure_takes_what_it_says(take, window, value):
    one = Measure(metric="profit", take=take, window=window)
    assert taken(COURSE, one, rate=0.1) == pytest.approx(value, nan_ok=True)


def test_a_window_beyond_the_run_is_an_error():
    with pytest.raises(ValueError, match="the window 4 to 9 holds none of the 4 weeks"):
        taken(COURSE, Measure(metric="profit", window=[4, 9]), rate=0.1)
