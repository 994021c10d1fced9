"""Compare strategies: every arm in the same firm and market, with the same people and luck, in n plausible worlds."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from experiments import causes, tables
from experiments.assembly import answered, assemble
from experiments.beside import check_beside, play_beside
from experiments.contrasts import Runs
from experiments.execution import Crew
from experiments.languages import of_market
from experiments.outcomes import outcome_named
from experiments.phrases import ENGLISH, Voice
from experiments.plan import Plan, plan_comparison
from experiments.provenance import numbers_digest
from experiments.removal import remove_largest
from experiments.statistics import LUCK_WORLDS
from experiments.trial import Task, WorldRun, run_world
from experiments.words import preliminary
from experiments.worlds import (
    World,
    accepted_worlds,
    as_table,
    central_world,
    compile_rules,
    from_table,
)
from sim import Scenario
from sim.manifests import FORMAT, program_digest, sealed, table_digests

if TYPE_CHECKING:
    from experiments.tuning import Tuning

Progress = Callable[[int, int, str | None], None]
PRELIMINARY = 2     # worlds after which a first line is shown
START_SECONDS = 5.0     # what starting processes takes; this and the next two measured on one core, rough
WEEK_SECONDS, CUSTOMER_WEEK_SECONDS = 1.5e-3, 2e-7


@dataclass(frozen=True)
class Comparison:
    """The result of `compare`: everything as one dictionary, and as tables."""

    data: dict[str, Any]
    runs: pd.DataFrame
    worlds: pd.DataFrame
    scenario: dict[str, Any]
    everything: Runs
    design: dict[str, Any] = field(default_factory=dict)

    @property
    def table(self) -> pd.DataFrame:
        """Means over the worlds, outcome × arm."""
        rows = {entry["name"]: {arm: x["mean"] for arm, x in entry["arms"].items()} for entry in self.data["outcomes"]}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("outcome")

    @property
    def weekly(self) -> pd.DataFrame:
        """The courses over the weeks: metric, arm, week, level (mean over worlds), the difference and its range."""
        weeks = self.data["weekly"]["week"]
        frames = []
        for metric, entry in self.data["weekly"]["metrics"].items():
            for arm, level in entry["levels"].items():
                gap = entry["differences"].get(arm, {})
                columns = {f"difference_{key}": gap.get(key) for key in ("mean", "p10", "p90")}
                frames.append(pd.DataFrame({"metric": metric, "arm": arm, "week": weeks, "level": level, **columns}))
        return pd.concat(frames, ignore_index=True)

    @property
    def trust_ledger(self) -> pd.DataFrame:
        """Why trust changed, a row per run, week and cause (`experiments.waterfall` reads it)."""
        return tables.trust_ledger(self.everything)

    @property
    def trust_detail(self) -> pd.DataFrame:
        """The same per 13 weeks, by segment too."""
        return tables.trust_detail(self.everything)

    @property
    def trust_levels(self) -> pd.DataFrame:
        """The cohort's trust at the end of each week per run, from week −1, the start."""
        return tables.trust_levels(self.everything)

    def write(self, folder: str | Path) -> Path:
        """Write comparison.json, manifest.json and the tables: worlds (outcomes), draws, weekly, money and trust."""
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.data, indent=1, ensure_ascii=False, allow_nan=False)
        (target / "comparison.json").write_text(text + "\n", encoding="utf-8")
        draws = self.worlds.copy()
        draws.attrs = {}
        built = {"worlds": self.runs, "draws": draws}
        built |= {one.__name__: one(self.everything) for one in (tables.weekly, tables.money_ledger, *tables.TRUST)}
        for name, table in built.items():
            table.to_parquet(target / f"{name}.parquet", index=False)
        origin = {
            "kind": "comparison", "format": FORMAT, "provenance": self.data["provenance"], "code": program_digest(),
            "scenario": self.scenario, "design": self.design, "tables": table_digests(built),
            "numbers": numbers_digest(self.data), "worlds": self.worlds.to_dict("records"),
        }
        text = json.dumps(sealed(origin), indent=1, ensure_ascii=False)
        (target / "manifest.json").write_text(text + "\n", encoding="utf-8")
        return target


