"""Charts of sensitivity and discovery: effects as bars, boxes as ranges, worlds as dots, the peeling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from experiments.exploring_text import span_of
from experiments.exploring_words import condition, short_unit
from experiments.report.colours import LIGHT, faint
from experiments.report.exploring_words import say
from experiments.report.figures import dressed, escaped, note
from experiments.report.formats import Scale, text

if TYPE_CHECKING:
    import plotly.graph_objects as go

ROW = 64            # pixels: two lines of words above a bar
LINE = 46           # letters of a line of words, as many as a phone holds
THICK = 8           # of a line that is not drawn: it makes the mark in the legend
MOST_DOTS = 2_000   # more are no longer seen apart
NEUTRAL = LIGHT["axis"]
Trace = dict[str, Any]


def effects(
    rows: Sequence[Mapping[str, Any]], *, scale: Scale, colours: Mapping[int, tuple[str, str]], words: str,
    margin: tuple[float, str] | None,
) -> go.Figure:
    """Draw one bar per input with its interval; the colour says in which direction it acts.

    Args:
        rows: factors of `sensitivity`, the largest first.
        scale: how effects are shown.
        colours: direction → colour and its words in the legend.
        words: title of the axis.
        margin: what is too small to matter, in the unit of the data, and its words.
    """
    traces: list[Trace] = []
    for way, (colour, name) in colours.items():
        own = [(at, row) for at, row in enumerate(rows) if _way(row) == way]
        if own:
            traces.append(_bars(own, scale, colour) | {"name": escaped(name)})
    x: list[float | None] = []
    y: list[float | None] = []
    for at, row in enumerate(rows):
        if row["verdict"] == "few":     # too few trajectories for an interval
            continue
        x += [scale.shown(row["low_end"]), scale.shown(row["high_end"]), None]
        y += [at, at, None]
    line = {"color": LIGHT["ink"], "width": 1.6}
    traces += [_lines(x, y) | {"line": line, "name": say("legend_interval")}] if x else []
    labels = [f"{text(row['label'])} ({span_of(row)})" for row in rows]
    layout: dict[str, Any] = {"annotations": _labels(labels, [scale.level(row["effect"], unit=False) for row in rows])}
    if margin:
        layout["shapes"] = [_band(0.0, float(margin[0] * scale.factor))]
        traces.append(_ribbon_mark(margin[1]))
    return _rows(traces, layout, len(rows), {"title": {"text": escaped(words)}, "rangemode": "tozero", "nticks": 6})


def _way(row: Mapping[str, Any]) -> int:
    return 0 if row["low"] is None else int(row["direction"])


def _bars(own: Sequence[tuple[int, Mapping[str, Any]]], scale: Scale, colour: str) -> Trace:
    words = [escaped(f"{text(row['label'])}: {scale.level(row['effect'])}") for _, row in own]
    return {
        "type": "bar", "orientation": "h", "y": [at for at, _ in own], "width": 0.24,
        "x": [scale.shown(row["effect"]) for _, row in own], "marker": {"color": faint(colour, 0.85)},
        "text": words, "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def limits(box: Mapping[str, Any], colour: str) -> go.Figure:
    """Draw where in its whole range each restricted input lies in a box; names that are left are said, not drawn."""
    rows = box["limits"]
    whole = _lines([x for _ in rows for x in (0, 100, None)], [y for at in range(len(rows)) for y in (at, at, None)])
    x: list[float | None] = []
    for row in rows:
        x += [*_places(row), None]
    inside = _lines(x, [y for at in range(len(rows)) for y in (at, at, None)])
    traces = [
        whole | {"line": {"color": LIGHT["ribbon"], "width": 12}, "name": say("legend_whole")},
        inside | {"line": {"color": colour, "width": 12}, "name": say("legend_box")},
    ]
    layout = {
        "annotations": _labels([_plainly(row) for row in rows], [""] * len(rows)),
        "margin": {"l": 26, "r": 30, "t": 10, "b": 8},      # room for the words under both ends
    }
    ends = {"range": [-2, 102], "tickvals": [0, 50, 100], "ticktext": [say("lowest"), say("middle"), say("highest")]}
    return _rows(traces, layout, len(rows), {"title": {"text": say("axis_range")}, **ends})


def _plainly(row: Mapping[str, Any]) -> str:
    return condition(row).replace("‹", "").replace("›", "")


def _places(row: Mapping[str, Any]) -> tuple[float, float]:
    """Return the ends of a restriction in per cent of the input's range."""
    if row["categories"]:
        return 0.0, 100.0 * len(row["categories"]) / len(row["range"])
    low, high = row["range"]
    ends = (low if row["low"] is None else row["low"], high if row["high"] is None else row["high"])
    return 100 * (ends[0] - low) / (high - low), 100 * (ends[1] - low) / (high - low)


