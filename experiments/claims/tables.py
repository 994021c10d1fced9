"""The claims of one call as tables and as a folder: verdicts, every value, every contrast, every world, every file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.claims import descriptions
from experiments.claims.assembly import found_of
from experiments.claims.trial import Trials
from experiments.provenance import numbers_digest, versions
from sim.manifests import FORMAT, described, program_digest, sealed, table_digests


def verdict_rows(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield one row per claim: verdict and counts."""
    for one in data["claims"]:
        verdict = one["verdict"]
        hits = verdict.get("hits") or {}
        yield {
            "id": one["id"], "claim": one["text"], "verdict": verdict["word"], "why": verdict["why"],
            "label": verdict["label"], "hits": hits.get("k"), "worlds": hits.get("n"), "low": hits.get("low"),
            "high": hits.get("high"), "opposite": (verdict.get("opposites") or {}).get("k"),
            "not_applying": verdict.get("not_applying"), "built_in": one["built_in"], "tags": "; ".join(one["tags"]),
            "sentence": verdict["sentence"], "source": one["source"], "file": Path(one["file"]).name,
            "digest": one["digest"],
        }


def values_table(trials: Trials) -> pd.DataFrame:
    """Return every value of every arm in every world, a row each; weekly courses are left out."""
    rows = [
        {"claim": one.claim.id, "market": row.market, "world": row.world.number, "draw": row.world.draw,
         "seed": row.world.seed, "arm": arm, "measure": key, "value": value}
        for one in trials.tested for row in one.rows for arm, measured in row.arms.items()
        for key, value in measured.items() if not isinstance(value, list)
    ]
    return pd.DataFrame(rows)


def outcomes_table(trials: Trials) -> pd.DataFrame:
    """Return every contrast in every world with its margin, a row each, and what the world says of the claim."""
    rows = [
        {"claim": one.claim.id, "market": row.market, "world": row.world.number, "outcome": row.outcome.outcome,
         "group": group, "measure": contrast.measure, "window": contrast.window, "of": contrast.of,
         "value": found.value, "margin": found.margin, "state": found.state}
        for one in trials.tested for row in one.rows for group, contrast in descriptions.parts(one.claim)
        for found in [found_of(row, one.claim, group, contrast)] if found is not None
    ]
    return pd.DataFrame(rows).astype({"outcome": "float64"}) if rows else pd.DataFrame()


def worlds_table(trials: Trials) -> pd.DataFrame:
    """Return every world with its draw, its seed and every uncertainty."""
    rows = [
        {"market": market, "world": world.number, "draw": world.draw, "seed": world.seed, **world.nature}
        for market in trials.scenarios for world in trials.worlds[market]
    ]
    return pd.DataFrame(rows)


def write(trials: Trials, data: Mapping[str, Any], folder: Path) -> Path:
    """Write claims.json, manifest.json, the tables as Parquet and the claim files themselves into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / "claims.json").write_text(text + "\n", encoding="utf-8")
    tables = {"verdicts": pd.DataFrame(list(verdict_rows(data)))}
    tables |= {build.__name__.removesuffix("_table"): build(trials)
               for build in (values_table, outcomes_table, worlds_table)}
    for name, table in tables.items():
        table.to_parquet(folder / f"{name}.parquet", index=False)
    (folder / "files").mkdir(exist_ok=True)
    for one in trials.tested:
        (folder / "files" / one.file.path.name).write_bytes(one.file.text.encode())
    manifest = sealed(manifest_of(trials, data) | {"tables": table_digests(tables)})
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder


def manifest_of(trials: Trials, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is needed to try the claims again: their digests, the markets as resolved, sizes and seed."""
    customers = next(iter(trials.scenarios.values())).customers
    return {
        "kind": "claims", "format": FORMAT, "seed": trials.seed, "customers": customers, "worlds_asked": trials.asked,
        "worlds_per_market": trials.per_market, "extended": trials.extended,
        "language": data["language"],
        "claims": [{"id": x.claim.id, "file": x.file.path.name, "digest": x.file.digest} for x in trials.tested],
        "markets": {one.name: described(one) for one in trials.scenarios.values()},
        "numbers": numbers_digest(data), "code": program_digest(), "versions": versions(),
    }
