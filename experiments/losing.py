"""Search for plausible circumstances under which customer_centric falls behind product_centric in value (users.md F9).

`python -m experiments.losing [MARKET …]` searches; without names in all markets. It prints what a scenario file takes
over; whether it holds in fresh worlds, `python -m experiments.standings` says, with a seed that was not looked at here.

1. Both strategies are played in plausible worlds of the market at the same budget. Where customer_centric is behind in
   clearly more than half of them, by the Clopper–Pearson limits, the market needs no change.
2. Else they are played in a design of extremes: every uncertainty at one end of its plausible range, by chance, and in
   the next world at the other end (a foldover, Box & Wilson 1951: no two of them together pass for a third). The rank
   correlation of end and difference in value orders the uncertainties.
3. The leading ones are set to the end at which customer_centric does worse, more and more of them, until it is behind
   in clearly more than half of the plausible worlds. A market whose published figures these values contradict accepts
   no worlds; then there is no such scenario of that many.
4. Chance may have put an uncertainty among them that changes nothing: what can be left out in the central world
   without any change in the difference is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from agents.chance import uniform
from experiments.standings import SIDES
from experiments.statistics import clopper_pearson
from experiments.worlds import MarketBandsError, World, as_table
from sim import Scenario, load
from sim.scenario import list_shipped

EXTREMES, WORLDS, CUSTOMERS = 96, 24, 1_500     # assumption: minutes per market
SEED = 8                # of what is tried here; no other than that of the record
STEPS = (4, 8, 12, 16)  # how many uncertainties are set: assumption


@dataclass(frozen=True, slots=True)
class Push:
    """An uncertainty set to an end of its plausible range."""

    name: str
    value: float
    plausible: tuple[float, float]
    correlation: float


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of some pushes: in how many worlds customer_centric is behind; None where no world is accepted."""

    pushes: tuple[Push, ...]
    behind: int | None
    worlds: int

    @property
    def loses(self) -> bool:
        """Whether customer_centric is behind in clearly more than half of all worlds there are, not only of these."""
        return self.behind is not None and clopper_pearson(self.behind, self.worlds)[0] > 0.5


def extremes(scenario: Scenario, n: int, *, seed: int = SEED) -> pd.DataFrame:
    """Return n worlds of a foldover design, two by two: every uncertainty at a plausible end, then at the other one."""
    rows = []
    for number in range(n):
        pair, side = divmod(number, 2)
        nature = {
            name: ends[(uniform(seed, f"extremes.{name}", pair) < 0.5) ^ side]
            for name, (_, ends) in scenario.uncertainties.items()
        }
        rows.append(World(number + 1, number, int(uniform(seed, "extremes.seed", pair) * 2**31), nature))
    return as_table(rows)


def play(
    scenario: Scenario, worlds: int | Literal["central"] | pd.DataFrame, *, customers: int = CUSTOMERS,
) -> tuple[pd.Series[float], pd.DataFrame, int]:
    """Return customer_centric's value minus product_centric's by world, what was drawn, and the count behind.

    Raises:
        MarketBandsError: if the market's published figures accept hardly any world.
    """
    from experiments.compare import compare

    found = compare(scenario, SIDES, worlds, seed=SEED, customers=customers, budget="equal", luck=False,
                    booked_only=True, workers=1)
    runs = found.runs[found.runs["outcome"] == "value"].pivot_table(index="world", columns="arm", values="value")
    value = next(entry for entry in found.data["outcomes"] if entry["name"] == "value")
    drawn = found.worlds.set_index("world").drop(columns=["draw", "seed"]).loc[runs.index]
    return runs[SIDES[1]] - runs[SIDES[0]], drawn, int(value["contrasts"][SIDES[1]]["behind"])


def pushes(scenario: Scenario, gaps: pd.Series[float], drawn: pd.DataFrame) -> list[Push]:
    """Return every uncertainty at its end where the difference is smaller, by strength of its rank correlation.

    Args:
        scenario: whose plausible ranges bound the values.
        gaps: the difference in value by world.
        drawn: the uncertainties, a row per world; constant ones are left out.
    """
    varying = drawn.loc[:, drawn.max() > drawn.min()]
    strength = varying.rank().corrwith(gaps.rank())
    ordered = strength.reindex(strength.abs().sort_values(ascending=False, kind="stable").index)
    ranges = {name: scenario.uncertainties[str(name)][1] for name in ordered.index}
    return [Push(str(name), ranges[name][0] if r > 0 else ranges[name][1], ranges[name], float(r))
            for name, r in ordered.items()]


def pushed(scenario: str, chosen: tuple[Push, ...]) -> Scenario:
    """Return a shipped scenario with uncertainties set."""
    return load(scenario, sets=tuple(f"market.uncertainties.{one.name}={one.value:g}" for one in chosen))


def search(market: str) -> Iterator[Trial]:
    """Yield the trials, with no and then more and more uncertainties set, up to the first in which it loses.

    That one is returned without the idle ones among them.
    """
    as_it_is = _tried(market, ())
    yield as_it_is
    if as_it_is.loses:
        return
    scenario = load(market)
    gaps, drawn, _ = play(scenario, extremes(scenario, EXTREMES))
    ordered = pushes(scenario, gaps, drawn)
    for many in STEPS:
        trial = _tried(market, tuple(ordered[:many]))
        yield replace(trial, pushes=busy(market, trial.pushes)) if trial.loses else trial
        if trial.loses:
            return


def busy(market: str, chosen: tuple[Push, ...]) -> tuple[Push, ...]:
    """Return those of some pushes without which the difference in the central world is another one."""
    def gap(some: Iterable[Push]) -> float:
        return float(play(pushed(market, tuple(some)), "central")[0].iloc[0])

    whole = gap(chosen)
    return tuple(one for one in chosen if gap(other for other in chosen if other is not one) != whole)


def _tried(market: str, chosen: tuple[Push, ...]) -> Trial:
    try:
        gaps, _, behind = play(pushed(market, chosen), WORLDS)
    except MarketBandsError:
        return Trial(chosen, None, WORLDS)
    return Trial(chosen, behind, len(gaps))


def told(market: str, trial: Trial) -> str:
    """Return a trial in a line; where customer_centric loses also the keys that a scenario takes over."""
    what = f"{market}, {len(trial.pushes)} uncertainties set"
    if trial.behind is None:
        return f"{what}: hardly any world meets the market's published figures\n"
    line = f"{what}: customer_centric is behind in {trial.behind} of {trial.worlds} worlds (seed {SEED})\n"
    if not trial.loses or not trial.pushes:
        return line
    keys = "".join(
        f"    {one.name}: {one.value:g}    # plausible {one.plausible[0]:g} to {one.plausible[1]:g};"
        f" rank correlation {one.correlation:+.2f}\n" for one in trial.pushes
    )
    found = f"# found by search: python -m experiments.losing {market}"
    return f"{line}market:\n  uncertainties:    {found}\n{keys}"


if __name__ == "__main__":
    for name in sys.argv[1:] or list_shipped("markets"):
        for one in search(name):
            sys.stdout.write(told(name, one))
            sys.stdout.flush()
