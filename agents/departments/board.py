"""The board: money, claims, culture and its patience, cuts, the firm's picture of itself (M19, M20, M24, M26, M33)."""

from __future__ import annotations

from typing import NamedTuple

from agents import ideas, staff
from agents.arithmetic import exp, log
from agents.books import LINES_AT, line
from agents.change import DROPPED_BELOW, LIVED_FROM, break_off, commitment_after, culture_after, cuts_after
from agents.compiled import rule, step
from agents.departments.base import Department, customers_of
from agents.departments.organisation import coordination
from agents.offices import UNKNOWN, known, remember, spend, starts
from agents.parameters import lever, uncertainty
from agents.self_image import QUARTER_SUMS, add_to_quarter, begin_quarter, gap_seen, look_into_mirror, met

uncertainty("fit_decay", 0.01, plausible=(0.005, 0.015), bounds=(0.0, 0.1), unit="per week", mechanism="M33", neutral=0.0,
            source="assumption", about="how fast an untended offer falls behind moving needs")  # fmt: skip
uncertainty("innovation_return", 0.10, plausible=(0.05, 0.2), bounds=(0.0, 1.0), unit="elasticity", mechanism="M33", neutral=0.0,
            source="assumption", about="elasticity of the offer's fit in the money spent on innovation")  # fmt: skip
uncertainty("ideas_guide", 0.2, plausible=(0.0, 0.4), bounds=(0.0, 1.0), unit="share", mechanism="M33", neutral=0.0,
            source="assumption (model.md: fit follows undistorted ideas of the customer)", about="fit gained by innovation on the customers' own idea of good, over one that has nothing in common with it")  # fmt: skip
uncertainty("specialists", 0.05, plausible=(0.0, 0.1), bounds=(0.0, 1.0), unit="share", mechanism="P1", neutral=0.0,
            source="assumption (users.md F4: specialists know their product and renew it better)", about="fit lost by innovation where departments decide nothing themselves")  # fmt: skip

OVERHEAD = line("overhead", "overhead", kind="cost", variable=False)
INNOVATION = line("innovation", "innovation", kind="cost", discretionary=True, variable=False)
CHANGE = line("change", "programme of change", kind="cost", discretionary=True, variable=False)
YEAR, QUARTER, MONTH = 52, 13, 4
QUICK, SLOW = 1.35, 1.1  # most by which the purse moves a month, in the first half-year and later: assumption
THRIFT = 0.05  # overhead saved by departments that pay for themselves: assumption
PLANNING = 0.03  # overhead saved by planning hardly ever: assumption
USUAL_FIT = 0.65  # of an offer tended as usual: assumption
MOST_PURSE, LEAST_PURSE = 5.0, 0.05  # how far an equal budget stretches or shrinks what levers buy: assumption

remember(fit=USUAL_FIT, plan=0.0, quarter=0.0, rate=UNKNOWN, envelope=0.0, spent=0.0, budget_weeks=0.0,
         capped=0.0)  # fmt: skip


@step
def share_out(memory):
    """Steer the purse so that spending follows the envelope: the same money, differently spent.

    What cuts save is not spent elsewhere while they last.
    """
    left = memory.envelope * (memory.budget_weeks + YEAR) - memory.spent
    if memory.start_up > 0.0:  # an entrant's envelope grows with its customers
        left = memory.envelope * YEAR + memory.granted - memory.spent
    most = QUICK if memory.budget_weeks < YEAR / 2 else SLOW
    change = min(most, max(1.0 / most, left / (YEAR * memory.rate))) if memory.rate > 0.0 else 1.0
    if memory.cuts > 0.0:
        change = min(1.0, change)
    memory.purse = min(1.0 if memory.capped > 0.0 else MOST_PURSE, max(LEAST_PURSE, memory.purse * change))


