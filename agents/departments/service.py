"""Service: staffing, bots, tone, room to decide; it answers the customers' own contacts (M07-M09, M32)."""

from __future__ import annotations

import math
from typing import NamedTuple

from agents.books import line
from agents.customers.service import BY_PERSON
from agents.departments.base import Department
from agents.parameters import lever, uncertainty

uncertainty("patience_mean", 6.3, plausible=(4.0, 7.0), bounds=(0.5, 60.0), unit="minutes", mechanism="M07",
            source="H06: 379 s", about="mean patience on the line, the queue's 1/theta")  # fmt: skip

line("service_wages", "people in service", kind="cost", discretionary=True)

OPEN_HOURS, HOURS_PER_EMPLOYEE = 60.0, 34.0  # per week: assumption
OCCUPANCY = 0.96  # at staffing 1: assumption, gives waits of a minute or two as in H06
HANDFUL = 2.0  # servers that an entrant, starting with none, can add in a month: assumption
MONTH, MEMORY = 4, 0.25


class Service(Department):
    """The department that answers."""

    name = "service"
    rank = 2

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
                      about="what the bot resolves relative to published rates", question="How good is our bot?", source="H04",
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
        friendliness: float
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
        """Staff for the work expected; friendliness and room to decide take time."""
        nature, firm = self.model.nature, self.firm
        # a warmer tone and more room to decide take time: assumption
        minutes = nature["minutes_per_call"] * (1.0 + 0.2 * (self.friendliness - 0.5)) * (1.0 + 0.1 * (firm.lived["autonomy"] - 0.3))
        minutes = minutes * (1.0 + 0.1 * firm.lived["next_best_action"])  # looking at the whole customer takes time: assumption
        load = self.memory.get("load", 0.0)
        if load > 0.0 and (self.model.week % MONTH == 0 or "servers" not in self.memory):
            self.staff(load * minutes)
        return self.Terms(
            bot_share=self.bot_share, bot_skill=self.bot_skill, escalation=self.escalation, push=self.bot_push,
            friendliness=self.friendliness, goodwill=self.goodwill, customer_weight=self.service_pay,
            person_skill=firm.memory["skill"], empowerment=firm.lived["autonomy"], minutes=minutes,
            servers=self.memory.get("servers", 0.0), load=load, wait=1.0, abandonment=0.05,
        )  # fmt: skip

    def staff(self, minutes_of_work: float) -> None:
        """Move towards the people needed, at most a tenth up or a twentieth down a month."""
        needed = self.staffing * minutes_of_work / (60.0 * OPEN_HOURS * OCCUPANCY)
        now = self.memory.get("servers", needed)
        most = 1.1 * now if self.firm.memory["entered"] <= 0.0 else max(1.1 * now, now + HANDFUL)
        self.memory["servers"] = max(1.0, min(max(needed, 0.95 * now), most))

    def close_week(self) -> None:
        """Remember the work of the last weeks, pay wages."""
        came = self.firm.of(BY_PERSON)
        self.memory["load"] = self.memory.get("load", came) + MEMORY * (came - self.memory.get("load", came))
        self.firm.pay("service_wages", -self.memory.get("servers", 0.0) * OPEN_HOURS * self.model.nature["wage"])

    @property
    def employees(self) -> float:
        """Employees in service, at market size."""
        return math.ceil(self.memory.get("servers", 0.0) * OPEN_HOURS / HOURS_PER_EMPLOYEE)
