"""Boards look at one another: all decide on the same week's figures, then all act (M17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.books import slot_of
from agents.departments.market_watch import REVIEW, WATCHING, MarketWatch, View, success

if TYPE_CHECKING:
    from agents.firm import Firm
    from sim.market import Market

YEAR = 52
_CUSTOMERS, _LOST = slot_of("customers"), slot_of("lost")


def watch(market: Market) -> None:
    """Let every firm that watches its rivals answer, from week 0 on; nobody sees what another decides this week."""
    every = max(1, int(market.nature["reaction_weeks"]))
    looks, reviews = market.week % every == 0, market.week % REVIEW == 0
    if market.week <= 0 or not (looks or reviews):
        return
    lived = market.offices.firms["lived"]
    if not any(lived[name].any() for name in WATCHING):
        return
    there = [firm for firm in market.firms if not firm.is_absent]
    watchers = [(firm, desk) for firm in there if (desk := desk_of(firm)).is_on]
    if not watchers:
        return
    seen = {firm.name: view(market, firm, every) for firm in there}
    answers = []
    for firm, desk in watchers:
        rivals = [one for name, one in seen.items() if name != firm.name]
        answers.append((firm, desk.answer(seen[firm.name], rivals, looks=looks, reviews=reviews)))
    for firm, answer in answers:
        firm.memory["price"] *= answer.price
        if answer.levers:
            firm.declare(answer.levers)


def desk_of(firm: Firm) -> MarketWatch:
    """Return a firm's watch."""
    return next(d for d in firm.departments if isinstance(d, MarketWatch))


def view(market: Market, firm: Firm, weeks: int) -> View:
    """Return what anybody can see of a firm; `weeks` since the last look."""
    now = market.week + market.warm_up_weeks
    pages = market.history[max(0, now - YEAR - 1) : now, :, firm.index].sum(axis=1)
    customers, lost = pages[:, _CUSTOMERS] * market.represents, pages[:, _LOST] * market.represents
    profit = float(market.money[max(0, now - YEAR) : now, firm.index].sum())
    before, recent = customers[max(0, len(customers) - 1 - weeks)], slice(max(1, len(customers) - weeks), None)
    return View(
        key=firm.key, price=firm.lived["price_level"] * firm.memory["price"],
        share_change=float(customers[-1] / before) - 1.0 if before > 0.0 else 0.0,
        churn=_share(lost[recent].sum(), customers[recent].sum()), usual_churn=_share(lost.sum(), customers.sum()),
        success=success(
            _share(profit, customers.sum()) * YEAR,
            min(1.0, float(customers[-1] / customers[0]) - 1.0) if customers[0] > 0.0 else 1.0,
        ),
        levers=dict(firm.lived),
    )  # fmt: skip


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0.0 else 0.0
