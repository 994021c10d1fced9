"""Numbers as readers want them: points of 100, millions, per cent, and weeks as years and quarters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeGuard

from experiments.languages import _
from experiments.phrases import spoken
from experiments.report.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOTHING = "–"
WEEKS_PER_YEAR = 52
WEEKS_PER_QUARTER = 13


def is_number(x: object) -> TypeGuard[float]:
    """Tell whether x is a finite number."""
    return isinstance(x, int | float) and not isinstance(x, bool) and math.isfinite(x)


def number(x: Any, decimals: int = 1, *, signed: bool = False) -> str:
    """Write a number with a real minus sign and groups of thousands; a dash where there is none."""
    return spoken().number(float(x), decimals, signed=signed) if is_number(x) else NOTHING


def plain(x: Any) -> str:
    """Write any number with three significant digits, a truth value in words, and other things as they are."""
    if isinstance(x, bool):
        return say("yes") if x else say("no")
    if x is None:
        return NOTHING
    if not is_number(x):
        return text(x)
    size = abs(float(x))
    if size >= 100 or float(x).is_integer():
        return number(x, 0)
    decimals = 2 if size == 0 else max(0, 2 - math.floor(math.log10(size)))
    shown, point = number(x, min(decimals, 6)), spoken().decimal
    return shown.rstrip("0").rstrip(point) if point in shown else shown


def text(x: Any) -> str:
    """Return a text in the language that is spoken; of a text in several languages that one, or the first."""
    return spoken().text(x) if isinstance(x, str | dict | None) else str(x)


def unit_words(unit: str, currency: str) -> str:
    """Return a metric's unit in words, with the market's currency in its place."""
    return text(unit).replace(_("currency"), text(currency))


def as_is(x: Any) -> str:
    """Return an id, a kind or a unit as the data have it, never translated."""
    return "" if x is None else str(x)


def capital(words: str) -> str:
    """Return words with a large first letter."""
    return words[:1].upper() + words[1:]


def percent(x: Any, decimals: int = 0) -> str:
    """Write a share as per cent."""
    return say("percent", value=number(float(x) * 100, decimals)) if is_number(x) else NOTHING


def when(week: Any) -> str:
    """Write a week, counted from 0 as everywhere, as year and quarter, counted from 1, and its number."""
    if not is_number(week):
        return NOTHING
    return spoken().week(int(week))


def span(weeks: Any) -> str:
    """Write a length of time in years where it is whole years, else in weeks."""
    if not is_number(weeks):
        return NOTHING
    years, rest = divmod(int(weeks), WEEKS_PER_YEAR)
    if rest or not years:
        return say("span_weeks", weeks=int(weeks))
    return say("span_year") if years == 1 else say("span_years", years=years)


@dataclass(frozen=True)
class Scale:
    """How one quantity is shown: its factor, its decimals, the units of a level and of a difference."""

    factor: float
    decimals: int
    unit: str
    unit_of_difference: str

    def shown(self, x: Any) -> float | None:
        """Return the number in the unit that is shown."""
        return float(x) * self.factor if is_number(x) else None

    def level(self, x: Any, *, unit: bool = True) -> str:
        """Write a level, with its unit."""
        return self._written(x, self.unit if unit else "", signed=False)

    def difference(self, x: Any, *, unit: bool = True) -> str:
        """Write a difference with its sign, and its unit."""
        return self._written(x, self.unit_of_difference if unit else "", signed=True)

    def size(self, x: Any) -> str:
        """Write the size of a difference without its sign, with its unit."""
        return self._written(x, self.unit_of_difference, signed=False)

    def between(self, low: Any, high: Any, *, unit: bool = True) -> str:
        """Write two ends of a range of differences."""
        if not (is_number(low) and is_number(high)):
            return NOTHING
        ends = say("between", low=self.difference(low, unit=False), high=self.difference(high, unit=False))
        return f"{ends} {self.unit_of_difference}".strip() if unit else ends

    def _written(self, x: Any, unit: str, *, signed: bool) -> str:
        written = number(self.shown(x), self.decimals, signed=signed)
        return f"{written}\u00a0{unit}" if unit and written != NOTHING else written


def decimals_for(values: Iterable[Any], factor: float = 1.0) -> int:
    """Return the decimals that show about three digits of the largest value."""
    sizes = [abs(float(x)) * factor for x in values if is_number(x)]
    largest = max(sizes, default=0.0)
    return 0 if largest >= 100 else 1 if largest >= 1 else 2


@dataclass(frozen=True)
class Scales:
    """The scale of every kind of quantity in one report, chosen so that its money reads easily."""

    currency: str
    money_divisor: float

    @classmethod
    def of(cls, comparison: Mapping[str, Any]) -> Scales:
        """Choose millions, or thousands where all differences of the firm are small."""
        sizes = [
            abs(float(x))
            for outcome in comparison.get("outcomes") or []
            if outcome.get("kind") == "money"
            for contrast in (outcome.get("contrasts") or {}).values()
            for x in (contrast.get("mean"), contrast.get("p10"), contrast.get("p90"))
            if is_number(x)
        ]
        return cls(text(comparison.get("currency")) or "EUR", 1e3 if sizes and max(sizes) < 2e5 else 1e6)

    def money(self, values: Iterable[Any] = ()) -> Scale:
        """Return the scale of money whose differences are these."""
        is_millions = self.money_divisor == 1e6
        unit = say("money_millions" if is_millions else "money_thousands", currency=text(self.currency))
        decimals = max(1 if is_millions else 0, decimals_for(values, 1 / self.money_divisor))
        return Scale(1 / self.money_divisor, decimals, unit, unit)

    def of_kind(self, kind: str, values: Iterable[Any] = (), unit: str = "") -> Scale:
        """Return the scale of a kind of outcome (money, share, points or count)."""
        if kind == "money":
            return self.money(values)
        if kind == "share":
            return Scale(100.0, 1, "%", say("percentage_points"))
        if kind == "points":
            return Scale(100.0, 1, say("points"), say("points"))
        return Scale(1.0, decimals_for(values), unit, unit)
