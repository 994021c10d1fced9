"""Plausible worlds: independent draws of everything nobody knows, kept only where the status quo looks like the market.

A world is a pure function of (base seed, number of the draw, name of the uncertainty): worlds 1…40 are the first forty
of 1…400, and a new uncertainty moves no other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from agents.chance import purpose, uniform
from agents.parameters import UNCERTAINTIES
from experiments.execution import Crew
from sim import Market, Scenario, ScenarioError, load
from sim.scenario_models import Target

SCREEN_CUSTOMERS = 2_000    # small and quick: the bands are wide
SCREEN_WEEKS = 52
FEWEST_DRAWS = 100          # before the acceptance rate is judged
LOWEST_RATE = 0.05
CENTRAL = "central"
WIDENED = 5.0       # plausible distances from the best value that an uncalibrated world may lie away: assumption


class MarketBandsError(ScenarioError):
    """Hardly any world meets the market's target bands: the market is badly specified."""


@dataclass(frozen=True, slots=True)
class World:
    """One draw of all uncertainties and a seed; `number` counts the accepted, `draw` (from 0) all."""

    number: int
    draw: int
    seed: int
    nature: dict[str, float]


@dataclass(frozen=True, slots=True)
class Screening:
    """What a worker needs to judge one draw."""

    scenario: Scenario
    world: World

    def __str__(self) -> str:
        """Name the task for messages."""
        return f"draw {self.world.number} of {self.scenario.name}"


def draw_world(scenario: Scenario, seed: int, draw: int) -> World:
    """Return a draw, not yet accepted: every uncertainty uniform over its plausible range, and a seed."""
    nature: dict[str, float] = {}
    for name, (_, (low, high)) in scenario.uncertainties.items():
        purpose(f"world.{name}")    # refuses two names that would share their luck
        nature[name] = low + (high - low) * uniform(seed, f"world.{name}", draw)
    return World(number=draw + 1, draw=draw, seed=int(uniform(seed, "world.seed", draw) * 2**31), nature=nature)


def uncalibrated(name: str, value: float, plausible: tuple[float, float]) -> tuple[float, float]:
    """Return what an uncertainty may be where nothing is known of the market: its bounds, as far as they mean anything.

    Bounds are what is allowed, for some costs up to a million; beyond five times the plausible distance from the best
    value nothing is drawn (assumption).
    """
    low, high = UNCERTAINTIES[name].bounds
    return max(low, value - WIDENED * (value - plausible[0])), min(high, value + WIDENED * (plausible[1] - value))


def uncalibrated_world(scenario: Scenario, seed: int, draw: int) -> World:
    """Return a world drawn from what is possible, whether it looks like the market or not (users.md S17 b, F6)."""
    nature: dict[str, float] = {}
    for name, (value, plausible) in scenario.uncertainties.items():
        low, high = uncalibrated(name, value, plausible)
        nature[name] = low + (high - low) * uniform(seed, f"uncalibrated.{name}", draw)
    seed_of_run = int(uniform(seed, "uncalibrated.seed", draw) * 2**31)
    return World(number=draw + 1, draw=draw, seed=seed_of_run, nature=nature)


def second_seed(world: World) -> int:
    """Return the other seed of a world, by which luck is told apart from what nobody knows."""
    return int(uniform(world.seed, "world.second_seed") * 2**31)


def central_world(scenario: Scenario, seed: int) -> World:
    """Return the one world with the best value of everything."""
    nature = {name: value for name, (value, _) in scenario.uncertainties.items()}
    return World(number=1, draw=0, seed=seed, nature=nature)


def observed(results: Any, target: Target, *, firm: str = "", weeks: slice = slice(None)) -> float:
    """Return what a target speaks of in a run: the metric's mean over weeks and firms, weighted by customers."""
    segments = list(results.segments)
    firms = [list(results.firms).index(firm)] if firm else list(range(len(results.firms)))
    rows = [segments.index(name) for name in (target.segments or segments)]
    persons = np.asarray(results.people("customers"))[:, rows, :]
    if target.segments:
        values = np.asarray(results.segment_metrics[target.metric])[:, rows, :]
    else:
        values, persons = np.asarray(results.metrics[target.metric]), persons.sum(axis=1)
    values, persons = values[weeks][..., firms], persons[weeks][..., firms]
    known = np.isfinite(values) & (persons > 0)
    return float(np.average(values[known], weights=persons[known])) if known.any() else math.nan


def screen(screening: Screening) -> tuple[float, ...]:
    """Run the status quo of one draw and return what each target of the market speaks of."""
    scenario = status_quo(screening.scenario).model_copy(update={"customers": SCREEN_CUSTOMERS})
    market = Market(scenario, rng=screening.world.seed, nature=screening.world.nature, weeks=SCREEN_WEEKS)
    try:
        market.warm_up()
        market.run(SCREEN_WEEKS)
        results = market.results
        return tuple(observed(results, target) for target in scenario.market.targets)
    finally:
        market.close()


def band(target: Target) -> tuple[float, float]:
    """Return what is accepted of a target in a world."""
    return target.accept or (target.low, target.high)


LONGEST_FIRST = (1, 0, 3, 2)  # the loops of Market.compile_loop, by what they take to compile


@dataclass(frozen=True, slots=True)
class Loop:
    """What a worker needs to compile one of the week's loops."""

    scenario: Scenario
    number: int


def compile_loop(loop: Loop) -> None:
    """Compile one of the week's loops."""
    market = Market(loop.scenario, customers=100, weeks=1)
    try:
        market.compile_loop(loop.number)
    finally:
        market.close()


