"""Act 3: why trust moved, booked cause by cause, and beside it what happens without the largest causes."""

from __future__ import annotations

from dash import dcc, html

from dashboard import asking, cards, figures
from dashboard.answers import Compared
from dashboard.house import House
from dashboard.page import Page, Shown, aria
from dashboard.questions import Question
from dashboard.telling import Told
from dashboard.view import View
from dashboard.words import _, marked
from experiments.phrases import spoken
from experiments.report import trust
from experiments.report.words import say
from experiments.words import trust_sentence

GROUPINGS = ("cause", "department", "channel", "actor", "segment")


def layout(_house: House, view: View) -> Shown:
    """Return the question, the choice of a grouping, and the place of the answer."""
    chosen = view.more.get("by", GROUPINGS[0])
    links = [
        dcc.Link(say(f"by_{by}"), href="/why" + view.set([("by", by)]).search,
                 className="choice" + (" is-here" if by == chosen else ""))
        for by in GROUPINGS
    ]
    lead = _("The customers of the first week, wherever they are now: what moved their trust. Every entry is booked at "
             "the meeting through which it came.")
    words = _("Grouped by")
    return html.Div([
        cards.hero(_("Why?"), _("What is it due to?"), lead),
        html.Nav([html.Span(words), *links], className="choices", **aria(label=words)),
        asking.place(),
    ], className="page")


def question(house: House, view: View) -> Question:
    """Return what the page asks."""
    return house.question("why", view)


def answer(_house: House, view: View, compared: Compared) -> Shown:
    """Return the waterfall, the runs without the largest causes, and the self-image beside the customers' view."""
    told = Told.of(compared.data)
    why = trust.why(told.data, told.cast, told.side, told.scales)
    if why is None:
        return [html.P(_("Nothing is booked: the firm has no customers in the first week."), className="notice")]
    by = view.more.get("by", GROUPINGS[0])
    at = GROUPINGS.index(by) if by in GROUPINGS else 0
    images = figures.self_image(told.data, told.cast, told.side, told.scales)
    said = trust_sentence(told.data, told.side.id, spoken())
    return [
        html.Section([html.P(one) for one in said], className="sentence", **aria(live="polite")),
        html.Section(cards.graph(why.groupings[min(at, len(why.groupings) - 1)][1], lead=say("trust_note"))),
        html.Section(_removed(why.removed)) if why.removed else None,
        html.Section(cards.graph(images, lead=_(
            "What the firm believes of itself comes from what it measures; the customers' view is what they live."
        ))) if images else None,
    ]


def _removed(removed: trust.Removed) -> list[Shown]:
    notes = [html.P(note, className="muted") for note in removed.notes]
    return [html.H2(say("removed")), html.P(removed.lead, className="lead small"), cards.graph(removed.chart), *notes]


PAGE = Page(path="/why", title=marked("Why?"), layout=layout, door="workshop", order=4, question=question,
            answer=answer)
