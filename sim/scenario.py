"""Scenarios: `load` turns a file, what it extends and `--set` into one frozen Scenario, or says all that is wrong."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from sim.scenario_checks import check
from sim.scenario_defaults import complete
from sim.scenario_errors import Problems, ScenarioError
from sim.scenario_fields import Origin
from sim.scenario_files import Library, list_shipped
from sim.scenario_messages import note_shape
from sim.scenario_models import Scenario, Strategy
from sim.scenario_sets import lay, read_sets
from sim.scenario_sources import origins
from sim.scenario_trees import changed, made, plain, put
from sim.schema import json_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from os import PathLike
    from pathlib import Path as File

    from sim.scenario_errors import Path
    from sim.yaml_located import Node

Shape = TypeVar("Shape", bound=BaseModel)

__all__ = [
    "Draft", "Origin", "Scenario", "ScenarioError", "Strategy", "json_schema", "list_shipped", "load", "load_strategy",
]  # fmt: skip


def load(name_or_path: str | PathLike[str], sets: Iterable[str] = ()) -> Scenario:
    """Read a scenario, or a market as a scenario with the market's defaults.

    Args:
        name_or_path: the name of a shipped scenario or market, or a file.
        sets: changes `PATH=VALUE` on dotted paths, as `--set` gives them.

    Raises:
        ScenarioError: with every mistake of all files involved.
    """
    problems = Problems()
    draft = Draft(name_or_path, problems)
    scenario = draft.finished(read_sets(sets, problems))
    if scenario is None or problems:
        raise problems.error()
    return scenario


class Draft:
    """A scenario's files, read once; finished with changed values as often as needed.

    With `values`, all resolved values of a scenario as a manifest keeps them, no file is read: the name only says in
    messages where they stand.

    Raises:
        ScenarioError: if there is no such file, or nothing in it can be used.
    """

    def __init__(
        self, name_or_path: str | PathLike[str], problems: Problems, *, values: Mapping[str, Any] | None = None,
    ) -> None:
        self._metrics = _declared()
        self._library = Library(problems)
        if values is None:
            path = self._library.wanted(str(name_or_path), ("scenarios", "markets"))
            tree, self.name = self._library.scenario(path), path.stem
        else:
            tree, self.name = self._library.resolved(values, str(name_or_path)), str(values["name"])
        if tree is None:
            raise problems.error()
        self._tree = changed(tree, {"name": made(self.name)})

    def finished(
        self, changes: Iterable[tuple[Path, Node]] = (), *, problems: Problems | None = None,
        homes: Mapping[str, File] | None = None, sourced: bool = True,
    ) -> Scenario | None:
        """Return the scenario with some values laid over its own; None, with the mistakes noted, if it has no form.

        Args:
            changes: dotted paths as `--set` takes them, and the values, each with the place of its own.
            problems: where mistakes are noted; default: where those of the files are.
            homes: folders of files that values come from, to find the strategies that they name.
            sourced: whether the origin of every value is kept.
        """
        library, tree = self._library, self._tree
        library.problems = problems or library.problems
        for shown_name, home in (homes or {}).items():
            library.lives(shown_name, home)
        for path, node in changes:
            tree = lay(tree, path, node, library)
        tree = library.with_presets(complete(tree))
        scenario = _shaped(Scenario, tree, tree, library=library)
        check(tree, library.problems, self._metrics, is_partial=library.is_partial)
        if scenario is None or library.problems or not sourced:
            return scenario
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
