"""The model's predisposition: how often one side wins where nothing was calibrated, per market (users.md F6).

`python -m experiments.predisposition [MARKET …]` computes it anew, without names for all markets, and writes
experiments/predisposition.json, which reports and README.md quote. There is no target for it; a share beyond 90 % or
below 10 % is explained in docs/ODD.md.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from experiments.worlds import as_table, uncalibrated_world
from sim import Scenario, load
from sim.scenario import list_shipped

FILE = Path(__file__).with_suffix(".json")
ARMS = ("product_centric", "customer_centric")
WORLDS, CUSTOMERS, SEED = 100, 2_000, 7


@dataclass(frozen=True, slots=True)
class Predisposition:
    """In how many uncalibrated worlds customer_centric is ahead of, level with, behind product_centric in value."""

    market: str
    title: str
    worlds: int
    customers: int
    ahead: int
    level: int
    behind: int

    @property
    def is_lopsided(self) -> bool:
        """Whether one side wins in more than nine of ten worlds: that asks for an explanation."""
        return not 0.1 * self.worlds <= self.ahead <= 0.9 * self.worlds


def predisposition(
    market: str, *, worlds: int = WORLDS, customers: int = CUSTOMERS, seed: int = SEED,
) -> Predisposition:
    """Compare the two strategies at equal budget in worlds that no market's figures have selected."""
    from experiments.compare import compare  # which quotes what was computed here

    scenario = load(market)
    table = as_table([uncalibrated_world(scenario, seed, draw) for draw in range(worlds)])
    found = compare(scenario, ARMS, table, budget="equal", customers=customers, luck=False)
    value = next(entry for entry in found.data["outcomes"] if entry["name"] == "value")
    row = value["contrasts"][ARMS[1]]
    return Predisposition(market, titled(scenario), worlds, customers, row["ahead"], row["level_count"], row["behind"])


def titled(scenario: Scenario) -> str:
    """Return the market's name in words, by which reports find it again."""
    title = scenario.market.title
    return title if isinstance(title, str) else title["en"]


def of_market(scenario: Scenario) -> Predisposition | None:
    """Return what was computed for a scenario's market; nothing for a market of one's own."""
    return next((one for one in known().values() if one.title == titled(scenario)), None)


@cache
def known() -> dict[str, Predisposition]:
    """Return what was computed for the shipped markets."""
    return {name: Predisposition(**row) for name, row in json.loads(FILE.read_text(encoding="utf-8")).items()}


def _with(new: Predisposition) -> dict[str, dict[str, object]]:
    """Return every row of the file, with a new one in its place."""
    known.cache_clear()
    return {name: asdict(one) for name, one in sorted((known() | {new.market: new}).items())}


if __name__ == "__main__":
    for name in sys.argv[1:] or list_shipped("markets"):
        FILE.write_text(json.dumps(_with(predisposition(name)), indent=1) + "\n", encoding="utf-8")
        sys.stdout.write(f"{name} is written\n")
