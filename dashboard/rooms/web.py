"""The room in the pages: seats and the facilitator's key as cookies, laptops that follow, guesses collected."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import flask
from dash import ClientsideFunction, Dash, Input, Output, dcc, no_update

from dashboard.rooms.rules import NotAllowedError
from dashboard.view import View

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from dashboard.house import House
    from dashboard.rooms.store import RoomStore

SEAT, LEAD = "seat", "lead"
DAY_SECONDS = 86_400
HEARTBEAT_MS = 2_000    # how often a laptop asks whether it has to follow
HERE = "/room"          # the facilitator's own page: nobody follows there


@dataclass(frozen=True)
class Workshop:
    """A room and the addresses under which it is reached."""

    store: RoomStore
    addresses: tuple[str, ...] = ()

    @property
    def token(self) -> str | None:
        """The seat of the one who asks."""
        return flask.g.get("seat") or flask.request.cookies.get(SEAT)

    @property
    def secret(self) -> str | None:
        """The facilitator's secret, if the one who asks holds it."""
        held = flask.request.cookies.get(LEAD)
        return held if self.store.is_facilitator(held) else None

    @property
    def leads(self) -> bool:
        """Whether the facilitator asks."""
        return self.secret is not None


def parts(house: House) -> list[Any]:
    """Return what every page carries in a room: its heartbeat."""
    on = house.rooms is not None
    beat = dcc.Interval(id="heartbeat", interval=HEARTBEAT_MS, disabled=not on)
    return [beat, dcc.Store(id="led"), dcc.Store(id="collected")]


def serve(server: flask.Flask, workshop: Workshop) -> None:
    """Give everybody who opens a page a seat, the facilitator his key, and devices a page to test the network with."""

    @server.before_request
    def seat() -> None:
        page = flask.request.method == "GET" and not flask.request.path.startswith(("/_", "/assets", "/check"))
        if page and not workshop.store.knows(flask.request.cookies.get(SEAT)):
            with suppress(NotAllowedError):     # a full room is still open to look at
                flask.g.seat = workshop.store.join()

    @server.after_request
    def keep_the_seat(response: flask.Response) -> flask.Response:
        if token := flask.g.get("seat"):
            response.set_cookie(SEAT, token, max_age=DAY_SECONDS, httponly=True, samesite="Lax")
        return response

    @server.get("/lead/<secret>")
    def lead(secret: str) -> Response | tuple[str, int]:
        if not workshop.store.is_facilitator(secret):
            return "", 404
        response = flask.redirect(HERE)
        response.set_cookie(LEAD, secret, max_age=DAY_SECONDS, httponly=True, samesite="Strict")
        return response

    @server.get("/check/ping")
    def ping() -> tuple[str, int]:
        return "", 204


def register(app: Dash, house: House) -> None:
    """Let laptops follow, let the facilitator's page be followed, and collect guesses when they are revealed."""
    workshop: Workshop = house.rooms

    @app.callback(Output("led", "data"), Input("heartbeat", "n_intervals"), prevent_initial_call=True)
    def lead(beat: int) -> dict[str, Any]:
        return {"to": "" if workshop.leads else workshop.store.room().follow, "beat": beat}

    app.clientside_callback(    # in the browser, so that nothing is lost that is entered meanwhile
        ClientsideFunction("goodwill", "follow"), Output("url", "pathname", allow_duplicate=True),
        Output("url", "search", allow_duplicate=True), Input("led", "data"), prevent_initial_call=True,
    )

    @app.callback(Output("collected", "data"), Input("shown", "data"), prevent_initial_call=True)
    def arrive(shown: str) -> Any:
        path, view = _parts(shown)
        if workshop.leads:
            if workshop.store.room().follow and path != HERE:
                workshop.store.steer(workshop.secret, follow=shown)
        elif path != "/" and view.guess:
            with suppress(NotAllowedError):     # guesses are closed: the one in the address stays one's own
                workshop.store.guess(workshop.token, view.guess)
        return no_update


def _parts(address: str) -> tuple[str, View]:
    split = urlsplit(address)
    return split.path, View.of(split.query)
