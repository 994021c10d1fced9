"""Charts of the pages that reports do not have: tidy numbers in, a chart with its words and its table out; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import unescape
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from agents.parameters import UNCERTAINTIES
from dashboard.controls import unit
from dashboard.words import _
from experiments.courses import CUMULATED
from experiments.phrases import spoken
from experiments.report import figures, tables
from experiments.report.charts import Chart, chart
from experiments.report.colours import LIGHT, dark, faint, light
from experiments.report.formats import (
    WEEKS_PER_QUARTER,
    WEEKS_PER_YEAR,
    Scale,
    Scales,
    capital,
    number,
    plain,
    text,
    when,
)
from experiments.report.words import say
from experiments.words import condition_sentences, primary, sign_of

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from dashboard.telling import Told
    from experiments.report.cast import Cast, Side

Data = Mapping[str, Any]
HEIGHT = 300
BREAK = "<br>"
TITLE_LENGTH = {"x": 36, "y": 44}     # letters of a line: a phone has no more room


def in_light(figure: go.Figure, light: str) -> dict[str, Any]:
    """Return a chart as the browser draws it: in the colours of light or dark pages, numbers as the language writes."""
    drawn: dict[str, Any] = figure.to_plotly_json()
    drawn = {"data": drawn["data"], "layout": drawn["layout"]}
    drawn["layout"]["showlegend"] = False       # the page draws legends itself, so that they wrap on a phone
    drawn["layout"]["separators"] = spoken().decimal + spoken().thousands
    for name, axis in drawn["layout"].items():
        if name.startswith(("xaxis", "yaxis")) and (words := axis.get("title", {}).get("text")):
            axis["title"] = axis["title"] | {"text": BREAK.join(wrap(words, TITLE_LENGTH[name[0]]))}
    return _recoloured(drawn) if light == "dark" else drawn


def _recoloured(x: Any) -> Any:
    if isinstance(x, dict):
        return {key: _recoloured(value) for key, value in x.items()}
    if isinstance(x, list | tuple):
        return [_recoloured(value) for value in x]
    return dark(x, ground="panel") if isinstance(x, str) and x.startswith(("#", "rgba(")) else x


def years(weeks: int) -> dict[str, Any]:
    """Return the axis of time: years where there is one, else weeks."""
    unit, step = (WEEKS_PER_YEAR, WEEKS_PER_YEAR) if weeks >= WEEKS_PER_YEAR else (1, WEEKS_PER_QUARTER)
    ticks = list(range(0, weeks + 1, step))
    title = say("axis_years") if unit > 1 else say("axis_weeks")
    return {
        "tickvals": ticks, "ticktext": [str(at // unit) for at in ticks], "range": [0, weeks], "zeroline": False,
        "title": {"text": title}, "unifiedhovertitle": {"text": "\u200b"},
    }


def points() -> dict[str, Any]:
    """Return the axis of points, from 0 to 100."""
    return {"title": {"text": say("points_of_100")}, "range": [0, 100], "dtick": 25, "zeroline": False}


def line(
    values: Sequence[float | None], name: str, colour: str, *, decimals: int = 1, dash: str = "solid"
) -> dict[str, Any]:
    """Return a line over the weeks."""
    return {
        "type": "scatter", "x0": 0, "dx": 1, "y": list(values), "name": figures.escaped(name), "mode": "lines",
        "line": {"color": colour, "width": 2.6, "dash": dash},
        "hovertemplate": f"%{{fullData.name}}: %{{y:,.{decimals}f}}<extra></extra>",
    }


def band(low: Sequence[float | None], high: Sequence[float | None], name: str, colour: str) -> list[dict[str, Any]]:
    """Return an area between two lines."""
    edge = {"type": "scatter", "x0": 0, "dx": 1, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    return [edge | {"y": list(low), "showlegend": False},
            edge | {"y": list(high), "fill": "tonexty", "fillcolor": colour, "name": figures.escaped(name)}]


def gap_layout(weeks: int, cast: Cast, side: Side, scale: Scale) -> dict[str, Any]:
    """Return the axes of a difference in money over the weeks, and which way is whose."""
    above, below = (_("{arm} ahead", arm=one.title) for one in (side, cast.reference))
    place = {"xref": "paper", "x": 0.015, "xanchor": "left", "yref": "paper", "showarrow": False, "yshift": 0}
    notes = [{"text": "▲ " + figures.escaped(above), "y": 0.99, "yanchor": "top"} | place,
             {"text": "▼ " + figures.escaped(below), "y": 0.01, "yanchor": "bottom"} | place]
    axis = {"title": {"text": scale.unit}, "nticks": 6, "zeroline": True}
    return {"xaxis": years(weeks), "yaxis": axis, "annotations": notes, "hovermode": "x unified"}


def gap_caption(cast: Cast, side: Side) -> str:
    """Return what the chart of the difference shows."""
    return _("Result added up: {arm} minus {reference}", arm=side.title, reference=cast.reference.title)


def cumulated(data: Data, cast: Cast, side: Side, scales: Scales) -> Chart | None:
    """Draw how far the cumulated result of one strategy is ahead of the other's, week by week, with 8 of 10 worlds."""
    metric = data["weekly"]["metrics"].get(CUMULATED)
    if metric is None:
        return None
    gap = metric["differences"][side.id]
    scale = scales.money([*gap["mean"][-1:], *gap["p90"][-1:], *gap["p10"][-1:]])
    mean, low, high = (figures.shown(gap[key], scale) for key in ("mean", "p10", "p90"))
    margin = figures.shown(metric.get("margin_by_week") or [], scale)
    traces = [
        *band([None if x is None else -x for x in margin], margin, _("too small to matter"), LIGHT["ribbon"]),
        *band(low, high, _("8 of 10 worlds"), faint(side.colour, 0.26)),
        line(mean, _("mean of the worlds"), side.colour, decimals=scale.decimals),
    ]
    layout = gap_layout(len(mean), cast, side, scale)
    weeks = data["weekly"]["week"]
    table = tables.over_time_table(metric, weeks, (cast.reference, side), scale=scale, every=WEEKS_PER_QUARTER)
    label = _("Difference at the end: {mean}; 8 of 10 worlds {range}.", mean=scale.difference(gap["mean"][-1]),
              range=scale.between(gap["p10"][-1], gap["p90"][-1]))
    return chart("result", figures.dressed(traces, layout, HEIGHT), table, caption=gap_caption(cast, side), label=label)


