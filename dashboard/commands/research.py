"""The commands that produce numbers for research: run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.commands.names import complete_scenario
from dashboard.commands.options import (
    Command,
    _,
    empty_folder,
    format_option,
    lang_option,
    print_csv,
    print_json,
    quiet_option,
    settings,
    simulation_options,
    tell_places,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from experiments.single import Single


@click.command(
    cls=Command,
    examples=(
        "goodwill run mobile_telecom",
        "goodwill run mobile_telecom --set firms.Alpha.levers.bot_share=0.6 --out results/bots",
        "goodwill run mobile_telecom --replications 5 --format csv",
    ),
)
@click.argument("scenario", shell_complete=complete_scenario)
@click.option(
    "--replications", type=click.IntRange(1), metavar="N", default=1, show_default=True,
    help="How many runs, each with a seed of its own.",
)
@simulation_options
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the results; it must be new or empty.")
@lang_option()
@format_option
@quiet_option
def run(
    *, scenario: str, replications: int, customers: int | None, weeks: int | None, seed: int | None,
    sets: Sequence[str], out: Path | None, form: str, quiet: bool,
) -> None:
    """Run one scenario as it is written.

    SCENARIO is a path, or the name of a shipped scenario or market. Shows how every firm ends; with --out it writes
    every week of every metric and both ledgers as Parquet tables.
    """
    from experiments.progress import Progress
    from experiments.single import replicate
    from sim import load

    folder = empty_folder(out)
    what = load(scenario, sets=settings(sets, customers=customers, weeks=weeks, seed=seed))
    with Progress(_("weeks"), quiet=quiet) as progress:
        progress.prepare()
        single = replicate(what, replications, folder=folder, progress=progress.update)
    _show(single, form)
    if folder and form == "table":
        click.echo()
        tell_places(results=folder)


def _show(single: Single, form: str) -> None:
    if form == "json":
        print_json(single.document)
    elif form == "csv":
        print_csv(single.rows)
    else:
        from experiments.console import show_run, terminal

        show_run(terminal(), single.document)
