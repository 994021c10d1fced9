"""Service: staffing, bots, tone, room to decide; it answers the customers' own contacts (M07-M09, M12, M32)."""

from __future__ import annotations

import math
from typing import NamedTuple

from agents import staff
from agents.compiled import step
from agents.customers.channels import EXTRA_WORK
from agents.customers.service import BY_PERSON
from agents.departments.base import Department, customers_of
from agents.offices import UNKNOWN, known, remember, spend, starts
from agents.parameters import lever, uncertainty

uncertainty("patience_mean", 6.3, plausible=(4.0, 7.0), bounds=(0.5, 60.0), unit="minutes", mechanism="M07",
            source="H06: 379 s", about="mean patience on the line, the queue's 1/theta")  # fmt: skip

uncertainty("hurry_solves", 0.5, plausible=(0.25, 1.0), bounds=(0.0, 2.0), unit="share", mechanism="M12", neutral=0.0,
            source="assumption (form: Oliva & Sterman 2001)", about="chance to solve lost where a case gets no time at all, in proportion before")  # fmt: skip
uncertainty("hurry_felt", 1.0, plausible=(0.5, 1.5), bounds=(0.0, 3.0), unit="0..1", mechanism="M12", neutral=0.0,
            source="assumption (form: Oliva & Sterman 2001)", about="friendliness lost where a case gets no time at all, in proportion before")  # fmt: skip

OPEN_HOURS, HOURS_PER_EMPLOYEE = 60.0, 34.0  # per week: assumption
OCCUPANCY = 0.96  # at staffing 1: assumption, gives waits of a minute or two as in H06
YOUNG = 104.0  # weeks in which an entrant hires ahead of its customers: assumption
HANDFUL = 2.0  # servers that an entrant, starting with none, can add in a month: assumption
MONTH, HALF_YEAR, SHARE = 4, 26, 0.25
FOUNDING = 6  # staffing decisions of the warm-up after which a team only changes by hiring and quitting: assumption
MINUTES_OF_SEAT = 60.0 * OPEN_HOURS * OCCUPANCY


remember(pressure=1.0, standard=1.0, time_taken=1.0, learners=0.0, experience=1.0, staff=0.0, hired=0.0)


@step
def employees_of(firm):
    """Return employees in service, at market size."""
    return math.ceil(firm.own.service.seats * OPEN_HOURS / HOURS_PER_EMPLOYEE)


@step
def is_founding(firm, market):
    """Whether the team is set up anew at each planning: first months of the warm-up, first two years of an entrant."""
    entered = firm.memory.entered
    is_young = entered > 0.0 and market.week < entered + YOUNG
    return is_young or firm.own.service.founding < FOUNDING


@step
def learning_weeks(firm, market):
    """Return the weeks from arrival to full ability, at the training given."""
    return staff.learning_time(market.nature.learning_weeks, firm.lived.training)


@step
def expected_contacts(firm, market):
    """Return the contacts to staff for: the last weeks'; while a team is founded, all weeks' so far."""
    own = firm.own.service
    if market.nature.hiring_weeks > 0.0 and is_founding(firm, market):
        return own.rate * customers_of(firm)
    return own.load


@step
def count_staff(firm, market):
    """Note what the team can do: seats of work, share of learners, the skill lost by them against a usual team."""
    own, memory, nature = firm.own.service, firm.memory, market.nature
    own.seats = own.team + own.learners
    memory.learners = own.learners / own.seats
    own.servers = own.seats * staff.pace(memory.learners, nature.novice_pace)
    usual = staff.resting_learners(nature.staff_turnover, nature.learning_weeks)
    memory.experience = staff.pace(memory.learners - usual, nature.novice_skill)


@step
def staff_at_once(firm, needed):
    """Have the staff needed at once: at most a tenth up or a twentieth down a month."""
    own, memory = firm.own.service, firm.memory
    now = known(own.servers, needed)
    most = 1.1 * now if memory.entered <= 0.0 else max(1.1 * now, now + HANDFUL)
    own.servers = max(1.0, min(max(needed, 0.95 * now), most))
    own.seats, own.team = own.servers, UNKNOWN
    memory.learners, memory.experience = 0.0, 1.0


@step
def plan_staff(firm, market, minutes_of_work):
    """Order or let go staff for the work expected: who is hired today works in a quarter and is able in three."""
    own, memory, nature = firm.own.service, firm.memory, market.nature
    needed = firm.lived.staffing * minutes_of_work / MINUTES_OF_SEAT
    if nature.hiring_weeks <= 0.0:
        staff_at_once(firm, needed)
        return
    turnover, learning = memory.turnover, learning_weeks(firm, market)
    wanted = max(1.0, staff.wanted_seats(needed, turnover, nature.novice_pace, learning))
    if own.team != own.team or is_founding(firm, market):  # nan: no team yet
        own.founding += 1.0
        staff.found(own, wanted, turnover, nature.hiring_weeks, learning)
        count_staff(firm, market)
    else:
        staff.decide(own, wanted, turnover, nature.hiring_weeks)