def lead(chart: Chart) -> str:
    """Return what must be said beside a chart."""
    is_profit = chart.key == "result" or chart.key.startswith("ahead-")
    return _("Profit only, without what customers are worth later.") if is_profit else ""


def trust(data: Data, cast: Cast, side: Side, scales: Scales) -> Chart | None:
    """Draw trust under both strategies, week by week, from 0 to 100."""
    metric = data["weekly"]["metrics"].get("trust_cohort")
    if metric is None:
        return None
    scale = scales.of_kind("points")
    levels = {one: figures.shown(metric["levels"][one.id], scale) for one in (cast.reference, side)}
    traces = [line(values, one.title, one.colour, dash=one.dash) for one, values in levels.items()]
    weeks = data["weekly"]["week"]
    layout = {"xaxis": years(len(weeks)), "hovermode": "x unified", "yaxis": points()}
    table = tables.over_time_table(metric, weeks, (cast.reference, side), scale=scale, every=WEEKS_PER_QUARTER)
    ends = ", ".join(f"{one.title} {scale.level(metric['levels'][one.id][-1])}" for one in levels)
    return chart(
        "trust", figures.dressed(traces, layout, HEIGHT), table, label=_("At the end: {ends}.", ends=ends),
        caption=_("Trust of the customers of the first week, mean of the worlds"),
    )


