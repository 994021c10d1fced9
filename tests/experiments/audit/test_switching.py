"""Numbers that carry an answer, worked out by hand: the value at which a line turns, and how far to trust it."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.audit.switching import Line, fitted, switching
from experiments.conditions import Parameters
from experiments.statistics import scattered

N = 60


def parameters(n=N, names=("wage", "fees", "calm"), low=(20.0, 0.0, 1.0), high=(40.0, 1.0, 1.0)):
    places = scattered(3, n * len(names)).reshape(n, len(names))
    ends = np.array(low), np.array(high)
    return Parameters(names, tuple(name.title() for name in names), *ends, ends[0] + places * (ends[1] - ends[0]))


def noise(n=N, size=1.0, seed=12):
    return size * (scattered(seed, n) - 0.5)


def test_a_straight_line_turns_where_it_crosses_zero():
    known = parameters()
    found = switching(known.values[:, 0] - 26.0, known)
    (one,) = [entry for entry in found if entry["name"] == "wage"]
    assert one["switch"]["at"] == pytest.approx(26.0)
    assert (one["switch"]["low"], one["switch"]["high"]) == (pytest.approx(26.0), pytest.approx(26.0))
    assert (one["at_low"], one["at_high"]) == (pytest.approx(-6.0), pytest.approx(14.0))
    assert (one["switch"]["share"], one["confirmed"], found[0] is one) == (1.0, True, True)


def test_a_line_that_stays_on_one_side_does_not_turn():
    known = parameters()
    one = switching(known.values[:, 0], known)[0]
    assert (one["name"], one["switch"]["at"], one["switch"]["share"]) == ("wage", None, 0.0)
    assert (one["switch"]["low"], one["switch"]["high"]) == (None, None)


def test_the_line_of_one_number_holds_the_others_at_their_means():
    known = parameters()
    wage, fees = known.values[:, 0], known.values[:, 1]
    found = {one["name"]: one for one in switching((wage - 30.0) + 10.0 * (fees - fees.mean()), known)}
    assert found["wage"]["switch"]["at"] == pytest.approx(30.0)
    assert found["fees"]["at_high"] - found["fees"]["at_low"] == pytest.approx(10.0)


def test_what_does_not_vary_is_not_looked_at():
    assert {one["name"] for one in switching(noise(), parameters())} == {"wage", "fees"}


def limits(gaps, known):
    found = switching(gaps, known)[0]["switch"]
    return found["low"] or known.low[0], found["high"] or known.high[0]


def test_limits_widen_with_noise():
    known = parameters()
    quiet, loud = (limits(known.values[:, 0] - 30.0 + noise(size=size), known) for size in (4.0, 30.0))
    assert loud[1] - loud[0] > 4 * (quiet[1] - quiet[0]) > 0


def test_limits_hold_the_true_value_about_nine_times_in_ten():
    known = parameters()
    found = [limits(known.values[:, 0] - 30.0 + noise(size=8.0, seed=100 + k), known) for k in range(20)]
    held = sum(low <= 30.0 <= high for low, high in found)
    assert 15 <= held <= 20, "of 20 draws at 90 %, fewer than 15 come once in ninety"


def test_a_limit_beyond_the_range_is_none():
    known = parameters()
    one = switching(known.values[:, 0] - 20.3 + noise(size=6.0), known)[0]["switch"]
    assert one["at"] is not None
    assert one["low"] is None
    assert 20.0 < one["high"] < 30.0


def test_few_worlds_say_nothing():
    known = parameters(19)
    assert switching(known.values[:, 0] - 26.0, known) == []


def test_the_number_of_worlds_bounds_how_many_numbers_a_line_has():
    names = tuple(f"x{k}" for k in range(9))
    few = parameters(24, names, (0.0,) * 9, (1.0,) * 9)
    assert len(switching(few.values @ np.arange(9.0), few)) == 2
    many = parameters(80, names, (0.0,) * 9, (1.0,) * 9)
    assert len(switching(many.values @ np.arange(9.0), many)) == 5


def test_the_same_worlds_give_the_same_limits():
    known = parameters()
    gaps = known.values[:, 0] - 30.0 + noise(size=9.0)
    assert switching(gaps, known) == switching(gaps.copy(), known)


def test_lines_are_those_of_least_squares():
    places = scattered(5, 40).reshape(20, 2)
    gaps = places @ np.array([3.0, -2.0]) + 0.5 + noise(20)
    line = fitted(gaps[None], places[None])
    design = np.column_stack([np.ones(20), places])
    constant, first, second = np.linalg.lstsq(design, gaps, rcond=None)[0]
    assert line.high[0] - line.low[0] == pytest.approx([first, second])
    assert line.low[0, 0] == pytest.approx(constant + second * places[:, 1].mean())


def test_a_crossing_lies_within_or_is_none():
    line = Line(np.array([-1.0, 1.0, 1.0, 0.0]), np.array([1.0, 3.0, -3.0, 0.0]))
    np.testing.assert_allclose(line.crossing, [0.5, np.nan, 0.25, np.nan])
