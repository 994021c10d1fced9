"""What each department takes good customer experience to be: grown from its tasks, shared or not, right or not (M25)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agents.compiled import rule
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
# a department's idea where its lever is 0 and where it is 1: assumptions, from what each does all day
OWN: dict[str, tuple[str, tuple[float, ...], tuple[float, ...]]] = {
    "product": ("commission", (0.10, 0.05, 0.20, 0.15, 0.50, 0.0), (0.10, 0.0, 0.05, 0.25, 0.60, 0.0)),
    "service": ("service_pay", (0.60, 0.20, 0.20, 0.0, 0.0, 0.0), (0.15, 0.55, 0.30, 0.0, 0.0, 0.0)),
    "billing": ("complexity", (0.10, 0.20, 0.0, 0.70, 0.0, 0.0), (0.40, 0.10, 0.0, 0.50, 0.0, 0.0)),
    "data_office": ("transparency", (0.15, 0.0, 0.0, 0.0, 0.75, 0.10), (0.05, 0.05, 0.0, 0.0, 0.40, 0.50)),
}
# distance at which quality is as usual: that of ideas left to themselves under the usual levers (a test keeps it true)
USUAL = {"product": 0.337, "service": 0.268, "billing": 0.359, "data_office": 0.518}
USUAL_MEAN = sum(USUAL.values()) / len(USUAL)
KEYS = {holder: tuple(f"{holder}: {theme}" for theme in THEMES) for holder in HOLDERS}

Idea = tuple[float, ...]


def own_idea(holder: str, lived: Mapping[str, float]) -> Idea:
    """Return the idea that a department's tasks and pay suggest, on the simplex of THEMES."""
    lever, low, high = OWN[holder]
    return tuple(a + lived[lever] * (b - a) for a, b in zip(low, high, strict=True))


def distance(one: Idea, other: Idea) -> float:
    """Return half the sum of absolute differences, 0 (the same) to 1 (nothing in common); ((1, 0), (.5, .5)): .5."""
    return 0.5 * sum(abs(a - b) for a, b in zip(one, other, strict=True))


def mean_of(ideas: list[Idea]) -> Idea:
    """Return the mean of ideas."""
    return tuple(sum(column) / len(ideas) for column in zip(*ideas, strict=True))


def moved(idea: Idea, own: Idea, common: Idea, pulls: tuple[float, float, float]) -> Idea:
    """Return an idea after four weeks: p + o (own - p) + s (mean - p) + m (customers' importance - p)."""
    o, s, m = pulls
    return tuple(
        p + o * (a - p) + s * (b - p) + m * (c - p) for p, a, b, c in zip(idea, own, common, IMPORTANCE, strict=True)
    )


def pulls_of(firm: Any) -> tuple[float, float, float]:
    """Return the pulls of own tasks, of the shared picture and of customers; profit centres pull to their own more."""
    nature, lived = firm.model.nature, firm.lived
    return (
        nature["idea_own"] * (1.0 + lived["own_profit"]),
        nature["idea_shared"] * lived["shared_picture"],
        nature["idea_measured"] * firm.unfixed("measurement"),
    )


def first_ideas(firm: Any) -> list[Idea]:
    """Return the ideas of departments left to themselves: where their own tasks and measurement balance."""
    o, _, m = pulls_of(firm)
    weight = m / (o + m) if o + m > 0.0 else 0.0
    owns = [own_idea(holder, firm.lived) for holder in HOLDERS]
    return [tuple(a + weight * (c - a) for a, c in zip(own, IMPORTANCE, strict=True)) for own in owns]


def think(firm: Any, memory: dict[str, float]) -> None:
    """Move the ideas of a firm's departments by four weeks, and note how far they agree and how far they are off.

    Agreement P = 1 - mean of half the L1 distance to the mean idea; distance D to customers' importance, per department.
    """
    nature = firm.model.nature
    if nature["idea_measured"] == 0.0 == nature["idea_shared"]:  # left out: everybody's ideas are as far off as usual
        memory.update(USUAL)
        firm.memory.update(idea_agreement=1.0, idea_distance=USUAL_MEAN)
        return
    if KEYS["product"][0] in memory:
        ideas = [tuple(memory[key] for key in KEYS[holder]) for holder in HOLDERS]
        common, pulls = mean_of(ideas), pulls_of(firm)
        ideas = [moved(i, own_idea(h, firm.lived), common, pulls) for h, i in zip(HOLDERS, ideas, strict=True)]
    else:
        ideas = first_ideas(firm)
    for holder, idea in zip(HOLDERS, ideas, strict=True):
        memory.update(zip(KEYS[holder], idea, strict=True))
        memory[holder] = distance(idea, IMPORTANCE)
    common = mean_of(ideas)
    firm.memory["idea_agreement"] = 1.0 - sum(distance(idea, common) for idea in ideas) / len(ideas)
    firm.memory["idea_distance"] = sum(memory[holder] for holder in HOLDERS) / len(HOLDERS)


@rule
def guided(cost: float, off: float, usual: float) -> float:
    """Return quality relative to the usual: 1 + delta (usual distance - distance); guided(.2, .1, .3) = 1.04."""
    return 1.0 + cost * (usual - off)


@rule
def lost_between(fails: float, agreement: float, own_profit: float) -> float:
    """Return the share of solved cases lost between departments: h0 (1 - P + half the own-profit weight).

    lost_between(.2, .7, 0) = .06; the share of own profit is an assumption.
    """
    return fails * (1.0 - agreement + 0.5 * own_profit)
