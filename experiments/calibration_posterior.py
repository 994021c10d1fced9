"""What targets say of uncertainties: an emulator of the statistics, and the values that agree with the targets.

Each statistic is described by a polynomial of second degree in the fitted uncertainties, whose error counts beside the
tolerance (history matching: Craig, Goldstein, Seheult & Smith 1997; Andrianakis et al. 2015). Values are drawn evenly
from what is plausible and weighted by how well their emulated statistics meet the targets.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.chance import mix_number
from experiments.statistics import scattered

Floats = NDArray[np.float64]
DRAWS, ROUNDS = 20_000, 6       # of values weighted, and of boxes drawn closer round those that count
ENOUGH = 400.0                  # effective draws (Kish 1965) that end the rounds
PINNED, PARTLY = 0.5, 0.8       # shares of the plausible range that 90 % of the weight fills: assumptions
TRADED = 0.5                    # correlation from which two uncertainties are said to trade off: assumption


@dataclass(frozen=True)
class Emulator:
    """A polynomial of second degree per statistic, in uncertainties scaled to −1…1.

    What it misses in a run is partly luck, which averages out over many runs, and partly a misfit, which does not.
    """

    coefficients: Floats    # terms × statistics
    errors: Floats          # standard deviation of what it misses in a point, per statistic
    misfits: Floats         # the part of it that luck does not explain
    explained: Floats       # share of the variance explained, per statistic
    crossed: bool
    inverse: Floats         # of the terms' products, terms × terms

    def of(self, scaled: Floats) -> Floats:
        """Return the statistics at some points, points × statistics."""
        return np.asarray(_terms(scaled, crossed=self.crossed) @ self.coefficients)

    def variance(self, scaled: Floats) -> Floats:
        """Return how uncertain these are: the error of their means by least squares, and the misfit."""
        terms = _terms(scaled, crossed=self.crossed)
        leverage = np.einsum("ij,jk,ik->i", terms, self.inverse, terms)
        return np.asarray(leverage[:, None] * self.errors**2 + self.misfits**2)


@dataclass(frozen=True)
class Posterior:
    """Values of the uncertainties with weights that sum to 1, and how many they are worth."""

    values: Floats      # draws × uncertainties
    weights: Floats
    effective: float

    def quantiles(self, place: int, shares: Sequence[float]) -> list[float]:
        """Return weighted quantiles of one uncertainty."""
        order = np.argsort(self.values[:, place], kind="stable")
        sums = np.cumsum(self.weights[order])
        found = np.searchsorted(sums, np.asarray(shares) * sums[-1])
        return [float(self.values[order[min(int(k), len(order) - 1)], place]) for k in found]

    def mean(self) -> Floats:
        """Return the mean of every uncertainty."""
        return np.asarray(self.weights @ self.values)

    def correlation(self, one: int, other: int) -> float:
        """Return the correlation of two uncertainties; 0 where one does not vary."""
        both = self.values[:, [one, other]] - self.mean()[[one, other]]
        covariance = (both * self.weights[:, None]).T @ both
        spread = math.sqrt(covariance[0, 0] * covariance[1, 1])
        return float(covariance[0, 1] / spread) if spread > 0 else 0.0


def _terms(scaled: Floats, *, crossed: bool) -> Floats:
    pairs = itertools.combinations(range(scaled.shape[1]), 2) if crossed else ()
    products = [scaled[:, one] * scaled[:, other] for one, other in pairs]
    return np.column_stack([np.ones(len(scaled)), scaled, scaled**2, *products])


def emulate(scaled: Floats, statistics: Floats, luck: Floats) -> Emulator:
    """Fit an emulator by least squares; products of uncertainties come in where there are runs enough for them.

    Args:
        scaled: points × uncertainties.
        statistics: points × statistics, each with luck of its own.
        luck: standard deviation of that luck, per statistic.

    Raises:
        ValueError: if there are hardly more points than terms.
    """
    n, k = scaled.shape
    crossed = n >= 2 * (1 + 2 * k + k * (k - 1) // 2)
    terms = _terms(scaled, crossed=crossed)
    if n < terms.shape[1] + 2:
        raise ValueError(f"{n} points are too few for {k} uncertainties; at least {terms.shape[1] + 2} are needed")
    found = np.asarray(np.linalg.lstsq(terms, statistics, rcond=None)[0], dtype=np.float64)
    missed = ((statistics - terms @ found) ** 2).sum(axis=0)
    whole = ((statistics - statistics.mean(axis=0)) ** 2).sum(axis=0)
    explained = np.where(whole > 0, 1 - missed / np.where(whole > 0, whole, 1.0), 1.0)
    errors = np.sqrt(missed / (n - terms.shape[1]))
    misfits = np.sqrt(np.maximum(errors**2 - luck**2, 0.0))
    inverse = np.asarray(np.linalg.pinv(terms.T @ terms), dtype=np.float64)
    return Emulator(found, errors, misfits, explained, crossed, inverse)


def luck_of(shown: Sequence[Floats]) -> Floats:
    """Return the standard deviation over seeds of one run's statistics, pooled over all points; 0 with one seed."""
    return np.asarray(np.sqrt(np.mean([values.var(axis=0, ddof=1) if len(values) > 1 else 0 * values[0]
                                       for values in shown], axis=0)))


def posterior(
    emulator: Emulator, ranges: Mapping[str, tuple[float, float]], values: Floats, tolerances: Floats, *,
    weights: Floats, seed: int,
) -> Posterior:
    """Return the values within the ranges that agree with the targets.

    The weight of a value is exp(−½ Σ wᵢ (fᵢ − vᵢ)² / (tᵢ² + eᵢ²)), where a tolerance t counts as a standard deviation,
    e² is the emulator's variance there and weights w are 1 on average.
    """
    low, high = (np.array([ends[side] for ends in ranges.values()]) for side in (0, 1))
    relative = weights / weights.mean()
    box = np.stack([-np.ones(len(low)), np.ones(len(low))])
    for number in range(ROUNDS):
        shares = scattered(mix_number(seed + number), DRAWS * len(low)).reshape(DRAWS, len(low))
        scaled = box[0] + (box[1] - box[0]) * shares
        variance = tolerances**2 + emulator.variance(scaled)
        losses = (relative * (emulator.of(scaled) - values) ** 2 / variance).sum(axis=1)
        mass = np.exp(-0.5 * (losses - losses.min()))
        mass /= mass.sum()
        effective = float(1 / (mass**2).sum())
        if effective >= ENOUGH:
            break
        counts = scaled[losses <= np.quantile(losses, 0.02)]
        air = 0.25 * np.ptp(counts, axis=0) + 1e-9
        box = np.stack([np.maximum(counts.min(axis=0) - air, -1), np.minimum(counts.max(axis=0) + air, 1)])
    return Posterior(low + (high - low) * (scaled + 1) / 2, mass, effective)


def scaled_to(ranges: Mapping[str, tuple[float, float]], points: Sequence[Mapping[str, float]]) -> Floats:
    """Return points scaled to −1…1 within the ranges."""
    return np.array([
        [2 * (point[name] - low) / (high - low) - 1 for name, (low, high) in ranges.items()] for point in points
    ])


def pinned(share: float) -> str:
    """Return how far the targets pin an uncertainty down whose likely values fill a share of its plausible range."""
    return "pinned" if share <= PINNED else "partly" if share <= PARTLY else "open"
