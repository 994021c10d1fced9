"""From the options of a search to what is run: levers and their ranges, outcomes, worlds; all mistakes at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.parameters import LEVERS
from experiments.experiment_files import read_experiment, study_kept
from experiments.outcomes import BY_NAME, LAST_YEAR, SPENT, YEAR, Outcome, outcome_named
from experiments.plan import MODES, STATUS_QUO_TITLE
from experiments.trial import REACTIONS
from sim import Scenario, ScenarioError, load
from sim.scenario import Draft, list_shipped, load_strategy
from sim.scenario_errors import Problems, unknown
from sim.scenario_events import STATUS_QUO

if TYPE_CHECKING:
    from experiments.experiment_files import Study
    from experiments.proposals import Point

CRITERIA = ("mean", "worst_tenth")
OUTCOMES = ("profit", "trust_cohort", "churn_year")
WORLDS, JUDGED = 20, 40     # of the search, and fresh ones for the judgement: assumptions about patience
SEARCH_FROM = 1_000_000     # the search draws its worlds from here on, so that no comparison ever meets one of them
MOST_LEVERS = 40


@dataclass(frozen=True)
class SearchPlan:
    """A search about to be run."""

    name: str
    file: str
    scenario: Scenario
    strategy: str
    base: dict[str, float]
    ranges: dict[str, tuple[float, float]]
    outcomes: tuple[Outcome, ...]
    criteria: tuple[str, ...]
    settings: tuple[str, ...]
    rivals: str
    worlds: int
    judged: int
    without: tuple[str, ...] = ()
    established: bool = False
    values: Mapping[str, Any] | None = None     # the scenario as a manifest keeps it: then its file is not read

    @property
    def objectives(self) -> list[tuple[Outcome, str]]:
        """What the search makes better: each outcome by each criterion."""
        return [(outcome, criterion) for criterion in self.criteria for outcome in self.outcomes]

    @property
    def given(self) -> list[Point]:
        """The points that are tried first: the strategy as it is and the status quo, as far as they are plausible."""
        before = self.scenario.market.status_quo.levers
        today = {name: before.get(name, LEVERS[name].default) for name in self.ranges}
        both = [self._within({**today, **self.base}), self._within(today)]
        return both if both[0] != both[1] else both[:1]

    def _within(self, levers: Mapping[str, float]) -> Point:
        return {name: min(max(levers[name], low), high) for name, (low, high) in self.ranges.items()}

    def levers(self, point: Point) -> dict[str, float]:
        """Return all levers of a candidate: the strategy's, and those that were varied."""
        return {**self.base, **point}

    def study(self, arms: Sequence[str], *, varied: bool) -> Study:
        """Return the experiment of some arms; `varied`: with the levers as factors."""
        firm = self.scenario.firm
        paths = {
            name: {"path": f"firms.{firm}.levers.{name}", "range": list(ends)} for name, ends in self.ranges.items()
        }
        names = list(dict.fromkeys(["revenue", *(outcome.name for outcome in self.outcomes)]))
        experiment: dict[str, Any] = {
            "name": self.name, "scenario": self.file, "strategies": list(arms),
            "rivals": self.rivals, "without": list(self.without), "established": self.established,
            "measures": {
                **{name: measure_of(name, self.scenario.weeks) for name in names},
                SPENT: {"metric": SPENT, "take": "present_value"},
            },
        }
        if varied:
            experiment |= {"factors": paths, "design": "latin_hypercube", "points": 1}
        if self.values is not None:
            draft = Draft(self.file, Problems(), values={**self.values, "strategies": list(arms)})
            return study_kept(experiment.pop("name"), experiment, draft, self.file)
        return read_experiment(experiment, [f"settings.{text}" for text in self.settings])

    @classmethod
    def kept(cls, kept: Mapping[str, Any], scenario: Scenario, values: Mapping[str, Any]) -> SearchPlan:
        """Return the search that a manifest keeps, on the scenario that was kept beside it."""
        ranges = {name: (float(low), float(high)) for name, (low, high) in kept["ranges"].items()}
        outcomes = tuple(_worded(outcome_named(name)) for name in kept["outcomes"])
        return cls(
            kept["experiment"]["name"], kept["scenario"], scenario, kept["strategy"], kept["base"], ranges, outcomes,
            tuple(kept["criteria"]), tuple(kept["settings"]), kept["rivals"], kept["worlds"], kept["judged"],
            tuple(kept["without"]), kept["established"], values,
        )


