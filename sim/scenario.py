"""Scenarios: `load` turns a file, what it extends and `--set` into one frozen Scenario, or says all that is wrong."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from sim.scenario_checks import check
from sim.scenario_defaults import complete
from sim.scenario_errors import Problems, ScenarioError
from sim.scenario_fields import Origin
from sim.scenario_files import Library, apply_sets, list_shipped
from sim.scenario_messages import note_shape
from sim.scenario_models import Scenario, Strategy
from sim.scenario_sources import origins
from sim.scenario_trees import changed, made, plain, put
from sim.schema import json_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from os import PathLike

    from sim.scenario_errors import Path
    from sim.yaml_located import Node

Shape = TypeVar("Shape", bound=BaseModel)

__all__ = [
    "Origin", "Scenario", "ScenarioError", "Strategy", "json_schema", "list_shipped", "load", "load_strategy",
]  # fmt: skip


def load(name_or_path: str | PathLike[str], sets: Iterable[str] = ()) -> Scenario:
    """Read a scenario, or a market as a scenario with the market's defaults.

    Args:
        name_or_path: the name of a shipped scenario or market, or a file.
        sets: changes `PATH=VALUE` on dotted paths, as `--set` gives them.

    Raises:
        ScenarioError: with every mistake of all files involved.
    """
    metrics = _declared()
    library = Library(Problems())
    path = library.wanted(str(name_or_path), ("scenarios", "markets"))
    tree = library.scenario(path)
    if tree is None:
        raise library.problems.error()
    tree = complete(apply_sets(changed(tree, {"name": made(path.stem)}), sets, library))
    tree = library.with_presets(tree)
    scenario = _shaped(Scenario, tree, tree, library=library)
    check(tree, library.problems, metrics, is_partial=library.is_partial)
    if scenario is None or library.problems:
        raise library.problems.error()
    return scenario.model_copy(update={"origins": origins(tree, made(scenario.model_dump()), library.markets)})


def load_strategy(name_or_path: str | PathLike[str]) -> Strategy:
    """Read one strategy, a shipped one by its name or a file.

    Raises:
        ScenarioError: with every mistake in it.
    """
    _declared()
    library = Library(Problems())
    path = library.wanted(str(name_or_path), ("strategies",))
    node = library.strategy(path)
    if node is None:
        raise library.problems.error()
    spot = ("presets", path.stem)
    tree = put(made({}), spot, node)
    strategy = _shaped(Strategy, node, tree, spot, library=library)
    check(tree, library.problems, ())
    if strategy is None or library.problems:
        raise library.problems.error()
    return strategy


def _declared() -> Collection[str]:
    """Fill the registries of levers, traits and uncertainties, and return the names of the metrics."""
    importlib.import_module("agents.declarations")
    metrics: Collection[str] = importlib.import_module("sim.metrics").METRICS
    return metrics


def _shaped(model: type[Shape], node: Node, root: Node, spot: Path = (), *, library: Library) -> Shape | None:
    """Read a part of the tree as a model; None, with the mistakes noted, if it does not fit."""
    try:
        return model.model_validate(plain(node))
    except ValidationError as error:
        note_shape(error, root, library.problems, spot=spot, is_partial=library.is_partial)
        return None
