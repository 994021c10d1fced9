"""Statistics of paired worlds, pure functions: intervals, states, counts, worlds still needed, several arms, luck.

The data are one difference per world; weeks, customers and segments are never replicates. All differences are
"arm minus reference"; `better` says which direction counts as good.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special  # scipy.stats takes half a second to import, in every worker

from agents.chance import mix_number

Better: TypeAlias = Literal["higher", "lower"]
State: TypeAlias = Literal["better", "worse", "level", "open", "too few"]
Floats: TypeAlias = NDArray[np.float64]

ENOUGH_WORLDS = 20          # below, the flag for skewness is noise: values only, no interval, no word
BOOTSTRAP_REPEATS = 1_999   # so that the ranks of the usual levels are whole numbers
LUCK_WORLDS = 20            # worlds that are run with a second seed
_DEGENERATE = 0.1           # share of resamples without spread above which the bootstrap is not used: assumption


@dataclass(frozen=True, slots=True)
class Interval:
    """The mean over worlds and how exactly it is known; without an interval `low` and `high` are NaN."""

    mean: float
    low: float
    high: float
    level: float
    method: Literal["paired t", "bootstrap-t", "none"]
    lopsided: bool

    @property
    def known(self) -> bool:
        """Whether there are limits at all."""
        return self.method != "none"


@dataclass(frozen=True, slots=True)
class Counts:
    """In how many worlds an arm is ahead of the reference, level with it, behind it."""

    ahead: int
    level: int
    behind: int


def oriented(differences: ArrayLike, better: Better) -> Floats:
    """Return the differences with + as good."""
    values = np.asarray(differences, dtype=np.float64)
    return values if better == "higher" else -values


def quantiles(values: ArrayLike, shares: Sequence[float], *, axis: int = 0) -> Floats:
    """Return type-7 quantiles (Hyndman & Fan 1996), the shares first; worlds run along `axis`."""
    return np.asarray(np.quantile(np.asarray(values, dtype=np.float64), list(shares), axis=axis, method="linear"))


def skewness(values: ArrayLike) -> float:
    """Return the sample skewness G1 (Joanes & Gill 1998); 0 where nothing varies."""
    data = np.asarray(values, dtype=np.float64)
    n, spread = len(data), float(np.std(data))
    if n < 3 or spread <= 1e-12 * max(1e-300, float(np.abs(data).max())):
        return 0.0
    g1 = float(np.mean(((data - data.mean()) / spread) ** 3))
    return g1 * math.sqrt(n * (n - 1)) / (n - 2)


def is_lopsided(values: ArrayLike) -> bool:
    """Whether n < 25·G1², so that Student's t is not to be trusted (Cochran 1977, section 2.15)."""
    data = np.asarray(values, dtype=np.float64)
    return len(data) < 25 * skewness(data) ** 2


def t_quantile(share: float, freedom: int) -> float:
    """Return a quantile of Student's t."""
    return float(special.stdtrit(freedom, share))


def paired_t(differences: ArrayLike, *, level: float = 0.95) -> tuple[float, float]:
    """Return the limits D̄ ± t·s/√n of the mean difference."""
    data = np.asarray(differences, dtype=np.float64)
    n = len(data)
    half = t_quantile((1 + level) / 2, n - 1) * float(data.std(ddof=1)) / math.sqrt(n)
    return float(data.mean()) - half, float(data.mean()) + half


def scattered(seed: int, count: int) -> Floats:
    """Return `count` uniform draws in [0, 1), a pure function of the seed (agents.chance's mixing, on arrays)."""
    mix, golden, by = np.uint64(0xD6E8FEB86659FD93), np.uint64(0x9E3779B97F4A7C15), np.uint64(32)
    x = np.arange(1, count + 1, dtype=np.uint64) * golden + np.uint64(mix_number(seed))
    for _ in range(2):
        x = (x ^ (x >> by)) * mix
    return np.asarray(((x ^ (x >> by)) >> np.uint64(11)) * 2.0**-53, dtype=np.float64)


