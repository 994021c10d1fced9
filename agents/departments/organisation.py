"""How departments work together: ideas of experience, profit centres, planning, looking ahead (M24, M25, M34, M35)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents import ideas
from agents.arithmetic import exp, log
from agents.books import line
from agents.compiled import rule, step
from agents.departments.base import Department, customers_of
from agents.offices import UNKNOWN, spend, starts
from agents.parameters import lever, uncertainty

uncertainty("overhead_return", 0.1, plausible=(0.0, 0.2), bounds=(0.0, 1.0), unit="elasticity", mechanism="M24", neutral=0.0,
            source="assumption", about="elasticity, in the overhead that buys coordination and checks, of fewer faults and billing errors and of the offer's fit")  # fmt: skip
uncertainty("foresight", 0.4, plausible=(0.2, 0.6), bounds=(0.0, 1.0), unit="share", mechanism="M35", neutral=0.0,
            source="assumption", about="faults that can be seen coming on perfect records and analytics")  # fmt: skip

ANTICIPATION = line("anticipation", "looking ahead for customers", kind="cost", discretionary=True)
MONTH = 4


@rule
def coordination(level, elasticity):
    """Return what overhead of a level, 1 usual, does to what it coordinates: level^r; coordination(.25, -.5) = 2."""
    return exp(elasticity * log(level))


class Organisation(Department):
    """What departments have in common, and what lies between them."""

    name = "organisation"
    rank = 7
    MEMORY = starts(
        ideas=np.full((len(ideas.HOLDERS), len(ideas.THEMES)), UNKNOWN), off=np.full(len(ideas.HOLDERS), UNKNOWN)
    )

    own_profit = lever(0.0, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M34",
                       plausible=(0.0, 1.0), anchors=("one purse for all", "every department its own profit and loss"),
                       about="weight of its own result in what each department is judged by", question="Does every department have its own profit and loss?",
                       source="assumption", cost="training, goodwill and overhead saved, fees gained; cases lost between departments")  # fmt: skip
    planning_interval = lever(1.0, unit="weeks", low=1.0, high=26.0, neutral=1.0, mechanism="M35",
                              plausible=(1.0, 13.0), anchors=("decided anew every week", "decided anew every quarter"),
                              about="weeks from a signal to a changed decision", question="How often do we look at our decisions again?",
                              source="assumption", cost="overhead of planning")  # fmt: skip
    anticipation = lever(0.0, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M35",
                         plausible=(0.0, 0.8), anchors=("who has a problem will call", "whatever can be seen coming is mended before"),
                         about="work on mending faults before the customer has to ask", question="Do we act before customers have to call?",
                         source="assumption", cost="looking ahead for customers")  # fmt: skip

    class Terms(NamedTuple):
        """What customers meet of it; factors of 1 are as usual."""

        faults: float  # factor on faults
        disputes: float  # factor on disputes
        handover: float  # share of solved hard cases lost between departments
        service_quality: float  # factor on how service is felt
        offer_quality: float  # factor on how offers are felt

    @staticmethod
    @step
    def plan(firm, market):
        """Publish what agreement, ideas and coordination come to."""
        nature, lived, own = market.nature, firm.lived, firm.own.organisation
        terms, cost = firm.terms.organisation, nature.idea_distance_cost
        if own.off[0] != own.off[0]:  # nan: nobody has thought yet
            ideas.think(firm, market, own)
        unchecked = coordination(lived.overhead_level, -nature.overhead_return)  # exactly 1 at the usual level
        seen = nature.foresight * lived.anticipation * lived.integration * lived.analytics
        terms.faults = unchecked * (1.0 - seen)
        terms.disputes = unchecked / ideas.guided(cost, own.off[ideas.BILLING], ideas.USUAL[ideas.BILLING])
        terms.handover = ideas.lost_between(nature.handover_fails, firm.memory.idea_agreement, lived.own_profit)
        terms.service_quality = ideas.guided(cost, own.off[ideas.SERVICE], ideas.USUAL[ideas.SERVICE])
        terms.offer_quality = ideas.guided(cost, own.off[ideas.PRODUCT], ideas.USUAL[ideas.PRODUCT])

    @staticmethod
    @step
    def close_week(firm, market):
        """Pay for looking ahead; every four weeks ideas move."""
        nature, lived, own = market.nature, firm.lived, firm.own.organisation
        if lived.anticipation > 0.0:
            spend(firm, ANTICIPATION, -customers_of(firm) * nature.anticipation_cost * lived.anticipation)
        if market.week % MONTH == 0:
            ideas.think(firm, market, own)
            off = own.off[ideas.DATA_OFFICE]
            relevance = ideas.guided(nature.idea_distance_cost, off, ideas.USUAL[ideas.DATA_OFFICE])
            firm.memory.records_relevance = relevance
