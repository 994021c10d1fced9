"""All parts of a comparison put together as one dictionary, the content of comparison.json."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

import numpy as np

from agents.books import LINES
from agents.parameters import LEVERS, UNCERTAINTIES
from experiments import causes, contrasts, courses, reasons, words
from experiments.audit.sources import changes, counted, kind_of
from experiments.audit.switching import switching
from experiments.conditions import Parameters, conditions, losses
from experiments.contrasts import Runs
from experiments.margins import margin_of
from experiments.phrases import ENGLISH, Voice
from experiments.plan import Plan
from experiments.provenance import assumptions, command, numbers_behind, result_digest, scenarios_of, versions
from experiments.statistics import oriented
from experiments.trial import Arm
from experiments.worlds import CENTRAL, World
from sim.scenario_fields import Origin


def plain(value: Any) -> Any:
    """Return a value with plain numbers only; what is not a number becomes None."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    return None if isinstance(value, float) and not math.isfinite(value) else value


def assemble(
    runs: Runs, plan: Plan, found: list[World], *, voice: Voice = ENGLISH, removed: dict[str, Any] | None = None,
    beside: dict[str, Any] | None = None, audited: bool = True,
) -> dict[str, Any]:
    """Return the data of a comparison.

    Args:
        runs: what every world said.
        plan: the design and its seeds.
        found: the worlds, with the values drawn.
        voice: the language of titles and sentences.
        removed: what `remove_largest` found.
        beside: further parts, made of what `play_beside` found.
        audited: whether the part for those who check is wanted; an answer given while people wait has none.
    """
    from experiments.predisposition import of_market  # a script too, which must not be imported before it is run

    design = plan.design
    data = _frame(runs, plan, voice) | {
        "budget": _budget(runs, plan), "worlds": _worlds(runs, plan, found),
        "outcomes": contrasts.outcome_entries(runs), "break_even": courses.break_evens(runs),
        "weekly": courses.weekly(runs), "ahead_by_week": courses.ahead_by_week(runs),
        "trust": _trust(runs, voice) | {"removed": removed},
        "bridge": causes.bridge(runs, {line.name: line.label for line in LINES}), "segments": _segments(runs, voice),
        "ranking": contrasts.ranking(runs, runs.outcomes[0]), "assumptions": assumptions(design),
        "predisposition": of_market(design.scenario),
    }
    parameters = parameters_of(plan, found)
    data |= _search(runs, data, parameters)
    if audited:
        data["audit"] = audit(runs, words.main_arm(data), parameters)
    data = plain(data | (beside or {}))
    data |= reasons.weigh(data, voice)
    data["answer"] = words.answer(data, voice)
    data["provenance"] = _provenance(plan, data)
    return dict(data)


def _frame(runs: Runs, plan: Plan, voice: Voice) -> dict[str, Any]:
    design, scenario = plan.design, plan.design.scenario
    market = scenario.market
    texts = {key: getattr(scenario, key) for key in ("title", "question", "story", "decision", "guess")}
    texts["title"] = texts["title"] or market.title
    return {
        **{key: voice.text(text) for key, text in texts.items()}, "texts": texts | {"market_title": market.title},
        "words": market.words.own(), "market": scenario.name, "market_title": voice.text(market.title),
        "firm": design.firm,
        "currency": market.currency, "market_size": market.market_size, "customers": scenario.customers,
        "weeks": scenario.weeks, "warm_up": market.warm_up, "seed": plan.seed, "established": design.established,
        "primary": scenario.outcome, "reference": runs.arms[plan.reference],
        "arms": [_arm(plan, arm, voice) for arm in design.arms], "rivals": design.rivals,
        "without": [*scenario.left_out, *design.without],
    }


def _arm(plan: Plan, arm: Arm, voice: Voice) -> dict[str, Any]:
    before = plan.design.scenario.market.status_quo.levers
    levers = {name: _lever(name, before.get(name, LEVERS[name].default), to) for name, to in arm.levers.items()}
    return {
        "id": arm.id, "title": voice.text(arm.title), "advocate": voice.text(arm.advocate), "levers": levers,
        "titles": arm.title, "advocates": arm.advocate,
    }


def _lever(name: str, before: float, after: float) -> dict[str, Any]:
    """Return what an arm does with a lever; `legal` is set where it uses what law restricts, no less than before."""
    lever = LEVERS[name]
    uses = after != lever.neutral and abs(after - lever.neutral) >= abs(before - lever.neutral)
    return {
        "from": before, "to": after, "unit": lever.unit, "about": lever.about, "cost": lever.cost,
        "legal": lever.legal if uses else "", "mechanism": lever.mechanism,
    }


