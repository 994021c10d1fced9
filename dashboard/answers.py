"""What is answered: per kind of question the pieces of work it takes, and the small tables they are put together to.

A program is a generator: it yields stages of pieces, is sent their results, and returns the answer. It decides; all
work is done in pieces, by workers, a piece being about a second: one world of one side. Pieces that two questions share
are done once. Answers hold no words that are not data: pages speak, with `experiments.words` or their own.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.questions import Question, sources_digest
from experiments import causes
from experiments.assembly import assemble
from experiments.batch_tasks import code_digest
from experiments.compare import long_table
from experiments.contrasts import Runs
from experiments.execution import Crew
from experiments.outcomes import discount
from experiments.plan import Plan
from experiments.provenance import digest
from experiments.removal import Removal, remove_largest, run_without
from experiments.statistics import ENOUGH_WORLDS
from experiments.story import Story, tell
from experiments.trial import Arm, Design, Task, run_world
from experiments.weeks import Course, watch
from experiments.worlds import (
    LONGEST_FIRST,
    SCREEN_CUSTOMERS,
    Loop,
    Screening,
    World,
    accepted_worlds,
    as_table,
    central_world,
    compile_loop,
    draw_world,
    screen,
    status_quo,
)

Floats32: TypeAlias = NDArray[np.float32]
KNOWN_WORLDS = 32   # markets whose accepted worlds are remembered
EARLY = 4       # of so many worlds one is among those whose answer is shown first: 24 of 96, the worlds of `compare`
SPOKEN = ("answer", "for", "against")   # sentences in one language: `spoken` says them anew in any


@dataclass(frozen=True)
class Piece:
    """Something a worker does: `call(task)`. Equal keys, equal results."""

    key: str
    call: Callable[[Any], Any]
    task: Any
    world: int | None = None    # its place among the worlds: one worker's, which may remember its warm-up, while it can
    lasting: bool = False       # small and dear: its result is kept on disk


@dataclass(frozen=True)
class Stage:
    """Pieces that may run side by side, and what can be shown of the results so far (None: not there yet)."""

    pieces: tuple[Piece, ...]
    preview: Callable[[Sequence[Any]], Any] | None = None


_ACCEPTED: dict[tuple[str, int, int], list[World]] = {}     # the worlds of a market, a seed, a number
Program: TypeAlias = Generator[Stage, list[Any], Any]


@dataclass(frozen=True)
class First:
    """The first worlds of a comparison: to be drawn, not to be put in words.

    `profit` is the second arm's minus the first's, cumulated and discounted, in the market's currency, worlds × weeks;
    `trust` is the cohort's under each arm, 0..1, worlds × arms × weeks.
    """

    worlds: tuple[int, ...]
    profit: Floats32
    trust: Floats32
    arms: tuple[Arm, ...] = ()
    currency: str = ""


@dataclass(frozen=True)
class Compared:
    """The answer to compare, flip and why.

    `data` is what `goodwill compare` writes as comparison.json, but for its sentences and the second seeds;
    `data["trust"]["removed"]` is there for `why`. `runs` has world, arm, outcome and value; `worlds` what was drawn.
    """

    data: dict[str, Any]
    runs: pd.DataFrame
    worlds: pd.DataFrame


@dataclass(frozen=True)
class Watched:
    """The answer to market and inside: the sides' courses in the one world with the best value of everything."""

    scenario: str
    firm: str
    currency: str
    titles: tuple[Any, ...]
    courses: tuple[Course, ...]


def program_of(question: Question, plan: Plan) -> Program:
    """Return what a question takes."""
    if question.kind == "story":
        return _story(question, plan)
    if question.kind in {"market", "inside"}:
        return _watched(plan)
    if question.kind == "flip" and plan.n // EARLY >= ENOUGH_WORLDS:
        return _flip(plan)
    return _compared(plan, removed=question.kind == "why")


# comparisons ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ran:
    """One side in one world: packed for assembly, and its courses of cumulated profit and trust for a first look."""

    packed: bytes
    profit: Floats32
    trust: Floats32


@dataclass(frozen=True)
class Assembly:
    """What an answer is assembled from: worlds × sides of packed runs."""

    plan: Plan
    worlds: tuple[World, ...]
    packed: tuple[tuple[bytes, ...], ...]
    known: tuple[NDArray[np.float64], ...] = ()     # of the runs without the largest causes, by world


