"""Search for plausible circumstances under which customer_centric falls behind product_centric in value (users.md F9).

`python -m experiments.losing [MARKET …]` searches; without names in all markets. It prints what a scenario file takes
over; whether it holds in fresh worlds, `python -m experiments.standings` says, with a seed that was not looked at here.

1. Both strategies are played in plausible worlds at the same budget.
2. The uncertainties are ordered by the rank correlation of what was drawn with the difference in value.
3. The leading ones are set to that end of their plausible range at which customer_centric does worse, more and more of
   them, until in other worlds it is behind in clearly more than half: the Clopper–Pearson limits say so. A market whose
   published figures these values contradict accepts no worlds; then there is no such scenario of that many.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from experiments.standings import SIDES
from experiments.statistics import clopper_pearson
from experiments.worlds import MarketBandsError
from sim import Scenario, load
from sim.scenario import list_shipped

WORLDS, TRIED, CUSTOMERS = 60, 24, 1_000
SEARCH_SEED, TRIAL_SEED = 7, 8
MOST = (0, 3, 6, 9, 12)     # how many uncertainties are set, at first none: assumption


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
    seed: int

    @property
    def loses(self) -> bool:
        """Whether customer_centric is behind in clearly more than half of all worlds there are, not only of these."""
        return self.behind is not None and clopper_pearson(self.behind, self.worlds)[0] > 0.5


def differences(
    scenario: Scenario, worlds: int, *, seed: int, customers: int = CUSTOMERS,
) -> tuple[pd.Series[float], pd.DataFrame, int]:
    """Return customer_centric's value minus product_centric's by world, what was drawn, and the count behind.

    Raises:
        MarketBandsError: if the market's published figures accept hardly any world.
    """
    from experiments.compare import compare

    found = compare(scenario, SIDES, worlds, seed=seed, customers=customers, budget="equal", luck=False,
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


def search(
    market: str, *, worlds: int = WORLDS, tried: int = TRIED, customers: int = CUSTOMERS,
) -> Iterator[Trial]:
    """Yield the trials, with more and more uncertainties set, up to the first in which customer_centric loses."""
    scenario = load(market)
    gaps, drawn, behind = differences(scenario, worlds, seed=SEARCH_SEED, customers=customers)
    ordered = pushes(scenario, gaps, drawn)
    for many in MOST:
        chosen = tuple(ordered[:many])
        as_it_is = Trial(chosen, behind, len(gaps), SEARCH_SEED)
        trial = _tried(market, chosen, tried, customers) if many else as_it_is
        yield trial
        if trial.loses:
            return


def _tried(market: str, chosen: tuple[Push, ...], worlds: int, customers: int) -> Trial:
    try:
        gaps, _, behind = differences(pushed(market, chosen), worlds, seed=TRIAL_SEED, customers=customers)
    except MarketBandsError:
        return Trial(chosen, None, worlds, TRIAL_SEED)
    return Trial(chosen, behind, len(gaps), TRIAL_SEED)


def told(market: str, trial: Trial) -> str:
    """Return a trial in a line; where customer_centric loses also the keys that a scenario takes over."""
    what = f"{market}, {len(trial.pushes)} uncertainties set"
    if trial.behind is None:
        return f"{what}: hardly any world meets the market's published figures\n"
    line = f"{what}: customer_centric is behind in {trial.behind} of {trial.worlds} worlds (seed {trial.seed})\n"
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
