"""From a claim's arms to what is played: resolved in a world, shared by content, played from one snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from itertools import groupby
from typing import Any

import numpy as np

from agents.parameters import LEVERS, UNCERTAINTIES
from experiments.claims.measures import Measure, Reading, Value
from experiments.claims.models import FOCAL, RIVALS, Claim, Conduct, Neutral, Situation
from experiments.provenance import canonical, digest
from experiments.worlds import World, status_quo
from sim import Market, Scenario
from sim.mechanisms import MECHANISMS
from sim.scenario import load_strategy
from sim.scenario_events import STATUS_QUO
from sim.scenario_models import Firm

EVERYBODY = "all"


@dataclass(frozen=True)
class Played:
    """What one firm does: resolved lever values from a week on, within a budget."""

    levers: Mapping[str, float]
    week: int
    budget: str


@dataclass(frozen=True)
class Plan:
    """An arm resolved in one world: nothing but numbers, the same for every claim that asks for the same."""

    firm: str
    before: Mapping[str, Mapping[str, float]]
    focal: Played
    rivals: Played | None
    others: Mapping[str, Played]
    nature: Mapping[str, float]
    people: Mapping[str, float]
    off: tuple[str, ...]
    events: tuple[Any, ...]
    envelope: float

    @cached_property
    def key(self) -> str:
        """A digest of everything that the arm does; its name and claim are left out."""
        content = {one.name: getattr(self, one.name) for one in fields(self)} | {
            "focal": vars(self.focal), "rivals": vars(self.rivals) if self.rivals else None,
            "others": {name: vars(one) for name, one in self.others.items()},
            "events": [event.model_dump(mode="json") for event in self.events],
        }
        return digest(content)[:20]

    @property
    def start(self) -> str:
        """What has to be equal for two arms to share a warm-up."""
        return canonical(self.before)


@dataclass(frozen=True)
class Job:
    """One world of one market with everything still to be played in it: plans, each with its measures."""

    scenario: Scenario
    world: World
    plans: tuple[tuple[Plan, tuple[Measure, ...]], ...]
    kind: str = field(default="plausible")

    def __str__(self) -> str:
        """Name the job for messages."""
        return f"world {self.world.number} of {self.scenario.name}"


def resolve(
    claim: Claim, arm: str, scenario: Scenario, extra: Mapping[str, float], *, without: Neutral | None = None,
) -> Plan:
    """Return what an arm does in a world.

    Args:
        claim: the claim.
        arm: the name of its arm.
        scenario: the market.
        extra: what the claim draws beside, by path (levers.NAME, traits.NAME).
        without: what is made neutral in every arm, for a placebo or a knock-out.
    """
    given, own = claim.given, claim.arms[arm]
    several = (given, own)
    fixed = {name: one.value for name, one in claim.fixed.items()}
    events = (*given.events, *own.events)
    before = {
        "entrants": dict.fromkeys(sorted({one.firm for one in events if one.kind == "entrant"}), 0.0),
        "levers": _of(extra, "levers") | _laid(one.before.levers for one in several),
        "nature": fixed | _laid(one.before.nature for one in several),
        "traits": _sum([_of(extra, "traits"), *(one.before.traits for one in several)]),
    }
    rivals = own.rivals or given.rivals
    return Plan(
        firm=scenario.firm if claim.firm == FOCAL else claim.firm, before=before,
        focal=_played(own, claim, given), rivals=_played(rivals, claim) if rivals else None,
        others={name: _played(one, claim) for name, one in sorted({**given.others, **own.others}.items())},
        nature=_laid(one.nature for one in several) | (dict(without.nature) if without else {}),
        people=_laid(one.people for one in several), off=(*given.off, *own.off, *(without.off if without else ())),
        events=events, envelope=claim.envelope,
    )


def _of(extra: Mapping[str, float], kind: str) -> dict[str, float]:
    return {path.partition(".")[2]: value for path, value in extra.items() if path.startswith(f"{kind}.")}


def _laid(several: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return mappings laid over one another, the last on top, in the order of their names."""
    laid: dict[str, float] = {}
    for one in several:
        laid.update({name: float(value) for name, value in one.items()})
    return dict(sorted(laid.items()))


