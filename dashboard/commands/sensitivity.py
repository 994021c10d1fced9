"""The command that says which assumptions or levers move the difference between two strategies: sensitivity."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.names import complete_scenario, complete_strategies
from dashboard.commands.options import (
    Command,
    _,
    format_option,
    in_order,
    lang_option,
    page,
    print_csv,
    print_json,
    quiet_option,
    settings,
    simulation_options,
    tell_places,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from experiments.sensitivity_runs import Sensitivity


def names(_context: click.Context, _: click.Parameter, value: str | None) -> list[str] | None:
    """Return the names that an option gives, parted by commas."""
    return [name.strip() for name in value.split(",") if name.strip()] if value else None


pair_option = click.option(
    "--strategies", metavar="A,B", callback=names, shell_complete=complete_strategies,
    help="The reference and the strategy that is asked about; by default the scenario's first two.",
)
running_options = in_order(
    click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes; by default one for each core."),
    click.option("--cluster", metavar="ADDRESS", help="Use the workers of a Dask scheduler, such as tcp://node1:8786."),
    click.option(
        "--out", type=click.Path(path_type=Path), help="Folder in which runs are kept; by default in results/.",
    ),
    click.option("--report", type=click.Path(path_type=Path), help="Write a report: one page that works offline."),
    lang_option(),
)


@contextmanager
def telling(folder: Path, *, quiet: bool) -> Iterator[dict[str, Any]]:
    """Yield what `batch` takes to tell how far it is; whoever is interrupted learns that nothing is lost."""
    from experiments.progress import Progress

    with Progress(_("runs"), quiet=quiet) as progress:
        progress.prepare()
        try:
            yield {"on_progress": progress.update, "on_note": progress.note}
        except (KeyboardInterrupt, OSError):
            kept = _("finished runs are kept in {folder}; the same command goes on from there", folder=folder)
            progress.note(kept)
            raise


@click.command(
    cls=Command,
    examples=(
        "goodwill sensitivity mobile_telecom --over wage --over fatigue --over firms.Beta.price=0.9:1.1",
        "goodwill sensitivity my_scenario.yaml --by-mechanism --report sensitivity.html",
        "goodwill sensitivity my_scenario.yaml --method sobol --top 6 --points 128",
        "goodwill sensitivity my_scenario.yaml --over levers --strategies product_centric,hybrid",
    ),
)
@click.argument("scenario", shell_complete=complete_scenario)
@pair_option
@click.option(
    "--method", type=click.Choice(["morris", "sobol"]), default="morris", show_default=True,
    help="morris: effects of many inputs; sobol: shares of variance of a few, chosen by Morris if there are more.",
)
@click.option("--outcome", metavar="NAME", help="What the strategies differ in; by default the scenario's outcome.")
@click.option(
    "--over", multiple=True, metavar="WHAT",
    help="uncertainties (default), levers, the name of one, a dotted path, or PATH=LOW:HIGH; may be repeated.",
)
@click.option("--top", type=click.IntRange(1), default=6, show_default=True, metavar="N",
              help="Inputs that Sobol looks at.")
@click.option("--points", type=click.IntRange(2), metavar="N",
              help="Trajectories of Morris (default 8); base points of Sobol, a power of 2 (default 64).")
@click.option("--seeds", type=click.IntRange(1), default=2, show_default=True, metavar="N",
              help="Runs per point and strategy; from two on, the share of luck is told.")
@click.option("--by-mechanism", is_flag=True, help="Morris: move a mechanism's assumptions together; far fewer runs.")
@simulation_options
@running_options
@format_option
@quiet_option
def sensitivity(
    *, scenario: str, strategies: Sequence[str] | None, outcome: str | None, over: Sequence[str], out: Path | None,
    report: Path | None, form: str, quiet: bool, **options: Any,
) -> None:
    """Find what moves the difference between two strategies.

    SCENARIO is a path, or the name of a shipped scenario or market. Both strategies meet the same luck at every point
    of a design over all that nobody knows. Finished runs are kept: the same command goes on where it ended, and more
    points leave the first as they are.
    """
    from experiments.exploring import ask
    from experiments.sensitivity_runs import sensitivity as found_of

    target, folder = page(report), out or Path("results") / f"{Path(scenario).stem}-sensitivity"
    sets = settings(options.pop("sets"), **{key: options.pop(key) for key in ("customers", "weeks", "seed")})
    question = ask(scenario, strategies, outcome, sets)
    with telling(folder, quiet=quiet) as told:
        found = found_of(question, over, out=folder, **told, **options)
    _show(found, form, folder, target)


def _show(found: Sensitivity, form: str, folder: Path, target: Path | None) -> None:
    if target:
        from experiments.report.exploring import write_sensitivity

        write_sensitivity(found.data, target)
    if form == "json":
        print_json(found.data)
    elif form == "csv":
        print_csv(rows_of(found.table))
    else:
        from experiments.exploring_text import sensitivity_lines

        show_lines(sensitivity_lines(found.data), folder, target)


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table as rows by name."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def show_lines(lines: Iterator[str], folder: Path | None, target: Path | None) -> None:
    """Print lines, and where results and report are."""
    for line in lines:
        click.echo(line)
    tell_places(report=target, results=folder)
