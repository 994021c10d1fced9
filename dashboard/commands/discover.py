"""The command that finds the conditions under which a strategy falls behind another: discover."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.names import complete_scenario
from dashboard.commands.options import (
    Command,
    format_option,
    page,
    print_csv,
    print_json,
    quiet_option,
    settings,
    simulation_options,
)
from dashboard.commands.sensitivity import pair_option, running_options, show_lines, telling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from experiments.discovery_runs import Case, Cases, Found

RUN_ONLY = ("customers", "weeks", "seed", "sets", "worlds", "seeds", "workers", "cluster", "out")
TABLES = (".parquet", ".csv")


@click.command(
    cls=Command,
    examples=(
        "goodwill discover my_scenario.yaml --worlds 200 --report conditions.html",
        "goodwill discover my_scenario.yaml --case ahead --over wage --over fatigue",
        "goodwill discover results/my_experiment --strategies product_centric,hybrid --outcome trust",
        "goodwill discover results/my_experiment/runs.parquet --outcome profit --below 0",
    ),
)
@click.argument("source", metavar="SCENARIO|FOLDER|TABLE", shell_complete=complete_scenario)
@pair_option
@click.option("--outcome", metavar="NAME", help="What the strategies differ in; of a table, the column.")
@click.option("--case", type=click.Choice(["behind", "ahead"]), default="behind", show_default=True,
              help="Where the strategy is behind, or ahead, by more than the margin of relevance.")
@click.option("--below", type=float, metavar="X", help="Instead: where the difference (the column) is below X.")
@click.option("--above", type=float, metavar="X", help="Instead: where the difference (the column) is above X.")
@click.option("--over", multiple=True, metavar="NAME", help="Inputs to look at, by default all; may be repeated.")
@click.option("--boxes", type=click.IntRange(1, 9), default=3, show_default=True, metavar="N", help="Boxes at most.")
@click.option("--density", type=click.FloatRange(0, 1), metavar="SHARE",
              help="Take the largest box in which so many are such cases.")
@click.option("--worlds", type=click.IntRange(20), metavar="N", help="Worlds to run for a scenario (default 200).")
@click.option("--seeds", type=click.IntRange(1), metavar="N", help="Runs per world and strategy (default 1).")
@simulation_options
@running_options
@format_option
@quiet_option
def discover(
    *, source: str, case: Case, below: float | None, above: float | None, report: Path | None, form: str,
    **options: Any,
) -> None:
    """Find the conditions under which a strategy falls behind another.

    Of a SCENARIO plausible worlds are run; finished runs are kept, and the same command goes on where it ended. A
    FOLDER is one of `goodwill batch` or `goodwill compare --out`. Of a TABLE (.parquet, .csv) the other columns are the
    inputs. Boxes are found by PRIM, and tried against shuffled tables.
    """
    if below is not None and above is not None:
        raise click.UsageError("--below and --above look for opposite cases; keep one")
    from experiments.discovery_runs import find_conditions

    target, chosen = page(report), {key: options.pop(key) for key in ("over", "boxes", "density")}
    cases, folder = _cases(source, options)
    if below is not None or above is not None:
        case, chosen["limit"] = ("behind", below) if above is None else ("ahead", above)
    found = find_conditions(cases, case=case, **chosen)
    _show(found, form, folder, target)


def _cases(source: str, options: dict[str, Any]) -> tuple[Cases, Path | None]:
    """Return what is looked at, and the folder of the runs if they are run for it."""
    strategies: Sequence[str] | None = options.pop("strategies")
    outcome, quiet, place = options.pop("outcome"), options.pop("quiet"), Path(source)
    if place.is_dir() or place.suffix.lower() in TABLES:
        given = [name for name in RUN_ONLY if options[name] not in (None, ())]
        if given:
            raise click.UsageError(f"--{given[0].removesuffix('s')} belongs to runs; {source} holds finished ones")
        from experiments.discovery_runs import read_cases

        return read_cases(place, strategies, outcome), None
    from experiments.discovery_runs import WORLDS, run_worlds
    from experiments.exploring import ask

    sets = settings(options.pop("sets"), **{key: options.pop(key) for key in ("customers", "weeks", "seed")})
    question = ask(source, strategies, outcome, sets)
    folder = options.pop("out") or Path("results") / f"{place.stem}-worlds"
    worlds, seeds = options.pop("worlds") or WORLDS, options.pop("seeds") or 1
    with telling(folder, quiet=quiet) as told:
        return run_worlds(question, worlds, seeds=seeds, out=folder, **told, **options), folder


def _show(found: Found, form: str, folder: Path | None, target: Path | None) -> None:
    if target:
        from experiments.report.exploring import write_discovery

        write_discovery(found, target)
    if form == "json":
        print_json(found.data)
    elif form == "csv":
        from experiments.exploring_text import restrictions

        print_csv(restrictions(found.data))
    else:
        from experiments.exploring_text import discovery_lines

        show_lines(discovery_lines(found.data), folder, target)
