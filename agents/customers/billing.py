"""The bill: what is paid, what is hidden in it, what is found out (M13), what the inert pay more (P4), and what it costs to deliver."""

from agents.arithmetic import STANDARD, clip
from agents.books import count, line, pay, route, tick, total
from agents.chance import chance, halves, purpose
from agents.compiled import rule, step
from agents.customers.buying import believed
from agents.customers.campaigns import known_of, with_expertise
from agents.customers.promise import hold_to_word
from agents.customers.tenure import NEWCOMER_WEEKS, keep_anniversary, reward_of
from agents.customers.trust import PRODUCT, feel_betrayed, judge, live
from agents.parameters import column, trait, uncertainty

trait("buffer", 0.6, spread=0.4, low=0.0, high=1.0, unit="0..1", mechanism="M04", source="assumption",
      about="financial room: how seldom the person falls behind with payments")  # fmt: skip
column("wary", about="learned avoidance of fees, 0..1", mechanism="M13")
column("newcomer", whole=True, about="1: joined on newcomers' terms", mechanism="M31")
column("occasion", about="extra hazard of looking at other providers, decaying", mechanism="M13")

uncertainty("fee_found_out", 0.25, plausible=(0.15, 0.4), bounds=(0.0, 1.0), unit="share", mechanism="M13",
            source="assumption (J12: drip prices work because most overlook them)", about="hidden fees noticed by a person of full literacy, under clear terms")  # fmt: skip
uncertainty("fee_learning", 0.4, plausible=(0.0, 0.5), bounds=(0.0, 1.0), unit="share", mechanism="M13", neutral=0.0,
            source="J13: a fee last month lowers the next by 40 %; none under J14", about="fees avoided after one was noticed")  # fmt: skip
uncertainty("wary_half_life", 28.0, plausible=(20.0, 40.0), bounds=(1.0, 260.0), unit="weeks", mechanism="M13",
            source="J13: forgetting 10 % a month", about="half-life of wariness of fees")  # fmt: skip
uncertainty("noticing", 0.2, plausible=(0.12, 0.3), bounds=(0.0, 1.0), unit="per week", mechanism="M33",
            source="assumption (about ten times a year)", about="weeks in which the product in use is felt as good or bad")  # fmt: skip
uncertainty("falling_behind", 0.002, plausible=(0.001, 0.004), bounds=(0.0, 0.1), unit="per week", mechanism="M04",
            source="assumption", about="hazard of payment arrears without any financial buffer")  # fmt: skip

SUBSCRIPTIONS = line("subscriptions", "subscriptions and products at list prices", kind="revenue")
INERTIA = line("inertia", "prices of old customers above the list", kind="revenue")
FEES = line("fees", "hidden fees", kind="revenue")
REBATES = line("rebates", "rebates to newcomers, leavers, old customers and better plans", kind="revenue")
DELIVERY = line("delivery", "delivering the products", kind="cost")
BAD_DEBT = line("bad_debt", "unpaid bills", kind="cost")
SHRINKS_FOUND = count("shrinking_found_out")
FEES_FOUND, WRONGS_FOUND, PRICE_RISES = count("fees_found_out"), count("wrongs_found_out"), count("price_rises_felt")
BILLS_NEW, PAID_NEW, BILLS_OLD, PAID_OLD = (
    total(n) for n in ("bills_first_year", "paid_first_year", "bills_later", "paid_later")
)
FEE_FOUND = route("hidden_fee", "hidden fees found out", department="billing", channel="bill", actor="person", mechanism="M13")
RAISED = route("price_rise", "prices raised in mid-contract", department="billing", channel="letter", actor="person", mechanism="P4")
SHRUNK = route("shrinking", "less for the same price", department="billing", channel="product", actor="person", mechanism="M13")

_FEE, _FOUND, _NOTICE, _RISE, _SHRINK, _AIM = (
    purpose(f"billing.{n}") for n in ("fee", "found", "notice", "rise", "shrink", "aim")
)
OLD_WEEKS = 156
INERT_WEEKS = 520.0  # tenure from which the records take a customer for wholly inert: assumption
PERSONAL_RISE = 0.05  # most that a price aimed at a person's inertia rises a year beyond the usual: assumption
LIVE_KNOWLEDGE = 0.5  # what asking everybody at once adds to the records' reliability: assumption
MEAN_SATISFACTION = 0.55  # to which estimates of satisfaction are shrunk: assumption
CHANGE_FELT = 1.0  # weight of a one-sided change of terms as evidence of conduct: assumption
HIGHEST_PRICE = 1.15  # cap of the price paid over the list: assumption
PRICE_RISE_FELT = 15.0  # events of full weight per doubling of the price: assumption
TAKEN_FELT = 0.5  # of what is taken from a product, the share that those who use it feel: assumption
WRITTEN_OFF = 13  # weeks in arrears until half the debt is written off: assumption


@rule
def seen_through(literacy, complexity, found):
    """Return the share of hidden fees a person notices; complex terms blunt literacy: seen_through(1, 0, .25) = .25."""
    return found * literacy * (1.0 - 0.8 * complexity)


@rule
def aimed_rise(rise, live, serves, content, inert):
    """Return a person's yearly rise where satisfaction is measured at once (`live`): spared or aimed, as the data serve.

    As far as they serve the customer, the unhappy are spared; as far as not, the contented and inert pay more:
    rise (1 - live serves (1 - content)) + live (1 - serves) .05 content inert; aimed_rise(.02, 1, .5, .6, .5) = .0235.
    """
    spared = rise * (1.0 - live * serves * (1.0 - content))
    return spared + live * (1.0 - serves) * PERSONAL_RISE * content * inert


