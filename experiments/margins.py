"""Relevance margins: the smallest difference that matters, per metric, read from one file (`margins.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("margins.yaml")
KINDS = ("absolute", "reference", "revenue")


@dataclass(frozen=True, slots=True)
class Margin:
    """How large a difference of a metric must be to matter: `size`, and what it is a share of (`by`)."""

    metric: str
    by: str
    size: float
    source: str

    def of(self, *, reference: float = 0.0, revenue: float = 0.0) -> float:
        """Return the margin in the metric's unit.

        Args:
            reference: the reference arm's value of the metric.
            revenue: the reference arm's revenue over the same weeks, discounted alike.
        """
        base = {"absolute": 1.0, "reference": abs(reference), "revenue": abs(revenue)}[self.by]
        return self.size * base


@cache
def margins() -> dict[str, Margin]:
    """Return every declared margin by metric.

    Raises:
        ValueError: if the file names a metric twice or an unknown way of measuring.
    """
    found: dict[str, Margin] = {}
    for group, entry in yaml.safe_load(FILE.read_text(encoding="utf-8")).items():
        if entry["by"] not in KINDS:
            raise ValueError(f"{FILE.name}: {group}.by: '{entry['by']}' is none of {', '.join(KINDS)}")
        for metric in entry["metrics"]:
            if metric in found:
                raise ValueError(f"{FILE.name}: {group}: '{metric}' has two margins; keep one")
            found[metric] = Margin(metric, entry["by"], float(entry["size"]), entry["source"])
    return found


def margin_of(metric: str, *, reference: float = 0.0, revenue: float = 0.0) -> float:
    """Return the relevance margin of a metric in its unit.

    Raises:
        LookupError: if no margin is declared for the metric.
    """
    if metric not in margins():
        raise LookupError(f"{FILE.name}: no margin for '{metric}'; there are {', '.join(sorted(margins()))}")
    return margins()[metric].of(reference=reference, revenue=revenue)
