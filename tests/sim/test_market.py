"""A market: the same bytes however it is run, copied, mirrored, opened beside another, and freed when closed."""

from __future__ import annotations

import gc
import weakref

import mesa
import numpy as np
import pytest

from agents.departments import DEPARTMENTS
from agents.firm import Firm
from sim import Market
from sim.scenario_models import Scenario
from tests.builders import FIRM, elsewhere, opened, pair, people_of, played, shipped

OFFICES = ("firms", "products", "market")
LEVERS = {"bot_share": 0.7, "campaign_reach": 0.04, "authority": 0.6, "hidden_fees": 0.03}
MANY, FEW_WEEKS = 9000, 5


def digest_with(threads: int) -> str:
    """A run of several blocks in every segment, on some threads."""
    market = opened(shipped_short(), customers=MANY, weeks=FEW_WEEKS, threads=threads)
    assert len(market.blocks) >= 4
    market.adopt(FIRM, LEVERS, budget="equal")
    found = market.run(FEW_WEEKS).digest()
    market.close()
    return found


def shipped_short() -> Scenario:
    """The mobile market with four segments and a short warm-up."""
    spec = shipped("mobile_telecom")
    return spec.model_copy(update={"market": spec.market.model_copy(update={"warm_up": 8})})


# the same bytes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("threads", [2, 4])
def test_any_number_of_threads_gives_the_same_bytes(threads):
    assert digest_with(threads) == digest_with(1)


def test_another_process_gives_the_same_bytes():
    code = "from tests.builders import played; print(played({'bot_share': 0.7}, weeks=6).digest())"
    assert elsewhere(code, PYTHONHASHSEED="1") == played({"bot_share": 0.7}, weeks=6).digest()


def test_another_seed_gives_another_run():
    assert played(weeks=2, rng=8).digest() != played(weeks=2, rng=9).digest()
    assert played(weeks=2, rng=8).digest() == played(weeks=2, rng=8).digest()


def test_what_holds_for_life_differs_by_seed_too():
    # a taste for one of two alike firms: with it alone, the same people would always lean to the same firm
    likes = {"distinctness": 5.0, "trust_weight": 0.0, "quality_weight": 0.0, "inertia": 0.0, "standing_pull": 0.0}
    chosen = [played(weeks=40, rng=seed, nature=likes).world.state["provider"] for seed in (1, 2)]
    assert np.corrcoef(*(choice == 0 for choice in chosen))[0, 1] < 0.15


# copies --------------------------------------------------------------------------------------------


def test_a_run_after_going_back_is_the_undisturbed_run():
    undisturbed = played(LEVERS, weeks=10, budget="equal")
    market = opened(weeks=10)
    start = market.snapshot()
    market.adopt(FIRM, {"barrier": 1.0, "promise": 1.0, "price_level": 1.5, "candour": 0.9})
    market.set_nature("moving", 0.05)
    market.schedule(3, "price", "Beta", change=-0.2)
    market.without("M01")
    market.run(10)
    market.restore(start)
    market.adopt(FIRM, LEVERS, budget="equal")
    assert market.run(10).digest() == undisturbed.digest()
    assert people_of(market) == people_of(undisturbed)


def test_the_same_run_comes_twice_from_one_snapshot():
    market = opened(weeks=8, followed=5)
    start, digests = market.snapshot(), []
    for _ in range(2):
        market.restore(start)
        market.adopt(FIRM, LEVERS)
        digests.append((market.run(8).digest(), market.world.touches.tobytes()))
    assert digests[0] == digests[1]


def test_a_shorter_run_after_a_longer_one_leaves_no_trace_of_it():
    market = opened(weeks=10)
    start = market.snapshot()
    market.adopt(FIRM, {"price_level": 1.3})
    market.run(10)
    market.restore(start)
    assert market.run(4).digest() == opened(weeks=10).run(4).digest()


def test_a_snapshot_is_not_moved_by_what_follows():
    market = opened(weeks=4)
    start = market.snapshot()
    assert {"trust", "state", *OFFICES} <= set(start.arrays)
    before = {name: array.tobytes() for name, array in start.arrays.items()}
    market.adopt(FIRM, {"candour": 0.9, "price_level": 1.3})
    market.run(4)
    assert [name for name, array in start.arrays.items() if array.tobytes() != before[name]] == []


@pytest.mark.parametrize("name", OFFICES)
def test_a_snapshot_holds_every_byte_of_firms_products_and_the_market(name):
    market = opened(customers=100, weeks=1)
    start, record = market.snapshot(), getattr(market.offices, name)
    before = record.tobytes()
    record.view("u1")[:] ^= 0x55
    assert before not in record.tobytes()
    market.restore(start)
    assert record.tobytes() == before


