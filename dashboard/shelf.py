"""Results kept by their content: the latest in memory, all that are worth it in a folder that outlives the process."""

from __future__ import annotations

import os
import pickle
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from typing import Any

SUFFIX = ".pickle"
MISSING = object()      # what `get` returns by default: None is a result, too
TRIMMED_EVERY = 64      # so many new files apart the folder is looked through


class Shelf:
    """A mapping from content hashes to results, bounded in memory and on disk, the least recently used going first.

    Args:
        room: results kept in memory.
        folder: where results are kept as files; None: nowhere. It is the program's own: what lies there is trusted.
        files: how many files are kept.
    """

    def __init__(self, room: int, folder: Path | None = None, files: int = 5_000) -> None:
        self._room, self._folder, self._files = room, folder, files
        self._latest: OrderedDict[str, Any] = OrderedDict()
        self._written = 0
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def get(self, key: str) -> Any:
        """Return a result, or MISSING."""
        if key in self._latest:
            self._latest.move_to_end(key)
            return self._latest[key]
        found = self._read(key)
        if found is not MISSING:
            self._remember(key, found)
        return found

    def has(self, key: str) -> bool:
        """Return whether there is a result, without reading it."""
        return key in self._latest or (self._folder is not None and (self._folder / (key + SUFFIX)).exists())

    def put(self, key: str, result: Any, *, lasting: bool = True) -> None:
        """Keep a result; `lasting` ones on disk, too."""
        self._remember(key, result)
        if lasting and self._folder is not None:
            self._write(self._folder / (key + SUFFIX), result)

    def _remember(self, key: str, result: Any) -> None:
        self._latest[key] = result
        self._latest.move_to_end(key)
        while len(self._latest) > self._room:
            self._latest.popitem(last=False)

    def _read(self, key: str) -> Any:
        if self._folder is None:
            return MISSING
        path = self._folder / (key + SUFFIX)
        try:
            found = pickle.loads(path.read_bytes())  # noqa: S301  written by this program
            os.utime(path)
        except FileNotFoundError:
            return MISSING
        except Exception:  # noqa: BLE001  a file that an older program or a full disk has left is as good as none
            path.unlink(missing_ok=True)
            return MISSING
        return found

    def _write(self, path: Path, result: Any) -> None:
        half = path.with_suffix(f".{os.getpid()}.tmp")
        try:
            half.write_bytes(pickle.dumps(result))
            half.replace(path)
        except OSError:     # a full disk: it is computed again when it is asked for again
            half.unlink(missing_ok=True)
        self._written += 1
        if self._written % TRIMMED_EVERY == 0:
            self._trim(path.parent)

    def _trim(self, folder: Path) -> None:
        aged = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime)
        for path in aged[: -self._files]:
            with suppress(OSError):
                path.unlink()
