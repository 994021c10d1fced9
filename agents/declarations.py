"""Import this to have every lever, trait, uncertainty, column, route, line and department declared."""

from agents import costs, departments, population
from agents.customers import (
    billing,
    bonds,
    bots,
    buying,
    campaigns,
    cancelling,
    channels,
    choice,
    contact,
    disguise,
    incidents,
    next_best_action,
    privacy,
    recognition,
    resignation,
    service,
    talk,
    trust,
    week,
)

THEMES = (
    billing, bonds, bots, buying, campaigns, cancelling, channels, choice, contact, disguise, incidents,
    next_best_action, privacy, recognition, resignation, service, talk, trust, week,
)  # fmt: skip
__all__ = ["THEMES", "costs", "departments", "population"]
