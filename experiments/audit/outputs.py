"""A folder of results as it lies there: its manifest, its scenarios, what else is known of it, its tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from experiments.audit.effective import Effective, effective
from experiments.audit.tables import read_digest, read_table, table_rows
from experiments.provenance import digest, numbers_of
from sim import ScenarioError
from sim.manifests import FORMAT, SEAL, is_intact

MANIFEST, PACKED = "manifest.json", "results"
NUMBERS = {"comparison": "comparison.json", "claims": "claims.json"}
COMMANDS = {    # by kind of results
    "run": "run", "comparison": "compare", "batch": "batch", "claims": "claims", "search": "optimise",
    "calibration": "calibrate", "company": "company fit",
}
DESIGN = ("seed", "nature", "customers", "weeks", "followed", "design", "experiment", "replications", "claims",
          "worlds_per_market", "extended")  # of a manifest: what was asked for
OWN = ("digest", "code")


@dataclass(frozen=True)
class Output:
    """One folder of results."""

    place: Path
    manifest: dict[str, Any]

    @classmethod
    def of(cls, folder: Path) -> Output:
        """Return the results of a folder, or those that a package holds.

        Raises:
            ScenarioError: if there are none, or their manifest cannot be read.
        """
        place = home(folder)
        text = f"{place / MANIFEST}: cannot be read as JSON"
        try:
            manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ScenarioError([f"{text}: {error}"]) from error
        if not isinstance(manifest, dict):
            raise ScenarioError([f"{text}: it holds no mapping"])
        return cls(place, manifest)

    @property
    def kind(self) -> str:
        """What made it: run, comparison, batch, claims, or a name that is not known here."""
        return str(self.manifest.get("kind", "run" if "scenario_digest" in self.manifest else "unknown"))

    @property
    def is_current(self) -> bool:
        """Whether the manifest is of a kind that holds all that a run needs."""
        return int(self.manifest.get("format") or 0) >= FORMAT and SEAL in self.manifest

    @property
    def is_intact(self) -> bool:
        """Whether the manifest is as it was written."""
        return is_intact(self.manifest)

    @property
    def entries(self) -> dict[str, dict[str, Any]]:
        """Its scenarios by name, as `sim.manifests.described` wrote them."""
        found, kind = self.manifest.get("scenario"), self.kind
        if kind == "claims" or "inputs" in self.manifest:
            return dict(self.manifest.get("inputs" if "inputs" in self.manifest else "markets", {}))
        if not isinstance(found, dict):
            return {}
        if kind == "run":
            keys = {"values": "scenario", "origins": "origins", "digest": "scenario_digest", "files": "files"}
            entry = {key: self.manifest.get(name, {}) for key, name in keys.items()}
            return {str(found.get("name")): entry}
        return {str(found.get("name")): found} if kind == "batch" else dict(found)

    @property
    def versions(self) -> dict[str, str]:
        """The versions of what computed it."""
        found = self.manifest.get("versions") or self.manifest.get("provenance") or {}
        named = {"version": "goodwill", "platform": "machine"}
        names = {"python", "goodwill", "machine", "mesa", "numpy", "numba", "scipy", "pandas", *named}
        return {named.get(key, key): str(value) for key, value in found.items() if key in names}

    @property
    def facts(self) -> dict[str, Any]:
        """What was asked for and with what, beside the scenarios."""
        asked = {key: self.manifest[key] for key in DESIGN if key in self.manifest}
        drawn = self.manifest.get("worlds")
        told = {"number": len(drawn), "digest": digest(drawn)} if isinstance(drawn, list) else {"number": drawn}
        own = {key: self.manifest[key] for key in OWN if key in self.manifest}
        found = {"kind": self.kind, **asked, "versions": self.versions, **own}
        return found | ({"worlds": told} if drawn is not None else {})

    @cached_property
    def tables(self) -> dict[str, Path]:
        """Its tables by name."""
        return {path.stem: path for path in sorted(self.place.glob("*.parquet"))}

    @property
    def recorded(self) -> dict[str, str]:
        """The digest of each table when it was written."""
        return dict(self.manifest.get("tables") or {})

    def scenarios_beside(self, other: Output) -> Iterator[tuple[str, Effective, Effective]]:
        """Pair its scenarios with another folder's: of one and one whatever their names, else by their names."""
        one, two = self.entries, other.entries
        alike = [(name, name) for name in one if name in two]
        pairs = list(zip(one, two, strict=True)) if len(one) == len(two) == 1 else alike
        for mine, theirs in pairs:
            prefix = "scenario." if len(one) == 1 else f"scenario.{mine}."
            yield prefix, _effective(one[mine]), _effective(two[theirs])

    @cached_property
    def numbers(self) -> dict[str, Any] | None:
        """Every number of its document by dotted path; None where there is no document."""
        name = NUMBERS.get(self.kind)
        if name is None or not (self.place / name).is_file():
            return None
        try:
            return numbers_of(json.loads((self.place / name).read_text(encoding="utf-8")))
        except ValueError as error:
            raise ScenarioError([f"{self.place / name}: cannot be read as JSON: {error}"]) from error


def _effective(entry: Mapping[str, Any]) -> Effective:
    return effective(entry.get("values") or {}, entry.get("origins") or {})


def home(folder: Path) -> Path:
    """Return where the manifest is: in the folder, or in a package that was unpacked there.

    Raises:
        ScenarioError: if there is none.
    """
    if not folder.exists():
        raise ScenarioError([f"there is no folder '{folder}'"])
    if not folder.is_dir():
        raise ScenarioError([f"{folder} is a file; name a folder of results, or unpack the package first"])
    below = sorted(path for path in folder.iterdir() if path.is_dir())
    for place in (folder, folder / PACKED, *(path / PACKED for path in below if len(below) == 1)):
        if (place / MANIFEST).is_file():
            return place
    raise ScenarioError([f"{folder} holds no results: there is no {MANIFEST}; --out writes one"])


def output_rows(one: Output, two: Output) -> tuple[list[dict[str, Any]], list[str]]:
    """Return a row per column, or per document, that differs between two folders, and the names of what is equal."""
    rows, equal = list[dict[str, Any]](), list[str]()
    for name in dict.fromkeys([*one.tables, *two.tables]):
        if name not in one.tables or name not in two.tables:
            rows.append({"table": name, "column": "", "only_in": "a" if name in one.tables else "b"})
        elif read_digest(one.tables[name]) == read_digest(two.tables[name]):
            equal.append(name)
        else:
            rows += [{"table": name, **row} for row in table_rows(*(read_table(x.tables[name]) for x in (one, two)))]
    if one.numbers is not None and two.numbers is not None:
        found = document_rows(one.numbers, two.numbers)
        rows += [{"table": NUMBERS[one.kind], **row} for row in found]
        equal += [] if found else [NUMBERS[one.kind]]
    return rows, equal


def document_rows(one: Mapping[str, Any], two: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one row where the numbers of two documents differ: how many, and the largest one in proportion."""
    known = (int, float)
    unlike = [path for path in dict.fromkeys([*one, *two]) if one.get(path) != two.get(path)]
    if not unlike:
        return []

    def size(path: str) -> float:
        a, b = one.get(path), two.get(path)
        return abs(a - b) / max(abs(a), abs(b)) if isinstance(a, known) and isinstance(b, known) else 0.0

    most = max(unlike, key=size)
    a, b = one.get(most), two.get(most)
    gap = abs(a - b) if isinstance(a, known) and isinstance(b, known) else None
    return [{"column": most, "rows": len(unlike), "of": len({*one, *two}), "largest": gap, "at": "", "a": a, "b": b}]
