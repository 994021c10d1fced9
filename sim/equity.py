"""Customer equity: what present customers are worth, from their contribution and how long they stay."""

from __future__ import annotations

import numpy as np

from sim.history import YEAR, Books, ratio, window

BANDS = ("first_year", "second_third_year", "later")
FOREVER = 1e-4  # weekly loss and interest below which a relationship counts as endless
SHRINK = 2600.0  # simulated customer-weeks at which a cell's retention weighs as much as the firm's: assumption


def equity(b: Books, *, known: np.ndarray | None) -> np.ndarray:
    """Return customer equity, (weeks, firms); `known` shrinks the segments' contribution to the firm's mean.

    Source: Gupta, Lehmann & Stuart 2004 (constant margin and retention per cell).
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
    loss = ratio(window(b["lost"], YEAR), window(b["customers"], YEAR))[:, None]
    total = np.zeros_like(b["customers"])
    weight = SHRINK * b.market.represents
    for band in BANDS:
        base, gone = parts[f"customers_{band}"], parts[f"lost_{band}"]
        r = 1.0 - (window(gone, YEAR) + weight * loss) / (window(base, YEAR) + weight)
        total = total + np.nansum(base * margin * r / np.maximum(1.0 + interest - r, FOREVER), axis=1)
    return total
