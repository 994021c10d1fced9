"""How shipped scenarios come out: words by a rule, a record of every one, conditions that select by it."""

from __future__ import annotations

import pytest

from experiments.standings import SEED, SIDES, WORDS, Standing, asked, condition, found, known, record
from sim import ScenarioError, load
from sim.scenario import list_shipped
from tests.builders import shipped


def standing(ahead, level, behind):
    return Standing("customer_centric", "product_centric", "value", ahead, level, behind)


@pytest.mark.parametrize(
    ("counts", "word"),
    [((6, 2, 2), "wins"), ((5, 5, 0), "open"), ((2, 6, 2), "level"), ((1, 3, 6), "loses"), ((4, 3, 3), "open")],
)
def test_a_word_holds_in_more_than_half_of_the_worlds(counts, word):
    assert standing(*counts).word == word
    opposite = {"wins": "loses", "loses": "wins"}.get(word, word)
    assert standing(*counts).mirrored().word == opposite
    assert standing(*counts).mirrored().mirrored() == standing(*counts)


def test_every_strategy_of_a_scenario_is_counted_against_product_centric_in_the_same_worlds():
    scenario = load("key_accounts", sets=("weeks=13",))
    one = record(scenario, worlds=2, customers=200, workers=1)
    pairs = [(each.strategy, each.against) for each in one.standings]
    assert pairs == [SIDES[::-1], ("human_touch", SIDES[0]), SIDES]
    assert {each.worlds for each in one.standings} == {2}
    assert one.standings[2] == one.standings[0].mirrored()
    assert (one.scenario, one.seed, one.customers) == (scenario.digest(), SEED, 200)


def test_every_shipped_scenario_and_market_is_on_record_with_all_its_strategies():
    assert set(known()) == set(asked()), "run python -m experiments.standings"
    for name in asked():
        arms = set(shipped(name).strategies or SIDES)
        counted = {one.strategy: one for one in known()[name].standings}
        reference = {one.against for one in counted.values() if one.strategy != SIDES[0]}
        assert len(reference) == 1
        assert set(counted) | reference == arms
        assert all(one.worlds >= 20 and one.outcome == shipped(name).outcome for one in counted.values())


@pytest.mark.parametrize("name", known())
def test_the_record_speaks_of_a_scenario_as_it_is_now(name):
    assert known()[name].scenario == load(name).digest(), f"run python -m experiments.standings {name}"


def test_a_scenario_that_asks_for_a_guess_is_not_given_away():
    assert set(list_shipped("scenarios")) - set(asked()) == {f"story_{n}" for n in range(1, 8)}


def test_the_record_was_made_with_luck_that_no_scenario_starts_from():
    seeds = {row.seed for row in known().values()}
    assert seeds == {SEED}
    assert SEED not in {shipped(name).seed for name in known()}


def test_a_condition_names_a_strategy_and_a_word():
    assert condition("customer_centric=loses") == ("customer_centric", "loses")
    assert found("bots_in_service", "bot_first").against == "status_quo"
    assert found("bots_in_service", "customer_centric") is None
    assert found("a_scenario_of_ones_own", "customer_centric") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("costumer_centric=loses", "--where: unknown strategy 'costumer_centric'; did you mean 'customer_centric'?"),
        ("customer_centric=lost", "--where customer_centric=: 'lost' is no result; there are wins, level, loses, open"),
        ("customer_centric", "--where customer_centric=: '' is no result; there are wins, level, loses, open"),
        ("=loses", "--where: unknown strategy ''"),
    ],
)
def test_a_condition_that_nobody_understands_is_refused(text, message):
    with pytest.raises(ScenarioError) as refused:
        condition(text)
    assert refused.value.problems[0].startswith(message)


def test_the_words_are_those_that_the_shell_offers():
    from dashboard.commands.names import STANDINGS

    assert STANDINGS == WORDS
