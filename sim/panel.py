"""The panel: touchpoints and moves of the followed customers, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from agents.books import MAX_ROUTES, MOVES, ROUTES

if TYPE_CHECKING:
    import pandas as pd

    from sim.market import Market


def entries(market: Market) -> np.ndarray:
    """Return touchpoints and moves as records from week 0 on, person by person, in the order they happened."""
    world = market.world
    kept = [np.asarray(world.touches[i][: min(n, world.touches.shape[1])]) for i, n in enumerate(world.n_touches)]
    rows = np.concatenate(kept) if market.followed else kept[0][:0]
    return np.asarray(rows[rows["week"] >= 0])


def touchpoints(market: Market, names: tuple[str, ...]) -> pd.DataFrame:
    """Return a row per touchpoint: customer, week, order, firm, the names of its route, quality and change of trust.

    `order` is the place among all that the customer's week held, moves included.
    """
    import pandas as pd

    rows, order = _ordered(market)
    is_touch = rows["route"] < MAX_ROUTES
    rows, order = rows[is_touch], order[is_touch]
    reasons = [ROUTES[r] for r in rows["route"]]
    return pd.DataFrame({
        "customer": rows["row"], "week": rows["week"], "order": order, "firm": _firms(market, rows["firm"]),
        **{name: [getattr(r, name) for r in reasons] for name in names},
        "quality": rows["quality"], "change": rows["change"],
    })  # fmt: skip


def moves(market: Market) -> pd.DataFrame:
    """Return a row per move: customer, week, order, firm, move, and as `detail` the other firm or the product."""
    import pandas as pd

    rows, order = _ordered(market)
    is_move = rows["route"] >= MAX_ROUTES
    rows, order = rows[is_move], order[is_move]
    kinds = [MOVES[r - MAX_ROUTES] for r in rows["route"]]
    details = [_detail(market, kind.detail, int(x)) for kind, x in zip(kinds, rows["quality"], strict=True)]
    return pd.DataFrame({
        "customer": rows["row"], "week": rows["week"], "order": order, "firm": _firms(market, rows["firm"]),
        "move": [kind.name for kind in kinds], "detail": details,
    })  # fmt: skip


def _ordered(market: Market) -> tuple[np.ndarray, np.ndarray]:
    """Return the entries and the place of each within its customer's week."""
    rows = entries(market)
    new = np.ones(len(rows), bool)
    new[1:] = (np.diff(rows["row"]) != 0) | (np.diff(rows["week"]) != 0)
    starts = np.flatnonzero(new)
    return rows, np.arange(len(rows)) - np.repeat(starts, np.diff(np.append(starts, len(rows))))


def _firms(market: Market, numbers: np.ndarray) -> list[str]:
    return [market.firms[n].name if n >= 0 else "" for n in numbers]


def _detail(market: Market, kind: str, number: int) -> str:
    """Return what the number of a move means: the name of a firm ("": no provider) or of a product."""
    if kind == "firm":
        return market.firms[number].name if number >= 0 else ""
    return market.products[number].name if kind == "product" else ""
