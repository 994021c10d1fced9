"""Tables of plain text: numbers are never cut, and columns of words give way where the screen is narrow."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP = "  "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, whether it stands at the right, whether it gives way."""

    heading: str
    is_right: bool = True
    gives_way: bool = False


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Yield the lines of a table: headings, a rule, the rows; cells run over several lines where they must."""
    widths = _widths(columns, rows, width)
    headings = [_wrapped(column.heading, room) for column, room in zip(columns, widths, strict=True)]
    most = max(map(len, headings))
    yield from _lines([[""] * (most - len(lines)) + lines for lines in headings], columns, widths)
    yield "─" * (sum(widths) + len(GAP) * (len(widths) - 1))
    for row in rows:
        yield from _lines([_wrapped(cell, room) for cell, room in zip(row, widths, strict=True)], columns, widths)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    wanted = [
        max(_longest(column.heading.split()), *(_longest(row[place].split("\n")) for row in rows), 1)
        for place, column in enumerate(columns)
    ]
    giving = [place for place, column in enumerate(columns) if column.gives_way]
    left = width - len(GAP) * (len(columns) - 1) - sum(wanted[k] for k in range(len(columns)) if k not in giving)
    for number, place in enumerate(giving):
        wanted[place] = max(8, min(wanted[place], left // (len(giving) - number)))
        left -= wanted[place]
    return wanted


def _longest(texts: Sequence[str]) -> int:
    return max(map(len, texts), default=0)


def _wrapped(cell: str, room: int) -> list[str]:
    return [part for line in cell.split("\n") for part in wrap(line, room) or [""]]


def _lines(cells: Sequence[list[str]], columns: Sequence[Column], widths: Sequence[int]) -> Iterator[str]:
    for parts in zip_longest(*cells, fillvalue=""):
        placed = [
            part.rjust(room) if column.is_right else part.ljust(room)
            for part, column, room in zip(parts, columns, widths, strict=True)
        ]
        yield GAP.join(placed).rstrip()
