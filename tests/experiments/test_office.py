"""Slides and workbook: charts that can be edited, numbers that are the comparison's, text that fits and reads."""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Emu, Inches

from dashboard.words import catalogue, voice
from experiments.assembly import assemble
from experiments.compare import Comparison, long_table
from experiments.office import write_slides, write_tables
from experiments.office.charts import named
from experiments.office.lettering import Box, fitted, height_of, lines_of, width_of
from experiments.office.sheets import quarters
from experiments.office.slides import slides
from experiments.office.tables import workbook
from experiments.office.words import WORDS, board
from experiments.phrases import speaking
from experiments.worlds import as_table

MADE = {"created": "2026-11-27T10:00:00+00:00", "duration_s": 1.0}
LONG = "Was passiert, wenn unsere Abteilungen aufhören, Quoten zu jagen, und eine Kundensteuerung übernimmt? " * 6
REMOVED = {
    "arm": "arm1", "worlds": 8, "margin": 0.02, "kept": [],
    "rows": [{
        "mechanism": "M13", "titles": {"en": "Hidden fees", "de": "Versteckte Entgelte"}, "causes": [],
        "booked": {"mean": 0.02, "p10": 0.01, "p90": 0.03}, "without": {"mean": 0.035, "p10": 0.0, "p90": 0.06},
    }],
}  # fmt: skip
GAINS = [[0, 40 + 10 * (k % 7) - 90 * (k % 5 == 0)] for k in range(24)]


KEPT: dict[str, object] = {}      # what several tests look at and none changes is made once


def kept(make, *key):
    name = repr(key)
    if name not in KEPT:
        KEPT[name] = make()
    return KEPT[name]


@pytest.fixture(name="compared")
def _compared(request):
    """Return a maker of a comparison from gains per world and arm, without any simulation."""

    def assembled(gains, weeks, worlds, removed):
        make = request.getfixturevalue("make")      # it loads a market: only where nothing is kept
        runs, plan, drawn = make(gains, weeks=weeks, worlds=worlds)
        data = assemble(runs, plan, drawn, removed=removed)
        data["provenance"] |= MADE
        return Comparison(data, long_table(runs), as_table(drawn), plan.manifest(), runs)

    def made(gains=GAINS, *, weeks=104, worlds=None, removed=REMOVED, **texts):
        found = kept(lambda: assembled(gains, weeks, worlds, removed), gains, weeks, worlds, removed)
        data = copy.deepcopy(found.data)
        data["texts"] |= texts
        return replace(found, data=data)

    return made


def raw(write, comparison, language="de"):
    def written():
        with speaking(voice(language)):
            return write(comparison)

    return kept(written, write, language, json.dumps(comparison.data))


def opened(comparison, language="de"):
    return Presentation(io.BytesIO(raw(slides, comparison, language)))


def book(comparison, language="de"):
    return load_workbook(io.BytesIO(raw(workbook, comparison, language)))


def frames(show):
    """Every text of every slide with its size, and the room it has in inches."""
    for slide in show.slides:
        for shape in slide.shapes:
            if shape.has_text_frame and shape.text_frame.text:
                yield shape.text_frame, shape.width, shape.height, 0
            for row, line in enumerate(shape.table.rows) if shape.has_table else ():
                for column, cell in enumerate(line.cells):
                    yield cell.text_frame, shape.table.columns[column].width, shape.table.rows[row].height, 0.2


def texts(show):
    return [frame.text for frame, *_ in frames(show)]


def charts(show, number):
    return [shape for shape in show.slides[number - 1].shapes if shape.has_chart]


def embedded(shape):
    """The rows of a chart's own workbook."""
    sheet = load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


# slides ---------------------------------------------------------------------------------------------------------------


def test_there_are_eight_wide_slides_each_with_a_title_and_native_charts(compared):
    show = opened(compared())
    assert (show.slide_width / show.slide_height == pytest.approx(16 / 9, abs=1e-3), len(show.slides)) == (True, 8)
    assert all(slide.shapes.title.text_frame.text for slide in show.slides)
    assert [len(charts(show, number)) for number in range(1, 9)] == [0, 1, 1, 1, 2, 1, 0, 1]
    assert not [shape for slide in show.slides for shape in slide.shapes if shape.shape_type == 13]    # no picture
    for slide in show.slides:
        ids = [shape.shape_id for shape in slide.shapes]
        assert len(ids) == len(set(ids))


