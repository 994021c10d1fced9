"""The worlds in which claims are tried: shared by all claims of a market, remembered; others from the bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from agents.chance import purpose, uniform
from agents.parameters import LEVERS, TRAITS, UNCERTAINTIES
from experiments.claims.models import Claim, Condition
from experiments.claims.store import Store
from experiments.execution import Crew
from experiments.worlds import World, accepted_worlds, draw_world
from sim import Scenario

WIDEST = 10.0           # times the plausible range: money's bounds reach to a million
BEYOND = 1_000_000      # numbers of the draws from the bounds, apart from those of plausible worlds


def claim_worlds(scenario: Scenario, n: int, *, crew: Crew, store: Store) -> Iterator[World]:
    """Yield the first n accepted worlds of a market; which draws were accepted is remembered."""
    known = store.accepted(scenario)
    if len(known) >= n:
        for number, draw in enumerate(known[:n], start=1):
            yield replace(draw_world(scenario, scenario.seed, draw), number=number)
        return
    draws: list[int] = []
    for world in accepted_worlds(scenario, n, seed=scenario.seed, crew=crew):
        draws.append(world.draw)
        yield world
    store.keep_accepted(scenario, draws)


def widened(name: str, plausible: tuple[float, float]) -> tuple[float, float]:
    """Return what a world from the bounds is drawn from: the bounds, at most ten times as wide as what is plausible."""
    low, high = plausible
    reach = 0.5 * (WIDEST - 1.0) * (high - low)
    least, most = UNCERTAINTIES[name].bounds if name in UNCERTAINTIES else plausible
    return max(least, low - reach), min(most, high + reach)


def bounds_world(scenario: Scenario, number: int) -> World:
    """Return a world drawn from the bounds instead of from what is plausible; no market has to look like it."""
    nature: dict[str, float] = {}
    for name, (_, plausible) in scenario.uncertainties.items():
        purpose(f"bounds.{name}")
        low, high = widened(name, plausible)
        nature[name] = low + (high - low) * uniform(scenario.seed, f"bounds.{name}", number)
    seed = int(uniform(scenario.seed, "bounds.seed", number) * 2**31)
    return World(number=number, draw=BEYOND + number, seed=seed, nature=nature)


def extra_values(claim: Claim, scenario: Scenario, world: World) -> dict[str, float]:
    """Return what a claim draws beside the uncertainties, in this world; worlds from the bounds use them too."""
    found = {}
    for path, (low, high) in claim.worlds.extra.items():
        purpose(f"extra.{path}")
        ends = _bounds_of(path, (low, high)) if world.draw >= BEYOND else (low, high)
        found[path] = ends[0] + (ends[1] - ends[0]) * uniform(scenario.seed, f"extra.{path}", world.draw)
    return found


def _bounds_of(path: str, plausible: tuple[float, float]) -> tuple[float, float]:
    kind, _, name = path.partition(".")
    if kind == "levers":
        return LEVERS[name].low, LEVERS[name].high
    half = 0.5 * (TRAITS[name].high - TRAITS[name].low)
    return min(plausible[0], -half), max(plausible[1], half)


def position(condition: Condition, claim: Claim, scenario: Scenario) -> float:
    """Return where a condition's worlds are parted in a market: as the file says, or the middle of what is plausible.

    Raises:
        LookupError: if the condition has neither a cut nor a range.
    """
    if condition.cut is not None:
        return condition.cut
    kind, _, name = condition.path.partition(".")
    ends = scenario.uncertainties[name][1] if kind == "nature" else claim.worlds.extra[condition.path]
    return 0.5 * (ends[0] + ends[1])


def is_above(condition: Condition, claim: Claim, scenario: Scenario, seen: Mapping[str, float]) -> bool:
    """Whether a world lies above a condition's cut; `seen` holds its value by path."""
    return seen[condition.path] > position(condition, claim, scenario)