class WantedError(Exception):
    """Runs that are not there yet."""

    def __init__(self, tasks: Iterable[Any]) -> None:
        super().__init__()
        self.tasks = tuple(tasks)


class Replay(Crew):
    """A crew that works nothing: it hands out results known already, and tells which are wanted."""

    def __init__(self, known: Sequence[Any] = (), *, most: int = 400) -> None:
        super().__init__(1)
        self.known, self.most = list(known), most

    def stream(self, function: Any, tasks: Iterable[Any], *, ahead: int | None = None) -> Any:  # noqa: ARG002
        """Yield the known results in turn; raise for the tasks beyond them."""
        for task in (source := iter(tasks)):
            if not self.known:
                raise WantedError([task, *islice(source, self.most - 1)])
            yield self.known.pop(0)


def run_side(task: Task) -> Ran:
    """Run one side in one world."""
    run = run_world(task)
    arm = run.arms[0]
    small = replace(run, arms=(replace(arm, trust_detail=np.zeros((0, 0, 0))),))    # only tables of files need it
    factors = discount(len(arm.courses["profit"]), float(task.design.scenario.market.discount_rate))
    profit = np.cumsum(arm.courses["profit"] * factors).astype(np.float32)
    packed = zlib.compress(pickle.dumps(small), level=1)
    return Ran(packed, profit, arm.courses["trust_cohort"].astype(np.float32))


def _unpacked(task: Assembly) -> Runs:
    each = [[pickle.loads(zlib.decompress(one)) for one in row] for row in task.packed]  # noqa: S301  our own workers'
    runs = [replace(row[0], arms=tuple(run.arms[0] for run in row)) for row in each]
    return Runs(task.plan.design, tuple(runs), (), task.plan.reference)


def assembled(task: Assembly) -> Compared:
    """Return the answer of a comparison; of one side alone there is none."""
    runs, found = _unpacked(task), list(task.worlds)
    data = assemble(runs, task.plan, found, audited=False)
    return Compared({k: v for k, v in data.items() if k not in SPOKEN}, long_table(runs), as_table(found))


def without_the_largest(task: Assembly) -> dict[str, Any] | tuple[Removal, ...] | None:
    """Return what the largest causes make of the difference in trust, or the runs that are still wanted for it."""
    runs = _unpacked(task)
    arm = runs.arms[runs.others[0]]
    try:
        return remove_largest(
            runs, task.worlds, arm, crew=Replay(task.known), causes=causes.trust(runs)["causes"][arm],
        )
    except WantedError as wanted:
        return wanted.tasks


def _compared(plan: Plan, *, removed: bool) -> Program:
    """Find the worlds, run every side in each, assemble."""
    yield Stage(_rules(plan))
    found = yield from _accepted(plan)
    sides = [replace(plan.design, arms=(arm,)) for arm in plan.design.arms]
    content = [_content(side) for side in sides]
    pieces = tuple(
        _piece(run_side, Task(side, world), (place, world), what)
        for place, world in enumerate(found) for side, what in zip(sides, content, strict=True)
    )
    ran = yield Stage(pieces, partial(first_of, plan, tuple(world.number for world in found)))
    packed = tuple(tuple(run.packed for run in ran[k : k + len(sides)]) for k in range(0, len(ran), len(sides)))
    task = Assembly(plan, tuple(found), packed)
    (answer,) = yield Stage((_last(assembled, task, pieces),))
    if removed:
        answer.data["trust"]["removed"] = yield from _removed(task, pieces)
    return answer


