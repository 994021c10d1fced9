"""The workbook: a sheet per figure, every input with its source, and the provenance; numbers, no formulas."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from experiments.office import findings, sheets
from experiments.office.lettering import lines_of
from experiments.office.sealed import for_the_board
from experiments.office.sheets import Cell, Column, Sheet
from experiments.office.words import say
from experiments.phrases import spoken
from experiments.reasons import weigh
from experiments.report.colours import LIGHT
from experiments.report.facts import facts, predisposition
from experiments.report.formats import text
from experiments.report.words import say as report
from experiments.told import Told
from experiments.words import answer

if TYPE_CHECKING:
    from datetime import datetime

    from experiments.compare import Comparison
    from experiments.trial import Design

NO_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME, LONGEST_CELL = 31, 32_767     # characters, of spreadsheet programs
LETTERS, LINE_HEIGHT, CHARACTER = 11, 15.0, 0.07    # points, points, inches: Excel's usual cell


def workbook(comparison: Comparison) -> bytes:
    """Return the workbook as a file; equal comparisons give equal bytes."""
    return for_the_board(comparison, _built)


def _built(comparison: Comparison, moment: datetime) -> bytes:
    book, out, told = Workbook(), io.BytesIO(), Told.of(comparison.data)
    book.remove(book.worksheets[0])
    for sheet in all_sheets(told, comparison.everything.design):
        _write(book.create_sheet(NO_NAME.sub(" ", sheet.name)[:LONGEST_NAME]), sheet)
    book.properties.title = text(told.data["texts"]["title"])
    book.properties.creator, book.properties.language = "goodwill", spoken().language
    book.properties.created = book.properties.modified = moment.replace(tzinfo=None)
    book.save(out)
    return out.getvalue()


def all_sheets(told: Told, design: Design) -> list[Sheet]:
    """Return the sheets in the order of the slides, then all outcomes, inputs and provenance."""
    found = [
        answered(told), findings.three(told), sheets.result(told), sheets.trust(told), findings.waterfall(told),
        findings.causes(told), findings.removed(told), sheets.flips(told), findings.conditions(told),
        findings.budget(told), findings.sources(design), findings.outcomes(told), findings.every_input(design),
        provenance(told),
    ]
    return [sheet for sheet in found if sheet is not None and sheet.rows]


def answered(told: Told) -> Sheet:
    """Return the question, the decision, the answer, and what speaks for and against it."""
    columns = (Column(say("what"), width=34), Column(say("words"), width=120))
    return Sheet(say("sheet_answer"), columns, tuple(row for row in _words(told) if row[1]))


def _words(told: Told) -> Iterator[tuple[Cell, ...]]:
    voice, texts = spoken(), told.data["texts"]
    said, weighed = answer(told.data, voice), weigh(told.data, voice)
    yield report("document"), text(texts["title"])
    yield report("question"), text(texts["question"])
    yield report("decision"), text(texts["decision"])
    for sentence in (said["headline"], *said["sentences"]):
        yield report("answer"), sentence
    leader = weighed["against"]["leader"]
    for reason in weighed["against"]["reasons"]:
        yield report("against") if leader else report("either"), reason
    for reason in weighed["for"]["reasons"]:
        yield report("for"), reason


def provenance(told: Told) -> Sheet:
    """Return how it was computed, so that somebody else can do it again."""
    known = facts(told.data)
    rows: list[tuple[Cell, ...]] = [(name, int(value) if value.isdecimal() else value) for name, value in known]
    if lean := predisposition(told.data):
        rows.append((say("model_lean"), lean))
    return Sheet(say("sheet_provenance"), (Column(say("what"), width=44), Column(say("words"), width=120)), tuple(rows))


def _write(place: Worksheet, sheet: Sheet) -> None:
    """Write a sheet: the head in bold and in sight, widths, a format for every number."""
    for at, column in enumerate(sheet.columns, start=1):
        _head(place.cell(1, at), column)
        place.column_dimensions[get_column_letter(at)].width = column.width
    looks: dict[str | None, Any] = {}
    place.row_dimensions[1].height = _height([column.head for column in sheet.columns], sheet)
    for number, row in enumerate(sheet.rows, start=2):
        place.row_dimensions[number].height = _height(row, sheet)
        for at, (value, column) in enumerate(zip(row, sheet.columns, strict=True), start=1):
            if value is not None:
                own = sheet.forms[number - 2] if sheet.forms and column.form == findings.EXACT else column.form
                _put(place.cell(number, at), value, own or findings.EXACT, looks)
    place.freeze_panes = "B2"
    _printable(place)


def _height(cells: Sequence[Cell], sheet: Sheet) -> float:
    """Return the height of a row that its texts need when they break into lines, in points."""
    lines = [
        lines_of(clean(text), LETTERS, column.width * CHARACTER)
        for text, column in zip(cells, sheet.columns, strict=True) if isinstance(text, str)
    ]
    return LINE_HEIGHT * max(lines, default=1)


def _printable(place: Worksheet) -> None:
    """Let a sheet be printed on the width of one page across, its head on every page."""
    place.page_setup.orientation, place.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    place.page_setup.fitToHeight, place.print_title_rows = 0, "1:1"
    place.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _head(cell: Any, column: Column) -> None:
    cell.value, cell.data_type, cell.font = clean(column.head), "s", Font(name="Calibri", size=11, bold=True)
    cell.fill = PatternFill("solid", fgColor=LIGHT["rule"].removeprefix("#"))
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="right" if column.form else "left")


def _put(cell: Any, value: Cell, form: str, looks: dict[str | None, Any]) -> None:
    """Write a value; a text is never a formula, whatever it begins with. Cells that look alike share their look."""
    look = None if isinstance(value, str) else form
    cell.value = clean(value) if isinstance(value, str) else value
    if look in looks:
        cell._style = copy.copy(looks[look])
    else:
        cell.alignment = Alignment(wrap_text=isinstance(value, str), vertical="top")
        cell.number_format = form if look else findings.EXACT
        looks[look] = cell._style
    if isinstance(value, str):
        cell.data_type = "s"


def clean(words: str) -> str:
    """Return a text that a cell can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", words)[:LONGEST_CELL]
