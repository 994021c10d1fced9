"""What sensitivity and discovery ask alike: two strategies, one outcome, what is varied, the experiment to run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from agents.parameters import LEVERS, UNCERTAINTIES
from experiments.experiment_checks import declared_range
from experiments.languages import _
from experiments.margins import margin_of, margins
from experiments.outcomes import BY_NAME, Outcome, outcome_named
from experiments.phrases import spoken
from experiments.plan import strategy_arm
from experiments.statistics import oriented
from experiments.trial import Arm
from sim import Scenario, ScenarioError, load
from sim.mechanisms import MECHANISMS
from sim.scenario_errors import unknown

if TYPE_CHECKING:
    from experiments.batch_tables import Batch

REVENUE = "revenue"     # measured beside the outcome: margins of money are shares of it


@dataclass(frozen=True, slots=True)
class Varied:
    """One thing that is varied: its path in the scenario, its name in words, its unit and range."""

    name: str
    path: str
    label: str
    unit: str
    low: float
    high: float
    mechanism: str = ""

    def described(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "name": self.name, "path": self.path, "label": self.label, "unit": self.unit, "low": self.low,
            "high": self.high, "mechanism": self.mechanism,
        }


@dataclass(frozen=True)
class Question:
    """How far a strategy is ahead of another in one outcome, in the words of a scenario."""

    named: str
    scenario: Scenario
    arms: tuple[Arm, Arm]
    strategies: tuple[str, str]
    outcome: Outcome
    sets: tuple[str, ...]

    @property
    def arm(self) -> Arm:
        """The strategy that is asked about; the difference is its value less the other's."""
        return self.arms[1]

    def experiment(self, what: str, **keys: Any) -> dict[str, Any]:
        """Return the experiment that answers, to which a design or worlds are added."""
        own = {"outcome": self.outcome.name} if self.outcome.name in BY_NAME else {
            "metric": self.outcome.name, "take": "end",
        }
        measures = {self.outcome.name: own, REVENUE: {"outcome": REVENUE}}
        return {
            "name": f"{what} {self.scenario.name}", "scenario": self.named, "strategies": list(self.strategies),
            "measures": measures, **keys,
        }

    @property
    def settings(self) -> list[str]:
        """The changes of the scenario as an experiment takes them."""
        return [f"settings.{one}" for one in self.sets]

    def gaps(self, done: Batch) -> pd.DataFrame:
        """Return the differences by point and world (rows) and replication (columns), + as good for the strategy."""
        found = done.differences()
        wide = found.pivot_table(
            index=["point", "world"], columns="replication", values=self.outcome.name, dropna=False, sort=True,
        )
        return pd.DataFrame(oriented(wide, self.outcome.better), index=wide.index, columns=wide.columns)

    def margin(self, runs: pd.DataFrame) -> float:
        """Return the margin of relevance, from the reference's mean over all runs; 0 if none is declared."""
        if self.outcome.name not in margins():
            return 0.0
        own = runs[runs["strategy"] == self.arms[0].id]
        return margin_of(
            self.outcome.name, reference=float(own[self.outcome.name].mean()), revenue=float(own[REVENUE].mean()),
        )

    def described(self, margin: float) -> dict[str, Any]:
        """Return what a report says of the question."""
        scenario, outcome = self.scenario, self.outcome
        arms = [{"id": arm.id, "title": spoken().text(arm.title), "advocate": arm.advocate} for arm in self.arms]
        return {
            "scenario": scenario.name, "title": spoken().text(scenario.market.title), "firm": scenario.firm,
            "weeks": scenario.weeks, "customers": scenario.customers, "warm_up": int(scenario.market.warm_up),
            "seed": scenario.seed, "currency": scenario.market.currency, "arms": arms, "reference": self.arms[0].id,
            "outcome": {
                "name": outcome.name, "label": outcome.label, "unit": outcome.unit, "kind": outcome.kind,
                "better": outcome.better, "population": outcome.population, "margin": margin,
            },
        }


