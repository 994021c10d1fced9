"""Terms worsened one-sidedly, and products that wear out early: margin now, and what follows when it is noticed (M13)."""

from agents.books import count, line, pay, route, tick
from agents.chance import chance, halves, purpose
from agents.compiled import step
from agents.customers.billing import CHANGE_FELT, DELIVERY, WRONGS_FOUND, seen_through
from agents.customers.buying import appeal
from agents.customers.trust import judge, live
from agents.parameters import uncertainty

uncertainty("change_noticed", 0.4, plausible=(0.2, 0.6), bounds=(0.0, 1.0), unit="share", mechanism="M13", neutral=0.0,
            source="assumption", about="one-sided changes of terms noticed by a person of full literacy, under clear terms")  # fmt: skip
uncertainty("exit_right", 0.5, plausible=(0.2, 0.8), bounds=(0.0, 1.0), unit="share", mechanism="M13", neutral=0.0,
            source="assumption (European telecoms law lets customers go when terms change against them)", about="contracts that a noticed change of terms makes terminable at once")  # fmt: skip
uncertainty("wearing", 0.01, plausible=(0.005, 0.015), bounds=(0.0, 0.2), unit="per week", mechanism="M13", neutral=0.0,
            source="assumption", about="hazard that a product must be replaced early, at full obsolescence")  # fmt: skip
uncertainty("wear_noticed", 0.3, plausible=(0.15, 0.5), bounds=(0.0, 1.0), unit="share", mechanism="M13", neutral=0.0,
            source="assumption", about="early wear seen as meant by a person of full literacy, under clear terms")  # fmt: skip

TERMS_CHANGED, REPLACED = count("terms_changed"), count("products_replaced")
REPLACEMENTS = line("replacements", "early replacements", kind="revenue")
CHANGED = route("terms_changed", "terms changed one-sidedly", department="billing", channel="letter", actor="person", mechanism="M13")
WORN_OUT = route("worn_out", "products that wear out early", department="billing", channel="product", actor="product", mechanism="M13")

_CHANGE, _READ, _WEAR, _SEEN = (purpose(f"terms.{n}") for n in ("change", "read", "wear", "seen"))
REPLACED_WEEKS = 8.0  # price of a replacement, in weeks of the product's price: assumption


@step
def meet_terms(world, here):
    """A week under terms that may worsen, with products that may be made not to last."""
    nature, billing = world.market[0].nature, world.firms[here.firm].terms.billing
    if billing.term_changes > 0.0 and chance(here.luck, _CHANGE) < billing.term_changes / 52.0:
        read_changes(world, here)
    if billing.obsolescence > 0.0 and chance(here.luck, _WEAR) < nature.wearing * billing.obsolescence:
        wear_out(world, here)


@step
def read_changes(world, here):
    """A letter changes the terms; who reads it takes it as conduct, looks around, and may be free to go."""
    person, nature, billing = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.billing
    tick(world, here, here.firm, TERMS_CHANGED, 1.0)
    reads, frees = halves(here.luck, _READ)
    if reads < seen_through(world.trait[here.row].literacy, billing.complexity, nature.change_noticed):
        tick(world, here, here.firm, WRONGS_FOUND, 1.0)
        judge(world, here, CHANGED, 0.0, CHANGE_FELT)
        person.occasion = person.occasion + nature.look_price_rise
        if frees < nature.exit_right:
            person.contract_left = 0


@step
def wear_out(world, here):
    """One product held fails before its time: replaced at a price if worth it, else given up (sizes: assumption)."""
    person, billing, n = world.state[here.row], world.firms[here.firm].terms.billing, world.need.shape[1]
    which, sees = halves(here.luck, _SEEN)
    k = int(which * n)
    while person.holdings & (1 << k) == 0:
        k = (k + 1) % n
    product = world.products[here.firm, k].terms
    if product.is_base > 0.0 or appeal(world.need[here.row, k], product.price_ratio) >= 1.0:
        weeks = REPLACED_WEEKS * world.trait[here.row].usage
        pay(world, here, here.firm, REPLACEMENTS, weeks * product.price)
        pay(world, here, here.firm, DELIVERY, -weeks * product.delivery)
        tick(world, here, here.firm, REPLACED, 1.0)
    else:
        person.holdings = person.holdings & ~(1 << k)
        person.mis_sold = person.mis_sold & ~(1 << k)
    live(world, here, WORN_OUT, 0.2, 0.4)
    if sees < seen_through(world.trait[here.row].literacy, billing.complexity, world.market[0].nature.wear_noticed):
        tick(world, here, here.firm, WRONGS_FOUND, 1.0)
        judge(world, here, WORN_OUT, 0.0, 1.0)
        person.occasion = person.occasion + world.market[0].nature.look_betrayed
