"""Firms that enter and leave: nobody is touched before, everybody is counted after, and nothing is left undone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.departments.treasury import is_short
from agents.parameters import LEVERS
from sim import Market
from sim.entry import Start, standing_of
from sim.ledgers import check_invariants
from tests.builders import FIRM, line, opened, pair, people_of, played

NEW = "Newco"
WEEKS = 24
ENTRANT = ("market.firms.Newco={share: 0, enters_later: true}",)


def with_newcomer(*sets: str, **options) -> Market:
    """The pair with a firm that may enter later, in week 0."""
    return opened(pair(*ENTRANT, *sets), **{"weeks": WEEKS, **options})


def known_to(market: Market, firm: int) -> float:
    """The share of people who know a firm."""
    return float(((market.world.state["aware"] & (1 << firm)) != 0).mean())


# before --------------------------------------------------------------------------------------------


def test_a_firm_that_is_not_there_yet_changes_no_byte_for_the_others():
    plain, announced = opened(weeks=WEEKS), with_newcomer()
    announced.schedule(12, "entrant", NEW, start=Start(awareness=0.5, price=0.8))
    for week in range(14):
        same = (
            (plain.world.trust == announced.world.trust[:, :2]).all()
            and all((plain.world.state[n] == announced.world.state[n]).all() for n in plain.world.state.dtype.names)
            and (plain.money[: week + 30] == announced.money[: week + 30, :2]).all()
        )
        assert same == (week <= 12), f"before week {week}"
        plain.step()
        announced.step()


def test_an_absent_firm_has_neither_customers_nor_money_nor_is_it_known():
    market = with_newcomer(weeks=8)
    market.run(8)
    assert not market.money[:, 2].any()
    assert market.results.metric("customers")[:, 2].max() == market.results.metric("present")[:, 2].max() == 0.0
    assert known_to(market, 2) == 0.0
    assert set(market.results.metric("firms_present").ravel()) == {2.0}


# entering ------------------------------------------------------------------------------------------


def entered(levers=None, *, weeks: int = WEEKS, customers: int = 2000, **start) -> Market:
    market = with_newcomer(weeks=weeks, customers=customers)
    market.schedule(2, "entrant", NEW, start=Start(**start), levers=levers or {})
    return market.run(weeks)


def test_an_entrant_starts_with_nobody_is_known_to_some_and_wins_customers():
    market = entered(awareness=0.4, price=0.7, name_worth=0.3)
    customers = market.results.metric("customers")[:, 2]
    assert customers[:2].max() == 0.0 < customers[-1]
    assert market.results.metric("present")[:, 2].tolist() == [0.0] * 2 + [1.0] * (WEEKS - 2)
    assert market.results.metric("list_price")[-1, 2] == 0.7
    aware = market.results.books["aware"][market.warm_up_weeks :, 2] / 60_000
    assert aware[2] == pytest.approx(0.4, abs=0.05)


def test_adverts_and_talk_make_an_entrant_known():
    loud, quiet = (entered({"advertising": a}, awareness=0.0, price=0.7) for a in (0.1, 0.0))
    assert known_to(quiet, 2) == 0.0 == quiet.results.metric("customers")[:, 2].max()
    assert known_to(loud, 2) > 0.5


def test_an_entrant_is_what_it_declares_no_culture_has_to_change():
    market = with_newcomer()
    market.adopt(NEW, {"authority": 0.8, "candour": 0.9})
    firm = market.firm(NEW)
    assert (firm.lived["authority"], firm.memory["culture"]) == (0.8, 1.0)
    market.schedule(1, "entrant", NEW, levers={"candour": 0.7})
    market.run(3)
    assert (firm.lived["authority"], firm.lived["candour"], firm.memory["culture"]) == (0.8, 0.7, 1.0)


def test_a_strategy_given_with_the_entry_replaces_what_was_planned_for_it():
    market = with_newcomer()
    market.adopt(NEW, {"authority": 0.8})
    market.schedule(1, "entrant", NEW, signature={"bot_share": 0.9}, levers={"barrier": 0.0})
    market.run(3)
    lived = market.firm(NEW).lived
    assert (lived["authority"], lived["bot_share"], lived["barrier"]) == (0.0, 0.9, 0.0)


def test_under_a_budget_an_entrant_spends_its_start_up_money_and_per_customer_what_incumbents_spend():
    market = with_newcomer("market.warm_up=60", weeks=150, customers=1500)
    market.adopt(NEW, {"advertising": 0.05, "campaign_reach": 0.03}, budget="equal")
    market.schedule(0, "entrant", NEW, start=Start(awareness=0.5, price=0.7, name_worth=0.3, budget=0.1))
    spending = [market.usual_spending(market.firm(name)) for name in ("Alpha", "Beta")]
    base = sum(market.firm(name).customers for name in ("Alpha", "Beta"))
    market.run(150)
    granted = 0.1 * sum(spending) / 2 + sum(spending) / base * market.results.metric("customers")[:, 2]
    spent = market.results.metric("spend")[:, 2]
    assert market.results.metric("customers")[-1, 2] > 2000.0
    assert spent.mean() == pytest.approx(granted.mean(), rel=0.1)


def test_under_a_free_budget_an_entrants_purse_is_left_alone():
    market = with_newcomer()
    market.adopt(NEW, {"advertising": 0.05})
    market.schedule(0, "entrant", NEW)
    market.run(20)
    assert set(market.results.metric("purse")[:, 2]) == {1.0}


def test_an_entrant_hires_with_its_customers():
    market = with_newcomer("market.market_size=3000000", weeks=100, customers=3000)
    market.schedule(0, "entrant", NEW, start=Start(awareness=0.8, price=0.7, name_worth=0.3))
    results = market.run(100).results
    assert results.metric("customers")[-1, 2] > 100_000.0
    assert results.metric("abandonment")[26:, 2].max() < 0.2  # hiring a tenth a month, half of them would give up


def test_the_pull_of_an_entrants_name_follows_its_share_and_never_falls_below_its_start():
    assert standing_of(0.25, 4) == 0.0
    market = entered(weeks=40, awareness=0.9, price=0.5, name_worth=0.05)
    share = market.results.metric("share")[:, 2]
    standing = market.firm(NEW).memory["standing"]
    assert share[-1] > 0.05
    assert standing_of(0.05, 2) < standing <= standing_of(float(share.max()), 2)


def test_who_is_there_does_not_enter_again():
    plain, twice = entered(awareness=0.3, price=0.7), with_newcomer(customers=2000)
    for week in (2, 9):
        twice.schedule(week, "entrant", NEW, start=Start(awareness=0.3, price=0.7))
    assert twice.run(WEEKS).digest() == plain.digest()


# leaving -------------------------------------------------------------------------------------------


def closed(weeks: int = 12) -> Market:
    market = opened(weeks=weeks, customers=1000)
    market.schedule(4, "exit", "Beta")
    return market.run(weeks)


def test_whose_provider_closes_is_lost_to_it_for_that_cause_and_nobodys_customer():
    market = closed()
    results = market.results
    before, after = results.metric("customers")[3:5, 1]
    left = results.metric("lost")[4, 1]
    assert after == 0.0 < before
    assert left == before + results.metric("acquired")[4, 1]
    closing, moving = results.metric("lost_closed")[4, 1], results.metric("lost_moved")[4, 1]
    assert (closing + moving, results.metric("lost_voluntary")[4, 1]) == (left, 0.0)
    assert closing > 0.9 * left
    assert results.metric("customers")[4].sum() < 0.6 * results.metric("customers")[3].sum()


def test_a_firm_that_has_left_earns_and_pays_nothing_and_wins_nobody_back():
    market = closed()
    assert np.abs(market.results.money[4, 1]).sum() > 0.0 == np.abs(market.results.money[5:, 1]).sum()
    assert market.results.metric("acquired")[5:, 1].max() == 0.0
    assert market.results.metric("present")[:, 1].tolist() == [1.0] * 4 + [0.0] * 8
    assert market.results.metric("customers")[-1, 0] > 1.3 * market.results.metric("customers")[3, 0]


def test_a_firm_without_customers_still_ends_with_known_figures():
    results = closed().results
    assert np.isfinite(results.metric("profit")).all()
    assert results.metric("customer_equity")[-1, 1] == 0.0


def test_everybody_may_leave():
    market = opened(weeks=6, customers=300)
    for firm in ("Alpha", "Beta"):
        market.schedule(2, "exit", firm)
    market.run(6)
    assert set(market.world.state["provider"]) == {-1}


def test_going_back_brings_who_left_back():
    market = opened(weeks=8, customers=400)
    start, undisturbed = market.snapshot(), opened(weeks=8, customers=400).run(8).digest()
    market.schedule(1, "exit", "Beta")
    market.run(8)
    market.restore(start)
    assert market.run(8).digest() == undisturbed


# credit --------------------------------------------------------------------------------------------


def test_losses_beyond_cash_and_credit_are_too_large():
    assert is_short(-2.0, 0.5, 1.0, 1.0)
    assert not is_short(-1.4, 0.5, 1.0, 1.0)
    assert not is_short(3.0, 0.0, 0.0, 0.0)


def losing(credit: float) -> Market:
    return played({"price_level": 0.5}, weeks=60, nature={"credit": credit})


def test_a_firm_beyond_its_credit_for_two_quarters_closes():
    market = losing(0.0)
    present = market.results.metric("present")[:, 0]
    # judged in weeks 12 and 25 (short for the second time), the last week is 26
    assert present.tolist() == [1.0] * 26 + [0.0] * 34
    assert market.results.metric("cash")[25, 0] < market.firm(FIRM).memory["ground"]
    assert market.results.metric("present")[:, 1].min() == 1.0


def test_with_endless_credit_nobody_closes():
    assert losing(100.0).results.metric("present").min() == 1.0


def test_one_bad_quarter_is_forgiven():
    market = opened(weeks=40, nature={"credit": 0.0})
    market.firm(FIRM).memory["ground"] += 1e9
    market.run(14)
    market.firm(FIRM).memory["ground"] -= 1e9
    market.run(26)
    assert market.results.metric("present").min() == 1.0


# law -----------------------------------------------------------------------------------------------

firms = st.sampled_from(["Alpha", "Beta", NEW])
shares = st.floats(0.0, 1.0)
starts = st.builds(Start, price=st.none() | st.floats(0.3, 2.0), awareness=shares, name_worth=st.floats(0.001, 1.0),
                   budget=st.floats(0.0, 2.0), cash=shares)  # fmt: skip
bounded = st.dictionaries(st.sampled_from(sorted(LEVERS)), st.none(), max_size=4).flatmap(
    lambda names: st.fixed_dictionaries({name: st.floats(LEVERS[name].low, LEVERS[name].high) for name in names})
)
event = st.one_of(
    st.tuples(st.just("entrant"), st.just(NEW), st.fixed_dictionaries({"start": starts, "levers": bounded})),
    st.tuples(st.just("exit"), firms, st.just({})),
    st.tuples(st.just("disclosure"), firms, st.fixed_dictionaries({"size": st.floats(0.01, 1.0)})),
    st.tuples(st.just("regulation"), st.none(), st.fixed_dictionaries({"at_most": bounded})),
    st.tuples(st.just("renewal"), st.none() | firms, st.fixed_dictionaries({"occasion": st.floats(0.0, 5.0)})),
    st.tuples(st.just("levers"), firms, st.fixed_dictionaries({"levers": bounded})),
    st.tuples(st.just("strategy"), firms, st.fixed_dictionaries({"levers": bounded})),
    st.tuples(st.just("price"), firms, st.fixed_dictionaries({"change": st.floats(-0.4, 0.5)})),
)
NATURE = {"exposure": 0.05, "public_cases": 0.2, "spill": 0.5, "credit": 0.05, "reaction_weeks": 4.0}
REACTING = {"price_reaction": 0.6, "imitation": 0.5, "churn_reaction": 1.0}


@pytest.fixture(scope="module")
def start():
    market = with_newcomer(customers=300, nature=NATURE, weeks=WEEKS)
    yield market, market.snapshot()
    market.close()


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    happenings=st.lists(st.tuples(st.integers(0, WEEKS - 1), event), max_size=7), own=bounded,
    budget=st.sampled_from(["free", "equal", "capped"]),
)  # fmt: skip
def test_whatever_happens_to_firms_every_book_balances(start, happenings, own, budget):
    market, snapshot = start
    digests = []
    for _ in range(2):
        market.restore(snapshot)
        for name in ("Alpha", "Beta", NEW):
            market.adopt(name, {**own, **REACTING}, budget=budget)
        for week, (kind, firm, what) in happenings:
            market.schedule(week, kind, firm, **what)
        market.run(WEEKS)  # checks the invariants
        digests.append(market.digest())
    assert digests[0] == digests[1]  # a snapshot holds all that these events change
    check_invariants(market)
    results, state = market.results, market.world.state
    gone = [firm.index for firm in market.firms if firm.is_absent]
    assert not np.isin(state["provider"], gone).any()
    causes = sum(results.metric(name) for name in ("lost_voluntary", "lost_moved", "lost_closed"))
    assert causes == pytest.approx(results.metric("lost"))
    assert results.metric("lost_voluntary").min() >= 0.0
    assert np.isfinite(market.money).all()
    assert 0.0 <= market.world.trust.min() <= market.world.trust.max() <= 1.0


def test_firms_that_change_places_have_the_same_fate_whatever_happens():
    found = []
    for order in (("Alpha", "Beta", NEW), (NEW, "Beta", "Alpha")):
        spec = pair(*ENTRANT)
        firms = {name: spec.market.firms[name] for name in order}
        spec = spec.model_copy(update={"market": spec.market.model_copy(update={"firms": firms})})
        market = opened(spec, weeks=30, nature=NATURE | {"credit": 1.0})
        for name in ("Alpha", "Beta"):
            market.adopt(name, {**REACTING, "price_level": 1.1 if name == "Alpha" else 0.95})
        market.schedule(3, "entrant", NEW, start=Start(awareness=0.5, price=0.8))
        market.schedule(5, "disclosure", "Alpha", size=0.6)
        market.run(30)
        places = [order.index(name) for name in ("Alpha", "Beta", NEW)]
        found.append((market.results.money[:, places].tobytes(), market.world.trust[:, places].tobytes()))
        market.close()
    assert found[0] == found[1]


def test_a_market_with_all_its_events_runs_twice_alike():
    one, other = (entered(awareness=0.3, price=0.8) for _ in range(2))
    assert people_of(one) == people_of(other)
    assert line(one, "adverts", 2).min() < 0.0
