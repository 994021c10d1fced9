"""Margin given up: what a strategy's customers would have brought in on the status quo's prices, fees and discounts.

It is no spending, so no budget holds it; nothing has to be delivered for it, so what is given up is margin in full.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.history import YEAR

if TYPE_CHECKING:
    from experiments.outcomes import ArmRun, Floats
    from experiments.trial import Design

PRICE = "price"
LINES = ("inertia", "fees", "rebates", "addresses")     # revenue lines that a firm may take or forgo by its terms
PARTS = (PRICE, *LINES)


def given_up(results: Any, design: Design, factors: Floats) -> dict[str, float]:
    """Return the present value of what was given up, by part; below 0 where more was taken than on the old terms.

    Of a line: Σ_w f_w · (u · n_w − r_w), with discount factor f_w, u the line's revenue per customer and week of the
    year before week 0, n_w customers and r_w the line's revenue. Of the price: Σ_w f_w · s_w · (p₀ / p_w − 1), with
    s_w what products at list prices bring and p₀ / p_w the list price of the last week before week 0 over that of w.
    Everything is missing (NaN) where that year is not the status quo's (`established`), or the firm had no customers.

    Args:
        results: of a run, with its warm-up.
        design: of the comparison.
        factors: discount factors by week, (weeks,).
    """
    firm, books, start = list(results.firms).index(design.firm), results.books, results.start
    before, customers = slice(max(0, start - YEAR), start), np.asarray(books["customers"], dtype=np.float64)[:, firm]
    base = float(customers[before].sum())
    if design.established or base <= 0:
        return dict.fromkeys(PARTS, math.nan)
    found = {PRICE: float(_dearer(results, design.firm) * books.line("subscriptions")[start:, firm] @ factors)}
    for name in LINES:
        revenue = np.asarray(books.line(name), dtype=np.float64)[:, firm]
        usual = float(revenue[before].sum()) / base
        found[name] = float((usual * customers[start:] - revenue[start:]) @ factors)
    return found


def _dearer(results: Any, name: str) -> Floats:
    """Return by which share the list price before week 0 lay above that of each week, (weeks,).

    The lever of the price level acts at once; a later event that moves it counts from week 0 on.
    """
    market, start = results.market, results.start
    firm = market.firm(name)
    price = np.asarray(results.books.state("price"), dtype=np.float64)[:, firm.index]
    own = price[start:] * firm.lived["price_level"]
    usual = price[start - 1] * market.status_quo.get("price_level", 1.0)
    return np.where(own > 0, usual / np.where(own > 0, own, 1.0) - 1.0, 0.0)


def part_of(run: ArmRun, part: str) -> float:
    """Return one part of what a run gave up; NaN where it is not known."""
    return run.numbers.get(f"given_up_{part}", math.nan)


def total(run: ArmRun) -> float:
    """Return all that a run gave up; NaN where it is not known."""
    return math.fsum(part_of(run, part) for part in PARTS)
