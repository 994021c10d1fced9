"""A week: what is neutral changes nothing, what acts goes the right way, strategies part only where they act."""

from __future__ import annotations

import itertools
import math
from functools import cache

import numpy as np
import pytest

import agents.declarations  # noqa: F401  fills the registries
from agents.compiled import loop
from agents.parameters import COLUMNS, LEVERS
from sim import Market
from sim import week as phases
from tests.builders import FIRM, counted, last, line, opened, pair, people_of, played, routed

FIRST_ACT = 5
CAREFUL = {"hidden_fees": 0.0, "barrier": 0.0, "authority": 0.9, "next_best_action": 0.8, "commission": 0.0}
HARD = {"campaign_reach": 0.05, "pressure": 0.6, "commission": 0.9, "bot_share": 0.8, "staffing": 0.9}


@cache
def known(*levers: tuple[str, float]) -> Market:
    """Return a played market with these levers, kept: several tests look at the same run."""
    return played(dict(levers) if levers else None)


# neutral -------------------------------------------------------------------------------------------


def test_setting_every_lever_to_its_default_changes_no_byte():
    explicit = played({name: entry.default for name, entry in LEVERS.items()})
    assert people_of(explicit) == people_of(known())
    assert explicit.digest() == known().digest()


@pytest.mark.parametrize("budget", ["free", "equal"])
def test_adopting_nothing_changes_nothing_but_the_books_of_the_budget(budget):
    nothing, plain = opened(weeks=3), opened(weeks=3)
    before = dict(nothing.firm(FIRM).memory)
    nothing.adopt(FIRM, {}, budget=budget)
    changed = {name for name, value in nothing.firm(FIRM).memory.items() if value != before[name]}
    assert changed <= {"envelope", "spent", "budget_weeks"}
    if budget == "free":
        assert nothing.run(3).digest() == plain.run(3).digest()


# a lever at its neutral value, and what must not happen then: counts, causes of trust, lines of money
SILENT = [
    ("hidden_fees", ["fees_found_out"], ["hidden_fee"], ["fees"]),
    ("bot_share", ["contacts_bot"], ["bot_helped", "bot_dead_end", "bot_handed_on"], ["bots"]),
    ("barrier", ["cancellations_hindered"], ["cancellation_hindered"], []),
    ("authority", ["contacts_held_back"], [], ["cx_unit"]),
    ("next_best_action", ["actions"], ["fitting_offer", "better_plan", "cared_for", "fixed"], ["gestures"]),
    ("campaign_reach", ["outbound_contacts", "opt_outs"], ["offer_unwanted", "offer_fits"], ["campaigns"]),
    ("sell_on_contact", ["offers_inbound"], ["pitched"], []),
    ("commission", [], [], ["commission"]),
    ("price_rise", ["price_rises_felt"], ["price_rise"], []),
    ("refusal", [], ["refused"], []),
    ("shrink", [], ["shrinking"], []),
    ("save_offer", ["leavers_saved"], [], []),
    ("address_sales", [], [], ["addresses"]),
    ("transparency", [], ["data_openness"], []),
    ("advertising", [], [], ["adverts"]),
    ("measurement", [], [], []),
    ("term_changes", ["terms_changed"], ["terms_changed"], []),
    ("obsolescence", ["products_replaced"], ["worn_out"], ["replacements"]),
    ("tenure_reward", [], ["years_valued"], []),
    ("ask_consent", ["consent_asked", "consent_given"], [], []),
    ("override_refusals", [], ["refusal_ignored"], []),
    ("live_measurement", ["unhappy_called"], ["called_unasked"], []),
]
LOUD = {
    "hidden_fees": 0.1, "bot_share": 0.8, "barrier": 0.9, "authority": 0.9, "next_best_action": 0.9,
    "campaign_reach": 0.1, "sell_on_contact": 0.9, "commission": 0.9, "price_rise": 0.2, "refusal": 0.9, "shrink": 0.4,
    "save_offer": 0.9, "address_sales": 0.9, "transparency": 0.9, "advertising": 0.1, "measurement": 0.9,
    "term_changes": 12.0, "obsolescence": 1.0, "tenure_reward": 0.5, "ask_consent": 12.0, "override_refusals": 1.0,
    "live_measurement": 1.0,
}  # fmt: skip


