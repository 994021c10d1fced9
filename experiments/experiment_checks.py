"""What is wrong in an experiment beyond the form of its values: names, ranges, designs, measures, each at its place.

Factors and settings are tried out on the scenario, so that it speaks itself, as it does of its own file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agents.parameters import LEVERS, UNCERTAINTIES
from experiments.experiment_context import Context
from experiments.measure_checks import check_measure
from experiments.trial import REACTIONS
from sim.mechanisms import removable
from sim.scenario_errors import unknown
from sim.scenario_trees import number, reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim import Scenario
    from sim.scenario_errors import Path
    from sim.yaml_located import Node

KEYS = ("run", "scenario", "strategy", "world", "replication", "seed", "point", "error", "origin")
OWN_KEYS = {    # parts of a scenario that an experiment sets by keys of its own
    "strategies": "write strategies.NAME.levers.LEVER, or the experiment's key 'strategies'",
    "seed": "worlds and replications set the seed; write 'replications'",
    "worlds": "write the experiment's key 'worlds'", "firm": "write 'firm' under 'settings'",
    "outcome": "write the experiment's key 'measures'",
    "market": "worlds differ by market; write an experiment for each",
}  # fmt: skip
ONLY_FOR = {"mean": "normal", "sd": "normal", "mode": "triangular"}
DESIGNS = ("full_factorial", "latin_hypercube", "sobol", "table")
MOST_POINTS = 1_000_000
BETWEEN = 0.318     # any share that gives no whole number by chance


def check(tree: Node, context: Context) -> None:
    """Note everything that is wrong with the values of an experiment."""
    arms = arm_names(tree, context.scenario)
    context.name(reach(tree, "reference"), "strategy of this experiment", arms)
    for node in _items(reach(tree, "without")):
        context.name(node, "mechanism that can be left out", sorted(removable()))
    for name, node in _entries(reach(tree, "factors")).items():
        _check_name(name, node, tree, context)
        _check_factor(node, tree, context)
    _check_paths(tree, context)
    _check_design(tree, context)
    for name, node in _entries(reach(tree, "measures")).items():
        _check_name(name, node, tree, context)
        check_measure(node, context)


def arm_names(tree: Node, scenario: Scenario | None) -> list[str]:
    """Return the strategies of an experiment, its own or the scenario's."""
    own = [str(node.value).rpartition("/")[2].removesuffix(".yaml") for node in _items(reach(tree, "strategies"))]
    return own or (list(scenario.strategies) if scenario else [])


def _entries(node: Node | None) -> dict[str, Node]:
    return node.mapping if node is not None else {}


def _items(node: Node | None) -> list[Node]:
    return node.items if node is not None else []


def _check_name(name: str, node: Node, tree: Node, context: Context) -> None:
    others = {*_entries(reach(tree, "factors"))} & {*_entries(reach(tree, "measures"))}
    if name in KEYS:
        context.problems.add(node.key_place, node.path, f"'{name}' is a column of every table; choose another name")
    elif name in others:
        context.problems.add(node.key_place, node.path, f"'{name}' names a factor and a measure; rename one")


# factors --------------------------------------------------------------------------------------------------------------


def _check_factor(node: Node, tree: Node, context: Context) -> None:
    path = reach(node, "path")
    given = [key for key in ("levels", "range") if key in node.mapping]
    is_table = (design := reach(tree, "design")) is not None and design.value == "table"
    if node.is_mapping and len(given) != 1 and not (is_table and not given):
        need = "needs 'levels: [a, b, …]' or 'range: [low, high]'"
        text = "has both 'levels' and 'range'; keep one" if given else need
        context.problems.add(node.key_place, node.path, text)
    _check_levels(reach(node, "levels"), context)
    _check_range(node, context)
    if path is None or not isinstance(path.value, str):
        return
    values = [*_items(reach(node, "levels")), *_ends(node, path.value, context)]
    parts = tuple(path.value.split("."))
    if not all(parts):
        context.note(path, "must be a dotted path, as in firms.Alpha.levers.bot_share")
    elif parts == ("rivals",):
        for value in values:
            context.name(value, "reaction of rivals", REACTIONS)
    elif parts[0] == "strategies" and len(parts) > 1 and not parts[1].isdecimal():
        _check_lever_of_arm(parts, path, values, context, arms=arm_names(tree, context.scenario))
    elif parts == ("market",) or parts[0] in OWN_KEYS.keys() - {"market"}:
        context.note(path, f"'{parts[0]}' is no factor: {OWN_KEYS[parts[0]]}")
    elif _is_plan_of(parts, context):
        text = "of the firm itself, write firms.NAME.levers.LEVER, its share or its price; or the key 'strategies'"
        context.note(path, text)
    else:
        _try_out(parts, path, values, context)


