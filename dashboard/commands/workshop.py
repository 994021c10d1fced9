"""The commands around a workshop: pack."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.names import complete_scenario
from dashboard.commands.options import Command, Group, _, lang_option, page, quiet_option

if TYPE_CHECKING:
    from dashboard.house import House
    from dashboard.jobs import Jobs
    from dashboard.questions import Question
    from experiments.progress import Progress

LOOK_SECONDS = 0.2
FEWEST_VALUES, MOST_VALUES = 2, 5
PACKER = "pack"


@click.group(cls=Group, examples=("goodwill workshop pack workshop.html",))
def workshop() -> None:
    """Prepare a workshop; open its room with goodwill dashboard --workshop."""


@workshop.command(
    cls=Command,
    examples=("goodwill workshop pack workshop.html", "goodwill workshop pack bank.html --scenario retail_banking"),
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--scenario", default="quotas_or_customers", show_default=True, shell_complete=complete_scenario,
              help="A shipped scenario or market.")
@click.option("--values", type=click.IntRange(FEWEST_VALUES, MOST_VALUES), default=3, show_default=True,
              help="Positions of each of the three levers; all together are worked out.")
@click.option("--worlds", type=click.IntRange(2), help="Plausible worlds of an answer.")
@click.option("--customers", type=click.IntRange(100), help="Simulated people of an answer.")
@click.option("--weeks", type=click.IntRange(1), help="Weeks simulated after the warm-up.")
@click.option("--workers", type=click.IntRange(1), help="Processes; by default one for each core.")
@lang_option()
@quiet_option
def pack(
    *, file: Path, scenario: str, values: int, workers: int | None, quiet: bool, **sizes: int | None,
) -> None:
    """Write one file for rooms whose network keeps devices apart: it is mailed or put on a stick, and opened anywhere.

    FILE.html holds the guess, the answer, two charts, three levers over a grid worked out now, and one person's two
    lives, in German and English. It asks nothing of any network. A few minutes; what is known already is not repeated.
    """
    from dashboard.house import House
    from dashboard.jobs import Jobs
    from dashboard.questions import shipped
    from experiments.progress import Progress

    target = page(file)
    shipped(scenario)       # says what is wrong with it before anything is computed
    given = {name: size for name, size in sizes.items() if size is not None}
    jobs = Jobs(workers)
    try:
        with Progress(_("answers"), quiet=quiet) as progress:
            progress.prepare()
            text = _text(House(jobs, opening=scenario, **given), values, progress)  # type: ignore[arg-type]  # sizes
    finally:
        jobs.close()
    if target is not None:
        target.write_text(text, encoding="utf-8")
        click.echo(_("workshop: {place} ({size} MB)", place=target, size=f"{target.stat().st_size / 1e6:.1f}"))


def _text(house: House, values: int, progress: Progress) -> str:
    from dashboard import pack
    from dashboard.view import View

    view = View()
    content = pack.work_out(
        house.question("compare", view), house.scenario(view), {name: house.base(view, name) for name in house.levers},
        values, ask=lambda question: answer_of(house.jobs, question), tell=progress.update,
    )
    return pack.page(content)


def answer_of(jobs: Jobs, question: Question) -> Any:
    """Ask and wait.

    Raises:
        RuntimeError: if it cannot be answered, saying why.
    """
    ticket = jobs.ask(question, PACKER)
    while (state := jobs.look(ticket.key)).status in {"waiting", "running"}:
        time.sleep(LOOK_SECONDS)
    if state.status != "done":
        raise RuntimeError(state.error or "the question was dropped")
    return state.answer
