"""Product departments, one per product: each sells its own (M01), under a quota (M02), beside the others (M03)."""

from __future__ import annotations

from typing import NamedTuple

from agents.arithmetic import between, exp, log
from agents.compiled import rule, step
from agents.customers.buying import SALES_OF
from agents.customers.publicity import next_by_name
from agents.departments.base import Department, customers_of
from agents.offices import UNKNOWN, known, remember, starts
from agents.parameters import lever, uncertainty

uncertainty("quota_adjusting", 0.5, plausible=(0.3, 0.7), bounds=(0.0, 1.0), unit="per quarter", mechanism="M02",
            source="assumption", about="how fast a quota follows what was sold")  # fmt: skip
uncertainty("quota_pressure", 0.6, plausible=(0.3, 0.9), bounds=(0.0, 3.0), unit="0..1", mechanism="M02", neutral=0.0,
            source="assumption (G10: gaming costs 6-8 % of revenue)", about="pressure added when a fully commissioned department has sold nothing of its quota")  # fmt: skip
uncertainty("initiative_lost", 0.15, plausible=(0.05, 0.25), bounds=(0.0, 1.0), unit="share", mechanism="M05", neutral=0.0,
            source="assumption (Aghion & Tirole 1997)", about="initiative that departments lose under full central authority")  # fmt: skip
uncertainty("effort_of_pay", 0.3, plausible=(0.1, 0.5), bounds=(0.0, 1.0), unit="share", mechanism="M02", neutral=0.0,
            source="assumption (users.md F4, P7: sellers give more where they earn by it)", about="effort of product departments gained by full commission over none")  # fmt: skip

uncertainty("sellers_leave", 0.02, plausible=(0.005, 0.04), bounds=(0.0, 0.5), unit="share per week", mechanism="P7", neutral=0.0,
            source="assumption (form: Lazear 2000, who earns less by the piece goes)", about="sellers who leave where all of their variable pay falls away while rivals pay it")  # fmt: skip
uncertainty("best_first", 1.5, plausible=(1.0, 2.0), bounds=(0.0, 5.0), unit="×", mechanism="P7",
            source="assumption (form: Lazear 2000: the best lose most)", about="skill of sellers who leave relative to the average")  # fmt: skip
uncertainty("sellers_regained", 52.0, plausible=(26.0, 104.0), bounds=(1.0, 520.0), unit="weeks", mechanism="P7",
            source="assumption", about="how slowly other sellers, who come for the pay that is now, are found and become as able")  # fmt: skip
uncertainty("campaign_scale", 0.1, plausible=(0.0, 0.2), bounds=(0.0, 1.0), unit="elasticity", mechanism="P3", neutral=0.0,
            source="assumption (users.md F4)", about="how fast the cost of a uniform campaign's contact falls with its volume")  # fmt: skip

USUAL_COMMISSION = 0.4  # at which effort is as usual: assumption
USUAL_REACH = 0.012  # share of an average firm's customers a week, at which a contact costs the usual: assumption (lever's default)
CHEAPEST, DEAREST = 0.5, 2.0  # of the usual cost: assumption
QUARTER = 13
COMMISSION_SHARE = 0.25  # of a first year's price, at commission 1: assumption


remember(sales_skill=1.0, rival_pay=0.0, quotas_missed=0.0)


@step
def look_at_quota(own):
    """Note how far sales of the quarter lag behind the quota, 0..1."""
    own.short = 0.0
    if own.quota > 0.0 and own.weeks >= 1.0:
        own.short = max(0.0, 1.0 - own.sold / (own.quota * own.weeks / QUARTER))


@rule
def contact_cost(volume, usual, scale, authority):
    """Return what a contact costs over the usual: (volume / usual)^-s; one chosen singly, under the unit, is the usual.

    contact_cost(4, 1, .5, .5) = .75.
    """
    if scale <= 0.0 or volume <= 0.0:
        return 1.0
    cost = between(exp(-scale * log(volume / usual)), CHEAPEST, DEAREST)
    return cost + authority * (1.0 - cost)


