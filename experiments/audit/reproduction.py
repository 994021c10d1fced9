"""Run again from a folder's manifest, and say of every table whether it came out the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from experiments.audit.again import AGAIN, Call
from experiments.audit.outputs import COMMANDS, MANIFEST, NUMBERS, Output, document_rows, home
from experiments.audit.tables import read_digest, read_table, table_rows
from experiments.provenance import digest
from experiments.provenance import versions as versions_here
from sim import ScenarioError
from sim.manifests import as_written, place_of, program_digest
from sim.results import versions as versions_of_run

EQUAL, UNEQUAL, MISSING, EDITED, UNREADABLE = "equal", "unequal", "missing", "edited", "unreadable"
CHECKSUMS = "SHA256SUMS"
SEEDS = "replication-*/manifest.json"   # of a run with several: one folder each, in a package one level deeper


@dataclass(frozen=True)
class Reproduction:
    """What came of running again: a row per table and document, and what differs from the first time."""

    folder: Path
    kind: str
    rows: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        """Whether every table is there, as it was written, and came out the same."""
        return all(row["state"] == EQUAL for row in self.rows)

    def document(self) -> dict[str, Any]:
        """Return everything as one JSON-able mapping."""
        told = {"folder": str(self.folder), "kind": self.kind, "equal": self.is_equal}
        return {**told, "tables": self.rows, "notes": self.notes}


def reproduce(
    folder: str | Path, *, workers: int | None = None, on_progress: Callable[[int, int, str], None] | None = None,
    on_note: Callable[[str], None] | None = None, executor: Executor | None = None,
) -> Reproduction:
    """Run again what a folder holds, elsewhere, and compare; nothing is written into the folder.

    Args:
        folder: results of any command that keeps some, or a package of them that was unpacked.
        workers: processes; the result does not depend on it.
        on_progress: called with how many are done, of how many, and of what.
        on_note: called with a line about what differs from the first time, before anything is run.
        executor: runs the work instead of processes of its own, such as a cluster's.

    Raises:
        ScenarioError: if there is nothing that can be run again, with the reason.
    """
    parts = parts_of(Path(folder))
    notes = [note for one in parts.values() for note in differing(one)]
    notes = list(dict.fromkeys([*notes, *_checksums(Path(folder), next(iter(parts.values())).place)]))
    calls = {name: Call(one, workers, on_progress or (lambda *_: None), executor) for name, one in parts.items()}
    prepared = {name: AGAIN[call.output.kind](call) for name, call in calls.items()}
    for note in notes:
        (on_note or (lambda _: None))(note)
    rows = []
    for name, one in parts.items():
        with TemporaryDirectory(prefix="goodwill-") as place:
            prepared[name](Path(place) / "again")
            rows += [{**row, "table": name + row["table"]} for row in rows_of(one, Output.of(Path(place) / "again"))]
    return Reproduction(Path(folder), next(iter(parts.values())).kind, rows, notes)


def parts_of(folder: Path) -> dict[str, Output]:
    """Return the results of a folder, each usable; several seeds of one run lie in folders of their own.

    Raises:
        ScenarioError: if there are none, or they cannot be run again.
    """
    seeds = next((paths for depth in ("", "*/", "*/*/") if (paths := list(folder.glob(f"{depth}{SEEDS}")))), [])
    if seeds and not (folder / MANIFEST).is_file():
        places = sorted((path.parent for path in seeds), key=lambda path: int(path.name.rpartition("-")[2]))
        found = {f"{path.name}/": Output.of(path) for path in places}
    else:
        found = {"": Output.of(home(folder))}
    problems = [text for one in found.values() for text in unusable(one)]
    if problems:
        raise ScenarioError(problems)
    return found


def unusable(one: Output) -> Iterator[str]:
    """Yield why results cannot be run again from their manifest."""
    place, kind = one.place / MANIFEST, one.kind
    version = one.versions.get("goodwill", "unknown")
    if kind not in COMMANDS:
        yield f"{place}: of a kind that is not known here ('{kind}'); made by goodwill {version}"
    elif not one.is_current:
        yield (f"{place}: written by an older goodwill (version {version}), which did not keep all that a run needs: "
               "values in their order, digests of tables, a seal; run it again with that version")
    elif not one.is_intact:
        yield f"{place}: was edited after it was written (its seal does not fit), so it does not say what was run"
    elif one.manifest.get("complete") is False:
        done, whole = one.manifest.get("finished"), one.manifest.get("runs")
        how_far = f" ({done} of {whole} runs when it was last written)" if whole else ""
        yield f"{place}: is not finished{how_far}; finish it by the same 'goodwill {COMMANDS[kind]}' first"


def differing(one: Output) -> Iterator[str]:
    """Yield what is not as it was when the results were made: versions, the program, files."""
    here = {**versions_here(), **versions_of_run()}
    here |= {"goodwill": here["version"], "machine": here["platform"] if " " in one.versions.get("machine", "")
             else here["machine"]}
    for name, then in one.versions.items():
        if name in here and here[name] != then:
            yield f"{name}: {then} then, {here[name]} here"
    code = one.manifest.get("code")
    if code and code != _code(one.kind):
        yield f"program: other sources than then (digest {code} then, {_code(one.kind)} here)"
    for entry in one.entries.values():
        for name, kept in (entry.get("files") or {}).items():
            now = as_written(place_of(name))
            if now is not None and now["sha256"] != kept["sha256"]:
                yield f"{name}: changed since; the values kept in the manifest are run"


def _code(kind: str) -> str:
    from experiments.batch_tasks import code_digest
    from experiments.calibration_runs import MODULE

    modules = {"batch": "batch_tasks", "search": "batch_tasks", "calibration": MODULE, "company": MODULE}
    return code_digest(modules[kind]) if kind in modules else program_digest()


def _checksums(folder: Path, place: Path) -> Iterator[str]:
    """Yield the files of an unpacked package that are not as they were packed."""
    near = (place.parent, place.parent.parent, place, folder)
    file = next((path / CHECKSUMS for path in near if (path / CHECKSUMS).is_file()), None)
    if file is None:
        return
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        wanted, _, name = line.partition("  ")
        path = file.parent / name
        if not path.resolve().is_relative_to(file.parent.resolve()):
            yield f"{file}: '{name}' lies outside the package; it is not looked at"
        elif not path.is_file():
            yield f"{name}: is missing from the package"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            yield f"{name}: is not as it was packed (its SHA-256 differs from {CHECKSUMS})"


def rows_of(then: Output, now: Output) -> Iterator[dict[str, Any]]:
    """Yield a row per table and document: its state, and of what is unequal the largest difference."""
    fresh = now.recorded
    for name in dict.fromkeys([*then.recorded, *fresh]):
        yield {"table": name, **_state(then, now, name)}
    document = NUMBERS.get(then.kind)
    if document is not None:
        yield {"table": document, **_document(then, now)}


def _state(then: Output, now: Output, name: str) -> dict[str, Any]:
    recorded, fresh = then.recorded.get(name), now.recorded.get(name)
    agrees = "what came out has the digest that was recorded" if recorded == fresh else "nor does it come out the same"
    path = then.tables.get(name)
    if path is None:
        return {"state": MISSING, "detail": f"not in the folder; {agrees}"}
    try:
        lying = read_digest(path)
    except ScenarioError:
        return {"state": UNREADABLE, "detail": f"damaged; {agrees}"}
    if lying != recorded:
        return {"state": EDITED, "detail": f"not what the manifest recorded; {agrees}"}
    if recorded == fresh:
        return {"state": EQUAL, "detail": ""}
    found = [] if fresh is None else table_rows(read_table(path), read_table(now.tables[name]))
    return {"state": UNEQUAL, "detail": _told(found[0]) if found else "no such table came out", "columns": found}


def _told(row: dict[str, Any]) -> str:
    """Say where a table differs most."""
    if row.get("largest") is not None:
        at = f" at {row['at']}" if row["at"] else ""
        return f"{row['column']}: {row['rows']} of {row['of']} differ, by {row['largest']:.3g} at most{at}"
    if row.get("only_in"):
        return f"column {row['column']} is there only {'then' if row['only_in'] == 'a' else 'now'}"
    if row["column"]:
        return f"{row['column']}: {row['rows']} of {row['of']} differ"
    return f"{row['only_a']} rows only then, {row['only_b']} only now"


def _document(then: Output, now: Output) -> dict[str, Any]:
    recorded, lying, fresh = then.manifest.get("numbers"), then.numbers, now.numbers or {}
    if lying is None:
        return {"state": MISSING, "detail": "not in the folder"}
    if recorded != digest(lying):
        return {"state": EDITED, "detail": "its numbers are not what the manifest recorded"}
    if recorded == digest(fresh):
        return {"state": EQUAL, "detail": ""}
    found = document_rows(lying, fresh)
    return {"state": UNEQUAL, "detail": _told(found[0]) if found else "differs", "columns": found}
