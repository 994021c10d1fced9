"""What each department takes good customer experience to be: grown from its tasks, shared or not, right or not (M25)."""

from __future__ import annotations

import numpy as np

from agents.compiled import rule, step
from agents.offices import known, remember
from agents.parameters import uncertainty

uncertainty("idea_own", 0.06, plausible=(0.03, 0.1), bounds=(0.0, 0.3), unit="per four weeks", mechanism="M25",
            source="assumption", about="drift of a department's idea of good experience to what it is paid for itself")  # fmt: skip
uncertainty("idea_shared", 0.12, plausible=(0.06, 0.2), bounds=(0.0, 0.3), unit="per four weeks", mechanism="M25", neutral=0.0,
            source="assumption", about="drift to the departments' common picture, at full work on one")  # fmt: skip
uncertainty("idea_measured", 0.12, plausible=(0.06, 0.2), bounds=(0.0, 0.3), unit="per four weeks", mechanism="M25", neutral=0.0,
            source="assumption", about="drift to what matters to customers, at full measurement")  # fmt: skip
uncertainty("idea_distance_cost", 0.15, plausible=(0.05, 0.25), bounds=(0.0, 1.0), unit="share", mechanism="M25", neutral=0.0,
            source="assumption", about="quality lost by a department whose idea has nothing in common with customers'")  # fmt: skip
uncertainty("handover_fails", 0.15, plausible=(0.05, 0.3), bounds=(0.0, 1.0), unit="share", mechanism="M25", neutral=0.0,
            source="assumption", about="solved cases lost between departments that share no idea")  # fmt: skip
uncertainty("agreement_needed", 1.0, plausible=(0.5, 1.0), bounds=(0.0, 1.0), unit="0..1", mechanism="M25", neutral=0.0,
            source="assumption (model.md: 1)", about="how far a change of culture hangs on a shared idea of where to go")  # fmt: skip

THEMES = ("speed", "resolution", "friendliness", "price fairness", "relevance", "data respect")
# what matters to customers: mentions by switchers, D22 for resolution, friendliness and price; the others assumption
_MENTIONS = (0.20, 0.44, 0.34, 0.30, 0.10, 0.10)
IMPORTANCE = tuple(one / sum(_MENTIONS) for one in _MENTIONS)
HOLDERS = ("product", "service", "billing", "data_office")
PRODUCT, SERVICE, BILLING, DATA_OFFICE = range(len(HOLDERS))
# a department's idea where its lever is 0 and where it is 1: assumptions, from what each does all day
OWN: dict[str, tuple[str, tuple[float, ...], tuple[float, ...]]] = {
    "product": ("commission", (0.10, 0.05, 0.20, 0.15, 0.50, 0.0), (0.10, 0.0, 0.05, 0.25, 0.60, 0.0)),
    "service": ("service_pay", (0.60, 0.20, 0.20, 0.0, 0.0, 0.0), (0.15, 0.55, 0.30, 0.0, 0.0, 0.0)),
    "billing": ("complexity", (0.10, 0.20, 0.0, 0.70, 0.0, 0.0), (0.40, 0.10, 0.0, 0.50, 0.0, 0.0)),
    "data_office": ("transparency", (0.15, 0.0, 0.0, 0.0, 0.75, 0.10), (0.05, 0.05, 0.0, 0.0, 0.40, 0.50)),
}
LOW, HIGH = (np.array([OWN[holder][end] for holder in HOLDERS]) for end in (1, 2))
MATTERS = np.array(IMPORTANCE)
# distance at which quality is as usual: that of ideas left to themselves under the usual levers (a test keeps it true)
USUAL = (0.337, 0.268, 0.359, 0.518)
USUAL_MEAN = sum(USUAL) / len(USUAL)

remember(idea_agreement=1.0, idea_distance=0.0, records_relevance=1.0)


@step
def tasks_of(lived, holder):
    """Return the lever that shapes what a department does all day (OWN), as it is lived."""
    if holder == PRODUCT:
        return lived.commission
    if holder == SERVICE:
        return lived.service_pay
    return lived.complexity if holder == BILLING else lived.transparency


