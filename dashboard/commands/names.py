"""Names for completion in the shell, read from files: quick, since neither Mesa nor the rules are imported."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = {"scenarios": "scenarios", "markets": "scenarios/markets", "strategies": "scenarios/strategies",
           "experiments": "scenarios/experiments", "claims": "experiments/claims"}

STANDINGS = ("wins", "level", "loses", "open")      # the words of experiments.standings, which takes time to import


@cache
def shipped(kind: str) -> list[str]:
    """Return the names of the shipped files of a kind (scenarios, markets, strategies, experiments, claims)."""
    return sorted(path.stem for path in (ROOT / FOLDERS[kind]).glob("*.yaml"))


@cache
def lever_names() -> list[str]:
    """Return the names that departments declare as `name = lever(...)`."""
    found = set()
    for path in (ROOT / "agents").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign | ast.AnnAssign) and _calls_lever(node.value):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return sorted(found)


def _calls_lever(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "lever"


def firm_names(scenario: str) -> list[str]:
    """Return the firms that the file of a shipped scenario or market names, or of the market it extends."""
    import yaml

    for folder in ("scenarios", "scenarios/markets"):
        path = ROOT / folder / f"{scenario}.yaml"
        if path.exists():
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            own = list(content.get("firms") or {})
            above = content.get("extends") or content.get("market")
            base = Path(above).stem if isinstance(above, str) else scenario
            return own + (firm_names(base) if base != scenario else [])
    return []


def matching(names: Iterable[str], incomplete: str, prefix: str = "") -> list[CompletionItem]:
    """Return the names that begin as what is typed."""
    return [CompletionItem(prefix + name) for name in names if name.startswith(incomplete)]


def complete_scenario(_context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a scenario or market by its name, or any file."""
    return matching(shipped("scenarios") + shipped("markets"), incomplete) or [CompletionItem(incomplete, type="file")]


def complete_market(_context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a market by its name, or any file."""
    return matching(shipped("markets"), incomplete) or [CompletionItem(incomplete, type="file")]


def complete_levers(_context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the last of several levers, parted by commas."""
    before, comma, last = incomplete.rpartition(",")
    return matching([name for name in lever_names() if name not in before.split(",")], last, before + comma)


def complete_experiment(_context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete an experiment by its name, or any file."""
    return matching(shipped("experiments"), incomplete) or [CompletionItem(incomplete, type="file")]


def complete_strategies(_context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the last of several strategies, parted by commas."""
    before, comma, last = incomplete.rpartition(",")
    taken = before.split(",")
    left = [name for name in ["status_quo", *shipped("strategies")] if name not in taken]
    return matching(left, last, before + comma)


def complete_standing(_context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete what a strategy comes to: customer_centric=loses."""
    return matching([f"{name}={word}" for name in shipped("strategies") for word in STANDINGS], incomplete)


def complete_claim(_context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a claim by its id, or any file."""
    return matching(shipped("claims"), incomplete) or [CompletionItem(incomplete, type="file")]


def complete_anything(_context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a scenario, market, strategy or experiment by its name, or any file or folder."""
    names = [name for kind in ("scenarios", "markets", "strategies", "experiments") for name in shipped(kind)]
    return matching(names, incomplete) or [CompletionItem(incomplete, type="file")]


def complete_results(_context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a folder."""
    return [CompletionItem(incomplete, type="dir")]


def complete_firm(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a firm of the scenario that was named."""
    return matching(_firms(ctx), incomplete)


def complete_setting(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a dotted path to a lever of a firm: firms.Alpha.levers.bot_share=."""
    paths = [f"firms.{firm}.levers.{lever}=" for firm in _firms(ctx) for lever in lever_names()]
    return matching(paths, incomplete)


def _firms(ctx: click.Context) -> list[str]:
    named = ctx.params.get("scenario") or ctx.params.get("scenarios") or ctx.args    # args: an option is incomplete
    several = [named] if isinstance(named, str) else list(named)
    return list(dict.fromkeys(firm for name in several for firm in firm_names(name)))
