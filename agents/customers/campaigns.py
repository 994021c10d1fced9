"""Campaigns: product departments go at the customers most likely to buy (M01-M03); the CX unit may hold them back (M05)."""

from agents.arithmetic import STANDARD, clip
from agents.books import count, line, pay, route, tick
from agents.chance import bits, chance, joined, luck_of, part, purpose, wave_of
from agents.compiled import rule, step
from agents.customers.buying import accepting, appeal, believed, buy
from agents.customers.contact import remember_contact, weigh_down, willing
from agents.customers.disguise import (
    BOT_CALLS,
    BOT_OFFER_FITS,
    BOT_OFFER_UNWANTED,
    calls_by_bot,
    passes,
)
from agents.customers.recognition import STRANGERS, TRIFLES, chased, click, recognised
from agents.customers.resignation import believing, remedy
from agents.customers.tenure import NEWCOMER_WEEKS
from agents.customers.trust import judge, live
from agents.parameters import column, uncertainty

column("opted_out", whole=True, about="refuses unasked contact by the provider", mechanism="M15")

uncertainty("expertise", 0.2, plausible=(0.1, 0.3), bounds=(0.0, 1.0), unit="share", mechanism="M05",
            source="assumption (Aghion & Tirole 1997 for the trade-off)", about="what a department knows of its product's buyers beyond the records")  # fmt: skip
uncertainty("opt_out_hazard", 0.004, plausible=(0.002, 0.008), bounds=(0.0, 0.1), unit="per contact", mechanism="M15", neutral=0.0,
            source="assumption", about="chance of opting out after an unwanted contact, per unit of burden")  # fmt: skip
uncertainty("contact_weight", 0.3, plausible=(0.2, 0.4), bounds=(0.0, 1.0), unit="0..1", mechanism="M01",
            source="assumption", about="weight of a sales contact as an experience, of a full service event")  # fmt: skip
uncertainty("crowding", 0.3, plausible=(0.1, 0.5), bounds=(0.0, 1.0), unit="share", mechanism="M03", neutral=0.0,
            source="assumption (G05: mailings of one sender cannibalise each other)", about="quality lost by an offer that comes beside another department's in the same week")  # fmt: skip

OUTBOUND, REACHED, COLLISIONS = count("outbound_contacts"), count("persons_reached"), count("persons_hit_twice")
GATED, OPT_OUTS = count("contacts_held_back"), count("opt_outs")
CAMPAIGNS = line("campaigns", "campaign contacts", kind="cost", discretionary=True)
WELCOME = route("offer_fits", "offers that fit", department="product", channel="outbound", actor="person", mechanism="M01")
UNWANTED = route("offer_unwanted", "offers nobody needs", department="product", channel="outbound", actor="person", mechanism="M03")
CROWDED = route("offer_collision", "several departments at once", department="product", channel="outbound", actor="person", mechanism="M03")
OVERRIDDEN = route("refusal_ignored", "contacted although it was refused", department="product", channel="outbound", actor="person", mechanism="M15")

BINS = 128
TOP = 0.9  # estimate from which somebody stands at the top of the list: assumption
_ESTIMATE, _ACCEPT, _GATE, _OPT_OUT, _ORDER, _OVERRIDE = (
    purpose(f"campaigns.{n}") for n in ("estimate", "accept", "gate", "opt out", "order", "override")
)


@rule
def reliability(accuracy, linked, analytics):
    """Return how far the records tell persons apart, 0..1: accuracy x linked x analytics."""
    return accuracy * linked * analytics


@rule
def with_expertise(known, expertise):
    """Return a department's reliability: the records' and its feeling for the product; with_expertise(.5, .2) = .6."""
    return known + (1.0 - known) * expertise


@rule
def relevance(worth, sell_share, motive):
    """Return the quality of a sales contact as lived: .25 for nothing of worth, .6 for its price's worth (assumption).

    Less where one is always sold to: relevance(1, 0, .5) = .6, relevance(1, 1, .5) = .3.
    """
    return (0.25 + 0.35 * worth) * (1.0 - motive * sell_share)


@rule
def reason_of(hits, disappoints, bot):
    """Return the route of an offer that was not taken."""
    if hits > 1:
        return CROWDED
    if disappoints:
        return BOT_OFFER_UNWANTED if bot else UNWANTED
    return BOT_OFFER_FITS if bot else WELCOME


@step
def known_of(world, here):
    """Reliability of the firm's records on this person; 0 where they are not found."""
    if not recognised(world, here):
        return 0.0
    data = world.firms[here.firm].terms.data_office
    return reliability(world.state[here.row].accuracy, data.linked, data.analytics)


