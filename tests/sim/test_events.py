"""Events: what happens in which week, in the order in which it was added."""

from __future__ import annotations

import pytest

from agents.parameters import LEVERS
from sim import scenario_events as written
from sim.events import KINDS, Calendar
from tests.builders import FIRM, line, opened, pair, people_of

LATE = "firms.Alpha.levers.bot_share=0.9"


def test_a_firms_plan_is_adopted_in_week_nought():
    market = opened(pair(LATE), customers=200, weeks=2)
    assert market.firm(FIRM).declared["bot_share"] != 0.9
    market.step()
    assert market.firm(FIRM).declared["bot_share"] == 0.9


def test_price_changes_last_and_add_up():
    market = opened(customers=200, weeks=4)
    market.schedule(1, "price", "Beta", change=-0.05)
    market.schedule(3, "price", "Beta", change=0.2)
    prices = []
    for _ in range(4):
        market.step()
        prices.append(float(market.world.products["terms"]["price_ratio"][1, 0]))
    assert prices == pytest.approx([1.0, 0.95, 0.95, 1.14])


def test_levers_are_set_on_top_of_what_is_declared():
    market = opened(customers=200, weeks=3)
    market.adopt(FIRM, {"barrier": 0.9})
    market.schedule(1, "levers", FIRM, levers={"bot_share": 0.8})
    market.run(3)
    declared = market.firm(FIRM).declared
    assert (declared["barrier"], declared["bot_share"]) == (0.9, 0.8)


def test_a_strategy_replaces_what_was_declared():
    market = opened(customers=200, weeks=3)
    market.adopt(FIRM, {"barrier": 0.9})
    market.schedule(1, "strategy", FIRM, levers={"bot_share": 0.8})
    market.run(3)
    assert (market.firm(FIRM).declared["barrier"], market.firm(FIRM).declared["bot_share"]) == (0.3, 0.8)


def test_a_strategy_by_event_leaves_the_budget_as_it_was():
    market = opened(customers=200, weeks=4)
    market.adopt(FIRM, {}, budget="equal")
    envelope = market.firm(FIRM).memory["envelope"]
    market.schedule(2, "strategy", FIRM, levers={"campaign_reach": 0.1})
    market.run(4)
    memory = market.firm(FIRM).memory
    assert memory["envelope"] == envelope > 0.0
    assert memory["budget_weeks"] == 4.0


def test_an_uncertainty_may_change_for_everybody():
    market = opened(customers=200, weeks=3)
    market.schedule(1, "uncertainty", None, name="wage", value=99.0)
    market.step()
    assert market.world.market["nature"]["wage"][0] == market.nature["wage"] != 99.0
    market.step()
    assert market.world.market["nature"]["wage"][0] == market.nature["wage"] == 99.0


def test_of_two_events_in_a_week_the_later_added_has_the_last_word():
    market = opened(customers=200, weeks=2)
    for value in (0.8, 0.6):
        market.schedule(0, "levers", FIRM, levers={"bot_share": value})
    market.step()
    assert market.firm(FIRM).declared["bot_share"] == 0.6


def test_going_back_forgets_what_was_scheduled_and_keeps_what_the_scenario_says():
    market = opened(pair(LATE), customers=200, weeks=2)
    start = market.snapshot()
    market.schedule(1, "price", "Beta", change=-0.5)
    market.restore(start)
    assert [event.kind for event in market.calendar.events] == ["strategy"]


def test_an_event_in_the_past_never_happens():
    quiet, late = opened(customers=200, weeks=2), opened(customers=200, weeks=2)
    late.schedule(-5, "price", "Beta", change=-0.5)
    assert people_of(late.run(2)) == people_of(quiet.run(2))


def test_an_unknown_kind_of_event_is_refused():
    message = r"^unknown kind of event 'flood'; there are strategy, levers, price, .*, renewal$"
    with pytest.raises(ValueError, match=message):
        Calendar().add(0, "flood")


