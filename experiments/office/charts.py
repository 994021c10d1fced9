"""Charts that can be edited, drawn from sheets: lines over quarters, bars, stacked counts, a waterfall."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from experiments.office.lettering import SMALLEST
from experiments.office.stage import INK, MUTED, REFERENCE, STRATEGY, Slide, describe, inches

if TYPE_CHECKING:
    from experiments.office.lettering import Box
    from experiments.office.sheets import Sheet

GRID, AXIS, PAGE = MSO_THEME_COLOR.ACCENT_5, MSO_THEME_COLOR.ACCENT_4, MSO_THEME_COLOR.BACKGROUND_1
LABEL = 0.6         # of the longest bar: room for the number at its end
BEFORE, AIR = 0.25, 0.05    # of the extent of all steps: what a waterfall shows of the ends' bars, and beyond the steps
CLOSE = 0.1         # of the axis: numbers beside lines that end nearer together than that would overlap
NARROW = 0.06        # of the axis: a number is wider than such a bar


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
    """Draw columns of a sheet over time, the value of the last row beside it.

    Args:
        frame: where.
        sheet: the first two columns name year and quarter.
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
    _last_values(chart, [sheet.column(one.column) for one in series], bounds)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _value_axis(chart, "0" if bounds else sheet.columns[series[0].column].form, bounds)
    return chart


def stacked(frame: Frame, sheet: Sheet, series: Sequence[Series], *, upright: bool) -> Any:
    """Draw columns of counts one upon the other, upright over quarters or lying for each row, with their numbers."""
    kind = XL_CHART_TYPE.COLUMN_STACKED if upright else XL_CHART_TYPE.BAR_STACKED
    chart = _chart(frame, kind, sheet, series)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 30 if upright else 45, 100
    total = max(_sums(sheet, [one.column for one in series]))
    for drawn, one in zip(plot.series, series, strict=True):
        _fill(drawn, one.colour)
        if not upright:
            _numbers(drawn, "0;;;", one.colour)     # a part without any world gets no number
    if upright:
        _value_axis(chart, "0", (0, total))
    else:
        _downwards(chart)
        _no_value_axis(chart, (0, total))
    return chart


def waterfall(frame: Frame, sheet: Sheet, series: Sequence[Series]) -> Any:
    """Draw rows as bars that hang where the one before ended; the first series, up to there, is not to be seen."""
    chart = _chart(frame, XL_CHART_TYPE.BAR_STACKED, sheet, series)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 35, 100
    tops = _sums(sheet, range(1, len(sheet.columns)))
    highest, lowest = max(tops), min(base or top for base, top in zip(sheet.column(1), tops, strict=True))
    low, high = max(0.0, lowest - BEFORE * (highest - lowest)), highest + AIR * (highest - lowest)
    for drawn, one in zip(plot.series, series, strict=True):
        _fill(drawn, one.colour)
        if one.colour is not None:
            _numbers(drawn, sheet.columns[one.column].form, one.colour)
            _beyond(drawn, sheet.column(one.column), NARROW * (high - low))
    _downwards(chart)
    _no_value_axis(chart, (low, high))
    return chart


def bars(frame: Frame, sheet: Sheet, series: Sequence[Series]) -> Any:
    """Draw a bar per row and series, with its number."""
    chart = _chart(frame, XL_CHART_TYPE.BAR_CLUSTERED, sheet, series)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, -5
    for drawn, one in zip(plot.series, series, strict=True):
        _fill(drawn, one.colour)
        _numbers(drawn, sheet.columns[one.column].form)
        drawn.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    _downwards(chart)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    sizes = [0.0, *(x for one in series for x in sheet.column(one.column) if x is not None)]
    air = LABEL * (max(sizes) - min(sizes) or 1.0)
    _no_value_axis(chart, (min(sizes) - (air if min(sizes) < 0 else 0.0), max(sizes) + air))
    return chart


def _chart(frame: Frame, kind: XL_CHART_TYPE, sheet: Sheet, series: Sequence[Series]) -> Any:
    data: Any = CategoryChartData()
    _categories(data, sheet)
    for one in series:
        column = sheet.columns[one.column]
        head = "\u00a0" if one.colour is None else named(column.head)     # what is not seen has no entry in the legend
        data.add_series(head, sheet.column(one.column), number_format=column.form)
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


def _sums(sheet: Sheet, columns: Iterable[int]) -> list[float]:
    """Return the sum of some columns, row by row."""
    each = ([x or 0.0 for x in sheet.column(at)] for at in columns)
    return [sum(parts) for parts in zip(*each, strict=True)]


def _categories(data: Any, sheet: Sheet) -> None:
    """Name the rows by the first column, or by the first two: quarters under their years."""
    if not sheet.is_over_time:
        data.categories = [named(label) for label in sheet.column(0)]
        return
    for year, rows in groupby(sheet.rows, key=itemgetter(0)):
        category = data.add_category(year)
        for row in rows:
            category.add_sub_category(row[1])


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


def _no_value_axis(chart: Any, bounds: tuple[float, float]) -> None:
    """Show no axis of values, where numbers stand at the bars."""
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = bounds


def _downwards(chart: Any) -> None:
    """Let the first row stand at the top, and every row have its name."""
    chart.category_axis.reverse_order = True
    axis = chart.category_axis._element
    skip = axis.makeelement(qn("c:tickLblSkip"), {"val": "1"})
    axis.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _fill(series: Any, colour: MSO_THEME_COLOR | None) -> None:
    series.invert_if_negative = False
    if colour is None:
        series.format.fill.background()
        return
    series.format.fill.solid()
    series.format.fill.fore_color.theme_color = colour


def _numbers(series: Any, form: str, ground: MSO_THEME_COLOR | None = None) -> None:
    """Write values at the bars of a series; upon a strong colour, in that of the page."""
    labels = series.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, form, False
    labels.font.size = Pt(SMALLEST)
    labels.font.color.theme_color = PAGE if ground in {STRATEGY, REFERENCE} else INK


def _beyond(series: Any, values: Sequence[Any], narrow: float) -> None:
    """Write the numbers of bars that are narrower than they in a colour that can be read beside the bar too."""
    for at, value in enumerate(values):
        if value is not None and value < narrow:
            letters = series.points[at].data_label.font
            letters.size, letters.color.theme_color = Pt(SMALLEST), INK


def _last_values(chart: Any, columns: Sequence[Sequence[Any]], bounds: tuple[float, float] | None) -> None:
    """Write the last value of every line beside it; where lines end close together, above the one, beneath the other.

    Args:
        chart: with a line per column.
        columns: the values of each line.
        bounds: the ends of the axis; by default those of the values.
    """
    every = [x for column in columns for x in column if x is not None]
    ends = sorted(column[-1] for column in columns if column[-1] is not None)
    extent = bounds[1] - bounds[0] if bounds else max(every) - min(every)
    is_close = any(high - low < CLOSE * extent for low, high in pairwise(ends))
    for series, column in zip(chart.plots[0].series, columns, strict=True):
        if column[-1] is None:
            continue
        beyond = XL_LABEL_POSITION.ABOVE if column[-1] == ends[-1] else XL_LABEL_POSITION.BELOW
        label = series.points[len(column) - 1].data_label
        label.position = beyond if is_close else XL_LABEL_POSITION.RIGHT
        label.font.size, label.font.color.theme_color = Pt(SMALLEST), INK
