"""What is measured of what people think: trust, satisfaction, resignation, the firm's and the customers' view."""

from __future__ import annotations

import numpy as np

from sim.history import Books, ratio
from sim.metrics.declared import metric


@metric("trust of present customers", "0..1", "higher")
def trust(b: Books) -> np.ndarray:
    """Mean trust of present customers; rises when the distrustful leave."""
    return ratio(b["trust"], b["customers"])


@metric("trust of the market", "0..1", "higher")
def trust_market(b: Books) -> np.ndarray:
    """Mean trust over all who know the firm."""
    return ratio(b["trust_aware"], b["aware"])


@metric("trust", "0..1", "higher")
def trust_cohort(b: Books) -> np.ndarray:
    """Mean trust of the customers of week 0, wherever they are now."""
    return ratio(b["trust_cohort"], b["cohort"])


@metric("satisfaction", "0..1", "higher")
def satisfaction(b: Books) -> np.ndarray:
    """Mean satisfaction of customers."""
    return ratio(b["satisfaction"], b["customers"])


@metric("expectation", "0..1")
def expectation(b: Books) -> np.ndarray:
    """Mean experience foreseen by customers."""
    return ratio(b["expectation"], b["customers"])


@metric("very satisfied", "share", "higher")
def top_box(b: Books) -> np.ndarray:
    """Share of customers with satisfaction of .8 or more."""
    return ratio(b["top_box"], b["customers"])


@metric("net promoter score", "points", "higher")
def nps(b: Books) -> np.ndarray:
    """Promoters minus detractors, of all customers, in points of 100; differences matter, not levels."""
    return 100.0 * ratio(b["promoters"] - b["detractors"], b["customers"])


@metric("resigned", "share", "lower")
def resigned(b: Books) -> np.ndarray:
    """Share of customers with resignation above .5."""
    return ratio(b["resigned"], b["customers"])


@metric("resignation", "0..1", "lower")
def resignation(b: Books) -> np.ndarray:
    """Mean resignation of customers."""
    return ratio(b["resignation"], b["customers"])


@metric("burden", "contacts", "lower")
def burden(b: Books) -> np.ndarray:
    """Mean burden of customers: contacts, waiting and forms still remembered."""
    return ratio(b["burden"], b["customers"])


@metric("selling share of contacts", "share", "lower")
def sell_share(b: Books) -> np.ndarray:
    """Moving share of contacts that sell, mean over customers."""
    return ratio(b["sell_share"], b["customers"])


@metric("personal bond", "0..1", "higher")
def bond(b: Books) -> np.ndarray:
    """Mean bond of customers with people of the firm."""
    return ratio(b["bond"], b["customers"])


@metric("customers' view", "0..1", "higher")
def customer_view(b: Books) -> np.ndarray:
    """Customers' rating of the firm, mean of trust and satisfaction."""
    return ratio(b["rating"], b["customers"])


@metric("customers who agree", "share", "higher")
def agreement(b: Books) -> np.ndarray:
    """Share of customers who agree that the firm puts its customers first (rating .6 or more)."""
    return ratio(b["agree"], b["customers"])


@metric("self-image", "0..1", by_segment=False)
def self_image(b: Books) -> np.ndarray:
    """The board's rating of its own customer orientation."""
    return b.state("self_image")


@metric("correlation of satisfaction and trust", "-1..1", by_segment=False)
def satisfaction_trust_correlation(b: Books) -> np.ndarray:
    """Over customers; above .8 the two are one state."""
    n = b["customers"]
    s, t = ratio(b["satisfaction"], n), ratio(b["trust"], n)
    both = ratio(b["satisfaction_x_trust"], n) - s * t
    spread = (ratio(b["satisfaction_squared"], n) - s * s) * (ratio(b["trust_squared"], n) - t * t)
    return ratio(both, np.sqrt(np.maximum(spread, 0.0)))
