"""What happens in a market, in sentences: the events of a scenario as pages tell them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from agents.parameters import LEVERS, UNCERTAINTIES
from dashboard.controls import value_words
from dashboard.words import _, marked
from experiments.report.formats import number, plain

if TYPE_CHECKING:
    from experiments.weeks import Course

What = Mapping[str, Any]


def happened(course: Course) -> list[tuple[int, str]]:
    """Return the events of a course: the week, and a sentence."""
    return [(int(event["week"]), sentence(event)) for event in course.events]


def sentence(event: Mapping[str, Any]) -> str:
    """Return an event in a sentence, with its details where it has any."""
    words, details = TOLD[event["kind"]]
    firm = str(event["firm"]) or _("every firm")
    said, found = _(words, firm=firm), "; ".join(details(event["what"]))
    return f"{said}: {found}." if found else f"{said}."


def _change(what: What) -> Iterator[str]:
    yield f"{number(100 * what['change'], 1, signed=True)} %"


def _levers(what: What) -> Iterator[str]:
    for name, value in what["levers"].items():
        yield f"{_(LEVERS[name].about)}, {value_words(LEVERS[name], value)}"


def _bounds(what: What) -> Iterator[str]:
    for key, words in (("at_most", marked("at most")), ("at_least", marked("at least"))):
        for name, value in (what.get(key) or {}).items():
            yield f"{_(LEVERS[name].about)}, {_(words)} {value_words(LEVERS[name], value)}"


def _uncertainty(what: What) -> Iterator[str]:
    declared = UNCERTAINTIES[what["name"]]
    yield f"{_(declared.about)}, {plain(what['value'])} {_(declared.unit)}"


def _nothing(_what: What) -> Iterator[str]:
    yield from ()


TOLD: dict[str, tuple[str, Callable[[What], Iterator[str]]]] = {
    "strategy": (marked("{firm} adopts another strategy"), _nothing),
    "levers": (marked("{firm} changes what it does"), _levers),
    "price": (marked("{firm} changes its prices"), _change),
    "uncertainty": (marked("The surroundings change"), _uncertainty),
    "entrant": (marked("{firm} enters the market, without a customer"), _nothing),
    "exit": (marked("{firm} leaves the market; its customers lose their provider"), _nothing),
    "disclosure": (marked("What {firm} concealed becomes public"), _nothing),
    "regulation": (marked("A rule bounds what all firms may do"), _bounds),
    "renewal": (marked("Contracts of {firm} run out at once, and customers look around"), _nothing),
}