def compare(
    scenario: str | Path | Scenario | Sequence[str | Path | Scenario], strategies: Sequence[str] | None = None,
    worlds: int | Literal["central"] | pd.DataFrame | None = None, *, firm: str | None = None,
    budget: str | None = None, rivals: str = "fixed", without: Sequence[str] = (), established: bool = False,
    workers: int | None = None, seed: int | None = None, customers: int | None = None, weeks: int | None = None,
    reference: str | None = None, on_progress: Progress | None = None, luck: bool = True,
    executor: Executor | None = None, voice: Voice = ENGLISH, booked_only: bool = False,
    envelopes: bool = False, tuning: Tuning | None = None,
) -> Comparison:
    """Put each strategy into the same firm of the same market, with the same people and luck, in plausible worlds.

    Args:
        scenario: a name, file or Scenario; or several, which are then the arms as they are written.
        strategies: ids of the arms; default: the scenario's.
        worlds: how many (default: the scenario's), "central" (one, with best values), or a table made by `worlds`.
        firm: the focal firm; default: the scenario's.
        budget: equal, free or capped; default: the scenario's.
        rivals: fixed; follow (they adopt the arm's strategy after 52 weeks); price_cut (−5 % in week 26);
            adaptive (they follow prices, copy who does best, answer churn).
        without: ids of mechanisms that are neutralised after the warm-up.
        established: each arm is warmed up under its own strategy instead of the status quo.
        workers: processes; default: one per core; the result does not depend on it.
        seed: base seed; default: the scenario's.
        customers: simulated people; default: the scenario's.
        weeks: horizon; default: the scenario's.
        reference: the arm the others are compared with; default: the first.
        on_progress: called with worlds done, worlds in all, and once a preliminary line.
        luck: whether the first 20 worlds are run with a second seed, to tell chance from what nobody knows.
        executor: runs the worlds instead of processes of its own (a cluster's).
        voice: the language of the sentences.
        booked_only: leave out the runs without the three largest causes of trust, which tell effect from entry.
        envelopes: play every arm with half and with one and a half of the money, too.
        tuning: the strategies at their best (`experiments.tuning.tune`), to be judged beside the presets.

    Raises:
        ScenarioError: for input that cannot be used, all problems at once.
    """
    plan = plan_comparison(
        scenario, strategies, firm=firm, budget=budget, rivals=rivals, without=without, established=established,
        seed=seed, customers=customers, weeks=weeks, reference=reference, worlds=worlds,
    )
    return compare_plan(
        plan, workers=workers, on_progress=on_progress, luck=luck, executor=executor, voice=voice,
        booked_only=booked_only, envelopes=envelopes, tuning=tuning,
    )


def compare_plan(
    plan: Plan, *, workers: int | None = None, on_progress: Progress | None = None, luck: bool = True,
    executor: Executor | None = None, voice: Voice = ENGLISH, booked_only: bool = False, envelopes: bool = False,
    tuning: Tuning | None = None,
) -> Comparison:
    """Run a comparison whose options are resolved; what they mean, `compare` says."""
    started = time.monotonic()
    voice = of_market(voice, plan.design.scenario.market.words.own())
    check_beside(plan, envelopes=envelopes, tuning=tuning)
    with Crew(workers_for(plan, workers), executor=executor) as crew:
        if not crew.in_process:
            compile_rules(plan.design.scenario, crew)
        found, runs, again = _run(plan, crew, on_progress, luck=luck, voice=voice)
        everything = Runs(plan.design, tuple(runs), tuple(again), plan.reference)
        count = _Count(on_progress, len(runs) + len(again))
        beside = play_beside(everything, found, crew, count.tell, with_envelopes=envelopes, tuning=tuning)
        count.before += len(found) if beside else 0
        removed = None if booked_only else _without_the_largest(everything, found, crew, count)
    data = assemble(everything, plan, found, voice=voice, removed=removed, beside=beside)
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    data["provenance"]["command"] += _asked_beside(envelopes=envelopes, tuning=tuning)
    data["provenance"] |= {"created": moment, "duration_s": round(time.monotonic() - started, 1)}
    design = plan.options() | {"luck": luck, "booked_only": booked_only, "language": voice.language}
    return Comparison(data, long_table(everything), as_table(found), plan.manifest(), everything, design)


