"""Why trust moved, on the page: the waterfall by each grouping, year by year, and booked beside without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.report import charts, rows, tables
from experiments.report.formats import Scale, Scales, capital, is_number, number, span, text
from experiments.report.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from experiments.report.cast import Cast, Side
    from experiments.report.charts import Chart

GROUPINGS = ("department", "channel", "actor", "segment")
WEEKS_PER_YEAR = 52


@dataclass(frozen=True)
class Removed:
    """Booked beside without it: the chart, and the sentences that belong to it."""

    chart: Chart
    lead: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Why:
    """Everything about one side's trust: a chart per grouping, a table of years per side, what was taken out."""

    key: str
    groupings: tuple[tuple[str, Chart], ...]
    years: tuple[tuple[Side, tables.Table], ...]
    removed: Removed | None

    @property
    def charts(self) -> list[Chart]:
        """Return all charts."""
        return [chart for _, chart in self.groupings] + ([self.removed.chart] if self.removed else [])


def why(comparison: Mapping[str, Any], cast: Cast, side: Side, scales: Scales) -> Why | None:
    """Return why trust differs under one strategy, or None where the comparison does not know."""
    by_cause = charts.trust(comparison, cast, side, scales)
    if by_cause is None:
        return None
    groups = ((comparison.get("trust") or {}).get("groups") or {}).get(side.id) or {}
    others = [
        (say(f"by_{by}"), _grouped(comparison, cast, side, by=by, scale=scales.of_kind("points")))
        for by in GROUPINGS if groups.get(by)
    ]
    sides = (cast.reference, side) if side is cast.focus else (side,)
    years = [(one, years_table(comparison, one)) for one in sides]
    return Why(
        side.key, ((say("by_cause"), by_cause), *others), tuple((one, table) for one, table in years if table.rows),
        removed(comparison, cast, side, scales),
    )


def _grouped(comparison: Mapping[str, Any], cast: Cast, side: Side, *, by: str, scale: Scale) -> Chart:
    ledger = comparison["trust"]
    entries = ledger["groups"][side.id][by]
    start, end = ((ledger.get("end") or {}).get(one.id) for one in (cast.reference, side))
    figure = rows.waterfall(
        charts.steps(entries, "further_groups"), sides=(cast.reference, side), scale=scale,
        ends=(say("trust_end", arm=cast.reference.title), say("trust_end", arm=side.title)),
        start=start if is_number(start) else None,
        words=say("axis_trust_cut") if is_number(start) else say("axis_difference", unit=scale.unit_of_difference),
    )
    named = {"reference": cast.reference.title, "arm": side.title}
    ends = {"start": scale.level(start, unit=False), "end": scale.level(end, unit=False)}
    return charts.chart(
        f"trust-{by}-{side.key}", figure, groups_table(entries, cast, side, by=by, scale=scale),
        caption=say("trust_caption", **named),
        label=say("trust_label", largest=tables.largest(entries, scale), **ends),
    )


def groups_table(
    entries: Sequence[Mapping[str, Any]], cast: Cast, side: Side, *, by: str, scale: Scale
) -> tables.Table:
    """Return what each group booked under either strategy, and the difference with its range."""
    columns = (
        tables.Column(say(f"by_{by}"), is_number=False),
        tables.Column(cast.reference.title), tables.Column(side.title),
        tables.column("difference", unit=scale.unit_of_difference), tables.column("range"),
    )
    found = tuple(
        (
            capital(text(entry.get("label") or entry.get("key"))),
            *(scale.difference(entry.get(key), unit=False) for key in ("reference", "arm", "difference")),
            scale.between(entry.get("p10"), entry.get("p90"), unit=False),
        )
        for entry in entries
    )
    return tables.Table(columns, found)


def years_table(comparison: Mapping[str, Any], side: Side) -> tables.Table:
    """Return what each year booked by cause; every column adds up from the trust at its start to that at its end."""
    years = (comparison.get("trust") or {}).get("years") or {}
    own, last = (years.get("arms") or {}).get(side.id) or {}, years.get("last") or []
    levels = own.get("levels") or []
    if not levels:
        return tables.Table((), ())
    scale = Scale(100.0, 2, say("points"), say("points"))
    short = (last[-1] + 1) % WEEKS_PER_YEAR
    heads = [say("year_number", n=at + 1) for at in range(len(last))]
    if short:
        heads[-1] = say("year_short", n=len(last), span=span(short))
    found = [(say("year_start"), *(scale.level(x, unit=False) for x in levels[:-1]))]
    found += [
        (capital(text(row["label"])), *(scale.difference(x, unit=False) for x in row["changes"]))
        for row in own.get("causes") or []
    ]
    found.append((say("year_end"), *(scale.level(x, unit=False) for x in levels[1:])))
    return tables.Table((tables.column("cause", words=True), *(tables.Column(head) for head in heads)), tuple(found))


def removed(comparison: Mapping[str, Any], cast: Cast, side: Side, scales: Scales) -> Removed | None:
    """Return booked beside without it, for the side whose largest causes were taken out."""
    found = (comparison.get("trust") or {}).get("removed") or {}
    if found.get("arm") != side.id or not found.get("rows"):
        return None
    scale, n = scales.of_kind("points"), found.get("worlds")
    named = {"arm": side.title, "reference": cast.reference.title}
    dots = [dot for row in found["rows"] for dot in _two(row, side, several=is_number(n) and n > 1)]
    said = ", ".join(f"{dot.label} {scale.difference(dot.mean)}" for dot in dots)
    drawn = charts.chart(
        f"removed-{side.key}",
        rows.dots(
            dots, scale=scale, margin=found.get("margin"),
            words=say("axis_difference", unit=scale.unit_of_difference),
        ),
        removed_table(found["rows"], scale), caption=say("removed_caption", **named),
        label=say("removed_label", rows=said, **named),
    )
    kept = ", ".join(text(one) for one in found.get("kept") or [])
    notes = (say("removed_why"), *([say("removed_kept", causes=kept)] if kept else []))
    return Removed(drawn, say("removed_lead", n=number(n, 0), **named), notes)


def _two(row: Mapping[str, Any], side: Side, *, several: bool) -> list[rows.Dot]:
    """Return the two rows of a mechanism: what is booked under it, and what goes with it."""
    title = text(row.get("titles"))
    return [
        rows.Dot(
            say(f"removed_{key}", title=title), row[key]["mean"], side,
            worlds=rows.pair(row[key].get("p10"), row[key].get("p90")) if several else None,
        )
        for key in ("booked", "without")
    ]


def removed_table(found: Sequence[Mapping[str, Any]], scale: Scale) -> tables.Table:
    """Return per mechanism: booked, without it, their ranges, and the entries that are booked under it."""
    unit = scale.unit_of_difference
    columns = (
        tables.Column(say("mechanism"), is_number=False), tables.Column(say("removed_booked_head", unit=unit)),
        tables.column("range"), tables.Column(say("removed_without_head", unit=unit)), tables.column("range"),
        tables.Column(say("removed_entries"), is_number=False),
    )
    lines = tuple(
        (
            capital(text(row.get("titles"))),
            *(
                cell for key in ("booked", "without") for cell in (
                    scale.difference(row[key].get("mean"), unit=False),
                    scale.between(row[key].get("p10"), row[key].get("p90"), unit=False),
                )
            ),
            ", ".join(f"{text(one['label'])} {scale.difference(one['mean'], unit=False)}" for one in row["causes"]),
        )
        for row in found
    )
    return tables.Table(columns, lines)
