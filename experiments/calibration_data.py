"""What a fit found, as one dictionary: targets met or missed, uncertainties pinned down or not, what trades off."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.parameters import UNCERTAINTIES
from experiments.calibration_plan import LIKELY
from experiments.calibration_posterior import TRADED, luck_of, pinned
from experiments.statistics import spread
from sim.metrics import METRICS

if TYPE_CHECKING:
    from experiments.calibration_plan import FitPlan
    from experiments.calibration_posterior import Emulator, Floats, Posterior
    from experiments.calibration_targets import Statistic
    from experiments.proposals import Point, Tried

FEWEST_ACCEPTED = 5     # worlds by which a range is shown; with fewer, all draws are: assumption


def described(
    plan: FitPlan, tried: Sequence[Tried], learnt: tuple[Emulator, Posterior], runs: Sequence[Floats], *,
    chosen: tuple[Point, Floats, Mapping[str, tuple[float, float]]], checked: Floats,
) -> dict[str, Any]:
    """Return the result of a fit.

    Args:
        plan: the fit.
        tried: the points.
        learnt: the emulator, and the values that agree with the targets.
        runs: what each point showed, seeds × statistics.
        chosen: the values taken, what they showed under fresh seeds (seeds × statistics), the ranges taken.
        checked: what worlds of the fitted market show, worlds × statistics.
    """
    (emulator, likely), (point, fresh, ranges), market = learnt, chosen, plan.scenario.market
    accepted = _accepted(plan.statistics, checked)
    kept = checked[accepted] if accepted.sum() >= FEWEST_ACCEPTED else checked
    shown, luck = np.array([values.mean(axis=0) for values in runs]), luck_of([r for r in runs if np.isfinite(r).all()])
    spread_points = [k for k, one in enumerate(tried) if one.start == 0]
    return {
        "market": plan.scenario.name, "title": market.title, "currency": market.currency, "name": plan.name,
        "counts": {"tried": len(tried), "failed": sum(one.losses is None for one in tried)},
        "targets": [
            _target(one, shown[spread_points, k], fresh[:, k], kept[:, k]) | {
                "explained": float(emulator.explained[k]), "misfit": float(emulator.misfits[k] / one.tolerance),
                "luck": float(luck[k] / one.tolerance),
            }
            for k, one in enumerate(plan.statistics)
        ],
        "uncertainties": {
            name: _uncertainty(plan, name, likely) | {"value": point[name], "range": list(ranges[name])}
            for name in plan.ranges
        },
        "pairs": _pairs(list(plan.ranges), likely), "starts": _starts(tried), "effective": likely.effective,
        "checks": {"n": len(checked), "accepted": int(accepted.sum()), "all_shown": bool(len(kept) == len(checked))},
    }


def _accepted(statistics: Sequence[Statistic], checked: Floats) -> np.ndarray:
    """Return which worlds the fitted market's own bands accept."""
    bands = [one.band for one in statistics]
    return np.array([all(low <= x <= high for x, (low, high) in zip(row, bands, strict=True)) for row in checked])


def _target(one: Statistic, before: Floats, fresh: Floats, after: Floats) -> dict[str, Any]:
    metric, value = METRICS[one.target.metric], float(fresh.mean())
    return {
        "id": one.id, "label": metric.label, "metric": metric.name, "unit": metric.unit, "value": one.value,
        "segments": list(one.target.segments), "firm": one.firm, "weeks": one.weeks,
        "tolerance": one.tolerance, "weight": one.weight, "source": one.target.source, "fitted": value,
        "missed": (value - one.value) / one.tolerance, "met": abs(value - one.value) <= one.tolerance,
        "before": spread(before), "after": spread(after),
    }


def _uncertainty(plan: FitPlan, name: str, likely: Posterior) -> dict[str, Any]:
    share, declared = plan.share(name, likely), UNCERTAINTIES[name]
    low, middle, high = likely.quantiles(list(plan.ranges).index(name), (LIKELY[0], 0.5, LIKELY[1]))
    return {
        "about": declared.about, "unit": declared.unit, "before": plan.scenario.uncertainties[name][0],
        "plausible": list(plan.ranges[name]), "likely": [low, middle, high], "share": share,
        "state": pinned(share),
    }


def _pairs(names: Sequence[str], likely: Posterior) -> list[dict[str, Any]]:
    """Return the pairs of uncertainties that trade off, the strongest first."""
    found: list[dict[str, Any]] = [
        {"one": names[a], "other": names[b], "correlation": likely.correlation(a, b)}
        for a, b in itertools.combinations(range(len(names)), 2)
    ]
    kept = [one for one in found if abs(one["correlation"]) >= TRADED]
    return sorted(kept, key=lambda one: -abs(one["correlation"]))


def _starts(tried: Sequence[Tried]) -> list[dict[str, Any]]:
    """Return where each search ended."""
    found = []
    for start in sorted({one.start for one in tried} - {0}):
        own = [one for one in tried if one.start == start and one.losses is not None]
        if own:
            best = min(own, key=lambda one: one.losses or (np.inf,))
            found.append({"start": start, "loss": (best.losses or (np.nan,))[0], "point": dict(best.point)})
    return found
