"""What is wrong in a file, and where: the one family of errors about input."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    Path = tuple[str | int, ...]

OPTION = "--set"
MOST = 200  # a file with more mistakes is not a scenario; suggestions for each would take minutes
LONGEST_NAME = 60


class ScenarioError(ValueError):
    """Input that cannot be used; `problems` holds all that is wrong, a line each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[list[str]]]:
        """Travel between processes with the list of problems."""
        return type(self), (self.problems,)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written: file, line and column, counted from 1; line 0 stands for the whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    @property
    def short(self) -> str:
        """The place without its column, as origins and sources show it."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: its place, the dotted path as its author wrote it, and what to do."""

    place: Place
    path: Path
    text: str

    def __str__(self) -> str:
        path = dotted(self.path)
        if self.place.file == OPTION:
            return f"{OPTION} {path}: {self.text}"
        return f"{self.place}: {path}: {self.text}" if path else f"{self.place}: {self.text}"


class Problems:
    """The mistakes found so far, `MOST` at most, each once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Path, str], Problem] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    @property
    def is_full(self) -> bool:
        """Whether further mistakes are no longer noted."""
        return len(self._found) >= MOST

    def add(self, place: Place, path: Path, text: str) -> None:
        """Note a mistake, unless it has been noted already."""
        if not self.is_full:
            self._found.setdefault((place.file, path, text), Problem(place, path, text))

    def error(self) -> ScenarioError:
        """Return all mistakes as one error, ordered by file, line and column."""
        files = list(dict.fromkeys(file for file, _, _ in self._found))
        ordered = sorted(self._found.values(), key=lambda p: (files.index(p.place.file), p.place.line, p.place.column))
        lines = [str(problem) for problem in ordered]
        if self.is_full:
            lines.append(f"further mistakes are not shown after the first {MOST}")
        return ScenarioError(lines)


def dotted(path: Path) -> str:
    """Write a path with dots, as `--set` takes it."""
    return ".".join(shortened(part) if isinstance(part, str) else str(part) for part in path)


def shortened(text: str, limit: int = LONGEST_NAME) -> str:
    """Cut a text to one short printable line."""
    line = "".join(sign if sign.isprintable() else " " for sign in text[: limit + 1])
    return line if len(line) <= limit else line[: limit - 1] + "…"


def nearest(name: str, names: Collection[str]) -> str | None:
    """Find the name that was probably meant, whatever its case; None if none is near."""
    if len(name) > LONGEST_NAME:
        return None
    folded = {known.casefold(): known for known in names}
    found = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def unknown(what: str, name: str, names: Collection[str]) -> str:
    """Say that a name is unknown, with the nearest right one, or all of them if they are few."""
    near = nearest(name, names)
    if near:
        return f"unknown {what} '{shortened(name)}'; did you mean '{near}'?"
    known = sorted(names)
    if not known:
        return f"unknown {what} '{shortened(name)}'; there is none"
    rest = f" and {len(known) - 12} more" if len(known) > 12 else ""
    return f"unknown {what} '{shortened(name)}'; known: {', '.join(map(shortened, known[:12]))}{rest}"
