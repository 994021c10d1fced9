"""Departments: what they publish, how they decide, and that a department without effect changes nothing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from agents.departments import Department
from sim import market as markets
from tests.builders import FIRM, opened, people_of

MANY = 60


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
    return next(d for d in market.firm(FIRM).departments if d.name == name and d.product == product)


def test_a_department_without_effect_changes_nothing(monkeypatch):
    plain, with_idle = opened(weeks=8), opened(weeks=8)
    monkeypatch.setattr("agents.departments.base.DEPARTMENTS", {})

    class Idle(Department):
        """Decides nothing; its empty terms need no record."""

        name = "idle"

        def publish(self, terms: tuple[float, ...]) -> None:
            assert terms == ()

    for firm in with_idle.firms:
        firm.departments.append(Idle(firm))
    assert with_idle.run(8).digest() == plain.run(8).digest()
    assert people_of(with_idle) == people_of(plain)


def test_a_department_is_declared_once():
    with pytest.raises(ValueError, match="department 'board' is declared twice"):

        class Board(Department):
            """A second board."""

            name = "board"


def test_what_a_department_publishes_is_what_customers_read(market):
    billing = department(market, "billing")
    billing.publish(billing.plan()._replace(barrier=0.77))
    assert market.world.terms.billing["barrier"].tolist() == [0.77, 0.3]


def test_the_record_of_terms_follows_their_declaration():
    class Terms(NamedTuple):
        one: float
        two: float

    kind = type("Kind", (), {"Terms": Terms, "dtype": classmethod(Department.dtype.__func__)})
    assert kind.dtype() == np.dtype([("one", "f8"), ("two", "f8")])


def test_a_quota_ratchets_towards_what_was_sold_and_more(market):
    product = department(market, "product", 1)
    product.memory.update(sold=80.0, weeks=12.0, quota=100.0)
    product.firm.last = [0.0] * len(product.firm.last)
    product.close_week()
    # Q + .5 (80 x 1.02 - Q)
    assert product.memory["quota"] == pytest.approx(90.8)
    assert product.memory["reached"] == pytest.approx(0.8)
    assert product.memory["sold"] == product.memory["weeks"] == 0.0


def test_a_department_pushes_as_far_as_its_quota_is_short_and_its_pay_hangs_on_it(market):
    product = department(market, "product", 1)
    product.memory.update(sold=10.0, weeks=6.5, quota=40.0)  # half a quarter gone, a half of the half sold
    terms = product.plan()
    nature, firm = market.nature, product.firm
    assert product.shortfall() == pytest.approx(0.5)
    assert terms.pressure == pytest.approx(firm.lived["pressure"] + nature["quota_pressure"] * 0.4 * 0.5)
    assert terms.reach == pytest.approx(firm.lived["campaign_reach"] * (1.0 + 0.4 * 0.5))
    firm.lived["commission"] = 0.0
    assert product.plan().pressure == firm.lived["pressure"]


def test_the_contract_itself_is_not_campaigned_for(market):
    assert [department(market, "product", k).plan().interval for k in range(3)] == [0.0, 4.0, 4.0]


def test_central_authority_costs_departments_their_initiative(market):
    product = department(market, "product", 1)
    product.firm.lived.update(commission=0.0, authority=0.0)
    free = product.plan().reach
    product.firm.lived["authority"] = 1.0
    assert product.plan().reach == pytest.approx(free * (1.0 - market.nature["initiative_lost"]))


def test_a_hidden_fee_is_a_share_of_the_monthly_price(market):
    billing = department(market, "billing")
    billing.firm.lived.update(hidden_fees=0.02, fee_size=0.5)
    terms = billing.plan()
    assert terms.fee == pytest.approx(0.5 * 20.0)
    weekly = 20.0 * 12.0 / 52.0
    assert terms.fee_share == pytest.approx(0.02 * 10.0 / weekly)


def test_a_free_contract_has_no_fees_to_foresee(market):
    billing = department(market, "billing")
    billing.firm.memory["price"] = 0.0
    assert (billing.plan().fee, billing.plan().fee_share) == (0.0, 0.0)


def test_prices_of_old_customers_rise_once_a_year(market):
    billing, rises = department(market, "billing"), []
    for week in range(104):
        market.week = week
        rises.append(billing.plan().price_change)
    assert [week for week, rise in enumerate(rises) if rise > 0.0] == [26, 78]
    assert max(rises) == billing.firm.lived["price_rise"]


def test_where_staff_is_there_at_once_it_grows_and_shrinks_by_steps(market):
    service = department(market, "service")
    hour = 60.0 * 60.0 * 0.96  # minutes of work that keep one person of 60 hours busy
    market.set_nature("hiring_weeks", 0.0)
    service.memory["servers"], service.firm.lived["staffing"] = 100.0, 1.0
    service.plan_staff(200.0 * hour)
    assert service.memory["servers"] == pytest.approx(110.0)
    service.plan_staff(10.0 * hour)
    assert service.memory["servers"] == pytest.approx(104.5)
    service.plan_staff(105.0 * hour)
    assert service.memory["servers"] == pytest.approx(105.0)


def test_staff_is_paid_for_all_open_hours(market):
    service = department(market, "service")
    service.memory["seats"] = 50.0
    service.firm.week_lines = [0.0] * len(service.firm.week_lines)
    service.close_week()
    assert sum(service.firm.week_lines) == pytest.approx(-50.0 * 60.0 * market.nature["wage"])


@pytest.mark.parametrize(
    ("change", "sign"), [({"autonomy": 1.0}, 1), ({"training": 0.0}, -1), ({"commission": 1.0}, -1)],
    ids=["room to decide", "no training", "commission"],
)  # fmt: skip
def test_morale_follows_how_people_are_led(market, change, sign):
    people = department(market, "people")
    people.close_week()
    usual, memory = people.firm.memory["morale"], people.firm.memory
    memory["morale"] = 0.5
    people.close_week()
    usual = memory["morale"]
    memory["morale"] = 0.5
    people.firm.lived.update(change)
    people.close_week()
    assert (memory["morale"] - usual) * sign > 0.0


def test_turnover_falls_with_morale_and_costs_money(market):
    people = department(market, "people")
    people.firm.memory["morale"] = 1.0
    people.close_week()
    content = people.firm.memory["turnover"]
    people.firm.memory["morale"] = 0.1
    people.close_week()
    assert people.firm.memory["turnover"] > content
    assert people.plan().staff_stays == 1.0 - people.firm.memory["turnover"] / 52.0


def test_the_unit_is_paid_from_the_first_day_whatever_it_may_decide(market):
    market.adopt(FIRM, {"authority": 1.0})
    unit = department(market, "cx_unit")
    unit.firm.week_lines = [0.0] * len(unit.firm.week_lines)
    unit.close_week()
    assert unit.plan().authority == 0.0
    paid = unit.firm.week_lines[markets.LINES.index(next(e for e in markets.LINES if e.name == "cx_unit"))]
    persons = market.nature["cx_staff"] * unit.firm.customers / 1e6
    assert paid == pytest.approx(-persons * 38.0 * market.nature["wage"] * 1.5)


def test_innovation_sustains_fit_with_diminishing_returns(market):
    board = department(market, "board")
    market.nature["ideas_guide"] = 0.0
    gains = []
    for level in (0.0, 1.0, 2.0, 3.0):
        board.firm.lived["innovation"] = level
        gains.append(board.yield_of_innovation())
    assert gains[:2] == [0.0, 1.0]
    assert gains[2] == pytest.approx(2.0 ** market.nature["innovation_return"], rel=1e-12)
    assert gains[2] - gains[1] > gains[3] - gains[2] > 0.0


def test_innovation_follows_the_customer_only_as_far_as_ideas_of_him_are_right(market):
    board = department(market, "board")
    board.firm.memory["idea_distance"] = 0.1
    near = board.yield_of_innovation()
    board.firm.memory["idea_distance"] = 0.6
    assert near - board.yield_of_innovation() == pytest.approx(0.5 * market.nature["ideas_guide"])


def test_innovation_yields_less_where_specialists_do_not_decide(market):
    board = department(market, "board")
    free = board.yield_of_innovation()
    board.firm.lived["authority"] = 1.0
    assert board.yield_of_innovation() == pytest.approx(free * (1.0 - market.nature["specialists"]))


def test_records_are_as_rich_as_what_is_taken_or_given(market):
    office = department(market, "data_office")
    office.firm.memory["records_relevance"] = 1.0
    office.firm.lived.update(harvest=0.0, analytics=0.8)
    poor = office.plan().analytics
    office.firm.lived["harvest"] = 1.0
    assert office.plan().analytics == pytest.approx(0.8)
    assert poor < 0.6
