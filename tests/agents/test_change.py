"""How a firm changes: kept up, worn down, broken off; what a broken word and a bad quarter cost."""

from __future__ import annotations

import pytest

from agents import change
from agents.departments.board import share_out
from agents.parameters import LEVERS
from tests.builders import FIRM, counted, last, line, opened, people_of, played, routed
from tests.desks import desk, plan, play

CHANGE = {"candour": 0.9, "service_pay": 0.8, "commitment": 0.9}
START = {"candour": 0.3, "service_pay": 0.2}


@pytest.mark.parametrize(
    ("rule", "arguments", "value"),
    [("culture_after", (0.5, 0.8, 1.0, 10.0), 0.53), ("culture_after", (0.0, 1.0, 1.0, 1.0), 1.0),
     ("culture_after", (0.5, 0.8, 0.5, 10.0), 0.51),  # (.8 x .5 x .5 - .2 x .5) / 10
     ("commitment_after", (0.8, 0.5, 0.1, 0.2, 0.1), 0.77), ("commitment_after", (0.1, 1.0, 0.5, 0.0, 0.0), 0.0),
     ("cuts_after", (0.5, 0.25, 1.0, 0.05), 0.75), ("cuts_after", (0.5, 0.0, 1.0, 0.05), 0.25),
     ("cuts_after", (2.9, 1.0, 4.0, 0.05), 3.0), ("cuts_after", (0.01, 0.0, 1.0, 0.05), 0.0)],
)  # fmt: skip
def test_a_rule_of_change_gives_the_value_worked_out_by_hand(rule, arguments, value):
    assert getattr(change, rule)(*arguments) == pytest.approx(value)


def changed(weeks, **events):
    """A firm that changes in week 0, and what happens later, by week."""
    market = opened(customers=200, weeks=weeks, nature={"impatience": 0.0, "urgency": 0.0})
    market.adopt(FIRM, CHANGE)
    for name, levers in events.items():
        market.schedule(int(name[1:]), "strategy", FIRM, levers=levers)
    return market.run(weeks)


def test_a_change_broken_off_returns_to_the_old_ways_step_by_step_at_no_cost():
    kept_up, broken = changed(60), changed(60, w30={})
    assert broken.firm(FIRM).declared["candour"] == START["candour"]
    lived = [m.results.metric("change_lived")[:, 0] for m in (kept_up, broken)]
    assert (lived[0][:30] == lived[1][:30]).all()
    assert lived[1][29] > lived[1][30] > lived[1][45] > lived[1][59] > 0.0
    assert lived[0][59] > lived[0][29]
    assert (line(broken, "change")[:30] < 0.0).all()
    assert (line(broken, "change")[30:] == 0.0).all()
    assert last(broken, "commitment") == 0.0


def test_what_is_lived_after_breaking_off_lies_between_old_and_new():
    firm = changed(50, w30={}).firm(FIRM)
    lived, kept = firm.memory["change_lived"], firm.memory["kept"]
    firm.live()
    assert 0.0 < lived < kept
    expected = START["service_pay"] + lived * (CHANGE["service_pay"] - START["service_pay"])
    assert firm.lived["service_pay"] == pytest.approx(expected, rel=1e-9)


def test_the_old_ways_return_in_full():
    market = opened(customers=100, weeks=40, nature={"relapse_time": 3.0})
    market.adopt(FIRM, CHANGE)
    market.run(10)
    market.firm(FIRM).break_off()
    market.run(30)
    memory = market.firm(FIRM).memory
    assert (memory["culture"], memory["change_lived"]) == (1.0, 0.0)
    assert market.firm(FIRM).lived["candour"] == START["candour"]


def test_a_change_to_something_else_is_no_breaking_off():
    market = changed(20, w10={"candour": 0.6})
    memory = market.firm(FIRM).memory
    assert memory["credibility"] == 1.0
    assert memory["commitment"] == LEVERS["commitment"].default
    assert memory["reverting"] == 0.0


def test_a_second_attempt_starts_from_what_was_left():
    firm = changed(40, w20={}, w30=CHANGE).firm(FIRM)
    assert firm.declared["candour"] == CHANGE["candour"]
    assert START["candour"] < firm.origin["candour"] < CHANGE["candour"]
    assert firm.memory["reverting"] == 0.0
    assert firm.memory["commitment"] == CHANGE["commitment"]


def test_a_broken_off_change_costs_credibility_that_returns_slowly():
    market = changed(60, w30={})
    credibility = market.results.metric("credibility")[:, 0]
    loss, time = market.nature["credibility_loss"], market.nature["credibility_time"]
    assert (credibility[:30] == 1.0).all()
    assert credibility[30] == pytest.approx(1.0 - loss * (1.0 - 1.0 / time))
    assert credibility[59] == pytest.approx(1.0 - loss * (1.0 - 1.0 / time) ** 30)


