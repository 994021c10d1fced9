"""The fitted market, as a file: it extends the market, and every fitted value says where it comes from."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from experiments.batch_store import write_text
from sim.scenario import list_shipped
from sim.scenario_files import SHIPPED

if TYPE_CHECKING:
    from experiments.calibration_plan import FitPlan
    from experiments.proposals import Point
    from sim import Scenario

FOLDER = "markets"      # a file that extends a market is known as one by its folder


def fitted_market(plan: FitPlan, point: Point, ranges: Mapping[str, tuple[float, float]]) -> Scenario:
    """Return the market with the fitted values and ranges, as its file will say."""
    market = plan.scenario.market
    changed = {
        name: market.uncertainties[name].model_copy(update={"value": point[name], "plausible": ranges[name]})
        for name in ranges
    }
    kept = {"uncertainties": {**market.uncertainties, **changed}}
    return plan.scenario.model_copy(update={"market": market.model_copy(update=kept)})


def market_text(plan: FitPlan, data: Mapping[str, Any], home: Path, *, unmet: Collection[str] = ()) -> str:
    """Return the text of the market's file that is to lie in a folder; targets that are not met may be left out."""
    return "\n".join(_lines(plan, data, home, unmet)) + "\n"


def _lines(plan: FitPlan, data: Mapping[str, Any], home: Path, unmet: Collection[str]) -> Iterator[str]:
    yield f"# {plan.file.stem}, fitted to {plan.targets} by {plan.command}. Keep it in a folder named {FOLDER}."
    yield f"extends: {_extended(plan.file, home)}"
    title = plan.scenario.market.title
    named = title if isinstance(title, dict) else {"en": str(title or plan.scenario.name)}
    words = {language: f"{text} ({plan.marks.get(language, plan.marks['en'])})" for language, text in named.items()}
    yield f"title: {_flow(words)}"
    yield from _given({key: value for key, value in plan.given.items() if key != "uncertainties"})
    yield "uncertainties:"
    known = {key: value for key, value in plan.given.get("uncertainties", {}).items() if key not in plan.ranges}
    yield from (f"  {line}" for line in _given(known))
    for name, one in data["uncertainties"].items():
        ends = f"[{one['range'][0]:.12g}, {one['range'][1]:.12g}]"
        source = _quoted(_source(plan, data, one))
        yield f"  {name}: {{value: {one['value']:.12g}, plausible: {ends}, source: {source}}}"
    shown = [one.target for one in plan.statistics if not one.firm and one.weeks is None and not one.per]
    if targets := [one for one in shown if one.id not in unmet]:
        yield "targets:"
        for target in targets:
            yield f"  - {_flow(target.model_dump(mode='json', exclude_defaults=True))}"


def _given(tree: Mapping[str, Any]) -> Iterator[str]:
    """Yield what stands in the market before anything is fitted, as lines of YAML."""
    if tree:
        yield from yaml.safe_dump(dict(tree), sort_keys=False, allow_unicode=True, width=10_000).splitlines()


def _source(plan: FitPlan, data: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    how = f"{plan.command}, {data['counts']['tried']} evaluations, seed {plan.scenario.seed}"
    if one["state"] == "open":
        return f"assumption: not pinned down by {plan.targets}, range as before ({how})"
    return f"fitted to {plan.targets} ({how}); other uncertainties held: assumption"


def _extended(file: Path, home: Path) -> str:
    """Return how the market is extended: a shipped one by its name, another by its path."""
    if file.resolve().is_relative_to(SHIPPED) and file.stem in list_shipped("markets"):
        return file.stem
    return _quoted(Path(os.path.relpath(file.resolve(), home.resolve())).as_posix())


def _flow(mapping: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {_value(value)}" for key, value in mapping.items()) + "}"


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return f"{value:.6g}" if isinstance(value, float) else _quoted(value)


def _quoted(text: object) -> str:
    return json.dumps(text, ensure_ascii=False)


def write_market(file: Path, text: str) -> None:
    """Write the market; what is there is never replaced.

    Raises:
        FileExistsError: if the file came into being meanwhile.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
    write_text(file, text)
