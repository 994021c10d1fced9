"""Why trust moved: waterfalls of a fixed cohort's trust, between two weeks or two strategies, that add up exactly.

`compare(…)` has `trust_ledger` (weekly), `trust_detail` (13 weeks, by segment too) and `trust_levels`, and writes them;
`read_run` reads the folder of a single run; `ledger_of` and `levels_of` take the results of a market.

All functions take and return plain tables. A *ledger* has a row per week (or 13 weeks: `week` is the first of them,
`last_week` the last) and cause, with `department`, `channel`, `actor` and `change`: how far the entry moved the mean
trust of the firm's customers of week 0, wherever they are now. *Levels* are that trust at the end of each week, by
week; week −1 is the start. A waterfall has the rows `start`, the steps, largest gain first, and `end`; `level` runs
from the start to the end. It is accounting in a fixed order, not causation: see `experiments.removal`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

GROUPS = ("cause", "department", "channel", "actor", "segment")
BEFORE = -1             # the "week" at whose end nothing has been booked yet
ROUNDING = 1e-9
BUILT_BEFORE = "before week 0"


class BalanceError(AssertionError):
    """A waterfall does not end where the trust ended: the tables do not belong together."""


def ledger_of(results: Any, firm: str) -> pd.DataFrame:
    """Return the ledger of a firm from the results of a run, a row per week, segment and cause with any change."""
    place, routes = list(results.firms).index(firm), list(results.routes)
    changes = np.asarray(results.trust_ledger("cohort"))[:, :, place]
    persons = float(np.asarray(results.people("cohort"))[0, :, place].sum())
    week, segment, reason = np.nonzero(changes)
    names = {name: [getattr(routes[r], name) for r in reason] for name in ("cause", "department", "channel", "actor")}
    return pd.DataFrame({
        "week": week, "segment": np.array(results.segments)[segment], **names,
        "change": changes[week, segment, reason] / persons,
    })  # fmt: skip


def levels_of(results: Any, firm: str) -> pd.Series:
    """Return the cohort's trust at the end of each week, from −1 (the start): what the ledger has to lead to."""
    place = list(results.firms).index(firm)
    trust = np.asarray(results.metric("trust_cohort"))[:, place]
    first = np.asarray(results.trust_ledger("cohort"))[0, :, place].sum()
    start = trust[0] - first / float(np.asarray(results.people("cohort"))[0, :, place].sum())
    return pd.Series([start, *trust], index=range(BEFORE, len(trust)), name="trust_cohort")


def read_run(folder: str | Path, firm: str) -> tuple[pd.DataFrame, pd.Series]:
    """Return ledger and levels of a firm from a folder that `goodwill run --out` has written.

    Raises:
        ValueError: if the folder holds no run, or not of this firm.
    """
    place = Path(folder)
    if not (place / "trust_ledger.parquet").is_file() or not (place / "manifest.json").is_file():
        raise ValueError(f"{place} holds no results of goodwill run")
    cohort = json.loads((place / "manifest.json").read_text(encoding="utf-8")).get("cohort", {})
    if firm not in cohort:
        raise ValueError(f"no firm '{firm}' in {place}; there are {', '.join(cohort) or 'none'}")
    ledger, weekly = (pd.read_parquet(place / f"{name}.parquet") for name in ("trust_ledger", "weekly"))
    ledger, weekly = (table[table["firm"] == firm] for table in (ledger, weekly))
    ledger = ledger.assign(change=ledger["change"] / cohort[firm])
    trust = weekly.set_index("week")["trust_cohort"]
    start = pd.Series([trust[0] - ledger.loc[ledger["week"] == 0, "change"].sum()], index=[BEFORE])
    return ledger.reset_index(drop=True), pd.concat([start, trust]).rename("trust_cohort")


def between_weeks(
    ledger: pd.DataFrame, levels: pd.Series | Mapping[int, float], first: int, last: int, *, by: str = "cause"
) -> pd.DataFrame:
    """Return the waterfall from the end of week `first` (−1: the start) to the end of week `last`.

    Raises:
        ValueError: for a grouping that the ledger lacks, weeks that are unknown or cut an entry of 13 weeks in two.
        BalanceError: if the steps do not lead from the one level to the other.
    """
    _check_grouping(ledger, by)
    known = {int(week) for week in levels.keys()}  # noqa: SIM118  iterating a Series yields its values
    if not (first in known and last in known and first < last):
        raise ValueError(f"weeks {first} to {last}: two of {min(known)}..{max(known)}, the earlier one first")
    ends = _last_week(ledger)
    if (((ledger["week"] <= first) & (ends > first)) | ((ledger["week"] <= last) & (ends > last))).any():
        raise ValueError(f"weeks {first} to {last}: this ledger has entries of 13 weeks; take ends of them (12, 25, …)")
    chosen = ledger[(ledger["week"] > first) & (ends <= last)]
    return fall(chosen.groupby(by, sort=True)["change"].sum(), float(levels[first]), float(levels[last]))


