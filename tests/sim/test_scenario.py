"""Scenario files: what they say is what is run, what they build on, and where each value comes from."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from agents.parameters import LEVERS, TRAITS, UNCERTAINTIES
from sim.scenario import Origin, ScenarioError, load, load_strategy
from sim.scenario_models import Scenario

pytestmark = pytest.mark.usefixtures("house")

HOUSE = Path(__file__).parent / "house" / "scenarios"
PHONES = (HOUSE / "markets" / "phones.yaml").read_text(encoding="utf-8")
SMALL = (HOUSE / "small.yaml").read_text(encoding="utf-8")
OWN = (HOUSE / "strategies" / "just_sell.yaml").read_text(encoding="utf-8").replace("0.0", "0.9")


def test_a_market_is_a_scenario_with_the_markets_defaults():
    scenario = load("phones")
    assert (scenario.name, scenario.firm, scenario.weeks, scenario.market.warm_up) == ("phones", "Alpha", 104, 52)
    assert (scenario.customers, scenario.seed, scenario.worlds, scenario.outcome) == (10_000, 7, 40, "value")
    assert (scenario.budget.mode, scenario.budget.envelope) == ("equal", 1.0)
    assert scenario.strategies == ("product_centric", "customer_centric")
    assert [plan.strategy for plan in scenario.firms.values()] == ["status_quo", "status_quo"]


def test_sourced_numbers_are_plain_floats_on_the_models():
    market = load("phones").market
    assert (market.market_size, market.firms["Alpha"].share, market.products["mobile"].price) == (3e6, 0.4, 22.0)
    assert all(isinstance(firm.price, float) for firm in market.firms.values())
    assert market.status_quo.levers["tidiness"] == 0.2
    assert market.targets[0].accept == (0.005, 0.03)


def test_everything_declared_has_a_value():
    scenario = load("phones")
    assert scenario.market.status_quo.levers.keys() == LEVERS.keys()
    assert scenario.uncertainties.keys() == UNCERTAINTIES.keys()
    assert all(segment.traits.keys() == TRAITS.keys() for segment in scenario.market.segments.values())
    assert scenario.market.segments["singles"].traits["courage"].spread == TRAITS["courage"].spread
    assert scenario.market.segments["singles"].needs == {"mobile": 0.6, "insurance": 0.4}
    assert scenario.market.segments["families"].needs == {"mobile": 0.6, "insurance": 0.7}


def test_an_uncertainty_keeps_its_plausible_range_until_a_bare_number_says_it_is_known():
    assert load("phones").uncertainties["rainfall"] == (2.5, (2.0, 4.0))
    assert load("small").uncertainties["rainfall"] == (3.0, (3.0, 3.0))
    name = next(name for name in UNCERTAINTIES if name != "rainfall")
    known = UNCERTAINTIES[name]
    assert load("phones").uncertainties[name] == (known.default, known.plausible)
    fixed = load("phones", [f"market.uncertainties.{name}={known.bounds[0]}"])
    assert fixed.uncertainties[name] == (known.bounds[0], (known.bounds[0], known.bounds[0]))


def test_a_scenario_builds_on_its_market():
    scenario = load("small")
    assert (scenario.firm, scenario.weeks) == ("Beta", 104)
    assert (scenario.market.firms["Alpha"].share, scenario.market.firms["Alpha"].price) == (0.3, 1.1)
    assert scenario.firm_levers("Alpha") == {"tidiness": 0.6}
    assert [event.kind for event in scenario.events] == ["price", "strategy"]
    assert set(scenario.presets) == {"just_sell", "product_centric", "customer_centric"}


def test_texts_come_in_the_language_asked_for_or_the_one_there_is():
    scenario = load("small")
    assert (scenario.text("title"), scenario.text("title", lang="de"), scenario.text("story")) == ("Small", "Klein", "")
    assert scenario.strategy("just_sell").text("title", lang="de") == "just_sell"
    assert scenario.market.text("title", "de") == "Telefone"


def test_a_strategys_levers_are_its_signature():
    scenario = load("small")
    assert scenario.strategy_levers("customer_centric") == {"tidiness": 0.8}
    assert scenario.strategy_levers("status_quo") == {}
    with pytest.raises(ScenarioError, match="there is no strategy 'just_sel'; did you mean 'just_sell'"):
        scenario.strategy_levers("just_sel")


def test_a_strategy_that_the_scenario_does_not_name_is_found_among_the_shipped_ones():
    assert "just_sell" not in load("phones").presets
    assert load("phones").strategy_levers("just_sell") == {"tidiness": 0.0}


def test_a_scenario_is_frozen_and_travels_between_processes():
    scenario = load("small")
    with pytest.raises(ValueError, match="frozen"):
        scenario.weeks = 3
    again = pickle.loads(pickle.dumps(scenario))  # noqa: S301  our own bytes
    assert (again, again.origins, again.digest()) == (scenario, scenario.origins, scenario.digest())


def test_a_dumped_scenario_is_json_and_reads_back_the_same():
    scenario = load("small")
    values = json.loads(json.dumps(scenario.model_dump(mode="json"), allow_nan=False))
    assert Scenario.model_validate(values).model_dump() == scenario.model_dump()
    assert Scenario.model_validate_json(json.dumps(values)).digest() == scenario.digest()
    assert "origins" not in values


def test_the_digest_follows_the_values_and_nothing_else(desk):
    same = desk("other_name.yaml", "# Said otherwise.\n" + SMALL.replace("0.6", "6e-1"))
    assert load(same).digest() == load("small").digest()
    assert load("small", ["seed=8"]).digest() != load("small").digest()


# inheritance


def test_mappings_merge_deeply_and_lists_replace(desk):
    desk("base.yaml", "extends: small\nstrategies: [just_sell, status_quo]\nbudget: {envelope: 2}\n")
    child = desk("child.yaml", "extends: base.yaml\nstrategies: [status_quo]\nbudget: {mode: free}\n")
    scenario = load(child)
    assert scenario.strategies == ("status_quo",)
    assert (scenario.budget.mode, scenario.budget.envelope) == ("free", 2.0)
    assert scenario.firms["Alpha"].levers == {"tidiness": 0.6}


def test_a_file_of_the_same_name_may_extend_the_shipped_one(desk):
    assert load(desk("small.yaml", "extends: small\nweeks: 30\n")).firm == "Beta"


def test_what_is_extended_lies_beside_the_file_before_it_is_a_shipped_one(desk):
    desk("plans/small.yaml", "extends: phones\nseed: 99\n")
    assert load(desk("plans/mine.yaml", "extends: small\n")).seed == 99
    assert load("small").seed == 7


def test_a_scenario_may_name_its_market_and_change_it(desk):
    named = load(desk("named.yaml", "market: phones\nmarket_overrides: {firms: {Beta: {share: 0.1}}}\n"))
    assert (named.market.firms["Beta"].share, named.market.firms["Alpha"].share) == (0.1, 0.4)


def test_another_market_takes_the_place_of_the_extended_one(desk):
    desk("markets/villages.yaml", PHONES.replace("Beta", "Omega"))
    moved = load(desk("moved.yaml", "extends: phones\nmarket: markets/villages.yaml\n"))
    assert list(moved.market.firms) == ["Alpha", "Omega"]


def test_a_market_may_extend_a_market_but_no_scenario(desk, problems):
    desk("markets/big.yaml", "extends: phones\nmarket_size: {value: 9e6, source: assumption}\n")
    assert load("markets/big.yaml").market.market_size == 9e6
    bad = desk("markets/bad.yaml", "extends: ../base.yaml\n")
    desk("base.yaml", "extends: phones\nweeks: 3\n")
    assert problems(bad) == [
        "markets/bad.yaml:1:10: extends: a market can extend a market only; this is a scenario",
    ]


def test_a_new_firm_needs_a_share(desk):
    scenario = load(desk("new.yaml", "extends: phones\nfirms: {Newcomer: {share: 0.02, strategy: just_sell}}\n"))
    assert (scenario.market.firms["Newcomer"].share, scenario.market.firms["Newcomer"].price) == (0.02, 1.0)
    assert scenario.firms["Newcomer"].strategy == "just_sell"


def test_a_firm_may_have_a_number_for_a_name(desk):
    scenario = load(desk("new.yaml", 'extends: phones\nfirms: {"4711": {share: 0.02}}\n'), ["firms.4711.price=0.9"])
    assert (scenario.market.firms["4711"].share, scenario.market.firms["4711"].price) == (0.02, 0.9)


def test_a_strategy_of_ones_own_lies_beside_the_scenario(desk):
    desk("plans/own.yaml", OWN)
    scenario = load(desk("plans/mine.yaml", "extends: phones\nstrategies: [own.yaml, just_sell]\n"))
    assert scenario.strategies == ("own", "just_sell")
    assert scenario.strategy_levers("own") == {"tidiness": 0.9}
    assert load_strategy("plans/own.yaml").signature == {"tidiness": 0.9}
    assert load("phones", ["firms.Alpha.strategy=plans/own.yaml"]).firm_levers("Alpha") == {"tidiness": 0.9}


def test_two_strategies_of_one_name_are_told_apart_by_their_authors(desk, problems):
    desk("just_sell.yaml", OWN)
    mine = desk("mine.yaml", "extends: small\nstrategies: [./just_sell.yaml]\n")
    text = "two files of this name: just_sell.yaml and scenarios/strategies/just_sell.yaml; rename one"
    assert problems(mine) == [f"scenarios/small.yaml:6:21: firms.Alpha.strategy: {text}"]


def test_a_long_chain_ends(desk, problems):
    for number in range(30):
        desk(f"s{number}.yaml", f"extends: s{number + 1}\n")
    assert problems("s0.yaml") == ["s19.yaml:1:10: extends: the chain of files is longer than 20"]


# origins


def test_every_number_keeps_its_origin():
    origins = load("small", ["market.firms.Beta.share=0.2", "market.segments.families.traits.courage=3"]).origins
    market, small = "scenarios/markets/phones.yaml", "scenarios/small.yaml"
    assert origins["market.products.mobile.price"] == Origin(22, "J01", f"{market}:8")
    assert origins["market.firms.Alpha.share"] == Origin(0.3, "scenario small.yaml:6", f"{small}:6")
    assert origins["market.firms.Beta.share"] == Origin(0.2, "--set", "--set")
    assert origins["market.segments.families.traits.courage"] == Origin(3, "--set", "--set")
    assert origins["market.segments.families.traits.courage.spread"] == Origin(2, "J07", f"{market}:14")
    assert origins["market.segments.singles.traits.courage"] == Origin(5.0, TRAITS["courage"].source, "default")
    assert origins["market.segments.singles.needs.mobile"] == Origin(0.6, "J03", f"{market}:8")
    assert origins["market.uncertainties.rainfall"] == Origin(3, "scenario small.yaml:8", f"{small}:8")
    assert origins["market.status_quo.levers.tidiness"] == Origin(0.2, "assumption, seen once", f"{market}:17")
    assert origins["firms.Alpha.levers.tidiness"] == Origin(0.6, "scenario small.yaml:6", f"{small}:6")
    assert origins["presets.just_sell.signature.tidiness"].where == "scenarios/strategies/just_sell.yaml:3"
    assert origins["events.0.change"] == Origin(-0.05, "scenario small.yaml:10", f"{small}:10")
    assert origins["market.targets.0.low"].source == "J05"


def test_defaults_have_an_origin_too():
    origins = load("phones").origins
    assert origins["seed"] == Origin(7, "", "default")
    assert origins["weeks"] == Origin(104, "", "scenarios/markets/phones.yaml:20")
    name = next(name for name in UNCERTAINTIES if name != "rainfall")
    assert origins[f"market.uncertainties.{name}"] == Origin(
        UNCERTAINTIES[name].default, UNCERTAINTIES[name].source, "default",
    )


def test_every_value_of_a_scenario_has_an_origin():
    scenario = load("small")

    def paths(value: object, path: str = "") -> list[str]:
        if isinstance(value, dict):
            is_pair = "value" in value and value.keys() <= {"value", "spread", "high", "plausible"}
            inner = [(path if is_pair and key == "value" else f"{path}.{key}", child) for key, child in value.items()]
            return [found for name, child in inner for found in paths(child, name)]
        if isinstance(value, list):
            return [found for i, child in enumerate(value) for found in paths(child, f"{path}.{i}")]
        return [path.removeprefix(".")]

    assert set(paths(scenario.model_dump(mode="json"))) - scenario.origins.keys() == set()


def test_no_origin_names_the_machine(desk, house):
    own = load(desk("plans/mine.yaml", "extends: small\nseed: 3\n"))
    assert own.origins["seed"].where == "plans/mine.yaml:2"
    assert not [origin for origin in own.origins.values() if str(house.parent) in origin.where + origin.source]
