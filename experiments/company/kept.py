"""A company sheet as a manifest keeps it, and back: what was read, not the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from experiments.company.declared import FIGURES, MONTHS
from experiments.company.months import Months
from experiments.company.sheet import Given, Sheet


def as_kept(sheet: Sheet) -> dict[str, Any]:
    """Return what a sheet says, as JSON has it."""
    months = None
    if sheet.months is not None:
        known = sheet.months.table.astype(object)
        months = {"cells": dict(sheet.months.cells), "rows": known.where(known.notna(), None).to_dict("records")}
    given = [asdict(one) for one in sheet.given.values()]
    return {"file": sheet.file, "market": sheet.market, "given": given, "months": months}


def as_read(kept: Mapping[str, Any]) -> Sheet:
    """Return the sheet that `as_kept` wrote."""
    given = {one["id"]: Given(**one) for one in kept["given"]}
    empty = [name for name in FIGURES if name not in given]
    return Sheet(kept["file"], kept["market"], given, _months(kept["months"]), empty)


def _months(kept: Mapping[str, Any] | None) -> Months | None:
    if kept is None:
        return None
    table = pd.DataFrame(kept["rows"], columns=list(MONTHS))
    kinds = {name: "int64" if name == "month" else "float64" for name in MONTHS}
    return Months(table.astype(kinds), dict(kept["cells"]))
