"""Setting up: the arrays that a market's people live in."""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING

import numpy as np

from agents.books import SLOTS
from agents.chance import name_key, week_key
from agents.compiled import records
from agents.customers.campaigns import BINS
from agents.departments import DEPARTMENTS
from agents.network import small_world
from agents.population import TOUCH, World, climate_dtype, nature_dtype
from sim.people import FOR_LIFE, draw_people

if TYPE_CHECKING:
    from sim.market import Market

TIES, REWIRED = 8, 0.1  # friends who hear one talk, and how many of them live anywhere: assumption
MOST_TOUCHES = 2048

PUBLISHING = [name for name, kind in DEPARTMENTS.items() if kind.dtype().names]
Terms = namedtuple("Terms", PUBLISHING)  # type: ignore[misc]  # at module level: Numba's cache finds it again


def create_world(market: Market, sizes: list[int]) -> World:
    """Return everything that a step may read or write, for the firms, products and blocks of a market.

    Args:
        sizes: persons per segment.
    """
    n, blocks, firms, products = market.n, len(market.blocks), len(market.firms), len(market.products)
    firm_key = np.array([firm.key for firm in market.firms], np.uint64)
    product_key = np.array([name_key(p.name) for p in market.products], np.uint64)
    people = draw_people(market.spec, sizes, market.seed, firm_key, product_key, market.nature)
    kinds = {name: DEPARTMENTS[name] for name in PUBLISHING}
    shapes = {d: (firms, products) if c.per_product else (firms,) for d, c in kinds.items()}
    terms = Terms(**{d: records(shapes[d], c.dtype()) for d, c in kinds.items()})
    start, friend = small_world(n, TIES, REWIRED, market.seed)
    return World(
        **people, terms=terms, nature=records(1, nature_dtype()), climate=records(1, climate_dtype()),
        firm_key=firm_key, product_key=product_key, life_key=np.array([week_key(market.seed, FOR_LIFE)], np.uint64),
        tally=np.zeros((blocks, firms + 1, SLOTS)), till=np.zeros((blocks, firms + 1)),
        scores=np.zeros((blocks, firms, products, BINS), np.int32),
        friend_start=start, friend=friend,
        said=np.zeros(n, np.int8), said_of=np.zeros(n, np.int8),
        says=np.zeros(n, np.int8), says_of=np.zeros(n, np.int8),
        n_touches=np.zeros(max(1, market.followed), np.int32),
        touches=records((max(1, market.followed), MOST_TOUCHES if market.followed else 1), TOUCH),
    )  # fmt: skip