def _is_plan_of(parts: Path, context: Context) -> bool:
    """Whether a path is a part of the trying firm's plan that strategies replace."""
    if context.scenario is None or parts[:2] != ("firms", context.scenario.firm):
        return False
    return not (parts[2:3] == ("levers",) and len(parts) == 4) and parts[2:] not in {("share",), ("price",)}


def _check_levels(levels: Node | None, context: Context) -> None:
    seen: set[object] = set()
    for node in _items(levels):
        key = (isinstance(node.value, str | bool), str(node.value) if isinstance(node.value, str) else node.value)
        if isinstance(node.value, str | int | float) and key in seen:
            context.note(node, f"'{node.raw}' is given twice")
        seen.add(key if isinstance(node.value, str | int | float) else id(node))


def _check_range(node: Node, context: Context) -> None:
    spread, shape = reach(node, "range"), reach(node, "distribution")
    name = str(shape.value) if shape is not None else "uniform"
    for key in ("steps", "distribution", "mean", "sd", "mode"):
        if key in node.mapping and spread is None:
            context.note(node.mapping[key], f"'{key}' belongs to a 'range'")
        elif key in ONLY_FOR and key in node.mapping and name != ONLY_FOR[key]:
            context.note(node.mapping[key], f"'{key}' belongs to 'distribution: {ONLY_FOR[key]}'")
    missing = [key for key, kind in ONLY_FOR.items() if kind == name and key not in node.mapping]
    if missing and shape is not None:
        context.note(shape, f"{name} needs {' and '.join(repr(key) for key in missing)}")
    ends = [end for node in _items(spread) if (end := number(node)) is not None]
    if spread is None or len(ends) != 2:
        return
    low, high = ends
    mode = number(reach(node, "mode"))
    if low >= high:
        text = "has no width; give 'levels' instead" if low == high else f"runs backwards; write [{high:g}, {low:g}]"
        context.note(spread, f"[{low:g}, {high:g}] {text}")
    elif name == "log_uniform" and low <= 0:
        context.note(spread, f"log_uniform needs a range above 0, found [{low:g}, {high:g}]")
    elif mode is not None and not low <= mode <= high:
        context.note(node.mapping["mode"], f"{mode:g} lies outside the range {low:g} to {high:g}")


def _ends(node: Node, path: str, context: Context) -> Iterator[Node]:
    """Yield the ends of a range, and what lies between them unless whole numbers are asked for."""
    spread, whole = reach(node, "range"), reach(node, "whole")
    if spread is None:
        return
    low_high = declared_range(path, str(spread.value), context.scenario) if isinstance(spread.value, str) else None
    if isinstance(spread.value, str):
        if spread.value in {"plausible", "bounds"} and low_high is None:
            context.note(spread, f"'{spread.value}': only a lever or an uncertainty has one; write [low, high]")
        low, high = low_high or (0.0, 0.0)
        ends = [replace(spread, value=end, raw=f"{end:g}") for end in dict.fromkeys((low, high))]
    else:
        ends = [end for end in spread.items if number(end) is not None]
    yield from ends
    if len(ends) == 2 and not (whole is not None and whole.value is True):
        low, high = (float(end.value) for end in ends if isinstance(end.value, int | float))
        between = float(f"{low + BETWEEN * (high - low):.9g}")
        yield replace(ends[0], value=between, raw=f"{between:g}")


