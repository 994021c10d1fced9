"""How a firm sees itself: departments rate themselves by their own figures and by what customers answer (M19)."""

from __future__ import annotations

from agents.arithmetic import between
from agents.books import LINES_AT
from agents.compiled import rule, step
from agents.customers.billing import BAD_DEBT, FEES, REBATES, SUBSCRIPTIONS
from agents.customers.incidents import CONTACTS, NEW_ISSUES
from agents.customers.service import ABANDONED, BOT_COST, BY_PERSON, CLOSED_FIRST
from agents.customers.week import CUSTOMERS, HEARD, HEARD_RATING
from agents.offices import remember
from agents.parameters import uncertainty
from agents.staff import SERVICE_WAGES

uncertainty("aspiration", 0.8, plausible=(0.7, 0.9), bounds=(0.0, 1.0), unit="0..1", mechanism="M19",
            source="assumption", about="rating of itself with which a board is content")  # fmt: skip
uncertainty("quality_response", 0.2, plausible=(0.0, 0.5), bounds=(0.0, 3.0), unit="share per point", mechanism="M19", neutral=0.0,
            source="assumption (sign: who sees no gap does not invest, Morrison & Milliken 2000)", about="staff and training added per point of rating that a board misses, or saved per point above")  # fmt: skip

LEAST_BUDGET, MOST_BUDGET = 0.5, 1.5  # bounds of the quality budget, × usual: assumption
# the levels that departments hold for good: assumptions
ANSWERED, CLOSED = 0.9, 0.7  # shares: of calls answered, of new issues closed at the first contact
UNPAID = 0.01  # share of the bills
RECORDED = 0.5  # richness or linkage of the records
STAYING = 0.35  # turnover of staff a year (H10: the lower half of 25-50 %)
CONTENT = 0.5  # morale

remember(self_image=0.5, own_targets=0.5)
QUARTER_SUMS = dict.fromkeys((
    "customers", "contacts", "by_person", "abandoned", "new_issues", "closed_first", "bills", "income", "unpaid",
    "service_cost",
), 0.0)  # fmt: skip


@rule
def rated(own, heard, measurement):
    """Return a department's rating: its own targets met, mixed with what customers answer; rated(.8, .4, .25) = .7."""
    return own + measurement * (heard - own)


@rule
def told_to_board(image, rating, candour):
    """Return the board's picture: good news passes freely, bad news as far as candour goes; told(.8, .4, .5) = .6."""
    gap = rating - image
    return image + max(0.0, gap) + candour * min(0.0, gap)


@rule
def quality_budget(image, aspiration, response):
    """Return the factor on staff and training: 1 + beta (target - B), within .5 to 1.5; (.6, .8, .5) gives 1.1."""
    return between(1.0 + response * (aspiration - image), LEAST_BUDGET, MOST_BUDGET)


@rule
def gap_seen(image, aspiration):
    """Return how far the board sees itself below what it wants to be; gap_seen(.6, .8) = .2."""
    return max(0.0, aspiration - image)


@rule
def met(value, target):
    """Return 1 where a target is met, else 0; met(.8, .7) = 1."""
    return 1.0 if value >= target else 0.0


@step
def add_to_quarter(firm, quarter):
    """Add the week to the sums of the quarter that targets are held against."""
    last = firm.last
    quarter.customers += last[CUSTOMERS]
    quarter.contacts += last[CONTACTS]
    quarter.by_person += last[BY_PERSON]
    quarter.abandoned += last[ABANDONED]
    quarter.new_issues += last[NEW_ISSUES]
    quarter.closed_first += last[CLOSED_FIRST]
    quarter.bills += last[LINES_AT + SUBSCRIPTIONS]
    quarter.income += last[LINES_AT + SUBSCRIPTIONS] + last[LINES_AT + FEES] + last[LINES_AT + REBATES]
    quarter.unpaid -= last[LINES_AT + BAD_DEBT]
    quarter.service_cost -= last[LINES_AT + BOT_COST] + firm.lines[SERVICE_WAGES]


@step
def begin_quarter(quarter):
    """Forget the sums."""
    quarter.customers = quarter.contacts = quarter.by_person = quarter.abandoned = 0.0
    quarter.new_issues = quarter.closed_first = quarter.bills = quarter.income = quarter.unpaid = quarter.service_cost = 0.0


@step
def own_targets(firm, market, quarter, earned):
    """Return the mean over departments of the share of their own targets met; what each watches hangs on what it is paid for.

    Product: units sold against quota. Service: calls answered, and, by `service_pay`, the cost of a contact or issues
    closed at first contact *as its records see them*. Billing: income per customer at least the list price of the
    contract, unpaid bills. Data office: rich and linked records. People: turnover, morale. Board: profit against plan.
    """
    lived, memory, nature = firm.lived, firm.memory, market.nature
    sold = 1.0 - memory.quotas_missed / market.extras if market.extras > 0.0 else 1.0
    full_cost = nature.minutes_per_call * nature.wage / 60.0
    cheap = met(full_cost * quarter.contacts, quarter.service_cost)
    closed = met(quarter.closed_first, CLOSED * quarter.new_issues)
    answered = met(quarter.by_person - quarter.abandoned, ANSWERED * quarter.by_person)
    service = 0.5 * answered + 0.5 * rated(cheap, closed, lived.service_pay)
    billing = (met(quarter.income, market.price * quarter.customers) + met(UNPAID * quarter.bills, quarter.unpaid)) / 2.0
    records = (met(lived.harvest + lived.transparency, RECORDED) + met(lived.integration, RECORDED)) / 2.0
    people = (met(STAYING, memory.turnover) + met(memory.morale, CONTENT)) / 2.0
    return (sold + service + billing + records + people + earned) / 6.0


@step
def look_into_mirror(firm, market, quarter, earned):
    """Rate each department, let the board hear of it, and let the quality budget follow what the board sees."""
    memory, nature, lived = firm.memory, market.nature, firm.lived
    mean = own_targets(firm, market, quarter, earned)
    heard = firm.last[HEARD]
    answered = firm.last[HEARD_RATING] / heard if heard > 0.0 else mean
    memory.own_targets = mean
    memory.self_image = told_to_board(memory.self_image, rated(mean, answered, lived.measurement), lived.candour)
    if nature.quality_response > 0.0:
        memory.quality_budget = quality_budget(memory.self_image, nature.aspiration, nature.quality_response)
