"""The sheet of months: what it says of the figures, what is kept back to be forecast, and ‘the same as last year’."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np
import pandas as pd

from experiments.company.cells import Cell, Row, Table, heads_of, sheet_of
from experiments.company.declared import MONTHS
from experiments.company.numbers import number
from sim.scenario_errors import Place, Problems, shortened

FEWEST, TO_FORECAST = 12, 24    # months (users.md 2.1)
SHARE_FITTED = 0.7              # of the months, where there are enough to keep some back (users.md 2.1)
FEWEST_CUSTOMERS = 100          # below, a month would speak of persons: assumption
YEAR = 12
# figures that months show: the columns that are added up, what they are per, and the factor
SHOWN: Mapping[str, tuple[tuple[str, ...], str, float]] = {
    "price": (("revenue",), "customers", 1.0),
    "churn": (("lost",), "customers", 100.0 * YEAR),
    "contacts_phone": (("calls",), "customers", YEAR),
    "contacts_written": (("chats",), "customers", YEAR),
    "contacts_branch": (("visits",), "customers", YEAR),
    "campaigns": (("campaigns",), "customers", YEAR),
    "complaints": (("complaints",), "customers", 1000.0 * YEAR),
}
CONTACTS = ("calls", "chats", "visits")


@dataclass(frozen=True)
class Months:
    """Months in their order: a row each, columns by id, missing where nothing was given."""

    table: pd.DataFrame
    cells: Mapping[str, str]

    @property
    def forecasts(self) -> bool:
        """Whether there are enough months to keep some back."""
        return len(self.table) >= TO_FORECAST

    @property
    def fitted(self) -> int:
        """How many months, from the first on, are used for the fit."""
        return int(SHARE_FITTED * len(self.table)) if self.forecasts else len(self.table)

    def figures(self) -> dict[str, tuple[float, str]]:
        """Return what the fitted months say of figures, and the cells it comes from."""
        used, found = self.table.iloc[: self.fitted], dict[str, tuple[float, str]]()
        for figure, (columns, per, factor) in SHOWN.items():
            known = used[[*columns, per]].dropna()
            if len(known):
                value = factor * float(known[list(columns)].to_numpy().sum() / known[per].sum())
                found[figure] = value, self.cells[columns[0]]
        known = used[["gained"]].dropna()
        if len(known):
            found["gained"] = YEAR * float(known["gained"].mean()), self.cells["gained"]
        return found

    def series(self) -> pd.DataFrame:
        """Return what is forecast, all months: customers, gained, lost, revenue, contacts, campaigns."""
        given = [name for name in CONTACTS if self.table[name].notna().all()]
        found = self.table[["customers", "gained", "lost", "revenue", "campaigns"]].copy()
        found["contacts"] = self.table[given].sum(axis=1) if given else np.nan
        return found[[name for name in found if found[name].notna().all()]]

    def last_year(self) -> pd.DataFrame:
        """Return ‘the same as last year’ for the months kept back: each series twelve months before."""
        return self.series().shift(YEAR).iloc[self.fitted :]


def read_months(table: Table, problems: Problems) -> Months | None:
    """Read the sheet of months; None if it is empty, or with every mistake noted."""
    if not any(cell.text for row in table[1:] for cell in row):
        return None
    heads = heads_of(table[0], {one.id: {"de": one.de, "en": one.en} for one in MONTHS.values()}, problems)
    whole = sheet_of(table)
    for column in MONTHS.values():
        if column.id not in heads and (column.must or column.id == "month"):
            problems.add(whole, (), f"there is no column '{column.de}'")
    if "month" not in heads:
        return None
    rows = [row for row in table[1:] if any(cell.text for cell in row)]
    values = [_values(row, heads, problems) for row in rows]
    _check_order([row[heads["month"]] for row in rows], [one["month"] for one in values], whole, problems)
    frame = pd.DataFrame(values).reindex(columns=list(MONTHS))
    frame[[name for name in MONTHS if name != "month"]] = frame[[n for n in MONTHS if n != "month"]].astype(float)
    fitted = Months(frame, {}).fitted
    sheet = whole.file.partition(": ")[2] or PurePath(whole.file).name
    cells = {name: f"{sheet}!{rows[0][at].address}:{rows[fitted - 1][at].address}" for name, at in heads.items()}
    return Months(frame, cells)


def _values(row: Row, heads: Mapping[str, int], problems: Problems) -> dict[str, float | int | None]:
    found: dict[str, float | int | None] = {"month": _month(row[heads["month"]], problems)}
    for name, at in heads.items():
        if name == "month":
            continue
        cell = row[at]
        try:
            found[name] = _amount(cell)
        except ValueError as error:
            problems.add(cell.place, (name,), str(error))
        if MONTHS[name].must and not cell.text:
            problems.add(cell.place, (name,), f"is empty; needed: {MONTHS[name].de}")
        few = found.get(name)
        if name == "customers" and few is not None and few < FEWEST_CUSTOMERS:
            text = f"{few:g} customers are too few: months speak of a firm, not of persons"
            problems.add(cell.place, (name,), text)
    return found


def _amount(cell: Cell) -> float | None:
    if not cell.text:
        return None
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    value = float(cell.value) if is_number else number(cell.text)
    if not (np.isfinite(value) and value >= 0):
        raise ValueError(f"must be a number from 0 on, found '{cell.text}'")
    return float(value)


def _month(cell: Cell, problems: Problems) -> int | None:
    """Return a month as a count since year 0; dates, 2024-01 and 01.2024 are read."""
    if isinstance(cell.value, dt.date):
        return YEAR * cell.value.year + cell.value.month - 1
    first = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?", cell.text)
    last = re.fullmatch(r"(?:\d{1,2}\.)?(\d{1,2})[./](\d{4})", cell.text)
    year, month = (first[1], first[2]) if first else (last[2], last[1]) if last else ("0", "0")
    if not 1 <= int(month) <= YEAR:
        problems.add(cell.place, (), f"must be a month such as 2024-01 or 01.2024, found '{shortened(cell.text)}'")
        return None
    return YEAR * int(year) + int(month) - 1


def _check_order(cells: Row, months: list[float | int | None], whole: Place, problems: Problems) -> None:
    if len(cells) < FEWEST:
        problems.add(whole, (), f"holds {len(cells)} months; at least {FEWEST} are needed, or none")
    for cell, before, after in zip(cells[1:], months, months[1:], strict=False):
        if before is not None and after is not None and after != before + 1:
            text = f"must be the month after that of the row above, found '{shortened(cell.text)}'"
            problems.add(cell.place, (), text)


def written_month(count: int) -> str:
    """Return a month as 2024-01."""
    return f"{count // YEAR}-{count % YEAR + 1:02d}"
