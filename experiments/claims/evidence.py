"""What would be no evidence: placebos, knock-outs, and worlds from the bounds; each ends as soon as it is certain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from experiments.claims.models import Claim, Neutral
from experiments.verdicts import Outcome, Quantifier, Share, Verdict, can_still_be_supported, share

Kind = Literal["placebo", "near", "bounds"]


@dataclass
class Check:
    """One check of one claim: what is made neutral, what its worlds said so far, whether it goes on.

    `sign` is −1 for a claim that was found reversed: then the opposite is what must not hold.
    """

    kind: Kind
    neutral: Neutral | None
    quantifier: Quantifier
    sign: Literal[1, -1] = 1
    outcomes: list[Outcome] = field(default_factory=list)
    is_open: bool = True

    def note(self, outcome: Outcome, planned: int) -> None:
        """Take what one world says; close the check when no further world can change its answer."""
        self.outcomes.append(None if outcome is None else _turned(outcome, self.sign))
        if self.kind == "bounds":
            failed = outcome is not None and self.outcomes[-1] != 1
            self.is_open = not failed and len(self.outcomes) < planned
        else:
            possible = can_still_be_supported(self.quantifier, self.outcomes, planned)
            self.is_open = possible and len(self.outcomes) < planned

    @property
    def hits(self) -> Share:
        """Hits among the worlds that were run and in which the claim applies."""
        known = [one for one in self.outcomes if one is not None]
        return share(sum(one == 1 for one in known), len(known))

    @property
    def holds(self) -> bool:
        """Whether the verdict stands all the same: with its mechanism neutral, or in every world from the bounds."""
        if self.kind == "bounds":
            return self.hits.n > 0 and self.hits.k == self.hits.n
        return can_still_be_supported(self.quantifier, self.outcomes, len(self.outcomes)) and self.hits.n > 0


def _turned(outcome: Outcome, sign: int) -> Outcome:
    if outcome is None or sign == 1:
        return outcome
    return -1 if outcome == 1 else 1 if outcome == -1 else 0


def checks_of(claim: Claim, verdict: Verdict | None) -> list[Check]:
    """Return the checks that a verdict calls for: of supported and of reversed claims, and of no other."""
    if verdict is None or not (verdict.word == "supported" or verdict.why == "reversed"):
        return []
    if claim.quantifier == "never":
        return []       # it is supported where hardly any world is a hit; there is nothing to take away
    sign: Literal[1, -1] = -1 if verdict.why == "reversed" else 1
    placebo = [Check("placebo", claim.placebo, claim.quantifier, sign)] if claim.placebo else []
    near = [Check("near", one, claim.quantifier, sign) for one in claim.near]
    return [*placebo, *near, Check("bounds", None, claim.quantifier, sign)]
