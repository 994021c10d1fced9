"""Public affairs: wrongs that nobody knows of yet, complaints that get about, and what becomes public (M15, M18)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from agents.arithmetic import exp
from agents.books import LINES_AT, line
from agents.chance import firm_draw, purpose
from agents.compiled import rule, step
from agents.customers.billing import FEES, FEES_FOUND, SHRINKS_FOUND, WRONGS_FOUND
from agents.customers.buying import MIS_SALES, MIS_SALES_FOUND
from agents.customers.publicity import hear_news
from agents.customers.service import COMPLAINTS
from agents.customers.terms import REPLACED, TERMS_CHANGED
from agents.customers.week import CONSENT
from agents.departments.base import Department, customers_of, yearly_revenue
from agents.offices import remember, spend, starts
from agents.parameters import uncertainty

uncertainty("exposure", 0.0002, plausible=(0.0, 0.0004), bounds=(0.0, 0.1), unit="per week", mechanism="M18", neutral=0.0,
            source="assumption: rare; a few per cent of firms in five years under the status quo",
            about="hazard that what a firm conceals becomes public, at one concealed wrong per customer and usual attention")  # fmt: skip
uncertainty("wrongs_half_life", 104.0, plausible=(52.0, 208.0), bounds=(4.0, 1040.0), unit="weeks", mechanism="M18",
            source="assumption (claims lapse after three years in Germany, BGB 195)", about="half-life of concealed wrongs: forgotten, lapsed")  # fmt: skip
uncertainty("settlement", 3.0, plausible=(1.0, 6.0), bounds=(0.0, 60.0), unit="× monthly price", mechanism="M18",
            source="assumption", about="redress and costs of law per wrong that became public")  # fmt: skip
uncertainty("fine", 0.01, plausible=(0.0, 0.02), bounds=(0.0, 0.2), unit="share of a year's revenue", mechanism="M18", neutral=0.0,
            source="assumption (law in the EU allows up to 4 %: GDPR art. 83, directive 2019/2161)", about="fine for a scandal of full size")  # fmt: skip
uncertainty("complaints_heard", 2.0, plausible=(0.0, 4.0), bounds=(0.0, 100.0), unit="per complaint per customer and year", mechanism="M15", neutral=0.0,
            source="assumption", about="attention of press, courts and consumer bodies added by complaints")  # fmt: skip
uncertainty("public_cases", 0.01, plausible=(0.0, 0.02), bounds=(0.0, 5.0), unit="per week", mechanism="M15", neutral=0.0,
            source="assumption: one case in some ten years of a firm under the status quo",
            about="hazard of a public warning or class action, at one complaint per customer and year")  # fmt: skip

SETTLEMENTS = line("settlements", "settlements, class actions", kind="cost", variable=False)
FINES = line("fines", "fines", kind="cost", variable=False)

YEAR, REMEMBERED = 52, 26.0
HALF = 0.6931471805599453
# how much of a concealed wrong each is, a sale beyond the need being one: assumption
FEE_WEIGHT, TERMS_WEIGHT, DATA_WEIGHT, SHRINK_WEIGHT = 0.25, 0.25, 0.005, 0.05
CASE_SIZE = 0.1  # of a public case, of a full scandal: assumption
SETTLED = 0.25  # complaints of a year that a class action covers: assumption
_NEWS = purpose("public_affairs.news")

remember(disclosed=0.0, wrongs=0.0, complaints=0.0, voice=1.0, publicity=0.0)


@rule
def size_of(wrongs):
    """Return the size of a scandal, 0..1, from the concealed wrongs per customer: w / (1 + w); size_of(1) = .5."""
    return wrongs / (1.0 + wrongs)


@rule
def attention(complaints, heard):
    """Return the attention of third parties, 1 without complaints: 1 + a c; attention(.2, 2) = 1.4."""
    return 1.0 + heard * complaints


@step
def come_to_light(firm, market, scandal):
    """Return the sizes of a scandal and of a case: one draw, a scandal at its low end, a case at its high end."""
    memory, nature = firm.memory, market.nature
    concealed = memory.wrongs / max(1.0, customers_of(firm))
    exposed = nature.exposure * concealed * memory.voice
    accused = nature.public_cases * memory.complaints
    if exposed + accused <= 0.0:
        return scandal, 0.0
    u = firm_draw(firm, market, _NEWS, market.week)
    if u < exposed and u < 1.0 - exp(-exposed):  # the first test is cheap, and never wrong
        return max(scandal, size_of(concealed)), 0.0
    if u > 1.0 - accused and u > exp(-accused):
        return scandal, CASE_SIZE
    return scandal, 0.0


@step
def new_wrongs(firm, base):
    """Return the week's wrongs less those found out, in sales beyond the need: by how much concealed ones grow."""
    last, lived = firm.last, firm.lived
    wrongs = last[MIS_SALES] - last[MIS_SALES_FOUND]
    fee = firm.terms.billing.fee
    if fee > 0.0:
        wrongs += FEE_WEIGHT * max(0.0, last[LINES_AT + FEES] / fee - last[FEES_FOUND])
    found = last[WRONGS_FOUND] - last[SHRINKS_FOUND]
    wrongs += TERMS_WEIGHT * max(0.0, last[TERMS_CHANGED] + last[REPLACED] - found)
    covert = lived.harvest * (base - last[CONSENT]) + lived.address_sales * base
    return wrongs + DATA_WEIGHT * covert + SHRINK_WEIGHT * lived.shrink * base


