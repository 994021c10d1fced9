"""Billing and contracts: fees, terms, barriers, discounts, renewals (M13, M24, M31, P4)."""

from __future__ import annotations

from typing import NamedTuple

from agents.books import LINES_AT
from agents.customers.billing import FEES, INERTIA, REBATES, SUBSCRIPTIONS
from agents.customers.cancelling import NOTICES, SAVED
from agents.customers.concessions import REQUESTS, REQUESTS_GRANTED, THREATS_PAID
from agents.departments.base import Department
from agents.parameters import lever

YEAR, QUARTER = 52, 13
MEMORY = 26.0  # weeks over which shares of concessions are remembered by those who talk: assumption
HIGHEST_RATE = 0.2  # of fees a week, invented ones included: the lever's bound
CHANGE_WORTH = 0.02  # cost of delivery that one change of terms saves: assumption
WORST = 0.1  # of delivery, all changes together: assumption
INCOME = [LINES_AT + number for number in (SUBSCRIPTIONS, INERTIA, FEES, REBATES)]


class Billing(Department):
    """The department that writes bills and terms."""

    name = "billing"
    rank = 3

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

    def plan(self) -> Terms:
        """Write the week's terms; once a year prices of old customers are raised."""
        price = self.model.products[self.model.base_product].price * self.firm.lived["price_level"] * self.firm.memory["price"]
        fee = self.memory["fee"] = self.fee_size * price * YEAR / 12.0
        rise, letter = 0.0, 0.0
        if self.model.week % YEAR == YEAR // 2:
            letter = 1.0
            rise = self.price_rise + (self.pass_through * self.costlier() if self.pass_through > 0.0 else 0.0)
        list_change, rate, memory = self.list_change(), self.hidden_fees, self.memory
        if self.fee_invention > 0.0:
            rate = max(rate, min(HIGHEST_RATE, self.firm.most("hidden_fees"), rate + memory.get("invented", 0.0)))
        return self.Terms(
            fee_rate=rate, fee=fee, fee_share=rate * fee / price if price > 0.0 else 0.0, price_change=rise,
            list_change=list_change,
            barrier=self.barrier, refusal=self.refusal, complexity=self.complexity, shrink=self.shrink,
            newcomer_discount=self.newcomer_discount, save_offer=self.save_offer, auto_renewal=self.auto_renewal,
            contract_length=self.contract_length, renewal_weeks=self.model.renewal_weeks,
            letter=letter, tenure_reward=self.tenure_reward, term_changes=self.term_changes, worsened=self.worsen(),
            obsolescence=self.obsolescence, granting=memory.get("granting", 0.0), saving=memory.get("saving", 0.0),
        )  # fmt: skip

    def look_at_income(self) -> None:
        """At the end of a quarter: income below the usual is made up for by new fees, as far as `fee_invention` says.

        New fees per customer and week = share · missing income / fee, before customers learn to avoid it; they stay.
        """
        memory, base = self.memory, max(1.0, self.firm.customers)
        now = memory["income"] / memory["income_weeks"]
        memory["income"] = memory["income_weeks"] = 0.0
        usual = memory.get("usual_income", now)
        memory["usual_income"] = usual + 0.25 * (now - usual)  # a year's memory: assumption
        if self.fee_invention <= 0.0:
            memory["invented"] = 0.0
        elif memory["fee"] > 0.0:
            missing = max(0.0, usual - now) / base
            memory["invented"] = memory.get("invented", 0.0) + self.fee_invention * missing / memory["fee"]

    def worsen(self) -> float:
        """Return the share of delivery saved by one-sided changes so far; where none are made any more, terms are restored."""
        if self.term_changes <= 0.0:
            self.memory["worsened"] = 0.0
        else:
            more = CHANGE_WORTH * self.term_changes / YEAR
            self.memory["worsened"] = min(WORST, self.memory.get("worsened", 0.0) + more)
        return self.memory["worsened"]

    def list_change(self) -> float:
        """Return by how much the list price rose since last week, as a share; changes of price_level included."""
        now = self.firm.lived["price_level"] * self.firm.memory["price"]
        before, self.memory["list"] = self.memory.get("list", now), now
        return max(0.0, now / before - 1.0) if before > 0.0 else 0.0

    def costlier(self) -> float:
        """Return by how much a customer costs more than a year ago, as a share of the price; never below 0."""
        return max(0.0, self.memory.get("costlier", 0.0))

    def close_week(self) -> None:
        """Remember what was conceded, look at income; once a year, compare the cost per customer with last year's."""
        firm, memory = self.firm, self.memory
        self.remember_concessions()
        memory["income"] = memory.get("income", 0.0) + sum(firm.last[slot] for slot in INCOME)
        memory["income_weeks"] = memory.get("income_weeks", 0.0) + 1.0
        if self.model.week % QUARTER == QUARTER - 1:
            self.look_at_income()
        memory["cost"] = memory.get("cost", 0.0) + self.model.cost_of_week(firm)
        memory["base"] = memory.get("base", 0.0) + firm.customers
        if self.model.week % YEAR == YEAR // 2 - 1 and memory["base"] > 0.0:
            now = memory["cost"] / memory["base"]
            price = self.model.products[self.model.base_product].price * self.firm.lived["price_level"] * self.firm.memory["price"]
            memory["costlier"] = (now - memory["before"]) / price if memory.get("before") and price > 0.0 else 0.0
            memory["before"], memory["cost"], memory["base"] = now, 0.0, 0.0

    def remember_concessions(self) -> None:
        """Keep moving shares of requests granted and of cancellers held, as those who talk know them."""
        of, memory = self.firm.of, self.memory
        held = of(SAVED) + of(THREATS_PAID)
        for name, part, whole in (
            ("granting", of(REQUESTS_GRANTED), of(REQUESTS)), ("saving", held, held + of(NOTICES)),
        ):  # fmt: skip
            if whole > 0.0:
                before = memory.get(name, 0.0)
                memory[name] = before + (part / whole - before) / MEMORY
