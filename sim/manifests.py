"""What a result folder keeps of its origin: scenarios that can be had back, files as written, digests, a seal."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.scenario import Draft
from sim.scenario_errors import Problems, ScenarioError
from sim.scenario_fields import Origin
from sim.scenario_files import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from sim.scenario_models import Scenario

FORMAT = 2      # of manifests: from 2 on they hold all that a run needs, in order, and a seal
SEAL = "seal"
LAYERS = ("agents", "sim")


def described(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as resolved, the origin of every value, and the files that it was read from, as written."""
    return {
        "name": scenario.name, "digest": scenario.digest(), "values": scenario.model_dump(mode="json"),
        "origins": {path: asdict(origin) for path, origin in scenario.origins.items()},
        "files": files_of(scenario.origins),
    }


def restored(entry: Mapping[str, Any], shown: str) -> Scenario:
    """Return the scenario that `described` wrote; no file is read.

    Raises:
        ScenarioError: if its values are not valid in this version, or are not those that its digest was taken of.
    """
    problems = Problems()
    scenario = Draft(shown, problems, values=entry["values"]).finished(sourced=False)
    if scenario is None or problems:
        raise problems.error()
    if scenario.digest() != entry["digest"]:
        text = f"{shown}: the values of '{scenario.name}' do not give the digest beside them"
        raise ScenarioError([f"{text}: they were edited, or another version of goodwill wrote them"])
    known = {path: Origin(**one) for path, one in (entry.get("origins") or {}).items()}
    return scenario.model_copy(update={"origins": known})


def files_of(origins: Mapping[str, Origin]) -> dict[str, dict[str, str]]:
    """Return the files that values come from, as they are now: text and SHA-256 by the name that messages use."""
    names = dict.fromkeys(file_of(origin.where) for origin in origins.values())
    return {name: kept for name in names if name and (kept := as_written(place_of(name))) is not None}


def file_of(where: str) -> str:
    """Return the file of a place such as `scenarios/x.yaml:12`; nothing where a value is in no file."""
    name, colon, line = where.rpartition(":")
    return name if colon and line.isdecimal() and not name.startswith("--") else ""


def place_of(name: str) -> Path:
    """Return where the file is that messages call by a name."""
    shipped = SHIPPED.parent / name
    return shipped if name.startswith(f"{SHIPPED.name}/") and shipped.is_file() else Path(name)


def as_written(path: Path) -> dict[str, str] | None:
    """Return a file's text and its SHA-256; None if it cannot be read."""
    try:
        content = path.read_bytes()
        return {"sha256": hashlib.sha256(content).hexdigest(), "text": content.decode("utf-8-sig")}
    except (OSError, ValueError):
        return None


@cache
def program_digest() -> str:
    """Return a digest of the rules and of the week: the sources that every run depends on, alike on every machine."""
    digest, root = hashlib.sha256(), SHIPPED.parent
    for path in sorted(path for layer in LAYERS for path in (root / layer).rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return a manifest as JSON has it, with a digest of everything in it, by which an edit is noticed."""
    plain = json.loads(json.dumps({key: value for key, value in manifest.items() if key != SEAL}, default=str))
    return {**plain, SEAL: _digest(plain)}


def is_intact(manifest: Mapping[str, Any]) -> bool:
    """Whether a manifest is as it was written."""
    return manifest.get(SEAL) == _digest({key: value for key, value in manifest.items() if key != SEAL})


def _digest(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def table_digests(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return the digest of every table by its name."""
    return {name: table_digest(table) for name, table in tables.items()}


def table_digest(table: pd.DataFrame) -> str:
    """Return the SHA-256 of all values in the order of the rows, without the keys of runs, which name the program."""
    import numpy as np
    import pandas as pd

    digest = hashlib.sha256()
    for name in table.columns:
        if name == "run":
            continue
        digest.update(str(name).encode() + b"\0")
        column = table[name]
        if pd.api.types.is_bool_dtype(column) or not pd.api.types.is_numeric_dtype(column):
            digest.update("\0".join(_texts(column.tolist())).encode())
        elif pd.api.types.is_integer_dtype(column):
            digest.update(column.to_numpy(dtype="<i8").tobytes())
        else:
            numbers = column.to_numpy(dtype="<f8", copy=True)
            numbers[np.isnan(numbers)] = math.nan     # one way of missing
            digest.update(numbers.tobytes())
    return digest.hexdigest()


def _texts(values: Iterable[object]) -> Iterable[str]:
    """Return values as texts; what is missing is one text, however it is missing."""
    return ("nan" if value is None or value != value else str(value) for value in values)  # noqa: PLR0124  NaN
