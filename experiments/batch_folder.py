"""The folder of a batch: what it must hold or not hold, its manifest, its worlds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.batch_store import STORE, write_table, write_text
from experiments.batch_tasks import code_digest
from experiments.experiment_points import found_table, read_table
from experiments.plan import problems_of_worlds
from experiments.provenance import versions
from experiments.worlds import World, from_table
from sim import ScenarioError
from sim.manifests import FORMAT, as_written, described, place_of, sealed, table_digests

if TYPE_CHECKING:
    from experiments.batch_plan import BatchPlan
    from experiments.batch_tasks import Row
    from experiments.experiment_files import Study
    from sim import Scenario

MANIFEST = "manifest.json"


def begin(study: Study, folder: Path | None) -> None:
    """Look whether a folder may take this batch.

    Raises:
        ScenarioError: if it holds something else.
    """
    if isinstance(study.file.worlds, str) and study.file.worlds != "central":
        load_worlds(study, study.file.worlds)
    if folder is None or not folder.exists():
        return
    if not folder.is_dir():
        raise ScenarioError([f"{folder} is a file; name a folder"])
    known = read_manifest(folder)
    if known is None and any(folder.iterdir()) and not (folder / STORE).is_dir():
        raise ScenarioError([f"{folder} is not empty and holds no batch; name a new folder, or empty this one"])
    if known is not None and known.get("experiment", {}).get("name") != study.name:
        other = known.get("experiment", {}).get("name", "something else")
        raise ScenarioError([f"{folder} holds '{other}', not '{study.name}'; name another folder"])


def read_manifest(folder: Path | None) -> dict[str, Any] | None:
    """Return the manifest of a folder; None if there is none."""
    path = None if folder is None else folder / MANIFEST
    if path is None or not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def extension(folder: Path | None, added: int) -> int:
    """Return how many replications are wanted beyond the file's: those of earlier calls, and what is added.

    A call that was cut off is finished by the same one: nothing is added twice.

    Raises:
        ScenarioError: if another number was being added when the batch was cut off.
    """
    known = read_manifest(folder)
    if known is None:
        return added
    before = int(known["extension"])
    if known["complete"] or not added:
        return before + (added if known["complete"] else 0)
    if known["added"] != added:
        text = f"{folder}: an earlier call is not finished; run it again without --add-replications first"
        raise ScenarioError([text])
    return before


def load_worlds(study: Study, name: str) -> list[World]:
    """Return the worlds of a table.

    Raises:
        ScenarioError: if there is no such table, or it holds no worlds.
    """
    path = found_table(study.home, name)
    if path is None:
        raise ScenarioError([f"{study.shown}: worlds: there is no file '{name}'"])
    table = read_table(path)
    problems = problems_of_worlds(study.scenario, table)
    if problems:
        raise ScenarioError([f"{name}: {problem}" for problem in problems])
    return from_table(table)


def manifest_of(
    plan: BatchPlan, added: tuple[int, int], *, created: str, runs: pd.DataFrame | None = None,
    rows: Sequence[Row] = (),
) -> dict[str, Any]:
    """Return what is needed to run the batch again, and how far it is; `added`: by this call, by all of them."""
    study = plan.study
    return {
        "kind": "batch", "format": FORMAT,
        "experiment": {"name": study.name, **study.file.model_dump(mode="json")},
        "written": {"file": study.shown, **(as_written(place_of(study.shown)) or {})},
        "scenario": described(study.scenario),
        "arms": {arm.id: arm.levers for arm in study.arms},
        "replications": plan.replications, "added": added[0], "extension": added[1],
        "points": len(study.points), "worlds": len(plan.worlds),
        "runs": plan.total, "finished": 0 if runs is None else len(runs),
        "failed": 0 if runs is None else int((runs["error"] != "").sum()),
        "run_seconds": round(sum(row.seconds for row in rows), 1),
        "code": code_digest(), "versions": versions(), "created": created, "complete": False,
    }


def write_manifest(folder: Path | None, manifest: dict[str, Any]) -> None:
    """Write a manifest whole."""
    if folder is not None:
        write_text(folder / MANIFEST, json.dumps(sealed(manifest), indent=1, ensure_ascii=False) + "\n")


def save_table(path: Path, table: pd.DataFrame) -> None:
    """Write a table whole, with no more in its metadata than units."""
    kept = table.copy()
    kept.attrs = {name: value for name, value in table.attrs.items() if name == "units"}
    write_table(path, kept)


def save_tables(folder: Path, tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Write tables by their names, and return the digest of each, for the manifest."""
    for name, table in tables.items():
        save_table(folder / f"{name}.parquet", table)
    return table_digests(tables)


def kept_inputs(scenario: Scenario) -> dict[str, Any]:
    """Return what a manifest keeps of the scenario that a search or a fit was run on, to run it again."""
    return {"format": FORMAT, "inputs": {scenario.name: described(scenario)}}
