"""What is played beside a comparison, in its worlds and with its luck: the arms with more or less money, or tuned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.contrasts import Runs
from experiments.envelopes import envelopes, scaled
from experiments.forgone import total
from experiments.outcomes import ArmRun, Floats, discount
from experiments.trial import Arm, Design, Task, run_world
from experiments.tuned import tuned
from sim import ScenarioError

if TYPE_CHECKING:
    from experiments.execution import Crew
    from experiments.plan import Plan
    from experiments.tuning import Tuning
    from experiments.worlds import World


@dataclass(frozen=True, slots=True)
class Beside:
    """One world in which further arms of a design are played."""

    design: Design
    world: World

    def __str__(self) -> str:
        """Name the task for messages."""
        return f"world {self.world.number}, beside the comparison"


def run_beside(task: Beside) -> Floats:
    """Run the arms and return of each the primary outcome, what it spent and what it gave up, arms × 3."""
    runs = run_world(Task(task.design, task.world)).arms
    return np.array([looked_at(run, task.design) for run in runs])


def looked_at(run: ArmRun, design: Design) -> tuple[float, float, float]:
    """Return the primary outcome, and the present values of what was spent and given up."""
    factors = discount(len(run.courses["spend"]), float(design.scenario.market.discount_rate))
    return run.of(design.scenario.outcome), float(run.courses["spend"] @ factors), total(run)


def check_beside(plan: Plan, *, envelopes: bool, tuning: Tuning | None) -> None:
    """Look whether what is asked for beside a comparison can be played.

    Raises:
        ScenarioError: with all that is wrong.
    """
    found, design = list[str](), plan.design
    if envelopes and design.mode == "free":
        found.append("envelopes: with budget 'free' there is no envelope to halve; use equal or capped")
    if (envelopes or tuning) and any(arm.scenario for arm in design.arms):
        what = "envelopes" if envelopes else "tuned"
        found.append(f"{what}: scenario files are the arms, played as they are written; name one scenario")
    known = {arm.id for arm in design.arms}
    strange = [one.of for one in (tuning.strategies if tuning else ()) if one.of not in known]
    found += [f"tuned: '{name}' is not among the strategies compared" for name in strange]
    if found:
        raise ScenarioError(found)


def play_beside(
    runs: Runs, worlds: Sequence[World], crew: Crew, tell: Callable[[int, int, str | None], None], *,
    with_envelopes: bool, tuning: Tuning | None,
) -> dict[str, Any]:
    """Return the parts of a comparison that further runs in its worlds take; {} where nothing is asked for.

    Args:
        runs: the comparison.
        worlds: its worlds, in the same order.
        crew: runs the worlds.
        tell: called with worlds done, worlds wanted, and once a line.
        with_envelopes: whether every arm is played with less and with more money.
        tuning: the strategies as they were tuned.
    """
    more = scaled(runs.design.arms) if with_envelopes else ()
    best = tuning.arms if tuning else ()
    if not more and not best:
        return {}
    found = _played(replace(runs.design, arms=(*more, *best)), worlds, crew, tell)
    own = np.array([[looked_at(arm, runs.design) for arm in run.arms] for run in runs.worlds])
    parts: dict[str, Any] = {}
    if more:
        parts["envelopes"] = envelopes(runs, own, found[:, : len(more)])
    if tuning:
        parts["tuned"] = tuned(runs, own, found[:, len(more) :], tuning)
    return parts


def _played(
    design: Design, worlds: Sequence[World], crew: Crew, tell: Callable[[int, int, str | None], None],
) -> Floats:
    found = []
    for one in crew.stream(run_beside, (Beside(design, world) for world in worlds)):
        found.append(one)
        tell(len(found), len(worlds), _line(design.arms) if len(found) == 1 else None)
    return np.array(found)


def _line(arms: Sequence[Arm]) -> str:
    return f"the same worlds again for {len(arms)} further arms: {', '.join(arm.id for arm in arms)}"
