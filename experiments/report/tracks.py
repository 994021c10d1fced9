"""Charts of a search and of a fit: two outcomes against each other, and ranges within what is plausible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.report.colours import LIGHT, faint, light
from experiments.report.figures import dressed, escaped, note

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import plotly.graph_objects as go

LABEL_LENGTH = 46
ROW = 62


@dataclass(frozen=True)
class Cloud:
    """Points of one kind in a plane: their name in the legend, places, words, and how they are drawn."""

    name: str
    points: Sequence[tuple[float, float]]
    words: Sequence[str]
    hue: str
    symbol: str = "circle"
    size: int = 10
    shown: Sequence[str] = ()


@dataclass(frozen=True)
class Track:
    """One row: a label, what stands at its right, a pale and a strong range, points, and a tick; on one axis."""

    label: str
    value: str
    pale: tuple[float, float]
    strong: tuple[float, float]
    points: tuple[float, ...] = ()
    tick: float | None = None


def plane(clouds: Sequence[Cloud], axes: tuple[str, str]) -> go.Figure:
    """Draw points in a plane whose lines through 0 are the status quo."""
    traces = [
        {
            "type": "scatter", "x": [x for x, _ in cloud.points], "y": [y for _, y in cloud.points],
            "mode": "markers+text" if cloud.shown else "markers", "name": escaped(cloud.name),
            "line": {"color": _hue(cloud.hue)}, "text": [escaped(one) for one in cloud.shown] or None,
            "textposition": "top center", "textfont": {"size": 13, "color": LIGHT["ink"]},
            "marker": {"size": cloud.size, "symbol": cloud.symbol, "color": _hue(cloud.hue)},
            "hovertext": [escaped(one) for one in cloud.words], "hovertemplate": "%{hovertext}<extra></extra>",
        }
        for cloud in clouds if cloud.points
    ]
    layout = {
        "xaxis": {"title": {"text": escaped(axes[0])}, "zeroline": True, "nticks": 6},
        "yaxis": {"zeroline": True, "nticks": 6},
        "annotations": [note(escaped(axes[1], 60), yref="y domain", x=0, y=1)],
        "margin": {"l": 8, "r": 16, "t": 34, "b": 8},
    }
    return dressed(traces, layout, 430)


def _hue(name: str) -> str:
    return faint(LIGHT["axis"], 0.45) if name == "none" else light(name)


def tracks(
    rows: Sequence[Track], *, axis: str, names: tuple[str, str, str, str], ribbon: tuple[float, float] | None = None,
    extent: tuple[float, float] = (0.0, 1.0), numbered: bool = True,
) -> go.Figure:
    """Draw a row per item on one axis.

    Args:
        rows: the items, from top to bottom.
        axis: the title of the axis.
        names: what the pale range, the strong range, the points and the tick are called.
        ribbon: a grey band over all rows, such as a tolerance.
        extent: the ends of the axis; what lies beyond is drawn at its edge.
        numbered: whether the axis shows its numbers.
    """
    low, high = extent

    def inside(x: float) -> float:
        return round(min(max(x, low), high), 5)

    traces = [
        *_bars([row.pale for row in rows], inside, {"color": LIGHT["level"], "width": 11}, names[0]),
        *_bars([row.strong for row in rows], inside, {"color": light("blue"), "width": 5}, names[1]),
        _marks([(inside(x), k) for k, row in enumerate(rows) for x in row.points], "circle", light("orange"), names[2]),
        _marks([(inside(row.tick), k) for k, row in enumerate(rows) if row.tick is not None], "line-ns-open",
               LIGHT["ink"], names[3]),
    ]
    labels = [part for k, row in enumerate(rows) for part in _label(k, row)]
    air = 0.02 * (high - low)
    layout: dict[str, Any] = {
        "annotations": [*labels, note(escaped(axis), xref="x domain", x=0.5, y=0, yref="y domain", xanchor="center",
                                      yanchor="top", yshift=-24 if numbered else -6)],
        "margin": {"l": 4, "r": 4, "t": 10, "b": 46 if numbered else 30},
        "xaxis": {"range": [low - air, high + air], "nticks": 7, "zeroline": False, "showticklabels": numbered},
        "yaxis": {"range": [len(rows) - 0.35, -0.6], "showticklabels": False, "showgrid": False, "zeroline": False},
    }
    if ribbon:
        layout["shapes"] = [{
            "type": "rect", "x0": ribbon[0], "x1": ribbon[1], "y0": 0, "y1": 1, "yref": "y domain",
            "fillcolor": LIGHT["ribbon"], "line": {"width": 0}, "layer": "below", "opacity": 0.6,
        }]
    return dressed([trace for trace in traces if trace["x"]], layout, 60 + ROW * len(rows))


def _bars(
    spans: Sequence[tuple[float, float]], inside: Callable[[float], float], line: dict[str, Any], name: str,
) -> list[dict[str, Any]]:
    return [
        {"type": "scatter", "x": [inside(span[0]), inside(span[1])], "y": [k, k], "mode": "lines", "line": line,
         "hoverinfo": "skip", "name": escaped(name), "showlegend": k == 0}
        for k, span in enumerate(spans)
    ]


def _marks(places: Sequence[tuple[float, int]], symbol: str, colour: str, name: str) -> dict[str, Any]:
    size = 9 if symbol == "circle" else 15
    return {
        "type": "scatter", "x": [x for x, _ in places], "y": [y for _, y in places], "mode": "markers",
        "marker": {"symbol": symbol, "size": size, "color": colour, "line": {"width": 2, "color": colour}},
        "line": {"color": colour}, "name": escaped(name), "hoverinfo": "skip",
    }


def _label(row: int, track: Track) -> list[dict[str, Any]]:
    return [
        note(escaped(track.label, LABEL_LENGTH), x=0, y=row),
        note(escaped(track.value), x=1, y=row, xanchor="right", yanchor="top", yshift=-8),
    ]
