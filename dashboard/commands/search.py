"""The commands that look for values: optimise (of levers) and calibrate (of uncertainties)."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.names import (
    complete_firm,
    complete_levers,
    complete_market,
    complete_scenario,
    complete_strategies,
)
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
    simulation_options,
    tell_places,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from experiments.calibration import Calibration
    from experiments.search import Search


def _names(_context: click.Context, _: click.Parameter, value: str | None) -> list[str]:
    return [name.strip() for name in (value or "").split(",") if name.strip()]


work_options = in_order(
    click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes; by default one for each core."),
    click.option("--cluster", metavar="ADDRESS", help="Use the workers of a Dask scheduler, such as tcp://node1:8786."),
    click.option("--report", type=click.Path(path_type=Path), help="Write a report: one page that works offline."),
    lang_option(),
    format_option,
    quiet_option,
)


@click.command(
    cls=Command,
    examples=(
        "goodwill optimise mobile_telecom --strategy customer_centric --report front.html",
        "goodwill optimise my_scenario.yaml --levers bot_share,training,commission --outcomes value,trust_cohort",
        "goodwill optimise my_scenario.yaml --strategy hybrid --by mean,worst_tenth --evaluations 400",
    ),
)
@click.argument("scenario", shell_complete=complete_scenario)
@click.option("--firm", metavar="NAME", shell_complete=complete_firm, help="The firm whose levers are searched.")
@click.option(
    "--levers", metavar="A,B,…", callback=_names, shell_complete=complete_levers,
    help="What may be changed, within what is plausible; by default the strategy's own levers.",
)
@click.option(
    "--strategy", metavar="NAME", shell_complete=complete_strategies,
    help="Begin from this strategy; without one, from the status quo.",
)
@click.option(
    "--outcomes", metavar="A,B,…", callback=_names, help="What is to become better: outcomes or metrics, the first "
    "decides who is not beaten; by default profit,trust_cohort,churn_year.",
)
@click.option(
    "--by", "criteria", metavar="A,B", callback=_names, default="mean", show_default=True,
    help="mean over worlds, worst_tenth (what one world in ten falls short of), or both.",
)
@click.option(
    "--worlds", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="Worlds of the search.",
)
@click.option(
    "--judged", type=click.IntRange(1), default=40, show_default=True, metavar="N",
    help="Fresh worlds in which the front is judged: those of goodwill compare.",
)
@click.option(
    "--evaluations", type=click.IntRange(1), default=200, show_default=True, metavar="N",
    help="Candidates in all, those of earlier calls included.",
)
@click.option("--budget", type=click.Choice(["equal", "free", "capped"]), help="What candidates may spend.")
@click.option(
    "--rivals", type=click.Choice(["fixed", "follow", "price_cut", "adaptive"]), default="fixed", show_default=True,
    help="What rivals do.",
)
@simulation_options
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of runs and strategies; by default results/optimise_NAME.",
)
@work_options
def optimise(
    *, scenario: str, out: Path | None, report: Path | None, form: str, quiet: bool, outcomes: list[str],
    **options: Any,
) -> None:
    """Search for settings that make several outcomes better at once.

    SCENARIO is a path, or the name of a shipped one. Candidates meet the same worlds with the same luck. The front,
    those that no other beats in everything, is judged in worlds that the search has not seen, and written down.
    Whatever ends the program, the same command goes on where it ended, with the same result.
    """
    from experiments.report.search import write_search
    from experiments.search import optimise as computed
    from experiments.search_words import lines, say

    target, folder = page(report), out or Path("results") / f"optimise_{Path(scenario).stem}"
    if outcomes:
        options["outcomes"] = outcomes
    done: Search = _computed(computed, (scenario, folder), options, quiet=quiet)
    if target:
        write_search(done.data, done.tried, target)
    _show(done.data, lines, done.front.to_dict("records"), form)
    if form == "table":
        click.echo(f"\n{say('files', folder=folder / 'strategies')}")
        tell_places(report=target, results=folder)


@click.command(
    cls=Command,
    examples=(
        "goodwill calibrate energy_supply --targets my_scenario_targets.csv --fit routine_hazard,noticing,moving",
        "goodwill calibrate my_scenario.yaml --targets figures.csv --fit wage --name our_market --report fit.html",
    ),
)
@click.argument("market", shell_complete=complete_market)
@click.option(
    "--targets", required=True, type=click.Path(path_type=Path), metavar="FILE.csv",
    help="Columns: statistic, value, tolerance (or low and high), weight, firm, segments, weeks, unit, source.",
)
@click.option(
    "--fit", metavar="A,B,…", callback=_names,
    help="Uncertainties to fit; by default the first that the market's file names, as many as there are targets.",
)
@click.option(
    "--evaluations", type=click.IntRange(1), default=200, show_default=True, metavar="N",
    help="Points tried in all, those of earlier calls included.",
)
@click.option(
    "--replications", type=click.IntRange(1), default=2, show_default=True, metavar="N", help="Seeds per point.",
)
@click.option("--name", metavar="NAME", help="Name of the new market; by default MARKET_fitted.")
@simulation_options
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of runs and market; by default results/calibrate_MARKET.",
)
@work_options
def calibrate(
    *, market: str, targets: Path, out: Path | None, report: Path | None, form: str, quiet: bool, **options: Any,
) -> None:
    """Fit what nobody knows exactly to figures that are known.

    MARKET is a path, or the name of a shipped one. Named uncertainties are fitted to the targets under the status quo;
    it is said which of them the targets pin down, which trade off, and a market file that extends it is written.
    Whatever ends the program, the same command goes on where it ended, with the same result.
    """
    from experiments.calibration import calibrate as computed
    from experiments.calibration_words import lines
    from experiments.report.calibration import write_calibration

    target, folder = page(report), out or Path("results") / f"calibrate_{Path(market).stem}"
    done: Calibration = _computed(computed, (market, targets, folder), options, quiet=quiet)
    if target:
        write_calibration(done.data, target)
    _show(done.data, lines, done.table.reset_index().to_dict("records"), form)
    if form == "table":
        click.echo("\n" + _("market: {place}", place=done.file))
        tell_places(report=target, results=folder)


def _computed(
    function: Callable[..., Any], arguments: tuple[Any, ...], options: Mapping[str, Any], *, quiet: bool,
) -> Any:
    from experiments.progress import Progress

    with Progress(_("runs"), quiet=quiet) as progress:
        progress.prepare()
        try:
            return function(*arguments, on_progress=progress.update, on_note=progress.note, **options)
        except (KeyboardInterrupt, OSError):
            kept = _("what is finished is kept in {folder}; the same command goes on from there", folder=arguments[-1])
            progress.note(kept)
            raise


def _show(
    data: Mapping[str, Any], lines: Callable[[Mapping[str, Any]], Iterable[str]], rows: Sequence[Mapping[Any, Any]],
    form: str,
) -> None:
    if form == "json":
        print_json(known_only(data))
    elif form == "csv":
        print_csv(rows)
    else:
        for line in lines(data):
            click.echo(line)


def known_only(data: Any) -> Any:
    """Return data with nothing where a number is missing, as JSON wants it."""
    if isinstance(data, dict):
        return {key: known_only(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [known_only(value) for value in data]
    return None if isinstance(data, float) and not math.isfinite(data) else data
