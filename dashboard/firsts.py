"""Charts of the first world, drawn as those of the answer will be, while the other worlds are still played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard import figures
from dashboard.words import _
from experiments.report import figures as drawing
from experiments.report.cast import Cast
from experiments.report.charts import Chart, chart
from experiments.report.formats import Scales
from experiments.report.tables import Table

if TYPE_CHECKING:
    from dashboard.answers import First


def charts(first: First) -> tuple[Chart, Chart]:
    """Return the course of the result's difference, and of trust, in the first world that has run."""
    cast = Cast.of({"arms": [{"id": arm.id, "title": arm.title} for arm in first.arms]})
    side, profit = cast.challengers[0], first.profit[0]
    end, weeks = float(profit[-1]), len(profit)
    ends = {"kind": "money", "contrasts": {side.id: {"mean": end}}}
    scales = Scales.of({"currency": first.currency, "outcomes": [ends]})
    money, points = scales.money([end]), scales.of_kind("points")
    gap = figures.line(drawing.shown(profit.tolist(), money), _("one world"), side.colour, decimals=money.decimals)
    levels = [
        figures.line(drawing.shown(course.tolist(), points), one.title, one.colour, dash=one.dash)
        for one, course in zip((cast.reference, side), first.trust[0], strict=True)
    ]
    time = {"xaxis": figures.years(weeks), "hovermode": "x unified", "yaxis": figures.points()}
    return (
        _chart([gap], figures.gap_layout(weeks, cast, side, money), figures.gap_caption(cast, side)),
        _chart(levels, time, _("Trust of the customers of the first week")),
    )


def _chart(traces: list[dict[str, Any]], layout: dict[str, Any], caption: str) -> Chart:
    figure = drawing.dressed(traces, layout, figures.HEIGHT)
    return chart("first", figure, Table((), ()), caption=caption, label="")
