"""Where a strategy falls behind another: discovery in a batch, a comparison, any table, or worlds run for it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import pandas as pd

from agents.parameters import UNCERTAINTIES
from experiments.batch import batch
from experiments.boxes import Box, Mask, Sheet
from experiments.discovery import SHUFFLES, Discovery, bearable, discover
from experiments.experiment_points import read_table
from experiments.exploring import REVENUE, Question
from experiments.exploring_words import told_discovery
from experiments.margins import margin_of, margins
from experiments.outcomes import outcome_named
from experiments.phrases import spoken
from experiments.statistics import oriented
from sim import ScenarioError
from sim.scenario import list_shipped, load_strategy
from sim.scenario_errors import unknown

Case = Literal["behind", "ahead"]
WORLDS = 200
KEYS = ("point", "world", "replication")
NO_INPUTS = ("draw", "seed", *KEYS, "run", "strategy", "scenario", "error", "origin")


@dataclass(frozen=True)
class Cases:
    """What is looked at: inputs, a difference or outcome per row (+ as good), and how it is called."""

    inputs: pd.DataFrame
    gaps: pd.Series[float]
    told: dict[str, Any]
    labels: dict[str, tuple[str, str]]
    limit: float


@dataclass(frozen=True)
class Found:
    """The result: boxes, everything a report says in `data`, and the table that was looked at."""

    boxes: list[Discovery]
    data: dict[str, Any]
    table: pd.DataFrame
    gaps: pd.Series[float]
    is_case: Mask


def run_worlds(
    question: Question, n: int = WORLDS, *, seeds: int = 1, out: str | Path | None = None, **run: Any,
) -> Cases:
    """Run both strategies in n plausible worlds, or what is missing of them, and return the differences.

    Args:
        question: made by `ask`.
        n: worlds.
        seeds: runs per world; their mean is taken.
        out: folder in which finished runs are kept; without one they live in memory.
        run: workers, cluster, executor, on_progress, on_note of `batch`.
    """
    experiment = question.experiment("worlds of", worlds=n, replications=seeds)
    done = batch(experiment, out, sets=question.settings, **run)
    margin = question.margin(done.runs)
    return _paired(done.runs, done.worlds, question.described(margin))


def read_cases(
    path: str | Path, strategies: Sequence[str] | None = None, outcome: str | None = None,
) -> Cases:
    """Return what a folder of `batch` or `compare`, or a table of Parquet or comma-separated values, holds.

    Args:
        path: the folder or file.
        strategies: of a folder, the reference and the strategy that is asked about; default: the first two.
        outcome: of a folder, the measure; of a table, the column; default: the first measure.

    Raises:
        ScenarioError: if it cannot be used.
    """
    place = Path(path)
    if place.is_file():
        return _plain(place, outcome)
    manifest, runs, draws = _folder(place)
    is_comparison = manifest["kind"] == "comparison"
    runs, first, measures, factors = _of_comparison(place, runs) if is_comparison else _of_batch(manifest, runs)
    there = list(dict.fromkeys(runs["strategy"]))
    first = first or there[0]
    pair = list(strategies or [first, *(name for name in there if name != first)][:2])
    problems = [f"{place}: {unknown('strategy', name, there)}" for name in pair if name not in there]
    if len(pair) != 2 or len(set(pair)) != 2:
        problems.append(f"{place}: two different strategies are compared, the reference first")
    name = outcome or ("value" if "value" in measures else measures[0])
    if name not in measures:
        problems.append(f"{place}: {unknown('measure', name, measures)}")
    if problems:
        raise ScenarioError(problems)
    told = {
        "scenario": str(place), "title": place.name, "arms": [{"id": one, "title": _title(one)} for one in pair],
        "reference": pair[0], "outcome": _outcome(name, _margin(runs, name, pair[0])), "currency": "EUR",
    }
    return _paired(runs, draws, told, factors)


def _folder(place: Path) -> tuple[dict[str, Any], pd.DataFrame, pd.DataFrame]:
    """Return the manifest, the runs and the draws of a folder of a finished batch or comparison."""
    manifest = place / "manifest.json"
    if not manifest.is_file():
        raise ScenarioError([f"{place}: no folder of a batch or a comparison: there is no manifest.json"])
    kept = json.loads(manifest.read_text(encoding="utf-8"))
    kinds = {"batch": ("runs.parquet", "worlds.parquet"), "comparison": ("worlds.parquet", "draws.parquet")}
    runs_file, draws_file = kinds.get(str(kept.get("kind")), ("", ""))
    if not runs_file or not (place / runs_file).is_file() or not (place / draws_file).is_file():
        raise ScenarioError([f"{place}: no finished batch or comparison; run it to its end first"])
    return kept, pd.read_parquet(place / runs_file), pd.read_parquet(place / draws_file)


Held = tuple[pd.DataFrame, str, list[str], dict[str, Any]]      # runs, reference, measures, factors


def _of_comparison(place: Path, runs: pd.DataFrame) -> Held:
    wide = runs.pivot_table(index=["world", "replication", "seed", "arm"], columns="outcome", values="value")
    shaped = wide.reset_index().rename(columns={"arm": "strategy"}).assign(point=0, error="")
    first = str(json.loads((place / "comparison.json").read_text(encoding="utf-8"))["reference"])
    return shaped, first, list(wide.columns), {}


def _of_batch(manifest: dict[str, Any], runs: pd.DataFrame) -> Held:
    experiment = manifest["experiment"]
    measures = list(experiment["measures"]) or [name for name in runs if name in margins()]
    return runs, experiment["reference"], measures, experiment["factors"]


def _title(strategy: str) -> str:
    if strategy in list_shipped("strategies"):
        return spoken().text(load_strategy(strategy).title)
    return strategy.replace("_", " ").capitalize()


def _margin(runs: pd.DataFrame, name: str, reference: str) -> float:
    """Return the margin of a measure; 0 where none is declared, or the revenue it is a share of was not measured."""
    if name not in margins() or (margins()[name].by == "revenue" and REVENUE not in runs):
        return 0.0
    own = runs[runs["strategy"] == reference]
    revenue = float(own[REVENUE].mean()) if REVENUE in runs else 0.0
    return margin_of(name, reference=float(own[name].mean()), revenue=revenue)


def _outcome(name: str, margin: float) -> dict[str, Any]:
    try:
        found = outcome_named(name)
    except ScenarioError:     # a measure with a name of its own
        return {"name": name, "label": name, "unit": "", "kind": "count", "better": "higher", "margin": margin}
    return {
        "name": name, "label": found.label, "unit": found.unit, "kind": found.kind, "better": found.better,
        "margin": margin,
    }


def _paired(
    runs: pd.DataFrame, draws: pd.DataFrame, told: dict[str, Any], factors: Mapping[str, Any] = MappingProxyType({}),
) -> Cases:
    """Return the mean difference by point and world, with the point's factors and what the world drew."""
    name = told["outcome"]["name"]
    first, second = (runs[runs["strategy"] == arm["id"]].set_index(list(KEYS))[name] for arm in told["arms"])
    gaps = (second - first).groupby(level=["point", "world"]).mean().dropna()
    points, world = (gaps.index.get_level_values(level) for level in ("point", "world"))
    paths = {str(factor["path"]).rpartition(".")[2] for factor in factors.values()}     # a factor stands above a draw
    drawn = draws.set_index("world").drop(columns=["draw", "seed", *factors, *paths], errors="ignore")
    own = runs.drop_duplicates("point").set_index("point")[list(factors)].reindex(points).reset_index(drop=True)
    inputs = pd.concat([own, drawn.reindex(world).reset_index(drop=True)], axis=1)
    labels = {one: (UNCERTAINTIES[one].about, UNCERTAINTIES[one].unit) for one in drawn if one in UNCERTAINTIES}
    labels |= {key: (spoken().text(factor.get("title")) or key, "") for key, factor in factors.items()}
    values = pd.Series(oriented(gaps, told["outcome"]["better"]))
    return Cases(inputs, values, told, labels, float(told["outcome"]["margin"]))


