"""Terms, years and concessions: single events of one person, and what the departments make of them."""

from __future__ import annotations

import numpy as np
import pytest

from agents.books import LINES_AT, MAX_ROUTES, line_of
from agents.compiled import loop
from agents.customers.billing import hear_of_price, pay_bill
from agents.customers.cancelling import cancel
from agents.customers.channels import PERSON
from agents.customers.concessions import THREATS_PAID, grant_or_deny, hear_of_concessions
from agents.customers.privacy import ask_for_data
from agents.customers.tenure import NOT_VALUED, compare_terms, keep_anniversary
from agents.customers.terms import read_changes, wear_out
from agents.population import Here
from tests.builders import FIRM, counted, opened, people_of, played, routed
from tests.desks import desk, plan

ROW = 40
REQUEST, TALK, COMPARE, ANNIVERSARY, CHANGE, WEAR, CANCEL, BILL, LETTER, ASK = range(10)


@loop
def happen(world, row, kind, luck, value):
    """Let one event happen to one person."""
    here = Here(0, 0, row, world.state[row].provider, luck, 0)
    if kind == REQUEST:
        grant_or_deny(world, here, value > 0.0, 0.6)
    elif kind == TALK:
        hear_of_concessions(world, here, value)
    elif kind == COMPARE:
        compare_terms(world, here)
    elif kind == ANNIVERSARY:
        keep_anniversary(world, here)
    elif kind == CHANGE:
        read_changes(world, here)
    elif kind == WEAR:
        wear_out(world, here)
    elif kind == CANCEL:
        cancel(world, here)
    elif kind == BILL:
        pay_bill(world, here)
    elif kind == LETTER:
        hear_of_price(world, here)
    else:
        ask_for_data(world, here, value)


@pytest.fixture(scope="module")
def start():
    market = opened(customers=300, weeks=2)
    yield market, market.snapshot()
    market.close()


@pytest.fixture
def market(start):
    """A customer of Alpha for ten years, medium in everything, who pays a tenth more than the list."""
    start[0].restore(start[1])
    world = start[0].world
    for name, value in {
        "provider": 0, "cohort": 0, "satisfaction": 0.5, "expectation": 0.5, "holdings": 1, "informed": 1,
        "contract_left": 30, "attempts": 0, "notice": 0, "intends": 0, "meets": PERSON, "burden": 0.0, "tenure": 520,
        "newcomer": 0, "price_paid": 1.1, "entitled": 0.0, "lore": 0.0, "occasion": 0.0, "resignation": 0.3,
    }.items():
        world.state[ROW][name] = value
    for name, value in {"disposition": 0.0, "loss_aversion": 2.0, "literacy": 1.0, "usage": 1.0}.items():
        world.trait[ROW][name] = value
    world.trust[ROW] = 0.5
    billing = world.terms.billing[0]
    for name in ("complexity", "barrier", "newcomer_discount", "tenure_reward", "worsened", "price_change"):
        billing[name] = 0.0
    billing["list_change"] = 0.0
    world.tally[:] = world.till[:] = 0.0
    return start[0]


def after(market, kind, value=0.0, luck=12345):
    happen(market.world, ROW, kind, luck, value)
    return market.person(ROW)


def paid(market, name):
    return market.world.tally[0, 0, LINES_AT + line_of(name)]


# requests ---------------------------------------------------------------------------------------------


def test_a_request_granted_costs_a_gesture_pleases_and_teaches_to_expect(market):
    person = after(market, REQUEST, 1.0)
    assert paid(market, "goodwill") == -market.nature["goodwill_cost"]
    assert person.entitled == pytest.approx(market.nature["concession_learning"])
    assert person.trust[0] > 0.5
    assert person.satisfaction > 0.5


def test_what_is_expected_wins_less_when_granted_and_costs_more_when_denied(market):
    won, lost = [], []
    for entitled in (0.0, 1.0):
        for value, changes in ((1.0, won), (0.0, lost)):
            market.world.trust[ROW], market.world.state[ROW]["entitled"] = 0.5, entitled
            changes.append(after(market, REQUEST, value).trust[0] - 0.5)
    assert won[0] > won[1] > 0.0
    assert lost[0] > lost[1]


def test_praise_of_a_provider_that_grants_teaches_to_expect_and_blame_does_not(market):
    market.world.terms.billing[0]["granting"] = 0.5
    assert after(market, TALK, -50.0).entitled == 0.0
    assert after(market, TALK, 50.0).entitled == pytest.approx(0.5 * market.nature["concession_talk"])


# years ------------------------------------------------------------------------------------------------


