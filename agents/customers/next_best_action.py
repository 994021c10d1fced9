"""The next best action on the customer's own contact: the best-fitting act for this customer now, or nothing (M04).

Values are in months of the base bill. What a firm believes of them depends on its records; what it wants, on who is
in charge: (customer weight, horizon) = (1 - authority) x the department's incentive + authority x the CX unit's.
"""

import math

from agents.arithmetic import STANDARD
from agents.books import count, line, pay, route, tick
from agents.chance import bits, chance, joined, purpose
from agents.compiled import rule, step
from agents.customers.billing import LIVE_KNOWLEDGE
from agents.customers.buying import accepting, appeal, believed, buy
from agents.customers.campaigns import held_back, known_of, with_expertise
from agents.customers.channels import EXTRA_WORK
from agents.customers.contact import remember_contact, weigh_down, willing
from agents.customers.privacy import ask_for_data
from agents.customers.resignation import believing
from agents.customers.service import close
from agents.customers.trust import judge, live
from agents.parameters import column, uncertainty

column("arrears", whole=True, about="weeks behind with payments", mechanism="M04")
column("consent", whole=True, about="has agreed to the use of data by the provider", mechanism="M14")
column("price_paid", 1.0, about="price agreed, relative to the list", mechanism="M04")

uncertainty("inbound_factor", 3.0, plausible=(2.0, 4.5), bounds=(1.0, 10.0), unit="ratio", mechanism="M04",
            source="G06: 3 (facts.md B8: 2-6)", about="acceptance of an offer on the customer's own contact, over an unasked one")  # fmt: skip
uncertainty("action_spread", 0.2, plausible=(0.1, 0.3), bounds=(0.0, 2.0), unit="months of bill", mechanism="M04",
            source="assumption", about="spread of the values of an action over customers, for its estimate")  # fmt: skip
uncertainty("extra_effort", 0.35, plausible=(0.2, 0.5), bounds=(0.0, 1.0), unit="share", mechanism="M04",
            source="assumption (D20: about half of problem owners get nothing in the end)", about="unsolved issues that an extra effort on the spot solves")  # fmt: skip

NOTHING, OFFER, BETTER_PLAN, GIFT, INSTALMENTS, ASK, FIX, APOLOGY = range(8)
ACTIONS, OFFERS_INBOUND, HEEDED = count("actions"), count("offers_inbound"), count("unhappy_called")
GESTURES = line("gestures", "gifts, apologies, extra fixes and calls to the unhappy", kind="cost", discretionary=True)


def _route(cause: str, label: str) -> int:
    return route(cause, label, department="cx_unit", channel="inbound", actor="person", mechanism="M04")


FITTING = _route("fitting_offer", "fitting offers on own contact")
PITCHED = route("pitched", "sold to when asking for help", department="product", channel="inbound", actor="person", mechanism="M01")
PLAN = _route("better_plan", "better plans offered unasked")
CARED = _route("cared_for", "gifts, instalments, apologies")
FIXED = _route("fixed", "extra effort to fix it")
CALLED = route("called_unasked", "unhappy customers called unasked", department="cx_unit", channel="phone", actor="person", mechanism="M30")

_SHARE, _NOISE, _TAKE, _PITCH, _HEED, _SEEN, _MEND = (
    purpose(f"next best action.{n}") for n in ("share", "noise", "take", "pitch", "heed", "seen", "mend")
)
USUAL_UNHAPPY = 0.45  # to which estimates of unhappiness are shrunk: assumption
CALLS = 0.1  # chance per week that somebody calls a customer seen as unhappy, at full measurement that serves: assumption
ASKED_AT_ONCE = 0.1  # burden of a question after each contact, of a sales contact's: assumption


