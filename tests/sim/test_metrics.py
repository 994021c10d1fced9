"""Metrics: what the books say of a run agrees with the people and the money that they sum up."""

from __future__ import annotations

import numpy as np
import pytest

from sim.history import earlier, ratio, window
from sim.metrics import METRICS
from tests.builders import WEEKS, opened, pair, played

LAST = -1


@pytest.fixture(scope="module")
def market():
    levers = {"bot_share": 0.5, "next_best_action": 0.5, "campaign_reach": 0.05, "card_share": 1.0, "ask_consent": 12.0}
    played_market = played(levers)
    yield played_market
    played_market.close()


@pytest.fixture(scope="module")
def metrics(market):
    return market.results.metrics


# the mean over a firm's customers at the end of the last week, of one column
COLUMNS = [("satisfaction", "satisfaction"), ("expectation", "expectation"), ("resignation", "resignation"),
           ("burden", "burden"), ("bond", "bond"), ("concern", "concern"), ("data_accuracy", "accuracy"),
           ("consent_share", "consent"), ("opted_out", "opted_out"), ("price_paid", "price_paid"),
           ("sell_share", "sell_share")]  # fmt: skip


@pytest.mark.parametrize(("name", "column"), COLUMNS)
@pytest.mark.parametrize("firm", [0, 1])
def test_a_mean_over_customers_is_the_mean_over_customers(market, metrics, name, column, firm):
    own = market.world.state["provider"] == firm
    assert metrics[name][LAST, firm] == pytest.approx(market.world.state[column][own].mean(), rel=1e-12)


def test_trust_is_the_mean_over_present_customers_the_market_or_the_cohort(market, metrics):
    state, trust = market.world.state, market.world.trust[:, 0]
    who = {
        "trust": state["provider"] == 0, "trust_market": state["aware"] & 1 == 1, "trust_cohort": state["cohort"] == 0,
    }  # fmt: skip
    for name, rows in who.items():
        assert metrics[name][LAST, 0] == pytest.approx(trust[rows].mean(), rel=1e-12), name
    assert len({round(float(metrics[name][LAST, 0]), 9) for name in who}) == 3


def test_shares_of_customers_count_those_beyond_the_mark(market, metrics):
    state = market.world.state[market.world.state["provider"] == 0]
    trust = market.world.trust[market.world.state["provider"] == 0, 0]
    rating = 0.5 * (trust + state["satisfaction"])
    assert metrics["top_box"][LAST, 0] == pytest.approx((state["satisfaction"] >= 0.8).mean())
    assert metrics["resigned"][LAST, 0] == pytest.approx((state["resignation"] > 0.5).mean())
    assert metrics["agreement"][LAST, 0] == pytest.approx((rating >= 0.6).mean())
    assert metrics["customer_view"][LAST, 0] == pytest.approx(rating.mean())
    assert metrics["nps"][LAST, 0] == pytest.approx(100.0 * ((rating >= 0.85).mean() - (rating < 0.65).mean()))


def test_customers_are_counted_at_market_size(market, metrics):
    own = (market.world.state["provider"] == 0).sum()
    assert metrics["customers"][LAST, 0] == pytest.approx(own * market.represents)
    assert metrics["share"][LAST, 0] == pytest.approx(own / market.n)


def test_products_are_counted_per_customer(market, metrics):
    holdings = market.world.state["holdings"][market.world.state["provider"] == 0]
    assert metrics["products"][LAST, 0] == pytest.approx(np.mean([int(h).bit_count() for h in holdings]))


def test_the_correlation_of_satisfaction_and_trust_is_pearsons(market, metrics):
    own = market.world.state["provider"] == 0
    by_hand = np.corrcoef(market.world.state["satisfaction"][own], market.world.trust[own, 0])[0, 1]
    assert metrics["satisfaction_trust_correlation"][LAST, 0] == pytest.approx(by_hand, rel=1e-9)


def test_churn_is_customers_lost_over_customers_at_the_start(metrics):
    lost, base = metrics["lost"], metrics["customers"]
    assert metrics["churn_rate"][1:] == pytest.approx(lost[1:] / base[:-1])
    assert metrics["churn_month"][LAST] == pytest.approx(lost[-13:].sum(axis=0) / base[-14:-1].sum(axis=0) * 52 / 12)


def test_yearly_churn_looks_back_a_year():
    market = played(weeks=60)
    lost, base = market.results.metrics["lost"], market.results.metrics["customers"]
    by_hand = lost[-52:].sum(axis=0) / base[-53:-1].mean(axis=0)
    assert market.results.metrics["churn_year"][LAST] == pytest.approx(by_hand)


def test_acquired_less_lost_is_the_change_of_the_base(metrics):
    change = np.diff(metrics["customers"], axis=0)
    assert change == pytest.approx((metrics["acquired"] - metrics["lost"])[1:], abs=1e-6)


