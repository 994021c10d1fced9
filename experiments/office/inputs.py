"""Every number behind a comparison, with what it means, its source and the place that set it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agents.parameters import LEVERS, TRAITS, UNCERTAINTIES
from experiments.audit.sources import counted, kind_of
from experiments.provenance import numbers_behind

if TYPE_CHECKING:
    from agents.parameters import Lever, Trait, Uncertainty
    from experiments.trial import Design
    from sim.scenario_fields import Origin

PLAUSIBLE = ".plausible."


@dataclass(frozen=True, slots=True)
class Input:
    """One number: its path, meaning, value, unit, ends of its plausible range, kind of source, source, place."""

    path: str
    about: str
    value: Any
    unit: str
    plausible: tuple[Any, ...]
    kind: str
    source: str
    place: str


def inputs(design: Design) -> list[Input]:
    """Return all numbers by their paths, in order."""
    found = numbers_behind(design)
    return [_input(path, origin, found) for path, origin in sorted(found.items()) if PLAUSIBLE not in path]


def counts(design: Design) -> dict[str, int]:
    """Return how many numbers are of each kind; ends of plausible ranges count, as in every report."""
    return counted((origin.source, origin.where) for origin in numbers_behind(design).values())


def _input(path: str, origin: Origin, found: Mapping[str, Origin]) -> Input:
    declared = declaration(path)
    ends = [found[key].value for key in (f"{path}{PLAUSIBLE}{k}" for k in (0, 1)) if key in found]
    return Input(
        path, declared.about if declared else "", origin.value, declared.unit if declared else "", tuple(ends),
        kind_of(origin.source, origin.where), origin.source, origin.where,
    )


def declaration(path: str) -> Lever | Trait | Uncertainty | None:
    """Return what a path sets, if it is declared: a lever, a trait of customers, an uncertainty."""
    places = path.removesuffix(".spread").split(".")
    if len(places) < 2:
        return None
    kinds: dict[str, Mapping[str, Lever | Trait | Uncertainty]] = {
        "levers": LEVERS, "signature": LEVERS, "traits": TRAITS, "uncertainties": UNCERTAINTIES,
    }
    return kinds.get(places[-2], {}).get(places[-1])