@step
def usual_contacts(firm):
    """Return contacts with people to expect of today's customers; the half-year's rate, for a week's would follow the sample."""
    own, last, base = firm.own.service, firm.last, max(1.0, customers_of(firm))
    own.weeks = min(float(HALF_YEAR), own.weeks + 1.0)
    own.rate = own.rate + ((last[BY_PERSON] + last[EXTRA_WORK]) / base - own.rate) / own.weeks
    return own.rate * base


@step
def feel_load(firm, market, contacts):
    """Work over capacity changes the time per case, and slowly the standard (M12; Oliva & Sterman 2001)."""
    own, memory, nature = firm.own.service, firm.memory, market.nature
    seats = known(own.servers, 0.0) * memory.time_left
    if seats <= 0.0:
        return
    memory.pressure = contacts * own.minutes * memory.standard / (MINUTES_OF_SEAT * seats)
    if nature.corner_cutting > 0.0:
        # who is judged by problems solved keeps his time, and lets the line grow: as declared at service_pay .2
        elasticity = nature.corner_cutting * (1.2 - firm.lived.service_pay)
        memory.time_taken = staff.time_taken(memory.standard, memory.pressure, elasticity)
        memory.standard = staff.slide(memory.standard, memory.time_taken, nature.standard_down, nature.standard_up)


@step
def minutes_of(lived, nature):
    """Return the minutes of a contact: friendliness, room to decide and writing solutions down take time (sizes: assumption)."""
    minutes = nature.minutes_per_call * (1.0 + 0.2 * (lived.friendliness - 0.5)) * (1.0 + 0.1 * (lived.autonomy - 0.3))
    minutes = minutes * (1.0 + 0.1 * lived.next_best_action)  # looking at the whole customer takes time
    return minutes * (1.0 + nature.capture_minutes * lived.capture)


class Service(Department):
    """The department that answers."""

    name = "service"
    rank = 2
    MEMORY = starts(
        **staff.TEAM, seats=0.0, servers=UNKNOWN, founding=0.0, minutes=0.0, load=UNKNOWN, rate=0.0, weeks=0.0
    )

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

    @staticmethod
    @step
    def plan(firm, market):
        """Staff for the work expected, each month or as seldom as the firm plans; publish."""
        nature, lived, memory = market.nature, firm.lived, firm.memory
        own, terms = firm.own.service, firm.terms.service
        own.minutes = minutes = minutes_of(lived, nature)
        load, left = known(own.load, 0.0), memory.time_left
        plans = market.week % max(MONTH, int(lived.planning_interval)) == 0
        if load > 0.0 and (plans or own.servers != own.servers):  # nan: nobody is there yet
            planned = 1.0 - nature.planned_by_clock * (1.0 - memory.standard)
            plan_staff(firm, market, expected_contacts(firm, market) * minutes * planned / left)
        hurry = 1.0 - memory.time_taken
        terms.bot_share = lived.bot_share
        terms.bot_skill = lived.bot_skill
        terms.escalation = lived.escalation
        terms.push = lived.bot_push
        terms.friendliness = max(0.0, lived.friendliness - nature.hurry_felt * hurry)
        terms.goodwill = lived.goodwill
        terms.customer_weight = lived.service_pay
        terms.person_skill = memory.skill * memory.experience * (1.0 - nature.hurry_solves * hurry)
        terms.empowerment = lived.autonomy
        terms.minutes = minutes * memory.time_taken
        terms.servers = known(own.servers, 0.0) * left
        terms.load = load
        terms.wait = 1.0
        terms.abandonment = 0.05

    @staticmethod
    @step
    def close_week(firm, market):
        """Remember the work of the last weeks, pay wages; staff quits, arrives and learns; the standard slides."""
        own, memory, nature = firm.own.service, firm.memory, market.nature
        came = firm.last[BY_PERSON] + firm.last[EXTRA_WORK]
        load = known(own.load, came)
        own.load = load + SHARE * (came - load)
        spend(firm, staff.SERVICE_WAGES, -own.seats * OPEN_HOURS * nature.wage)
        feel_load(firm, market, usual_contacts(firm))
        if own.team == own.team:  # nan: no team yet
            arrived = staff.pass_week(own, memory.turnover, nature.hiring_weeks, learning_weeks(firm, market))
            memory.hired = arrived * OPEN_HOURS / HOURS_PER_EMPLOYEE
            count_staff(firm, market)
        memory.staff = own.seats * OPEN_HOURS / HOURS_PER_EMPLOYEE