def _sum(several: Iterable[Mapping[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for one in several:
        for name, value in one.items():
            total[name] = total.get(name, 0.0) + float(value)
    return dict(sorted(total.items()))


def _played(one: Conduct, claim: Claim, given: Situation | None = None) -> Played:
    """Return what a firm does; what all arms share lies between the strategy and the arm's own levers."""
    strategy = one.strategy if given is None or "strategy" in one.model_fields_set else given.strategy
    week = one.week if given is None or "week" in one.model_fields_set else given.week
    budget = one.budget or (given.budget if given else None) or claim.budget
    return Played(_laid([_signature(strategy), given.levers if given else {}, one.levers]), week, budget)


@cache
def _signature(strategy: str) -> Mapping[str, float]:
    """Return the levers of a strategy; its file is read once, arms are resolved ten thousand times."""
    return {} if strategy == STATUS_QUO else load_strategy(strategy).signature


def measures_by_plan(wanted: Iterable[tuple[Plan, Measure]]) -> list[tuple[Plan, tuple[Measure, ...]]]:
    """Return every plan once, with all measures that are wanted of it."""
    plans: dict[str, Plan] = {}
    measures: dict[str, dict[str, Measure]] = {}
    for plan, measure in wanted:
        plans.setdefault(plan.key, plan)
        measures.setdefault(plan.key, {})[measure.key] = measure
    return [(plans[key], tuple(of.values())) for key, of in measures.items()]


def play(job: Job) -> dict[str, dict[str, Value]]:
    """Play all plans of a job; return plan → measure → value. Plans that start alike share one warm-up."""
    found: dict[str, dict[str, Value]] = {}
    ordered = sorted(job.plans, key=lambda pair: pair[0].start)
    for _, several in groupby(ordered, key=lambda pair: pair[0].start):
        found.update(_from_one_start(job, list(several)))
    return found


def _from_one_start(
    job: Job, plans: list[tuple[Plan, tuple[Measure, ...]]],
) -> Iterator[tuple[str, dict[str, Value]]]:
    before = plans[0][0].before
    horizon = max(measure.weeks for _, measures in plans for measure in measures)
    nature = {**job.world.nature, **before["nature"]}
    market = Market(started(job.scenario, before), rng=job.world.seed, nature=nature, weeks=horizon)
    try:
        market.warm_up()
        snapshot = market.snapshot()
        for plan, measures in plans:
            market.restore(snapshot)
            begin(market, plan)
            market.run(max(measure.weeks for measure in measures))
            reading = Reading(market.results, plan.firm)
            yield plan.key, {measure.key: reading.value(measure) for measure in measures}
    finally:
        market.close()


def started(scenario: Scenario, before: Mapping[str, Mapping[str, float]]) -> Scenario:
    """Return the market's status quo, with what differs from the first week of the warm-up.

    Firms that enter later are in it from the start, without a customer, and absent.
    """
    quo = status_quo(scenario)
    market = quo.market
    levers = market.status_quo.model_copy(update={"levers": {**market.status_quo.levers, **before["levers"]}})
    segments = market.segments
    if before["traits"]:
        segments = {name: _shifted(one, before["traits"]) for name, one in segments.items()}
    absent = {name: Firm(share=share, enters_later=True) for name, share in before["entrants"].items()}
    changes = {"status_quo": levers, "segments": segments, "firms": {**market.firms, **absent}}
    return quo.model_copy(update={"market": market.model_copy(update=changes)})


def _shifted(segment: Any, shifts: Mapping[str, float]) -> Any:
    """Return a segment with shifted means; persons beyond a trait's bounds are held at them, as always."""
    moved = {
        name: segment.traits[name].model_copy(update={"value": segment.traits[name].value + shift})
        for name, shift in shifts.items()
    }
    return segment.model_copy(update={"traits": {**segment.traits, **moved}})


def begin(market: Any, plan: Plan) -> None:
    """Let week 0 come: what is made neutral, nature, people, what firms do, what will happen."""
    for name, value in plan.nature.items():
        market.set_nature(name, value)
    neutralise(market, plan.off)
    for column, mean in plan.people.items():
        state = market.world.state[column]
        state[...] = np.clip(state + (mean - float(state.mean())), 0.0, 1.0)
    for firm in [firm.name for firm in market.firms]:
        conduct = plan.focal if firm == plan.firm else plan.others.get(firm, plan.rivals)
        if conduct is not None:
            _adopt(market, firm, conduct, plan.envelope)
    for event in plan.events:
        for firm in _firms_of(event, market, plan.firm):
            market.calendar.add_spec(market.spec, event if firm is None else event.model_copy(update={"firm": firm}))


def _adopt(market: Any, firm: str, conduct: Played, envelope: float) -> None:
    if conduct.week == 0:
        market.adopt(firm, conduct.levers, budget=conduct.budget, envelope=envelope)
    else:
        market.schedule(
            conduct.week, "strategy", firm, levers=dict(conduct.levers), budget=conduct.budget, envelope=envelope,
        )


def _firms_of(event: Any, market: Any, focal: str) -> list[str | None]:
    """Return the firms that an event happens to, by name; None where it names none."""
    named = getattr(event, "firm", None)
    every = [firm.name for firm in market.firms]
    groups = {FOCAL: [focal], RIVALS: [firm for firm in every if firm != focal], EVERYBODY: every}
    return [None] if named is None else groups.get(named, [named])


def neutralise(market: Any, names: Iterable[str]) -> None:
    """Put mechanisms, levers (of all firms) and uncertainties at their neutral value, from now on."""
    for name in names:
        if name in MECHANISMS:
            market.without(name)
        elif name in LEVERS:
            for firm in market.firms:
                firm.fix({name: LEVERS[name].neutral})
        else:
            market.set_nature(name, UNCERTAINTIES[name].neutral)
