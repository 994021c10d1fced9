"""The commands that look after files and the shell: check, schema, completion."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.commands.names import complete_scenario, shipped
from dashboard.commands.options import Command, _, lang_option, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = ("scenario", "market", "strategy", "experiment", "claim")


@click.command(
    cls=Command,
    examples=("goodwill check mobile_telecom", "goodwill check my_scenario.yaml && goodwill run my_scenario.yaml"),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=complete_scenario)
@lang_option()
def check(files: Sequence[str]) -> None:
    """Check scenario files without running them.

    FILE is a scenario, market, strategy, experiment or claim: a path, or the name of a shipped one. All mistakes of a
    file are shown at once, each with line, column and what was probably meant.
    """
    from sim import ScenarioError

    problems = []
    for name in files:
        try:
            click.echo(_("{name}: in order ({contents})", name=name, contents=_contents(name)))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)


def _contents(name: str) -> str:
    from sim.scenario import load, load_strategy

    if _has_key(name, "claims", "claim"):
        from experiments.claims import load_claims

        claim = load_claims([name])[0].claim
        counts = {"arms": len(claim.arms), "markets": len(claim.worlds.markets)}
        return _("a claim with {arms} arms in {markets} markets", **counts)
    if _has_key(name, "experiments", "scenario"):
        return _contents_of_experiment(name)
    if _has_key(name, "strategies", "signature"):
        return _("a strategy of {n} levers", n=len(load_strategy(name).signature))
    scenario = load(name)
    firms, segments = len(scenario.market.firms), len(scenario.market.segments)
    return _("{firms} firms, {segments} segments, {weeks} weeks", firms=firms, segments=segments, weeks=scenario.weeks)


def _contents_of_experiment(name: str) -> str:
    from experiments.experiment_files import read_experiment

    study = read_experiment(name)
    counts = {"points": len(study.points), "arms": len(study.arms), "seeds": study.file.replications}
    return _("an experiment of {points} points, {arms} strategies, worlds: {worlds}, {seeds} seeds each",
             worlds=study.file.worlds, **counts)


def _has_key(name: str, kind: str, key: str) -> bool:
    """Whether a file has the key by which its kind is known, or a shipped one of this kind has this name."""
    path = Path(name)
    if path.is_file():
        text = path.read_text(encoding="utf-8", errors="replace")
        return re.search(rf"^{key}\s*:", text, re.MULTILINE) is not None
    return name in shipped(kind)


@click.command(
    cls=Command, examples=("goodwill schema > scenario.schema.json", "goodwill schema market > market.schema.json"),
)
@click.argument("kind", type=click.Choice(KINDS), default="scenario")
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of file.

    An editor that knows YAML completes and checks keys by it, once a file's first line says where it is:
    # yaml-language-server: $schema=scenario.schema.json
    """
    if kind == "claim":
        from experiments.claims.files import json_schema as claim_schema

        print_json(claim_schema())
        return
    if kind == "experiment":
        from experiments.experiment_files import experiment_schema

        print_json(experiment_schema())
        return
    from sim.schema import json_schema

    print_json(json_schema(kind))


@click.command(
    cls=Command,
    examples=(
        'eval "$(goodwill completion bash)"',
        'eval "$(goodwill completion zsh)"',
        "goodwill completion fish | source",
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    It completes commands, options and the names of scenarios, strategies, firms and levers. For good: put the line
    below into ~/.bashrc, ~/.zshrc or ~/.config/fish/config.fish.
    """
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"no completion is known for {shell}")
    click.echo(script(click.get_current_context().find_root().command, {}, "goodwill", "_GOODWILL_COMPLETE").source())