@step
def rise_for(world, here):
    """The rise of the price that this week's letter brings to this person."""
    person, data, rise = world.state[here.row], world.firms[here.firm].terms.data_office, world.firms[here.firm].terms.billing.price_change
    if data.live <= 0.0:
        return rise
    known = with_expertise(known_of(world, here), LIVE_KNOWLEDGE * data.live)
    z = STANDARD * (chance(here.luck, _AIM) - 0.5)
    content = clip(believed(person.satisfaction, MEAN_SATISFACTION, known, z))
    return aimed_rise(rise, data.live, data.serves, content, min(1.0, person.tenure / INERT_WEEKS))


@step
def pay_bill(world, here):
    """The week's bill and what delivering costs; where people shop, the base product is paid purchase by purchase."""
    person, listed, delivered = world.state[here.row], 0.0, 0.0
    shops = world.market[0].nature.buying > 0.0
    for k in range(world.need.shape[1]):
        if person.holdings & (1 << k) != 0 and not (shops and k == 0):
            product = world.products[here.firm, k].terms
            listed += product.price
            delivered += product.delivery
    if listed > 0.0 or not shops:
        charge(world, here, listed, delivered, world.trait[here.row].usage)
    if world.firms[here.firm].terms.billing.tenure_reward > 0.0:
        keep_anniversary(world, here)


@step
def charge(world, here, listed, delivered, usage):
    """Book a bill of the provider: list prices times usage, what is above or below them, and what delivering costs."""
    person, billing = world.state[here.row], world.firms[here.firm].terms.billing
    if billing.worsened > 0.0:
        delivered = delivered * (1.0 - billing.worsened)
    pay(world, here, here.firm, SUBSCRIPTIONS, listed * usage)
    pay(world, here, here.firm, DELIVERY, -delivered * usage)
    above, rebate = max(0.0, person.price_paid - 1.0), max(0.0, 1.0 - person.price_paid)
    if above > 0.0:
        pay(world, here, here.firm, INERTIA, above * listed * usage)
    if person.tenure < NEWCOMER_WEEKS and person.newcomer > 0:
        rebate += billing.newcomer_discount
    if billing.tenure_reward > 0.0:
        rebate += reward_of(world, here)
    if rebate > 0.0:
        pay(world, here, here.firm, REBATES, -rebate * listed * usage)
    if person.tenure < NEWCOMER_WEEKS:
        tick(world, here, here.firm, BILLS_NEW, 1.0)
        tick(world, here, here.firm, PAID_NEW, 1.0 + above - rebate)
    elif person.tenure >= OLD_WEEKS:
        tick(world, here, here.firm, BILLS_OLD, 1.0)
        tick(world, here, here.firm, PAID_OLD, 1.0 + above - rebate)


@step
def meet_fees(world, here):
    """A hidden fee may be on the bill; it may be found out, and then it teaches."""
    person, nature, billing = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.billing
    if billing.fee_rate <= 0.0 or chance(here.luck, _FEE) >= billing.fee_rate * (1.0 - person.wary):
        return
    pay(world, here, here.firm, FEES, billing.fee)
    if chance(here.luck, _FOUND) < seen_through(world.trait[here.row].literacy, billing.complexity, nature.fee_found_out):
        tick(world, here, here.firm, FEES_FOUND, 1.0)
        feel_betrayed(world, here, FEE_FOUND, 0.5)
        person.wary = clip(person.wary + nature.fee_learning)
        person.occasion = person.occasion + nature.look_betrayed


@step
def hear_of_price(world, here):
    """Prices of those already here are raised: felt as a breach by who reads, and an occasion to look around."""
    person, billing = world.state[here.row], world.firms[here.firm].terms.billing
    if billing.letter <= 0.0 and billing.list_change <= 0.0:
        return
    rise = rise_for(world, here) if billing.letter > 0.0 else 0.0
    raised = max(person.price_paid, min(HIGHEST_PRICE, person.price_paid * (1.0 + rise)))
    change = raised / person.price_paid - 1.0 + billing.list_change
    person.price_paid = raised
    if change > 0.0 and chance(here.luck, _RISE) < 0.3 + 0.7 * world.trait[here.row].literacy:
        nature = world.market[0].nature
        tick(world, here, here.firm, PRICE_RISES, 1.0)
        judge(world, here, RAISED, 0.0, min(3.0, PRICE_RISE_FELT * change))
        person.occasion = person.occasion + nature.look_price_rise * min(3.0, 2.0 * PRICE_RISE_FELT * change)


@step
def use_product(world, here):
    """Now and then the product is felt as good or bad; less for the same price is noticed by those who read."""
    nature, billing = world.market[0].nature, world.firms[here.firm].terms.billing
    person, trait = world.state[here.row], world.trait[here.row]
    notices, late = halves(here.luck, _NOTICE)
    if notices < nature.noticing:
        quality = world.products[here.firm, 0].terms.fit - TAKEN_FELT * billing.shrink
        if billing.worsened > 0.0:
            quality = quality - TAKEN_FELT * billing.worsened
        live(world, here, PRODUCT, quality, 0.4)
        hold_to_word(world, here, quality)
    if billing.shrink > 0.0 and chance(here.luck, _SHRINK) < 0.02 * trait.literacy:
        tick(world, here, here.firm, WRONGS_FOUND, 1.0)
        tick(world, here, here.firm, SHRINKS_FOUND, 1.0)
        judge(world, here, SHRUNK, 0.0, 10.0 * billing.shrink)
    if late < nature.falling_behind * (1.0 - trait.buffer):
        person.arrears = 1
    elif person.arrears > 0:
        person.arrears += 1
        if person.arrears > WRITTEN_OFF:
            person.arrears = 0
            pay(world, here, here.firm, BAD_DEBT, -0.5 * WRITTEN_OFF * world.products[here.firm, 0].terms.price)
