"""The command that opens the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.names import complete_scenario
from dashboard.commands.options import Command, quiet_option

if TYPE_CHECKING:
    from sim import Scenario

THREADS = 16        # one process, many readers: a room of laptops looks every 0.3 s


@click.command(
    cls=Command,
    examples=("goodwill dashboard", "goodwill dashboard retail_banking", "goodwill dashboard --host 0.0.0.0"),
)
@click.argument("scenario", required=False, shell_complete=complete_scenario)
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets others in the room look, too.")
@click.option("--port", type=click.IntRange(0, 65535), default=8050, show_default=True, help="0 takes a free one.")
@click.option("--worlds", type=click.IntRange(2), help="Plausible worlds of an answer.")
@click.option("--customers", type=click.IntRange(100), help="Simulated people of an answer.")
@click.option("--weeks", type=click.IntRange(1), help="Weeks simulated after the warm-up.")
@click.option("--workers", type=click.IntRange(1), help="Processes; by default one for each core but one.")
@quiet_option
def dashboard(
    *, scenario: str | None, host: str, port: int, worlds: int | None, customers: int | None, weeks: int | None,
    workers: int | None, quiet: bool,
) -> None:
    """Open pages to explore a market: guess, see the answer, meet a customer, ask why.

    SCENARIO is what the first page asks about, a path or the name of a shipped one. Pages are in the language of the
    browser, work offline, and send nothing anywhere.
    """
    if not quiet:
        click.echo("goodwill: opening the dashboard …", err=True)
    from sim import load

    settings: dict[str, Any] = {"worlds": worlds, "customers": customers, "weeks": weeks}
    chosen = {key: value for key, value in settings.items() if value is not None}
    opening = load(scenario) if scenario else None      # says what is wrong with it before anything is opened
    serve(host, port, opening=opening, workers=workers, quiet=quiet, settings=chosen)


def serve(
    host: str, port: int, *, opening: Scenario | None, workers: int | None, quiet: bool, settings: dict[str, Any],
) -> None:
    """Serve the pages until interrupted."""
    import waitress

    from dashboard.app import create_app
    from dashboard.house import House
    from dashboard.jobs import Jobs
    from dashboard.uploads import Uploads

    uploads = Uploads()
    if opening is not None:
        settings = {**settings, "opening": uploads.add(opening)}
    jobs = Jobs(workers, find=uploads.find)
    try:
        house = House(jobs, uploads=uploads, **settings)
        app = create_app(house)
        jobs.prepare(house.opening_questions())
        server = waitress.create_server(app.server, host=host, port=port, threads=THREADS)
        if not quiet:
            click.echo(f"goodwill: http://{host}:{server.effective_port}   (Ctrl-C ends it)", err=True)
        server.run()
    finally:
        jobs.close()
