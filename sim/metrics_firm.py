"""What is measured inside a firm: how it sees itself, how it changes, what its departments mean by good experience."""

from __future__ import annotations

import numpy as np

from sim.history import QUARTER, Books, ratio, window
from sim.metrics import metric


@metric("change lived", "0..1", by_segment=False)
def change_lived(b: Books) -> np.ndarray:
    """How far the last change announced is lived; falls again after it was dropped or broken off."""
    return b.state("change_lived")


@metric("commitment to change", "0..1", by_segment=False)
def commitment(b: Books) -> np.ndarray:
    """The board's commitment to a change under way; 0 after it was dropped or broken off."""
    return b.state("commitment")


@metric("credibility", "0..1", "higher", by_segment=False)
def credibility(b: Books) -> np.ndarray:
    """How far the firm's promises are believed after changes that it dropped or broke off."""
    return b.state("credibility")


@metric("cuts", "stages", by_segment=False)
def cuts(b: Books) -> np.ndarray:
    """How far a shortfall has cut: to 1 training, analytics and measurement, to 2 staff, to 3 new fees."""
    return b.state("cuts")


@metric("quality budget", "×", by_segment=False)
def quality_budget(b: Books) -> np.ndarray:
    """Factor on staff and training that the board's picture of the firm leaves them."""
    return b.state("quality_budget")


@metric("agreement of ideas", "0..1", by_segment=False)
def idea_agreement(b: Books) -> np.ndarray:
    """How far departments mean the same by good customer experience."""
    return b.state("idea_agreement")


@metric("distance of ideas from customers'", "0..1", "lower", by_segment=False)
def idea_distance(b: Books) -> np.ndarray:
    """How far departments' ideas of good experience are from what matters to customers, mean over departments."""
    return b.state("idea_distance")


@metric("lost between departments", "share", "lower")
def lost_between(b: Books) -> np.ndarray:
    """Contacts with people whose solution was lost in a hand-over, 13 weeks."""
    return ratio(window(b["lost_between_departments"], QUARTER), window(b["contacts_person"], QUARTER))


@metric("gap of the self-image", "-1..1", by_segment=False)
def self_image_gap(b: Books) -> np.ndarray:
    """The board's rating of the firm minus its customers'; negative where it thinks too little of itself."""
    return np.asarray(b.state("self_image") - ratio(b["rating"], b["customers"]))


@metric("own targets met", "share", by_segment=False)
def own_targets(b: Books) -> np.ndarray:
    """Share of departments' own targets met in the last quarter."""
    return b.state("own_targets")


@metric("promises broken", "share", "lower")
def promises_broken(b: Books) -> np.ndarray:
    """Experiences below what was promised per customer and week, 13 weeks; of those who have heard the promise."""
    return ratio(window(b["promises_broken"], QUARTER), window(b["customers"], QUARTER))
