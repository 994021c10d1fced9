"""Service: staffing, bots, tone, room to decide; it answers the customers' own contacts (M07-M09, M12, M32)."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from agents import staff
from agents.books import line
from agents.customers.channels import EXTRA_WORK
from agents.customers.service import BY_PERSON
from agents.departments.base import Department
from agents.parameters import lever, uncertainty

uncertainty("patience_mean", 6.3, plausible=(4.0, 7.0), bounds=(0.5, 60.0), unit="minutes", mechanism="M07",
            source="H06: 379 s", about="mean patience on the line, the queue's 1/theta")  # fmt: skip

uncertainty("hurry_solves", 0.5, plausible=(0.25, 1.0), bounds=(0.0, 2.0), unit="share", mechanism="M12", neutral=0.0,
            source="assumption (form: Oliva & Sterman 2001)", about="chance to solve lost where a case gets no time at all, in proportion before")  # fmt: skip
uncertainty("hurry_felt", 1.0, plausible=(0.5, 1.5), bounds=(0.0, 3.0), unit="0..1", mechanism="M12", neutral=0.0,
            source="assumption (form: Oliva & Sterman 2001)", about="friendliness lost where a case gets no time at all, in proportion before")  # fmt: skip

line("service_wages", "people in service", kind="cost", discretionary=True)

OPEN_HOURS, HOURS_PER_EMPLOYEE = 60.0, 34.0  # per week: assumption
OCCUPANCY = 0.96  # at staffing 1: assumption, gives waits of a minute or two as in H06
YOUNG = 104.0  # weeks in which an entrant hires ahead of its customers: assumption
HANDFUL = 2.0  # servers that an entrant, starting with none, can add in a month: assumption
MONTH, HALF_YEAR, MEMORY = 4, 26, 0.25
FOUNDING = 6  # staffing decisions of the warm-up after which a team only changes by hiring and quitting: assumption
MINUTES_OF_SEAT = 60.0 * OPEN_HOURS * OCCUPANCY


class Service(Department):
    """The department that answers."""

    name = "service"
    rank = 2

    def __init__(self, firm: Any, product: int = 0) -> None:
        super().__init__(firm, product)
        firm.memory.update(pressure=1.0, standard=1.0, time_taken=1.0, learners=0.0, experience=1.0, staff=0.0, hired=0.0)

    staffing = lever(1.0, unit="× workload", low=0.3, high=2.0, neutral=1.0, mechanism="M07",
                     plausible=(0.8, 1.3), anchors=("a fifth too few", "a third more than needed"),
                     about="people on the lines relative to the work that comes in", question="How many people answer?",
                     source="assumption", cost="wages")  # fmt: skip
    bot_share = lever(0.3, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M09",
                      plausible=(0.0, 0.95), anchors=("everybody meets a person", "nearly everybody meets the bot"),
                      about="contacts that a bot meets first", question="Who meets whom who calls?", source="assumption (H05: 8 % used a bot last)",
                      cost="bot contact each, instead of wages")  # fmt: skip
    bot_skill = lever(1.0, unit="× published", low=0.0, high=1.6, neutral=1.0, mechanism="M09",
                      plausible=(0.7, 1.4), anchors=("a menu with buttons", "clearly better than published"),
                      about="what the bot resolves relative to published rates", question="How good is our bot?", source="H04 for the published rate; range assumption",
                      cost="analytics")  # fmt: skip
    escalation = lever(0.5, unit="share", low=0.0, high=1.0, neutral=1.0, mechanism="M09",
                       plausible=(0.1, 1.0), anchors=("no way out of the bot", "handed on at once"),
                       about="bot failures that are handed to a person at once", question="Who gets from the bot to a person?",
                       source="assumption", cost="wages for the handed-on contact")  # fmt: skip
    bot_push = lever(0.3, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M09",
                     plausible=(0.0, 0.9), anchors=("who wants a person gets one", "nobody gets past the bot"),
                     about="how far bots are pushed on people who want a person", question="Must one talk to the bot first?",
                     source="assumption", cost="free: routing")  # fmt: skip
    friendliness = lever(0.5, unit="0..1", low=0.0, high=1.0, neutral=0.5, mechanism="M08",
                         plausible=(0.2, 0.9), anchors=("curt", "warm"),
                         about="tone and care of the people who answer", question="How friendly are we?", source="assumption (D13: 60 % leave over unfriendly service)",
                         cost="time per contact")  # fmt: skip
    goodwill = lever(0.3, unit="share", low=0.0, high=1.0, neutral=0.3, mechanism="M32",
                     plausible=(0.0, 0.7), anchors=("never", "in seven of ten cases"),
                     about="requests beyond the contract, and disputes, in which people may simply say yes",
                     question="How often do we say yes beyond the contract?", source="assumption", cost="goodwill gesture each")  # fmt: skip
    service_pay = lever(0.2, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M04", lag="culture",
                        plausible=(0.0, 0.9), anchors=("calls per hour", "problems solved"),
                        about="weight of the customer's benefit in what service is judged by",
                        question="What is service paid for: time, or solutions?", source="assumption", cost="free: another measure of the same pay")  # fmt: skip

    class Terms(NamedTuple):
        """What customers meet of service."""

        bot_share: float
        bot_skill: float
        escalation: float
        push: float
        friendliness: float  # as felt: hurry takes from it
        goodwill: float
        customer_weight: float
        person_skill: float
        empowerment: float
        minutes: float  # handling time of a contact
        servers: float  # people on the lines at a time, at market size
        load: float  # contacts by people per week that the queue carries, at market size
        wait: float  # mean minutes; set by the queue
        abandonment: float  # share that gives up; set by the queue

    def plan(self) -> Terms:
        """Staff for the work expected; friendliness, room to decide and writing solutions down take time."""
        nature, firm = self.model.nature, self.firm
        # a warmer tone and more room to decide take time: assumption
        minutes = nature["minutes_per_call"] * (1.0 + 0.2 * (self.friendliness - 0.5)) * (1.0 + 0.1 * (firm.lived["autonomy"] - 0.3))
        minutes = minutes * (1.0 + 0.1 * firm.lived["next_best_action"])  # looking at the whole customer takes time: assumption
        minutes = minutes * (1.0 + nature["capture_minutes"] * firm.lived["capture"])
        load, left = self.memory.get("load", 0.0), firm.memory["time_left"]
        self.memory["minutes"] = minutes
        if load > 0.0 and (self.model.week % max(MONTH, int(firm.lived["planning_interval"])) == 0 or "servers" not in self.memory):
            planned = 1.0 - nature["planned_by_clock"] * (1.0 - firm.memory["standard"])
            self.plan_staff(self.expected_contacts() * minutes * planned / left)
        hurry = 1.0 - firm.memory["time_taken"]
        return self.Terms(
            bot_share=self.bot_share, bot_skill=self.bot_skill, escalation=self.escalation, push=self.bot_push,
            friendliness=max(0.0, self.friendliness - nature["hurry_felt"] * hurry), goodwill=self.goodwill, customer_weight=self.service_pay,
            person_skill=firm.memory["skill"] * firm.memory["experience"] * (1.0 - nature["hurry_solves"] * hurry),
            empowerment=firm.lived["autonomy"], minutes=minutes * firm.memory["time_taken"],
            servers=self.memory.get("servers", 0.0) * left, load=load, wait=1.0, abandonment=0.05,
        )  # fmt: skip

    @property
    def is_founding(self) -> bool:
        """Whether the team is set up anew at each planning: first months of the warm-up, first two years of an entrant."""
        entered = self.firm.memory["entered"]
        is_young = entered > 0.0 and self.model.week < entered + YOUNG
        return is_young or self.memory.get("founding", 0.0) < FOUNDING

    def expected_contacts(self) -> float:
        """Return the contacts to staff for: the last weeks'; while a team is founded, all weeks' so far."""
        memory = self.memory
        if self.model.nature["hiring_weeks"] > 0.0 and self.is_founding:
            return float(memory["rate"] * self.firm.customers)
        return memory["load"]

    def plan_staff(self, minutes_of_work: float) -> None:
        """Order or let go staff for the work expected: who is hired today works in a quarter and is able in three."""
        memory, nature = self.memory, self.model.nature
        needed = self.staffing * minutes_of_work / MINUTES_OF_SEAT
        if nature["hiring_weeks"] <= 0.0:  # staff at once: at most a tenth up or a twentieth down a month
            now = memory.get("servers", needed)
            most = 1.1 * now if self.firm.memory["entered"] <= 0.0 else max(1.1 * now, now + HANDFUL)
            memory["servers"] = memory["seats"] = max(1.0, min(max(needed, 0.95 * now), most))
            memory.pop("team", None)
            self.firm.memory.update(learners=0.0, experience=1.0)
            return
        turnover, learning = self.firm.memory["turnover"], self.learning_weeks
        wanted = max(1.0, staff.wanted_seats(needed, turnover, nature, learning))
        if "team" not in memory or self.is_founding:
            memory["founding"] = memory.get("founding", 0.0) + 1.0
            staff.found(memory, wanted, turnover, hiring_weeks=nature["hiring_weeks"], learning_weeks=learning)
            self.count_staff()
        else:
            staff.decide(memory, wanted, turnover, nature["hiring_weeks"])

    @property
    def learning_weeks(self) -> float:
        """Weeks from arrival to full ability, at the training given."""
        return staff.learning_time(self.model.nature["learning_weeks"], self.firm.lived["training"])

    def count_staff(self) -> None:
        """What the team can do: seats of work, share of learners, the skill lost by them against a usual team."""
        memory, nature, firm = self.memory, self.model.nature, self.firm.memory
        memory["seats"] = memory["team"] + memory["learners"]
        firm["learners"] = memory["learners"] / memory["seats"]
        memory["servers"] = memory["seats"] * staff.pace(firm["learners"], nature["novice_pace"])
        usual = staff.resting_learners(nature["staff_turnover"], nature["learning_weeks"])
        firm["experience"] = staff.pace(firm["learners"] - usual, nature["novice_skill"])

    def close_week(self) -> None:
        """Remember the work of the last weeks, pay wages; staff quits, arrives and learns; the standard slides."""
        came, memory, nature = self.firm.of(BY_PERSON) + self.firm.of(EXTRA_WORK), self.memory, self.model.nature
        memory["load"] = memory.get("load", came) + MEMORY * (came - memory.get("load", came))
        self.firm.pay("service_wages", -memory.get("seats", 0.0) * OPEN_HOURS * nature["wage"])
        self.feel_load(self.usual_contacts())
        if "team" in memory:
            arrived = staff.pass_week(memory, self.firm.memory["turnover"], hiring_weeks=nature["hiring_weeks"],
                                      learning_weeks=self.learning_weeks)  # fmt: skip
            self.firm.memory["hired"] = arrived * OPEN_HOURS / HOURS_PER_EMPLOYEE
            self.count_staff()
        self.firm.memory["staff"] = memory.get("seats", 0.0) * OPEN_HOURS / HOURS_PER_EMPLOYEE

    def feel_load(self, contacts: float) -> None:
        """Work over capacity changes the time per case, and slowly the standard (M12; Oliva & Sterman 2001)."""
        firm, nature, seats = self.firm.memory, self.model.nature, self.memory.get("servers", 0.0) * self.firm.memory["time_left"]
        if seats <= 0.0:
            return
        work = contacts * self.memory["minutes"] * firm["standard"]
        firm["pressure"] = work / (MINUTES_OF_SEAT * seats)
        if nature["corner_cutting"] > 0.0:
            # who is judged by problems solved keeps his time, and lets the line grow: as declared at service_pay .2
            elasticity = nature["corner_cutting"] * (1.2 - self.service_pay)
            firm["time_taken"] = staff.time_taken(firm["standard"], firm["pressure"], elasticity)
            firm["standard"] = staff.slide(firm["standard"], firm["time_taken"], nature["standard_down"], nature["standard_up"])

    def usual_contacts(self) -> float:
        """Return contacts with people to expect of today's customers; the half-year's rate, for a week's would follow the sample."""
        memory, base = self.memory, max(1.0, self.firm.customers)
        memory["weeks"] = min(HALF_YEAR, memory.get("weeks", 0.0) + 1.0)
        rate = memory.get("rate", 0.0)
        memory["rate"] = rate + ((self.firm.of(BY_PERSON) + self.firm.of(EXTRA_WORK)) / base - rate) / memory["weeks"]
        return float(memory["rate"] * base)

    @property
    def employees(self) -> float:
        """Employees in service, at market size."""
        return math.ceil(self.memory.get("seats", 0.0) * OPEN_HOURS / HOURS_PER_EMPLOYEE)
