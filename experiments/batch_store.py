"""Where a batch keeps what is finished: a journal of lines, and few larger Parquet files; nothing is ever half there.

Each finished job is a line of the journal, on disk before the next is waited for. Once there are many, they move into
a Parquet file that is written beside its place and put there whole. Rows are found by their key: what a run is.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from experiments.batch_tasks import Row
from sim import ScenarioError

if TYPE_CHECKING:
    from types import TracebackType

CHUNK = 2_000   # rows of a Parquet file
AS_IT_IS = getattr(os, "O_BINARY", 0)   # Windows would write line ends of its own
MOST_FILES = 50     # above, they are joined
JOURNAL, LOCK, STORE = "journal.jsonl", ".lock", "store"


class StoreFullError(OSError):
    """The disk refuses to take more; what was written before is kept."""


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file beside its place and put it there whole: whoever looks finds the old one or the new one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(beside)
        with beside.open("rb+") as stream:
            os.fsync(stream.fileno())
        os.replace(beside, path)  # noqa: PTH105  the call whose promise this relies on
    except OSError as error:
        raise StoreFullError(error.errno, f"{path} cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_text(path: Path, text: str) -> None:
    """Write a text whole."""
    write_whole(path, lambda beside: beside.write_text(text, encoding="utf-8"))


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write a table whole."""
    write_whole(path, lambda beside: table.to_parquet(beside, index=False))


