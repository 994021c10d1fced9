"""One offline file of a workshop: guess, answer, two charts, three levers over a grid worked out before, two lives.

For rooms whose network keeps devices apart. The words are those of the pages, in every language; numbers that all
languages share stand once; plotly.js is inlined once; nothing is loaded or sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from plotly.offline import get_plotlyjs

from agents.parameters import LEVERS
from dashboard import figures, guesses
from dashboard.controls import value_words
from dashboard.rooms import shown
from dashboard.rooms.rules import GUESSES
from dashboard.telling import Told
from dashboard.theme import head_of_page
from dashboard.words import LANGUAGES, _, voice
from experiments.phrases import speaking, spoken
from experiments.report import tiles
from experiments.report.figures import config
from experiments.telling import document

if TYPE_CHECKING:
    from agents.parameters import Lever
    from dashboard.answers import Compared
    from dashboard.questions import Question
    from experiments.report.charts import Chart
    from experiments.story import Story
    from sim import Scenario

EVERY = 4           # weeks between two points of a line
DIGITS = 4          # of a number in a line
Setting = tuple[float, ...]     # one value per lever of the grid
Ask = Callable[["Question"], Any]


def grid(levers: Sequence[str], base: Sequence[float], values: int) -> list[list[float]]:
    """Return the values of each lever: what the strategy has by itself and others evenly over the plausible range.

    Args:
        levers: names.
        base: the value that the strategy gives each by itself.
        values: how many of each, at least 2.
    """
    found = []
    for name, own in zip(levers, base, strict=True):
        low, high = LEVERS[name].plausible
        even = [low + (high - low) * k / (values - 1) for k in range(values)]
        nearest = min(range(values), key=lambda k: abs(even[k] - own))
        even[nearest] = own
        found.append([round(x, 6) for x in even])
    return found


def settings(question: Question, levers: Sequence[str], values: Sequence[Sequence[float]]) -> Iterator[
    tuple[tuple[int, ...], Question]
]:
    """Yield every place of the grid with its question; what the strategy has by itself is not called a change."""
    side = len(question.sides) - 1
    for place in product(*(range(len(each)) for each in values)):
        chosen = {name: values[k][at] for k, (name, at) in enumerate(zip(levers, place, strict=True))}
        yield place, question.moved(side, **chosen)


@dataclass(frozen=True)
class Content:
    """What a file shows: levers with their values, those of the strategy itself, answers by place, and a story."""

    scenario: Scenario
    levers: tuple[str, ...]
    base: tuple[float, ...]
    values: list[list[float]]
    answers: Mapping[str, Compared]
    story: Story

    @property
    def start(self) -> str:
        """The place of the strategy as it is."""
        return "".join(str(each.index(round(own, 6))) for each, own in zip(self.values, self.base, strict=True))


def work_out(
    question: Question, scenario: Scenario, base: Mapping[str, float], values: int, *, ask: Ask,
    tell: Callable[[int, int], None],
) -> Content:
    """Ask everything that the file shows.

    Args:
        question: what the first page asks.
        scenario: what it asks about.
        base: levers, with the value that the strategy gives each by itself.
        values: how many of each lever.
        ask: asks a question and waits for its answer.
        tell: called with how many of how many are answered.
    """
    levers, each = tuple(base), grid(tuple(base), tuple(base.values()), values)
    places = list(settings(question, levers, each))
    found: dict[str, Compared] = {}
    for done, (place, one) in enumerate(places, start=1):
        found["".join(map(str, place))] = ask(one)
        tell(done, len(places) + 1)
    story: Story = ask(replace(question, kind="story"))
    tell(len(places) + 1, len(places) + 1)
    return Content(scenario, levers, tuple(base.values()), each, found, story)


def page(content: Content) -> str:
    """Return the file's text."""
    data: dict[str, Any] = {"start": content.start, "config": config(), "languages": {}, "series": {}}
    for language in LANGUAGES:
        with speaking(voice(language)):
            data["languages"][language] = _spoken(content)
            data["series"] = {key: _series(Told.of(one.data)) for key, one in content.answers.items()}
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    inert = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return _template().get_template("pack.html").render(
        style=head_of_page().partition("<script>")[0], plotly=get_plotlyjs(), data=inert,
        css=(Path(__file__).parent / "assets" / "goodwill.css").read_text(encoding="utf-8"),
    )


@cache
def _template() -> Environment:
    return Environment(loader=PackageLoader("dashboard", "."), autoescape=True, undefined=StrictUndefined)


