"""How a firm sees itself: departments rate themselves by their own figures and by what customers answer (M19)."""

from __future__ import annotations

from typing import Any

from agents.arithmetic import between
from agents.books import line_of, slot_of
from agents.compiled import rule
from agents.customers.week import HEARD, HEARD_RATING
from agents.parameters import uncertainty

uncertainty("aspiration", 0.8, plausible=(0.7, 0.9), bounds=(0.0, 1.0), unit="0..1", mechanism="M19",
            source="assumption", about="rating of itself with which a board is content")  # fmt: skip
uncertainty("quality_response", 0.2, plausible=(0.0, 0.5), bounds=(0.0, 3.0), unit="share per point", mechanism="M19", neutral=0.0,
            source="assumption (sign: who sees no gap does not invest, Morrison & Milliken 2000)", about="staff and training added per point of rating that a board misses, or saved per point above")  # fmt: skip

QUARTER = 13
COUNTED = ("customers", "contacts", "contacts_person", "abandoned", "new_issues", "closed_first")
LEAST_BUDGET, MOST_BUDGET = 0.5, 1.5  # bounds of the quality budget, × usual: assumption
# the levels that departments hold for good: assumptions
ANSWERED, CLOSED = 0.9, 0.7  # shares: of calls answered, of new issues closed at the first contact
UNPAID = 0.01  # share of the bills
RECORDED = 0.5  # richness or linkage of the records
STAYING = 0.35  # turnover of staff a year (H10: the lower half of 25-50 %)
CONTENT = 0.5  # morale


@rule
def rated(own: float, heard: float, measurement: float) -> float:
    """Return a department's rating: its own targets met, mixed with what customers answer; rated(.8, .4, .25) = .7."""
    return own + measurement * (heard - own)


@rule
def told_to_board(image: float, rating: float, candour: float) -> float:
    """Return the board's picture: good news passes freely, bad news as far as candour goes; told(.8, .4, .5) = .6."""
    gap = rating - image
    return image + max(0.0, gap) + candour * min(0.0, gap)


@rule
def quality_budget(image: float, aspiration: float, response: float) -> float:
    """Return the factor on staff and training: 1 + beta (target - B), within .5 to 1.5; (.6, .8, .5) gives 1.1."""
    return float(between(1.0 + response * (aspiration - image), LEAST_BUDGET, MOST_BUDGET))


@rule
def gap_seen(image: float, aspiration: float) -> float:
    """Return how far the board sees itself below what it wants to be; gap_seen(.6, .8) = .2."""
    return max(0.0, aspiration - image)


def quarter_of(firm: Any) -> dict[str, float]:
    """Return a firm's sums of the last quarter that closed before this week, at market size: counts and lines."""
    market = firm.model
    stop = market.week + market.warm_up_weeks
    weeks = slice(max(0, stop - QUARTER), stop)
    counts = market.history[weeks, :, firm.index].sum(axis=(0, 1)) * market.represents
    money = market.money[weeks, firm.index].sum(axis=0)
    sums = {name: float(counts[slot_of(name)]) for name in COUNTED}
    for name in ("subscriptions", "fees", "rebates", "bad_debt", "service_wages", "bots"):
        sums[name] = float(money[line_of(name)])
    return sums


def share(*met: bool) -> float:
    """Return the share of targets that are met; share(True, False) = .5."""
    return sum(met) / len(met)


def own_targets(firm: Any, sums: dict[str, float], earned: bool) -> list[float]:
    """Return, per department, the share of its own targets met; what each watches hangs on what it is paid for.

    Product: units sold against quota. Service: calls answered, and, by `service_pay`, the cost of a contact or issues
    closed at first contact *as its records see them*. Billing: income per customer at least the list price of the
    contract, unpaid bills. Data office: rich and linked records. People: turnover, morale. Board: profit against plan.
    """
    lived, memory = firm.lived, firm.memory
    sold = [d.memory.get("reached", 1.0) >= 1.0 for d in firm.departments if d.name == "product" and d.product > 0]
    full_cost = firm.model.nature["minutes_per_call"] * firm.model.nature["wage"] / 60.0
    cheap = -(sums["service_wages"] + sums["bots"]) <= full_cost * sums["contacts"]
    closed = sums["closed_first"] >= CLOSED * sums["new_issues"]
    answered = sums["contacts_person"] - sums["abandoned"] >= ANSWERED * sums["contacts_person"]
    income = sums["subscriptions"] + sums["fees"] + sums["rebates"]
    price = firm.model.products[firm.model.base_product].price
    return [
        share(*sold) if sold else 1.0,
        0.5 * answered + 0.5 * rated(float(cheap), float(closed), lived["service_pay"]),
        share(income >= price * sums["customers"], -sums["bad_debt"] <= UNPAID * sums["subscriptions"]),
        share(lived["harvest"] + lived["transparency"] >= RECORDED, lived["integration"] >= RECORDED),
        share(memory["turnover"] <= STAYING, memory["morale"] >= CONTENT),
        float(earned),
    ]


def customers_answer(firm: Any, otherwise: float) -> float:
    """Return the mean rating by those customers who answer; `otherwise` if none does."""
    heard = firm.last[HEARD]
    return float(firm.last[HEARD_RATING] / heard) if heard > 0.0 else otherwise


def look_into_mirror(firm: Any, candour: float, earned: bool) -> None:
    """Rate each department, let the board hear of it, and let the quality budget follow what the board sees."""
    memory, nature, lived = firm.memory, firm.model.nature, firm.lived
    own = own_targets(firm, quarter_of(firm), earned)
    mean = sum(own) / len(own)
    rating = rated(mean, customers_answer(firm, mean), lived["measurement"])
    memory["own_targets"] = mean
    memory["self_image"] = told_to_board(memory["self_image"], rating, candour)
    if nature["quality_response"] > 0.0:
        memory["quality_budget"] = quality_budget(memory["self_image"], nature["aspiration"], nature["quality_response"])
