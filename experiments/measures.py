"""What an experiment takes from a run: declared outcomes, or any metric over a window of weeks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.outcomes import BY_NAME, ArmRun, Floats, discount, measure
from sim.metrics import METRICS

if TYPE_CHECKING:
    from experiments.experiment_models import Measure
    from experiments.trial import Design
    from sim import Scenario


def measured(results: Any, design: Design, measures: Mapping[str, Measure]) -> dict[str, float]:
    """Return every measure of a run; NaN where a metric has no value."""
    run = measure(results, design) if any(one.outcome for one in measures.values()) else None
    rate = float(design.scenario.market.discount_rate)
    return {name: _value(results, one, run, design.firm, rate=rate) for name, one in measures.items()}


def _value(results: Any, one: Measure, run: ArmRun | None, firm: str, *, rate: float) -> float:
    if one.outcome and run is not None:
        return run.of(one.outcome)
    place = list(results.firms).index(one.firm or firm)
    if one.segment:
        of_segments = METRICS[one.metric].of(results.books.segments)[results.start :]
        course = of_segments[:, list(results.segments).index(one.segment), place]
    else:
        course = results.metric(one.metric)[:, place]
    return taken(np.asarray(course, dtype=np.float64), one, rate=rate)


def taken(course: Floats, one: Measure, *, rate: float) -> float:
    """Return what a measure takes of a course over the weeks.

    Weeks without a value count neither in a mean nor in a sum; without any the measure is missing (NaN), and so is an
    end without one.

    Raises:
        ValueError: if the window holds no week of the run.
    """
    first, last = one.window or (0, -1)
    weeks = np.arange(len(course))
    start, stop = (end if end >= 0 else len(course) + end for end in (first, last))
    kept = (weeks >= start) & (weeks <= stop)
    if not kept.any():
        raise ValueError(f"the window {first} to {last} holds none of the {len(course)} weeks of the run")
    if one.take == "end":
        return float(course[kept][-1])
    known = kept & np.isfinite(course)
    if not known.any():
        return math.nan
    if one.take == "present_value":
        return float(course[known] @ discount(len(course), rate)[known])
    values = course[known]
    found = {"mean": values.mean(), "sum": values.sum(), "min": values.min(), "max": values.max()}
    return float(found[one.take])


def unit_of(one: Measure, scenario: Scenario) -> str:
    """Return the unit of a measure."""
    if one.outcome:
        found = BY_NAME[one.outcome]
        unit = "currency" if found.kind == "money" else found.unit
    else:
        unit = METRICS[one.metric].unit
    return scenario.market.currency if unit == "currency" else unit
