"""Customer equity: what present customers are worth, from their contribution and how long they stay."""

from __future__ import annotations

import numpy as np

from sim.history import YEAR, Books, ratio, window

BANDS = ("first_year", "second_third_year", "later")
FOREVER = 1e-4  # weekly loss and interest below which a relationship counts as endless
LONG = 4 * YEAR  # whose losses stand in where a year's are too few to tell a rate: assumption
FEW = 50.0  # simulated customers lost in a year at which the year weighs as much as the long run: assumption
SHRINK = 2600.0  # simulated customer-weeks at which a cell's retention weighs as much as the firm's: assumption


def equity(b: Books, *, known: np.ndarray | None) -> np.ndarray:
    """Return customer equity, (weeks, firms); `known` shrinks the segments' contribution to the firm's mean.

    Source: Gupta, Lehmann & Stuart 2004 (constant margin and retention per cell); the form of shrinking is Bühlmann's
    credibility, z = n / (n + k).
    """
    parts = b.segments
    weeks_of = window(parts["customers"], YEAR)
    own = parts.lines(variable=True)
    shared = b.lines(variable=True) - own.sum(axis=1)  # wages and the like, which no segment has alone
    per_head = ratio(window(shared, YEAR), window(b["customers"], YEAR))
    margin = ratio(window(own, YEAR), weeks_of) + per_head[:, None]
    if known is not None:
        mean = ratio(window(own.sum(axis=1), YEAR), window(b["customers"], YEAR)) + per_head
        margin = mean[:, None] + known[:, None] * (margin - mean[:, None])
    interest = (1.0 + b.market.spec.market.discount_rate) ** (1.0 / YEAR) - 1.0
    loss = loss_rate(b)[:, None]
    total = np.zeros_like(b["customers"])
    weight = SHRINK * b.market.represents
    for band in BANDS:
        base, gone = parts[f"customers_{band}"], parts[f"lost_{band}"]
        r = 1.0 - (window(gone, YEAR) + weight * loss) / (window(base, YEAR) + weight)
        total = total + np.nansum(base * margin * r / np.maximum(1.0 + interest - r, FOREVER), axis=1)
    return total


def loss_rate(b: Books) -> np.ndarray:
    """Return the share of customers lost per week, (weeks, firms): the year's as far as credible, else four years'.

    Without it, luck in a few dozen losses a year would move the worth of all customers by a tenth.
    """
    lost, customers = b["lost"], b["customers"]
    year, long = (ratio(window(lost, weeks), window(customers, weeks)) for weeks in (YEAR, LONG))
    n = window(lost, YEAR) / b.market.represents
    return np.asarray(long + n / (n + FEW) * (year - long))
