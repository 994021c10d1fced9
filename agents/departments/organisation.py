"""How departments work together: ideas of experience, profit centres, planning, looking ahead (M24, M25, M34, M35)."""

from __future__ import annotations

from typing import NamedTuple

from agents import ideas
from agents.arithmetic import exp, log
from agents.books import line
from agents.compiled import rule
from agents.departments.base import Department
from agents.parameters import lever, uncertainty

uncertainty("overhead_return", 0.1, plausible=(0.0, 0.2), bounds=(0.0, 1.0), unit="elasticity", mechanism="M24", neutral=0.0,
            source="assumption", about="elasticity, in the overhead that buys coordination and checks, of fewer faults and billing errors and of the offer's fit")  # fmt: skip
uncertainty("foresight", 0.4, plausible=(0.2, 0.6), bounds=(0.0, 1.0), unit="share", mechanism="M35", neutral=0.0,
            source="assumption", about="faults that can be seen coming on perfect records and analytics")  # fmt: skip

line("anticipation", "looking ahead for customers", kind="cost", discretionary=True)
MONTH = 4


@rule
def coordination(level: float, elasticity: float) -> float:
    """Return what overhead of a level, 1 usual, does to what it coordinates: level^r; coordination(.25, -.5) = 2."""
    return float(exp(elasticity * log(level)))


class Organisation(Department):
    """What departments have in common, and what lies between them."""

    name = "organisation"
    rank = 7

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

    def plan(self) -> Terms:
        """Publish what agreement, ideas and coordination come to."""
        nature, lived, cost = self.model.nature, self.firm.lived, self.model.nature["idea_distance_cost"]
        if not self.memory:
            ideas.think(self.firm, self.memory)
        off = self.memory
        unchecked = self.unchecked()
        seen = nature["foresight"] * self.anticipation * lived["integration"] * lived["analytics"]
        return self.Terms(
            faults=unchecked * (1.0 - seen),
            disputes=unchecked / ideas.guided(cost, off["billing"], ideas.USUAL["billing"]),
            handover=ideas.lost_between(nature["handover_fails"], self.firm.memory["idea_agreement"], self.own_profit),
            service_quality=ideas.guided(cost, off["service"], ideas.USUAL["service"]),
            offer_quality=ideas.guided(cost, off["product"], ideas.USUAL["product"]),
        )

    def unchecked(self) -> float:
        """Return the factor on faults that overhead leaves: level^-r; exactly 1 at the usual level."""
        return float(coordination(self.firm.lived["overhead_level"], -self.model.nature["overhead_return"]))

    def close_week(self) -> None:
        """Pay for looking ahead; every four weeks ideas move."""
        if self.anticipation > 0.0:
            self.firm.pay("anticipation", -self.firm.customers * self.model.nature["anticipation_cost"] * self.anticipation)
        if self.model.week % MONTH == 0:
            ideas.think(self.firm, self.memory)
            cost = self.model.nature["idea_distance_cost"]
            relevance = ideas.guided(cost, self.memory["data_office"], ideas.USUAL["data_office"])
            self.firm.memory["records_relevance"] = relevance
