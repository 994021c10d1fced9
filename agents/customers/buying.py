"""Needs, estimates of needs, and buying: what a product is worth to a person, and what a firm believes it is."""

import math

from agents.arithmetic import between, exp, log
from agents.books import count, line, move, pay, recall, route, tick
from agents.chance import chance, halves, joined, purpose
from agents.compiled import rule, step
from agents.customers.trust import feel_betrayed
from agents.parameters import column, trait, uncertainty

trait("usage", 1.0, spread=0.25, low=0.1, high=5.0, shape="loglogistic", unit="×", mechanism="", source="assumption (A11: concentration of spending)",
      about="consumption relative to the mean: scales the bill and its cost")  # fmt: skip
trait("appetite", 0.5, spread=0.5, low=0.0, high=1.0, unit="0..1", mechanism="M03", source="assumption",
      about="what all needs of a person have in common: why departments pick the same customers")  # fmt: skip
column("holdings", whole=True, about="products held, a bit each", mechanism="M01")
column("informed", whole=True, about="products the person knows of, a bit each", mechanism="M01")
column("mis_sold", whole=True, about="products sold beyond the need and not yet found out, a bit each", mechanism="M02")

uncertainty("need_change", 0.004, plausible=(0.002, 0.008), bounds=(0.0, 0.1), unit="per week", mechanism="M33",
            source="assumption", about="hazard that a need is drawn anew: circumstances change")  # fmt: skip
uncertainty("own_demand", 0.003, plausible=(0.001, 0.005), bounds=(0.0, 0.1), unit="per week", mechanism="M01",
            source="assumption", about="hazard that a person buys, unasked, a known product worth its price")  # fmt: skip
uncertainty("response", 0.057, plausible=(0.04, 0.075), bounds=(0.0, 0.5), unit="per contact", mechanism="M01",
            source="G01: 5.66 % on the first contact", about="acceptance of a first unasked contact whose product is worth its price")  # fmt: skip
uncertainty("regret_hazard", 0.02, plausible=(0.01, 0.03), bounds=(0.0, 0.5), unit="per week", mechanism="M02", neutral=0.0,
            source="assumption", about="hazard of finding out a sale beyond the need, at full literacy")  # fmt: skip
uncertainty("dropping", 0.01, plausible=(0.005, 0.02), bounds=(0.0, 0.5), unit="per week", mechanism="M33",
            source="assumption", about="hazard of giving up an extra product no longer worth its price")  # fmt: skip
uncertainty("size_effort", 0.0, plausible=(0.0, 0.0), bounds=(0.0, 1.0), unit="elasticity", mechanism="M29", neutral=0.0,
            source="assumption: persons are alike but in their bills", about="how contacts and the cost of winning grow with a customer's consumption")  # fmt: skip

SALES_OF, *_OF_OTHERS = (count(f"sales_product_{k}") for k in range(8))
SALES, MIS_SALES, DROPPED = count("sales"), count("mis_sales"), count("products_dropped")
COMMISSIONS = line("commission", "sales commission", kind="cost", discretionary=True)
REFUNDS = line("refunds", "refunds and redress", kind="cost")
MIS_SALES_FOUND = count("mis_sales_found")
MIS_SALE_FOUND = route("mis_sale", "sales beyond the need, found out", department="product", channel="outbound", actor="person", mechanism="M02")

BOUGHT = move("bought", "buys a product", detail="product")
BOUGHT_BEYOND = move("bought_beyond_need", "buys a product beyond the need", detail="product")
GAVE_BACK = move("gave_back", "gives back a product sold beyond the need", detail="product")
DROPS = move("dropped", "drops a product", detail="product")

_NEW_NEED, _WHICH, _REGRET, _DROP = (purpose(f"buying.{n}") for n in ("new need", "which", "regret", "drop"))
ESTIMATE_SPREAD = 0.25  # standard deviation of needs within a segment as seen by an analyst: assumption


@rule
def drawn_need(mean, appetite, u):
    """Return a need 0..1 around a segment's mean, half the person's, half the product's: drawn_need(.4, .5, .5) = .4."""
    return between(mean + 0.5 * (appetite + u - 1.0), 0.0, 1.0)


@rule
def by_size(usage, elasticity):
    """Return how much more a larger customer needs, u^e: by_size(4, .5) = 2."""
    return exp(elasticity * log(usage))


@rule
def appeal(need, price):
    """Return worth over price, 0..2: a need of .5 is worth exactly the list price (price = 1)."""
    return between(2.0 * need / price, 0.0, 2.0)


