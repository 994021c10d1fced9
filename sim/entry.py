"""Firms that enter the market and firms that leave it (M23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from agents.arithmetic import log
from agents.chance import week_key
from agents.customers.publicity import make_known

if TYPE_CHECKING:
    from agents.firm import Firm
    from sim.market import Market

SMALLEST = 0.02  # share below which a firm's standing does not fall: assumption
QUARTER = 13
TRADE = ("fit", "skill", "morale", "turnover", "complaints", "voice")  # an entrant starts as incumbents are on average


@dataclass(frozen=True)
class Start:
    """What an entrant brings along: see the event `entrant` (sim/scenario_events.py)."""

    price: float | None = None
    awareness: float = 0.05
    name_worth: float = SMALLEST
    budget: float = 0.05
    cash: float = 0.1


def standing_of(share: float, incumbents: int) -> float:
    """Return the logarithm of a share over that of an average incumbent; standing_of(.25, 4) = 0."""
    return float(log(max(share, SMALLEST) * incumbents))


def enter(market: Market, firm: Firm, start: Start) -> None:
    """Let a firm enter at the start of this week, without a customer; nothing happens if it is there already."""
    if not firm.is_absent or firm.memory["entered"] > 0.0:
        return
    memory, peers = firm.memory, [other for other in market.firms if not other.is_absent]
    for name in TRADE if peers else ():
        memory[name] = fsum(peer.memory[name] for peer in peers) / len(peers)
    memory.update(
        present=1.0, entered=market.week + 1.0, name_worth=start.name_worth, ground=memory["cash"],
        endowment=start.cash * fsum(market.yearly_revenue(peer) for peer in peers) / max(1, len(peers)),
    )  # fmt: skip
    firm.record["revenue"], memory["cost"] = 0.0, 0.0
    if start.price is not None:
        memory["price"] = start.price
    _fund(market, firm, peers, start.budget)
    let_stand(market, firm)
    key = np.uint64(week_key(market.seed, market.week))
    make_known(market.world.state, firm.index, start.awareness, np.uint64(firm.key), key)


def _fund(market: Market, firm: Firm, peers: list[Firm], budget: float) -> None:
    """Under a budget: start-up money a week, and per customer won what incumbents spend on one."""
    memory = firm.memory
    if memory["start_up"] <= 0.0 or not peers:
        memory["start_up"] = 0.0
        return
    part = memory["start_up"]  # the envelope of the strategy it was founded with
    spending, customers = fsum(map(market.usual_spending, peers)), fsum(peer.customers for peer in peers)
    memory["start_up"] = part * budget * spending / len(peers)
    memory["per_head"] = part * spending / customers if customers > 0.0 else 0.0
    memory.update(envelope=memory["start_up"], granted=0.0, spent=0.0, budget_weeks=0.0, purse=1.0)


def let_stand(market: Market, firm: Firm) -> None:
    """Let the pull of an entrant's name follow its share, never below what it brought along."""
    share = firm.customers / market.spec.market.market_size
    firm.memory["standing"] = standing_of(max(share, firm.memory["name_worth"]), market.incumbents)


def leave(firm: Firm) -> None:
    """Let this week be a firm's last: its customers lose their provider at its end."""
    if not firm.is_absent:
        firm.memory["leaving"] = 1.0


def restrict(market: Market, at_most: Mapping[str, float], at_least: Mapping[str, float]) -> None:
    """Bound what levers every firm may live from now on, whatever it declares."""
    for firm in market.firms:
        for name in {**at_most, **at_least}:
            firm.restrict(name, at_least.get(name), at_most.get(name))


def renew(market: Market, firm: Firm | None, occasion: float) -> None:
    """Let the contracts of a firm (of all firms) run out this week, and its customers have an occasion to look."""
    state = market.world.state
    rows = state["provider"] >= 0 if firm is None else state["provider"] == firm.index
    state["contract_left"][rows] = np.minimum(state["contract_left"][rows], 1)
    state["occasion"][rows] += occasion
