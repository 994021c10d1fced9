"""Accounting is not causation: the largest causes of trust, each taken out of the market, the same worlds run again.

The ledger says through which meeting trust changed. What a mechanism *makes* of the difference between two strategies
is told by paired runs without it: the difference with it minus the difference without it, world by world.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.books import ROUTES
from experiments import statistics as st
from experiments.causes import trust_changes
from experiments.contrasts import Runs
from experiments.execution import Crew
from experiments.languages import _
from experiments.margins import margin_of
from experiments.phrases import spoken
from experiments.trial import Design, Task, adopt, rivals_only, run_world
from experiments.warm import warmed
from experiments.worlds import World
from sim.mechanisms import MECHANISMS, removable

Floats = NDArray[np.float64]
LARGEST = 3     # causes that are taken out
PILOT = 8       # worlds from which it is judged how many are needed: assumption
MOST = st.ENOUGH_WORLDS     # more would cost more than the comparison itself
ENOUGH = 0.5    # of the margin: the mean is known well enough when its 95 % limits are nearer than that: assumption


@dataclass(frozen=True, slots=True)
class Removal:
    """One world of a design whose arms are run without each of some mechanisms in turn."""

    design: Design
    world: World
    mechanisms: tuple[str, ...]

    def __str__(self) -> str:
        """Name the task for messages."""
        return f"world {self.world.number} without {', '.join(self.mechanisms)}"


def run_without(task: Removal) -> Floats:
    """Return the cohort's trust at the end, mechanisms × arms; one warm-up serves all of them where arms share it."""
    design = task.design
    if design.established or any(arm.scenario for arm in design.arms):
        ways = [replace(design, without=(*design.without, one)) for one in task.mechanisms]
        runs = [run_world(Task(way, task.world)) for way in ways]
        return np.array([[arm.of("trust_cohort") for arm in run.arms] for run in runs])
    market = warmed(rivals_only(design.scenario, design.firm), task.world.seed, task.world.nature)
    try:
        for mechanism in design.without:
            market.without(mechanism)
        snapshot, firm = market.snapshot(), list(design.scenario.market.firms).index(design.firm)
        ends = np.zeros((len(task.mechanisms), len(design.arms)))
        for place in np.ndindex(ends.shape):
            market.restore(snapshot)
            market.without(task.mechanisms[place[0]])
            adopt(market, design, design.arms[place[1]])
            market.run(design.scenario.weeks)
            ends[place] = market.results.metric("trust_cohort")[-1, firm]
        return ends
    finally:
        market.close()


def largest(causes: Sequence[Mapping[str, Any]], without: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """Return the mechanisms of the largest causes, at most three, and the larger causes that cannot be taken out.

    Args:
        causes: rows with cause, label and difference, the largest first.
        without: mechanisms that are out already.
    """
    by_cause = {route.cause: route.mechanism for route in ROUTES}
    found, kept = list[str](), list[str]()
    for row in causes:
        mechanism = by_cause.get(str(row["cause"]), "")
        if len(found) == LARGEST or row["difference"] == 0:
            break
        if mechanism not in removable() - set(without):
            kept.append(str(row["label"]))
        elif mechanism not in found:
            found.append(mechanism)
    return found, kept


def worlds_wanted(effects: Floats, margin: float, there: int) -> int:
    """Return how many worlds tell every effect well enough: Stein's two stages, n = (t s / d)², d half the margin.

    Args:
        effects: of the pilot, worlds × mechanisms.
        margin: of relevance.
        there: how many worlds there are at most.

    Source: Stein (1945), A two-sample test for a linear hypothesis whose power is independent of the variance.
    """
    n = len(effects)
    if n < 2 or margin <= 0:
        return min(n, there)
    spread = float(effects.std(axis=0, ddof=1).max())
    needed = math.ceil((st.t_quantile(0.975, n - 1) * spread / (ENOUGH * margin)) ** 2)
    return min(max(n, needed), there, MOST)


def remove_largest(
    runs: Runs, worlds: Sequence[World], arm: str, *, crew: Crew, causes: Sequence[Mapping[str, Any]],
    tell: Callable[[int, int, str | None], None] | None = None,
) -> dict[str, Any] | None:
    """Run the largest causes of an arm's difference again without them; None where none can be taken out.

    Args:
        runs: the comparison.
        worlds: its worlds, in the same order.
        arm: the arm that is compared with the reference.
        crew: runs the worlds.
        causes: the arm's causes, largest first, as `causes.trust` gives them.
        tell: called with worlds done, worlds wanted (so far), and once a line.
    """
    mechanisms, kept = largest(causes, (*runs.design.without, *runs.design.scenario.left_out))
    if not mechanisms:
        return None
    two = (runs.reference, runs.arms.index(arm))
    design = replace(runs.design, arms=tuple(runs.design.arms[k] for k in two))
    full = runs.values("trust_cohort")[:, two]
    gaps: list[Floats] = []

    def effects() -> Floats:
        with_it = (full[:, 1] - full[:, 0])[: len(gaps), None]
        return np.asarray(with_it - np.array(gaps))

    wanted = min(PILOT, runs.n)
    while len(gaps) < wanted:
        batch = _tasks(design, worlds[len(gaps) : wanted], mechanisms)
        for ends in crew.stream(run_without, batch):
            gaps.append(ends[:, 1] - ends[:, 0])
            if tell is not None:
                tell(len(gaps), wanted, _line(mechanisms) if len(gaps) == 1 else None)
        wanted = worlds_wanted(effects(), margin_of("trust_cohort"), runs.n)
    return _summary(runs, two, mechanisms, effects=effects(), kept=kept)


def _tasks(design: Design, worlds: Sequence[World], mechanisms: Sequence[str]) -> Iterator[Removal]:
    return (Removal(design, world, tuple(mechanisms)) for world in worlds)


def _line(mechanisms: Sequence[str]) -> str:
    titles = ", ".join(f"{one} ({spoken().text(MECHANISMS[one].title)})" for one in mechanisms)
    return _("now without {mechanisms}", mechanisms=titles)


def _summary(
    runs: Runs, arms: tuple[int, int], mechanisms: Sequence[str], *, effects: Floats, kept: list[str]
) -> dict[str, Any]:
    """Return booked beside without it, over the same worlds."""
    n, routes = len(effects), runs.worlds[0].routes
    changes = trust_changes(runs)[:n]
    booked = changes[:, arms[1]] - changes[:, arms[0]]
    by_cause = {route.cause: route.mechanism for route in ROUTES}
    rows = []
    for number, mechanism in enumerate(mechanisms):
        own = [r for r, route in enumerate(routes) if by_cause.get(route[0]) == mechanism and booked[:, r].any()]
        own.sort(key=lambda r: -abs(booked[:, r].mean()))
        rows.append({
            "mechanism": mechanism, "titles": dict(MECHANISMS[mechanism].title),
            "causes": [{"cause": routes[r][0], "label": routes[r][1], **_over(booked[:, r])} for r in own],
            "booked": _over(booked[:, own].sum(axis=1)), "without": _over(effects[:, number]),
        })
    return {"arm": runs.arms[arms[1]], "worlds": n, "margin": margin_of("trust_cohort"), "rows": rows, "kept": kept}


def _over(values: Floats) -> dict[str, float]:
    low, high = (float(x) for x in st.quantiles(values, [0.1, 0.9]))
    return {"mean": float(values.mean()), "p10": low, "p90": high}
