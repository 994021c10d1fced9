"""Where a comparison comes from: versions, digests, the command that repeats it, the assumptions among its numbers."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from agents.parameters import LEVERS, UNCERTAINTIES, is_assumption
from experiments.trial import Design
from sim import Scenario
from sim.scenario_fields import Origin
from sim.scenario_trees import DEFAULT

# origin, words, and what is only read from the rest
NO_RESULT = {"provenance", "answer", "against", "for", "words", "audit"}


def canonical(data: Any) -> str:
    """Return the one way to write data as JSON, by which digests are taken."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(data: Any) -> str:
    """Return the SHA-256 of JSON-able data."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def result_digest(data: Mapping[str, Any]) -> str:
    """Return the digest of everything but where it came from and the words: equal results, equal digest."""
    return digest({key: value for key, value in data.items() if key not in NO_RESULT})


def numbers_of(data: Any, path: str = "") -> dict[str, float | bool | None]:
    """Return every number of a comparison by its dotted path, in any language the same; its origin is left out."""
    if isinstance(data, Mapping):
        parts = ((key, value) for key, value in data.items() if path or key not in NO_RESULT)
    elif isinstance(data, list | tuple):
        parts = ((str(place), value) for place, value in enumerate(data))
    else:
        return {} if isinstance(data, str) else {path: data}
    return {spot: x for key, value in parts for spot, x in numbers_of(value, f"{path}.{key}" if path else key).items()}


def numbers_digest(data: Mapping[str, Any]) -> str:
    """Return the digest of every number of a comparison, whatever the language of its words."""
    return digest(numbers_of(data))


def installed(package: str) -> str:
    """Return the version of an installed package, or "not installed"."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def versions() -> dict[str, str]:
    """Return what the result was computed with."""
    packages = {name: installed(name) for name in ("numpy", "scipy", "mesa", "numba")}
    machine = f"{platform.system()} {platform.machine()}"
    return {"version": installed("goodwill"), "python": platform.python_version(), **packages, "platform": machine}


def numbers_behind(design: Design) -> dict[str, Origin]:
    """Return every number behind a comparison by its path, with its source and the place that set it."""
    entries: dict[str, Origin] = {}
    for scenario in scenarios_of(design):
        entries.update(_declared(scenario))
        entries.update({path: origin for path, origin in scenario.origins.items() if _is_number(origin.value)})
    return entries


def assumptions(design: Design) -> dict[str, Any]:
    """Return how many numbers stand behind a comparison, how many of them are assumptions, and which."""
    entries = numbers_behind(design)
    assumed = [(path, one) for path, one in sorted(entries.items()) if is_assumption(one.source)]
    listed = [{"path": path, "value": one.value, "source": one.source} for path, one in assumed]
    return {"numbers": len(entries), "assumed": len(assumed), "list": listed}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def scenarios_of(design: Design) -> list[Scenario]:
    """Return the scenarios of a comparison: its arms, or the one that all arms share."""
    own = [arm.scenario for arm in design.arms if arm.scenario is not None]
    return own or [design.scenario]


def _declared(scenario: Scenario) -> dict[str, Origin]:
    """Return the declared uncertainties and the levers' defaults, where no file says otherwise."""
    known = {name: value for name, (value, _) in scenario.uncertainties.items() if name in UNCERTAINTIES}
    found = {
        f"market.uncertainties.{name}": Origin(value, UNCERTAINTIES[name].source, DEFAULT.short)
        for name, value in known.items()
    }
    levers = {f"levers.{name}": Origin(lever.default, lever.source, DEFAULT.short) for name, lever in LEVERS.items()}
    return found | levers


def command(design: Design, options: Mapping[str, Any]) -> str:
    """Return the command line that repeats the comparison; the number of workers is left out, as it changes nothing."""
    own = [arm.scenario.name for arm in design.arms if arm.scenario is not None]
    words = ["goodwill", "compare", *(own or [design.scenario.name]), "--firm", design.firm]
    if not own:
        words += ["--strategies", ",".join(arm.id for arm in design.arms)]
    words += ["--reference", str(options["reference"]), "--worlds", str(options["worlds"]), "--budget", design.mode]
    words += ["--rivals", design.rivals, "--seed", str(options["seed"])]
    words += ["--weeks", str(design.scenario.weeks), "--customers", str(design.scenario.customers)]
    words += ["--established"] if design.established else []
    return " ".join([*words, *(f"--without {mechanism}" for mechanism in design.without)])
