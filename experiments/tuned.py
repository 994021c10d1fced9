"""The tuned strategies judged: in the worlds of the comparison, beside the presets, each against the other's best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.parameters import LEVERS
from experiments import statistics as st
from experiments.contrasts import Runs, contrast, mean_known, outcome_margin
from experiments.envelopes import OUTCOME, SPENT
from experiments.margins import margin_of
from experiments.statistics import Floats

if TYPE_CHECKING:
    from experiments.tuning import Best, Tuning

FORGONE = 2     # place of the margin given up among what is looked at


def tuned(runs: Runs, own: Floats, found: Floats, tuning: Tuning) -> dict[str, Any]:
    """Return every tuned strategy beside its preset, and each against the reference's best.

    `strategies[].searched` is the gain over the preset in the worlds of the tuning, `judged` in those of the
    comparison: what of it was luck of the choice shows in the difference.

    Args:
        runs: the comparison.
        own: outcome, money spent and margin given up of its arms, worlds × arms × 3.
        found: the same of the tuned strategies, worlds × strategies × 3.
        tuning: how they were tuned.
    """
    outcome, places = runs.outcomes[0], {one.of: k for k, one in enumerate(tuning.strategies)}
    reference = runs.arms[runs.reference]
    base = found[:, places[reference]] if reference in places else own[:, runs.reference]
    level, margin = st.against_reference(len(runs.arms)), outcome_margin(runs, outcome.name)
    gaps = {name: found[:, k, OUTCOME] - base[:, OUTCOME] for name, k in places.items() if name != reference}
    return {
        "evaluations": tuning.evaluations, "worlds": tuning.worlds, "customers": tuning.customers,
        "keep_sides": tuning.keep_sides,
        "judged": runs.n, "outcome": outcome.name, "reference": reference, "reference_tuned": reference in places,
        "strategies": [
            _strategy(one, runs, found[:, k], own[:, runs.arms.index(one.of)])
            for k, one in enumerate(tuning.strategies)
        ],
        "contrasts": {name: contrast(gap, margin, outcome, level=level) for name, gap in gaps.items()},
        "not_beaten": [
            tuning.strategies[k].of for k in st.not_beaten(_known(found[:, :, OUTCOME]), margin, outcome.better)
        ],
        "equal_cost": _costs_the_same([mean_known(base[:, SPENT]), *(mean_known(x) for x in found[:, :, SPENT].T)]),
        "reference_spent": mean_known(base[:, SPENT]),
    }


def _known(values: Floats) -> Floats:
    return values[np.isfinite(values).all(axis=1)]


def _costs_the_same(spent: list[float]) -> bool:
    margin = margin_of("spend", reference=spent[0])
    return all(abs(one - spent[0]) <= margin for one in spent)


def _strategy(one: Best, runs: Runs, found: Floats, preset: Floats) -> dict[str, Any]:
    """Return one tuned strategy; `found` and `preset`: worlds × 3."""
    outcome = runs.outcomes[0]
    gain = found[:, OUTCOME] - preset[:, OUTCOME]
    return {
        "id": one.id, "of": one.of, "titles": one.titles, "evaluated": one.tried, "failed": one.failed,
        "outside": one.outside,
        "found_at": one.found_at, "levers": {name: _lever(one, name) for name in one.point}, "crossed": one.crossed,
        "legal": one.legal, "searched": one.gain, "level": st.spread(found[:, OUTCOME]),
        "judged": contrast(gain, outcome_margin(runs, outcome.name), outcome, level=0.95),
        "spent": mean_known(found[:, SPENT]), "forgone": mean_known(found[:, FORGONE]),
    }


def _lever(one: Best, name: str) -> dict[str, Any]:
    lever, today = LEVERS[name], one.plan.scenario.market.status_quo.levers
    return {
        "about": lever.about, "unit": lever.unit, "plausible": list(one.plan.ranges[name]),
        "today": today.get(name, lever.default), "preset": one.plan.base[name], "tuned": one.point[name],
    }
