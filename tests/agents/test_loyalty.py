"""The loyalty card: a department with an effect of its own on customers, all of it in one file."""

from __future__ import annotations

import numpy as np

from agents.books import ROUTES
from tests.builders import FIRM, opened, people_of, played

CARD = {"card_share": 1.0, "card_effort": 0.5, "reward_size": 0.3}
CAUSES = ("card_effort", "reward_fits", "reward_misses")


def booked(market, cause: str) -> float:
    """Return how much trust was booked to a cause, first firm, whole run."""
    number = [route.cause for route in ROUTES].index(cause)
    return float(np.abs(market.results.trust_ledger("everyone")[:, :, 0, number]).sum())


def test_without_a_card_its_other_levers_change_no_byte():
    plain, idle = played({}), played({"card_effort": 1.0, "reward_size": 3.0})
    assert people_of(plain) == people_of(idle)
    assert plain.digest() == idle.digest()


def test_a_card_rewards_asks_and_is_paid_for():
    market = played(CARD, weeks=60)
    given = market.results.books["rewards_given"][:, 0].sum()
    missed = market.results.books["rewards_missed"][:, 0].sum()
    assert 0.0 < missed < given
    assert all(booked(market, cause) > 0.0 for cause in CAUSES)
    price = market.products[0].price * 52.0 / 12.0
    assert np.isclose(market.results.books.line("rewards").sum(), -0.3 * price * given)


def test_nothing_happens_to_the_other_firms_customers_through_the_card_itself():
    market = played(CARD, weeks=60)
    numbers = [[route.cause for route in ROUTES].index(cause) for cause in CAUSES]
    assert not market.results.trust_ledger("everyone")[:, :, 1:, numbers].any()


def test_better_records_make_more_rewards_fit():
    poor = played({**CARD, "analytics": 0.0}, weeks=80)
    rich = played({**CARD, "analytics": 1.0, "integration": 1.0, "harvest": 1.0}, weeks=80)

    def missed(market):
        return market.results.books["rewards_missed"][:, 0].sum() / market.results.books["rewards_given"][:, 0].sum()

    assert missed(rich) < missed(poor)


def test_a_snapshot_holds_the_points_too():
    market = opened(weeks=60)
    market.adopt(FIRM, CARD)
    market.run(30)
    snapshot = market.snapshot()
    first = market.run(20).digest(), market.own["loyalty"].tobytes()
    market.restore(snapshot)
    assert (market.run(20).digest(), market.own["loyalty"].tobytes()) == first


def test_newsletters_inform_sell_and_weary_and_their_choice_is_paid_for():
    quiet = played(CARD, weeks=40)
    uniform, chosen = (played({**CARD, "newsletters": 8.0, "newsletter_fit": fit}, weeks=40) for fit in (0.0, 1.0))
    assert quiet.results.books["newsletters"].sum() == booked(quiet, "newsletter") == 0.0
    for market in (uniform, chosen):
        assert market.results.books["newsletters"][:, 0].sum() > 0.0
        assert booked(market, "newsletter") > 0.0
        assert market.results.metric("burden")[-1, 0] > quiet.results.metric("burden")[-1, 0]
    letters = uniform.results.books["newsletters"].sum() * 0.05 * uniform.nature["campaign_contact"]
    rewards = 0.3 * uniform.products[0].price * 52.0 / 12.0 * uniform.results.books["rewards_given"].sum()
    assert np.isclose(uniform.results.books.line("rewards").sum(), -letters - rewards)


def test_points_are_lost_with_the_provider_and_hold_as_far_as_they_weigh():
    light, heavy = (played(CARD, weeks=104, customers=1500, nature={"points_bind": bind}) for bind in (0.0, 5.0))
    gone = [market.results.metric("lost")[26:, 0].sum() for market in (light, heavy)]
    assert gone[1] < gone[0]
    others = light.world.state["points"][light.world.state["provider"] == 1]
    assert not others.any()


def test_using_the_card_puts_records_right():
    blind, learning = (played(CARD, weeks=60, nature={"card_knowledge": rate}) for rate in (0.0, 0.02))
    assert learning.results.metric("data_accuracy")[-1, 0] > blind.results.metric("data_accuracy")[-1, 0]
