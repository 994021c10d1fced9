"""Touchpoints: which doors stand open, who has a person of his own, and what bots say of themselves (M07, M09, M11)."""

from __future__ import annotations

from typing import NamedTuple

from agents.books import line
from agents.customers.week import AWARE, TRUST_AWARE
from agents.departments.base import Department
from agents.parameters import lever, uncertainty

uncertainty("branch_cost", 0.35, plausible=(0.2, 0.6), bounds=(0.0, 1e6), unit="currency per customer and week", mechanism="M24",
            source="assumption", about="rent and people of branches at full density")  # fmt: skip
uncertainty("self_service_cost", 0.01, plausible=(0.005, 0.02), bounds=(0.0, 1e6), unit="currency per customer and week", mechanism="M24",
            source="assumption", about="keeping self-service running at full offer")  # fmt: skip
uncertainty("likeness_cost", 0.01, plausible=(0.005, 0.02), bounds=(0.0, 1e6), unit="currency per customer and week", mechanism="M24",
            source="assumption", about="voice and manner of a fully human-like bot")  # fmt: skip

line("doors", "branches, self-service, manner of bots", kind="cost", discretionary=True)


class Touchpoints(Department):
    """The department that keeps the doors."""

    name = "touchpoints"
    rank = 3

    self_service = lever(0.0, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M07",
                         plausible=(0.0, 0.9), anchors=("none", "for nearly every matter"),
                         about="matters for which self-service is offered", question="What can customers settle by themselves?",
                         source="assumption", cost="running it and an attempt each; minutes of customers where it fails")  # fmt: skip
    written_share = lever(0.0, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M07",
                          plausible=(0.0, 0.6), anchors=("by phone only", "most by e-mail and messenger"),
                          about="contacts, of those not made in a branch, that come in writing", question="Can one write to us?",
                          source="assumption", cost="staff time of each answer")  # fmt: skip
    branch_density = lever(0.0, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M07",
                           plausible=(0.0, 0.8), anchors=("no branches", "one near most customers"),
                           about="density of branches", question="Can one come in?", source="assumption", cost="rent and people of branches")  # fmt: skip
    named_contact = lever(0.0, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M11",
                          plausible=(0.0, 0.9), anchors=("whoever is free answers", "nearly everybody knows whom to call"),
                          about="customers with a person of their own at the firm", question="Does our customer know whom to call?",
                          source="assumption (E04)", cost="staff time: calls unasked, less even work")  # fmt: skip
    bot_disclosure = lever(1.0, unit="share", low=0.0, high=1.0, neutral=1.0, mechanism="M09", legal="people must be told that they deal with a machine in the EU: to be checked",
                           plausible=(0.0, 1.0), anchors=("it never says so", "it always says so first"),
                           about="contacts in which the firm's bot says that it is one", question="Does our bot say that it is a bot?",
                           source="assumption (H01)", cost="free: a sentence; sales by bots forgone")  # fmt: skip
    bot_likeness = lever(0.0, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M09",
                         plausible=(0.0, 0.9), anchors=("plainly a machine", "hardly told from a person"),
                         about="how human the firm's bots seem", question="How human does our bot seem?", source="assumption",
                         cost="voice and manner of the bot")  # fmt: skip
    bot_calls = lever(0.0, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M09",
                      plausible=(0.0, 0.9), anchors=("people call", "bots make nearly every call"),
                      about="unasked sales contacts made by bots", question="Who makes our sales calls?", source="assumption (H01, H02)",
                      cost="a bot contact each instead of a campaign contact; sales forgone where it is known")  # fmt: skip

    class Terms(NamedTuple):
        """What customers meet of the touchpoints."""

        open: float  # 1: there is another door than phone and bot
        self_service: float
        written: float
        branches: float
        named: float
        bot_disclosure: float
        bot_likeness: float
        bot_calls: float
        public_trust: float  # mean trust of all who know the firm: what other people's bots go by

    def plan(self) -> Terms:
        """Publish the doors, and what the public thinks of the firm."""
        firm, lived = self.firm, self.firm.lived
        self_service, written, branches = lived["self_service"], lived["written_share"], lived["branch_density"]
        aware = firm.of(AWARE)
        return self.Terms(
            open=1.0 if self_service + written + branches > 0.0 else 0.0,
            self_service=self_service, written=written, branches=branches, named=lived["named_contact"],
            bot_disclosure=lived["bot_disclosure"], bot_likeness=lived["bot_likeness"], bot_calls=lived["bot_calls"],
            public_trust=firm.of(TRUST_AWARE) / aware if aware > 0.0 else self.model.nature["usual_trust"],
        )  # fmt: skip

    def close_week(self) -> None:
        """Pay for doors and for the manner of bots, where there are any."""
        nature, lived = self.model.nature, self.firm.lived
        cost = lived["branch_density"] * nature["branch_cost"] + lived["self_service"] * nature["self_service_cost"]
        cost += lived["bot_likeness"] * nature["likeness_cost"]
        if cost > 0.0:
            self.firm.pay("doors", -self.firm.customers * cost)
