"""A firm: what it declares and what it lives, and how its culture follows."""

from __future__ import annotations

import pytest

from agents.books import line_of
from agents.offices import spend
from agents.parameters import LEVERS
from tests.builders import line, opened, pair
from tests.desks import desk, play

CHANGE = {"authority": 0.8, "candour": 0.9, "commitment": 0.9}


@pytest.fixture(scope="module")
def start():
    market = opened(customers=200, weeks=60)
    yield market, market.snapshot()
    market.close()


@pytest.fixture
def market(start):
    start[0].restore(start[1])
    return start[0]


def firm_that(market, **levers):
    """Alpha after announcing levers over the status quo."""
    market.adopt("Alpha", levers)
    return market.firm("Alpha")


def test_structural_levers_act_at_once_and_cultural_ones_not_at_all(market):
    firm = firm_that(market, **CHANGE, bot_share=0.9)
    assert firm.lived["bot_share"] == 0.9
    assert firm.lived["authority"] == 0.0
    assert firm.lived["candour"] == LEVERS["candour"].default


def test_culture_follows_commitment_with_its_time_constant(market):
    market.nature.update(impatience=0.0, urgency=0.0, agreement_needed=0.0)
    firm = firm_that(market, **CHANGE)
    tau, aim = market.nature["culture_time"], CHANGE["commitment"]
    market.run(30)
    assert firm.memory["culture"] == pytest.approx(aim * (1.0 - (1.0 - 1.0 / tau) ** 30), rel=1e-12)


def test_a_cultural_lever_is_lived_as_far_as_the_culture_has_moved(market):
    firm = firm_that(market, **CHANGE)
    market.run(20)
    firm.live()
    origin = LEVERS["candour"].default
    culture = firm.memory["culture"]
    assert 0.1 < culture < 0.3
    assert firm.lived["candour"] == origin + culture * (0.9 - origin)


def test_a_full_culture_lives_exactly_what_is_declared(market):
    market.set_nature("culture_time", 1.0)
    market.set_nature("agreement_needed", 0.0)
    firm = firm_that(market, candour=0.7, commitment=1.0)
    market.run(2)
    assert firm.memory["culture"] == 1.0
    assert firm.lived["candour"] == 0.7


def test_a_change_costs_money_until_it_is_lived(market):
    firm_that(market, **CHANGE)
    market.run(4)
    spent = line(market, "change") / market.results.metric("customers")[:, 0]
    assert spent[0] == pytest.approx(-market.nature["change_cost"] * 0.9)
    assert (spent[1:] > spent[:-1]).all()


def test_a_shortfall_wears_commitment_down(market):
    market.nature.update(impatience=0.3, urgency=0.0)
    firm = firm_that(market, **CHANGE)
    firm.memory["plan"] = 1e12
    market.run(13)
    assert firm.memory["commitment"] == pytest.approx(0.6, abs=1e-3)


def test_the_board_drops_a_change_below_a_fifth_of_commitment(market):
    market.nature.update(impatience=0.4, urgency=0.0, relapse_time=1.0)
    firm = firm_that(market, **CHANGE)
    firm.memory["plan"] = 1e12
    market.run(13)
    assert firm.memory["commitment"] == pytest.approx(0.5, abs=1e-3)
    assert firm.declared["candour"] == 0.9
    market.run(13)
    assert firm.memory["commitment"] == 0.0
    assert firm.memory["credibility"] == pytest.approx(1.0 - market.nature["credibility_loss"], abs=0.01)
    assert firm.declared["candour"] == LEVERS["candour"].default
    market.run(2)
    assert firm.lived["authority"] == 0.0


def test_a_lever_that_is_not_cultural_leaves_a_change_under_way_alone(market):
    firm = firm_that(market, **CHANGE)
    market.run(10)
    before = dict(firm.memory), dict(firm.origin)
    firm.memory["commitment"] = 0.5
    firm.declare({"bot_share": 0.8})
    assert firm.memory["culture"] == before[0]["culture"] > 0.0
    assert firm.memory["commitment"] == 0.5
    assert firm.origin == before[1]


def test_a_second_change_starts_from_what_is_lived(market):
    firm = firm_that(market, **CHANGE)
    market.run(20)
    firm.live()
    lived = firm.lived["candour"]
    firm.declare({"candour": 0.1})
    assert firm.memory["culture"] == 0.0
    assert firm.lived["candour"] == lived


def test_the_purse_moves_what_buys_things_and_nothing_else(market):
    firm = market.firm("Alpha")
    firm.live()
    before = dict(firm.lived)
    firm.memory["purse"] = 0.5
    firm.live()
    moved = {name for name in LEVERS if firm.lived[name] != before[name]}
    assert moved == {name for name, entry in LEVERS.items() if entry.scaled}
    assert all(firm.lived[name] == 0.5 * before[name] for name in moved)


def test_a_purse_lifts_no_lever_above_its_bound(market):
    firm = market.firm("Alpha")
    firm.memory["purse"] = 1e6
    firm.live()
    assert all(firm.lived[n] <= e.high for n, e in LEVERS.items())


def test_a_lever_is_set_by_the_firm_not_by_its_department(market):
    board = desk(market.firm("Alpha"), "board")
    with pytest.raises(AttributeError, match=r"lever 'promise' is set by the firm: firm.declare\(\{'promise': 0.5\}\)"):
        board.promise = 0.5
    assert board.promise == LEVERS["promise"].default


def test_money_is_posted_to_its_line_and_to_the_till(market):
    firm = market.firm("Alpha")
    cash, before = firm.memory["cash"], firm.record["lines"].copy()
    play(firm, spend, f"firm, {line_of('overhead')}, number", number=-100.0)
    assert firm.memory["cash"] == cash - 100.0
    before[line_of("overhead")] -= 100.0
    assert firm.record["lines"] == pytest.approx(before)


def test_a_lever_that_is_held_is_held_whatever_is_declared_cut_or_bought(market):
    firm = market.firm("Alpha")
    firm.fix({"training": 0.5, "hidden_fees": 0.0})
    firm.memory.update(cuts=3.0, purse=0.5, quality_budget=1.2)
    firm.declare({"training": 1.0, "hidden_fees": 0.1, "own_profit": 1.0})
    firm.restrict("hidden_fees", low=0.05)
    firm.live()
    assert (firm.lived["training"], firm.lived["hidden_fees"]) == (0.5, 0.0)
    assert firm.lived["staffing"] < firm.declared["staffing"]


def test_what_law_allows_holds_at_once_and_at_every_planning(market):
    firm = market.firm("Alpha")
    firm.restrict("barrier", high=0.1)
    firm.restrict("refusal", low=0.5)
    assert (firm.lived["barrier"], firm.lived["refusal"]) == (0.1, 0.5)
    firm.declare({"barrier": 0.9, "refusal": 0.0})
    firm.live()
    assert (firm.lived["barrier"], firm.lived["refusal"]) == (0.1, 0.5)
    assert (firm.declared["barrier"], firm.declared["refusal"]) == (0.9, 0.0)


def test_every_firm_starts_with_the_status_quo():
    market = opened(pair("market.status_quo.levers.bot_share=0.7"), customers=200)
    assert [firm.declared["bot_share"] for firm in market.firms] == [0.7, 0.7]
    market.close()
