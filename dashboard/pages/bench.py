"""Analyse: the test bench: the essays' claims, each with a guess before its verdict is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from dashboard import cards, controls
from dashboard.house import House
from dashboard.page import Page, Shown
from dashboard.view import View
from dashboard.words import _, marked
from experiments.phrases import spoken

GUESSES = (("yes", marked("holds")), ("depends", marked("it depends")), ("no", marked("does not hold")))
MEANT = {"supported": "yes", "contradicted": "no", "depends": "depends"}
HUES = {"supported": "blue", "contradicted": "orange", "depends": "violet"}


def layout(house: House, view: View) -> Shown:
    """Return the claims, each with its guess or its verdict."""
    record = house.verdicts()
    found = (record or {}).get(spoken().language)
    lead = _("Claims from five essays, tried in worlds of three markets. A verdict speaks of this model, in which most "
             "sizes are assumptions. Guess first.")
    body = [_claim(one, view) for one in found["claims"]] if found else [_untried()]
    head = cards.hero(_("Test bench"), _("Do the claims hold?"), lead)
    return html.Div([head, html.Section(body, className="claims")], className="page")


def _untried() -> Shown:
    return html.Div([
        html.Strong(_("The claims have not been tried on this computer.")),
        html.P([_("It takes a few minutes:"), " ", html.Code("goodwill claims")]),
    ], className="notice")


def _claim(one: Mapping[str, Any], view: View) -> Shown:
    key = f"c.{one['id']}"
    guess = view.more.get(key)
    options = [(name, _(words)) for name, words in GUESSES]
    which = _("Claim {id}, essay {source}", id=one["id"], source=one["source"])
    head = [html.P(which, className="overline"), html.H2(one["text"]),
            controls.taps(key, _("Your guess"), options, guess)]
    return html.Article([*head, _verdict(one, guess) if guess else _reveal(key, view)], className="card claim")


def _reveal(key: str, view: View) -> Shown:
    seen = view.set([(key, "seen")])
    return dcc.Link(_("Show the verdict without a guess"), href="/bench" + seen.search, className="quiet")


def _verdict(one: Mapping[str, Any], guess: str) -> Shown:
    verdict = one["verdict"]
    said = dict(GUESSES).get(guess)
    meant = MEANT.get(verdict["word"])
    told = [] if said is None else [_("Your guess: {guess}. So it is here.", guess=_(said)) if guess == meant
                                    else _("Your guess: {guess}.", guess=_(said))]
    checks = [html.Li(f"{check['heading']}: {check['title']}. {check['sentence']}") for check in one["checks"]]
    return html.Div([
        html.P([html.B(verdict["label"])], className=f"verdict hue-{HUES.get(verdict['word'], 'slate')}"),
        *(html.P(words, className="your-guess") for words in told),
        html.P(verdict["sentence"]),
        *(html.P(tag, className="muted") for tag in one["tags"]),
        html.P(one["interested"], className="muted") if one["interested"] else None,
        html.Details([
            html.Summary(_("What was compared, and what is no evidence")),
            html.P(one["note"]),
            html.Ul([html.Li(f"{arm['title']}: {'; '.join(arm['does'])}") for arm in one["arms"]]),
            html.Ul(checks),
            html.P(_("Declared beforehand as what it may depend on: {what}.", what=", ".join(one["conditions"]))),
        ]),
    ])


PAGE = Page(path="/bench", title=marked("Test bench"), layout=layout, door="analyse", order=2,
            about=marked("The essays' claims with their verdicts; guess first."))
