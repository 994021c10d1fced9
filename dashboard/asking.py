"""From an address to an answer: ask the jobs, look until it is complete, show it; while it runs the old one is grey."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboard.house import House
from dashboard.page import Page, Shown, pages
from dashboard.view import View
from dashboard.words import _

OLD, FRESH = "answer is-old", "answer"
PULSE_MS = 300      # between two looks at a running job
RUNNING = {"waiting", "running"}


def place() -> Shown:
    """Return the place where a page's answer appears."""
    return html.Div(id="answer", className=OLD)


def listener() -> list[Shown]:
    """Return the parts that carry a question from the page to the jobs and back."""
    return [
        dcc.Store(id="ticket"), dcc.Interval(id="pulse", interval=PULSE_MS, disabled=True),
        html.Div(id="progress", role="status", **{"aria-live": "polite"}),
    ]


def shown_page(shown: str | None) -> tuple[Page | None, View]:
    """Return page and view of an address."""
    parts = urlsplit(shown or "/")
    return pages().get(parts.path), View.of(parts.query)


def register(app: Dash, house: House) -> None:
    """Let questions follow the address."""

    @app.callback(
        Output("ticket", "data"), Output("pulse", "disabled"), Output("answer", "children"),
        Output("answer", "className"), Output("progress", "children"),
        Input("shown", "data"), State("tab", "data"), prevent_initial_call=True,
    )
    def ask(shown: str, tab: str) -> Any:
        page, view = shown_page(shown)
        question = page.question(house, view) if page else None
        if question is None:
            return None, True, no_update, FRESH, None
        ticket = house.jobs.ask(question, tab)
        return ticket.key, *_seen(house, shown, ticket.key)

    @app.callback(
        Output("pulse", "disabled", allow_duplicate=True), Output("answer", "children", allow_duplicate=True),
        Output("answer", "className", allow_duplicate=True), Output("progress", "children", allow_duplicate=True),
        Input("pulse", "n_intervals"), State("shown", "data"), State("ticket", "data"), prevent_initial_call=True,
    )
    def look(_pulse: int, shown: str, ticket: str | None) -> Any:
        return _seen(house, shown, ticket) if ticket else (True, no_update, no_update, None)


def _seen(house: House, shown: str, ticket: str) -> tuple[Any, Any, Any, Any]:
    """Return what is known by now: whether to stop looking, the answer, its look, and how far it is."""
    state = house.jobs.look(ticket)
    page, view = shown_page(shown)
    if state.status in RUNNING:
        return False, no_update, OLD, progress(state.done, state.total)
    if state.status == "done" and page:
        return True, page.answer(house, view, state.answer), FRESH, None
    if state.status == "superseded":
        return True, no_update, no_update, no_update
    return True, failure(state.error), FRESH, None


def progress(done: int, total: int) -> Shown:
    """Return a thin bar of what is done; no word about what they say."""
    words = _("Computing: {done} of {total} steps", done=done, total=total) if total else _("Computing …")
    share = 100 * done / total if total else 0
    bar = html.Div(className="progress-done", style={"width": f"{max(share, 3):.0f}%"})
    return html.Div([html.Div(bar, className="progress-bar"), html.Span(words)], className="progress")


def failure(error: str | None) -> Shown:
    """Return a message where an answer would be."""
    return html.Div([html.Strong(_("This could not be computed.")), html.P(error or "")], className="notice")
