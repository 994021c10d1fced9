"""What is measured of money: revenue, profit, spending, what customers are worth."""

from __future__ import annotations

import numpy as np

from sim.equity import equity
from sim.history import Books, ratio
from sim.metrics.declared import metric


@metric("price paid", "× list", "")
def price_paid(b: Books) -> np.ndarray:
    """Price agreed relative to the list, mean over customers."""
    return ratio(b["price_paid"], b["customers"])


@metric("list price", "× list", "", by_segment=False)
def list_price(b: Books) -> np.ndarray:
    """The firm's own list price relative to the market's, as it answers rivals; without the lever of its level."""
    return b.state("price")


@metric("revenue", "currency", "higher")
def revenue(b: Books) -> np.ndarray:
    """Revenue lines of the week, net of rebates and refunds."""
    return np.asarray(b.lines(revenue=True) + b.line("refunds"))


@metric("profit", "currency", "higher", by_segment=False)
def profit(b: Books) -> np.ndarray:
    """Operating profit of the week: all lines."""
    return b.lines()


@metric("contribution", "currency", "higher")
def contribution(b: Books) -> np.ndarray:
    """What customers bring in the week: lines that stem from single customers."""
    return b.segments.lines().sum(axis=1) if not b.by_segment else b.lines()


@metric("cash", "currency", "higher", by_segment=False)
def cash(b: Books) -> np.ndarray:
    """Cash, from nothing at the start of the warm-up."""
    return b.state("cash")


@metric("discretionary spending", "currency", "", by_segment=False)
def spend(b: Books) -> np.ndarray:
    """What a board shares out in the week: discretionary lines, positive."""
    return -b.lines(discretionary=True)


@metric("customer equity", "currency", "higher", by_segment=False)
def customer_equity(b: Books) -> np.ndarray:
    """Sum of m r / (1 + i - r) over customers: contribution and retention of segment and tenure, last 52 weeks."""
    return equity(b, known=None)


@metric("customer equity as the firm sees it", "currency", "", by_segment=False)
def customer_equity_seen(b: Books) -> np.ndarray:
    """The same on the firm's records: segments are told apart only as far as the data are right."""
    return equity(b, known=ratio(b["accuracy"], b["customers"]))
