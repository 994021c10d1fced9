"""What files leave out: declared defaults, and what a scenario takes from its market."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agents.parameters import LEVERS, TRAITS, UNCERTAINTIES
from sim.scenario_events import STATUS_QUO
from sim.scenario_models import DEFAULT_STRATEGIES
from sim.scenario_trees import changed, made, number, reach, with_defaults
from sim.yaml_located import Node

if TYPE_CHECKING:
    from collections.abc import Mapping



def complete(tree: Node) -> Node:
    """Add every value that the files leave to a default; what is no mapping stays as it is."""
    market = reach(tree, "market")
    if market is None or not market.is_mapping:
        return tree
    market = _with_entrants(_market(market), tree.mapping.get("events"))
    firms = list(market.mapping["firms"].mapping) if "firms" in market.mapping else []
    taken = {"strategies": made(DEFAULT_STRATEGIES)}
    of_market = {"title": "title", "weeks": "horizon"}
    taken |= {key: market.mapping[name] for key, name in of_market.items() if name in market.mapping}
    if firms:
        taken["firm"] = made(firms[0])
    tree = with_defaults(changed(tree, {"market": market}), taken)
    tree = _filled(tree, "firms", dict.fromkeys(firms, made({})))
    plans = tree.mapping["firms"].mapping
    return changed(tree, {"firms": _each(tree.mapping["firms"], {n: _plan(plan) for n, plan in plans.items()})})


def _with_entrants(market: Node, events: Node | None) -> Node:
    """Add the firms that events let in to those of the market: without a customer, absent until then."""
    firms = market.mapping.get("firms")
    if firms is None or not firms.is_mapping:
        return market
    new = dict[str, Node]()
    for event in events.items if events is not None else ():
        kind, name = reach(event, "kind"), reach(event, "firm")
        if kind is None or kind.value != "entrant" or name is None or not isinstance(name.value, str):
            continue
        start = {"share": made(0.0), "enters_later": made(True)}  # noqa: FBT003  a value like any other
        own = firms.mapping.get(name.value, Node({}, name.at, name.path, name.at))
        if own.is_mapping and ("share" not in own.mapping or number(own.mapping["share"]) == 0):
            new[name.value] = with_defaults(own, start)
    return changed(market, {"firms": changed(firms, {**firms.mapping, **new})}) if new else market


def _filled(parent: Node, key: str, defaults: Mapping[str, Node]) -> Node:
    """Return a mapping in which the mapping under a key has its defaults."""
    child = parent.mapping.get(key, made({}))
    return changed(parent, {key: with_defaults(child, defaults)}) if child.is_mapping else parent


def _each(node: Node, entries: Mapping[str, Node]) -> Node:
    return changed(node, entries) if node.is_mapping else node


def _plan(plan: Node) -> Node:
    return with_defaults(plan, {"strategy": made(STATUS_QUO)}) if plan.is_mapping else plan


def _market(market: Node) -> Node:
    levers = {name: made({"value": lever.default, "source": lever.source}) for name, lever in LEVERS.items()}
    market = _filled(market, "status_quo", {})
    if market.mapping["status_quo"].is_mapping:
        market = changed(market, {"status_quo": _filled(market.mapping["status_quo"], "levers", levers)})
    uncertainties = market.mapping.get("uncertainties", made({}))
    if uncertainties.is_mapping:
        given = {name: _uncertainty(name, node) for name, node in uncertainties.mapping.items()}
        market = changed(market, {"uncertainties": with_defaults(changed(uncertainties, given), _uncertainties())})
    segments = market.mapping.get("segments")
    if segments is not None and segments.is_mapping:
        needs = _needs(market)
        filled = {name: _segment(segment, needs) for name, segment in segments.mapping.items()}
        market = changed(market, {"segments": changed(segments, filled)})
    return market


def _uncertainties() -> dict[str, Node]:
    return {
        name: made({"value": known.default, "plausible": known.plausible, "source": known.source})
        for name, known in UNCERTAINTIES.items()
    }


def _uncertainty(name: str, node: Node) -> Node:
    """Complete one that a file gives: a bare number is known exactly, a mapping keeps the declared range."""
    if number(node) is not None and not node.is_mapping:
        known = {"value": node, "plausible": replace(node, value=[node, node])}
        return replace(node, value=known)
    if name in UNCERTAINTIES and node.is_mapping:
        return with_defaults(node, {"plausible": made(UNCERTAINTIES[name].plausible)})
    return node


def _needs(market: Node) -> dict[str, Node]:
    products = market.mapping["products"].mapping if "products" in market.mapping else {}
    return {name: need for name, product in products.items() if (need := product.mapping.get("need")) is not None}


def _segment(segment: Node, needs: Mapping[str, Node]) -> Node:
    if not segment.is_mapping:
        return segment
    segment = _filled(segment, "needs", needs)
    traits = segment.mapping.get("traits", made({}))
    if not traits.is_mapping:
        return segment
    given = {name: _trait(name, node) for name, node in traits.mapping.items()}
    declared = {
        name: made({"value": known.default, "spread": known.spread, "source": known.source})
        for name, known in TRAITS.items()
    }
    return changed(segment, {"traits": with_defaults(changed(traits, given), declared)})


def _trait(name: str, node: Node) -> Node:
    """Complete one that a file gives: without a spread it keeps the declared one."""
    spread = {"spread": made(TRAITS[name].spread)} if name in TRAITS else {}
    if number(node) is not None and not node.is_mapping:
        return replace(node, value={"value": node, **spread})
    return with_defaults(node, spread) if node.is_mapping else node
