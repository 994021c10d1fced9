"""One person's part of a week, alone: single events applied to people of a market."""

from __future__ import annotations

import numpy as np
import pytest

from agents.books import LINES_AT, MAX_ROUTES, line_of
from agents.chance import week_key
from agents.compiled import loop
from agents.customers.billing import FEE_FOUND
from agents.customers.buying import buy
from agents.customers.cancelling import cancel
from agents.customers.changing import change_provider
from agents.customers.channels import HELPED, PERSON
from agents.customers.incidents import lose_patience, turn_up
from agents.customers.service import COMPLAINTS
from agents.customers.trust import feel_betrayed, judge, live
from agents.population import Here
from tests.builders import opened

ROW = 40
BETRAYAL, SERVICE, VERDICT, PURCHASE, DEPARTURE, CANCELLING, WEEK = range(7)


@loop
def happen(world, row, kind, quality, weight):
    """Let one event happen to one person."""
    here = Here(0, 0, row, world.state[row].provider, 12345, 0)
    if kind == BETRAYAL:
        feel_betrayed(world, here, FEE_FOUND, weight)
    elif kind == SERVICE:
        live(world, here, HELPED, quality, weight)
    elif kind == VERDICT:
        judge(world, here, FEE_FOUND, quality, weight)
    elif kind == PURCHASE:
        buy(world, here, 1, quality)
    elif kind == DEPARTURE:
        change_provider(world, here, int(quality))
    elif kind == CANCELLING:
        cancel(world, here)
    else:
        turn_up(world, here)
        lose_patience(world, here)


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
    person = world.state[ROW]
    for name, value in {"provider": 0, "cohort": 0, "satisfaction": 0.5, "expectation": 0.5, "holdings": 1,
                        "informed": 1, "mis_sold": 0, "contract_left": 10, "attempts": 0, "notice": 0, "intends": 3,
                        "meets": PERSON, "burden": 0.0, "tenure": 60}.items():  # fmt: skip
        person[name] = value
    world.trait[ROW]["disposition"], world.trait[ROW]["loss_aversion"] = 0.0, 2.0
    world.trust[ROW] = 0.5
    return start[0]


def trust_after(market, kind, quality=0.0, weight=1.0, times=1):
    for _ in range(times):
        happen(market.world, ROW, kind, quality, weight)
    return float(market.world.trust[ROW, 0])


def test_a_betrayal_takes_its_share_of_trust_and_half_of_it_of_satisfaction(market):
    b = market.nature["betrayal"]
    assert trust_after(market, BETRAYAL) == pytest.approx(0.5 * (1.0 - b))
    assert market.person(ROW).satisfaction == pytest.approx(0.5 * (1.0 - 0.5 * b))


def test_a_betrayal_costs_more_than_a_good_service_wins(market):
    won = trust_after(market, SERVICE, 1.0) - 0.5
    market.world.trust[ROW] = 0.5
    lost = 0.5 - trust_after(market, BETRAYAL)
    assert 0.0 < 2.0 * won < lost


def test_a_betrayal_is_undone_by_no_less_than_three_good_services(market):
    trust_after(market, BETRAYAL)
    assert trust_after(market, SERVICE, 1.0, times=2) < 0.5
    assert trust_after(market, SERVICE, 1.0, times=20) > 0.5


def test_an_experience_moves_satisfaction_by_surprise_and_expectation_by_itself(market):
    trust_after(market, SERVICE, 0.3)  # .2 below what was foreseen counts twice: felt as .1
    person, nature = market.person(ROW), market.nature
    assert person.satisfaction == pytest.approx(0.5 + nature["satisfaction_speed"] * (0.1 - 0.5))
    assert person.expectation == pytest.approx(0.5 + nature["expectation_speed"] * (0.3 - 0.5))
    assert person.trust[0] == pytest.approx(0.5 + nature["trust_gain"] * (0.3 - 0.5))


def test_integrity_is_lost_faster_than_it_is_won(market):
    won = trust_after(market, VERDICT, 1.0) - 0.5
    market.world.trust[ROW] = 0.5
    assert 0.5 - trust_after(market, VERDICT, 0.0) == pytest.approx(market.nature["integrity_loss"] * won)


