"""The verdicts on record: what `goodwill claims` found of all claims, for pages to show without trying them again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from experiments.claims.assembly import assemble
from experiments.claims.files import load_claims
from experiments.claims.store import default_home
from experiments.claims.trial import Trials
from experiments.languages import LANGUAGES, voice

SHIPPED = Path(__file__).with_name("record.json")
KEPT = ("id", "text", "source", "interested", "note", "quantifier", "digest", "tags", "checks", "luck_said")


def place() -> Path:
    """Return the file in which this computer's latest verdicts are kept."""
    return default_home().with_name("goodwill-verdicts.json")


def record(trials: Trials, path: Path | None = None) -> Path:
    """Keep the verdicts of all claims, in every language."""
    target = path or place()
    target.parent.mkdir(parents=True, exist_ok=True)
    found = {language: _short(assemble(trials, voice(language))) for language in LANGUAGES}
    target.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return target


def _short(data: dict[str, Any]) -> dict[str, Any]:
    claims = [
        {key: one[key] for key in KEPT} | {
            "verdict": one["verdict"], "conditions": [c["label"] for c in one["conditions"]],
            "arms": [{"title": arm["title"], "does": arm["does"]} for arm in one["arms"]],
        } for one in data["claims"]
    ]
    return {"claims": claims, "markets": data["markets"], "worlds_per_market": data["worlds_per_market"],
            "customers": data["customers"], "created": data["provenance"]["created"]}


def recorded(path: Path | None = None) -> dict[str, Any] | None:
    """Return the verdicts on record by language, this computer's before the shipped ones; None where there are none.

    A claim whose file has changed since is left out.
    """
    for source in (path,) if path else (place(), SHIPPED):
        try:
            found: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        valid = {file.claim.id: file.digest for file in load_claims(())}
        for data in found.values():
            data["claims"] = [one for one in data["claims"] if valid.get(one["id"]) == one["digest"]]
        return found
    return None
