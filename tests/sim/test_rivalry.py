"""Boards that watch: prices are followed, the best is copied, churn is answered, and off means off."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from agents.departments.market_watch import QUALITY, View, alarm, success, towards
from agents.parameters import LEVERS
from sim.rivalry import desk_of, view
from tests.builders import FIRM, opened, pair, people_of, played

OFTEN = {"reaction_weeks": 4.0}
CALM = {**OFTEN, "exposure": 0.0, "public_cases": 0.0}


def seen(**changes) -> View:
    usual = {"key": 1, "price": 1.0, "share_change": 0.0, "churn": 0.002, "usual_churn": 0.002, "success": 40.0,
             "levers": MappingProxyType({name: entry.default for name, entry in LEVERS.items()})}  # fmt: skip
    return View(**{**usual, **changes})


@pytest.fixture
def desk():
    market = opened(customers=200, weeks=4)
    market.adopt(FIRM, {"price_reaction": 0.5, "imitation": 0.5, "churn_reaction": 1.0})
    yield desk_of(market.firm(FIRM))
    market.close()


# by hand -------------------------------------------------------------------------------------------


def test_rules_by_hand():
    assert success(40.0, 0.1) == pytest.approx(44.0)
    assert towards(1.0, 0.9, 0.5) == pytest.approx(0.95)
    assert alarm(0.003, 0.002) == pytest.approx(0.5)
    assert (alarm(0.00205, 0.002), alarm(0.01, 0.0), alarm(0.01, 0.002)) == (0.0, 0.0, 1.0)


def test_who_loses_share_to_a_cheaper_rival_closes_part_of_the_gap(desk):
    assert desk.answer_price(seen(share_change=-0.05), [seen(price=0.9), seen(price=1.2)]) == pytest.approx(0.95)
    assert desk.answer_price(seen(share_change=-0.005), [seen(price=0.9)]) == 1.0  # not noticed
    assert desk.answer_price(seen(share_change=-0.05), [seen(price=1.1)]) == 1.0  # nobody is cheaper


def test_nobody_follows_below_cost(desk):
    spec = desk.model.products[0]
    factor = desk.answer_price(seen(share_change=-0.5), [seen(price=0.01)])
    assert factor == pytest.approx(max(0.505, 1.05 * spec.cost / spec.price))


def test_a_cut_is_taken_back_after_a_gain_up_to_the_usual_price(desk):
    desk.answer_price(seen(), [seen(price=0.9)])
    assert desk.answer_price(seen(price=0.8, share_change=0.05), [seen(price=0.9)]) == pytest.approx(0.9 / 0.8)
    assert desk.answer_price(seen(price=1.0, share_change=0.05), [seen(price=0.9)]) == 1.0


def test_the_best_is_copied_in_part_and_only_if_it_does_better(desk):
    levers = {**seen().levers, "hidden_fees": 0.05, "authority": 0.8, "price_level": 1.4}
    best = seen(success=50.0, levers=MappingProxyType(levers))
    own = desk.firm.declared
    assert desk.copy(seen(), best) == pytest.approx(
        {"hidden_fees": towards(own["hidden_fees"], 0.05, 0.5), "authority": towards(own["authority"], 0.8, 0.5)}
    )
    assert desk.copy(seen(success=60.0), best) == {}


def test_more_churn_than_usual_raises_quality_and_less_lowers_it(desk):
    worse, better = (desk.answer_churn(seen(churn=churn), {}) for churn in (0.004, 0.001))
    assert set(worse) == set(better) == set(QUALITY)
    own = desk.firm.declared
    for name, way in QUALITY.items():
        low, high = LEVERS[name].plausible
        assert worse[name] == pytest.approx(min(high, max(low, own[name] + way * 0.25 * (high - low))))
        assert way * better[name] < way * own[name] < way * worse[name]
    assert desk.answer_churn(seen(), {}) == {}


# in the market -------------------------------------------------------------------------------------


def test_boards_that_do_not_watch_leave_no_trace():
    plain, idle = played(weeks=30), played(weeks=30, nature={"reaction_weeks": 5.0})
    assert people_of(plain) == people_of(idle)
    assert plain.money.tobytes() == idle.money.tobytes()


def test_a_price_cut_is_followed_only_by_who_follows_and_not_before_the_delay():
    prices = {}
    for strength in (0.0, 0.8):
        market = opened(weeks=60, nature={**CALM, "reaction_weeks": 13.0}, customers=3000)
        market.adopt(FIRM, {"price_reaction": strength})
        market.schedule(1, "price", "Beta", change=-0.3)
        prices[strength] = market.run(60).results.metric("list_price")[:, 0]
    assert set(prices[0.0]) == {1.0}
    assert set(prices[0.8][:13]) == {1.0}
    assert 0.7 <= prices[0.8][-1] < 0.95


def test_following_a_cut_keeps_customers_and_costs_revenue_per_customer():
    found = {}
    for strength in (0.0, 1.0):
        market = opened(weeks=60, nature=CALM, customers=3000)
        market.adopt(FIRM, {"price_reaction": strength})
        market.schedule(1, "price", "Beta", change=-0.3)
        results = market.run(60).results
        customers = results.metric("customers")[-1, 0]
        found[strength] = customers, results.metric("revenue")[-1, 0] / customers
    assert found[1.0][0] > found[0.0][0]
    assert found[1.0][1] < found[0.0][1]


def test_imitation_moves_what_is_lived_towards_the_more_successful():
    market = opened(weeks=60, nature=CALM, customers=1000)
    market.adopt(FIRM, {"imitation": 0.5})
    market.adopt("Beta", {"hidden_fees": 0.1, "fee_size": 1.0, "price_level": 1.1})
    market.run(60)
    copied = market.firm(FIRM).declared["hidden_fees"]
    assert LEVERS["hidden_fees"].default < copied < 0.1
    assert market.firm(FIRM).declared["price_level"] == 1.0
    assert market.firm("Beta").declared["hidden_fees"] == 0.1


def test_all_decide_on_the_same_figures():
    market = opened(weeks=30, nature=CALM, customers=1000)
    for name in ("Alpha", "Beta"):
        market.adopt(name, {"price_reaction": 1.0, "imitation": 1.0})
    market.firm("Beta").memory["price"] = 0.8
    market.run(30)
    assert market.results.metric("list_price")[:4].tolist() == [[1.0, 0.8]] * 4


def test_a_board_sees_prices_shares_churn_and_success_as_the_books_have_them():
    market = opened(weeks=20, customers=1000).run(20)
    results, firm = market.results, market.firm("Beta")
    found = view(market, firm, 4)
    customers = results.metric("customers")[:, 1]
    assert found.share_change == pytest.approx(customers[-1] / customers[-5] - 1.0)
    assert found.churn == pytest.approx(results.metric("lost")[-4:, 1].sum() / customers[-4:].sum())
    assert found.price == 1.0


def test_boards_begin_to_watch_in_week_nought():
    spec = pair("market.status_quo.levers.price_reaction=1", "market.firms.Beta.price=0.7")
    market = opened(spec, weeks=10, nature=CALM)
    assert market.firm(FIRM).memory["price"] == 1.0
