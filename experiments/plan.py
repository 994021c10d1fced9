"""From the options of a comparison to its design: arms, firm, budget, seeds; everything wrong is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pandas as pd

from experiments.outcomes import outcome_named
from experiments.trial import REACTIONS, Arm, Design
from experiments.worlds import CENTRAL
from sim import Scenario, ScenarioError, load
from sim.manifests import described
from sim.mechanisms import removable
from sim.scenario_errors import OPTION, unknown
from sim.scenario_events import STATUS_QUO
from sim.scenario_fields import Origin

Named: TypeAlias = str | Path | Scenario
SHARED = ("market", "seed", "weeks", "customers", "outcome")    # what arms that are scenarios have in common
BOUNDS = {"customers": (100, 2_000_000), "weeks": (1, 2600), "seed": (0, 2**53)}    # as in scenario files
WORLD_KEYS = ("world", "draw", "seed")      # of a table of worlds, beside a column per uncertainty
MODES = ("equal", "free", "capped")
STATUS_QUO_TITLE = {"en": "Status quo", "de": "Weiter wie bisher"}
STATUS_QUO_ADVOCATE = {
    "en": "Nothing is changed, so nothing is spent on change and no customer has to get used to it.",
    "de": "Es wird nichts geändert; der Umbau kostet nichts, und niemand muss sich umgewöhnen.",
}


@dataclass(frozen=True)
class Plan:
    """A comparison about to be run: its design, its worlds, its base seed, the arm it compares with."""

    design: Design
    worlds: int | Literal["central"] | pd.DataFrame
    seed: int
    reference: int

    @property
    def n(self) -> int:
        """How many worlds are wanted."""
        if isinstance(self.worlds, pd.DataFrame):
            return len(self.worlds)
        return 1 if self.is_central else int(self.worlds)

    @property
    def is_central(self) -> bool:
        """Whether the one world with best values is asked for."""
        return isinstance(self.worlds, str)

    def manifest(self) -> dict[str, Any]:
        """Return the scenario as resolved, with the origin of every value."""
        scenarios = [arm.scenario for arm in self.design.arms if arm.scenario is not None] or [self.design.scenario]
        return {one.name: described(one) for one in scenarios}

    def options(self) -> dict[str, Any]:
        """Return everything else that the plan says, the arms with their levers, as JSON-able values."""
        design = self.design
        arms = [
            {"id": a.id, "title": a.title, "advocate": a.advocate, "levers": a.levers,
             "scenario": a.scenario.name if a.scenario else None} for a in design.arms
        ]
        return {
            "firm": design.firm, "mode": design.mode, "envelope": design.envelope, "rivals": design.rivals,
            "without": list(design.without), "established": design.established, "seed": self.seed,
            "reference": design.arms[self.reference].id, "arms": arms,
            "worlds": "table" if isinstance(self.worlds, pd.DataFrame) else self.worlds,
        }

    @classmethod
    def of(cls, scenarios: Mapping[str, Scenario], options: Mapping[str, Any], worlds: pd.DataFrame) -> Plan:
        """Return the plan that `manifest` and `options` wrote; `worlds` holds the worlds where they were a table."""
        arms = tuple(
            Arm(a["id"], a["title"], a["advocate"], dict(a["levers"]), scenarios.get(a["scenario"]))
            for a in options["arms"]
        )
        design = Design(
            next(iter(scenarios.values())), arms, options["firm"], options["mode"], options["envelope"],
            options["rivals"], tuple(options["without"]), established=options["established"],
        )
        wanted = worlds if options["worlds"] == "table" else options["worlds"]
        return cls(design, wanted, options["seed"], [arm.id for arm in arms].index(options["reference"]))


def plan_comparison(
    scenario: Named | Sequence[Named], strategies: Sequence[str] | None, *, firm: str | None = None,
    budget: str | None = None, rivals: str = "fixed", without: Sequence[str] = (), established: bool = False,
    seed: int | None = None, customers: int | None = None, weeks: int | None = None, reference: str | None = None,
    worlds: int | Literal["central"] | pd.DataFrame | None = None, fewest: int = 2,
) -> Plan:
    """Resolve the options of `compare`, or of what has fewer arms.

    Raises:
        ScenarioError: with all that is wrong with them.
    """
    alone = isinstance(scenario, str | Path | Scenario)
    loaded = [_loaded(one, seed=seed, customers=customers, weeks=weeks) for one in _several(scenario)]
    first = loaded[0]
    focal, wanted = firm or first.firm, first.worlds if worlds is None else worlds
    problems, arms = _out_of_bounds(first), list[Arm]()
    try:
        arms = _strategy_arms(first, strategies, focal) if alone else _written_arms(loaded, focal, budget)
        problems += _problem_of_arms([arm.id for arm in arms], reference, fewest)
    except ScenarioError as error:
        problems += error.problems
    problems += _problems(first, focal, rivals=rivals, budget=budget, without=without, worlds=wanted)
    if problems := problems + ([] if alone else _mixed(loaded, strategies)):
        raise ScenarioError(problems)
    design = Design(
        first, tuple(arms), focal, budget or first.budget.mode, first.budget.envelope, rivals, tuple(without),
        established=established,
    )
    return Plan(design, wanted, first.seed, [arm.id for arm in arms].index(reference) if reference else 0)


def _several(scenario: Named | Sequence[Named]) -> list[Named]:
    return [scenario] if isinstance(scenario, str | Path | Scenario) else list(scenario)


def _loaded(one: Named, **changes: int | None) -> Scenario:
    scenario = one if isinstance(one, Scenario) else load(one)
    known = {key: value for key, value in changes.items() if value is not None and value != getattr(scenario, key)}
    origins = {key: Origin(value, OPTION, OPTION) for key, value in known.items()}
    return scenario.model_copy(update=known | {"origins": scenario.origins | origins})


def _strategy_arms(scenario: Scenario, strategies: Sequence[str] | None, firm: str) -> list[Arm]:
    """Return an arm per strategy; levers that the scenario sets for the firm itself hold in every arm."""
    own = scenario.firms[firm].levers if firm in scenario.firms else {}
    return [strategy_arm(scenario, name, own) for name in strategies or scenario.strategies]


def strategy_arm(scenario: Scenario, name: str, own: dict[str, float]) -> Arm:
    """Return the arm of a strategy; `own` levers hold whatever the strategy says."""
    levers = {**scenario.strategy_levers(name), **own}
    if name == STATUS_QUO:
        return Arm(name, STATUS_QUO_TITLE, STATUS_QUO_ADVOCATE, levers)
    strategy = scenario.strategy(name)
    return Arm(Path(name).stem, strategy.title, strategy.advocate, levers)


def _written_arms(scenarios: list[Scenario], firm: str, budget: str | None) -> list[Arm]:
    """Return an arm per scenario; what the firm does there is what the scenario says, within the budget asked for."""
    if budget in {"equal", "free", "capped"}:
        changed = [s.budget.model_copy(update={"mode": budget}) for s in scenarios]
        scenarios = [s.model_copy(update={"budget": b}) for s, b in zip(scenarios, changed, strict=True)]
    return [
        Arm(s.name, s.title or s.name, s.question, s.firm_levers(firm) if firm in s.firms else {}, s) for s in scenarios
    ]


def _out_of_bounds(scenario: Scenario) -> list[str]:
    return [
        f"{name}: must lie in {low}..{high}, not {getattr(scenario, name)}"
        for name, (low, high) in BOUNDS.items() if not low <= getattr(scenario, name) <= high
    ]


def _problem_of_arms(ids: list[str], reference: str | None, fewest: int = 2) -> list[str]:
    found = []
    if len(ids) < fewest or len(set(ids)) < len(ids):
        found.append(f"strategies: at least two different ones are compared, not {', '.join(ids) or 'none'}")
    if reference is not None and reference not in ids:
        found.append(f"reference: {unknown('arm', reference, ids)}")
    return found


def _problems(
    scenario: Scenario, firm: str, *, rivals: str, budget: str | None, without: Sequence[str],
    worlds: int | str | pd.DataFrame,
) -> list[str]:
    found = []
    if firm not in scenario.market.firms:
        found.append(f"firm: {unknown('firm', firm, scenario.market.firms)}")
    if rivals not in REACTIONS:
        found.append(f"rivals: {unknown('reaction', rivals, REACTIONS)}")
    if budget is not None and budget not in MODES:
        found.append(f"budget: {unknown('mode', budget, MODES)}")
    if isinstance(worlds, pd.DataFrame):
        found += problems_of_worlds(scenario, worlds)
    known = removable()
    found += [f"without: {unknown('mechanism', name, known)}" for name in sorted(set(without) - known)]
    counted = isinstance(worlds, int) and worlds >= 1
    if not counted and not isinstance(worlds, pd.DataFrame) and worlds != CENTRAL:
        found.append(f"worlds: must be a whole number of at least 1, or 'central', not {worlds!r}")
    return found + _told(lambda: outcome_named(scenario.outcome))


def problems_of_worlds(scenario: Scenario, table: pd.DataFrame) -> list[str]:
    """Return what keeps a table from being worlds: keys missing, no row, names or values nobody knows."""
    missing = [name for name in WORLD_KEYS if name not in table.columns]
    if missing or not len(table):
        return [f"worlds: a table has a row per world and the columns {', '.join(WORLD_KEYS)}; make it by worlds(…)"]
    drawn, known = [name for name in table.columns if name not in WORLD_KEYS], scenario.uncertainties
    found = [f"worlds: {unknown('uncertainty', str(name), known)}" for name in drawn if name not in known]
    return found + [f"worlds: {name}: a value is missing" for name in table.columns if table[name].isna().any()]


def _told(check: Callable[[], object]) -> list[str]:
    try:
        check()
    except ScenarioError as error:
        return error.problems
    return []


def _mixed(scenarios: Iterable[Scenario], strategies: Sequence[str] | None) -> list[str]:
    """Return what keeps scenarios from being arms of one comparison: another market, seed, firm or horizon."""
    first, *others = scenarios
    found = ["strategies: the scenario files are the arms; leave --strategies out"] if strategies else []
    for other in others:
        unequal = [name for name in SHARED if getattr(first, name) != getattr(other, name)]
        found += [f"{other.name}: its {name} differs from that of {first.name}, which arms share" for name in unequal]
    return found
