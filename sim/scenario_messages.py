"""Words for what is wrong with a value: what was found, what is allowed, what to write."""

from __future__ import annotations

import re
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from sim.scenario_errors import shortened, unknown
from sim.scenario_fields import Strict
from sim.scenario_models import MarketSpec, Scenario
from sim.scenario_trees import culprit, is_sourced, leaf_of, reach
from sim.yaml_located import Node, scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from sim.scenario_errors import Problems

    Loc = tuple[str | int, ...]

INTERNAL = {"name", "presets", "origins"}  # fields of a scenario that are no keys of its file
_NEEDS = {"firms": "'share'", "segments": "'share' and 'contract_weeks'", "products": "'price', 'cost' and 'need'"}
_ALTERNATIVES = {"<number>", "<sourced>", "[key]"}
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_HINTS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"[-+]?\d{1,3}(,\d{3})+", lambda m: f"write {m[0].replace(',', '')}"),
    (r"[-+]?\d{1,3}(\.\d{3}){2,}", lambda m: f"write {m[0].replace('.', '')}"),
    (r"[-+]?\d*,\d+", lambda m: f"write {m[0].replace(',', '.')}"),
    (r"([-+]?\d+)[.,]?(\d*) ?%", lambda m: f"write {float(f'{m[1]}.{m[2] or 0}') / 100:.10g}"),
    (r"\d+:\d\d(:\d\d)?", lambda _: "that is a time; write one number"),
    (r"([-+]?)0+(\d[\d.]*)", lambda m: f"write {m[1]}{m[2]}, without leading zeros"),
    (r"[-+]?\d+([_ ']\d+)+", lambda m: f"write {re.sub(r'[^-0-9]', '', m[0])}"),
    (r"0[xob][0-9a-fA-F]+", lambda _: "write it as a decimal number"),
    (rf"({_NUMBER}) ?[^\d\s].*", lambda m: f"write {m[1]}, without words or units"),
)


def found(node: Node) -> str:
    """Say what stands at a node, shortly."""
    if isinstance(node.value, dict):
        return "a mapping"
    if isinstance(node.value, list):
        return "a list"
    if node.value is None:
        return "nothing"
    return f"'{shortened(node.raw)}'"


def not_a_number(node: Node, expected: str = "a number") -> str:
    """Say that a number is expected, and how the one that was probably meant is written."""
    text = f"must be {expected}, found {found(node)}"
    if not isinstance(node.value, str):
        return text
    raw = node.raw.strip()
    if not node.is_plain and isinstance(scalar(raw), int | float):
        return f"{text} in quotes; write {raw}"
    for pattern, hint in _HINTS:
        match = re.fullmatch(pattern, raw) if len(raw) < 40 else None
        if match:
            return f"{text}; {hint(match)}"
    return text


def _not_a_truth(node: Node) -> str:
    meant = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(node.raw.lower())
    hint = f"; '{shortened(node.raw)}' is text here, write {meant}" if meant else ""
    return f"must be true or false, found {found(node)}{hint}"


def _not_text(node: Node) -> str:
    hint = f"; write '{shortened(node.raw)}' with its quotes if it is a name" if node.raw else ""
    return f"must be text, found {found(node)}{hint}"


def _choice(node: Node, error: ErrorDetails) -> str:
    names = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
    return unknown("value", node.raw, names)


def _kind(node: Node, error: ErrorDetails) -> str:
    kind = node.mapping.get("kind")
    names = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected_tags", ""))) or list(event_kinds())
    if kind is None or not isinstance(kind.value, str):
        return f"'kind' is missing; it is one of {', '.join(names)}"
    return unknown("kind of event", kind.value, names)


def _limit(word: str, key: str) -> Callable[[Node, ErrorDetails], str]:
    return lambda node, error: f"must be {word} {error['ctx'][key]:g}, found {node.raw or node.value}"