@rule
def suggested(low, high, lever):
    """Return the weight of a theme that tasks and pay suggest, between lever 0 and 1; suggested(.1, .3, .5) = .2."""
    return low + lever * (high - low)


@rule
def moved(idea, own, common, matters, pulls):
    """Return the weight of a theme after four weeks: p + o (own - p) + s (mean - p) + m (customers' importance - p)."""
    o, s, m = pulls
    return idea + o * (own - idea) + s * (common - idea) + m * (matters - idea)


@rule
def distance(one, other):
    """Return half the sum of absolute differences, 0 (the same) to 1 (nothing in common); ((1, 0), (.5, .5)): .5."""
    total = 0.0
    for theme in range(len(one)):
        total += abs(one[theme] - other[theme])
    return 0.5 * total


@step
def measured(firm, market):
    """Return how far customers are asked; as in the status quo where measuring itself (M19) is left out.

    For what asking does beside: it also bends ideas (M25), and is paid for.
    """
    fixed = firm.fixed.measurement
    return market.usual.measurement if fixed == fixed else firm.lived.measurement  # noqa: PLR0124


@step
def pulls_of(firm, market):
    """Return the pulls of own tasks, of the shared picture and of customers; profit centres pull to their own more."""
    nature, lived = market.nature, firm.lived
    return (
        nature.idea_own * (1.0 + lived.own_profit),
        nature.idea_shared * lived.shared_picture,
        nature.idea_measured * measured(firm, market),
    )


@step
def think(firm, market, own):
    """Move the ideas of a firm's departments by four weeks, and note how far they agree and how far they are off.

    Ideas start where departments' own tasks and measurement balance. Agreement P = 1 - mean of half the L1 distance to the
    mean idea; distance D to customers' importance, per department.
    """
    nature, memory, lived = market.nature, firm.memory, firm.lived
    holders, themes = LOW.shape
    if nature.idea_measured == 0.0 and nature.idea_shared == 0.0:  # left out: everybody's ideas are as far off as usual
        for h in range(holders):
            own.off[h] = USUAL[h]
        memory.idea_agreement, memory.idea_distance = 1.0, USUAL_MEAN
        return
    pulls = pulls_of(firm, market)
    first = pulls[2] / (pulls[0] + pulls[2]) if pulls[0] + pulls[2] > 0.0 else 0.0
    for t in range(themes):
        common = 0.0
        for h in range(holders):
            common += known(own.ideas[h, t], 0.0)
        common /= holders
        for h in range(holders):
            tasks = suggested(LOW[h, t], HIGH[h, t], tasks_of(lived, h))
            start = tasks + first * (MATTERS[t] - tasks)
            own.ideas[h, t] = known(moved(own.ideas[h, t], tasks, common, MATTERS[t], pulls), start)
    agree = apart = 0.0
    for h in range(holders):
        from_mean = from_customers = 0.0
        for t in range(themes):
            mean = 0.0
            for other in range(holders):
                mean += own.ideas[other, t]
            from_mean += abs(own.ideas[h, t] - mean / holders)
            from_customers += abs(own.ideas[h, t] - MATTERS[t])
        own.off[h] = 0.5 * from_customers
        agree += 0.5 * from_mean
        apart += own.off[h]
    memory.idea_agreement = 1.0 - agree / holders
    memory.idea_distance = apart / holders


@rule
def guided(cost, off, usual):
    """Return quality relative to the usual: 1 + delta (usual distance - distance); guided(.2, .1, .3) = 1.04."""
    return 1.0 + cost * (usual - off)


@rule
def lost_between(fails, agreement, own_profit):
    """Return the share of solved cases lost between departments: h0 (1 - P + half the own-profit weight).

    lost_between(.2, .7, 0) = .06; the share of own profit is an assumption.
    """
    return fails * (1.0 - agreement + 0.5 * own_profit)
