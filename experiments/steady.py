"""How long a warm-up must be: MSER-5 on status-quo runs, and whether two different starts meet."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

YEAR = 52


def mser5(series: ArrayLike, *, batch: int = 5) -> int:
    """Return how many weeks to cut from the front of a series (MSER-5, White, Cobb & Spratt 2000).

    Batch means of five weeks; the cut d minimises Σ_{i>d}(Y_i − Ȳ_d)² / (m − d)², searched in the first half.
    """
    data = np.asarray(series, dtype=np.float64)
    means = data[: len(data) // batch * batch].reshape(-1, batch).mean(axis=1)
    m = len(means)
    scores = [float(((means[d:] - means[d:].mean()) ** 2).sum()) / (m - d) ** 2 for d in range(m // 2 + 1)]
    return int(np.argmin(scores)) * batch


def warm_up_needed(series: Iterable[ArrayLike]) -> int:
    """Return the smallest multiple of 52 weeks before which MSER-5 cuts every one of the series (runs × metrics)."""
    longest = max(mser5(one) for one in series)
    return YEAR * (longest // YEAR + 1)


def starts_meet(low: ArrayLike, high: ArrayLike, *, week: int, margin: float) -> bool:
    """Whether runs that started low and high differ by less than the margin at the end of the warm-up.

    Args:
        low: trust by week, started at .3; runs × weeks or weeks.
        high: the same runs, started at .7.
        week: end of the warm-up.
        margin: relevance margin; if the starts do not meet, the start is to be declared an uncertainty.
    """
    a, b = np.atleast_2d(np.asarray(low, dtype=np.float64)), np.atleast_2d(np.asarray(high, dtype=np.float64))
    return bool(abs(float((b[:, week - 1] - a[:, week - 1]).mean())) < margin)