def _asked_beside(*, envelopes: bool, tuning: Tuning | None) -> str:
    """Return the options that ask for what is played beside the comparison."""
    words = " --envelopes" if envelopes else ""
    if tuning:
        words += f" --tuned --evaluations {tuning.evaluations} --tuning-worlds {tuning.worlds}"
        words += f" --tuning-customers {tuning.customers}" + ("" if tuning.keep_sides else " --cross-sides")
    return words


def workers_for(plan: Plan, workers: int | None) -> int | None:
    """Return how many workers to start: as asked, but one (this process) where starting others would take longer."""
    scenario = plan.design.scenario
    weeks = scenario.market.warm_up + len(plan.design.arms) * scenario.weeks
    seconds = plan.n * weeks * (WEEK_SECONDS + scenario.customers * CUSTOMER_WEEK_SECONDS)
    return 1 if plan.is_central or (workers is None and seconds < START_SECONDS) else workers


def _run(
    plan: Plan, crew: Crew, on_progress: Progress | None, *, luck: bool, voice: Voice,
) -> tuple[list[World], list[WorldRun], list[WorldRun]]:
    """Run all worlds, then the first twenty again with their second seed."""
    found: list[World] = []
    again = min(LUCK_WORLDS, plan.n) if luck and not plan.is_central else 0
    tasks = itertools.chain(
        (Task(plan.design, world) for world in _noted(_worlds(plan, crew), found)),
        (Task(plan.design, world, again=True) for world in _lazily(found, again)),
    )
    runs: list[WorldRun] = []
    for run in crew.stream(run_world, tasks):
        runs.append(run)
        if on_progress is not None:
            line = _first_line(plan, runs, voice) if len(runs) == PRELIMINARY <= plan.n else None
            on_progress(len(runs), plan.n + again, line)
    return found, runs[: plan.n], runs[plan.n :]


@dataclass
class _Count:
    """Counts what is played after the comparison itself, part by part."""

    on_progress: Progress | None
    before: int

    def tell(self, done: int, wanted: int, line: str | None) -> None:
        """Say how far a part is, and how far everything."""
        if self.on_progress is not None:
            self.on_progress(self.before + done, self.before + wanted, line)


def _without_the_largest(runs: Runs, found: list[World], crew: Crew, count: _Count) -> dict[str, Any] | None:
    """Run the main arm and the reference without the three largest causes of their difference in trust."""
    arm = answered(runs)
    return remove_largest(runs, found, arm, crew=crew, causes=causes.trust(runs)["causes"][arm], tell=count.tell)


def _noted(worlds: Iterator[World], found: list[World]) -> Iterator[World]:
    for world in worlds:
        found.append(world)
        yield world


def _lazily(found: list[World], n: int) -> Iterator[World]:
    yield from found[:n]


def _worlds(plan: Plan, crew: Crew) -> Iterator[World]:
    if isinstance(plan.worlds, pd.DataFrame):
        return iter(from_table(plan.worlds))
    if plan.is_central:
        return iter([central_world(plan.design.scenario, plan.seed)])
    return accepted_worlds(plan.design.scenario, plan.n, seed=plan.seed, crew=crew)


def _first_line(plan: Plan, runs: list[WorldRun], voice: Voice) -> str:
    outcome = outcome_named(plan.design.scenario.outcome)
    arm = next(k for k in range(len(plan.design.arms)) if k != plan.reference)
    gaps = [run.arms[arm].of(outcome.name) - run.arms[plan.reference].of(outcome.name) for run in runs]
    return preliminary({
        "done": len(runs), "total": plan.n, "outcome": outcome.label, "kind": outcome.kind, "differences": gaps,
        "currency": plan.design.scenario.market.currency, "arm": plan.design.arms[arm].title,
        "reference": plan.design.arms[plan.reference].title,
    }, voice)


def long_table(runs: Runs) -> pd.DataFrame:
    """Return every outcome as a row; `replication` is 0 for a world's own seed, 1 for its second one."""
    names = {outcome.name for outcome in runs.outcomes}
    rows = [
        {
            "world": run.world, "replication": number, "seed": run.seed, "arm": name, "outcome": outcome,
            "value": value,
        }
        for number, several in enumerate((runs.worlds, runs.again)) for run in several
        for name, arm in zip(runs.arms, run.arms, strict=True)
        for outcome, value in arm.numbers.items() if outcome in names
    ]
    return pd.DataFrame(rows)
