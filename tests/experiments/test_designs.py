"""Designs by hand: which values are run together."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from experiments.designs import full_factorial, latin_hypercube, sobol, spread, value_at
from experiments.experiment_models import Factor

BOTS = Factor(path="a", levels=[0, 0.5])
WAGE = Factor(path="b", range=[32, 44], steps=3)


def test_a_full_factorial_has_every_combination_the_last_factor_quickest():
    points = full_factorial({"bots": BOTS, "wage": WAGE})
    assert [tuple(point.values()) for point in points] == [
        (0, 32.0), (0, 38.0), (0, 44.0), (0.5, 32.0), (0.5, 38.0), (0.5, 44.0),
    ]
    assert full_factorial({}) == [{}]


def test_a_latin_hypercube_has_one_point_in_each_part_of_each_axis():
    cube = latin_hypercube(["a", "b", "c"], 20, 7)
    assert np.array_equal(np.sort((cube * 20).astype(int), axis=0), np.arange(20)[:, None].repeat(3, axis=1))
    assert abs(np.corrcoef(cube.T) - np.eye(3)).max() < 0.6


def test_a_new_factor_leaves_the_axes_of_the_others():
    assert np.array_equal(latin_hypercube(["a", "b"], 8, 7)[:, 1], latin_hypercube(["a", "x", "b"], 8, 7)[:, 2])
    assert not np.array_equal(latin_hypercube(["a"], 8, 7), latin_hypercube(["a"], 8, 8))


def test_a_sobol_sequence_fills_every_square_of_the_grid_once():
    points = sobol(2, 16, 3)
    for wide, high in ((16, 1), (8, 2), (4, 4), (2, 8), (1, 16)):
        cells = (points * [wide, high]).astype(int)
        assert len({tuple(cell) for cell in cells}) == 16, "a digital net has one point in each elementary interval"
    assert not np.array_equal(points, sobol(2, 16, 4))
    assert ((points > 0) & (points < 1)).all()


def test_a_sobol_sequence_needs_a_power_of_two():
    with pytest.raises(ValueError, match="a power of 2 of points, not 100"):
        sobol(2, 100, 3)


@pytest.mark.parametrize(
    ("factor", "u", "value"),
    [
        (Factor(path="a", range=[10, 20]), 0.25, 12.5),
        (Factor(path="a", range=[1, 100], distribution="log_uniform"), 0.5, 10.0),
        (Factor(path="a", range=[0, 10], whole=True), 0.26, 3),
        (Factor(path="a", range=[0, 4], distribution="triangular", mode=1), 0.25, 1.0),
        (Factor(path="a", range=[0, 4], distribution="triangular", mode=1), 0.75, 4 - np.sqrt(3)),
        (Factor(path="a", range=[-50, 50], distribution="normal", mean=3, sd=2), 0.975, 3 + 2 * 1.959963985),
        (Factor(path="a", levels=["fixed", "follow"]), 0.49, "fixed"),
        (Factor(path="a", levels=["fixed", "follow"]), 0.51, "follow"),
    ],
)
def test_a_share_of_a_distribution_is_a_value(factor, u, value):
    assert value_at(factor, u) == (value if isinstance(value, str) else pytest.approx(value, rel=1e-8))


def test_a_normal_distribution_is_cut_at_its_range():
    factor = Factor(path="a", range=[1, 4], distribution="normal", mean=3, sd=2)
    values = [value_at(factor, u) for u in (0.0, 0.5, 1.0)]
    assert (values[0], values[2]) == (1.0, 4.0)
    assert values[1] == pytest.approx(stats.truncnorm(-1, 0.5, 3, 2).median(), rel=1e-8)


def test_points_are_spread_by_name():
    points = spread({"bots": BOTS, "wage": WAGE}, "latin_hypercube", 10, 1)
    assert sorted(point["bots"] for point in points) == [0] * 5 + [0.5] * 5
    assert len({point["wage"] for point in points}) == 10
    assert spread({"wage": WAGE}, "sobol", 8, 1) == spread({"wage": WAGE}, "sobol", 8, 1)
