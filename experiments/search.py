"""Search: which lever values make several outcomes better at once, found in some worlds and judged in fresh ones.

Every candidate meets the same worlds with the same seeds. Finished runs are kept in the store of batches: a search that
is run again proposes the same candidates and finds their results there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.batch import Progress, crew_for, run_missing, worlds_of
from experiments.batch_folder import begin, kept_inputs, save_tables, write_manifest
from experiments.batch_plan import BatchPlan
from experiments.batch_store import Store
from experiments.batch_tables import runs_table
from experiments.batch_tasks import code_digest
from experiments.proposals import Point, Tried, front, searched, thinned
from experiments.search_data import described
from experiments.search_files import write_strategies
from experiments.search_plan import SEARCH_FROM, SearchPlan, plan_search, presets
from experiments.statistics import Floats, oriented, worst_tenth
from sim.scenario_events import STATUS_QUO

if TYPE_CHECKING:
    from experiments.execution import Crew
    from experiments.experiment_files import Study
    from experiments.worlds import World

EVALUATIONS = 200       # as strategies are tuned by (users.md F3)
MOST_SHOWN = 10         # strategies of the front that are judged and written
SEARCHED, FRESH = 1_000, 0      # search worlds are called 1001…, fresh ones 1…, as comparisons call them


@dataclass
class Bench:
    """Runs candidates or strategies in the same worlds; what is finished already is not run again."""

    study: Study
    store: Store
    crew: Crew
    worlds: Sequence[World]
    tell: Progress
    total: int
    done: int = 0

    def values(self, points: Sequence[Point]) -> dict[str, Floats]:
        """Return each measure, points × worlds × strategies; NaN where a run failed."""
        study = replace(self.study, points=tuple({name: one[name] for name in self.study.factors} for one in points))
        plan, before = BatchPlan(study, tuple(self.worlds), 1), self.done
        places = list(plan.places())
        keys = {place.key for place in places}
        missing = {key for key in keys if key not in self.store.rows}
        run_missing(
            plan, missing, self.store, self.crew, total=len(keys),
            on_progress=lambda done, _: self.tell(min(before + done, self.total), self.total),
        )
        self.done += len(keys)
        table, shape = runs_table(plan, places, self.store.rows), (len(points), len(self.worlds), len(study.arms))
        return {name: table[name].to_numpy(dtype=np.float64).reshape(shape) for name in study.measures}


@dataclass(frozen=True)
class Search:
    """The result of `optimise`: everything as one dictionary, and every candidate as a table."""

    plan: SearchPlan
    data: dict[str, Any]
    tried: pd.DataFrame
    files: tuple[Path, ...] = field(default=())

    @property
    def front(self) -> pd.DataFrame:
        """The front, a row per strategy: its levers, and each outcome's difference, as searched and in fresh worlds."""
        return front_table(self.data)


def front_table(data: Mapping[str, Any]) -> pd.DataFrame:
    """Return the front, as `Search.front` has it."""
    rows = []
    for one in data["front"]:
        outcomes = {
            f"{name}_{kind}": value
            for name, found in one["outcomes"].items()
            for kind, value in (("searched", found["searched"]), ("fresh", found["fresh"]["mean"]))
        }
        rows.append({"strategy": one["id"], **outcomes, **one["levers"]})
    return pd.DataFrame(rows)


