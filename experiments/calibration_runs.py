"""The unit of work of a calibration: the status quo with some values of the uncertainties, and what it shows."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.chance import uniform
from experiments.batch_store import Store
from experiments.batch_tasks import OtherCodeError, Row, bare, code_digest, origin_of
from experiments.calibration_targets import Statistic
from experiments.execution import Crew, WorkerLostError
from experiments.provenance import digest
from experiments.worlds import observed, status_quo
from sim import Market, Scenario

if TYPE_CHECKING:
    from experiments.batch import Progress

MODULE = "calibration_runs"


@dataclass(frozen=True, slots=True)
class Trial:
    """One run: a market, what nobody knows, and a seed; `key` is what it is called."""

    scenario: Scenario
    nature: dict[str, float]
    seed: int
    statistics: tuple[Statistic, ...]
    key: str
    code: str

    def __str__(self) -> str:
        """Name the task for messages."""
        return f"run {self.key[:8]} of {self.scenario.name}"


def simulate(trial: Trial) -> Row:
    """Run the status quo and return every statistic, or why there is none.

    Raises:
        OtherCodeError: if this process has other sources than the one that made the trial.
    """
    if trial.code != code_digest(MODULE):
        raise OtherCodeError("a worker has another version of goodwill; install the same one everywhere")
    started, scenario = time.thread_time(), trial.scenario
    try:
        market = Market(scenario, rng=trial.seed, nature=trial.nature, weeks=scenario.weeks)
        try:
            market.warm_up()
            market.run(scenario.weeks)
            results = market.results
            values = {one.id: value_of(results, one) for one in trial.statistics}
        finally:
            market.close()
    except Exception as error:  # noqa: BLE001  whatever goes wrong in a run is that run's result
        return Row(trial.key, {}, f"{type(error).__name__}: {error}", origin_of(error), time.thread_time() - started)
    return Row(trial.key, values, seconds=time.thread_time() - started)


def value_of(results: Any, one: Statistic) -> float:
    """Return what a statistic shows in a run."""
    if not one.per:
        return one.times * observed(results, one.target, firm=one.firm, weeks=one.window)
    above, below = (_summed(results, name, one) for name in (one.target.metric, one.per))
    return one.times * above / below if below else math.nan


def _summed(results: Any, metric: str, one: Statistic) -> float:
    """Return the sum of a metric over weeks, segments and firms."""
    firms = [list(results.firms).index(one.firm)] if one.firm else list(range(len(results.firms)))
    if not one.target.segments:
        return float(np.asarray(results.metrics[metric])[one.window][..., firms].sum())
    rows = [list(results.segments).index(name) for name in one.target.segments]
    return float(np.asarray(results.segment_metrics[metric])[one.window][:, rows][..., firms].sum())


@dataclass
class Laboratory:
    """Runs trials of one market; what is finished already is not run again."""

    scenario: Scenario
    statistics: tuple[Statistic, ...]
    store: Store
    crew: Crew
    progress: Progress
    total: int
    done: int = 0

    def __post_init__(self) -> None:
        self._scenario = bare(status_quo(self.scenario))
        measured = [
            (one.id, one.target.metric, one.target.segments, one.firm, one.weeks, one.per, one.times)
            for one in self.statistics
        ]
        market = self._scenario.market.model_copy(update={"targets": (), "uncertainties": {}})
        values = self._scenario.model_copy(update={"market": market}).digest()
        self._common = digest([values, measured, code_digest(MODULE)])

    def show(self, natures: Sequence[Mapping[str, float]], seeds: Sequence[Sequence[int]]) -> list[list[Row]]:
        """Return what each nature shows under each of its seeds."""
        trials = [
            [self._trial(dict(nature), seed) for seed in own] for nature, own in zip(natures, seeds, strict=True)
        ]
        missing = {one.key: one for several in trials for one in several if one.key not in self.store.rows}
        wanted = sum(map(len, trials))
        self._count(wanted - len(missing))
        for _, row in self.crew.settle(simulate, missing.values()):
            if isinstance(row, WorkerLostError):
                raise row
            self.store.add([row])
            self._count(1)
        return [[self.store.rows[one.key] for one in several] for several in trials]

    def _count(self, runs: int) -> None:
        self.done = min(self.done + runs, self.total)
        self.progress(self.done, self.total)

    def _trial(self, nature: dict[str, float], seed: int) -> Trial:
        key = digest([self._common, nature, seed])[:32]
        return Trial(self._scenario, nature, seed, self.statistics, key, code_digest(MODULE))


def seeds_of(base: int, n: int, purpose: str, first: int = 0) -> list[int]:
    """Return n seeds that belong to a purpose, from a number on."""
    return [int(uniform(base, f"calibrate.{purpose}", first + number) * 2**31) for number in range(n)]


def tell_failures(rows: Sequence[Sequence[Row]], tell: Callable[[str], None]) -> None:
    """Say how many runs failed, and why the first one did."""
    failed = [row for several in rows for row in several if row.error]
    if failed:
        tell(f"{len(failed)} runs failed, the first by {failed[0].error} ({failed[0].origin})")