@rule
def action_value(action, worth, unhappy, overpays, late, unsolved, asked, returns):
    """Return (to the customer, to the firm now, to the firm later) of an action, in months of the bill.

    worth: appeal of the best product; unhappy: 1 - satisfaction; overpays: price paid above the list;
    late, unsolved, asked: 1 or 0; returns: visible return for data, 0..1. Sizes are assumptions.
    """
    if action == OFFER:
        return worth - 1.0, 0.5 * worth, 0.3 * (worth - 1.0)
    if action == BETTER_PLAN:
        return 12.0 * overpays, -12.0 * overpays, (30.0 * unhappy - 15.0) * overpays
    if action == GIFT:
        return 0.5 * unhappy, -0.5, 1.6 * max(0.0, unhappy - 0.3)
    if action == INSTALMENTS:
        return 0.8 * late, 0.05 * late - 0.05, 0.8 * late
    if action == ASK:
        return returns - 0.15, 0.15 * (1.0 - asked) - 0.05, 0.25 * (1.0 - asked)
    if action == FIX:
        return 0.9 * unsolved, -0.5, 0.9 * unsolved
    return 0.4 * unsolved + 0.3 * max(0.0, unhappy - 0.5), -0.3, 0.5 * unsolved + 0.4 * max(0.0, unhappy - 0.5)


@rule
def wanted(to_customer, now, later, customer_weight, horizon):
    """Return the value of an action to who decides: w x customer + (1 - w) x (now + h x later)."""
    return customer_weight * to_customer + (1.0 - customer_weight) * (now + horizon * later)


@rule
def under(authority, own, central):
    """Return a weight under divided rule: (1 - a) own + a central; exactly `own` at authority 0."""
    return own + authority * (central - own)