def _plain(place: Path, outcome: str | None) -> Cases:
    try:
        table = read_table(place)
    except (ValueError, OSError) as error:
        raise ScenarioError([f"{place}: no table of Parquet or comma-separated values: {error}"]) from error
    if outcome is None:
        raise ScenarioError([f"{place}: name the column to look at: --outcome COLUMN"])
    if outcome not in table:
        raise ScenarioError([f"{place}: {unknown('column', outcome, list(map(str, table)))}"])
    if not pd.api.types.is_numeric_dtype(table[outcome]):
        raise ScenarioError([f"{place}: column '{outcome}' holds no numbers"])
    rows = table.dropna(subset=[outcome]).reset_index(drop=True)
    told = {
        "scenario": str(place), "title": place.name, "arms": [], "reference": "", "currency": "",
        "outcome": {"name": outcome, "label": outcome, "unit": "", "kind": "count", "better": "higher", "margin": 0.0},
    }
    inputs = rows.drop(columns=[name for name in (outcome, *NO_INPUTS) if name in rows])
    return Cases(inputs, rows[outcome].astype(np.float64), told, {}, 0.0)


def find_conditions(
    cases: Cases, *, case: Case = "behind", over: Sequence[str] = (), limit: float | None = None, boxes: int = 3,
    density: float | None = None, shuffles: int = SHUFFLES,
) -> Found:
    """Return under which conditions a strategy is behind (or ahead) by more than the margin.

    Args:
        cases: made by `run_worlds` or `read_cases`.
        case: what is looked for: values below −limit (behind), or above the limit (ahead).
        over: the inputs that may be restricted; default: of all that vary those that go most with the cases, as many
            as the table bears.
        limit: the value below (or above) which it is looked for, instead of beyond the margin of relevance.
        boxes: how many at most.
        density: take the largest box that reaches this density.
        shuffles: how often cases are shuffled.

    Raises:
        ScenarioError: if names are unknown, or there are too few cases.
    """
    names = list(map(str, cases.inputs))
    wrong = [f"--over: {unknown('input', name, names)}" for name in over if name not in names]
    if wrong:
        raise ScenarioError(wrong)
    table = cases.inputs[list(over)] if over else cases.inputs
    table = table[[name for name in table if len(table[name].unique()) > 1]]
    size = (-cases.limit if case == "behind" else cases.limit) if limit is None else limit
    is_case = np.asarray(cases.gaps < size if case == "behind" else cases.gaps > size, dtype=np.bool_)
    try:
        found = discover(table, is_case, boxes=boxes, shuffles=shuffles, density=density, inputs=len(over) or None)
    except ValueError as error:
        raise ScenarioError([f"{cases.told['title']}: {error}"]) from error
    looked_at = len(over) or min(len(table.columns), bearable(is_case))
    leading = Sheet.of(table).leading(is_case, looked_at).names[:looked_at]
    data = {
        "kind": "discovery", **cases.told, "case": case, "limit": size, "given": limit is not None,
        "cases": int(is_case.sum()), "rows": len(table),
        "unit": "worlds" if cases.told["arms"] else "rows", "inputs": len(table.columns),
        "looked_at": looked_at, "leading": [_named(name, cases.labels)[0] for name in leading], "shuffles": shuffles,
        "boxes": [_box(one, table, cases.labels) for one in found],
        "trajectory": [_step(box) for box in found[0].trajectory],
    }
    return Found(found, data | {"sentences": told_discovery(data)}, table, cases.gaps, is_case)