def test_what_steers_a_firm_is_in_its_record_and_comes_back():
    market = opened(customers=100, weeks=6)
    firm = market.firm(FIRM)
    firm.live()
    start = market.snapshot()
    billing = next(d for d in firm.departments if d.name == "billing")
    before = [dict(row) for row in (firm.declared, firm.lived, firm.memory, billing.memory, billing.terms)]
    market.without("M13")
    market.adopt(FIRM, {"bot_share": 0.9, "candour": 0.9, "price_level": 1.2}, budget="equal")
    market.schedule(1, "regulation", at_most={"refusal": 0.0})
    market.run(6)
    after = [dict(row) for row in (firm.declared, firm.lived, firm.memory, billing.memory, billing.terms)]
    assert all(one != other for one, other in zip(before, after, strict=True))
    market.restore(start)
    assert [dict(row) for row in (firm.declared, firm.lived, firm.memory, billing.memory, billing.terms)] == before
    firm.live()
    assert dict(firm.lived) == before[1]  # neither a mechanism left out nor a law is left behind


def test_a_run_in_pieces_is_the_run_at_once():
    pieces = opened(weeks=9)
    for weeks in (2, 3, 4):
        pieces.run(weeks)
    assert pieces.digest() == opened(weeks=9).run(9).digest()


# mirror --------------------------------------------------------------------------------------------


SHARES = {"Alpha": 0.5, "Beta": 0.3, "Gamma": 0.17}
PLANS = {
    "Alpha": LEVERS,
    "Beta": {"price_level": 0.95, "friendliness": 0.9, "advertising": 0.02, "promise": 0.4},
    "Gamma": {"advertising": 0.013, "hidden_fees": 0.06, "candour": 0.9},
}


def fate(*order: str) -> dict[str, bytes]:
    """What becomes of firms in a market that lists them in this order; names carry their luck with them."""
    spec = pair()
    alike = spec.market.firms["Alpha"]
    firms = {name: alike.model_copy(update={"share": SHARES[name]}) for name in order}
    market = opened(spec.model_copy(update={"market": spec.market.model_copy(update={"firms": firms})}), weeks=30)
    for name in order:
        market.adopt(name, PLANS[name], budget="equal")
    market.run(30)
    results, places = market.results, [order.index(name) for name in sorted(order)]
    found = {name: values[:, places].tobytes() for name, values in results.metrics.items()}
    found["money"] = results.money[:, places].tobytes()
    found["ledger"] = results.trust_ledger("everyone")[:, :, places].tobytes()
    market.close()
    return found


@pytest.mark.parametrize("order", [("Beta", "Alpha"), ("Gamma", "Alpha", "Beta"), ("Gamma", "Beta", "Alpha")])
def test_firms_that_change_places_have_the_same_fate(order):
    usual, turned = fate(*sorted(order)), fate(*order)
    assert [name for name in usual if usual[name] != turned[name]] == []


def test_products_are_drawn_for_by_name():
    spec = pair()
    products = dict(reversed(spec.market.products.items()))
    other = spec.model_copy(update={"market": spec.market.model_copy(update={"products": products})})
    needs = [Market(s, customers=200, weeks=1).world.need for s in (spec, other)]
    assert (needs[0][:, [1, 2]] == needs[1][:, [2, 1]]).all()
    assert (needs[0][:, 0] == needs[1][:, 0]).all()


# side by side, and the end -------------------------------------------------------------------------


def test_two_markets_in_one_process_do_not_influence_one_another():
    alone = opened(weeks=6).run(6).digest()
    one, other = opened(weeks=6), opened(weeks=6, rng=99, nature={"moving": 0.01})
    other.adopt(FIRM, {"barrier": 0.9})
    for _ in range(6):
        one.step()
        other.step()
    assert one.digest() == alone != other.digest()


@pytest.mark.parametrize("threads", [1, 2])
def test_a_closed_market_is_freed(threads):
    market = opened(customers=200, weeks=1, threads=threads).run(1)
    alive = weakref.ref(market)
    market.close()
    del market
    gc.collect()
    assert alive() is None


def test_an_open_market_knows_its_agents_and_a_closed_one_none():
    market = opened(customers=200, weeks=1)
    assert market in mesa.Agent._ids
    market.close()
    assert market not in mesa.Agent._ids
    assert len(market.agents) == 0


def test_firms_and_departments_are_agents_and_customers_are_not():
    market = opened(customers=500, weeks=1)
    kinds = {Firm, *DEPARTMENTS.values()}
    assert set(market.agents_by_type) == kinds
    assert len(market.agents_by_type[Firm]) == 2
    assert len(market.agents_by_type[DEPARTMENTS["product"]]) == 2 * 3
    assert len(market.agents) == 2 + 2 * (3 + len(DEPARTMENTS) - 1)
    market.close()


