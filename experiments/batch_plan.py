"""Which runs an experiment has, how each is called, and which go to a worker together."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from agents.chance import uniform
from experiments.batch_tasks import Group, Job, Run, bare, code_digest
from experiments.compare import CUSTOMER_WEEK_SECONDS, WEEK_SECONDS
from experiments.provenance import digest
from experiments.trial import Arm, Design

if TYPE_CHECKING:
    from experiments.experiment_files import Point, Study
    from experiments.experiment_models import Value
    from experiments.worlds import World
    from sim import Scenario

JOB_SECONDS = 2.0       # a job is at least about so long, so that handing it out does not count
GROUP_SECONDS = 6.0     # and runs that share a warm-up at most about so long, so that little is in flight
FEWEST_JOBS = 4         # per worker, so that all end together


@dataclass(frozen=True, slots=True)
class Place:
    """One run's place in the table: its key and the columns in front."""

    key: str
    point: int
    world: int
    replication: int
    strategy: str
    seed: int


def seed_of(world: World, replication: int) -> int:
    """Return the seed of a replication: the world's own first, then further ones, as `compare` has them."""
    if replication == 0:
        return world.seed
    return int(uniform(world.seed, "world.second_seed", replication - 1) * 2**31)


@dataclass(frozen=True)
class BatchPlan:
    """All runs of an experiment: points × worlds × replications × strategies."""

    study: Study
    worlds: tuple[World, ...]
    replications: int

    @property
    def total(self) -> int:
        """How many runs there are."""
        return len(self.study.points) * len(self.worlds) * self.replications * len(self.study.arms)

    # what a run is ---------------------------------------------------------------------------------

    @cached_property
    def _common(self) -> str:
        """Digest of what all runs share: the scenario, the design, the measures, the program."""
        study, scenario = self.study, self.study.scenario
        measures = {name: one.model_dump(mode="json") for name, one in study.measures.items()}
        return digest({
            "scenario": scenario.digest(), "firm": study.firm, "established": study.file.established,
            "without": sorted(study.file.without), "measures": measures, "code": code_digest(),
        })

    @cached_property
    def _natures(self) -> list[str]:
        return [digest(world.nature) for world in self.worlds]

    def _key(self, where: tuple[int, int, int], changes: Mapping[str, Value], rivals: str, arm: Arm) -> str:
        """Return what a run is called: the same name for the same run, in any experiment, on any machine."""
        _, world, replication = where
        own = {path: _typed(value) for path, value in changes.items()}
        return digest([
            self._common, own, rivals, arm.levers, self._natures[world], seed_of(self.worlds[world], replication),
        ])[:32]

    def places(self) -> Iterator[Place]:
        """Yield every run in the one order of the table: by point, world, replication, strategy."""
        for point, values in enumerate(self.study.points):
            early, rivals, arms = self.parted(values)
            for number, world in enumerate(self.worlds):
                for replication in range(self.replications):
                    for arm in arms:
                        key = self._key((point, number, replication), early, rivals, arm)
                        yield Place(key, point, world.number, replication, arm.id, seed_of(world, replication))

    def parted(self, point: Point) -> tuple[dict[str, Value], str, list[Arm]]:
        """Part a point into what the whole market is warmed up with, what rivals do, and what the firm then does."""
        study, early, own, single = self.study, dict[str, "Value"](), dict[str, float](), dict[str, dict[str, float]]()
        rivals, of_firm = str(study.file.rivals), f"firms.{study.firm}.levers."
        for name, value in point.items():
            path = study.factors[name].path
            parts = path.split(".")
            if path == "rivals":
                rivals = str(value)
            elif parts[0] == "strategies" and not parts[1].isdecimal():
                single.setdefault(parts[1], {})[parts[3]] = float(value)
            elif path.startswith(of_firm) and len(parts) == 4:
                own[parts[3]] = float(value)
            else:
                early[path] = value
        arms = [replace(arm, levers={**arm.levers, **own, **single.get(arm.id, {})}) for arm in study.arms]
        return early, rivals, arms

    # what goes to workers together -----------------------------------------------------------------

    def jobs(self, wanted: Collection[str], workers: int) -> Iterator[Job]:
        """Yield jobs for the runs that are wanted, by key; scenarios are made as they are needed."""
        size = max(1, min(self._jobs_size(), len(wanted) // max(1, FEWEST_JOBS * workers)))
        waiting: list[Group] = []
        for group in self._groups(wanted):
            waiting.append(group)
            if sum(len(one.runs) for one in waiting) >= size:
                yield self._job(waiting)
                waiting = []
        if waiting:
            yield self._job(waiting)

    def _job(self, groups: Sequence[Group]) -> Job:
        return Job(tuple(groups), self.study.measures, code_digest())

    def _jobs_size(self) -> int:
        """How many runs take about as long as a job should."""
        scenario = self.study.scenario
        arms = len(self.study.arms)
        weeks = scenario.market.warm_up / arms + scenario.weeks
        return math.ceil(JOB_SECONDS / max(1e-6, weeks * self._week_seconds))

    @property
    def _week_seconds(self) -> float:
        return WEEK_SECONDS + self.study.scenario.customers * CUSTOMER_WEEK_SECONDS

    def _groups(self, wanted: Collection[str]) -> Iterator[Group]:
        """Yield the runs that are wanted, each once, those together that share a warm-up."""
        left = set(wanted)
        most = max(1, int(GROUP_SECONDS / max(1e-6, self.study.scenario.weeks * self._week_seconds)))
        for early, members in self._shared().items():
            scenario: Scenario | None = None
            for number, world in enumerate(self.worlds):
                for replication in range(self.replications):
                    runs = [run for run in self._runs(members, number, replication) if run[0].key in left]
                    runs = list({run.key: (run, rivals) for run, rivals in runs}.values())
                    left -= {run.key for run, _ in runs}
                    if runs and scenario is None:
                        scenario = bare(self.study.scenario_at(dict(early)))
                    for rivals, part in _in_parts(runs, most):
                        if scenario is not None:
                            yield self._group(scenario, (world, replication), rivals, part)

    def _shared(self) -> dict[tuple[tuple[str, Value], ...], list[tuple[int, str, list[Arm]]]]:
        shared: dict[tuple[tuple[str, Value], ...], list[tuple[int, str, list[Arm]]]] = {}
        for point, values in enumerate(self.study.points):
            early, rivals, arms = self.parted(values)
            same = tuple((path, _typed(value)) for path, value in early.items())
            shared.setdefault(same, []).append((point, rivals, arms))
        return shared

    def _runs(
        self, members: Sequence[tuple[int, str, list[Arm]]], world: int, replication: int,
    ) -> Iterator[tuple[Run, str]]:
        for point, rivals, arms in members:
            early = self.parted(self.study.points[point])[0]
            for arm in arms:
                key = self._key((point, world, replication), early, rivals, arm)
                label = f"point {point}, world {self.worlds[world].number}, replication {replication}, {arm.id}"
                yield Run(key, arm, label), rivals

    def _group(self, scenario: Scenario, where: tuple[World, int], rivals: str, runs: Sequence[Run]) -> Group:
        file, (world, replication) = self.study.file, where
        design = Design(
            scenario, (), scenario.firm, scenario.budget.mode, scenario.budget.envelope, rivals, tuple(file.without),
            established=file.established,
        )
        return Group(design, self._nature(world, scenario), seed_of(world, replication), tuple(runs))

    def _nature(self, world: World, scenario: Scenario) -> dict[str, float]:
        """Return a world's nature, in which a factor on an uncertainty stands above what the world drew."""
        varied = {factor.path.split(".")[2] for factor in self.study.factors.values() if _on_uncertainty(factor.path)}
        return {**world.nature, **{name: scenario.uncertainties[name][0] for name in varied}}


def _on_uncertainty(path: str) -> bool:
    parts = path.split(".")
    return len(parts) >= 3 and parts[0] in {"market", "market_overrides"} and parts[1] == "uncertainties"


def _typed(value: Any) -> Any:
    """Return a value such that equal numbers are written alike; true is no number."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _in_parts(runs: Sequence[tuple[Run, str]], most: int) -> Iterator[tuple[str, list[Run]]]:
    """Yield runs by what rivals do, at most so many together."""
    for rivals in dict.fromkeys(one for _, one in runs):
        alike = [run for run, one in runs if one == rivals]
        for start in range(0, len(alike), most):
            yield rivals, alike[start : start + most]
