"""The money of a comparison on the page: what was spent and given up, result against spend, each at its best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments import money
from experiments.phrases import spoken
from experiments.report import rows
from experiments.report.cast import primary
from experiments.report.charts import FEW_SIDES, Chart, chart
from experiments.report.colours import LIGHT, faint
from experiments.report.figures import NO_LINE, dressed, escaped
from experiments.report.formats import NOTHING, capital, is_number, number, plain, text
from experiments.report.tables import Column, Table, column, scale_of
from experiments.report.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from experiments.report.cast import Cast, Side
    from experiments.report.formats import Scale, Scales

HEIGHT = 400
NEEDED = ("arms", "reference", "primary", "outcomes", "currency", "weeks")      # of a comparison, for its sentences
MARKS = {0.5: "½", 1.0: "1", 1.5: "1½"}


@dataclass(frozen=True)
class Spend:
    """Result against spend: in sentences, as a chart, with its table."""

    sentences: tuple[str, ...]
    chart: Chart


@dataclass(frozen=True)
class AtBest:
    """Every strategy tuned: in sentences, beside the presets, with its gains and its levers."""

    sentences: tuple[str, ...]
    chart: Chart
    gains: Table
    levers: tuple[tuple[Side, Table], ...]


def parts_table(comparison: Mapping[str, Any], cast: Cast, scales: Scales) -> Table | None:
    """Return of what the margin given up consists; None where nothing worth a word was given up or taken."""
    parts = (comparison.get("budget") or {}).get("forgone_parts") or {}
    sizes = [x for one in parts.values() for x in one.values() if is_number(x)]
    if not any(abs(x) >= money.SHOWN for x in sizes):
        return None
    scale = scales.money(sizes)
    names = [name for name in next(iter(parts.values())) if any(abs(one[name] or 0) >= money.SHOWN
                                                               for one in parts.values())]
    heads = [Column(f"{say(f'forgone_{name}')}, {scale.unit}") for name in names]
    listed = tuple(
        (side.title, *(scale.level(parts.get(side.id, {}).get(name), unit=False) for name in names))
        for side in cast.all
    )
    return Table((column("strategy", words=True), *heads), listed)


def _is_whole(comparison: Mapping[str, Any]) -> bool:
    return all(comparison.get(part) for part in NEEDED)


def spend(comparison: Mapping[str, Any], cast: Cast, scales: Scales) -> Spend | None:
    """Return result against spend, where it was computed."""
    found = comparison.get("envelopes")
    if not found or not _is_whole(comparison):
        return None
    scale = scale_of(primary(comparison), scales)
    label = text(primary(comparison).get("label"))
    names = {"outcome": label, "reference": cast.reference.title}
    drawn = chart(
        "envelopes", _figure(found, cast, scale, scales), _spend_table(found, cast, scale, scales),
        caption=capital(say("envelopes_caption", **names)), label=_spend_label(found, cast, scale, names),
    )
    return Spend(tuple(money.result_against_spend(comparison, spoken())), drawn)


def _figure(found: Mapping[str, Any], cast: Cast, scale: Scale, scales: Scales) -> Any:
    """Draw each strategy's outcome over what it spent, as a difference; the band holds 8 of 10 worlds."""
    purse = scales.money([row["spent"] for several in found["arms"].values() for row in several])
    banded = cast.all if len(cast.all) <= FEW_SIDES else [cast.reference, *([cast.focus] if cast.focus else [])]
    traces = [trace for side in banded for trace in _band(found["arms"][side.id], side, scale, purse)]
    if traces:
        traces[1] |= {"name": escaped(say("legend_difference_range")), "showlegend": True, "legendrank": 1002}
    traces += [_line(found["arms"][side.id], side, scale, purse) for side in cast.all]
    layout: dict[str, Any] = {
        "xaxis": {"title": {"text": escaped(say("envelopes_spent", unit=purse.unit))}, "zeroline": False, "nticks": 6},
        "yaxis": {"title": {"text": escaped(say("axis_difference", unit=scale.unit_of_difference))}, "nticks": 6},
    }
    margin = found.get("margin")
    if is_number(margin) and margin:
        size = abs(float(margin) * scale.factor)
        place = {"x0": 0, "x1": 1, "xref": "x domain", "y0": -size, "y1": size}
        layout["shapes"] = [
            {"type": "rect", **place, "fillcolor": LIGHT["ribbon"], "line": {"width": 0}, "layer": "below"}
        ]
        traces.append({
            "type": "scatter", "x": [None], "y": [None], "mode": "lines", "line": {"width": 0}, "fill": "toself",
            "fillcolor": LIGHT["ribbon"], "name": escaped(say("legend_margin", margin=scale.size(margin))),
            "legendrank": 1003,
        })
    return dressed(traces, layout, HEIGHT)


def _line(several: Sequence[Mapping[str, Any]], side: Side, scale: Scale, purse: Scale) -> dict[str, Any]:
    means = [scale.difference(row["difference"]["mean"]) for row in several]
    hover = [
        escaped(f"{side.title}, {_money(row)} ({purse.level(row['spent'])}): {mean}")
        for row, mean in zip(several, means, strict=True)
    ]
    return {
        "type": "scatter", "x": [purse.shown(row["spent"]) for row in several],
        "y": [scale.shown(row["difference"]["mean"]) for row in several], "mode": "lines+markers+text",
        "line": {"color": side.colour, "width": 2.2, "dash": side.dash}, "marker": {"size": 9, "color": side.colour},
        "text": [MARKS[row["share"]] for row in several], "textposition": "top center", "customdata": hover,
        "textfont": {"color": LIGHT["ink"]}, "hovertemplate": "%{customdata}<extra></extra>",
        "name": escaped(side.title),
    }


