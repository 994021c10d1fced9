"""Import this to have every lever, trait, uncertainty, column, route, line and department declared."""

from agents import costs, departments, population
from agents.customers import (
    billing,
    buying,
    campaigns,
    cancelling,
    choice,
    contact,
    next_best_action,
    privacy,
    publicity,
    resignation,
    service,
    talk,
    trust,
    week,
)

THEMES = (
    billing, buying, campaigns, cancelling, choice, contact, next_best_action, privacy, publicity, resignation, service,
    talk, trust, week,
)  # fmt: skip
__all__ = ["THEMES", "costs", "departments", "population"]
