"""Those who deal with brokers: what a new customer is worth to them, and how long they answer for it (M02)."""

from __future__ import annotations

from typing import NamedTuple

from agents.compiled import step
from agents.customers.brokers import worth_to_broker
from agents.departments.base import Department
from agents.parameters import lever

MONTH = 52.0 / 12.0


class Brokers(Department):
    """The department that deals with brokers, where a market has any."""

    name = "brokers"
    rank = 3

    broker_commission = lever(0.0, unit="× monthly price", low=0.0, high=24.0, neutral=0.0, mechanism="M02",
                              plausible=(0.0, 12.0), anchors=("nothing", "a year's price"),
                              about="commission to a broker for a new customer", question="What do we pay brokers for a new customer?",
                              source="assumption", cost="commission to brokers")  # fmt: skip
    claw_back = lever(0.0, unit="weeks", low=0.0, high=260.0, neutral=0.0, mechanism="M02",
                      legal="five years of liability are law for life and health insurance in Germany: to be checked",
                      plausible=(0.0, 260.0), anchors=("a commission once paid is earned", "five years of liability"),
                      about="time within which brokers pay back part of the commission if the customer leaves",
                      question="How long do brokers answer for what they sold?", source="assumption",
                      cost="free: commission comes back, but brokers advise other firms")  # fmt: skip

    class Terms(NamedTuple):
        """What brokers meet, and through them customers."""

        commission: float  # for a new customer of usual consumption, currency
        liable: float  # weeks
        worth: float  # of the commission to a broker, over a year's price

    @staticmethod
    @step
    def plan(firm, market):
        """Publish what brokers are paid and for how long they answer."""
        lived, terms = firm.lived, firm.terms.brokers
        price = market.price * lived.price_level * firm.memory.price
        terms.commission = lived.broker_commission * MONTH * price
        terms.liable = lived.claw_back
        terms.worth = worth_to_broker(lived.broker_commission, lived.claw_back, market.nature.claw_back_minded)
