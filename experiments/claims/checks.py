"""Checks across a claim file: names that must exist, formulas that must be readable, margins that must be declared."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from agents.parameters import COLUMNS, LEVERS, TRAITS, UNCERTAINTIES
from experiments.claims import formulas
from experiments.claims.measures import BREAK_EVEN, START, VALUE, is_known, known_names, margin_name
from experiments.claims.models import Claim, Contrast
from experiments.margins import margins
from sim.mechanisms import MECHANISMS, removable
from sim.metrics import METRICS
from sim.scenario_errors import Problems, unknown
from sim.scenario_events import STATUS_QUO
from sim.scenario_files import list_shipped
from sim.scenario_trees import leaf_of, number, reach
from sim.yaml_located import Node


def check(tree: Node, claim: Claim | None, problems: Problems) -> None:
    """Note everything in a claim file that no single value shows to be wrong."""
    for spot in _situations(tree):
        _check_situation(spot, problems)
    for node in _contrasts(tree):
        _check_contrast(node, _entries(reach(tree, "arms")), problems)
    for neutral in _neutrals(tree):
        _check_off(reach(neutral, "off"), problems)
        _check_nature(reach(neutral, "nature"), problems)
    _check_nature(reach(tree, "fixed"), problems)
    _check_worlds(tree, problems)
    if claim is not None:
        _check_whole(tree, claim, problems)


def note(node: Node, text: str, problems: Problems) -> None:
    """Note a mistake at a node."""
    leaf, path = leaf_of(node)
    problems.add(leaf.at, path, text)


def _bounded(node: Node, bounds: tuple[float, float], unit: str, problems: Problems) -> None:
    value, (low, high) = number(node), bounds
    if value is not None and not low <= value <= high:
        note(node, f"{value:g} is outside {low:g} to {high:g} ({unit})", problems)


def _check_levers(levers: Node | None, problems: Problems) -> None:
    _check_keys(levers, "lever", LEVERS, problems)
    for name, node in _entries(levers).items():
        if name in LEVERS:
            _bounded(node, (LEVERS[name].low, LEVERS[name].high), LEVERS[name].unit, problems)


def _entries(node: Node | None) -> dict[str, Node]:
    return node.mapping if node is not None else {}


def _items(node: Node | None) -> list[Node]:
    return node.items if node is not None else []


def _text(node: Node | None) -> str | None:
    return node.value if node is not None and isinstance(node.value, str) else None


def _situations(tree: Node) -> Iterator[Node]:
    yield from _entries(reach(tree, "arms")).values()
    given = reach(tree, "given")
    if given is not None:
        yield given


def _contrasts(tree: Node) -> Iterator[Node]:
    for group in ("applies", "hit", "opposite", "also"):
        yield from _items(reach(tree, group))


def _neutrals(tree: Node) -> Iterator[Node]:
    placebo = reach(tree, "placebo")
    if placebo is not None:
        yield placebo
    yield from _items(reach(tree, "near"))


def _named(node: Node | None, what: str, names: Collection[str], problems: Problems) -> None:
    text = _text(node)
    if node is not None and text is not None and text not in names:
        note(node, unknown(what, text, names), problems)


def _check_situation(spot: Node, problems: Problems) -> None:
    before, strategies = reach(spot, "before"), {STATUS_QUO, *list_shipped("strategies")}
    events = _items(reach(spot, "events"))
    for conduct in (spot, reach(spot, "rivals"), *_entries(reach(spot, "others")).values(), *events):
        _named(reach(conduct, "strategy"), "strategy", strategies, problems)
        _check_levers(reach(conduct, "levers"), problems)
    _check_levers(reach(before, "levers"), problems)
    for nature in (reach(spot, "nature"), reach(before, "nature")):
        _check_nature(nature, problems)
    _check_keys(reach(before, "traits"), "trait", TRAITS, problems)
    states = [name for name, column in COLUMNS.items() if column.kind == "f8" and 0 < column.start < 1]
    _check_keys(reach(spot, "people"), "state of people", states, problems)
    _check_off(reach(spot, "off"), problems)


def _check_keys(node: Node | None, what: str, names: Collection[str], problems: Problems) -> None:
    for name, child in _entries(node).items():
        if name not in names:
            problems.add(child.key_place, child.above, unknown(what, name, names))


def _check_nature(node: Node | None, problems: Problems) -> None:
    _check_keys(node, "uncertainty", UNCERTAINTIES, problems)
    for name, child in _entries(node).items():
        value = child if not child.mapping else reach(child, "value")
        if name in UNCERTAINTIES and value is not None:
            _bounded(value, UNCERTAINTIES[name].bounds, UNCERTAINTIES[name].unit, problems)


def _check_off(node: Node | None, problems: Problems) -> None:
    neutral = {name for name, one in UNCERTAINTIES.items() if one.neutral is not None}
    for item in _items(node):
        text = _text(item)
        if text in UNCERTAINTIES and text not in neutral:
            note(item, f"'{text}' has no neutral value; give it a value under 'nature'", problems)
        elif text in MECHANISMS and text not in removable():
            note(item, f"'{text}' has neither lever nor uncertainty with a neutral value", problems)
        else:
            _named(item, "mechanism, uncertainty or lever", {*MECHANISMS, *neutral, *LEVERS}, problems)


def _check_worlds(tree: Node, problems: Problems) -> None:
    for item in _items(reach(tree, "worlds", "markets")):
        text = _text(item)
        if text is not None and not text.endswith((".yaml", ".yml")):
            _named(item, "market", list_shipped("markets"), problems)
    extra = _entries(reach(tree, "worlds", "extra"))
    for path, node in extra.items():
        kind, _, name = path.partition(".")
        registries: dict[str, Collection[str]] = {"levers": LEVERS, "traits": TRAITS}
        names = registries.get(kind, ())
        if not names:
            problems.add(node.key_place, node.above, f"'{path}' is no range; write levers.NAME or traits.NAME")
        elif name not in names:
            problems.add(node.key_place, node.above, unknown(kind.rstrip("s"), name, names))
    for item in _items(reach(tree, "conditions")):
        _check_condition(item if not item.mapping else item.mapping.get("path"), item, extra, problems)


def _check_condition(spot: Node | None, item: Node, extra: Collection[str], problems: Problems) -> None:
    path = _text(spot)
    if spot is None or path is None:
        return
    kind, _, name = path.partition(".")
    if kind == "nature":
        if name not in UNCERTAINTIES:
            note(spot, unknown("uncertainty", name, UNCERTAINTIES), problems)
    elif kind == START:
        if name not in METRICS:
            note(spot, unknown("metric", name, METRICS), problems)
        elif "cut" not in item.mapping:
            note(spot, f"'{path}' has no range; write {{path: {path}, cut: …}}", problems)
    elif kind not in {"levers", "traits"}:
        note(spot, f"'{path}' is no condition; write nature.NAME, levers.NAME, traits.NAME or start.METRIC", problems)
    elif path not in extra:
        note(spot, f"'{path}' is not drawn; give its range under worlds.extra", problems)


def _check_contrast(node: Node, arms: Collection[str], problems: Problems) -> None:
    measure, of, versus = (reach(node, key) for key in ("measure", "of", "versus"))
    text = _text(measure)
    if measure is not None and text is not None and text not in {VALUE, BREAK_EVEN}:
        for name in _names(measure, text, problems):
            if not is_known(name):
                note(measure, unknown("measure", name, known_names()), problems)
    named = _names(of, _text(of) or "", problems) if of is not None and _text(of) else []
    for name in named:
        if name not in arms and of is not None:
            note(of, unknown("arm", name, arms), problems)
    if text == BREAK_EVEN and measure is not None:
        missing = [name for name in named if name not in _entries(versus)]
        if missing:
            note(measure, f"break_even needs 'versus': what {', '.join(missing)} is compared with", problems)
    for child in _entries(versus).values():
        _named(child, "arm", arms, problems)


def _names(node: Node, text: str, problems: Problems) -> list[str]:
    try:
        return formulas.names(text)
    except formulas.FormulaError as error:
        note(node, str(error), problems)
        return []


def _check_whole(tree: Node, claim: Claim, problems: Problems) -> None:
    for group in ("applies", "hit", "opposite", "also"):
        nodes = _items(reach(tree, group))
        for node, one in zip(nodes, getattr(claim, group), strict=True):
            _check_margin(node, one, problems)
            _check_window(node, one.window, claim.weeks, problems)
    if claim.ranking is not None:
        _check_window(tree.mapping["ranking"], claim.ranking.window, claim.weeks, problems)
    arms = tree.mapping["arms"]
    for name, child in arms.mapping.items():
        if not name.isidentifier():
            problems.add(child.key_place, child.path, "an arm's name has letters, digits and _ only: formulas use it")
    if claim.base not in claim.arms:
        note(tree.mapping["reference"], unknown("arm", claim.base, claim.arms), problems)
    _check_hits(tree, claim, problems)


def _check_hits(tree: Node, claim: Claim, problems: Problems) -> None:
    if (claim.ranking is None) == (not claim.hit):
        problems.add(tree.key_place, ("hit",), "a claim has either 'hit', contrasts that must hold, or 'ranking'")
    plain = all(one.direction in {"higher", "lower"} for one in claim.hit)
    if claim.hit and not claim.opposite and not plain:
        problems.add(tree.mapping["hit"].key_place, ("hit",), "has no mirror; write the contrasts of 'opposite'")


def _check_window(node: Node, text: str, weeks: int, problems: Problems) -> None:
    try:
        formulas.window(text, weeks)
    except formulas.FormulaError as error:
        note(node.mapping.get("window", node), str(error), problems)


def _check_margin(node: Node, one: Contrast, problems: Problems) -> None:
    name = margin_name(one)
    if name is not None and name not in margins():
        spot: Any = node.mapping.get("beyond") or node.mapping["measure"]
        hint = "" if isinstance(one.beyond, str) else "; name a metric whose margin holds under 'beyond'"
        note(spot, f"no margin is declared for '{name}'{hint}", problems)
