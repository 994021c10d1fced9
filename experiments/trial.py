"""One world, every arm: the unit of work. Warm up once, put each arm into the snapshot, return small arrays only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from agents.books import LINES, ROUTES
from experiments.outcomes import YEAR, ArmRun, measure
from experiments.warm import warmed
from experiments.worlds import World, second_seed
from sim import Market, Scenario
from sim.scenario_events import STATUS_QUO

FOLLOW_WEEK = 52        # rivals adopt the arm's strategy after a year (users.md F5: "follow after 52 weeks")
PRICE_CUT_WEEK = 26     # assumption: rivals need half a year to answer with a price
PRICE_CUT = -0.05       # assumption
# levers of rivals that answer what they see: assumption
ADAPTIVE = {"price_reaction": 0.5, "imitation": 0.3, "churn_reaction": 0.5}
REACTIONS = ("fixed", "follow", "price_cut", "adaptive")


@dataclass(frozen=True, slots=True)
class Arm:
    """One side of a comparison: the levers of a strategy, or a scenario run as it is written.

    `share` is what it may spend of the design's envelope.
    """

    id: str
    title: Any
    advocate: Any
    levers: dict[str, float]
    scenario: Scenario | None = None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Design:
    """What is the same in every world of a comparison."""

    scenario: Scenario
    arms: tuple[Arm, ...]
    firm: str
    mode: str = "equal"
    envelope: float = 1.0
    rivals: str = "fixed"
    without: tuple[str, ...] = ()
    established: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One world of a design; `again` runs it with its second seed."""

    design: Design
    world: World
    again: bool = False

    def __str__(self) -> str:
        """Name the task for messages."""
        return f"world {self.world.number}{' (second seed)' if self.again else ''}"

    @property
    def seed(self) -> int:
        """The seed of this run."""
        return second_seed(self.world) if self.again else self.world.seed


@dataclass(frozen=True, slots=True)
class WorldRun:
    """What one world says about every arm, and the names along the arrays' axes."""

    world: int
    seed: int
    arms: tuple[ArmRun, ...]
    segments: tuple[str, ...]
    lines: tuple[str, ...]
    routes: tuple[tuple[str, str, str, str, str], ...] = field(repr=False)


def run_world(task: Task) -> WorldRun:
    """Run every arm in one world."""
    design = task.design
    if design.established or any(arm.scenario for arm in design.arms):
        runs = [_run_alone(task, arm) for arm in design.arms]
    else:
        runs = _run_from_snapshot(task)
    routes = tuple((r.cause, r.label, r.department, r.channel, r.actor) for r in ROUTES)
    segments, lines = tuple(design.scenario.market.segments), tuple(line.name for line in LINES)
    return WorldRun(task.world.number, task.seed, tuple(runs), segments, lines, routes)


def rivals_only(scenario: Scenario, firm: str) -> Scenario:
    """Return the scenario without what it plans for the focal firm, strategies adopted later included.

    There every arm has its own plan; what else happens to the firm (prices, single levers) happens in every arm.
    """
    plans = {name: plan for name, plan in scenario.firms.items() if name != firm}
    events = tuple(
        e.model_copy(update={"strategy": STATUS_QUO}) if e.kind == "entrant" and e.firm == firm else e
        for e in scenario.events if not (e.kind == "strategy" and e.firm == firm)
    )
    return scenario.model_copy(update={"firms": plans, "events": events})


def _run_from_snapshot(task: Task) -> list[ArmRun]:
    design = task.design
    market = warmed(rivals_only(design.scenario, design.firm), task.seed, task.world.nature)
    try:
        for mechanism in design.without:
            market.without(mechanism)
        snapshot, runs = market.snapshot(), []
        for arm in design.arms:
            market.restore(snapshot)
            adopt(market, design, arm)
            market.run(design.scenario.weeks)
            runs.append(measure(market.results, design))
        return runs
    finally:
        market.close()


def _run_alone(task: Task, arm: Arm) -> ArmRun:
    """Run an arm with a warm-up of its own: under its own strategy (`established`), or a scenario as it is written."""
    design = task.design
    scenario = arm.scenario or rivals_only(design.scenario, design.firm)
    market = Market(scenario, rng=task.seed, nature=task.world.nature)
    try:
        if design.established:
            establish(market, design, arm)
        market.warm_up()
        for mechanism in design.without:
            market.without(mechanism)
        react(market, design, arm)
        market.run(design.scenario.weeks)
        return measure(market.results, design)
    finally:
        market.close()


def establish(market: Any, design: Design, arm: Arm) -> None:
    """Let the firm adopt an arm a year into the warm-up, so that the budget of the status quo is known."""
    for _ in range(min(YEAR, design.scenario.market.warm_up // 2)):
        market.step()
    market.adopt(design.firm, arm.levers, budget=design.mode, envelope=design.envelope * arm.share)


def adopt(market: Any, design: Design, arm: Arm) -> None:
    """Let the firm adopt an arm in week 0, and let the rivals react as the design says."""
    market.adopt(design.firm, arm.levers, budget=design.mode, envelope=design.envelope * arm.share)
    react(market, design, arm)


def react(market: Any, design: Design, arm: Arm) -> None:
    """Let the rivals react: not at all, by following after a year, by a lower price, or to what they see."""
    for rival in design.scenario.market.firms:
        if rival == design.firm:
            continue
        if design.rivals == "follow":
            market.schedule(FOLLOW_WEEK, "strategy", rival, levers=arm.levers, budget=design.mode,
                            envelope=design.envelope)
        elif design.rivals == "price_cut":
            market.schedule(PRICE_CUT_WEEK, "price", rival, change=PRICE_CUT)
        elif design.rivals == "adaptive":
            market.schedule(0, "levers", rival, levers=ADAPTIVE)
