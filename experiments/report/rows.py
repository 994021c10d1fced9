"""Charts with one row per item: waterfalls that add up a difference, and dots with their intervals."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from experiments.report.colours import LIGHT, faint
from experiments.report.figures import dressed, escaped, note
from experiments.report.formats import Scale, is_number
from experiments.report.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import plotly.graph_objects as go

    from experiments.report.cast import Side

ROW_HEIGHT, LINE_HEIGHT = 42, 17
BREAK = "<br>"
LABEL_LENGTH = 40       # of a line: a phone has no more beside the number


@dataclass(frozen=True)
class Step:
    """One step of a waterfall, in the unit of the data; `worlds` are the ends of 8 of 10 worlds."""

    label: str
    size: float
    worlds: tuple[float, float] | None = None


@dataclass(frozen=True)
class Dot:
    """One row of a dot chart: the mean, the precision of the computation, the range over worlds."""

    label: str
    mean: float
    side: Side
    interval: tuple[float, float] | None = None
    worlds: tuple[float, float] | None = None


@dataclass(frozen=True)
class Fall:
    """The steps of a waterfall with where each begins, in the unit that is shown, and the row of the first one."""

    steps: tuple[Step, ...]
    run: tuple[float, ...]
    first: int
    scale: Scale

    @classmethod
    def of(cls, steps: Sequence[Step], scale: Scale, start: float | None) -> Fall:
        """Add the steps up."""
        run = [(start or 0.0) * scale.factor]
        for step in steps:
            run.append(run[-1] + step.size * scale.factor)
        return cls(tuple(steps), tuple(round(x, 4) for x in run), 0 if start is None else 1, scale)


def waterfall(
    steps: Sequence[Step],
    *,
    sides: tuple[Side, Side],
    scale: Scale,
    ends: tuple[str, str],
    words: str,
    start: float | None = None,
) -> go.Figure:
    """Draw how steps add up from the first side to the second.

    Args:
        steps: the steps, in the unit of the data.
        sides: the reference and the side that is compared with it; a step has the colour of the side it favours.
        scale: how the quantity is shown.
        ends: words for the first and the last row.
        words: title of the axis.
        start: level at which the steps begin; without one they begin at nothing, and only a total is drawn.
    """
    fall = Fall.of(steps, scale, start)
    bars = [_bars(fall, side, up=up) for up, side in ((True, sides[1]), (False, sides[0]))]
    last = len(steps) + fall.first
    marks = ([(0, fall.run[0], ends[0])] if fall.first else []) + [(last, fall.run[-1], ends[1])]
    traces = [_links(fall), *(bar for bar in bars if bar["y"]), *_whiskers(fall), _ends(marks)]
    sizes = [scale.difference(step.size, unit=False) for step in steps]
    labels = [_label(at + fall.first, step.label, sizes[at]) for at, step in enumerate(steps)]
    labels += [_label(row, name, _end_value(x, fall), strong=True) for row, x, name in marks]
    notes = [part for name, value in labels for part in (name, value | {"bgcolor": faint(LIGHT["page"], 0.85)})]
    layout = {"annotations": notes, "barmode": "overlay"}
    return _drawn(traces, layout, last + 1, words)


def dots(rows: Sequence[Dot], *, scale: Scale, words: str, margin: Any = None) -> go.Figure:
    """Draw one dot per row with its interval (thin) and its range over worlds (thick and pale)."""
    ranges = _spans(rows, [row.worlds for row in rows], scale, {"name": say("legend_range"), "width": 11})
    intervals = _spans(rows, [row.interval for row in rows], scale, {"name": say("legend_precision"), "width": 2.6})
    dot = {
        "type": "scatter",
        "x": [scale.shown(row.mean) for row in rows],
        "y": list(range(len(rows))),
        "mode": "markers",
        "marker": {"size": 10, "color": [row.side.colour for row in rows]},
        "showlegend": False,
        "hovertemplate": "%{text}<extra></extra>",
        "text": [escaped(f"{row.label}: {scale.difference(row.mean)}") for row in rows],
    }
    labels = [_label(at, row.label, scale.difference(row.mean, unit=False)) for at, row in enumerate(rows)]
    layout: dict[str, Any] = {"annotations": [part for label in labels for part in label]}
    traces = [*ranges, *intervals, dot]
    if is_number(margin) and margin:
        size = abs(float(margin) * scale.factor)
        layout["shapes"] = [_ribbon(size)]
        traces.append(_ribbon_mark(say("legend_margin", margin=scale.size(margin))))
    return _drawn(traces, layout, len(rows), words)


def pair(low: Any, high: Any) -> tuple[float, float] | None:
    """Return two ends, if both are there."""
    return (float(low), float(high)) if is_number(low) and is_number(high) else None


def _bars(fall: Fall, side: Side, *, up: bool) -> dict[str, Any]:
    rows = [at for at, step in enumerate(fall.steps) if (step.size >= 0) == up]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [at + fall.first for at in rows],
        "x": [round(fall.run[at + 1] - fall.run[at], 4) for at in rows],
        "base": [fall.run[at] for at in rows],
        "width": 0.36,
        "marker": {"color": faint(side.colour, 0.85), "line": {"width": 0}},
        "name": escaped(say("legend_favours", arm=side.title)),
        "text": [escaped(f"{fall.steps[at].label}: {fall.scale.difference(fall.steps[at].size)}") for at in rows],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _whiskers(fall: Fall) -> list[dict[str, Any]]:
    x: list[float | None] = []
    y: list[float | None] = []
    for at, step in enumerate(fall.steps):
        if step.worlds is not None:
            x += [*(round(fall.run[at] + end * fall.scale.factor, 4) for end in step.worlds), None]
            y += [at + fall.first, at + fall.first, None]
    line = {"color": LIGHT["ink"], "width": 1.4}
    whiskers = {"type": "scatter", "x": x, "y": y, "mode": "lines", "line": line, "hoverinfo": "skip"}
    return [whiskers | {"name": say("legend_step_range")}] if x else []


def _links(fall: Fall) -> dict[str, Any]:
    """Return the dotted lines that lead from the end of each step to the beginning of the next."""
    x: list[float | None] = []
    y: list[float | None] = []
    for at, level in enumerate(fall.run):
        if at + fall.first:
            x += [level, level, None]
            y += [at - 1 + fall.first, at + fall.first, None]
    line = {"color": LIGHT["axis"], "width": 1, "dash": "dot"}
    return {"type": "scatter", "x": x, "y": y, "mode": "lines", "line": line, "hoverinfo": "skip", "showlegend": False}


def _ends(marks: Sequence[tuple[int, float, str]]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [level for _, level, _ in marks],
        "y": [row for row, _, _ in marks],
        "mode": "markers",
        "marker": {"size": 11, "symbol": "diamond", "color": LIGHT["ink"]},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _end_value(x: float, fall: Fall) -> str:
    value = x / fall.scale.factor
    return fall.scale.level(value, unit=False) if fall.first else fall.scale.difference(value, unit=False)


def _spans(
    rows: Sequence[Dot], spans: Sequence[tuple[float, float] | None], scale: Scale, drawn: dict[str, Any]
) -> list[dict[str, Any]]:
    known = [(at, row, span) for at, (row, span) in enumerate(zip(rows, spans, strict=True)) if span is not None]
    return [
        {
            "type": "scatter",
            "x": [scale.shown(span[0]), scale.shown(span[1])],
            "y": [at, at],
            "mode": "lines",
            "line": {"color": _span_colour(row, drawn["width"]), "width": drawn["width"]},
            "hoverinfo": "skip",
            "name": drawn["name"],
            "showlegend": number == 0,
        }
        for number, (at, row, span) in enumerate(known)
    ]


def _span_colour(row: Dot, width: float) -> str:
    return faint(row.side.colour, 0.3) if width > 5 else row.side.colour


def _ribbon(size: float) -> dict[str, Any]:
    place = {"x0": -size, "x1": size, "y0": 0, "y1": 1, "yref": "y domain"}
    return {"type": "rect", **place, "fillcolor": LIGHT["ribbon"], "line": {"width": 0}, "layer": "below"}


def _ribbon_mark(name: str) -> dict[str, Any]:
    nowhere: dict[str, Any] = {"type": "scatter", "x": [None], "y": [None], "mode": "lines", "line": {"width": 0}}
    return nowhere | {"fill": "toself", "fillcolor": LIGHT["ribbon"], "name": escaped(name)}


def _label(row: int, words: str, value: str, *, strong: bool = False) -> list[dict[str, Any]]:
    name = BREAK.join(escaped(line) for line in wrap(words, LABEL_LENGTH, max_lines=2, placeholder=" …"))
    return [
        note(f"<b>{part}</b>" if strong else part, x=x, y=row, align="left") | ({"xanchor": "right"} if x else {})
        for x, part in ((0, name), (1, escaped(value)))
    ]


def _drawn(traces: list[dict[str, Any]], layout: dict[str, Any], n: int, words: str) -> go.Figure:
    """Return the chart; where a label has several lines, every row is as high as that takes."""
    more = max((str(part["text"]).count(BREAK) for part in layout["annotations"]), default=0)
    row = ROW_HEIGHT + LINE_HEIGHT * more
    style = {
        "margin": {"l": 4, "r": 4, "t": 10, "b": 8},
        "xaxis": {
            "title": {"text": escaped(words)},
            "nticks": 6,
            "range": _extent(traces, layout.get("shapes") or []),
        },
        "yaxis": {"range": [n - 0.5, -0.75 - 0.25 * bool(more)], "showticklabels": False, "showgrid": False,
                  "zeroline": False},
    }
    return dressed(traces, style | layout, 60 + row * n)


def _extent(traces: Iterable[dict[str, Any]], shapes: Iterable[dict[str, Any]]) -> list[float]:
    """Return the ends of the axis: everything that is drawn, with some air."""
    found = [x for shape in shapes for x in (shape["x0"], shape["x1"])]
    for trace in traces:
        starts = trace.get("base") or [0.0] * len(trace["x"])
        found += [start + x for start, x in zip(starts, trace["x"], strict=True) if x is not None]
        found += trace.get("base", [])
    low, high = min(found, default=-1.0), max(found, default=1.0)
    air = 0.03 * ((high - low) or abs(high) or 1.0)
    return [low - air, high + air]
