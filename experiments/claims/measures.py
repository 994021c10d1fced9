"""What is measured of an arm: formulas of metrics, money lines and counts over a window, as plain numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.books import COUNTS, LINES, ROUTES, TOTALS
from experiments.claims import formulas
from experiments.claims.models import FOCAL, MARKET, RIVALS, Contrast, Ranking
from experiments.margins import margins
from experiments.outcomes import discount
from sim.history import ratio
from sim.metrics import METRICS

Floats = NDArray[np.float64]
Value = float | list[float]
VALUE, BREAK_EVEN, START = "value", "break_even", "start"

# Metrics that are summed over firms; all others are means over customers and are weighted by them.
SUMMED = {
    "customers", "share", "acquired", "lost", "contacts", "outbound_contacts", "sales", "revenue", "profit",
    "contribution", "cash", "spend", "customer_equity", "customer_equity_seen",
}
TOTALS_OF = ("line", "count", "cause")   # sums over people as well


@dataclass(frozen=True, slots=True)
class Measure:
    """A formula, the weeks it is taken over and how, and whose it is; `key` is what results are kept by."""

    formula: str
    first: int
    last: int
    take: str
    over: str

    @property
    def key(self) -> str:
        """One text for one measure."""
        return f"{self.formula.replace(' ', '')}|{self.first}-{self.last}|{self.take}|{self.over}"

    @property
    def weeks(self) -> int:
        """Weeks that have to be played for it."""
        return self.last + 1


def measure_of(one: Contrast | Ranking, weeks: int) -> Measure:
    """Return the measure of a contrast or ranking; value and break-even are discounted by their nature."""
    first, last = formulas.window(one.window, weeks)
    over = one.over if isinstance(one, Contrast) else FOCAL
    take = "present_value" if one.measure in {VALUE, BREAK_EVEN} else one.take
    return Measure(one.measure, first, last, take, over)


def revenue_of(measure: Measure) -> Measure:
    """Return the revenue of the same weeks, taken alike, to which margins of money refer."""
    return Measure("revenue", measure.first, measure.last, measure.take, measure.over)


def spent_of(weeks: int) -> Measure:
    """Return the present value of what the focal firm spends on what a budget holds."""
    return Measure("spend", 0, weeks - 1, "present_value", FOCAL)


def at_start(path: str) -> Measure:
    """Return the measure of start.METRIC: a metric of the focal firm at the end of the warm-up."""
    return Measure(path, 0, 0, "mean", FOCAL)


def margin_name(one: Contrast) -> str | None:
    """Return the metric whose margin a contrast uses; None where it names a share of its own."""
    if isinstance(one.beyond, str):
        return one.beyond
    return None if one.beyond is not None else one.measure


def measures_of(one: Contrast, weeks: int) -> list[Measure]:
    """Return all that a contrast needs of each arm: its measure, and the revenue that its margin refers to."""
    main, name = measure_of(one, weeks), margin_name(one)
    by_revenue = name is not None and name in margins() and margins()[name].by == "revenue"
    return [main, revenue_of(main)] if by_revenue else [main]


def is_known(name: str) -> bool:
    """Whether a formula may name it: a metric, line.NAME, count.NAME, cause.NAME or start.METRIC."""
    kind, _, rest = name.partition(".")
    if not rest:
        return kind in METRICS
    if kind == "line":
        return rest in {entry.name for entry in LINES}
    if kind == "cause":
        return rest in {entry.cause for entry in ROUTES}
    return rest in {*COUNTS, *TOTALS} if kind == "count" else kind == START and rest in METRICS


def known_names() -> list[str]:
    """Return every name that a formula may hold."""
    listed = [f"line.{entry.name}" for entry in LINES] + [f"count.{name}" for name in (*COUNTS, *TOTALS)]
    listed += [f"cause.{entry.cause}" for entry in ROUTES]
    return [VALUE, BREAK_EVEN, *METRICS, *listed, *(f"{START}.{name}" for name in METRICS)]


class Reading:
    """Reads measures off one run; each metric is computed once."""

    def __init__(self, results: Any, firm: str) -> None:
        self._results = results
        self._firm = firm
        self._courses: dict[tuple[str, str], Floats] = {}
        self._known: dict[str, Floats] = {}

    @cached_property
    def _factors(self) -> Floats:
        market = self._results.market
        return discount(market.horizon, float(market.spec.market.discount_rate))

    def value(self, measure: Measure) -> Value:
        """Return a measure as a number, or the weekly course that a break-even is computed from."""
        if measure.formula == BREAK_EVEN:
            return [float(x) for x in self._course("profit", measure.over)[: measure.last + 1]]
        if measure.formula == VALUE:
            return self._value(measure)
        return formulas.evaluate(measure.formula, lambda name: self._taken(name, measure))

    def _value(self, measure: Measure) -> float:
        """Return Σ discounted profit + discounted change of customer equity, over the window."""
        first, last = measure.first, measure.last
        profit = self._course("profit", measure.over)[first : last + 1] @ self._factors[first : last + 1]
        equity = self._course("customer_equity", measure.over)
        if first == 0:
            start = self._before("customer_equity", measure.over)
        else:
            start = float(equity[first - 1] * self._factors[first - 1])
        return float(profit + equity[last] * self._factors[last] - start)

    def _taken(self, name: str, measure: Measure) -> float:
        if name.startswith(f"{START}."):
            return self._before(name.partition(".")[2], measure.over)
        course = self._course(name, measure.over)[measure.first : measure.last + 1]
        if measure.take == "last":
            return float(course[-1])
        if measure.take == "present_value":
            return float(course @ self._factors[measure.first : measure.last + 1])
        known = course[np.isfinite(course)]
        if not len(known):
            return math.nan
        return float(known.sum() if measure.take == "sum" else known.mean())

    def _before(self, metric: str, over: str) -> float:
        """Return a metric at the end of the warm-up, where all arms still agree."""
        start = self._results.start
        return float(self._over(self._all(metric), metric, over)[start - 1]) if start else math.nan

    def _course(self, name: str, over: str) -> Floats:
        """Return weekly values from week 0 on."""
        if (name, over) not in self._courses:
            self._courses[name, over] = self._over(self._all(name), name, over)
        return self._courses[name, over][self._results.start :]

    def _all(self, name: str) -> Floats:
        """Return a metric, line or count with the warm-up, (weeks, firms)."""
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Floats:
        kind, _, rest = name.partition(".")
        books = self._results.books
        if kind == "line":
            return np.asarray(books.line(rest), dtype=np.float64)
        if kind == "cause":
            return self._cause(rest)
        return np.asarray(books[rest] if kind == "count" else METRICS[name].of(books), dtype=np.float64)

    def _cause(self, name: str) -> Floats:
        """Return the change of trust booked for a cause among present customers, sum over people, (weeks, firms)."""
        results = self._results
        number = [entry.cause for entry in ROUTES].index(name)
        played = np.asarray(results.trust_ledger("customers"))[:, :, :, number].sum(axis=1)
        return np.concatenate([np.full((results.start, played.shape[1]), math.nan), played])

    def _over(self, values: Floats, name: str, over: str) -> Floats:
        """Reduce (weeks, firms) to the firms that are meant: sums of totals, means weighted by customers."""
        firms = list(self._results.firms)
        chosen = {FOCAL: [self._firm], RIVALS: [f for f in firms if f != self._firm], MARKET: firms}.get(over, [over])
        rows = [firms.index(firm) for firm in chosen]
        if len(rows) == 1:
            return values[:, rows[0]]
        if name in SUMMED or name.partition(".")[0] in TOTALS_OF:
            return np.asarray(np.nansum(values[:, rows], axis=1))
        persons = np.where(np.isfinite(values[:, rows]), self._results.books["customers"][:, rows], 0.0)
        return ratio(np.nansum(values[:, rows] * persons, axis=1), persons.sum(axis=1))
