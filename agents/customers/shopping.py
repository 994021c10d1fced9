"""Shopping: where nobody is under contract, every purchase may go to another seller; trust moves shares of wallet (M29)."""

from agents.arithmetic import clip, exp
from agents.books import book, count, move, pay, recall, route, tick
from agents.chance import chance, halves, purpose
from agents.compiled import rule, step
from agents.customers.billing import DELIVERY, SUBSCRIPTIONS, TAKEN_FELT, charge
from agents.customers.changing import change_provider
from agents.customers.choice import choose
from agents.customers.looking import hazard_of_looking, loses_provider
from agents.customers.trust import revise
from agents.parameters import column, uncertainty

column("since", whole=True, about="weeks since the last purchase from the main seller, where people shop", mechanism="M29")
column("wallet", 1.0, about="moving share of a shopper's purchases made from the main seller", mechanism="M29")

uncertainty("buying", 0.0, plausible=(0.0, 0.0), bounds=(0.0, 2.0), unit="per week", mechanism="M29",
            source="assumption: 0 is a contract market, billed every week", about="hazard of a purchase, from any seller, by a person of usual consumption; 0: a contract market")  # fmt: skip
uncertainty("lapse", 52.0, plausible=(52.0, 52.0), bounds=(4.0, 520.0), unit="weeks", mechanism="M29",
            source="assumption: a definition; active customers are those of the last 52 weeks", about="time without a purchase from the main seller after which a customer counts as lost")  # fmt: skip

PURCHASES, HERE, AWAY = count("purchases"), count("purchases_of_own"), count("purchases_elsewhere")
ELSEWHERE = route("bought_elsewhere", "purchases from other sellers", department="product", channel="product", actor="product", mechanism="")
BUYS_FROM = move("shopped", "buys from a seller", detail="firm")
LAPSES = move("lapsed", "has not bought for long and counts as lost", detail="firm")

_OCCASION, _COMPARE = purpose("shopping.occasion"), purpose("shopping.compare")
KEEP = 0.75  # of the moving share at each purchase, so that the last four or so count: assumption
MOST = 0.5  # share of purchases below which another seller has become the main one: assumption
MONTH = 52.0 / 12.0  # weeks of looking that one purchase stands for, as attention is given per month (J20): assumption
FELT = 0.4  # weight of a purchase from another seller, as of the product in use: assumption


@rule
def wallet_after(wallet, is_main):
    """Return the moving share after a purchase from the main seller, or not; wallet_after(1, False) = .75."""
    return KEEP * wallet + ((1.0 - KEEP) if is_main else 0.0)


@step
def go_shopping(world, here):
    """The week of one who shops: the seller closes, the person moves away, buys, or stays away until the relation lapses."""
    occurs, moves = halves(here.luck, _OCCASION)
    if here.firm >= 0 and loses_provider(world, here, moves):
        return
    hazard = world.market[0].nature.buying * world.trait[here.row].usage
    seller = -1
    if occurs < hazard and occurs < 1.0 - exp(-hazard):  # the first test is cheap, and never wrong
        seller = choose(world, here, False) if compares(world, here) else here.firm
    if seller >= 0:
        recall(world, here, seller, BUYS_FROM, seller)
        tick(world, here, seller, PURCHASES, 1.0)
        if seller == here.firm:
            buy_here(world, here)
            return
        buy_elsewhere(world, here, seller)
    if here.firm >= 0:
        stay_away(world, here, seller)
    elif seller >= 0:
        become_customer(world, here, seller, 1.0)


@step
def compares(world, here):
    """Whether other sellers come to mind at a purchase: as in a month of looking; else habit leads to the main one."""
    if here.firm < 0:
        return True
    return chance(here.luck, _COMPARE) < 1.0 - exp(-MONTH * hazard_of_looking(world, here))


@step
def buy_here(world, here):
    """A purchase from the main seller, on the person's own terms there."""
    person, product = world.state[here.row], world.products[here.firm, 0].terms
    tick(world, here, here.firm, HERE, 1.0)
    charge(world, here, product.price, product.delivery, 1.0 / world.market[0].nature.buying)
    person.since = 0
    person.wallet = wallet_after(person.wallet, True)


@step
def buy_elsewhere(world, here, seller):
    """A purchase from another seller at its list price: what it is like moves trust there."""
    nature, product, billing = world.market[0].nature, world.products[seller, 0].terms, world.firms[seller].terms.billing
    pay(world, here, seller, SUBSCRIPTIONS, product.price / nature.buying)
    pay(world, here, seller, DELIVERY, -product.delivery * (1.0 - billing.worsened) / nature.buying)
    taken = billing.shrink + billing.worsened
    quality = clip(product.fit - TAKEN_FELT * taken + world.trait[here.row].disposition)
    trust = revise(world.trust[here.row, seller], quality, FELT * nature.trust_gain, 1.0)
    book(world, here, seller, ELSEWHERE, quality, trust)
    if here.firm >= 0:
        tick(world, here, here.firm, AWAY, 1.0)
        world.state[here.row].wallet = wallet_after(world.state[here.row].wallet, False)


@step
def stay_away(world, here, seller):
    """A week without the main seller: another one (`seller`, -1 for none) may take its place, or the relation lapse."""
    person = world.state[here.row]
    person.since += 1
    lapsed = person.since >= world.market[0].nature.lapse
    if seller >= 0 and (lapsed or person.wallet < MOST):
        become_customer(world, here, seller, 1.0 - person.wallet)
    elif lapsed:
        recall(world, here, here.firm, LAPSES, here.firm)
        change_provider(world, here, -1)


@step
def become_customer(world, here, seller, wallet):
    """Another seller is the main one from now on; no remedy was tried by it."""
    person = world.state[here.row]
    change_provider(world, here, seller)
    person.trial = 0
    person.since = 0
    person.wallet = wallet
