"""The verdicts on record: `python -m experiments.claims.record FOLDER` writes docs/CLAIMS.md from a folder of claims.

A changed claim file has another digest than the record: a test asks for the claims to be tried again, and CHANGELOG.md
then says the old and the new verdict.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from agents.compiled import ROOT
from experiments.claims.tables import verdict_rows

PAGE = ROOT / "docs" / "CLAIMS.md"
HEAD = """# Verdicts on the claims

Written by `python -m experiments.claims.record FOLDER` after `goodwill claims --out FOLDER`; the rules are in ODD 7.16
and DECISIONS. *k of n*: worlds in which a claim holds, of 96 plausible ones, 32 in each of three markets. A verdict
speaks of this model, in which most sizes are assumptions, not of the world. D1 is written by a vendor of
next-best-action software, D4 promotes a CRM system.

"""
COLUMNS = ("claim", "from", "what it says", "verdict", "holds in", "opposite in", "note", "file")


def page(data: Mapping[str, Any]) -> str:
    """Return the page: a row per claim with verdict, counts and what qualifies it."""
    rows: list[Sequence[Any]] = [COLUMNS, ["---"] * len(COLUMNS)]
    for row in verdict_rows(data):
        counts = "–" if row["hits"] is None else f"{row['hits']} of {row['worlds']}"
        opposite = "–" if row["opposite"] is None else str(row["opposite"])
        note = "; ".join(part for part in (row["why"], row["tags"]) if part)
        rows.append((
            row["id"], row["source"], row["claim"], row["label"], counts, opposite, note, f"`{row['digest'][:12]}`",
        ))
    return HEAD + "".join("| " + " | ".join(" ".join(str(cell).split()) for cell in row) + " |\n" for row in rows)


if __name__ == "__main__":
    found = json.loads((Path(sys.argv[1]) / "claims.json").read_text(encoding="utf-8"))
    PAGE.write_text(page(found), encoding="utf-8")
    sys.stdout.write(f"{PAGE} is written\n")
