"""Act 1: the answer in two sentences, three figures, two charts, three levers as questions, three doors."""

from __future__ import annotations

from dash import dcc, html

from dashboard import asking, cards, controls, figures, firsts, guesses
from dashboard.answers import Compared, First
from dashboard.house import House
from dashboard.page import Page, Shown, aria
from dashboard.questions import Question
from dashboard.rooms.shown import in_the_room
from dashboard.telling import Told, strong
from dashboard.view import View
from dashboard.words import _, marked
from experiments.phrases import spoken
from experiments.report import tiles
from experiments.report.words import say
from experiments.words import heading

DOORS = (
    ("/why", marked("Why?"), marked("What trust is booked to, and what happens without it.")),
    ("/lives", marked("Whom does it concern?"), marked("One person, two lives.")),
    ("/flip", marked("What speaks against it?"), marked("Under which conditions it loses.")),
)


def layout(house: House, view: View) -> Shown:
    """Return the question, the place of the answer, the levers and the doors."""
    return html.Div([
        html.H1(spoken().text(house.scenario(view).question), className="question"),
        asking.place(),
        html.Aside(levers(house, view), className="levers card", **aria(label=_("What if?"))),
        html.Nav([cards.door(path, view, _(title), _(about)) for path, title, about in DOORS], className="doors",
                 **aria(label=_("Go on"))),
    ], className="page act")


def levers(house: House, view: View) -> list[Shown]:
    """Return three levers as questions, and the way back to the strategy as it is."""
    title = controls.strategy_titles(house.scenario(view))[house.strategies(view)[1]]
    back = dcc.Link(_("As the strategy has it"), href="/answer" + view.without_levers().search, className="quiet")
    return [
        html.H2(_("What if?")), html.P(_("Move a lever of ‹{strategy}›; the other strategy stays.", strategy=title)),
        *(controls.lever(house, view, name) for name in house.shown_levers()),
        html.Div([back, cards_link(view)], className="buttons"),
    ]


def cards_link(view: View) -> Shown:
    """Return the link to all levers."""
    return dcc.Link(_("More levers"), href="/compare" + view.search, className="quiet",
                    id=cards.to("/compare"))


def question(house: House, view: View) -> Question:
    """Return what the page asks."""
    return house.question("compare", view)


def answer(house: House, view: View, data: Compared) -> Shown:
    """Return sentences, three figures and two charts."""
    told = Told.of(data.data)
    said = [html.P(strong(one) if at == 0 else one) for at, one in enumerate(told.sentences())]
    charts = [figures.cumulated(told.data, told.cast, told.side, told.scales),
              figures.trust(told.data, told.cast, told.side, told.scales)]
    return [
        html.Section(said, className="sentence", **aria(live="polite")),
        figure_tiles(house, told, view),
        html.Section([cards.graph(one, lead=figures.lead(one)) for one in charts if one], className="charts"),
        spending(told),
    ]


def spending(told: Told) -> Shown:
    """Return what each strategy spent and gave up, headed where that is not the same money."""
    title = heading(told.data, spoken())
    lines = [html.P(line, className="muted") for line in told.money()]
    return html.Section([html.H3(title) if title else None, *lines], className="spending")


def first(_house: House, _view: View, part: First) -> Shown:
    """Return the two charts for one world, marked as such; no word about what it says."""
    return html.Section([cards.provisional(one) for one in firsts.charts(part)], className="charts")


def figure_tiles(house: House, told: Told, view: View) -> Shown:
    """Return trust, churn and result, each with its difference, its worlds and the guess."""
    found = tiles.tiles(told.data, told.cast, told.side, told.scales)
    return html.Section([_tile(house, told, view, one) for one in found], className="tiles",
                        **aria(label=_("Three figures")))


def _tile(house: House, told: Told, view: View, tile: tiles.Tile) -> Shown:
    thing = {outcome: thing for thing, outcome in guesses.OUTCOMES.items()}.get(tile.name, "result")
    contrast = guesses.outcome_of(told.data, thing)["contrasts"][told.side.id]
    said = [guesses.compared(view, thing, guesses.direction(contrast))]
    if thing == "result":
        said.append(_year(told, view))
    said.append(in_the_room(house, thing))
    return html.Div([
        cards.hint(tile.label, tile.hint),
        html.P([html.B(tile.difference), html.Span(tile.unit)], className="tile-figure"),
        html.P(tile.levels, className="muted"),
        counts(tile),
        *(html.P(one, className="your-guess") for one in said if one),
    ], className="card tile")


def _year(told: Told, view: View) -> str:
    found = guesses.compared(view, "year", guesses.year_of(told.data["break_even"][told.side.id]))
    return _("From when on does it pay? {found}", found=found) if found else ""


def counts(tile: tiles.Tile) -> Shown:
    """Return a bar of the worlds ahead, level and behind, with its numbers in words."""
    if tile.counts is None:
        return None
    hues = {"ahead": tile.side.hue, "level": "", "behind": tile.reference.hue}
    parts = [
        html.I(className=f"part {part.role}" + (f" hue-{hues[part.role]}" if hues[part.role] else ""),
               style={"width": f"{part.share}%"})
        for part in tile.counts.parts if part.count
    ]
    words = " · ".join(part.words for part in tile.counts.parts)
    return html.Div(
        [
            html.Div(parts, className="counts", role="img", **aria(label=tile.counts.label)),
            html.P(
                f"{words} {say('counts_of', n=sum(part.count for part in tile.counts.parts))}",
                className="counts-words",
            ),
        ]
    )


PAGE = Page(path="/answer", title=marked("The answer"), layout=layout, door="workshop", order=2, question=question,
            answer=answer, first=first)
