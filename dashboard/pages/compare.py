"""Analyse: any market or scenario, any two strategies, every lever of the second one; all outcomes."""

from __future__ import annotations

from itertools import groupby

from dash import dcc, html

from agents.parameters import LEVERS
from dashboard import asking, cards, controls, figures
from dashboard.answers import Compared
from dashboard.house import House
from dashboard.page import Page, Shown, aria
from dashboard.pages.answer import figure_tiles, first, spending
from dashboard.questions import Question
from dashboard.telling import Told, strong
from dashboard.view import View
from dashboard.words import _, marked
from experiments.phrases import spoken
from experiments.report import charts, tables
from experiments.report.words import say


def layout(house: House, view: View) -> Shown:
    """Return the choices at the side and the place of the answer."""
    return html.Div(
        [
            html.H1(_("Compare"), className="question"),
            asking.place(),
            html.Aside(
                [html.H2(_("What is compared")), *choices(house, view), *levers(house, view)], className="levers card"
            ),
        ],
        className="page act",
    )


def choices(house: House, view: View) -> list[Shown]:
    """Return what is chosen: scenario or market, two strategies."""
    voice, titles = spoken(), list(controls.strategy_titles(house.scenario(view)).items())
    scenarios = [(name, voice.text(found.title) or voice.text(found.market.title) or name)
                 for name, found in house.scenarios()]
    (reference, strategy), usual = house.strategies(view), house.scenario(view).strategies
    return [
        controls.choice("scenario", _("Market or scenario"), scenarios, house.name(view), usual=house.opening),
        controls.choice("a", _("Compared with"), titles, reference, usual=usual[0]),
        controls.choice("b", _("Strategy"), titles, strategy, usual=usual[1]),
    ]


def levers(house: House, view: View) -> list[Shown]:
    """Return every lever, by department; a department whose levers are moved stands open."""
    moved = dict(house.changes(view))
    known = sorted(LEVERS.values(), key=lambda one: (_(one.department.replace("_", " ")), one.name))
    parts = []
    for department, group in groupby(known, key=lambda one: one.department):
        own = list(group)
        count = sum(one.name in moved for one in own)
        title = [controls.department(department), html.Span(f" {count}", className="count") if count else None]
        inside = html.Div([controls.lever(house, view, one.name) for one in own], className="lever-list")
        parts.append(html.Details([html.Summary(title), inside], open=count > 0, className="group"))
    back = dcc.Link(_("As the strategy has it"), href="/compare" + view.without_levers().search, className="quiet")
    along = dcc.Link(_("Take along as a file"), href="/files" + view.search, className="quiet", id=cards.to("/files"))
    return [html.H2(_("All levers")), html.Div(parts), html.Div([back, along], className="buttons")]


def question(house: House, view: View) -> Question:
    """Return what the page asks."""
    return house.question("compare", view)


def answer(house: House, view: View, compared: Compared) -> Shown:
    """Return sentences, figures, charts over time, who gains, the money, and every outcome."""
    told = Told.of(compared.data)
    data, cast, side, scales = told.data, told.cast, told.side, told.scales
    bridge, ahead = charts.bridge(data, cast, side, scales), charts.ahead(data, cast, side)
    drawn = [figures.cumulated(data, cast, side, scales), figures.trust(data, cast, side, scales)]
    wide = [one for one in (ahead, bridge) if one]
    outcomes = cards.table(tables.outcome_table(data, cast, scales), say("outcomes"), stacked=True)
    return [
        html.Section([html.P(strong(one) if at == 0 else one) for at, one in enumerate(told.sentences())],
                     className="sentence", **aria(live="polite")),
        figure_tiles(house, told, view),
        html.Section([
            *(cards.graph(one, lead=figures.lead(one)) for one in drawn if one),
            *(html.Div(cards.graph(one, lead=figures.lead(one)), className="wide") for one in wide),
            groups(told),
            html.Section([html.H2(say("outcomes")), html.P(say("outcomes_lead"), className="muted"),
                          cards.saved(outcomes, "outcomes")], className="card wide"),
        ], className="charts"),
        spending(told),
    ]


def groups(told: Told) -> Shown:
    """Return who gains and who loses, by group of customers."""
    drawn = charts.segments(told.data, told.side, told.scales)
    if not drawn:
        return None
    lead = say("segments_lead", arm=told.side.title, reference=told.cast.reference.title)
    return html.Section([
        html.H2(say("segments")), html.P(lead, className="lead small"),
        html.Div([cards.graph(one) for one in drawn], className="charts four"),
    ], className="wide")


PAGE = Page(path="/compare", title=marked("Compare"), layout=layout, door="analyse", order=1, question=question,
            answer=answer, first=first, about=marked("Any strategies and markets, every lever."))
