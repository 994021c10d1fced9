"""What a comparison looks at: the declared outcomes, and what one run of one arm says about them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from agents.books import LINES
from experiments.forgone import given_up
from experiments.margins import margins
from experiments.statistics import Better
from sim import ScenarioError
from sim.metrics import METRICS
from sim.scenario_errors import unknown

if TYPE_CHECKING:
    from experiments.trial import Design

Floats = NDArray[np.float64]
Kind = Literal["money", "share", "points", "count"]
YEAR, QUARTER = 52, 13
SPENT = "spend"     # the metric that budgets hold
AT_END = "customers of the firm at the end of the horizon"
LAST_YEAR = "customers of the firm, last 52 weeks"
WHOLE = "the whole firm over the horizon, discounted"

# The weekly courses a comparison keeps, where the model has them.
COURSES = (
    "trust_cohort", "trust", "churn_year", "customers", "satisfaction", "customer_view", "self_image", "resigned",
    "morale", "revenue", "profit", "customer_equity", "spend", "purse",
)


@dataclass(frozen=True, slots=True)
class ArmRun:
    """One arm in one world, the focal firm only.

    `courses`: metric → weeks; `money`: weeks × lines; `trust_changes`: segments × routes, summed over the horizon and
    the simulated persons of the cohort; `trust_weekly`: the same by week, weeks × routes, and `trust_detail`, per 13
    weeks, quarters × segments × routes; `cohort`: simulated persons per segment; `segments`: measure → a value per
    segment.
    """

    numbers: dict[str, float]
    courses: dict[str, Floats]
    money: Floats
    trust_changes: Floats
    cohort: Floats
    segments: dict[str, Floats]
    trust_start: float
    trust_weekly: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    trust_detail: Floats = field(default_factory=lambda: np.zeros((0, 0, 0)))

    def of(self, outcome: str) -> float:
        """Return one outcome."""
        return self.numbers[outcome]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A declared outcome: how it is called, which direction is good, over whom it is taken, and how it is computed."""

    name: str
    label: str
    unit: str
    better: Better
    kind: Kind
    population: str
    of: Callable[[ArmRun, Floats], float]


def discount(weeks: int, rate: float) -> Floats:
    """Return the discount factor at the end of each week: (1 + rate)^(−(w + 1)/52)."""
    return np.asarray((1 + rate) ** (-(np.arange(weeks) + 1) / YEAR), dtype=np.float64)


def last_known(course: Floats) -> float:
    """Return the last value of a course, NaN where that is missing."""
    return float(course[-1]) if len(course) else math.nan


def _end(metric: str) -> Callable[[ArmRun, Floats], float]:
    return lambda run, _: last_known(run.courses[metric]) if metric in run.courses else math.nan


def _last_year(metric: str) -> Callable[[ArmRun, Floats], float]:
    def mean(run: ArmRun, _: Floats) -> float:
        course = run.courses.get(metric, np.empty(0))[-YEAR:]
        known = course[np.isfinite(course)]
        return float(known.mean()) if len(known) else math.nan

    return mean


def _present_value(metric: str) -> Callable[[ArmRun, Floats], float]:
    return lambda run, factors: float(run.courses[metric] @ factors)


def value_of(run: ArmRun, factors: Floats) -> float:
    """Return Σ discounted profit + discounted change of customer equity (model.md, section 8)."""
    return float(run.courses["profit"] @ factors) + equity_change(run, factors)


def equity_change(run: ArmRun, factors: Floats) -> float:
    """Return the discounted change of customer equity, the part of value that lies beyond the horizon."""
    return float(run.courses["customer_equity"][-1] * factors[-1]) - run.numbers["equity_start"]


def _end_of(name: str, label: str, *, better: Better = "higher", share: bool = False) -> Outcome:
    kind: Kind = "share" if share else "points"
    return Outcome(name, label, "share" if share else "0..1", better, kind, AT_END, _end(name))


