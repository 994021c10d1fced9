"""The tables of a comparison's result folder: every run's weeks, money and trust, one row each, keys in front."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from experiments.contrasts import Runs
from experiments.outcomes import ArmRun
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
    """Return a row per run, segment and reason: change of the cohort's trust over the horizon, per simulated person."""
    frames = []
    for keys, world, arm in each_run(runs):
        segment, reason = np.nonzero(arm.trust_changes)
        routes = [world.routes[r] for r in reason]
        named = {name: [route[at] for route in routes] for name, at in
                 (("cause", 0), ("department", 2), ("channel", 3), ("actor", 4))}
        persons = np.asarray(arm.cohort)[segment]
        frames.append(pd.DataFrame({
            **keys, "firm": runs.design.firm, "segment": np.array(world.segments)[segment], **named,
            "persons": persons, "change": arm.trust_changes[segment, reason] / persons,
        }))
    table = pd.concat(frames, ignore_index=True)
    table.attrs["units"] = {"change": "0..1, mean per person of the segment's cohort", "persons": "simulated people"}
    return table
