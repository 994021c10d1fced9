"""Act 6: what one takes along: guesses beside results, the tables' plans, three lines to write; one page to print."""

from __future__ import annotations

from collections.abc import Mapping

from dash import Dash, Input, Output, dcc, html

from dashboard import asking, guesses
from dashboard.answers import Compared
from dashboard.house import House
from dashboard.page import Page, Shown, aria
from dashboard.pages.budget import results
from dashboard.questions import Question
from dashboard.rooms import shown
from dashboard.rooms.rules import Distribution
from dashboard.rooms.web import Workshop
from dashboard.telling import Told, strong
from dashboard.view import View
from dashboard.words import _, marked
from experiments.phrases import spoken

LINES = 3


def layout(house: House, view: View) -> Shown:
    """Return the headings, the place of the results, and lines to write on."""
    return html.Div([
        html.Section([
            html.P(_("To take along"), className="overline"),
            html.H1(_("What would have to be true for us?")),
            html.P(spoken().text(house.scenario(view).question), className="lead"),
        ], className="hero"),
        asking.place(),
        html.Section([
            html.H2(_("What would have to be true here for this to hold?")),
            *(html.Div(className="room-line") for _line in range(LINES)),
            html.H2(_("What do we try first, and how would we notice that it fails?")),
            *(html.Div(className="room-line") for _line in range(LINES)),
        ], className="room-lines"),
        html.Div([
            html.Button(_("Print this page"), id="take-print", type="button", className="button"),
            dcc.Store(id="take-printed"),
        ], className="buttons no-print"),
    ], className="page take")


def question(house: House, view: View) -> Question:
    """Return what the page asks: what act 1 asked."""
    return house.question("compare", view)


def answer(house: House, view: View, data: Compared) -> Shown:
    """Return the sentences, and guesses beside what came out."""
    told = Told.of(data.data)
    said = [html.P(strong(one) if at == 0 else one) for at, one in enumerate(told.sentences())]
    return [
        html.Section(said, className="sentence", **aria(live="polite")),
        html.Section(_guesses(house, view, came_out(told)), className="card"),
        *_tables(house, view),
    ]


def came_out(told: Told) -> dict[str, str | None]:
    """Return what the worlds say to each guess; None where it is open."""
    each = {thing: guesses.outcome_of(told.data, thing)["contrasts"][told.side.id] for thing in guesses.THINGS}
    found: dict[str, str | None] = {thing: guesses.direction(contrast) for thing, contrast in each.items()}
    return found | {"year": guesses.year_of(told.data["break_even"][told.side.id])}


def _guesses(house: House, view: View, found: Mapping[str, str | None]) -> list[Shown]:
    room = _room_guesses(house)
    if room is not None and any(room.total(thing) for thing in room.counts):
        return [html.H2(_("What the room guessed, and what came out")), shown.distribution(room, found, view.guess)]
    rows = [
        html.Tr([
            html.Th(shown.label_of(thing), scope="row"),
            html.Td(dict(shown.answers_of(thing)).get(view.guess.get(thing, ""), "–")),
            html.Td(dict(shown.answers_of(thing)).get(answer_ or "", _("still open"))),
        ])
        for thing, answer_ in found.items()
    ]
    head = html.Thead(html.Tr([html.Th(one, scope="col") for one in ("", _("Your guess"), _("It came out"))]))
    return [html.H2(_("What you guessed, and what came out")), html.Table([head, html.Tbody(rows)])]


def _room_guesses(house: House) -> Distribution | None:
    workshop: Workshop | None = house.rooms
    return workshop.store.distribution(workshop.secret) if workshop else None


def _tables(house: House, view: View) -> list[Shown]:
    if house.rooms is None or not (tables := house.rooms.store.tables()):
        return []
    if not (house.rooms.store.room().frozen or house.rooms.leads):
        return []
    return [html.Section([html.H2(_("What the tables would do")), results(house, view, tables)])]


def callbacks(app: Dash, _house: House) -> None:
    """Let the button print."""
    app.clientside_callback("(n) => { window.print(); return n; }", Output("take-printed", "data"),
                            Input("take-print", "n_clicks"), prevent_initial_call=True)


PAGE = Page(path="/take", title=marked("Take along"), layout=layout, door="workshop", order=7, question=question,
            answer=answer, callbacks=callbacks)
