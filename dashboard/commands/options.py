"""What commands have in common: options, messages about wrong input, places to write to."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.names import complete_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

FORMATS = ("table", "json", "csv")


class Exemplified:
    """What has examples at the end of its help, each on a line of its own, as they are typed."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click calls it so
        """Write the examples."""
        if self.examples:
            with formatter.section("Examples"):
                for example in self.examples:
                    formatter.write(f"{'':{formatter.current_indent}}{example}\n")


class Command(Exemplified, click.Command):
    """A command with examples, whose messages about wrong input are in the language that is spoken."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments."""
        with _retelling(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _retelling(ctx):
            return super().invoke(ctx)


@contextmanager
def _retelling(ctx: click.Context) -> Iterator[None]:
    """Let what is wrong with input be told in the language that is spoken."""
    try:
        yield
    except click.BadParameter as error:
        if said := _told([error.message]):
            hint = error.param_hint or (error.param.get_error_hint(ctx) if error.param else "")
            raise click.UsageError(f"{hint}: {said[0]}" if hint else said[0], ctx) from error
        raise
    except ValueError as error:
        if said := _told(getattr(error, "problems", [])):
            raise type(error)(said) from error
        raise


def _told(problems: list[str]) -> list[str]:
    """Return messages in the language that is spoken; none where that is English, for which nothing is imported."""
    phrases = sys.modules.get("experiments.phrases")
    if phrases is None or phrases.spoken().language == LANGUAGES[0]:
        return []
    from experiments.retold import retold

    said = [retold(problem) for problem in problems]
    return said if said != problems else []


class Group(Exemplified, click.Group):
    """Commands behind one word, with examples."""


def in_order(*decorators: Decorator) -> Decorator:
    """Return decorators as one, such that help shows options in the order given."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


format_option = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How results are printed.",
)
LANGUAGES = ("en", "de")


def _speak(context: click.Context, _: click.Parameter, language: str) -> str:
    """Let everything that the command prints and writes be in a language."""
    if language != LANGUAGES[0]:    # English needs no catalogue, and so nothing that takes time to import
        from experiments.languages import voice
        from experiments.phrases import speaking

        context.with_resource(speaking(voice(language)))
    return language


def lang_option(default: str = LANGUAGES[0]) -> Decorator:
    """Return the option that sets the language of a command's words; with GOODWILL_LANG it has another default."""
    return click.option(
        "--lang", type=click.Choice(LANGUAGES), default=default, show_default=True, envvar="GOODWILL_LANG",
        callback=_speak, expose_value=False, is_eager=True, help="Language of the words, on the screen and on pages.",
    )


def _(text: str, **values: object) -> str:
    """Return a text in the language that is spoken; imported when something is said, as it takes a second."""
    from experiments.languages import _ as said

    return said(text, **values)


def tell_places(
    *, report: Path | None = None, results: Path | None = None, slides: Path | None = None, tables: Path | None = None,
    tuned: Iterable[Path] = (),
) -> None:
    """Print where things were written."""
    if report:
        click.echo(_("report: {place}", place=report))
    if results:
        click.echo(_("results: {place}", place=results))
    if slides:
        click.echo(_("slides: {place}", place=slides))
    if tables:
        click.echo(_("tables: {place}", place=tables))
    for file in tuned:
        click.echo(_("tuned: {place}", place=file))


quiet_option = click.option("--quiet", "-q", is_flag=True, help="No progress on standard error.")

simulation_options = in_order(
    click.option(
        "--customers", type=click.IntRange(100), metavar="N", help="Customers simulated; more are more precise.",
    ),
    click.option("--weeks", type=click.IntRange(1), metavar="N", help="Weeks simulated after the warm-up."),
    click.option(
        "--seed", type=click.IntRange(0), metavar="N", help="Another seed is other luck; the same, the same numbers.",
    ),
    click.option(
        "--set", "sets", multiple=True, metavar="PATH=VALUE", shell_complete=complete_setting,
        help="Set a value of the scenario, such as firms.Alpha.levers.bot_share=0.6.",
    ),
)


def settings(sets: Iterable[str], **shortcuts: int | None) -> list[str]:
    """Return all settings as `--set` takes them; an option such as --seed is a shorthand for one."""
    return [*sets, *(f"{name}={value}" for name, value in shortcuts.items() if value is not None)]


def empty_folder(path: Path | None) -> Path | None:
    """Return a folder for results after a look that it can be written to; it is not yet made.

    Raises:
        click.BadParameter: if it holds something already, or cannot be made.
    """
    if path is None:
        return None
    if path.is_dir() and any(path.iterdir()):
        raise click.BadParameter(f"{path} is not empty; name a new folder, or empty this one", param_hint="--out")
    if path.exists() and not path.is_dir():
        raise click.BadParameter(f"{path} is a file; name a folder", param_hint="--out")
    _refuse_unwritable(path, "--out")
    return path


def page(path: Path | None) -> Path | None:
    """Return the place of a report after a look that it can be written to.

    Raises:
        click.BadParameter: if it is no .html file, or cannot be written.
    """
    if path is None:
        return None
    if path.suffix.lower() not in {".html", ".htm"}:
        raise click.BadParameter(f"{path}: a report is a page; its name ends with .html", param_hint="--report")
    if path.is_dir():
        raise click.BadParameter(f"{path} is a folder; name a file", param_hint="--report")
    _refuse_unwritable(path, "--report")
    return path


def office_file(path: Path | None, option: str, suffix: str) -> Path | None:
    """Return the place of slides or tables after a look that the file can be written.

    Raises:
        click.BadParameter: if its name ends otherwise, its folder is missing, or it cannot be written.
    """
    if path is None:
        return None
    wrong = ""
    if path.suffix.lower() != suffix:
        wrong = f"{path}: the name of this file ends with {suffix}"
    elif path.is_dir():
        wrong = f"{path} is a folder; name a file"
    elif not path.parent.is_dir():
        wrong = f"there is no folder {path.parent}; make it, or name a file in another one"
    elif path.exists():
        try:
            path.open("r+b").close()
        except OSError:
            wrong = f"{path} cannot be written: close it in other programs, or name another file"
    if wrong:
        raise click.BadParameter(wrong, param_hint=option)
    _refuse_unwritable(path, option)
    return path


def _refuse_unwritable(path: Path, option: str) -> None:
    place = path.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    if not os.access(place, os.W_OK) or not (place.is_dir() or place == path.absolute()):
        raise click.BadParameter(f"{path} cannot be written: {place} refuses it", param_hint=option)


def print_json(document: object) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def print_csv(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print rows as comma-separated values under a line of names."""
    listed = list(rows)
    target = io.StringIO()
    names = list(dict.fromkeys(name for row in listed for name in row))
    writer = csv.DictWriter(target, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed)
    click.echo(target.getvalue(), nl=False)
