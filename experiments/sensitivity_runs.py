"""Which assumptions or levers move the difference between two strategies: designs run as batches, told in words.

Every point of a design meets the same seeds under both strategies and the same at all points, so that what differs is
the point. With two seeds the part that luck plays shows: half the difference between the seeds varies as the mean of
both does by luck alone, so its effects are those that luck would feign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.batch import batch
from experiments.batch_tables import Batch
from experiments.conditions import rank_correlations
from experiments.exploring import Question, Varied, mechanism_title, varied
from experiments.exploring_words import told_sensitivity
from experiments.sensitivity import Method, design, finite, morris, sobol
from experiments.statistics import quantiles
from sim import ScenarioError

TRAJECTORIES, BASE_POINTS, SCREENED = 8, 64, 4      # usual sizes (Saltelli et al. 2008); of screening: assumption
TOP = 6
ENOUGH = 4          # trajectories; with fewer, intervals are not worth a word: assumption
SMALL_SHARE = 0.05      # of the variance, below which an input is called unimportant: assumption, usual with Sobol
MIXED = 0.5     # |mean effect| below this share of its mean size: the direction depends on the others; assumption


@dataclass(frozen=True)
class Sensitivity:
    """The result: indices in a tidy table, everything a report says in `data`, and the batches behind it."""

    data: dict[str, Any]
    table: pd.DataFrame
    batches: dict[str, Batch]


def sensitivity(
    question: Question, over: Sequence[str] = (), *, method: Method = "morris", points: int | None = None,
    top: int = TOP, seeds: int = 2, by_mechanism: bool = False, out: str | Path | None = None, **run: Any,
) -> Sensitivity:
    """Return which inputs move the difference between two strategies.

    Args:
        question: made by `ask`.
        over: what is varied, as `exploring.varied` takes it.
        method: morris, or sobol: where more inputs than `top` are varied, Morris chooses those that Sobol looks at.
        points: trajectories of Morris, base points of Sobol (a power of 2).
        top: how many inputs Sobol looks at.
        seeds: runs per point and strategy; with two or more, luck can be told.
        by_mechanism: of Morris: move the assumptions of each mechanism together, which takes far fewer runs.
        out: folder in which finished runs are kept, a folder per method; without one they live in memory.
        run: workers, cluster, executor, on_progress, on_note of `batch`.

    Raises:
        ScenarioError: for input that cannot be used.
        NotFiniteError: if a run failed or its outcome is no number.
    """
    if points is not None and (points < 2 or (method == "sobol" and points & (points - 1))):
        need = "base points are a power of 2" if method == "sobol" else "two trajectories at least"
        raise ScenarioError([f"points: {need}, found {points}"])
    inputs = varied(question, over)
    found = _Study(question, seeds, None if out is None else Path(out), run)
    if method == "morris":
        return found.by_morris(inputs, points or TRAJECTORIES, by_mechanism=by_mechanism)
    screening = None
    if len(inputs) > top:
        screening = found.by_morris(inputs, SCREENED, by_mechanism=False)
        leading = [row["name"] for row in screening.data["factors"][:top]]
        inputs = [one for one in inputs if one.name in leading]
    return found.by_sobol(inputs, points or BASE_POINTS, screening)


@dataclass(frozen=True)
class _Study:
    """One question with how it is run."""

    question: Question
    seeds: int
    out: Path | None
    run: dict[str, Any]

    def by_morris(self, inputs: list[Varied], n: int, *, by_mechanism: bool) -> Sensitivity:
        groups = {one.name: one.mechanism or "other" for one in inputs} if by_mechanism else None
        ranges = {one.name: (one.low, one.high) for one in inputs}
        table = design(ranges, "morris", n, seed=self.question.scenario.seed, groups=groups)
        done, gaps = self._run(inputs, table, "groups" if groups else "morris")
        effects = morris(table, gaps.mean(axis=1), groups=groups)
        margin = self.question.margin(done.runs)
        floor = dict.fromkeys(effects["factor"], 0.0)
        if self.seeds > 1:
            by_luck = morris(table, _luck(gaps), groups=groups)
            floor = dict(zip(by_luck["factor"], by_luck["mu_star"], strict=True))
        known = {one.name: one.described() for one in inputs}
        if groups:
            known = {name: _group(name, inputs) for name in effects["factor"]}
        found = effects.to_dict("records")
        rows = [{**known[row["factor"]], **_effect(row, margin, floor[row["factor"]], n)} for row in found]
        data = self._told(rows, done, gaps, margin=margin) | {
            "method": "morris", "points": n, "groups": len(known) if groups else 0,
        }
        return Sensitivity(data | {"sentences": told_sensitivity(data)}, effects, {"morris": done})

    def by_sobol(self, inputs: list[Varied], n: int, screening: Sensitivity | None) -> Sensitivity:
        ranges = {one.name: (one.low, one.high) for one in inputs}
        table = design(ranges, "sobol", n, seed=self.question.scenario.seed)
        done, gaps = self._run(inputs, table, "sobol")
        middle = gaps.mean(axis=1).to_numpy(dtype=np.float64)
        shares = sobol(table, middle)
        leaning = dict(zip(table, rank_correlations(middle, table.to_numpy(dtype=np.float64)), strict=True))
        known = {one.name: one.described() for one in inputs}
        rows = [{**known[row["factor"]], **_share(row, leaning[row["factor"]])} for row in shares.to_dict("records")]
        data = self._told(rows, done, gaps, margin=self.question.margin(done.runs)) | {
            "method": "sobol", "points": n, "groups": 0, "screening": None if screening is None else screening.data,
        }
        before = {} if screening is None else screening.batches
        return Sensitivity(data | {"sentences": told_sensitivity(data)}, shares, before | {"sobol": done})

    def _run(self, inputs: list[Varied], table: pd.DataFrame, what: str) -> tuple[Batch, pd.DataFrame]:
        factors = {one.name: {"path": one.path, "title": one.label} for one in inputs}
        experiment = self.question.experiment(what, factors=factors, replications=self.seeds)
        folder = None if self.out is None else self.out / what
        done = batch(experiment, folder, points=table, sets=self.question.settings, **self.run)
        gaps = self.question.gaps(done)
        finite(gaps.mean(axis=1, skipna=False), _labels(done, len(table)))
        return done, gaps

    def _told(
        self, rows: list[dict[str, Any]], done: Batch, gaps: pd.DataFrame, *, margin: float,
    ) -> dict[str, Any]:
        means = gaps.mean(axis=1).to_numpy(dtype=np.float64)
        low, middle, high = (float(one) for one in quantiles(means, (0.1, 0.5, 0.9)))
        return {
            "kind": "sensitivity", **self.question.described(margin), "seeds": self.seeds,
            "runs": len(done.runs), "varied": len(done.factors), "factors": rows,
            "difference": {"mean": float(means.mean()), "p10": low, "p50": middle, "p90": high},
            "luck": _luck_share(gaps) if self.seeds > 1 else None,
            "provenance": {key: done.manifest[key] for key in ("versions", "code", "digest", "created")},
        }


def _labels(done: Batch, n: int) -> list[str]:
    """Return what points are called in messages: with the error of the first run that failed there."""
    labels = [f"point {k}" for k in range(n)]
    for row in done.failed.drop_duplicates("point").to_dict("records"):
        labels[row["point"]] += f", {row['strategy']}: {row['error']}"
    return labels


def _luck(gaps: pd.DataFrame) -> pd.Series[float]:
    """Return what varies over the points as the mean over the seeds does by luck alone."""
    return gaps.iloc[:, 0].sub(gaps.iloc[:, 1]).div(float(np.sqrt(2 * gaps.shape[1])))


def _luck_share(gaps: pd.DataFrame) -> float:
    """Return the share of luck in what varies from point to point; a seed's effect that all points share is none."""
    over_points = float(gaps.mean(axis=1).var())
    return min(1.0, float(_luck(gaps).var()) / over_points) if over_points > 0 else 0.0


