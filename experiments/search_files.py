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
        write_text(path, "\n".join(strategy_lines(plan, data, one)) + "\n")
        files.append(path)
    return files


def strategy_lines(plan: SearchPlan, data: Mapping[str, Any], one: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a strategy's file."""
    number = one["id"].rpartition("_")[2]
    asked = ", ".join(outcome["name"] for outcome in data["outcomes"])
    evaluations, worlds = data["counts"]["tried"], data["worlds"]
    yield f"# Found by goodwill optimise {plan.scenario.name}: nobody's programme, but lever values that did well."
    for name, law in one["legal"].items():
        yield f"# {name} is restricted by law: {law}"
    yield f"title: {{en: Optimised {number}, de: Optimiert {number}}}"
    yield "advocate:"
    english = f"Of {evaluations} candidates tried, none was better in everything that was asked for: {asked}."
    german = f"Von {evaluations} erprobten Varianten war keine in allem besser, wonach gefragt war: {asked}."
    yield f"  en: {_quoted(english)}"
    yield f"  de: {_quoted(german)}"
    yield "signature:"
    origin = (
        f"assumption: optimised by goodwill for {plan.scenario.name} ({evaluations} evaluations in {worlds['searched']}"
        f" worlds, seed {plan.scenario.seed})"
    )
    kept = "assumption: as in " + (plan.strategy if plan.strategy != STATUS_QUO else "the status quo")
    for name, value in one["levers"].items():
        yield f"  {name}: {{value: {value:.12g}, source: {_quoted(origin if name in one['varied'] else kept)}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
