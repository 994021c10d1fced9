"""Designs: which values of the factors are run together. Pure functions of the factors and a seed."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import special

from agents.chance import mix_number, name_key
from experiments.statistics import scattered

if TYPE_CHECKING:
    from experiments.experiment_models import Factor, Value

Floats = NDArray[np.float64]
Point = dict[str, "Value"]
SOBOL_BITS = 30
MOST_POINTS = 1_000_000


def full_factorial(factors: Mapping[str, Factor]) -> list[Point]:
    """Return every combination of the factors' values, the last factor moving quickest."""
    values = [levels_of(factor) for factor in factors.values()]
    return [dict(zip(factors, combination, strict=True)) for combination in itertools.product(*values)]


def levels_of(factor: Factor) -> tuple[Value, ...]:
    """Return the values of a factor in a full factorial: its levels, or the steps of its range."""
    if factor.levels is not None:
        return factor.levels
    steps = factor.steps or 2
    return tuple(dict.fromkeys(value_at(factor, k / (steps - 1)) for k in range(steps)))


def spread(factors: Mapping[str, Factor], design: str, n: int, seed: int) -> list[Point]:
    """Return n points spread over all factors at once, by a Latin hypercube or a Sobol sequence."""
    names = list(factors)
    shares = latin_hypercube(names, n, seed) if design == "latin_hypercube" else sobol(len(names), n, seed)
    return [{name: value_at(factors[name], float(u)) for name, u in zip(names, row, strict=True)} for row in shares]


def latin_hypercube(names: Sequence[str], n: int, seed: int) -> Floats:
    """Return n points of the unit cube with one point in each n-th of each axis (McKay, Beckman & Conover 1979).

    An axis depends on its name and the seed only: a new factor leaves the values of the others where they are.
    """
    axes = []
    for name in names:
        order, place = scattered(mix_number(seed) ^ name_key(name), 2 * n).reshape(2, n)
        axes.append((np.argsort(np.argsort(order, kind="stable")) + place) / n)
    return np.stack(axes, axis=1) if axes else np.empty((n, 0))


def sobol(dimensions: int, n: int, seed: int) -> Floats:
    """Return n = 2^m points of a Sobol sequence with a digital shift (L'Ecuyer & Lemieux 2002).

    The shift comes from the seed by integer arithmetic, so that the points are the same under any version of NumPy.

    Raises:
        ValueError: if n is no power of 2, which would spoil the balance of the sequence.
    """
    if n < 1 or n & (n - 1):
        raise ValueError(f"a Sobol sequence has a power of 2 of points, not {n}")
    if not dimensions:
        return np.empty((n, 0))
    from scipy.stats import qmc

    points = qmc.Sobol(dimensions, scramble=False, bits=SOBOL_BITS).random_base2(n.bit_length() - 1)
    whole = np.asarray(points * 2**SOBOL_BITS, dtype=np.uint64)
    shift = np.asarray(scattered(mix_number(seed), dimensions) * 2**SOBOL_BITS, dtype=np.uint64)
    return np.asarray(((whole ^ shift) + 0.5) / 2**SOBOL_BITS, dtype=np.float64)


def value_at(factor: Factor, u: float) -> Value:
    """Return the value of a factor at a share u of its distribution: the quantile, to nine digits."""
    if factor.levels is not None:
        return factor.levels[min(int(u * len(factor.levels)), len(factor.levels) - 1)]
    low, high = ends(factor)
    value = min(max(_quantile(factor, low, high, u), low), high)
    return round(value) if factor.whole else float(f"{value:.9g}")


def ends(factor: Factor) -> tuple[float, float]:
    """Return the ends of a factor's range.

    Raises:
        ValueError: if it has none, or one that is named and not yet looked up.
    """
    if factor.range is None or isinstance(factor.range, str):
        raise ValueError(f"{factor.path}: the range is {factor.range}")
    return factor.range


def _quantile(factor: Factor, low: float, high: float, u: float) -> float:
    if factor.distribution == "log_uniform":
        return low * math.exp(u * math.log(high / low))
    if factor.distribution == "normal" and factor.mean is not None and factor.sd is not None:
        below, above = (float(special.ndtr((end - factor.mean) / factor.sd)) for end in (low, high))
        return factor.mean + factor.sd * float(special.ndtri(below + (above - below) * u))
    if factor.distribution == "triangular" and factor.mode is not None:
        rising = factor.mode - low
        if u * (high - low) <= rising:
            return low + math.sqrt(u * (high - low) * rising)
        return high - math.sqrt((1 - u) * (high - low) * (high - factor.mode))
    return low + (high - low) * u