def _group(number: str, inputs: list[Varied]) -> dict[str, Any]:
    members = [one.name for one in inputs if (one.mechanism or "other") == number]
    return {
        "name": number, "path": "", "label": mechanism_title(number), "unit": "", "low": None, "high": None,
        "mechanism": number, "members": members,
    }


def _effect(row: Mapping[Any, Any], margin: float, floor: float, n: int) -> dict[str, Any]:
    """Return one input's effect, where it points, and whether it matters: beyond the margin and beyond luck."""
    size, least, most = (float(row[name]) for name in ("mu_star", "mu_star_low", "mu_star_high"))
    verdict = "matters" if least > max(margin, floor) else "small" if most <= margin or size == 0 else "open"
    mean, sigma = (float(row[name]) if np.isfinite(row[name]) else None for name in ("mu", "sigma"))    # none of groups
    is_mixed = mean is None or abs(mean) <= MIXED * size
    return {
        "effect": size, "low_end": least, "high_end": most, "mean": mean, "sigma": sigma, "luck": floor,
        "verdict": verdict if n >= ENOUGH else "few", "direction": 0 if is_mixed else int(np.sign(mean or 0.0)),
    }


def _share(row: Mapping[Any, Any], leaning: float) -> dict[str, Any]:
    least, most = float(row["ST_low"]), float(row["ST_high"])
    verdict = "matters" if least > SMALL_SHARE else "small" if most <= SMALL_SHARE else "open"
    return {
        "effect": float(row["ST"]), "low_end": least, "high_end": most, "own": float(row["S1"]),
        "own_low": float(row["S1_low"]), "own_high": float(row["S1_high"]), "direction": int(np.sign(leaning)),
        "verdict": verdict,
    }
