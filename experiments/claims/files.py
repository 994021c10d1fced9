"""Claim files: found by id or path, read with every mistake told at its place, and hashed."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from experiments.claims.checks import check
from experiments.claims.models import Claim
from sim import ScenarioError, yaml_located
from sim.scenario_errors import Place, Problems, shortened, unknown
from sim.scenario_files import ENDINGS
from sim.scenario_messages import note_shape
from sim.scenario_trees import plain
from sim.schema import json_schema as json_schema_of_scenarios
from sim.schema import schema_of

HOME = Path(__file__).parent


@dataclass(frozen=True)
class ClaimFile:
    """A claim with the file it was read from and that file's digest, which is printed with the verdict."""

    claim: Claim
    path: Path
    digest: str
    text: str


def shipped_ids() -> list[str]:
    """Return the ids of all shipped claims, in their order."""
    return sorted(path.stem for path in HOME.glob("*.yaml"))


def wanted_paths(names: Sequence[str]) -> list[Path]:
    """Return the files of claims by id (C16 stands for C16a and C16b) or path; all shipped ones where none is named.

    Raises:
        ScenarioError: with every name that leads to no file.
    """
    problems, found = Problems(), list[Path]()
    for name in names or shipped_ids():
        several = [known for known in shipped_ids() if name.casefold() in {known.casefold(), known[:-1].casefold()}]
        if several:
            found += [HOME / f"{known}.yaml" for known in several]
        elif name.lower().endswith(ENDINGS):
            found.append(Path(name))
        else:
            problems.add(Place(shortened(name)), (), unknown("claim", name, shipped_ids()))
    if problems:
        raise problems.error()
    return list(dict.fromkeys(found))


def load_claims(names: Sequence[str] = ()) -> list[ClaimFile]:
    """Read claims by id or path, all shipped ones by default.

    Raises:
        ScenarioError: with every mistake of all their files.
    """
    problems: list[str] = []
    loaded: list[ClaimFile] = []
    for path in wanted_paths(names):
        try:
            loaded.append(load_claim(path))
        except ScenarioError as error:
            problems += error.problems
    problems += _twice(loaded)
    if problems:
        raise ScenarioError(problems)
    return loaded


def _twice(loaded: Iterable[ClaimFile]) -> list[str]:
    seen: dict[str, Path] = {}
    found = []
    for one in loaded:
        if one.claim.id in seen:
            found.append(f"{shown(one.path)}: id: '{one.claim.id}' is that of {shown(seen[one.claim.id])} too")
        seen[one.claim.id] = one.path
    return found


def shown(path: Path) -> str:
    """Name a file as messages do: shipped ones from experiments/ on, others as they were given."""
    absolute = path.resolve()
    root = HOME.parent.parent
    return absolute.relative_to(root).as_posix() if absolute.is_relative_to(HOME) else path.as_posix()


def load_claim(path: Path) -> ClaimFile:
    """Read one claim file.

    Raises:
        ScenarioError: with every mistake in it.
    """
    importlib.import_module("agents.declarations")
    problems = Problems()
    tree = yaml_located.read(path, shown(path), problems)
    claim = None
    if tree is not None:
        try:
            claim = Claim.model_validate(plain(tree))
        except ValidationError as error:
            note_shape(error, tree, problems, model=Claim)
        check(tree, claim, problems)
    if claim is None or problems:
        raise problems.error()
    content, claim = path.read_bytes(), _near(claim, path.parent)
    return ClaimFile(claim, path, hashlib.sha256(content).hexdigest(), content.decode("utf-8-sig"))


def _near(claim: Claim, home: Path) -> Claim:
    """Return the claim with markets that are files found from its own folder on."""
    files = [name for name in claim.worlds.markets if name.lower().endswith(ENDINGS)]
    if not files:
        return claim
    markets = tuple(str(home / name) if name in files else name for name in claim.worlds.markets)
    return claim.model_copy(update={"worlds": claim.worlds.model_copy(update={"markets": markets})})


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of claim files, with the names of levers."""
    importlib.import_module("agents.declarations")
    schema = {**schema_of(Claim), "title": "goodwill claim"}
    conditions = schema["properties"]["conditions"]
    conditions["items"] = {"anyOf": [{"type": "string"}, conditions["items"]]}     # a path alone is short for {path: …}
    return {**schema, "$defs": json_schema_of_scenarios()["$defs"]}
