"""Claims judged: one row per world, and from all rows a verdict or a ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from experiments.claims.evidence import Check
from experiments.claims.files import ClaimFile
from experiments.claims.measures import START, Value, at_start, measure_of, revenue_of, spent_of
from experiments.claims.models import Claim
from experiments.claims.outcomes import WorldOutcome, number
from experiments.claims.worlds import is_above
from experiments.margins import margin_of
from experiments.statistics import ENOUGH_WORLDS, Floats, best_share, not_beaten
from experiments.verdicts import Verdict, judge, sets_differ
from experiments.worlds import World
from sim import Scenario


@dataclass(frozen=True)
class Row:
    """One claim in one world: where, what it says, and the values that conditions look at."""

    market: str
    world: World
    outcome: WorldOutcome
    arms: dict[str, dict[str, Value]]
    seen: dict[str, float]


@dataclass(frozen=True)
class Ranked:
    """How arms rank: per market those not beaten, per arm the share of worlds in which it is best.

    `differs` says whether no arm is the best for all; None where a market has too few worlds to say who is beaten.
    """

    differs: bool | None
    apart: tuple[str, str] | None
    not_beaten: dict[str, list[str]]
    best: dict[str, float]
    best_by_market: dict[str, dict[str, float]]
    n: int


@dataclass
class Tested:
    """One claim with everything that was found about it; `first` is the verdict before an extension.

    `luck` is, for claims of `can` and `never`, by how many margins luck alone moves each contrast of hit and opposite.
    """

    file: ClaimFile
    rows: list[Row]
    verdict: Verdict | None = None
    first: Verdict | None = None
    ranked: Ranked | None = None
    checks: list[Check] = field(default_factory=list)
    luck: tuple[float, ...] = ()

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.file.claim


def seen_in(claim: Claim, world: World, extra: dict[str, float], base: dict[str, Value]) -> dict[str, float]:
    """Return the value of every condition in a world, by path."""
    found = {}
    for condition in claim.conditions:
        kind, _, name = condition.path.partition(".")
        if kind == START:
            found[condition.path] = number(base[at_start(condition.path).key])
        else:
            found[condition.path] = world.nature[name] if kind == "nature" else extra[condition.path]
    return found


def verdict_of(claim: Claim, rows: Sequence[Row], scenarios: dict[str, Scenario]) -> Verdict:
    """Return the verdict that all worlds together give."""
    above = {
        one.path: np.array([is_above(one, claim, scenarios[row.market], row.seen) for row in rows])
        for one in claim.conditions
    }
    return judge(
        [row.outcome.outcome for row in rows], [row.market for row in rows], [row.world.number for row in rows],
        quantifier=claim.quantifier, conditions=above,
    )


def ranked(claim: Claim, rows: Sequence[Row]) -> Ranked:
    """Rank the arms, market by market, and over all worlds."""
    ranking = claim.ranking
    if ranking is None:
        raise TypeError("only claims about a ranking are ranked")
    measure, arms = measure_of(ranking, claim.weeks), list(claim.arms)
    revenue = revenue_of(measure).key
    tables: dict[str, Floats] = {}
    unbeaten: dict[str, list[str]] = {}
    for market in dict.fromkeys(row.market for row in rows):
        here = [row for row in rows if row.market == market]
        table = np.array([[number(row.arms[arm][measure.key]) for arm in arms] for row in here])
        tables[market] = table[np.isfinite(table).all(axis=1)]
        base = [row.arms[claim.base] for row in here]
        margin = margin_of(
            measure.formula, reference=_mean(base, measure.key), revenue=_mean(base, revenue),
        )
        unbeaten[market] = [arms[k] for k in not_beaten(tables[market], margin, ranking.better)]
    best = best_share(np.concatenate(list(tables.values())), ranking.better)
    by_market = {market: _by_arm(arms, best_share(table, ranking.better)) for market, table in tables.items()}
    differs, apart = sets_differ(unbeaten, _by_arm(arms, best))
    enough = min(len(table) for table in tables.values()) >= ENOUGH_WORLDS
    n = sum(len(table) for table in tables.values())
    return Ranked(
        differs if enough else None, apart if enough else None, unbeaten, _by_arm(arms, best), by_market, n,
    )


def extra_cost(claim: Claim, rows: Sequence[Row]) -> dict[str, float]:
    """Return per arm by which share it spends more than the base (present value), mean over the worlds."""
    key = spent_of(claim.weeks).key
    spent = {arm: [number(row.arms[arm].get(key, np.nan)) for row in rows] for arm in claim.arms}
    found = {}
    for arm, own in spent.items():
        pairs = zip(own, spent[claim.base], strict=True)
        shares = [one / base - 1.0 for one, base in pairs if base > 0 and np.isfinite(one)]
        found[arm] = float(np.mean(shares)) if shares else float("nan")
    return found


def _mean(runs: Sequence[dict[str, Value]], key: str) -> float:
    return sum(number(one[key]) for one in runs) / len(runs)


def _by_arm(arms: Sequence[str], numbers: Floats) -> dict[str, float]:
    return {arm: float(x) for arm, x in zip(arms, numbers, strict=True)}
