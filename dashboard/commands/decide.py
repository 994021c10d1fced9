"""The commands that help to decide: compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.names import complete_firm, complete_scenario, complete_strategies
from dashboard.commands.options import (
    Command,
    _,
    empty_folder,
    format_option,
    in_order,
    lang_option,
    office_file,
    page,
    print_csv,
    print_json,
    quiet_option,
    settings,
    simulation_options,
    tell_places,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from experiments import Comparison
    from experiments.tuning import Tuning
    from sim import Scenario

CENTRAL = "central"
TABLES = (".parquet", ".csv")
TYPED = "typed"         # of a table of worlds: how it was named, without its folder


class Worlds(click.ParamType["int | str | pd.DataFrame"]):
    """A number of worlds, the one with the best value of everything, or a table of worlds: all, or its first ones."""

    name = "N|central|FILE[:N]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None,
    ) -> int | str | pd.DataFrame:
        """Return the number, `central`, or the table."""
        text = str(value)
        if text == CENTRAL:
            return CENTRAL
        if text.isdecimal() and int(text):
            return int(text)
        name, _, first = text.rpartition(":")
        file, most = (Path(name), int(first)) if name and first.isdecimal() and int(first) else (Path(text), None)
        if file.suffix.lower() not in TABLES:
            self.fail(f"{value!r} is neither a number of worlds nor 'central' nor a .parquet or .csv file", param, ctx)
        if not file.is_file():
            self.fail(f"there is no file '{file}'", param, ctx)
        from experiments.experiment_points import read_table

        table = read_table(file).iloc[:most]
        table.attrs[TYPED] = f"{file.name}:{most}" if most else file.name
        return table


def _names(_context: click.Context, _: click.Parameter, value: str | None) -> list[str] | None:
    return [name.strip() for name in value.split(",") if name.strip()] if value else None


def _mechanisms(_context: click.Context, _: click.Parameter, values: Sequence[str]) -> list[str]:
    listed = [name.strip().upper() for value in values for name in value.split(",")]
    if listed:
        from sim.mechanisms import removable

        for name in listed:
            if name not in removable():
                known = ", ".join(sorted(removable()))
                raise click.BadParameter(f"'{name}' is no mechanism that can be left out; there are {known}")
    return listed


design_options = in_order(
    click.option("--firm", metavar="NAME", shell_complete=complete_firm, help="The firm that tries the strategies."),
    click.option(
        "--strategies", metavar="A,B,…", callback=_names, shell_complete=complete_strategies,
        help="The strategies, by default the scenario's; the others are compared with the first.",
    ),
    click.option("--reference", metavar="A", shell_complete=complete_strategies, help="Compare with this one instead."),
    click.option(
        "--worlds", type=Worlds(), metavar="N|central|FILE[:N]",
        help="Plausible worlds, the one with best values, or a table of worlds: all, or its first N.",
    ),
    click.option("--budget", type=click.Choice(["equal", "free", "capped"]), help="What strategies may spend."),
    click.option(
        "--rivals", type=click.Choice(["fixed", "follow", "price_cut", "adaptive"]), default="fixed", show_default=True,
        help="What rivals do: nothing, follow after a year, cut prices after half a year, or answer what they see.",
    ),
    click.option("--established", is_flag=True, help="Compare strategies long in place, not the change to them."),
    click.option(
        "--without", multiple=True, metavar="M13", callback=_mechanisms,
        help="Leave a mechanism out, to see what it does.",
    ),
    click.option(
        "--booked-only", is_flag=True, help="Do not run again without the largest causes of trust: quicker.",
    ),
    click.option(
        "--envelopes", is_flag=True, help="Play every strategy with half and with one and a half of the money, too.",
    ),
)

tuning_options = in_order(
    click.option(
        "--tuned/--as-they-come", default=None,
        help="Tune each strategy's levers and judge both at their best, too; by default as the scenario says.",
    ),
    click.option(
        "--evaluations", type=click.IntRange(2), default=200, show_default=True, metavar="N",
        help="Candidates per strategy when tuning.",
    ),
    click.option(
        "--tuning-worlds", type=click.IntRange(1), default=40, show_default=True, metavar="N",
        help="Worlds of the tuning, none of which is judged in.",
    ),
    click.option(
        "--tuning-customers", type=click.IntRange(100), metavar="N",
        help="Customers simulated when tuning; by default the scenario's, at most 1,000.",
    ),
    click.option(
        "--keep-sides/--cross-sides", default=True, show_default=True,
        help="When tuning, keep each lever on the strategy's side of today's value, or let it cross.",
    ),
    click.option(
        "--tuning-out", type=click.Path(path_type=Path),
        help="Folder of the tuning's runs and strategies; by default results/tuned_NAME.",
    ),
)
TUNING = ("tuned", "evaluations", "tuning_worlds", "tuning_customers", "keep_sides", "tuning_out")


@click.command(
    cls=Command,
    examples=(
        "goodwill compare mobile_telecom --report report.html",
        "goodwill compare mobile_telecom --strategies status_quo,customer_centric,bot_first --worlds 20",
        "goodwill compare mobile_telecom --rivals follow --format json > comparison.json",
        "goodwill compare mobile_telecom --lang de --report bericht.html",
        "goodwill compare quotas_or_customers --slides paper.pptx --tables paper.xlsx --lang de",
        "goodwill compare mobile_telecom --envelopes --tuned --report money.html",
    ),
)
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...", shell_complete=complete_scenario)
@design_options
@tuning_options
@simulation_options
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes; by default one for each core.")
@click.option("--report", type=click.Path(path_type=Path), help="Write a report: one page that works offline.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the results; it must be new or empty.")
@click.option(
    "--slides", type=click.Path(path_type=Path), metavar="FILE.pptx",
    help="Write eight slides for a board paper, with charts that can be edited.",
)
@click.option(
    "--tables", type=click.Path(path_type=Path), metavar="FILE.xlsx",
    help="Write a workbook: the numbers of every figure, every input with its source.",
)
@lang_option()
@format_option
@quiet_option
def compare(
    *, scenarios: Sequence[str], sets: Sequence[str], customers: int | None, weeks: int | None, seed: int | None,
    report: Path | None, out: Path | None, slides: Path | None, tables: Path | None, form: str, quiet: bool,
    **design: Any,
) -> None:
    """Put strategies into one firm and see which does better.

    SCENARIO is a path, or the name of a shipped scenario or market. Every strategy meets the same customers with the
    same luck, in many plausible worlds. Two or more scenarios are compared as they are written.
    """
    from sim import load

    folder, target = empty_folder(out), page(report)
    office = {"slides": office_file(slides, "--slides", ".pptx"), "tables": office_file(tables, "--tables", ".xlsx")}
    changes = settings(sets, customers=customers, weeks=weeks, seed=seed)
    loaded = [load(name, sets=changes) for name in scenarios]
    tuning = {name: design.pop(name) for name in TUNING}
    if loaded[0].tuned if tuning["tuned"] is None else tuning["tuned"]:
        design["tuning"] = _tuned(scenarios, changes, design, tuning, quiet=quiet)
    comparison = _computed(loaded, design, quiet=quiet)
    told = _named_as_typed(comparison.data["provenance"]["command"], scenarios, loaded, design["worlds"])
    comparison.data["provenance"]["command"] = told + "".join(f" --set {text}" for text in sets)
    _write(comparison, folder, target)
    _write_office(comparison, office)
    _show(comparison, form)
    if form == "table":
        files = design["tuning"].files if design.get("tuning") else ()
        tell_places(report=target, results=folder, tuned=files, **office)


def _named_as_typed(command: str, scenarios: Sequence[str], loaded: Sequence[Scenario], worlds: Any) -> str:
    """Return the command that repeats a comparison with the files that were named, without their folders."""
    typed = [Path(name).name if Path(name).is_file() else name for name in scenarios]
    command = command.replace(" ".join(["compare", *(one.name for one in loaded)]), " ".join(["compare", *typed]), 1)
    table = getattr(worlds, "attrs", {}).get(TYPED)
    return command.replace(f"--worlds {len(worlds)} ", f"--worlds {table} ", 1) if table else command


def _tuned(
    scenarios: Sequence[str], changes: list[str], design: dict[str, Any], tuning: dict[str, Any], *, quiet: bool,
) -> Tuning:
    """Tune what is compared; mistakes in the comparison are told before."""
    from experiments.beside import check_beside
    from experiments.plan import plan_comparison
    from experiments.progress import Progress
    from experiments.tuning import tune
    from sim import ScenarioError, load

    if len(scenarios) > 1:
        raise ScenarioError(["tuned: scenario files are the arms, played as they are written; name one scenario"])
    plain = {name: value for name, value in design.items() if name not in {"workers", "booked_only", "envelopes"}}
    check_beside(plan_comparison(load(scenarios[0], sets=changes), **plain), envelopes=design["envelopes"], tuning=None)
    folder = tuning["tuning_out"] or Path("results") / f"tuned_{Path(scenarios[0]).stem}"
    asked = {name: plain[name] for name in ("firm", "budget", "rivals", "without", "established")}
    with Progress(_("runs"), quiet=quiet) as progress:
        progress.prepare()
        try:
            return tune(
                scenarios[0], design["strategies"], folder, evaluations=tuning["evaluations"],
                worlds=tuning["tuning_worlds"], customers=tuning["tuning_customers"],
                keep_sides=tuning["keep_sides"], workers=design["workers"],
                on_progress=progress.update, on_note=progress.note, sets=changes, **asked,
            )
        except (KeyboardInterrupt, OSError):
            progress.note(_("what is finished is kept in {folder}; the same command goes on from there", folder=folder))
            raise


def _computed(loaded: list[Scenario], design: dict[str, Any], *, quiet: bool) -> Comparison:
    from experiments import compare as computed
    from experiments.phrases import spoken
    from experiments.progress import Progress

    with Progress(_("worlds"), quiet=quiet) as progress:
        progress.prepare()

        def tell(done: int, total: int, line: str | None) -> None:
            if line:
                progress.note(line)
            progress.update(done, total)

        return computed(loaded[0] if len(loaded) == 1 else loaded, on_progress=tell, voice=spoken(), **design)


def _write(comparison: Comparison, folder: Path | None, target: Path | None) -> None:
    from experiments.report import write_report

    if folder:
        comparison.write(folder)
    places = {place.resolve() for place in (folder and folder / "report.html", target) if place}
    for place in places:
        write_report(comparison.data, place)


def _write_office(comparison: Comparison, places: dict[str, Path | None]) -> None:
    from experiments.office import write_slides, write_tables

    writers = {"slides": write_slides, "tables": write_tables}
    for what, place in places.items():
        if place:
            writers[what](comparison, place)


def _show(comparison: Comparison, form: str) -> None:
    if form == "json":
        print_json(comparison.data)
    elif form == "csv":
        print_csv(contrast_rows(comparison.data))
    else:
        from experiments.console import show_comparison, terminal

        show_comparison(terminal(), comparison.data)
        click.echo()


def contrast_rows(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row for each outcome and arm: levels, and the contrast to the reference where there is one."""
    for outcome in data["outcomes"]:
        named = {key: outcome[key] for key in ("name", "label", "unit", "better", "margin")}
        for arm, level in outcome["arms"].items():
            contrast = outcome["contrasts"].get(arm) or {}
            flat = {key: value for key, value in contrast.items() if not isinstance(value, list)}
            yield {
                **named, "arm": arm, "reference": data["reference"], **level,
                **{f"difference_{key}" if key in {"mean", "p10", "p50", "p90", "low", "high"} else key: value
                   for key, value in flat.items()},
            }
