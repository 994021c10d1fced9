"""Merging and changing trees of located values: mappings merge deeply, lists replace, numbers keep their form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.scenario_errors import Place, shortened
from sim.yaml_located import Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from sim.scenario_errors import Path

SOURCED_KEYS = {"value", "source", "spread", "high", "plausible"}
LISTS = {"events", "strategies", "targets"}
DEFAULT = Place("default")


def is_sourced(node: Node) -> bool:
    """Whether a node is a number written with its source, `{value: …, source: …}`."""
    return "value" in node.mapping and node.mapping.keys() <= SOURCED_KEYS


def number(node: Node | None) -> float | None:
    """Return the number at a node, bare or sourced; None if there is none."""
    if node is None:
        return None
    value = node.mapping["value"].value if is_sourced(node) else node.value
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def reach(node: Node | None, *path: str) -> Node | None:
    """Return the node at a path of keys; None if there is none."""
    for part in path:
        node = node.mapping.get(part) if node is not None else None
    return node


def leaf_of(node: Node) -> tuple[Node, Path]:
    """Return the single value at a node, and the path it is told by: a sourced number's is that of its mapping."""
    if not is_sourced(node):
        return node, node.path
    leaf = node.mapping["value"]
    return leaf, leaf.path[:-1] if leaf.path[-1:] == ("value",) else leaf.path


def culprit(parent: Node, *key: str) -> Node:
    """Return the last entry, or what stands under a key of it, that a later file or `--set` gave; else the whole."""
    found = [leaf_of(node)[0] for child in parent.mapping.values() if (node := reach(child, *key)) is not None]
    later = [leaf for leaf in found if leaf.at.file != parent.at.file]
    return later[-1] if later else parent


def changed(node: Node, entries: Mapping[str, Node] | None = None, *, drop: AbstractSet[str] = frozenset()) -> Node:
    """Return a mapping with entries added or replaced and others left out."""
    kept = {key: child for key, child in node.mapping.items() if key not in drop}
    return replace(node, value=kept | dict(entries or {}))


def with_defaults(node: Node, defaults: Mapping[str, Node]) -> Node:
    """Return a mapping with the entries that it lacks."""
    return changed(node, {key: child for key, child in defaults.items() if key not in node.mapping})


def merged(base: Node, over: Node) -> Node:
    """Lay one tree over another.

    A bare number over a sourced one replaces its value; its plausible range, if it has one, becomes this
    number too: who states a number without a range says that it is known.
    """
    if isinstance(base.value, dict) and isinstance(over.value, dict):
        entries = {
            key: merged(base.mapping[key], child) if key in base.mapping else child
            for key, child in over.mapping.items()
        }
        return changed(base, entries)
    if is_sourced(base) and over.value is not None and not isinstance(over.value, list):
        known = {"plausible": replace(over, value=[over, over])} if "plausible" in base.mapping else {}
        return changed(base, {"value": over, **known})
    return over


def put(root: Node, path: Path, leaf: Node, *, is_merged: bool = True) -> Node:
    """Return a tree with a node laid over what stands at a path; mappings on the way are made.

    Raises:
        LookupError: if the path leads into a list at no item of it, or into a single value.
    """
    if not path:
        return merged(root, leaf) if is_merged else leaf
    part, rest = path[0], path[1:]
    if isinstance(root.value, list):
        place = int(part) if str(part).isdecimal() else -1
        if not 0 <= place < len(root.items):
            raise LookupError(f"'{shortened(str(part))}' is no item of this list; it has {len(root.items)}, from 0")
        items = list(root.items)
        items[place] = put(items[place], rest, leaf, is_merged=is_merged)
        return replace(root, value=items)
    if part == "value" and not rest and is_sourced(root):
        return put(root, (), leaf, is_merged=is_merged)
    return _put_in_mapping(root, str(part), rest, leaf, is_merged=is_merged)


def _put_in_mapping(root: Node, key: str, rest: Path, leaf: Node, *, is_merged: bool) -> Node:
    if not root.is_mapping:
        raise LookupError(f"there is nothing below a single value ('{shortened(root.raw)}')")
    if key in root.mapping:
        return changed(root, {key: put(root.mapping[key], rest, leaf, is_merged=is_merged)})
    if key in LISTS and rest and str(rest[0]).isdecimal():
        raise LookupError(f"'{shortened(key)}' has no items to change; write {shortened(key)}=[…]")
    way = Node({}, leaf.at, leaf.path[: len(leaf.path) - len(rest)], leaf.key_at)
    return changed(root, {key: put(way, rest, leaf, is_merged=is_merged) if rest else leaf})


def made(value: object, place: Place = DEFAULT, path: Path = ()) -> Node:
    """Turn plain values into nodes."""
    if isinstance(value, dict):
        return Node({key: made(child, place, (*path, key)) for key, child in value.items()}, place, path)
    if isinstance(value, list | tuple):
        return Node([made(child, place, (*path, i)) for i, child in enumerate(value)], place, path)
    if value is None or isinstance(value, str | int | float):
        return Node(value, place, path, raw=str(value))
    raise TypeError(f"{value!r} has no form in YAML")


def plain(node: Node) -> Any:
    """Turn nodes into plain values."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def leaves(node: Node, path: Path = (), source: Node | None = None) -> Iterator[tuple[Path, Node, Node | None]]:
    """Yield every single value with its path and the source beside it; a sourced value has its mapping's path."""
    if isinstance(node.value, dict):
        beside = node.mapping.get("source", source)
        for key, child in node.mapping.items():
            if key != "source" or not is_sourced(node):
                yield from leaves(child, path if key == "value" and is_sourced(node) else (*path, key), beside)
    elif isinstance(node.value, list):
        for place, child in enumerate(node.value):
            yield from leaves(child, (*path, place), source)
    else:
        yield path, node, source
