"""Analyse: inside the company, week by week in one world: what it believes, its people, queues, bots and contacts."""

from __future__ import annotations

from dash import html

from agents.parameters import LEVERS
from dashboard import asking, cards, controls, watching
from dashboard.answers import Watched
from dashboard.house import House
from dashboard.page import Page, Shown
from dashboard.questions import Question
from dashboard.view import View
from dashboard.words import _, marked
from experiments.phrases import spoken
from experiments.report import tables
from experiments.report.formats import capital, plain

THEMES = (
    (marked("What it sees, and what is"), ("self_image", "customer_view", "fcr_seen", "first_contact_resolution")),
    (marked("Its people"), ("morale", "work_pressure", "turnover", "staff_skill")),
    (marked("The queue and the bot"), ("wait", "abandonment", "bot_contacts", "open_issues")),
    (marked("Selling"), ("outbound_contacts", "collision_rate", "mis_sale_rate", "burden")),
)


def layout(_house: House, _view: View) -> Shown:
    """Return the heading and the place of the answer."""
    lead = _("One world, in which everything uncertain has its best guess, week by week, under both strategies.")
    head = cards.hero(_("Inside the company"), _("What happens inside?"), lead)
    return html.Div([head, asking.place()], className="page")


def question(house: House, view: View) -> Question:
    """Return what the page asks."""
    return house.question("inside", view)


def answer(house: House, view: View, watched: Watched) -> Shown:
    """Return the charts by theme, and what each department decides under either strategy."""
    titles = [spoken().text(title) for title in watched.titles]
    known = set(watched.courses[0].weekly.columns)
    themes = [
        html.Section(
            [
                html.H2(_(theme)),
                html.Div(
                    [cards.graph(chart, lead=chart.label) for name in names if name in known
                     for chart in [watching.metric(watched, name, titles)]],
                    className="charts four",
                ),
            ]
        )
        for theme, names in THEMES
    ]
    words = _("What departments decide")
    table = cards.saved(cards.table(decisions(house, view, titles), words, stacked=True), "decisions")
    return [*themes, html.Section([html.H2(words), table], className="card")]


def decisions(house: House, view: View, titles: list[str]) -> tables.Table:
    """Return the levers in which the two strategies differ, by department."""
    scenario = house.scenario(view)
    reference, strategy = house.strategies(view)
    before = scenario.market.status_quo.levers
    sides = [{**before, **scenario.strategy_levers(reference)},
             {**before, **scenario.strategy_levers(strategy), **dict(house.changes(view))}]
    rows = []
    for name, lever in sorted(LEVERS.items(), key=lambda pair: (pair[1].department, pair[0])):
        values = [side.get(name, lever.default) for side in sides]
        if values[0] != values[1]:
            head = (controls.department(lever.department), capital(_(lever.about)))
            rows.append((*head, *(plain(value) for value in values), controls.unit(lever)))
    words = (tables.column("department", words=True), tables.column("lever", words=True))
    return tables.Table(
        (*words, *(tables.Column(title) for title in titles), tables.column("unit", words=True)), tuple(rows)
    )


PAGE = Page(
    path="/inside",
    title=marked("Inside the company"),
    layout=layout,
    door="analyse",
    order=3,
    question=question,
    answer=answer,
    about=marked("Departments, what they see and decide, queues, bots, morale."),
)
