"""The unit of work of a batch: one warm-up and the runs that share it. What fails is a row with its error."""

from __future__ import annotations

import hashlib
import re
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.measures import measured
from experiments.trial import Arm, Design, adopt, establish, react, rivals_only
from sim import Market, Scenario

if TYPE_CHECKING:
    from experiments.experiment_models import Measure

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("agents", "sim")
SINGLY = 16     # runs of a job that killed its process which are tried one by one; of more, halves first
IMPORTED = re.compile(r"^\s*from experiments\.(\w+) import ", re.MULTILINE)
KILLED = "the process of this run was killed each time it was tried"


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its key, and what the firm does in it."""

    key: str
    arm: Arm
    label: str


@dataclass(frozen=True, slots=True)
class Group:
    """Runs that share a world, a seed, a scenario, and so a warm-up."""

    design: Design
    nature: dict[str, float]
    seed: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker gets at once: groups that take about a second or more together."""

    groups: tuple[Group, ...]
    measures: dict[str, Measure]
    code: str = field(repr=False)

    def __str__(self) -> str:
        """Name the task for messages."""
        runs = [run for group in self.groups for run in group.runs]
        return runs[0].label if len(runs) == 1 else f"{runs[0].label} and {len(runs) - 1} more"

    @property
    def size(self) -> int:
        """How many runs it holds."""
        return sum(len(group.runs) for group in self.groups)

    def parts(self) -> list[Job]:
        """Return smaller jobs that are this one together: its runs one by one, or, of many, two halves."""
        single = [replace(group, runs=(run,)) for group in self.groups for run in group.runs]
        if len(single) <= SINGLY:
            return [replace(self, groups=(group,)) for group in single]
        if len(self.groups) > 1:
            middle = len(self.groups) // 2
            return [replace(self, groups=self.groups[:middle]), replace(self, groups=self.groups[middle:])]
        group, middle = self.groups[0], len(single) // 2
        halves = (group.runs[:middle], group.runs[middle:])
        return [replace(self, groups=(replace(group, runs=half),)) for half in halves]


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one run: its measures, or why there are none and where that happened; seconds of processor time."""

    key: str
    measures: dict[str, float]
    error: str = ""
    origin: str = ""
    seconds: float = 0.0


class OtherCodeError(RuntimeError):
    """A worker has another version of the program than the one that hands out the work."""


@cache
def code_digest(module: str = "batch_tasks") -> str:
    """Return a digest of the sources that results of a module depend on; the same on every machine."""
    digest = hashlib.sha256()
    files = [path for layer in LAYERS for path in (ROOT / layer).rglob("*.py")]
    for path in sorted([*files, *imported(module)]):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def imported(module: str) -> set[Path]:
    """Return the files of this layer that a module needs, its own among them."""
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        path = ROOT / "experiments" / f"{waiting.pop()}.py"
        if path not in found and path.exists():
            found.add(path)
            waiting += IMPORTED.findall(path.read_text(encoding="utf-8"))
    return found


def run_job(job: Job) -> list[Row]:
    """Run every group of a job.

    Raises:
        OtherCodeError: if this process has other sources than the one that made the job.
    """
    if job.code != code_digest():
        raise OtherCodeError("a worker has another version of goodwill; install the same one everywhere")
    return [row for group in job.groups for row in _run_group(group, job.measures)]


def _run_group(group: Group, measures: dict[str, Measure]) -> Iterator[Row]:
    if group.design.established:
        for run in group.runs:
            yield from _run_group_from(group, (run,), measures)
    else:
        yield from _run_group_from(group, group.runs, measures)


def _run_group_from(group: Group, runs: tuple[Run, ...], measures: dict[str, Measure]) -> Iterator[Row]:
    """Warm up once and put each run into the snapshot."""
    started, market = time.thread_time(), None
    try:
        market = _warm(group, runs[0].arm)
        snapshot = market.snapshot()
    except Exception as error:  # noqa: BLE001  whatever goes wrong in a run is that run's result
        if market is not None:
            market.close()
        yield from (_failed(run, error, time.thread_time() - started) for run in runs)
        return
    shared = (time.thread_time() - started) / len(runs)
    try:
        for run in runs:
            yield _run_one(market, group, run, measures, snapshot=snapshot, shared=shared)
    finally:
        market.close()


def _warm(group: Group, arm: Arm) -> Any:
    design = group.design
    market: Any = Market(rivals_only(design.scenario, design.firm), rng=group.seed, nature=group.nature)
    try:
        if design.established:
            establish(market, design, arm)
        market.warm_up()
        for mechanism in design.without:
            market.without(mechanism)
    except BaseException:
        market.close()
        raise
    return market


def _run_one(
    market: Any, group: Group, run: Run, measures: dict[str, Measure], *, snapshot: Any, shared: float,
) -> Row:
    started, design = time.thread_time(), group.design
    try:
        market.restore(snapshot)
        (react if design.established else adopt)(market, design, run.arm)
        market.run(design.scenario.weeks)
        values = measured(market.results, design, measures)
    except Exception as error:  # noqa: BLE001  whatever goes wrong in a run is that run's result
        return _failed(run, error, time.thread_time() - started + shared)
    return Row(run.key, values, seconds=time.thread_time() - started + shared)


def _failed(run: Run, error: Exception, seconds: float) -> Row:
    return Row(run.key, {}, f"{type(error).__name__}: {error}", origin_of(error), seconds)


def origin_of(error: BaseException) -> str:
    """Return the last place in these sources that an error came through: file, line and function."""
    own = [
        (Path(frame.filename).resolve().relative_to(ROOT).as_posix(), frame)
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).resolve().is_relative_to(ROOT) and "site-packages" not in frame.filename
    ]
    return f"{own[-1][0]}:{own[-1][1].lineno} in {own[-1][1].name}" if own else ""


def killed(job: Job) -> list[Row]:
    """Return the rows of a job whose process was killed each time."""
    return [Row(run.key, {}, KILLED, run.label) for group in job.groups for run in group.runs]


def bare(scenario: Scenario) -> Scenario:
    """Return a scenario without the origins of its values, which no run needs: small to send."""
    return scenario.model_copy(update={"origins": {}})
