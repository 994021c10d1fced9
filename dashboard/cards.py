"""Parts that several pages show: a chart with its legend, table and files; a table; a door to another page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flask
from dash import dcc, html

from dashboard import figures
from dashboard.page import Shown, aria, data
from dashboard.view import View
from dashboard.words import _
from experiments.report.charts import slug
from experiments.report.colours import dark
from experiments.report.figures import Mark, config

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from experiments.report.charts import Chart
    from experiments.report.tables import Table


def light() -> str:
    """Return the light of the page that asks: what was chosen, or what the browser said it prefers."""
    cookies = flask.request.cookies if flask.has_request_context() else {}
    found = cookies.get("light") or cookies.get("preferred")
    return "dark" if found == "dark" else "light"


def graph(chart: Chart, *, lead: str = "") -> Shown:
    """Return a chart as a figure: caption, legend, drawing, and its numbers as a table that can be saved."""
    drawing = drawn(chart.figure, chart.height)
    return html.Figure([
        html.Figcaption([html.Strong(chart.caption), html.Span(lead) if lead else None, _legend(chart)]),
        html.Div(drawing, role="img", style={"minHeight": f"{chart.height}px"},
                 **aria(label=f"{chart.caption}. {chart.label}")),
        html.Div(_files(chart), className="files"),
    ], className="card chart")


def provisional(chart: Chart) -> Shown:
    """Return a chart of a part, before the whole is there: marked, with nothing to save."""
    return html.Figure([
        html.Figcaption([
            html.Strong(chart.caption), html.Span(_("One world, provisional"), className="tag"), _legend(chart),
        ]),
        html.Div(drawn(chart.figure, chart.height), role="img", style={"minHeight": f"{chart.height}px"},
                 **aria(label=f"{chart.caption}. {_('One world, provisional')}")),
    ], className="card chart is-provisional")


def drawn(figure: go.Figure, height: int, **named: Any) -> Shown:
    """Return a chart as it is drawn: in this page's light, and without plotly's own buttons."""
    settings: Any = config()
    shown = figures.in_light(figure, light())
    return dcc.Graph(figure=shown, config=settings, responsive=True, style={"height": f"{height}px"}, **named)


def _files(chart: Chart) -> list[Shown]:
    name = f"goodwill-{slug(chart.key)}"
    buttons = [_save("png", _("Picture (PNG)"), name), _save("csv", _("Numbers (CSV)"), name)]
    numbers = html.Details([html.Summary(_("Numbers as a table")), table(chart.table, chart.caption)])
    return [html.Div(buttons, className="buttons"), numbers]


def _save(kind: str, words: str, name: str) -> Shown:
    return html.Button(words, type="button", className="quiet", **data(save=kind, name=name))


def saved(content: Shown, name: str) -> Shown:
    """Return a table with a button that saves it."""
    save = html.Div(_save("csv", _("Numbers (CSV)"), f"goodwill-{name}"), className="buttons no-print")
    return html.Figure([content, save], className="saved")


def _legend(chart: Chart) -> Shown:
    return html.Div([_mark(mark) for mark in chart.marks], className="legend")


def _mark(mark: Mark) -> Shown:
    colour = dark(mark.colour, ground="panel") if light() == "dark" else mark.colour
    style = {"--mark": colour}
    return html.Span(
        [html.I(className=f"mark {mark.shape} {mark.dash}", style=style, **aria(hidden="true")), mark.name]
    )


def table(content: Table, caption: str = "", *, stacked: bool = False) -> Shown:
    """Return a table; its first column heads the rows. On a phone a row of a `stacked` one is a card."""
    head = html.Tr([html.Th(column.head, scope="col", title=column.hint or None,
                            className="number" if column.is_number else None) for column in content.columns])
    rows = [
        html.Tr([
            html.Th(row[0], scope="row", **data(head=content.columns[0].head)),
            *(html.Td(cell, className="number" if column.is_number else None, **data(head=column.head))
              for column, cell in zip(content.columns[1:], row[1:], strict=True)),
        ])
        for row in content.rows
    ]
    parts = [html.Caption(caption, className="hidden")] if caption else []
    inside = html.Table([*parts, html.Thead(head), html.Tbody(rows)])
    return html.Div(inside, className="table stacked" if stacked else "table", tabIndex=0, role="region",
                    **aria(label=caption or _("Table")))


def hero(overline: str, title: str, lead: str = "") -> Shown:
    """Return the head of a page: where one is, its question, and a sentence or two."""
    words = [html.P(overline, className="overline"), html.H1(title)]
    return html.Section([*words, html.P(lead, className="lead")] if lead else words, className="hero")


def to(path: str, at: str = "page") -> dict[str, str]:
    """Return the id of a link that takes the view along to another page; `at` tells links to one page apart."""
    return {"type": "to", "path": path, "at": at}


def door(path: str, view: View, title: str, about: str = "") -> Shown:
    """Return a link to another page with the same view."""
    inside = [html.Strong(title), html.Span(about) if about else None]
    return dcc.Link(inside, href=path + view.search, className="card door", id=to(path))


def hint(words: str, meaning: str) -> Shown:
    """Return words with what they mean, to be opened on phones as well as by a pointer."""
    inside = [html.Summary(words, title=meaning), html.Span(meaning, className="hint-text")]
    return html.Details(inside, className="hint")

