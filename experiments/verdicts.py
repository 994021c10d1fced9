"""Verdicts on claims, pure functions of counted worlds: supported, contradicted, depends on, not settled.

In each world a claim is a hit (+1), the opposite (−1) or level (0); None where it does not apply or cannot be measured.
Limits of shares are Clopper–Pearson. The rules and their operating characteristics are fixed before any run.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from experiments import statistics as st

Quantifier: TypeAlias = Literal["usually", "can", "never"]
Word: TypeAlias = Literal["supported", "contradicted", "depends", "not settled"]
Why: TypeAlias = Literal[
    "", "reversed", "no relevant effect", "market", "condition", "does not apply", "too few worlds", "no condition",
]
Outcome: TypeAlias = Literal[1, 0, -1] | None
Flags: TypeAlias = NDArray[np.bool_]

WORLDS = 96             # 32 in each of three markets
EXTENDED = 384          # the one extension
LEVEL = 0.99            # of the limits by which a verdict is said
CONFIRMING = 0.95       # of the limits by which a condition is confirmed on the even worlds
USUALLY, SELDOM = 0.75, 0.25
POSSIBLE = 0.10
MOST_NOT_APPLYING = 0.25
EACH_SIDE = 12          # odd worlds on either side of a condition's cut


@dataclass(frozen=True, slots=True)
class Share:
    """k of n worlds, with the limits of the share."""

    k: int
    n: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Split:
    """A condition that decides: hits inside and outside of it, on the odd worlds (found) and the even (confirmed)."""

    name: str
    above: bool
    found: tuple[Share, Share]
    confirmed: tuple[Share, Share]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict and the counts behind it; `why` says of what kind, `not_applying` counts worlds left out."""

    word: Word
    why: Why
    hits: Share
    opposites: Share
    not_applying: int
    markets: Mapping[str, Share]
    split: Split | None = None


@cache
def share(k: int, n: int, level: float = LEVEL) -> Share:
    """Return k of n with its limits; of nothing, 0 to 1."""
    low, high = st.clopper_pearson(k, n, level=level) if n else (0.0, 1.0)
    return Share(k, n, low, high)


def is_usual(hits: Share, markets: Mapping[str, Share]) -> bool:
    """Whether `usually` is supported: LB ≥ .75 over all, and no market with UB < .75."""
    return hits.low >= USUALLY and not any(one.high < USUALLY for one in markets.values())


def is_seldom(hits: Share, markets: Mapping[str, Share]) -> bool:
    """Whether `usually` is contradicted: UB ≤ .25 over all, and no market with LB > .25."""
    return hits.high <= SELDOM and not any(one.low > SELDOM for one in markets.values())


def differs_by_market(markets: Mapping[str, Share]) -> bool:
    """Whether the claim usually holds in one market (LB > .5) and usually fails in another (UB < .5)."""
    return any(one.low > 0.5 for one in markets.values()) and any(one.high < 0.5 for one in markets.values())


def judge(
    outcomes: Sequence[Outcome], markets: Sequence[str], numbers: Sequence[int], *, quantifier: Quantifier = "usually",
    conditions: Mapping[str, Flags] | None = None,
) -> Verdict:
    """Return the verdict on a claim.

    Args:
        outcomes: per world +1, 0, −1 or None.
        markets: per world its market.
        numbers: per world its number within the market; odd ones find conditions, even ones confirm them.
        quantifier: how often the claim says that its hit happens.
        conditions: per declared condition, in which worlds it lies above its cut.
    """
    signs = np.array([math.nan if one is None else one for one in outcomes], dtype=np.float64)
    known = np.isfinite(signs)
    n, where = int(known.sum()), np.asarray(markets)
    by_market = {name: _hits(signs, known & (where == name)) for name in dict.fromkeys(markets)}
    hits, opposites = _hits(signs, known), share(int((signs == -1).sum()), n)
    word, why = _word(quantifier, hits, opposites, by_market)
    left_out, split = len(outcomes) - n, None
    if left_out > MOST_NOT_APPLYING * len(outcomes):
        word, why = "not settled", "does not apply"
    elif word == "not settled":
        split = find_split(signs == 1, known, np.asarray(numbers) % 2 == 1, conditions or {})
        if differs_by_market(by_market):
            word, why, split = "depends", "market", None
        elif split is not None:
            word, why = "depends", "condition"
        else:
            why = "too few worlds" if could_be_reached(quantifier, hits) else "no condition"
    return Verdict(word, why, hits, opposites, left_out, by_market, split)


