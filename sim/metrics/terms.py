"""What is measured of terms, loyalty, concessions and data: of the books alone."""

from __future__ import annotations

import numpy as np

from sim.history import QUARTER, YEAR, Books, ratio, window
from sim.metrics.declared import metric

THOUSAND = 1000.0


def per_thousand(b: Books, flow: np.ndarray) -> np.ndarray:
    """Return a flow of 52 weeks per 1,000 customers."""
    return THOUSAND * YEAR * ratio(window(flow, YEAR), window(b["customers"], YEAR))


# terms ----------------------------------------------------------------------------------------------


@metric("fees per customer", "currency per year")
def fee_income(b: Books) -> np.ndarray:
    """Hidden fees of 13 weeks per customer, over a year."""
    return YEAR * ratio(window(b.line("fees"), QUARTER), window(b["customers"], QUARTER))


@metric("income from the inert", "share of revenue")
def inertia_income(b: Books) -> np.ndarray:
    """What old customers pay above the list, over what all pay at list prices, 13 weeks."""
    return ratio(window(b.line("inertia"), QUARTER), window(b.line("subscriptions"), QUARTER))


@metric("income from early replacements", "currency per customer and year")
def replacement_income(b: Books) -> np.ndarray:
    """Replacements of products that wore out early, 13 weeks, per customer, over a year."""
    return YEAR * ratio(window(b.line("replacements"), QUARTER), window(b["customers"], QUARTER))


@metric("wrongs found out", "per 1,000 customers and year", "lower")
def wrongs_found(b: Books) -> np.ndarray:
    """Hidden fees, shrinking, changed terms and early wear found out in 52 weeks, per 1,000 customers."""
    return per_thousand(b, b["fees_found_out"] + b["wrongs_found_out"])


@metric("refused by the small print", "per 1,000 customers and year", "lower")
def refusals(b: Books) -> np.ndarray:
    """Disputes turned down by the small print in 52 weeks, per 1,000 customers."""
    return per_thousand(b, b["refusals"])


@metric("cancellations hindered", "per 1,000 customers and year", "lower")
def cancellations_hindered(b: Books) -> np.ndarray:
    """Attempts to cancel that got stuck in 52 weeks, per 1,000 customers."""
    return per_thousand(b, b["cancellations_hindered"])


# loyalty and concessions ------------------------------------------------------------------------------


@metric("old customers' price over newcomers'", "× list")
def tenure_price_gap(b: Books) -> np.ndarray:
    """Mean price of customers of three years or more minus that of the first year, rebates off, 13 weeks."""
    old = ratio(window(b["paid_later"], QUARTER), window(b["bills_later"], QUARTER))
    new = ratio(window(b["paid_first_year"], QUARTER), window(b["bills_first_year"], QUARTER))
    return np.asarray(old - new)


@metric("newcomers found to pay less", "per 1,000 customers and year", "lower")
def gaps_found(b: Books) -> np.ndarray:
    """Customers who found out in 52 weeks that newcomers pay less, per 1,000."""
    return per_thousand(b, b["newcomers_found_cheaper"])


@metric("requests beyond the contract", "per 1,000 customers and year")
def requests(b: Books) -> np.ndarray:
    """Requests beyond the contract decided by a person in 52 weeks, per 1,000 customers."""
    return per_thousand(b, b["requests"])


@metric("requests granted", "share")
def requests_granted(b: Books) -> np.ndarray:
    """Requests beyond the contract granted, of those decided in 52 weeks."""
    return ratio(window(b["requests_granted"], YEAR), window(b["requests"], YEAR))


@metric("concessions expected", "0..1")
def concessions_expected(b: Books) -> np.ndarray:
    """How far customers expect requests beyond the contract to be granted, mean."""
    return ratio(b["entitled"], b["customers"])


@metric("threats to cancel", "per 1,000 customers and year")
def threats(b: Books) -> np.ndarray:
    """Threats to cancel without meaning to leave in 52 weeks, per 1,000 customers."""
    return per_thousand(b, b["threats"])


@metric("cancellers who are held", "share")
def leavers_held(b: Books) -> np.ndarray:
    """Of those who meant to leave and reached the desk, who took an offer and stayed, 52 weeks."""
    saved = window(b["leavers_saved"], YEAR)
    return ratio(saved, saved + window(b["notices"], YEAR))


@metric("holders of the loyalty card", "share")
def card_holders(b: Books) -> np.ndarray:
    """Customers who used the loyalty card in the week."""
    return ratio(b["card_holders"], b["customers"])


@metric("rewards that miss", "share", "lower")
def rewards_missed(b: Books) -> np.ndarray:
    """Loyalty rewards that missed, of those given in 52 weeks."""
    return ratio(window(b["rewards_missed"], YEAR), window(b["rewards_given"], YEAR))


@metric("cost of a sales contact", "currency", "lower")
def contact_cost(b: Books) -> np.ndarray:
    """Cost of unasked sales contacts over their number, 13 weeks."""
    return ratio(-window(b.line("campaigns"), QUARTER), window(b["outbound_contacts"], QUARTER))


# data -------------------------------------------------------------------------------------------------


@metric("block adverts", "share")
def ad_blocking(b: Books) -> np.ndarray:
    """Customers who block adverts and tracking."""
    return ratio(b["blocks_ads"], b["customers"])


@metric("concerned about their data", "share", "lower")
def concerned(b: Books) -> np.ndarray:
    """Customers with a privacy concern above .5."""
    return ratio(b["concerned"], b["customers"])


@metric("have given false data", "share", "lower")
def ever_falsified(b: Books) -> np.ndarray:
    """Customers who ever gave false data, those who corrected them included."""
    return ratio(b["ever_falsified"], b["customers"])


@metric("requests for consent refused", "share", "lower")
def dialogue_refused(b: Books) -> np.ndarray:
    """Requests for consent that were refused, of those made in 52 weeks."""
    asked = window(b["consent_asked"], YEAR)
    return ratio(asked - window(b["consent_given"], YEAR), asked)


@metric("unhappy customers called", "per 1,000 customers and year")
def unhappy_called(b: Books) -> np.ndarray:
    """Customers whom measurement showed to be unhappy and who were called, in 52 weeks, per 1,000."""
    return per_thousand(b, b["unhappy_called"])