# what is asked of it -------------------------------------------------------------------------------


def test_a_person_is_a_live_view_of_a_row():
    market = opened(customers=200, weeks=2)
    person, before = market.person(42), market.world.trust[42].copy()
    assert (person.trust == before).all()
    market.world.state[42]["satisfaction"] = 0.123
    assert person.satisfaction == 0.123
    person.trust[0] = 0.9
    assert market.world.trust[42, 0] == 0.9
    assert repr(person) == f"Person(42, provider={person.provider}, tenure={person.tenure})"
    with pytest.raises(AttributeError, match=r"a person has no 'mood'; there are .*patience, .*provider"):
        _ = person.mood
    with pytest.raises(AttributeError):
        person.mood = 1.0


def test_an_unknown_uncertainty_is_refused():
    with pytest.raises(ValueError, match=r"^unknown uncertainties: luck, weather$"):
        Market(pair(), nature={"weather": 1.0, "luck": 2.0})


@pytest.mark.parametrize(
    ("what", "message"),
    [(("Gamma", {}), r"^no firm 'Gamma'; there are Alpha, Beta$"),
     (("Alpha", {"bot_shar": 0.5}), r"^unknown levers: bot_shar$"),
     (("Alpha", {"barrier": 1.5}), r"^lever 'barrier': 1.5 lies outside 0\.\.1$"),
     (("Alpha", {"barrier": float("nan")}), r"^lever 'barrier': nan lies outside 0\.\.1$"),
     (("Alpha", {}, "lavish"), r"^unknown budget 'lavish'; there are free, equal, capped$")],
    ids=["firm", "lever", "bound", "nan", "budget"],
)  # fmt: skip
def test_what_a_firm_cannot_adopt_is_refused(what, message):
    market = opened(customers=200, weeks=1)
    with pytest.raises(ValueError, match=message):
        market.adopt(*what)
    market.close()


def test_a_mechanism_that_cannot_be_left_out_is_refused():
    with pytest.raises(ValueError, match="mechanism 'M99' has neither lever nor uncertainty to neutralise"):
        opened(customers=100, weeks=1).without("M99")


def test_a_week_beyond_the_horizon_is_refused():
    market = opened(customers=100, weeks=1).run(1)
    with pytest.raises(ValueError, match=r"^week 1 lies beyond the horizon of 1 weeks: ask for more$"):
        market.step()


def test_without_a_warm_up_the_cohort_is_who_is_there_at_the_start():
    market = Market(pair("market.warm_up=0"), customers=300, weeks=3)
    at_start = market.world.state["provider"].copy()
    market.run(3)
    assert (market.world.state["cohort"] == at_start).all()
    assert np.isfinite(market.results.metrics["trust_cohort"]).all()


def test_the_cohort_is_who_is_there_after_the_warm_up():
    market = opened(weeks=12)
    assert (market.world.state["cohort"] == market.world.state["provider"]).all()
    cohort = market.world.state["cohort"].copy()
    market.run(12)
    assert (market.world.state["cohort"] == cohort).all()
    assert (market.world.state["provider"] != cohort).any()


def test_running_alone_warms_up_first():
    assert Market(pair(), customers=200, weeks=3).run().week == 3


# samples -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def samples():
    """The same market in two sizes of sample: medians of the last quarter over the firms."""
    names = ("trust", "churn_year", "wait", "abandonment", "profit", "customers", "satisfaction")
    found = {}
    for n in (10_000, 100_000):
        market = opened(shipped_short(), customers=n, weeks=52)
        market.run(52)
        metrics = market.results.metrics
        metrics = {**metrics, "profit": metrics["profit"] / metrics["customers"]}
        found[n] = {name: np.median(metrics[name][-13:], axis=0) for name in (*names, "profit")}
        market.close()
    return found[10_000], found[100_000]


# what ten thousand people can tell: standard errors of a firm with a seventh of them, times three
SAMPLING = {"trust": 0.01, "satisfaction": 0.01, "abandonment": 0.02, "churn_year": 0.04, "wait": 0.35, "profit": 0.25}


@pytest.mark.parametrize("name", SAMPLING)
def test_the_size_of_the_sample_changes_precision_only(samples, name):
    small, large = samples[0][name], samples[1][name]
    assert np.abs(small - large).max() < SAMPLING[name]


def test_customers_are_counted_at_the_size_of_the_market(samples):
    assert samples[0]["customers"] == pytest.approx(samples[1]["customers"], rel=0.05)
    assert samples[0]["customers"].sum() > 0.9 * 3_000_000