_WORDS: dict[str, Callable[[Node, ErrorDetails], str]] = {
    "greater_than_equal": _limit("at least", "ge"),
    "greater_than": _limit("above", "gt"),
    "less_than_equal": _limit("at most", "le"),
    "less_than": _limit("below", "lt"),
    "finite_number": lambda node, _: f"must be a finite number, found {found(node)}",
    "literal_error": _choice,
    "union_tag_invalid": _kind,
    "union_tag_not_found": _kind,
    "bool_type": lambda node, _: _not_a_truth(node),
    "string_type": lambda node, _: _not_text(node),
    "string_pattern_mismatch": lambda *_: "a name has 1 to 40 characters, no dot, and no space at its ends",
    "string_too_short": lambda *_: "must not be empty",
    "string_too_long": lambda node, error: f"longer than {error['ctx']['max_length']} characters: {found(node)}",
    "too_short": lambda _, error: f"needs at least {error['ctx']['min_length']}, found {error['ctx']['actual_length']}",
    "too_long": lambda _, error: f"at most {error['ctx']['max_length']} are possible, more were found",
}
_MAPPING = {"dict_type", "model_type", "model_attributes_type"}
_WHOLE = {"int_type", "int_parsing", "int_from_float", "int_parsing_size"}
_FLOAT = {"float_type", "float_parsing"}


def _wording(error: ErrorDetails, node: Node) -> str:
    kind = error["type"]
    if kind in _MAPPING:
        return f"must be a mapping, lines of the form 'key: value', found {found(node)}"
    if kind == "tuple_type":
        return f"must be a list, [a, b], found {found(node)}"
    if kind in _WHOLE:
        return not_a_number(node, "a whole number")
    if kind in _FLOAT:
        return not_a_number(node)
    return _WORDS[kind](node, error) if kind in _WORDS else error["msg"].replace("{{", "{").replace("}}", "}")


def note_shape(
    error: ValidationError, root: Node, problems: Problems, *, spot: Loc = (), is_partial: bool = False,
    model: type[Strict] = Scenario,
) -> None:
    """Note everything that a model refuses of the node at a spot of the tree, at its place in the files.

    Where a file could not be read (`is_partial`), nothing is said of what is missing; `model` is that of the root.
    """
    for detail in error.errors(include_url=False):
        node, loc, rest = _reach(root, (*spot, *detail["loc"]))
        if detail["type"] in {"missing", "too_short"} and is_partial:
            continue
        if detail["type"] == "missing":
            _note_missing(node, (*loc, *rest), root, problems, model=model)
        elif detail["type"] == "extra_forbidden":
            kind = reach(node_at(root, loc[:-1]), "kind") if is_event(loc[:-1]) else None
            text = unknown_key(loc, str(kind.value) if kind else "", model=model)
            problems.add(node.key_place, node.above, text)
        elif detail["type"] == "string_pattern_mismatch":
            problems.add(node.key_place, node.path, _wording(detail, node))
        elif detail["type"] == "too_long":
            last = culprit(node)
            problems.add(last.at, node.path if last is node else last.above, _wording(detail, node))
        else:
            leaf, path = leaf_of(node)
            problems.add(leaf.at, path, _wording(detail, leaf))
        if problems.is_full:
            return


def is_event(loc: Loc) -> bool:
    """Whether a location is that of an event, an item of a list of events."""
    return len(loc) > 1 and loc[-2] == "events" and isinstance(loc[-1], int)


def node_at(root: Node, loc: Loc) -> Node:
    """Return the node at a location that exists."""
    for part in loc:
        root = root.items[part] if isinstance(part, int) else root.mapping[part]
    return root


def _reach(root: Node, loc: Loc) -> tuple[Node, Loc, Loc]:
    """Find the node at a location: return the last one on the way, the keys to it, and those that are missing.

    A location also holds parts that name alternatives of a type: these are no keys.
    """
    node, found = root, []
    for number, part in enumerate(loc):
        child = node.mapping.get(part) if isinstance(part, str) else dict(enumerate(node.items)).get(part)
        if is_event(loc[:number]) or (part == "value" and is_sourced(node)):
            continue  # the kind of event, or the number of a pair, which is told by the pair's path
        if child is not None:
            node = child
            found.append(part)
        elif part not in _ALTERNATIVES:
            return node, tuple(found), tuple(one for one in loc[number:] if one not in _ALTERNATIVES)
    return node, tuple(found), ()


