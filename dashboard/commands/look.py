"""The command that opens the dashboard."""

from __future__ import annotations

import logging
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.names import complete_scenario
from dashboard.commands.options import Command, _, lang_option, quiet_option

if TYPE_CHECKING:
    from dashboard.rooms.store import RoomStore
    from sim import Scenario

EVERYWHERE = "0.0.0.0"  # noqa: S104  a room is reached from other devices
THREADS = 16        # one process, many readers: a room of laptops looks every 0.3 s


@click.command(
    cls=Command,
    examples=("goodwill dashboard", "goodwill dashboard retail_banking", "goodwill dashboard --workshop"),
)
@click.argument("scenario", required=False, shell_complete=complete_scenario)
@click.option("--host", help="127.0.0.1 by default; 0.0.0.0, the default of a workshop, lets others in the room look.")
@click.option("--port", type=click.IntRange(0, 65535), default=8050, show_default=True, help="0 takes a free one.")
@click.option("--worlds", type=click.IntRange(2), help="Plausible worlds of an answer.")
@click.option("--customers", type=click.IntRange(100), help="Simulated people of an answer.")
@click.option("--weeks", type=click.IntRange(1), help="Weeks simulated after the warm-up.")
@click.option("--workers", type=click.IntRange(1), help="Processes; by default one for each core but one.")
@click.option("--workshop", is_flag=True, help="Open a room: guesses, tables, a facilitator, pages to follow.")
@click.option("--room", type=click.Path(dir_okay=False, path_type=Path), help="The room's file; it is gone on with.")
@lang_option()
@quiet_option
def dashboard(
    *, scenario: str | None, host: str | None, port: int, worlds: int | None, customers: int | None, weeks: int | None,
    workers: int | None, workshop: bool, room: Path | None, quiet: bool,
) -> None:
    """Open pages to explore a market: guess, see the answer, meet a customer, ask why.

    SCENARIO is what the first page asks about, a path or the name of a shipped one. Pages are in the language of the
    browser, work offline, and send nothing anywhere.
    """
    if not quiet:
        click.echo(_("goodwill: opening the dashboard …"), err=True)
    from sim import load

    settings: dict[str, Any] = {"worlds": worlds, "customers": customers, "weeks": weeks}
    chosen = {key: value for key, value in settings.items() if value is not None}
    opening = load(scenario) if scenario else None      # says what is wrong with it before anything is opened
    shared = workshop or room is not None
    host = host or (EVERYWHERE if shared else "127.0.0.1")
    with ExitStack() as stack:
        store = stack.enter_context(closing(_store(room))) if shared else None
        serve(host, port, opening=opening, store=store, workers=workers, quiet=quiet, settings=chosen)


def _store(path: Path | None) -> RoomStore:
    from agents.compiled import cache_home
    from dashboard.rooms.store import RoomStore

    return RoomStore(path or cache_home().with_name("goodwill-room.sqlite"))


def serve(
    host: str, port: int, *, opening: Scenario | None, store: RoomStore | None, workers: int | None, quiet: bool,
    settings: dict[str, Any],
) -> None:
    """Serve the pages until interrupted; with a room, if there is one's store."""
    import waitress

    from dashboard.app import create_app
    from dashboard.house import House
    from dashboard.jobs import Jobs
    from dashboard.rooms import ahead
    from dashboard.rooms.address import addresses
    from dashboard.rooms.web import Workshop
    from dashboard.uploads import Uploads

    def pages(environ: Any, start: Any) -> Any:
        return app.server(environ, start)

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)     # a room that asks at once is no matter to report
    server = waitress.create_server(pages, host=host, port=port, threads=THREADS)    # first of all: is the port free?
    reach, uploads = addresses(host, server.effective_port), Uploads()
    if opening is not None:
        settings = {**settings, "opening": uploads.add(opening)}
    jobs = Jobs(workers, find=uploads.find)
    try:
        house = House(jobs, rooms=Workshop(store, reach) if store else None, uploads=uploads, **settings)
        app = create_app(house)
        jobs.prepare(house.opening_questions())
        if store:
            jobs.prepare(ahead.moves(house, house.shown_levers()))
        if not quiet:
            _tell(host, server.effective_port, reach, store.secret if store else None)
        server.run()
    finally:
        jobs.close()


def _tell(host: str, port: int, reach: tuple[str, ...], secret: str | None) -> None:
    """Say where the pages are, how others reach them, and how the facilitator steers."""
    here = f"http://{'127.0.0.1' if host in {EVERYWHERE, '::'} else host}:{port}/"
    click.echo(_("goodwill: {here}   (Ctrl-C ends it)", here=here), err=True)
    for one in reach:
        click.echo(_("goodwill: for others in the room: {place}", place=one), err=True)
    if secret:
        click.echo(_("goodwill: for the facilitator alone: {place}", place=f"{here}lead/{secret}"), err=True)
