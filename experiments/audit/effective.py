"""What a scenario comes to: every value in force once files are merged and strategies looked up, with its origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.scenario_events import STATUS_QUO

Origins = Mapping[str, Mapping[str, Any]]
NO_VALUES = {"name", "presets", "origins"}     # fields of a resolved scenario that hold no value of their own
SPECIFIED = {"value", "plausible", "spread"}    # a number with what is known of it
PLACES = ("where", "source")


@dataclass(frozen=True, slots=True)
class Effective:
    """A tree of values, and the origin of each leaf by its dotted path."""

    tree: dict[str, Any]
    origins: dict[str, dict[str, str]]
    currency: str = ""

    def origin(self, path: str) -> dict[str, str]:
        """Return source and place of a value; of a list, those of its first item."""
        return self.origins.get(path) or self.origins.get(f"{path}.0") or {}


def effective(values: Mapping[str, Any], origins: Origins) -> Effective:
    """Return the values in force: `presets` are looked up, and what every firm and arm then does stands at its place.

    Args:
        values: a resolved scenario, as JSON has it.
        origins: source and place by dotted path.
    """
    tree = {key: value for key, value in values.items() if key not in NO_VALUES}
    known = {path: {name: str(one[name]) for name in PLACES} for path, one in origins.items()}
    presets = values.get("presets", {})
    firms = {}
    for name, plan in tree.get("firms", {}).items():
        signature, at = _signature(presets, plan["strategy"])
        firms[name] = {**plan, "levers": {**signature, **plan["levers"]}}
        known |= {f"firms.{name}.levers.{lever}": known.get(f"{at}.{lever}", {}) for lever in signature
                  if lever not in plan["levers"]}
    arms = {}
    for name in dict.fromkeys(tree.get("strategies", ())):
        signature, at = _signature(presets, name)
        texts = {key: presets[name][key] for key in ("title", "advocate")} if name in presets else {}
        arms[name] = {"levers": signature, **texts}
        known |= {f"strategies.{name}.levers.{lever}": known.get(f"{at}.{lever}", {}) for lever in signature}
    own = {"firms": firms, "strategies": arms, "compared": list(tree.get("strategies", ()))}
    known["compared"] = known.get("strategies.0", {})
    return Effective({**tree, **own}, known, str(tree.get("market", {}).get("currency", "")))


def _signature(presets: Mapping[str, Any], name: str) -> tuple[dict[str, float], str]:
    found = presets.get(name, {}) if name != STATUS_QUO else {}
    return dict(found.get("signature", {})), f"presets.{name}.signature"


def of_scenario(scenario: Any) -> Effective:
    """Return the values in force in a loaded scenario."""
    origins = {path: {"where": one.where, "source": one.source} for path, one in scenario.origins.items()}
    return effective(scenario.model_dump(mode="json"), origins)


def status_quo_of(one: Effective) -> dict[str, float]:
    """Return the levers of a market before anything changes."""
    return dict(one.tree.get("market", {}).get("status_quo", {}).get("levers", {}))


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every single value with its path; a number with its range stands at the path of both."""
    if isinstance(value, dict) and value:
        is_number = "value" in value and value.keys() <= SPECIFIED
        for key, child in value.items():
            yield from leaves(child, path if is_number and key == "value" else (*path, key))
    else:
        yield path, value
