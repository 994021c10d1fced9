"""Contrasts over worlds: every outcome of every arm against the reference: intervals, words, counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments import statistics as st
from experiments.margins import margin_of
from experiments.outcomes import Outcome, discount, outcomes_of
from experiments.trial import Design, WorldRun

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Runs:
    """All runs of a comparison: the worlds with their own seed, and the first ones again with a second seed."""

    design: Design
    worlds: tuple[WorldRun, ...]
    again: tuple[WorldRun, ...]
    reference: int

    @property
    def n(self) -> int:
        """The number of worlds."""
        return len(self.worlds)

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms' ids."""
        return tuple(arm.id for arm in self.design.arms)

    @property
    def others(self) -> tuple[int, ...]:
        """The arms that are compared with the reference."""
        return tuple(k for k in range(len(self.arms)) if k != self.reference)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes, the primary one first."""
        return outcomes_of(self.design.scenario.outcome)

    @cached_property
    def factors(self) -> Floats:
        """Discount factors by week."""
        weeks = len(self.worlds[0].arms[0].courses["profit"])
        return discount(weeks, float(self.design.scenario.market.discount_rate))

    def values(self, outcome: str, runs: Sequence[WorldRun] | None = None) -> Floats:
        """Return an outcome, worlds × arms."""
        return np.array([[arm.of(outcome) for arm in run.arms] for run in (self.worlds if runs is None else runs)])

    def course(self, metric: str) -> Floats:
        """Return a metric by week, worlds × arms × weeks."""
        return np.array([[arm.courses[metric] for arm in run.arms] for run in self.worlds])

    @cached_property
    def money(self) -> Floats:
        """Present value of every money line, worlds × arms × lines."""
        return np.array([[arm.money.T @ self.factors for arm in run.arms] for run in self.worlds])

    @cached_property
    def cumulated_profit(self) -> Floats:
        """Cumulated discounted profit, worlds × arms × weeks."""
        return np.cumsum(self.course("profit") * self.factors, axis=2)

    @cached_property
    def money_margins(self) -> Floats:
        """δ_w of cumulated profit: the margin's share of the reference's revenue up to each week."""
        revenue = np.cumsum(self.course("revenue")[:, self.reference].mean(axis=0) * self.factors)
        return np.array([margin_of("cumulated_profit", revenue=float(r)) for r in revenue])

    @cached_property
    def revenue(self) -> float:
        """The reference's discounted revenue over the horizon, mean over worlds."""
        return float(self.values("revenue")[:, self.reference].mean())


def mean_known(values: Floats) -> float:
    """Return the mean of what is known; NaN if nothing is."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else math.nan


def outcome_margin(runs: Runs, outcome: str) -> float:
    """Return the margin of an outcome, from the reference's mean over the worlds."""
    return margin_of(outcome, reference=mean_known(runs.values(outcome)[:, runs.reference]), revenue=runs.revenue)


def contrast(differences: Floats, margin: float, outcome: Outcome, *, level: float) -> dict[str, Any]:
    """Return everything one contrast needs: mean, limits, range, state, counts, worlds still needed."""
    known = differences[np.isfinite(differences)]
    interval = st.mean_interval(known, level=level)
    counts = st.count_worlds(known, margin, outcome.better)
    low, high = st.clopper_pearson(counts.ahead, len(known)) if len(known) else (0.0, 1.0)
    state = st.state_of(interval, margin, outcome.better)
    needed = st.worlds_needed(known, margin, level=level) if state == "open" and margin > 0 else None
    return {
        "mean": interval.mean, "low": interval.low, "high": interval.high, "level": level, "method": interval.method,
        "lopsided": interval.lopsided, **{k: v for k, v in st.spread(known).items() if k != "mean"}, "state": state,
        "at_least_margin": st.at_least_margin(interval, margin, outcome.better), "ahead": counts.ahead,
        "level_count": counts.level, "behind": counts.behind, "ahead_low": low, "ahead_high": high,
        "more_worlds": None if needed is None else list(needed), "n": len(known),
    }


def outcome_entry(runs: Runs, outcome: Outcome) -> dict[str, Any] | None:
    """Return the entry of one outcome, or None where no run knows it."""
    values = runs.values(outcome.name)
    if not np.isfinite(values).any():
        return None
    margin, level = outcome_margin(runs, outcome.name), st.against_reference(len(runs.arms))
    return {
        "name": outcome.name, "label": outcome.label, "unit": outcome.unit or runs.design.scenario.market.currency,
        "better": outcome.better, "margin": margin, "population": outcome.population, "kind": outcome.kind,
        "arms": {name: st.spread(values[:, k]) for k, name in enumerate(runs.arms)},
        "contrasts": {
            runs.arms[k]: contrast(values[:, k] - values[:, runs.reference], margin, outcome, level=level)
            for k in runs.others
        },
    }


def outcome_entries(runs: Runs) -> list[dict[str, Any]]:
    """Return the entries of all outcomes, the primary one first."""
    return [entry for outcome in runs.outcomes if (entry := outcome_entry(runs, outcome)) is not None]


def ranking(runs: Runs, outcome: Outcome) -> dict[str, Any]:
    """Return the set of arms not beaten and, beside it, best share, worst tenth and largest regret of each arm."""
    values = runs.values(outcome.name)
    values = values[np.isfinite(values).all(axis=1)]
    margin, arms = outcome_margin(runs, outcome.name), runs.arms

    def by_arm(numbers: Floats) -> dict[str, float]:
        return {name: float(number) for name, number in zip(arms, numbers, strict=True)}

    return {
        "not_beaten": [arms[k] for k in st.not_beaten(values, margin, outcome.better)],
        "best_share": by_arm(st.best_share(values, outcome.better)),
        "worst_tenth": by_arm(st.worst_tenth(values, outcome.better)),
        "largest_regret": by_arm(st.largest_regret(values, outcome.better)),
    }


def luck_shares(runs: Runs) -> dict[str, float | None]:
    """Return per outcome how much of the spread over worlds is chance, pooled over the arms."""
    shares: dict[str, float | None] = {}
    numbers = {run.world: k for k, run in enumerate(runs.worlds)}
    for outcome in runs.outcomes:
        values, again = runs.values(outcome.name), runs.values(outcome.name, runs.again)
        found = []
        for k in runs.others if len(again) else ():
            first = values[:, k] - values[:, runs.reference]
            same = first[[numbers[run.world] for run in runs.again]]
            found.append(st.luck_share(first, same, again[:, k] - again[:, runs.reference]))
        known = [share for share in found if share is not None and math.isfinite(share)]
        shares[outcome.name] = float(np.mean(known)) if known else None
    return shares


def correlations(runs: Runs) -> dict[str, float | None]:
    """Return per outcome the realised correlation of the arms with the reference, mean over the arms."""
    found: dict[str, float | None] = {}
    for outcome in runs.outcomes:
        values = runs.values(outcome.name)
        each = [st.correlation(values[:, k], values[:, runs.reference]) for k in runs.others]
        known = [r for r in each if r is not None and math.isfinite(r)]
        found[outcome.name] = float(np.mean(known)) if known else None
    return found
