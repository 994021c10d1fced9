"""Checks across a scenario: names that must exist, bounds that were declared, sums that must hold.

They read the tree, not the model, so that they also speak when something else in a file is wrong.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from agents.parameters import LEVERS, TRAITS, UNCERTAINTIES
from sim.mechanisms import removable
from sim.scenario_errors import Problems, unknown
from sim.scenario_trees import DEFAULT, changed, culprit, leaf_of, number, reach

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from agents.parameters import Trait
    from sim.yaml_located import Node

NEEDS_PRESENCE = {"price", "exit", "disclosure", "renewal"}  # of events that mean nothing before a firm is there
VALUE = "value"  # the outcome that is no metric: discounted profit plus the change of customer equity


def check(tree: Node, problems: Problems, metrics: Collection[str], *, is_partial: bool = False) -> None:
    """Note everything in a resolved tree that no single value shows to be wrong.

    Where a file could not be read (`is_partial`), nothing is said of firms, products and segments as a whole.
    """
    market = reach(tree, "market")
    for levers in _lever_mappings(tree):
        _check_levers(levers, problems)
    _check_uncertainties(reach(market, "uncertainties"), problems)
    _check_kind(market, problems)
    for segment in _entries(reach(market, "segments")).values():
        _check_traits(segment, problems)
    if is_partial and market is not None:
        tree = changed(tree, {"market": changed(market, drop={"firms", "products", "segments"})})
        market = reach(tree, "market")
    _check_segments(market, problems)
    _check_products(market, problems)
    _check_firms(tree, problems)
    _check_events(tree, problems)
    _check_targets(market, metrics, problems)
    _check_names(tree, metrics, problems)


def _entries(node: Node | None) -> dict[str, Node]:
    return node.mapping if node is not None else {}


def _items(node: Node | None) -> list[Node]:
    return node.items if node is not None else []


def _note(node: Node, text: str, problems: Problems) -> None:
    leaf, path = leaf_of(node)
    problems.add(leaf.at, path, text)


def _name(node: Node | None, what: str, names: Collection[str], problems: Problems) -> None:
    """Note that a value is none of the names; silent where there are no names, for then their file is missing."""
    if node is not None and isinstance(node.value, str) and names and node.value not in names:
        _note(node, unknown(what, node.value, names), problems)


def _bounded(node: Node, bounds: tuple[float, float], unit: str, problems: Problems) -> bool:
    value, (low, high) = number(node), bounds
    if value is None or not math.isfinite(value) or low <= value <= high:
        return True
    _note(node, f"{value:g} is outside {_within(bounds, unit)}", problems)
    return False


def _within(bounds: tuple[float, float], unit: str) -> str:
    return f"{bounds[0]:g} to {bounds[1]:g}" + (f" ({unit})" if unit and unit != "0..1" else "")


def _lever_mappings(tree: Node) -> Iterator[Node]:
    plans = list(_entries(reach(tree, "firms")).values()) + _items(reach(tree, "events"))
    found = [reach(plan, key) for plan in plans for key in ("levers", "at_most", "at_least")]
    found.append(reach(tree, "market", "status_quo", "levers"))
    found += [reach(preset, "signature") for preset in _entries(reach(tree, "presets")).values()]
    return (node for node in found if node is not None)


def _check_levers(levers: Node, problems: Problems) -> None:
    for name, node in levers.mapping.items():
        if problems.is_full:
            return
        lever = LEVERS.get(name)
        if lever is None:
            problems.add(node.key_place, node.above, unknown("lever", name, LEVERS))
        else:
            _bounded(node, (lever.low, lever.high), lever.unit, problems)


def _check_uncertainties(uncertainties: Node | None, problems: Problems) -> None:
    for name, node in _entries(uncertainties).items():
        if problems.is_full:
            return
        declared = UNCERTAINTIES.get(name)
        if declared is None:
            problems.add(node.key_place, node.above, unknown("uncertainty", name, UNCERTAINTIES))
        elif _bounded(node, declared.bounds, declared.unit, problems):
            _check_plausible(node, declared.bounds, declared.unit, problems)


def _check_plausible(node: Node, bounds: tuple[float, float], unit: str, problems: Problems) -> None:
    plausible = reach(node, "plausible")
    ends = [number(end) for end in _items(plausible)]
    value = number(node)
    known = [end for end in ends if end is not None and math.isfinite(end)]
    if plausible is None or len(ends) != 2 or len(known) != 2 or value is None:
        return
    low, high = known
    if low > high:
        _note(plausible, f"[{low:g}, {high:g}] runs backwards; write [{high:g}, {low:g}]", problems)
    elif low < bounds[0] or high > bounds[1]:
        _note(plausible, f"[{low:g}, {high:g}] reaches outside {_within(bounds, unit)}", problems)
    elif not low <= value <= high:
        origin = " declared" if plausible.at == DEFAULT else ""
        text = f"{value:g} lies outside the{origin} plausible range {low:g} to {high:g}"
        _note(node, f"{text}; give 'plausible: [low, high]' too", problems)


def _check_kind(market: Node | None, problems: Problems) -> None:
    """Note a market whose kind and rate of purchases contradict each other."""
    kind, node = reach(market, "kind"), reach(market, "uncertainties", "buying")
    buying = number(node)
    if node is None or buying is None:
        return
    if kind is not None and kind.value == "repertoire":
        if buying <= 0:
            text = "needs the uncertainty 'buying' above 0 (per week): how often people buy, from any seller"
            _note(kind, text, problems)
    elif buying > 0:
        _note(node, f"{buying:g} purchases a week are made from several sellers; write 'kind: repertoire'", problems)


def _check_segments(market: Node | None, problems: Problems) -> None:
    segments = reach(market, "segments")
    total = _sum_of_shares(segments)
    if segments is not None and total is not None and abs(total - 1) > 1e-6:
        text = f"the shares of the segments sum to {total:.6g}, not to 1"
        _note(culprit(segments, "share"), text, problems)
    products = _entries(reach(market, "products"))
    for segment in _entries(segments).values():
        for name, node in _entries(reach(segment, "needs")).items():
            if products and name not in products:
                problems.add(node.key_place, node.above, unknown("product", name, products))


def _sum_of_shares(group: Node | None) -> float | None:
    """Sum the shares of segments or firms; None if one is no share, which is told elsewhere."""
    shares = [number(reach(one, "share")) for one in _entries(group).values()]
    valid = [share for share in shares if share is not None and 0 <= share <= 1]
    return math.fsum(valid) if shares and len(valid) == len(shares) else None


def _check_traits(segment: Node, problems: Problems) -> None:
    for name, node in _entries(reach(segment, "traits")).items():
        if problems.is_full:
            return
        trait = TRAITS.get(name)
        if trait is None:
            problems.add(node.key_place, node.above, unknown("trait", name, TRAITS))
        else:
            _check_trait(trait, node, problems)


def _check_trait(trait: Trait, node: Node, problems: Problems) -> None:
    value, spread, top = number(node), number(reach(node, "spread")), reach(node, "high")
    if top is not None and trait.unit != "×":
        _note(top, f"only traits in × may be drawn beyond their bounds; '{trait.name}' is in {trait.unit}", problems)
    elif top is not None and value is not None and (most := number(top)) is not None and most < value:
        _note(top, f"{most:g} is below the mean {value:g}", problems)
    if not _bounded(node, (trait.low, trait.high), trait.unit, problems) or node.at == DEFAULT:
        return
    if trait.shape == "uniform" and value is not None and spread is not None and math.isfinite(value + spread):
        low, high = value - spread, value + spread
        if low < trait.low - 1e-9 or high > trait.high + 1e-9:
            allowed = _within((trait.low, trait.high), trait.unit)
            _note(node, f"{value:g} ± {spread:g} reaches outside {allowed}; give a smaller 'spread'", problems)


def _check_products(market: Node | None, problems: Problems) -> None:
    products = reach(market, "products")
    marks = {name: mark.value for name, node in _entries(products).items() if (mark := reach(node, "base"))}
    bases = [name for name, mark in marks.items() if mark is True]
    are_clear = all(isinstance(mark, bool) for mark in marks.values())
    if products is not None and products.mapping and are_clear and len(bases) != 1:
        found = f"here are {len(bases)}: {', '.join(bases)}" if bases else "here is none"
        _note(culprit(products, "base"), f"exactly one product must have 'base: true'; {found}", problems)


def _check_firms(tree: Node, problems: Problems) -> None:
    firms = reach(tree, "market", "firms")
    known = _entries(firms)
    for name, node in _entries(reach(tree, "firms")).items():
        if known and name not in known:
            problems.add(node.key_place, node.above, f"{unknown('firm', name, known)} (a new firm needs 'share')")
    for firm in known.values():
        later, share = reach(firm, "enters_later"), reach(firm, "share")
        if later is not None and later.value is True and share is not None and (number(share) or 0) > 0:
            _note(later, "a firm that enters later has share 0 at the start", problems)
    total = _sum_of_shares(firms)
    if firms is not None and total is not None and total > 1 + 1e-6:
        _note(culprit(firms, "share"), f"the shares of the firms sum to {total:.6g}, more than 1", problems)


def _check_events(tree: Node, problems: Problems) -> None:
    weeks, firms = number(reach(tree, "weeks")), _entries(reach(tree, "market", "firms"))
    _check_comings(_items(reach(tree, "events")), firms, problems)
    for event in _items(reach(tree, "events")):
        if problems.is_full:
            return
        week, name = reach(event, "week"), reach(event, "name")
        at = number(week)
        if week is not None and at is not None and weeks is not None and at >= weeks > 0:
            _note(week, f"week {at:g} is after the end; the last of {weeks:g} weeks is {weeks - 1:g}", problems)
        _name(reach(event, "firm"), "firm", firms, problems)
        if name is not None and isinstance(name.value, str):
            _check_event_value(name.value, event, problems)
        if _kind(event) == "regulation":
            _check_regulation(event, problems)


def _check_event_value(name: str, event: Node, problems: Problems) -> None:
    declared, value = UNCERTAINTIES.get(name), reach(event, "value")
    if declared is None:
        _note(event.mapping["name"], unknown("uncertainty", name, UNCERTAINTIES), problems)
    elif value is not None:
        _bounded(value, declared.bounds, declared.unit, problems)


def _kind(event: Node) -> object:
    kind = reach(event, "kind")
    return kind.value if kind is not None else None


def _check_comings(events: list[Node], firms: dict[str, Node], problems: Problems) -> None:
    """Note entrants that are there already or enter twice, and what happens to a firm that is not there."""
    comings, goings = _weeks_of(events, "entrant"), _weeks_of(events, "exit")
    first: dict[str, Node] = {}
    for event in events:
        firm, week = reach(event, "firm"), number(reach(event, "week"))
        if firm is None or not isinstance(firm.value, str) or week is None:
            continue
        name, kind = firm.value, _kind(event)
        if kind == "entrant":
            if (number(reach(firms.get(name), "share")) or 0) > 0:
                _note(firm, f"'{name}' has customers from the start; an entrant is a new firm", problems)
            elif name in first:
                _note(firm, f"'{name}' enters twice, first in week {comings[name]:g}", problems)
            first.setdefault(name, event)
        elif kind in NEEDS_PRESENCE and week < comings.get(name, week):
            _note(event, f"'{name}' enters in week {comings[name]:g}, after this in week {week:g}", problems)
        if max(comings.get(name, 0), 0) <= goings.get(name, week) < week:
            _note(event, f"'{name}' leaves in week {goings[name]:g}, before this in week {week:g}", problems)


def _weeks_of(events: list[Node], kind: str) -> dict[str, float]:
    """Return the first week in which a kind of event happens to a firm, by firm."""
    found: dict[str, float] = {}
    for event in events:
        firm, week = reach(event, "firm"), number(reach(event, "week"))
        if _kind(event) == kind and firm is not None and isinstance(firm.value, str) and week is not None:
            found[firm.value] = min(week, found.get(firm.value, week))
    return found


def _check_regulation(event: Node, problems: Problems) -> None:
    most, least = _entries(reach(event, "at_most")), _entries(reach(event, "at_least"))
    if not most and not least:
        _note(event, "bounds nothing; give 'at_most' or 'at_least' with a lever or more", problems)
    for name, node in least.items():
        low, high = number(node), number(most.get(name))
        if low is not None and high is not None and low > high:
            _note(node, f"at least {low:g} is above at most {high:g}", problems)


def _check_targets(market: Node | None, metrics: Collection[str], problems: Problems) -> None:
    segments = _entries(reach(market, "segments"))
    for target in _items(reach(market, "targets")):
        _name(reach(target, "metric"), "metric", metrics, problems)
        for node in _items(reach(target, "segments")):
            _name(node, "segment", segments, problems)
        low, high = number(reach(target, "low")), number(reach(target, "high"))
        if low is not None and high is not None and low > high:
            _note(target, f"'low' {low:g} is above 'high' {high:g}", problems)
        accept = reach(target, "accept")
        ends = [end for node in _items(accept) if (end := number(node)) is not None]
        if accept is not None and len(ends) == 2 and ends[0] > ends[1]:
            _note(accept, f"[{ends[0]:g}, {ends[1]:g}] runs backwards; write [{ends[1]:g}, {ends[0]:g}]", problems)


def _check_names(tree: Node, metrics: Collection[str], problems: Problems) -> None:
    _name(reach(tree, "firm"), "firm", _entries(reach(tree, "market", "firms")), problems)
    _name(reach(tree, "outcome"), "outcome", {VALUE, *metrics} if metrics else (), problems)
    for node in _items(reach(tree, "only")):
        _name(node, "mechanism that can be left out", sorted(removable()), problems)
    seen: set[object] = set()
    for node in _items(reach(tree, "strategies")):
        if isinstance(node.value, str) and node.value in seen:
            _note(node, f"'{node.value}' is named twice", problems)
        seen.add(node.value if isinstance(node.value, str) else id(node))


