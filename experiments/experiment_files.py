"""From an experiment's file to what is run: points, arms, measures; or all that is wrong, each at its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import replace as replaced
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from pydantic import ValidationError

from experiments.designs import ends, levels_of
from experiments.experiment_checks import check, declared_range
from experiments.experiment_context import Context
from experiments.experiment_models import TABLES, Experiment, Factor, Measure
from experiments.experiment_points import as_yaml, found_table, points_of
from experiments.outcomes import SPENT, outcomes_of
from experiments.plan import strategy_arm
from experiments.trial import Arm
from sim import Scenario, ScenarioError
from sim.scenario import Draft
from sim.scenario_errors import Place, Problems
from sim.scenario_files import Library, shown
from sim.scenario_messages import note_shape
from sim.scenario_sets import read_sets
from sim.scenario_trees import changed, made, plain, put, reach
from sim.schema import schema_of
from sim.yaml_located import Node

if TYPE_CHECKING:
    from experiments.experiment_models import Value
    from sim.scenario_errors import Path as Spot

Point = dict[str, "Value"]
Change = tuple["Spot", Node]
HANDED_IN = "experiment"    # how an experiment is called in messages that is no file


@dataclass(frozen=True)
class Study:
    """An experiment about to be run; everything in it is resolved but the scenarios of its points."""

    name: str
    file: Experiment
    scenario: Scenario
    arms: tuple[Arm, ...]
    factors: dict[str, Factor]
    points: tuple[Point, ...]
    measures: dict[str, Measure]
    shown: str
    home: Path
    draft: Draft
    settings: tuple[Change, ...]

    @property
    def firm(self) -> str:
        """The firm that tries the strategies."""
        return self.scenario.firm

    @property
    def reference(self) -> str:
        """The strategy that others are compared with."""
        return self.file.reference or self.arms[0].id

    def problem(self) -> dict[str, Any]:
        """Return the factors as SALib describes them: num_vars, names, bounds.

        Raises:
            ValueError: if a factor is no number.
        """
        bounds = [_bounds(self, name) for name in self.factors]
        return {"num_vars": len(bounds), "names": list(self.factors), "bounds": bounds}

    def scenario_at(self, changes: Mapping[str, Value]) -> Scenario:
        """Return the scenario with some values on dotted paths.

        Raises:
            ScenarioError: if it cannot be used.
        """
        if not changes:
            return self.scenario
        problems, place = Problems(), Place("point")
        own: list[Change] = [(tuple(p.split(".")), made(v, place, tuple(p.split(".")))) for p, v in changes.items()]
        homes = {self.shown: self.home}
        found = self.draft.finished([*self.settings, *own], problems=problems, homes=homes, sourced=False)
        if found is None or problems:
            raise problems.error()
        return found


def _bounds(study: Study, name: str) -> list[float]:
    factor = study.factors[name]
    if factor.levels is None and factor.range is None:
        values = [point[name] for point in study.points]
    else:
        values = list(ends(factor)) if factor.range is not None else list(levels_of(factor))
    numbers = [float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) < len(values):
        raise ValueError(f"factor '{name}' has values that are no numbers")
    return [min(numbers), max(numbers)]


def read_experiment(
    experiment: str | Path | Mapping[str, Any], sets: Iterable[str] = (), *, points: pd.DataFrame | None = None,
) -> Study:
    """Read an experiment: a shipped one by its name, a file, or a mapping that holds what a file would.

    Args:
        experiment: name, path or mapping.
        sets: changes `PATH=VALUE` on the experiment's own keys.
        points: a design of one's own, a column per factor.

    Raises:
        ScenarioError: with every mistake, each at its place.
    """
    problems = Problems()
    name, tree, home, shown_name = _tree(experiment, problems)
    for spot, node in read_sets(sets, problems):
        try:
            tree = put(tree, spot, node)
        except LookupError as error:
            problems.add(node.at, spot, str(error.args[0]))
    if points is not None:
        tree = changed(tree, {"design": made("table"), "table": made("handed in")}, drop={"points"})
    file = _shaped(tree, problems)
    context = _context(tree, problems, {shown_name: home})
    check(tree, context)
    _check_tables(tree, context, home, is_handed_in=points is not None)
    if problems or file is None or context.scenario is None or context.draft is None:
        raise problems.error()
    factors = {key: _looked_up(factor, context.scenario) for key, factor in file.factors.items()}
    return _study(name, file, factors, (shown_name, home), context=context, table=points)


def study_kept(
    name: str, kept: Mapping[str, Any], draft: Draft, shown_name: str, *, points: pd.DataFrame | None = None,
) -> Study:
    """Return an experiment as the manifest of a batch keeps it; its scenario has the settings already.

    Args:
        name: the experiment's name.
        kept: its own keys.
        draft: its scenario, with the settings and strategies of the experiment.
        shown_name: where all this stands, for messages.
        points: the points, where they were a table.

    Raises:
        ScenarioError: if something in it cannot be used.
    """
    problems = Problems()
    context = Context(problems, draft=draft, scenario=draft.finished(problems=problems, sourced=False))
    try:
        file = Experiment.model_validate({**_told(kept), "settings": {}})
    except ValidationError as error:
        raise ScenarioError([f"{shown_name}: experiment: {one['msg']}" for one in error.errors()]) from error
    if problems or context.scenario is None:
        raise problems.error()
    factors = {key: _looked_up(factor, context.scenario) for key, factor in file.factors.items()}
    return _study(name, file, factors, (shown_name, Path()), context=context, table=points)


def _told(value: Any) -> Any:
    """Return values without those that are left to the default."""
    if isinstance(value, Mapping):
        return {key: _told(one) for key, one in value.items() if one is not None}
    return value


def experiment_schema() -> dict[str, Any]:
    """Return the JSON Schema of experiment files, from which editors complete and check."""
    schema = schema_of(Experiment)
    named = {"type": "object", "description": Experiment.model_fields["settings"].description}
    return {**schema, "title": "goodwill experiment", "properties": {**schema["properties"], "settings": named}}


def _tree(experiment: str | Path | Mapping[str, Any], problems: Problems) -> tuple[str, Node, Path, str]:
    if isinstance(experiment, Mapping):
        place = Place(HANDED_IN)
        try:
            return str(experiment.get("name", HANDED_IN)), made(_without_name(experiment), place), Path(), HANDED_IN
        except TypeError as error:
            raise ScenarioError([f"{HANDED_IN}: {error}"]) from error
    library = Library(problems)
    path = library.wanted(str(experiment), ("experiments",))
    node = library.read(path)
    if node is None:
        raise problems.error()
    return path.stem, node, path.parent, shown(path)


def _check_tables(tree: Node, context: Context, home: Path, *, is_handed_in: bool) -> None:
    """Note the tables that there are not."""
    for key in ("worlds",) if is_handed_in else ("worlds", "table"):
        node = reach(tree, key)
        is_named = node is not None and isinstance(node.value, str) and node.value.lower().endswith(TABLES)
        if node is not None and is_named and found_table(home, str(node.value)) is None:
            context.note(node, f"there is no file '{node.value}'")


def _without_name(experiment: Mapping[str, Any]) -> dict[str, Any]:
    return {key: as_yaml(value) for key, value in experiment.items() if key != "name"}


def _shaped(tree: Node, problems: Problems) -> Experiment | None:
    try:
        return Experiment.model_validate(plain(tree))
    except ValidationError as error:
        note_shape(error, tree, problems, model=Experiment)
        return None


def _context(tree: Node, problems: Problems, homes: Mapping[str, Path]) -> Context:
    """Read the scenario and lay the settings over it."""
    context, named = Context(problems, homes=homes), reach(tree, "scenario")
    if named is None or not isinstance(named.value, str):
        return context
    try:
        context.draft = _draft(named, homes, problems)
    except ScenarioError:
        return context      # what is wrong is noted
    context.settings = list(_settings(tree, context))
    context.scenario = context.draft.finished(context.settings, homes=homes, problems=problems)
    if context.scenario is None:    # what follows still speaks of firms and weeks
        context.scenario = context.draft.finished(homes=homes, problems=problems)
    return context


def _draft(named: Node, homes: Mapping[str, Path], problems: Problems) -> Draft:
    """Read the scenario that a value names: beside the file first, then among those shipped."""
    library, name = Library(problems), str(named.value)
    home = homes.get(named.at.file, Path())
    path = library.find(name, ("scenarios", "markets"), home=home, is_near=home != Path())
    if path is None:
        library.missing(name, ("scenarios", "markets"), named.at, named.path)
        raise problems.error()
    return Draft(path, problems)


def _settings(tree: Node, context: Context) -> Iterable[Change]:
    """Yield what an experiment changes in its scenario: its settings, and its strategies."""
    settings, strategies = reach(tree, "settings"), reach(tree, "strategies")
    for key, node in (settings.mapping if settings is not None else {}).items():
        spot = tuple(key.split("."))
        if all(spot):
            yield spot, node
        else:
            context.problems.add(node.key_place, node.path, "must be a dotted path, as in firms.Alpha.price")
    if strategies is not None and strategies.items:
        yield ("strategies",), strategies


def _looked_up(factor: Factor, scenario: Scenario) -> Factor:
    """Return a factor with the range that it only names."""
    if isinstance(factor.range, str):
        return factor.model_copy(update={"range": declared_range(factor.path, factor.range, scenario)})
    return factor


def _study(
    name: str, file: Experiment, factors: dict[str, Factor], place: tuple[str, Path], *, context: Context,
    table: pd.DataFrame | None,
) -> Study:
    scenario = context.scenario
    if scenario is None or context.draft is None:
        raise context.problems.error()
    own = scenario.firms[scenario.firm].levers if scenario.firm in scenario.firms else {}
    arms = tuple(strategy_arm(scenario, one, own) for one in scenario.strategies)
    usual = {one.name: Measure(outcome=one.name) for one in outcomes_of(scenario.outcome)}
    measures = file.measures or usual | {SPENT: Measure(metric=SPENT, take="present_value")}
    study = Study(name, file, scenario, arms, factors, (), measures, *place, context.draft, tuple(context.settings))
    return replaced(study, points=tuple(points_of(study, table, context)))
