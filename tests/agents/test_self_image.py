"""How a firm sees itself: what is watched and what is told put its picture above, or below, its customers'."""

from __future__ import annotations

import pytest

from agents import self_image
from agents.books import LINES, line_of, slot_of
from tests.builders import FIRM, last, opened, pair, played

PLAIN = {"culture_time": 1.0, "agreement_needed": 0.0}
HEARS_ALL = {"candour": 1.0, "measurement": 0.0, "commitment": 1.0}


@pytest.fixture(scope="module")
def start():
    market = opened(customers=300, weeks=40)
    yield market, market.snapshot()
    market.close()


@pytest.fixture
def firm(start):
    start[0].restore(start[1])
    return start[0].firm(FIRM)


@pytest.mark.parametrize(
    ("rule", "arguments", "value"),
    [("rated", (0.8, 0.4, 0.25), 0.7), ("rated", (0.8, 0.4, 0.0), 0.8), ("rated", (0.8, 0.4, 1.0), 0.4),
     ("told_to_board", (0.8, 0.4, 0.5), 0.6), ("told_to_board", (0.4, 0.8, 0.0), 0.8),
     ("told_to_board", (0.8, 0.4, 0.0), 0.8), ("quality_budget", (0.6, 0.8, 0.5), 1.1),
     ("quality_budget", (0.9, 0.8, 0.5), 0.95), ("quality_budget", (0.0, 0.8, 3.0), 1.5),
     ("gap_seen", (0.6, 0.8), 0.2), ("gap_seen", (0.9, 0.8), 0.0)],
)  # fmt: skip
def test_a_rule_of_the_self_image_gives_the_value_worked_out_by_hand(rule, arguments, value):
    assert getattr(self_image, rule)(*arguments) == pytest.approx(value, abs=1e-12)


GOOD = {"customers": 1000.0, "contacts": 100.0, "contacts_person": 60.0, "abandoned": 3.0, "new_issues": 80.0,
        "closed_first": 64.0, "subscriptions": 8000.0, "fees": 100.0, "rebates": -200.0, "bad_debt": -20.0,
        "service_wages": -300.0, "bots": -20.0}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "department", "share"),
    [({}, 1, 1.0), ({"abandoned": 7.0}, 1, 0.5), ({"service_wages": -600.0}, 1, 0.6), ({"closed_first": 50.0}, 1, 0.9),
     ({"subscriptions": 4000.0}, 2, 0.5), ({"bad_debt": -100.0}, 2, 0.5)],
    ids=["all met", "calls unanswered", "contacts dear", "issues not closed", "income short", "bills unpaid"],
)  # fmt: skip
def test_a_department_counts_which_of_its_own_targets_are_met(firm, change, department, share):
    assert firm.lived["service_pay"] == 0.2  # a fifth of what service watches is issues closed, the rest their cost
    targets = self_image.own_targets(firm, {**GOOD, **change}, earned=True)
    assert targets[department] == pytest.approx(share)


def test_people_and_board_look_at_turnover_morale_and_profit(firm):
    firm.memory.update(turnover=0.6, morale=0.7)
    assert self_image.own_targets(firm, GOOD, earned=False)[4:] == [0.5, 0.0]


def test_the_sums_of_a_quarter_are_those_of_the_books(firm):
    market = firm.model
    market.run(14)
    sums = self_image.quarter_of(firm)
    weeks = slice(market.week + market.warm_up_weeks - 13, market.week + market.warm_up_weeks)
    calls = market.history[weeks, :, firm.index, slot_of("contacts_person")].sum() * market.represents
    assert sums["contacts_person"] == pytest.approx(calls)
    assert sums["service_wages"] == pytest.approx(market.money[weeks, firm.index, line_of("service_wages")].sum())
    assert {"subscriptions", "bots"} <= {line.name for line in LINES} & set(sums)


def test_a_board_hears_no_bad_news_without_candour_and_all_of_it_with(firm):
    firm.lived["measurement"] = 1.0
    for candour, image in ((0.0, 0.99), (1.0, self_image.customers_answer(firm, 0.0))):
        firm.memory["self_image"] = 0.99
        self_image.look_into_mirror(firm, candour, earned=True)
        assert firm.memory["self_image"] == pytest.approx(image)


def test_a_firm_that_measures_and_hears_sees_itself_as_those_who_answer_do():
    market = played({"candour": 1.0, "measurement": 1.0, "commitment": 1.0}, weeks=39, nature=PLAIN)
    assert abs(last(market, "self_image_gap")) < 0.03


def test_a_firm_that_meets_its_targets_rates_itself_above_its_unhappy_customers():
    # bots that lead nowhere and curt people: calls are answered, contacts cheap, cases closed on the records
    cold = {"bot_share": 0.9, "bot_push": 1.0, "escalation": 0.0, "friendliness": 0.0, "staffing": 1.2}
    market = played({**HEARS_ALL, **cold}, weeks=39, customers=1500, nature=PLAIN)
    assert last(market, "self_image_gap") > 0.15


def test_a_firm_that_misses_its_targets_rates_itself_below_its_content_customers():
    # dear, warm service and prices below the list, in a market where staff changes often: customers are content
    warm = {"bot_share": 0.0, "staffing": 2.0, "friendliness": 1.0, "price_level": 0.8, "training": 1.5,
            "hidden_fees": 0.0, "harvest": 0.0, "transparency": 0.4, "integration": 0.4, "price_rise": 0.0,
            "commission": 0.0}  # fmt: skip
    market = opened(pair(), weeks=39, customers=1500, nature={**PLAIN, "staff_turnover": 0.8, "initiative_lost": 0.0})
    market.adopt(FIRM, {**HEARS_ALL, **warm, "campaign_reach": 0.001})
    market.run(39)
    assert last(market, "self_image_gap") < -0.05
    assert last(market, "own_targets") < last(market, "customer_view")


def test_the_picture_has_no_consequence_at_the_neutral_response(firm):
    firm.model.nature["quality_response"] = 0.0
    firm.memory["quality_budget"] = 1.0
    self_image.look_into_mirror(firm, 1.0, earned=False)
    assert firm.memory["quality_budget"] == 1.0


def test_who_sees_a_gap_spends_more_on_staff_and_training(firm):
    firm.memory["quality_budget"] = 1.0
    firm.live()
    before = dict(firm.lived)
    firm.memory["quality_budget"] = 1.1
    firm.live()
    changed = {name for name in before if firm.lived[name] != before[name]}
    assert changed == {"staffing", "training"}
    assert firm.lived["staffing"] == pytest.approx(1.1 * before["staffing"])
