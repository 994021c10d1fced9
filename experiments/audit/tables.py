"""What differs between two tables: rows that only one has, and by column how many values and the largest difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim import ScenarioError
from sim.manifests import table_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NAMES_OF_RUNS = {"run", "scenario", "seed"}     # keys that differ between two scenarios, and say nothing of a row
KEYS = (
    "point", "claim", "market", "strategy", "arm", "world", "replication", "customer", "week", "last_week", "firm",
    "segment", "line", "cause", "department", "channel", "actor", "outcome", "measure", "group",
)  # fmt: skip
NUMBERED = "row"        # tells rows apart that agree in all keys


def read_table(path: Path) -> pd.DataFrame:
    """Read a table of a folder of results.

    Raises:
        ScenarioError: if the file is damaged.
    """
    try:
        return pd.read_parquet(path)
    except Exception as error:  # pyarrow has many kinds
        raise ScenarioError([f"{path}: cannot be read as a table: {str(error).splitlines()[0]}"]) from error


def read_digest(path: Path) -> str:
    """Return the digest of a table's values, as its manifest keeps it."""
    return table_digest(read_table(path))


def table_rows(one: pd.DataFrame, two: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a row per column that differs, the largest difference in proportion first.

    Rows are paired by their keys; those that only one table has are counted in a row of their own.
    """
    units = one.attrs.get("units", {})
    rows: list[dict[str, Any]] = [
        {"column": name, "only_in": side} for side, own, other in (("a", one, two), ("b", two, one))
        for name in own.columns if name not in other.columns
    ]
    first, second, lone = _paired(one, two)
    if lone[0] or lone[1]:
        rows.append({"column": "", "rows": lone[0] + lone[1], "of": len(one) + len(two), "only_a": lone[0],
                     "only_b": lone[1]})
    keys = set(_keys(one, two))
    columns = [name for name in one.columns if name in two.columns and name not in keys | NAMES_OF_RUNS]
    found = [row for name in columns if (row := _column_row(name, first, second, keys)) is not None]
    found.sort(key=lambda row: -(row.get("relative") or 0.0))
    return [{**row, "unit": units.get(row["column"], "")} for row in [*rows, *found]]


def _keys(one: pd.DataFrame, two: pd.DataFrame) -> list[str]:
    return [name for name in KEYS if name in one.columns and name in two.columns]


def _paired(one: pd.DataFrame, two: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, tuple[int, int]]:
    """Return the rows that both tables have, in one order, and how many each has alone."""
    keys = _keys(one, two)
    if len(one) == len(two) and all(_same(one[name], two[name]).all() for name in keys):
        return one, two, (0, 0)
    first, second = (_indexed(table, keys) for table in (one, two))
    common = first.index.intersection(second.index)
    both = first.loc[common].reset_index(), second.loc[common].reset_index()
    return *both, (len(first) - len(common), len(second) - len(common))


def _indexed(table: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    plain = table.copy()
    for name in keys:
        if isinstance(plain[name].dtype, pd.CategoricalDtype):
            plain[name] = plain[name].astype(object)
    number = plain.groupby(list(keys), dropna=False).cumcount() if keys else pd.Series(range(len(plain)))
    return plain.assign(**{NUMBERED: number.to_numpy()}).set_index([*keys, NUMBERED])


def _same(one: pd.Series[Any], two: pd.Series[Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return where two columns of one length agree; a missing value agrees with a missing one."""
    a, b = one.to_numpy(dtype=object), two.to_numpy(dtype=object)
    return np.asarray((a == b) | (pd.isna(a) & pd.isna(b)), dtype=bool)


def _column_row(name: str, one: pd.DataFrame, two: pd.DataFrame, keys: set[str]) -> dict[str, Any] | None:
    a, b = one[name], two[name]
    is_unlike = ~_same(a, b)
    if not is_unlike.any():
        return None
    row: dict[str, Any] = {"column": name, "rows": int(is_unlike.sum()), "of": len(a)}
    place = int(np.argmax(is_unlike))
    if _is_number(a) and _is_number(b):
        gaps = np.abs(a.to_numpy(dtype=np.float64) - b.to_numpy(dtype=np.float64))
        if np.isfinite(gaps[is_unlike]).any():
            place = int(np.nanargmax(np.where(np.isfinite(gaps), gaps, np.nan)))
            scale = max(abs(float(a.iloc[place])), abs(float(b.iloc[place])))
            row |= {"largest": float(gaps[place]), "relative": float(gaps[place]) / scale if scale else 0.0}
    values = {side: _plain(column.iloc[place]) for side, column in (("a", a), ("b", b))}
    return row | {"at": ", ".join(_place(one.iloc[place], keys)), **values}


def _is_number(column: pd.Series[Any]) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _place(row: pd.Series[Any], keys: set[str]) -> Iterator[str]:
    """Say where in the table a row stands."""
    for name in KEYS:
        if name in keys and name in row.index:
            yield f"{name} {row[name]}"


def _plain(value: Any) -> Any:
    """Return a cell as JSON has it."""
    value = value.item() if hasattr(value, "item") else value
    return None if value is None or value != value else value  # noqa: PLR0124  NaN
