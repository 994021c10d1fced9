"""One pool of processes for everybody: who asks is served in turn, equal questions are worked once, results are kept.

A question becomes a job, a job's stages become pieces of about a second. A worker that is free takes the next piece of
whoever was served longest ago. A newer question of the same asker takes the place of the older one; what nobody wants
any more is dropped after the piece that is under way.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from agents.compiled import cache_home
from dashboard.answers import Piece, Program, Stage, program_of
from dashboard.questions import Find, Question, key_of, plan_of, shipped
from dashboard.shelf import MISSING, Shelf
from experiments import warm
from experiments.execution import Crew, WorkerLostError, cores
from experiments.plan import Plan
from sim import ScenarioError

Programs: TypeAlias = Callable[[Question, Plan], Program]
Status = Literal["waiting", "running", "done", "failed", "superseded"]
IDLE = ""               # who asks for what is prepared while nobody else asks
WARM_UPS = 32           # worlds whose warm-ups a worker remembers, about 2 MB each
LAST_PIECE = 2.0        # seconds for which the end waits for pieces under way
PIECES = 1_000          # results of pieces kept in memory, about 150 kB each at most
ANSWERS = 40            # answers kept in memory, about 2 MB each; the folder keeps them all
ENDED = 500             # jobs of which it is remembered how they ended
PATIENCE = 90.0         # seconds without a look after which a job is dropped; a tab in the background looks each minute


@dataclass(frozen=True, slots=True)
class Ticket:
    """What an asker gets: the key under which to look."""

    key: str
    asker: str


@dataclass(frozen=True, slots=True)
class State:
    """How far a question is. `first` may be drawn before the answer is there; `error` says what went wrong."""

    status: Status
    done: int = 0
    total: int = 0
    first: Any = None
    answer: Any = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A piece that raised, in words."""

    error: str


@dataclass(slots=True)
class _Job:
    """A question being worked on."""

    key: str
    program: Program
    askers: set[str]
    heard: float
    stage: Stage = field(default_factory=lambda: Stage(()))
    results: list[Any] = field(default_factory=list)
    missing: dict[str, int] = field(default_factory=dict)   # pieces by key → their place in the stage
    done: int = 0
    total: int = 0

    def enter(self, stage: Stage) -> None:
        self.stage, self.results = stage, [None] * len(stage.pieces)
        self.missing = {piece.key: place for place, piece in enumerate(stage.pieces)}
        self.total += len(stage.pieces)

    def take(self, key: str, result: Any) -> None:
        self.results[self.missing.pop(key)] = result
        self.done += 1

    def next_for(self, worker: int, workers: int, busy: set[str], *, help_out: bool = False) -> Piece | None:
        """Return the next piece that this worker may do; to help out, one that another would come to last."""
        free = [piece for place in self.missing.values() if (piece := self.stage.pieces[place]).key not in busy]
        if help_out:
            return free[-1] if len(free) > 1 else None
        return next((piece for piece in free if piece.world is None or piece.world % workers == worker), None)


def perform(piece: Piece) -> Any:
    """Do a piece in a worker; whatever goes wrong is a result."""
    warm.keep(WARM_UPS)
    try:
        return piece.call(piece.task)
    except ScenarioError as error:
        return Failure(str(error))
    except Exception as error:  # noqa: BLE001  the server goes on
        return Failure(f"{type(error).__name__}: {error}")


def _ready(_: Any) -> bool:
    """Do nothing: the imports are what takes time."""
    return True


