"""The report: one page of HTML that answers a comparison in words, charts and tables and works offline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from pathlib import Path

__all__ = ["write_report"]


def write_report(comparison: Mapping[str, Any], path: str | PathLike[str]) -> Path:
    """Write the report of a comparison as one HTML file that needs nothing else, and return its path.

    Args:
        comparison: the mapping that `compare` returns and stores as comparison.json.
        path: the file to write; its folder is made where it is missing.
    """
    from experiments.report.page import write  # charts take a second to import, and most commands draw none

    return write(comparison, path)
