"""The months that were kept back, forecast by the accepted worlds, beside ‘the same as last year’."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.calibration_targets import Statistic
from experiments.company.months import written_month
from experiments.statistics import spread
from sim.scenario_models import Target

if TYPE_CHECKING:
    from experiments.calibration_posterior import Floats
    from experiments.company.months import Months

PER_MONTH = 52 / 12
RATES = {   # series: its metric, over customers
    "gained": "acquired", "lost": "lost", "revenue": "revenue", "contacts": "contacts",
    "campaigns": "outbound_contacts",
}


def weeks_of(months: Months) -> int:
    """Return how many weeks the months kept back take; week 0 follows the last month that was fitted."""
    return int(np.ceil(PER_MONTH * (len(months.table) - months.fitted)))


def statistics(months: Months) -> tuple[Statistic, ...]:
    """Return what is measured for the forecast: for each month and series the flow per customer."""
    found = []
    for at in range(len(months.table) - months.fitted):
        window = round(PER_MONTH * at), round(PER_MONTH * (at + 1)) - 1
        for name, metric in RATES.items():
            target = Target(id=f"month_{at}_{name}", metric=metric, low=0, high=1)
            found.append(Statistic(target, 0.0, 1.0, weeks=window, per="customers", times=PER_MONTH))
    return tuple(found)


def forecast(months: Months, ids: list[str], shown: Floats) -> dict[str, Any]:
    """Return the forecast of each series: by month what was, what 8 of 10 worlds show, last year's; and both errors."""
    series, before = months.series().iloc[months.fitted :], months.last_year()
    paths = _paths(months, ids, shown)
    found: dict[str, Any] = {}
    for name in series.columns:
        truth, naive = series[name].to_numpy(), before[name].to_numpy()
        ends = [spread(column) for column in paths[name].T]
        middle = np.array([one["p50"] for one in ends])
        found[name] = {
            "truth": truth.tolist(), "last_year": naive.tolist(), "worlds": ends,
            "error": _error(middle, truth), "naive_error": _error(naive, truth),
            "inside": int(sum(one["p10"] <= x <= one["p90"] for one, x in zip(ends, truth, strict=True))),
        }
    counts = [int(x) for x in months.table["month"].iloc[months.fitted :]]
    return {"months": [written_month(x) for x in counts], "fitted": months.fitted, "series": found}


def _paths(months: Months, ids: list[str], shown: Floats) -> dict[str, Floats]:
    """Return each series as worlds × months: rates of each world, on customers who begin with the last ones known."""
    n = len(months.table) - months.fitted
    rates = {name: np.stack([shown[:, ids.index(f"month_{at}_{name}")] for at in range(n)], axis=1) for name in RATES}
    growth = 1 + rates["gained"] - rates["lost"]
    start = float(months.table["customers"].iloc[months.fitted])     # known: the first day of the first month kept back
    steps = np.column_stack([np.ones(len(growth)), growth[:, :-1]])
    customers = start * np.cumprod(steps, axis=1, dtype=np.float64)
    return {"customers": customers} | {name: customers * rate for name, rate in rates.items()}


def _error(told: Floats, truth: Floats) -> float:
    """Return the mean absolute error over the mean of what was."""
    return float(np.abs(told - truth).mean() / truth.mean())