@step
def yield_of_innovation(firm, market):
    """Return the fit that innovation sustains, relative to the usual: x^r (diminishing returns), by who steers it.

    More where ideas of the customer are undistorted (M33) and overhead coordinates (M24), less where specialists do not
    decide (P1).
    """
    nature, lived = market.nature, firm.lived
    if lived.innovation <= 0.0:
        return 0.0
    spent = exp(nature.innovation_return * log(lived.innovation))
    guided = ideas.guided(nature.ideas_guide, firm.memory.idea_distance, ideas.USUAL_MEAN)
    coordinated = coordination(lived.overhead_level, nature.overhead_return)
    together = staff.yield_of_collaboration(lived, nature)
    return spent * guided * coordinated * together * (1.0 - nature.specialists * lived.authority)


@rule
def thrift(own_profit, planning_interval):
    """Return overhead relative to its level: departments that pay for themselves ask for less, so does rare planning.

    thrift(1, 1) = .95.
    """
    return (1.0 - THRIFT * own_profit) * (1.0 - PLANNING * (1.0 - 1.0 / planning_interval))


@step
def change_culture(firm, market):
    """Culture follows commitment and a shared idea, at a cost; the old ways return by themselves, at none."""
    memory, nature = firm.memory, market.nature
    c, commitment = memory.culture, memory.commitment
    if memory.reverting > 0.0:
        c += (1.0 - c) / nature.relapse_time
    else:
        spend(firm, CHANGE, -customers_of(firm) * nature.change_cost * commitment * (1.0 - c))
        agreement = 1.0 - nature.agreement_needed * (1.0 - memory.idea_agreement)
        c = culture_after(c, commitment, agreement, nature.culture_time)
    if c >= LIVED_FROM:
        c = 1.0
    memory.culture = c
    memory.change_lived = memory.kept * (1.0 - c) if memory.reverting > 0.0 else c


@step
def keep_budget(firm, spent):
    """Add the week's discretionary spending to what counts against the envelope."""
    memory = firm.memory
    rate = known(memory.rate, spent)
    memory.rate = rate + (spent - rate) / QUARTER
    memory.spent += spent
    memory.budget_weeks += 1.0
    if memory.start_up > 0.0:  # an entrant: start-up money, and what incumbents spend per customer
        memory.envelope = memory.start_up + memory.per_head * customers_of(firm)
        memory.granted += memory.envelope


@step
def judge_quarter(firm, market):
    """Compare profit with plan: cuts, a look into the mirror, and whether a change goes on."""
    memory, nature, lived = firm.memory, market.nature, firm.lived
    profit, memory.quarter = memory.quarter, 0.0
    short = max(0.0, 1.0 - profit / memory.plan) if memory.plan > 0.0 else 0.0
    if lived.cut_reflex > 0.0 or memory.cuts > 0.0:
        memory.cuts = cuts_after(memory.cuts, short, lived.cut_reflex, nature.cut_tolerance)
    look_into_mirror(firm, market, firm.own.board, met(profit, memory.plan))
    begin_quarter(firm.own.board)
    if memory.culture < 1.0 and memory.reverting <= 0.0:
        gap = gap_seen(memory.self_image, nature.aspiration)
        memory.commitment = commitment_after(memory.commitment, short, nature.impatience, gap, nature.urgency)
        if memory.commitment < DROPPED_BELOW:
            break_off(firm, market)


