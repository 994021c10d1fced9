"""How a firm changes: culture, commitment and its wear, word given and broken, cuts under pressure (M20, M26, M34)."""

from __future__ import annotations

from agents.arithmetic import clip
from agents.compiled import rule, step
from agents.offices import known, remember
from agents.parameters import uncertainty

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

CULTURAL = "culture"  # the lag of levers that are lived only as far as the culture has moved
DROPPED_BELOW = 0.2
LIVED_FROM = 0.999  # culture from which a change counts as lived in full
KEPT_CUTS = 0.5  # of the cuts kept after a quarter without shortfall: assumption
# what a shortfall cuts, in its order (Repenning & Sterman 2001): a stage begins when the one before is done; sizes: assumption
TRAINING_CUT, ANALYTICS_CUT, MEASUREMENT_CUT = -0.5, -0.4, -0.8
STAFFING_CUT = -0.15
NEW_FEES = 0.01  # hidden fees per customer and week added in the last stage, the usual number of them: assumption
MOST_CUTS = 3.0
# what profit centres shift to others, per full weight of own profit: assumption
TRAINING_SHIFT, ESCALATION_SHIFT, GOODWILL_SHIFT, STAFFING_SHIFT, FEES_SHIFT = -0.3, -0.3, -0.3, -0.05, 0.5

remember(culture=1.0, commitment=1.0, change_lived=1.0, kept=1.0, reverting=0.0, credibility=1.0, cuts=0.0,
         quality_budget=1.0, purse=1.0)  # fmt: skip


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


@rule
def changed(value, change, depth):
    """Return a lever changed by a share, as far as it goes; changed(.4, -.5, .5) = .3."""
    return value * (1.0 + change * depth)


@step
def cut_back(lived, high, cuts):
    """Cut what a shortfall cuts, in its order; in the last stage hidden fees are added."""
    first, second, last = clip(cuts), clip(cuts - 1.0), clip(cuts - 2.0)
    lived.training = changed(lived.training, TRAINING_CUT, first)
    lived.analytics = changed(lived.analytics, ANALYTICS_CUT, first)
    lived.measurement = changed(lived.measurement, MEASUREMENT_CUT, first)
    lived.staffing = changed(lived.staffing, STAFFING_CUT, second)
    if last > 0.0:
        lived.hidden_fees = min(high.hidden_fees, lived.hidden_fees + NEW_FEES * last)


@step
def shift_costs(lived, high, weight):
    """Let each department save on what others, and customers, then have to bear (M34)."""
    lived.training = min(high.training, changed(lived.training, TRAINING_SHIFT, weight))
    lived.escalation = min(high.escalation, changed(lived.escalation, ESCALATION_SHIFT, weight))
    lived.goodwill = min(high.goodwill, changed(lived.goodwill, GOODWILL_SHIFT, weight))
    lived.staffing = min(high.staffing, changed(lived.staffing, STAFFING_SHIFT, weight))
    lived.hidden_fees = min(high.hidden_fees, changed(lived.hidden_fees, FEES_SHIFT, weight))


@step
def spend_on_quality(lived, high, budget):
    """Let staff and training follow the budget that the board's picture of the firm leaves them (M19)."""
    lived.staffing = min(high.staffing, lived.staffing * budget)
    lived.training = min(high.training, lived.training * budget)


@step
def keep_fixed(firm):
    """Hold the levers of mechanisms that are left out: they are neither cut nor shifted."""
    lived, fixed = firm.all_lived, firm.all_fixed
    for i in range(lived.shape[0]):
        lived[i] = known(fixed[i], lived[i])


@step
def live(firm, market):
    """Recompute the levers a firm lives, from culture, purse, cuts and what departments shift to others.

    Cultural levers follow the culture c from their origin, origin + c (declared - origin); levers that buy things follow
    the purse.
    """
    declared, origin, lived = firm.all_declared, firm.all_origin, firm.all_lived
    memory, high = firm.memory, market.high
    for i in range(lived.shape[0]):
        value = declared[i]
        if memory.culture != 1.0 and market.cultural[i] > 0.0 and value != origin[i]:
            value = origin[i] + memory.culture * (value - origin[i])
        if memory.purse != 1.0 and market.scaled[i] > 0.0:
            value = min(market.all_high[i], value * memory.purse)
        lived[i] = value
    keep_fixed(firm)
    if memory.quality_budget != 1.0:
        spend_on_quality(firm.lived, high, memory.quality_budget)
    if firm.lived.own_profit > 0.0:
        shift_costs(firm.lived, high, firm.lived.own_profit)
    if memory.cuts > 0.0:
        cut_back(firm.lived, high, memory.cuts)
    for i in range(lived.shape[0]):
        if firm.all_ruled[i] > 0.0:
            lived[i] = min(max(lived[i], firm.all_least[i]), firm.all_most[i])
    keep_fixed(firm)


@step
def break_off(firm, market):
    """Give a cultural change up: the old ways return from what is lived now, and the next word is believed less."""
    live(firm, market)
    memory = firm.memory
    for i in range(firm.all_lived.shape[0]):
        if market.cultural[i] > 0.0:
            firm.all_declared[i] = firm.all_origin[i]
        firm.all_origin[i] = firm.all_lived[i]
    memory.credibility = memory.credibility * (1.0 - market.nature.credibility_loss)
    memory.kept, memory.culture, memory.commitment, memory.reverting = memory.culture, 0.0, 0.0, 1.0
