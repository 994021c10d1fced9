"""A company sheet is read as people fill it in; every mistake is told at its cell, and nothing is executed."""

from __future__ import annotations

import datetime as dt
import json
import re

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from experiments.company import read_sheet, write_template
from experiments.company.declared import FIGURES, GROUPS
from experiments.company.inputs import market_tree
from experiments.company.kept import as_kept, as_read
from experiments.company.numbers import number, span
from experiments.company.wanted import wanted_of
from sim import ScenarioError, load

NEEDED = [name for name, figure in FIGURES.items() if figure.must]
VALUES = {"customers": 50_000, "price": 25, "margin": 45, "churn": 12, "gained": 6_000, "contacts_phone": 3,
          "cost_phone": 5, "campaigns": 2}


@pytest.fixture(name="book")
def _book(tmp_path):
    """Return a maker of a sheet: the template with some cells of column C changed, by figure, or others by address."""

    def made(values=VALUES, cells=(), months=(), name="ours.xlsx"):
        path = tmp_path / name
        write_template(path, "mobile_telecom")
        book = load_workbook(path)
        sheet = book["Unternehmen"]
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, 3).value = {"market": "mobile_telecom", **values}.get(sheet.cell(row, 1).value)
        for address, value in dict(cells).items():
            sheet[address] = value
        for row in months:
            book["Monate"].append(row)
        book.save(path)
        return path

    return made


def problems(path):
    with pytest.raises(ScenarioError) as error:
        read_sheet(path)
    return [one.replace(str(path.parent) + "/", "") for one in error.value.problems]


def months(n=24, **changes):
    """Months of a firm of 50,000 customers; in each year the same seasons."""
    row = {"gained": 500, "lost": 500, "revenue": 1_250_000, "calls": 12_500, "campaigns": 8_000} | changes
    return [
        [f"{2023 + k // 12}-{k % 12 + 1:02d}", 50_000, row["gained"], row["lost"] + 50 * (k % 12 == 0), row["revenue"],
         row["calls"], None, None, row["campaigns"], None, None]
        for k in range(n)
    ]


# numbers --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "value"), [
    ("12", 12), ("-3", -3), ("−3", -3), ("12,5", 12.5), ("12.5", 12.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5),
    ("1.234.567", 1234567), ("1,234,567", 1234567), ("12 %", 12), ("12,5\u00a0%", 12.5), ("33,60 €", 33.6),
    ("0,125", 0.125), ("3 100 000", 3100000), ("EUR 5.20", 5.2),
])
def test_numbers_are_read_in_german_and_in_english(text, value):
    assert number(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["1.234", "12,345", "-1,234"])
def test_a_number_that_may_mean_two_is_refused(text):
    with pytest.raises(ValueError, match="may mean"):
        number(text)


