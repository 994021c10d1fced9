"""How rules are compiled: the only place that calls Numba, in three kinds.

`rule`  scalars in, scalars out (a few take a record): may be called from anywhere and has a test by hand;
`step`  a person's or a firm's part of a week: inlined into a loop, never called from compiled-mode Python;
`loop`  a phase over people or firms: cached on disk, releases the GIL.

With NUMBA_DISABLE_JIT=1 all three are plain Python with equal results.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba import njit
from numba.core import types

COMPILED: bool = not numba.config.DISABLE_JIT
ROOT = Path(__file__).resolve().parent.parent


def sources_digest() -> str:
    """Return a digest of everything compiled code depends on: sources, versions, processor type."""
    digest = hashlib.sha256()
    loops = [path for path in (ROOT / "sim").rglob("*.py") if b"agents.compiled" in path.read_bytes()]
    for path in sorted([*(ROOT / "agents").rglob("*.py"), *loops]):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    for version in (numba.__version__, np.__version__, platform.python_version(), platform.machine()):
        digest.update(version.encode())
    return digest.hexdigest()[:20]


def cache_home() -> Path:
    """Return the folder of compiled code; GOODWILL_CACHE moves it."""
    chosen = os.environ.get("GOODWILL_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return Path(chosen) / "goodwill" if chosen else Path.home() / ".cache" / "goodwill"


# Numba does not notice a changed callee in another file: one folder per state of the sources.
CACHE = cache_home() / sources_digest()
numba.config.CACHE_DIR = str(CACHE)
KEPT = 4


def prune_cache() -> None:
    """Remove compiled code of all but the latest few states of the sources."""
    folders = sorted((p for p in CACHE.parent.glob("*") if p.is_dir()), key=lambda p: p.stat().st_mtime)
    for folder in folders[:-KEPT]:
        if folder != CACHE:
            shutil.rmtree(folder, ignore_errors=True)


@cache
def _short(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]


# Numba spells out every field of every array of a named tuple in the symbol of each function that takes it: 20,000
# characters, which take a third of the time to compile and most of the room on disk. A digest tells them apart as well.
def _symbol(kind: Any) -> tuple[str, tuple[()]]:
    return f"{kind.instance_class.__name__}{_short(kind.name)}", ()


types.NamedTuple.mangling_args = property(_symbol)  # type: ignore[attr-defined]  # its stubs name no types

_INNER = {"_nrt": False, "forceinline": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def rule(function: Callable[..., Any]) -> Any:
    """Compile a rule of scalars."""
    return njit(error_model="numpy")(function)


def step(function: Callable[..., Any]) -> Any:
    """Compile one person's part of a week."""
    return njit(error_model="numpy", **_INNER)(function)


def loop(function: Callable[..., Any]) -> Any:
    """Compile a phase over blocks of people."""
    return njit(error_model="numpy", nogil=True, cache=True, _nrt=False)(function)


def records(shape: int | tuple[int, ...], dtype: np.dtype[Any]) -> Any:
    """Return zeroed records, with attribute access also where nothing is compiled."""
    return as_records(np.zeros(shape, dtype))


def as_records(array: np.ndarray[Any, Any]) -> Any:
    """Return the array such that rules can write `array[row].field`."""
    return array if COMPILED else array.view(np.recarray)


if COMPILED and not CACHE.exists():
    prune_cache()
