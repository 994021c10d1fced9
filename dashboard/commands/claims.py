"""The command that puts the essays' claims to the test: claims."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.names import complete_claim
from dashboard.commands.options import (
    Command,
    empty_folder,
    format_option,
    lang_option,
    page,
    print_csv,
    print_json,
    quiet_option,
    tell_places,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from experiments.claims import Trials


@click.command(
    cls=Command,
    examples=(
        "goodwill claims",
        "goodwill claims C06 C17 --report claims.html",
        "goodwill claims C04 --extend --lang de --format json > c04.json",
    ),
)
@click.argument("claims", nargs=-1, metavar="[CLAIM]...", shell_complete=complete_claim)
@click.option("--worlds", type=click.IntRange(1), default=96, show_default=True, metavar="N",
              help="Worlds per claim, shared out over its markets; the rules of verdicts are made for 96.")
@click.option("--extend", is_flag=True, help="Try what is not settled again in 384 worlds; both verdicts are shown.")
@click.option("--customers", type=click.IntRange(100), default=1_000, show_default=True, metavar="N",
              help="Customers simulated per world.")
@click.option("--seed", type=click.IntRange(0), default=7, show_default=True, metavar="N",
              help="Another seed is other worlds; the same, the same numbers.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes; by default one for each core.")
@click.option("--report", type=click.Path(path_type=Path), help="Write a report: one page that works offline.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the results; it must be new or empty.")
@lang_option()
@format_option
@quiet_option
def claims(
    *, claims: Sequence[str], report: Path | None, out: Path | None, form: str, quiet: bool, **design: Any,
) -> None:
    """Put the essays' claims to the test.

    CLAIM is an id such as C06, or a claim file; without one all are tried. Every claim is tried in the same plausible
    worlds of three markets, and its verdict is said by rules fixed beforehand. What was computed once is remembered:
    a call that was stopped goes on where it was, and a second one is quick.
    """
    from experiments.claims.assembly import assemble
    from experiments.claims.record import record
    from experiments.claims.tables import write
    from experiments.phrases import spoken
    from experiments.verdicts import WORLDS

    folder, target = empty_folder(out), page(report)
    trials = _tried(claims, design, quiet=quiet)
    data = assemble(trials, spoken())
    if not claims and design["worlds"] >= WORLDS:
        record(trials)      # for the dashboard's test bench
    if folder:
        write(trials, data, folder)
    _write_reports(data, {place for place in (folder and folder / "report.html", target) if place})
    _show(data, form)
    if form == "table":
        tell_places(report=target, results=folder)


def _tried(claims: Sequence[str], design: dict[str, Any], *, quiet: bool) -> Trials:
    from experiments.claims import load_claims, try_claims
    from experiments.progress import Progress

    load_claims(claims)     # mistakes are told before anything is compiled
    with Progress("worlds", quiet=quiet) as progress:
        progress.prepare()
        return try_claims(claims, on_progress=progress.update, **design)


def _write_reports(data: dict[str, Any], places: set[Path]) -> None:
    if places:
        from experiments.report.claims import write_claims_report

        for place in places:
            write_claims_report(data, place)


def _show(data: dict[str, Any], form: str) -> None:
    if form == "json":
        print_json(data)
    elif form == "csv":
        from experiments.claims.tables import verdict_rows

        print_csv(verdict_rows(data))
    else:
        from experiments.claims.console import show_claims
        from experiments.console import terminal

        show_claims(terminal(), data)
