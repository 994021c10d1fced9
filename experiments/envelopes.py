"""Result against spend: every arm with half, all and one and a half of the money, in the same worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from experiments import statistics as st
from experiments.contrasts import Runs, contrast, mean_known, outcome_margin
from experiments.margins import margin_of
from experiments.statistics import Floats
from experiments.trial import Arm

SHARES = (0.5, 1.0, 1.5)    # of the comparison's envelope
WHOLE = SHARES.index(1.0)
OUTCOME, SPENT = 0, 1       # places of what is looked at


def scaled(arms: Sequence[Arm]) -> tuple[Arm, ...]:
    """Return the arms again with each other share of the money, the shares first."""
    return tuple(replace(arm, id=f"{arm.id}@{share:g}", share=share) for share in SHARES if share != 1 for arm in arms)


def envelopes(runs: Runs, own: Floats, more: Floats) -> dict[str, Any]:
    """Return how every arm does with every share of the envelope.

    `difference` is the outcome less that of the reference with all of its money, `contrast` less that of the reference
    with the same share; `kept` is what is spent over what the arm spends with all of it: less is bought only where the
    budget scales a lever.

    Args:
        runs: the comparison.
        own: outcome, money spent and margin given up of its arms, worlds × arms × 3.
        more: the same of `scaled` arms, worlds × (shares but the whole · arms) × 3.
    """
    n, arms, looked_at = own.shape
    other = more.reshape(n, len(SHARES) - 1, arms, looked_at)
    found = np.concatenate([other[:, :WHOLE], own[:, None], other[:, WHOLE:]], axis=1)
    primary = runs.outcomes[0]
    return {
        "shares": list(SHARES), "envelope": runs.design.envelope, "outcome": primary.name,
        "margin": outcome_margin(runs, primary.name), "worlds": n,
        "arms": {
            name: [_with(runs, found, share, arm) for share in range(len(SHARES))] for arm, name in enumerate(runs.arms)
        },
    }


def _with(runs: Runs, found: Floats, share: int, arm: int) -> dict[str, Any]:
    """Return one arm with one share, by their places."""
    outcome, reference = runs.outcomes[0], runs.reference
    values, spent = found[:, share, arm, OUTCOME], found[:, :, arm, SPENT]
    beside = values - found[:, share, reference, OUTCOME]
    base = mean_known(found[:, share, reference, SPENT])
    judged = contrast(
        beside, outcome_margin(runs, outcome.name), outcome, level=st.against_reference(len(runs.arms)),
    )
    return {
        "share": SHARES[share], "spent": mean_known(spent[:, share]),
        "equal_cost": abs(mean_known(spent[:, share]) - base) <= margin_of("spend", reference=base),
        "kept": mean_known(spent[:, share]) / mean_known(spent[:, WHOLE]), "level": st.spread(values),
        "difference": st.spread(values - found[:, WHOLE, reference, OUTCOME]),
        "own": st.spread(values - found[:, WHOLE, arm, OUTCOME]),
        "contrast": None if arm == reference else judged,
    }
