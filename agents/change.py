"""How a firm changes: culture, commitment and its wear, word given and broken, cuts under pressure (M20, M26, M34)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableMapping

from agents.arithmetic import clip
from agents.compiled import rule
from agents.parameters import LEVERS, uncertainty

uncertainty("culture_time", 104.0, plausible=(52.0, 208.0), bounds=(1.0, 520.0), unit="weeks", mechanism="M26", neutral=1.0,
            source="assumption (model.md: 26-260)", about="time constant of a change of culture under full commitment")  # fmt: skip
uncertainty("relapse_time", 52.0, plausible=(26.0, 104.0), bounds=(1.0, 520.0), unit="weeks", mechanism="M26", neutral=1.0,
            source="assumption: old ways return faster than new ones are learned", about="time constant by which the old ways return after a change is broken off")  # fmt: skip
uncertainty("impatience", 0.05, plausible=(0.0, 0.15), bounds=(0.0, 1.0), unit="per quarter", mechanism="M26", neutral=0.0,
            source="assumption", about="commitment lost per quarter of profit at nothing instead of plan")  # fmt: skip
uncertainty("urgency", 0.05, plausible=(0.0, 0.15), bounds=(0.0, 1.0), unit="per quarter", mechanism="M26", neutral=0.0,
            source="assumption", about="commitment won per quarter and point of rating that the board sees itself below its aspiration")  # fmt: skip
uncertainty("credibility_loss", 0.3, plausible=(0.1, 0.5), bounds=(0.0, 1.0), unit="share", mechanism="M20", neutral=0.0,
            source="assumption", about="credibility lost when an announced change is dropped or broken off")  # fmt: skip
uncertainty("credibility_time", 104.0, plausible=(52.0, 208.0), bounds=(1.0, 520.0), unit="weeks", mechanism="M20", neutral=1.0,
            source="assumption", about="time constant by which a firm's word is believed again")  # fmt: skip
uncertainty("cut_tolerance", 0.05, plausible=(0.02, 0.1), bounds=(0.0, 1.0), unit="share of the plan", mechanism="M26",
            source="assumption", about="shortfall of a quarter's profit that makes no board cut")  # fmt: skip

DROPPED_BELOW = 0.2
LIVED_FROM = 0.999  # culture from which a change counts as lived in full
KEPT_CUTS = 0.5  # of the cuts kept after a quarter without shortfall: assumption
# the order of cuts under pressure (Repenning & Sterman 2001): a stage begins when the one before is done; sizes: assumption
STAGES: tuple[tuple[tuple[str, float], ...], ...] = (
    (("training", -0.5), ("analytics", -0.4), ("measurement", -0.8)),
    (("staffing", -0.15),),
)
NEW_FEES = 0.01  # hidden fees per customer and week added in the last stage, the usual number of them: assumption
MOST_CUTS = len(STAGES) + 1.0
# what profit centres shift to others, per full weight of own profit: assumption
SHIFTED = (("training", -0.3), ("escalation", -0.3), ("goodwill", -0.3), ("staffing", -0.05), ("hidden_fees", 0.5))
QUALITY = ("staffing", "training")  # what the quality budget buys
CULTURAL = "culture"


@rule
def culture_after(culture: float, commitment: float, agreement: float, weeks: float) -> float:
    """Return culture a week on: c + [L P (1 - c) - (1 - L) c] / tau; culture_after(.5, .8, 1, 10) = .53."""
    return culture + (commitment * agreement * (1.0 - culture) - (1.0 - commitment) * culture) / weeks


@rule
def commitment_after(commitment: float, shortfall: float, impatience: float, gap: float, urgency: float) -> float:
    """Return commitment a quarter on: L - psi shortfall + psi2 gap seen; (.8, .5, .1, .2, .1) gives .77."""
    return float(clip(commitment - impatience * shortfall + urgency * gap))


@rule
def cuts_after(cuts: float, shortfall: float, reflex: float, tolerance: float) -> float:
    """Return how far cuts have gone, in stages: a shortfall deepens them, a quarter without one lifts half of them.

    cuts_after(.5, .25, 1, .05) = .75; cuts_after(.5, 0, 1, .05) = .25.
    """
    if shortfall > tolerance:
        return min(MOST_CUTS, cuts + reflex * shortfall)
    return KEPT_CUTS * cuts if cuts > 0.01 else 0.0


def cut_back(lived: MutableMapping[str, float], cuts: float) -> None:
    """Cut what a shortfall cuts, in its order; in the last stage hidden fees are added."""
    for number, stage in enumerate(STAGES):
        depth = clip(cuts - number)
        for name, change in stage:
            lived[name] = lived[name] * (1.0 + change * depth)
    more = clip(cuts - len(STAGES))
    if more > 0.0:
        lived["hidden_fees"] = min(LEVERS["hidden_fees"].high, lived["hidden_fees"] + NEW_FEES * more)


def shift_costs(lived: MutableMapping[str, float], weight: float) -> None:
    """Let each department save on what others, and customers, then have to bear (M34)."""
    for name, change in SHIFTED:
        lived[name] = min(LEVERS[name].high, lived[name] * (1.0 + change * weight))


def spend_on_quality(lived: MutableMapping[str, float], budget: float) -> None:
    """Let staff and training follow the budget that the board's picture of the firm leaves them (M19)."""
    for name in QUALITY:
        lived[name] = min(LEVERS[name].high, lived[name] * budget)


def cultural_changes(before: Mapping[str, float], after: Mapping[str, float], fixed: Collection[str] = ()) -> bool:
    """Whether any cultural lever differs that is not `fixed`, that is of a mechanism left out."""
    return any(
        before[name] != after[name] for name, entry in LEVERS.items() if entry.lag == CULTURAL and name not in fixed
    )
