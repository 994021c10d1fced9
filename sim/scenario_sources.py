"""Numbers and their sources: markets and strategies must give one for each number; every value keeps its origin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario_errors import OPTION, Problems, dotted
from sim.scenario_fields import Origin
from sim.scenario_trees import DEFAULT, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sim.scenario_errors import Path
    from sim.yaml_located import Node

# Where a number with its source stands, per kind of file; '*' is any name. A test holds this against the models.
SOURCED_AT: dict[str, tuple[Path, ...]] = {
    "market": (
        ("market_size",), ("discount_rate",), ("firms", "*", "share"), ("firms", "*", "price"),
        ("products", "*", "price"), ("products", "*", "cost"), ("products", "*", "need"),
        ("segments", "*", "share"), ("segments", "*", "contract_weeks"), ("segments", "*", "traits", "*"),
        ("segments", "*", "needs", "*"), ("status_quo", "levers", "*"), ("uncertainties", "*"),
    ),
    "strategy": (("signature", "*"),),
}  # fmt: skip


def note_bare_numbers(file: Node, kind: str, problems: Problems) -> None:
    """Note every number of a market's or strategy's file that lacks a source, and how to write it."""
    for pattern in SOURCED_AT[kind]:
        for node in _matching(file, pattern):
            value = node.mapping.get("value", node)
            is_bare = isinstance(node.value, int | float) and not isinstance(node.value, bool)
            if is_bare:
                problems.add(node.at, node.path, f"needs a source: {{value: {value.raw}, source: …}}")
            elif isinstance(node.value, dict) and not _has_source(node):
                text = "needs a 'source': fact ids, a reference, or words with 'assumption'"
                problems.add(node.key_place, node.path, text)
    for target in file.mapping["targets"].items if "targets" in file.mapping else ():
        if target.mapping and not _has_source(target):
            problems.add(target.at, target.path, "needs a 'source': fact ids, a reference, or words with 'assumption'")


def _has_source(node: Node) -> bool:
    source = node.mapping.get("source")
    return source is not None and (not isinstance(source.value, str) or bool(source.value.strip()))


def _matching(node: Node, pattern: Path) -> Iterator[Node]:
    if not pattern:
        yield node
        return
    for key, child in node.mapping.items():
        if pattern[0] in {"*", key}:
            yield from _matching(child, pattern[1:])


def origins(tree: Node, resolved: Node, markets: AbstractSet[str]) -> dict[str, Origin]:
    """Collect the origin of every value: of those in the files from their tree, of the rest the default.

    A number overridden by a later file loses the source of the one it replaces: its source is that file.
    """
    found = {dotted(path): _origin(node, source, markets) for path, node, source in leaves(tree)}
    defaults = {dotted(path): Origin(_single(node), "", DEFAULT.short) for path, node, _ in leaves(resolved)}
    return defaults | found


def _origin(node: Node, source: Node | None, markets: AbstractSet[str]) -> Origin:
    if source is not None and source.at.file == node.at.file:
        words = str(source.value)
    elif node.at.file == OPTION:
        words = OPTION
    elif node.at.line and node.at.file not in markets and not isinstance(node.value, str):
        words = f"scenario {node.at.short.rpartition('/')[2]}"
    else:
        words = ""
    return Origin(_single(node), words, node.at.short)


def _single(node: Node) -> str | float | bool | None:
    return None if isinstance(node.value, dict | list) else node.value