def test_trust_stays_within_its_bounds_and_only_what_was_written_is_booked(market):
    market.world.trust[ROW] = 0.01
    market.world.tally[:] = 0.0
    assert trust_after(market, VERDICT, 0.0, weight=100.0) == 0.0
    everyone, customers, cohort = (market.world.tally[0, 0, at * MAX_ROUTES + FEE_FOUND] for at in range(3))
    assert everyone == customers == cohort == -0.01


def test_a_change_is_booked_to_customers_and_cohort_only_if_the_person_belongs_to_them(market):
    market.world.state[ROW]["cohort"] = 1
    market.world.tally[:] = 0.0
    trust_after(market, VERDICT, 1.0)
    everyone, customers, cohort = (market.world.tally[0, 0, at * MAX_ROUTES + FEE_FOUND] for at in range(3))
    assert everyone == customers > 0.0
    assert cohort == 0.0


def test_a_sale_below_its_price_is_a_mis_sale_and_commission_is_due(market):
    market.world.products["terms"]["commission_paid"][0, 1] = 7.5
    market.world.tally[:] = market.world.till[:] = 0.0
    happen(market.world, ROW, PURCHASE, 0.9, 0.0)
    assert (market.person(ROW).holdings, market.person(ROW).mis_sold) == (3, 2)
    assert market.world.tally[0, 0, LINES_AT + line_of("commission")] == market.world.till[0, 0] == -7.5


def test_a_sale_worth_its_price_is_none(market):
    happen(market.world, ROW, PURCHASE, 1.0, 0.0)
    assert (market.person(ROW).holdings, market.person(ROW).mis_sold) == (3, 0)


def test_what_belongs_to_the_provider_starts_anew_with_the_next(market):
    market.world.state[ROW]["opted_out"] = market.world.state[ROW]["consent"] = 1
    market.world.state[ROW]["bond"] = 0.8
    happen(market.world, ROW, DEPARTURE, 1.0, 0.0)
    person = market.person(ROW)
    assert (person.provider, person.tenure, person.bond, person.opted_out, person.consent) == (1, 0, 0.0, 0, 0)
    assert (person.holdings, person.trial, person.newcomer) == (1, 26, 1)
    assert person.contract_left == 52
    assert person.satisfaction == person.expectation


def test_who_gives_up_having_a_provider_has_none(market):
    happen(market.world, ROW, DEPARTURE, -1.0, 0.0)
    assert (market.person(ROW).provider, market.person(ROW).holdings, market.person(ROW).trial) == (-1, 0, 0)


def test_a_barrier_hinders_and_angers(market):
    market.world.terms.billing["barrier"] = 1.0
    happen(market.world, ROW, CANCELLING, 0.0, 0.0)
    person = market.person(ROW)
    assert person.notice == 0
    assert person.burden == 0.5
    assert person.trust[0] < 0.5


def test_without_barrier_and_save_offer_cancelling_is_giving_notice(market):
    market.world.terms.billing["barrier"] = market.world.terms.billing["save_offer"] = 0.0
    happen(market.world, ROW, CANCELLING, 0.0, 0.0)
    person = market.person(ROW)
    assert (person.notice, person.intends) == (1, 3)
    assert person.trust[0] > 0.5


def test_a_save_offer_that_always_works_holds_everybody_at_a_rebate(market):
    market.world.terms.billing["barrier"], market.world.terms.billing["save_offer"] = 0.0, 1.0
    market.world.market["nature"]["saved"] = 1.0
    market.world.state[ROW]["price_paid"] = 1.0
    happen(market.world, ROW, CANCELLING, 0.0, 0.0)
    person = market.person(ROW)
    assert (person.notice, person.intends, person.price_paid) == (0, 0, pytest.approx(0.9))


def test_an_unsolved_issue_is_complained_of_once_also_by_who_means_to_leave(market):
    market.world.state[ROW]["issue"], market.world.state[ROW]["issue_age"] = 2, 3
    market.world.tally[:] = 0.0
    for _ in range(4):
        happen(market.world, ROW, WEEK, 0.0, 0.0)
    assert market.world.tally[0, 0, COMPLAINTS] == 1.0
    assert market.person(ROW).issue_age == 7


def test_the_keys_of_weeks_differ():
    assert len({week_key(7, week) for week in range(-200, 300)}) == 500
    assert np.uint64(week_key(7, 0)) == week_key(7, 0)
