"""One scenario as it is written, once or with several seeds: how each firm ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import Market

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sim import Scenario

AT_END = ("customers", "churn_year", "trust", "trust_market", "satisfaction", "customer_view", "self_image", "resigned")
FOLLOWED = 50   # customers whose touchpoints are written, where results are: assumption
SUMMED = ("revenue", "spend", "profit", "sales", "contacts")


@dataclass(frozen=True, slots=True)
class Single:
    """What a scenario comes to: a row per replication and firm, and the same as one document."""

    rows: list[dict[str, Any]]
    document: dict[str, Any]


def replicate(
    scenario: Scenario, replications: int = 1, *, folder: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Single:
    """Run a scenario with its seed and the following ones; write each run's tables into `folder` if there is one."""
    rows: list[dict[str, Any]] = []
    for number in range(replications):
        seed = scenario.seed + number
        place = folder if folder is None or replications == 1 else folder / f"replication-{number}"
        outcomes = _run(scenario, seed, place, _Part(progress, number, replications))
        rows += [{"replication": number, "seed": seed, "firm": firm, **found} for firm, found in outcomes.items()]
    return Single(rows, _document(scenario, replications, rows))


@dataclass(frozen=True, slots=True)
class _Part:
    """The progress of one of several runs, as a part of the whole."""

    progress: Callable[[int, int], None] | None
    number: int
    of: int

    def __call__(self, done: int, total: int) -> None:
        if self.progress:
            self.progress(self.number * total + done, self.of * total)


def _run(scenario: Scenario, seed: int, folder: Path | None, tell: _Part) -> dict[str, dict[str, float | None]]:
    """Run one market and return what each firm comes to; results are read before the market is closed."""
    market = Market(scenario, rng=seed, followed=FOLLOWED if folder else 0)
    weeks = scenario.market.warm_up + scenario.weeks
    try:
        for week in range(weeks):
            market.step()
            tell(week + 1, weeks)
        results = market.run(0).results     # plays nothing: this checks the ledgers
        if folder:
            results.write(folder)
        return {firm: outcome(results, firm) for firm in results.firms}
    finally:
        market.close()


def outcome(results: Any, firm: str) -> dict[str, float | None]:
    """Return what a firm comes to: some metrics at the end, others summed over the run."""
    place = list(results.firms).index(firm)
    ends = {name: results.metrics[name][-1, place] for name in AT_END if name in results.metrics}
    sums = {name: np.nansum(results.metrics[name][:, place]) for name in SUMMED if name in results.metrics}
    return {name: float(value) if np.isfinite(value) else None for name, value in {**ends, **sums}.items()}


def _document(scenario: Scenario, replications: int, rows: list[dict[str, Any]]) -> dict[str, Any]:
    from sim.metrics import METRICS

    measured = [name for name in (*AT_END, *SUMMED) if name in rows[0]]
    firms = list(dict.fromkeys(row["firm"] for row in rows))
    return {
        "scenario": scenario.name,
        "seed": scenario.seed,
        "replications": replications,
        "customers": scenario.customers,
        "weeks": scenario.weeks,
        "currency": scenario.market.currency,
        "metrics": {
            name: {"label": METRICS[name].label, "unit": METRICS[name].unit, "over": "run" if name in SUMMED else "end"}
            for name in measured
        },
        "firms": {
            firm: {name: _summary([row[name] for row in rows if row["firm"] == firm]) for name in measured}
            for firm in firms
        },
        "runs": rows,
    }


def _summary(values: list[float | None]) -> dict[str, float | None]:
    known = [value for value in values if value is not None]
    if not known:
        return {"mean": None, "low": None, "high": None}
    return {"mean": float(np.mean(known)), "low": min(known), "high": max(known)}
