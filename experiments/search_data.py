"""What a search found, as one dictionary: the front, what stands beside it, and what each lever does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.parameters import LEVERS
from experiments import statistics as st
from experiments.contrasts import contrast
from experiments.margins import margin_of
from experiments.outcomes import SPENT
from experiments.search_plan import strategy_title

if TYPE_CHECKING:
    from experiments.outcomes import Outcome
    from experiments.proposals import Point
    from experiments.search_plan import SearchPlan
    from experiments.statistics import Floats


def described(
    plan: SearchPlan, shown: Sequence[tuple[Point, tuple[float, ...]]], arms: tuple[Sequence[str], Sequence[str]],
    values: Mapping[str, Floats], *, counts: tuple[int, int, int],
) -> dict[str, Any]:
    """Return the result of a search.

    Args:
        plan: the search.
        shown: the strategies of the front, each with its losses in the worlds of the search.
        arms: ids and names of the strategies that stand beside them, the status quo first.
        values: measure → worlds × (arms, then the front), in fresh worlds.
        counts: candidates tried, those that did not fail, those on the front.
    """
    ids, names = arms
    found = [f"optimised_{number}" for number in range(1, len(shown) + 1)]
    margins = {outcome.name: _margin(outcome.name, values) for outcome in plan.outcomes}
    everybody, primary = [*ids, *found], plan.outcomes[0]
    table = values[primary.name]
    sound = table[np.isfinite(table).all(axis=1)]
    unbeaten = st.not_beaten(sound, margins[primary.name], primary.better)
    fresh = {
        one: {o.name: _fresh(values[o.name], k, margins[o.name], o) for o in plan.outcomes}
        for k, one in enumerate(everybody)
    }
    market = plan.scenario.market
    return {
        "title": plan.scenario.title or market.title, "market": market.title, "currency": market.currency,
        "firm": plan.scenario.firm, "weeks": plan.scenario.weeks, "strategy": plan.strategy,
        "criteria": list(plan.criteria), "counts": dict(zip(("tried", "known", "front"), counts, strict=True)),
        "worlds": {"searched": plan.worlds, "fresh": plan.judged},
        "outcomes": [_outcome(o, margins[o.name], market.currency) for o in plan.outcomes],
        "levers": {name: _lever(plan, name) for name in plan.ranges},
        "front": [
            {"id": one, **_found(plan, entry, fresh[one])} for one, entry in zip(found, shown, strict=True)
        ],
        "beside": [
            {"id": one, "title": strategy_title(name), "outcomes": fresh[one]}
            for one, name in zip(ids, names, strict=True)
        ],
        "spent": {one: _mean(values[SPENT][:, k]) for k, one in enumerate(everybody)},
        "unequal": _unequal(values[SPENT], everybody),
        "not_beaten": {"outcome": primary.name, "known": len(sound) >= st.ENOUGH_WORLDS,
                       "arms": [everybody[k] for k in unbeaten]},
    }


def _margin(name: str, values: Mapping[str, Floats]) -> float:
    """Return the margin of an outcome, from the status quo's means over the fresh worlds."""
    return margin_of(
        name, reference=float(np.nanmean(values[name][:, 0])), revenue=float(np.nanmean(values["revenue"][:, 0])),
    )


def _mean(values: Floats) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else None


def _unequal(spent: Floats, arms: Sequence[str]) -> list[str]:
    """Return who does not spend what the status quo spends, beyond what counts as the same; worlds × arms."""
    margin = margin_of(SPENT, reference=_mean(spent[:, 0]) or 0.0)
    gaps = [_mean(spent[:, k] - spent[:, 0]) for k in range(len(arms))]
    return [arm for arm, gap in zip(arms, gaps, strict=True) if gap is not None and abs(gap) > margin]


def _fresh(table: Floats, arm: int, margin: float, outcome: Outcome) -> dict[str, Any]:
    """Return one arm against the status quo in fresh worlds, and its own level."""
    level = st.against_reference(table.shape[1])
    return contrast(table[:, arm] - table[:, 0], margin, outcome, level=level) | {
        "value": st.spread(table[:, arm])["mean"],
    }


def _outcome(outcome: Outcome, margin: float, currency: str) -> dict[str, Any]:
    return {
        "name": outcome.name, "label": outcome.label, "unit": outcome.unit or currency, "better": outcome.better,
        "kind": outcome.kind, "population": outcome.population, "margin": margin,
    }


def _lever(plan: SearchPlan, name: str) -> dict[str, Any]:
    lever, before = LEVERS[name], plan.scenario.market.status_quo.levers
    return {
        "about": lever.about, "unit": lever.unit, "plausible": list(plan.ranges[name]), "anchors": list(lever.anchors),
        "cost": lever.cost, "today": before.get(name, lever.default),
    }


def _found(
    plan: SearchPlan, entry: tuple[Point, tuple[float, ...]], fresh: Mapping[str, Any],
) -> dict[str, Any]:
    (point, losses), searched = entry, dict[str, float]()
    for (outcome, _), loss in zip(plan.objectives, losses, strict=True):
        searched.setdefault(outcome.name, -loss if outcome.better == "higher" else loss)    # the first criterion
    levers = plan.levers(point)
    return {
        "levers": levers, "varied": dict(point), "legal": restricted(plan, levers),
        "outcomes": {name: {"searched": searched[name], "fresh": found} for name, found in fresh.items()},
    }


def restricted(plan: SearchPlan, levers: Mapping[str, float]) -> dict[str, str]:
    """Return the levers that law restricts and that are used no less than today, each with the restriction."""
    before = plan.scenario.market.status_quo.levers
    return {
        name: LEVERS[name].legal for name, value in levers.items()
        if LEVERS[name].legal and value != LEVERS[name].neutral and abs(value - LEVERS[name].neutral)
        >= abs(before.get(name, LEVERS[name].default) - LEVERS[name].neutral)
    }
