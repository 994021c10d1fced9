"""Scenarios, strategies and experiments as files that can be read again: what a manifest keeps, written for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import yaml

from sim.scenario_events import STATUS_QUO

FOLDER = "strategies"
INTERNAL = {"name", "presets", "origins"}
SAID = "# As resolved: every value in force, also those of files that were extended, of strategies and of defaults."


def resolved_files(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield name and text of the files of a scenario as resolved: itself, its strategies, the origin of every value.

    `load` reads the first one back to the same values, and so to the same digest.

    Args:
        entry: a scenario as `sim.manifests.described` wrote it.
    """
    values, origins = entry["values"], entry.get("origins") or {}
    name = safe(str(values["name"]))
    own = {key: value for key, value in values.items() if key not in INTERNAL}
    yield f"{name}.yaml", f"{SAID}\n{_yaml(_pointing(_told(own)))}"
    for strategy, preset in values.get("presets", {}).items():
        levers = {
            lever: {"value": value, "source": _source(origins, strategy, lever)}
            for lever, value in preset["signature"].items()
        }
        yield f"{FOLDER}/{safe(strategy)}.yaml", _yaml({**_told(preset), "signature": levers})
    yield f"{name}.origins.csv", origins_table(origins)


def _source(origins: Mapping[str, Any], strategy: str, lever: str) -> str:
    one = origins.get(f"presets.{strategy}.signature.{lever}") or {}
    return str(one.get("source") or "as resolved")


def _pointing(values: dict[str, Any]) -> dict[str, Any]:
    """Return values that name strategies by their files, which lie in a folder beside."""
    strategies = [_file(name) for name in values.get("strategies", ())]
    firms = {name: {**plan, "strategy": _file(plan["strategy"])} for name, plan in values.get("firms", {}).items()}
    events = [{**one, "strategy": _file(one["strategy"])} if "strategy" in one else one
              for one in values.get("events", ())]
    return {**values, "strategies": strategies, "firms": firms, "events": events}


def _file(strategy: str) -> str:
    return strategy if strategy == STATUS_QUO else f"{FOLDER}/{safe(strategy)}.yaml"


def _told(value: Any) -> Any:
    """Return values without those that are left to the default."""
    if isinstance(value, dict):
        return {key: _told(one) for key, one in value.items() if one is not None}
    return [_told(one) for one in value] if isinstance(value, list) else value


def _yaml(tree: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(tree), sort_keys=False, allow_unicode=True, width=100)


def origins_table(origins: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the origin of every value as comma-separated values: path, value, source, where."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(["path", "value", "source", "where"])
    writer.writerows([path, one.get("value"), one.get("source"), one.get("where")] for path, one in origins.items())
    return target.getvalue()


def written_files(files: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield name and text of files as they were written; two of one name get numbers."""
    taken: dict[str, int] = {}
    for name, one in files.items():
        short = safe(PurePosixPath(name.replace("\\", "/")).name)
        taken[short] = taken.get(short, 0) + 1
        number = "" if taken[short] == 1 else f"-{taken[short]}"
        stem, dot, ending = short.rpartition(".")
        yield f"{stem}{number}{dot}{ending}" if dot else f"{short}{number}", one["text"]


def safe(name: str) -> str:
    """Return a name that is one part of a path on every system, whatever it came from."""
    kept = "".join(sign if sign.isprintable() and sign not in '/\\:*?"<>|' else "_" for sign in name).strip(". ")
    return kept or "unnamed"
