"""Figures of slides and workbook as tables of plain numbers: what a chart shows is what its sheet holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from experiments.courses import CUMULATED
from experiments.office.words import say
from experiments.phrases import QUARTER, YEAR, spoken
from experiments.report.formats import Scale
from experiments.report.words import say as report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from experiments.told import Told

Cell: TypeAlias = str | int | float | None
Course: TypeAlias = "tuple[Column, Sequence[Any] | None, Any]"     # its column, a value per week, the one at the start
PERCENT, COUNT = "0.0\\ %", "#,##0"       # formats as spreadsheet programs write them
MOST_YEARS = 6      # that are shown by quarter: assumption
SIGNED = '+#,##0{0};"−"#,##0{0};0{0}'     # {0}: the decimals


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, the format of its numbers ("" for words), its width in characters."""

    head: str
    form: str = ""
    width: int = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of plain values: its name, columns and rows; `forms` holds the formats of rows that have their own.

    A sheet over time begins with two columns, year and quarter.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    forms: tuple[str, ...] = ()
    is_over_time: bool = False

    def column(self, at: int) -> list[Any]:
        """Return the values of a column, counted from 0."""
        return [row[at] for row in self.rows]


def form(scale: Scale, *, signed: bool = False) -> str:
    """Return the format of numbers that are shown on a scale; separators are those of who opens the file."""
    part = "." + "0" * scale.decimals if scale.decimals else ""
    return SIGNED.format(part) if signed else f"#,##0{part}"


def quarters(weeks: int) -> list[tuple[str, str, int]]:
    """Return year, quarter and last week of the start (week −1), of every quarter, and of the horizon's end.

    Beyond six years there is a row per year.
    """
    step = QUARTER if weeks <= MOST_YEARS * YEAR else YEAR
    ends = [-1, *range(step - 1, weeks, step)]
    ends += [weeks - 1] if ends[-1] != weeks - 1 else []
    return [(say("year", n=max(week, 0) // YEAR + 1), _quarter(week, step), week) for week in ends]


def _quarter(week: int, step: int) -> str:
    """Return the name of a quarter; of the start, "0"; within a quarter, the weeks so far."""
    if week < 0:
        return "0"
    if (week + 1) % QUARTER:
        return spoken().duration(week + 1)
    return f"Q{week % YEAR // QUARTER + 1}" if step == QUARTER else ""


def points(told: Told) -> Scale:
    """Return how trust is shown: in points of 100."""
    return told.scales.of_kind("points")


def result_scale(told: Told) -> Scale:
    """Return how the cumulated result is shown."""
    gap = told.data["weekly"]["metrics"][CUMULATED]["differences"][told.side.id]
    return told.scales.money([gap[key][-1] for key in ("mean", "p10", "p90")])


def result(told: Told) -> Sheet:
    """Return the difference of the cumulated, discounted profit by quarter: mean, and the ends of 8 of 10 worlds."""
    gap, scale = told.data["weekly"]["metrics"][CUMULATED]["differences"][told.side.id], result_scale(told)
    heads = {"mean": "mean", "p90": "upper", "p10": "lower"}
    shown = list(heads) if told.data["worlds"]["n"] > 1 else ["mean"]
    signed = form(scale, signed=True)
    courses: list[Course] = [(Column(f"{say(heads[key])}, {scale.unit}", signed, 34), gap[key], 0.0) for key in shown]
    return _over_time(told, say("sheet_result"), courses, scale)


def trust(told: Told) -> Sheet:
    """Return the cohort's trust by quarter under the reference, the strategy and the others; then the difference."""
    metric, scale = told.data["weekly"]["metrics"]["trust_cohort"], points(told)
    sides = [told.cast.reference, told.side, *(one for one in told.cast.challengers if one is not told.side)]
    starts = {side.id: _start(told, side.id) for side in sides}
    courses: list[Course] = [
        (Column(side.title, form(scale), 24), metric["levels"].get(side.id), starts[side.id]) for side in sides
    ]
    is_same = starts[told.side.id] is not None and starts[told.side.id] == starts[told.cast.reference.id]
    for key, head in (("mean", "difference"), ("p10", "p10"), ("p90", "p90")):
        column = Column(say(head), form(scale, signed=True), 22)
        courses.append((column, metric["differences"][told.side.id][key], 0.0 if is_same else None))
    return _over_time(told, say("sheet_trust"), courses, scale)


def _start(told: Told, arm: str) -> float | None:
    """Return the cohort's trust before the first week, which differs by strategy only where it is long in place."""
    levels = told.data["trust"]["years"]["arms"][arm]["levels"]
    start: float | None = levels[0] if levels else told.data["trust"]["start"]
    return start


def flips(told: Told) -> Sheet | None:
    """Return in how many worlds the cumulated result is ahead, level and behind by quarter; None with one world."""
    n, by_week = told.data["worlds"]["n"], told.data["ahead_by_week"].get(told.side.id)
    if n < 2 or not by_week:
        return None
    rows = tuple(
        (year, quarter, *(round(by_week[key][week] * n) for key in ("ahead", "level", "behind")))
        for year, quarter, week in quarters(told.data["weeks"])[1:]
    )
    return Sheet(say("sheet_flips"), (*_times(), *counted(told)), rows, is_over_time=True)


def counted(told: Told) -> tuple[Column, ...]:
    """Return the columns of worlds ahead, level and behind."""
    arm = told.side.title
    heads = (report("legend_ahead", arm=arm), report("legend_level"), report("legend_behind", arm=arm))
    return tuple(Column(head, COUNT, 34) for head in heads)


def _times() -> tuple[Column, ...]:
    return Column(say("when"), width=12), Column(say("quarter_head"), width=12)


def _over_time(told: Told, name: str, courses: Sequence[Course], scale: Scale) -> Sheet:
    rows = tuple(
        (
            year, quarter,
            *(scale.shown(start if week < 0 else course[week] if course else None) for _, course, start in courses),
        )
        for year, quarter, week in quarters(told.data["weeks"])
    )
    return Sheet(name, (*_times(), *(column for column, _, _ in courses)), rows, is_over_time=True)
