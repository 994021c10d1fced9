"""The command that tells a story: text, JSON, CSV and a page, and what it refuses."""

from __future__ import annotations

import csv
import io
import json

import pytest

import goodwill

QUICK = ["story", "mobile_telecom", "--customers", "300", "--weeks", "13", "--quiet"]
TWO = ["--strategies", "product_centric,customer_centric"]


@pytest.fixture
def call(capsys, tmp_path, monkeypatch):
    """Call the program in an empty folder; return exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        with pytest.raises(SystemExit) as left:
            goodwill.main(list(arguments))
        printed = capsys.readouterr()
        return left.value.code, printed.out, printed.err

    return call


def test_it_tells_in_german_and_writes_a_page(call, tmp_path):
    code, out, _ = call(*QUICK, *TWO, "--customer", "7", "--lang", "de", "--report", "seite.html")
    assert code == 0
    assert out.startswith("Eine Person, zwei Leben\n")
    assert "Die gewünschte Person: Person 7" in out
    assert out.endswith("Bericht: seite.html\n")
    assert '<html lang="de">' in (tmp_path / "seite.html").read_text(encoding="utf-8")


def test_json_is_one_document(call):
    code, out, _ = call(*QUICK, *TWO, "--customer", "7", "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert told["people"][0]["customer"] == 7
    assert list(told["people"][0]["lives"]) == ["product_centric", "customer_centric"]
    assert round(sum(cell["per_cent"] for cell in told["fourfold"]["cells"].values()), 6) == 100


def test_csv_has_a_row_per_event(call):
    code, out, _ = call(*QUICK, "--strategies", "customer_centric", "--customer", "7", "--format", "csv")
    listed = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert {row["customer"] for row in listed} == {"7"}
    assert all(row["sentence"] for row in listed)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--customer", "300"], "customer: there is no 300; 300 people are simulated: 0 to 299"),
        (["--strategies", "hybrid,hybrid"], "strategies: 'hybrid' is given twice; two lives need two different ones"),
        (["--strategies", "hybrid,just_nice,bot_first"], "strategies: a story has one or two lives, not 3"),
        (["--strategies", "hybird"], "hybird: there is no strategy 'hybird'"),
        (["--report", "story.pdf"], "a report is a page; its name ends with .html"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(call, arguments, message):
    code, out, err = call(*QUICK, *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_an_entrant_has_no_cohort_to_choose_from(call):
    entrant = ["story", "newcomer_in_mobile", "--firm", "Newco", "--customers", "300", "--weeks", "13", "--quiet"]
    code, out, err = call(*entrant)
    assert (code, out) == (2, "")
    assert err == "customer: Newco has no customers in the first week; name a person, 0 to 299\n"
    code, out, _ = call(*entrant, "--customer", "5")
    assert code == 0
    assert "no customer of Newco" in out
