"""A batch in a few lines: what was run, what each strategy came to, how much of it is luck, what failed."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from experiments.aligned import Column, table
from experiments.languages import _
from experiments.luck import luck_shares
from experiments.phrases import spoken

if TYPE_CHECKING:
    from experiments.batch_tables import Batch

FAILED_SHOWN = 5
WIDTH = 100


def document(done: Batch) -> dict[str, Any]:
    """Return a batch as one JSON document: its manifest, means by strategy, shares of luck, failed runs."""
    means = {
        str(strategy): {name: None if math.isnan(value) else float(value) for name, value in row.items()}
        for strategy, row in done.summary().to_dict("index").items()
    }
    kept = ("run", "strategy", "point", "world", "replication", "error", "origin")
    return {
        **done.manifest, "means": means, "luck": luck_shares(done),
        "failed_runs": [{name: row[name] for name in kept} for row in done.failed.to_dict("records")],
    }


def lines(done: Batch) -> Iterator[str]:
    """Yield what a person wants to read first."""
    manifest, texts = done.manifest, done.study.file
    title = texts.text("question", spoken().language) or texts.text("title", spoken().language)
    if title:
        yield title
        yield ""
    counts = {key: manifest[key] for key in ("runs", "points", "worlds", "replications")}
    yield _("{runs} runs: {points} points × {worlds} worlds × {replications} seeds × {arms} strategies",
            arms=len(done.study.arms), **counts)
    yield ""
    yield from table(*_means(done), min(WIDTH, shutil.get_terminal_size().columns))
    yield _("Means over all runs. In Python .differences() compares run by run with {reference}.",
            reference=done.study.reference)
    yield from _luck(done)
    yield from _failures(done)
    yield _("digest: {digest}", digest=done.digest[:16])


def _means(done: Batch) -> tuple[list[Column], list[list[str]]]:
    means, units = done.summary(), done.runs.attrs.get("units", {})
    strategies = [str(name) for name in means.index]
    first = [Column(_("measure"), is_right=False), Column(_("unit"), is_right=False)]
    columns = [*first, *(Column(name) for name in strategies)]
    values = means.to_numpy(dtype=float)
    rows = [
        [name, _(units.get(name, "")), *(_figure(float(value)) for value in values[:, place])]
        for place, name in enumerate(done.measures)
    ]
    return columns, rows


def _figure(value: float) -> str:
    if math.isnan(value):
        return "–"
    voice = spoken()
    return voice.number(value).replace("−", "-") if abs(value) >= 1000 else f"{value:.4g}".replace(".", voice.decimal)


def _luck(done: Batch) -> Iterator[str]:
    shares = luck_shares(done)
    if not shares:
        return
    yield ""
    yield _("Luck's share of the variance of the difference to the reference:")
    for strategy, found in shares.items():
        yield f"  {strategy}: " + ", ".join(f"{name} {share:.0%}" for name, share in found.items() if share is not None)


def _failures(done: Batch) -> Iterator[str]:
    failed = done.failed
    if len(failed):
        yield ""
        yield _("{failed} of {runs} runs failed; --retry runs them again:", failed=len(failed), runs=len(done.runs))
        for row in failed.head(FAILED_SHOWN).to_dict("records"):
            place = {key: row[key] for key in ("point", "world", "replication", "strategy")}
            where = _("point {point}, world {world}, replication {replication}, {strategy}", **place)
            yield f"  {where}: {row['error']} ({row['origin']})"