def optimise(
    scenario: str | Path, out: str | Path | None = None, *, evaluations: int = EVALUATIONS,
    workers: int | None = None, cluster: str | None = None, executor: Executor | None = None,
    on_progress: Progress | None = None, on_note: Callable[[str], None] | None = None, **options: Any,
) -> Search:
    """Search for lever values within their plausible ranges that make several outcomes better at once.

    Args:
        scenario: a name or file.
        out: folder in which finished runs, the candidates and the strategy files are kept; without one, memory.
        evaluations: candidates tried in all, those of earlier calls included.
        workers: processes; the result does not depend on it.
        cluster: address of a Dask scheduler whose workers are used instead.
        executor: any other `concurrent.futures.Executor`, used and left open.
        on_progress: called with runs done and runs in all.
        on_note: called with a line about what is done next.
        options: what is searched, as `plan_search` takes it: levers, strategy, firm, outcomes, criteria, budget,
            rivals, worlds, judged, sets, and customers, weeks, seed.

    Raises:
        ScenarioError: for input that cannot be used, all problems at once.
    """
    return search_plan(
        plan_search(scenario, **options), out, evaluations=evaluations, workers=workers, cluster=cluster,
        executor=executor, on_progress=on_progress, on_note=on_note,
    )


def search_plan(
    plan: SearchPlan, out: str | Path | None = None, *, evaluations: int = EVALUATIONS, workers: int | None = None,
    cluster: str | None = None, executor: Executor | None = None, on_progress: Progress | None = None,
    on_note: Callable[[str], None] | None = None,
) -> Search:
    """Run a search whose options are resolved; what they mean, `optimise` says."""
    tell = on_note or (lambda _: None)
    varied, folder = plan.study([plan.strategy], varied=True), None if out is None else Path(out)
    begin(varied, folder)
    started, ends = time.monotonic(), (evaluations + 1) * plan.worlds
    with Store(folder) as store, crew_for(plan.scenario, workers, cluster=cluster, executor=executor) as crew:
        total = ends + plan.judged * (MOST_SHOWN + len(presets()) + 1)
        bench = Benches(plan, varied, store, crew, on_progress or (lambda _done, _total: None), tell, total)
        write_manifest(folder, _manifest(plan, evaluations, complete=False))
        tried = try_candidates(plan, bench, evaluations)
        tell("judging the front in fresh worlds")
        data = _judged(plan, bench, tried)
        store.settle()
    seconds = round(time.monotonic() - started, 1)
    data |= {"provenance": _manifest(plan, evaluations, complete=True) | {"seconds": seconds}}
    files = _write(folder, plan, data, tried)
    return Search(plan, data, _table(plan, tried), files)


@dataclass
class Benches:
    """Makes the benches of one search: worlds of the search or fresh ones, candidates or strategies as they are."""

    plan: SearchPlan
    varied: Study
    store: Store
    crew: Crew
    progress: Progress
    tell: Callable[[str], None]
    total: int
    done: int = 0

    def of(self, arms: Sequence[str] = (), *, fresh: bool) -> Bench:
        """Return the bench of some strategies as they are, or else that of the candidates."""
        one = self.plan.study(arms, varied=False) if arms else self.varied
        number = self.plan.judged if fresh else self.plan.worlds
        study = replace(one, file=one.file.model_copy(update={"worlds": number}))
        first, called = (0, FRESH) if fresh else (SEARCH_FROM, SEARCHED)
        found = worlds_of(study, self.store, self.crew, self.tell, first=first)
        worlds = [replace(world, number=called + world.number) for world in found]
        return Bench(study, self.store, self.crew, worlds, self._count, self.total, self.done)

    def _count(self, done: int, total: int) -> None:
        self.done = max(self.done, done)
        self.progress(done, total)


Weigh = Callable[[SearchPlan, Mapping[str, Floats], Mapping[str, Floats]], tuple[float, ...] | None]


def try_candidates(
    plan: SearchPlan, benches: Benches, evaluations: int, weigh: Weigh | None = None,
) -> list[Tried]:
    """Try all candidates in the worlds of the search; `weigh` says what is to be small, of measures × worlds."""
    reference = benches.of([STATUS_QUO], fresh=False).values([{}])
    bench, count = benches.of(fresh=False), weigh or _losses
    today = {name: values[0, :, 0] for name, values in reference.items()}

    def judge(points: list[Point]) -> list[tuple[float, ...] | None]:
        found = bench.values(points)
        return [count(plan, {name: found[name][k, :, 0] for name in found}, today) for k in range(len(points))]

    return list(searched(
        plan.ranges, evaluations, judge, objectives=len(plan.objectives), seed=plan.scenario.seed, given=plan.given,
    ))


