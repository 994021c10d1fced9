"""The points of an experiment: from its design, or from a table, whose values are checked as those of a file."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.designs import full_factorial, spread
from experiments.experiment_checks import check
from sim import ScenarioError
from sim.scenario_errors import Place, unknown
from sim.scenario_trees import made

if TYPE_CHECKING:
    from experiments.designs import Point
    from experiments.experiment_context import Context
    from experiments.experiment_files import Study
    from experiments.experiment_models import Factor, Value
    from sim.yaml_located import Node


def points_of(study: Study, table: pd.DataFrame | None, context: Context) -> list[Point]:
    """Return the points of an experiment's design; `table` is a design that was handed in."""
    file = study.file
    if file.design == "table":
        return _tabled(study, _read_table(study, file.table) if table is None else table, context)
    if file.design == "full_factorial":
        return full_factorial(study.factors)
    seed = zlib.crc32(study.name.encode()) if file.seed is None else file.seed
    return spread(study.factors, file.design, file.points or 1, seed)


def _read_table(study: Study, name: str) -> pd.DataFrame:
    path = found_table(study.home, name)
    if path is None:
        raise ScenarioError([f"{study.shown}: table: there is no file '{name}'"])
    return read_table(path)


def found_table(home: Path, name: str) -> Path | None:
    """Return a table's file: beside the experiment, or where the program was started."""
    return next((path for path in (home / name, Path(name)) if path.is_file()), None)


def read_table(path: Path) -> pd.DataFrame:
    """Read a table of Parquet or of comma-separated values."""
    return pd.read_csv(path) if path.suffix.lower() == ".csv" else pd.read_parquet(path)


def _tabled(study: Study, table: pd.DataFrame, context: Context) -> list[Point]:
    """Take the points from a table; its values are tried out on the scenario, the ends of numbers only."""
    problems = [f"table: {unknown('factor', str(name), study.factors)}" for name in table if name not in study.factors]
    problems += [f"table: there is no column '{name}'" for name in study.factors if name not in table]
    problems += [f"table: {name}: a value is missing" for name in table if table[name].isna().any()]
    if problems or not len(table):
        raise ScenarioError(problems or ["table: it has no row"])
    for name, factor in study.factors.items():
        column = table[name]
        tried = [column.min(), column.max()] if pd.api.types.is_numeric_dtype(column) else column.unique()
        for value in dict.fromkeys(as_yaml(one) for one in tried):
            check(_one_level(study, factor, value), context)
    if context.problems:
        raise context.problems.error()
    names = list(study.factors)
    rows = zip(*(table[name].tolist() for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in rows] if names else [{} for _ in range(len(table))]


def _one_level(study: Study, factor: Factor, value: Value) -> Node:
    """Return an experiment of one factor with one level, to have it checked."""
    arms = [arm.id for arm in study.arms]
    return made({"strategies": arms, "factors": {"column": {"path": factor.path, "levels": [value]}}}, Place("table"))


def as_yaml(value: Any) -> Any:
    """Return what YAML would hold in the place of a Python value: paths as text, NumPy's numbers as numbers."""
    if isinstance(value, Mapping):
        return {str(key): as_yaml(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_yaml(one) for one in value]
    if isinstance(value, Path):
        return str(value)
    return value.item() if hasattr(value, "item") and not isinstance(value, str) else value
