"""Product departments, one per product: each sells its own (M01), under a quota (M02), beside the others (M03)."""

from __future__ import annotations

from typing import Any, NamedTuple

from agents.arithmetic import between, exp, log
from agents.customers.buying import SALES_OF
from agents.departments.base import Department
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


class Product(Department):
    """The department of one product."""

    name = "product"
    rank = 1
    per_product = True

    def __init__(self, firm: Any, product: int = 0) -> None:
        super().__init__(firm, product)
        firm.memory["sales_skill"] = 1.0

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

    def plan(self) -> Terms:
        """Push where the quota is short, as far as pay hangs on it."""
        spec, firm, nature = self.model.products[self.product], self.firm, self.model.nature
        lived = firm.lived  # read often: once for all
        commission = lived["commission"]
        short = self.shortfall_seen() if commission > 0.0 and not spec.base else 0.0
        reach = lived["campaign_reach"] * (1.0 + commission * short)
        reach = reach * (1.0 + nature["effort_of_pay"] * (commission - USUAL_COMMISSION))
        reach = reach * (1.0 - nature["initiative_lost"] * lived["authority"])
        reach = reach * firm.memory["time_left"]
        if "campaign_reach" in firm.bounds:
            reach = min(reach, firm.most("campaign_reach"))
        ratio = lived["price_level"] * firm.memory["price"]
        price = spec.price * ratio
        return self.Terms(
            is_base=float(spec.base),
            price=price,
            price_ratio=ratio,
            delivery=spec.cost * (1.0 - lived["shrink"]),
            commission_paid=COMMISSION_SHARE * commission * 52.0 * price,
            reach=reach,
            interval=float(round(lived["campaign_interval"])) if reach > 0.0 and not spec.base else 0.0,
            cut=2.0,
            pressure=min(firm.most("pressure"), lived["pressure"] + nature["quota_pressure"] * commission * short),
            sell_on_contact=lived["sell_on_contact"],
            fit=firm.memory["fit"],
            sales_skill=self.memory.get("skill", 1.0),
            contact_cost=1.0 if spec.base else self.contact_cost(reach),
        )

    def contact_cost(self, reach: float) -> float:
        """Return what a contact costs over the usual: (volume / usual)^-s; one chosen singly, under the unit, is the usual."""
        s, volume = self.model.nature["campaign_scale"], reach * self.firm.customers
        if s <= 0.0 or volume <= 0.0:
            return 1.0
        usual = USUAL_REACH * self.model.spec.market.market_size / self.model.incumbents
        cost = float(between(exp(-s * log(volume / usual)), CHEAPEST, DEAREST))
        return cost + float(self.firm.lived["authority"]) * (1.0 - cost)

    def shortfall_seen(self) -> float:
        """Return the shortfall as of the last look at it: every week, or as seldom as the firm plans (M35)."""
        interval = int(self.firm.lived["planning_interval"])
        if interval <= 1 or self.model.week % interval == 0:
            self.memory["short"] = self.shortfall()
        return self.memory.get("short", 0.0)

    def shortfall(self) -> float:
        """Return how far sales of the quarter lag behind the quota, 0..1."""
        quota, weeks = self.memory.get("quota", 0.0), self.memory.get("weeks", 0.0)
        if quota <= 0.0 or weeks < 1.0:
            return 0.0
        return max(0.0, 1.0 - self.memory["sold"] / (quota * weeks / QUARTER))

    def close_week(self) -> None:
        """Count sales; at the end of a quarter the quota ratchets: Q <- Q + rho (sold (1 + g) - Q)."""
        memory = self.memory
        memory["sold"] = memory.get("sold", 0.0) + self.firm.of(SALES_OF + self.product)
        memory["weeks"] = memory.get("weeks", 0.0) + 1.0
        if self.model.nature["sellers_leave"] > 0.0:
            self.keep_sellers()
        if memory["weeks"] >= QUARTER:
            quota = memory.get("quota", memory["sold"])
            asked = memory["sold"] * (1.0 + self.quota_growth)
            memory["reached"] = min(1.0, memory["sold"] / quota) if quota > 0.0 else 1.0
            memory["quota"] = quota + self.model.nature["quota_adjusting"] * (asked - quota)
            memory["sold"] = memory["weeks"] = 0.0

    def keep_sellers(self) -> None:
        """Sellers whose variable pay falls below what they came for and rivals pay leave, the best first (P7).

        skill <- skill - leaving x best_first x gap x skill + (1 - skill) / regained; who comes, comes for today's pay.
        """
        memory, nature, pays = self.memory, self.model.nature, self.commission
        expected, skill = memory.get("pay", pays), memory.get("skill", 1.0)
        gap = max(0.0, min(expected, self.pay_elsewhere()) - pays) if expected > pays else 0.0
        skill += (1.0 - skill) / nature["sellers_regained"] - nature["sellers_leave"] * nature["best_first"] * gap * skill
        memory["skill"] = self.firm.memory["sales_skill"] = max(0.0, skill)
        memory["pay"] = expected + (pays - expected) / nature["sellers_regained"] if expected > pays else pays

    def pay_elsewhere(self) -> float:
        """Return the mean commission of the other firms present; 0 where there is none."""
        present = self.model.world.terms.board["present"]  # as published: the order of firms does not matter
        rivals = [f.lived["commission"] for f in self.model.firms if f is not self.firm and present[f.index] > 0.0]
        return sum(rivals) / len(rivals) if rivals else 0.0