def test_a_chart_has_a_workbook_of_its_own_with_the_values_of_the_comparison(compared):
    comparison = compared()
    show, course = opened(comparison), comparison.data["weekly"]["metrics"]["cumulated_profit"]["differences"]["arm1"]
    head, start, *rows = embedded(charts(show, 3)[0])
    assert head[2:] == ["Mittel der Welten, Tsd. €", "8 von 10 Welten, oberes Ende, Tsd. €",
                        "8 von 10 Welten, unteres Ende, Tsd. €"]
    assert start == ["1. Jahr", "0", 0, 0, 0]
    for row, week in zip(rows, range(12, 104, 13), strict=True):
        assert row[2:] == pytest.approx([course[key][week] / 1000 for key in ("mean", "p90", "p10")])
    assert [row[0] for row in rows if row[0]] == ["2. Jahr"]
    assert [row[1] for row in rows] == ["Q1", "Q2", "Q3", "Q4"] * 2


def test_trust_is_shown_in_points_of_100_from_its_start_on(compared):
    comparison = compared()
    _, start, *rows = embedded(charts(opened(comparison), 4)[0])
    levels = comparison.data["weekly"]["metrics"]["trust_cohort"]["levels"]
    assert start[2:] == pytest.approx([50, 50])
    assert rows[-1][2:] == pytest.approx([100 * levels["arm1"][-1], 100 * levels["arm0"][-1]])


def test_the_waterfall_leads_from_one_trust_to_the_other(compared):
    comparison = compared()
    _, first, *steps, last = embedded(charts(opened(comparison), 5)[0])
    end = comparison.data["trust"]["end"]
    assert [first[2], last[2]] == pytest.approx([100 * end["arm0"], 100 * end["arm1"]])
    assert first[2] + sum((up or 0) - (down or 0) for *_, up, down in steps) == pytest.approx(last[2])


def test_beside_it_stands_what_goes_without_the_mechanism(compared):
    show = opened(compared())
    assert embedded(charts(show, 5)[1])[1] == ["Versteckte Entgelte", 2.0, 3.5]


def test_where_nothing_was_taken_out_the_waterfall_has_the_whole_width_and_large_money_is_in_millions(compared):
    show = opened(compared([[0, 40_000 + 1000 * k] for k in range(24)], removed=None))
    assert [chart.width > Inches(12) for chart in charts(show, 5)] == [True]
    assert re.search(r"\+\d,\d\d? Mio\. €", " ".join(texts(show)).replace("\u00a0", " "))


def test_worlds_ahead_level_and_behind_are_all_worlds_in_every_quarter(compared):
    rows = embedded(charts(opened(compared()), 6)[0])[1:]
    assert {sum(row[2:]) for row in rows} == {24}
    assert len(rows) == 8


def test_every_chart_and_table_is_described(compared):
    for slide in opened(compared()).slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert len(shape._element.nvGraphicFramePr.cNvPr.get("descr")) > 20


@pytest.mark.parametrize("language", ["de", "en"])
def test_text_is_never_smaller_than_14_points_and_fits_its_box(compared, language):
    show = opened(compared(question=LONG, decision=LONG[:300]), language)
    for frame, width, height, margins in frames(show):
        runs = [run for paragraph in frame.paragraphs for run in paragraph.runs]
        sizes = {run.font.size.pt for run in runs if run.font.size}
        if not sizes:
            continue        # the number of the slide: set by the layout
        assert min(sizes) >= 14, frame.text
        wide, high = Emu(width).inches - margins, Emu(height).inches + 0.01
        assert height_of([p.text for p in frame.paragraphs], max(sizes), wide) <= high, frame.text
    for layer in (*show.slides, show.slide_layouts[0]):
        assert [int(size) for size in re.findall(r'\bsz="(\d+)"', layer._element.xml) if int(size) < 1400] == []


def test_nothing_stands_beyond_the_slide(compared):
    show = opened(compared())
    for slide in show.slides:
        for shape in slide.shapes:
            if shape.width:
                assert shape.left >= 0
                assert shape.left + shape.width <= Inches(13.34)
                assert shape.top + shape.height <= Inches(7.5)


