"""Run many worlds: in this process, in spawned processes, or on any concurrent.futures.Executor that is handed in."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import ModuleType, TracebackType
from typing import Any, Generic, Self, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
ONE_THREAD = dict.fromkeys(THREADS, "1")
_STARTING = threading.Lock()    # held while "__main__" is another: two threads with a crew each must not mix them up


class WorkerLostError(RuntimeError):
    """A worker process was killed twice on the same task, most often because memory ran out."""


def cores() -> int:
    """Return the number of cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@contextmanager
def _script_left_out(function: Callable[..., Any]) -> Iterator[None]:
    """Keep processes started meanwhile from running the user's script again: it would start others in turn."""
    if function.__module__ == "__main__":    # they need it
        yield
        return
    with _STARTING:
        script, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = script


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back for a moment: processes started meanwhile never see one, which would end in their traceback."""
    if not hasattr(signal, "pthread_sigmask"):    # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare_worker() -> None:
    """Leave interrupts to the parent, and go when it is gone: a parent that is killed cannot stop its processes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_go_with_the_parent, daemon=True).start()


def _go_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@dataclass(slots=True)
class _Pending(Generic[Task, Result]):
    task: Task
    future: Future[Result]
    born: int


class Crew:
    """Workers for many tasks of about a second; results come in the order of the tasks, whatever the number of workers.

    With one worker everything runs in this process, unless it is to be `apart`. Leaving the block early (Ctrl-C, an
    error, enough results) cancels what is waiting and stops the processes at once. An `executor` of one's own (a
    cluster's) is used and left open; `lost` are the errors by which it tells that a worker has died.
    """

    def __init__(
        self, workers: int | None = None, *, executor: Executor | None = None, apart: bool = False,
        lost: tuple[type[BaseException], ...] = (),
    ) -> None:
        self.workers = max(1, workers if workers is not None else cores())
        self._apart = apart
        self._lost: tuple[type[BaseException], ...] = (BrokenExecutor, *lost)
        self._own = executor is None
        self._executor = executor
        self._born = 0
        self._left = False
        self._environment: dict[str, str | None] = {}

    @property
    def in_process(self) -> bool:
        """Whether tasks run in this process."""
        return self._own and self.workers == 1 and not self._apart

    def __enter__(self) -> Self:
        if self._own and not self.in_process:
            # Workers inherit the environment when they are spawned, before they import NumPy.
            self._environment = {name: os.environ.get(name) for name in ONE_THREAD}
            os.environ.update(ONE_THREAD)
            self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        self._left = True
        if self._own and self._executor is not None:
            self._stop()
        for name, value in self._environment.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    def _start(self) -> None:
        self._executor = ProcessPoolExecutor(
            self.workers, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare_worker,
        )
        self._born += 1

    def _stop(self) -> None:
        executor, self._executor = self._executor, None
        if executor is None:
            return
        processes: dict[int, Any] = dict(getattr(executor, "_processes", None) or {})
        manager = getattr(executor, "_executor_manager_thread", None)
        executor.shutdown(wait=False, cancel_futures=True)
        for process in processes.values():
            with suppress(OSError, ValueError):
                process.terminate()
        for process in processes.values():
            process.join(5)
            if process.is_alive():
                process.kill()
                process.join(5)
        if manager is not None:
            manager.join(5)     # else Python, on its way out, may wake it through a pipe that it is just closing

    def _submit(self, function: Callable[[Task], Result], task: Task) -> _Pending[Task, Result]:
        if self._executor is None:
            raise RuntimeError("the crew is used as a context manager: 'with Crew(...) as crew:'")
        with _script_left_out(function), _interrupts_held():    # an executor starts its processes when it is given work
            try:
                return _Pending(task, self._executor.submit(function, task), self._born)
            except BrokenExecutor:
                self._renew(self._born)
                return _Pending(task, self._executor.submit(function, task), self._born)

    def _renew(self, born: int) -> None:
        if self._left:      # another thread has ended this crew: its processes did not die by themselves
            raise WorkerLostError("the crew has left")
        if not self._own:
            raise WorkerLostError("the executor that was handed in has lost a worker; start it again")
        if born == self._born:
            self._stop()
            self._start()

    def stream(
        self, function: Callable[[Task], Result], tasks: Iterable[Task], *, ahead: int | None = None,
    ) -> Iterator[Result]:
        """Yield function(task) for each task, in order; at most `ahead` tasks wait or run (default workers + 2)."""
        if self.in_process:
            yield from map(function, tasks)
            return
        window, source = ahead or self.workers + 2, iter(tasks)
        waiting: deque[_Pending[Task, Result]] = deque()
        try:
            while True:
                while len(waiting) < window and (task := next(source, None)) is not None:
                    waiting.append(self._submit(function, task))
                if not waiting:
                    return
                yield self._finish(function, waiting)
        finally:
            for pending in waiting:
                pending.future.cancel()

    def settle(
        self, function: Callable[[Task], Result], tasks: Iterable[Task], *, ahead: int | None = None,
        attempts: int = 2,
    ) -> Iterator[tuple[Task, Result | WorkerLostError]]:
        """Yield each task with its result as soon as it is there, in no set order.

        A task whose worker dies is tried again with nothing beside it. If it dies there `attempts` times, it is the
        killer, and comes with the error; all others have their result. With `ahead=1` nothing is ever beside a task.
        """
        if self.in_process:
            yield from ((task, function(task)) for task in tasks)
            return
        window, source = ahead or self.workers + 2, iter(tasks)
        waiting: dict[Future[Result], _Pending[Task, Result]] = {}
        suspects: deque[Task] = deque()
        try:
            while True:
                while not suspects and len(waiting) < window and (task := next(source, None)) is not None:
                    pending = self._submit(function, task)
                    waiting[pending.future] = pending
                if waiting:
                    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                        yield from self._settled(waiting.pop(future), suspects)
                elif suspects:
                    suspect = suspects.popleft()
                    yield suspect, self._judged(function, suspect, attempts - (window == 1))
                else:
                    return
        finally:
            for future in waiting:
                future.cancel()

    def _settled(
        self, pending: _Pending[Task, Result], suspects: deque[Task],
    ) -> Iterator[tuple[Task, Result | WorkerLostError]]:
        """Yield a finished task with its result, or put it among those that may have killed a worker."""
        try:
            result = pending.future.result()
        except self._lost:
            suspects.append(pending.task)
            if self._own:
                self._renew(pending.born)
            return
        yield pending.task, result

    def _judged(self, function: Callable[[Task], Result], task: Task, attempts: int) -> Result | WorkerLostError:
        """Run a suspect with nothing beside it, again if need be: something else may have killed its worker."""
        for _ in range(attempts):
            pending = self._submit(function, task)
            try:
                return pending.future.result()
            except self._lost:
                if self._own:
                    self._renew(pending.born)
        return WorkerLostError(f"{task}: its process was killed each time")

    def _finish(
        self, function: Callable[[Task], Result], waiting: deque[_Pending[Task, Result]],
    ) -> Result:
        first = waiting.popleft()
        try:
            return first.future.result()
        except BrokenExecutor:
            self._renew(first.born)
        result = self._alone(function, first.task)
        for pending in waiting:
            if not (pending.future.done() and not pending.future.cancelled() and pending.future.exception() is None):
                again = self._submit(function, pending.task)
                pending.future, pending.born = again.future, again.born
        return result

    def _alone(self, function: Callable[[Task], Result], task: Task) -> Result:
        """Run the task at the head of the broken queue with nothing beside it: if it dies again, it is the killer."""
        pending = self._submit(function, task)
        try:
            return pending.future.result()
        except BrokenExecutor as lost:
            self._renew(pending.born)
            message = f"{task}: its process was killed twice; simulate fewer --customers, or run fewer --workers"
            raise WorkerLostError(message) from lost