@pytest.mark.parametrize(("lever", "counts", "causes", "lines"), SILENT, ids=[row[0] for row in SILENT])
def test_at_its_neutral_value_a_lever_leaves_no_trace(lever, counts, causes, lines):
    quiet, loud = known((lever, LEVERS[lever].neutral)), known((lever, LOUD[lever]))
    for name in counts:
        assert counted(quiet, name) == 0.0
        assert counted(loud, name) > 0.0 or lever in {"authority", "campaign_reach"}
    assert [routed(quiet, cause) for cause in causes] == [0.0] * len(causes)
    assert [float(np.abs(line(quiet, name)).sum()) for name in lines] == [0.0] * len(lines)
    for name in lines:
        assert np.abs(line(loud, name)).sum() > 0.0 or lever == "next_best_action"  # gestures need who wants them


# a mechanism that is off, and the levers that say how it works
OFF = [
    ({"hidden_fees": 0.0}, {"fee_size": 2.5}),
    ({"authority": 0.0}, {"gate": 1.9, "contact_cap": 0.0}),
    ({"next_best_action": 0.0}, {"customer_weight": 0.1, "horizon": 2.0}),
    ({"campaign_reach": 0.0}, {"campaign_interval": 1.0}),
    ({"bot_share": 0.0}, {"bot_push": 1.0, "escalation": 0.0, "bot_skill": 0.4}),
    ({"commission": 0.0}, {"quota_growth": 0.2}),
    ({"card_share": 0.8, "newsletters": 0.0}, {"newsletter_fit": 1.0}),
    ({}, {"commitment": 0.3}),
]


@pytest.mark.parametrize(("off", "details"), OFF, ids=[",".join(details) for _, details in OFF])
def test_how_a_mechanism_works_changes_no_byte_while_it_is_off(off, details):
    plain, detailed = played(off), played({**off, **details})
    assert people_of(detailed) == people_of(plain)
    assert detailed.money.tobytes() == plain.money.tobytes()


@pytest.mark.parametrize(
    ("uncertainty", "causes"),
    [("talking", ["heard_good", "heard_bad"]), ("hearsay", ["heard_good", "heard_bad"]), ("forgetting", ["time"]),
     ("found_harvesting", ["data_misuse"]), ("regret_hazard", ["mis_sale"]), ("gap_noticed", ["years_not_valued"])],
    ids=lambda x: x if isinstance(x, str) else "",
)  # fmt: skip
def test_an_uncertainty_at_its_neutral_value_leaves_no_trace(uncertainty, causes):
    quiet = played(nature={uncertainty: 0.0}, weeks=13)
    assert sum(routed(quiet, cause, firm) for cause in causes for firm in (0, 1)) == 0.0
    assert sum(routed(known(), cause, firm) for cause in causes for firm in (0, 1)) > 0.0


def test_without_resigning_resignation_stays_where_it_was():
    assert set(played(nature={"resigning": 0.0}).world.state["resignation"]) == {COLUMNS["resignation"].start}
    assert len(set(known().world.state["resignation"])) > 5


def test_what_the_deaf_are_told_is_said_and_changes_nothing():
    deaf = played(nature={"hearsay": 0.0}, weeks=13)
    assert counted(deaf, "messages_good") + counted(deaf, "messages_bad") > 0.0
    assert routed(deaf, "heard_good") == routed(deaf, "heard_bad") == 0.0


def test_without_hidden_fees_as_a_mechanism_no_trace_of_them_is_left():
    market = played(without=("M13",))
    causes = ["hidden_fee", "shrinking", "cancellation_hindered", "refused", "terms_changed", "worn_out"]
    assert sum(routed(market, cause, firm) for cause in causes for firm in (0, 1)) == 0.0
    assert np.abs(line(market, "fees")).sum() == 0.0
    assert routed(known(), "hidden_fee") > 0.0


