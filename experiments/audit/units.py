"""The unit of a value by its dotted path, from where each is declared."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import agents.declarations  # noqa: F401  # fills the registries
from agents.parameters import LEVERS, TRAITS, UNCERTAINTIES
from sim.scenario_events import EVENTS
from sim.scenario_models import Budget, Firm, MarketSpec, Product, Scenario, Segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

NAMED = {"firms": Firm, "products": Product, "segments": Segment}


def unit_at(path: Sequence[str], currency: str = "") -> str:
    """Return the unit of the value at a path of a resolved scenario, or of its part; nothing where it has none."""
    path = path[1:] if path[0] == "scenario" and len(path) > 1 else path
    last, before = path[-1], path[-2] if len(path) > 1 else ""
    if before == "levers" and last in LEVERS:
        return LEVERS[last].unit
    for kind, declared in (("uncertainties", UNCERTAINTIES), ("traits", TRAITS)):
        if kind in path[:-1]:
            name = path[list(path).index(kind) + 1]
            return declared[name].unit if name in declared else ""
    if before == "needs":
        return "0..1"
    return _declared(path).get(last, "").replace("currency", currency or "currency")


def _declared(path: Sequence[str]) -> dict[str, str]:
    """Return the units of the fields of what a value belongs to."""
    if "events" in path:
        return _units_of_events()
    if path[0] == "market":
        return _units(NAMED[path[1]]) if len(path) > 2 and path[1] in NAMED else _units(MarketSpec)
    return _units(Budget) if path[0] == "budget" else _units(Scenario)


@cache
def _units(model: type[BaseModel]) -> dict[str, str]:
    found = {}
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and "unit" in extra:
            found[name] = str(extra["unit"])
    return found


@cache
def _units_of_events() -> dict[str, str]:
    return {name: unit for kind in EVENTS.values() for name, unit in _units(kind).items()}
