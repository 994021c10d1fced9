"""Break-even as a censored quantity: one cumulated difference per world, each judged by itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from experiments.statistics import clopper_pearson, quantiles

Case = Literal["never_behind", "recovers", "lead_lost", "not_within"]
CASES: tuple[Case, ...] = ("never_behind", "recovers", "lead_lost", "not_within")


@dataclass(frozen=True, slots=True)
class BreakEven:
    """How one world breaks even; `week` is infinite where it does not stay ahead to the horizon."""

    case: Case
    week: float
    crossing: int | None


def last_at_or_below(cumulated: NDArray[np.float64]) -> int:
    """Return the last week whose cumulated difference is not above 0, or −1."""
    weeks = np.flatnonzero(cumulated <= 0)
    return int(weeks[-1]) if len(weeks) else -1


def last_above(cumulated: NDArray[np.float64]) -> int:
    """Return the last week whose cumulated difference is above 0, or −1."""
    weeks = np.flatnonzero(cumulated > 0)
    return int(weeks[-1]) if len(weeks) else -1


def break_even_of(cumulated: ArrayLike, margins: ArrayLike) -> BreakEven:
    """Judge one world's cumulated, discounted difference.

    Args:
        cumulated: C(w), one value per week.
        margins: δ_w, the relevance margin of the sum up to each week.

    Cases: *lead lost* (was ahead by more than δ_w and ends at or below 0), *never behind* (no C < −δ_w, ends above 0),
    *recovers* (from τ on above 0 to the horizon), *not within* the horizon (censored).
    """
    curve, margin = np.asarray(cumulated, dtype=np.float64), np.asarray(margins, dtype=np.float64)
    if curve[-1] <= 0 and bool((curve > margin).any()):
        return BreakEven("lead_lost", math.inf, last_above(curve) + 1)
    if curve[-1] <= 0:
        return BreakEven("not_within", math.inf, None)
    case: Case = "recovers" if bool((curve < -margin).any()) else "never_behind"
    return BreakEven(case, float(last_at_or_below(curve) + 1), None)


def median_ranks(n: int, *, level: float = 0.95) -> tuple[int, int] | None:
    """Return the ranks (from 1) between which the median lies: 14 and 27 for 40 worlds; None below six."""
    below = special.bdtr(np.arange(n), n, 0.5)      # P(at most k of n worlds lie below the median)
    low = int((below <= (1 - level) / 2).sum())
    return (low, n + 1 - low) if low >= 1 else None


def _week(value: float) -> int | None:
    return None if math.isinf(value) else round(value)


def median_week(weeks: ArrayLike) -> tuple[int | None, int | None, int | None]:
    """Return the median break-even week and its 95 % limits by order statistics; None: later than the horizon."""
    ordered = sorted(float(w) for w in np.asarray(weeks, dtype=np.float64))
    n, ranks = len(ordered), median_ranks(len(ordered))
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    if ranks is None:
        return _week(middle), None, None
    return _week(middle), _week(ordered[ranks[0] - 1]), _week(ordered[ranks[1] - 1])


def deepest(curves: NDArray[np.float64]) -> dict[str, Any]:
    """Return the deepest point of the cumulated difference: the money one must be able to stand, and when."""
    lows = np.minimum(curves.min(axis=1), 0.0)
    below = lows < 0
    week = int(np.median(curves.argmin(axis=1)[below])) if below.any() else None
    return {"mean": float(lows.mean()), "p10": float(quantiles(lows, [0.1])[0]), "week": week}


def summarise(curves: ArrayLike, margins: ArrayLike) -> dict[str, Any]:
    """Return the counts of the four cases, the share that breaks even, the median and the deepest point.

    Args:
        curves: cumulated differences, worlds × weeks.
        margins: δ_w, one per week.
    """
    table = np.asarray(curves, dtype=np.float64)
    judged = [break_even_of(curve, margins) for curve in table]
    n = len(judged)
    cases: dict[str, int] = {case: sum(one.case == case for one in judged) for case in CASES}
    within = cases["never_behind"] + cases["recovers"]
    low, high = clopper_pearson(within, n)
    middle, early, late = median_week([j.week for j in judged])
    return {
        "n": n, **cases, "share": within / n, "share_low": low, "share_high": high, "median_week": middle,
        "median_low": early, "median_high": late, "deepest": deepest(table), "horizon": table.shape[1],
    }