def declared_range(path: str, which: str, scenario: Scenario | None) -> tuple[float, float] | None:
    """Return the plausible range or the bounds of the lever or uncertainty at a path; None if it has none."""
    parts = path.split(".")
    name = parts[-1]
    if len(parts) > 1 and parts[-2] == "levers" and name in LEVERS:
        lever = LEVERS[name]
        return lever.plausible if which == "plausible" else (lever.low, lever.high)
    if len(parts) == 3 and parts[1] == "uncertainties" and name in UNCERTAINTIES:
        if which == "bounds":
            return UNCERTAINTIES[name].bounds
        return scenario.uncertainties[name][1] if scenario else UNCERTAINTIES[name].plausible
    return None


def _check_lever_of_arm(
    parts: tuple[str, ...], path: Node, values: list[Node], context: Context, *, arms: list[str],
) -> None:
    if arms and parts[1] not in arms:
        context.note(path, unknown("strategy of this experiment", parts[1], arms))
    elif len(parts) != 4 or parts[2] != "levers":
        context.note(path, "must be strategies.NAME.levers.LEVER")
    elif context.scenario is not None:
        _try_out(("firms", context.scenario.firm, "levers", parts[3]), path, values, context)


def _try_out(parts: Path, path: Node, values: list[Node], context: Context) -> None:
    """Lay each value over the scenario on its own, which notes what it does not like."""
    if context.draft is None:
        return
    for value in values:
        node = replace(value, path=parts, key_at=path.at)
        changes = [*context.settings, (parts, node)]
        context.draft.finished(changes, homes=context.homes, problems=context.problems, sourced=False)


def _check_paths(tree: Node, context: Context) -> None:
    seen: dict[str, str] = {}
    for name, node in _entries(reach(tree, "factors")).items():
        path = reach(node, "path")
        if path is None or not isinstance(path.value, str):
            continue
        if path.value in seen:
            context.note(path, f"'{seen[path.value]}' is on the same path; keep one")
        seen.setdefault(path.value, name)


# design ---------------------------------------------------------------------------------------------------------------


def _check_design(tree: Node, context: Context) -> None:
    node, points, factors = reach(tree, "design"), reach(tree, "points"), _entries(reach(tree, "factors"))
    design = str(node.value) if node is not None else "full_factorial"
    at = node or reach(tree, "factors") or tree
    if design in {"latin_hypercube", "sobol"}:
        _check_points(design, points, at, context)
        if not factors:
            context.note(at, f"{design} spreads points over factors; there are none")
    elif points is not None:
        context.note(points, f"'points' belongs to latin_hypercube or sobol, not to {design}")
    if design == "full_factorial":
        _check_grid(factors, at, context)
    elif design != "table" and design in DESIGNS:
        for factor in factors.values():
            if "steps" in factor.mapping:
                context.note(factor.mapping["steps"], "'steps' belongs to a full factorial")
    if design == "table" and reach(tree, "table") is None:
        context.note(at, "a table as design needs 'table: FILE'")


def _check_points(design: str, points: Node | None, at: Node, context: Context) -> None:
    n = number(points)
    if points is None:
        context.note(at, f"{design} needs 'points': how many")
    elif design == "sobol" and n is not None and n >= 1 and int(n) & (int(n) - 1):
        below = 1 << (int(n).bit_length() - 1)
        context.note(points, f"of sobol 'points' is a power of 2: {below} or {2 * below}, found {n:g}")


def _check_grid(factors: Mapping[str, Node], at: Node, context: Context) -> None:
    size = 1
    for factor in factors.values():
        if "range" in factor.mapping and "steps" not in factor.mapping:
            text = "in a full factorial a range needs 'steps': how many values; or choose another 'design'"
            context.note(factor.mapping["range"], text)
        steps = number(reach(factor, "steps"))
        size *= max(1, len(_items(reach(factor, "levels"))), int(steps or 1))
    if size > MOST_POINTS:
        context.note(at, f"{size:,} combinations are more than {MOST_POINTS:,}; choose latin_hypercube or sobol")
