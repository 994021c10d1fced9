"""Both at their best: each strategy's signature levers tuned by equally many evaluations, in worlds that nobody judges.

The search is that of `optimise`, with the scenario's outcome alone and within the comparison's envelope. Its worlds are
drawn far behind those of any comparison, so what was tuned is judged in fresh ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.parameters import LEVERS
from experiments.batch import Progress, crew_for
from experiments.batch_folder import begin, write_manifest
from experiments.batch_store import Store, write_text
from experiments.batch_tasks import code_digest
from experiments.margins import margin_of
from experiments.outcomes import SPENT
from experiments.phrases import Voice
from experiments.proposals import Point, Tried
from experiments.provenance import versions
from experiments.search import EVALUATIONS, Benches, try_candidates
from experiments.search_data import restricted
from experiments.search_files import strategy_lines
from experiments.search_plan import SearchPlan, plan_search
from experiments.statistics import Floats, oriented
from experiments.trial import Arm
from sim import Scenario, ScenarioError, load
from sim.scenario_events import STATUS_QUO

if TYPE_CHECKING:
    from sim.scenario_models import Strategy

WORLDS = 40         # users.md F3: worlds 1001 to 1040
BEHIND = 1e12       # loss of whoever leaves the envelope, and per share outside it: more than any outcome differs by
CUSTOMERS = 1_000   # at most, while tuning: the luck of a world is the same for all candidates; assumption
TITLES = {"en": "{title}, tuned", "de": "{title}, abgestimmt"}


@dataclass(frozen=True)
class Best:
    """A strategy tuned: `point` are its levers that were varied, `gain` the outcome over the preset's where tuned."""

    plan: SearchPlan
    strategy: Strategy
    point: Point
    gain: float | None
    tried: int
    failed: int
    outside: int    # candidates that left the envelope
    found_at: int

    @property
    def of(self) -> str:
        """The id of the strategy as it comes."""
        return Path(self.plan.strategy).stem

    @property
    def id(self) -> str:
        """The id of the tuned one."""
        return f"tuned_{self.of}"

    @property
    def levers(self) -> dict[str, float]:
        """All levers that the tuned strategy sets."""
        return self.plan.levers(self.point)

    @property
    def titles(self) -> dict[str, str]:
        """The title in every language."""
        return {one: text.format(title=Voice(one).text(self.strategy.title)) for one, text in TITLES.items()}

    @property
    def legal(self) -> dict[str, str]:
        """Levers that law restricts and that are used no less than today, each with the restriction."""
        return restricted(self.plan, self.levers)

    @property
    def crossed(self) -> list[str]:
        """Levers that the preset moves one way from the status quo, and tuning the other."""
        today = self.plan.scenario.market.status_quo.levers
        found = []
        for name, value in self.point.items():
            usual = today.get(name, LEVERS[name].default)
            if (value - usual) * (self.plan.base[name] - usual) < 0:
                found.append(name)
        return found


@dataclass(frozen=True)
class Tuning:
    """Strategies tuned alike: in the same worlds, by equally many evaluations."""

    strategies: tuple[Best, ...]
    evaluations: int
    worlds: int
    customers: int
    keep_sides: bool = True
    files: tuple[Path, ...] = ()

    @property
    def arms(self) -> tuple[Arm, ...]:
        """The tuned strategies as arms of a comparison; levers that the scenario sets for the firm hold in them too."""
        return tuple(
            Arm(one.id, one.titles, one.strategy.advocate, {**one.levers, **_own(one.plan.scenario)})
            for one in self.strategies
        )


def _own(scenario: Scenario) -> dict[str, float]:
    return dict(scenario.firms[scenario.firm].levers) if scenario.firm in scenario.firms else {}


