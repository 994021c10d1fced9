"""Knowledge: a problem solved once is written down and found again, until products and needs have moved on (M22)."""

from __future__ import annotations

from typing import Any, NamedTuple

from agents.customers.knowledge import SOLVED_DISPUTE, SOLVED_FAULT, SOLVED_ROUTINE
from agents.departments.base import Department
from agents.parameters import lever, uncertainty

uncertainty("knowledge_per_case", 1.0, plausible=(0.5, 2.0), bounds=(0.0, 20.0), unit="share", mechanism="M22", neutral=0.0,
            source="assumption", about="share of what is not yet known that one solved case per customer brings, if written down")  # fmt: skip
uncertainty("knowledge_ageing", 0.01, plausible=(0.005, 0.02), bounds=(0.0, 0.5), unit="per week", mechanism="M22",
            source="assumption", about="how fast written solutions age, at usual innovation")  # fmt: skip
uncertainty("capture_minutes", 0.1, plausible=(0.05, 0.2), bounds=(0.0, 2.0), unit="share", mechanism="M22", neutral=0.0,
            source="assumption", about="time added to a contact where every solution is written down")  # fmt: skip

STOCKS = (("routine", SOLVED_ROUTINE), ("fault", SOLVED_FAULT), ("dispute", SOLVED_DISPUTE))


class Knowledge(Department):
    """The shelf of solutions that service writes and reads."""

    name = "knowledge"
    rank = 2

    def __init__(self, firm: Any, product: int = 0) -> None:
        super().__init__(firm, product)
        firm.memory["knowledge"] = 0.0

    capture = lever(0.0, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M22",
                    plausible=(0.0, 0.8), anchors=("what is usual and no more", "four of five solutions are written down"),
                    about="solved cases that are written down beyond what is usual", question="Do we write down what we solved?",
                    source="assumption", cost="wages: longer contacts")  # fmt: skip

    class Terms(NamedTuple):
        """What is known beyond the usual, per kind of issue, 0..1."""

        routine: float
        fault: float
        dispute: float

    def plan(self) -> Terms:
        """Publish what is known."""
        known = self.memory
        return self.Terms(routine=known.get("routine", 0.0), fault=known.get("fault", 0.0), dispute=known.get("dispute", 0.0))

    def close_week(self) -> None:
        """Each stock grows with the cases solved and written down, and ages with the offer: k <- k + a c s (1 - k) - d k.

        Under load there is less time to write: c is the lever times the time taken per case.
        """
        firm, nature, total = self.firm, self.model.nature, 0.0
        if self.capture <= 0.0 and firm.memory["knowledge"] <= 0.0:
            return
        written = nature["knowledge_per_case"] * self.capture * firm.memory["time_taken"] / max(1.0, firm.customers)
        ageing = nature["knowledge_ageing"] * (0.5 + 0.5 * firm.lived["innovation"])  # half by needs, half by the offer: assumption
        for kind, solved in STOCKS:
            known = self.memory.get(kind, 0.0)
            self.memory[kind] = known + min(1.0, written * firm.of(solved)) * (1.0 - known) - ageing * known
            total += self.memory[kind]
        firm.memory["knowledge"] = total / len(STOCKS)
