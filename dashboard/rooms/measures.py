"""What a table may spend its envelope on: eight measures, each a few levers, with what they cost at market prices.

`python -m dashboard.rooms.measures` computes the costs anew and writes measures.json: what the firm spends more, and
what income from fees and rebates it forgoes, in the first year of the one world with the best value of everything,
without a budget. What a measure brings is not counted: that is for the worlds to say.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashboard.questions import Question, Side
from sim import Scenario, load
from sim.scenario import list_shipped
from sim.scenario_events import STATUS_QUO

FILE = Path(__file__).with_suffix(".json")
YEAR, CUSTOMERS, SEED = 52, 4_000, 7
FORGONE = ("fees", "rebates")


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: the levers it moves from the status quo. All values are assumptions, within plausible ranges."""

    id: str
    levers: Mapping[str, float]


# Four that the customers' side would choose first, four that the product side would (users.md F8), in no order.
MEASURES = {
    one.id: one for one in (
        Measure("people", {"staffing": 1.15}),
        Measure("campaigns", {"campaign_reach": 0.02}),
        Measure("training", {"training": 0.9, "autonomy": 0.6}),
        Measure("offer", {"innovation": 1.4}),
        Measure("records", {"integration": 0.9, "analytics": 0.8}),
        Measure("newcomers", {"newcomer_discount": 0.15}),
        Measure("fees", {"hidden_fees": 0.0}),
        Measure("loyalty", {"tenure_reward": 0.02}),
    )
}


def levers_of(measures: Iterable[str]) -> dict[str, float]:
    """Return the levers that measures move together."""
    return {name: value for measure in measures for name, value in MEASURES[measure].levers.items()}


def question_of(scenario: str, measures: Iterable[str], **sizes: int | None) -> Question | None:
    """Return what the status quo with these measures is asked against the status quo; None where there are none.

    The envelope has been kept already, so the firm pays what the measures cost: no other budget is laid over it.
    """
    levers = levers_of(measures)
    if not levers:
        return None
    sides = (Side(STATUS_QUO), Side(STATUS_QUO).moved(**levers))
    return Question("compare", scenario, sides, budget="free", **sizes)  # type: ignore[arg-type]  # sizes are numbers


@cache
def known_costs() -> dict[str, dict[str, float]]:
    """Return the costs computed: market → measure → currency per customer and week."""
    found: dict[str, dict[str, float]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def costs_of(scenario: Scenario) -> dict[str, float]:
    """Return what each measure costs the firm in a year, in the market's currency; none where it is not known.

    Measures that cost nothing there, because the firm has them already, are left out.
    """
    market, firm = scenario.market, scenario.market.firms[scenario.firm]
    name = next((name for name, title in _titles().items() if title == str(market.title)), "")
    people = market.market_size * firm.share
    return {one: cost * people * YEAR for one, cost in known_costs().get(name, {}).items() if cost > 0}


@cache
def _titles() -> dict[str, str]:
    return {name: str(load(name).market.title) for name in list_shipped("markets")}


def compute(market: str) -> dict[str, float]:
    """Return what each measure costs more than the status quo, currency per customer and week."""
    from agents.books import line_of
    from sim import Market

    scenario = load(market)
    game = Market(scenario, rng=SEED, customers=CUSTOMERS, weeks=YEAR)
    lines, spent = [line_of(name) for name in FORGONE], dict[str, float]()
    plans: dict[str, Mapping[str, float]] = {"": {}} | {one.id: one.levers for one in MEASURES.values()}
    try:
        start = game.warm_up().snapshot()
        for name, levers in plans.items():
            game.restore(start)
            game.adopt(scenario.firm, levers)
            game.run(YEAR)
            results = game.results
            firm = results.firms.index(scenario.firm)
            paid = results.metric("spend")[:, firm].sum() - results.money[:, firm][:, lines].sum()
            spent[name] = float(paid / results.metric("customers")[:, firm].sum())
    finally:
        game.close()
    return {name: round(spent[name] - spent[""], 4) for name in MEASURES}


if __name__ == "__main__":
    FILE.write_text(json.dumps({name: compute(name) for name in list_shipped("markets")}, indent=1) + "\n", "utf-8")
    sys.stdout.write(FILE.read_text(encoding="utf-8"))