def tune(
    scenario: str | Path, strategies: Sequence[str] | None = None, out: str | Path | None = None, *,
    evaluations: int = EVALUATIONS, worlds: int = WORLDS, customers: int | None = None, keep_sides: bool = True,
    workers: int | None = None, executor: Executor | None = None, on_progress: Progress | None = None,
    on_note: Callable[[str], None] | None = None, **options: Any,
) -> Tuning:
    """Tune the signature levers of strategies, each within its levers' plausible ranges, by equally many evaluations.

    Args:
        scenario: a name or file.
        strategies: names or files; default: the scenario's. The status quo has no levers and is left out.
        out: folder in which finished runs and the strategies are kept; without one, memory. Run again, it resumes.
        evaluations: candidates tried per strategy; the preset is the first, the status quo's values the second.
        worlds: worlds that they are tried in.
        customers: simulated people; default: the scenario's, at most 1,000.
        keep_sides: whether a lever stays on the strategy's own side of today's value.
        workers: processes; the result does not depend on it.
        executor: any `concurrent.futures.Executor`, used and left open.
        on_progress: called with runs done and runs in all.
        on_note: called with a line about what is done next.
        options: as `plan_search` takes them: firm, budget, rivals, without, established, sets, weeks, seed.

    Raises:
        ScenarioError: for input that cannot be used, or where every candidate of a strategy failed.
    """
    plans = _plans(
        scenario, strategies, worlds=worlds, customers=customers, keep_sides=keep_sides, **options,
    )
    folder, note, tell = None if out is None else Path(out), _once(on_note), on_progress
    begin(plans[0].study([plans[0].strategy], varied=True), folder)
    found = list[Best]()
    with Store(folder) as store, crew_for(plans[0].scenario, workers, cluster=None, executor=executor) as crew:
        write_manifest(folder, _manifest(plans, evaluations, complete=False))
        each = (evaluations + 1) * worlds
        for number, plan in enumerate(plans):
            note(f"tuning {plan.strategy}: {len(plan.ranges)} levers, {evaluations} evaluations in {worlds} worlds")
            progress = _Part(tell, number * each, len(plans) * each)
            benches = Benches(plan, plan.study([plan.strategy], varied=True), store, crew, progress, note, each)
            tried = try_candidates(plan, benches, evaluations, within_budget)
            found.append(_best(plan, tried, benches.of(fresh=False).values))
        store.settle()
    write_manifest(folder, _manifest(plans, evaluations, complete=True))
    files = () if folder is None else tuple(_write(folder / "strategies", one, evaluations) for one in found)
    return Tuning(tuple(found), evaluations, worlds, plans[0].scenario.customers, keep_sides, files)


def _once(tell: Callable[[str], None] | None) -> Callable[[str], None]:
    """Return what says every line once."""
    said = set[str]()

    def note(line: str) -> None:
        if tell is not None and line not in said:
            said.add(line)
            tell(line)

    return note


@dataclass(frozen=True, slots=True)
class _Part:
    """Counts the runs of one strategy as a part of those of all."""

    tell: Progress | None
    before: int
    total: int

    def __call__(self, done: int, _: int) -> None:
        if self.tell is not None:
            self.tell(self.before + done, self.total)


def _plans(
    scenario: str | Path, strategies: Sequence[str] | None, *, worlds: int, customers: int | None,
    keep_sides: bool = True, sets: Sequence[str] = (), firm: str | None = None, **options: Any,
) -> list[SearchPlan]:
    """Return a plan per strategy that has levers, all with the same worlds and people."""
    named = [*sets, *([f"firm={firm}"] if firm else [])]
    loaded = load(scenario, sets=named)
    people = customers or min(CUSTOMERS, loaded.customers)
    names = [name for name in strategies or loaded.strategies if name != STATUS_QUO]
    if not names:
        raise ScenarioError(["tuned: the status quo has no levers of its own; name a strategy"])
    others = [one for one in sets if not one.startswith("customers=")]     # fewer people are asked for below
    held, common = _own(loaded), {"sets": others, "firm": firm, "worlds": worlds, "customers": people, **options}
    plans = []
    for name in names:
        levers = [one for one in loaded.strategy_levers(name) if one not in held]
        found = plan_search(scenario, strategy=name, levers=levers, outcomes=(loaded.outcome,), **common)
        plans.append(replace(found, name=f"tuned_{loaded.name}", ranges=_ranges(found, keep_sides=keep_sides)))
    return plans


