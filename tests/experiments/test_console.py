"""A comparison in the terminal: what is printed, and never wider than a hundred columns."""

from __future__ import annotations

import io
import re

import pytest
from comparison_by_hand import comparison, hostile

from experiments.console import WIDTH, precision, setting, show_comparison, show_run, terminal
from experiments.report.formats import Scale


def printed(data, monkeypatch):
    """What a comparison shows in a pipe."""
    data.setdefault("seed", 7)
    monkeypatch.setattr("sys.stdout", io.StringIO())
    screen = terminal()
    show_comparison(screen, data)
    return screen.file.getvalue()


@pytest.mark.parametrize(("arms", "n"), [(2, 40), (2, 1), (3, 40), (11, 40), (3, 1)])
def test_no_line_is_wider_than_a_hundred_columns_or_ends_in_blanks(arms, n, monkeypatch):
    lines = printed(comparison(arms, n=n), monkeypatch).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert [line for line in lines if line != line.rstrip()] == []


def test_the_question_and_the_answer_come_first(monkeypatch):
    data = comparison()
    text = printed(data, monkeypatch)
    flat = " ".join(text.split())
    assert flat.startswith(" ".join([data["question"], data["answer"]["headline"]]))
    assert text.index(data["answer"]["sentences"][0][:40]) < text.index("8 of 10 worlds")


def test_unequal_cost_stands_above_the_answer(monkeypatch):
    data = comparison()
    data["answer"]["heading"] = "Not at equal cost"
    text = printed(data, monkeypatch)
    assert text.index("Not at equal cost") < text.index(data["answer"]["headline"])
    assert text.index("Margin given up against") < text.index("With less and with more money")


def test_what_is_booked_stands_beside_what_goes_without_it(monkeypatch):
    lines = printed(comparison(), monkeypatch).splitlines()
    at = next(k for k, line in enumerate(lines) if "taken out, 8 worlds again" in line)
    assert lines[at + 1].split() == ["+2.0", "+3.5", "Hidden", "fees", "(M13;", "+1.0", "…", "+3.0)"]
    alone = printed(comparison(n=1), monkeypatch)
    assert "taken out, 1 world again" in alone
    assert "Hidden fees (M13)" in alone


def test_difference_precision_range_counts_and_state_stand_in_columns_of_their_own(monkeypatch):
    line = next(line for line in printed(comparison(), monkeypatch).splitlines() if re.match(r" ?value ", line))
    assert re.search(r"\+\S+ ± \S+ {2,}\+\S+ … \+\S+ {2,}34 · 3 · 3 {2,}better \*", line)


@pytest.mark.parametrize("arms", [2, 3])
def test_long_names_push_no_sign_off_the_table(arms, monkeypatch):
    data = comparison(arms)
    for arm in data["arms"]:
        arm["title"] = "Customer-experience department unit"
    text = printed(data, monkeypatch)
    assert text.count("better *") == 3 * (arms - 1)
    assert "…" not in text.replace(" … ", "")


def test_what_is_not_known_is_a_dash_and_never_none(monkeypatch):
    text = printed(comparison(n=1), monkeypatch)
    assert "None" not in text
    assert "–" in text


def test_worlds_still_needed_are_told_where_an_outcome_is_open(monkeypatch):
    data = comparison()
    arm = data["arms"][1]["id"]
    data["outcomes"][0]["contrasts"][arm] |= {"state": "open", "more_worlds": [60, 1200]}
    assert "about 60 more, at most 1,200" in printed(data, monkeypatch)


def test_texts_are_shown_as_they_are_written(monkeypatch):
    data = hostile(comparison())
    data["question"] = "Is [bold]this[/bold] :smile: shown?"
    assert printed(data, monkeypatch).startswith("Is [bold]this[/bold] :smile: shown?")


@pytest.mark.parametrize(
    ("contrast", "text"),
    [
        ({"mean": 33.7, "low": 23.4, "high": 44.0, "lopsided": False}, " ± 10.3"),
        ({"mean": 33.7, "low": 20.1, "high": 60.0, "lopsided": True}, " [+20.1; +60.0]"),
        ({"mean": 33.7, "low": None, "high": None, "lopsided": False}, ""),
    ],
)
def test_precision_is_half_the_interval_or_its_two_ends_or_nothing(contrast, text):
    assert precision(contrast, Scale(1.0, 1, "", "")) == text


def test_a_run_shows_mean_and_range_over_its_replications(monkeypatch):
    monkeypatch.setattr("sys.stdout", io.StringIO())
    screen = terminal()
    unknown = {"trust": dict.fromkeys(("mean", "low", "high"))}
    document = {
        "scenario": "small", "seed": 7, "weeks": 52, "replications": 2, "currency": "EUR",
        "metrics": {"trust": {"label": "trust", "unit": "0..1", "over": "end"}},
        "firms": {"Alpha": {"trust": {"mean": 0.5, "low": 0.4, "high": 0.6}}, "Beta": unknown},
    }
    show_run(screen, document)
    text = screen.file.getvalue()
    assert "mean of 2 runs" in text
    assert re.search(r"trust \(0\.\.1\) +0\.500 +–", text)
    assert "(0.400 … 0.600)" in text


def test_a_pipe_gets_no_colour_and_a_hundred_columns(monkeypatch):
    monkeypatch.setattr("sys.stdout", io.StringIO())
    screen = terminal()
    screen.print("bold", style="bold")
    assert (screen.width, screen.file.getvalue()) == (WIDTH, "bold\n")


def test_what_was_asked_for_beyond_the_usual_is_said():
    data = comparison(2) | {"rivals": "follow", "without": ["M13"], "established": True}
    assert setting(data) == [
        "Rivals copy the strategy after a year.", "Left out of the market: M13.",
        "The strategies are in force long before the first week: the change to them is not compared.",
    ]
    assert setting(data | {"rivals": "fixed", "without": [], "established": False}) == []
