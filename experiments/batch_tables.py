"""The tables of a batch: every run with its factors and measures, worlds, points; plain DataFrames."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.measures import unit_of
from experiments.worlds import as_table

if TYPE_CHECKING:
    from experiments.batch_plan import BatchPlan, Place
    from experiments.batch_tasks import Row
    from experiments.experiment_files import Study

WHICH = ("point", "world", "replication")   # what tells runs of one strategy apart


@dataclass(frozen=True)
class Batch:
    """The result of `batch`: a row per run, and what belongs to it.

    `runs` has the columns run (its key), scenario, strategy, world, replication, seed, point, one per factor, one per
    measure, error and origin (empty where nothing went wrong); the rows are ordered by point, world, replication and
    strategy. Units stand in `runs.attrs["units"]`.
    """

    study: Study
    runs: pd.DataFrame
    plan: BatchPlan
    manifest: dict[str, Any]

    @property
    def worlds(self) -> pd.DataFrame:
        """The worlds, a row each: world, draw, seed, a column per uncertainty."""
        return as_table(list(self.plan.worlds))

    @property
    def points(self) -> pd.DataFrame:
        """The design, a row per point, a column per factor."""
        table = pd.DataFrame(list(self.study.points), index=range(len(self.study.points)), columns=self.factors)
        return table.rename_axis("point").reset_index()

    @property
    def factors(self) -> list[str]:
        """Names of the factors."""
        return list(self.study.factors)

    @property
    def measures(self) -> list[str]:
        """Names of the measures."""
        return list(self.study.measures)

    @property
    def failed(self) -> pd.DataFrame:
        """The runs that failed, each with its error and where that happened."""
        return self.runs[self.runs["error"] != ""]

    @property
    def digest(self) -> str:
        """A digest of every value, whoever computed it and how often it was interrupted."""
        return str(self.manifest["digest"])

    def problem(self) -> dict[str, Any]:
        """Return the factors as SALib describes them: num_vars, names, bounds."""
        return self.study.problem()

    def differences(self, reference: str | None = None) -> pd.DataFrame:
        """Return every strategy less the reference in the same point, world and replication.

        A row per run of another strategy: strategy, point, world, replication, factors, a difference per measure.
        """
        base = reference or self.study.reference
        if base not in set(self.runs["strategy"]):
            raise ValueError(f"no strategy '{base}'; there are {', '.join(dict.fromkeys(self.runs['strategy']))}")
        keys = list(WHICH)
        own = self.runs[self.runs["strategy"] == base].set_index(keys)[self.measures]
        others = self.runs[self.runs["strategy"] != base].reset_index(drop=True)
        aligned = own.reindex(pd.MultiIndex.from_frame(others[keys])).reset_index(drop=True)
        named = others[["strategy", *keys, *self.factors]]
        return pd.concat([named, others[self.measures] - aligned], axis=1)

    def conditions(self) -> pd.DataFrame:
        """Return a row for each row of `differences()`: what differs between runs, the factors and what worlds drew.

        The table of inputs that scenario discovery looks at; a factor stands above the uncertainty it replaces.
        """
        gaps = self.differences()
        drawn = self.worlds.drop(columns=["draw", "seed"]).set_index("world")
        varied = [name for name in drawn if drawn[name].min() < drawn[name].max() and name not in self._replaced]
        table = drawn[varied].reindex(gaps["world"]).reset_index(drop=True)
        return pd.concat([gaps[self.factors], table], axis=1)

    @property
    def _replaced(self) -> set[str]:
        paths = [factor.path.split(".") for factor in self.study.factors.values()]
        return {parts[2] for parts in paths if len(parts) > 2 and parts[1] == "uncertainties"} | set(self.factors)

    def summary(self) -> pd.DataFrame:
        """Return the mean of each measure by strategy, over the runs that did not fail."""
        sound = self.runs[self.runs["error"] == ""]
        order = list(dict.fromkeys(self.runs["strategy"]))
        return sound.groupby("strategy", sort=False)[self.measures].mean().reindex(order)


def runs_table(plan: BatchPlan, places: Sequence[Place], rows: Mapping[str, Row]) -> pd.DataFrame:
    """Return the runs that are finished, in the order of the plan."""
    study, done = plan.study, [place for place in places if place.key in rows]
    columns: dict[str, Any] = {
        "run": [place.key for place in done], "scenario": [study.scenario.name] * len(done),
        "strategy": [place.strategy for place in done],
    }
    for name in ("world", "replication", "seed", "point"):
        columns[name] = np.array([getattr(place, name) for place in done], dtype=np.int64)
    for name in study.factors:
        columns[name] = _column([study.points[place.point][name] for place in done])
    for name in study.measures:
        columns[name] = np.array([rows[place.key].measures.get(name, math.nan) for place in done], dtype=np.float64)
    for name in ("error", "origin"):
        columns[name] = [getattr(rows[place.key], name) for place in done]
    table = pd.DataFrame(columns)
    table.attrs["units"] = {name: unit_of(one, study.scenario) for name, one in study.measures.items()}
    return table


def _column(values: Sequence[Any]) -> Any:
    """Return values as one column: numbers as numbers, everything else as text."""
    kinds = {type(value) for value in values}
    if kinds <= {int, float}:
        return np.array(values, dtype=np.float64)
    return np.array(values, dtype=bool) if kinds == {bool} else [str(value) for value in values]
