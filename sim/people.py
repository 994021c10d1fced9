"""Drawing the people of a market: traits per segment, and where everybody stands at the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.arithmetic import between, exp, exponential, gumbel, log
from agents.chance import chance, joined, luck_of, name_key, purpose, week_key
from agents.compiled import as_records, loop
from agents.customers.billing import HIGHEST_PRICE
from agents.customers.buying import drawn_need
from agents.customers.looking import weekly_hazard
from agents.parameters import COLUMNS, LEVERS, TRAITS
from agents.population import state_dtype, trait_dtype

if TYPE_CHECKING:
    from sim.scenario import Scenario

SHAPES = {"uniform": 0, "logistic": 1, "loglogistic": 2}
SETUP_WEEK = -(1 << 18)
FOR_LIFE = SETUP_WEEK + 1
BLOCKING = 0.3  # I07: 30-32 % use an ad blocker at least at times
_TRAIT, _NEED, _PROVIDER, _TENURE, _CONTRACT, _HOLD, _KNOW, _TRUST, _AWARE, _BLOCK = (
    purpose(f"people.{n}")
    for n in ("trait", "need", "provider", "tenure", "contract", "hold", "know", "trust", "aware", "block")
)


@loop
def _draw_traits(values, segment, params, trait_key, key):
    """Fill (n, traits) from (segments, traits, 5): mean, spread, shape, low, high; traits enter draws by name."""
    for row in range(values.shape[0]):
        luck = luck_of(key, row)
        for t in range(values.shape[1]):
            mean, spread, shape, low, high = params[segment[row], t]
            u = chance(luck, joined(_TRAIT, trait_key[t]))
            if shape == 0.0:
                x = mean + spread * (2.0 * u - 1.0)
            else:
                z = log((u + 1e-9) / (1.0 - u + 1e-9))
                x = mean + spread * z if shape == 1.0 else mean * exp(spread * z)
            values[row, t] = between(x, low, high)


@loop
def _settle_in(
    state, trait, trust, need, segment, need_mean, contract_weeks, shares, firm_key, product_key, usual, tenure,
    price_rise, key,
):  # fmt: skip
    """Give everybody needs, a provider by share, tenure, contract, products, and trust near the usual."""
    n_firms, n_products = trust.shape[1], need.shape[1]
    for row in range(trust.shape[0]):
        luck, person = luck_of(key, row), state[row]
        person.segment = segment[row]
        person.alertness = weekly_hazard(trait[row].attention)
        for k in range(n_products):
            u = chance(luck, joined(_NEED, product_key[k]))
            need[row, k] = drawn_need(need_mean[segment[row], k], trait[row].appetite, u)
        best, best_value = -1, -1e300
        unserved = 1.0
        for f in range(n_firms):
            trust[row, f] = between(usual + 0.3 * (chance(luck, joined(_TRUST, firm_key[f])) - 0.5), 0.0, 1.0)
            if shares[f] > 0.0:
                value = log(shares[f]) + gumbel(chance(luck, joined(_PROVIDER, firm_key[f])))
                unserved -= shares[f]
                if value > best_value:
                    best, best_value = f, value
                if chance(luck, joined(_AWARE, firm_key[f])) < 0.5 + shares[f]:
                    person.aware = person.aware | (1 << f)
        if unserved > 1e-9 and log(unserved) + gumbel(chance(luck, _PROVIDER)) > best_value:
            best = -1
        person.provider = best
        person.blocks_ads = 1 if chance(luck, _BLOCK) < BLOCKING else 0
        person.concern = 0.3 + 0.4 * trait[row].privacy
        if best < 0:
            continue
        person.aware = person.aware | (1 << best)
        person.tenure = min(2080, int(tenure * exponential(chance(luck, _TENURE))))
        person.price_paid = min(HIGHEST_PRICE, 1.0 + price_rise * (person.tenure // 52))
        person.contract_left = int(contract_weeks[segment[row]] * chance(luck, _CONTRACT))
        for k in range(n_products):
            wants = need[row, k] if need[row, k] > 0.5 else 0.3 * need[row, k]
            if k == 0 or chance(luck, joined(_HOLD, product_key[k])) < wants:
                person.holdings = person.holdings | (1 << k)
            if k == 0 or chance(luck, joined(_KNOW, product_key[k])) < 0.5:
                person.informed = person.informed | (1 << k)


def sizes_of(shares: list[float], n: int) -> list[int]:
    """Return persons per segment, summing to n, by largest remainder."""
    exact = [share / sum(shares) * n for share in shares]
    sizes = [int(x) for x in exact]
    order = sorted(range(len(sizes)), key=lambda i: (sizes[i] - exact[i], i))
    for i in order[: n - sum(sizes)]:
        sizes[i] += 1
    return sizes


def trait_params(scenario: Scenario) -> np.ndarray:
    """Return (segments, traits, 5): mean, spread, shape, low, high."""
    rows = []
    for segment in scenario.market.segments.values():
        row = []
        for name, declared in TRAITS.items():
            own = segment.traits[name]  # the loader fills in what a market leaves to the declaration
            high = declared.high if own.high is None else own.high
            row.append((own.value, own.spread, SHAPES[declared.shape], declared.low, high))
        rows.append(row)
    return np.array(rows, float)


def base_first(scenario: Scenario) -> list[str]:
    """Return the names of the products, the contract itself first."""
    products = scenario.market.products
    return sorted(products, key=lambda name: not products[name].base)


def need_means(scenario: Scenario) -> np.ndarray:
    """Return (segments, products): the mean need of each product in each segment."""
    market = scenario.market
    return np.array([
        [segment.needs.get(name, market.products[name].need) for name in base_first(scenario)]
        for segment in market.segments.values()
    ])


def draw_people(
    scenario: Scenario, sizes: list[int], seed: int, firm_key: np.ndarray, product_key: np.ndarray,
    nature: Mapping[str, float],
) -> dict[str, Any]:
    """Return trait, state, trust, need, need_mean and contract_weeks of everybody before the first week."""
    market, n = scenario.market, sum(sizes)
    segment = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    key = np.uint64(week_key(seed, SETUP_WEEK))
    trait = np.zeros(n, trait_dtype())
    trait_key = np.array([name_key(name) for name in TRAITS], np.uint64)
    _draw_traits(trait.view("f8").reshape(n, len(TRAITS)), segment, trait_params(scenario), trait_key, key)
    state = np.zeros(n, state_dtype())
    for name, declared in COLUMNS.items():
        state[name] = declared.start
    trust, need = np.zeros((n, len(market.firms))), np.zeros((n, len(market.products)))
    contract_weeks = np.array([s.contract_weeks for s in market.segments.values()], float)
    shares = np.array([firm.share for firm in market.firms.values()], float)
    rise = market.status_quo.levers.get("price_rise", LEVERS["price_rise"].default)
    means, trait, state = need_means(scenario), as_records(trait), as_records(state)
    _settle_in(state, trait, trust, need, segment, means, contract_weeks, shares, firm_key, product_key,
               nature["usual_trust"], nature["usual_tenure"], rise, key)
    return {
        "trait": trait, "state": state, "trust": trust, "need": need, "need_mean": means,
        "contract_weeks": contract_weeks,
    }  # fmt: skip
