"""People: training, room to decide, time together and tools; morale and turnover (M12, M27)."""

from __future__ import annotations

from typing import NamedTuple

from agents import staff
from agents.books import line
from agents.compiled import step
from agents.customers.incidents import CONTACTS, NEW_ISSUES
from agents.customers.service import COMPLAINTS
from agents.departments.base import Department
from agents.departments.service import employees_of
from agents.offices import remember, spend
from agents.parameters import lever, uncertainty

uncertainty("staff_turnover", 0.35, plausible=(0.25, 0.5), bounds=(0.0, 3.0), unit="per year", mechanism="M12",
            source="H10: 25-50 % a year", about="turnover of service staff at medium morale")  # fmt: skip
uncertainty("incentive_conflict", 0.1, plausible=(0.0, 0.2), bounds=(0.0, 1.0), unit="0..1", mechanism="M12", neutral=0.0,
            source="assumption", about="morale of service staff lost where the firm is paid for selling")  # fmt: skip
uncertainty("strain_of_load", 0.6, plausible=(0.3, 1.0), bounds=(0.0, 3.0), unit="0..1", mechanism="M12", neutral=0.0,
            source="assumption", about="morale lost where work is twice the capacity")  # fmt: skip
uncertainty("strain_of_anger", 0.3, plausible=(0.1, 0.5), bounds=(0.0, 3.0), unit="0..1", mechanism="M12", neutral=0.0,
            source="assumption", about="morale lost where every contact is a repeat or a complaint, and none before")  # fmt: skip
uncertainty("morale_of_autonomy", 0.4, plausible=(0.2, 0.6), bounds=(0.0, 2.0), unit="0..1", mechanism="M12", neutral=0.0,
            source="assumption (K06)", about="morale won by full room to decide over none")  # fmt: skip
uncertainty("morale_of_training", 0.2, plausible=(0.1, 0.4), bounds=(0.0, 2.0), unit="0..1", mechanism="M12", neutral=0.0,
            source="assumption", about="morale won by twice the usual training over none")  # fmt: skip
uncertainty("strain_of_tools", 0.02, plausible=(0.0, 0.04), bounds=(0.0, 0.5), unit="0..1 per tool", mechanism="M27", neutral=0.0,
            source="assumption", about="morale lost to each tool beyond the usual number")  # fmt: skip

TRAINING = line("training", "training", kind="cost", discretionary=True)
REPLACING = line("replacing", "hiring staff", kind="cost", discretionary=True)
TOOLS = line("tools", "licences of tools", kind="cost", discretionary=True)

USUAL_ANGER = 0.35  # repeats and complaints over contacts, about the three markets' status quo: assumption
TOOL_LICENCE = 4.0  # currency per employee, tool and week: assumption


remember(skill=1.0, morale=0.5, turnover=0.35, time_left=1.0)


@step
def anger(firm):
    """Return repeats and complaints over contacts of last week."""
    last = firm.last
    if last[CONTACTS] <= 0.0:
        return USUAL_ANGER
    return (last[CONTACTS] - last[NEW_ISSUES] + last[COMPLAINTS]) / last[CONTACTS]


@step
def mood(firm, market):
    """Return where morale tends: room, training, load, angry customers, pay for selling, tools; 0.5 as usual."""
    lived, nature = firm.lived, market.nature
    led = nature.morale_of_autonomy * (lived.autonomy - 0.3) + nature.morale_of_training * (min(1.0, lived.training) - 0.5)
    load = nature.strain_of_load * (firm.memory.pressure - 1.0)
    load = load + nature.strain_of_anger * (anger(firm) - USUAL_ANGER)
    conflict = nature.incentive_conflict * (lived.commission - 0.4)
    return 0.5 + led - load - conflict - nature.strain_of_tools * (lived.tools - staff.USUAL_TOOLS)


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
    collaboration = lever(0.1, unit="share of working time", low=0.0, high=0.5, neutral=0.1, mechanism="M27",
                          plausible=(0.05, 0.25), anchors=("half an hour a day in meetings", "a quarter of the time in meetings"),
                          about="working time spent together across departments", question="How much of our time do we spend together?",
                          source="assumption", cost="wages: more people for the same work")  # fmt: skip
    tools = lever(6.0, unit="tools", low=6.0, high=30.0, neutral=6.0, mechanism="M27",
                  plausible=(6.0, 18.0), anchors=("half a dozen", "three times as many"),
                  about="tools and systems that one employee works with", question="How many tools do we work with?",
                  source="assumption", cost="licences of tools beyond the usual")  # fmt: skip

    class Terms(NamedTuple):
        """What customers meet of the people department."""

        staff_stays: float  # share of staff that stays through the week

    @staticmethod
    @step
    def plan(firm, market):
        """Publish how many of the people known to customers stay; say how much time is left for one's own work."""
        memory, lived = firm.memory, firm.lived
        memory.time_left = staff.time_left(lived.collaboration, lived.tools, market.nature.switching_tools)
        firm.terms.people.staff_stays = 1.0 - memory.turnover / 52.0

    @staticmethod
    @step
    def close_week(firm, market):
        """Morale follows how people are led and what they meet; turnover follows morale, skill follows training."""
        memory, lived, nature = firm.memory, firm.lived, market.nature
        memory.morale += (min(1.0, max(0.0, mood(firm, market))) - memory.morale) / 13.0
        memory.turnover = staff.quits(memory.morale, nature.staff_turnover)
        memory.skill += (0.85 + 0.3 * min(1.0, lived.training) - memory.skill) / 26.0  # sizes: assumption
        employees = employees_of(firm)
        spend(firm, TRAINING, -employees * nature.training_cost * 2.0 * lived.training)
        if nature.hiring_weeks > 0.0:
            spend(firm, REPLACING, -memory.hired * nature.replacing)
        else:
            spend(firm, REPLACING, -employees * nature.replacing * memory.turnover / 52.0)
        if lived.tools > staff.USUAL_TOOLS:
            spend(firm, TOOLS, -employees * TOOL_LICENCE * (lived.tools - staff.USUAL_TOOLS))
