"""Run an experiment: thousands of runs, none lost; run again, it goes on where it ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from agents.compiled import CACHE
from experiments.batch_folder import (
    begin,
    extension,
    load_worlds,
    manifest_of,
    save_tables,
    write_manifest,
)
from experiments.batch_plan import BatchPlan, Place
from experiments.batch_store import Store
from experiments.batch_tables import Batch, runs_table
from experiments.batch_tasks import Job, Row, code_digest, killed, run_job
from experiments.execution import Crew, WorkerLostError, cores
from experiments.experiment_files import Study, read_experiment
from experiments.worlds import World, accepted_worlds, central_world, compile_rules
from sim.manifests import table_digest

if TYPE_CHECKING:
    from sim import Scenario

Progress = Callable[[int, int], None]
COMPILED_MARK = "compiled"  # a file in the cache of compiled rules: a resumed batch starts a few seconds sooner
MOST_LOST = 8   # runs that die before any succeeds: then it is not the runs


def batch(
    experiment: str | Path | Mapping[str, Any] | Study, out: str | Path | None = None, *, workers: int | None = None,
    cluster: str | None = None, executor: Executor | None = None, add_replications: int = 0, retry: bool = False,
    sets: Iterable[str] = (), points: pd.DataFrame | None = None, on_progress: Progress | None = None,
    on_note: Callable[[str], None] | None = None,
) -> Batch:
    """Run an experiment, or what is missing of it.

    Args:
        experiment: a shipped one by its name, a file, a mapping that holds what a file would, or one already read.
        out: folder in which finished runs are kept and found again; without one they live in memory.
        workers: processes; default: one per core. The result does not depend on it.
        cluster: address of a Dask scheduler whose workers are used instead.
        executor: any other `concurrent.futures.Executor`, used and left open.
        add_replications: further seeds per world and point than the last finished call had.
        retry: whether runs that failed before are run again.
        sets: changes `PATH=VALUE` on the experiment's own keys.
        points: a design of one's own, a column per factor, such as a sample made by SALib.
        on_progress: called with runs done and runs in all.
        on_note: called with a line about what is done next.

    Raises:
        ScenarioError: for input that cannot be used, all problems at once; nothing is run or written.
        StoreFullError: if the disk takes no more; what was finished is kept.
        WorkerLostError: if processes die whatever they run.
    """
    study = experiment if isinstance(experiment, Study) else read_experiment(experiment, sets, points=points)
    tell, folder = on_note or (lambda _: None), None if out is None else Path(out)
    begin(study, folder)
    with Store(folder) as store:
        added = (add_replications, extension(folder, add_replications))
        started = time.monotonic()
        with crew_for(study.scenario, workers, cluster=cluster, executor=executor) as crew:
            worlds = worlds_of(study, store, crew, tell)
            plan = BatchPlan(study, tuple(worlds), study.file.replications + added[1])
            places = list(plan.places())
            keys = {place.key for place in places}      # points that differ only in what an arm does not see share runs
            if retry:
                store.forget([key for key in keys if key in store.rows and store.rows[key].error])
            missing = {key for key in keys if key not in store.rows}
            _tell_plan(keys, missing, store, tell)
            write_manifest(folder, manifest_of(plan, added, created=_now()))
            run_missing(plan, missing, store, crew, total=len(keys), on_progress=on_progress)
        store.settle()
        return _finished(plan, places, store, seconds=time.monotonic() - started, added=added)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def crew_for(
    scenario: Scenario, workers: int | None, *, cluster: str | None, executor: Executor | None,
) -> Iterator[Crew]:
    """Yield workers that have the rules compiled."""
    if cluster is not None:
        from experiments.cluster import connected

        with connected(cluster, scenario) as crew:
            yield crew
        return
    with Crew(workers or cores(), executor=executor, apart=True) as crew:
        if executor is None and not (CACHE / COMPILED_MARK).exists():
            compile_rules(scenario, crew)
            CACHE.mkdir(parents=True, exist_ok=True)
            (CACHE / COMPILED_MARK).touch()
        yield crew


def worlds_of(
    study: Study, store: Store, crew: Crew, tell: Callable[[str], None], *, first: int = 0,
) -> list[World]:
    """Return the worlds: handed in as a table, the central one, or drawn from a draw on; how one was judged is kept."""
    wanted, scenario = study.file.worlds, study.scenario
    if isinstance(wanted, str) and wanted != "central":
        return load_worlds(study, wanted)
    if isinstance(wanted, str):
        return [central_world(scenario, scenario.seed)]
    if scenario.market.targets:
        tell(f"drawing {wanted} worlds")
    prefix = f"world {code_digest()} {scenario.digest()[:16]} {scenario.seed} "

    def judge(draw: int, values: tuple[float, ...]) -> None:
        store.note(f"{prefix}{draw}", list(values))

    known = {
        int(name.removeprefix(prefix)): tuple(values) for name, values in store.notes.items() if name.startswith(prefix)
    }
    return list(accepted_worlds(
        scenario, wanted, seed=scenario.seed, crew=crew, known=known, on_judged=judge, first=first,
    ))


def _tell_plan(keys: set[str], missing: set[str], store: Store, tell: Callable[[str], None]) -> None:
    others = len(store.rows) - (len(keys) - len(missing))
    if len(missing) < len(keys):
        tell(f"{len(keys) - len(missing)} of {len(keys)} runs are finished already")
    if others:
        tell(f"{others} runs in the folder belong to another state of the experiment or the program: kept, not used")


def run_missing(
    plan: BatchPlan, missing: set[str], store: Store, crew: Crew, *, total: int, on_progress: Progress | None,
) -> None:
    """Run what is missing; a job that kills its process is parted until the run that does it stands alone."""
    tally = _Tally(total, len(missing), store, on_progress or (lambda _done, _total: None))
    again: list[Job] = []
    for job, rows in crew.settle(run_job, plan.jobs(missing, crew.workers), attempts=1):
        if isinstance(rows, WorkerLostError):
            again += job.parts()
        else:
            tally.add(rows)
    while again:
        jobs, again = again, []
        for job, rows in crew.settle(run_job, jobs, ahead=1):
            if not isinstance(rows, WorkerLostError):
                tally.add(rows)
            elif job.size > 1:
                again += job.parts()
            else:
                tally.lose(killed(job), rows)
    tally.end()


class _Tally:
    """Counts and keeps what is finished; a run that killed its process is kept once another has shown that runs can."""

    def __init__(self, total: int, left: int, store: Store, progress: Progress) -> None:
        self.total, self.left, self.store, self.progress = total, left, store, progress
        self.lost: list[Row] = []
        self.has_succeeded = False
        progress(total - left, total)

    def add(self, rows: list[Row]) -> None:
        """Keep the rows of a job."""
        self.has_succeeded = True
        self.store.add(rows)
        self._count(len(rows))

    def lose(self, rows: list[Row], error: WorkerLostError) -> None:
        """Note the row of a run that killed its process."""
        self.lost += rows
        if len(self.lost) >= MOST_LOST and not self.has_succeeded:
            text = f"{error}, and so were the {len(self.lost) - 1} runs before it"
            raise WorkerLostError(f"{text}: start fewer workers or simulate fewer customers")
        self._count(len(rows))

    def _count(self, runs: int) -> None:
        self.left -= runs
        self.progress(self.total - self.left, self.total)

    def end(self) -> None:
        """Keep what was only noted."""
        if self.lost:
            self.store.add(self.lost)


def _finished(
    plan: BatchPlan, places: Sequence[Place], store: Store, *, seconds: float, added: tuple[int, int],
) -> Batch:
    """Put the table of all runs together, and write it whole."""
    runs = runs_table(plan, places, store.rows)
    rows = [store.rows[key] for key in dict.fromkeys(place.key for place in places)]
    manifest = manifest_of(plan, added, created=_now(), runs=runs, rows=rows) | {
        "digest": table_digest(runs), "seconds": round(seconds, 1), "complete": True,
    }
    done = Batch(plan.study, runs, plan, manifest)
    if store.folder is not None:
        tables = {"runs": runs, "worlds": done.worlds, "points": done.points}
        write_manifest(store.folder, manifest | {"tables": save_tables(store.folder, tables)})
    return done
