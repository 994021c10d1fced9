"""Departments: what they publish, how they decide, and that a department without effect changes nothing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from agents.books import line_of
from agents.departments import DEPARTMENTS, Department
from agents.departments.board import yield_of_innovation
from agents.departments.service import plan_staff
from sim import week as phases
from tests.builders import FIRM, opened, people_of
from tests.desks import close, desk, plan, play

MANY = 60
WORK = "firm, market, number"


@pytest.fixture(scope="module")
def start():
    market = opened(customers=300, weeks=MANY)
    yield market, market.snapshot()
    market.close()


@pytest.fixture
def market(start):
    start[0].restore(start[1])
    return start[0]


def department(market, name, product=0):
    return desk(market.firm(FIRM), name, product)


@pytest.fixture
def without_registering(monkeypatch):
    """Departments declared in a test are none of the market's."""
    monkeypatch.setattr("agents.departments.base.DEPARTMENTS", {})


@pytest.mark.usefixtures("without_registering")
def test_a_department_without_effect_changes_nothing():
    plain, with_idle = opened(weeks=8), opened(weeks=8)

    class Idle(Department):
        """Decides nothing; its empty terms need no record."""

        name = "idle"

    for firm in with_idle.firms:
        firm.departments.append(Idle(firm))
    assert Idle.dtype().names == ()
    assert with_idle.run(8).digest() == plain.run(8).digest()
    assert people_of(with_idle) == people_of(plain)


@pytest.mark.usefixtures("without_registering")
def test_rules_are_called_in_the_order_of_planning_once_per_product_and_only_where_there_are_any(monkeypatch):
    called = []

    class Late(Department):
        """Speaks last, for its firm."""

        name, rank = "late", 9
        plan = staticmethod(lambda firm, market: called.append((firm, market)))

    class Early(Department):
        """Speaks first, for each product."""

        name, rank, per_product = "early", 1, True
        plan = staticmethod(lambda firm, market, product: called.append((firm, market, product)))

    class Silent(Department):
        """Has no rules."""

        name, rank = "silent", 5

    monkeypatch.setattr(phases, "step", lambda function: function)
    monkeypatch.setattr(phases, "DEPARTMENTS", dict(sorted(
        {"late": Late, "early": Early, "silent": Silent}.items(), key=lambda pair: pair[1].rank,
    )))  # fmt: skip
    phases.one_after_another("plan")("firm", "market", np.array([1, 2]))
    assert called == [("firm", "market", 1), ("firm", "market", 2), ("firm", "market")]


def test_departments_plan_by_rank_and_the_treasury_speaks_last():
    ranks = [kind.rank for kind in DEPARTMENTS.values()]
    assert ranks == sorted(ranks)
    assert list(DEPARTMENTS)[-3:] == ["cx_unit", "board", "treasury"]


def test_a_department_is_declared_once():
    with pytest.raises(ValueError, match="department 'board' is declared twice"):

        class Board(Department):
            """A second board."""

            name = "board"


def test_what_a_department_publishes_is_what_customers_read(market):
    billing = department(market, "billing")
    billing.firm.lived["barrier"] = 0.77
    assert plan(billing).barrier == billing.terms["barrier"] == 0.77
    assert market.world.terms.billing["barrier"].tolist() == [0.77, 0.3]


def test_the_record_of_terms_follows_their_declaration():
    class Terms(NamedTuple):
        one: float
        two: float

    kind = type("Kind", (), {"Terms": Terms, "dtype": classmethod(Department.dtype.__func__)})
    assert kind.dtype() == np.dtype([("one", "f8"), ("two", "f8")])


def test_a_quota_ratchets_towards_what_was_sold_and_more(market):
    product = department(market, "product", 1)
    product.memory.update(sold=80.0, weeks=12.0, quota=100.0, missed=0.0)
    product.firm.memory["quotas_missed"] = 1.0  # by the other department
    product.firm.record["last"][:] = 0.0
    close(product)
    # Q + .5 (80 x 1.02 - Q)
    assert product.memory["quota"] == pytest.approx(90.8)
    assert (product.memory["missed"], product.firm.memory["quotas_missed"]) == (1.0, 2.0)
    assert product.memory["sold"] == product.memory["weeks"] == 0.0


