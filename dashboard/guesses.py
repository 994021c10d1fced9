"""What one expects before the answer: three directions and a year; and what the worlds say to each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.view import View
from dashboard.words import _, marked
from experiments.report.formats import WEEKS_PER_YEAR

DIRECTIONS = (("up", marked("higher")), ("same", marked("the same")), ("down", marked("lower")))
LATEST = 5          # years offered; later, or never, is one answer
NEVER = "never"
THINGS = {"trust": marked("Trust"), "churn": marked("Cancellations"), "result": marked("Result")}
OUTCOMES = {"trust": "trust_cohort", "churn": "churn_year"}     # result: the primary one
SETTLED = {"better", "worse"}


def year_options() -> list[tuple[str, str]]:
    """Return the answers to: from when on does it pay?"""
    return [*((str(n), _("year {n}", n=n)) for n in range(1, LATEST + 1)), (NEVER, _("never"))]


def direction_words(name: str) -> str:
    """Return a direction in words."""
    return _(dict(DIRECTIONS).get(name, ""))


def outcome_of(data: Mapping[str, Any], thing: str) -> Mapping[str, Any]:
    """Return the outcome that a guess is about."""
    name = OUTCOMES.get(thing, data["primary"])
    return next(entry for entry in data["outcomes"] if entry["name"] == name)


def direction(contrast: Mapping[str, Any]) -> str | None:
    """Return which way an outcome goes, or None where it is open."""
    if contrast["state"] == "level":
        return "same"
    if contrast["state"] not in SETTLED:
        return None
    return "up" if contrast["mean"] > 0 else "down"


def year_of(break_even: Mapping[str, Any]) -> str:
    """Return the year from which on it pays in the middle world, from 1 on, or never within the horizon."""
    week = break_even["median_week"]
    return NEVER if week is None else str(min(week // WEEKS_PER_YEAR + 1, LATEST))


def compared(view: View, thing: str, found: str | None) -> str:
    """Return a guess beside what came out, or nothing where nobody guessed."""
    guess = view.guess.get(thing)
    if not guess:
        return ""
    words = dict(year_options()) if thing == "year" else {name: direction_words(name) for name, _words in DIRECTIONS}
    if guess not in words:
        return ""
    if found is None:
        return _("Your guess: {guess}. Still open.", guess=words[guess])
    if guess == found:
        return _("Your guess: {guess}. So it is here.", guess=words[guess])
    return _("Your guess: {guess}. Here: {found}.", guess=words[guess], found=words[found])