def _budget(runs: Runs, plan: Plan) -> dict[str, Any]:
    spend = (runs.course("spend") @ runs.factors).mean(axis=0)
    margin = margin_of("spend", reference=float(spend[plan.reference]))
    known = all("purse" in arm.courses for run in runs.worlds for arm in run.arms)
    purse = runs.course("purse").mean(axis=(0, 2)) if known else ()
    return {
        "mode": plan.design.mode, "purse": dict(zip(runs.arms, map(float, purse), strict=False)),
        "envelope": plan.design.envelope,
        "realised": {name: float(spend[k]) for k, name in enumerate(runs.arms)},
        "equal_cost": bool((np.abs(spend - spend[plan.reference]) <= margin).all()), "forgone": causes.forgone(runs),
        "forgone_parts": causes.forgone_parts(runs),
    }


def _worlds(runs: Runs, plan: Plan, found: list[World]) -> dict[str, Any]:
    tried = found[-1].draw + 1
    return {
        "n": runs.n, "central": plan.is_central, "tried": tried,
        "accepted_share": runs.n / tried, "luck_share": contrasts.luck_shares(runs),
        "correlation": contrasts.correlations(runs),
    }


def _segments(runs: Runs, voice: Voice) -> list[dict[str, Any]]:
    specs = runs.design.scenario.market.segments
    entries = causes.segments(runs)
    for entry in entries:
        title = specs[entry["segment"]].title
        entry |= {"label": voice.text(title) or entry["label"], "titles": title}
    return entries


def _trust(runs: Runs, voice: Voice) -> dict[str, Any]:
    specs, found = runs.design.scenario.market.segments, causes.trust(runs)
    for groups in found["groups"].values():
        for row in groups["segment"]:
            title = specs[row["key"]].title if row["key"] in specs else ""
            row |= {"label": voice.text(title) or row["label"], "titles": title}
    return found


def answered(runs: Runs) -> str:
    """Return the arm that the answer will be about, from the outcomes alone."""
    data = {
        "reference": runs.arms[runs.reference], "primary": runs.outcomes[0].name, "worlds": {"n": runs.n},
        "ranking": contrasts.ranking(runs, runs.outcomes[0]), "outcomes": contrasts.outcome_entries(runs),
    }
    return words.main_arm(plain(data))


def parameters_of(plan: Plan, found: list[World]) -> Parameters:
    """Return the uncertainties of the worlds, with labels and plausible ranges."""
    known = plan.design.scenario.uncertainties
    names = tuple(name for name in known if all(name in world.nature for world in found))
    labels = tuple(UNCERTAINTIES[name].about if name in UNCERTAINTIES else name for name in names)
    low, high = (np.array([known[name][1][k] for name in names], dtype=np.float64) for k in (0, 1))
    values = np.array([[world.nature[name] for name in names] for world in found], dtype=np.float64)
    return Parameters(names, labels, low, high, values)


def _search(runs: Runs, data: dict[str, Any], parameters: Parameters) -> dict[str, Any]:
    """Return conditions of the main contrast and each arm's lost worlds."""
    primary = runs.outcomes[0]
    values, margin = runs.values(primary.name), contrasts.outcome_margin(runs, primary.name)
    gaps = {k: oriented(values[:, k] - values[:, runs.reference], primary.better) for k in runs.others}
    main = runs.arms.index(words.main_arm(data))
    kept, leads = conditions(gaps[main], margin, parameters)
    best = np.max([gaps[k] for k in runs.others], axis=0)
    numbers = [run.world for run in runs.worlds]
    lost = {
        name: losses(-best if k == runs.reference else gaps[k], margin, parameters, numbers)
        for k, name in enumerate(runs.arms)
    }
    label = {"arm": runs.arms[main]}
    return {"conditions": [row | label for row in kept], "leads": [row | label for row in leads], "losses": lost}


def audit(runs: Runs, main: str, parameters: Parameters) -> dict[str, Any]:
    """Return what an auditor asks: what was changed and on whose word, what backs the numbers, which of them carry."""
    primary, design = runs.outcomes[0], runs.design
    values = runs.values(primary.name)
    gap = values[:, runs.arms.index(main)] - values[:, runs.reference]
    behind = numbers_behind(design)
    carrying = [one | _backing(behind, one["name"]) for one in switching(gap, parameters)]
    return {
        "changes": [changes(one) | {"scenario": one.name} for one in scenarios_of(design)],
        "backing": counted((one.source, one.where) for one in behind.values()),
        "arm": main, "worlds": runs.n, "carrying": carrying,
    }


def _backing(behind: Mapping[str, Origin], name: str) -> dict[str, str]:
    one = behind.get(f"market.uncertainties.{name}", Origin(None, "", ""))
    return {"source": one.source, "where": one.where, "kind": kind_of(one.source, one.where)}


def _provenance(plan: Plan, data: dict[str, Any]) -> dict[str, Any]:
    n = CENTRAL if plan.is_central else plan.n
    options = {"reference": data["reference"], "worlds": n, "seed": plan.seed}
    return {
        **versions(), "scenario_digest": plan.design.scenario.digest(), "result_digest": result_digest(data),
        "seed": plan.seed, "command": command(plan.design, options),
    }
