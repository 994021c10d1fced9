"""How a firm sees itself: what is watched and what is told put its picture above, or below, its customers'."""

from __future__ import annotations

import pytest

from agents import self_image
from agents.books import line_of, slot_of
from agents.customers.week import HEARD, HEARD_RATING
from agents.offices import Row
from tests.builders import FIRM, last, opened, pair, played
from tests.desks import play

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


GOOD = {"customers": 1000.0, "contacts": 100.0, "by_person": 60.0, "abandoned": 3.0, "new_issues": 80.0,
        "closed_first": 64.0, "bills": 8000.0, "income": 8000.0 + 100.0 - 200.0, "unpaid": 20.0,
        "service_cost": 320.0}  # fmt: skip
MIRROR = "firm, market, firm.own.board, number"


def quarter_of(firm) -> Row:
    """The sums of the quarter that targets are held against."""
    return Row(firm.record["own"]["board"])


@pytest.fixture
def content(firm):
    """A firm all of whose departments meet all of their own targets."""
    quarter_of(firm).update(GOOD)
    firm.lived.update(harvest=0.3, transparency=0.3, integration=0.6)
    firm.memory.update(quotas_missed=0.0, turnover=0.3, morale=0.7)
    assert own_targets(firm) == pytest.approx(1.0)
    return firm


def own_targets(firm, earned: float = 1.0) -> float:
    """The mean over the six departments of the share of their own targets met."""
    return play(firm, self_image.own_targets, MIRROR, number=earned)


@pytest.mark.parametrize(
    ("change", "share"),
    [({"abandoned": 7.0}, 0.5), ({"service_cost": 620.0}, 0.6), ({"closed_first": 50.0}, 0.9),
     ({"bills": 4000.0, "income": 3900.0}, 0.5), ({"unpaid": 100.0}, 0.5)],
    ids=["calls unanswered", "contacts dear", "issues not closed", "income short", "bills unpaid"],
)  # fmt: skip
def test_a_department_counts_which_of_its_own_targets_are_met(content, change, share):
    assert content.lived["service_pay"] == 0.2  # a fifth of what service watches is issues closed, the rest their cost
    quarter_of(content).update(change)
    assert own_targets(content) == pytest.approx((5.0 + share) / 6.0)


@pytest.mark.parametrize(
    ("memory", "lived", "earned", "met"),
    [({"quotas_missed": 1.0}, {}, 1.0, 5.5), ({}, {"harvest": 0.1}, 1.0, 5.5), ({}, {"integration": 0.4}, 1.0, 5.5),
     ({"turnover": 0.6}, {}, 1.0, 5.5), ({"turnover": 0.6, "morale": 0.3}, {}, 1.0, 5.0), ({}, {}, 0.0, 5.0)],
    ids=["one of two quotas", "poor records", "records apart", "staff leaves", "and is unhappy", "below plan"],
)  # fmt: skip
def test_sellers_records_people_and_board_look_at_what_is_theirs(content, memory, lived, earned, met):
    content.memory.update(memory)
    content.lived.update(lived)
    assert own_targets(content, earned) == pytest.approx(met / 6.0)


def test_the_sums_of_a_quarter_are_those_of_the_books(firm):
    market = firm.model
    market.run(25)  # looked at in week 12, before that week was added
    sums, weeks = quarter_of(firm), slice(market.warm_up_weeks + 12, market.warm_up_weeks + 25)

    def counted(name: str) -> float:
        return market.history[weeks, :, firm.index, slot_of(name)].sum() * market.represents

    def paid(*names: str) -> float:
        return sum(market.money[weeks, firm.index, line_of(name)].sum() for name in names)

    counts = {"by_person": "contacts_person"}
    for name in ("customers", "contacts", "by_person", "abandoned", "new_issues", "closed_first"):
        assert sums[name] == pytest.approx(counted(counts.get(name, name))), name
    assert sums["bills"] == pytest.approx(paid("subscriptions"))
    assert sums["income"] == pytest.approx(paid("subscriptions", "fees", "rebates"))
    assert sums["unpaid"] == pytest.approx(-paid("bad_debt"))
    assert sums["service_cost"] == pytest.approx(-paid("service_wages", "bots"))
    assert min(sums.values()) > 0.0


def test_a_board_hears_no_bad_news_without_candour_and_all_of_it_with(firm):
    firm.lived["measurement"] = 1.0
    answered = firm.of(HEARD_RATING) / firm.of(HEARD)
    assert answered < 0.98
    for candour, image in ((0.0, 0.99), (1.0, answered)):
        firm.memory["self_image"], firm.lived["candour"] = 0.99, candour
        play(firm, self_image.look_into_mirror, MIRROR, number=1.0)
        assert firm.memory["self_image"] == pytest.approx(image)


def test_a_board_whose_customers_are_silent_goes_by_its_departments(content):
    content.record["last"][HEARD] = 0.0
    content.memory["self_image"], content.lived["measurement"] = 0.2, 1.0
    play(content, self_image.look_into_mirror, MIRROR, number=0.0)
    assert content.memory["own_targets"] == pytest.approx(5.0 / 6.0)
    assert content.memory["self_image"] == pytest.approx(content.memory["own_targets"])


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
    firm.lived["candour"] = 1.0
    play(firm, self_image.look_into_mirror, MIRROR, number=0.0)
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
