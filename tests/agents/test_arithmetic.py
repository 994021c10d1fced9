"""Functions of one number: as right as the library's, and the same bits everywhere."""

from __future__ import annotations

import math

import numpy as np
import pytest

from agents.arithmetic import between, clip, exp, exponential, gumbel, log, sigmoid

POINTS = np.concatenate([np.linspace(-40.0, 40.0, 801), np.linspace(-1e-3, 1e-3, 101), [-600.0, 600.0, 0.0]])
POSITIVE = np.concatenate([np.geomspace(1e-300, 1e300, 1201), np.linspace(0.9, 1.1, 401), [0.5, 1.0, 2.0]])
ULP = 1e-15


def test_exp_agrees_with_the_library_to_fifteen_digits():
    assert max(abs(exp(x) / math.exp(x) - 1.0) for x in POINTS) < ULP


def test_log_agrees_with_the_library_to_fifteen_digits():
    assert max(abs(log(x) - math.log(x)) / max(abs(math.log(x)), 1e-2) for x in POSITIVE) < ULP


def test_exp_of_zero_and_log_of_one_are_exact():
    assert (exp(0.0), log(1.0)) == (1.0, 0.0)


def test_exp_is_capped_at_both_ends_instead_of_overflowing():
    assert exp(-800.0) == 0.0
    assert exp(1e9) == exp(700.0) == pytest.approx(math.exp(700.0), rel=1e-13)


def test_log_undoes_exp():
    assert max(abs(log(exp(x)) - x) for x in np.linspace(-30.0, 30.0, 301)) < 1e-14


@pytest.mark.parametrize(("x", "bounded"), [(-0.1, 0.0), (0.0, 0.0), (0.3, 0.3), (1.0, 1.0), (1.7, 1.0)])
def test_clip_keeps_within_nought_and_one(x, bounded):
    assert clip(x) == bounded


def test_between_keeps_within_its_bounds():
    assert [between(x, 2.0, 3.0) for x in (1.0, 2.5, 4.0)] == [2.0, 2.5, 3.0]


def test_the_sigmoid_of_log_three_is_three_quarters():
    assert sigmoid(0.0) == 0.5
    assert sigmoid(math.log(3.0)) == pytest.approx(0.75, rel=1e-14)


def test_the_unit_exponential_has_its_median_at_log_two():
    assert exponential(0.0) == 0.0
    assert exponential(0.5) == pytest.approx(math.log(2.0), rel=1e-14)


def test_the_gumbel_quantile_is_minus_log_minus_log():
    assert gumbel(math.exp(-1.0)) == pytest.approx(0.0, abs=1e-10)
    assert gumbel(0.5) == pytest.approx(-math.log(math.log(2.0)), rel=1e-10)


@pytest.mark.parametrize("u", [0.0, 2.0**-53, 1.0 - 1e-12, 1.0 - 2.0**-53])
def test_the_gumbel_quantile_is_finite_and_rises_at_the_ends_of_the_draws(u):
    assert math.isfinite(gumbel(u))
    assert (gumbel(u) > 25.0) == (u > 0.5)
