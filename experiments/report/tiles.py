"""Key figures: a difference, its precision and its range over worlds kept apart, and a bar of ahead, level, behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.report.cast import primary
from experiments.report.formats import Scales, as_is, capital, is_number, number, percent, text
from experiments.report.glossary import HINTS
from experiments.report.rows import pair
from experiments.report.tables import judged, scale_of
from experiments.report.words import say
from experiments.statistics import ENOUGH_WORLDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from experiments.report.cast import Cast, Side
    from experiments.report.formats import Scale


@dataclass(frozen=True)
class Part:
    """One part of a bar of counts."""

    role: str
    count: int
    share: float
    words: str = ""


@dataclass(frozen=True)
class Counts:
    """In how many worlds a side is ahead, level and behind."""

    parts: tuple[Part, ...]
    of: str
    label: str
    interval: str


@dataclass(frozen=True)
class Strip:
    """A small scale around zero; every place is in per cent of its width."""

    zero: float
    mean: float
    margin: tuple[float, float] | None
    interval: tuple[float, float] | None
    worlds: tuple[float, float] | None
    label: str


@dataclass(frozen=True)
class Tile:
    """One key figure in words, with its strip and its counts."""

    name: str
    label: str
    hint: str
    side: Side
    reference: Side
    difference: str
    unit: str
    levels: str
    state: str
    precision_label: str
    precision: str
    range: str
    zero: str
    strip: Strip | None
    counts: Counts | None
    notes: tuple[str, ...]


def tiles(comparison: Mapping[str, Any], cast: Cast, side: Side, scales: Scales) -> tuple[Tile, ...]:
    """Return the three key figures: trust of the cohort, churn per year, and the outcome that decides."""
    named = {outcome.get("name"): outcome for outcome in comparison.get("outcomes") or []}
    decides = primary(comparison)
    chosen = [
        (named.get("trust_cohort"), say("tile_trust"), text(HINTS["trust"])),
        (named.get("churn_year"), say("tile_churn"), text(HINTS["churn"])),
        (decides, capital(text(decides.get("label"))) or say("tile_result"), capital(text(decides.get("population")))),
    ]
    names = [as_is((outcome or {}).get("name")) for outcome, _, _ in chosen]
    n = (comparison.get("worlds") or {}).get("n")
    return tuple(
        tile(outcome or {}, cast, side, scale_of(outcome or {}, scales), label=label, hint=hint, n=n)
        for at, (outcome, label, hint) in enumerate(chosen)
        if not names[at] or names[at] not in names[:at]
    )


def tile(outcome: Mapping[str, Any], cast: Cast, side: Side, scale: Scale, *, label: str, hint: str, n: Any) -> Tile:
    """Return one key figure."""
    contrast = (outcome.get("contrasts") or {}).get(side.id) or {}
    arms = outcome.get("arms") or {}
    margin = outcome.get("margin")
    mean = contrast.get("mean")
    is_judged = is_number(n) and n > 1 and bool(contrast.get("state"))
    return Tile(
        name=as_is(outcome.get("name")),
        label=label,
        hint=hint,
        side=side,
        reference=cast.reference,
        difference=scale.difference(mean, unit=False) if is_number(mean) else say("tile_missing"),
        unit=scale.unit_of_difference if is_number(mean) else "",
        levels=_levels(arms, cast, side, scale),
        state=judged(contrast.get("state"), at_least_margin=bool(contrast.get("at_least_margin"))) if is_judged else "",
        precision_label=say("tile_precision", level=_level_words(contrast.get("level"))),
        precision=scale.between(contrast.get("low"), contrast.get("high"), unit=False),
        range=scale.between(contrast.get("p10"), contrast.get("p90"), unit=False),
        zero=say("tile_zero", margin=scale.size(margin)) if is_number(margin) else say("tile_zero_plain"),
        strip=strip(contrast, margin, scale) if is_number(n) and n > 1 else None,
        counts=counts(contrast, side, n),
        notes=notes(contrast),
    )


def _levels(arms: Mapping[str, Any], cast: Cast, side: Side, scale: Scale) -> str:
    level, other = ((arms.get(arm) or {}).get("mean") for arm in (side.id, cast.reference.id))
    if not (is_number(level) and is_number(other)):
        return ""
    return say(
        "tile_levels",
        arm=side.title,
        level=scale.level(level, unit=False),
        reference=cast.reference.title,
        reference_level=scale.level(other),
    )


def _level_words(level: Any) -> str:
    found = level if is_number(level) else 0.95
    return percent(found, 0 if round(100 * found, 6).is_integer() else 1)


@dataclass(frozen=True)
class _Line:
    """A line from low to high, on which places are per cent of its length."""

    low: float
    high: float

    @classmethod
    def around(cls, values: list[float], margin: float) -> _Line:
        """Return a line that holds all values, with some air, and the margin on both sides of zero."""
        air = 0.06 * ((max(values) - min(values)) or abs(values[-1]) or 1.0)
        return cls(min(min(values) - air, -1.15 * margin), max(max(values) + air, 1.15 * margin))

    def place(self, x: float) -> float:
        return round(100 * (x - self.low) / (self.high - self.low), 2)

    def extent(self, ends: tuple[float, float] | None) -> tuple[float, float] | None:
        return (self.place(ends[0]), round(self.place(ends[1]) - self.place(ends[0]), 2)) if ends else None


def strip(contrast: Mapping[str, Any], margin: Any, scale: Scale) -> Strip | None:
    """Place mean, precision, range and margin on one line that holds zero."""
    mean = contrast.get("mean")
    if not is_number(mean):
        return None
    interval, worlds = pair(contrast.get("low"), contrast.get("high")), pair(contrast.get("p10"), contrast.get("p90"))
    size = abs(margin) if is_number(margin) else 0.0
    line = _Line.around([0.0, mean, *(interval or ()), *(worlds or ())], size)
    return Strip(
        zero=line.place(0.0),
        mean=line.place(mean),
        margin=line.extent((-size, size)) if size else None,
        interval=line.extent(interval),
        worlds=line.extent(worlds),
        label=say(
            "tile_strip",
            mean=scale.difference(mean),
            interval=scale.between(*(interval or (None, None))),
            worlds=scale.between(*(worlds or (None, None))),
        ),
    )


def counts(contrast: Mapping[str, Any], side: Side, n: Any) -> Counts | None:
    """Return ahead, level and behind as a bar of three parts, never as a probability."""
    keys = {"ahead": "ahead", "level": "level_count", "behind": "behind"}
    found = {role: count for role, key in keys.items() if is_number(count := contrast.get(key))}
    if len(found) < len(keys) or not is_number(n) or n < 2:
        return None
    total = sum(found.values()) or 1
    low, high = contrast.get("ahead_low"), contrast.get("ahead_high")
    return Counts(
        parts=tuple(
            Part(role, int(count), round(100 * count / total, 2), say(f"count_{role}", n=number(count, 0)))
            for role, count in found.items()
        ),
        of=say("counts_of", n=number(n, 0)),
        label=say("counts_bar", arm=side.title, n=number(n, 0), **found),
        interval=_count_interval(low, high) if is_number(low) and is_number(high) and n >= ENOUGH_WORLDS else "",
    )


def _count_interval(low: float, high: float) -> str:
    """Say how exactly the share ahead is known; no share is ever said to be 0 or 100 per cent."""
    if high >= 0.995:
        return say("ahead_at_least", low=percent(low))
    if low < 0.005:
        return say("ahead_at_most", high=percent(high))
    return say("ahead_interval", low=percent(low), high=percent(high))


def notes(contrast: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what else must be said of a contrast: lopsided worlds, and how many more would settle it."""
    said = [say("lopsided")] if contrast.get("lopsided") else []
    more = contrast.get("more_worlds")
    if isinstance(more, list | tuple) and len(more) == 2 and all(is_number(x) for x in more):
        said.append(say("more_worlds", likely=number(more[0], 0), most=number(more[1], 0)))
    return tuple(said)
