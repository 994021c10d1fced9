"""The application: `create_app` puts jobs, rooms, pages and frame together; importing this starts nothing."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import flask
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, set_props
from dash.exceptions import PreventUpdate

from dashboard import asking, shell
from dashboard.page import pages
from dashboard.rooms import web
from dashboard.theme import head_of_page
from dashboard.view import View
from dashboard.words import LANGUAGES, _, voice
from experiments.phrases import speaking, spoken

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from dashboard.house import House


CHOICES = {"language": LANGUAGES, "light": ("light", "dark")}
YEAR_SECONDS = 365 * 86400
# Pages may use what this server gives them, and nothing else; plotly builds its drawing code as text.
POLICY = ("default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
          "img-src 'self' data: blob:; frame-ancestors 'self'")


class Dashboard(Dash):
    """Dash whose bare page is written in the language and light of the one who asks."""

    def interpolate_index(self, *_places: Any, **parts: Any) -> str:
        """Return the bare page."""
        return (
            f'<!DOCTYPE html><html lang="{spoken().language}"><head>{parts["metas"]}'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>goodwill</title>'
            f'{parts["favicon"]}{head_of_page()}{parts["css"]}</head><body>{parts["app_entry"]}'
            f'<noscript>{_("These pages need JavaScript.")}</noscript>'
            f'<div>{parts["config"]}{parts["scripts"]}{parts["renderer"]}</div></body></html>'
        )


def create_app(house: House) -> Dash:
    """Return the dashboard of a house."""
    app = Dashboard(
        __name__, compress=True, suppress_callback_exceptions=True, update_title="", title="goodwill",
        assets_folder="assets", on_error=_own_up,
    )
    app.layout = lambda: shell.frame(light_of(), *web.parts(house))
    if house.rooms is not None:
        web.serve(app.server, house.rooms)
    _serve(app.server, house)
    _navigate(app, house)
    asking.register(app, house)
    if house.rooms is not None:
        web.register(app, house)
    for page in pages().values():
        page.callbacks(app, house)
    return app


def _own_up(error: Exception) -> None:
    """Say on the page that something went wrong, and in the log what: a page that stays grey explains nothing."""
    flask.current_app.logger.error("a page could not be answered", exc_info=error)
    set_props("trouble", {"children": shell.trouble()})


def language_of() -> str:
    """Return the language of this request: the one that was chosen, or the browser's."""
    chosen = flask.request.cookies.get("language")
    return chosen if chosen in LANGUAGES else flask.request.accept_languages.best_match(LANGUAGES, "en")


def light_of() -> str:
    """Return light or dark: what was chosen, or what the browser said it prefers."""
    for cookie in ("light", "preferred"):
        if (found := flask.request.cookies.get(cookie)) in CHOICES["light"]:
            return str(found)
    return "light"


def _serve(server: flask.Flask, house: House) -> None:
    @server.before_request
    def speak() -> None:
        flask.g.speech = ExitStack()
        flask.g.speech.enter_context(speaking(voice(language_of())))

    @server.teardown_request
    def fall_silent(_error: BaseException | None) -> None:
        if speech := flask.g.pop("speech", None):
            speech.close()

    @server.after_request
    def close_the_door(response: flask.Response) -> flask.Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    @server.get("/set")
    def choose() -> Response:
        back = urlsplit(flask.request.referrer or "/")
        response = flask.redirect(f"{back.path or '/'}{'?' + back.query if back.query else ''}")
        for name, allowed in CHOICES.items():
            if (value := flask.request.args.get(name)) in allowed:
                response.set_cookie(name, str(value), max_age=YEAR_SECONDS, samesite="Lax")
        return response

    @server.post("/leave/<tab>")
    def leave(tab: str) -> tuple[str, int]:
        house.jobs.leave(tab)
        return "", 204


def _navigate(app: Dash, house: House) -> None:
    @app.callback(
        Output("head", "children"), Output("steps", "children"), Output("content", "children"),
        Output("shown", "data"), Output("trouble", "children"), Input("url", "pathname"), Input("url", "search"),
        State("shown", "data"),
    )
    def arrange(path: str, search: str | None, shown: str | None) -> Any:
        address = f"{path}{search or ''}"
        if address == shown:
            raise PreventUpdate
        page, view = pages().get(path), View.of(search)
        if page is None:
            return shell.head(house, view, light_of()), None, [shell.missing(view), asking.nowhere()], address, None
        with house.speaking(view):
            content = [page.layout(house, view)]
        if page.question(house, view) is None:
            content.append(asking.nowhere())
        return shell.head(house, view, light_of()), shell.steps(page, view), content, address, None

    # What is set goes into the address and into every link at once, in the browser: no answer of a slow server comes
    # between a guess and the page that reveals it.
    hrefs = {"type": "to", "path": ALL, "at": ALL}
    app.clientside_callback(
        ClientsideFunction("goodwill", "steer"), Output("url", "search"), Output("shown", "data", allow_duplicate=True),
        Output(hrefs, "href"), Input({"type": "set", "key": ALL, "usual": ALL}, "value"), State("shown", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("goodwill", "links"), Output(hrefs, "href", allow_duplicate=True), Input("shown", "data"),
        State(hrefs, "id"), prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("goodwill", "leave"), Output("tab", "modified_timestamp"), Input("tab", "data"),
    )

