"""The commands for those who check a result: diff, reproduce, pack."""

from __future__ import annotations

from pathlib import Path

import click

from dashboard.commands.names import complete_anything, complete_results
from dashboard.commands.options import Command, format_option, print_csv, print_json, quiet_option


@click.command(
    cls=Command,
    examples=(
        "goodwill diff mobile_telecom newcomer_in_mobile",
        "goodwill diff product_centric customer_centric",
        "goodwill diff results/first results/second --format json > difference_of_my_scenario.json",
    ),
)
@click.argument("first", metavar="A", shell_complete=complete_anything)
@click.argument("second", metavar="B", shell_complete=complete_anything)
@format_option
def diff(*, first: str, second: str, form: str) -> None:
    """Show what differs between two scenarios, strategies or results.

    A and B are two scenarios or markets, two strategies, two experiments, by name or path, or two folders of results.
    Values are compared as they are in force: files that are extended, strategies and defaults are looked up first. Each
    row has the value on either side, the unit, and where it comes from; of results also tables, and where they differ
    most. Ends with 0 also where something differs.
    """
    from experiments.audit import diff as differing
    from experiments.audit.console import difference_rows, show_difference
    from experiments.console import terminal

    found = differing(first, second)
    if form == "json":
        print_json(found.document())
    elif form == "csv":
        print_csv(difference_rows(found))
    else:
        show_difference(terminal(), found)


@click.command(
    cls=Command,
    examples=("goodwill reproduce results/my_scenario", "goodwill reproduce results/my_scenario --format json"),
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR", shell_complete=complete_results)
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes; by default one for each core.")
@format_option
@quiet_option
@click.pass_context
def reproduce(ctx: click.Context, *, folder: Path, workers: int | None, form: str, quiet: bool) -> None:
    """Run results again from their manifest and compare.

    DIR is a folder of results, which any command writes by --out, or a package that was unpacked. Nothing is written
    into it. Ends with 0 if every table comes out the same, with 1 if one does not, with 2 if the folder cannot
    be run again.
    """
    from experiments.audit import reproduce as run_again
    from experiments.audit.console import reproduction_rows, show_reproduction
    from experiments.console import terminal
    from experiments.progress import Progress

    with Progress("runs", quiet=quiet) as progress:
        progress.prepare()
        found = run_again(folder, workers=workers, on_progress=progress.update, on_note=progress.note)
    if form == "json":
        print_json(found.document())
    elif form == "csv":
        print_csv(reproduction_rows(found))
    else:
        show_reproduction(terminal(), found)
    ctx.exit(0 if found.is_equal else 1)


@click.command(
    cls=Command,
    examples=("goodwill pack results/my_scenario", "goodwill pack results/my_scenario --out for_zenodo.zip"),
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR", shell_complete=complete_results)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE.zip", help="The zip; by default DIR.zip.")
def pack(*, folder: Path, out: Path | None) -> None:
    """Put results and all they were made from into one zip.

    DIR is a folder of results, which any command writes by --out. The zip holds the results, the scenario, market
    and strategy files as written and as resolved, versions, a README, how to cite, and the SHA-256 of every file: what
    an archive such as OSF or Zenodo wants. Unpacked anywhere, goodwill reproduce runs it again.
    """
    from experiments.audit import pack as packed

    click.echo(f"package: {packed(folder, out)}")