def _flip(plan: Plan) -> Program:
    """Answer in a part of the worlds, those of `compare`, which is there to be seen while the others are played."""
    early = yield from _compared(replace(plan, worlds=plan.n // EARLY), removed=False)
    program, results = _compared(plan, removed=False), None
    while True:
        try:
            stage = next(program) if results is None else program.send(results)
        except StopIteration as finished:
            return finished.value
        results = yield replace(stage, preview=lambda _results: early)


def first_of(plan: Plan, numbers: Sequence[int], ran: Sequence[Ran | None]) -> First | None:
    """Return the worlds in which both sides have run."""
    both = [(n, a, b) for n, a, b in zip(numbers, ran[::2], ran[1::2], strict=False) if a is not None and b is not None]
    if not both or len(ran) != 2 * len(numbers):
        return None
    profit = np.array([b.profit - a.profit for _, a, b in both])
    trust = np.array([(a.trust, b.trust) for _, a, b in both])
    currency = plan.design.scenario.market.currency
    return First(tuple(n for n, _, _ in both), profit, trust, plan.design.arms, currency)


def _removed(task: Assembly, pieces: Sequence[Piece]) -> Generator[Stage, list[Any], dict[str, Any] | None]:
    while True:
        (found,) = yield Stage((_last(without_the_largest, task, pieces, len(task.known)),))
        if not isinstance(found, tuple):
            removed: dict[str, Any] | None = found
            return removed
        each = [replace(one, mechanisms=(name,)) for one in found for name in one.mechanisms]
        content = _content(each[0].design)
        place = {world.number: n for n, world in enumerate(task.worlds)}
        ends = yield Stage(tuple(
            _piece(run_without, one, (place[one.world.number], one.world), content, *one.mechanisms) for one in each
        ))
        per = len(found[0].mechanisms)
        more = tuple(np.vstack(ends[k : k + per]) for k in range(0, len(ends), per))
        task = replace(task, known=(*task.known, *more))


def _accepted(plan: Plan) -> Generator[Stage, list[Any], list[World]]:
    """Return the worlds that the market's bands accept; what a draw shows is simulated once and kept."""
    scenario, known = plan.design.scenario, dict[int, tuple[float, ...]]()
    market = digest([scenario.market.model_dump(mode="json"), SCREEN_CUSTOMERS, code_digest()])
    which = market, plan.seed, plan.n
    while which not in _ACCEPTED:
        try:
            _ACCEPTED[which] = list(accepted_worlds(scenario, plan.n, seed=plan.seed, crew=Replay(most=1), known=known))
            while len(_ACCEPTED) > KNOWN_WORLDS:
                _ACCEPTED.pop(next(iter(_ACCEPTED)))
            break
        except WantedError:
            more = range(len(known), len(known) + max(4, plan.n // 2))
        draws = [Screening(status_quo(scenario), draw_world(scenario, plan.seed, draw)) for draw in more]
        keys = [digest([market, plan.seed, draw]) for draw in more]
        pieces = (Piece(key, screen, one, lasting=True) for key, one in zip(keys, draws, strict=True))
        known |= dict(zip(more, (yield Stage(tuple(pieces))), strict=True))
    return _ACCEPTED[which]


# one world ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Telling:
    """What a worker needs to tell a story."""

    plan: Plan
    person: str


def told(task: Telling) -> Story:
    """Tell the lives of a person and of the counter-example."""
    return tell(task.plan, task.person)


def _story(question: Question, plan: Plan) -> Program:
    yield Stage(_rules(plan))
    key = digest([_content(plan.design), plan.seed, question.person, "story"])
    (answer,) = yield Stage((Piece(key, told, Telling(plan, question.person)),))
    return answer


def _watched(plan: Plan) -> Program:
    yield Stage(_rules(plan))
    design, world = plan.design, central_world(plan.design.scenario, plan.seed)
    sides = [replace(design, arms=(arm,)) for arm in design.arms]
    courses = yield Stage(tuple(_piece(watch, Task(side, world), (0, world), _content(side)) for side in sides))
    currency, titles = design.scenario.market.currency, tuple(arm.title for arm in design.arms)
    return Watched(design.scenario.name, design.firm, currency, titles, tuple(courses))


# pieces ------------------------------------------------------------------------------------------


def _rules(plan: Plan) -> tuple[Piece, ...]:
    """Return the compilation of the rules, which is done once: the large loops side by side."""
    scenario, code = status_quo(plan.design.scenario), sources_digest()
    return tuple(Piece(f"loop {n} {code}", compile_loop, Loop(scenario, n), world=n) for n in LONGEST_FIRST)


def _piece(call: Callable[[Any], Any], task: Any, placed: tuple[int, World], *content: str) -> Piece:
    """Return a piece played in a world; its place among the accepted ones sees that all workers get as many."""
    place, world = placed
    key = digest([call.__name__, *content, world.number, world.seed, world.nature])
    return Piece(key, call, task, place)


def _last(call: Callable[[Any], Any], task: Any, pieces: Sequence[Piece], round_: int = 0) -> Piece:
    return Piece(digest([call.__name__, [piece.key for piece in pieces], round_]), call, task)


def _content(design: Design) -> str:
    """Return a hash of what the runs of a design depend on but for the world."""
    levers = [arm.levers for arm in design.arms]
    what = [design.firm, design.mode, design.envelope, design.rivals, list(design.without), levers]
    return digest([design.scenario.digest(), *what, sources_digest()])
