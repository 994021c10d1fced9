"""A comparison for the office: slides with charts that can be edited, and a workbook with the same numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from experiments.batch_store import write_whole
from experiments.languages import speaking_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from experiments.compare import Comparison

__all__ = ["write_slides", "write_tables"]


def write_slides(comparison: Comparison, path: str | PathLike[str]) -> Path:
    """Write eight slides for a board paper, in the language that is spoken, and return the file's path.

    Args:
        comparison: what `compare` returns.
        path: the .pptx file; its folder exists. What is there already is replaced.

    Raises:
        OSError: if the file cannot be written.
    """
    from experiments.office.slides import slides  # the libraries behind it take half a second to import

    return _write(slides, comparison, path)


def write_tables(comparison: Comparison, path: str | PathLike[str]) -> Path:
    """Write a workbook: a sheet per figure, every input with its source, the provenance; return the file's path.

    Args:
        comparison: what `compare` returns.
        path: the .xlsx file; its folder exists. What is there already is replaced.

    Raises:
        OSError: if the file cannot be written.
    """
    from experiments.office.tables import workbook

    return _write(workbook, comparison, path)


def _write(make: Callable[[Comparison], bytes], comparison: Comparison, path: str | PathLike[str]) -> Path:
    target = Path(path)
    with speaking_of(comparison.data.get("words")):
        content = make(comparison)
    write_whole(target, lambda beside: beside.write_bytes(content))
    return target
