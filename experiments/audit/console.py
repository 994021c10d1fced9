"""Differences and reproductions on the terminal and as rows: plain tables, never wider than a hundred columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from experiments.aligned import Column
from experiments.audit.sources import told
from experiments.console import show_line, show_table
from experiments.report.formats import NOTHING, is_number, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from experiments.audit.difference import Difference
    from experiments.audit.reproduction import Reproduction

LONGEST, NAMES = 100, 34    # signs of a value and of a path in a table


def show_difference(screen: Console, found: Difference) -> None:
    """Print what differs, row by row; or that nothing does."""
    a, b = found.names
    if found.is_none:
        show_line(screen, f"Nothing differs between {a} and {b}.")
        return
    if found.rows:
        screen.print(f"{len(found.rows)} values differ: A is {a}, B is {b}.", style="bold", soft_wrap=True)
        show_table(screen, _columns(), [line for row in found.rows for line in _cells(row)])
    elif found.kind == "results":
        show_line(screen, f"Inputs and versions are the same: A is {a}, B is {b}.")
    if found.outputs:
        screen.print("Outputs that differ", style="bold")
        show_table(screen, _output_columns(), [_output_cells(row) for row in found.outputs])
    if found.equal:
        show_line(screen, f"Equal: {', '.join(found.equal)}.")


def _columns() -> list[Column]:
    return [
        Column("what", is_right=False, gives_way=True), Column("", is_right=False),
        Column("value", is_right=False, gives_way=True), Column("from", is_right=False, gives_way=True),
    ]


def _cells(row: dict[str, Any]) -> list[list[str]]:
    """Return two lines of the table: what and A, below its unit and B."""
    return [
        [name, side.upper(), _shown(row[side]), _from(row, side)]
        for name, side in ((_broken(row["path"]), "a"), (f"({row['unit']})" if row["unit"] else "", "b"))
    ]


def _from(row: dict[str, Any], side: str) -> str:
    if row[side] is None:
        return "as in the status quo" if row["path"].startswith("levers.") else ""
    return told(row[f"{side}_source"], row[f"{side}_where"])


def _broken(path: str) -> str:
    """Write a long path over several lines, each ending with a dot."""
    lines = [""]
    for part in path.replace(".", ".\n").split("\n"):
        if lines[-1] and len(lines[-1] + part) > NAMES:
            lines.append("  ")
        lines[-1] += part
    return "\n".join(lines)


def _output_columns() -> list[Column]:
    return [
        Column("table", is_right=False, gives_way=True), Column("column", is_right=False, gives_way=True),
        Column("rows that differ"), Column("largest"), Column("A there"), Column("B there"),
        Column("at", is_right=False, gives_way=True),
    ]


def _output_cells(row: dict[str, Any]) -> list[str]:
    if row.get("only_in"):
        what = "column" if row["column"] else "table"
        return [row["table"], row["column"], f"{what} only in {row['only_in'].upper()}", "", "", "", ""]
    if "only_a" in row:
        return [row["table"], "", f"only A: {row['only_a']:,}\nonly B: {row['only_b']:,}", "", "", "", ""]
    largest = plain(row["largest"]) if is_number(row.get("largest")) else NOTHING
    values = [_shown(row.get(side), 20) for side in "ab"]
    return [row["table"], row["column"], f"{row['rows']:,} of {row['of']:,}", largest, *values, row.get("at", "")]


def _shown(value: Any, longest: int = LONGEST) -> str:
    """Write a value shortly; where a side says nothing, a dash."""
    line = " ".join(_words(value).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _words(value: Any) -> str:
    """Write a value without the signs of JSON, and without what is empty in it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        whole = isinstance(value, int) or (value.is_integer() and abs(value) < 1e15)
        return (f"{int(value):,}" if whole else f"{value:.6g}").replace("-", "−")
    if isinstance(value, dict):
        told_of = {key: one for key, one in value.items() if one not in (None, "", {}, [])}
        return ", ".join(f"{key} {_inner(one)}" for key, one in told_of.items()) or NOTHING
    if isinstance(value, list):
        return "[" + ", ".join(map(_inner, value)) + "]"
    return NOTHING if value in {None, ""} else str(value)


def _inner(value: Any) -> str:
    return "{" + _words(value) + "}" if isinstance(value, dict) else _words(value)


def difference_rows(found: Difference) -> Iterator[dict[str, Any]]:
    """Yield a row per difference for comma-separated values: inputs first, then outputs."""
    for row in found.rows:
        yield {"what": "input", "table": "", **{key: _flat(value) for key, value in row.items()}}
    for row in found.outputs:
        plain_row = {"what": "output", "table": row["table"], "path": row["column"]}
        yield plain_row | {key: _flat(value) for key, value in row.items() if key not in {"table", "column"}}


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def show_reproduction(screen: Console, found: Reproduction) -> None:
    """Print for every table whether it came out the same, and the verdict."""
    rows = [[row["table"], row["state"], row["detail"]] for row in found.rows]
    columns = [Column("table", is_right=False), Column("state", is_right=False),
               Column("", is_right=False, gives_way=True)]
    show_table(screen, columns, rows)
    unlike = [row["table"] for row in found.rows if row["state"] != "equal"]
    if found.is_equal:
        show_line(screen, f"Equal: all {len(rows)} come out again as they are in {found.folder}.")
    else:
        show_line(screen, f"Not equal: {', '.join(unlike)}.")
        if found.notes:
            show_line(screen, f"What differs from then: {'; '.join(found.notes)}.")


def reproduction_rows(found: Reproduction) -> Iterator[dict[str, Any]]:
    """Yield a row per table for comma-separated values."""
    for row in found.rows:
        yield {key: row[key] for key in ("table", "state", "detail")}
