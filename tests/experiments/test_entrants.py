"""Strategies of a firm that enters: compared like any other, with its own money and without a cohort."""

from __future__ import annotations

import json

import pytest

from experiments import compare
from experiments.console import causes
from experiments.trial import ADAPTIVE, Arm, Design, Task, adopt, react, rivals_only, run_world
from experiments.worlds import central_world
from sim import Market, ScenarioError, load

NEW = "Newco"
ENTRANT = """
# A newcomer in a small market.
extends: small.yaml
firm: Newco
weeks: 40
customers: 1500
strategies: [careful.yaml, bold.yaml]
events:
  - {week: 3, kind: entrant, firm: Newco, strategy: bold.yaml, price: 0.7, awareness: 0.6, name_worth: 0.3,
     levers: {advertising: 0.05}}
outcome: customers
"""


@pytest.fixture
def entrant(folder):
    (folder / "entrant.yaml").write_text(ENTRANT, encoding="utf-8")
    return load(folder / "entrant.yaml")


def test_an_entrant_is_a_firm_of_the_market_that_is_not_there_yet(entrant):
    spec = entrant.market.firms[NEW]
    assert list(entrant.market.firms) == ["Alpha", "Beta", NEW]
    assert (spec.share, spec.enters_later, entrant.firm) == (0.0, True, NEW)
    assert not entrant.market.firms["Alpha"].enters_later


def test_a_scenario_plays_its_entrant_with_the_strategy_written(entrant):
    market = Market(entrant).run()
    firm = market.firm(NEW)
    assert firm.lived["campaign_reach"] == pytest.approx(0.05 * firm.memory["purse"], rel=0.2)
    assert firm.declared["campaign_reach"] == 0.05
    assert market.results.metric("customers")[-1, 2] > 0.0 == market.results.metric("customers")[2, 2]


def test_arms_replace_the_entrants_strategy_and_keep_its_levers(entrant):
    arm = Arm("careful", "Careful", "", {"hidden_fees": 0.0})
    design = Design(entrant, (arm,), NEW)
    market = Market(rivals_only(entrant, NEW)).warm_up()
    adopt(market, design, arm)
    market.run(10)
    firm = market.firm(NEW)
    assert [firm.declared[name] for name in ("campaign_reach", "hidden_fees", "advertising")] == [0.012, 0.0, 0.05]
    assert firm.memory["envelope"] > 0.0
    market.close()


def test_strategies_of_an_entrant_are_compared_and_nothing_is_said_of_a_cohort_it_has_not(entrant):
    done = compare(entrant, ["careful", "bold"], 2, workers=1, luck=False)
    data = done.data
    found = {row["name"]: row for row in data["outcomes"]}
    assert {"customers", "value", "profit"} <= set(found)
    assert "trust_cohort" not in found
    assert data["trust"]["end"] == {"careful": None, "bold": None}
    assert causes(data, "bold", {"bold": "Bold"}) == []
    assert json.loads(json.dumps(data)) == data


def ends(scenario, *arms, **options) -> list[float]:
    """Customers of the entrant at the end, by arm, in one world."""
    design = Design(scenario, tuple(Arm(name, name, "", levers) for name, levers in arms), NEW, **options)
    run = run_world(Task(design, central_world(scenario, 7)))
    return [arm.courses["customers"][-1] for arm in run.arms]


def test_arms_alike_of_an_entrant_give_equal_results_and_others_do_not(entrant):
    one, twin, other = ends(entrant, ("one", {}), ("twin", {}), ("other", {"price_level": 1.3}))
    assert one == twin > other


def test_rivals_may_answer_what_they_see(entrant):
    market = Market(entrant)
    react(market, Design(entrant, (), NEW, rivals="adaptive"), Arm("a", "", "", {}))
    kept = [(e.week, e.kind, e.firm) for e in market.calendar.events if e.what.get("levers") == ADAPTIVE]
    assert kept == [(0, "levers", "Alpha"), (0, "levers", "Beta")]
    assert ends(entrant, ("a", {}), rivals="adaptive") != ends(entrant, ("a", {}), rivals="fixed")


def test_a_new_firm_in_a_file_needs_no_share(folder):
    (folder / "named.yaml").write_text(
        "# A newcomer.\nextends: small.yaml\nfirms: {Newco: {price: 0.8, levers: {barrier: 0}}}\n"
        "events: [{week: 1, kind: entrant, firm: Newco}]\n", encoding="utf-8",
    )  # fmt: skip
    spec = load(folder / "named.yaml")
    assert (spec.market.firms[NEW].price, spec.market.firms[NEW].share) == (0.8, 0.0)
    market = Market(spec, customers=300, weeks=4).run()
    assert (market.firm(NEW).declared["barrier"], market.firm(NEW).memory["price"]) == (0.0, 0.8)
    with pytest.raises(ScenarioError, match="unknown firm 'Newco'"):
        load(folder / "small.yaml", ["firms.Newco.strategy=status_quo"])
