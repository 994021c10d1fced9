"""Analyse: the ladder, one theme more with each step, each with a guess."""

from __future__ import annotations

from dash import dcc, html

from dashboard import cards
from dashboard.house import House
from dashboard.page import Page, Shown
from dashboard.questions import shipped
from dashboard.view import View
from dashboard.words import _, marked
from experiments.phrases import spoken
from sim.scenario import list_shipped

PREFIX = "story_"


def layout(_house: House, _view: View) -> Shown:
    """Return the steps, each a scenario with its question and its guess."""
    voice = spoken()
    steps = [(name, shipped(name)) for name in list_shipped("scenarios") if name.startswith(PREFIX)]
    lead = _("Seven small markets. Each has one theme more than the one before: what does it change?")
    return html.Div([
        cards.hero(_("Tour"), _("One thing more at a time"), lead),
        html.Ol([html.Li(html.Article([
            html.H2(voice.text(scenario.title)), html.P(voice.text(scenario.question)),
            html.P(voice.text(scenario.story), className="muted"),
            dcc.Link(_("Guess and see"), href="/" + View(scenario=name).search, className="button"),
        ], className="card ladder-step")) for name, scenario in steps], className="ladder"),
    ], className="page")


PAGE = Page(path="/ladder", title=marked("Tour"), layout=layout, door="analyse", order=5,
            about=marked("Seven steps, one theme more each."))