def test_ten_years_at_a_tenth_more_than_newcomers_are_evidence_of_conduct(market):
    person = after(market, COMPARE)
    weight = 0.5 * np.log(11.0) / np.log(21.0)  # half an event, for ten years
    gain = market.nature["trust_gain"] * market.nature["integrity_loss"]
    assert person.trust[0] == pytest.approx(0.5 - weight * gain * 0.5)
    assert market.world.tally[0, 0, MAX_ROUTES + NOT_VALUED] == pytest.approx(person.trust[0] - 0.5)
    assert person.occasion == pytest.approx(weight * market.nature["look_unvalued"])


@pytest.mark.parametrize(("price", "reward", "tenure"), [(1.0, 0.0, 520), (1.1, 0.2, 520), (1.1, 0.0, 40)])
def test_who_pays_no_more_than_newcomers_or_is_one_finds_nothing(market, price, reward, tenure):
    market.world.state[ROW]["price_paid"], market.world.state[ROW]["tenure"] = price, tenure
    market.world.terms.billing[0]["tenure_reward"] = reward
    person = after(market, COMPARE)
    assert (person.trust[0], person.occasion) == (0.5, 0.0)


def test_years_are_rewarded_on_the_bill_and_seen_once_a_year(market):
    market.world.terms.billing[0]["tenure_reward"] = 0.2
    base = market.world.products["terms"]["price"][0, 0]
    after(market, BILL)
    assert paid(market, "rebates") == pytest.approx(-0.2 * np.log(11.0) / np.log(21.0) * base)
    trust = market.person(ROW).trust[0]
    assert trust > 0.5  # week 520 is an anniversary
    market.world.state[ROW]["tenure"] = 521
    assert after(market, BILL).trust[0] == trust


def test_the_bill_shows_what_is_paid_above_the_list_apart(market):
    after(market, BILL)
    assert paid(market, "inertia") == pytest.approx(0.1 * paid(market, "subscriptions"))
    assert market.world.till[0, 0] == pytest.approx(1.1 * paid(market, "subscriptions") + paid(market, "delivery"))


# terms ------------------------------------------------------------------------------------------------


def test_a_change_of_terms_that_is_read_wrongs_and_may_set_free(market):
    market.nature.update(change_noticed=1.0, exit_right=1.0)
    market.look_at_nature()
    person = after(market, CHANGE)
    assert person.contract_left == 0
    assert person.trust[0] < 0.5
    assert person.occasion == market.nature["look_price_rise"]


def test_a_contract_worn_out_is_replaced_at_a_price_and_an_unwanted_extra_is_given_up(market):
    after(market, WEAR)
    assert paid(market, "replacements") == pytest.approx(8.0 * market.world.products["terms"]["price"][0, 0])
    market.world.state[ROW]["holdings"], market.world.need[ROW, 1] = 2, 0.1
    assert after(market, WEAR).holdings == 0
    assert paid(market, "replacements") == pytest.approx(8.0 * market.world.products["terms"]["price"][0, 0])


def test_a_rise_measured_at_once_spares_or_hits_as_the_data_serve(market):
    market.world.terms.billing[0]["letter"], market.world.terms.billing[0]["price_change"] = 1.0, 0.02
    data = market.world.terms.data_office[0]
    data["linked"] = data["analytics"] = 1.0
    rises = {}
    for serves in (0.0, 1.0):
        for content in (0.1, 0.9):
            market.world.state[ROW]["price_paid"], market.world.state[ROW]["satisfaction"] = 1.0, content
            market.world.state[ROW]["accuracy"], data["live"], data["serves"] = 1.0, 1.0, serves
            rises[serves, content] = after(market, LETTER).price_paid - 1.0
    assert rises[0.0, 0.9] > rises[0.0, 0.1] > 0.02  # aimed at the contented
    assert 0.02 > rises[1.0, 0.9] > rises[1.0, 0.1] > 0.0  # the unhappy are spared
    data["live"], market.world.state[ROW]["price_paid"] = 0.0, 1.0
    assert after(market, LETTER).price_paid == pytest.approx(1.02)


# threats ----------------------------------------------------------------------------------------------


def test_a_threat_ends_with_an_offer_where_there_is_one_and_always_with_staying(market):
    billing = market.world.terms.billing[0]
    for offer, price in ((1.0, 1.1 * 0.9), (0.0, 1.1)):
        billing["save_offer"] = offer
        market.world.state[ROW]["intends"], market.world.state[ROW]["price_paid"] = 2, 1.1
        person = after(market, CANCEL)
        assert (person.intends, person.notice, person.price_paid) == (0, 0, pytest.approx(price))
    assert market.world.tally[0, 0, THREATS_PAID] == 1.0


def test_a_hindered_threat_is_no_remedy_that_failed(market):
    market.world.terms.billing[0]["barrier"] = 1.0
    market.world.state[ROW]["intends"] = 2
    person = after(market, CANCEL)
    assert (person.intends, person.resignation) == (0, 0.3)
    assert person.trust[0] < 0.5


