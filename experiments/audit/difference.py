"""What differs between two inputs or two result folders: by dotted path, both values, unit and origin of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from experiments.audit.effective import SPECIFIED, Effective, status_quo_of
from experiments.audit.inputs import Input, read_input
from experiments.audit.outputs import Output, output_rows
from experiments.audit.units import unit_at
from sim import ScenarioError

Row = dict[str, Any]
ABSENT = None           # what a side has where only the other says something
TEXTS = {"title", "question", "story", "decision", "guess", "about", "advocate"}


@dataclass(frozen=True)
class Difference:
    """What differs: settings row by row; of result folders also what stands beside, and the tables."""

    kind: str
    names: tuple[str, str]
    rows: list[Row]
    outputs: list[Row] = field(default_factory=list)
    equal: list[str] = field(default_factory=list)

    @property
    def is_none(self) -> bool:
        """Whether nothing differs."""
        return not self.rows and not self.outputs

    def document(self) -> dict[str, Any]:
        """Return everything as one JSON-able mapping."""
        outputs = {"outputs": self.outputs, "equal": self.equal} if self.kind == "results" else {}
        named = {"kind": self.kind, "a": self.names[0], "b": self.names[1], "differs": not self.is_none}
        return {**named, "differences": self.rows, **outputs}


def diff(a: str | Path, b: str | Path) -> Difference:
    """Return what differs between two scenarios, markets, strategies, experiments, or result folders.

    Args:
        a: a shipped name, a file, or a folder of results.
        b: another of the same kind.

    Raises:
        ScenarioError: if one of them is not there or cannot be read, or they are of different kinds.
    """
    if Path(a).is_dir() and Path(b).is_dir():
        return _of_folders(Output.of(Path(a)), Output.of(Path(b)))
    if Path(a).is_dir() or Path(b).is_dir():
        folder, other = (a, b) if Path(a).is_dir() else (b, a)
        raise ScenarioError([f"{folder} is a folder of results, {other} is not; name two of the same kind"])
    one, two = _read(str(a), str(b))
    if one.kind != two.kind:
        text = f"{one.name} is a {one.kind}, {two.name} is a {two.kind}; name two of the same kind"
        raise ScenarioError([text])
    return Difference(one.kind, (one.name, two.name), differences(one.content, two.content))


def _read(a: str, b: str) -> tuple[Input, Input]:
    """Read both; what is wrong with either is told at once."""
    found, problems = list[Input](), list[str]()
    for name in (a, b):
        try:
            found.append(read_input(name))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(list(dict.fromkeys(problems)))
    return found[0], found[1]


def _of_folders(one: Output, two: Output) -> Difference:
    rows = _named("", one.facts, two.facts)
    for name, first, second in one.scenarios_beside(two):
        rows += [{**row, "path": f"{name}{row['path']}"} for row in differences(first, second)]
    outputs, equal = output_rows(one, two)
    return Difference("results", (str(one.place), str(two.place)), rows, outputs, equal)


def _named(prefix: str, one: Mapping[str, Any], two: Mapping[str, Any]) -> list[Row]:
    plain = Effective(dict(one), {}), Effective(dict(two), {})
    return [{**row, "path": prefix + row["path"]} for row in differences(*plain)]


def differences(one: Effective, two: Effective) -> list[Row]:
    """Return a row per value that is not the same in force: numbers first, texts last."""
    rows = [
        _row(path, a, b, (one, two)) for path, a, b in _walk(_filled(one, two), _filled(two, one), ())
    ]
    return sorted(rows, key=lambda row: bool(TEXTS & set(row["path"].split("."))))


def _filled(one: Effective, other: Effective) -> dict[str, Any]:
    """Return a tree in which firms have the levers that only the other tree's firms set: as in the status quo."""
    today = status_quo_of(one)
    if not today:
        return one.tree
    firms = {}
    for name, plan in one.tree.get("firms", {}).items():
        set_there = other.tree.get("firms", {}).get(name, {}).get("levers", {})
        left = {lever: today[lever] for lever in set_there if lever in today and lever not in plan["levers"]}
        firms[name] = {**plan, "levers": {**plan["levers"], **left}}
    return {**one.tree, "firms": firms}


def _row(path: tuple[str, ...], a: Any, b: Any, sides: tuple[Effective, Effective]) -> Row:
    row: Row = {"path": ".".join(path), "a": a, "b": b, "unit": unit_at(path, sides[0].currency)}
    for name, value, side in (("a", a, sides[0]), ("b", b, sides[1])):
        origin = _origin(side, path) if value is not ABSENT else {}
        row |= {f"{name}_source": origin.get("source", ""), f"{name}_where": origin.get("where", "")}
    return row


def _origin(side: Effective, path: tuple[str, ...]) -> dict[str, str]:
    found = side.origin(".".join(path))
    if not found and len(path) == 4 and path[0] == "firms" and path[2] == "levers":
        return side.origin(f"market.status_quo.levers.{path[3]}")
    return found


def _walk(a: Any, b: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Yield path and both values wherever two trees differ; what only one has is one row."""
    if isinstance(a, dict) and isinstance(b, dict):
        is_number = "value" in a and a.keys() | b.keys() <= SPECIFIED
        for key in dict.fromkeys([*a, *b]):
            below = path if is_number and key == "value" else (*path, str(key))
            yield from _walk(a.get(key, ABSENT), b.get(key, ABSENT), below)
    elif _is_list_of_mappings(a, b):
        yield from _listed(a, b, path)
    elif not _is_same(a, b):
        yield path, a, b


def _is_same(a: Any, b: Any) -> bool:
    both_numbers = all(isinstance(x, int | float) and not isinstance(x, bool) for x in (a, b))
    return bool(a == b) if both_numbers else bool(type(a) is type(b) and a == b)


def _is_list_of_mappings(a: Any, b: Any) -> bool:
    return isinstance(a, list) and isinstance(b, list) and any(isinstance(one, dict) for one in [*a, *b])


def _listed(a: Sequence[Any], b: Sequence[Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Pair the items of two lists: the same ones drop out, the rest by what they are, then by their order."""
    left, right = [x for x in a if x not in b], [x for x in b if x not in a]
    for kind in dict.fromkeys(_kind(x) for x in [*left, *right]):
        pairs = zip_longest(*([x for x in side if _kind(x) == kind] for side in (left, right)))
        for x, y in pairs:
            place = b.index(y) if y is not None else a.index(x)
            yield from _walk(x, y, (*path, str(place)))


def _kind(item: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(item.get(key, "")) for key in ("id", "kind", "firm", "name"))