def test_a_board_reads_quarters_and_its_own_numbers(compared):
    every = (" ".join(texts(opened(compared(), language))) for language in ("de", "en"))
    german, english = (said.replace("\u00a0", " ") for said in every)
    assert re.search(r"[+−]\d+,\d Punkte", german)
    assert re.search(r"[+−]\d+,\d Tsd\. €", german)
    assert re.search(r"[+−]\d+\.\d points", english)
    assert "thousand EUR" in english
    for said in (german, english):
        assert not re.search(r"(Woche|week) \d", said)
    assert [board(voice(one)).week(259) for one in ("de", "en")] == ["5. Jahr, Q4", "year 5, Q4"]
    assert "27. November 2026" in german
    assert ("‹Arm 1 (de)›" in german, "‹Arm 1›" in english, "(de)" in english) == (True, True, False)


def test_the_same_comparison_gives_the_same_bytes(compared):
    comparison = compared()
    for write in (slides, workbook):
        with speaking(voice("de")):
            assert write(comparison) == raw(write, comparison)
        core = zipfile.ZipFile(io.BytesIO(raw(write, comparison))).read("docProps/core.xml").decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-11-27T10:00:00Z"}


def test_one_central_world_has_no_range_and_no_share(compared):
    show = opened(compared([[0, 5]], worlds="central", removed=None))
    assert [len(charts(show, number)) for number in range(1, 9)] == [0, 0, 1, 1, 1, 0, 0, 1]
    assert len(embedded(charts(show, 3)[0])[0]) == 3
    assert "eine mittlere Welt" in texts(show)[-1] + " ".join(texts(show))


def test_of_several_strategies_two_are_drawn_and_all_are_named(compared):
    comparison = compared([[0, 5 + k % 3, 20 + k % 5] for k in range(24)], removed=None)
    show = opened(comparison)
    assert any("Arm 1 (de)" in text and "Arm 2 (de)" in text for text in texts(show))
    assert len(embedded(charts(show, 4)[0])[0]) == 4
    assert {row[2] for row in book(comparison)["Alle Größen"].iter_rows(min_row=2, values_only=True)} == {
        "Arm 1 (de)", "Arm 2 (de)",
    }


def test_a_firm_without_customers_in_the_first_week_has_no_trust_to_follow(compared):
    comparison = compared(removed=None)
    comparison.data["trust"] |= {"end": {"arm0": None, "arm1": None}, "start": None}
    metric = comparison.data["weekly"]["metrics"]["trust_cohort"]
    for course in (*metric["levels"].values(), metric["differences"]["arm1"]["mean"]):
        course[:] = [None] * len(course)
    show = opened(comparison)
    assert [len(charts(show, number)) for number in (4, 5)] == [0, 0]


def test_a_name_is_no_formula_in_a_charts_workbook(compared):
    comparison = compared()
    comparison.data["arms"][1]["titles"] = {"en": "=1+1", "de": "=1+1"}
    cells = [cell for row in embedded(charts(opened(comparison), 4)[0]) for cell in row]
    assert "\u00a0=1+1" in cells
    assert (named("https://x.test"), named("Preis")) == ("\u00a0https://x.test", "Preis")


# workbook -------------------------------------------------------------------------------------------------------------


def test_the_workbook_has_a_sheet_per_figure_inputs_and_provenance(compared):
    comparison = compared()
    assert book(comparison).sheetnames == [
        "Antwort", "Drei Kennzahlen", "Ergebnis", "Vertrauen", "Wasserfall des Vertrauens", "Ursachen des Vertrauens",
        "Ohne sie", "Welten vorn", "Bedingungen", "Budget", "Quellen", "Alle Größen", "Eingaben", "Herkunft",
    ]
    assert book(comparison, "en").sheetnames[0] == "Answer"


def test_a_sheet_holds_what_the_chart_shows(compared):
    comparison = compared()
    show, found = opened(comparison), book(comparison)
    for number, chart, name in ((3, 0, "Ergebnis"), (5, 0, "Wasserfall des Vertrauens"), (6, 0, "Welten vorn"),
                                (2, 0, "Drei Kennzahlen"), (8, 0, "Quellen")):
        drawn = embedded(charts(show, number)[chart])
        rows = [list(row[: len(drawn[0])]) for row in found[name].iter_rows(min_row=2, values_only=True)]
        is_over_time = name in {"Ergebnis", "Welten vorn"}
        assert [row[is_over_time:] for row in rows] == [row[is_over_time:] for row in drawn[1:]], name


