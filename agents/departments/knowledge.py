"""Knowledge: a problem solved once is written down and found again, until products and needs have moved on (M22)."""

from __future__ import annotations

from typing import NamedTuple

from agents.compiled import rule, step
from agents.customers.knowledge import SOLVED_DISPUTE, SOLVED_FAULT, SOLVED_ROUTINE
from agents.departments.base import Department, customers_of
from agents.offices import remember, starts
from agents.parameters import lever, uncertainty

uncertainty("knowledge_per_case", 1.0, plausible=(0.5, 2.0), bounds=(0.0, 20.0), unit="share", mechanism="M22", neutral=0.0,
            source="assumption", about="share of what is not yet known that one solved case per customer brings, if written down")  # fmt: skip
uncertainty("knowledge_ageing", 0.01, plausible=(0.005, 0.02), bounds=(0.0, 0.5), unit="per week", mechanism="M22",
            source="assumption", about="how fast written solutions age, at usual innovation")  # fmt: skip
uncertainty("capture_minutes", 0.1, plausible=(0.05, 0.2), bounds=(0.0, 2.0), unit="share", mechanism="M22", neutral=0.0,
            source="assumption", about="time added to a contact where every solution is written down")  # fmt: skip

remember(knowledge=0.0)


@rule
def stock_after(stock, written, solved, ageing):
    """Return a stock after a week: k + a c s (1 - k) - d k, as far as cases are written down; (.5, .1, 2, .1) = .55."""
    return stock + min(1.0, written * solved) * (1.0 - stock) - ageing * stock


class Knowledge(Department):
    """The shelf of solutions that service writes and reads."""

    name = "knowledge"
    rank = 2
    MEMORY = starts(routine=0.0, fault=0.0, dispute=0.0)

    capture = lever(0.0, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M22",
                    plausible=(0.0, 0.8), anchors=("what is usual and no more", "four of five solutions are written down"),
                    about="solved cases that are written down beyond what is usual", question="Do we write down what we solved?",
                    source="assumption", cost="wages: longer contacts")  # fmt: skip

    class Terms(NamedTuple):
        """What is known beyond the usual, per kind of issue, 0..1."""

        routine: float
        fault: float
        dispute: float

    @staticmethod
    @step
    def plan(firm, market):  # noqa: ARG004  # every rule is called so
        """Publish what is known."""
        own, terms = firm.own.knowledge, firm.terms.knowledge
        terms.routine, terms.fault, terms.dispute = own.routine, own.fault, own.dispute

    @staticmethod
    @step
    def close_week(firm, market):
        """Each stock grows with the cases solved and written down, and ages with the offer.

        Under load there is less time to write: the lever counts times the time taken per case.
        """
        lived, memory, nature = firm.lived, firm.memory, market.nature
        own, last = firm.own.knowledge, firm.last
        if lived.capture <= 0.0 and memory.knowledge <= 0.0:
            return
        written = nature.knowledge_per_case * lived.capture * memory.time_taken / max(1.0, customers_of(firm))
        ageing = nature.knowledge_ageing * (0.5 + 0.5 * lived.innovation)  # half by needs, half by the offer: assumption
        own.routine = stock_after(own.routine, written, last[SOLVED_ROUTINE], ageing)
        own.fault = stock_after(own.fault, written, last[SOLVED_FAULT], ageing)
        own.dispute = stock_after(own.dispute, written, last[SOLVED_DISPUTE], ageing)
        memory.knowledge = (own.routine + own.fault + own.dispute) / 3.0