@step
def reach_of(firm, market, commission, short):
    """Return the share of customers contacted a week: where the quota is short it is pushed, as far as pay hangs on it."""
    lived, nature = firm.lived, market.nature
    reach = lived.campaign_reach * (1.0 + commission * short)
    reach = reach * (1.0 + nature.effort_of_pay * (commission - USUAL_COMMISSION))
    reach = reach * (1.0 - nature.initiative_lost * lived.authority)
    reach = reach * firm.memory.time_left
    if firm.ruled.campaign_reach > 0.0:
        reach = min(reach, firm.most.campaign_reach)
    return reach


@step
def keep_sellers(firm, market, own):
    """Sellers whose variable pay falls below what they came for and rivals pay leave, the best first (P7).

    skill <- skill - leaving x best_first x gap x skill + (1 - skill) / regained; who comes, comes for today's pay.
    """
    nature, pays = market.nature, firm.lived.commission
    expected, skill, gap = known(own.pay, pays), own.skill, 0.0
    if expected > pays:
        gap = max(0.0, min(expected, firm.memory.rival_pay) - pays)
    skill += (1.0 - skill) / nature.sellers_regained - nature.sellers_leave * nature.best_first * gap * skill
    own.skill = max(0.0, skill)
    firm.memory.sales_skill = own.skill
    own.pay = expected + (pays - expected) / nature.sellers_regained if expected > pays else pays


@step
def look_at_rivals(firms):
    """Note for every firm the mean commission of the others that are present, as published; 0 where there is none."""
    for f in range(firms.shape[0]):
        total, rivals, other = 0.0, 0, -1
        for _ in range(firms.shape[0]):
            other = next_by_name(firms, other)
            if other != f and firms[other].terms.board.present > 0.0:
                total += firms[other].lived.commission
                rivals += 1
        firms[f].memory.rival_pay = total / rivals if rivals > 0 else 0.0