@step
def receive_campaigns(world, here):
    """All sales contacts of the week, in an order drawn per person; each meets the burden left by those before."""
    person = world.state[here.row]
    refused = person.opted_out
    if refused:
        overrides = world.firms[here.firm].terms.data_office.overrides
        if overrides <= 0.0 or chance(here.luck, _OVERRIDE) >= overrides:
            return
    if world.firms[here.firm].terms.data_office.kept < 1.0:
        click(world, here)
    n_products = world.need.shape[1]
    stable = luck_of(here.season, here.row)
    first = wave_of(stable, _ORDER, n_products)
    hits = 0
    for n in range(n_products):
        k = int(first + n) % n_products
        product = world.products[here.firm, k].terms
        if product.is_base > 0.0 or person.holdings & (1 << k) != 0 or product.interval <= 0.0:
            continue
        if int(here.week + wave_of(stable, world.products[0, k].key, product.interval)) % int(product.interval) != 0:
            continue
        z = bits(stable, joined(_ESTIMATE, world.products[0, k].key))
        known = with_expertise(known_of(world, here), world.market[0].nature.expertise * product.sales_skill)
        guess = believed(
            world.need[here.row, k], world.need_mean[person.segment, k], known, STANDARD * (part(z, 0) - 0.5)
        )
        trifle = chased(world, here, k)
        if trifle:
            guess = TOP + (1.0 - TOP) * part(z, 2)  # at the top of the list, yet told apart: reach still limits
        if here.row & 7 == 0:
            world.scores[here.block, here.firm, k, min(BINS - 1, int(clip(guess) * BINS))] += 8
        if clip(guess) < product.cut or held_back(world, here, k, z):
            continue
        hits += 1
        if trifle:
            person.trifle -= 1
            tick(world, here, here.firm, TRIFLES, 1.0)
        sales_contact(world, here, k, hits, refused)
    if hits > 0:
        tick(world, here, here.firm, REACHED, 1.0)
        if hits > 1:
            tick(world, here, here.firm, COLLISIONS, 1.0)


@step
def held_back(world, here, k, z):
    """The CX unit's gate: under authority, only what seems worth its price on the records, and below the cap."""
    cx, person = world.firms[here.firm].terms.cx_unit, world.state[here.row]
    if cx.authority <= 0.0:
        return False
    if chance(here.luck, joined(_GATE, world.products[0, k].key)) >= cx.authority:
        return False
    on_records = believed(
        world.need[here.row, k], world.need_mean[person.segment, k], known_of(world, here), STANDARD * (part(z, 1) - 0.5)
    )
    on_records = on_records + cx.model_error
    if person.recent_contacts < cx.contact_cap and appeal(on_records, world.products[here.firm, k].terms.price_ratio) >= cx.gate:
        return False
    tick(world, here, here.firm, GATED, 1.0)
    return True


@step
def sales_contact(world, here, k, hits, refused):
    """One unasked offer by a person or a bot: it informs, wearies, and is accepted or not; who had refused is wronged."""
    person, nature, product = world.state[here.row], world.market[0].nature, world.products[here.firm, k].terms
    bot = calls_by_bot(world, here, world.products[0, k].key)
    tick(world, here, here.firm, OUTBOUND, 1.0)
    cost = nature.bot_contact if bot else nature.campaign_contact * product.contact_cost
    pay(world, here, here.firm, CAMPAIGNS, -cost)
    person.informed = person.informed | (1 << k)
    worth = appeal(world.need[here.row, k], product.price_ratio)
    ready = willing(nature.fatigue, person.burden) * believing(person.resignation, nature.resigned_belief)
    p = accepting(
        nature.response * product.sales_skill, ready, world.trust[here.row, here.firm], worth, product.pressure
    )
    p = p * (1.0 - world.firms[here.firm].terms.cx_unit.too_late)
    if bot:
        tick(world, here, here.firm, BOT_CALLS, 1.0)
        if not passes(world, here, world.products[0, k].key):
            p = p * nature.disclosed_sells
    weigh_down(world, here, 1.0)
    quality = relevance(worth, person.sell_share, nature.inferred_motive) * world.firms[here.firm].terms.organisation.offer_quality
    remember_contact(world, here, 1.0)
    if chance(here.luck, joined(_ACCEPT, world.products[0, k].key)) < p:
        buy(world, here, k, worth)
        if person.tenure >= NEWCOMER_WEEKS and not recognised(world, here):  # a customer of years gets newcomers' terms
            rebate = world.firms[here.firm].terms.billing.newcomer_discount * 52.0 * product.price
            pay(world, here, here.firm, STRANGERS, -rebate)
        if worth >= 1.0:
            live(world, here, BOT_OFFER_FITS if bot else WELCOME, 0.5 + 0.25 * worth, nature.contact_weight)  # assumption
        return
    reason = reason_of(hits, quality < person.expectation, bot)
    if hits > 1:
        quality = quality * (1.0 - nature.crowding)
    live(world, here, reason, quality, nature.contact_weight)
    if refused:
        judge(world, here, OVERRIDDEN, 0.0, 1.0)
        remedy(world, here, 1.0)
    elif person.opted_out == 0 and chance(here.luck, joined(_OPT_OUT, world.products[0, k].key)) < nature.opt_out_hazard * person.burden:
        person.opted_out = 1
        tick(world, here, here.firm, OPT_OUTS, 1.0)
        if world.firms[here.firm].terms.data_office.overrides <= 0.0:
            remedy(world, here, 0.0)  # the door stays shut: a remedy that helped
