"""The commands for own numbers: company new and company fit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.names import complete_market
from dashboard.commands.options import (
    Command,
    Group,
    _,
    format_option,
    lang_option,
    print_csv,
    print_json,
    quiet_option,
    tell_places,
)
from dashboard.commands.search import known_only

if TYPE_CHECKING:
    from experiments.company import CompanyFit

SHEETS_IN = "de"        # of a sheet and what is said of it, unless --lang or GOODWILL_LANG says otherwise


@click.group(
    cls=Group,
    examples=(
        "goodwill company new my_firm.xlsx --market mobile_telecom",
        "goodwill company fit my_firm.xlsx --out results/my_firm",
        "goodwill company new example.xlsx --market mobile_telecom --example",
    ),
)
def company() -> None:
    """Fit a market to your own numbers.

    A sheet to fill in, and the market that shows what it says.
    """


@company.command(
    cls=Command,
    examples=(
        "goodwill company new ours.xlsx --market mobile_telecom",
        "goodwill company new ours.csv --market energy_supply --lang en",
        "goodwill company new example.xlsx --market mobile_telecom --example",
    ),
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.xlsx|csv")
@click.option(
    "--market", required=True, metavar="NAME", shell_complete=complete_market,
    help="The market that everything comes from which the sheet does not say.",
)
@click.option("--example", is_flag=True, help="Fill in an invented company, to try and to read.")
@lang_option(SHEETS_IN)
def new(*, file: Path, market: str, example: bool) -> None:
    """Write an empty sheet for your own numbers.

    Eight figures are needed, everything else may stay empty; ranges such as 12–15 are allowed. What exactly each figure
    counts stands beside it.
    """
    from experiments.company import write_template
    from experiments.company.words import say
    from experiments.phrases import spoken

    place = write_template(file, market, language=spoken().language, example=example)
    click.echo(_("sheet: {place}", place=place))
    click.echo(f"{say('next')}: goodwill company fit {place}")


@company.command(
    cls=Command,
    examples=(
        "goodwill company fit ours.xlsx --out results/ours",
        "goodwill compare results/ours/markets/ours.yaml --worlds results/ours/worlds.parquet:40 --report report.html",
    ),
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.xlsx|csv")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the market; by default results/company_FILE.")
@click.option("--worlds", type=click.IntRange(1), metavar="N", help="Accepted worlds wanted; by default 100.")
@click.option("--evaluations", type=click.IntRange(1), metavar="N", help="Points tried in the fit; by default 50.")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Another seed is other luck.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes; by default one for each core.")
@lang_option(SHEETS_IN)
@format_option
@quiet_option
def fit(*, file: Path, out: Path | None, form: str, quiet: bool, **options: Any) -> None:
    """Fit a market to a filled sheet.

    A mistake in the sheet is told with its cell, all at once, and nothing is written. Else the folder holds the market,
    the worlds that look like your firm, and a page: your figure, the simulated one, and what your figures say nothing
    about. Whatever ends the program, the same command goes on where it ended, with the same result.
    """
    from experiments.company.page import write_company
    from experiments.company.words import lines, say
    from experiments.phrases import spoken

    folder = out or Path("results") / f"company_{file.stem}"
    done = _fitted(file, folder, {key: x for key, x in options.items() if x is not None}, quiet=quiet)
    page = write_company(done.data, folder / "company.html")
    if form == "json":
        print_json(known_only(done.data))
    elif form == "csv":
        print_csv({str(key): x for key, x in row.items()} for row in done.table.to_dict("records"))
    else:
        for line in lines(done.data):
            click.echo(line)
        worlds = folder / "worlds.parquet"
        click.echo(f"\n{say('market_file')}: {done.file}")
        tell_places(report=page)
        paper = "--report report.html --slides paper.pptx --tables paper.xlsx"
        click.echo(f"{say('next')}: goodwill compare {done.file} --worlds {worlds}:40 --customers 2000"
                   f" --lang {spoken().language} {paper}")


def _fitted(file: Path, folder: Path, options: dict[str, Any], *, quiet: bool) -> CompanyFit:
    from experiments.company import fit_company
    from experiments.progress import Progress

    with Progress(_("runs"), quiet=quiet) as progress:
        progress.prepare()
        try:
            return fit_company(file, folder, on_progress=progress.update, on_note=progress.note, **options)
        except (KeyboardInterrupt, OSError):
            progress.note(_("what is finished is kept in {folder}; the same command goes on from there", folder=folder))
            raise