def _ranges(plan: SearchPlan, *, keep_sides: bool) -> dict[str, tuple[float, float]]:
    """Return the plausible ranges, widened to the strategy's own values; `keep_sides`: on its side of today's value."""
    ranges, today = {}, plan.scenario.market.status_quo.levers
    for name, (low, high) in plan.ranges.items():
        preset, usual = plan.base[name], today.get(name, LEVERS[name].default)
        ends = min(low, preset), max(high, preset)
        if keep_sides and preset != usual:
            ends = (max(ends[0], usual), ends[1]) if preset > usual else (ends[0], min(ends[1], usual))
        ranges[name] = ends
    return ranges


def within_budget(
    plan: SearchPlan, found: Mapping[str, Floats], today: Mapping[str, Floats],
) -> tuple[float] | None:
    """Return what tuning makes small: the outcome, turned; whoever leaves the envelope comes behind all who keep to it.

    Args:
        plan: the search.
        found: outcome and money spent of a candidate, by measure, (worlds,).
        today: the same of the status quo, which has as much.
    """
    outcome = plan.outcomes[0]
    loss = -float(oriented(found[outcome.name] - today[outcome.name], outcome.better).mean())
    excess = _excess(plan, found[SPENT], today[SPENT])
    penalty = BEHIND * (1.0 + excess) if excess > 0 else 0.0
    return (loss + penalty,) if math.isfinite(loss + penalty) else None


def _excess(plan: SearchPlan, spent: Floats, today: Floats) -> float:
    """Return by which share a candidate's spending lies outside the envelope, beyond what counts as the same."""
    base, mode = float(today.mean()), plan.scenario.budget.mode
    if mode == "free" or base <= 0:
        return 0.0
    gap = float(spent.mean()) - base
    return max(0.0, (abs(gap) if mode == "equal" else gap) - margin_of(SPENT, reference=base)) / base


def _best(
    plan: SearchPlan, tried: Sequence[Tried], values: Callable[[Sequence[Point]], Mapping[str, Floats]],
) -> Best:
    """Return the best that keeps to the envelope, of equals the first; where none does, the strategy as it comes."""
    known = [(one.losses[0], at) for at, one in enumerate(tried) if one.losses is not None]
    if not known:
        raise ScenarioError([f"{plan.strategy}: it could not be tuned: every run failed"])
    least, at = min(known)
    outside = sum(loss > BEHIND / 2 for loss, _ in known)
    at = 0 if least > BEHIND / 2 else at
    both = values([tried[0].point, tried[at].point])[plan.outcomes[0].name][:, :, 0]
    gain = float((both[1] - both[0]).mean())
    strategy = plan.scenario.strategy(plan.strategy)
    failed = len(tried) - len(known)
    return Best(
        plan, strategy, dict(tried[at].point), gain if math.isfinite(gain) else None, len(tried), failed, outside,
        at + 1,
    )


def _manifest(plans: Sequence[SearchPlan], evaluations: int, *, complete: bool) -> dict[str, Any]:
    first = plans[0]
    return {
        "kind": "tuning", "experiment": {"name": first.name}, "scenario": first.file,
        "digest": first.scenario.digest(), "outcome": first.outcomes[0].name, "evaluations": evaluations,
        "strategies": {one.strategy: {name: list(ends) for name, ends in one.ranges.items()} for one in plans},
        "worlds": first.worlds, "customers": first.scenario.customers, "weeks": first.scenario.weeks,
        "seed": first.scenario.seed, "budget": first.scenario.budget.mode, "rivals": first.rivals,
        "settings": list(first.settings), "code": code_digest(), "versions": versions(), "complete": complete,
    }


def _write(folder: Path, one: Best, evaluations: int) -> Path:
    """Write a tuned strategy as a file; every value has its origin."""
    plan = one.plan
    folder.mkdir(parents=True, exist_ok=True)
    origin = (
        f"assumption: tuned by goodwill for {plan.scenario.name} ({evaluations} evaluations in {plan.worlds} worlds, "
        f"seed {plan.scenario.seed})"
    )
    path = folder / f"{one.id}.yaml"
    lines = strategy_lines(
        f"{plan.strategy}, tuned by goodwill compare {plan.scenario.name} --tuned: nobody's programme.",
        one.titles, one.strategy.advocate, one.levers,
        sources={name: origin if name in one.point else f"assumption: as in {plan.strategy}" for name in one.levers},
        legal=one.legal,
    )
    write_text(path, "\n".join(lines) + "\n")
    return path
