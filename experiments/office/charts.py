"""Charts that can be edited, drawn from sheets: lines over quarters, bars, stacked counts, a waterfall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from experiments.office.lettering import SMALLEST
from experiments.office.stage import INK, MUTED, describe, inches

if TYPE_CHECKING:
    from pptx.slide import Slide

    from experiments.office.lettering import Box
    from experiments.office.sheets import Sheet

GRID, AXIS = MSO_THEME_COLOR.ACCENT_5, MSO_THEME_COLOR.ACCENT_4
QUARTERS_PER_YEAR, MOST_LABELS = 4, 7


@dataclass(frozen=True, slots=True)
class Series:
    """One series: the column of its sheet, its colour (None: not to be seen), and how its line is drawn."""

    column: int
    colour: MSO_THEME_COLOR | None
    width: float = 2.75
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a chart stands, its title, and what it shows, for those who listen to the slide."""

    slide: Slide
    box: Box
    title: str
    words: str


def lines(frame: Frame, sheet: Sheet, series: Sequence[Series], bounds: tuple[float, float] | None = None) -> Any:
    """Draw columns of a sheet over its quarters, the value of the last one beside it.

    Args:
        frame: where.
        sheet: the first column names the quarters, beginning with the start.
        series: which columns.
        bounds: the ends of the axis; by default those of the values.
    """
    chart = _chart(frame, XL_CHART_TYPE.LINE, sheet, series)
    for drawn, one in zip(chart.plots[0].series, series, strict=True):
        drawn.smooth = False
        drawn.format.line.width = Pt(one.width)
        drawn.format.line.color.theme_color = one.colour
        if one.dashed:
            drawn.format.line.dash_style = MSO_LINE.DASH
        _last_value(drawn, len(sheet.rows) - 1, one)
    years = max(1, -(-(len(sheet.rows) - 1) // (QUARTERS_PER_YEAR * MOST_LABELS)))
    step = QUARTERS_PER_YEAR * years if len(sheet.rows) > MOST_LABELS + 1 else 1
    _skip(chart.category_axis, step)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _value_axis(chart, sheet.columns[series[0].column].form, bounds)
    return chart


def stacked(frame: Frame, sheet: Sheet, series: Sequence[Series], *, upright: bool) -> Any:
    """Draw columns of counts one upon the other, upright over quarters or lying for each row, with their numbers."""
    kind = XL_CHART_TYPE.COLUMN_STACKED if upright else XL_CHART_TYPE.BAR_STACKED
    chart = _chart(frame, kind, sheet, series)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 30 if upright else 45, 100
    total = max(sum(row[one.column] or 0 for one in series) for row in sheet.rows)
    for drawn, one in zip(plot.series, series, strict=True):
        _fill(drawn, one.colour)
    if upright:
        _skip(chart.category_axis, QUARTERS_PER_YEAR if len(sheet.rows) > MOST_LABELS else 1)
        _value_axis(chart, "0", (0, total))
        return chart
    _numbers(plot, "0;;;")
    _downwards(chart)
    chart.value_axis.maximum_scale, chart.value_axis.minimum_scale = total, 0
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    return chart


def waterfall(frame: Frame, sheet: Sheet, series: Sequence[Series]) -> Any:
    """Draw rows as bars that hang where the one before ended; the first series, up to there, is not to be seen."""
    chart = _chart(frame, XL_CHART_TYPE.BAR_STACKED, sheet, series)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 35, 100
    ends = [row[1] + sum(x or 0 for x in row[2:]) for row in sheet.rows]
    steps = [row[1] for row in sheet.rows if row[1]]
    for drawn, one in zip(plot.series, series, strict=True):
        _fill(drawn, one.colour)
        if one.colour is not None:
            _numbers(drawn, sheet.columns[one.column].form)
    _hide_entry(chart, 0)
    _downwards(chart)
    low = max(0.0, min([*ends, *steps]) - 0.35 * (max(ends) - min([*ends, *steps])))
    _value_axis(chart, "0", (float(int(low)), float(int(max(ends)) + 2)))
    return chart


def bars(frame: Frame, sheet: Sheet, series: Sequence[Series]) -> Any:
    """Draw a bar per row and series, with its number."""
    chart = _chart(frame, XL_CHART_TYPE.BAR_CLUSTERED, sheet, series)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, -5
    for drawn, one in zip(plot.series, series, strict=True):
        _fill(drawn, one.colour)
        _numbers(drawn, sheet.columns[one.column].form, XL_LABEL_POSITION.OUTSIDE_END)
    _downwards(chart)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    return chart


def _chart(frame: Frame, kind: XL_CHART_TYPE, sheet: Sheet, series: Sequence[Series]) -> Any:
    data = CategoryChartData()
    data.categories = [named(label) for label in sheet.column(0)]
    for one in series:
        column = sheet.columns[one.column]
        data.add_series(named(column.head), sheet.column(one.column), number_format=column.form)
    drawn = frame.slide.shapes.add_chart(kind, *inches(frame.box), data)
    describe(drawn, frame.words)
    chart = drawn.chart
    chart.font.size, chart.font.color.theme_color = Pt(SMALLEST), INK
    chart.has_title = True
    heading = chart.chart_title.text_frame
    heading.text = frame.title
    letters = heading.paragraphs[0].runs[0].font
    letters.size, letters.bold, letters.color.theme_color = Pt(SMALLEST), True, INK
    chart.chart_title.include_in_layout = False
    chart.has_legend = len(series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    axis = chart.category_axis
    axis.format.line.color.theme_color, axis.major_tick_mark = AXIS, XL_TICK_MARK.NONE
    return chart


def named(text: str) -> str:
    """Return a name that no workbook takes for a formula or an address, whatever its author wrote."""
    return f"\u00a0{text}" if text.startswith(("=", "{=")) or "://" in text or "mailto:" in text else text


def _value_axis(chart: Any, form: str, bounds: tuple[float, float] | None) -> None:
    axis = chart.value_axis
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = form, False
    axis.major_gridlines.format.line.color.theme_color = GRID
    axis.format.line.fill.background()
    axis.tick_labels.font.color.theme_color = MUTED
    axis.major_tick_mark = XL_TICK_MARK.NONE
    if bounds:
        axis.minimum_scale, axis.maximum_scale = bounds


def _downwards(chart: Any) -> None:
    """Let the first row stand at the top, and the axis of values at the bottom."""
    chart.category_axis.reverse_order = True
    chart.category_axis.crosses = XL_AXIS_CROSSES.MAXIMUM


def _fill(series: Any, colour: MSO_THEME_COLOR | None) -> None:
    series.invert_if_negative = False
    if colour is None:
        series.format.fill.background()
        return
    series.format.fill.solid()
    series.format.fill.fore_color.theme_color = colour


def _numbers(what: Any, form: str, position: XL_LABEL_POSITION | None = None) -> None:
    """Write values on the bars of a plot or of a series."""
    labels = what.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, form, False
    labels.font.size = Pt(SMALLEST)
    if position is not None:
        labels.position = position


def _last_value(series: Any, at: int, look: Series) -> None:
    label = series.points[at].data_label
    label.position = XL_LABEL_POSITION.RIGHT
    label.font.size, label.font.bold, label.font.color.theme_color = Pt(SMALLEST), not look.dashed, INK


def _skip(axis: Any, step: int) -> None:
    """Name every so many quarters only, the year's last."""
    element = axis._element
    for tag in ("c:tickLblSkip", "c:tickMarkSkip"):
        mark = parse_xml(f'<{tag} {nsdecls("c")} val="{step}"/>')
        after = element.find(qn("c:noMultiLvlLbl"))
        element.insert(element.index(after), mark) if after is not None else element.append(mark)


def _hide_entry(chart: Any, number: int) -> None:
    """Take a series out of the legend."""
    entry = parse_xml(
        f'<c:legendEntry {nsdecls("c")}><c:idx val="{number}"/><c:delete val="1"/></c:legendEntry>'
    )
    chart.legend._element.find(qn("c:legendPos")).addnext(entry)