def measure_of(name: str, weeks: int) -> dict[str, Any]:
    """Return how an outcome is measured: a declared one as `compare` does, another metric over the last year."""
    return {"outcome": name} if name in BY_NAME else {"metric": name, "window": [-min(YEAR, weeks), -1]}


def plan_search(
    scenario: str | Path, *, levers: Sequence[str] = (), strategy: str | None = None, firm: str | None = None,
    outcomes: Sequence[str] = OUTCOMES, criteria: Sequence[str] = ("mean",), budget: str | None = None,
    rivals: str = "fixed", without: Sequence[str] = (), established: bool = False, worlds: int = WORLDS,
    judged: int = JUDGED, sets: Sequence[str] = (), **shortcuts: int | None,
) -> SearchPlan:
    """Resolve the options of `optimise`.

    Raises:
        ScenarioError: with all that is wrong with them.
    """
    named = {**shortcuts, "firm": firm, "budget.mode": budget if budget in MODES else None}
    settings = (*sets, *(f"{name}={value}" for name, value in named.items() if value is not None))
    loaded = load(scenario, sets=settings)
    problems = _options(loaded, levers, strategy, criteria, budget=budget, rivals=rivals)
    judges = _collected(outcomes, outcome_named, "--outcomes", problems)
    base = _collected([strategy] if strategy else [], loaded.strategy_levers, "--strategy", problems)
    names = list(dict.fromkeys(levers)) or list(base[0] if base else {})
    if not names and not problems:
        problems.append("--levers: name what may be changed, or a --strategy whose levers are")
    if len(names) > MOST_LEVERS:
        problems.append(f"--levers: {len(names)} are too many to search; name at most {MOST_LEVERS}")
    if problems:
        raise ScenarioError(problems)
    own = {} if strategy is None else dict(base[0])
    ranges = {name: LEVERS[name].plausible for name in names}
    return SearchPlan(
        f"optimise_{loaded.name}", str(scenario), loaded, strategy or STATUS_QUO, own, ranges,
        tuple(_worded(one) for one in judges), tuple(criteria), settings, rivals, worlds, judged,
        tuple(without), established,
    )


def _options(
    scenario: Scenario, levers: Sequence[str], strategy: str | None, criteria: Sequence[str], *, budget: str | None,
    rivals: str,
) -> list[str]:
    found = [f"--levers: {unknown('lever', name, LEVERS)}" for name in levers if name not in LEVERS]
    found += [f"--by: {unknown('criterion', name, CRITERIA)}" for name in criteria if name not in CRITERIA]
    if budget is not None and budget not in MODES:
        found.append(f"--budget: {unknown('mode', budget, MODES)}")
    if rivals not in REACTIONS:
        found.append(f"--rivals: {unknown('reaction', rivals, REACTIONS)}")
    own = scenario.firms[scenario.firm].levers if scenario.firm in scenario.firms else {}
    held = sorted(set(own) & set(levers))
    found += [f"--levers: the scenario itself sets '{name}' of {scenario.firm}; take it out there" for name in held]
    return found if strategy != STATUS_QUO else [*found, "--strategy: the status quo has no levers of its own"]


def _collected(
    names: Sequence[str], look_up: Callable[[str], Any], option: str, problems: list[str],
) -> list[Any]:
    found = []
    for name in dict.fromkeys(names):
        try:
            found.append(look_up(name))
        except ScenarioError as error:
            problems += [f"{option}: {problem}" for problem in error.problems]
    return found


def _worded(outcome: Outcome) -> Outcome:
    """Return an outcome with what is measured of it: other metrics than the declared ones over the last year."""
    return outcome if outcome.name in BY_NAME else replace(outcome, population=LAST_YEAR)


def presets() -> list[str]:
    """Return the shipped strategies, which stand beside what is found."""
    return list_shipped("strategies")


def strategy_title(name: str) -> Any:
    """Return the title of a strategy."""
    return STATUS_QUO_TITLE if name == STATUS_QUO else load_strategy(name).title
