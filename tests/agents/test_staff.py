"""Staff: hired late, learning slowly, hurrying under load; what is written down; sellers who leave."""

from __future__ import annotations

import math

import pytest

from agents import staff
from agents.compiled import records
from agents.customers.knowledge import SOLVED_FAULT, SOLVED_ROUTINE
from agents.departments.people import mood
from agents.departments.product import keep_sellers, look_at_rivals
from agents.departments.service import Service, count_staff, feel_load
from agents.offices import fill, numbers
from agents.parameters import UNCERTAINTIES
from tests.builders import FIRM, last, opened, people_of, played
from tests.desks import close, desk, plan, play

TURNOVER, HIRING, LEARNING = 0.52, 12.0, 26.0  # a hundredth quits in a week
WAYS = (HIRING, LEARNING)
MINE = ("M12", "M22", "M27", "P7")
NEUTRAL = {n: u.neutral for n, u in UNCERTAINTIES.items() if u.mechanism in MINE and u.neutral is not None}


@pytest.fixture(scope="module")
def start():
    market = opened(customers=300, weeks=60)
    yield market, market.snapshot()
    market.close()


@pytest.fixture
def market(start):
    start[0].restore(start[1])
    return start[0]


def department(market, name, product=0, firm=FIRM):
    return desk(market.firm(firm), name, product)


def team_of(**memory: float):
    """What a department remembers of its team, as a record."""
    [team] = records(1, numbers(Service.MEMORY))  # the form that compiled rules know: Numba takes others for kin of it
    fill(team, {**staff.TEAM, **memory})
    return team


def at_rest(seats: float = 100.0):
    team = team_of()
    staff.found(team, seats, TURNOVER, *WAYS)
    return team


def seats(memory) -> float:
    return float(memory["team"] + memory["learners"])


@pytest.mark.parametrize(
    ("rule", "arguments", "value"),
    [
        (staff.quits, (0.5, 0.35), 0.35),
        (staff.quits, (1.0, 0.35), 0.175),
        (staff.resting_learners, (0.52, 50.0), 1.0 / 3.0),  # .01 x 50 = .5; .5 / 1.5
        (staff.pace, (0.25, 0.6), 0.9),
        (staff.learning_time, (26.0, 0.5), 26.0),
        (staff.learning_time, (26.0, 1.0), 19.5),
        (staff.time_taken, (0.9, 1.05, 0.5), 0.9),  # within what is tolerated
        (staff.time_taken, (1.0, 2.2, 0.5), math.sqrt(0.5)),
        (staff.time_taken, (0.8, 0.45, 0.1), 0.8 * 2.0**0.1),  # slack
        (staff.time_taken, (1.0, 0.1, 0.5), 1.0),  # nobody takes more than a case needs
        (staff.time_taken, (1.0, 99.0, 1.0), 0.5),
        (staff.slide, (1.0, 0.8, 20.0, 104.0), 0.99),
        (staff.slide, (0.8, 0.904, 20.0, 104.0), 0.801),
        (staff.time_left, (0.1, 6.0, 0.02), 1.0),
        (staff.time_left, (0.28, 6.0, 0.02), 0.8),  # .72 / .9
        (staff.time_left, (0.1, 15.0, 0.02), 0.8),  # (.9 - 9 x .02) / .9
        (staff.ideas, (0.1, 6.0, 0.1), 1.0 - math.exp(-1.0)),
        (staff.ideas, (0.1, 12.0, 0.1), 1.0 - math.exp(-2.0)),
        (staff.wanted_seats, (100.0, 0.52, 0.6, 50.0), 100.0 / (1.0 - 0.4 / 3.0)),
    ],
    ids=lambda x: getattr(x, "__name__", None),
)
def test_a_rule_of_staff_gives_the_value_worked_out_by_hand(rule, arguments, value):
    assert rule(*arguments) == pytest.approx(value, rel=1e-12)


def test_a_team_at_rest_stays_as_it_is():
    memory = at_rest()
    for week in range(104):
        if week % 4 == 0:
            staff.decide(memory, 100.0, TURNOVER, HIRING)
        assert staff.pass_week(memory, TURNOVER, *WAYS) == pytest.approx(1.0)
    assert seats(memory) == pytest.approx(100.0)
    assert memory["learners"] == pytest.approx(100.0 * staff.resting_learners(TURNOVER, LEARNING))


def test_who_is_ordered_arrives_about_a_quarter_later():
    memory = team_of(team=100.0, hiring=1.0)
    arrived = [staff.pass_week(memory, 0.0, *WAYS)]
    memory["hiring"] = 0.0
    arrived += [staff.pass_week(memory, 0.0, *WAYS) for _ in range(80)]
    assert sum(arrived) == pytest.approx(1.0, abs=1e-6)
    assert sum(arrived[:4]) < 0.1
    assert sum(week * share for week, share in enumerate(arrived)) == pytest.approx(HIRING, abs=1e-4)


