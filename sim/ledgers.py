"""The three invariants, checked in every run: trust balances, money balances, people are conserved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from agents.books import COUNTS_AT, LINES_AT, MAX_ROUTES, SCOPES, slot_of

if TYPE_CHECKING:
    from sim.market import Market

TRUST_SUMS = ("trust_everyone", "trust", "trust_cohort")
ROUNDING = 1e-10  # per person: many thousand additions of numbers below 1


class InvariantError(AssertionError):
    """A ledger does not balance: a fault of the model, never of the input."""


def check_invariants(market: Market) -> None:
    """Check the closed weeks of a run.

    Raises:
        InvariantError: naming ledger, firm, week and difference.
    """
    weeks = market.week + market.warm_up_weeks
    history = market.history[:weeks].sum(axis=1)
    if weeks < 2:
        return
    _check_trust(market, history)
    _check_money(market, history, weeks)
    _check_people(market, history)


def _fail(market: Market, ledger: str, differences: np.ndarray, first_week: int) -> None:
    worst = np.argmax(np.where(np.isnan(differences), np.inf, np.abs(differences)))
    week, firm = np.unravel_index(worst, differences.shape)
    name = market.firms[firm].name if firm < len(market.firms) else "nobody"
    raise InvariantError(
        f"{ledger} does not balance: firm {name}, week {week + first_week - market.warm_up_weeks}, "
        f"difference {differences[week, firm]:.3g}"
    )


def _check_trust(market: Market, history: np.ndarray) -> None:
    """Every change of trust is booked: sums at the end of a week differ by that week's routes."""
    for scope, name in enumerate(TRUST_SUMS):
        sums = history[:, :-1, slot_of(name)]
        booked = history[1:, :-1, scope * MAX_ROUTES : (scope + 1) * MAX_ROUTES].sum(axis=2)
        differences, first = np.diff(sums, axis=0) - booked, 1
        if SCOPES[scope] == "cohort":  # the cohort is marked after the warm-up
            differences, first = differences[market.warm_up_weeks :], 1 + market.warm_up_weeks
        if len(differences) and not np.abs(differences).max() <= ROUNDING * market.n:  # a nan fails, too
            _fail(market, f"the trust ledger ({SCOPES[scope]})", differences, first)


def _check_money(market: Market, history: np.ndarray, weeks: int) -> None:
    """Lines sum to the till, which is counted apart from them; the loops' lines reach the books."""
    money = market.money[:weeks]
    differences = money.sum(axis=2) - market.tills[:weeks]
    scale = np.abs(money).sum(axis=2).max() + 1.0
    if not np.abs(differences).max() <= 1e-9 * scale:  # a nan fails, too
        _fail(market, "the money ledger", differences, 0)
    if np.any(history[:, -1, LINES_AT:COUNTS_AT]):
        raise InvariantError("the money ledger does not balance: money was booked to nobody")


def _check_people(market: Market, history: np.ndarray) -> None:
    """Customers and unserved sum to everybody; acquired minus lost is the change of the base."""
    customers = history[:, :, slot_of("customers")]
    differences = customers.sum(axis=1, keepdims=True) - market.n
    if np.any(differences):
        _fail(market, "the head count", differences, 0)
    flows = history[:, :-1, slot_of("acquired")] - history[:, :-1, slot_of("lost")]
    differences = np.diff(customers[:, :-1], axis=0) - flows[1:]
    if np.any(differences):
        _fail(market, "the flow of customers", differences, 1)
