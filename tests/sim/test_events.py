"""Events: what happens in which week, in the order in which it was added."""

from __future__ import annotations

import pytest

from sim.events import KINDS, Calendar
from tests.builders import FIRM, opened, pair, people_of

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
        prices.append(float(market.world.terms.product["price_ratio"][1, 0]))
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
    assert market.world.nature["wage"][0] == market.nature["wage"] != 99.0
    market.step()
    assert market.world.nature["wage"][0] == market.nature["wage"] == 99.0


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
    message = r"^unknown kind of event 'flood'; there are strategy, levers, price, uncertainty$"
    with pytest.raises(ValueError, match=message):
        Calendar().add(0, "flood")


def test_events_of_a_scenario_file_reach_the_calendar():
    from sim.scenario_models import LeversEvent, PriceEvent, StrategyEvent, UncertaintyEvent

    events = (
        StrategyEvent(week=3, kind="strategy", firm="Alpha", strategy="just_nice"),
        LeversEvent(week=4, kind="levers", firm="Beta", levers={"bot_share": 0.5}),
        PriceEvent(week=5, kind="price", firm="Beta", change=0.1),
        UncertaintyEvent(week=6, kind="uncertainty", name="wage", value=50.0),
    )
    calendar = Calendar.of(pair().model_copy(update={"events": events}))
    assert [(e.week, e.kind, e.firm) for e in calendar.events] == [
        (3, "strategy", "Alpha"), (4, "levers", "Beta"), (5, "price", "Beta"), (6, "uncertainty", None),
    ]  # fmt: skip
    assert calendar.events[0].what["levers"]["friendliness"] == 0.85
    assert set(KINDS) == {e.kind for e in events}