def _note_missing(node: Node, loc: Loc, root: Node, problems: Problems, *, model: type[Strict]) -> None:
    group = reach(root, *map(str, loc[:2])) if len(loc) == 4 and loc[1] in _NEEDS else None
    name = loc[-1]
    if isinstance(name, int):
        problems.add(node.at, node.path, "must be two numbers, [low, high]")
    elif loc == ("firm",):
        return  # it follows from the market, which is missing too, or has no firms
    elif group is not None and group.at.file != node.at.file:  # new in a later file, or an old one misspelt
        what, known = str(loc[1]).rstrip("s"), {n for n, one in group.mapping.items() if one.at.file == group.at.file}
        needs = f"(a new {what} needs {_NEEDS[str(loc[1])]})"
        problems.add(node.key_place, node.above, f"{unknown(what, str(loc[2]), known)} {needs}")
    else:
        problems.add(node.key_place, (*node.path, name), _missing(loc, model))


def _missing(loc: Loc, model: type[Strict]) -> str:
    if loc == ("market",):
        return "is missing: write 'extends:' or 'market:' with the name or file of a market"
    field = keys_at(loc[:-1], model).get(str(loc[-1]))
    return f"is missing: {field.description}" if field and field.description else "is missing"


def unknown_key(loc: Loc, kind: str = "", *, model: type[Strict] = Scenario) -> str:
    """Say that a key (of a kind of event) is unknown, with the nearest right one, or where it belongs."""
    name = str(loc[-1])
    known = set(event_kinds()[kind].model_fields) if kind else set(keys_at(loc[:-1], model))
    if model is not Scenario:
        return unknown("key", name, known)
    if len(loc) == 1:
        known = (known - INTERNAL) | {"extends", "market_overrides"}
        if name in MarketSpec.model_fields and name not in known:
            return f"'{name}' belongs to the market; write it under 'market:'"
    elif loc[0] == "market" and len(loc) == 2:
        known.add("extends")
        if name in Scenario.model_fields and name not in INTERNAL | known:
            return f"'{name}' belongs to a scenario that extends this market"
    elif loc[0] == "firms" and len(loc) == 3:
        known |= {"share", "price"}
    return unknown("key", name, known or {"value", "source"})


def keys_at(loc: Loc, model: type[Strict] = Scenario) -> dict[str, FieldInfo]:
    """Return the keys that may stand in the mapping at a location; none if anything may, or nothing."""
    kinds: list[Any] = [model]
    for part in loc:
        kinds = [inner for kind in kinds for inner in _inside(kind, part)]
    models = [kind for kind in reversed(kinds) if _is_model(kind)]  # of kinds of events the first has the last word
    return {key: field for kind in models for key, field in kind.model_fields.items()}


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Strict)


def _inside(kind: Any, part: str | int) -> list[Any]:
    """Return the types that a part of a location leads to."""
    if _is_model(kind):
        field = kind.model_fields.get(part)
        return alternatives(field.annotation) if field else []
    if get_origin(kind) is dict:
        return alternatives(get_args(kind)[1])
    if get_origin(kind) is tuple:
        return alternatives(get_args(kind)[0])
    return []


def alternatives(kind: Any) -> list[Any]:
    """Return the types of a union, without their annotations."""
    if get_origin(kind) is Annotated:
        return alternatives(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        return [inner for part in get_args(kind) for inner in alternatives(part)]
    return [kind]


def event_kinds() -> dict[str, type[Strict]]:
    """Return the kinds of events with their models."""
    kinds = [kind for inner in _inside(Scenario, "events") for kind in _inside(inner, 0)]
    return {get_args(kind.model_fields["kind"].annotation)[0]: kind for kind in kinds}
