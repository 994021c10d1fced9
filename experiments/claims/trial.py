"""Claims put to the test: verdicts from paired worlds, once more in further worlds, and what is no evidence."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from experiments.claims.bench import Bench, Tell
from experiments.claims.evidence import checks_of
from experiments.claims.files import load_claims
from experiments.claims.judging import Tested
from experiments.claims.store import Store
from experiments.execution import Crew
from experiments.verdicts import EXTENDED, WORLDS
from experiments.worlds import World, compile_rules
from sim import Scenario

CUSTOMERS = 1_000       # simulated people: see docs/DECISIONS.md, "Claims: many small worlds"
SEED = 7


@dataclass
class Trials:
    """All claims of one call, and the worlds they share."""

    tested: list[Tested]
    scenarios: dict[str, Scenario]
    worlds: dict[str, list[World]]
    per_market: int
    seed: int
    seconds: float
    asked: int = WORLDS
    extended: bool = False


def try_claims(
    names: Sequence[str] = (), *, worlds: int = WORLDS, extend: bool = False, customers: int = CUSTOMERS,
    seed: int = SEED, workers: int | None = None, executor: Executor | None = None, home: Path | None = None,
    scenarios: Mapping[str, Scenario] | None = None, on_progress: Tell | None = None,
) -> Trials:
    """Put claims to the test.

    Args:
        names: ids or files; default: all shipped ones.
        worlds: worlds in all, shared out evenly over a claim's markets.
        extend: try what is not settled again in four times as many worlds.
        customers: simulated people per world.
        seed: base seed of the worlds.
        workers: processes; default: one per core; the result does not depend on it.
        executor: runs the worlds instead of processes of its own.
        home: folder of remembered results; default: the user's cache.
        scenarios: markets by name, with size and seed, in the place of the files that claims name.
        on_progress: called with worlds done, worlds in all, and what they are for.

    Raises:
        ScenarioError: with every mistake of all claim files.
    """
    started = time.monotonic()
    files = load_claims(names)
    bench = Bench(files, worlds=worlds, customers=customers, seed=seed, store=Store(home), tell=on_progress,
                  scenarios=scenarios)
    with Crew(workers, executor=executor) as crew:
        if not crew.in_process:
            compile_rules(next(iter(bench.scenarios.values())), crew)
        tested = bench.tried(files, crew, bench.per_market)
        if extend:
            _extend(tested, bench, crew)
        for one in tested:
            one.checks = checks_of(one.claim, one.verdict)
        bench.check(tested, crew)
    return Trials(tested, bench.scenarios, bench.worlds, bench.per_market, seed, time.monotonic() - started,
                  worlds, extend)


def _extend(tested: list[Tested], bench: Bench, crew: Crew) -> None:
    """Try once more what is not settled for want of worlds or of a condition; the first verdict is kept beside."""
    open_ones = [
        one for one in tested
        if one.verdict is not None and one.verdict.word == "not settled" and one.verdict.why != "does not apply"
    ]
    if not open_ones:
        return
    again = bench.tried([one.file for one in open_ones], crew, bench.per_market * EXTENDED // WORLDS)
    for one, more in zip(open_ones, again, strict=True):
        one.first, one.verdict, one.rows = one.verdict, more.verdict, more.rows
