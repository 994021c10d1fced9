"""The charts of one strategy against the reference, each with its caption, description, legend and table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from experiments.report import figures, rows, tables
from experiments.report.cast import primary
from experiments.report.formats import WEEKS_PER_QUARTER, WEEKS_PER_YEAR, Scale, Scales, as_is, capital, is_number, text
from experiments.report.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

    from experiments.report.cast import Cast, Side

FIRST_METRICS = ("trust_cohort", "churn_year", "cumulated_profit", "customers")
FEW_SIDES = 4
SPARSE_STEP = 8
STEPS_SHOWN = 12
SEGMENT_METRICS = {"trust_cohort": "points", "churn_year": "share", "contribution": "money"}


@dataclass(frozen=True)
class Chart:
    """One chart with everything that makes it readable without seeing it."""

    key: str
    figure: go.Figure
    caption: str
    label: str
    table: tables.Table
    marks: tuple[figures.Mark, ...]

    @property
    def height(self) -> int:
        """Return the height in pixels."""
        return int(self.figure.layout.height)


def chart(key: str, figure: go.Figure, table: tables.Table, *, caption: str, label: str) -> Chart:
    """Return a chart with the legend that its figure carries."""
    return Chart(key, figure, caption, label, table, tuple(figures.legend(figure)))


def slug(name: str) -> str:
    """Return a name with nothing in it that an address could not hold."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)


def kind_of(name: str, metric: Mapping[str, Any], comparison: Mapping[str, Any]) -> str:
    """Return the kind of a weekly metric: that of the outcome of the same name, or what its unit says."""
    for outcome in comparison.get("outcomes") or []:
        if outcome.get("name") == name:
            return as_is(outcome.get("kind"))
    unit = as_is(metric.get("unit"))
    if unit in {"currency", as_is(comparison.get("currency"))}:
        return "money"
    return {"0..1": "points", "points": "points", "share": "share"}.get(unit.partition(" ")[0], "count")


def over_time(comparison: Mapping[str, Any], cast: Cast, side: Side, scales: Scales) -> tuple[list[Chart], list[Chart]]:
    """Return the charts over time: those that everybody needs, and, for the side in focus, all others.

    For the side in focus the levels of all strategies are drawn, for the others only theirs and the reference's.
    """
    weekly = comparison.get("weekly") or {}
    weeks, metrics = weekly.get("week") or [], weekly.get("metrics") or {}
    sides = (cast.reference, *cast.others, side) if side is cast.focus else (cast.reference, side)
    known = [name for name, metric in metrics.items() if weeks and _has_levels(metric, sides)]
    first = [name for name in FIRST_METRICS if name in known]
    more = [name for name in known if name not in first] if side is cast.focus else []
    grain = grain_of(cast)
    drawn = [
        _over_time(
            name, metrics[name], weeks, sides, scale=_weekly_scale(name, metrics[name], comparison, scales), grain=grain
        )
        for name in first + more
    ]
    return drawn[: len(first)], drawn[len(first) :]


def _has_levels(metric: Mapping[str, Any], sides: Sequence[Side]) -> bool:
    return any((metric.get("levels") or {}).get(side.id) for side in sides)


def _weekly_scale(name: str, metric: Mapping[str, Any], comparison: Mapping[str, Any], scales: Scales) -> Scale:
    ends = [
        x
        for difference in (metric.get("differences") or {}).values()
        for x in (*(difference.get("mean") or [])[-1:], *(difference.get("p90") or [])[-1:])
    ]
    kind = kind_of(name, metric, comparison)
    if kind == "money" and max((abs(x) for x in ends if is_number(x)), default=0.0) < 1e5:
        scales = replace(scales, money_divisor=1e3)  # a week's money is small beside the horizon's
    return scales.of_kind(kind, ends, text(metric.get("unit")))


@dataclass(frozen=True)
class Grain:
    """How fine time is drawn and tabulated, in weeks."""

    step: int
    every: int


def grain_of(cast: Cast) -> Grain:
    """Draw every week and tabulate quarters; with many sides be sparing, so that the file can still be mailed."""
    is_few = len(cast.all) <= FEW_SIDES
    return Grain(1, WEEKS_PER_QUARTER) if is_few else Grain(SPARSE_STEP, WEEKS_PER_YEAR)


