"""What is measured of customers: how many, won and lost, and at what cost."""

from __future__ import annotations

import numpy as np

from sim.history import MONTHS, QUARTER, YEAR, Books, earlier, ratio, window
from sim.metrics.declared import metric


@metric("customers", "people", "higher")
def customers(b: Books) -> np.ndarray:
    """Customers at the end of the week, at market size."""
    return b["customers"]


@metric("market share", "share", "higher", by_segment=False)
def share(b: Books) -> np.ndarray:
    """Customers over all people of the market."""
    return b["customers"] / b.market.spec.market.market_size


@metric("customers won", "people", "higher")
def acquired(b: Books) -> np.ndarray:
    """People who became customers in the week."""
    return b["acquired"]


@metric("customers lost", "people", "lower")
def lost(b: Books) -> np.ndarray:
    """Customers who left in the week, movers included."""
    return b["lost"]


@metric("customers lost by their own choice", "people", "lower")
def lost_voluntary(b: Books) -> np.ndarray:
    """People who chose to leave: lost without those who moved away and those whose provider closed."""
    return np.asarray(b["lost"] - b["lost_moved"] - b["lost_closed"])


@metric("customers lost by moving away", "people")
def lost_moved(b: Books) -> np.ndarray:
    """People who moved away or closed their household."""
    return b["lost_moved"]


@metric("customers lost as the firm closed", "people")
def lost_closed(b: Books) -> np.ndarray:
    """People who lost their provider as it left the market."""
    return b["lost_closed"]


@metric("churn", "share per week", "lower")
def churn_rate(b: Books) -> np.ndarray:
    """Customers lost in the week over customers at its start."""
    return ratio(b["lost"], earlier(b["customers"]))


@metric("churn per month", "share per month", "lower")
def churn_month(b: Books) -> np.ndarray:
    """Lost over customers, 13 weeks, per month (as J05, J06 publish it)."""
    return ratio(window(b["lost"], QUARTER), window(earlier(b["customers"]), QUARTER)) * YEAR / MONTHS


@metric("churn per year", "share per year", "lower")
def churn_year(b: Books) -> np.ndarray:
    """Lost in 52 weeks over mean customers (as J07, J08, J10 publish it)."""
    return ratio(window(b["lost"], YEAR), window(earlier(b["customers"]), YEAR)) * YEAR


@metric("cost of winning a customer", "currency", "lower", by_segment=False)
def cac(b: Books) -> np.ndarray:
    """Acquisition lines (winning, adverts) of 13 weeks over customers won."""
    return ratio(-window(b.line("winning") + b.line("adverts"), QUARTER), window(b["acquired"], QUARTER))