def between_strategies(
    ledger: pd.DataFrame, levels: pd.DataFrame, reference: str, strategy: str, *, by: str = "cause",
    week: int | None = None,
) -> pd.DataFrame:
    """Return the waterfall from the trust under one strategy to that under another, at the end of a week.

    Args:
        ledger: with a column `strategy`, and `world` where there are several.
        levels: columns `strategy` (and `world`), `week` from −1 on, `trust_cohort`.
        reference: the strategy it starts from.
        strategy: the strategy it leads to.
        by: cause, department, channel, actor or segment.
        week: the last week that counts; default the last there is.

    Returns:
        Means over the worlds; with several, `p10` and `p90` hold 8 of 10 of them.

    Raises:
        ValueError: for a grouping or strategy that the tables lack.
        BalanceError: if the steps do not lead from the one level to the other.
    """
    _check_grouping(ledger, by)
    known = sorted(set(levels["strategy"]))
    for name in (reference, strategy):
        if name not in known:
            raise ValueError(f"no strategy '{name}'; there are {', '.join(known)}")
    end = int(levels["week"].max()) if week is None else week
    ledger, levels = (_first_seeds(table) for table in (ledger, levels))
    if "world" not in levels.columns:
        ledger, levels = ledger.assign(world=0), levels.assign(world=0)
    worlds = sorted(set(levels["world"]))
    steps = _booked(ledger, strategy, by, end).sub(_booked(ledger, reference, by, end), fill_value=0.0)
    steps = steps.reindex(columns=worlds, fill_value=0.0)
    trust = levels.set_index(["strategy", "week", "world"])["trust_cohort"].sort_index()
    earlier = (trust[strategy, BEFORE] - trust[reference, BEFORE]).reindex(worlds)
    if earlier.abs().max() > ROUNDING:      # strategies in force before week 0 start from different trust
        steps.loc[BUILT_BEFORE] = earlier
    low, high = trust[reference, end].reindex(worlds), trust[strategy, end].reindex(worlds)
    for world in worlds:
        fall(steps[world], float(low[world]), float(high[world]))
    table = fall(steps.mean(axis=1), float(low.mean()), float(high.mean()))
    return _with_ranges(table, steps) if len(worlds) > 1 else table


def _first_seeds(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table without the worlds' second seeds, which only tell chance from what nobody knows."""
    return table[table["replication"] == 0] if "replication" in table.columns else table


def _booked(ledger: pd.DataFrame, strategy: str, by: str, end: int) -> pd.DataFrame:
    """Return what a strategy's ledger holds up to a week, groups × worlds."""
    chosen = ledger[(ledger["strategy"] == strategy) & (_last_week(ledger) <= end)]
    return chosen.pivot_table("change", by, "world", aggfunc="sum", fill_value=0.0, observed=True)


def _last_week(ledger: pd.DataFrame) -> pd.Series:
    return ledger["last_week"] if "last_week" in ledger.columns else ledger["week"]


def fall(steps: pd.Series, start: float, end: float) -> pd.DataFrame:
    """Return a waterfall from steps by group: kind, group, change, level.

    Raises:
        BalanceError: if start and steps do not sum to the end.
    """
    ordered = steps.sort_index().sort_values(ascending=False, kind="stable")
    if abs(start + float(ordered.sum()) - end) > ROUNDING:
        raise BalanceError(f"from {start:.6f} the steps lead to {start + float(ordered.sum()):.6f}, not to {end:.6f}")
    levels = start + np.cumsum(ordered.to_numpy(dtype=float))
    return pd.DataFrame({
        "kind": ["start", *["step"] * len(ordered), "end"], "group": ["", *ordered.index.astype(str), ""],
        "change": [np.nan, *ordered, np.nan], "level": [start, *levels, end],
    })  # fmt: skip


def _with_ranges(table: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    low, high = steps.quantile(0.1, axis=1), steps.quantile(0.9, axis=1)
    return table.assign(p10=table["group"].map(low), p90=table["group"].map(high))


def _check_grouping(ledger: pd.DataFrame, by: str) -> None:
    there = [name for name in GROUPS if name in ledger.columns]
    if by not in there:
        raise ValueError(f"cannot group by '{by}': this ledger has {', '.join(there)}")
