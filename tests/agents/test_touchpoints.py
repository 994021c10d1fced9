"""How customers and firms meet: channels, recognition, bonds, bots on both sides."""

from __future__ import annotations

import numpy as np
import pytest

from agents.books import ROUTES
from agents.compiled import loop
from agents.customers.bonds import keep_bond
from agents.customers.bots import NONE
from agents.customers.channels import PERSON
from agents.customers.choice import choose
from agents.customers.recognition import greet
from agents.departments.data_office import kept, waiting_work
from agents.population import Here
from tests.builders import counted, last, line, opened, people_of, played, routed

ROW = 40
BOND, GREETING, BOTS_CHOICE, OWN_CHOICE = range(4)
SELF_MADE = {"bots_innovating": 2.0, "bots_imitating": 1.0}


@loop
def happen(world, row, kind):
    """Let one event happen to one person; returns the firm chosen."""
    here = Here(0, 0, row, world.state[row].provider, 12345, 0)
    if kind == BOND:
        keep_bond(world, here)
    elif kind == GREETING:
        greet(world, here)
    else:
        return choose(world, here, kind == BOTS_CHOICE)
    return -1


@pytest.fixture(scope="module")
def start():
    market = opened(customers=300, weeks=2)
    yield market, market.snapshot()
    market.close()


@pytest.fixture
def market(start):
    """A market in which one person is known well: a customer of Alpha, medium in everything."""
    start[0].restore(start[1])
    world = start[0].world
    known = {
        "provider": 0, "satisfaction": 0.5, "expectation": 0.5, "bond": 0.8, "burden": 0.0, "tenure": 1040,
        "price_paid": 1.0, "contract_left": 0, "aware": 1, "meets": PERSON, "sends_bot": 0,
    }  # fmt: skip
    for name, value in known.items():
        world.state[ROW][name] = value
    world.trait[ROW]["disposition"], world.trait[ROW]["price_weight"] = 0.0, 4.0
    world.trust[ROW] = 0.5
    return start[0]


# channels ---------------------------------------------------------------------------------------


def test_every_channel_is_seen_in_the_panel_of_followed_customers():
    doors = {"self_service": 0.7, "written_share": 0.4, "branch_density": 0.5}
    market = played(doors, followed=600)
    touches, n = market.world.touches, market.world.n_touches
    routes = [touch["route"] for row in range(600) for touch in touches[row, : n[row]]]
    seen = {ROUTES[route].channel for route in routes if route < len(ROUTES)}     # the others are moves
    assert {"phone", "bot", "written", "branch", "self-service"} <= seen


def test_doors_are_paid_for_each_week():
    market = played({"branch_density": 0.5})
    base = market.results.metric("customers")[-1, 0]
    assert line(market, "doors")[-1] == pytest.approx(-0.5 * market.nature["branch_cost"] * base)
    assert not line(market, "doors", firm=1).any()


def test_who_writes_waits_in_no_line():
    market = played({"written_share": 1.0, "bot_share": 0.0, "staffing": 0.3})
    assert counted(market, "contacts_written") == counted(market, "contacts") > 0.0
    assert counted(market, "abandoned") == counted(market, "minutes_waited") == 0.0


def test_written_answers_take_the_staff_time_declared():
    market = played({"written_share": 1.0, "bot_share": 0.0})
    nature, strangers = market.nature, counted(market, "contacts_not_recognised")
    work = nature["written_work"] * counted(market, "contacts") + nature["unlinked_work"] * strangers
    assert counted(market, "extra_work") == pytest.approx(work)


# recognition ------------------------------------------------------------------------------------


def test_the_backlog_grows_by_what_capacity_leaves_and_halves_the_histories_found_in_half_a_year():
    assert waiting_work(1.0, 1.2, 0.7) == pytest.approx(1.5)
    assert waiting_work(0.2, 1.0, 1.4) == 0.0
    assert (kept(0.0), kept(26.0), kept(52.0)) == pytest.approx((1.0, 0.5, 0.25))


def test_without_capacity_a_week_of_work_is_left_each_week_and_a_new_door_brings_thirteen_once():
    market = played({"crm_capacity": 0.0}, weeks=10)
    assert last(market, "crm_backlog") == pytest.approx(10.0)
    market = played({"crm_capacity": 0.0, "branch_density": 1.0}, weeks=10)
    assert last(market, "crm_backlog") == pytest.approx(23.0)


def test_as_many_are_found_as_the_backlog_leaves_and_the_others_stay_the_same_persons():
    market = played({"crm_capacity": 0.0}, weeks=26)
    expected = kept(25.0)  # of this week's terms
    assert last(market, "linked_share") == pytest.approx(expected, abs=0.08)
    assert counted(market, "contacts_not_recognised") > 0.0


@pytest.mark.parametrize(("years", "weight"), [(0, 0.0), (20, 1.0)])
def test_not_being_recognised_hurts_who_has_been_here_for_long(market, years, weight):
    market.world.terms.data_office["kept"] = 0.0
    market.world.state[ROW]["tenure"] = 52 * years
    happen(market.world, ROW, GREETING)
    nature = market.nature
    fall = weight * nature["not_recognising"] * nature["trust_gain"] * nature["integrity_loss"] * 0.5
    assert market.world.trust[ROW, 0] == pytest.approx(0.5 - fall)
    assert market.person(ROW).burden == nature["repeating"]


