"""The command that tells one customer's story."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.names import complete_firm, complete_scenario, complete_strategies
from dashboard.commands.options import (
    Command,
    _,
    format_option,
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

    from experiments.story import Story


def _names(_context: click.Context, _: click.Parameter, value: str | None) -> list[str] | None:
    return [name.strip() for name in value.split(",") if name.strip()] if value else None


@click.command(
    cls=Command,
    examples=(
        "goodwill story mobile_telecom",
        "goodwill story mobile_telecom --customer auto:2 --strategies product_centric,just_nice --report story.html",
        "goodwill story retail_banking --customer 42 --strategies customer_centric --lang de",
    ),
)
@click.argument("scenario", shell_complete=complete_scenario)
@click.option(
    "--customer", default="auto", show_default=True, metavar="ID|auto",
    help="A customer's number; auto takes one whose two lives end differently and a counter-example, auto:2 others.",
)
@click.option(
    "--strategies", metavar="A,B", callback=_names, shell_complete=complete_strategies,
    help="One or two strategies, by default the first two of the scenario.",
)
@click.option("--firm", metavar="NAME", shell_complete=complete_firm, help="The firm that tries the strategies.")
@click.option("--budget", type=click.Choice(["equal", "free", "capped"]), help="What strategies may spend.")
@click.option(
    "--rivals", type=click.Choice(["fixed", "follow", "price_cut"]), default="fixed", show_default=True,
    help="What rivals do: nothing, follow after a year, or cut prices after half a year.",
)
@simulation_options
@click.option("--report", type=click.Path(path_type=Path), help="Write a page that works offline.")
@lang_option()
@format_option
@quiet_option
def story(
    *, scenario: str, sets: Sequence[str], customers: int | None, weeks: int | None, seed: int | None,
    report: Path | None, form: str, quiet: bool, **options: Any,
) -> None:
    """Tell one customer's life under one or two strategies.

    SCENARIO is a path, or the name of a shipped scenario or market. The same person meets the same luck under each
    strategy; the first week in which the lives differ is marked. Beside it stands how it ended for all customers.
    """
    from experiments.progress import Progress
    from experiments.story import story as told
    from sim import load

    target = page(report)
    what = load(scenario, sets=settings(sets, customers=customers, weeks=weeks, seed=seed))
    with Progress(_("lives"), quiet=quiet) as progress:
        progress.prepare()
        found = told(what, options.pop("customer"), options.pop("strategies"), **options)
    _show(found, form, target)


def _show(found: Story, form: str, target: Path | None) -> None:
    from experiments.phrases import spoken
    from experiments.telling import document, rows

    voice = spoken()
    if target:
        from experiments.report.story import write_story

        write_story(document(found, voice), target)
    if form == "json":
        print_json(document(found, voice))
    elif form == "csv":
        print_csv(rows(found, voice))
    else:
        from experiments.console import terminal
        from experiments.story_text import show_story

        show_story(terminal(), document(found, voice))
        if target:
            click.echo()
            tell_places(report=target)