def test_a_quota_that_is_reached_is_missed_no_more(market):
    product = department(market, "product", 1)
    product.memory.update(sold=100.0, weeks=12.0, quota=100.0, missed=1.0)
    product.firm.memory["quotas_missed"] = 2.0
    product.firm.record["last"][:] = 0.0
    close(product)
    assert (product.memory["missed"], product.firm.memory["quotas_missed"]) == (0.0, 1.0)


def test_the_first_quarter_sets_the_quota_and_misses_none(market):
    product = department(market, "product", 1)
    product.memory.update(sold=80.0, weeks=12.0, missed=0.0)
    del product.memory["quota"]
    product.firm.record["last"][:] = 0.0
    close(product)
    assert product.memory["quota"] == pytest.approx(80.0 + 0.5 * (80.0 * 1.02 - 80.0))
    assert product.memory["missed"] == 0.0


def test_a_department_pushes_as_far_as_its_quota_is_short_and_its_pay_hangs_on_it(market):
    product = department(market, "product", 1)
    product.memory.update(sold=10.0, weeks=6.5, quota=40.0)  # half a quarter gone, a half of the half sold
    terms = plan(product)
    nature, firm = market.nature, product.firm
    assert product.memory["short"] == pytest.approx(0.5)
    assert terms.pressure == pytest.approx(firm.lived["pressure"] + nature["quota_pressure"] * 0.4 * 0.5)
    assert terms.reach == pytest.approx(firm.lived["campaign_reach"] * (1.0 + 0.4 * 0.5))
    firm.lived["commission"] = 0.0
    assert plan(product).pressure == firm.lived["pressure"]


def test_the_contract_itself_is_not_campaigned_for(market):
    assert [plan(department(market, "product", k)).interval for k in range(3)] == [0.0, 4.0, 4.0]


def test_central_authority_costs_departments_their_initiative(market):
    product = department(market, "product", 1)
    product.firm.lived.update(commission=0.0, authority=0.0)
    free = plan(product).reach
    product.firm.lived["authority"] = 1.0
    assert plan(product).reach == pytest.approx(free * (1.0 - market.nature["initiative_lost"]))


def test_a_hidden_fee_is_a_share_of_the_monthly_price(market):
    billing = department(market, "billing")
    billing.firm.lived.update(hidden_fees=0.02, fee_size=0.5)
    terms = plan(billing)
    assert terms.fee == pytest.approx(0.5 * 20.0)
    weekly = 20.0 * 12.0 / 52.0
    assert terms.fee_share == pytest.approx(0.02 * 10.0 / weekly)


def test_a_free_contract_has_no_fees_to_foresee(market):
    billing = department(market, "billing")
    billing.firm.memory["price"] = 0.0
    assert (plan(billing).fee, plan(billing).fee_share) == (0.0, 0.0)


def test_prices_of_old_customers_rise_once_a_year(market):
    billing, rises = department(market, "billing"), []
    for week in range(104):
        market.week = week
        rises.append(plan(billing).price_change)
    assert [week for week, rise in enumerate(rises) if rise > 0.0] == [26, 78]
    assert max(rises) == billing.firm.lived["price_rise"]


def test_where_staff_is_there_at_once_it_grows_and_shrinks_by_steps(market):
    service = department(market, "service")
    hour = 60.0 * 60.0 * 0.96  # minutes of work that keep one person of 60 hours busy
    market.set_nature("hiring_weeks", 0.0)
    service.memory["servers"], service.firm.lived["staffing"] = 100.0, 1.0
    play(service.firm, plan_staff, WORK, number=200.0 * hour)
    assert service.memory["servers"] == pytest.approx(110.0)
    play(service.firm, plan_staff, WORK, number=10.0 * hour)
    assert service.memory["servers"] == pytest.approx(104.5)
    play(service.firm, plan_staff, WORK, number=105.0 * hour)
    assert service.memory["servers"] == pytest.approx(105.0)


