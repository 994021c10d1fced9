"""How the shipped scenarios come out: where a strategy wins and where it loses, counted in plausible worlds (users F9).

`python -m experiments.standings [NAME …]` computes it anew, without names for every shipped scenario and market whose
values or code have changed since, and writes experiments/standings.json, which `goodwill list` reads. A scenario that
asks for a guess first, a step of the ladder, is left out: a list would give the answer away.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from sim import Scenario, ScenarioError, load
from sim.manifests import program_digest
from sim.scenario import list_shipped
from sim.scenario_errors import unknown

FILE = Path(__file__).with_suffix(".json")
SIDES = ("product_centric", "customer_centric")
WORLDS, CUSTOMERS = 20, 1_000      # the fewest that words are said of; people: assumption
SEED = 9        # no other than the scenarios' own, on which the search for losing ones looks
WORDS = ("wins", "level", "loses", "open")


@dataclass(frozen=True, slots=True)
class Standing:
    """In how many plausible worlds a strategy is ahead of, level with, behind another in what decides a scenario."""

    strategy: str
    against: str
    outcome: str
    ahead: int
    level: int
    behind: int

    @property
    def worlds(self) -> int:
        """All worlds counted."""
        return self.ahead + self.level + self.behind

    @property
    def word(self) -> str:
        """What holds in more than half of the worlds: wins, level or loses; open where none does."""
        counts = {"wins": self.ahead, "level": self.level, "loses": self.behind}
        return next((word for word, count in counts.items() if 2 * count > self.worlds), "open")

    def mirrored(self) -> Standing:
        """Return the same from the other's side."""
        return Standing(self.against, self.strategy, self.outcome, self.behind, self.level, self.ahead)


@dataclass(frozen=True, slots=True)
class Record:
    """What was computed for a scenario, and with what: digests of its values and of the code, version, size, seed."""

    scenario: str
    code: str
    version: str
    customers: int
    seed: int
    standings: tuple[Standing, ...]


def record(
    scenario: Scenario, *, worlds: int = WORLDS, customers: int = CUSTOMERS, seed: int = SEED,
    workers: int | None = None,
) -> Record:
    """Play every strategy of a scenario, of a market both sides, and count the worlds.

    Each is set against product_centric, where the scenario has it, else against its first; product_centric itself
    against customer_centric. The scenario's own outcome decides.
    """
    from experiments.compare import compare
    from experiments.provenance import versions

    arms = tuple(scenario.strategies or SIDES)
    first = SIDES[0] if SIDES[0] in arms else arms[0]
    sized = scenario.model_copy(update={"worlds": worlds, "customers": customers, "seed": seed})
    found = compare(sized, arms, worlds, reference=first, luck=False, booked_only=True, workers=workers)
    rows = next(entry for entry in found.data["outcomes"] if entry["name"] == sized.outcome)["contrasts"]
    counted = [
        Standing(arm, first, sized.outcome, row["ahead"], row["level_count"], row["behind"])
        for arm, row in rows.items()
    ]
    other = [one.mirrored() for one in counted if (one.strategy, one.against) == SIDES[::-1]]
    return Record(
        scenario.digest(), program_digest(), versions()["version"], customers, seed, standings=(*counted, *other),
    )


@cache
def known() -> dict[str, Record]:
    """Return what is on record, by the name of the scenario or market."""
    if not FILE.is_file():
        return {}
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: Record(**{**row, "standings": tuple(Standing(**one) for one in row["standings"])})
            for name, row in kept.items()}


def found(name: str, strategy: str) -> Standing | None:
    """Return how a strategy comes out in a shipped scenario or market, if it is on record."""
    standings = known()[name].standings if name in known() else ()
    return next((one for one in standings if one.strategy == strategy), None)


def condition(text: str) -> tuple[str, str]:
    """Read STRATEGY=WORD.

    Raises:
        ScenarioError: if no scenario on record has the strategy, or there is no such word.
    """
    strategy, _, word = text.partition("=")
    strategies = {one.strategy for row in known().values() for one in row.standings}
    problems = []
    if strategy not in strategies:
        problems.append(f"--where: {unknown('strategy', strategy, strategies)}")
    if word not in WORDS:
        problems.append(f"--where {strategy}=: '{word}' is no result; there are {', '.join(WORDS)}")
    if problems:
        raise ScenarioError(problems)
    return strategy, word


def asked() -> list[str]:
    """Return the shipped markets and scenarios that belong on record."""
    return [*list_shipped("markets"), *(name for name in list_shipped("scenarios") if not load(name).guess)]


def _stale(name: str) -> bool:
    """Whether a scenario's values or the code are others than on record."""
    row = known().get(name)
    return row is None or (row.scenario, row.code) != (load(name).digest(), program_digest())


def _keep(name: str, new: Record) -> None:
    """Write a row into the file, in the place of an older one; rows of files that are no more go."""
    known.cache_clear()
    there = {*list_shipped("markets"), *list_shipped("scenarios")}
    rows = {key: asdict(row) for key, row in sorted((known() | {name: new}).items()) if key in there}
    FILE.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for wanted in sys.argv[1:] or [name for name in asked() if _stale(name)]:
        _keep(wanted, record(load(wanted)))
        sys.stdout.write(f"{wanted} is written\n")
        sys.stdout.flush()