class Product(Department):
    """The department of one product."""

    name = "product"
    rank = 1
    per_product = True
    MEMORY = starts(sold=0.0, weeks=0.0, short=0.0, quota=UNKNOWN, missed=0.0, skill=1.0, pay=UNKNOWN)

    campaign_reach = lever(0.012, unit="share of customers per week", low=0.0, high=0.2, neutral=0.0, mechanism="M01", scaled=True,
                           plausible=(0.0, 0.03), anchors=("nobody is contacted unasked", "one in thirty each week, by each department"),
                           about="customers whom each product department contacts unasked in a week",
                           question="How many customers does each department contact per week?", source="assumption (G03: about 3 contacts a quarter are best)",
                           cost="campaign contact each")  # fmt: skip
    campaign_interval = lever(4.0, unit="weeks", low=1.0, high=26.0, neutral=4.0, mechanism="M03",
                              plausible=(2.0, 13.0), anchors=("two weeks", "a quarter"),
                              about="shortest time between two contacts of one person by one department",
                              question="How long does a department leave a person in peace?", source="assumption", cost="free: a rule")  # fmt: skip
    pressure = lever(0.2, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M02",
                     plausible=(0.0, 0.6), anchors=("inform and leave it there", "push until it is signed"),
                     about="how hard an offer is pushed beyond its worth", question="How hard do we push?", source="assumption",
                     cost="free: a habit of selling")  # fmt: skip
    commission = lever(0.4, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M02",
                       plausible=(0.0, 0.9), anchors=("a fixed wage", "nearly all of the pay"),
                       about="weight of units sold in the pay of product departments", question="How much of the pay hangs on units sold?",
                       source="assumption", cost="commission on each sale")  # fmt: skip
    quota_growth = lever(0.02, unit="per quarter", low=0.0, high=0.2, neutral=0.0, mechanism="M02",
                         plausible=(0.0, 0.05), anchors=("as many as before", "five per cent more each quarter"),
                         about="growth asked of the next quota over what was sold", question="How much more must be sold each quarter?",
                         source="assumption", cost="free: a target")  # fmt: skip
    price_level = lever(1.0, unit="× list", low=0.5, high=2.0, neutral=1.0, mechanism="M28",
                        plausible=(0.9, 1.1), anchors=("a tenth below the list", "a tenth above it"),
                        about="prices relative to the market's list", question="What do we charge?", source="assumption",
                        cost="price forgone or gained")  # fmt: skip
    sell_on_contact = lever(0.3, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M01",
                            plausible=(0.0, 0.7), anchors=("never", "seven of ten times"),
                            about="customers' own contacts that end with the product of the month",
                            question="How often do we end a call with an offer?", source="assumption", cost="free: the contact is there")  # fmt: skip

    class Terms(NamedTuple):
        """What customers meet of a product department."""

        is_base: float  # 1: the contract itself, 0: an extra product
        price: float  # per week at usage 1
        price_ratio: float  # price over the market's list price
        delivery: float  # cost per week at usage 1
        commission_paid: float  # per sale
        reach: float  # share of customers contacted per week
        interval: float  # weeks between contacts; 0: no campaigns
        cut: float  # estimate above which a person is contacted; set from last week's estimates
        pressure: float
        sell_on_contact: float
        fit: float  # 0..1
        sales_skill: float  # of those who sell, relative to the usual
        contact_cost: float  # of an unasked contact, over the usual

    @staticmethod
    @step
    def plan(firm, market, product):
        """Push where the quota is short, as far as pay hangs on it; that is seen weekly, or as seldom as the firm plans (M35)."""
        lived, memory, nature = firm.lived, firm.memory, market.nature
        own, terms = product.own, product.terms
        commission, interval = lived.commission, int(lived.planning_interval)
        extra, short = product.is_base <= 0.0, 0.0
        if commission > 0.0 and extra:
            if interval <= 1 or market.week % interval == 0:
                look_at_quota(own)
            short = own.short
        reach, ratio = reach_of(firm, market, commission, short), lived.price_level * memory.price
        terms.is_base = product.is_base
        terms.price = product.price * ratio
        terms.price_ratio = ratio
        terms.delivery = product.cost * (1.0 - lived.shrink)
        terms.commission_paid = COMMISSION_SHARE * commission * 52.0 * terms.price
        terms.reach = reach
        terms.interval = float(round(lived.campaign_interval)) if reach > 0.0 and extra else 0.0
        terms.cut = 2.0
        terms.pressure = min(firm.most.pressure, lived.pressure + nature.quota_pressure * commission * short)
        terms.sell_on_contact = lived.sell_on_contact
        terms.fit = memory.fit
        terms.sales_skill = own.skill
        volume, usual = reach * customers_of(firm), USUAL_REACH * market.usual_size
        terms.contact_cost = contact_cost(volume, usual, nature.campaign_scale, lived.authority) if extra else 1.0

    @staticmethod
    @step
    def close_week(firm, market, product):
        """Count sales; at the end of a quarter the quota ratchets: Q <- Q + rho (sold (1 + g) - Q)."""
        own, nature = product.own, market.nature
        own.sold += firm.last[SALES_OF + product.number]
        own.weeks += 1.0
        if nature.sellers_leave > 0.0:
            keep_sellers(firm, market, own)
        if own.weeks >= QUARTER:
            quota = known(own.quota, own.sold)
            missed = 1.0 if product.number > 0 and quota > 0.0 and own.sold < quota else 0.0
            firm.memory.quotas_missed += missed - own.missed
            asked = own.sold * (1.0 + firm.lived.quota_growth)
            own.quota = quota + nature.quota_adjusting * (asked - quota)
            own.missed, own.sold, own.weeks = missed, 0.0, 0.0