def test_capacity_lags_behind_growth_and_comes_in_the_end():
    memory = at_rest()
    before = seats(memory) * staff.pace(memory["learners"] / seats(memory), 0.6)
    short, learners = [], []
    for week in range(200):
        if week % 4 == 0:
            staff.decide(memory, staff.wanted_seats(1.2 * before, TURNOVER, 0.6, LEARNING), TURNOVER, HIRING)
        staff.pass_week(memory, TURNOVER, *WAYS)
        share = memory["learners"] / seats(memory)
        short.append(1.0 - seats(memory) * staff.pace(share, 0.6) / (1.2 * before))
        learners.append(share)
    assert short[3] > 0.15
    assert short[25] > 0.03
    assert abs(short[-1]) < 0.005
    assert max(learners) > 1.2 * learners[-1]


def test_a_team_too_large_shrinks_by_quits_first_and_never_by_more_than_a_twentieth_a_month():
    memory = at_rest()
    staff.decide(memory, 99.0, TURNOVER, HIRING)
    assert memory["going"] == 0.0
    assert memory["hiring"] < 1.0
    staff.decide(memory, 40.0, TURNOVER, HIRING)
    assert memory["hiring"] == 0.0
    assert memory["going"] == pytest.approx(0.25)  # .0125 - .01
    staff.pass_week(memory, TURNOVER, *WAYS)
    assert seats(memory) == pytest.approx(100.0 * (1.0 - 0.0125) + 1.0)


def test_a_standard_that_slid_comes_back_much_more_slowly():
    standards = [1.0]
    for week in range(100):
        pressure = 1.5 if week < 20 else 0.6
        taken = staff.time_taken(standards[-1], pressure, 0.35)
        standards.append(staff.slide(standards[-1], taken, 20.0, 104.0))
    lost = 1.0 - standards[20]
    assert lost > 0.08
    assert 0.0 < standards[40] - standards[20] < 0.5 * lost
    assert standards[20] < standards[60] < standards[100] <= 1.0


def test_hurry_costs_time_tone_and_the_chance_to_solve(market):
    service = department(market, "service")
    calm = plan(service)
    service.firm.memory["time_taken"] *= 0.8
    hurried = plan(service)
    assert hurried.minutes == pytest.approx(0.8 * calm.minutes)
    assert hurried.friendliness < calm.friendliness
    assert hurried.person_skill < calm.person_skill
    service.firm.memory["time_taken"] = 1.0
    full = plan(service)
    service.firm.memory["time_taken"] = 0.8
    assert plan(service).friendliness == pytest.approx(full.friendliness - 0.2 * market.nature["hurry_felt"])
    assert plan(service).person_skill == pytest.approx(full.person_skill * (1.0 - 0.2 * market.nature["hurry_solves"]))


def test_learners_are_paid_in_full_and_do_less(market):
    service = department(market, "service")
    service.memory.update(team=60.0, learners=40.0)
    play(service.firm, count_staff)
    assert service.memory["seats"] == 100.0
    assert service.memory["servers"] == pytest.approx(100.0 - 40.0 * (1.0 - market.nature["novice_pace"]))
    usual = staff.resting_learners(market.nature["staff_turnover"], market.nature["learning_weeks"])
    lost = (1.0 - market.nature["novice_skill"]) * (0.4 - usual)
    assert service.firm.memory["experience"] == pytest.approx(1.0 - lost)


def test_who_is_judged_by_solutions_cuts_fewer_corners(market):
    service, taken = department(market, "service"), []
    service.firm.memory["standard"] = 1.0
    service.memory["minutes"] = 8.0
    contacts = 1.6 * service.memory["servers"] * 60.0 * 60.0 * 0.96 / 8.0
    for pay in (0.0, 0.9):
        service.firm.lived["service_pay"] = pay
        service.firm.memory["standard"] = 1.0
        play(service.firm, feel_load, "firm, market, number", number=contacts)
        taken.append(service.firm.memory["time_taken"])
    assert service.firm.memory["pressure"] == pytest.approx(1.6)
    assert taken[0] < taken[1] < 1.0


@pytest.mark.parametrize(
    ("memory", "lived", "sign"), [({"pressure": 1.4}, {}, -1), ({}, {"tools": 12.0}, -1)], ids=["load", "tools"]
)
def test_morale_suffers_from_load_and_from_tools(market, memory, lived, sign):
    people = department(market, "people")
    usual = play(people.firm, mood)
    people.firm.memory.update(memory)
    people.firm.lived.update(lived)
    assert (play(people.firm, mood) - usual) * sign > 0.0