def test_events_of_a_scenario_file_reach_the_calendar():
    events = (
        written.StrategyEvent(week=3, kind="strategy", firm="Alpha", strategy="just_nice"),
        written.LeversEvent(week=4, kind="levers", firm="Beta", levers={"bot_share": 0.5}),
        written.PriceEvent(week=5, kind="price", firm="Beta", change=0.1),
        written.UncertaintyEvent(week=6, kind="uncertainty", name="wage", value=50.0),
        written.EntrantEvent(week=7, kind="entrant", firm="Newco", strategy="just_nice", price=0.9, cash=0.5),
        written.DisclosureEvent(week=8, kind="disclosure", firm="Alpha", size=0.7),
        written.RegulationEvent(week=9, kind="regulation", at_most={"barrier": 0.1}),
        written.RenewalEvent(week=10, kind="renewal", firm="Beta"),
        written.ExitEvent(week=11, kind="exit", firm="Beta"),
    )
    calendar = Calendar.of(pair().model_copy(update={"events": events}))
    assert [(e.week, e.kind, e.firm) for e in calendar.events] == [
        (3, "strategy", "Alpha"), (4, "levers", "Beta"), (5, "price", "Beta"), (6, "uncertainty", None),
        (7, "entrant", "Newco"), (8, "disclosure", "Alpha"), (9, "regulation", None), (10, "renewal", "Beta"),
        (11, "exit", "Beta"),
    ]  # fmt: skip
    assert calendar.events[0].what["levers"]["friendliness"] == 0.85
    entrant = calendar.events[4].what
    assert entrant["signature"]["friendliness"] == 0.85
    assert (entrant["start"].price, entrant["start"].cash, entrant["start"].awareness) == (0.9, 0.5, 0.05)
    assert calendar.events[6].what == {"at_most": {"barrier": 0.1}, "at_least": {}}
    assert set(KINDS) == {e.kind for e in events}


# law and contracts -----------------------------------------------------------------------------------


def test_regulation_bounds_what_every_firm_lives_from_its_week_on_whatever_it_declares():
    market = opened(customers=1500, weeks=6)
    market.adopt(FIRM, {"barrier": 0.9})
    market.schedule(2, "regulation", at_most={"barrier": 0.05, "hidden_fees": 0.0})
    barriers = []
    for _ in range(6):
        market.step()
        barriers.append(market.world.terms.billing["barrier"].tolist())
    assert barriers == [[0.9, 0.3]] * 2 + [[0.05, 0.05]] * 4
    assert market.firm(FIRM).declared["barrier"] == 0.9
    fees = line(market, "fees", 1)
    assert fees[:2].min() > 0.0 == fees[2:].max()


def test_a_law_binds_at_once_however_seldom_a_firm_plans():
    market = opened(customers=200, weeks=6)
    market.adopt(FIRM, {"planning_interval": 13.0})
    market.run(2)
    market.schedule(2, "regulation", at_most={"barrier": 0.05})
    market.step()
    assert market.world.terms.billing["barrier"].tolist() == [0.05, 0.05]


def test_a_later_law_replaces_the_bound_it_names_and_keeps_the_other_end():
    market = opened(customers=200, weeks=3)
    market.schedule(0, "regulation", at_most={"barrier": 0.5}, at_least={"barrier": 0.2})
    market.schedule(1, "regulation", at_most={"barrier": 0.4})
    market.run(3)
    record = market.firm(FIRM).record
    assert (record["least"]["barrier"], record["most"]["barrier"]) == (0.2, 0.4)
    assert [name for name in LEVERS if record["ruled"][name] > 0.0] == ["barrier"]


def test_going_back_lifts_a_law_that_came_later():
    market = opened(customers=200, weeks=3)
    start = market.snapshot()
    market.schedule(0, "regulation", at_most={"barrier": 0.05})
    market.run(2)
    market.restore(start)
    market.step()
    assert market.world.terms.billing["barrier"].tolist() == [0.3, 0.3]


def test_a_mechanism_left_out_stays_out_under_a_law_that_asks_for_it():
    market = opened(customers=200, weeks=2)
    market.without("M13")
    market.schedule(0, "regulation", at_least={"barrier": 0.5})
    market.run(2)
    assert market.world.terms.billing["barrier"].tolist() == [0.0, 0.0]


def test_a_renewal_frees_the_customers_of_one_firm_and_makes_them_look():
    market = opened(customers=2000, weeks=2)
    before = market.world.state.copy()
    market.schedule(0, "renewal", "Beta", occasion=2.0)
    market.step()
    state, stayed = market.world.state, before["provider"] == 1
    assert state["contract_left"][stayed & (state["provider"] == 1)].max() <= market.renewal_weeks
    others = (before["provider"] == 0) & (state["provider"] == 0)
    assert state["contract_left"][others].max() > 40
    looked = market.results.books["looked"][-1] / market.results.metric("customers")[0]
    assert looked[1] > 3.0 * looked[0] > 0.0


def test_a_renewal_without_a_firm_is_for_all():
    market = opened(customers=500, weeks=1)
    market.schedule(0, "renewal", occasion=5.0)
    market.step()
    state = market.world.state
    stayed = (state["provider"] >= 0) & (state["tenure"] > 0)
    assert state["contract_left"][stayed].max() <= market.renewal_weeks
