"""Touchpoints: which doors stand open, who has a person of his own, and what bots say of themselves (M07, M09, M11)."""

from __future__ import annotations

from typing import NamedTuple

from agents.books import line
from agents.compiled import step
from agents.customers.week import AWARE, TRUST_AWARE
from agents.departments.base import Department, customers_of
from agents.offices import spend
from agents.parameters import lever, uncertainty

uncertainty("branch_cost", 0.35, plausible=(0.2, 0.6), bounds=(0.0, 1e6), unit="currency per customer and week", mechanism="M24",
            source="assumption", about="rent and people of branches at full density")  # fmt: skip
uncertainty("self_service_cost", 0.01, plausible=(0.005, 0.02), bounds=(0.0, 1e6), unit="currency per customer and week", mechanism="M24",
            source="assumption", about="keeping self-service running at full offer")  # fmt: skip
uncertainty("likeness_cost", 0.01, plausible=(0.005, 0.02), bounds=(0.0, 1e6), unit="currency per customer and week", mechanism="M24",
            source="assumption", about="voice and manner of a fully human-like bot")  # fmt: skip

DOORS = line("doors", "branches, self-service, manner of bots", kind="cost", discretionary=True)


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

    @staticmethod
    @step
    def plan(firm, market):
        """Publish the doors, and what the public thinks of the firm."""
        lived, last, terms = firm.lived, firm.last, firm.terms.touchpoints
        terms.open = 1.0 if lived.self_service + lived.written_share + lived.branch_density > 0.0 else 0.0
        terms.self_service = lived.self_service
        terms.written = lived.written_share
        terms.branches = lived.branch_density
        terms.named = lived.named_contact
        terms.bot_disclosure = lived.bot_disclosure
        terms.bot_likeness = lived.bot_likeness
        terms.bot_calls = lived.bot_calls
        terms.public_trust = last[TRUST_AWARE] / last[AWARE] if last[AWARE] > 0.0 else market.nature.usual_trust

    @staticmethod
    @step
    def close_week(firm, market):
        """Pay for doors and for the manner of bots, where there are any."""
        nature, lived = market.nature, firm.lived
        cost = lived.branch_density * nature.branch_cost + lived.self_service * nature.self_service_cost
        cost += lived.bot_likeness * nature.likeness_cost
        if cost > 0.0:
            spend(firm, DOORS, -customers_of(firm) * cost)
