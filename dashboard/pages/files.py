"""Analyse: bring a scenario of one's own, with the loader's messages; take one along to change it."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard import cards
from dashboard.house import House
from dashboard.page import Page, Shown, aria
from dashboard.view import View
from dashboard.words import _, marked
from sim import ScenarioError
from sim.scenario import list_shipped


def layout(_house: House, _view: View) -> Shown:
    """Return the place to drop a file, and the shipped files to take along."""
    links = [
        html.Li(html.A(f"{name}.yaml", href=f"/files/{name}.yaml", download=f"{name}.yaml"))
        for name in list_shipped("scenarios")
    ]
    lead = _("A scenario is a text file. Take one, change it in any editor, and bring it back. It stays on this "
             "computer, and only while the dashboard runs.")
    words = html.Span(_("Choose a .yaml file, or drop it here"), id="upload-words")
    return html.Div([
        cards.hero(_("Your own scenario"), _("Bring a scenario, or take one along"), lead),
        html.Section([
            html.H2(_("Bring")),
            dcc.Upload(words, id="upload", className="drop", accept=".yaml,.yml", max_size=400_000),
            html.Div(id="upload-said", role="status", **aria(live="polite")),
        ], className="card bring"),
        html.Section([html.H2(_("Take along")), html.Ul(links, className="columns")], className="card"),
    ], className="page")


def callbacks(app: Dash, house: House) -> None:
    """Read what is brought, and hand out what is shipped."""

    @app.callback(
        Output("upload-said", "children"), Output("upload", "contents"), Input("upload", "contents"),
        prevent_initial_call=True,
    )
    def bring(contents: str | None) -> Any:
        if not contents:
            return no_update, no_update
        return received(house, b64decode(contents.partition(",")[2])), None

    app.clientside_callback(    # its input has no name of its own
        ClientsideFunction("goodwill", "label"), Output("upload", "className"), Input("upload", "id"),
        State("upload-words", "children"),
    )

    def take(name: str) -> Any:
        from flask import Response, abort

        from sim.scenario_files import SHIPPED

        if name not in list_shipped("scenarios"):
            abort(404)
        return Response((SHIPPED / f"{name}.yaml").read_text(encoding="utf-8"), mimetype="application/yaml")

    app.server.add_url_rule("/files/<name>.yaml", "take", take)


def received(house: House, content: bytes) -> Shown:
    """Return the way on, or everything that is wrong with the file."""
    try:
        name = house.uploads.keep(content)
    except ScenarioError as error:
        problems = html.Ul([html.Li(one) for one in error.problems])
        return html.Div([html.Strong(_("This file cannot be used:")), problems], className="notice")
    view = View(scenario=name)
    return html.Div([
        html.P(_("The file is sound.")),
        html.Div([dcc.Link(_("Guess and see"), href="/" + view.search, className="button"),
                  dcc.Link(_("Compare"), href="/compare" + view.search, className="quiet")], className="buttons"),
    ], className="sound")


PAGE = Page(path="/files", title=marked("Own scenario"), layout=layout, door="analyse", order=6, callbacks=callbacks,
            about=marked("Bring a scenario file, or take one along."))