def test_a_mechanism_left_out_stays_out_whatever_is_adopted():
    market = played({"hidden_fees": 0.2, "barrier": 1.0}, without=("M13",), weeks=8)
    assert np.abs(line(market, "fees")).sum() == counted(market, "cancellations_hindered") == 0.0


# paired --------------------------------------------------------------------------------------------


def test_two_strategies_agree_in_every_byte_until_the_first_week_in_which_one_acts():
    plain, late = opened(weeks=12), opened(weeks=12)
    late.schedule(FIRST_ACT, "strategy", FIRM, levers=HARD)
    for week in range(12):
        assert (people_of(plain) == people_of(late)) == (week <= FIRST_ACT), f"before week {week}"
        plain.step()
        late.step()


def test_arms_with_equal_levers_give_equal_results():
    market = opened(weeks=10)
    start, digests = market.snapshot(), []
    for _ in range(2):
        market.restore(start)
        market.adopt(FIRM, CAREFUL)
        digests.append(market.run(10).digest())
    assert digests[0] == digests[1] == played(CAREFUL, weeks=10).digest()


def test_who_is_not_treated_differently_lives_the_same_life():
    # queues and talk are shared: without incidents, talk and leaving, nothing of Alpha's campaigns reaches Beta's
    stuck = pair(*(f"market.segments.{name}.traits.switching_cost.value=12" for name in ("bound", "free")))
    # nor does the market's norm, by which promises are judged, nor what a firm's picture of itself leaves for quality
    calm = dict.fromkeys(("talking", "routine_hazard", "fault_hazard", "dispute_hazard", "request_hazard"), 0.0)
    calm |= dict.fromkeys(("word_weight", "promise_heard", "quality_response"), 0.0)
    shy, pushy = (
        played({"campaign_reach": reach}, scenario=stuck, nature=calm, weeks=20, customers=900)
        for reach in (0.004, 0.1)
    )
    same = np.ones(900, bool)
    for state in (shy.world.state, pushy.world.state):
        same &= (state["provider"] == 1) & (state["tenure"] > 20)
    assert same.sum() > 300
    for name in set(shy.world.state.dtype.names) - {"resignation"}:
        assert (shy.world.state[name][same] == pushy.world.state[name][same]).all(), name
    assert (shy.world.state["burden"] != pushy.world.state["burden"]).any()


# direction -----------------------------------------------------------------------------------------


def test_more_staff_never_lengthens_the_wait():
    waits = [last(known(("staffing", level)), "wait") for level in (0.7, 1.0, 1.4)]
    assert waits[0] > waits[1] > waits[2]


def test_more_hidden_fees_are_more_fee_income_at_once():
    income = [line(known(("hidden_fees", rate)), "fees")[0] for rate in (0.0, 0.05, 0.1)]
    assert income[0] == 0.0 < income[1] < income[2]


def test_larger_fees_are_more_fee_income_to_the_cent():
    small, large = (played({"hidden_fees": 0.05, "fee_size": size}, weeks=1) for size in (0.4, 0.8))
    assert line(large, "fees")[0] == pytest.approx(2.0 * line(small, "fees")[0], rel=1e-12)


def test_pressure_raises_sales_beyond_the_need():
    many = {"campaign_reach": 0.06, "commission": 0.0}
    soft, hard = (played({**many, "pressure": pressure}, customers=2000) for pressure in (0.0, 1.0))
    assert counted(hard, "mis_sales") > 1.2 * counted(soft, "mis_sales")


def test_commission_raises_the_cost_of_commission():
    costs = [-line(known(("commission", weight)), "commission").sum() for weight in (0.0, 0.3, 0.9)]
    assert costs[0] == 0.0 < costs[1] < costs[2]


def test_a_contact_cap_lowers_sales_contacts():
    now = {"campaign_reach": 0.1, "campaign_interval": 1.0, "authority": 1.0, "commitment": 1.0, "gate": 0.0}
    contacts = [
        counted(played({**now, "contact_cap": cap}, nature={"culture_time": 1.0}), "outbound_contacts")
        for cap in (20.0, 2.0, 0.0)
    ]
    assert contacts[0] > contacts[1] > contacts[2] > 0.0  # the first week is lived before the culture has moved