class Jobs:
    """The pool. All methods may be called from any thread.

    Args:
        workers: processes; None: one per core.
        folder: where answers are kept; None: among the caches of the user.
        find: returns the scenario of a name; default: shipped ones.
        patience: seconds after which a job that nobody looks at is dropped.
        programs: returns what a question takes.
    """

    def __init__(
        self, workers: int | None = None, folder: Path | None = None, *, find: Find = shipped,
        patience: float = PATIENCE, programs: Programs = program_of,
    ) -> None:
        self.workers = max(1, workers if workers is not None else cores())
        self._patience, self._programs = patience, programs
        self._plan = lru_cache(maxsize=256)(lambda question: plan_of(question, find))
        self._answers = Shelf(ANSWERS, folder or cache_home().with_name("goodwill-answers"))
        self._pieces = Shelf(PIECES, (folder or cache_home().with_name("goodwill-answers")) / "pieces")
        self._change = threading.Condition()
        self._jobs: OrderedDict[str, _Job] = OrderedDict()
        self._asked: dict[str, str] = {}        # asker → key of the job
        self._served: dict[str, int] = {}       # asker → when served last
        self._ended: OrderedDict[str, State] = OrderedDict()
        self._later: deque[tuple[str, Question]] = deque()
        self._busy: set[str] = set()
        self._turn, self._closing = 0, False
        self._stack = ExitStack()
        crews = [self._stack.enter_context(Crew(1, apart=True)) for _ in range(self.workers)]
        self._threads = [
            threading.Thread(target=self._work, args=(number, crew), daemon=True, name=f"goodwill worker {number}")
            for number, crew in enumerate(crews)
        ]
        for thread in self._threads:
            thread.start()

    # what pages call ----------------------------------------------------------------------------

    def ask(self, question: Question, asker: str) -> Ticket:
        """Ask; an older question of the same asker is superseded.

        Raises:
            ScenarioError: with everything that is wrong with the question.
        """
        key = self.key(question)
        with self._change:
            if self._asked.get(asker) != key:
                self._leave(asker)
            if not self._answers.has(key):
                self._asked[asker] = key
                self._join(key, question, asker)
                self._change.notify_all()
        return Ticket(key, asker)

    def key(self, question: Question) -> str:
        """Return the key under which the answer is kept.

        Raises:
            ScenarioError: with everything that is wrong with the question.
        """
        return key_of(question, self._plan(question))

    def look(self, ticket_key: str) -> State:
        """Return how far a question is; one that nobody asks any more, or never asked here, is superseded."""
        with self._change:
            if (answer := self._answers.get(ticket_key)) is not MISSING:
                return State("done", 1, 1, None, answer)
            job = self._jobs.get(ticket_key)
            if job is None:
                return self._ended.get(ticket_key, State("superseded"))
            job.heard = time.monotonic()
            stage, results = job.stage, list(job.results)
            state = State("running" if job.done else "waiting", job.done, job.total)
        return replace(state, first=stage.preview(results)) if stage.preview else state

    def leave(self, asker: str) -> None:
        """Forget an asker, a tab that was closed, and those whose names go on after a slash; end their jobs."""
        with self._change:
            for name in [name for name in self._asked if name == asker or name.startswith(f"{asker}/")]:
                self._leave(name)
                self._served.pop(name, None)

    def prepare(self, questions: Iterable[Question]) -> None:
        """Answer these while nobody else asks, so that they are there when they are asked.

        Raises:
            ScenarioError: for one that cannot be asked.
        """
        planned = [(self.key(question), question) for question in questions]
        with self._change:
            self._later.extend(planned)
            self._change.notify_all()

    @property
    def waiting(self) -> int:
        """How many questions are being worked on or prepared."""
        with self._change:
            return len(self._jobs) + len(self._later)

    def close(self) -> None:
        """End all jobs and stop the processes."""
        with self._change:
            self._closing = True
            self._change.notify_all()
        for thread in self._threads:
            thread.join(LAST_PIECE)
        self._stack.close()

    # jobs, all with the lock held ---------------------------------------------------------------

    def _join(self, key: str, question: Question, asker: str) -> None:
        if key in self._jobs:
            self._jobs[key].askers.add(asker)
            return
        self._ended.pop(key, None)
        job = _Job(key, self._programs(question, self._plan(question)), {asker}, time.monotonic())
        self._jobs[key] = job
        self._advance(job, None)

    def _leave(self, asker: str) -> None:
        key = self._asked.pop(asker, None)
        job = self._jobs.get(key) if key is not None else None
        if job is not None:
            job.askers.discard(asker)
            if not job.askers:
                self._end(job, State("superseded"))

    def _end(self, job: _Job, state: State) -> None:
        del self._jobs[job.key]
        job.program.close()
        for asker in job.askers:
            self._asked.pop(asker, None)
        self._ended[job.key] = state
        while len(self._ended) > ENDED:
            self._ended.popitem(last=False)

    def _advance(self, job: _Job, results: list[Any] | None) -> None:
        """Send the results of a stage to the program, and enter the stages that follow as far as results are known."""
        try:
            while True:
                job.enter(next(job.program) if results is None else job.program.send(results))
                for piece in job.stage.pieces:
                    if (known := self._pieces.get(piece.key)) is not MISSING:
                        job.take(piece.key, known)
                if job.missing:
                    return
                results = job.results
        except StopIteration as finished:
            self._answers.put(job.key, finished.value)
            self._end(job, State("done"))
            self._ended.pop(job.key)
        except ScenarioError as error:
            self._end(job, State("failed", error=str(error)))

    def _drop_the_unheard(self) -> None:
        late = time.monotonic() - self._patience
        for job in [job for job in self._jobs.values() if job.heard < late and IDLE not in job.askers]:
            self._end(job, State("superseded"))

    # workers ------------------------------------------------------------------------------------

    def _work(self, number: int, crew: Crew) -> None:
        try:
            for piece, result in crew.settle(perform, self._next_pieces(number), ahead=1):
                with self._change:
                    self._deliver(piece, result)
                    self._change.notify_all()
        except WorkerLostError:     # at the end, a piece that takes long is not waited for
            if not self._closing:
                raise

    def _next_pieces(self, number: int) -> Iterator[Piece]:
        yield Piece(f"ready {number}", _ready, None)
        while True:
            with self._change:
                while (piece := self._choose(number)) is None:
                    if self._closing:
                        return
                    self._change.wait(1.0)
                if self._closing:
                    return
                self._busy.add(piece.key)
            yield piece

    def _choose(self, number: int) -> Piece | None:
        """Return a piece of whoever was served longest ago; else of what is prepared."""
        self._drop_the_unheard()
        served = {asker: self._served.get(asker, -1) for asker in self._asked}
        turns = sorted((asker == IDLE, out, turn, asker) for out in (False, True) for asker, turn in served.items())
        for _, help_out, _, asker in turns:
            job = self._jobs[self._asked[asker]]
            piece = job.next_for(number, self.workers, self._busy, help_out=help_out)
            if piece is not None:
                self._turn += 1
                self._served[asker] = self._turn
                return piece
        while self._later and IDLE not in self._asked:
            key, question = self._later.popleft()
            if not self._answers.has(key):
                self._asked[IDLE] = key
                self._join(key, question, IDLE)
                return self._choose(number)
        return None

    def _deliver(self, piece: Piece, result: Any) -> None:
        self._busy.discard(piece.key)
        failed = isinstance(result, Failure | WorkerLostError)
        if not failed:
            self._pieces.put(piece.key, result, lasting=piece.lasting)
        for job in [job for job in self._jobs.values() if piece.key in job.missing]:
            if failed:
                text = result.error if isinstance(result, Failure) else str(result)
                self._end(job, State("failed", error=text))
                continue
            job.take(piece.key, result)
            if not job.missing:
                self._advance(job, job.results)