def ask(
    scenario: str | Path, strategies: Sequence[str] | None = None, outcome: str | None = None,
    sets: Sequence[str] = (),
) -> Question:
    """Return the question after a look at everything in it.

    Args:
        scenario: a shipped scenario or market, or a file.
        strategies: the reference and the strategy that is asked about; default: the scenario's first two.
        outcome: what they differ in; default: the scenario's.
        sets: changes `PATH=VALUE` of the scenario.

    Raises:
        ScenarioError: with all that is wrong.
    """
    found = load(scenario, sets=sets)
    names = tuple(strategies or found.strategies[:2])
    if len(names) != 2 or names[0] == names[1]:
        said = ", ".join(names) or "none"
        raise ScenarioError([f"strategies: two different ones are compared, the reference first; found {said}"])
    own = found.firms[found.firm].levers if found.firm in found.firms else {}
    first, second = (strategy_arm(found, name, own) for name in names)
    asked = outcome_named(outcome or found.outcome)
    return Question(str(scenario), found, (first, second), (names[0], names[1]), asked, tuple(sets))


def varied(question: Question, over: Sequence[str]) -> list[Varied]:
    """Return what is varied.

    Args:
        question: whose scenario and strategies it is.
        over: any of `uncertainties` (all whose plausible range has a width), `levers` (all, in the strategy that is
            asked about), the name of one, or a dotted path, of which `PATH=LOW:HIGH` gives the range.

    Raises:
        ScenarioError: with all that is wrong.
    """
    found, problems = dict[str, Varied](), list[str]()
    for text in over or ("uncertainties",):
        for path, ends in _paths(text, question, problems):
            ends = ends or declared_range(_on_firm(path, question), "plausible", question.scenario)  # noqa: PLW2901  the declared one
            if ends is None:
                need = "only a lever or an uncertainty has a plausible range"
                problems.append(f"--over {text}: {need}; write {path}=LOW:HIGH")
            elif ends[0] > ends[1] or (ends[0] == ends[1] and text != "uncertainties"):
                problems.append(f"--over {text}: {ends[0]:g} to {ends[1]:g} is no range")
            elif ends[0] < ends[1]:
                found.setdefault(path, _varied(path, ends, {one.name for one in found.values()}))
    if problems or not found:
        raise ScenarioError(problems or ["--over: nothing is varied"])
    return list(found.values())


def _paths(text: str, question: Question, problems: list[str]) -> Iterator[tuple[str, tuple[float, float] | None]]:
    """Yield the paths that a text names, with the range it gives."""
    path, is_given, span = text.partition("=")
    levers, uncertain = f"strategies.{question.arm.id}.levers.", "market.uncertainties."
    try:
        low, high = (float(end) for end in span.split(":")) if is_given else (0.0, 0.0)
    except ValueError:
        problems.append(f"--over {text}: write PATH=LOW:HIGH, as in firms.Beta.price=0.9:1.1")
        return
    ends = (low, high) if is_given else None
    if path in {"uncertainties", "levers"}:
        prefix, names = (uncertain, question.scenario.uncertainties) if path == "uncertainties" else (levers, LEVERS)
        yield from ((prefix + name, ends) for name in names)
    elif "." in path:
        yield path, ends
    elif path in question.scenario.uncertainties:
        yield uncertain + path, ends
    elif path in LEVERS:
        yield levers + path, ends
    else:
        known = {"uncertainties", "levers", *question.scenario.uncertainties, *LEVERS}
        problems.append(f"--over: {unknown('uncertainty or lever', path, known)}")


def _on_firm(path: str, question: Question) -> str:
    """Return where a lever's range is declared: that of a strategy has the lever's own."""
    parts = path.split(".")
    return ".".join(("firms", question.scenario.firm, *parts[2:])) if parts[0] == "strategies" else path


def _varied(path: str, ends: tuple[float, float], taken: set[str]) -> Varied:
    parts = path.split(".")
    name = parts[-1] if parts[-1] not in taken else "_".join(parts)
    declared: Any = LEVERS.get(parts[-1]) if "levers" in parts else UNCERTAINTIES.get(parts[-1])
    if declared is None or not {"levers", "uncertainties"} & set(parts):
        return Varied(name, path, " ".join(parts[1:]).replace("_", " "), "", *ends)
    return Varied(name, path, declared.about, declared.unit, *ends, declared.mechanism)


def mechanism_title(number: str) -> str:
    """Return the title of a mechanism."""
    return spoken().text(MECHANISMS[number].title) if number in MECHANISMS else _("what belongs to no mechanism")
