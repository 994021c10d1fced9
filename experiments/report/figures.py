"""Charts over time, and what all charts of the report share: layout, escaping, legend and configuration."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from experiments.report.colours import LIGHT, faint
from experiments.report.formats import WEEKS_PER_QUARTER, WEEKS_PER_YEAR, Scale, is_number
from experiments.report.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from experiments.report.cast import Side

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
NO_LINE = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
NOTE = {
    "showarrow": False,
    "xref": "paper",
    "xanchor": "left",
    "yanchor": "bottom",
    "yshift": 8,
    "font": {"color": LIGHT["ink"], "size": 13},
}
AXIS = {
    "fixedrange": True,
    "gridcolor": LIGHT["grid"],
    "zerolinecolor": LIGHT["axis"],
    "zerolinewidth": 1.2,
    "automargin": True,
    "ticks": "",
    "ticklabelstandoff": 4,
    "tickformat": ",~r",
    "title": {"standoff": 7, "font": {"size": 13}},
}
STYLE = {
    "margin": {"l": 8, "r": 10, "t": 26, "b": 8},
    "font": {"family": FONT, "size": 13, "color": LIGHT["muted"]},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "dragmode": False,
    "hoverlabel": {"bgcolor": LIGHT["panel"], "bordercolor": LIGHT["rule"], "font": {"color": LIGHT["ink"]}},
    "legend": {"orientation": "h", "y": 1.06, "yanchor": "bottom", "x": 0, "xanchor": "left", "traceorder": "normal"},
    "showlegend": True,
    "xaxis": AXIS,
    "yaxis": AXIS,
    "annotationdefaults": NOTE,
}
LOWER = {"xaxis": "x2", "yaxis": "y2"}


@dataclass(frozen=True)
class Mark:
    """One entry of a legend, which the page draws itself so that it wraps on a phone."""

    name: str
    colour: str
    shape: str
    dash: str


def config() -> dict[str, Any]:
    """Return the settings of every chart: nothing is sent or linked anywhere, and a page scrolls over it."""
    return {
        "showSendToCloud": False,
        "displaylogo": False,
        "plotlyServerURL": "",
        "displayModeBar": False,
        "scrollZoom": False,
        "doubleClick": False,
        "responsive": True,
    }


def escaped(words: str, length: int = 0) -> str:
    """Make a text harmless inside a chart, which reads tags and templates in it; cut it to a length if one is given."""
    if length and len(words) > length:
        words = words[: length - 1].rstrip() + "…"
    for found, instead in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("%{", "% {"), ("$", "&#36;")):
        words = words.replace(found, instead)
    return words


def dressed(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], height: int) -> go.Figure:
    """Return a chart in the report's style: no frame, pale lines, one font, nothing that moves.

    It is put together from plain mappings and checked once, which is ten times as fast as adding part by part.
    """
    return go.Figure(data=list(traces), layout={"template": {"layout": STYLE}, "height": height} | dict(layout))


def note(words: str, **place: Any) -> dict[str, Any]:
    """Return words written into a chart; they must be harmless already."""
    return {"text": words, **place}


def legend(figure: go.Figure) -> list[Mark]:
    """Return the entries of a chart's legend: levels, differences, bands, in this order."""
    named = [trace for trace in figure.data if trace.showlegend is not False and trace.name]
    return [_mark(trace) for trace in sorted(named, key=lambda trace: trace.legendrank or 1000)]


def _mark(trace: Any) -> Mark:
    name = unescape(trace.name)
    if trace.type == "bar":
        return Mark(name, str(trace.marker.color), "area", "solid")
    if trace.mode == "markers":
        return Mark(name, str(trace.marker.color), "point", str(trace.marker.symbol or "circle"))
    if trace.fillcolor:
        return Mark(name, str(trace.fillcolor), "area", "solid")
    shape = "thick" if (trace.line.width or 0) > 5 else "line"
    return Mark(name, str(trace.line.color), shape, str(trace.line.dash or "solid"))


