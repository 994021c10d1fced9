"""The commands that show what there is: list."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.names import complete_standing
from dashboard.commands.options import Command, _, format_option, lang_option, print_csv, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STANDING = ("scenarios", "markets")
KINDS = ("strategies", "markets", "scenarios", "experiments", "levers", "metrics", "mechanisms")


@click.command(
    name="list", cls=Command,
    examples=(
        "goodwill list strategies", "goodwill list levers", "goodwill list metrics --format csv > metrics.csv",
        "goodwill list scenarios --where customer_centric=loses",
    ),
)
@click.argument("what", type=click.Choice(KINDS), required=False)
@click.option(
    "--where", metavar="STRATEGY=WORD", shell_complete=complete_standing,
    help="Of scenarios or markets, those in which a strategy wins, loses, is level or open.",
)
@lang_option()
@format_option
def list_what(*, what: str | None, where: str | None, form: str) -> None:
    """Show what there is, a line each.

    Strategies with the case for each, markets, scenarios and experiments with their question, levers with range and
    unit, metrics, and mechanisms with what doses them, where they show and what tests hold them to. Without a word it
    counts them.

    A strategy wins, is level or loses where it is ahead, level or behind in more than half of the plausible worlds on
    record, in the scenario's own outcome; where none holds, it is open. It is set against product_centric, and that
    against customer_centric; where a scenario has no product_centric, against its first strategy.
    """
    if where is not None and what not in STANDING:
        raise click.UsageError(f"--where selects scenarios or markets: goodwill list scenarios --where {where}")
    from experiments.catalogue import overview, rows

    found = rows(what, where or "") if what else overview()
    if form == "json":
        print_json(found)
    elif form == "csv":
        print_csv(found)
    elif what == "mechanisms":
        for line in blocks(found):
            click.echo(line)
    else:
        for line in lines([{name: _cell(value) for name, value in row.items()} for row in found]):
            click.echo(line)


def _cell(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def lines(rows: Sequence[dict[str, str]]) -> Iterator[str]:
    """Yield rows with aligned columns under their names; on a terminal a line is cut where the screen ends."""
    if not rows:
        yield _("none")
        return
    names = [name for name in rows[0] if any(row[name] for row in rows)]
    table = [[_head(name) for name in names], *([row[name] for name in names] for row in rows)]
    widths = [max(len(row[place]) for row in table) for place in range(len(names))]
    screen = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for row in table:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        yield line if screen is None or len(line) <= screen else line[: screen - 1] + "…"


def _head(name: str) -> str:
    """Return what a column is called; the extra cost in a market ends with the market's name."""
    market = name.removeprefix("extra_cost")
    return _("extra_cost") + market if market != name else _(name)


def blocks(rows: Sequence[dict[str, str]]) -> Iterator[str]:
    """Yield a paragraph per row: what it is called, and beneath what belongs to it; too much for one line."""
    width = min(shutil.get_terminal_size().columns, 120)
    for row in rows:
        yield f"{row['name']}  {row['title']} ({row['from']})"
        for name in list(row)[3:]:
            if row[name]:
                label = f"     {_(name).replace('_', ' ')}: "
                yield textwrap.fill(row[name], width, initial_indent=label, subsequent_indent=" " * 7)
