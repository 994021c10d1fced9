"""Messages about wrong input in German: their place stays, and no English word is left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from german import ENGLISH_WORDS
from openpyxl import load_workbook

from experiments.company import read_sheet, write_template
from experiments.languages import voice
from experiments.phrases import speaking
from experiments.retold import forms, retold
from goodwill import main
from sim import ScenarioError, load
from sim.scenario import load_strategy

ROOT = Path(__file__).resolve().parents[2]
EIGHT = {"C3": None, "C11": "viel", "C12": 145.5, "C13": "15–12", "D16": "EUR", "C24": "=A1*2", "E40": "Woche",
         "A44": "churns", "C44": 3}


def spoilt(folder, cells):
    path = write_template(folder / "ours.xlsx", "mobile_telecom", example=True)
    book = load_workbook(path)
    for address, value in cells.items():
        book["Unternehmen"][address] = value
    book.save(path)
    return path


def left(capsys, *arguments):
    with pytest.raises(SystemExit) as error:
        main(list(map(str, arguments)))
    return error.value.code, capsys.readouterr().err


def test_eight_mistakes_are_told_in_german_at_their_cells_and_nothing_is_written(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    spoilt(tmp_path, EIGHT)
    code, said = left(capsys, "company", "fit", "ours.xlsx", "--out", "results")
    assert (code, [one.name for one in tmp_path.iterdir()]) == (2, ["ours.xlsx"])
    lines = [line for line in said.splitlines() if "ours.xlsx" in line]     # a hint that rules are compiled may precede
    assert [re.search(r"Unternehmen!(\w+): ", line)[1] for line in lines] == [
        "C24", "C11", "C12", "C13", "D16", "E40", "A44", "C3",
    ]
    without = [re.sub(r"customers: |, month, year$", "", line) for line in lines]   # an id; what may be written as well
    assert [line for line in without if ENGLISH_WORDS.search(line)] == []
    assert "C12: margin: muss zwischen 1 und 95 % liegen, nicht bei 145,5" in said
    assert "A44: die Kennzahl 'churns' ist unbekannt; ist 'churn' gemeint?" in said


@pytest.mark.parametrize(("asked", "german"), [
    (lambda: load("mobil_telecom"),
     "ein Szenario oder einen Markt 'mobil_telecom' gibt es nicht; ist 'mobile_telecom' gemeint?"),
    (lambda: load_strategy("bot_frist"), "die Strategie 'bot_frist' gibt es nicht; ist 'bot_first' gemeint?"),
    (lambda: read_sheet("nowhere.xlsx"), "nowhere.xlsx: diese Datei gibt es nicht; "),
])
def test_a_name_that_is_not_there_is_told_in_german(asked, german):
    with pytest.raises(ScenarioError) as error:
        asked()
    with speaking(voice("de")):
        assert german in retold(error.value.problems[0])
    assert retold(error.value.problems[0]) == error.value.problems[0]


@pytest.mark.parametrize("file", sorted((ROOT / "tests" / "sim" / "broken").glob("*.yaml")), ids=lambda file: file.stem)
def test_every_mistake_in_a_scenario_is_told_in_german_at_its_place(file):
    try:
        load(file)
    except ScenarioError as error:
        with speaking(voice("de")):
            told = [retold(problem) for problem in error.problems]
        for problem, said in zip(error.problems, told, strict=True):
            assert said != problem
            assert said.startswith(re.match(r"[^ ]+(?=: )|", problem)[0])


def test_an_option_that_cannot_be_used_is_told_in_german_wherever_the_language_stands(capsys):
    for order in (("--lang", "de", "--worlds", "viele"), ("--worlds", "viele", "--lang", "de")):
        code, said = left(capsys, "compare", "mobile_telecom", *order)
        assert code == 2
        assert "'--worlds': 'viele' ist weder eine Zahl von Welten noch 'central' noch eine" in said
    assert "is neither a number of worlds" in left(capsys, "compare", "mobile_telecom", "--worlds", "viele")[1]


def test_what_no_form_knows_stays_as_it_is():
    with speaking(voice("de")):
        assert retold("ours.xlsx: a wholly new mistake") == "ours.xlsx: a wholly new mistake"


def test_a_german_form_uses_only_values_that_the_message_has():
    assert all(set(re.findall(r"{(\w+)}", said)) <= form.groupindex.keys() for form, said in forms("de"))
    assert forms("en") == ()