class Store:
    """The finished runs of one folder, or of memory alone; one program at a time writes into a folder.

    Raises:
        ScenarioError: if another program is writing there.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.rows: dict[str, Row] = {}
        self.notes: dict[str, Any] = {}
        self._fresh: list[str] = []     # keys that only the journal holds
        self._journal: int | None = None
        self._lock: int | None = None

    def __enter__(self) -> Self:
        if self.folder is None:
            return self
        (self.folder / STORE).mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self.folder / LOCK)
        try:
            self._read()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        self._close()

    def _close(self) -> None:
        for descriptor in (self._journal, self._lock):
            if descriptor is not None:
                os.close(descriptor)
        self._journal = self._lock = None

    def _read(self) -> None:
        """Read what is there; a line that was cut off by a sudden end is taken away."""
        folder = self.folder
        if folder is None:
            return
        for path in folder.glob(".*.tmp"):
            path.unlink(missing_ok=True)
        for path in (folder / STORE).glob(".*.tmp"):
            path.unlink(missing_ok=True)
        self.rows, self.notes = read_rows(folder)
        journal = folder / STORE / JOURNAL
        lines, whole = _journal_lines(journal)
        self._fresh = [row.key for line in lines for row in _rows_of(line)]
        self._journal = os.open(journal, os.O_WRONLY | os.O_CREAT | AS_IT_IS, 0o644)
        os.ftruncate(self._journal, whole)
        os.lseek(self._journal, 0, os.SEEK_END)

    def add(self, rows: Iterable[Row]) -> None:
        """Keep rows: once this returns, they survive whatever happens to this program."""
        listed = list(rows)
        self._append({"rows": [_as_dict(row) for row in listed]})
        self.rows.update({row.key: row for row in listed})
        self._fresh += [row.key for row in listed]
        if len(self._fresh) >= CHUNK:
            self.settle()

    def note(self, name: str, value: Any) -> None:
        """Keep a value that is no run, such as how a draw of a world was judged."""
        if name not in self.notes:
            self._append({"notes": {name: value}})
            self.notes[name] = value

    def _append(self, entry: Mapping[str, Any]) -> None:
        if self._journal is None:
            return
        line = (json.dumps(entry, separators=(",", ":"), ensure_ascii=False) + "\n").encode()
        before = os.lseek(self._journal, 0, os.SEEK_CUR)
        try:
            written = 0
            while written < len(line):
                written += os.write(self._journal, line[written:])
            os.fsync(self._journal)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._journal, before)
                os.lseek(self._journal, before, os.SEEK_SET)
            raise StoreFullError(error.errno, f"{self.folder} takes no more: {error.strerror}") from error

    def settle(self) -> None:
        """Move the rows of the journal into a Parquet file."""
        folder = self.folder
        if folder is None or self._journal is None or not self._fresh:
            return
        files = sorted((folder / STORE).glob("*.parquet"))
        keys = list(dict.fromkeys(self._fresh)) if len(files) < MOST_FILES else list(self.rows)
        _write_chunk(folder / STORE, files, [self.rows[key] for key in keys])
        for path in files if len(files) >= MOST_FILES else ():
            path.unlink()
        self._fresh = []
        os.ftruncate(self._journal, 0)
        os.lseek(self._journal, 0, os.SEEK_SET)
        if self.notes:
            self._append({"notes": self.notes})

    def forget(self, keys: Iterable[str]) -> None:
        """Take rows out of what counts as finished, so that they run again; later rows stand above earlier ones."""
        for key in keys:
            self.rows.pop(key, None)


def read_rows(folder: Path) -> tuple[dict[str, Row], dict[str, Any]]:
    """Return the finished runs of a folder by key, and its notes; files are read in the order of their writing."""
    rows: dict[str, Row] = {}
    notes: dict[str, Any] = {}
    for path in sorted((folder / STORE).glob("*.parquet")):
        rows.update({row.key: row for row in _chunk_rows(pd.read_parquet(path))})
    for line in _journal_lines(folder / STORE / JOURNAL)[0]:
        rows.update({row.key: row for row in _rows_of(line)})
        notes.update(line.get("notes", {}))
    return rows, notes


def _write_chunk(store: Path, files: list[Path], rows: list[Row]) -> None:
    """Write rows as a file that sorts behind the others; its name tells its contents."""
    number = int(files[-1].name.partition("-")[0]) + 1 if files else 0
    table = pd.DataFrame([
        {
            "key": row.key, "error": row.error, "origin": row.origin, "seconds": row.seconds,
            "values": _text(row.measures),
        }
        for row in rows
    ])
    name = hashlib.sha256("".join(row.key for row in rows).encode()).hexdigest()[:16]
    write_table(store / f"{number:06d}-{name}.parquet", table)


def _chunk_rows(table: pd.DataFrame) -> Iterator[Row]:
    columns = (table[name].tolist() for name in ("key", "values", "error", "origin", "seconds"))
    for key, values, error, origin, seconds in zip(*columns, strict=True):
        yield Row(key, _numbers(json.loads(values)), error, origin, seconds)


def _journal_lines(path: Path) -> tuple[list[dict[str, Any]], int]:
    """Return the whole lines of a journal and how many bytes they take."""
    content = path.read_bytes() if path.exists() else b""
    lines: list[dict[str, Any]] = []
    whole = 0
    for line in content.splitlines(keepends=True):
        if not line.endswith(b"\n"):
            break
        try:
            lines.append(json.loads(line))
        except ValueError:
            break
        whole += len(line)
    return lines, whole


def _rows_of(line: Mapping[str, Any]) -> Iterator[Row]:
    for entry in line.get("rows", ()):
        yield Row(entry["key"], _numbers(entry["values"]), entry["error"], entry["origin"], entry["seconds"])


def _as_dict(row: Row) -> dict[str, Any]:
    return {
        "key": row.key, "values": _known(row.measures), "error": row.error, "origin": row.origin,
        "seconds": row.seconds,
    }


def _known(values: Mapping[str, float]) -> dict[str, float | str | None]:
    """Write what JSON has no number for: nothing for a missing value, words for an infinite one."""
    return {name: x if math.isfinite(x) else None if math.isnan(x) else repr(x) for name, x in values.items()}


def _text(values: Mapping[str, float]) -> str:
    return json.dumps(_known(values), separators=(",", ":"), ensure_ascii=False)


def _numbers(values: Mapping[str, float | str | None]) -> dict[str, float]:
    return {name: math.nan if value is None else float(value) for name, value in values.items()}


def _locked(path: Path) -> int:
    """Take the lock of a folder; the system gives it back when this program ends, however it ends."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError as error:
        os.close(descriptor)
        text = f"{path.parent}: another batch is writing here; wait for it, or choose another --out"
        raise ScenarioError([text]) from error
    return descriptor