def _band(several: Sequence[Mapping[str, Any]], side: Side, scale: Scale, purse: Scale) -> list[dict[str, Any]]:
    ends = [(row["difference"]["p10"], row["difference"]["p90"]) for row in several]
    if not all(is_number(x) for pair in ends for x in pair):
        return []
    at = {"type": "scatter", "x": [purse.shown(row["spent"]) for row in several], "showlegend": False, **NO_LINE}
    low, high = ([scale.shown(pair[k]) for pair in ends] for k in (0, 1))
    return [{**at, "y": low}, {**at, "y": high, "fill": "tonexty", "fillcolor": faint(side.colour, 0.16)}]


def _money(row: Mapping[str, Any]) -> str:
    return spoken().say(money.SHARES[row["share"]])


def _spend_label(found: Mapping[str, Any], cast: Cast, scale: Scale, names: Mapping[str, str]) -> str:
    told = [
        f"{side.title} " + ", ".join(
            f"{_money(row)} {scale.difference(row['difference']['mean'])}" for row in found["arms"][side.id]
        )
        for side in cast.all
    ]
    return say("envelopes_label", rows="; ".join(told), **names)


def _spend_table(found: Mapping[str, Any], cast: Cast, scale: Scale, scales: Scales) -> Table:
    purse = scales.money([row["spent"] for several in found["arms"].values() for row in several])
    heads = (
        column("strategy", words=True), Column(say("envelopes_money"), is_number=False),
        Column(say("envelopes_spent", unit=purse.unit)),
        Column(say("envelopes_difference", reference=cast.reference.title)), column("range"),
        Column(say("envelopes_counts", reference=cast.reference.title)),
    )
    listed = [
        (
            side.title, _money(row), purse.level(row["spent"], unit=False),
            scale.difference(row["difference"]["mean"], unit=False),
            scale.between(row["difference"]["p10"], row["difference"]["p90"], unit=False), _counts(row["contrast"]),
        )
        for side in cast.all for row in found["arms"][side.id]
    ]
    return Table(heads, tuple(listed))


def _counts(row: Mapping[str, Any] | None) -> str:
    if not row:
        return NOTHING
    return "\u00a0·\u00a0".join(number(row[key], 0) for key in ("ahead", "level_count", "behind"))


def at_best(comparison: Mapping[str, Any], cast: Cast, scales: Scales) -> AtBest | None:
    """Return every strategy at its best, where they were tuned."""
    found = comparison.get("tuned")
    if not found or not found["contrasts"] or not _is_whole(comparison):
        return None
    scale, sides = scale_of(primary(comparison), scales), {side.id: side for side in cast.all}
    both = (("best_preset", primary(comparison)["contrasts"]), ("best_tuned", found["contrasts"]))
    dots = [_dot(say(key, arm=sides[arm].title), rows_of[arm], sides[arm])
            for arm in found["contrasts"] for key, rows_of in both]
    names = {"outcome": text(primary(comparison).get("label")), "reference": cast.reference.title}
    said = ", ".join(f"{dot.label} {scale.difference(dot.mean)}" for dot in dots)
    gains = _gains_table(found, sides, scale, scales)
    drawn = chart(
        "tuned",
        rows.dots(dots, scale=scale, margin=primary(comparison).get("margin"),
                  words=say("axis_difference", unit=scale.unit_of_difference)),
        gains, caption=capital(say("best_caption", **names)), label=say("best_label", rows=said, **names),
    )
    levers = tuple((sides[one["of"]], _levers_table(one)) for one in found["strategies"])
    return AtBest(tuple(money.at_their_best(comparison, spoken())), drawn, gains, levers)


def _dot(label: str, row: Mapping[str, Any], side: Side) -> rows.Dot:
    interval, worlds = (rows.pair(row[low], row[high]) for low, high in (("low", "high"), ("p10", "p90")))
    return rows.Dot(label, row["mean"], side, interval, worlds)


def _gains_table(found: Mapping[str, Any], sides: Mapping[str, Side], scale: Scale, scales: Scales) -> Table:
    amounts = [one[key] for one in found["strategies"] for key in ("spent", "forgone")]
    purse, unit = scales.money(amounts), scale.unit_of_difference
    heads = (
        column("strategy", words=True), Column(say("best_levers")), Column(say("best_found_at")),
        Column(say("best_searched", unit=unit)), Column(say("best_judged", unit=unit)), column("range"),
        Column(say("envelopes_spent", unit=purse.unit)), Column(f"{say('budget_forgone')}, {purse.unit}"),
    )
    listed = [
        (
            sides[one["of"]].title, number(len(one["levers"]), 0),
            say("best_of", at=one["found_at"], n=one["evaluated"]), scale.difference(one["searched"], unit=False),
            scale.difference(one["judged"]["mean"], unit=False),
            scale.between(one["judged"]["p10"], one["judged"]["p90"], unit=False),
            purse.level(one["spent"], unit=False), purse.level(one["forgone"], unit=False),
        )
        for one in found["strategies"]
    ]
    return Table(heads, tuple(listed))


def _levers_table(one: Mapping[str, Any]) -> Table:
    """Return the levers: what is plausible, what holds today, what the preset has, what tuning found."""
    heads = (
        column("lever", words=True), column("unit", words=True), Column(say("best_plausible")),
        Column(say("best_today")), Column(say("best_as_it_comes")), Column(say("best_found")),
    )
    listed = [
        (
            capital(text(lever["about"])), text(lever["unit"]).replace("0..1", say("zero_to_one")),
            say("between", low=plain(lever["plausible"][0]), high=plain(lever["plausible"][1])), plain(lever["today"]),
            plain(lever["preset"]), plain(lever["tuned"]),
        )
        for lever in one["levers"].values()
    ]
    return Table(heads, tuple(listed))
