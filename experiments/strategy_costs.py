"""What each shipped strategy spends at market prices, against the status quo, per customer and week.

`python -m experiments.strategy_costs` computes it anew (first year, discretionary lines, best value of everything, no
budget) and writes experiments/strategy_costs.json, from which `goodwill list strategies` quotes it.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

from sim import Market, load
from sim.scenario import list_shipped, load_strategy

FILE = Path(__file__).with_suffix(".json")
YEAR, CUSTOMERS, SEED = 52, 4_000, 7


def costs(market: str) -> dict[str, float]:
    """Return, per strategy, discretionary spending beyond the status quo's, currency per customer and week."""
    arms: dict[str, dict[str, float]] = {"status_quo": {}}
    arms |= {name: dict(load_strategy(name).signature) for name in list_shipped("strategies")}
    game = Market(load(market), rng=SEED, customers=CUSTOMERS, weeks=YEAR)
    try:
        start, spent = game.warm_up().snapshot(), {}
        for name, levers in arms.items():
            game.restore(start)
            game.adopt(game.firms[0].name, levers)
            game.run(YEAR)
            results = game.results
            spent[name] = float(results.metric("spend")[:, 0].sum() / results.metric("customers")[:, 0].sum())
    finally:
        game.close()
    return {name: round(value - spent["status_quo"], 4) for name, value in spent.items() if name != "status_quo"}


@cache
def known() -> dict[str, dict[str, float]]:
    """Return what was computed: market → strategy → currency per customer and week."""
    found: dict[str, dict[str, float]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    FILE.write_text(json.dumps({name: costs(name) for name in list_shipped("markets")}, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{FILE} is written\n")
