"""The room's guesses and plans as parts of pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dash import html

from dashboard import guesses
from dashboard.page import Shown, aria
from dashboard.rooms.measures import MEASURES
from dashboard.rooms.rules import GUESSES, Distribution
from dashboard.words import _, marked

if TYPE_CHECKING:
    from dashboard.house import House
    from dashboard.rooms.web import Workshop

TITLES: dict[str, str] = {
    "people": marked("More people answer"), "campaigns": marked("Contact more customers"),
    "training": marked("Train people and let them decide"), "offer": marked("Renew the offer faster"),
    "records": marked("Put customer records in order"), "newcomers": marked("Win newcomers with a discount"),
    "fees": marked("Give up hidden fees"), "loyalty": marked("Reward long loyalty"),
}
REFUSALS: dict[str, str] = {
    "secret": marked("Only the facilitator can do this."), "closed": marked("Guesses are closed."),
    "frozen": marked("The facilitator has closed the plans."), "dear": marked("That does not fit into the envelope."),
    "unknown": marked("This room does not know you; reload the page."), "full": marked("The room is full."),
}
BAR = 100


def title_of(measure: str) -> str:
    """Return what a measure is called."""
    return _(TITLES[measure])


def plan_words(measures: Sequence[str]) -> str:
    """Return a plan in words."""
    return ", ".join(title_of(name) for name in measures) or _("nothing yet")


def refusal(why: str) -> str:
    """Return why something was refused, in words."""
    return _(REFUSALS.get(why, why))


def answers_of(thing: str) -> list[tuple[str, str]]:
    """Return the answers to a guess with their words."""
    words: Mapping[str, str] = dict(guesses.year_options())
    return [(a, words[a] if thing == "year" else guesses.direction_words(a)) for a in GUESSES[thing]]


def label_of(thing: str) -> str:
    """Return what a guess is about."""
    return _("From when on does it pay?") if thing == "year" else _(guesses.THINGS[thing])


def distribution(found: Distribution, results: Mapping[str, str | None], own: Mapping[str, str]) -> Shown:
    """Return how the room guessed: a row per thing, a bar per answer; what came out and one's own guess marked."""
    return html.Div([_thing(found, thing, results, own) for thing in GUESSES], className="room-guesses")


def _thing(found: Distribution, thing: str, results: Mapping[str, str | None], own: Mapping[str, str]) -> Shown:
    total = found.total(thing)
    rows = []
    for answer, words in answers_of(thing):
        count = found.counts[thing][answer]
        tags = [_("so it is here")] * (results.get(thing) == answer) + [_("you")] * (own.get(thing) == answer)
        rows.append(html.Tr([
            html.Th(words, scope="row"),
            html.Td(html.I(className="room-bar", style={"width": f"{BAR * count / max(1, total):.0f}%"}),
                    className="room-track", **aria(hidden="true")),
            html.Td(str(count), className="number"), html.Td(" · ".join(tags), className="muted"),
        ], className="is-found" if results.get(thing) == answer else None))
    still_open = f" · {_('still open')}" if thing in results and results[thing] is None else ""
    caption = html.Caption(f"{label_of(thing)} ({_('{n} guesses', n=total)}){still_open}")
    return html.Table([caption, html.Tbody(rows)], className="room-guess")


def in_the_room(house: House, thing: str) -> str:
    """Return how the room guessed a thing, in one line; nothing where there is no room, or it is not shown yet."""
    if house.rooms is None:
        return ""
    workshop: Workshop = house.rooms
    found = workshop.store.distribution(workshop.secret)
    if found is None or not found.total(thing):
        return ""
    counts = ", ".join(f"{found.counts[thing][answer]} {words}" for answer, words in answers_of(thing))
    return _("The room: {counts}", counts=counts)


def measures_of(costs: Mapping[str, float]) -> list[str]:
    """Return the measures that there are to choose, in their order."""
    return [name for name in MEASURES if name in costs]
