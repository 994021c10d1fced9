"""One strategy against the reference: its key figures, charts, break-even, conditions and losses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.report import charts
from experiments.report.cast import primary
from experiments.report.formats import as_is, capital, is_number, number, percent, plain, span, text, when
from experiments.report.tiles import Part, tiles
from experiments.report.trust import why
from experiments.report.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from experiments.report.cast import Cast, Side
    from experiments.report.charts import Chart
    from experiments.report.formats import Scales
    from experiments.report.tiles import Tile
    from experiments.report.trust import Why

CASES = ("never_behind", "recovers", "lead_lost", "not_within")


@dataclass(frozen=True)
class BreakEven:
    """When the cumulated result stays ahead, as counts of worlds and in sentences."""

    parts: tuple[tuple[Part, str], ...]
    sentences: tuple[str, ...]
    deepest: str


@dataclass(frozen=True)
class Half:
    """The worlds on one side of a cut, and in how many of them the strategy is ahead."""

    label: str
    counted: str
    share: float


@dataclass(frozen=True)
class Condition:
    """An uncertain number that parts the worlds."""

    label: str
    halves: tuple[Half, ...]
    side: Side


@dataclass(frozen=True)
class Loss:
    """One world in which a strategy loses: by how much, and where its numbers lie (0 to 100 of what is plausible)."""

    world: str
    difference: str
    numbers: tuple[tuple[str, float | None], ...]


@dataclass(frozen=True)
class Chapter:
    """Everything about one strategy against the reference."""

    side: Side
    reference: Side
    tiles: tuple[Tile, ...]
    over_time: list[Chart]
    over_time_more: list[Chart]
    ahead: Chart | None
    break_even: BreakEven | None
    trust: Why | None
    bridge: Chart | None
    segments: list[Chart]

    @property
    def charts(self) -> list[Chart]:
        """Return all charts of the chapter."""
        single = [chart for chart in (self.ahead, self.bridge) if chart is not None]
        trust = self.trust.charts if self.trust else []
        return [*self.over_time, *self.over_time_more, *single, *trust, *self.segments]


def chapter(comparison: Mapping[str, Any], cast: Cast, side: Side, scales: Scales) -> Chapter:
    """Return the chapter of one strategy."""
    first, more = charts.over_time(comparison, cast, side, scales)
    return Chapter(
        side=side,
        reference=cast.reference,
        tiles=tiles(comparison, cast, side, scales),
        over_time=first,
        over_time_more=more,
        ahead=charts.ahead(comparison, cast, side),
        break_even=break_even(comparison, side, scales),
        trust=why(comparison, cast, side, scales),
        bridge=charts.bridge(comparison, cast, side, scales),
        segments=charts.segments(comparison, side, scales),
    )


def break_even(comparison: Mapping[str, Any], side: Side, scales: Scales) -> BreakEven | None:
    """Return when a strategy is ahead for good; worlds without such a week are counted, not left out."""
    found = (comparison.get("break_even") or {}).get(side.id) or {}
    n = found.get("n")
    if not is_number(n) or n < 2 or not all(is_number(found.get(case)) for case in CASES):
        return None
    horizon = span(found.get("horizon") or comparison.get("weeks"))
    parts = tuple(
        (Part(case, int(found[case]), round(100 * found[case] / n, 2)), say(f"even_{case}", span=horizon))
        for case in CASES
    )
    return BreakEven(parts, _even_sentences(found, side, horizon), _deepest(found.get("deepest") or {}, scales))


def _even_sentences(found: Mapping[str, Any], side: Side, horizon: str) -> tuple[str, ...]:
    median = found.get("median_week")
    key = "even_median_start" if median == 0 else "even_median" if is_number(median) else "even_median_later"
    said = [say(key, arm=side.title, when=when(median), span=horizon)]
    ends = [found.get("median_low"), found.get("median_high")]
    if is_number(median) or is_number(ends[0]):
        early, late = (_limit(end, horizon) for end in ends)
        said.append(say("even_median_limits", low=early, high=late))
    low, high = found.get("share_low"), found.get("share_high")
    if is_number(low) and is_number(high):
        count = int(found["never_behind"]) + int(found["recovers"])
        n = number(found["n"], 0)
        said.append(say("even_share", span=horizon, count=count, n=n, low=percent(low), high=percent(high)))
    return tuple(said)


def _limit(week: Any, horizon: str) -> str:
    if not is_number(week):
        return say("even_later", span=horizon)
    return when(week) if week else say("even_start")


def _deepest(point: Mapping[str, Any], scales: Scales) -> str:
    if not is_number(point.get("mean")):
        return ""
    scale = scales.money([point.get("mean"), point.get("p10")])
    amounts = {"mean": scale.difference(point["mean"]), "p10": scale.difference(point.get("p10"))}
    if is_number(point.get("week")):
        return say("even_deepest_words", when=when(point["week"]), **amounts)
    return say("even_deepest_plain", **amounts)


def conditions(comparison: Mapping[str, Any], cast: Cast, key: str = "conditions") -> list[Condition]:
    """Return the uncertain numbers that part the worlds, with the counts on both sides of their cut.

    Under the key "leads" stand those that were found but could be chance.
    """
    by_id = {side.id: side for side in cast.all}
    found = []
    for condition in comparison.get(key) or []:
        side = by_id.get(text(condition.get("arm"))) or cast.focus or cast.reference
        cut = plain(condition.get("cut"))
        halves = tuple(
            Half(
                say(f"condition_{end}", cut=cut),
                say("condition_count", ahead=number(half.get("ahead"), 0), n=number(half.get("worlds"), 0)),
                round(100 * half["ahead"] / half["worlds"], 2),
            )
            for end in ("above", "below")
            if (half := condition.get(end) or {}) and half.get("worlds")
        )
        found.append(Condition(capital(text(condition.get("label") or condition.get("name"))), halves, side))
    return found


def losses(comparison: Mapping[str, Any], cast: Cast, scales: Scales) -> list[tuple[Side, list[Loss]]]:
    """Return for every strategy the worlds in which it loses most."""
    everything = comparison.get("losses") or {}
    sizes = [loss.get("difference") for found in everything.values() for loss in found]
    decides = primary(comparison)
    scale = scales.of_kind(as_is(decides.get("kind") or "money"), sizes, text(decides.get("unit")))
    return [
        (
            side,
            [
                Loss(
                    say("world", world=plain(loss.get("world"))),
                    scale.difference(loss.get("difference")),
                    tuple(_placed(parameter) for parameter in loss.get("parameters") or []),
                )
                for loss in everything.get(side.id) or []
            ],
        )
        for side in cast.all
        if side.id in everything
    ]


def _placed(parameter: Mapping[str, Any]) -> tuple[str, float | None]:
    low, high = parameter.get("plausible") or (None, None)
    words = say(
        "loss_number",
        label=capital(text(parameter.get("label") or parameter.get("name"))),
        value=plain(parameter.get("value")),
        low=plain(low),
        high=plain(high),
    )
    position = parameter.get("position")
    return words, round(100 * min(max(float(position), 0.0), 1.0), 1) if is_number(position) else None
