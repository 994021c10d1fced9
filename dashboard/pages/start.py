"""Act 0: one question, three taps and a year, reveal; and the other door."""

from __future__ import annotations

from dash import dcc, html

from dashboard import cards, controls, guesses
from dashboard.controls import strategy_titles
from dashboard.house import House
from dashboard.page import Page, Shown, aria
from dashboard.view import View
from dashboard.words import _, marked
from experiments.phrases import spoken


def layout(house: House, view: View) -> Shown:
    """Return the question, the market in a few sentences, and the guess."""
    scenario, voice = house.scenario(view), spoken()
    reference, strategy = (strategy_titles(scenario)[one] for one in house.strategies(view))
    return html.Div(
        [
            html.Section(
                [
                    html.P(_("What do you think?"), className="overline"),
                    html.H1(voice.text(scenario.question) or _("Which serves {firm} better?", firm=scenario.firm)),
                    html.P(voice.text(scenario.story) or voice.text(scenario.market.about), className="lead"),
                ],
                className="hero",
            ),
            html.Section(
                _guess(house, view, reference, strategy), className="card guess", **aria(label=_("Your guess"))
            ),
            html.Section(
                [
                    html.H2(_("Or look at everything")),
                    cards.door(
                        "/compare",
                        view,
                        _("Analyse"),
                        _("All levers, strategies and markets; the test bench; inside the company."),
                    ),
                ],
                className="other-door",
            ),
        ],
        className="page start",
    )


def _guess(house: House, view: View, reference: str, strategy: str) -> list[Shown]:
    directions = [(name, _(words)) for name, words in guesses.DIRECTIONS]
    years = voice_years(house.horizon(view))
    return [
        html.H2(_("After {time} under ‹{strategy}› rather than ‹{reference}›: what is higher, what is lower?",
                  time=years, strategy=strategy, reference=reference)),
        html.Div([
            controls.taps(f"g.{thing}", _(words), directions, view.guess.get(thing))
            for thing, words in guesses.THINGS.items()
        ], className="taps-row"),
        controls.taps("g.year", _("From when on does it pay?"), guesses.year_options(), view.guess.get("year")),
        dcc.Link(_("Reveal"), href="/answer" + view.search, className="button large",
                 id=cards.to("/answer")),
    ]


def voice_years(weeks: int) -> str:
    """Return the horizon in words."""
    return spoken().duration(weeks)


PAGE = Page(path="/", title=marked("Guess"), layout=layout, door="workshop", order=1)
