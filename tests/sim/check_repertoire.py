"""Whether people who shop do it as published panels do: repertoires, repeat buying, heavy buyers, double jeopardy.

`python -m tests.sim.check_repertoire` plays the shipped repertoire market and prints what it shows beside the bands.
Bands as in the collection of facts (A10, A11, A14, B06, B08); each has a null model that must fail it.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass

import numpy as np

from agents.customers.shopping import BUYS_FROM
from sim import Market, load
from sim.panel import entries

# weeks without a purchase that make one new; of repeat buying; in which cohorts begin
SEEN, FRESH, COHORT = 104, 39, 78
BANDS = {
    "switching parameter S of the Dirichlet": (1.0, 3.5),  # B06: 1.01 to 3.43 over six categories
    "correlation of log penetration and log share": (0.9, 1.0),  # B08: .94 to .99
    "new buyers without a repeat in 39 weeks": (0.55, 0.65),  # A10: .599
    "purchases of the heaviest fifth of new buyers": (0.45, 0.60),  # A11: .50; A14: .56
}


@dataclass(frozen=True)
class Purchases:
    """Who bought from which firm in which week; n persons, F firms."""

    person: np.ndarray
    week: np.ndarray
    firm: np.ndarray
    n: int
    firms: int

    def counts(self, first: int, last: int) -> np.ndarray:
        """Return purchases per person and firm, (n, F), in weeks first..last-1."""
        chosen = (self.week >= first) & (self.week < last)
        table = np.zeros((self.n, self.firms))
        np.add.at(table, (self.person[chosen], self.firm[chosen]), 1)
        return table


def purchases(name: str, *, customers: int, weeks: int, seed: int = 7) -> Purchases:
    """Play the status quo of a market, following everybody, and return all purchases from week 0 on."""
    market = Market(load(name), rng=seed, customers=customers, weeks=weeks, followed=customers)
    market.run(weeks)
    rows = entries(market)
    rows = rows[rows["route"] == BUYS_FROM]
    market.close()
    return Purchases(rows["row"], rows["week"], rows["firm"], customers, len(market.spec.market.firms))


def switching(counts: np.ndarray) -> float:
    """Return S of the Dirichlet-multinomial by maximum likelihood, at the firms' shares (Goodhardt et al. 1984)."""
    alike = counts[counts.sum(axis=1) >= 2]
    shares = counts.sum(axis=0) / counts.sum()
    grid = np.exp(np.linspace(math.log(0.05), math.log(50.0), 120))
    gamma = np.vectorize(math.lgamma)
    patterns, times = np.unique(alike, axis=0, return_counts=True)
    totals = patterns.sum(axis=1)

    def fit(s: float) -> float:
        own = (gamma(patterns + s * shares) - gamma(s * shares)).sum(axis=1)
        return float((times * (math.lgamma(s) - gamma(s + totals) + own)).sum())

    return float(max(grid, key=fit))


def jeopardy(counts: np.ndarray) -> float:
    """Return the correlation of the logs of firms' penetration and share of purchases."""
    penetration, share = (counts > 0).mean(axis=0), counts.sum(axis=0) / counts.sum()
    return float(np.corrcoef(np.log(penetration), np.log(share))[0, 1])


def new_buyers(bought: Purchases) -> np.ndarray:
    """Return the purchases in 39 weeks, the first included, of each who was new to a firm: none there for two years."""
    found = []
    for firm in range(bought.firms):
        mine = bought.firm == firm
        for person in np.unique(bought.person[mine]):
            weeks = np.sort(bought.week[mine & (bought.person == person)])
            first = weeks[0]
            if SEEN <= first < SEEN + COHORT:
                found.append(int((weeks < first + FRESH).sum()))
    return np.array(found)


def heaviest(counts: np.ndarray) -> float:
    """Return the share of all purchases that the heaviest fifth makes."""
    ordered = np.sort(counts)[::-1]
    return float(ordered[: max(1, round(len(ordered) / 5))].sum() / ordered.sum())


def shown(bought: Purchases) -> dict[str, float]:
    """Return what a run shows, by the names of BANDS."""
    year, fresh = bought.counts(0, 52), new_buyers(bought)
    values = (switching(year), jeopardy(year), float((fresh == 1).mean()), heaviest(fresh))
    return dict(zip(BANDS, values, strict=True))


def main() -> None:
    """Print every statistic beside its band."""
    found = [shown(purchases("online_retail", customers=1500, weeks=260, seed=seed)) for seed in range(1, 6)]
    for name, (low, high) in BANDS.items():
        values = [one[name] for one in found]
        middle = float(np.median(values))
        word = "yes" if low <= middle <= high else "NO "
        sys.stdout.write(f"{name:48} {middle:.3f} in {low}..{high}: {word} ({min(values):.3f}..{max(values):.3f})\n")


if __name__ == "__main__":
    main()
