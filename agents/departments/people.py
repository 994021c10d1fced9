"""People: training, room to decide, morale and turnover (a first form of M12)."""

from __future__ import annotations

from typing import NamedTuple

from agents.books import line
from agents.customers.service import ABANDONED, BY_PERSON
from agents.departments.base import Department
from agents.parameters import lever, uncertainty

uncertainty("staff_turnover", 0.35, plausible=(0.25, 0.5), bounds=(0.0, 3.0), unit="per year", mechanism="M12",
            source="H10: 25-50 % a year", about="turnover of service staff at medium morale")  # fmt: skip
uncertainty("incentive_conflict", 0.1, plausible=(0.0, 0.2), bounds=(0.0, 1.0), unit="0..1", mechanism="M12", neutral=0.0,
            source="assumption", about="morale of service staff lost where the firm is paid for selling")  # fmt: skip

line("training", "training", kind="cost", discretionary=True)
line("replacing", "replacing staff", kind="cost", discretionary=True)


class People(Department):
    """Human resources."""

    name = "people"
    rank = 5

    training = lever(0.5, unit="0..1", low=0.0, high=2.0, neutral=0.5, mechanism="M12",
                     plausible=(0.2, 1.0), anchors=("learning by watching", "twice the usual training"),
                     about="training of service staff; 0.5 is usual", question="How much do we train?", source="assumption",
                     cost="training per employee")  # fmt: skip
    autonomy = lever(0.3, unit="0..1", low=0.0, high=1.0, neutral=0.3, mechanism="M11", lag="culture",
                     plausible=(0.1, 0.8), anchors=("by the script", "by one's own judgement"),
                     about="what people in service may decide themselves", question="What may people in service decide?",
                     source="assumption (K06)", cost="longer contacts")  # fmt: skip

    class Terms(NamedTuple):
        """What customers meet of the people department."""

        staff_stays: float  # share of staff that stays through the week

    def plan(self) -> Terms:
        """Publish how many of the people known to customers stay."""
        return self.Terms(staff_stays=1.0 - self.firm.memory["turnover"] / 52.0)

    def close_week(self) -> None:
        """Morale follows room, training and load; turnover follows morale, skill follows training (sizes: assumption)."""
        firm, memory = self.firm, self.firm.memory
        lost_calls = firm.of(ABANDONED) / max(1.0, firm.of(BY_PERSON))
        target = 0.5 + 0.4 * (self.autonomy - 0.3) + 0.2 * (min(1.0, self.training) - 0.5)
        target -= 1.0 * (lost_calls - 0.1) + self.model.nature["incentive_conflict"] * (firm.lived["commission"] - 0.4)
        memory["morale"] += (min(1.0, max(0.0, target)) - memory["morale"]) / 13.0
        memory["turnover"] = self.model.nature["staff_turnover"] * (1.5 - memory["morale"])
        memory["skill"] += (0.85 + 0.3 * min(1.0, self.training) - memory["skill"]) / 26.0
        employees = self.model.service_of(firm).employees
        nature = self.model.nature
        firm.pay("training", -employees * nature["training_cost"] * 2.0 * self.training)
        firm.pay("replacing", -employees * nature["replacing"] * memory["turnover"] / 52.0)