@pytest.mark.parametrize("text", ["viel", "ca. 12", "12/13", "1.23.4", "1,2,3", "", "1e3", "=1+1", "٣"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="must be a number"):
        number(text)


@pytest.mark.parametrize("text", ["12–15", "12-15", "12 bis 15", "12 to 15", "12,0 – 15 %"])
def test_a_range_has_a_middle_and_two_ends(text):
    assert span(text) == (13.5, 12, 15)


def test_a_range_that_runs_backwards_is_refused():
    with pytest.raises(ValueError, match="from the lower to the higher end"):
        span("15–12")


# the sheet ------------------------------------------------------------------------------------------------------------


def test_eight_figures_suffice(book):
    sheet = read_sheet(book())
    assert list(VALUES) == NEEDED
    assert {name: one.value for name, one in sheet.given.items()} == VALUES
    assert sheet.given["churn"].cell == "Unternehmen!C13"
    assert (sheet.market, sheet.months) == ("mobile_telecom", None)


def test_eight_different_mistakes_give_eight_messages_and_name_the_cells(book):
    cells = {"C3": None, "C11": "viel", "C12": 145, "C13": "15–12", "D16": "EUR", "C24": "=A1*2", "E40": "Woche",
             "A44": "churns", "C44": 3}
    told = problems(book(cells=cells))
    assert told == [
        "ours.xlsx: Unternehmen!C24: holds a formula whose value was not saved; formulas are never executed: save the"
        " file in a spreadsheet program, or write the value",
        "ours.xlsx: Unternehmen!C11: price: must be a number, found 'viel'",
        "ours.xlsx: Unternehmen!C12: margin: must lie in 1 to 95 %, not 145",
        "ours.xlsx: Unternehmen!C13: churn: a range runs from the lower to the higher end, found '15–12'",
        "ours.xlsx: Unternehmen!D16: gained: gained is given in 'Kunden' (customers), not in 'EUR'",
        "ours.xlsx: Unternehmen!E40: campaigns: unknown period 'Woche'; known: Jahr, Monat, month, year",
        "ours.xlsx: Unternehmen!A44: unknown figure 'churns'; did you mean 'churn'?",
        "ours.xlsx: Unternehmen!C3: customers: is empty; needed: Kunden im Bestand",
    ]


def test_a_figure_given_twice_a_lost_value_and_an_error_are_told(book):
    told = problems(book(cells={"A4": "customers", "C4": 1, "A5": None, "C5": 12, "C16": "#DIV/0!", "B1": "Kenzahl"}))
    assert told == [
        "ours.xlsx: Unternehmen!C16: holds the error #DIV/0!; write the value, or leave it empty",
        "ours.xlsx: Unternehmen!B1: unknown column 'Kenzahl'; did you mean 'Kennzahl'?",
        "ours.xlsx: Unternehmen!A4: 'customers' is there twice, first in C3",
        "ours.xlsx: Unternehmen!C5: '12' belongs to no figure: its id is missing",
    ]


def test_a_formula_counts_by_its_saved_value_and_is_never_executed(book):
    path = book()
    raw = load_workbook(path)
    raw["Unternehmen"]["C13"] = "=6*2"
    raw.save(path)
    assert "formulas are never executed" in problems(path)[0]


def test_periods_and_percent_formats_are_converted(book):
    path = book(cells={"C13": 1, "E13": "Monat", "C12": 0.45, "E11": "Jahr", "C11": 300})
    written = load_workbook(path)
    written["Unternehmen"]["C12"].number_format = "0.0%"
    written.save(path)
    given = read_sheet(path).given
    assert (given["churn"].value, given["margin"].value, given["price"].value) == pytest.approx((12, 45, 25))


def test_there_is_no_place_for_personal_data(book):
    path = book(cells={"G13": "frau.muster@example.com"})
    extra = load_workbook(path)
    extra.create_sheet("Kundenliste").append(["Name", "Ort"])
    extra.save(path)
    assert problems(path) == [
        "ours.xlsx: Kundenliste: unknown sheet; take it out: only figures belong here",
        "ours.xlsx: Unternehmen!G13: churn: holds an address; name the document, not a person",
    ]


def test_what_is_asked_for_in_parts_and_a_sheet_of_segments_are_answered(book):
    path = book(cells={"A4": "rivals", "C4": "29; 24"})
    extra = load_workbook(path)
    extra.create_sheet("Segmente").append(["Name", "Anteil"])
    extra.save(path)
    assert problems(path) == [
        "ours.xlsx: Segmente: is not read: segments are those of the market; write contract, term, churn_term, "
        "churn_free into 'Unternehmen' and take it out",
        "ours.xlsx: Unternehmen!A4: 'rivals' is asked for in parts: rival_1, rival_2, rival_3",
    ]


def test_every_group_is_of_figures_that_are_asked_for():
    assert {name for parts in GROUPS.values() for name in parts} <= FIGURES.keys()
    assert not GROUPS.keys() & FIGURES.keys()


def test_a_sheet_is_kept_and_read_again_the_same(book):
    sheet = read_sheet(book(VALUES | {"margin": "40–50"}, months=months(24)))
    again = as_read(json.loads(json.dumps(as_kept(sheet))))
    assert (again.file, again.market, again.given, again.empty) == (
        sheet.file, sheet.market, sheet.given, sheet.empty)
    pd.testing.assert_frame_equal(again.months.table, sheet.months.table)
    assert again.months.figures() == sheet.months.figures()
    alone = read_sheet(book(name="alone.xlsx"))
    assert as_read(as_kept(alone)) == alone


def test_where_the_market_has_fewer_rivals_the_last_one_stands_for_all_that_are_left(book):
    shares = {"rival_1": 20, "rival_2": 15, "rival_3": 10, "rival_4": 6, "rival_5": 4}
    sheet, base = read_sheet(book(VALUES | {"market_size": 200_000} | shares)), load("mobile_telecom")
    firms = market_tree(sheet, base, {}, {})["firms"]
    others = sorted((one["share"] for name, one in firms.items() if name != base.firm), key=lambda one: -one["value"])
    assert [one["value"] for one in others] == pytest.approx([0.20, 0.20, 0.15])
    assert any(", with Unternehmen!C8, Unternehmen!C9: the market taken has 3 rivals" in one["source"]
               for one in others)


@pytest.mark.parametrize(("name", "content", "message"), [
    ("ours.xlsx", b"no zip", "cannot be read as .xlsx"), ("ours.ods", b"", "ends with .xlsx or .csv"),
    ("nowhere.xlsx", None, "there is no such file"), ("big.csv", b"x" * 5_000_001, "larger than 5 MB"),
    ("list.csv", b"id;Wert\n" + b"a;1\n" * 1001, "no lists of customers"),
])
def test_a_file_that_is_no_sheet_is_refused(tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert message in problems(tmp_path / name)[0]


def test_a_workbook_without_the_sheet_is_refused(tmp_path):
    book = Workbook()
    book.worksheets[0].title = "Monate"
    book.save(tmp_path / "ours.xlsx")
    assert problems(tmp_path / "ours.xlsx") == [
        "ours.xlsx: there is no sheet 'Unternehmen'; ‹goodwill company new› writes one",
    ]


def test_csv_in_either_language_says_the_same(tmp_path):
    lines = [f"{name};{value}" for name, value in {"market": "mobile_telecom", **VALUES}.items()]
    (tmp_path / "a.csv").write_text("id;Wert\n" + "\n".join(lines), encoding="utf-8")
    (tmp_path / "b.csv").write_bytes(("\ufeffid,value,source\n" + "\n".join(lines).replace(";", ",")).encode())
    (tmp_path / "c.csv").write_bytes(("id;Wert;belegt durch\n" + "\n".join(lines) + ";Übersicht").encode("cp1252"))
    found = [{k: v.value for k, v in read_sheet(tmp_path / name).given.items()} for name in ("a.csv", "b.csv", "c.csv")]
    assert found == [VALUES] * 3
    (tmp_path / "d.csv").write_text("id;Wert\n" + "\n".join(lines[:-1]), encoding="utf-8")
    assert problems(tmp_path / "d.csv") == ["d.csv: campaigns: the row is missing; needed: "
                                            "Werbekontakte je Kunde (Anruf, Brief, E-Mail)"]


# months ---------------------------------------------------------------------------------------------------------------


def test_months_stand_above_figures_and_say_where_they_come_from(book):
    sheet = read_sheet(book(months=months(12, lost=600)))
    wanted = wanted_of(sheet, load("mobile_telecom"))
    churn = wanted["churn"]
    assert churn.value == pytest.approx(100 * 12 * (12 * 600 + 50) / (12 * 50_000))
    assert (churn.cell, churn.beside) == ("Monate!D2:D13", (12.0, "Unternehmen!C13"))
    assert not sheet.months.forecasts


def test_of_two_years_the_first_70_per_cent_are_fitted_and_the_rest_is_kept_back(book):
    read = read_sheet(book(months=months(24))).months
    assert (read.forecasts, read.fitted) == (True, 16)
    assert read.cells["lost"] == "Monate!D2:D17"
    assert read.last_year()["lost"].tolist() == read.series()["lost"].iloc[4:12].tolist(), "twelve months before"
    assert list(read.series()) == ["customers", "gained", "lost", "revenue", "campaigns", "contacts"]


def test_mistakes_of_months_are_told_at_their_cells(book):
    rows = months(12)
    rows[2][0], rows[3][2], rows[4][3], rows[5][1], rows[7][4] = "2023-09", "viele", None, 12, -1
    assert problems(book(months=rows)) == [
        "ours.xlsx: Monate!C5: gained: must be a number, found 'viele'",
        "ours.xlsx: Monate!D6: lost: is empty; needed: Abgänge",
        "ours.xlsx: Monate!B7: customers: 12 customers are too few: months speak of a firm, not of persons",
        "ours.xlsx: Monate!E9: revenue: must be a number from 0 on, found '-1'",
        "ours.xlsx: Monate!A4: must be the month after that of the row above, found '2023-09'",
        "ours.xlsx: Monate!A5: must be the month after that of the row above, found '2023-04'",
    ]
    assert "holds 11 months; at least 12" in problems(book(months=months(11), name="few.xlsx"))[0]


def test_months_may_be_dates(book):
    rows = [[dt.datetime(2023, k + 1, 1), *row[1:]] for k, row in enumerate(months(12))]  # noqa: DTZ001  as in a cell
    assert read_sheet(book(months=rows)).months.table["month"].tolist() == [12 * 2023 + k for k in range(12)]


# the template ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_new_sheet_asks_for_what_is_needed_and_nothing_else(tmp_path, language, suffix):
    path = write_template(tmp_path / f"ours.{suffix}", "energy_supply", language=language)
    told = problems(path)
    empty = [re.search(r"[:!] ?C\d+: (\w+): is empty; needed: ", one) for one in told]
    assert [found[1] for found in empty] == NEEDED


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_example_is_read_without_a_mistake(tmp_path, suffix):
    sheet = read_sheet(write_template(tmp_path / f"example.{suffix}", "mobile_telecom", example=True))
    assert sheet.months is not None
    assert sheet.months.fitted == 16
    assert (sheet.given["margin"].low, sheet.given["margin"].high) == (44, 48)


def test_nothing_is_replaced_and_nothing_unknown_is_written(tmp_path):
    path = write_template(tmp_path / "ours.xlsx", "mobile_telecom")
    with pytest.raises(ScenarioError, match="is there already and is not replaced"):
        write_template(path, "mobile_telecom")
    with pytest.raises(ScenarioError, match=r"unknown market 'mobil_telecom'; did you mean 'mobile_telecom'\?"):
        write_template(tmp_path / "other.xlsx", "mobil_telecom")
    with pytest.raises(ScenarioError, match="--example: there is one of mobile_telecom"):
        write_template(tmp_path / "other.xlsx", "energy_supply", example=True)
    assert [one.name for one in tmp_path.iterdir()] == ["ours.xlsx"]
