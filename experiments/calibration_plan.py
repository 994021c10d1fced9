"""From the options of a fit to what is run: uncertainties and their ranges, targets; all mistakes at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.batch_folder import kept_inputs
from experiments.batch_tasks import code_digest
from experiments.calibration_posterior import PARTLY, Posterior
from experiments.calibration_runs import MODULE
from experiments.calibration_targets import Statistic, read_targets
from experiments.proposals import Point, written
from experiments.provenance import versions
from sim import Scenario, ScenarioError, load
from sim.scenario import list_shipped
from sim.scenario_errors import Problems, unknown
from sim.scenario_files import Library, shown
from sim.scenario_models import Target

if TYPE_CHECKING:
    import pandas as pd

KIND = "calibration"
CUSTOMERS, WEEKS = 2_000, 52    # as worlds are looked at (users.md S2)
REPLICATIONS = 2                # seeds by which a point is judged: assumption
LIKELY = (0.05, 0.95)           # ends of what is called the likely range
NAME = re.compile(r"[a-z0-9][a-z0-9_]*")


@dataclass(frozen=True)
class FitPlan:
    """A fit about to be run; `given` is what the new market says besides, `marks` what its title is marked with."""

    name: str
    file: Path
    scenario: Scenario
    statistics: tuple[Statistic, ...]
    targets: str
    ranges: dict[str, tuple[float, float]]
    replications: int
    command: str = "goodwill calibrate"
    given: Mapping[str, Any] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=lambda: {"en": "fitted", "de": "angepasst"})

    def nature(self, point: Mapping[str, float]) -> dict[str, float]:
        """Return the value of every uncertainty: the point's, else the best one."""
        return {name: value for name, (value, _) in self.scenario.uncertainties.items()} | dict(point)

    def share(self, name: str, likely: Posterior) -> float:
        """Return what share of an uncertainty's plausible range its likely values fill; all of it: 1."""
        low, high = self.ranges[name]
        ends = likely.quantiles(list(self.ranges).index(name), LIKELY)
        return min(1.0, (ends[1] - ends[0]) / (high - low) / (LIKELY[1] - LIKELY[0]))

    def fitted_ranges(self, point: Point, likely: Posterior) -> dict[str, tuple[float, float]]:
        """Return the ranges of the fitted market: likely values where targets say something, else as they were."""
        found = {}
        for place, (name, ends) in enumerate(self.ranges.items()):
            low, high = (written(x, ends) for x in likely.quantiles(place, LIKELY))
            says = self.share(name, likely) <= PARTLY
            found[name] = (min(low, point[name]), max(high, point[name])) if says else ends
        return found

    def manifest(self, evaluations: int, *, complete: bool) -> dict[str, Any]:
        """Return what is needed to run the fit again."""
        scenario = self.scenario
        return {
            "kind": KIND, "experiment": {"name": self.name}, "market": shown(self.file),
            "digest": scenario.digest(), "targets": self.targets, "fitted": list(self.ranges),
            "ranges": {name: list(ends) for name, ends in self.ranges.items()},
            "statistics": [
                {**one.target.model_dump(mode="json"), "value": one.value, "tolerance": one.tolerance,
                 "weight": one.weight, "firm": one.firm, "weeks": one.weeks, "per": one.per, "times": one.times}
                for one in self.statistics
            ],
            "evaluations": evaluations, "replications": self.replications, "seed": scenario.seed,
            "customers": scenario.customers, "weeks": scenario.weeks, "code": code_digest(MODULE),
            "versions": versions(), "complete": complete, **kept_inputs(scenario),
        }