def test_a_named_contact_and_ones_own_bot_know_the_customer_without_records(market):
    market.world.terms.data_office["kept"] = 0.0
    market.world.terms.touchpoints["named"] = 1.0
    happen(market.world, ROW, GREETING)
    market.world.terms.touchpoints["named"] = 0.0
    market.world.state[ROW]["sends_bot"] = 1
    happen(market.world, ROW, GREETING)
    assert market.world.trust[ROW, 0] == 0.5


# bonds ------------------------------------------------------------------------------------------


def test_a_bond_with_the_pool_wears_off_and_one_with_a_person_stays_until_that_person_leaves(market):
    world = market.world
    world.market["nature"]["care_calls"] = 0.0
    world.terms.people["staff_stays"] = 0.99
    happen(world, ROW, BOND)
    assert market.person(ROW).bond == pytest.approx(0.8 * 0.99)
    world.state[ROW]["bond"] = 0.8
    world.terms.touchpoints["named"] = 1.0
    world.terms.people["staff_stays"] = 1.0
    happen(world, ROW, BOND)
    assert market.person(ROW).bond == 0.8
    world.terms.people["staff_stays"] = 0.0
    happen(world, ROW, BOND)
    assert market.person(ROW).bond == 0.0
    assert world.trust[ROW, 0] < 0.5


def test_named_contacts_leave_one_by_one_and_take_staff_time():
    market = played({"named_contact": 1.0}, weeks=52)
    rate = counted(market, "named_contacts_left") / market.results.books["named"][market.warm_up_weeks :, 0].sum()
    assert rate * 52.0 == pytest.approx(market.results.metric("turnover")[:, 0].mean(), rel=0.3)
    assert counted(market, "extra_work") > counted(market, "care_calls") > 0.0


# bots of the firm -------------------------------------------------------------------------------


def test_only_a_bot_that_seems_human_and_does_not_say_what_it_is_deceives():
    human = {"bot_share": 0.8, "bot_likeness": 0.9, "bot_calls": 1.0}
    assert counted(played({**human, "bot_disclosure": 1.0}), "bots_unmasked") == 0.0
    deceiving = played({**human, "bot_disclosure": 0.0})
    assert counted(deceiving, "bots_unmasked") > 0.0
    assert routed(deceiving, "bot_unmasked") > 0.0
    assert counted(played({"bot_share": 0.8, "bot_disclosure": 0.0}), "bots_unmasked") == 0.0


def test_calls_by_bots_cost_a_bot_contact():
    market = played({"bot_calls": 1.0, "campaign_reach": 0.05})
    assert counted(market, "outbound_by_bot") == counted(market, "outbound_contacts") > 0.0
    cost = market.nature["bot_contact"] * counted(market, "outbound_by_bot")
    assert line(market, "campaigns").sum() == pytest.approx(-cost)


# bots of customers ------------------------------------------------------------------------------


def test_nobody_takes_up_what_nobody_has_and_nobody_starts():
    market = played(nature={"bots_imitating": 5.0})
    assert (market.world.state["bot_since"] == NONE).all()


def test_bots_change_nothing_where_nothing_is_left_to_them():
    idle = {"bots_do_routine": 0.0, "bots_compare": 0.0, "bots_dispute": 0.0}
    with_bots, without = played(nature={**idle, **SELF_MADE}), played(nature=idle)
    assert counted(with_bots, "contacts_own_bot") == 0.0
    assert (with_bots.world.state["bot_since"] < NONE).sum() > 100
    with_bots.world.state["bot_since"] = NONE
    assert people_of(with_bots) == people_of(without)


def test_take_up_reads_friends_as_they_were_last_week_on_any_number_of_threads():
    one, two = (played(nature=SELF_MADE, customers=9000, weeks=8, threads=n) for n in (1, 2))
    assert counted(one, "contacts_own_bot") > 0.0
    assert one.digest() == two.digest()


def test_where_bots_make_every_contact_no_bond_grows_and_no_line_wearies():
    everything = {"bots_innovating": 100.0, "bots_do_routine": 1.0, "bots_compare": 1.0, "bots_dispute": 1.0}
    market, own = played(nature=everything), played()
    assert counted(market, "contacts_own_bot") > 0.95 * counted(market, "contacts")
    assert last(market, "bond") < last(own, "bond")
    assert counted(market, "minutes_waited") < 0.1 * counted(own, "minutes_waited")


def test_a_bot_knows_all_firms_and_changes_only_for_a_gain(market):
    world = market.world
    world.market["nature"]["distinctness"] = 0.0
    world.terms.touchpoints["public_trust"] = 0.5
    world.terms.billing["newcomer_discount"] = world.terms.billing["fee_share"] = 0.0
    world.contract_weeks[:] = 0.0
    world.market["climate"]["norm"] = 0.5
    world.trait[ROW]["switching_cost"] = 1.0
    world.market["nature"]["effort_left"] = 0.5
    assert happen(world, ROW, BOTS_CHOICE) == 0  # all alike: nothing is worth the effort
    world.products["terms"]["price_ratio"][1, 0] = 0.85  # 4 ln(1 / .85) = .65, more than .5 x 1
    assert happen(world, ROW, BOTS_CHOICE) == 1
    assert market.person(ROW).bot_gain == pytest.approx(-4.0 * np.log(0.85) - 0.5)
    assert happen(world, ROW, OWN_CHOICE) == 0  # who knows no other stays
    world.state[ROW]["bond"], world.market["nature"]["effort_left"] = 1.0, 0.9
    assert happen(world, ROW, BOTS_CHOICE) == 0
