"""The command for thousands of runs: batch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.names import complete_experiment
from dashboard.commands.options import (
    Command,
    _,
    format_option,
    in_order,
    lang_option,
    print_json,
    quiet_option,
    tell_places,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from experiments import Batch
    from experiments.experiment_files import Study

experiment_options = in_order(
    click.option(
        "--set", "sets", multiple=True, metavar="KEY=VALUE",
        help="Set a key of the experiment, such as worlds=100 or settings.customers=2000.",
    ),
    click.option("--seed", type=click.IntRange(0), metavar="N", help="Other luck, and other worlds."),
    click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes; by default one for each core."),
    click.option("--cluster", metavar="ADDRESS", help="Use the workers of a Dask scheduler, such as tcp://node1:8786."),
)


@click.command(
    cls=Command,
    examples=(
        "goodwill batch bots_or_people",
        "goodwill batch my_experiment.yaml --out results/mine --format csv > runs.csv",
        "goodwill batch my_experiment.yaml --set worlds=400",
        "goodwill batch my_experiment.yaml --add-replications 5",
        "goodwill batch my_experiment.yaml --cluster tcp://node1:8786",
    ),
)
@click.argument("experiment", shell_complete=complete_experiment)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder in which runs are kept; by default results/EXPERIMENT.",
)
@click.option(
    "--add-replications", type=click.IntRange(1), metavar="N", default=None,
    help="Run N more seeds per world and point than the last finished call.",
)
@click.option("--retry", is_flag=True, help="Run again what failed before.")
@experiment_options
@lang_option()
@format_option
@quiet_option
def batch(
    *, experiment: str, out: Path | None, add_replications: int | None, sets: Sequence[str], seed: int | None,
    form: str, quiet: bool, **options: Any,
) -> None:
    """Run an experiment: every strategy in every point, world and seed.

    EXPERIMENT is a path, or the name of a shipped one. Each finished run is kept at once: whatever ends the program,
    the same command goes on where it ended, and the result is the same. A run that fails is a row with its error.
    """
    folder = out or Path("results") / Path(experiment).stem
    changes = [*sets, *(["settings.seed=" + str(seed)] if seed is not None else [])]
    study = _read(experiment, changes)
    done = _computed(study, folder, quiet=quiet, add_replications=add_replications or 0, **options)
    _show(done, folder, form)


def _read(experiment: str, sets: Sequence[str]) -> Study:
    from experiments.experiment_files import read_experiment

    return read_experiment(experiment, sets)


def _computed(study: Study, folder: Path, *, quiet: bool, **options: Any) -> Batch:
    from experiments import batch as computed
    from experiments.progress import Progress

    done, total = 0, 0

    with Progress(_("runs"), quiet=quiet) as progress:
        progress.prepare()

        def tell(so_far: int, of_all: int) -> None:
            nonlocal done, total
            done, total = so_far, of_all
            progress.update(so_far, of_all)

        try:
            return computed(study, folder, on_progress=tell, on_note=progress.note, **options)
        except (KeyboardInterrupt, OSError):
            if total:
                progress.note(_("{done} of {total} runs are kept in {folder}; the same command goes on from there",
                                done=done, total=total, folder=folder))
            raise


def _show(done: Batch, folder: Path, form: str) -> None:
    from experiments.batch_words import document, lines

    if form == "json":
        print_json(document(done))
    elif form == "csv":
        click.echo(done.runs.to_csv(index=False), nl=False)
    else:
        for line in lines(done):
            click.echo(line)
        click.echo()
        tell_places(results=folder)