@step
def act(world, here):
    """After the matter itself: the next best action, or the product of the month."""
    cx, product = world.firms[here.firm].terms.cx_unit, world.products[here.firm, 0].terms
    if cx.next_best_action > 0.0 and chance(here.luck, _SHARE) < cx.next_best_action:
        choose_action(world, here)
    elif product.sell_on_contact > 0.0 and chance(here.luck, _PITCH) < product.sell_on_contact:
        n_products = world.need.shape[1]
        k = (here.week // 4) % n_products
        if world.products[here.firm, k].terms.is_base == 0.0 and world.state[here.row].holdings & (1 << k) == 0:
            if not held_back(world, here, k, bits(here.luck, joined(_PITCH, world.products[0, k].key))):
                offer(world, here, k, PITCHED)


@step
def best_product(world, here, known):
    """The product not held that seems worth most; -1 if everything is held."""
    person = world.state[here.row]
    best, best_worth = -1, -1.0
    for k in range(world.need.shape[1]):
        product = world.products[here.firm, k].terms
        if product.is_base == 0.0 and person.holdings & (1 << k) == 0:
            z = STANDARD * (chance(here.luck, joined(_NOISE, world.products[0, k].key)) - 0.5)
            guess = believed(world.need[here.row, k], world.need_mean[person.segment, k], known, z)
            worth = appeal(guess + world.firms[here.firm].terms.cx_unit.model_error, product.price_ratio)
            if worth > best_worth:
                best, best_worth = k, worth
    return best, best_worth


@step
def choose_action(world, here):
    """Estimate each feasible action on the records, take the best for who is in charge; nothing counts 0."""
    person, nature, cx = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.cx_unit
    known = known_of(world, here)
    unhappy = with_expertise(known, LIVE_KNOWLEDGE * world.firms[here.firm].terms.data_office.live)
    unhappy = unhappy * (1.0 - person.satisfaction) + (1.0 - unhappy) * USUAL_UNHAPPY
    best, worth = best_product(world, here, known)
    weight = under(cx.authority, world.firms[here.firm].terms.service.customer_weight, cx.customer_weight)
    horizon = under(cx.authority, 0.3, cx.horizon)  # assumption
    noise = nature.action_spread * math.sqrt(max(0.0, known * (1.0 - known)))
    late, unsolved = 1.0 if person.arrears > 0 else 0.0, 1.0 if person.issue > 0 else 0.0
    top, top_value = NOTHING, 0.0
    for action in range(1, 8):
        if (action == OFFER and best < 0) or (action == INSTALMENTS and late == 0.0) or (action == FIX and unsolved == 0.0):
            continue
        if (action == ASK and person.consent == 1) or (action == BETTER_PLAN and person.price_paid <= 1.0):
            continue
        to_customer, now, later = action_value(
            action, worth, unhappy, max(0.0, person.price_paid - 1.0),
            late, unsolved, 1.0 * person.consent, world.firms[here.firm].terms.data_office.data_return,
        )
        value = wanted(to_customer, now, later, weight, horizon)
        value = value + noise * STANDARD * (chance(here.luck, _NOISE + action) - 0.5)
        if value > top_value:
            top, top_value = action, value
    if top != NOTHING:
        tick(world, here, here.firm, ACTIONS, 1.0)
        carry_out(world, here, top, best)


@step
def carry_out(world, here, action, best):
    """Do it: money, what the person feels (less through a bot of one's own, M10), what changes."""
    person, nature = world.state[here.row], world.market[0].nature
    felt = nature.felt_through_bot if person.sends_bot > 0 else 1.0
    if action == OFFER:
        offer(world, here, best, FITTING)
    elif action == BETTER_PLAN:
        person.price_paid = 1.0
        judge(world, here, PLAN, 1.0, 1.0)
        live(world, here, PLAN, 0.85, 0.5 * felt)  # assumption
    elif action == INSTALMENTS:
        person.arrears = 0
        live(world, here, CARED, 0.85, 0.7 * felt)  # assumption
    elif action == ASK:
        ask_for_data(world, here, chance(here.luck, _TAKE))
    elif action == FIX:
        pay(world, here, here.firm, GESTURES, -nature.goodwill_cost)
        if chance(here.luck, _TAKE) < nature.extra_effort:
            live(world, here, FIXED, 0.8, 0.8 * felt)  # assumption
            close(world, here)
    else:
        pay(world, here, here.firm, GESTURES, -nature.goodwill_cost)
        live(world, here, CARED, 0.75, 0.4 * felt)  # assumption


@step
def offer(world, here, k, reason):
    """An offer on the customer's own contact: accepted more readily than an unasked one (G06)."""
    person, nature, product = world.state[here.row], world.market[0].nature, world.products[here.firm, k].terms
    tick(world, here, here.firm, OFFERS_INBOUND, 1.0)
    person.informed = person.informed | (1 << k)
    worth = appeal(world.need[here.row, k], product.price_ratio)
    ready = willing(nature.fatigue, person.burden) * nature.inbound_factor * believing(person.resignation, nature.resigned_belief)
    p = accepting(nature.response, ready, world.trust[here.row, here.firm], worth, product.pressure)
    remember_contact(world, here, 1.0)
    by_bot = person.sends_bot > 0
    if by_bot:
        p = 1.0 if worth >= 1.0 else 0.0  # a bot takes what its owner gains by, and feels no pressure (M10)
    elif reason == PITCHED:
        p = p * (1.0 - world.firms[here.firm].terms.cx_unit.too_late)
        weigh_down(world, here, 0.3)  # assumption
    if chance(here.luck, joined(_TAKE, world.products[0, k].key)) < p:
        buy(world, here, k, worth)
    if not by_bot and (reason == FITTING or worth < 1.0):
        live(world, here, reason, min(0.9, 0.15 + 0.5 * worth), nature.contact_weight)  # assumption


@step
def heed(world, here):
    """Satisfaction measured at once: each contact ends with a question; as far as the data serve, the unhappy are called (M30)."""
    person, nature, data = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.data_office
    if data.live <= 0.0:
        return
    if person.reason > 0 and person.sends_bot == 0:
        weigh_down(world, here, ASKED_AT_ONCE * data.live)
    if person.opted_out or chance(here.luck, _HEED) >= CALLS * data.live * data.serves:
        return
    known = with_expertise(known_of(world, here), LIVE_KNOWLEDGE * data.live)
    z = STANDARD * (chance(here.luck, _SEEN) - 0.5)
    if believed(1.0 - person.satisfaction, USUAL_UNHAPPY, known, z) < 0.6:  # assumption
        return
    tick(world, here, here.firm, HEEDED, 1.0)
    tick(world, here, here.firm, EXTRA_WORK, 1.0)
    remember_contact(world, here, 0.0)
    weigh_down(world, here, 0.3)  # assumption: as a call by one's own contact
    live(world, here, CALLED, 0.75, 0.4)  # assumption: as a gift
    if person.issue > 0 and chance(here.luck, _MEND) < nature.extra_effort:
        close(world, here)
