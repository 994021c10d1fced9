"""Import this to have every lever, trait, uncertainty, column, route, line and department declared."""

from agents import change, costs, departments, ideas, population, self_image
from agents.customers import (
    billing,
    buying,
    campaigns,
    cancelling,
    choice,
    contact,
    next_best_action,
    privacy,
    promise,
    resignation,
    service,
    talk,
    trust,
    week,
)

THEMES = (
    billing, buying, campaigns, cancelling, choice, contact, next_best_action, privacy, promise, resignation, service,
    talk, trust, week,
)  # fmt: skip
__all__ = ["THEMES", "change", "costs", "departments", "ideas", "population", "self_image"]
