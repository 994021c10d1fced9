"""A batch in a few lines: what was run, what each strategy came to, how much of it is luck, what failed."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from experiments.aligned import Column, table
from experiments.languages import _
from experiments.luck import luck_shares
from experiments.margins import margin_of
from experiments.outcomes import SPENT
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
        **done.manifest, "equal_cost": not _unequal(done) if _spending(done) else None, "means": means,
        "luck": luck_shares(done),
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
    yield from costs(done)
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


def _spending(done: Batch) -> dict[str, float]:
    """Return what each strategy spends on average, where the experiment measures it."""
    names = [name for name, one in done.study.measures.items() if one.metric == SPENT and not (one.firm or one.segment)]
    return {str(arm): float(x) for arm, x in done.summary()[names[0]].items()} if names else {}


def _unequal(done: Batch) -> dict[str, float]:
    """Return by which share each strategy spends more or less than the reference, beyond what counts as the same."""
    spent = _spending(done)
    base = spent.get(done.study.reference, math.nan)
    margin = margin_of(SPENT, reference=base)
    return {arm: x / base - 1.0 for arm, x in spent.items() if abs(x - base) > margin}


def costs(done: Batch) -> Iterator[str]:
    """Head the means where strategies do not cost the same."""
    if found := _unequal(done):
        each = ", ".join(f"{arm} {100 * share:+.0f} %" for arm, share in found.items())
        yield _("Not at equal cost: against {reference}, {each}.", reference=done.study.reference, each=each)
        yield ""


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
