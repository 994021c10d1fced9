"""The course over the weeks: levels of every arm, differences with range over worlds, break-even, who leads when."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments import break_even
from experiments.contrasts import Runs, mean_known
from experiments.margins import margin_of, margins
from experiments.outcomes import COURSES
from sim.metrics import METRICS

Floats = NDArray[np.float64]
CUMULATED = "cumulated_profit"


def numbers(values: Floats) -> list[float | None]:
    """Return an array as JSON-able numbers; what is missing becomes None."""
    return [float(x) if math.isfinite(x) else None for x in values]


def over_worlds(differences: Floats) -> dict[str, list[float | None]]:
    """Return mean, 10 % and 90 % quantiles over worlds by week; weeks in which a world is missing use the others.

    Args:
        differences: worlds × weeks.
    """
    weeks = np.ascontiguousarray(differences.T)
    low, high = np.full((2, len(weeks)), math.nan)
    whole = np.isfinite(weeks).all(axis=1)
    low[whole], high[whole] = np.quantile(weeks[whole], [0.1, 0.9], axis=1)
    for week in np.flatnonzero(~whole):
        known = weeks[week][np.isfinite(weeks[week])]
        low[week], high[week] = np.quantile(known, [0.1, 0.9]) if len(known) else (math.nan, math.nan)
    return {"mean": mean_over_worlds(differences), "p10": numbers(low), "p90": numbers(high)}


def mean_over_worlds(values: Floats) -> list[float | None]:
    """Return the mean over worlds by week; weeks in which a world is missing use the others.

    Args:
        values: worlds × weeks.
    """
    weeks = np.ascontiguousarray(values.T)
    means, whole = np.full(len(weeks), math.nan), np.isfinite(weeks).all(axis=1)
    means[whole] = weeks[whole].mean(axis=1)
    for week in np.flatnonzero(~whole):
        means[week] = mean_known(weeks[week])
    return numbers(means)


def _entry(runs: Runs, course: Floats, facts: dict[str, Any]) -> dict[str, Any]:
    reference = course[:, runs.reference]
    return {
        **facts,
        "levels": {name: mean_over_worlds(course[:, k]) for k, name in enumerate(runs.arms)},
        "differences": {runs.arms[k]: over_worlds(course[:, k] - reference) for k in runs.others},
    }


def _margin(runs: Runs, metric: str, course: Floats) -> float | None:
    if metric not in margins():
        return None
    revenue = mean_known(runs.course("revenue")[:, runs.reference])
    return margin_of(metric, reference=mean_known(course[:, runs.reference]), revenue=revenue)


def _unit(runs: Runs, unit: str) -> str:
    return runs.design.scenario.market.currency if unit == "currency" else unit


def weekly(runs: Runs) -> dict[str, Any]:
    """Return every weekly metric of the focal firm: levels per arm, differences from the reference with their range."""
    known = runs.worlds[0].arms[0].courses
    entries: dict[str, Any] = {}
    for name in (name for name in COURSES if name in known):
        course, metric = runs.course(name), METRICS[name]
        margin, unit = _margin(runs, name, course), _unit(runs, metric.unit)
        facts: dict[str, Any] = {"label": metric.label, "unit": unit, "margin": margin}
        entries[name] = _entry(runs, course, facts)
    cumulated = {
        "label": "cumulated profit, discounted", "unit": runs.design.scenario.market.currency,
        "margin": float(runs.money_margins[-1]), "margin_by_week": numbers(runs.money_margins),
    }
    entries[CUMULATED] = _entry(runs, runs.cumulated_profit, cumulated)
    return {"week": list(range(len(runs.factors))), "metrics": entries}


def ahead_by_week(runs: Runs) -> dict[str, Any]:
    """Return per arm and week the share of worlds ahead, level and behind in cumulated discounted profit."""
    found: dict[str, Any] = {}
    for k in runs.others:
        gap = runs.cumulated_profit[:, k] - runs.cumulated_profit[:, runs.reference]
        ahead, behind = (gap > runs.money_margins).sum(axis=0), (gap < -runs.money_margins).sum(axis=0)
        found[runs.arms[k]] = {
            "week": list(range(gap.shape[1])), "ahead": numbers(ahead / runs.n),
            "level": numbers((runs.n - ahead - behind) / runs.n), "behind": numbers(behind / runs.n),
        }
    return found


def break_evens(runs: Runs) -> dict[str, Any]:
    """Return per arm how and when it breaks even against the reference, world by world."""
    cumulated = runs.cumulated_profit
    return {
        runs.arms[k]: break_even.summarise(cumulated[:, k] - cumulated[:, runs.reference], runs.money_margins)
        for k in runs.others
    }
