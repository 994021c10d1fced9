"""The three invariants: they hold whatever firms do, and a falsified book is found out by name."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import agents.declarations  # noqa: F401  fills the registries
from agents.books import LINES_AT, MAX_ROUTES, slot_of
from agents.parameters import LEVERS, UNCERTAINTIES
from sim.ledgers import InvariantError, check_invariants
from tests.builders import FIRM, line, opened, pair, played

WEEKS = 14
FIRMS = ("Alpha", "Beta")
SHARES = {"satisfaction", "expectation", "bond", "resignation", "concern", "accuracy", "sell_share", "wary"}
FLAGS = {"consent", "opted_out", "blocks_ads", "notice", "newcomer"}


@pytest.fixture(scope="module")
def start():
    market = opened(customers=300, weeks=WEEKS)
    yield market, market.snapshot()
    market.close()


@pytest.fixture
def market(start):
    start[0].restore(start[1])
    return start[0].run(WEEKS)


def within(entry) -> st.SearchStrategy[float]:
    low, high = (entry.low, entry.high) if hasattr(entry, "low") else entry.plausible
    return st.sampled_from([low, high]) | st.floats(low, high)


levers = st.dictionaries(st.sampled_from(sorted(LEVERS)), st.none(), max_size=12).flatmap(
    lambda names: st.fixed_dictionaries({name: within(LEVERS[name]) for name in names})
)
shock = st.sampled_from(sorted(UNCERTAINTIES)).flatmap(
    lambda name: st.fixed_dictionaries({"name": st.just(name), "value": within(UNCERTAINTIES[name])})
)
weeks_of_events = st.lists(st.integers(0, WEEKS - 1), max_size=4)
event = st.one_of(
    st.tuples(st.just("levers"), st.sampled_from(FIRMS), st.fixed_dictionaries({"levers": levers})),
    st.tuples(st.just("strategy"), st.sampled_from(FIRMS), st.fixed_dictionaries({"levers": levers})),
    st.tuples(st.just("price"), st.sampled_from(FIRMS), st.fixed_dictionaries({"change": st.floats(-0.4, 0.5)})),
    st.tuples(st.just("uncertainty"), st.none(), shock),
)


def check_bounds(market) -> None:
    """Everybody is somebody's customer or nobody's, and nothing leaves its bounds."""
    state, trust = market.world.state, market.world.trust
    assert np.isfinite(trust).all()
    assert 0.0 <= trust.min() <= trust.max() <= 1.0
    assert set(state["provider"]) <= {-1, 0, 1}
    for name in state.dtype.names:
        values = state[name]
        assert np.isfinite(values).all(), name
        low, high = (0.0, 1.0) if name in SHARES | FLAGS else (-1.0 if name in WITH_MINUS else 0.0, np.inf)
        assert low <= values.min() <= values.max() <= high, name
    assert np.isfinite(market.money).all()
    assert np.isfinite(market.state_of_firms[: market.week + market.warm_up_weeks]).all()


WITH_MINUS = {"provider", "cohort", "followed"}


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(own=levers, budget=st.sampled_from(["free", "equal", "capped"]), weeks=weeks_of_events, data=st.data())
def test_ledgers_balance_whatever_firms_do(start, own, budget, weeks, data):
    market, snapshot = start
    market.restore(snapshot)
    market.adopt(FIRM, own, budget=budget)
    for week in weeks:
        kind, firm, what = data.draw(event)
        market.schedule(week, kind, firm, **what)
    market.run(WEEKS)  # checks the invariants
    check_bounds(market)


@pytest.mark.parametrize("end", ["low", "high"])
def test_nothing_leaves_its_bounds_with_every_lever_at_one_end(end):
    extreme = {name: getattr(entry, end) for name, entry in LEVERS.items()}
    market = opened(customers=300, weeks=40)
    for firm in FIRMS:
        market.adopt(firm, extreme)
    market.run(40)
    check_bounds(market)
    market.close()


@pytest.mark.parametrize("place", [0, 1])
def test_nothing_leaves_its_bounds_at_either_end_of_what_is_plausible(place):
    nature = {name: entry.plausible[place] for name, entry in UNCERTAINTIES.items()}
    market = played({"campaign_reach": 0.1}, customers=300, nature=nature)
    check_bounds(market)
    market.close()


def test_a_firm_that_loses_everybody_breaks_nothing():
    market = opened(customers=300, weeks=20)
    market.world.state["provider"][market.world.state["provider"] == 0] = -1
    market.adopt(FIRM, {"price_level": 2.0, "bot_share": 1.0})
    for _ in range(20):
        market.step()
    check_bounds(market)
    market.close()


# books that are falsified, and what is said of it; the week is 5
def cheat_on_trust(market, index):
    market.history[index:, 0, 1, slot_of("trust")] += 1.0


def cheat_on_everyone(market, index):
    market.history[index:, 0, 0, slot_of("trust_everyone")] -= 2.0


def cheat_on_cohort(market, index):
    market.history[index, 1, 1, 2 * MAX_ROUTES + 3] += 0.5


def cheat_on_money(market, index):
    market.money[index, 0, 2] += 1e4


def cheat_on_the_till(market, index):
    market.tills[index, 1] -= 1e4


def cheat_on_heads(market, index):
    market.history[index, 0, -1, slot_of("customers")] += 1.0


def cheat_on_leavers(market, index):
    market.history[index, 1, 0, slot_of("lost")] += 1.0


def cheat_with_nothing(market, index):
    market.history[index:, 0, 1, slot_of("trust")] = np.nan


CHEATS = [
    (cheat_on_trust, r"the trust ledger \(customers\) does not balance: firm Beta, week 5, difference 1$"),
    (cheat_on_everyone, r"the trust ledger \(everyone\) does not balance: firm Alpha, week 5, difference -2$"),
    (cheat_on_cohort, r"the trust ledger \(cohort\) does not balance: firm Beta, week 5, difference -0.5$"),
    (cheat_on_money, r"the money ledger does not balance: firm Alpha, week 5, difference 1e\+04$"),
    (cheat_on_the_till, r"the money ledger does not balance: firm Beta, week 5, difference 1e\+04$"),
    (cheat_on_heads, r"the head count does not balance: firm Alpha, week 5, difference 1$"),
    (cheat_on_leavers, r"the flow of customers does not balance: firm Alpha, week 5, difference 1$"),
    (cheat_with_nothing, r"the trust ledger \(customers\) does not balance: firm Beta, week 5, difference nan$"),
]


@pytest.mark.parametrize(("cheat", "message"), CHEATS, ids=[cheat.__name__ for cheat, _ in CHEATS])
def test_a_falsified_book_is_found_out_with_ledger_firm_and_week(market, cheat, message):
    check_invariants(market)
    kept = [array.copy() for array in (market.history, market.money, market.tills)]
    cheat(market, 5 + market.warm_up_weeks)
    with pytest.raises(InvariantError, match=message):
        check_invariants(market)
    market.history[:], market.money[:], market.tills[:] = kept


def test_money_booked_to_nobody_is_found_out(market):
    kept = market.history.copy()
    market.history[5, 0, -1, LINES_AT] = 3.0
    with pytest.raises(InvariantError, match="money was booked to nobody"):
        check_invariants(market)
    market.history[:] = kept


def test_trust_changed_behind_the_books_is_found_out(start):
    market, snapshot = start
    market.restore(snapshot)
    market.step()
    market.world.trust[10, 0] += 0.25
    with pytest.raises(InvariantError, match=r"the trust ledger \(everyone\).* firm Alpha, week 1, difference 0.25$"):
        market.run(WEEKS - 1)


@pytest.mark.parametrize("scope", ["everyone", "customers", "cohort"])
def test_the_causes_of_a_run_sum_to_the_change_of_trust(market, scope):
    name = {"everyone": "trust_everyone", "customers": "trust", "cohort": "trust_cohort"}[scope]
    sums = market.results.books[name][market.warm_up_weeks :]
    changes = market.results.trust_ledger(scope).sum(axis=(1, 3))
    assert np.cumsum(changes, axis=0)[-1] - changes[0] == pytest.approx(sums[-1] - sums[0], abs=1e-4)


def test_the_lines_of_a_run_sum_to_the_change_of_cash(market):
    cash = market.results.metric("cash")[:, 0]
    assert cash[-1] - cash[0] == pytest.approx(market.results.money[1:, 0].sum(), rel=1e-9)


def test_profit_is_the_sum_of_all_lines(market):
    assert market.results.metric("profit")[:, 0] == pytest.approx(market.results.money[:, 0].sum(axis=1), rel=1e-12)
    assert line(market, "subscriptions").min() > 0.0 > line(market, "delivery").max()


# budgets -------------------------------------------------------------------------------------------

DIFFERENT = {
    "sales": {"campaign_reach": 0.03, "commission": 0.7, "advertising": 0.012},
    "service": {"next_best_action": 0.8, "training": 0.9, "goodwill": 0.5, "staffing": 1.15, "campaign_reach": 0.004},
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_under_an_equal_budget_spending_follows_the_envelope_for_five_years(name):
    market = opened(pair("market.warm_up=60"), weeks=260, customers=1500)
    envelope = market.usual_spending(market.firm(FIRM))
    market.adopt(FIRM, DIFFERENT[name], budget="equal")
    market.run(260)
    assert market.results.metric("spend")[:, 0].mean() == pytest.approx(envelope, rel=0.05)
    market.close()


def test_a_free_budget_is_not_held_to_anything():
    market = played(DIFFERENT["sales"], budget="free")
    assert set(market.results.metric("purse")[:, 0]) == {1.0}


def test_a_capped_budget_is_never_stretched():
    market = opened(weeks=80)
    market.adopt(FIRM, {"campaign_reach": 0.0, "advertising": 0.0, "commission": 0.0}, budget="capped")
    market.run(80)
    assert market.results.metric("purse")[:, 0].max() <= 1.0
    market = opened(weeks=80)
    market.adopt(FIRM, DIFFERENT["sales"] | {"campaign_reach": 0.1}, budget="capped")
    market.run(80)
    purse = market.results.metric("purse")[:, 0]
    assert purse.max() <= 1.0
    assert purse.min() < 0.9


def test_nine_tenths_of_an_envelope_are_nine_tenths_of_the_money():
    market = opened(pair("market.warm_up=60"), weeks=156, customers=1500)
    usual = market.usual_spending(market.firm(FIRM))
    market.adopt(FIRM, {}, budget="equal", envelope=0.9)
    market.run(156)
    assert market.results.metric("spend")[:, 0].mean() == pytest.approx(0.9 * usual, rel=0.03)
    market.close()
