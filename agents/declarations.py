"""Import this to have every lever, trait, uncertainty, column, route, line and department declared."""

from agents import costs, departments, population
from agents.customers import (
    billing,
    buying,
    campaigns,
    cancelling,
    choice,
    concessions,
    contact,
    next_best_action,
    privacy,
    resignation,
    service,
    talk,
    tenure,
    terms,
    trust,
    week,
)

THEMES = (
    billing, buying, campaigns, cancelling, choice, concessions, contact, next_best_action, privacy, resignation,
    service, talk, tenure, terms, trust, week,
)  # fmt: skip
__all__ = ["THEMES", "costs", "departments", "population"]