def data_seed(values: ArrayLike) -> int:
    """Return a seed made from the data themselves, so that the same data get the same interval anywhere."""
    raw = np.ascontiguousarray(values, dtype="<f8").tobytes()
    return int.from_bytes(hashlib.sha256(raw).digest()[:8], "little")


def bootstrap_t(
    differences: ArrayLike, *, level: float = 0.95, repeats: int = BOOTSTRAP_REPEATS,
) -> tuple[float, float] | None:
    """Return the studentised bootstrap limits of the mean (Efron & Tibshirani 1993, section 12.5).

    None if too many resamples have no spread, as when nearly all worlds agree.
    """
    data = np.asarray(differences, dtype=np.float64)
    n, root = len(data), math.sqrt(len(data))
    picked = data[(scattered(data_seed(data), repeats * n) * n).astype(np.int64).reshape(repeats, n)]
    errors = picked.std(axis=1, ddof=1) / root
    usable = errors > 1e-12 * np.abs(data).max()
    if usable.mean() < 1 - _DEGENERATE:
        return None
    pivots = np.sort((picked.mean(axis=1)[usable] - data.mean()) / errors[usable])
    rank = max(1, math.floor((len(pivots) + 1) * (1 - level) / 2 + 1e-9))
    error = float(data.std(ddof=1)) / root
    return float(data.mean() - pivots[-rank] * error), float(data.mean() - pivots[rank - 1] * error)