def test_staff_is_paid_for_all_open_hours(market):
    service = department(market, "service")
    service.memory["seats"] = 50.0
    service.firm.record["lines"][:] = 0.0
    close(service)
    assert service.firm.record["lines"].sum() == pytest.approx(-50.0 * 60.0 * market.nature["wage"])


@pytest.mark.parametrize(
    ("change", "sign"), [({"autonomy": 1.0}, 1), ({"training": 0.0}, -1), ({"commission": 1.0}, -1)],
    ids=["room to decide", "no training", "commission"],
)  # fmt: skip
def test_morale_follows_how_people_are_led(market, change, sign):
    people = department(market, "people")
    close(people)
    usual, memory = people.firm.memory["morale"], people.firm.memory
    memory["morale"] = 0.5
    close(people)
    usual = memory["morale"]
    memory["morale"] = 0.5
    people.firm.lived.update(change)
    close(people)
    assert (memory["morale"] - usual) * sign > 0.0


def test_turnover_falls_with_morale_and_costs_money(market):
    people = department(market, "people")
    people.firm.memory["morale"] = 1.0
    close(people)
    content = people.firm.memory["turnover"]
    people.firm.memory["morale"] = 0.1
    close(people)
    assert people.firm.memory["turnover"] > content
    assert plan(people).staff_stays == 1.0 - people.firm.memory["turnover"] / 52.0


def test_the_unit_is_paid_from_the_first_day_whatever_it_may_decide(market):
    market.adopt(FIRM, {"authority": 1.0})
    unit = department(market, "cx_unit")
    unit.firm.record["lines"][:] = 0.0
    close(unit)
    assert plan(unit).authority == 0.0
    paid = unit.firm.record["lines"][line_of("cx_unit")]
    persons = market.nature["cx_staff"] * unit.firm.customers / 1e6
    assert paid == pytest.approx(-persons * 38.0 * market.nature["wage"] * 1.5)


def test_innovation_sustains_fit_with_diminishing_returns(market):
    board = department(market, "board")
    market.nature["ideas_guide"] = 0.0
    gains = []
    for level in (0.0, 1.0, 2.0, 3.0):
        board.firm.lived["innovation"] = level
        gains.append(play(board.firm, yield_of_innovation))
    assert gains[:2] == [0.0, 1.0]
    assert gains[2] == pytest.approx(2.0 ** market.nature["innovation_return"], rel=1e-12)
    assert gains[2] - gains[1] > gains[3] - gains[2] > 0.0


def test_innovation_follows_the_customer_only_as_far_as_ideas_of_him_are_right(market):
    board = department(market, "board")
    board.firm.memory["idea_distance"] = 0.1
    near = play(board.firm, yield_of_innovation)
    board.firm.memory["idea_distance"] = 0.6
    assert near - play(board.firm, yield_of_innovation) == pytest.approx(0.5 * market.nature["ideas_guide"])


def test_innovation_yields_less_where_specialists_do_not_decide(market):
    board = department(market, "board")
    free = play(board.firm, yield_of_innovation)
    board.firm.lived["authority"] = 1.0
    assert play(board.firm, yield_of_innovation) == pytest.approx(free * (1.0 - market.nature["specialists"]))


def test_records_are_as_rich_as_what_is_taken_or_given(market):
    office = department(market, "data_office")
    office.firm.memory["records_relevance"] = 1.0
    office.firm.lived.update(harvest=0.0, analytics=0.8)
    poor = plan(office).analytics
    office.firm.lived["harvest"] = 1.0
    assert plan(office).analytics == pytest.approx(0.8)
    assert poor < 0.6