def compile_rules(scenario: Scenario, crew: Crew) -> None:
    """Compile the rules once and on disk before worlds start: the large loops side by side, the rest in a week."""
    for _ in crew.stream(compile_loop, (Loop(status_quo(scenario), number) for number in LONGEST_FIRST)):
        pass
    market = Market(status_quo(scenario), customers=100, weeks=1)
    try:
        market.step()
        market.firms[0].live()
        market.firms[0].break_off()
    finally:
        market.close()


def status_quo(scenario: Scenario) -> Scenario:
    """Return the scenario with nobody changing anything and nothing left out: no strategies, no events."""
    return scenario.model_copy(update={"events": (), "firms": {}, "only": ()})


def accepted_worlds(
    scenario: Scenario, n: int, *, seed: int, crew: Crew, known: Mapping[int, tuple[float, ...]] | None = None,
    on_judged: Callable[[int, tuple[float, ...]], None] | None = None, first: int = 0,
) -> Iterator[World]:
    """Yield the first n draws from draw `first` on that the market's bands accept, in their order, numbered from 1.

    What `known` draws showed is not simulated again; `on_judged` is called with what each showed.

    Raises:
        MarketBandsError: if fewer than 5 % of at least 100 draws are accepted.
    """
    if not scenario.market.targets:
        yield from (replace(draw_world(scenario, seed, first + k), number=k + 1) for k in range(n))
        return
    bands = [band(target) for target in scenario.market.targets]
    seen: list[tuple[float, ...]] = []
    found = 0
    draws = range(first, first + n * FEWEST_DRAWS)
    for values in _shown(scenario, draws, seed=seed, crew=crew, known=known or {}):
        seen.append(values)
        tried = len(seen)
        draw = draws[tried - 1]
        if on_judged is not None:
            on_judged(draw, values)
        if all(low <= value <= high for value, (low, high) in zip(values, bands, strict=True)):
            found += 1
            yield replace(draw_world(scenario, seed, draw), number=found)
        if found == n:
            return
        if tried >= FEWEST_DRAWS and found < LOWEST_RATE * tried:
            raise MarketBandsError(_too_few(scenario, found, np.array(seen)))


def _shown(
    scenario: Scenario, draws: range, *, seed: int, crew: Crew, known: Mapping[int, tuple[float, ...]],
) -> Iterator[tuple[float, ...]]:
    """Yield what each draw shows, in their order; only those not known are simulated."""
    unknown = next((at for at, draw in enumerate(draws) if draw not in known), len(draws))
    yield from (known[draw] for draw in draws[:unknown])
    fresh = (Screening(scenario, draw_world(scenario, seed, draw)) for draw in draws[unknown:])
    yield from crew.stream(screen, fresh, ahead=2 * crew.workers + 2)


def _too_few(scenario: Scenario, found: int, seen: NDArray[np.float64]) -> list[str]:
    """Say how few draws are accepted and, target by target, what they showed instead."""
    first = (
        f"{scenario.name}: only {found} of {len(seen)} draws of the uncertainties give a status quo within the bands of"
        " its targets; at least 5 % must: mend the plausible ranges, or the targets"
    )
    return [first, *(_missed(t, values) for t, values in zip(scenario.market.targets, seen.T, strict=True))]


def _missed(target: Target, values: NDArray[np.float64]) -> str:
    low, high = band(target)
    met, known = int(((values >= low) & (values <= high)).sum()), values[np.isfinite(values)]
    shown = "never known"
    if len(known):
        lowest, middle, highest = np.quantile(known, [0.1, 0.5, 0.9])
        shown = f"in the middle {middle:.4g}, in 8 of 10 draws {lowest:.4g} to {highest:.4g}"
    return f"target {target.id}: {target.metric} within {low:g} to {high:g} in {met} of {len(values)} draws; {shown}"


def worlds(
    market: str | Path | Scenario, n: int | Literal["central"] = 40, *, seed: int | None = None,
    workers: int | None = None,
) -> pd.DataFrame:
    """Return n plausible worlds as a table: `world` (from 1), `draw`, `seed`, a column per uncertainty.

    `table.attrs` holds `tried` (draws looked at) and `accepted_share`. The table may be saved, shared and passed to
    `compare(…, worlds=table)`.
    """
    scenario = market if isinstance(market, Scenario) else load(market)
    base = scenario.seed if seed is None else seed
    if n == CENTRAL:
        return as_table([central_world(scenario, base)])
    with Crew(workers) as crew:
        if not crew.in_process:
            compile_rules(scenario, crew)
        return as_table(list(accepted_worlds(scenario, int(n), seed=base, crew=crew)))


def as_table(found: list[World]) -> pd.DataFrame:
    """Return worlds as a table, the counterpart of `from_table`."""
    table = pd.DataFrame([{"world": w.number, "draw": w.draw, "seed": w.seed, **w.nature} for w in found])
    tried = found[-1].draw + 1 if found else 0
    table.attrs = {"tried": tried, "accepted_share": len(found) / tried if tried else None}
    return table


def from_table(table: pd.DataFrame) -> list[World]:
    """Return the worlds of a table made by `worlds`."""
    names = [str(name) for name in table.columns if name not in {"world", "draw", "seed"}]
    return [
        World(int(row["world"]), int(row["draw"]), int(row["seed"]), {name: float(row[name]) for name in names})
        for row in table.to_dict("records")
    ]
