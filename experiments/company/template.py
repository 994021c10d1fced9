"""The empty sheet, and a filled example: what `goodwill company new` writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from experiments.batch_store import write_text, write_whole
from experiments.company.cells import SUFFIXES
from experiments.company.declared import COLUMNS, FIGURES, LANGUAGES, MARKET, MONTHS, NOTES, PERIODS, SHEETS
from sim import ScenarioError, load
from sim.scenario import list_shipped
from sim.scenario_errors import unknown

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS = {"id": 18, "label": 46, "value": 14, "unit": 16, "period": 10, "definition": 62, "source": 30}
EXAMPLE = Path(__file__).with_name("example.yaml")
TAKEN = {"de": "Vorlage: der Markt, aus dem alles stammt, was hier fehlt",
         "en": "the market from which all is taken that is missing here"}
HEAD, ENTRY = "DDE3EA", "FFF7DB"   # colours of headings and of what is to be filled in


def write_template(file: str | Path, market: str, *, language: str = "de", example: bool = False) -> Path:
    """Write an empty sheet, xlsx or csv, or the filled example of a market.

    Raises:
        ScenarioError: if there is something at that place, or no such market or example.
    """
    path = Path(file)
    values = _example(market) if example else {}
    problems = [] if path.suffix.lower() in SUFFIXES else [f"{path}: a company sheet ends with .xlsx or .csv"]
    if market not in list_shipped("markets"):
        problems.append(f"--market: {unknown('market', market, list_shipped('markets'))}")
    if path.exists():
        problems.append(f"{path} is there already and is not replaced; name another file")
    if problems:
        raise ScenarioError(problems)
    rows, months = list(_rows(market, language, values)), list(_months(language, values))
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".csv":
        write_text(path, _as_csv(rows))
        if len(months) > 1:
            write_text(path.with_name(f"{path.stem}-{SHEETS['months'][language]}.csv"), _as_csv(months))
    else:
        write_whole(path, lambda beside: _write_book(beside, rows, months, language))
    return path


def examples() -> list[str]:
    """Return the markets that have a filled example."""
    return list(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")))


def _example(market: str) -> Mapping[str, Any]:
    known = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    if market not in known:
        raise ScenarioError([f"--example: there is one of {', '.join(known)}, not of '{market}'"])
    found: Mapping[str, Any] = known[market]
    return found


def _rows(market: str, language: str, values: Mapping[str, Any]) -> Iterator[list[Any]]:
    yield [words[language] for words in COLUMNS.values()]
    title = load(market).market.title if market in list_shipped("markets") else market
    words = title.get(language, market) if isinstance(title, Mapping) else str(title)
    yield [MARKET, TAKEN[language], market, "", "", words, ""]
    for figure in FIGURES.values():
        counted = values.get("periods", {}).get(figure.id, figure.period)
        period = PERIODS[counted][language] if counted else ""
        label = figure.label(language) + (" *" if figure.must else "")
        value, proof = values.get("figures", {}).get(figure.id, (None, ""))
        yield [figure.id, label, value, figure.unit_in(language), period, figure.definition(language), proof]


def _months(language: str, values: Mapping[str, Any]) -> Iterator[list[Any]]:
    yield [column.label(language) for column in MONTHS.values()]
    for row in values.get("months", ()):
        yield list(row)


def _as_csv(rows: Sequence[Sequence[Any]]) -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\n").writerows(rows)
    return target.getvalue()


def _write_book(path: Path, rows: Sequence[Sequence[Any]], months: Sequence[Sequence[Any]], language: str) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEETS["company"][language]
    for row in rows:
        sheet.append(list(row))
    _dress(sheet, list(WIDTHS.values()), entries=3)
    later = book.create_sheet(SHEETS["months"][language])
    for row in months:
        later.append(list(row))
    _dress(later, [12] + [20] * (len(MONTHS) - 1))
    notes = book.create_sheet(SHEETS["notes"][language])
    for line in NOTES[language]:
        notes.append([line])
    notes.column_dimensions["A"].width = 110
    with path.open("wb") as stream:
        book.save(stream)


def _dress(sheet: Worksheet, widths: Sequence[int], entries: int = 0) -> None:
    """Set widths, a heading that stays in sight, and a tint on the column that is to be filled in."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.cell(1, at).font = Font(bold=True)
        sheet.cell(1, at).fill = PatternFill("solid", fgColor=HEAD)
    sheet.freeze_panes = "A2"
    for row in range(2, sheet.max_row + 1) if entries else ():
        sheet.cell(row, entries).fill = PatternFill("solid", fgColor=ENTRY)
        sheet.cell(row, entries).alignment = Alignment(horizontal="right")


__all__ = ["LANGUAGES", "examples", "write_template"]
