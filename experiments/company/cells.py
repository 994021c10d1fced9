"""The cells of a file, xlsx or csv, each with its address; formulas are never executed."""

from __future__ import annotations

import csv
import datetime as dt
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.company.declared import GROUPS, SHEETS, called
from sim.scenario_errors import Place, Problems, nearest, shortened
from sim.scenario_files import shown

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as Written
    from openpyxl.cell.cell import MergedCell
    from openpyxl.workbook.workbook import Workbook

MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 5_000_000, 1_000, 60  # a sheet of figures is small; a customer list is not
SUFFIXES = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds, and where it stands."""

    value: Any
    address: str
    place: Place
    is_percent: bool = False
    is_broken: bool = False     # told already

    @property
    def text(self) -> str:
        """Its value as a text without air."""
        return "" if self.value is None else str(self.value).strip()


Row = list[Cell]
Table = list[Row]


def read_tables(file: Path, problems: Problems) -> dict[str, Table]:
    """Return the tables of a file by what they are (`company`, `months`); everything that is wrong is noted."""
    whole = Place(shown(file))
    if file.suffix.lower() not in SUFFIXES:
        problems.add(whole, (), "a company sheet ends with .xlsx or .csv")
    elif not file.is_file():
        problems.add(whole, (), "there is no such file; ‹goodwill company new› writes one")
    elif file.stat().st_size > MOST_BYTES:
        problems.add(whole, (), "is larger than 5 MB; a company sheet holds figures, no lists of customers")
    elif file.suffix.lower() == ".csv":
        return dict(_from_csv(file, problems))
    else:
        return _from_xlsx(file, problems)
    return {}


def _from_csv(file: Path, problems: Problems) -> Iterator[tuple[str, Table]]:
    """Yield the file's table and, if there is one beside it, that of the months: our.csv and our-Monate.csv."""
    beside = [(key, file.with_name(f"{file.stem}-{name}.csv")) for key, name in _named("months")]
    for key, path in [("company", file), *((key, path) for key, path in beside if path.is_file())]:
        content = path.read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")   # as spreadsheet programs on Windows write it
        first = text.partition("\n")[0]
        mark = max(";,\t", key=first.count)
        lines = list(csv.reader(text.splitlines(), delimiter=mark))
        if _is_small(len(lines), max(map(len, lines), default=0), Place(shown(path)), problems):
            yield key, [
                [_cell(value or None, row, column, shown(path)) for column, value in enumerate(line, start=1)]
                for row, line in enumerate(lines, start=1)
            ]


def _named(key: str) -> list[tuple[str, str]]:
    return [(key, name) for name in dict.fromkeys(SHEETS[key].values())]


def _from_xlsx(file: Path, problems: Problems) -> dict[str, Table]:
    """Read twice: as written, to see formulas, and as last computed, to see their values."""
    written, computed = _book(file, problems, values=False), _book(file, problems, values=True)
    if written is None or computed is None:
        return {}
    known, tables = called(SHEETS), dict[str, Table]()
    for name in written.sheetnames:
        key = known.get(name.strip().casefold())
        place = Place(f"{shown(file)}: {name}")
        if key is None:
            near = nearest(name, list(known))
            hint = f"did you mean '{SHEETS[known[near]]['de']}'?" if near else "take it out: only figures belong here"
            problems.add(place, (), f"unknown sheet; {hint}")
        elif key == "segments":
            text = f"is not read: segments are those of the market; write {', '.join(GROUPS[key])} into"
            problems.add(place, (), f"{text} '{SHEETS['company']['de']}' and take it out")
        elif key != "notes" and _is_small(written[name].max_row, written[name].max_column, place, problems):
            rows = zip(written[name].iter_rows(), computed[name].iter_rows(values_only=True), strict=True)
            tables[key] = [
                [
                    _of_book(cell, value, (number, column), place.file, problems=problems)
                    for column, (cell, value) in enumerate(zip(row, values, strict=True), start=1)
                ]
                for number, (row, values) in enumerate(rows, start=1)
            ]
    return tables


def _book(file: Path, problems: Problems, *, values: bool) -> Workbook | None:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")     # what openpyxl leaves out (drawings, validations) holds no figures
            return load_workbook(file, data_only=values, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        text = "cannot be read as .xlsx; open it in a spreadsheet program and save it as .xlsx without a password"
        problems.add(Place(shown(file)), (), text)
        return None


def _is_small(rows: int, columns: int, place: Place, problems: Problems) -> bool:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        text = f"has {rows} rows and {columns} columns; a company sheet holds figures, no lists of customers"
        problems.add(place, (), text)
        return False
    return True


def _of_book(
    written: Written | MergedCell, computed: Any, at: tuple[int, int], sheet: str, *, problems: Problems,
) -> Cell:
    is_percent = "%" in str(getattr(written, "number_format", ""))
    found = _cell(computed, *at, sheet, is_percent=is_percent, mark="!")
    if written.data_type == "f" and computed is None:
        text = "holds a formula whose value was not saved; formulas are never executed: save the file in a spreadsheet"
        problems.add(found.place, (), f"{text} program, or write the value")
        return replace(found, is_broken=True)
    if isinstance(computed, str) and computed.startswith("#"):
        problems.add(found.place, (), f"holds the error {shortened(computed)}; write the value, or leave it empty")
        return replace(found, value=None, is_broken=True)
    return found


def _cell(value: Any, row: int, column: int, sheet: str, *, is_percent: bool = False, mark: str = ":") -> Cell:
    address = f"{_letters(column)}{row}"
    place = Place(f"{sheet}{mark}{address}" if mark == "!" else f"{sheet}: {address}")
    return Cell(value if not isinstance(value, dt.time) else str(value), address, place, is_percent)


def _letters(column: int) -> str:
    return (_letters((column - 1) // 26) if column > 26 else "") + chr(ord("A") + (column - 1) % 26)


def sheet_of(table: Table) -> Place:
    """Return the place of a whole table: its sheet, or its file."""
    first = table[0][0]
    return Place(first.place.file.removesuffix(first.address).rstrip("!: "))


def heads_of(row: Row, names: Mapping[str, Mapping[str, str]], problems: Problems) -> dict[str, int]:
    """Return where each column stands; headings nobody knows, or given twice, are noted."""
    known, found = called(names), dict[str, int]()
    for at, cell in enumerate(row):
        key = known.get(cell.text.casefold().rstrip(" *"))
        if cell.text and key is None:
            near = nearest(cell.text, [words[language] for words in names.values() for language in words])
            hint = f"did you mean '{near}'?" if near else f"there are {', '.join(one['de'] for one in names.values())}"
            problems.add(cell.place, (), f"unknown column '{shortened(cell.text)}'; {hint}")
        elif key is not None and key in found:
            problems.add(cell.place, (), f"the column '{cell.text}' is there twice")
        elif key is not None:
            found[key] = at
    return found
