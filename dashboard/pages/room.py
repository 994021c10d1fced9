"""The room: how it is reached and who is there; for the facilitator, what the room sees."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, ctx, dcc, html, no_update

from agents.parameters import LEVERS
from dashboard.house import House
from dashboard.page import Page, Shown, aria
from dashboard.rooms import ahead, shown
from dashboard.rooms.address import qr_code
from dashboard.rooms.rules import Distribution, NotAllowedError, Room
from dashboard.rooms.web import HEARTBEAT_MS, Workshop
from dashboard.view import View
from dashboard.words import _, marked

MOST_LEVERS = 3
SWITCHES = (
    ("guessing", marked("Collect guesses")), ("revealed", marked("Show how the room guessed")),
    ("follow", marked("Laptops follow my page")), ("frozen", marked("Close the tables' plans and show their results")),
)


def layout(house: House, view: View) -> Shown:
    """Return the address, and what is going on."""
    if house.rooms is None:
        return html.Div([
            html.H1(_("There is no room yet.")),
            html.P(_("Start the dashboard with goodwill dashboard --workshop to let others in the room take part."),
                   className="lead"),
        ], className="page")
    workshop: Workshop = house.rooms
    return html.Div([
        html.Section([
            html.P(_("The room"), className="overline"), html.H1(_("Take part")),
            html.P(_("Scan, or type the address. No names, no tracking: a device is a random number in this room, and "
                     "what is entered stays on the facilitator's computer."), className="lead"),
        ], className="hero"),
        html.Div([_reach(workshop), _going_on(house, workshop, view)], className="pair"),
        dcc.Interval(id="room-pulse", interval=HEARTBEAT_MS),
    ], className="page")


def _reach(workshop: Workshop) -> Shown:
    if not workshop.addresses:
        return html.Section([
            html.H2(_("Only this computer")),
            html.P(_("Others cannot reach these pages: there is no network, or the server listens to this computer "
                     "alone.")),
        ], className="card room-reach")
    picture = b64encode(qr_code(workshop.addresses[0]).encode()).decode()
    return html.Section([
        html.Img(src=f"data:image/svg+xml;base64,{picture}", alt=_("QR code of the address"), className="room-qr"),
        html.Div([html.P(html.B(one), className="room-address") for one in workshop.addresses]),
        html.Div([
            html.Button(_("Test the connection"), id="room-test", type="button", className="quiet"),
            html.Span(id="room-tested", role="status"),
        ], className="buttons"),
        html.P(_("Some guest networks keep devices apart. Then open a hotspot on this computer or a phone, or hand out "
                 "the file that goodwill workshop pack writes."), className="muted"),
    ], className="card room-reach")


def _going_on(house: House, workshop: Workshop, view: View) -> Shown:
    return html.Section([
        html.Div(live(workshop), id="room-live", **aria(live="polite")),
        *(_controls(house, workshop, view) if workshop.leads else []),
        html.P(id="room-said", role="status", className="muted"),
    ], className="card room-now")


def live(workshop: Workshop) -> list[Shown]:
    """Return what changes by itself: who is there, how they guessed, which tables there are."""
    store = workshop.store
    found, own = store.distribution(workshop.secret), store.own_guess(workshop.token)
    tables = store.tables()
    here = _("device was here") if store.present == 1 else _("devices have been here")
    guessed = _("has guessed") if store.guessed == 1 else _("have guessed")
    return [
        html.P([html.B(str(store.present)), f" {here}, ", html.B(str(store.guessed)), f" {guessed}"],
               className="room-count"),
        _guessed(found, own),
        html.Ul([html.Li(f"{_('Table {n}', n=one.number)}: {shown.plan_words(one.measures)}") for one in tables])
        if tables and workshop.leads else None,
    ]


def _guessed(found: Distribution | None, own: Mapping[str, str]) -> Shown:
    if found is None:
        return html.P(_("How the room guessed is shown later."))
    if not any(found.total(thing) for thing in found.counts):
        return html.P(_("Nobody has guessed yet."))
    return shown.distribution(found, {}, own)


def _controls(house: House, workshop: Workshop, view: View) -> list[Shown]:
    room = workshop.store.room()
    levers = [{"value": name, "label": _(one.question)} for name, one in LEVERS.items()]
    return [
        html.H2(_("You lead")),
        html.Div([
            dmc.Switch(id={"type": "room-switch", "key": key}, label=_(words), checked=bool(getattr(room, key)))
            for key, words in SWITCHES
        ], className="room-switches"),
        dmc.MultiSelect(
            id="room-levers", label=_("Levers beside the answer"), data=levers, maxValues=MOST_LEVERS, searchable=True,
            value=list(house.shown_levers()), hidePickedOptions=True,
        ),
        dmc.Slider(
            id="room-envelope", min=0.2, max=0.8, step=0.1, value=room.envelope, updatemode="mouseup",
            thumbLabel=_("Envelope, as a share of what all measures cost"), color="dark",
            marks=[{"value": x / 10, "label": f"{10 * x} %"} for x in (2, 4, 6, 8)],
        ),
        html.P(_("Envelope of each table, as a share of what all measures cost together"), className="muted"),
        html.Div([
            dcc.Link(_("Start of the workshop"), href="/" + view.search, className="quiet"),
            html.Button(_("Begin anew: forget everybody"), id="room-anew", type="button", className="quiet"),
        ], className="buttons"),
        dcc.ConfirmDialog(id="room-sure", message=_("Forget all guesses and plans of this room?")),
    ]


def callbacks(app: Dash, house: House) -> None:
    """Let the facilitator steer, and the page follow what happens."""
    if house.rooms is None:
        return
    workshop: Workshop = house.rooms

    @app.callback(Output("room-live", "children"), Input("room-pulse", "n_intervals"), prevent_initial_call=True)
    def pulse(_beat: int) -> Any:
        return live(workshop)

    @app.callback(
        Output("room-said", "children"), Input({"type": "room-switch", "key": "guessing"}, "checked"),
        Input({"type": "room-switch", "key": "revealed"}, "checked"),
        Input({"type": "room-switch", "key": "follow"}, "checked"),
        Input({"type": "room-switch", "key": "frozen"}, "checked"), Input("room-levers", "value"),
        Input("room-envelope", "value"), prevent_initial_call=True,
    )
    def steer(*_values: Any) -> Any:
        asked = ctx.triggered_id
        if asked is None:
            return no_update
        key = asked["key"] if isinstance(asked, dict) else str(asked).removeprefix("room-")
        before, found = house.shown_levers(), said(workshop, key, ctx.triggered[0]["value"])
        if (levers := house.shown_levers()) != before:
            house.jobs.prepare(ahead.moves(house, levers))
        return found

    app.clientside_callback("(n) => !!n", Output("room-sure", "displayed"), Input("room-anew", "n_clicks"),
                            prevent_initial_call=True)

    @app.callback(
        Output("room-said", "children", allow_duplicate=True), Input("room-sure", "submit_n_clicks"),
        prevent_initial_call=True,
    )
    def anew(_clicks: int) -> Any:
        return _done(lambda: workshop.store.begin_anew(workshop.secret))

    app.clientside_callback(
        """async (n) => {
          const times = [];
          for (let k = 0; k < 5; k++) {
            const start = performance.now();
            try { await fetch("/check/ping", {cache: "no-store"}); } catch (error) { return "✗"; }
            times.push(performance.now() - start);
          }
          return "✓ " + Math.round(times.sort((a, b) => a - b)[2]) + " ms";
        }""",
        Output("room-tested", "children"), Input("room-test", "n_clicks"), prevent_initial_call=True,
    )


def said(workshop: Workshop, key: str, value: Any) -> Any:
    """Set what the facilitator has chosen; return what is said about it."""
    before: Room = workshop.store.room()
    wanted = {"follow": "/" if value else "", "levers": tuple(value or ()) if key == "levers" else ()}.get(key, value)
    if wanted == getattr(before, key) or (key == "follow" and bool(before.follow) == bool(value)):
        return no_update
    return _done(lambda: workshop.store.steer(workshop.secret, **{key: wanted}))


def _done(change: Any) -> str:
    try:
        change()
    except NotAllowedError as refused:
        return shown.refusal(refused.why)
    return _("Done: the room follows within two seconds.")


PAGE = Page(path="/room", title=marked("Room"), layout=layout, door="workshop", order=8, callbacks=callbacks)