def _spoken(content: Content) -> dict[str, Any]:
    """Return everything in the language that is spoken."""
    speech, scenario = spoken(), content.scenario
    told = {key: Told.of(answer.data) for key, answer in content.answers.items()}
    asked = [{"key": one, "label": shown.label_of(one), "answers": shown.answers_of(one)} for one in GUESSES]
    return {
        "title": speech.text(scenario.title) or speech.text(scenario.market.title),
        "question": speech.text(scenario.question),
        "story": speech.text(scenario.story) or speech.text(scenario.market.about), "words": _words(), "guesses": asked,
        "levers": [_lever(name, each) for name, each in zip(content.levers, content.values, strict=True)],
        "cells": {key: _cell(one) for key, one in told.items()},
        "charts": [_chart(chart) for chart in _charts(told[content.start])],
        "separators": speech.decimal + speech.thousands, "lives": _lives(document(content.story, speech)),
    }


def _words() -> dict[str, str]:
    return {
        "guess": _("What do you think?"), "reveal": _("Reveal"), "what_if": _("What if?"), "you": _("Your guess is"),
        "found": _("It came out"), "open": _("still open"), "lives": _("One person, two lives"),
        "back": _("As the strategy has it"),
        "note": _("Worked out beforehand: this file asks nothing of any network."),
        "argument": _("A simulation is an argument worked out, not a forecast. Nothing you do here leaves this "
                      "computer or room; no names, no tracking."),
    }


def _lever(name: str, values: Sequence[float]) -> dict[str, Any]:
    lever = LEVERS[name]
    return {
        "question": _(lever.question), "values": [_value(lever, x) for x in values],
        "anchors": [_(one) for one in lever.anchors],
    }


def _value(lever: Lever, x: float) -> str:
    """Return a lever's value on a button: shares in per cent, all else with its unit."""
    if lever.unit in {"0..1", "share"}:
        return spoken().say("percent", x=spoken().number(100 * x))
    return value_words(lever, x)


def _cell(told: Told) -> dict[str, Any]:
    """Return what one place of the grid says."""
    found = {thing: guesses.outcome_of(told.data, thing)["contrasts"][told.side.id] for thing in guesses.THINGS}
    came_out = {thing: guesses.direction(contrast) for thing, contrast in found.items()}
    charts = _charts(told)
    return {
        "sentences": told.sentences(),
        "tiles": [_tile(one) for one in tiles.tiles(told.data, told.cast, told.side, told.scales)],
        "found": came_out | {"year": guesses.year_of(told.data["break_even"][told.side.id])},
        "units": [chart.figure.layout.yaxis.title.text for chart in charts],
        "labels": [chart.label for chart in charts],
    }


def _series(told: Told) -> list[list[list[float | None]]]:
    """Return the numbers of the charts' lines, which are the same in all languages."""
    return [[_thinned(trace.y) for trace in chart.figure.data] for chart in _charts(told)]


def _tile(tile: tiles.Tile) -> dict[str, Any]:
    parts = tile.counts.parts if tile.counts else ()
    return {
        "label": tile.label, "difference": tile.difference, "unit": tile.unit, "levels": tile.levels,
        "parts": [{"words": part.words, "share": part.share, "hue": _hue(part.role, tile)} for part in parts],
    }


def _hue(role: str, tile: tiles.Tile) -> str:
    return {"ahead": tile.side.hue, "behind": tile.reference.hue}.get(role, "")


def _charts(told: Told) -> list[Chart]:
    made = (figures.cumulated, figures.trust)
    charts = (make(told.data, told.cast, told.side, told.scales) for make in made)
    return [chart for chart in charts if chart is not None]


def _chart(chart: Chart) -> dict[str, Any]:
    """Return a chart without its numbers, which differ from place to place."""
    drawn = figures.in_light(chart.figure, "light")
    traces = [
        {key: value for key, value in trace.items() if key != "y"} | {"dx": EVERY, "hoverinfo": "skip"}
        for trace in drawn["data"]
    ]
    layout = {key: value for key, value in drawn["layout"].items() if key != "hovermode"} | {"hovermode": False}
    marks = [{"name": mark.name, "colour": mark.colour, "shape": f"{mark.shape} {mark.dash}"} for mark in chart.marks]
    layout["template"] = chart.figure.layout.template.to_plotly_json()
    return {"caption": chart.caption, "traces": traces, "layout": layout, "marks": marks, "height": chart.height}


def _thinned(values: Sequence[float | None]) -> list[float | None]:
    return [None if x is None else float(f"{x:.{DIGITS}g}") for x in list(values)[::EVERY]]


def _lives(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the persons told of, with the sentences of both lives."""
    return [
        {
            "role": person["role"], "about": [*person["about"], person["divergence"]],
            "lives": [
                {"title": life["title"], "end": life["end"], "years": [_period(one) for one in life["periods"]]}
                for life in person["lives"].values()
            ],
        }
        for person in told["people"]
    ]


def _period(period: Mapping[str, Any]) -> dict[str, Any]:
    entries = [f"{one['when']}: {one['text']}" for one in period["entries"]]
    return {"title": period["title"], "entries": [*entries, *([period["also"]] if period["also"] else [])]}

