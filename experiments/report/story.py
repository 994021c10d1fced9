"""The page of a customer's story: one or two lives, the table of the whole cohort, in one file that works offline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from experiments.languages import voice as voice_of
from experiments.provenance import versions
from experiments.report.colours import hues, palette
from experiments.story_words import say, week_words

if TYPE_CHECKING:
    from os import PathLike

YEAR = 52


def write_story(told: Mapping[str, Any], path: str | PathLike[str]) -> Path:
    """Write a story, as `experiments.telling.document` tells it, as one HTML file and return its path."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(told), encoding="utf-8")
    return target


def page(told: Mapping[str, Any]) -> str:
    """Return the page."""
    return _environment().get_template("story.html").render(context(told))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("experiments.report", "."), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )


def context(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything the template shows."""
    voice, folder = voice_of(told["language"]), resources.files("experiments.report")
    colours = hues([str(arm["id"]) for arm in told["strategies"]])
    return {
        "told": told, "hues": colours, "table": _table(told), "palette": palette(),
        "style": "".join((folder / name).read_text(encoding="utf-8") for name in ("style.css", "story.css")),
        "charts": [_chart(told, person) for person in told["people"]], "repeat": command(told),
        "say": lambda key, **values: say(key, voice, **values), "version": versions()["version"],
    }


def command(told: Mapping[str, Any]) -> str:
    """Return the command line that tells the same people's lives again."""
    words = ["goodwill", "story", told["scenario"], "--firm", told["firm"], "--strategies"]
    words += [",".join(str(arm["id"]) for arm in told["strategies"]), "--seed", str(told["seed"])]
    words += ["--weeks", str(told["weeks"]), "--customers", str(told["customers"])]
    asked = [str(person["customer"]) for person in told["people"]]
    return " ".join([*words, "--customer", asked[0] if asked else "auto"])


def _table(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fourfold table (or the two numbers under one strategy) as the page lays it out."""
    cells = told["fourfold"]["cells"]
    return {"is_fourfold": len(cells) == 4, "cells": cells, "largest": max(c["per_cent"] for c in cells.values()) or 1}


def _chart(told: Mapping[str, Any], person: Mapping[str, Any]) -> dict[str, Any]:
    """Return the chart of trust in the firm: a path per life on a field of 100 × 100, years, where the lives part."""
    voice, weeks = voice_of(told["language"]), int(told["weeks"])
    lives = person["lives"]
    ends = [
        say(
            "chart_end", voice, arm=life["title"], start=voice.number(100 * life["trust"][0]),
            end=voice.number(100 * life["trust"][-1]),
        )
        for life in lives.values()
    ]
    part = person["divergence_week"]
    return {
        "label": say("chart_label", voice, firm=told["firm"], ends="; ".join(ends)),
        "paths": [(arm, _path(life["trust"], weeks)) for arm, life in lives.items()],
        "leaves": [
            (arm, _place(week + 1, weeks), round(100 - 100 * life["trust"][week + 1], 2))
            for arm, life in lives.items() for week in life["leaves"]
        ],
        "years": [
            (say("year", voice, year=year + 1), _place(year * YEAR, weeks)) for year in range((weeks - 1) // YEAR + 1)
        ],
        "part": None if part is None else (_place(part, weeks), week_words(part, voice)),
    }


def _place(week: int, weeks: int) -> float:
    return round(100.0 * week / weeks, 3)


def _path(trust: Sequence[float], weeks: int) -> str:
    """Return trust at the end of each week, from the start on, as a path of steps."""
    parts = [f"M0 {100 - 100 * trust[0]:.2f}"]
    before = trust[0]
    for week, level in enumerate(trust[1:], start=1):
        if level != before or week == weeks:
            parts.append(f"H{_place(week, weeks):g}V{100 - 100 * level:.2f}")
            before = level
    return "".join(parts)