@rule
def believed(value, mean, reliability, z):
    """Return a noisy estimate shrunk to the mean: m + k (v - m) + s sqrt(k (1 - k)) z (Rossi, McCulloch & Allenby 1996).

    z is a standardised draw; at reliability 1 the value itself, at 0 the mean: believed(.8, .4, 1, 0) = .8.
    """
    return mean + reliability * (value - mean) + ESTIMATE_SPREAD * math.sqrt(max(0.0, reliability * (1.0 - reliability))) * z


@rule
def accepting(response, willingness, trust, worth, pressure):
    """Return the chance that an offer is accepted: `response` at worth 1 and medium trust, steeply less below (assumption).

    Pressure lifts acceptance where the worth is below the price, never the worth: accepting(.057, 1, .5, 1, 0) = .057.
    """
    sharp = worth * worth * worth * worth
    attraction = sharp / (0.75 + 0.25 * sharp) + pressure * max(0.0, 1.0 - worth)
    return between(response * willingness * (0.5 + trust) * attraction, 0.0, 1.0)


@step
def buy(world, here, k, worth):
    """A sale: the product is held from now on; beyond the need if it is worth less than its price now."""
    person, product = world.state[here.row], world.products[here.firm, k].terms
    person.holdings = person.holdings | (1 << k)
    person.informed = person.informed | (1 << k)
    tick(world, here, here.firm, SALES, 1.0)
    tick(world, here, here.firm, SALES_OF + k, 1.0)
    pay(world, here, here.firm, COMMISSIONS, -product.commission_paid)
    if worth < 1.0:
        person.mis_sold = person.mis_sold | (1 << k)
        tick(world, here, here.firm, MIS_SALES, 1.0)
        recall(world, here, here.firm, BOUGHT_BEYOND, k)
    else:
        recall(world, here, here.firm, BOUGHT, k)


@step
def needs_move(world, here):
    """Circumstances change; what is known and worth its price is bought unasked, what is not is given up."""
    person, nature = world.state[here.row], world.market[0].nature
    n_products = world.need.shape[1]
    u, pull = halves(here.luck, _NEW_NEED)
    if u < nature.need_change * n_products:
        k = min(int(u / nature.need_change), n_products - 1)
        luck = chance(here.luck, joined(_WHICH, world.products[0, k].key))
        world.need[here.row, k] = drawn_need(world.need_mean[person.segment, k], world.trait[here.row].appetite, luck)
    if here.firm < 0:
        return
    if pull < (nature.own_demand + nature.dropping) * n_products:
        reconsider(world, here, pull)


@step
def reconsider(world, here, u):
    """One product comes to mind: buy it if it is known and worth its price, drop it if it is held and no longer is."""
    person, nature = world.state[here.row], world.market[0].nature
    k = min(int(u / (nature.own_demand + nature.dropping)), world.need.shape[1] - 1)
    product = world.products[here.firm, k].terms
    if product.is_base > 0.0:
        return
    worth = appeal(world.need[here.row, k], product.price_ratio)
    buys = chance(here.luck, _DROP) * (nature.own_demand + nature.dropping) < nature.own_demand
    held = person.holdings & (1 << k) != 0
    if buys and not held and worth >= 1.0 and person.informed & (1 << k) != 0:
        buy(world, here, k, worth)
    elif not buys and held and worth < 1.0:
        person.holdings = person.holdings & ~(1 << k)
        person.mis_sold = person.mis_sold & ~(1 << k)
        tick(world, here, here.firm, DROPPED, 1.0)
        recall(world, here, here.firm, DROPS, k)


@step
def find_out_mis_sale(world, here):
    """A sale beyond the need is found out: trust breaks, the product goes back, part of the price too."""
    person, nature = world.state[here.row], world.market[0].nature
    hazard = nature.regret_hazard * (0.5 + 0.5 * world.trait[here.row].literacy)  # assumption
    if chance(here.luck, _REGRET) >= hazard:
        return
    for k in range(world.need.shape[1]):
        if person.mis_sold & (1 << k) != 0:
            person.mis_sold = person.mis_sold & ~(1 << k)
            person.holdings = person.holdings & ~(1 << k)
            pay(world, here, here.firm, REFUNDS, -4.0 * world.products[here.firm, k].terms.price)  # assumption
            tick(world, here, here.firm, MIS_SALES_FOUND, 1.0)
            feel_betrayed(world, here, MIS_SALE_FOUND, 1.0)
            recall(world, here, here.firm, GAVE_BACK, k)
            person.occasion = person.occasion + nature.look_betrayed
            break
