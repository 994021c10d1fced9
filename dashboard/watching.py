"""Charts of one world watched week by week: a metric under several strategies, shares of firms, their flows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dashboard.figures import HEIGHT, course_table, line, years
from dashboard.words import _
from experiments.report import figures
from experiments.report.charts import Chart, chart
from experiments.report.colours import HUES, LIGHT, REFERENCE_DASH, dark, hues, light
from experiments.report.formats import WEEKS_PER_QUARTER, capital, text
from experiments.report.words import say
from sim.metrics import METRICS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dashboard.answers import Watched
    from experiments.weeks import Course

FIRM_HUES = ("blue", "orange", "violet", "cyan", "magenta", "gold", "brown", "indigo", "plum", "sky", "slate")
SHARES = {"share", "0..1", "share per year", "share per week", "share per month"}


def metric(watched: Watched, name: str, titles: Sequence[str]) -> Chart:
    """Draw a metric of the focal firm under each strategy."""
    declared = METRICS[name]
    factor, unit = (100.0, "%") if declared.unit in SHARES - {"0..1"} else (1.0, text(declared.unit))
    if declared.unit == "0..1":
        factor, unit = 100.0, say("points_of_100")
    colours = hues([course.arm for course in watched.courses])
    traces = [
        line(_rounded(_of(course, watched.firm, name) * factor), title, light(colours[course.arm]),
             dash=REFERENCE_DASH if at == 0 and len(titles) > 1 else "solid")
        for at, (course, title) in enumerate(zip(watched.courses, titles, strict=True))
    ]
    weeks = list(range(len(traces[0]["y"])))
    whole = {"range": [0, 100]} if declared.unit == "0..1" else {"rangemode": "tozero"}
    layout = {"xaxis": years(len(weeks)), "hovermode": "x unified",
              "yaxis": {"title": {"text": figures.escaped(unit)}, "nticks": 5, "zeroline": False} | whole}
    return chart(f"metric-{name}", figures.dressed(traces, layout, 240), course_table(traces, weeks),
                 caption=capital(text(declared.label)), label=text(declared.about))


def _of(course: Course, firm: str, name: str) -> NDArray[np.float64]:
    rows = course.weekly[course.weekly["firm"] == firm]
    return rows.sort_values("week")[name].to_numpy(dtype=np.float64)


def _rounded(values: NDArray[np.float64]) -> list[float | None]:
    return [None if not np.isfinite(x) else float(f"{x:.5g}") for x in values]


def firm_colours(firms: Sequence[str]) -> dict[str, str]:
    """Return a colour per firm, the same on every chart of a market."""
    return {firm: HUES[FIRM_HUES[at % len(FIRM_HUES)]][0] for at, firm in enumerate(firms)}


def shares(course: Course) -> Chart:
    """Draw the firms' shares of the market, one upon the other, and what happened when."""
    colours = firm_colours(course.firms)
    traces = [
        line(_rounded(100 * np.nan_to_num(_of(course, firm, "share"))), firm, colours[firm])
        | {"stackgroup": "firms", "fillcolor": colours[firm], "line": {"width": 0.5, "color": LIGHT["page"]}}
        for firm in course.firms
    ]
    weeks = list(range(len(traces[0]["y"])))
    marks = [{"type": "line", "x0": e["week"], "x1": e["week"], "yref": "paper", "y0": 0, "y1": 1,
              "line": {"color": LIGHT["ink"], "width": 1.5, "dash": "dot"}} for e in course.events]
    layout = {"xaxis": years(len(weeks)), "hovermode": "x unified", "shapes": marks,
              "yaxis": {"title": {"text": "%"}, "range": [0, 100], "dtick": 25, "zeroline": False}}
    return chart("shares", figures.dressed(traces, layout, HEIGHT + 40), course_table(traces, weeks),
                 caption=_("Shares of the market"), label=_("People who are a firm's customers, of all people."))


def flows(course: Course, shade: str = "light") -> dict[str, Any]:
    """Return who moved from whom to whom, quarter by quarter, for the page to draw: places, colours, people.

    A link of nobody to nobody, or of a firm to itself, is none.
    """
    moves = np.add.reduceat(course.moves, np.arange(0, len(course.moves), WEEKS_PER_QUARTER), axis=0)
    colours = [*firm_colours(course.firms).values(), LIGHT["axis"]]
    if shade == "dark":
        colours = [dark(colour, ground="panel") for colour in colours]
    names = [*course.firms, _("nobody")]
    quarters = [
        {"from": [int(x) for x in rows], "to": [int(x) for x in columns],
         "people": [float(f"{table[a, b]:.5g}") for a, b in zip(rows, columns, strict=True)]}
        for table in moves for rows, columns in [np.nonzero(table > 0)]
    ]
    return {"names": names, "colours": colours, "quarters": quarters}
