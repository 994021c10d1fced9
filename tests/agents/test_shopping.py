"""Shopping: purchases from several sellers, a main one that may change or lapse without a word."""

from __future__ import annotations

import pytest

from agents.customers.channels import CANCEL
from tests.builders import counted, last, line, opened, pair, people_of, played, routed

SHOPS = ("market.kind=repertoire", "market.uncertainties.buying=0.3")


@pytest.fixture(scope="module")
def shoppers():
    return played(scenario=pair(*SHOPS), weeks=52)


def test_where_people_are_under_contract_the_time_of_lapsing_changes_no_byte():
    assert people_of(played(nature={"lapse": 4.0})) == people_of(played())


def test_people_buy_from_several_sellers_and_most_from_the_main_one(shoppers):
    for firm in (0, 1):
        own, elsewhere = counted(shoppers, "purchases_of_own", firm), counted(shoppers, "purchases_elsewhere", firm)
        assert 0.0 < elsewhere < own
        assert counted(shoppers, "purchases", firm) >= own
        assert last(shoppers, "share_of_wallet", firm) == pytest.approx(own / (own + elsewhere))
        assert routed(shoppers, "bought_elsewhere", firm) > 0.0


def test_a_purchase_costs_the_list_price_of_the_weeks_between_two():
    free = pair(*SHOPS, "market.products.cover.price=0", "market.products.films.price=0")
    market = played({"tenure_reward": 0.0}, scenario=free, weeks=13)
    basket = market.products[0].price / 0.3 * market.represents
    bought = counted(market, "purchases") / market.represents
    assert line(market, "subscriptions").sum() == pytest.approx(bought * basket)
    assert line(market, "delivery").sum() == pytest.approx(-bought * basket * 9.0 / 20.0)


def test_nobody_cancels_and_who_stays_away_is_lost(shoppers):
    assert counted(shoppers, "notices") == 0.0
    assert not (shoppers.world.state["reason"] == CANCEL).any()
    rarely = played(scenario=pair("market.kind=repertoire", "market.uncertainties.buying=0.001"),
                    nature={"lapse": 8.0}, weeks=10)
    assert (rarely.world.state["provider"] == -1).mean() > 0.9


def test_trust_moves_purchases():
    def bought(trust: float) -> float:
        market = opened(scenario=pair(*SHOPS), weeks=13)
        market.world.trust[:, 1] = trust  # by no rule: the ledgers of this run would not balance
        for _ in range(13):
            market.step()
        return counted(market, "purchases", 1)

    assert bought(0.2) < bought(0.5) < bought(0.8)
