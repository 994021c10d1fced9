"""Analyse: the market, quarter by quarter in one world: shares, who goes from whom to whom, and what happened when."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html

from dashboard import asking, cards, watching
from dashboard.answers import Watched
from dashboard.happenings import happened
from dashboard.house import House
from dashboard.page import Page, Shown, aria, data
from dashboard.questions import Question
from dashboard.view import View
from dashboard.words import _, marked
from experiments.phrases import spoken
from experiments.report.figures import dressed
from experiments.report.formats import when

HEIGHT = 360
STEP_MS = 900       # between two quarters when it plays


def layout(_house: House, _view: View) -> Shown:
    """Return the heading and the place of the answer."""
    lead = _("One world, in which everything uncertain has its best guess. Shares of the firms, and the people who "
             "move between them.")
    return html.Div([cards.hero(_("Market"), _("Who goes, and where to?"), lead), asking.place()], className="page")


def question(house: House, view: View) -> Question:
    """Return what the page asks."""
    return house.question("market", view)


def answer(_house: House, _view: View, watched: Watched) -> Shown:
    """Return shares and flows of the second strategy's course, which play, pause and step, and the events."""
    course, title = watched.courses[-1], spoken().text(watched.titles[-1])
    lead = _("{firm} follows ‹{arm}›.", firm=watched.firm, arm=title)
    events = [html.Li([html.Span(when(week), className="when"), said]) for week, said in happened(course)]
    return [
        html.Section(cards.graph(watching.shares(course), lead=lead)),
        html.Section(_player(watching.flows(course, cards.light())), className="card"),
        html.Section([html.H2(_("What happened when")), html.Ol(events, className="timeline")], className="card")
        if events else None,
    ]


def _player(moves: dict[str, object]) -> list[Shown]:
    return [
        html.H2(_("People who change, by quarter")),
        dcc.Store(id="flows", data=moves), dcc.Interval(id="beat", interval=STEP_MS, disabled=True),
        html.Div([
            html.Button(_("Play"), id="play", type="button", className="button", n_clicks=0,
                        **data(play=_("Play"), pause=_("Pause"))),
            html.Button("−", id="back", type="button", className="quiet", **aria(label=_("A quarter back"))),
            html.Button("+", id="next", type="button", className="quiet", **aria(label=_("A quarter on"))),
            html.Span(id="quarter", className="muted", **aria(live="polite")),
        ], className="buttons", id="player", **data(quarter=_("Quarter {n} of {all}"))),
        html.Div(cards.drawn(dressed([], {}, HEIGHT), HEIGHT, id="flow"),
                 role="img", **aria(label=_("People who change from one firm to another in this quarter."))),
        html.P(_("Width: people. Left where they come from, right where they go."), className="muted"),
    ]


def callbacks(app: Dash, _house: House) -> None:
    """Let the quarters play in the browser."""
    app.clientside_callback(
        ClientsideFunction("goodwill", "play"), Output("beat", "disabled"), Output("play", "children"),
        Input("play", "n_clicks"), State("beat", "disabled"), prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("goodwill", "flow"), Output("flow", "figure"), Output("quarter", "children"),
        Input("beat", "n_intervals"), Input("back", "n_clicks"), Input("next", "n_clicks"), Input("flows", "data"),
        State("flow", "figure"),
    )


PAGE = Page(path="/market", title=marked("Market"), layout=layout, door="analyse", order=4, question=question,
            answer=answer, callbacks=callbacks, about=marked("Shares, flows between firms, events, week by week."))
