"""The mechanisms of the model: names, essays, the metrics that show them, and the effects that tests hold them to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import agents.declarations  # noqa: F401  # fills the registries
from agents.books import ROUTES
from agents.parameters import COLUMNS, LEVERS, TRAITS, UNCERTAINTIES

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, where it was built: ten times as quick
FILE = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True, slots=True)
class Effect:
    """What must move which metric: `do` in one of two paired runs, `given` in both; names as in sim/mechanisms.yaml."""

    do: Mapping[str, Mapping[str, float]]
    moves: Mapping[str, str]
    given: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    market: str = "mobile_telecom"
    weeks: int = 78
    window: int = 26
    customers: int = 2000
    why: str = ""

    def __str__(self) -> str:
        """Say the effect in one line: what is set, and what moves."""
        done = ", ".join(f"{name} = {value:g}" for kind in self.do.values() for name, value in kind.items())
        return f"{done}: {', '.join(f'{metric} {way}' for metric, way in self.moves.items())}"


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism of mission.md, or of the case for the product side."""

    id: str
    title: Mapping[str, str]
    origin: str
    metrics: tuple[str, ...]
    effects: tuple[Effect, ...]

    def of(self, registry: Mapping[str, Any]) -> list[str]:
        """Return the names of a registry that are declared for this mechanism."""
        return [name for name, one in registry.items() if one.mechanism == self.id]

    @property
    def causes(self) -> list[str]:
        """The causes of trust that are booked for it."""
        return [route.cause for route in ROUTES if route.mechanism == self.id]

    @property
    def files(self) -> list[str]:
        """The files of rules that name it, from the top level."""
        word = re.compile(rf"\b{self.id}\b")
        return [name for name, text in _rules().items() if word.search(text)]

    @property
    def doses(self) -> list[str]:
        """The levers, uncertainties, traits and columns by which it acts."""
        return [name for registry in (LEVERS, UNCERTAINTIES, TRAITS, COLUMNS) for name in self.of(registry)]


@cache
def _rules() -> dict[str, str]:
    """Return the texts of all files of rules, by their names from the top level."""
    top = FILE.parent.parent
    files = sorted([*(top / "agents").rglob("*.py"), *(top / "sim").glob("*.py")])
    return {path.relative_to(top).as_posix(): path.read_text(encoding="utf-8") for path in files}


def _read() -> Iterator[Mechanism]:
    for number, row in yaml.load(FILE.read_text(encoding="utf-8"), Loader=LOADER).items():  # noqa: S506  # safe either way
        effects = tuple(Effect(**effect) for effect in row["effects"])
        yield Mechanism(number, row["title"], row["from"], tuple(row["metrics"]), effects)


MECHANISMS: dict[str, Mechanism] = {one.id: one for one in _read()}


def removable() -> set[str]:
    """Return the mechanisms that can be left out: those with a lever, or an uncertainty that has a neutral value."""
    neutral = {one.mechanism for one in UNCERTAINTIES.values() if one.neutral is not None}
    return ({one.mechanism for one in LEVERS.values()} | neutral) & set(MECHANISMS)
