"""Load-bearing numbers: which uncertainties move the answer most over the worlds, and the value at which it turns.

The difference of every world is explained by a straight line in the few uncertainties that go with it most. Where the
line of one of them, the others at their means, crosses zero within the plausible range, the expected difference turns
there: its switching value. Nothing is run anew; the limits come from drawing the worlds again with replacement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments import statistics as st
from experiments.conditions import Parameters, adjusted_p, rank_correlations

Floats = NDArray[np.float64]
MOST = 5                # numbers shown
WORLDS_PER_NUMBER = 10  # of a line in several numbers: the usual rule of thumb, assumption
REPEATS = 999           # resamples of the worlds
LEVEL = 0.9             # of the limits of a switching value
BY_CHANCE = 0.05        # above this adjusted p a number is only a trace, as in `conditions`


@dataclass(frozen=True, slots=True)
class Line:
    """The expected difference as a line in one number, the others at their means: height at the ends of its range."""

    low: Floats
    high: Floats

    @property
    def crossing(self) -> Floats:
        """Where it crosses zero: 0 at the low end of the range, 1 at the high one; NaN where it does not within."""
        with np.errstate(divide="ignore", invalid="ignore"):
            place = self.low / (self.low - self.high)
        return np.asarray(np.where((place >= 0) & (place <= 1), place, np.nan))


def switching(gaps: Floats, parameters: Parameters) -> list[dict[str, Any]]:
    """Return the uncertainties that move a difference most, each with the value at which its mean turns.

    Args:
        gaps: the primary difference per world, in whichever direction it is counted.
        parameters: what differed between the worlds.

    Returns:
        Name, label, plausible range, mean and Spearman's correlation over the worlds, p (adjusted for the search),
        the expected difference at either end of the range, and `switch`: the value, its limits (None where they lie
        beyond an end of the range), and in which share of the resamples the mean turns within the range. `at` is None
        where it does not. Nothing for fewer than 20 worlds.
    """
    columns = parameters.varying()
    if len(gaps) < st.ENOUGH_WORLDS or not columns or np.ptp(gaps) == 0:
        return []
    values = parameters.values[:, columns]
    strength, p = rank_correlations(gaps, values), adjusted_p(gaps, values)
    order = sorted(range(len(columns)), key=lambda k: (-abs(strength[k]), columns[k]))
    chosen = order[: min(MOST, max(1, len(gaps) // WORLDS_PER_NUMBER))]
    places = parameters.positions[:, [columns[k] for k in chosen]]
    lines = fitted(gaps[None], places[None])
    again = fitted(*_resampled(gaps, places))
    entries = [
        _entry(parameters, columns[k], float(strength[k]), float(p[k])) | _switch(
            parameters, columns[k], Line(lines.low[:, j], lines.high[:, j]), Line(again.low[:, j], again.high[:, j]),
        )
        for j, k in enumerate(chosen)
    ]
    return sorted(entries, key=lambda entry: -abs(entry["at_high"] - entry["at_low"]))


def fitted(gaps: Floats, places: Floats) -> Line:
    """Return lines by least squares, samples × numbers.

    Args:
        gaps: differences, samples × worlds.
        places: where in its plausible range each number lies (0 to 1), samples × worlds × numbers.
    """
    centre, mean = places.mean(axis=1), gaps.mean(axis=1)
    inputs = places - centre[:, None, :]
    cross = np.einsum("swj,sw->sj", inputs, gaps - mean[:, None])
    square = np.einsum("swj,swk->sjk", inputs, inputs)
    slope = np.einsum("sjk,sk->sj", np.linalg.pinv(square, hermitian=True), cross)
    return Line(mean[:, None] - slope * centre, mean[:, None] + slope * (1 - centre))


def _resampled(gaps: Floats, places: Floats) -> tuple[Floats, Floats]:
    """Return the worlds drawn again with replacement, by draws that the data themselves seed."""
    n = len(gaps)
    rows = (st.scattered(st.data_seed(gaps), REPEATS * n) * n).astype(np.int64).reshape(REPEATS, n)
    return gaps[rows], places[rows]


def _entry(parameters: Parameters, column: int, strength: float, p: float) -> dict[str, Any]:
    return {
        "name": parameters.names[column], "label": parameters.labels[column],
        "plausible": [float(parameters.low[column]), float(parameters.high[column])],
        "mean": float(parameters.values[:, column].mean()), "rank_correlation": strength, "p_adjusted": p,
        "confirmed": p < BY_CHANCE,
    }


def _switch(parameters: Parameters, column: int, line: Line, again: Line) -> dict[str, Any]:
    low, high = float(parameters.low[column]), float(parameters.high[column])
    at, crossings = float(line.crossing[0]), again.crossing
    within = np.isfinite(crossings)
    ends = _limits(again) if np.isfinite(at) else (None, None)
    value, lower, upper = (None if x is None or not np.isfinite(x) else low + (high - low) * x for x in (at, *ends))
    return {
        "at_low": float(line.low[0]), "at_high": float(line.high[0]),
        "switch": {"at": value, "low": lower, "high": upper, "level": LEVEL, "share": float(within.mean())},
    }


def _limits(again: Line) -> tuple[float | None, float | None]:
    """Return the limits of the place of the turn; None where they lie beyond the range.

    A resample in which nothing turns counts for the end that is nearer to zero: there it would turn first.
    """
    nearer = np.where(np.abs(again.low) < np.abs(again.high), -np.inf, np.inf)
    places = np.sort(np.where(np.isfinite(again.crossing), again.crossing, nearer))
    tail = (1 - LEVEL) / 2
    lower, upper = places[int(tail * len(places))], places[int((1 - tail) * len(places))]
    return (float(lower) if np.isfinite(lower) else None), (float(upper) if np.isfinite(upper) else None)