def plan_kept(kept: Mapping[str, Any], scenario: Scenario) -> FitPlan:
    """Return the fit that `FitPlan.manifest` wrote, on the scenario that was kept beside it."""
    statistics = tuple(
        Statistic(
            Target.model_validate({name: one[name] for name in Target.model_fields}), one["value"],
            one["tolerance"], one["weight"], one["firm"], tuple(one["weeks"]) if one["weeks"] else None,
            one["per"], one["times"],
        )
        for one in kept["statistics"]
    )
    ranges = {name: (float(low), float(high)) for name, (low, high) in kept["ranges"].items()}
    return FitPlan(kept["experiment"]["name"], Path(kept["market"]), scenario, statistics, kept["targets"], ranges,
                   kept["replications"])


def plan_fit(
    market: str | Path, targets: str | Path | pd.DataFrame, *, evaluations: int, fit: Sequence[str] = (),
    name: str | None = None, replications: int = REPLICATIONS, sets: Sequence[str] = (), **shortcuts: int | None,
) -> FitPlan:
    """Resolve the options of `calibrate`.

    Raises:
        ScenarioError: with all that is wrong with them.
    """
    file = market_file(market)
    asked = {"customers": CUSTOMERS, "weeks": WEEKS} | {key: x for key, x in shortcuts.items() if x is not None}
    scenario = load(market, sets=[*sets, *(f"{key}={value}" for key, value in asked.items())])
    problems, statistics = list[str](), list[Statistic]()
    try:
        statistics = read_targets(targets, scenario, scenario.weeks)
    except ScenarioError as error:
        problems += error.problems
    names = list(dict.fromkeys(fit)) or _declared(scenario, file, len(statistics))
    called = name or f"{scenario.name}_fitted"
    problems += _problems(scenario, names, called, file, evaluations=evaluations)
    if problems:
        raise ScenarioError(problems)
    ranges = {one: scenario.uncertainties[one][1] for one in names}
    source = Path(targets).name if isinstance(targets, str | Path) else "a table"
    return FitPlan(called, file, scenario, tuple(statistics), source, ranges, replications)


def market_file(market: str | Path) -> Path:
    """Return the file of a market by its name or path.

    Raises:
        ScenarioError: if there is none, or it is a scenario.
    """
    problems = Problems()
    library = Library(problems)
    path = library.wanted(str(market), ("markets", "scenarios"))
    node = library.read(path)
    if node is None:
        raise problems.error()
    if path.resolve().parent.name != "markets" and not {"products", "segments"} <= node.mapping.keys():
        hint = f"name a market: {', '.join(list_shipped('markets'))}, or a file of one's own"
        raise ScenarioError([f"{shown(path)} is a scenario; {hint}"])
    return path


def _declared(scenario: Scenario, file: Path, most: int) -> list[str]:
    """Return the uncertainties of the market's file in its order, no more than there are targets."""
    own = shown(file)
    named = [
        path.split(".")[2] for path, origin in scenario.origins.items()
        if path.startswith("market.uncertainties.") and origin.where.rpartition(":")[0] == own
    ]
    ranges = scenario.uncertainties
    return [name for name in dict.fromkeys(named) if ranges[name][1][0] < ranges[name][1][1]][:most]


def _problems(scenario: Scenario, names: Sequence[str], called: str, file: Path, *, evaluations: int) -> list[str]:
    known = scenario.uncertainties
    found = [f"--fit: {unknown('uncertainty', one, known)}" for one in names if one not in known]
    found += [
        f"--fit: '{one}' is known here, {known[one][0]:g}; give it a plausible range in the market to have it fitted"
        for one in names if one in known and known[one][1][0] == known[one][1][1]
    ]
    if not names:
        found.append("--fit: name the uncertainties to fit, such as routine_hazard; scenarios/README.md lists them")
    least = 2 * len(names) + 4
    if evaluations < least:
        found.append(f"--evaluations: {len(names)} uncertainties need at least {least}, not {evaluations}")
    if not NAME.fullmatch(called):
        found.append(f"--name: '{called}' must be of small letters, digits and underscores")
    if called == file.stem or called in list_shipped("markets"):
        found.append(f"--name: there is a market '{called}' already; choose another")
    return found