def sparse(x: Any, step: int) -> Any:
    """Return every step-th week of all courses in x."""
    if step == 1 or not isinstance(x, dict | list):
        return x
    return {key: sparse(value, step) for key, value in x.items()} if isinstance(x, dict) else x[::step]


def _over_time(
    name: str, metric: Mapping[str, Any], weeks: Sequence[int], sides: Sequence[Side], *, scale: Scale, grain: Grain
) -> Chart:
    label = say("time_cohort") if name == "trust_cohort" else text(metric.get("label"))
    caption = capital(label or name.replace("_", " "))
    levels = metric.get("levels") or {}
    ends = [f"{side.title} {scale.level(levels[side.id][-1])}" for side in sides if levels.get(side.id)]
    mean = ((metric.get("differences") or {}).get(sides[-1].id) or {}).get("mean") or [None]
    label = say("time_label", metric=caption, levels=", ".join(ends), difference=scale.difference(mean[-1]))
    figure = figures.over_time(sparse(metric, grain.step), weeks[:: grain.step], sides, scale)
    table = tables.over_time_table(metric, weeks, sides, scale=scale, every=grain.every)
    return chart(f"weekly-{slug(name)}-{sides[-1].key}", figure, table, caption=caption, label=label)


def ahead(comparison: Mapping[str, Any], cast: Cast, side: Side) -> Chart | None:
    """Return the chart of how many worlds are ahead week by week."""
    by_week = (comparison.get("ahead_by_week") or {}).get(side.id) or {}
    n = (comparison.get("worlds") or {}).get("n")
    if not by_week.get("week") or not is_number(n) or n < 2:
        return None
    at_end = {key: tables.worlds((by_week.get(key) or [None])[-1], n) for key in ("ahead", "level", "behind")}
    grain = grain_of(cast)
    return chart(
        f"ahead-{side.key}",
        figures.ahead(sparse(by_week, grain.step), n, side, cast.reference),
        tables.ahead_table(by_week, n, grain.every),
        caption=say("ahead_caption", arm=side.title, reference=cast.reference.title),
        label=say("ahead_label", arm=side.title, n=int(n), **at_end),
    )


def trust(comparison: Mapping[str, Any], cast: Cast, side: Side, scales: Scales) -> Chart | None:
    """Return the waterfall of the cohort's trust, from the reference's end to this side's."""
    ledger = comparison.get("trust") or {}
    causes = (ledger.get("causes") or {}).get(side.id) or []
    start, end = ((ledger.get("end") or {}).get(one.id) for one in (cast.reference, side))
    if not causes:
        return None
    scale = scales.of_kind("points")
    figure = rows.waterfall(
        steps(causes, "further"),
        sides=(cast.reference, side),
        scale=scale,
        ends=(say("trust_end", arm=cast.reference.title), say("trust_end", arm=side.title)),
        start=start if is_number(start) else None,
        words=say("axis_trust_cut") if is_number(start) else say("axis_difference", unit=scale.unit_of_difference),
    )
    ends = {"start": scale.level(start, unit=False), "end": scale.level(end, unit=False)}
    return chart(
        f"trust-{side.key}",
        figure,
        tables.causes_table(causes, cast, side, scale),
        caption=say("trust_caption", reference=cast.reference.title, arm=side.title),
        label=say("trust_label", largest=tables.largest(causes, scale), **ends),
    )


def bridge(comparison: Mapping[str, Any], cast: Cast, side: Side, scales: Scales) -> Chart | None:
    """Return the waterfall of the profit's difference by line of the accounts."""
    lines = (comparison.get("bridge") or {}).get(side.id) or []
    if not lines:
        return None
    scale = scales.money([line.get("difference") for line in lines])
    total = sum(float(line["difference"]) for line in lines if is_number(line.get("difference")))
    figure = rows.waterfall(
        steps(lines, "further_lines"),
        sides=(cast.reference, side),
        scale=scale,
        ends=("", say("bridge_total")),
        words=say("axis_difference", unit=scale.unit),
    )
    return chart(
        f"bridge-{side.key}",
        figure,
        tables.bridge_table(lines, scale),
        caption=say("bridge_caption", reference=cast.reference.title, arm=side.title),
        label=say("bridge_label", total=scale.difference(total), largest=tables.largest(lines, scale)),
    )


