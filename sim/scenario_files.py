"""Finding scenario files and what they extend: one tree of located values."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim import yaml_located
from sim.scenario_errors import OPTION, Place, Problems, nearest, shortened
from sim.scenario_events import STATUS_QUO
from sim.scenario_messages import INTERNAL, found, unknown_key
from sim.scenario_sources import note_bare_numbers
from sim.scenario_trees import changed, made, merged, put
from sim.yaml_located import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHIPPED = Path(__file__).resolve().parent.parent / "scenarios"
KINDS = ("scenarios", "markets", "strategies", "experiments")
ENDINGS = (".yaml", ".yml")
LONGEST_CHAIN = 20


def folder(kind: str) -> Path:
    """Return the folder of the shipped scenarios, markets, strategies or experiments."""
    return SHIPPED if kind == "scenarios" else SHIPPED / kind


def list_shipped(kind: str) -> list[str]:
    """Return the names of the shipped `scenarios`, `markets`, `strategies` or `experiments`."""
    if kind not in KINDS:
        raise ValueError(f"'{kind}' is none of {', '.join(KINDS)}")
    return sorted(path.stem for path in folder(kind).glob("*.yaml"))


def shown(path: Path) -> str:
    """Name a file as messages do: shipped ones from scenarios/ on, others relative to the current folder."""
    absolute = path.resolve()
    if absolute.is_relative_to(SHIPPED):
        return absolute.relative_to(SHIPPED.parent).as_posix()
    if absolute.is_relative_to(Path.cwd()):
        return absolute.relative_to(Path.cwd()).as_posix()
    return Path(os.path.normpath(path)).as_posix()


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long, or with a NUL
        return False


class Library:
    """The files of one load: finds, reads and combines them, and notes what is wrong."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.markets: set[str] = set()
        self.is_partial = False
        self._homes = {OPTION: Path(), "default": Path()}
        self._strategies: dict[Path, Node | None] = {}
        self._known: dict[str, Node] = {}   # strategies that no file is looked for

    def find(
        self, name: str, kinds: Iterable[str], *,
        home: Path = Path(), itself: Path | None = None, is_near: bool = False,
    ) -> Path | None:
        """Find a file by its path from `home`, or by its name: shipped ones first, unless `is_near`."""
        is_path = "/" in name or "\\" in name or name.lower().endswith(ENDINGS)
        file = name if name.lower().endswith(ENDINGS) else f"{name}.yaml"
        near = [home / part for part in ((name, file) if is_path else (file,))]
        if name.startswith("scenarios/"):
            near.append(SHIPPED.parent / file)
        shipped = [folder(kind) / file for kind in kinds]
        ordered = [*near, *shipped] if is_path or is_near else [*shipped, *near]
        there = [path for path in ordered if _exists(path)]
        others = [path for path in there if itself is None or path.resolve() != itself.resolve()]
        return next(iter(others or there), None)

    def wanted(self, name: str, kinds: tuple[str, ...]) -> Path:
        """Find what a user names.

        Raises:
            ScenarioError: if there is no such file.
        """
        path = self.find(name, kinds)
        if path is None and _exists(Path(name)):
            path = Path(name)
        if path is None:
            self.missing(name, kinds, Place(shortened(name)))
            raise self.problems.error()
        return path

    def missing(self, name: str, kinds: Iterable[str], place: Place, path: tuple[str | int, ...] = ()) -> None:
        """Note that a file was not found, with the nearest shipped name."""
        kinds = tuple(kinds)
        names = [shipped for kind in kinds for shipped in list_shipped(kind)]
        near = nearest(Path(shortened(name)).stem, names)
        what = " or ".join(kind.rstrip("s").replace("strategie", "strategy") for kind in kinds)
        hint = f"did you mean '{near}'?" if near else f"shipped: {', '.join(sorted(names)) or 'none'}"
        self.problems.add(place, path, f"there is no {what} '{shortened(name)}'; {hint}")

    def lives(self, shown_name: str, home: Path) -> None:
        """Say in which folder a file lies, from which it names strategies of its own."""
        self._homes[shown_name] = home

    def read(self, path: Path) -> Node | None:
        """Read one file; None if it cannot be used."""
        name = shown(path)
        self.lives(name, path.parent)
        return yaml_located.read(path, name, self.problems)

    def resolved(self, values: Mapping[str, Any], name: str) -> Node:
        """Turn all resolved values of a scenario into a tree; the strategies that it names are among them."""
        place = Place(name)
        self._known = {key: made(one, place, ("presets", key)) for key, one in values["presets"].items()}
        return made(_told({key: value for key, value in values.items() if key not in INTERNAL}), place)

    def scenario(self, path: Path, chain: tuple[Path, ...] = ()) -> Node | None:
        """Read a scenario or market with all that it extends, as one tree in a scenario's form."""
        own = self.read(path)
        if own is None:
            self.is_partial = True
            return None
        chain = (*chain, path)
        is_market = path.resolve().parent.name == "markets" or {"products", "segments"} <= own.mapping.keys()
        if is_market:
            self.markets.add(shown(path))
            note_bare_numbers(own, "market", self.problems)
            body = changed(own, drop={"extends"})
            tree = Node({"market": body}, own.at, ())
        else:
            tree = self._form(own)
        base = self._extended(own.mapping.get("extends"), chain, is_market=is_market)
        return self._on(base, tree, chain)

    def _form(self, own: Node) -> Node:
        """Bring a scenario's file into the resolved form: what it says of the market stands under the market."""
        for name in INTERNAL & own.mapping.keys():
            self.problems.add(own.mapping[name].key_place, own.mapping[name].above, unknown_key((name,)))
        tree = changed(own, drop={"extends", "market_overrides", *INTERNAL})
        changes = own.mapping.get("market_overrides", Node({}, own.at, ()))
        if not changes.is_mapping:
            self.problems.add(changes.at, changes.path, f"must be a mapping, as under 'market', found {found(changes)}")
            changes = Node({}, own.at, ())
        for name, firm in (own.mapping["firms"].mapping if "firms" in own.mapping else {}).items():
            start: dict[str, Node] = {key: firm.mapping[key] for key in ("share", "price") if key in firm.mapping}
            if start:
                changes = put(changes, ("firms", name), replace(firm, value=start))
                tree = put(tree, ("firms", name), changed(firm, drop=set(start)), is_merged=False)
        return changed(tree, {"market_overrides": changes}) if changes.mapping else tree

    def _extended(self, extends: Node | None, chain: tuple[Path, ...], *, is_market: bool) -> Node | None:
        if extends is None:
            return None
        if not isinstance(extends.value, str):
            self.problems.add(extends.at, extends.path, "must be the name or file of one scenario or market")
            self.is_partial = True
            return None
        base = self._follow(extends, chain, ("markets",) if is_market else ("scenarios", "markets"))
        if is_market and base is not None and base.mapping.keys() - {"market"}:
            self.problems.add(extends.at, extends.path, "a market can extend a market only; this is a scenario")
        return base

    def _follow(self, reference: Node, chain: tuple[Path, ...], kinds: tuple[str, ...]) -> Node | None:
        """Read what a value names, unless it leads back to a file of the chain."""
        name = str(reference.value)
        here = chain[-1] if chain else None
        path = self.find(name, kinds, home=here.parent if here else Path(), itself=here, is_near=here is not None)
        if path is None:
            self.missing(name, kinds, reference.at, reference.path)
            self.is_partial = True
            return None
        known = [step.resolve() for step in chain]
        if path.resolve() in known:
            circle = [*chain[known.index(path.resolve()) :], path]
            text = "goes round in a circle: " + " -> ".join(shown(step) for step in circle)
        elif len(chain) >= LONGEST_CHAIN:
            text = f"the chain of files is longer than {LONGEST_CHAIN}"
        else:
            return self.scenario(path, chain)
        self.problems.add(reference.at, reference.path, text)
        self.is_partial = True
        return None

    def _on(self, base: Node | None, tree: Node, chain: tuple[Path, ...]) -> Node:
        """Lay a scenario over what it extends: first the market it names, then its own changes."""
        market, changes = tree.mapping.get("market"), tree.mapping.get("market_overrides")
        tree = changed(tree, drop={"market_overrides"})
        if market is not None and isinstance(market.value, str):
            base = self.with_market(base or Node({}, tree.at, ()), market, chain)
            tree = changed(tree, drop={"market"})
        tree = tree if base is None else merged(base, tree)
        return tree if changes is None else merged(tree, Node({"market": changes}, changes.at, ()))

    def with_market(self, tree: Node, named: Node, chain: tuple[Path, ...]) -> Node:
        """Put the market that a value names in the place of the tree's."""
        is_scenario = str(named.value) in list_shipped("scenarios")
        other = self._follow(named, chain, ("scenarios",) if is_scenario else ("markets",))
        if other is None:
            return tree
        if other.mapping.keys() - {"market"}:
            self.problems.add(named.at, named.path, f"'{shortened(str(named.value))}' is a scenario; write 'extends:'")
        return changed(tree, {"market": other.mapping.get("market", other)})

    def with_presets(self, tree: Node) -> Node:
        """Read every strategy that the tree names and put it under `presets`; files are called by their stem."""
        presets: dict[str, tuple[Path, Node]] = {}
        for spot, node in _strategies_named(tree):
            if not isinstance(node.value, str) or node.value == STATUS_QUO:
                continue
            if node.value in self._known:
                presets[node.value] = Path(node.value), self._known[node.value]
                continue
            path = self.find(node.value, ("strategies",), home=self._homes.get(node.at.file, Path()))
            if path is None:
                self.missing(node.value, ("strategies",), node.at, node.path)
                continue
            known = presets.get(path.stem)
            if known is None:
                preset = self.strategy(path)
                if preset is not None:
                    presets[path.stem] = (path, preset)
            elif known[0].resolve() != path.resolve():
                text = f"two files of this name: {shown(known[0])} and {shown(path)}; rename one"
                self.problems.add(node.at, node.path, text)
            tree = put(tree, spot, replace(node, value=path.stem), is_merged=False)
        return changed(tree, {"presets": Node({name: node for name, (_, node) in presets.items()}, tree.at, ())})

    def strategy(self, path: Path) -> Node | None:
        """Read a strategy's file, once."""
        if path not in self._strategies:
            node = self._strategies[path] = self.read(path)
            if node is not None:
                note_bare_numbers(node, "strategy", self.problems)
        return self._strategies[path]


def _told(value: Any) -> Any:
    """Return values without those that are left to the default."""
    if isinstance(value, dict):
        return {key: _told(one) for key, one in value.items() if one is not None}
    return [_told(one) for one in value] if isinstance(value, list) else value


def _strategies_named(tree: Node) -> list[tuple[tuple[str | int, ...], Node]]:
    """Return the places in a tree that name a strategy, and what stands there."""
    named: list[tuple[tuple[str | int, ...], Node]] = []
    root = tree.mapping
    if "strategies" in root:
        named += [(("strategies", number), node) for number, node in enumerate(root["strategies"].items)]
    if "firms" in root:
        firms = root["firms"].mapping.items()
        named += [(("firms", n, "strategy"), f.mapping["strategy"]) for n, f in firms if "strategy" in f.mapping]
    if "events" in root:
        events = enumerate(root["events"].items)
        named += [(("events", i, "strategy"), e.mapping["strategy"]) for i, e in events if "strategy" in e.mapping]
    return named