def test_who_has_broken_off_a_change_is_believed_less_in_what_he_promises():
    market = opened(customers=100, weeks=2)
    firm = market.firm(FIRM)
    board = desk(firm, "board")
    firm.lived["promise"], firm.memory["credibility"] = 0.5, 0.6
    assert plan(board).promise == pytest.approx(0.3)


def test_a_change_without_a_shared_idea_is_lived_by_less():
    shared, apart = (
        played({**CHANGE, "shared_picture": s, "measurement": s}, weeks=30, nature={"impatience": 0.0})
        for s in (1.0, 0.0)
    )
    assert last(shared, "change_lived") > last(apart, "change_lived")


def test_a_gap_that_the_board_sees_renews_its_commitment():
    ends = [
        last(played({**CHANGE, "commitment": 0.6}, weeks=40, nature={"impatience": 0.0, **nature}), "commitment")
        for nature in (
            {"urgency": 0.0, "aspiration": 1.0},
            {"urgency": 0.3, "aspiration": 0.0},
            {"urgency": 0.3, "aspiration": 1.0},
        )
    ]  # fmt: skip
    assert ends[0] == ends[1] == 0.6 < ends[2]  # without urgency, and without a gap, nothing is won


def test_cuts_come_in_their_order():
    usual = {name: entry.default for name, entry in LEVERS.items()}
    firm, touched = opened(customers=100, weeks=2).firm(FIRM), []
    lived = firm.lived
    for cuts in (0.5, 1.0, 1.5, 2.0, 2.5, 3.0):
        lived.update(usual)
        play(firm, change.cut_back, "firm.lived, market.high, number", number=cuts)
        touched.append({name for name in usual if lived[name] != usual[name]})
    first = {"training", "analytics", "measurement"}
    second, third = first | {"staffing"}, first | {"staffing", "hidden_fees"}
    assert touched == [first, first, second, second, third, third]
    assert lived["training"] == 0.5 * usual["training"]
    assert lived["hidden_fees"] == usual["hidden_fees"] + 0.01


def test_a_bad_quarter_cuts_as_readily_as_the_board_is_and_money_is_saved():
    cheap = {"price_level": 0.8}
    patient, hasty = (played({**cheap, "cut_reflex": r}, weeks=39) for r in (0.0, 4.0))
    assert last(patient, "cuts") == 0.0 < last(hasty, "cuts")
    assert line(hasty, "training")[-1] > line(patient, "training")[-1]


def test_what_cuts_save_is_not_spent_elsewhere_while_they_last():
    market = opened(customers=100, weeks=2)
    firm = market.firm(FIRM)
    firm.memory.update(envelope=1000.0, spent=0.0, budget_weeks=10.0, rate=500.0, purse=1.0, cuts=1.0, capped=0.0)
    play(firm, share_out, "firm.memory")
    assert firm.memory["purse"] == 1.0
    firm.memory["cuts"] = 0.0
    play(firm, share_out, "firm.memory")
    assert firm.memory["purse"] > 1.0


# promises ------------------------------------------------------------------------------------------


def test_without_a_promise_nothing_is_held_against_it():
    market = played({"promise": 0.0}, scenario=None, weeks=13, nature={"promise_heard": 0.5})
    fresh = market.world.state["promised"][market.world.state["provider"] == 0]
    assert (fresh == 0.0).all()


def test_at_no_weight_a_word_leaves_no_trace():
    quiet, loud = (played({"promise": 0.8}, nature={"word_weight": w}) for w in (0.0, 0.5))
    assert routed(quiet, "promise_kept") == routed(quiet, "promise_broken") == 0.0
    assert min(routed(loud, "promise_kept"), routed(loud, "promise_broken")) > 0.0


def test_present_customers_hear_a_promise_and_foresee_more():
    deaf, told = (played({"promise": 1.0}, nature={"promise_heard": h, "word_weight": 0.0}) for h in (0.0, 0.2))
    assert last(told, "expectation") > last(deaf, "expectation") + 0.02
    assert people_of(deaf) != people_of(told)


def test_a_large_promise_costs_trust_and_a_small_one_that_is_kept_wins_some():
    ledger = {}
    for promise in (0.1, 1.0):
        market = played({"promise": promise, "innovation": 1.5}, nature={"promise_heard": 0.3}, customers=1500)
        causes = [r.cause for r in market.results.routes]
        book = market.results.trust_ledger("everyone")[:, :, 0].sum(axis=(0, 1))
        ledger[promise] = sum(book[causes.index(c)] for c in ("promise_kept", "promise_broken"))
    assert ledger[0.1] > 0.0 > ledger[1.0]
    assert counted(market, "promises_broken") > 0.0