def mean_interval(differences: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return the mean and its limits: none below 20 worlds, else t or bootstrap-t."""
    data = np.asarray(differences, dtype=np.float64)
    if len(data) < ENOUGH_WORLDS:
        mean = float(data.mean()) if len(data) else math.nan
        return Interval(mean, math.nan, math.nan, level, "none", lopsided=False)
    lopsided = is_lopsided(data)
    limits = bootstrap_t(data, level=level) if lopsided else None
    low, high = limits or paired_t(data, level=level)
    return Interval(float(data.mean()), low, high, level, "bootstrap-t" if limits else "paired t", lopsided)


def state_of(interval: Interval, margin: float, better: Better = "higher") -> State:
    """Return the word for an interval: level within ±margin, else better or worse if 0 is outside, else open."""
    if not interval.known:
        return "too few"
    low, high = sorted(float(x) for x in oriented([interval.low, interval.high], better))
    if (-margin < low and high < margin) or low == high == 0:
        return "level"
    if low > 0:
        return "better"
    return "worse" if high < 0 else "open"


def at_least_margin(interval: Interval, margin: float, better: Better = "higher") -> bool:
    """Whether the arm is better by at least the margin: the whole interval lies beyond it."""
    return interval.known and float(oriented([interval.low, interval.high], better).min()) > margin


def count_worlds(differences: ArrayLike, margin: float, better: Better = "higher") -> Counts:
    """Count the worlds ahead (beyond the margin), level and behind."""
    good = oriented(differences, better)
    ahead, behind = int((good > margin).sum()), int((good < -margin).sum())
    return Counts(ahead, len(good) - ahead - behind, behind)


def clopper_pearson(hits: int, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return the exact limits of a share (Clopper & Pearson 1934)."""
    tail = (1 - level) / 2
    low = float(special.betaincinv(hits, n - hits + 1, tail)) if hits > 0 else 0.0
    high = float(special.betaincinv(hits + 1, n - hits, 1 - tail)) if hits < n else 1.0
    return low, high


def worlds_needed(differences: ArrayLike, margin: float, *, level: float = 0.95) -> tuple[int, int]:
    """Return how many more worlds would likely settle an open state, and how many at most.

    c = √((n−1)/χ²_.2,n−1) guards the spread; h* = max(|D̄|, δ−|D̄|); n* = ⌈(t·c·s/h*)²⌉; n° = ⌈(2·t·c·s/δ)²⌉.

    Raises:
        ValueError: without a positive margin, as the answer could then be any number.
    """
    if margin <= 0:
        raise ValueError(f"worlds still needed: the margin must be above 0, not {margin}")
    data = np.asarray(differences, dtype=np.float64)
    n, mean = len(data), abs(float(data.mean()))
    guard = math.sqrt((n - 1) / float(special.chdtri(n - 1, 0.8)))
    reach = t_quantile((1 + level) / 2, n - 1) * guard * float(data.std(ddof=1))
    likely, most = math.ceil((reach / max(mean, margin - mean)) ** 2), math.ceil((2 * reach / margin) ** 2)
    return max(1, likely - n), max(1, most - n)


def against_reference(arms: int, *, level: float = 0.95) -> float:
    """Return the level of each comparison with the reference so that all of `arms` hold together (Bonferroni)."""
    return 1 - (1 - level) / max(1, arms - 1)


def all_pairs(arms: int, *, level: float = 0.95) -> float:
    """Return the level of each of the k(k−1)/2 comparisons so that all hold together (Bonferroni)."""
    return 1 - (1 - level) / max(1, arms * (arms - 1) // 2)


def not_beaten(values: ArrayLike, margin: float, better: Better = "higher") -> list[int]:
    """Return the arms than which no other is better, all pairs judged together.

    Args:
        values: worlds × arms.
        margin: relevance margin; a difference within it beats nobody.
        better: which direction is good.
    """
    table = np.asarray(values, dtype=np.float64)
    arms = table.shape[1]
    level = all_pairs(arms)

    def beats(one: int, other: int) -> bool:
        return state_of(mean_interval(table[:, one] - table[:, other], level=level), margin, better) == "better"

    return [arm for arm in range(arms) if not any(beats(other, arm) for other in range(arms) if other != arm)]


def best_share(values: ArrayLike, better: Better = "higher") -> Floats:
    """Return the share of worlds (rows) in which each arm (column) is best; equals share the world."""
    good = oriented(values, better)
    tops = good == good.max(axis=1, keepdims=True)
    return np.asarray((tops / tops.sum(axis=1, keepdims=True)).mean(axis=0))


def worst_tenth(values: ArrayLike, better: Better = "higher") -> Floats:
    """Return per arm the outcome that one world in ten falls short of (10 % quantile on the bad side)."""
    return oriented(quantiles(oriented(values, better), [0.1])[0], better)


def largest_regret(values: ArrayLike, better: Better = "higher") -> Floats:
    """Return per arm the most that choosing it costs in any world against the best arm of that world (Savage 1951)."""
    good = oriented(values, better)
    return np.asarray((good.max(axis=1, keepdims=True) - good).max(axis=0))


def luck_share(differences: ArrayLike, first: ArrayLike, second: ArrayLike) -> float | None:
    """Return σ²_luck / var(D): how much of the spread over worlds is chance in the simulated lives.

    Args:
        differences: all worlds' differences.
        first: differences of the worlds run twice, with their own seed.
        second: the same worlds with a second seed; σ²_luck = ½·mean (D(1) − D(2))².
        (None is returned where nothing varies.)
    """
    spread = float(np.var(np.asarray(differences, dtype=np.float64), ddof=1)) if np.size(differences) > 1 else 0.0
    if spread <= 0 or np.size(first) == 0:
        return None
    gaps = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    return min(1.0, 0.5 * float(np.mean(gaps**2)) / spread)


def correlation(one: ArrayLike, other: ArrayLike) -> float | None:
    """Return the realised correlation of two arms over worlds; None where one of them does not vary."""
    x, y = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    if len(x) < 3 or np.std(x) <= 0 or np.std(y) <= 0:
        return None
    return float(np.clip(np.corrcoef(x, y)[0, 1], -1, 1))


def spread(values: ArrayLike) -> dict[str, Any]:
    """Return mean and range over worlds: the 10, 50 and 90 % quantiles."""
    data = np.asarray(values, dtype=np.float64)
    data = data[np.isfinite(data)]
    if not len(data):
        return {"mean": None, "p10": None, "p50": None, "p90": None}
    low, middle, high = (float(x) for x in quantiles(data, [0.1, 0.5, 0.9]))
    return {"mean": float(data.mean()), "p10": low, "p50": middle, "p90": high}