def _losses(
    plan: SearchPlan, found: Mapping[str, Floats], today: Mapping[str, Floats],
) -> tuple[float, ...] | None:
    """Return what is to be made small: each outcome's difference from the status quo, turned and summed up."""
    losses = []
    for outcome, criterion in plan.objectives:
        good = oriented(found[outcome.name] - today[outcome.name], outcome.better)
        losses.append(-float(good.mean() if criterion == "mean" else worst_tenth(good[:, None])[0]))
    return tuple(losses) if np.isfinite(losses).all() else None


def _judged(plan: SearchPlan, benches: Benches, tried: Sequence[Tried]) -> dict[str, Any]:
    """Judge the front, the shipped strategies and the status quo in worlds that the search has not seen."""
    unique = {tuple(one.point.values()): one for one in tried if one.losses is not None}
    known = [(one.point, one.losses) for one in unique.values() if one.losses is not None]
    best = [known[k] for k in front([losses for _, losses in known])] if known else []
    best.sort(key=lambda one: one[1])
    shown = [best[k] for k in thinned([losses for _, losses in best], MOST_SHOWN)] if best else []
    arms = list(dict.fromkeys([STATUS_QUO, *([plan.strategy] if plan.strategy != STATUS_QUO else []), *presets()]))
    bench = benches.of(arms, fresh=True)
    known_arms = bench.values([{}])
    candidates = benches.of(fresh=True).values([point for point, _ in shown])
    values = {
        name: np.concatenate([known_arms[name][0], candidates[name][:, :, 0].T], axis=1) for name in known_arms
    }
    ids = [arm.id for arm in bench.study.arms]
    return described(plan, shown, (ids, arms), values, counts=(len(tried), len(known), len(best)))


def _manifest(plan: SearchPlan, evaluations: int, *, complete: bool) -> dict[str, Any]:
    from experiments.provenance import versions

    return {
        "kind": "search", "experiment": {"name": plan.name}, "scenario": plan.file, "digest": plan.scenario.digest(),
        "strategy": plan.strategy, "ranges": {name: list(ends) for name, ends in plan.ranges.items()},
        "outcomes": [outcome.name for outcome in plan.outcomes], "criteria": list(plan.criteria),
        "evaluations": evaluations, "worlds": plan.worlds, "judged": plan.judged, "seed": plan.scenario.seed,
        "customers": plan.scenario.customers, "weeks": plan.scenario.weeks, "budget": plan.scenario.budget.mode,
        "rivals": plan.rivals, "settings": list(plan.settings), "code": code_digest(), "versions": versions(),
        "without": list(plan.without), "established": plan.established, "base": plan.base, "complete": complete,
        **kept_inputs(plan.scenario),
    }


def _table(plan: SearchPlan, tried: Sequence[Tried]) -> pd.DataFrame:
    """Return every candidate: its levers, and what was found, higher or lower as the outcome is counted."""
    rows = []
    for number, one in enumerate(tried, start=1):
        found = dict.fromkeys([f"{o.name}_{c}" for o, c in plan.objectives], np.nan)
        for (outcome, criterion), loss in zip(plan.objectives, one.losses or (), strict=False):
            found[f"{outcome.name}_{criterion}"] = -loss if outcome.better == "higher" else loss
        rows.append({"candidate": number, **one.point, **found})
    return pd.DataFrame(rows)


def _write(
    folder: Path | None, plan: SearchPlan, data: Mapping[str, Any], tried: Sequence[Tried],
) -> tuple[Path, ...]:
    if folder is None:
        return ()
    tables = save_tables(folder, {"candidates": _table(plan, tried), "front": front_table(data)})
    files = write_strategies(folder / "strategies", plan, data)
    write_manifest(folder, {**data["provenance"], "tables": tables})
    return tuple(files)