def over_time(metric: Mapping[str, Any], weeks: Sequence[int], sides: Sequence[Side], scale: Scale) -> go.Figure:
    """Draw the levels of all sides as lines, and beneath them the last side's difference from the first.

    The band belongs to the difference and spans 8 of 10 worlds; a grey ribbon marks what is too small to matter.
    """
    levels = metric.get("levels") or {}
    lines = [
        _line(weeks, shown(levels[side.id], scale), side.title, side.colour, decimals=scale.decimals)
        | {"line": _stroke(side)}
        for side in sides
        if levels.get(side.id)
    ]
    traces = [*map(_dated, lines[:1]), *lines[1:], *_difference(metric, weeks, sides, scale)]
    whole = {"range": [0, 100], "dtick": 25} if scale.unit == say("points") else {"rangemode": "tozero", "nticks": 5}
    layout = {
        "xaxis": _years(weeks, anchor="y", showticklabels=False),
        "yaxis": {"domain": [0.56, 1], "anchor": "x"} | whole,
        "xaxis2": _years(weeks, anchor="y2", matches="x", title={"text": _time_title(weeks)}),
        "yaxis2": {
            "domain": [0, 0.42],
            "anchor": "x2",
            "rangemode": "tozero",
            "nticks": 5,
            "zerolinelayer": "above traces",
        },
        "annotations": [
            _heading(say("panel_level", unit=_unit(scale)), "y domain"),
            _heading(say("panel_difference", unit=scale.unit_of_difference or say("number")), "y2 domain"),
        ],
        "hovermode": "x unified",
    }
    return dressed(traces, layout, 430)