def test_a_higher_price_drives_customers_away():
    lost = [counted(known(("price_level", level)), "lost") for level in (0.9, 1.0, 1.3)]
    assert lost[0] < lost[1] < lost[2]


def test_a_barrier_keeps_customers_and_costs_the_trust_of_those_who_meet_it():
    open_door, barred = known(("barrier", 0.0)), known(("barrier", 0.95))
    assert counted(barred, "lost") < counted(open_door, "lost")
    market = barred.results
    hindered = market.trust_ledger("everyone")[:, :, 0, [r.cause for r in market.routes].index("cancellation_hindered")]
    assert hindered.sum() < 0.0


def test_harvesting_found_out_lowers_trust():
    market = known(("harvest", 1.0))
    ledger = market.results.trust_ledger("everyone")
    found = ledger[:, :, 0, [route.cause for route in market.results.routes].index("data_misuse")]
    assert found.sum() < 0.0
    assert routed(market, "data_misuse") > 1.3 * routed(known(("harvest", 0.0)), "data_misuse")


def test_central_authority_lowers_collisions():
    now = {"campaign_reach": 0.15, "campaign_interval": 1.0, "commitment": 1.0, "contact_cap": 1.0}
    free, ruled = (played({**now, "authority": a}, nature={"culture_time": 1.0}, customers=1500) for a in (0.0, 1.0))
    assert counted(ruled, "persons_hit_twice") < 0.5 * counted(free, "persons_hit_twice")


def test_a_promise_raises_what_newcomers_expect():
    fresh = []
    for promise in (0.0, 1.0):
        market = played({"promise": promise}, weeks=6, customers=2000)
        state = market.world.state
        fresh.append(state["expectation"][(state["provider"] == 0) & (state["tenure"] == 0)].mean())
    assert fresh[1] > fresh[0] + 0.1


def test_customers_under_contract_leave_less_often_than_others():
    churn = known().results.segment_metrics["churn_year"][-1, :, 0]
    assert churn[0] < churn[1]


@pytest.mark.parametrize("own", [0.0, 0.05, 0.2])
def test_ones_own_adverts_do_not_bring_rivals_to_ones_customers(own):
    market = opened(weeks=1, customers=20_000)
    market.adopt(FIRM, {"advertising": own})
    market.adopt("Beta", {"advertising": 0.05})
    market.run(1)
    strangers = 60_000 - float(market.results.metric("customers")[0, 1])
    reached = -line(market, "adverts", 1)[0] / market.nature["advert"]
    assert reached / strangers / (1.0 - market.world.state["blocks_ads"].mean()) == pytest.approx(0.05, abs=0.006)


def test_a_firm_reaches_the_share_of_strangers_that_its_adverts_aim_at():
    market = played({"advertising": 0.05}, weeks=1, customers=20_000)
    strangers = 60_000 - float(market.results.metric("customers")[0, 0])
    blocked = market.world.state["blocks_ads"].mean()
    reached = -line(market, "adverts")[0] / market.nature["advert"]
    assert reached / strangers / (1.0 - blocked) == pytest.approx(0.05, abs=0.004)


def test_a_better_plan_is_never_dearer():
    market = opened(weeks=8, nature={"action_spread": 2.0})
    market.world.state["price_paid"] = 0.9
    market.adopt(FIRM, {"next_best_action": 1.0, "bot_share": 0.0})
    market.run(8)
    stayed = (market.world.state["provider"] == 0) & (market.world.state["tenure"] > 8)
    assert market.world.state["price_paid"][stayed].max() == 0.9
    assert counted(market, "actions") > 0.0


# the queue -----------------------------------------------------------------------------------------