def _step(box: Box) -> dict[str, Any]:
    return {
        "mass": box.mass, "coverage": box.coverage, "density": box.density, "rows": box.rows, "cases": box.cases,
        "restricted": len(box.limits),
    }


def _box(one: Discovery, table: pd.DataFrame, labels: dict[str, tuple[str, str]]) -> dict[str, Any]:
    box, sheet = one.box, Sheet.of(table)
    ordered = sorted(box.limits, key=lambda name: box.quasi_p[name])
    limits = []
    for name in ordered:
        label, unit = _named(name, labels)
        limits.append({
            "name": name, "label": label, "unit": unit, **_ends(box, sheet, name), "quasi_p": box.quasi_p[name],
            "reproduced": one.reproduced[name],
        })
    return {**_step(box), "limits": limits, "p": one.p, "halves": one.halves}


def _named(name: str, labels: dict[str, tuple[str, str]]) -> tuple[str, str]:
    return labels.get(name, (name.replace("_", " "), ""))


def _ends(box: Box, sheet: Sheet, name: str) -> dict[str, Any]:
    """Return the ends of a restriction, None where it has none, and the whole range of the input."""
    limit = box.limits[name]
    if name in sheet.levels:
        return {"low": None, "high": None, "categories": list(limit), "range": list(sheet.levels[name])}
    column = sheet.column(name)
    low, high = float(column.min()), float(column.max())
    return {
        "low": float(limit[0]) if limit[0] > low else None, "high": float(limit[-1]) if limit[-1] < high else None,
        "categories": [], "range": [low, high],
    }