def _hits(signs: NDArray[np.float64], among: Flags) -> Share:
    return share(int((signs[among] == 1).sum()), int(among.sum()))


def _word(
    quantifier: Quantifier, hits: Share, opposites: Share, markets: Mapping[str, Share],
) -> tuple[Word, Why]:
    """Return supported or contradicted where the counts say so, without a look at conditions."""
    if quantifier == "usually":
        if is_usual(hits, markets):
            return "supported", ""
        if is_seldom(hits, markets):
            return "contradicted", "reversed" if opposites.low > 0.5 else "no relevant effect"
        return "not settled", ""
    happens: Word = "supported" if quantifier == "can" else "contradicted"
    fails: Word = "contradicted" if quantifier == "can" else "supported"
    if hits.low >= POSSIBLE:
        return happens, ""
    return (fails, "") if hits.high <= POSSIBLE else ("not settled", "")


def find_split(hits: Flags, known: Flags, odd: Flags, conditions: Mapping[str, Flags]) -> Split | None:
    """Return the condition with the largest difference on the odd worlds, if the even ones confirm it.

    Confirmed: among the even worlds LB95 > .5 inside and UB95 < .5 outside. Only one condition is ever tried.
    """
    best: tuple[float, str] | None = None
    for name, above in conditions.items():
        sides = [known & odd & (above == side) for side in (True, False)]
        if min(int(side.sum()) for side in sides) < EACH_SIDE:
            continue
        gap = float(hits[sides[0]].mean() - hits[sides[1]].mean())
        if best is None or abs(gap) > abs(best[0]):
            best = gap, name
    if best is None or best[0] == 0:
        return None
    gap, name = best
    inside = conditions[name] == (gap > 0)
    found = _two(hits, known & odd, inside)
    confirmed = _two(hits, known & ~odd, inside)
    holds = confirmed[0].low > 0.5 and confirmed[1].high < 0.5
    return Split(name, gap > 0, found, confirmed) if holds else None


def _two(hits: Flags, among: Flags, inside: Flags) -> tuple[Share, Share]:
    sides = (among & inside, among & ~inside)
    one, other = (share(int(hits[side].sum()), int(side.sum()), CONFIRMING) for side in sides)
    return one, other


def could_be_reached(quantifier: Quantifier, hits: Share, worlds: int = EXTENDED) -> bool:
    """Whether some share within the limits would, in all worlds of the extension, give supported or contradicted."""
    high, low = (share(round(end * worlds), worlds) for end in (hits.high, hits.low))
    if quantifier == "usually":
        return high.low >= USUALLY or low.high <= SELDOM
    return high.low >= POSSIBLE or low.high <= POSSIBLE


def can_still_be_supported(quantifier: Quantifier, outcomes: Sequence[Outcome], planned: int = WORLDS) -> bool:
    """Whether a check that stops early may still end as supported, whatever the worlds to come say."""
    seen = [one for one in outcomes if one is not None]
    hits, rest = sum(one == 1 for one in seen), planned - len(outcomes)
    if quantifier == "never":
        return share(hits, len(seen) + rest).high <= POSSIBLE
    wanted = USUALLY if quantifier == "usually" else POSSIBLE
    return share(hits + rest, len(seen) + rest).low >= wanted


def sets_differ(
    not_beaten: Mapping[str, Sequence[str]], best_share: Mapping[str, float], *, most: float = USUALLY,
) -> tuple[bool, tuple[str, str] | None]:
    """Return whether no arm is the best for all: two markets share no unbeaten arm, or none is best in > 75 %.

    Args:
        not_beaten: per market the arms that no other beats.
        best_share: per arm the share of all worlds in which it is best.
        most: the share up to which an arm is not the best for all.

    The pair of markets whose sets do not overlap is returned too, where there is one.
    """
    names = list(not_beaten)
    apart = [(a, b) for k, a in enumerate(names) for b in names[k + 1 :] if not set(not_beaten[a]) & set(not_beaten[b])]
    return bool(apart) or max(best_share.values()) <= most, apart[0] if apart else None
