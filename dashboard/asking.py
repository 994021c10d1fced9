"""From an address to an answer: ask the jobs, look until it is complete, show it; while it runs the old one is grey."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from dash.exceptions import PreventUpdate

from dashboard.house import House
from dashboard.page import Page, Shown, aria, pages
from dashboard.view import View
from dashboard.words import _
from experiments.retold import retold
from sim import ScenarioError

OLD, FRESH = "answer is-old", "answer"
LOST = "superseded"
RUNNING = {"waiting", "running", LOST}      # what is lost is asked again


def place() -> Shown:
    """Return the place where a page's answer appears, and before it what may be seen of a part."""
    return html.Div([html.Div(id="first"), html.Div(id="answer", className=OLD)], className="place")


def nowhere() -> Shown:
    """Return a place for the answer of a page that asks nothing: callbacks need to find it."""
    return html.Div([html.Div(id="first"), html.Div(id="answer", hidden=True)], hidden=True)


def listener() -> list[Shown]:
    """Return the parts that carry a question from the page to the jobs and back.

    `ticket` holds the key of the job, whether to look again, and whether a first part is shown; `pulse` follows it a
    moment later, and only then does the page look: never twice at once, however slow the way.
    """
    return [
        dcc.Store(id="ticket"), dcc.Store(id="pulse"),
        html.Div(id="progress", role="status", **aria(live="polite")),
    ]


def shown_page(shown: str | None) -> tuple[Page | None, View]:
    """Return page and view of an address."""
    parts = urlsplit(shown or "/")
    return pages().get(parts.path), View.of(parts.query)


def register(app: Dash, house: House) -> None:
    """Let questions follow the address."""

    @app.callback(*outputs(), Input("shown", "data"), State("tab", "data"), prevent_initial_call=True)
    def ask(shown: str, tab: str) -> Any:
        return asked(house, shown, tab, look=0)

    app.clientside_callback(
        ClientsideFunction("goodwill", "wait"), Input("ticket", "data"), prevent_initial_call=True,
    )

    @app.callback(
        *outputs(allow_duplicate=True), Input("pulse", "data"), State("ticket", "data"), State("shown", "data"),
        State("tab", "data"), prevent_initial_call=True,
    )
    def look(pulse: dict[str, Any] | None, ticket: dict[str, Any] | None, shown: str, tab: str) -> Any:
        if not pulse or not ticket or pulse["key"] != ticket["key"]:
            raise PreventUpdate
        if house.jobs.look(ticket["key"]).status == LOST:   # two questions that overtook each other, or a lid closed
            return asked(house, shown, tab, look=ticket["look"] + 1)
        return seen(house, shown, ticket["key"], look=ticket["look"] + 1, has_first=ticket["first"])


def outputs(**options: Any) -> list[Output]:
    """Return what asking and looking change."""
    changed = (("ticket", "data"), ("answer", "children"), ("answer", "className"), ("progress", "children"),
               ("first", "children"))
    return [Output(*one, **options) for one in changed]


def asked(house: House, shown: str, tab: str, *, look: int) -> tuple[Any, ...]:
    """Ask what the page of an address asks, and return what is known by now."""
    page, view = shown_page(shown)
    question = page.question(house, view) if page else None
    if question is None:
        return None, no_update, FRESH, None, None
    try:
        return seen(house, shown, house.jobs.ask(question, tab).key, look=look)
    except ScenarioError as error:
        return None, failure("\n".join(map(retold, error.problems))), FRESH, None, None


def seen(house: House, shown: str, key: str, *, look: int, has_first: bool = False) -> tuple[Any, ...]:
    """Return what is known by now: the ticket, the answer, its look, how far it is, and what is shown of a part.

    What is shown of a part is drawn once and then left in peace.
    """
    state = house.jobs.look(key)
    page, view = shown_page(shown)
    ticket = {"key": key, "look": look, "open": state.status in RUNNING, "first": has_first}
    if state.status in RUNNING:
        with house.speaking(view):
            part = page.first(house, view, state.first) if page and state.first is not None and not has_first else None
        ticket["first"] = has_first or part is not None
        kept = no_update if has_first else part
        return ticket, no_update, OLD, progress(state.done, state.total), kept
    if state.status == "done" and page:
        with house.speaking(view):
            return ticket, page.answer(house, view, state.answer), FRESH, None, None
    return ticket, failure(state.error), FRESH, None, None


def progress(done: int, total: int) -> Shown:
    """Return a thin bar of what is done; no word about what they say."""
    words = _("Computing: {done} of {total} steps", done=done, total=total) if total else _("Computing …")
    share = 100 * done / total if total else 0
    bar = html.Div(className="progress-done", style={"width": f"{max(share, 3):.0f}%"})
    return html.Div([html.Div(bar, className="progress-bar"), html.Span(words)], className="progress")


def failure(error: str | None) -> Shown:
    """Return a message where an answer would be."""
    return html.Div([html.Strong(_("This could not be computed.")), html.P(error or "")], className="notice")
