"""The room in the pages: seats and the facilitator's key as cookies, laptops that follow, guesses collected."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import flask
from dash import Dash, Input, Output, State, dcc, no_update

from dashboard.rooms.rules import NotAllowedError, Room
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
    return [dcc.Interval(id="heartbeat", interval=HEARTBEAT_MS, disabled=not on), dcc.Store(id="collected")]


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

    @app.callback(
        Output("url", "pathname", allow_duplicate=True), Output("url", "search", allow_duplicate=True),
        Input("heartbeat", "n_intervals"), State("shown", "data"), prevent_initial_call=True,
    )
    def follow(_beat: int, shown: str | None) -> Any:
        target = None if workshop.leads else followed(workshop.store.room(), shown or "/")
        return target or (no_update, no_update)

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


def followed(room: Room, shown: str) -> tuple[str, str] | None:
    """Return where a laptop has to go, with its own guess and plan; None if it is there, or free.

    Args:
        room: what the facilitator has set.
        shown: the address of the laptop's page.
    """
    if not room.follow:
        return None
    (path, wanted), (here, own) = _parts(room.follow), _parts(shown)
    private = [*((f"g.{key}", "") for key in wanted.guess), ("plan", ""), *own_entries(own)]
    target = wanted.set(private)
    return None if (path, target.search) == (here, own.search) else (path, target.search)


def own_entries(view: View) -> Sequence[tuple[str, str]]:
    """Return what belongs to one who looks, not to the page: his guess, his table's plan."""
    return [*((f"g.{key}", value) for key, value in view.guess.items()), ("plan", view.more.get("plan", ""))]


def _parts(address: str) -> tuple[str, View]:
    split = urlsplit(address)
    return split.path, View.of(split.query)
