"""What was found, as strategy files, ready for `goodwill compare --strategies FILE`; every value has its origin."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.batch_store import write_text
from sim.scenario_events import STATUS_QUO

if TYPE_CHECKING:
    from experiments.search_plan import SearchPlan


def write_strategies(folder: Path, plan: SearchPlan, data: Mapping[str, Any]) -> list[Path]:
    """Write a file per strategy of the front; those of an earlier, shorter search are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("optimised_*.yaml"):
        old.unlink()
    files = []
    for one in data["front"]:
        path = folder / f"{one['id']}.yaml"
        write_text(path, "\n".join(_found_lines(plan, data, one)) + "\n")
        files.append(path)
    return files


def _found_lines(plan: SearchPlan, data: Mapping[str, Any], one: Mapping[str, Any]) -> Iterator[str]:
    number, evaluations = one["id"].rpartition("_")[2], data["counts"]["tried"]
    asked = ", ".join(outcome["name"] for outcome in data["outcomes"])
    origin = (
        f"assumption: optimised by goodwill for {plan.scenario.name} ({evaluations} evaluations in "
        f"{data['worlds']['searched']} worlds, seed {plan.scenario.seed})"
    )
    kept = "assumption: as in " + (plan.strategy if plan.strategy != STATUS_QUO else "the status quo")
    return strategy_lines(
        f"Found by goodwill optimise {plan.scenario.name}: nobody's programme, but lever values that did well.",
        {"en": f"Optimised {number}", "de": f"Optimiert {number}"},
        {
            "en": f"Of {evaluations} candidates tried, none was better in everything that was asked for: {asked}.",
            "de": f"Von {evaluations} erprobten Varianten war keine in allem besser, wonach gefragt war: {asked}.",
        },
        one["levers"], sources={name: origin if name in one["varied"] else kept for name in one["levers"]},
        legal=one["legal"],
    )


def strategy_lines(
    head: str, title: Any, advocate: Any, levers: Mapping[str, float], *, sources: Mapping[str, str],
    legal: Mapping[str, str],
) -> Iterator[str]:
    """Yield the lines of a strategy's file.

    Args:
        head: its first line, a comment.
        title: as text or {en, de}.
        advocate: the case for it, as text or {en, de}.
        levers: lever values.
        sources: where each comes from.
        legal: levers that law restricts, each with the restriction.
    """
    yield f"# {head}"
    for name, law in legal.items():
        yield f"# {name} is restricted by law: {law}"
    yield f"title: {_quoted(title)}"
    if advocate:
        yield f"advocate: {_quoted(advocate)}"
    yield "signature:"
    for name, value in levers.items():
        yield f"  {name}: {{value: {value:.12g}, source: {_quoted(sources[name])}}}"


def _quoted(words: Any) -> str:
    """Return text, or {en, de}, as JSON, which is YAML."""
    return json.dumps(words, ensure_ascii=False)