OUTCOMES = (
    Outcome("value", "value", "", "higher", "money", f"{WHOLE}: profit and change of customer equity", value_of),
    Outcome("profit", "profit", "", "higher", "money", WHOLE, _present_value("profit")),
    Outcome(
        "equity_change", "change of customer equity", "", "higher", "money",
        "what customers are worth at the end, discounted, less their worth at the start", equity_change,
    ),
    Outcome("revenue", "revenue", "", "higher", "money", WHOLE, _present_value("revenue")),
    Outcome(
        "trust_cohort", "trust", "0..1", "higher", "points",
        "the firm's customers of week 0, wherever they are at the end of the horizon", _end("trust_cohort"),
    ),
    Outcome("churn_year", "churn per year", "share per year", "lower", "share", LAST_YEAR, _end("churn_year")),
    Outcome("customers", "customers", "people", "higher", "count", AT_END, _end("customers")),
    _end_of("satisfaction", "satisfaction"),
    _end_of("customer_view", "customers' view"),
    _end_of("resigned", "resigned", better="lower", share=True),
    Outcome("morale", "morale", "0..1", "higher", "points", "employees, last 52 weeks", _last_year("morale")),
    Outcome(
        "first_contact_resolution", "solved at first contact", "share", "higher", "share",
        "issues of the firm's customers, last 52 weeks", _last_year("first_contact_resolution"),
    ),
    Outcome(
        "data_accuracy", "accuracy of customer data", "0..1", "higher", "points", AT_END, _end("data_accuracy"),
    ),
)
BY_NAME = {outcome.name: outcome for outcome in OUTCOMES}
KINDS: dict[str, Kind] = {"currency": "money", "share": "share", "0..1": "points"}


def outcome_named(name: str) -> Outcome:
    """Return a declared outcome, or any metric of a firm with a margin and a direction, at the end of the horizon.

    Raises:
        ScenarioError: if nothing of that name can be judged.
    """
    if name in BY_NAME:
        return BY_NAME[name]
    metric = METRICS.get(name)
    if metric is None or name not in margins() or metric.better not in {"higher", "lower"}:
        known = {*BY_NAME, *(m for m in margins() if m in METRICS and METRICS[m].better)}
        raise ScenarioError([f"outcome: {unknown('outcome', name, known)}"])
    better: Better = "higher" if metric.better == "higher" else "lower"
    kind = KINDS.get(metric.unit, "count")
    return Outcome(name, metric.label, "" if kind == "money" else metric.unit, better, kind, AT_END, _end(name))


def outcomes_of(primary: str) -> tuple[Outcome, ...]:
    """Return all outcomes of a comparison, the primary one first."""
    first = outcome_named(primary)
    return (first, *(outcome for outcome in OUTCOMES if outcome.name != primary))


def measure(results: Any, design: Design) -> ArmRun:
    """Reduce a run to what the comparison needs of the focal firm."""
    firm, primary = list(results.firms).index(design.firm), design.scenario.outcome
    kept = {*COURSES, "first_contact_resolution", "data_accuracy", primary} & METRICS.keys()
    courses = {name: np.array(results.metric(name)[:, firm], dtype=np.float64) for name in sorted(kept)}
    factors = discount(len(courses["profit"]), float(design.scenario.market.discount_rate))
    represents = float(design.scenario.market.market_size) / design.scenario.customers
    booked = np.asarray(results.trust_ledger("cohort"))[:, :, firm, :] / represents
    changes = booked.sum(axis=0)
    cohort = np.asarray(results.people("cohort"), dtype=np.float64)[0, :, firm] / represents
    run = ArmRun(
        {}, courses, np.array(results.money[:, firm, :], dtype=np.float64), changes, cohort,
        _segments(results, firm, factors), _trust_start(courses["trust_cohort"], changes, cohort),
        booked.sum(axis=1), np.add.reduceat(booked, np.arange(0, len(booked), QUARTER), axis=0),
    )
    run.numbers["equity_start"] = _equity_before(results, firm)
    run.numbers.update({f"given_up_{part}": x for part, x in given_up(results, design, factors).items()})
    run.numbers.update({outcome.name: outcome.of(run, factors) for outcome in outcomes_of(primary)})
    return run


def _equity_before(results: Any, firm: int) -> float:
    """Return customer equity at the end of the warm-up, where all arms still agree; 0 without a warm-up."""
    return float(METRICS["customer_equity"].of(results.books)[results.start - 1, firm]) if results.start else 0.0


def _trust_start(trust: Floats, changes: Floats, cohort: Floats) -> float:
    """Return the cohort's mean trust in week 0: what is left when everything booked is taken off the end."""
    return float(trust[-1] - changes.sum() / max(1.0, cohort.sum()))


def _segments(results: Any, firm: int, factors: Floats) -> dict[str, Floats]:
    """Return per segment: trust of the cohort, churn of the last year, contribution and revenue (present values)."""
    books, start = results.books.segments, results.start
    money = np.einsum("wsl,w->sl", np.asarray(results.money_by_segment)[:, :, firm, :], factors)
    income = [number for number, line in enumerate(LINES) if line.kind == "revenue" or line.name == "refunds"]
    ends = {name: METRICS[name].of(books)[start:][-1, :, firm] for name in ("trust_cohort", "churn_year")}
    return {
        **{name: np.array(values, dtype=np.float64) for name, values in ends.items()},
        "contribution": money.sum(axis=1), "revenue": money[:, income].sum(axis=1),
    }
