"""The words of a customer's story in English and German: sentences per cause and move from the YAML, and the rest.

A cause that has no sentence of its own gets one from what its route declares (label, or the title of its mechanism,
department, channel, actor), so that a new route needs nothing here. No adjective praises or blames a side.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from agents.books import MOVES, Route
from experiments.phrases import QUARTER, YEAR, Voice
from sim.mechanisms import MECHANISMS

SAID = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
CAUSES: Mapping[str, Mapping[str, str]] = SAID["causes"]
STEPS: Mapping[str, Mapping[str, Any]] = SAID["moves"]


TEXTS: dict[str, str] = {
    "generic": "Something happens at {firm} that is booked as ‹{label}› ({where}).",
    "generic_move": "They do something with {firm}: ‹{label}›.",
    "where.department": "department {name}",
    "where.channel": "channel {name}",
    "where.actor": "by {name}",
    "short": "{quarter}, week {week}",
    "quarter.1": "Q1",
    "quarter.2": "Q2",
    "quarter.3": "Q3",
    "quarter.4": "Q4",
    "year": "Year {year}",
    "part_of_year": "Year {year}, up to week {week}",
    "rest_of_year": "Year {year}, from week {week} on",
    "person": "Customer {row}",
    "headline_two": "One customer, two lives",
    "headline_one": "One customer, one life",
    "overline": "A customer's story",
    "setting": "{firm} in {market}, {weeks} weeks, the one world with the best value of every assumption, seed "
    "{seed}, {people} people simulated.",
    "about": "{person} belongs to ‹{segment}›, has been with {firm} for {tenure} and has: {products}. Trust in "
    "{firm} at the start: {trust} of 100.",
    "about_none": "{person} belongs to ‹{segment}› and has no provider at the start.",
    "not_ours": "At the start this person is no customer of {firm} and so not part of the cohort in the table.",
    "years": "{n} years",
    "one_year": "one year",
    "weeks": "{n} weeks",
    "one_week": "one week",
    "nothing": "no product",
    "and": " and ",
    "felt": "Experienced as {x} of 100.",
    "trust": "Trust in {firm} {change} to {level}.",
    "also": "Besides: {items}.",
    "also_item": "{label}, {n} times ({change})",
    "also_once": "{label}, once ({change})",
    "also_more": "other touchpoints, {n} in all ({change})",
    "elsewhere": "of other firms something was noticed {n} times",
    "quiet": "Nothing is noted.",
    "same_until": "Up to here both lives are the same. From {week} on they differ.",
    "differ_at_once": "The two lives differ from the first week on.",
    "never": "The two lives do not differ within {weeks} weeks.",
    "nothing_then": "Nothing of that in this week.",
    "parting": "The first difference ({week})",
    "marked": "= marks what happens in both lives.",
    "faint": "Pale: what happens in both lives.",
    "both": "Under either strategy",
    "end_here": "In the last week a customer of {firm}; trust in {firm} {trust} of 100.",
    "end_elsewhere": "In the last week a customer of {provider}; trust in {firm} {trust} of 100.",
    "end_none": "In the last week without a provider; trust in {firm} {trust} of 100.",
    "table": "All {n} customers that {firm} had in the first week, by who is with {firm} in the last one",
    "stayed": "stayed",
    "left": "left",
    "stays_under": "stayed under ‹{arm}›",
    "leaves_under": "left under ‹{arm}›",
    "percent": "{x} %",
    "luck": "Both lives have the same luck: the same needs, occasions and chances, week by week. Whom a campaign "
    "picks depends on everybody's rank, though, and may differ for that reason alone.",
    "spent": "On what its budget holds {firm} spends (present value, million {currency}): {amounts}.",
    "spent_unequal": "Not at equal cost. On what its budget holds {firm} spends (present value, million {currency}): "
    "{amounts}.",
    "selected": "Both people were chosen by how it ended, so they show what can happen, not how often: the table "
    "does that. Each is from the middle of its cell, the one with the most kinds of events.",
    "selected_one": "The person was chosen by how it ended and shows what can happen, not how often: the table does "
    "that.",
    "empty": "Nobody of the cohort: {cell}.",
    "farthest": "Nobody left under one strategy and stayed under the other. This is the person whose trust differs "
    "most.",
    "example": "An example",
    "counter": "A counter-example",
    "asked": "The person asked for",
    "chart": "Trust in {firm}, week by week, 0 to 100",
    "chart_label": "Trust in {firm}: {ends}.",
    "chart_end": "‹{arm}› from {start} to {end} of 100",
    "apart": "the lives part",
    "again": "To repeat it",
    "footer": "Made with goodwill {version}. A simulation is an argument worked out, not a forecast.",
    "skip": "Skip to the story",
}


def say(key: str, voice: Voice, **values: object) -> str:
    """Return a text in a voice's language with its values."""
    return voice.translate(TEXTS[key]).format(**values)


def week_words(week: int, voice: Voice) -> str:
    """Return a week within its year: quarter (German: season) and number."""
    quarter = say(f"quarter.{week % YEAR // QUARTER + 1}", voice)
    return say("short", voice, quarter=quarter, week=week)


def cause_sentence(route: Route, firm: str, voice: Voice) -> str:
    """Return what a touchpoint is, in one sentence."""
    if route.cause in CAUSES:
        return CAUSES[route.cause][voice.language].format(firm=firm)
    return say("generic", voice, firm=firm, label=cause_label(route, voice), where=_where(route, voice))


def cause_label(route: Route, voice: Voice) -> str:
    """Return a short name of a cause; where it is not translated, the title of its mechanism."""
    label = voice.text(route.label)
    is_told = voice.language == "en" or label != route.label or route.mechanism not in MECHANISMS
    return label if is_told else voice.text(MECHANISMS[route.mechanism].title)


def _where(route: Route, voice: Voice) -> str:
    parts = {key: getattr(route, key) for key in ("department", "channel", "actor")}
    named = {key: voice.text(part).replace("_", " ") for key, part in parts.items() if part not in {"", "none"}}
    return ", ".join(say(f"where.{key}", voice, name=name) for key, name in named.items())


def move_sentence(name: str, firm: str, detail: str, voice: Voice) -> str:
    """Return what a person did, in one sentence."""
    said = STEPS.get(name)
    if said is None:
        label = next((move.label for move in MOVES if move.name == name), name)
        return say("generic_move", voice, firm=firm, label=label)
    chosen = said if detail else said.get("alone", said)
    return str(chosen[voice.language]).format(firm=firm, detail=detail)
