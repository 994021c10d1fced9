"""A company sheet, read: each figure with its cell; every mistake at its cell, all at once, before anything is run."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from experiments.company.cells import Cell, Row, Table, heads_of, read_tables, sheet_of
from experiments.company.declared import COLUMNS, FIGURES, GROUPS, MARKET, PER_YEAR, PERIODS, UNITS, Figure, called
from experiments.company.months import Months, read_months
from experiments.company.numbers import span
from sim.scenario import list_shipped
from sim.scenario_errors import Place, Problems, shortened, unknown
from sim.scenario_files import shown

NEEDED = ("id", "value")


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that was given: in its declared unit and period, with its cell; `low` and `high` of a range."""

    id: str
    value: float
    cell: str
    low: float | None = None
    high: float | None = None
    proof: str = ""

    @property
    def figure(self) -> Figure:
        """What is declared of it."""
        return FIGURES[self.id]


@dataclass(frozen=True)
class Sheet:
    """What a company says of itself."""

    file: str
    market: str
    given: dict[str, Given]
    months: Months | None = None
    empty: list[str] = field(default_factory=list)

    def value(self, name: str, default: float | None = None) -> float | None:
        """Return a figure's value, or the default where it was not given."""
        return self.given[name].value if name in self.given else default


def read_sheet(file: str | Path) -> Sheet:
    """Read a company sheet, xlsx or csv.

    Raises:
        ScenarioError: with every mistake, each by sheet and cell.
    """
    path, problems = Path(file), Problems()
    tables = read_tables(path, problems)
    if "company" not in tables and not problems:
        problems.add(Place(shown(path)), (), "there is no sheet 'Unternehmen'; ‹goodwill company new› writes one")
    reader = _Reader(problems)
    reader.read(tables.get("company", []))
    months = read_months(tables["months"], problems) if "months" in tables else None
    if problems:
        raise problems.error()
    return Sheet(path.name, reader.market, reader.given, months, [name for name in FIGURES if name not in reader.given])


class _Reader:
    """Reads the table of figures row by row."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.market = ""
        self.given: dict[str, Given] = {}
        self._rows: dict[str, Cell] = {}
        self._heads: dict[str, int] = {}

    def read(self, table: Table) -> None:
        """Read all rows; what is wrong is noted."""
        if not table:
            return
        self._heads = heads_of(table[0], COLUMNS, self.problems)
        for name in NEEDED:
            if name not in self._heads:
                text = f"there is no column '{COLUMNS[name]['de']}' in the first row"
                self.problems.add(sheet_of(table), (), text)
        if set(NEEDED) <= self._heads.keys():
            for row in table[1:]:
                self._take(row)
            self._look_for_what_is_needed(table)

    def _at(self, row: Row, name: str) -> Cell:
        at = self._heads.get(name, len(row))
        return row[at] if at < len(row) else Cell(None, "", row[0].place)

    def _take(self, row: Row) -> None:
        named = self._at(row, "id")
        if not named.text:
            self._refuse_loose(row)
        elif named.text in GROUPS:
            self.problems.add(named.place, (), f"'{named.text}' is asked for in parts: {', '.join(GROUPS[named.text])}")
        elif named.text not in FIGURES and named.text != MARKET:
            self.problems.add(named.place, (), unknown("figure", named.text, [*FIGURES, MARKET]))
        elif named.text in self._rows:
            text = f"'{named.text}' is there twice, first in {self._rows[named.text].address}"
            self.problems.add(named.place, (), text)
        else:
            self._rows[named.text] = self._at(row, "value")
            if named.text == MARKET:
                self._take_market(self._at(row, "value"))
            else:
                self._take_figure(FIGURES[named.text], row)

    def _refuse_loose(self, row: Row) -> None:
        value = self._at(row, "value")
        if value.text:
            self.problems.add(value.place, (), f"'{shortened(value.text)}' belongs to no figure: its id is missing")

    def _take_market(self, cell: Cell) -> None:
        names = list_shipped("markets")
        if cell.text in names or (cell.text.endswith(".yaml") and Path(cell.text).is_file()):
            self.market = cell.text
        else:
            self.problems.add(cell.place, (MARKET,), unknown("market", cell.text, names))

    def _take_figure(self, figure: Figure, row: Row) -> None:
        cell, proof = self._at(row, "value"), self._at(row, "source")
        if "@" in proof.text:
            text = "holds an address; name the document, not a person"
            self.problems.add(proof.place, (figure.id,), text)
        if not cell.text:
            return
        try:
            value, low, high = _numbers(cell)
        except ValueError as error:
            self.problems.add(cell.place, (figure.id,), str(error))
            return
        factor = self._factor(figure, cell, row)
        if factor is None:
            return
        value, ends = value * factor, (None if low is None else low * factor, None if high is None else high * factor)
        outside = [x for x in (value, *ends) if x is not None and not figure.low <= x <= figure.high]
        if outside:
            per = f" per {figure.period}" if figure.period else ""
            text = f"must lie in {figure.low:.10g} to {figure.high:.10g} {figure.unit}{per}, not {outside[0]:.10g}"
            self.problems.add(cell.place, (figure.id,), text)
        else:
            where = cell.place.file.partition(": ")[2] or cell.address
            self.given[figure.id] = Given(figure.id, value, where, *ends, proof=proof.text)

    def _factor(self, figure: Figure, cell: Cell, row: Row) -> float | None:
        """Return by what a value is multiplied to be in the figure's unit and period; None if it cannot be."""
        unit, period = self._at(row, "unit"), self._at(row, "period")
        factor = 100.0 if cell.is_percent and figure.unit == "%" else 1.0
        right = set(UNITS[figure.unit].values()) | {figure.unit}
        if unit.text and unit.text not in right:
            text = f"{figure.id} is given in '{figure.unit_in('de')}' ({figure.unit}), not in '{shortened(unit.text)}'"
            self.problems.add(unit.place, (figure.id,), text)
            return None
        known = called(PERIODS)
        if period.text and period.text.casefold() not in known:
            names = [words[language] for words in PERIODS.values() for language in words]
            self.problems.add(period.place, (figure.id,), unknown("period", period.text, names))
            return None
        if not figure.period or not period.text:
            return factor
        return factor * PER_YEAR[known[period.text.casefold()]] / PER_YEAR[figure.period]

    def _look_for_what_is_needed(self, table: Table) -> None:
        whole = sheet_of(table)
        if MARKET not in self._rows:
            self.problems.add(whole, (MARKET,), "the row 'market' is missing: the market whose other numbers are taken")
        for figure in FIGURES.values():
            if not figure.must:
                continue
            if figure.id not in self._rows:
                self.problems.add(whole, (figure.id,), f"the row is missing; needed: {figure.label('de')}")
            elif not self._rows[figure.id].text and not self._rows[figure.id].is_broken:
                text = f"is empty; needed: {figure.label('de')}"
                self.problems.add(self._rows[figure.id].place, (figure.id,), text)


def _numbers(cell: Cell) -> tuple[float, float | None, float | None]:
    value: Any = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"must be a number, found '{shortened(cell.text)}'")  # noqa: TRY004  a mistake in a file
    if isinstance(value, str):
        return span(value)
    if not math.isfinite(value):
        raise ValueError(f"must be a finite number, found '{cell.text}'")
    return float(value), None, None
