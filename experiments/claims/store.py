"""What was computed before, by content: a killed call resumes, a second one is quick. One small file per world."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from agents.compiled import ROOT, cache_home, sources_digest
from experiments.claims.measures import Value
from experiments.worlds import World
from sim import Scenario

KEPT = 3        # states of the sources whose results are kept
HERE = ("arms", "measures", "formulas", "worlds")


@cache
def code_digest() -> str:
    """Return a digest of everything that results depend on beside files: the rules, and how claims play and measure."""
    found = hashlib.sha256(sources_digest().encode())
    paths = [*(ROOT / "sim").rglob("*.py"), *(Path(__file__).with_name(f"{name}.py") for name in HERE)]
    for path in sorted([*paths, ROOT / "experiments" / "worlds.py", ROOT / "experiments" / "outcomes.py"]):
        found.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:20]


def default_home() -> Path:
    """Return the folder of remembered results, beside that of compiled code."""
    return cache_home().with_name("goodwill-claims")


class Store:
    """Values of played arms by market, world, arm and measure; written whole or not at all."""

    def __init__(self, home: Path | None = None) -> None:
        self._home = (home or default_home()) / code_digest()
        self._places: dict[int, tuple[Scenario, Path]] = {}
        if not self._home.exists():
            _prune(self._home.parent)

    def _of(self, scenario: Scenario) -> Path:
        """Return the folder of a market with its size and seed; hashing takes milliseconds, and worlds are many."""
        if id(scenario) not in self._places:
            self._places[id(scenario)] = scenario, self._home / f"{scenario.name}-{scenario.digest()[:16]}"
        return self._places[id(scenario)][1]

    def accepted(self, scenario: Scenario) -> list[int]:
        """Return the draws known to be accepted, in their order."""
        return list(_read(self._of(scenario) / "accepted.json").get("draws", []))

    def keep_accepted(self, scenario: Scenario, draws: list[int]) -> None:
        """Remember which draws are accepted."""
        _write(self._of(scenario) / "accepted.json", {"draws": draws})

    def values(self, scenario: Scenario, world: World) -> dict[str, dict[str, Value]]:
        """Return what is known of a world: plan → measure → value."""
        return _plain(_read(self._of(scenario) / f"{world.draw}.json"))

    def keep(self, scenario: Scenario, world: World, found: Mapping[str, Mapping[str, Value]]) -> None:
        """Add what a job has found to what is known of its world."""
        known = self.values(scenario, world)
        for key, values in found.items():
            known[key] = {**known.get(key, {}), **values}
        _write(self._of(scenario) / f"{world.draw}.json", known)


def _read(path: Path) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}       # nothing yet, or a file that another program spoiled: it is computed again
    return loaded


def _plain(found: Mapping[str, Any]) -> dict[str, dict[str, Value]]:
    return {key: dict(values) for key, values in found.items() if isinstance(values, dict)}


def _write(path: Path, content: Mapping[str, Any]) -> None:
    """Write a file such that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_text(json.dumps(content), encoding="utf-8")
    beside.replace(path)


def _prune(home: Path) -> None:
    """Remove the results of all but the latest few states of the sources."""
    with suppress(OSError):
        folders = sorted((one for one in home.iterdir() if one.is_dir()), key=lambda one: one.stat().st_mtime)
        for folder in folders[: -(KEPT - 1)]:
            shutil.rmtree(folder, ignore_errors=True)
