"""A story on the terminal: two lives side by side, never wider than a hundred columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from experiments.languages import voice as voice_of
from experiments.phrases import Voice
from experiments.story_words import say

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 100
GAP = "   "


def show_story(screen: Console, told: Mapping[str, Any]) -> None:
    """Print a story: the table of the whole cohort first, then the people, then the notes."""
    for line in lines(told, min(WIDTH, screen.width)):
        screen.out(line)


def lines(told: Mapping[str, Any], width: int = WIDTH) -> Iterator[str]:
    """Yield the lines of a story."""
    voice = voice_of(told["language"])
    yield told["headline"]
    yield from wrap(told["setting"], width)
    yield ""
    yield from _table(told, width)
    for person in told["people"]:
        yield ""
        yield "─" * width
        yield from _person(person, voice, width)
    yield ""
    for note in told["notes"]:
        yield from wrap(note, width)


def _table(told: Mapping[str, Any], width: int) -> Iterator[str]:
    yield from wrap(told["fourfold"]["caption"] + ":", width)
    for cell in told["fourfold"]["cells"].values():
        yield f"  {cell['shown']:>8}  {cell['label']}"


def _person(person: Mapping[str, Any], voice: Voice, width: int) -> Iterator[str]:
    cell = f" ({person['cell']})" if person["cell"] else ""
    yield from wrap(f"{person['role']}: {person['name']}{cell}", width)
    for sentence in person["about"]:
        yield from wrap(sentence, width)
    if person["both"]:
        yield ""
        yield say("both", voice)
        for period in person["both"]:
            yield from _period(period, width)
    lives = list(person["lives"].values())
    if person["divergence"]:
        yield ""
        yield from wrap(f"▶ {person['divergence']}", width)
    if person["parting"]:
        yield from wrap(say("parting", voice, week=voice.week(person["divergence_week"])) + ":", width)
        for arm, what in person["parting"].items():
            yield from wrap(f"  ‹{person['lives'][arm]['title']}› {what}", width, subsequent_indent="    ")
    if any(life["periods"] for life in lives):
        yield ""
        if len(lives) > 1:
            yield from wrap(say("marked", voice), width)
            yield ""
        yield from _beside([[f"‹{life['title']}›"] for life in lives], width)
        for periods in zip(*(life["periods"] for life in lives), strict=True):
            room = _room(len(lives), width)
            yield from _beside([list(_period(period, room)) for period in periods], width)
    yield ""
    yield from _beside([wrap(life["end"], _room(len(lives), width)) for life in lives], width)


def _period(period: Mapping[str, Any], width: int) -> Iterator[str]:
    yield ""
    yield period["title"]
    for entry in period["entries"]:
        said = " ".join(part for part in (f"{entry['when']}:", entry["text"], entry["felt"], entry["trust"]) if part)
        yield from wrap(said, width, initial_indent="= " if entry["shared"] else "  ", subsequent_indent="    ")
    if period["also"]:
        yield from wrap(period["also"], width, initial_indent="  ", subsequent_indent="    ")


def _room(columns: int, width: int) -> int:
    return (width - len(GAP) * (columns - 1)) // columns


def _beside(columns: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Yield texts as columns beside each other."""
    room = _room(len(columns), width)
    for parts in zip_longest(*columns, fillvalue=""):
        yield GAP.join(part.ljust(room) for part in parts).rstrip()