def ahead(by_week: Mapping[str, Any], n: float, side: Side, reference: Side) -> go.Figure:
    """Draw in how many worlds one side's cumulated result is ahead, level and behind, week by week."""
    weeks = by_week.get("week") or []
    parts = (
        ("ahead", say("legend_ahead", arm=side.title), faint(side.colour, 0.8)),
        ("level", say("legend_level"), LIGHT["level"]),
        ("behind", say("legend_behind", arm=side.title), faint(reference.colour, 0.8)),
    )
    areas = [
        _line(weeks, [x * n if is_number(x) else None for x in by_week.get(name) or []], words, colour, decimals=0)
        | {"stackgroup": "worlds", "fillcolor": colour, "line": {"width": 0}}
        for name, words, colour in parts
    ]
    traces = [_dated(areas[0]), *areas[1:]]
    layout = {
        "xaxis": _years(weeks, title={"text": _time_title(weeks)}),
        "yaxis": {"range": [0, n], "dtick": max(1, int(n) // 4)},
        "annotations": [_heading(say("panel_ahead", n=int(n)), "y domain")],
        "hovermode": "x unified",
    }
    return dressed(traces, layout, 300)


def shown(values: Iterable[Any] | None, scale: Scale) -> list[float | None]:
    """Return values in the unit that is shown, no finer than a screen can draw them."""
    scaled = (scale.shown(x) for x in values or [])
    return [None if x is None else float(f"{round(x, scale.decimals + 2):.6g}") for x in scaled]


def _unit(scale: Scale) -> str:
    return say("points_of_100") if scale.unit == say("points") else scale.unit or say("number")


def _stroke(side: Side) -> dict[str, Any]:
    return {"color": side.colour, "width": 2.2, "dash": side.dash}


def _start(weeks: Sequence[int]) -> dict[str, Any]:
    step = weeks[1] - weeks[0] if len(weeks) > 1 else 1
    even = all(later - week == step for week, later in pairwise(weeks))
    return {"x0": weeks[0] if weeks else 0, "dx": step} if even else {"x": list(weeks)}


def _line(
    weeks: Sequence[int], values: Sequence[float | None], name: str, colour: str, *, decimals: int
) -> dict[str, Any]:
    return {
        **_start(weeks),
        "type": "scatter",
        "y": [None if x is None else round(x, 6) for x in values],
        "name": escaped(name),
        "mode": "lines",
        "line": {"color": colour, "width": 2.2},
        "hovertemplate": f"%{{fullData.name}}: %{{y:,.{decimals}f}}<extra></extra>",
    }


def _dated(trace: dict[str, Any]) -> dict[str, Any]:
    """Put the time above a line's value: the page fills it in, and the chart's own heading knows only a number."""
    return trace | {"hovertemplate": "%{customdata}<br>" + trace["hovertemplate"], "meta": "weeks"}


def _difference(
    metric: Mapping[str, Any], weeks: Sequence[int], sides: Sequence[Side], scale: Scale
) -> list[dict[str, Any]]:
    side, found = sides[-1], (metric.get("differences") or {}).get(sides[-1].id) or {}
    traces = _margin(metric.get("margin_by_week") or metric.get("margin"), weeks, scale)
    low, high = shown(found.get("p10"), scale), shown(found.get("p90"), scale)
    if any(x is not None for x in low) and any(x is not None for x in high):
        band = {"name": say("legend_difference_range"), "fillcolor": faint(side.colour, 0.28), "legendrank": 1002}
        traces += _band(_start(weeks), low, high, band)
    if found.get("mean"):
        name = say("legend_difference_mean", arm=side.title, reference=sides[0].title)
        mean = _line(weeks, shown(found["mean"], scale), name, side.colour, decimals=scale.decimals)
        hover = say("hover_difference", value=f"%{{y:+,.{scale.decimals}f}}") + "<extra></extra>"
        traces.append(_dated(mean | {"hovertemplate": hover}) | LOWER | {"legendrank": 1001})
    return traces


def _margin(margin: Any, weeks: Sequence[int], scale: Scale) -> list[dict[str, Any]]:
    sizes = margin if isinstance(margin, list) else [margin] * 2
    if not weeks or not all(is_number(size) for size in sizes) or max(sizes, default=0) <= 0:
        return []
    at = _start(weeks) if isinstance(margin, list) else {"x": [weeks[0], weeks[-1]]}
    key = "legend_margin" if sizes[0] == sizes[-1] else "legend_margin_at_end"
    high = shown(sizes, scale)
    low = [None if x is None else -x for x in high]
    name = escaped(say(key, margin=scale.size(sizes[-1])))
    return _band(at, low, high, {"name": name, "fillcolor": LIGHT["ribbon"], "legendrank": 1003})


def _band(
    at: Mapping[str, Any], low: Sequence[float | None], high: Sequence[float | None], named: Mapping[str, Any]
) -> list[dict[str, Any]]:
    lower_edge = {"type": "scatter", **at, "y": list(low), "showlegend": False, **NO_LINE, **LOWER}
    upper_edge = {"type": "scatter", **at, "y": list(high), "fill": "tonexty", **named, **NO_LINE, **LOWER}
    return [lower_edge, upper_edge]


def _is_in_years(weeks: Sequence[int]) -> bool:
    return bool(weeks) and int(weeks[-1]) + 1 >= WEEKS_PER_YEAR


def _time_title(weeks: Sequence[int]) -> str:
    return say("axis_years") if _is_in_years(weeks) else say("axis_weeks")


def _years(weeks: Sequence[int], **settings: Any) -> dict[str, Any]:
    last = int(weeks[-1]) + (int(weeks[-1] - weeks[-2]) if len(weeks) > 1 else 1) if weeks else WEEKS_PER_YEAR
    unit = WEEKS_PER_YEAR if _is_in_years(weeks) else 1
    step = unit * max(1, last // (unit * 8)) if unit > 1 else WEEKS_PER_QUARTER
    ticks = list(range(0, last + 1, step))
    time = {"tickvals": ticks, "ticktext": [str(at // unit) for at in ticks], "range": [0, last], "zeroline": False}
    return time | {"unifiedhovertitle": {"text": "\u200b"}} | settings


def _heading(words: str, panel: str) -> dict[str, Any]:
    return note(escaped(words, 48), yref=panel, x=0, y=1)
