"""The front door: the command line. Each command lives beside what it shows and is imported when it is called."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130

FIRST_STEPS = """\
Three commands to copy:

  goodwill compare mobile_telecom --report report.html   which strategy does better, and why
  goodwill list strategies                               what a company can try
  goodwill --help                                        everything else"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A command as the overview shows it, and where it lives (`module:attribute`)."""

    group: str
    place: str
    summary: str


_HOME = "dashboard.commands."  # the top layer: a command may show what any layer makes
COMMANDS = {
    "compare": Entry("Decide", _HOME + "decide:compare", "Put strategies into one firm and see which does better."),
    "company": Entry("Decide", _HOME + "company:company", "Fit a market to your own numbers."),
    "story": Entry("Understand", _HOME + "story:story", "Tell one customer's life under one or two strategies."),
    "list": Entry("Understand", _HOME + "understand:list_what", "Show what there is, a line each."),
    "claims": Entry("Understand", _HOME + "claims:claims", "Put the essays' claims to the test."),
    "dashboard": Entry(
        "Understand", _HOME + "look:dashboard",
        "Open pages to explore a market: guess, see the answer, meet a customer, ask why.",
    ),
    "workshop": Entry(
        "Understand", _HOME + "workshop:workshop",
        "Prepare a workshop; open its room with goodwill dashboard --workshop.",
    ),
    "run": Entry("Research", _HOME + "research:run", "Run one scenario as it is written."),
    "batch": Entry(
        "Research", _HOME + "batches:batch", "Run an experiment: every strategy in every point, world and seed.",
    ),
    "sensitivity": Entry(
        "Research", _HOME + "sensitivity:sensitivity", "Find what moves the difference between two strategies.",
    ),
    "discover": Entry(
        "Research", _HOME + "discover:discover", "Find the conditions under which a strategy falls behind another.",
    ),
    "optimise": Entry(
        "Research", _HOME + "search:optimise", "Search for settings that make several outcomes better at once.",
    ),
    "calibrate": Entry(
        "Research", _HOME + "search:calibrate", "Fit what nobody knows exactly to figures that are known.",
    ),
    "check": Entry("Look after", _HOME + "upkeep:check", "Check scenario files without running them."),
    "schema": Entry("Look after", _HOME + "upkeep:schema", "Print the JSON Schema of a kind of file."),
    "diff": Entry(
        "Look after", _HOME + "audit:diff", "Show what differs between two scenarios, strategies or results.",
    ),
    "reproduce": Entry("Look after", _HOME + "audit:reproduce", "Run results again from their manifest and compare."),
    "pack": Entry("Look after", _HOME + "audit:pack", "Put results and all they were made from into one zip."),
    "completion": Entry("Look after", _HOME + "upkeep:completion", "Print the completion script of a shell."),
}


class FrontDoor(click.Group):
    """A group that shows its commands by purpose and imports one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click calls it so
        """Return the commands in the order of the overview."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click calls it so
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].place.split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str],
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        from difflib import get_close_matches

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(COMMANDS)}"
            ctx.fail(f"no command '{args[0]}'; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter,  # noqa: ARG002  click calls it so
    ) -> None:
        """Write the commands, grouped by what they are for."""
        groups = dict.fromkeys(entry.group for entry in COMMANDS.values())
        for group in groups:
            with formatter.section(group):
                formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items() if entry.group == group])


def _print_version(ctx: click.Context, _: click.Parameter, is_asked: bool) -> None:  # noqa: FBT001  click calls it so
    if is_asked and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"goodwill {version('goodwill')}")
        ctx.exit()


@click.group(
    cls=FrontDoor,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="goodwill COMMAND --help shows a command's options and examples.",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version.",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Company and customers, simulated: compare strategies on trust, churn and revenue over years."""
    if ctx.invoked_subcommand is None:
        click.echo(FIRST_STEPS)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with 0 (done), 1 (failed), 2 (wrong input) or 130 (interrupted)."""
    _speak_utf8()
    try:
        code = cli.main(arguments, prog_name="goodwill", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("goodwill: interrupted; nothing unfinished was written", err=True)
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except Exception as error:  # noqa: BLE001  users get one line, never a traceback
        code = _explain(error)
    sys.exit(code if isinstance(code, int) else DONE)


def _speak_utf8() -> None:
    """Write UTF-8 where the system would not: a minus sign lost on the way would be a wrong number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8")


def _explain(error: Exception) -> int:
    from sim import ScenarioError

    if isinstance(error, ScenarioError):
        click.echo(str(error), err=True)
        return WRONG_INPUT
    if os.environ.get("GOODWILL_TRACEBACK"):
        raise error
    click.echo(f"goodwill: the run failed: {type(error).__name__}: {error}", err=True)
    click.echo("goodwill: with GOODWILL_TRACEBACK=1 in the environment it shows where", err=True)
    return FAILED


if __name__ == "__main__":
    main()
