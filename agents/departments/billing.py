"""Billing and contracts: fees, terms, barriers, discounts, renewals (M13, M24, M31)."""

from __future__ import annotations

from typing import NamedTuple

from agents.departments.base import Department
from agents.parameters import lever

YEAR = 52


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
    price_rise = lever(0.02, unit="per year", low=0.0, high=0.3, neutral=0.0, mechanism="M13",
                       plausible=(0.0, 0.06), anchors=("old customers keep their price", "six per cent more each year"),
                       about="yearly rise of the price of those who are already customers", question="How much more do old customers pay each year?",
                       source="assumption (J09, J15: inert customers pay more)", cost="income forgone or gained")  # fmt: skip
    barrier = lever(0.3, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M13", legal="cancellation must be as easy as joining in the EU: to be checked",
                    plausible=(0.0, 0.8), anchors=("a click is enough", "four of five attempts get stuck"),
                    about="chance that an attempt to cancel is hindered", question="How hard is it to leave?", source="assumption (J20)",
                    cost="free: forms and waiting loops")  # fmt: skip
    refusal = lever(0.3, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M13",
                    plausible=(0.0, 0.7), anchors=("no one is turned down by the small print", "seven of ten are"),
                    about="disputes and requests turned down by the small print", question="How often do we hide behind the small print?",
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

    def plan(self) -> Terms:
        """Write the week's terms; once a year prices of old customers are raised."""
        price = self.model.products[self.model.base_product].price * self.firm.lived["price_level"] * self.firm.memory["price"]
        fee = self.fee_size * price * YEAR / 12.0
        rise = 0.0
        if self.model.week % YEAR == YEAR // 2:
            rise = self.price_rise + (self.pass_through * self.costlier() if self.pass_through > 0.0 else 0.0)
        list_change = self.list_change()
        return self.Terms(
            fee_rate=self.hidden_fees, fee=fee, fee_share=self.hidden_fees * fee / price if price > 0.0 else 0.0, price_change=rise,
            list_change=list_change,
            barrier=self.barrier, refusal=self.refusal, complexity=self.complexity, shrink=self.shrink,
            newcomer_discount=self.newcomer_discount, save_offer=self.save_offer, auto_renewal=self.auto_renewal,
            contract_length=self.contract_length, renewal_weeks=self.model.renewal_weeks,
        )  # fmt: skip

    def list_change(self) -> float:
        """Return by how much the list price rose since last week, as a share; changes of price_level included."""
        now = self.firm.lived["price_level"] * self.firm.memory["price"]
        before, self.memory["list"] = self.memory.get("list", now), now
        return max(0.0, now / before - 1.0) if before > 0.0 else 0.0

    def costlier(self) -> float:
        """Return by how much a customer costs more than a year ago, as a share of the price; never below 0."""
        return max(0.0, self.memory.get("costlier", 0.0))

    def close_week(self) -> None:
        """Once a year, compare the cost per customer with last year's."""
        firm, memory = self.firm, self.memory
        memory["cost"] = memory.get("cost", 0.0) + self.model.cost_of_week(firm)
        memory["base"] = memory.get("base", 0.0) + firm.customers
        if self.model.week % YEAR == YEAR // 2 - 1 and memory["base"] > 0.0:
            now = memory["cost"] / memory["base"]
            memory["costlier"] = now / memory["before"] - 1.0 if memory.get("before") else 0.0
            memory["before"], memory["cost"], memory["base"] = now, 0.0, 0.0
