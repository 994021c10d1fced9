"""Setting up: the records and arrays that a market's firms and people live in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.books import LINES, SLOTS
from agents.chance import name_key, seed_key, week_key
from agents.change import CULTURAL
from agents.compiled import records
from agents.customers.campaigns import BINS
from agents.departments import DEPARTMENTS
from agents.network import small_world
from agents.offices import MEMORY, Offices, fill, firm_dtype, market_dtype, product_dtype
from agents.parameters import LEVERS
from agents.population import TOUCH, World, climate_dtype, nature_dtype
from sim.people import FOR_LIFE, draw_people

if TYPE_CHECKING:
    from sim.market import Market

TIES, REWIRED = 8, 0.1  # friends who hear one talk, and how many of them live anywhere: assumption
MOST_TOUCHES = 2048

[SELLING] = [kind for kind in DEPARTMENTS.values() if kind.per_product]
ONE_EACH = {name: kind for name, kind in DEPARTMENTS.items() if not kind.per_product}


def create_world(market: Market, sizes: list[int]) -> World:
    """Return everything that a step may read or write, for the firms, products and blocks of a market.

    Args:
        sizes: persons per segment.
    """
    names = list(market.spec.market.firms)
    n, blocks, firms, products = market.n, len(market.blocks), len(names), len(market.products)
    firm_key = np.array([name_key(name) for name in names], np.uint64)
    product_key = np.array([name_key(p.name) for p in market.products], np.uint64)
    people = draw_people(market.spec, sizes, market.seed, firm_key, product_key, market.nature)
    start, friend = small_world(n, TIES, REWIRED, market.seed)
    return World(
        **people, **market.offices._asdict(),
        tally=np.zeros((blocks, firms + 1, SLOTS)), till=np.zeros((blocks, firms + 1)),
        scores=np.zeros((blocks, firms, products, BINS), np.int32),
        friend_start=start, friend=friend,
        said=np.zeros(n, np.int8), said_of=np.zeros(n, np.int8),
        says=np.zeros(n, np.int8), says_of=np.zeros(n, np.int8),
        n_touches=np.zeros(max(1, market.followed), np.int32),
        touches=records((max(1, market.followed), MOST_TOUCHES if market.followed else 1), TOUCH),
    )  # fmt: skip


@cache
def forms() -> tuple[np.dtype[Any], np.dtype[Any], np.dtype[Any]]:
    """Return the records of a firm, a product and a market: the same objects for all markets.

    Numba looks arrays up by their record; comparing two equal ones field by field would cost more than a firm's week.
    """
    own = {name: kind.MEMORY for name, kind in ONE_EACH.items() if kind.MEMORY}
    terms = {name: fields for name, kind in ONE_EACH.items() if (fields := kind.dtype().names)}
    product = product_dtype(SELLING.MEMORY, SELLING.Terms._fields)
    return firm_dtype(own, terms), product, market_dtype(nature_dtype(), climate_dtype())


def create_offices(market: Market) -> Offices:
    """Return the records of a market's firms and products, and its own, as they start."""
    names = list(market.spec.market.firms)
    firms = records(len(names), forms()[0])
    fill(firms["memory"], MEMORY)
    for name in firms["own"].dtype.names:
        fill(firms["own"][name], ONE_EACH[name].MEMORY)
    for facts, positions in (("default", ("declared", "origin", "lived")), ("low", ("least",)), ("high", ("most",))):
        for position in positions:
            fill(firms[position], {name: getattr(entry, facts) for name, entry in LEVERS.items()})
    firms["all_fixed"] = np.nan
    firms["key"] = [name_key(name) for name in names]
    return Offices(firms, _products(market, len(names)), _market(market))


def _products(market: Market, firms: int) -> Any:
    products = records((firms, len(market.products)), forms()[1])
    fill(products["own"], SELLING.MEMORY)
    for k, product in enumerate(market.products):
        facts = {"number": k, "is_base": float(product.base), "price": product.price, "cost": product.cost}
        fill(products[:, k], {"key": name_key(product.name), **facts})
    return products


def _market(market: Market) -> Any:
    record = records(1, forms()[2])
    fill(record, {
        "seed": seed_key(market.seed), "life_key": week_key(market.seed, FOR_LIFE),
        "represents": market.represents, "renewal_weeks": market.renewal_weeks,
        "usual_size": market.spec.market.market_size / max(1, market.incumbents), "price": market.products[0].price,
        "extras": len(market.products) - 1,
        "cultural": [entry.lag == CULTURAL for entry in LEVERS.values()],
        "scaled": [entry.scaled for entry in LEVERS.values()],
        "discretionary": [entry.discretionary for entry in LINES],
        "earned": [entry.kind == "revenue" for entry in LINES],
    })  # fmt: skip
    fill(record["high"], {name: entry.high for name, entry in LEVERS.items()})
    fill(record["usual"], {name: market.status_quo.get(name, entry.default) for name, entry in LEVERS.items()})
    return record