class Board(Department):
    """The board."""

    name = "board"
    rank = 9
    MEMORY = starts(**QUARTER_SUMS)

    advertising = lever(0.006, unit="share per week", low=0.0, high=0.2, neutral=0.0, mechanism="M01", scaled=True,
                        plausible=(0.0, 0.02), anchors=("no adverts", "one in fifty strangers reached each week"),
                        about="other firms' customers reached by adverts in a week", question="How much do we advertise?",
                        source="assumption (G08)", cost="advert each")  # fmt: skip
    promise = lever(0.1, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M20",
                    plausible=(0.0, 0.6), anchors=("say what we are", "promise far more than is usual"),
                    about="how much better than usual the firm says it is", question="What do we promise?", source="assumption",
                    cost="free: words; disappointment follows")  # fmt: skip
    innovation = lever(1.0, unit="× usual", low=0.0, high=3.0, neutral=1.0, mechanism="M33", scaled=True,
                       plausible=(0.5, 1.6), anchors=("half the usual work on the offer", "half as much again"),
                       about="work on keeping the offer fit for needs that move", question="How much do we renew our offer?",
                       source="assumption", cost="innovation")  # fmt: skip
    overhead_level = lever(1.0, unit="× usual", low=0.3, high=3.0, neutral=1.0, mechanism="M24",
                           plausible=(0.7, 1.4), anchors=("a lean head office", "two fifths more than usual"),
                           about="rent, processes, administration and strategy meetings", question="How much do we spend on ourselves?",
                           source="assumption", cost="overhead; faults and billing errors saved or made")  # fmt: skip
    commitment = lever(0.8, unit="0..1", low=0.0, high=1.0, neutral=1.0, mechanism="M26",
                       plausible=(0.3, 1.0), anchors=("a project among others", "the board's first concern"),
                       about="leadership's commitment to a change when it starts", question="How serious is the board?",
                       source="assumption", cost="programme of change")  # fmt: skip
    candour = lever(0.3, unit="0..1", low=0.0, high=1.0, neutral=1.0, mechanism="M19", lag="culture",
                    plausible=(0.0, 1.0), anchors=("bad news never arrives", "bad news arrives at once"),
                    about="how far bad news reaches the board", question="Who tells the emperor?", source="assumption", cost="free: courage")  # fmt: skip
    cut_reflex = lever(0.0, unit="stages per plan missed", low=0.0, high=4.0, neutral=0.0, mechanism="M26",
                       plausible=(0.0, 2.0), anchors=("a bad quarter changes nothing", "half a plan missed cuts a whole stage"),
                       about="how readily a quarter below plan cuts: training, analytics and measurement, then staff, then new fees",
                       question="What does a bad quarter cut?", source="assumption (order: Repenning & Sterman 2001)",
                       cost="training, analytics, measurement and wages saved, fees gained")  # fmt: skip

    class Terms(NamedTuple):
        """What customers meet of the board."""

        present: float
        advertising: float
        promise: float  # as far as the firm is believed
        standing: float  # pull of the size at the start (an entrant's: as it grows), logit

    @staticmethod
    @step
    def plan(firm, market):
        """Publish; share the purse out anew each month, or as seldom as the firm plans."""
        lived, memory, terms = firm.lived, firm.memory, firm.terms.board
        if memory.envelope > 0.0 and memory.budget_weeks > 0.0 and market.week % max(MONTH, int(lived.planning_interval)) == 0:
            share_out(memory)
        terms.present = memory.present - memory.leaving
        terms.advertising = lived.advertising * terms.present
        terms.promise = lived.promise * memory.credibility
        terms.standing = market.nature.standing_pull * memory.standing

    @staticmethod
    @step
    def close_week(firm, market):
        """Pay overhead, innovation and change; let culture move; judge each quarter."""
        memory, lived, nature = firm.memory, firm.lived, market.nature
        base = customers_of(firm)
        thrifty = thrift(lived.own_profit, lived.planning_interval)
        spend(firm, OVERHEAD, -base * nature.overhead * lived.overhead_level * thrifty)
        spend(firm, INNOVATION, -base * nature.innovation_cost * lived.innovation)
        gain = nature.fit_decay * (USUAL_FIT * yield_of_innovation(firm, market) - memory.fit)
        memory.fit = min(1.0, max(0.0, memory.fit + gain))
        if memory.culture < 1.0:
            change_culture(firm, market)
        if memory.credibility < 1.0:
            memory.credibility += (1.0 - memory.credibility) / nature.credibility_time
        profit, spent = 0.0, 0.0
        for number in range(firm.lines.shape[0]):
            amount = firm.last[LINES_AT + number] + firm.lines[number]
            profit += amount
            spent -= market.discretionary[number] * amount
        keep_budget(firm, spent)
        memory.quarter += profit
        if market.week % QUARTER == QUARTER - 1:
            judge_quarter(firm, market)
        add_to_quarter(firm, firm.own.board)
