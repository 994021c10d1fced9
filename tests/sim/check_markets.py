"""Whether the shipped markets under the status quo look like their published figures, over plausible worlds.

`python -m tests.sim.check_markets` runs thirty worlds of each market and prints what each target shows.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np

from agents.chance import uniform
from sim import Market, Scenario, load
from sim.scenario import list_shipped
from sim.scenario_models import Target

MARKETS = tuple(list_shipped("markets"))
YEAR = 52


@dataclass(frozen=True)
class Finding:
    """What the worlds show of one target: per world the first and the last year's value."""

    market: str
    target: Target
    first: np.ndarray
    last: np.ndarray

    @property
    def median(self) -> float:
        """Return the middle world's value of the last year."""
        return float(np.median(self.last))

    @property
    def drift(self) -> float:
        """Return by how much the middle world moves from the first to the last year, as a share."""
        return float(np.median(self.last / self.first)) - 1.0

    def __str__(self) -> str:
        """Say it in a line."""
        target, tenth, ninth = self.target, *np.quantile(self.last, [0.1, 0.9])
        low, high = target.accept or (target.low, target.high)
        inside = np.mean((self.last >= low) & (self.last <= high))
        return (
            f"{self.market:16} {target.id:16} {target.metric:12} "
            f"median {self.median:.4f} in {target.low}..{target.high}: "
            f"{'yes' if target.low <= self.median <= target.high else 'NO '}  8 of 10 worlds {tenth:.4f}..{ninth:.4f}, "
            f"accepted ({low}..{high}) {inside:.0%}, drift {self.drift:+.1%}"
        )


def world(scenario: Scenario, number: int) -> dict[str, float]:
    """Return one draw of all uncertainties, uniform over what is plausible."""
    return {
        name: low + (high - low) * uniform(11, f"check.{name}", number)
        for name, (_, (low, high)) in scenario.uncertainties.items()
    }


def shown(market: Market, target: Target, weeks: slice) -> float:
    """Return what a target speaks of: churn over all firms and some segments, lost over customers."""
    results = market.results
    rows = [results.segments.index(name) for name in target.segments or results.segments]
    lost = results.books.segments["lost"][market.warm_up_weeks :][weeks, rows].sum()
    base = results.books.segments["customers"][market.warm_up_weeks :][weeks, rows].sum()
    return float(lost / base) * (YEAR / 12 if target.metric == "churn_month" else YEAR)


def findings(name: str, *, worlds: int, customers: int, weeks: int) -> list[Finding]:
    """Play the status quo in some worlds and return what each target of the market shows."""
    scenario = load(name)
    values = []
    for number in range(worlds):
        market = Market(scenario, rng=1000 + number, nature=world(scenario, number), customers=customers, weeks=weeks)
        market.run(weeks)
        years = (slice(0, YEAR), slice(weeks - YEAR, weeks))
        values.append([[shown(market, target, year) for year in years] for target in scenario.market.targets])
        market.close()
    table = np.array(values)
    return [Finding(name, target, table[:, i, 0], table[:, i, 1]) for i, target in enumerate(scenario.market.targets)]


def main() -> None:
    """Print every target of every market."""
    for name in MARKETS:
        for finding in findings(name, worlds=30, customers=5000, weeks=260):
            sys.stdout.write(f"{finding}\n")


if __name__ == "__main__":
    main()
