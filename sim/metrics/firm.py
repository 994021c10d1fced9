"""What is measured inside the firm: people, culture, knowledge, how it sees itself and changes."""

from __future__ import annotations

import numpy as np

from sim.history import QUARTER, Books, ratio, window
from sim.metrics.declared import metric


@metric("morale", "0..1", "higher", by_segment=False)
def morale(b: Books) -> np.ndarray:
    """Morale of service staff."""
    return b.state("morale")


@metric("staff turnover", "share per year", "lower", by_segment=False)
def turnover(b: Books) -> np.ndarray:
    """Turnover of service staff."""
    return b.state("turnover")


@metric("staff per 1,000 customers", "employees", by_segment=False)
def staff_per_thousand(b: Books) -> np.ndarray:
    """Employees in service per 1,000 customers, learners included."""
    return 1000.0 * ratio(b.state("staff"), b["customers"])


@metric("staff still learning", "share", "lower", by_segment=False)
def staff_learning(b: Books) -> np.ndarray:
    """Share of service staff not yet fully able."""
    return b.state("learners")


@metric("skill of staff", "×", "higher", by_segment=False)
def staff_skill(b: Books) -> np.ndarray:
    """Chance of service staff to solve a case relative to a usual team: training, less what learners lack."""
    return np.asarray(b.state("skill") * b.state("experience"))


@metric("work pressure", "×", "lower", by_segment=False)
def work_pressure(b: Books) -> np.ndarray:
    """Work at the present standard over capacity of service staff; 1 as planned."""
    return b.state("pressure")


@metric("service standard", "×", "higher", by_segment=False)
def service_standard(b: Books) -> np.ndarray:
    """Time that staff thinks a case should get, relative to what it needs; slides towards what is taken under load."""
    return b.state("standard")


@metric("written knowledge", "0..1", "higher", by_segment=False)
def knowledge(b: Books) -> np.ndarray:
    """Solutions written down beyond the usual, mean over kinds of issues."""
    return b.state("knowledge")


@metric("skill in sales", "×", "higher", by_segment=False)
def sales_skill(b: Books) -> np.ndarray:
    """Skill of those who sell, relative to the usual team: falls as sellers leave."""
    return b.state("sales_skill")


@metric("time for one's own work", "× usual", "", by_segment=False)
def time_left(b: Books) -> np.ndarray:
    """Working time left beside meetings and the changing of tools, relative to the usual."""
    return b.state("time_left")


@metric("culture", "0..1", by_segment=False)
def culture(b: Books) -> np.ndarray:
    """How far a declared change is lived."""
    return b.state("culture")


@metric("fit of the offer", "0..1", "higher", by_segment=False)
def fit(b: Books) -> np.ndarray:
    """How well the offer meets needs that move."""
    return b.state("fit")


@metric("purse", "×", by_segment=False)
def purse(b: Books) -> np.ndarray:
    """Factor on levers that buy things, by which spending is held to the budget."""
    return b.state("purse")


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
