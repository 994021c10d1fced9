"""The frame that pages of research share: a question, an answer in sentences, parts with charts and tables, facts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.languages import _
from experiments.report.page import assets, environment
from experiments.report.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    from experiments.report.charts import Chart

WORDS: dict[str, str] = {
    "scenario": "Scenario", "market": "Market", "strategy": "Strategy", "budget": "Budget", "rivals": "Rivals",
    "criteria": "Judged by", "evaluations": "Candidates asked for", "customers": "People simulated", "weeks": "Weeks",
    "seed": "Seed", "targets": "Targets", "fitted": "Fitted", "code": "Digest of the rules", "created": "Computed",
    "seconds": "Seconds", "version": "Version", "replications": "Seeds per candidate",
    "digest": "Digest of the scenario",
}


@dataclass(frozen=True)
class Part:
    """One section of a page."""

    id: str
    title: str
    lead: str = ""
    charts: tuple[Chart, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Page:
    """What a page of research shows."""

    document: str
    question: str
    setting: str
    sentences: tuple[str, ...]
    parts: tuple[Part, ...]
    facts: tuple[tuple[str, str], ...]
    version: str


def write_page(it: Page, path: str | PathLike[str]) -> Path:
    """Write a page as one HTML file that asks nothing of any network, and return its path."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    charts = [chart for part in it.parts for chart in part.charts]
    text = environment().get_template("research.html").render({"it": it, **assets(charts)})
    target.write_text(text, encoding="utf-8")
    return target


def tabled(heads: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1) -> Table:
    """Return a table whose first columns hold words and whose others hold numbers."""
    columns = tuple(Column(head, is_number=at >= words) for at, head in enumerate(heads))
    return Table(columns, tuple(tuple(row) for row in rows))


def facts_of(origin: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return how a result came about, as far as a reader wants to know."""
    flat = {**origin, "version": origin["versions"]["version"], "digest": origin["digest"][:16]}
    return tuple(
        (_(words), ", ".join(map(str, flat[key])) if isinstance(flat[key], list | tuple) else str(flat[key]))
        for key, words in WORDS.items() if key in flat
    )
