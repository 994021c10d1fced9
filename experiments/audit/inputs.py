"""Reading what may be held against another: a scenario or market, a strategy, an experiment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.audit.effective import Effective, of_scenario
from sim import ScenarioError, load
from sim.scenario import load_strategy
from sim.scenario_errors import Problems, dotted
from sim.scenario_files import KINDS, Library
from sim.scenario_trees import leaves

if TYPE_CHECKING:
    from sim.yaml_located import Node


@dataclass(frozen=True, slots=True)
class Input:
    """One side: its kind, how it was called, its values in force with their origins."""

    kind: str
    name: str
    content: Effective


def read_input(name: str) -> Input:
    """Read a file or a shipped scenario, market, strategy or experiment by its name.

    Raises:
        ScenarioError: if there is none, with the nearest name; with every mistake in it.
    """
    library = Library(Problems())
    if "/" in name and not Path(name).exists() and library.find(name, KINDS) is None:
        raise ScenarioError([f"there is no file or folder '{name}'"])
    path = library.wanted(name, KINDS)
    node = library.read(path)
    if node is None:
        raise library.problems.error()
    keys = node.mapping.keys()
    if "claim" in keys:
        raise ScenarioError([f"{name} is a claim; name scenarios, markets, strategies, experiments or results"])
    if "signature" in keys:
        return Input("strategy", name, _strategy(path, node))
    if "scenario" in keys:
        return Input("experiment", name, _experiment(path, node))
    return Input("scenario", name, of_scenario(load(path)))


def _strategy(path: Path, node: Node) -> Effective:
    strategy = load_strategy(path).model_dump(mode="json")
    written = {one.replace("signature.", "levers.", 1): origin for one, origin in _written(node).items()}
    return Effective({"levers": strategy.pop("signature"), **strategy}, written)


def _experiment(path: Path, node: Node) -> Effective:
    """Return an experiment's own keys, and below `scenario` the scenario with its settings."""
    from experiments.experiment_files import read_experiment

    study = read_experiment(path)
    own = study.file.model_dump(mode="json", exclude={"scenario", "strategies", "settings"})
    own["factors"] = {name: factor.model_dump(mode="json") for name, factor in study.factors.items()}
    scenario = of_scenario(study.scenario)
    origins = {f"scenario.{one}": origin for one, origin in scenario.origins.items()}
    tree = {"based_on": study.file.scenario, **own, "points": len(study.points), "scenario": scenario.tree}
    return Effective(tree, _written(node) | origins, scenario.currency)


def _written(node: Node) -> dict[str, dict[str, str]]:
    """Return source and place of every value that a file says, by its dotted path."""
    found = {}
    for path, leaf, source in leaves(node):
        words: Any = source.value if source is not None else ""
        found[dotted(path)] = {"source": str(words), "where": leaf.at.short}
    return found
