"""What is measured where customers come through brokers, or shop at several sellers: of the books alone."""

from __future__ import annotations

import numpy as np

from sim.history import QUARTER, YEAR, Books, ratio, window
from sim.metrics.declared import metric


@metric("share of revenue", "share", "higher", by_segment=False)
def value_share(b: Books) -> np.ndarray:
    """Revenue of 13 weeks over that of all firms: the market share by value, where customers differ in size."""
    revenue = window(b.lines(revenue=True) + b.line("refunds"), QUARTER)
    everybody = np.sort(revenue, axis=-1).sum(axis=-1, keepdims=True)  # sorted: in whatever order the firms stand
    return ratio(revenue, everybody)


@metric("won through brokers", "share")
def brokered(b: Books) -> np.ndarray:
    """Customers won on a broker's advice, of those won in 52 weeks."""
    return ratio(window(b["won_through_brokers"], YEAR), window(b["acquired"], YEAR))


@metric("commission paid back", "share")
def commission_returned(b: Books) -> np.ndarray:
    """Commission that brokers paid back as customers left early, over commission paid to them, 52 weeks."""
    return ratio(window(b.line("claw_backs"), YEAR), -window(b.line("brokers"), YEAR))


@metric("purchases per customer", "per year", "higher")
def purchases_per_customer(b: Books) -> np.ndarray:
    """Purchases of own customers from the firm in 52 weeks, per customer; where customers are billed, none."""
    return YEAR * ratio(window(b["purchases_of_own"], YEAR), window(b["customers"], YEAR))


@metric("share of wallet", "share", "higher")
def share_of_wallet(b: Books) -> np.ndarray:
    """Purchases of own customers from the firm, over all their purchases, 52 weeks."""
    own = window(b["purchases_of_own"], YEAR)
    return ratio(own, own + window(b["purchases_elsewhere"], YEAR))
