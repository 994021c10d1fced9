"""Changing a scenario's tree on dotted paths, as `--set` and experiments do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim import yaml_located
from sim.scenario_errors import OPTION, Place, Problems, shortened
from sim.scenario_messages import INTERNAL, unknown_key
from sim.scenario_trees import put
from sim.yaml_located import Node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.scenario_errors import Path
    from sim.scenario_files import Library

_UNSETTABLE = "cannot be set; name another scenario instead"


def read_sets(sets: Iterable[str], problems: Problems) -> list[tuple[Path, Node]]:
    """Read `PATH=VALUE` texts: which path gets which value; what cannot be read is noted."""
    given: dict[str, tuple[Path, Node]] = {}
    for text in sets:
        name, equals, written = text.partition("=")
        name = name.strip()
        path: Path = tuple(name.split("."))
        if not equals or not all(path):
            problems.add(Place(OPTION), (shortened(text),), "write PATH=VALUE, as in firms.Alpha.price=0.95")
        elif name in given:
            problems.add(Place(OPTION), path, "given twice")
        elif (node := _value(written.strip(), path, problems)) is not None:
            given[name] = (path, node)
    return list(given.values())


def lay(tree: Node, path: Path, node: Node, library: Library) -> Node:
    """Lay a value over what stands at a dotted path of a scenario, as its author would have written it there."""
    if path[0] in {"extends", *INTERNAL}:
        text = _UNSETTABLE if path[0] == "extends" else unknown_key(path[:1])
        library.problems.add(node.key_place, path, text)
        return tree
    spot = ("market", *path[1:]) if path[0] == "market_overrides" else path
    if len(path) == 3 and path[0] == "firms" and path[2] in {"share", "price"}:
        spot = ("market", *path)
    if spot == ("market",) and isinstance(node.value, str):
        return library.with_market(tree, node, ())
    try:
        return put(tree, spot, node)
    except LookupError as error:
        library.problems.add(node.key_place, path, str(error.args[0]))
        return tree


def _value(written: str, path: Path, problems: Problems) -> Node | None:
    """Read the value of `--set`: a scalar, or a list or mapping in brackets."""
    place = Place(OPTION)
    if written[:1] not in {"[", "{", '"', "'"}:
        return Node(yaml_located.scalar(written), place, path, raw=written)
    noted = Problems()
    document = yaml_located.parse(f"value: {written}", OPTION, noted)
    if document is None or noted:
        problems.add(place, path, f"cannot be read as YAML: {shortened(written)}")
        return None
    return _replaced(document.mapping["value"], path)


def _replaced(node: Node, path: Path) -> Node:
    """Give a value that was read on its own the path it is set to."""
    node = replace(node, at=Place(OPTION), key_at=Place(OPTION), path=path)
    if node.mapping:
        return replace(node, value={key: _replaced(child, (*path, key)) for key, child in node.mapping.items()})
    if node.items:
        return replace(node, value=[_replaced(child, (*path, i)) for i, child in enumerate(node.items)])
    return node

