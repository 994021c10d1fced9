"""Billing and contracts: fees, terms, barriers, discounts, renewals (M13, M24, M31, P4)."""

from __future__ import annotations

from typing import NamedTuple

from agents.books import LINES_AT
from agents.compiled import rule, step
from agents.customers.billing import FEES, INERTIA, REBATES, SUBSCRIPTIONS
from agents.customers.cancelling import NOTICES, SAVED
from agents.customers.concessions import REQUESTS, REQUESTS_GRANTED, THREATS_PAID
from agents.departments.base import Department, customers_of
from agents.offices import UNKNOWN, known, starts
from agents.parameters import lever

YEAR, QUARTER = 52, 13
REMEMBERED = 26.0  # weeks over which shares of concessions are remembered by those who talk: assumption
HIGHEST_RATE = 0.2  # of fees a week, invented ones included: the lever's bound
CHANGE_WORTH = 0.02  # cost of delivery that one change of terms saves: assumption
WORST = 0.1  # of delivery, all changes together: assumption

@rule
def new_fees(share, missing, fee):
    """Return fees per customer and week that make up for a share of missing income, currency a customer; (.5, 1, 10) is .05."""
    return share * missing / fee


@step
def look_at_income(firm, own):
    """At the end of a quarter: income below the usual is made up for by new fees, as far as `fee_invention` says.

    They are reckoned before customers learn to avoid them; they stay.
    """
    base, invention = max(1.0, customers_of(firm)), firm.lived.fee_invention
    now = own.income / own.income_weeks
    own.income, own.income_weeks = 0.0, 0.0
    usual = known(own.usual_income, now)
    own.usual_income = usual + 0.25 * (now - usual)  # a year's memory: assumption
    if invention <= 0.0:
        own.invented = 0.0
    elif own.fee > 0.0:
        own.invented += new_fees(invention, max(0.0, usual - now) / base, own.fee)


@rule
def worsened_by(worsened, changes):
    """Return the share of delivery saved by one-sided changes so far; where none are made any more, terms are restored.

    worsened_by(0, 5.2) = .002.
    """
    return min(WORST, worsened + CHANGE_WORTH * changes / YEAR) if changes > 0.0 else 0.0


@rule
def moved_share(share, part, whole):
    """Return a remembered share after a week: towards part / whole, if there was anything; moved_share(.5, 0, 2) = .5 - .5 / 26."""
    return share + (part / whole - share) / REMEMBERED if whole > 0.0 else share


@step
def compare_cost(firm, market, own):
    """Once a year: by how much a customer costs more than a year ago, as a share of the price."""
    now = own.cost / own.customers
    price = market.price * firm.lived.price_level * firm.memory.price
    own.costlier = (now - own.before) / price if own.before > 0.0 and price > 0.0 else 0.0
    own.before, own.cost, own.customers = now, 0.0, 0.0