def chain(rate: float, minutes: float, servers: int, theta: float) -> tuple[float, float]:
    """Return (mean wait, share that gives up) of the M/M/n+M queue from its balance equations, state by state."""
    most = servers + 4000
    logs = [0.0]
    for k in range(1, most):
        leaving = min(k, servers) / minutes + max(0, k - servers) * theta
        logs.append(logs[-1] + math.log(rate / leaving))
    top = max(logs)
    weights = [math.exp(x - top) for x in logs]
    total = math.fsum(weights)
    waiting = math.fsum(max(0, k - servers) * w for k, w in enumerate(weights)) / total
    gone = math.fsum(max(0, k - servers) * theta * w for k, w in enumerate(weights)) / total
    return waiting / rate, gone / rate


@pytest.fixture(scope="module")
def lines():
    """A queue to ask: (load a week, minutes, people) for any number of firms."""
    market = opened(pair(), customers=100, weeks=1)
    service = market.world.terms.service

    @loop
    def wait(service, theta):
        for f in range(service.shape[0]):
            phases.wait_in_line(service[f], theta)

    def ask(load: float, minutes: float, servers: float, patience: float) -> tuple[float, float]:
        service["load"], service["minutes"], service["servers"] = load, minutes, servers
        wait(service, 1.0 / patience)
        return float(service["wait"][0]), float(service["abandonment"][0])

    yield ask
    market.close()


# load per week, minutes, people, patience
QUEUES = [
    (20_000, 8.0, 40, 6.3), (20_000, 8.0, 50, 6.3), (900, 8.0, 2, 6.3), (300_000, 9.0, 700, 5.0), (3600, 8.0, 1, 4.0),
]  # fmt: skip


@pytest.mark.parametrize(("load", "minutes", "servers", "patience"), QUEUES)
def test_the_queue_is_erlang_a(lines, load, minutes, servers, patience):
    wait, gone = lines(load, minutes, servers, patience)
    assert (wait, gone) == pytest.approx(chain(load / 3600.0, minutes, servers, 1.0 / patience), rel=1e-8, abs=1e-12)


@pytest.mark.parametrize(("load", "minutes", "servers", "patience"), QUEUES)
def test_the_share_that_gives_up_is_the_mean_wait_over_patience(lines, load, minutes, servers, patience):
    wait, gone = lines(load, minutes, servers, patience)
    assert gone == pytest.approx(wait / patience, rel=1e-12)


def test_a_queue_without_callers_or_without_people_is_empty(lines):
    assert lines(0.0, 8.0, 5.0, 6.3) == lines(1000.0, 8.0, 0.0, 6.3) == (0.0, 0.0)


def test_each_person_more_on_the_lines_shortens_the_wait(lines):
    waits = [lines(20_000.0, 8.0, n / 4.0, 6.3)[0] for n in range(100, 240)]
    assert all(a > b for a, b in itertools.pairwise(waits))


def test_the_same_load_per_person_waits_less_in_a_larger_pool(lines):
    assert lines(2000.0, 8.0, 4.5, 6.3)[0] > 2.0 * lines(200_000.0, 8.0, 450.0, 6.3)[0]


# the cut -------------------------------------------------------------------------------------------


def test_the_cut_takes_the_best_until_the_reach_is_full():
    market = opened(customers=100, weeks=1)
    scores, product = market.world.scores, market.world.terms.product
    scores[:] = 0
    scores[0, 0, 1, 120], scores[0, 0, 1, 100], scores[0, 0, 1, 50] = 10, 20, 400
    product["reach"] = 0.1
    market.offices.firms["last"][:, market.slot_customers] = 320.0 * market.represents
    phases.aim(market.world)
    # 10 + 20 are taken; half of the next 400 would be more than the 32 wanted
    assert 50 < product["cut"][0, 1] * phases.BINS <= 100
    assert not scores.any()
    market.close()


def test_campaigns_reach_about_the_share_aimed_at():
    market = played({"campaign_reach": 0.05, "commission": 0.0}, customers=6000, weeks=16)
    reached = counted(market, "outbound_contacts") / 16 / 2 / float(market.results.metric("customers")[:, 0].mean())
    assert 0.6 * 0.05 < reached < 1.4 * 0.05
