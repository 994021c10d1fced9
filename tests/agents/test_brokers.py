"""Brokers: who is won through them costs a commission, which comes back in part when the customer leaves early."""

from __future__ import annotations

import numpy as np
import pytest

from tests.builders import counted, line, people_of, played

EVERYBODY = {"broker_share": 1.0}
PAYS = {"broker_commission": 6.0, "claw_back": 260.0}


@pytest.fixture(scope="module")
def liable():
    return played(PAYS, nature=EVERYBODY, weeks=52)


def test_where_nobody_has_a_broker_what_brokers_are_paid_changes_no_byte():
    plain, paying = played(), played(PAYS)
    assert people_of(paying) == people_of(plain)
    assert paying.money.tobytes() == plain.money.tobytes()


def test_where_all_have_a_broker_each_customer_won_costs_a_commission(liable):
    assert counted(liable, "won_through_brokers") == counted(liable, "acquired") > 0.0
    world, here = liable.world, liable.world.state["provider"] == 0
    month = liable.products[0].price * 52.0 / 12.0
    new = here & (world.state["tenure"] < 52) & (world.state["tenure"] > 0)
    assert world.state["broker_paid"][new] == pytest.approx(6.0 * month * world.trait["usage"][new])
    assert set(world.state["broker_liable"][new]) == {260}
    assert not np.asarray(world.state["broker_paid"])[world.state["provider"] == 1].any()  # Beta pays nothing


def test_commission_comes_back_from_customers_who_leave_within_the_liability_and_never_more_than_was_paid(liable):
    back, paid = line(liable, "claw_backs"), -line(liable, "brokers")
    assert 0.0 < back.sum() < paid.sum()
    assert not line(played({**PAYS, "claw_back": 0.0}, nature=EVERYBODY, weeks=52), "claw_backs").any()


def test_a_broker_leaves_in_peace_whom_he_answers_for_and_moves_the_others_on():
    restless = played({**PAYS, "claw_back": 0.0}, nature={**EVERYBODY, "broker_moves": 1.0}, weeks=52)
    quiet = played({**PAYS, "claw_back": 0.0}, nature={**EVERYBODY, "broker_moves": 0.0}, weeks=52)
    assert counted(restless, "looked") > 1.5 * counted(quiet, "looked")