def dots(
    points: Mapping[str, Sequence[Any]], box: Mapping[str, Any], *, names: tuple[str, str], colour: str,
) -> go.Figure:
    """Draw every row as a dot over the two most restricted inputs (or one and the outcome), with the box around them.

    Args:
        points: x, y, is_case.
        box: a box of `discovery`.
        names: titles of the axes.
        colour: of the cases.
    """
    kept = list(zip(points["x"], points["y"], points["is_case"], strict=True))[:MOST_DOTS]
    traces = [
        {
            "type": "scatter", "mode": "markers", "x": [x for x, _, one in kept if one == is_case],
            "y": [y for _, y, one in kept if one == is_case], "name": say(name), "hoverinfo": "x+y",
            "marker": {"size": 8, "color": mark, "symbol": symbol, "line": {"width": 1.4, "color": mark}},
            "line": {"color": mark, "width": THICK},
        }
        for is_case, name, mark, symbol in (
            (False, "legend_other", NEUTRAL, "circle-open"), (True, "legend_case", colour, "circle"),
        )
    ]
    ends = [_shown_ends(row) for row in box["limits"][:2]]
    place: dict[str, Any] = {"x0": ends[0][0], "x1": ends[0][1]}
    place |= {"y0": ends[1][0], "y1": ends[1][1]} if len(ends) > 1 else {"y0": 0, "y1": 1, "yref": "y domain"}
    shape = {"type": "rect", **place, "line": {"color": colour, "width": 2}, "fillcolor": faint(colour, 0.08)}
    layout = {
        "shapes": [shape | {"layer": "below"}],
        "xaxis": {"title": {"text": _broken(names[0])}, "zeroline": False, "nticks": 6},
        "yaxis": {"zeroline": False, "nticks": 6},
        "annotations": [note(_broken(names[1], 40), yref="paper", x=0, y=1, align="left")],
        "margin": {"l": 8, "r": 10, "t": 48, "b": 8},
    }
    return dressed(traces, layout, 420)


def _shown_ends(row: Mapping[str, Any]) -> tuple[float, float]:
    low, high = row["range"]
    return (low if row["low"] is None else row["low"], high if row["high"] is None else row["high"])


def trajectory(steps: Sequence[Mapping[str, Any]], box: Mapping[str, Any], colour: str) -> go.Figure:
    """Draw what each peel costs in coverage and brings in density, and where the box that was taken stands."""
    text = [escaped(say("step", restricted=step["restricted"], mass=f"{100 * step['mass']:.0f}")) for step in steps]
    line = {
        "type": "scatter", "mode": "lines+markers", "x": [100 * step["coverage"] for step in steps],
        "y": [100 * step["density"] for step in steps], "text": text, "name": say("legend_peeled"),
        "line": {"color": NEUTRAL, "width": 1.4}, "marker": {"size": 6, "color": NEUTRAL},
        "hovertemplate": "%{text}<br>%{x:.0f} %, %{y:.0f} %<extra></extra>",
    }
    taken = {
        "type": "scatter", "mode": "markers", "x": [100 * box["coverage"]], "y": [100 * box["density"]],
        "marker": {"size": 14, "symbol": "diamond", "color": colour}, "name": say("legend_taken"), "hoverinfo": "x+y",
        "line": {"color": colour, "width": THICK},
    }
    layout = {
        "xaxis": {"title": {"text": say("axis_coverage")}, "range": [-2, 103], "dtick": 25},
        "yaxis": {"range": [0, 105], "dtick": 25}, "annotations": [note(say("axis_density"), yref="paper", x=0, y=1)],
    }
    return dressed([line, taken], layout, 360)


def axis_title(row: Mapping[str, Any]) -> str:
    """Return the title of an input's axis."""
    unit = short_unit(row["unit"]).strip()
    return f"{text(row['label'])}, {unit}" if unit else text(row["label"])


def _lines(x: Sequence[float | None], y: Sequence[float | None]) -> Trace:
    return {"type": "scatter", "mode": "lines", "x": list(x), "y": list(y), "hoverinfo": "skip"}


def _broken(words: str, length: int = LINE) -> str:
    """Return words on two lines at most."""
    lines = wrap(words, length) or [""]
    return "<br>".join(escaped(line) for line in ([lines[0], lines[1] + "…"] if len(lines) > 2 else lines))


def _labels(words: Sequence[str], values: Sequence[str]) -> list[dict[str, Any]]:
    """Return words above the left end of each row, and a value above the right one."""
    found = []
    for at, (label, value) in enumerate(zip(words, values, strict=True)):
        found += [note(_broken(label), x=0, y=at, align="left"), note(escaped(value), x=1, y=at, xanchor="right")]
    return found


def _band(low: float, high: float) -> dict[str, Any]:
    place: dict[str, Any] = {"x0": low, "x1": high, "y0": 0, "y1": 1, "yref": "y domain"}
    return {"type": "rect", **place, "fillcolor": LIGHT["ribbon"], "line": {"width": 0}, "layer": "below"}


def _ribbon_mark(name: str) -> Trace:
    nowhere: Trace = {"type": "scatter", "x": [None], "y": [None], "mode": "lines", "line": {"width": 0}}
    return nowhere | {"fill": "toself", "fillcolor": LIGHT["ribbon"], "name": escaped(name)}


def _rows(traces: Sequence[Trace], layout: Mapping[str, Any], n: int, axis: Mapping[str, Any]) -> go.Figure:
    style = {
        "margin": {"l": 10, "r": 10, "t": 10, "b": 8}, "barmode": "overlay", "xaxis": dict(axis),
        "yaxis": {"range": [n - 0.6, -0.85], "showticklabels": False, "showgrid": False, "zeroline": False},
    }
    return dressed(traces, style | dict(layout), 70 + ROW * n)
