"""Progress on standard error: a bar on a terminal, a plain line every few seconds elsewhere, nothing when quiet."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

from experiments.languages import _
from experiments.phrases import spoken

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress as Bar
    from rich.progress import Task

EVERY = 5.0     # seconds between two lines where there is no terminal


class Progress:
    """Say how many of how many are done; use it as a context, so that the bar is cleared at the end."""

    def __init__(self, what: str, *, quiet: bool = False) -> None:
        self.what = what
        self.quiet = quiet
        self._told = time.monotonic()
        self._first: tuple[float, int] | None = None     # moment and count of the first news: compiling comes before
        self._bar: Bar | None = None

    def __enter__(self) -> Self:
        if not self.quiet and sys.stderr.isatty():
            self._bar = _bar()
            self._bar.start()
            self._bar.add_task(_(self.what), total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        if self._bar:
            self._bar.stop()

    def prepare(self) -> None:
        """Say that the first run of a version waits for the compiler, if it does."""
        from agents.compiled import CACHE

        if not any(CACHE.rglob("*.nbi")):
            self.note(_("compiling the rules, once for this version: about half a minute"))

    def note(self, line: str) -> None:
        """Say something that stays on the screen."""
        if self._bar:
            self._bar.console.print(line, highlight=False, markup=False)
        elif not self.quiet:
            self._write(line)

    def update(self, done: int, total: int, what: str | None = None) -> None:
        """Say how far it is; with other things to count, pace and time left begin anew."""
        if what not in {None, self.what}:
            self.what, self._first = str(what), None
            if self._bar:
                self._bar.reset(self._bar.task_ids[0], total=total, description=_(self.what))
        self._first = self._first or (time.monotonic(), done)
        if self._bar:
            self._bar.update(self._bar.task_ids[0], completed=done, total=total)
        elif not self.quiet and time.monotonic() - self._told >= EVERY:
            far = _("{done} of {total} {what}", done=done, total=total, what=_(self.what))
            self._write(far + self._left(done, total))

    def _left(self, done: int, total: int) -> str:
        moment, count = self._first or (0.0, done)
        if done <= count:
            return ""
        pace = (done - count) / max(1e-9, time.monotonic() - moment)
        return _rate(pace) + _(", about {time} left", time=spell((total - done) / pace))

    def _write(self, line: str) -> None:
        self._told = time.monotonic()
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def _rate(pace: float) -> str:
    """Say how quickly it goes, where there is more than one a minute."""
    if pace >= 1:
        return _(", {n} a second", n=spoken().figure(pace))
    return _(", {n} a minute", n=spoken().figure(60 * pace)) if pace > 1 / 60 else ""


def spell(seconds: float) -> str:
    """Write a time shortly."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many are done in a second or minute."""

        def render(self, task: Task) -> Text:
            return Text(_rate(task.speed or 0.0).removeprefix(", "))

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    return Bar(*columns, console=Console(stderr=True), transient=True)
