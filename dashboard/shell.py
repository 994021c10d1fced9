"""What surrounds every page: the head with market, language and light; the steps of a door; the foot."""

from __future__ import annotations

from uuid import uuid4

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import asking, cards
from dashboard.house import House
from dashboard.page import Page, Shown, aria, behind
from dashboard.view import View
from dashboard.words import LANGUAGES, _
from experiments.phrases import spoken

LIGHTS = {"light": "dark", "dark": "light"}


def frame(light: str, *more: Shown) -> Shown:
    """Return the frame of every page; what belongs to a page is filled in by its address."""
    return dmc.MantineProvider(
        [
            dcc.Location(id="url", refresh="callback-nav"),
            dcc.Store(id="shown"),
            dcc.Store(id="tab", data=uuid4().hex),
            html.A(_("Skip to content"), href="#content", className="skip"),
            html.Header(id="head", className="head"),
            html.Div(id="steps"),
            html.Div(id="trouble", role="alert"),
            html.Main(id="content", className="content", tabIndex=-1),
            *asking.listener(),
            *more,
            html.Footer(_foot(), className="foot"),
        ],
        forceColorScheme=light,
        theme={"primaryColor": "dark", "fontFamily": "inherit", "defaultRadius": "md"},
    )


def _foot() -> list[Shown]:
    said = _(
        "A simulation is an argument worked out, not a forecast. Nothing you do here leaves this computer or room; "
        "no names, no tracking."
    )
    return [html.Span("goodwill"), html.Span(said)]


def head(house: House, view: View, light: str) -> list[Shown]:
    """Return the head: where one is, which market, which language, light or dark, help."""
    market = spoken().text(house.scenario(view).market.title)
    return [
        html.Div([
            dcc.Link("goodwill", href="/" + view.search, className="brand", title=_("To the start")),
            html.Span(market, className="chip", title=_("The market that is simulated")),
        ], className="head-left"),
        html.Nav([_languages(), _lights(light), _help()], className="head-right", **aria(label=_("Settings"))),
    ]


def _languages() -> Shown:
    now = spoken().language
    links = [
        html.A(
            one.upper(), href=f"/set?language={one}", lang=one, className="switch",
            **(aria(current="true") if one == now else {}),
        )
        for one in sorted(LANGUAGES)
    ]
    return html.Span(links, className="switches")


def _lights(light: str) -> Shown:
    other = LIGHTS[light]
    words = {"dark": _("Dark"), "light": _("Light")}
    return html.A(words[other], href=f"/set?light={other}", className="switch")


def _help() -> Shown:
    terms = [
        (
            _("World"),
            _("One draw of everything nobody knows exactly, within what is plausible, with one course of chance."),
        ),
        (
            _("Ahead, level, behind"),
            _(
                "Worlds in which one strategy does better than the other by more than what is too "
                "small to matter; within that; worse."
            ),
        ),
        (_("Trust"), _("Of the customers of the first week, wherever they are now; 0 to 100 points.")),
        (_("Experienced as"), _("How good a meeting with a firm felt: 0 is bad, 100 is good.")),
        (_("Band"), _("Holds 8 of 10 worlds. It shows what depends on numbers that nobody knows.")),
    ]
    rows = [part for word, meaning in terms for part in (html.Dt(word), html.Dd(meaning))]
    return html.Details([html.Summary("?", title=_("Help"), **aria(label=_("Help"))), html.Dl(rows)],
                        className="help")


def steps(page: Page, view: View) -> Shown:
    """Return the pages of the door that one has taken, the present one marked."""
    if not page.door:
        return None
    links = [
        html.Li(
            dcc.Link(
                [html.Span(str(one.order), className="step-number"), html.Span(_(one.title), className="step-name")],
                href=one.path + view.search,
                className="step" + (" is-here" if one is page else ""),
                id=cards.to(one.path, "steps"),
                title=_(one.title),
            )
        )
        for one in behind(page.door)
    ]
    return html.Nav(html.Ol(links), className="steps", **aria(label=_("Steps")))


def missing(view: View) -> Shown:
    """Return what is shown where there is no page."""
    return html.Section([
        html.H1(_("There is no page here.")),
        html.Div(dcc.Link(_("To the start"), href="/" + view.search, className="button"), className="buttons"),
    ], className="page")


def trouble() -> Shown:
    """Return what is shown where the program has failed."""
    said = _("Something went wrong here. Load the page again; what you have set and entered is kept.")
    again = html.A(_("Load again"), href="", className="button")
    return html.Section(html.Div([html.P(said), again], className="notice"), className="trouble")