class Billing(Department):
    """The department that writes bills and terms."""

    name = "billing"
    rank = 3
    MEMORY = starts(
        fee=0.0, income=0.0, income_weeks=0.0, usual_income=UNKNOWN, invented=0.0, worsened=0.0, list=UNKNOWN, costlier=0.0,
        cost=0.0, customers=0.0, before=0.0, granting=0.0, saving=0.0,
    )  # fmt: skip

    hidden_fees = lever(0.01, unit="per customer and week", low=0.0, high=0.2, neutral=0.0, mechanism="M13",
                        plausible=(0.0, 0.05), anchors=("no fee that was not announced", "one every twenty weeks"),
                        about="hidden fees met by a customer per week", question="How often does an unexpected fee stand on the bill?",
                        source="assumption (J14: about 20 % a month pay an avoidable fee in one market)", cost="fee income forgone or gained")  # fmt: skip
    fee_size = lever(0.4, unit="× monthly price", low=0.0, high=3.0, neutral=0.4, mechanism="M13",
                     plausible=(0.1, 1.0), anchors=("a tenth of a monthly bill", "a whole monthly bill"),
                     about="size of a hidden fee", question="How large is such a fee?", source="assumption", cost="fee income forgone or gained")  # fmt: skip
    fee_invention = lever(0.0, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M13",
                          plausible=(0.0, 0.8), anchors=("income may fall", "four fifths of what is missing comes from new fees"),
                          about="fallen income made up for by new hidden fees, each quarter", question="What happens when income falls?",
                          source="assumption", cost="fee income forgone or gained")  # fmt: skip
    term_changes = lever(0.0, unit="per year", low=0.0, high=12.0, neutral=0.0, mechanism="M13",
                         legal="one-sided changes need consent, or let the customer go, in the EU: to be checked",
                         plausible=(0.0, 3.0), anchors=("terms stay as agreed", "a letter every four months"),
                         about="changes of terms to the customer's disadvantage by mere notice", question="How often do we change terms one-sidedly?",
                         source="assumption", cost="delivery saved")  # fmt: skip
    obsolescence = lever(0.0, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M13", legal="planned obsolescence is punishable in some countries: to be checked",
                         plausible=(0.0, 0.6), anchors=("built to last", "most are built to be replaced"),
                         about="products made or discontinued so that they must be replaced early", question="How long do our products last?",
                         source="assumption", cost="replacement sales gained")  # fmt: skip
    price_rise = lever(0.02, unit="per year", low=0.0, high=0.3, neutral=0.0, mechanism="P4",
                       plausible=(0.0, 0.06), anchors=("old customers keep their price", "six per cent more each year"),
                       about="yearly rise of the price of those who are already customers", question="How much more do old customers pay each year?",
                       source="assumption (J09, J15: inert customers pay more)", cost="income forgone or gained")  # fmt: skip
    barrier = lever(0.3, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M13", legal="cancellation must be as easy as joining in the EU: to be checked",
                    plausible=(0.0, 0.8), anchors=("a click is enough", "four of five attempts get stuck"),
                    about="chance that an attempt to cancel is hindered", question="How hard is it to leave?", source="assumption (J20)",
                    cost="free: forms and waiting loops")  # fmt: skip
    refusal = lever(0.3, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M13",
                    plausible=(0.0, 0.7), anchors=("no one is turned down by the small print", "seven of ten are"),
                    about="disputes turned down by the small print", question="How often do we hide behind the small print?",
                    source="assumption", cost="goodwill saved")  # fmt: skip
    complexity = lever(0.4, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M13",
                       plausible=(0.0, 0.9), anchors=("a page everybody understands", "pages nobody reads"),
                       about="how hard terms and bills are to read", question="Can a customer understand our terms?", source="assumption",
                       cost="free: clear terms show what fees hide")  # fmt: skip
    shrink = lever(0.0, unit="share", low=0.0, high=0.5, neutral=0.0, mechanism="M13",
                   plausible=(0.0, 0.15), anchors=("all that was promised", "a seventh less for the same price"),
                   about="less for the same price: share of the product left out", question="Do we give less for the same price?",
                   source="assumption", cost="delivery saved")  # fmt: skip
    newcomer_discount = lever(0.1, unit="share", low=0.0, high=0.5, neutral=0.0, mechanism="M31",
                              plausible=(0.0, 0.3), anchors=("newcomers pay what all pay", "newcomers pay a third less in the first year"),
                              about="discount in a newcomer's first year", question="What do newcomers get that old customers don't?",
                              source="assumption", cost="rebate")  # fmt: skip
    tenure_reward = lever(0.0, unit="share", low=0.0, high=0.5, neutral=0.0, mechanism="M31",
                          plausible=(0.0, 0.2), anchors=("years count for nothing", "a fifth off the price after twenty years"),
                          about="rebate for twenty years; fewer count ln(1 + years) / ln 21 of it", question="What are twenty years worth to us?",
                          source="assumption", cost="rebate")  # fmt: skip
    save_offer = lever(0.4, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M13",
                       plausible=(0.0, 1.0), anchors=("let go without a word", "the best terms to who cancels"),
                       about="effort to hold those who cancel", question="What do we offer to those who leave?", source="assumption",
                       cost="rebate to who stays")  # fmt: skip
    auto_renewal = lever(1.0, unit="share", low=0.0, high=1.0, neutral=1.0, mechanism="M13",
                         plausible=(0.0, 1.0), anchors=("always asked", "renewed in silence"),
                         about="contracts renewed without asking", question="Do we ask before we renew?", source="assumption",
                         cost="free: but asking gives an occasion to look")  # fmt: skip
    contract_length = lever(1.0, unit="× usual term", low=0.0, high=2.0, neutral=1.0, mechanism="M13",
                            plausible=(0.0, 1.5), anchors=("no minimum term", "half as long again as usual"),
                            about="term of new contracts relative to the market's", question="How long do we bind customers?", source="assumption (B13)",
                            cost="free: a term")  # fmt: skip
    pass_through = lever(0.0, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M24",
                         plausible=(0.0, 1.0), anchors=("rising costs stay ours", "customers pay all of them"),
                         about="rise of costs per customer passed on to old customers each year", question="Who pays for our costs?",
                         source="assumption", cost="income gained")  # fmt: skip

    class Terms(NamedTuple):
        """What customers meet of billing."""

        fee_rate: float
        fee: float
        fee_share: float  # expected fees over the price
        price_change: float  # of the price agreed, announced this week to those already here
        list_change: float  # of the list, announced this week to everybody
        barrier: float
        refusal: float
        complexity: float
        shrink: float
        newcomer_discount: float
        save_offer: float
        auto_renewal: float
        contract_length: float
        renewal_weeks: float
        letter: float  # 1: this week's letter announces the year's prices
        tenure_reward: float
        term_changes: float
        worsened: float  # share of delivery saved by changes of terms so far
        obsolescence: float
        granting: float  # share of requests beyond the contract granted of late
        saving: float  # share of those who cancel who were held by an offer of late

    @staticmethod
    @step
    def plan(firm, market):
        """Write the week's terms; once a year prices of old customers are raised."""
        lived, own, terms = firm.lived, firm.own.billing, firm.terms.billing
        price = market.price * lived.price_level * firm.memory.price
        own.fee = lived.fee_size * price * YEAR / 12.0
        own.worsened = worsened_by(own.worsened, lived.term_changes)
        rise, letter = 0.0, 0.0
        if market.week % YEAR == YEAR // 2:
            letter = 1.0
            rise = lived.price_rise + (lived.pass_through * max(0.0, own.costlier) if lived.pass_through > 0.0 else 0.0)
        charged = lived.price_level * firm.memory.price
        before, own.list = known(own.list, charged), charged
        rate = lived.hidden_fees
        if lived.fee_invention > 0.0:
            rate = max(rate, min(HIGHEST_RATE, firm.most.hidden_fees, rate + own.invented))
        terms.fee_rate = rate
        terms.fee = own.fee
        terms.fee_share = rate * own.fee / price if price > 0.0 else 0.0
        terms.price_change = rise
        terms.list_change = max(0.0, charged / before - 1.0) if before > 0.0 else 0.0
        terms.barrier = lived.barrier
        terms.refusal = lived.refusal
        terms.complexity = lived.complexity
        terms.shrink = lived.shrink
        terms.newcomer_discount = lived.newcomer_discount
        terms.save_offer = lived.save_offer
        terms.auto_renewal = lived.auto_renewal
        terms.contract_length = lived.contract_length
        terms.renewal_weeks = market.renewal_weeks
        terms.letter = letter
        terms.tenure_reward = lived.tenure_reward
        terms.term_changes = lived.term_changes
        terms.worsened = own.worsened
        terms.obsolescence = lived.obsolescence
        terms.granting = own.granting
        terms.saving = own.saving

    @staticmethod
    @step
    def close_week(firm, market):
        """Remember what was conceded, look at income; once a year, compare the cost per customer with last year's."""
        last, own = firm.last, firm.own.billing
        held = last[SAVED] + last[THREATS_PAID]
        own.granting = moved_share(own.granting, last[REQUESTS_GRANTED], last[REQUESTS])
        own.saving = moved_share(own.saving, held, held + last[NOTICES])
        own.income += last[LINES_AT + SUBSCRIPTIONS] + last[LINES_AT + INERTIA] + last[LINES_AT + FEES] + last[LINES_AT + REBATES]
        own.income_weeks += 1.0
        if market.week % QUARTER == QUARTER - 1:
            look_at_income(firm, own)
        own.cost += firm.memory.cost  # of the week before: this week's bills are still coming in
        own.customers += customers_of(firm)
        if market.week % YEAR == YEAR // 2 - 1 and own.customers > 0.0:
            compare_cost(firm, market, own)