def test_numbers_are_numbers_with_a_format_and_nothing_is_a_formula(compared):
    comparison = compared()
    comparison.data["arms"][1]["titles"] = {"en": "=HYPERLINK(1)", "de": "=HYPERLINK(1)"}
    found = book(comparison)
    for sheet in found:
        assert sheet.freeze_panes == "B2"
        assert all(cell.value and cell.font.bold for cell in sheet[1])
        assert [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"] == []
    assert found["Ergebnis"]["C4"].number_format == '+#,##0.0;"−"#,##0.0;0.0'
    assert isinstance(found["Ergebnis"]["C4"].value, float)
    assert found["Budget"]["A3"].value == "=HYPERLINK(1)"


def test_every_number_behind_the_comparison_is_listed_with_its_source(compared):
    comparison = compared()
    found, facts = book(comparison), comparison.data["assumptions"]
    kinds = {row[0]: row[1] for row in found["Quellen"].iter_rows(min_row=2, values_only=True)}
    assert (sum(kinds.values()), kinds["Annahme"]) == (facts["numbers"], facts["assumed"])
    rows = {row[0]: row for row in found["Eingaben"].iter_rows(min_row=2, values_only=True)}
    gain = rows["market.uncertainties.trust_gain"]
    assert gain[2:8] == (0.04, gain[3], 0.03, 0.06, "Annahme", "sign E01, size assumption")
    assert (rows["customers"][2], rows["weeks"][2]) == (300, 104)
    assert (rows["market.market_size"][2], rows["market.market_size"][7]) == (60000, "assumption")
    assert rows["market.market_size"][8].endswith("small.yaml:5")
    folded = {entry["path"] for entry in facts["list"] if ".plausible." not in entry["path"]}
    assert folded <= rows.keys()


def test_files_are_written_whole_and_their_path_is_returned(compared, tmp_path):
    comparison = compared()
    paths = [write_slides(comparison, tmp_path / "a.pptx"), write_tables(comparison, tmp_path / "a.xlsx")]
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".yaml") == ["a.pptx", "a.xlsx"]
    assert all(zipfile.is_zipfile(path) for path in paths)


# words and letters ----------------------------------------------------------------------------------------------------


def test_every_word_is_translated_and_used():
    folder = Path(__file__).resolve().parents[2] / "experiments" / "office"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert [text for text in WORDS.values() if text not in catalogue("de")] == []
    assert [key for key in WORDS if code.count(f'"{key}"') < 2 and not key.startswith("source_")] == []


def test_a_width_is_that_of_its_letters():
    assert width_of("ii", 72) == pytest.approx(0.44)
    assert width_of("12", 36) == pytest.approx(0.556)


def test_words_that_do_not_fit_a_line_go_to_the_next():
    assert lines_of("1 2", 72, 1.0) == 2        # .556 + .28 + .556 inches
    assert lines_of("1 2", 72, 1.4) == 1
    assert height_of(["1 2", "3"], 72, 1.0) == pytest.approx(3 * 1.2 + 0.4)


def test_text_gets_smaller_before_it_is_cut_and_a_cut_shows():
    assert fitted(["short"], Box(0, 0, 3, 1), 20) == (["short"], 20)
    _, size = fitted(["some words that are too long for the box at first"], Box(0, 0, 3, 0.6), 28)
    assert 14 < size < 28
    kept, size = fitted(["word " * 100], Box(0, 0, 2, 0.5), 28)
    assert (size, kept[0].endswith(" …"), height_of(kept, 14, 2) <= 0.5) == (14, True, True)


def test_time_is_told_in_quarters_and_the_end_of_the_horizon():
    assert quarters(26) == [("Year 1", "0", -1), ("Year 1", "Q1", 12), ("Year 1", "Q2", 25)]
    assert quarters(57)[-2:] == [("Year 1", "Q4", 51), ("Year 2", "57 weeks", 56)]
    assert quarters(520)[-2:] == [("Year 9", "", 467), ("Year 10", "", 519)]
