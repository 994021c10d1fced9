"""The tables of a comparison's result folder: every run's weeks, money and trust, one row each, keys in front."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.contrasts import Runs
from experiments.outcomes import QUARTER, ArmRun
from experiments.trial import WorldRun
from sim.metrics import METRICS

Keyed = tuple[dict[str, Any], WorldRun, ArmRun]


def each_run(runs: Runs) -> Iterator[Keyed]:
    """Yield the key columns, the world and the arm of every run; replication 1 is a world's second seed."""
    for replication, worlds in enumerate((runs.worlds, runs.again)):
        for world in worlds:
            for strategy, arm in zip(runs.arms, world.arms, strict=True):
                scenario = runs.design.scenario.name
                keys = {
                    "run": f"{scenario}-{strategy}-{world.world}-{replication}", "scenario": scenario,
                    "strategy": strategy, "world": world.world, "replication": replication, "seed": world.seed,
                }
                yield keys, world, arm


def weekly(runs: Runs) -> pd.DataFrame:
    """Return a row per run and week of the firm, a column per metric; units in `attrs`."""
    frames = []
    for keys, _, arm in each_run(runs):
        weeks = len(next(iter(arm.courses.values())))
        frames.append(pd.DataFrame({**keys, "week": np.arange(weeks), "firm": runs.design.firm, **arm.courses}))
    table = pd.concat(frames, ignore_index=True)
    table.attrs["units"] = {name: METRICS[name].unit for name in table.columns if name in METRICS}
    return table


def money_ledger(runs: Runs) -> pd.DataFrame:
    """Return a row per run, week and line with any money; revenue positive, cost negative."""
    frames = []
    for keys, world, arm in each_run(runs):
        week, line = np.nonzero(arm.money)
        names = np.array(world.lines)[line]
        columns = {"week": week, "firm": runs.design.firm, "line": names, "amount": arm.money[week, line]}
        frames.append(pd.DataFrame({**keys, **columns}))
    table = pd.concat(frames, ignore_index=True)
    table.attrs["units"] = {"amount": runs.design.scenario.market.currency}
    return table


def trust_ledger(runs: Runs) -> pd.DataFrame:
    """Return a row per run, week and cause: by how much it moved the mean trust of the firm's customers of week 0."""
    parts = []
    for number, (_, _, arm) in enumerate(each_run(runs)):
        week, reason = np.nonzero(arm.trust_weekly)
        persons = max(1.0, float(np.sum(arm.cohort)))
        parts.append((np.full(len(week), number), week, reason, arm.trust_weekly[week, reason] / persons))
    run, week, reason, change = (np.concatenate(part) for part in zip(*parts, strict=True))
    table = _keyed(runs, run).assign(week=week, firm=runs.design.firm, **_names(runs, reason), change=change)
    table.attrs["units"] = {"change": "0..1, mean over the cohort"}
    return table


def trust_detail(runs: Runs) -> pd.DataFrame:
    """Return a row per run, 13 weeks, segment and cause, in the same unit: all of them sum to the change of trust."""
    parts = []
    for number, (_, _, arm) in enumerate(each_run(runs)):
        quarter, segment, reason = np.nonzero(arm.trust_detail)
        change = arm.trust_detail[quarter, segment, reason] / max(1.0, float(np.sum(arm.cohort)))
        parts.append((np.full(len(quarter), number), quarter, segment, reason, np.asarray(arm.cohort)[segment], change))
    run, quarter, segment, reason, persons, change = (np.concatenate(part) for part in zip(*parts, strict=True))
    week, weeks = quarter * QUARTER, len(runs.factors)
    names = np.array(runs.worlds[0].segments)[segment]
    table = _keyed(runs, run).assign(
        week=week, last_week=np.minimum(week + QUARTER, weeks) - 1, firm=runs.design.firm, segment=names,
        **_names(runs, reason), persons=persons, change=change,
    )
    table.attrs["units"] = {"change": "0..1, mean over the whole cohort", "persons": "simulated people"}
    return table


def trust_levels(runs: Runs) -> pd.DataFrame:
    """Return the cohort's trust at the end of each week per run, from week −1, the start: what the ledgers lead to."""
    frames = []
    for keys, _, arm in each_run(runs):
        trust = np.array([arm.trust_start, *arm.courses["trust_cohort"]])
        frames.append(pd.DataFrame({**keys, "week": np.arange(len(trust)) - 1, "trust_cohort": trust}))
    return pd.concat(frames, ignore_index=True)


TRUST = (trust_ledger, trust_detail, trust_levels)


def _keyed(runs: Runs, run: NDArray[np.int64]) -> pd.DataFrame:
    """Return the key columns for rows of numbered runs; texts as categories, since rows are many."""
    keys = pd.DataFrame([keys for keys, _, _ in each_run(runs)])
    texts = keys.select_dtypes(exclude="number").columns
    return keys.astype(dict.fromkeys(texts, "category")).iloc[run].reset_index(drop=True)


def _names(runs: Runs, reason: NDArray[np.int64]) -> dict[str, Any]:
    """Return cause, department, channel and actor of rows with numbered routes."""
    routes = runs.worlds[0].routes
    places = {"cause": 0, "department": 2, "channel": 3, "actor": 4}
    found = {}
    for name, place in places.items():
        kinds = list(dict.fromkeys(route[place] for route in routes))
        codes = np.array([kinds.index(route[place]) for route in routes], dtype=np.int64)
        found[name] = pd.Categorical.from_codes(codes[reason].tolist(), pd.Index(kinds))
    return found