def worlds_map(
    points: Sequence[tuple[float, float, float]], labels: tuple[str, str], cuts: tuple[float, float], *,
    sides: tuple[Side, Side], margin: float, scale: Scale,
) -> go.Figure:
    """Draw every world as a dot by two uncertain numbers, in the colour of the strategy that is ahead in it.

    Args:
        points: x, y and the difference of the primary outcome, one per world.
        labels: titles of the axes.
        cuts: where each axis is parted.
        sides: the reference and the strategy compared with it.
        margin: smaller differences are level.
        scale: how a difference is shown.
    """
    kinds: tuple[tuple[str, Callable[[float], bool], str, str], ...] = (
        (_("{arm} ahead", arm=sides[1].title), lambda d: d > margin, sides[1].colour, "circle"),
        (_("level"), lambda d: abs(d) <= margin, LIGHT["axis"], "diamond"),
        (_("{arm} ahead", arm=sides[0].title), lambda d: d < -margin, sides[0].colour, "square"),
    )
    traces = []
    for name, belongs, colour, symbol in kinds:
        own = [point for point in points if belongs(point[2])]
        traces.append({
            "type": "scatter", "mode": "markers", "x": [p[0] for p in own], "y": [p[1] for p in own],
            "name": figures.escaped(name), "marker": {"color": colour, "symbol": symbol, "size": 12,
                                                      "line": {"width": 1, "color": LIGHT["page"]}},
            "line": {"color": colour},
            "text": [scale.difference(p[2]) for p in own], "hovertemplate": "%{text}<extra></extra>",
        })
    lines = [{"type": "line", "xref": "x", "yref": "paper", "x0": cuts[0], "x1": cuts[0], "y0": 0, "y1": 1},
             {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": cuts[1], "y1": cuts[1]}]
    shapes = [one | {"line": {"color": LIGHT["axis"], "width": 1, "dash": "dot"}} for one in lines]
    axes = {f"{axis}axis": {"title": {"text": figures.escaped(label)}, "zeroline": False, "nticks": 6}
            for axis, label in zip("xy", labels, strict=True)}
    return figures.dressed(traces, axes | {"shapes": shapes}, 380)


def by_conditions(told: Told, worlds: pd.DataFrame, runs: pd.DataFrame, found: Sequence[Mapping[str, Any]]) -> Chart:
    """Draw every world by the two uncertain numbers that part them most.

    Args:
        told: the comparison.
        worlds: what was drawn, a row per world.
        runs: world, arm, outcome, value.
        found: two conditions, with name, label and cut.
    """
    outcome = primary(told.data)
    values = runs[runs["outcome"] == outcome["name"]].pivot_table(index="world", columns="arm", values="value")
    gaps = (values[told.side.id] - values[told.cast.reference.id]) * sign_of(outcome)
    drawn = worlds.set_index("world").loc[gaps.index]
    names = [one["name"] for one in found]
    points = [
        (float(x), float(y), float(gap)) for x, y, gap in zip(*(drawn[name] for name in names), gaps, strict=True)
    ]
    labels = [capital(f"{text(one['label'])}, {unit(UNCERTAINTIES[one['name']])}") for one in found]
    scale = tables.scale_of(outcome, told.scales)
    figure = worlds_map(points, (labels[0], labels[1]), (found[0]["cut"], found[1]["cut"]),
                        sides=(told.cast.reference, told.side), margin=outcome["margin"], scale=scale)
    rows = tuple(
        (str(world), plain(x), plain(y), scale.difference(gap, unit=False))
        for world, (x, y, gap) in zip(gaps.index, points, strict=True)
    )
    columns = (tables.Column(_("World")), *(tables.Column(label) for label in labels), tables.column("difference"))
    caption = _("Every dot is a world: who is ahead in it, by two numbers that nobody knows exactly")
    label = "; ".join(condition_sentences(told.data, spoken()) or [_("no condition is confirmed")])
    return chart("conditions", figure, tables.Table(columns, rows), caption=caption, label=label)


def self_image(data: Data, cast: Cast, side: Side, scales: Scales) -> Chart | None:
    """Draw how a firm sees its own customer orientation beside how customers see it, under both strategies."""
    metrics, scale = data["weekly"]["metrics"], scales.of_kind("points")
    if "self_image" not in metrics or "customer_view" not in metrics:
        return None
    parts = (
        (metrics["self_image"], _("self-image, ‹{arm}›"), "dot"),
        (metrics["customer_view"], _("customers' view, ‹{arm}›"), "solid"),
    )
    traces = [
        line(figures.shown(metric["levels"][one.id], scale), words.format(arm=one.title), one.colour, dash=dash)
        for one in (cast.reference, side) for metric, words, dash in parts
    ]
    weeks = data["weekly"]["week"]
    layout = {"xaxis": years(len(weeks)), "hovermode": "x unified", "yaxis": points()}
    return chart("self-image", figures.dressed(traces, layout, HEIGHT), course_table(traces, weeks),
                 caption=_("How customer-oriented is the firm? Its self-image beside its customers' view"),
                 label=_("Two lines for each strategy."))


def lives(person: Mapping[str, Any], told: Mapping[str, Any], hues: Mapping[str, str]) -> Chart:
    """Draw one person's trust in the firm under both strategies: where they part, and where one leaves and comes."""
    traces = []
    for at, (arm, life) in enumerate(person["lives"].items()):
        colour, values = light(hues[arm]), [100 * x for x in life["trust"][1:]]
        traces.append(line(values, life["title"], colour, dash="dash" if at == 0 else "solid"))
        moves = ((life["leaves"], "x", _("leaves, ‹{arm}›", arm=life["title"])),
                 (life["joins"], "circle", _("comes, ‹{arm}›", arm=life["title"])))
        for found, symbol, name in moves:
            if known := [week for week in found if week < len(values)]:
                traces.append({
                    "type": "scatter", "mode": "markers", "x": known, "y": [values[week] for week in known],
                    "name": figures.escaped(name), "hoverinfo": "skip", "cliponaxis": False,
                    "marker": {"symbol": symbol, "size": 11, "color": colour}, "line": {"color": colour},
                })
    weeks, part = list(range(told["weeks"])), person["divergence_week"]
    shapes = [] if part is None else [{
        "type": "line", "x0": part, "x1": part, "yref": "paper", "y0": 0, "y1": 1,
        "line": {"color": LIGHT["axis"], "width": 1.5, "dash": "dot"},
    }]
    notes = [] if part is None else [{
        "x": part, "y": 1, "yref": "paper", "yanchor": "top", "xanchor": "left", "showarrow": False, "xshift": 5,
        "xref": "x", "text": figures.escaped(_("here the lives part")), "yshift": 0,
    }]
    layout = {
        "xaxis": years(len(weeks)), "hovermode": "x unified", "shapes": shapes, "annotations": notes,
        "yaxis": points(),
    }
    lines = [trace for trace in traces if trace["mode"] == "lines"]
    return chart("lives", figures.dressed(traces, layout, HEIGHT), course_table(lines, weeks),
                 caption=_("Trust of {person} in {firm}", person=person["name"], firm=told["firm"]),
                 label=person["divergence"])


def course_table(traces: Sequence[Mapping[str, Any]], weeks: Sequence[int]) -> tables.Table:
    """Return lines over time as a table, a row per quarter."""
    ends = tables.ends_of(weeks, WEEKS_PER_QUARTER)
    columns = (tables.column("when", words=True), *(tables.Column(unescape(trace["name"])) for trace in traces))
    rows = tuple((when(weeks[at]), *(number(trace["y"][at], 1) for trace in traces)) for at in ends)
    return tables.Table(columns, rows)
