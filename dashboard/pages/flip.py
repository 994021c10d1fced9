"""Act 4: in how many worlds it is ahead, over time and by the two conditions that matter most; what is against it."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import asking, cards, figures
from dashboard.answers import Compared, First
from dashboard.house import House
from dashboard.page import Page, Shown, aria
from dashboard.questions import Question
from dashboard.telling import Told
from dashboard.view import View
from dashboard.words import _, marked
from experiments.phrases import spoken
from experiments.reasons import weigh
from experiments.report import charts
from experiments.report.words import say
from experiments.words import condition_sentences, headline


def layout(_house: House, _view: View) -> Shown:
    """Return the question and the place of the answer."""
    lead = _("Many worlds: in each, everything that nobody knows exactly is drawn anew.")
    head = cards.hero(_("When does it flip?"), _("Under which conditions does it lose?"), lead)
    return html.Div([head, asking.place()], className="page")


def question(house: House, view: View) -> Question:
    """Return what the page asks: the same as the answer, in more worlds."""
    return house.question("flip", view, worlds=house.flip_worlds)


def answer(_house: House, _view: View, compared: Compared) -> Shown:
    """Return the share of worlds ahead over the horizon, the two conditions, and reasons against."""
    told, voice = Told.of(compared.data), spoken()
    ahead = charts.ahead(told.data, told.cast, told.side)
    found, confirmed = conditions(told), condition_sentences(told.data, voice)[:1]
    said = [headline(told.data, told.side.id, voice), *(confirmed or [say("conditions_none")])]
    return [
        html.Section([html.P(one) for one in said], className="sentence", **aria(live="polite")),
        html.Section(
            [
                cards.graph(ahead, lead=figures.lead(ahead)) if ahead else None,
                cards.graph(figures.by_conditions(told, compared.worlds, compared.runs, found))
                if len(found) == 2
                else None,
            ],
            className="charts",
        ),
        html.Section(against(told), className="card reasons"),
    ]


def first(house: House, view: View, part: First | Compared) -> Shown:
    """Return what the worlds of the answer say, while the others are played; nothing of single worlds."""
    if isinstance(part, First):
        return None
    told = Told.of(part.data)
    ahead = charts.ahead(told.data, told.cast, told.side)
    few, all_ = told.data["worlds"]["n"], question(house, view).n
    waits = _("So far these are the {few} worlds of the answer. Which conditions part them takes {all} worlds; they "
              "are being played.", few=few, all=all_)
    said = [headline(told.data, told.side.id, spoken()), waits]
    return [
        html.Section([html.P(one) for one in said], className="sentence", **aria(live="polite")),
        html.Section(cards.graph(ahead, lead=figures.lead(ahead)), className="charts") if ahead else None,
    ]


def conditions(told: Told) -> list[dict[str, Any]]:
    """Return the two uncertain numbers that part the worlds most: confirmed ones first, else the strongest traces."""
    return [*told.data["conditions"], *told.data["leads"]][:2]


def against(told: Told) -> list[Shown]:
    """Return what speaks against whoever leads, and as much for it; where nobody leads, what speaks for either side."""
    weighed = weigh(told.data, spoken())
    leads = weighed["for"]["leader"]
    named = told.cast.title(leads) if leads else ""
    heads = (_("What speaks against ‹{arm}›?", arm=named) if leads else say("either"),
             _("What speaks for ‹{arm}›?", arm=named))
    return [
        html.Div([html.H2(words), html.Ul([html.Li(one) for one in weighed[side]["reasons"]])])
        for words, side in zip(heads, ("against", "for"), strict=True) if weighed[side]["reasons"]
    ]


PAGE = Page(path="/flip", title=marked("When does it flip?"), layout=layout, door="workshop", order=5,
            question=question, answer=answer, first=first)