def test_working_together_changes_nothing_at_its_usual_and_helps_only_up_to_a_point(market):
    firm = market.firm(FIRM)

    def brings(together: float, tools: float) -> float:
        firm.lived.update(collaboration=together, tools=tools)
        return play(firm, staff.yield_of_collaboration, "firm.lived, market.nature")

    found = [brings(together, 6.0) for together in (0.02, 0.1, 0.2, 0.4)]
    assert found[1] == 1.0
    assert found[0] < found[1] < found[2] > found[3]
    many = [brings(0.1, tools) for tools in (6.0, 12.0, 30.0)]
    assert many[0] < many[1] > many[2]
    market.nature["collaboration_return"] = 0.0
    assert brings(0.4, 30.0) == 1.0


def test_what_is_solved_and_written_down_is_known_and_ages(market):
    shelf = department(market, "knowledge")
    firm = shelf.firm
    firm.lived.update(capture=0.5, innovation=1.0)
    firm.memory["time_taken"] = 1.0
    books = firm.record["last"]
    books[:] = 0.0
    books[market.slot_customers], books[SOLVED_ROUTINE], books[SOLVED_FAULT] = 1000.0, 30.0, 4.0
    close(shelf)
    assert vars(plan(shelf)) == pytest.approx({"routine": 0.015, "fault": 0.002, "dispute": 0.0})  # 1 x .5 x .03; ...
    assert firm.memory["knowledge"] == pytest.approx(0.017 / 3.0)
    firm.lived["capture"] = 0.0
    close(shelf)
    assert plan(shelf).routine == pytest.approx(0.015 * (1.0 - market.nature["knowledge_ageing"]))


def test_writing_down_takes_time(market):
    service = department(market, "service")
    short = plan(service).minutes
    service.firm.lived["capture"] = 1.0
    assert plan(service).minutes == pytest.approx(short * (1.0 + market.nature["capture_minutes"]))


def watch_pay(market) -> None:
    """Let all firms see what rivals pay, as at the end of a week."""
    play(market.firm(FIRM), look_at_rivals, "firms")


def sell_on(product) -> None:
    """Let sellers of a product stay or leave for a week."""
    play(product.firm, keep_sellers, "firm, market, product.own", product=product.product)


def test_sellers_leave_a_firm_that_pays_less_than_they_came_for_and_others_come(market):
    product = department(market, "product", 1)
    watch_pay(market)
    sell_on(product)
    assert product.memory["skill"] == 1.0
    product.firm.lived["commission"] = 0.1
    sell_on(product)
    assert product.memory["skill"] == pytest.approx(1.0 - 0.02 * 1.5 * 0.3)
    assert plan(product).sales_skill == product.memory["skill"] == product.firm.memory["sales_skill"]
    skills = []
    for _ in range(400):
        sell_on(product)
        skills.append(product.memory["skill"])
    assert min(skills) < 0.9
    assert 26 < skills.index(min(skills)) < 104
    assert skills[-1] > 0.98


def test_nobody_leaves_where_no_rival_pays_more(market):
    for firm in market.firms:
        firm.lived["commission"] = 0.1
    product = department(market, "product", 1)
    product.memory["pay"] = 0.4
    watch_pay(market)
    assert product.firm.memory["rival_pay"] == pytest.approx(0.1)
    sell_on(product)
    assert product.memory["skill"] == 1.0


def test_pay_is_compared_with_rivals_that_are_there(market):
    firm, rival = market.firms
    rival.lived["commission"] = 0.7
    watch_pay(market)
    assert (firm.memory["rival_pay"], rival.memory["rival_pay"]) == (0.7, firm.lived["commission"])
    rival.memory["leaving"] = 1.0
    plan(department(market, "board", firm=rival.name))
    watch_pay(market)
    assert firm.memory["rival_pay"] == 0.0  # nobody else is left to go to


def test_a_rise_in_pay_loses_nobody(market):
    product = department(market, "product", 1)
    product.firm.lived["commission"] = 0.9
    watch_pay(market)
    sell_on(product)
    assert (product.memory["skill"], product.memory["pay"]) == (1.0, 0.9)


def test_at_their_neutral_values_these_mechanisms_leave_no_trace():
    quiet = played({"staffing": 0.6}, nature=NEUTRAL)
    names = ("staff_learning", "service_standard", "knowledge", "sales_skill", "time_left")
    assert [last(quiet, name) for name in names] == [0.0, 1.0, 0.0, 1.0, 1.0]
    details = {"standard_down": 12.0, "best_first": 2.0, "sharing_time": 0.05, "knowledge_ageing": 0.02}
    detailed = played({"staffing": 0.6}, nature={**NEUTRAL, **details})
    assert people_of(detailed) == people_of(quiet)
    assert detailed.money.tobytes() == quiet.money.tobytes()