@step
def make_good(firm, market, own, base):
    """Settle with those who were wronged, pay the fine; what became public is concealed no more."""
    memory, nature = firm.memory, market.nature
    bill = market.price * YEAR / 12.0
    settled = SETTLED * memory.complaints * base if own.case > 0.0 else 0.0
    if own.scandal > 0.0:
        settled += own.scandal * memory.wrongs
        memory.wrongs *= 1.0 - own.scandal
        spend(firm, FINES, -nature.fine * own.scandal * yearly_revenue(firm))
    spend(firm, SETTLEMENTS, -nature.settlement * bill * settled)


class PublicAffairs(Department):
    """The press office and the lawyers: they meet press, courts and consumer bodies."""

    name = "public_affairs"
    own_loop = staticmethod(hear_news)
    MEMORY = starts(scandal=0.0, case=0.0)

    class Terms(NamedTuple):
        """What customers hear of the firm."""

        scandal: float  # size of what became public this week, 0..1
        case: float  # size of a public warning or suit this week, 0..1

    @staticmethod
    @step
    def plan(firm, market):
        """See what becomes public this week: by an event of the scenario, or, from week 0 on, by hazard."""
        memory, own = firm.memory, firm.own.public_affairs
        terms = firm.terms.public_affairs
        own.scandal, own.case, memory.disclosed = memory.disclosed, 0.0, 0.0
        if market.week >= 0:
            own.scandal, own.case = come_to_light(firm, market, own.scandal)
        terms.scandal, terms.case = own.scandal, own.case

    @staticmethod
    @step
    def close_week(firm, market):
        """Wrongs add up and fade; complaints raise attention; what became public is paid for."""
        memory, own, nature = firm.memory, firm.own.public_affairs, market.nature
        base = customers_of(firm)
        fade = memory.wrongs * HALF / nature.wrongs_half_life
        memory.wrongs = max(0.0, memory.wrongs + new_wrongs(firm, base) - fade)
        if base > 0.0:
            memory.complaints += (YEAR * firm.last[COMPLAINTS] / base - memory.complaints) / REMEMBERED
        memory.voice = attention(memory.complaints, nature.complaints_heard)
        memory.publicity = own.scandal + own.case
        if memory.publicity > 0.0:
            make_good(firm, market, own, base)

    @classmethod
    def acts(cls, terms: np.ndarray[Any, Any]) -> bool:
        """Whether anything became public of any firm."""
        return bool(terms["scandal"].any() or terms["case"].any())
