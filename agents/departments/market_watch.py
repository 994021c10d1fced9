"""Market watch: how a board answers rivals and its own customers' leaving (M17); off unless a firm's levers say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from agents.departments.base import Department
from agents.offices import UNKNOWN, starts
from agents.parameters import LEVERS, lever, uncertainty

uncertainty("reaction_weeks", 13.0, plausible=(4.0, 26.0), bounds=(1.0, 104.0), unit="weeks", mechanism="M17",
            source="assumption", about="time between two looks at prices, shares and churn, and so the delay of an answer")  # fmt: skip

NOTICED = 0.01  # relative change of share that a board notices: assumption
ALARMING = 0.05  # relative change of churn that a board notices: assumption
REVIEW = 26  # weeks between two reviews of what the rivals do: assumption
WATCHING = ("price_reaction", "imitation", "churn_reaction")  # the levers of firms that watch
STEP = 0.25  # of the plausible range, by which quality moves at a doubling of churn and full reaction: assumption
LEAST_MARGIN = 1.05  # price over cost below which nobody follows: assumption
# what is moved when customers leave, and which way is better for them: assumption
QUALITY = {"staffing": 1.0, "training": 1.0, "friendliness": 1.0, "goodwill": 1.0, "hidden_fees": -1.0}
OWN_AFFAIR = {"price_level", "commitment", "price_reaction", "imitation", "churn_reaction"}  # never copied


class View(NamedTuple):
    """What anybody can see of a firm that is in the market."""

    key: int  # of its name
    price: float  # × list
    share_change: float  # of its customers since the last look, relative
    churn: float  # per week since the last look
    usual_churn: float  # per week in the year before
    success: float  # currency per customer
    levers: Mapping[str, float]  # as lived


class Answer(NamedTuple):
    """What a board decides: a factor on its prices, and levers to declare."""

    price: float
    levers: dict[str, float]


def success(profit_per_head: float, growth: float) -> float:
    """Return how well a firm seems to do: profit per customer times one and its growth; success(40, .1) = 44."""
    return profit_per_head * (1.0 + growth)


def towards(own: float, other: float, strength: float) -> float:
    """Return a value moved towards another by a share of the gap; towards(1, .9, .5) = .95."""
    return own + strength * (other - own)


def alarm(churn: float, usual: float) -> float:
    """Return the relative rise of churn, -1..1, 0 where it is too small to notice; alarm(.003, .002) = .5."""
    if usual <= 0.0:
        return 0.0
    change = churn / usual - 1.0
    return 0.0 if abs(change) < ALARMING else min(1.0, max(-1.0, change))


class MarketWatch(Department):
    """Those who watch rivals and churn for the board."""

    name = "market_watch"
    MEMORY = starts(usual_price=UNKNOWN)

    price_reaction = lever(0.0, unit="share of the gap", low=0.0, high=1.0, neutral=0.0, mechanism="M17",
                           plausible=(0.0, 0.8), anchors=("our price is our own", "four fifths of the gap are closed at each look"),
                           about="gap to the cheapest rival that is closed at each look after a loss of share; taken back after a gain",
                           question="Do we follow when a rival is cheaper?", source="assumption", cost="price forgone or gained")  # fmt: skip
    imitation = lever(0.0, unit="share of the gap", low=0.0, high=1.0, neutral=0.0, mechanism="M17",
                      plausible=(0.0, 0.6), anchors=("we go our own way", "each half-year most of the gap to the best is closed"),
                      about="gap to what the most successful rival does that is closed each half-year",
                      question="Do we copy who does best?", source="assumption", cost="what the copied levers cost")  # fmt: skip
    churn_reaction = lever(0.0, unit="steps", low=0.0, high=2.0, neutral=0.0, mechanism="M17",
                           plausible=(0.0, 1.0), anchors=("churn is the market's business", "quality follows churn up and down"),
                           about="how far the firm treats customers better when more leave than in the year before, and worse when fewer do",
                           question="Do we answer when customers leave?", source="assumption (Hirschman 1970: exit as a signal)",
                           cost="what service and fees cost or save")  # fmt: skip

    @property
    def is_on(self) -> bool:
        """Whether the firm reacts to anything."""
        return self.price_reaction > 0.0 or self.imitation > 0.0 or self.churn_reaction > 0.0

    def answer(self, own: View, rivals: Sequence[View], *, looks: bool, reviews: bool) -> Answer:
        """Decide on what can be seen: prices and churn when it `looks`, whom to copy when it `reviews`."""
        levers: dict[str, float] = {}
        if reviews and self.imitation > 0.0 and rivals:
            levers.update(self.copy(own, max(rivals, key=lambda rival: (rival.success, rival.key))))
        if looks and self.churn_reaction > 0.0:
            levers.update(self.answer_churn(own, levers))
        price = self.answer_price(own, rivals) if looks and self.price_reaction > 0.0 and rivals else 1.0
        return Answer(price, levers)

    def answer_price(self, own: View, rivals: Sequence[View]) -> float:
        """Return the factor on the price: towards the cheapest after a loss of share, back after a gain."""
        memory = self.memory
        if not memory.knows("usual_price"):
            memory["usual_price"] = own.price
        usual, lowest = memory["usual_price"], min(rival.price for rival in rivals)
        price = own.price
        if own.share_change < -NOTICED and lowest < own.price:
            spec = self.model.products[self.model.base_product]
            floor = LEAST_MARGIN * spec.cost / spec.price if spec.price > 0.0 else 0.0
            price = min(own.price, max(floor, towards(own.price, lowest, self.price_reaction)))
        elif own.share_change > NOTICED and own.price < usual:
            price = towards(own.price, usual, self.price_reaction)
        return price / own.price

    def copy(self, own: View, best: View) -> dict[str, float]:
        """Return levers moved towards the best rival's, if it does better; cultural ones then take their time (M26)."""
        if best.success <= own.success:
            return {}
        moved = {}
        for name, entry in LEVERS.items():
            now = self.firm.declared[name]
            width = entry.plausible[1] - entry.plausible[0]
            if name not in OWN_AFFAIR and abs(best.levers[name] - now) > 0.01 * width:
                moved[name] = towards(now, best.levers[name], self.imitation)
        return moved

    def answer_churn(self, own: View, moved: Mapping[str, float]) -> dict[str, float]:
        """Return quality levers moved by the alarm, within what is plausible."""
        signal = self.churn_reaction * alarm(own.churn, own.usual_churn)
        changed = {}
        for name, way in QUALITY.items():
            (low, high), now = LEVERS[name].plausible, moved.get(name, self.firm.declared[name])
            value = min(max(high, now), max(min(low, now), now + way * signal * STEP * (high - low)))
            if value != now:
                changed[name] = value
        return changed
