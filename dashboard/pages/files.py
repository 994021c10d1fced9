"""Analyse: bring a scenario of one's own, with the loader's messages; take one along to change it."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from typing import Any

import flask
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from flask import Response

from dashboard import cards, taking
from dashboard.house import House
from dashboard.page import Page, Shown, aria
from dashboard.view import View
from dashboard.words import _, marked
from experiments.phrases import spoken
from experiments.retold import retold
from sim import ScenarioError
from sim.scenario import list_shipped
from sim.scenario_files import SHIPPED


def layout(house: House, view: View) -> Shown:
    """Return the place to drop a file, what one has changed as files, and the shipped ones to take along."""
    named = {name: scenario.title for name, scenario in house.scenarios()}
    shipped = [_link(f"{name}.yaml", f"/files/{name}.yaml", spoken().text(named[name]))
               for name in list_shipped("scenarios")]
    set_ = taking.files(house, view) if view.pairs() else {}
    own = [_link(name, f"/files/changed/{name}{view.search}") for name in set_]
    lead = _("A scenario is a text file. Take one, change it in any editor, and bring it back. It stays on this "
             "computer, and only while the dashboard runs.")
    words = html.Span(_("Choose a .yaml file, or drop it here"), id="upload-words")
    return html.Div([
        cards.hero(_("Your own scenario"), _("Bring a scenario, or take one along"), lead),
        html.Section([
            html.H2(_("Bring")),
            dcc.Upload(words, id="upload", className="drop", accept=".yaml,.yml", max_size=400_000, multiple=True),
            html.P(_("A scenario that names strategies of its own is brought together with their files."),
                   className="muted"),
            html.Div(id="upload-said", role="status", **aria(live="polite")),
        ], className="card bring"),
        html.Section([
            html.H2(_("Take along what you have set")),
            html.P(_("The scenario, the two strategies and every lever that is moved; brought back, it says the same."),
                   className="muted"),
            html.Ul(own),
        ], className="card") if own else None,
        html.Section([html.H2(_("Take along")), html.Ul(shipped, className="columns")], className="card"),
    ], className="page")


def _link(name: str, href: str, title: str = "") -> Shown:
    return html.Li([html.A(name, href=href, download=name), html.Span(f" {title}", className="muted")])


def callbacks(app: Dash, house: House) -> None:
    """Read what is brought, and hand out what is shipped or set."""

    @app.callback(
        Output("upload-said", "children"), Output("upload", "contents"), Input("upload", "contents"),
        State("upload", "filename"), prevent_initial_call=True,
    )
    def bring(contents: list[str] | None, names: list[str] | None) -> Any:
        if not contents:
            return no_update, no_update
        decoded = (b64decode(one.partition(",")[2]) for one in contents)
        return received(house, dict(zip(names or [], decoded, strict=True))), None

    app.clientside_callback(    # its input has no name of its own
        ClientsideFunction("goodwill", "label"), Output("upload", "className"), Input("upload", "id"),
        State("upload-words", "children"),
    )

    def take(name: str) -> Response:
        if name not in list_shipped("scenarios"):
            flask.abort(404)
        return _yaml((SHIPPED / f"{name}.yaml").read_text(encoding="utf-8"))

    def take_changed(name: str) -> Response:
        found = taking.files(house, View.of(flask.request.query_string.decode()))
        return _yaml(found[name]) if name in found else flask.abort(404)

    app.server.add_url_rule("/files/<name>.yaml", "take", take)
    app.server.add_url_rule("/files/changed/<name>", "take_changed", take_changed)


def _yaml(text: str) -> Response:
    return flask.Response(text, mimetype="application/yaml")


def received(house: House, files: Mapping[str, bytes]) -> Shown:
    """Return the way on, or everything that is wrong with the files."""
    try:
        name = house.uploads.bring(files)
    except ScenarioError as error:
        problems = html.Ul([html.Li(retold(one)) for one in error.problems])
        said = _("This file cannot be used (line:column: what is wrong there):")
        return html.Div([html.Strong(said), problems], className="notice")
    view = View(scenario=name)
    return html.Div([
        html.P(_("The file is sound.")),
        html.Div([dcc.Link(_("Guess and see"), href="/" + view.search, className="button"),
                  dcc.Link(_("Compare"), href="/compare" + view.search, className="quiet")], className="buttons"),
    ], className="sound")


PAGE = Page(path="/files", title=marked("Own scenario"), layout=layout, door="analyse", order=6, callbacks=callbacks,
            about=marked("Bring a scenario file, or take one along."))