def test_without_offers_nobody_learns_to_threaten():
    held, never = played({"save_offer": 1.0}, weeks=60), played({"save_offer": 0.0}, weeks=60)
    assert counted(held, "threats") > counted(never, "threats") == 0.0


# neutral ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mechanism", "columns", "counts"),
    [("P5", ["lore"], ["threats", "threats_rewarded"]), ("P6", ["entitled"], []), ("M32", [], ["requests"])],
)
def test_what_is_not_taught_is_not_known(mechanism, columns, counts):
    market = opened()
    for name in ("lore", "entitled", "issue", "intends"):
        market.world.state[name] = 0
    market.without(mechanism)
    market.run(30)
    assert [market.world.state[name].any() for name in columns] == [False] * len(columns)
    assert [counted(market, name) for name in counts] == [0.0] * len(counts)


def test_details_change_no_byte_where_their_mechanism_is_off():
    off = ("concession_learning", "concession_talk", "threatening", "gap_noticed", "campaign_scale")
    plain = dict.fromkeys(off, 0.0)
    details = {"asking_more": 20.0, "look_unvalued": 5.0, "wearing": 0.2, "change_noticed": 1.0, "exit_right": 1.0}
    idle = {**plain, **details}
    assert people_of(played(nature=plain)) == people_of(played(nature=idle))


# departments ------------------------------------------------------------------------------------------


def billing_of(market):
    return desk(market.firm(FIRM), "billing")


def test_new_fees_make_up_for_fallen_income_and_only_then():
    market = opened(weeks=60)
    billing = billing_of(market)
    billing.memory["usual_income"] *= 1.1
    usual = billing.memory["usual_income"]
    market.adopt(FIRM, {"fee_invention": 0.5})
    market.run(13)
    invented = billing.memory["invented"]
    assert invented > 0.0
    now = usual + 4.0 * (billing.memory["usual_income"] - usual)  # the usual has moved a quarter of the way to it
    fee, base = market.world.terms.billing[0]["fee"], market.firm(FIRM).customers
    assert invented * fee * base == pytest.approx(0.5 * (usual - now))
    assert plan(billing).fee_rate == pytest.approx(billing.hidden_fees + invented)
    market.adopt(FIRM, {"fee_invention": 0.0})
    assert plan(billing).fee_rate == billing.hidden_fees


def test_changes_of_terms_save_delivery_until_they_are_given_up():
    market = opened(weeks=60)
    market.adopt(FIRM, {"term_changes": 3.0})
    market.run(52)
    billing = billing_of(market)
    assert market.world.terms.billing[0]["worsened"] == pytest.approx(0.06)
    market.adopt(FIRM, {})
    assert plan(billing).worsened == 0.0


def test_a_uniform_contact_is_the_cheaper_the_more_there_are_and_one_chosen_singly_costs_the_usual():
    market = opened(weeks=2)
    firm = market.firm(FIRM)

    def cost(reach: float, product: int = 1) -> float:
        firm.lived["campaign_reach"] = reach
        return plan(desk(firm, "product", product)).contact_cost

    few, many = cost(0.006), cost(0.024)
    assert few > many
    assert many / few == pytest.approx(4.0 ** -market.nature["campaign_scale"])
    assert cost(0.024, 0) == 1.0  # the contract itself is not campaigned for
    firm.lived["authority"] = 1.0
    assert cost(0.024) == pytest.approx(1.0)
    firm.lived["authority"] = 0.0
    market.set_nature("campaign_scale", 0.0)
    assert cost(0.024) == 1.0


# data -------------------------------------------------------------------------------------------------


def test_consent_is_given_by_those_with_time_and_trust(market):
    returned = market.world.terms.data_office[0]["data_return"]
    chance = 0.5 * (0.4 + 0.6 * returned) * (1.0 - 0.3 * market.nature["resigned_belief"])
    assert after(market, ASK, chance - 1e-9).consent == 1
    for name, value in (("burden", 5.0), ("resignation", 0.9)):
        market.world.state[ROW]["consent"], market.world.state[ROW][name] = 0, value
        assert after(market, ASK, chance - 1e-9).consent == 0


def test_a_refusal_of_contact_that_is_ignored_is_felt_as_conduct():
    kept, broken = (played({"campaign_reach": 0.1, "override_refusals": share}, weeks=60) for share in (0.0, 1.0))
    assert routed(kept, "refusal_ignored") == 0.0
    assert routed(broken, "refusal_ignored") > 0.0


def test_false_data_are_put_right_where_nothing_makes_people_resist():
    market = opened(weeks=60)
    market.world.state["falsified"] = 1
    market.adopt(FIRM, {"transparency": 1.0})
    market.run(60)
    assert counted(market, "corrected") > 0.0
    assert set(np.unique(market.world.state["falsified"])) <= {0, 1, 2, 3}
