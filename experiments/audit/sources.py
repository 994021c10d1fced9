"""By what each number is backed, and what was changed against the shipped market: by own figure, fact, assumption."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from agents.parameters import is_assumption
from experiments.audit.difference import TEXTS, differences
from experiments.audit.effective import of_scenario
from sim import Scenario, load
from sim.manifests import file_of
from sim.scenario import list_shipped
from sim.scenario_errors import OPTION
from sim.scenario_files import SHIPPED
from sim.scenario_trees import DEFAULT

KINDS = ("own", "fact", "fitted", "assumption", "option", "file", "reference", "none")
FACT = re.compile(r"\b[A-Z]\d\d\b")     # ids of published facts, as docs/ODD.md lists them
OWN, FITTED = "own figure", "fitted to"
MARKETS = f"{SHIPPED.name}/markets/"


def kind_of(source: str, where: str = "") -> str:
    """Return by what a number is backed.

    own: a cell of a company's sheet; fact: a published one by its id; fitted: to figures; assumption; option: --set;
    file: a file of one's own that gives no source; reference: another source; none.
    """
    is_file = source.startswith("scenario ") or (not source and bool(file_of(where)))
    found = (
        ("own", source.startswith(OWN)), ("fitted", source.startswith(FITTED)), ("assumption", is_assumption(source)),
        ("option", OPTION in {source, where}), ("fact", FACT.search(source) is not None), ("file", is_file),
        ("reference", bool(source)),
    )
    return next((kind for kind, holds in found if holds), "none")


def counted(sources: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return how many numbers are backed by what, from the source and place of each."""
    found = Counter(kind_of(source, where) for source, where in sources)
    return {kind: found[kind] for kind in KINDS if found[kind]}


def base_of(scenario: Scenario) -> str | None:
    """Return the shipped market that a scenario stands on; None where it stands on none."""
    files = Counter(file_of(origin.where) for origin in scenario.origins.values())
    named = {f"{MARKETS}{name}.yaml": name for name in list_shipped("markets")}
    known = [(count, file) for file, count in files.items() if file in named]
    return named[max(known)[1]] if known else None


def changes(scenario: Scenario) -> dict[str, Any]:
    """Return what differs from the shipped market that a scenario stands on: its name, rows, and counts by backing.

    The strategies that are compared are no change of the market; the report tells them on their own.
    """
    base = base_of(scenario)
    if base is None:
        return {"base": None, "rows": [], "counts": {}}
    rows = [
        _change(row) for row in differences(of_scenario(load(base)), of_scenario(scenario)) if _is_told(row["path"])
    ]
    rows.sort(key=lambda row: KINDS.index(row["kind"]))
    return {"base": base, "rows": rows, "counts": counted((row["source"], row["where"]) for row in rows)}


def _is_told(path: str) -> bool:
    """Whether a difference is one of the market or of what happens in it, and no wording or size of the computation."""
    parts = path.split(".")
    first = parts[0]
    own = {"strategies", "compared", "seed", "weeks", "customers", "worlds", "outcome", "firm", "budget"}
    return first not in own and not TEXTS & set(parts) and parts[:2] != ["market", "targets"]


def _change(row: Mapping[str, Any]) -> dict[str, Any]:
    source, where = row["b_source"], row["b_where"]
    return {
        "path": row["path"], "from": row["a"], "to": row["b"], "unit": row["unit"], "source": source, "where": where,
        "kind": kind_of(source, where),
    }


def told(source: str, where: str) -> str:
    """Return source and place in one line, the place without folders, which are nobody else's business."""
    file = file_of(where)
    short = f"{PurePosixPath(file).name}:{where.rpartition(':')[2]}" if file else where
    short = "" if source and where == DEFAULT.short else short
    said = "" if source.startswith("scenario ") else source
    return f"{said} ({short})" if said and short and short != said else said or short