def steps(entries: Sequence[Mapping[str, Any]], rest: str, most: int = STEPS_SHOWN) -> list[rows.Step]:
    """Return the largest entries as steps, gains first, and everything smaller in one step."""
    known = [entry for entry in entries if is_number(entry.get("difference"))]
    ordered = sorted(known, key=lambda entry: -abs(float(entry["difference"])))
    cut = most if len(ordered) <= most else most - 1
    shown = sorted(ordered[:cut], key=lambda entry: -float(entry["difference"]))
    drawn = [
        rows.Step(_step_name(entry, shown), float(entry["difference"]), rows.pair(entry.get("p10"), entry.get("p90")))
        for entry in shown
    ]
    small = ordered[cut:]
    if small:
        drawn.append(rows.Step(say(rest, n=len(small)), sum(float(entry["difference"]) for entry in small)))
    return drawn


def _step_name(entry: Mapping[str, Any], shown: Sequence[Mapping[str, Any]]) -> str:
    """Name an entry by its label, and by where it arose if another one has the same label."""
    label = capital(text(entry.get("label") or entry.get("cause") or entry.get("line")))
    alike = [other for other in shown if capital(text(other.get("label"))) == label]
    where = text(entry.get("channel") or entry.get("department")).replace("_", " ")
    return f"{label} ({where})" if len(alike) > 1 and where else label


def segments(comparison: Mapping[str, Any], side: Side, scales: Scales) -> list[Chart]:
    """Return dots with intervals by group of customers: trust, churn and contribution."""
    found = comparison.get("segments") or []
    margins = {outcome.get("name"): outcome.get("margin") for outcome in comparison.get("outcomes") or []}
    drawn = []
    for metric, kind in SEGMENT_METRICS.items():
        contrasts = [((one.get("contrasts") or {}).get(side.id) or {}).get(metric) or {} for one in found]
        pairs = zip(found, contrasts, strict=True)
        known = [(one, contrast) for one, contrast in pairs if is_number(contrast.get("mean"))]
        if known:
            scale = scales.of_kind(kind, [contrast["mean"] for _, contrast in known])
            margin = margins.get(metric)
            drawn.append(_segments(metric, known, side, found, scale=scale, margin=margin))
    return drawn


def _segments(
    metric: str,
    known: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
    side: Side,
    found: Sequence[Mapping[str, Any]],
    *,
    scale: Scale,
    margin: Any,
) -> Chart:
    dots = [_dot(capital(text(one.get("label") or one.get("segment"))), contrast, side) for one, contrast in known]
    caption = say(f"segment_{metric}")
    said = ", ".join(f"{dot.label} {scale.difference(dot.mean)}" for dot in dots)
    return chart(
        f"segment-{metric}-{side.key}",
        rows.dots(dots, scale=scale, margin=margin, words=say("axis_difference", unit=scale.unit_of_difference)),
        tables.segment_table(found, side, metric, scale),
        caption=caption,
        label=say("segments_label", metric=caption, rows=said),
    )


def _dot(label: str, contrast: Mapping[str, Any], side: Side) -> rows.Dot:
    interval, worlds = (
        rows.pair(contrast.get(low), contrast.get(high)) for low, high in (("low", "high"), ("p10", "p90"))
    )
    return rows.Dot(label, contrast["mean"], side, interval, worlds)


def ranking(comparison: Mapping[str, Any], cast: Cast, scales: Scales) -> Chart | None:
    """Return every strategy's difference from the reference in the outcome that decides."""
    outcome = primary(comparison)
    contrasts = outcome.get("contrasts") or {}
    sides = [side for side in cast.challengers if is_number((contrasts.get(side.id) or {}).get("mean"))]
    if len(sides) < 2:
        return None
    scale = tables.scale_of(outcome, scales)
    dots = [_dot(side.title, contrasts[side.id], side) for side in sides]
    names = {"outcome": text(outcome.get("label")), "reference": cast.reference.title}
    said = ", ".join(f"{dot.label} {scale.difference(dot.mean)}" for dot in dots)
    axis = say("axis_difference", unit=scale.unit_of_difference)
    return chart(
        "ranking",
        rows.dots(dots, scale=scale, margin=outcome.get("margin"), words=axis),
        tables.ranking_table(comparison, cast, scales),
        caption=say("ranking_caption", **names),
        label=say("ranking_label", rows=said, **names),
    )