def test_money_metrics_sum_their_lines(market, metrics):
    lines, money = market.results.lines, market.results.money
    names = ("subscriptions", "inertia", "fees", "replacements", "rebates", "strangers", "addresses", "refunds")
    revenue = sum(money[:, :, lines.index(n)] for n in names)
    assert metrics["revenue"] == pytest.approx(revenue)
    assert metrics["profit"] == pytest.approx(money.sum(axis=2))
    assert (metrics["spend"] > 0.0).all()


def test_contributions_of_segments_sum_to_the_firms(market, metrics):
    by_segment = market.results.segment_metrics["contribution"].sum(axis=1)
    assert by_segment == pytest.approx(metrics["contribution"])


@pytest.mark.parametrize("name", ["customers", "lost", "contacts", "sales", "revenue"])
def test_flows_of_segments_sum_to_the_firms(market, metrics, name):
    assert market.results.segment_metrics[name].sum(axis=1) == pytest.approx(metrics[name])


def test_a_firms_own_picture_of_first_contacts_is_never_darker_than_the_truth(metrics):
    seen, true = metrics["fcr_seen"], metrics["first_contact_resolution"]
    assert (seen >= true).all()
    assert (seen > true).any()
    assert (true <= 1.0).all()


MISSING = {"rewards_missed", "dialogue_refused"}  # the second firm gives no rewards and asks for nothing
NOT_HERE = {"commission_returned", "share_of_wallet"}  # nobody has a broker, nobody shops


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_says_what_it_is_and_has_a_value_per_week_and_firm(market, metrics, name):
    entry = METRICS[name]
    assert entry.label
    assert entry.about.endswith(".")
    assert entry.better in {"higher", "lower", ""}
    assert metrics[name].shape == (WEEKS, 2)
    if name in NOT_HERE:
        assert np.isnan(metrics[name]).all()
    else:
        assert np.isfinite(metrics[name][-1, :1] if name in MISSING else metrics[name]).all()
    if entry.by_segment:
        assert market.results.segment_metrics[name].shape == (WEEKS, 2, 2)


SHARES = [name for name, entry in METRICS.items() if entry.unit in {"0..1", "share"} and name not in NOT_HERE]


@pytest.mark.parametrize("name", SHARES)
def test_a_share_lies_between_nought_and_one(metrics, name):
    assert 0.0 <= np.nanmin(metrics[name]) <= np.nanmax(metrics[name]) <= 1.0


def test_a_ratio_with_nothing_below_it_is_missing():
    assert np.isnan(ratio(np.array([1.0, 3.0]), np.array([0.0, 2.0]))).tolist() == [True, False]


def test_metrics_of_a_firm_without_customers_are_missing_not_nought():
    market = opened(customers=200, weeks=2)
    market.world.state["provider"][market.world.state["provider"] == 0] = -1
    market.firms[0].memory["present"] = 0.0
    market.step()
    assert np.isnan(market.results.metrics["satisfaction"][0, 0])
    assert market.results.metrics["customers"][0, 0] == 0.0
    market.close()


def test_a_window_sums_the_last_weeks_and_fewer_at_the_start():
    assert window(np.array([1.0, 2.0, 3.0, 4.0]), 2).tolist() == [1.0, 3.0, 5.0, 7.0]
    assert window(np.array([1.0, 2.0]), 13).tolist() == [1.0, 3.0]
    assert earlier(np.array([5.0, 6.0, 7.0])).tolist() == [5.0, 5.0, 6.0]


def test_the_equity_of_a_steady_customer_base_is_margin_times_its_expected_years():
    market = played(weeks=60, scenario=pair("market.discount_rate=0.1"))
    results = market.results
    weekly = results.money[-52:, 0].sum() + sum(
        -results.money[-52:, 0, results.lines.index(n)].sum() for n in results.lines if n in overhead()
    )
    margin = weekly / 52.0
    loss = float(results.metrics["churn_year"][LAST, 0]) / 52.0
    interest = 1.1 ** (1 / 52) - 1.0
    rough = margin * (1.0 - loss) / (interest + loss)
    assert results.metrics["customer_equity"][LAST, 0] == pytest.approx(rough, rel=0.25)


def overhead() -> set[str]:
    """The lines that are no part of a customer's contribution."""
    from agents.books import LINES

    return {entry.name for entry in LINES if not entry.variable}


def test_a_firm_that_knows_nothing_sees_segments_alike():
    market = played(weeks=30)
    seen, true = (market.results.metrics[n][:, 0] for n in ("customer_equity_seen", "customer_equity"))
    assert (seen != true).any()
    assert seen == pytest.approx(true, rel=0.3)
