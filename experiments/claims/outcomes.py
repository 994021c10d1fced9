"""What one world says about a claim: every contrast with its margin, and from them hit, opposite, level or nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from experiments.break_even import break_even_of
from experiments.claims import formulas
from experiments.claims.measures import BREAK_EVEN, Value, margin_name, measure_of, revenue_of
from experiments.claims.models import Claim, Contrast
from experiments.margins import margins
from experiments.outcomes import discount
from experiments.verdicts import Outcome

Values = Mapping[str, Mapping[str, Value]]      # arm → measure → value

HOLDS: dict[str, tuple[str, ...]] = {
    "higher": ("higher",), "lower": ("lower",), "level": ("level",), "not higher": ("level", "lower"),
    "not lower": ("level", "higher"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One contrast in one world: each arm's number, the contrast's value, its margin, where it lies."""

    arms: dict[str, float]
    value: float
    margin: float

    @property
    def state(self) -> str:
        """Higher or lower by more than the margin, level within it, or missing."""
        if not (math.isfinite(self.value) and math.isfinite(self.margin)):
            return "missing"
        if abs(self.value) <= self.margin:
            return "level"
        return "higher" if self.value > 0 else "lower"


@dataclass(frozen=True, slots=True)
class WorldOutcome:
    """One claim in one world; `outcome` is None where the claim does not apply or cannot be measured."""

    outcome: Outcome
    applies: tuple[Compared, ...]
    hit: tuple[Compared, ...]
    opposite: tuple[Compared, ...]
    also: tuple[Compared, ...] = ()


def compared(one: Contrast, claim: Claim, values: Values, rate: float) -> Compared:
    """Return a contrast in one world.

    Args:
        one: the contrast.
        claim: its claim.
        values: what each arm's run says.
        rate: the market's discount rate, for break-even.
    """
    measure = measure_of(one, claim.weeks)
    arms = formulas.names(one.of)
    if one.measure == BREAK_EVEN:
        numbers = {arm: break_even_week(values[arm], values[one.versus[arm]], measure.key, rate) for arm in arms}
    else:
        numbers = {arm: number(values[arm][measure.key]) for arm in arms}
    value = formulas.evaluate(one.of, numbers.__getitem__)
    return Compared(numbers, value, _margin(one, claim, values))


def number(value: Value) -> float:
    """Return a measured value that is a single number."""
    if isinstance(value, list):
        raise TypeError("a weekly course is no single number")
    return value


def break_even_week(arm: Mapping[str, Value], other: Mapping[str, Value], key: str, rate: float) -> float:
    """Return the week from which an arm's cumulated, discounted profit stays ahead; never: one past the horizon."""
    gap = np.asarray(arm[key], dtype=np.float64) - np.asarray(other[key], dtype=np.float64)
    curve = np.cumsum(gap * discount(len(gap), rate))
    week = break_even_of(curve, np.zeros(len(curve))).week
    return week if math.isfinite(week) else float(len(curve))


def _margin(one: Contrast, claim: Claim, values: Values) -> float:
    measure, name, base = measure_of(one, claim.weeks), margin_name(one), values[claim.base]
    if one.measure == BREAK_EVEN:
        return margins()[BREAK_EVEN].of()
    reference = number(base[measure.key])
    if name is None:
        return float(one.beyond or 0.0) * abs(reference)
    entry = margins()[name]
    revenue = number(base[revenue_of(measure).key]) if entry.by == "revenue" else 0.0
    return entry.of(reference=reference, revenue=revenue)


def judge_world(claim: Claim, values: Values, rate: float) -> WorldOutcome:
    """Return what a world says: whether the claim applies, and whether all contrasts of hit or opposite hold."""
    def each(several: tuple[Contrast, ...]) -> tuple[Compared, ...]:
        return tuple(compared(one, claim, values, rate) for one in several)

    applies, hit, opposite, also = map(each, (claim.applies, claim.hit, claim.opposites, claim.also))
    known = all(one.state != "missing" for one in (*applies, *hit, *opposite))
    if not known or not _all_hold(claim.applies, applies):
        return WorldOutcome(None, applies, hit, opposite, also)
    if _all_hold(claim.hit, hit):
        return WorldOutcome(1, applies, hit, opposite, also)
    return WorldOutcome(-1 if _all_hold(claim.opposites, opposite) else 0, applies, hit, opposite, also)


def _all_hold(contrasts: tuple[Contrast, ...], found: tuple[Compared, ...]) -> bool:
    return all(one.state in HOLDS[contrast.direction] for contrast, one in zip(contrasts, found, strict=True))

