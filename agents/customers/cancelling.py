"""Cancelling is a contact: here barrier and save offer act; under contract it becomes a notice (M13)."""

from agents.arithmetic import log
from agents.books import count, move, recall, route, tick
from agents.chance import chance, purpose
from agents.compiled import rule, step
from agents.customers.channels import PERSON
from agents.customers.concessions import OWN_LESSON, SAVE_REBATE, THREATS_PAID, taught
from agents.customers.contact import weigh_down
from agents.customers.resignation import believing, remedy
from agents.customers.tenure import LOWEST_PRICE
from agents.customers.trust import judge
from agents.parameters import column, uncertainty

column("intends", whole=True, about="2 + index of the firm the person means to change to, the own one for a mere threat; 1: to none; 0: means to stay", mechanism="M13")
column("attempts", whole=True, about="attempts to cancel so far", mechanism="M13")
column("notice", whole=True, about="1: notice is given, the person leaves when the contract ends", mechanism="M13")
column("contract_left", whole=True, about="weeks until the contract ends", mechanism="M13")

uncertainty("giving_up", 0.3, plausible=(0.15, 0.45), bounds=(0.0, 1.0), unit="share", mechanism="M13",
            source="assumption (J20: wanted cancellations are often not made)", about="hindered cancellations that are given up")  # fmt: skip
uncertainty("saved", 0.25, plausible=(0.15, 0.35), bounds=(0.0, 1.0), unit="share", mechanism="M13", neutral=0.0,
            source="assumption", about="leavers who take a full save offer, at medium trust")  # fmt: skip

HINDERED, SAVED, NOTICES = count("cancellations_hindered"), count("leavers_saved"), count("notices")
BARRED = route("cancellation_hindered", "cancelling made hard", department="billing", channel="phone", actor="person", mechanism="M13")
LET_GO = route("let_go", "let go without fuss", department="billing", channel="phone", actor="person", mechanism="M13")

GAVE_UP_GOING = move("gave_up_cancelling", "gives up cancelling")
HELD = move("saved", "is held by a save offer")
PAID_TO_STAY = move("threat_paid", "threatens to cancel and gets a save offer")
GAVE_NOTICE = move("gave_notice", "gives notice")

_BARRIER, _GIVE_UP, _SAVE = (purpose(f"cancelling.{n}") for n in ("barrier", "give up", "save"))


@rule
def saving(saved, effort, trust):
    """Return the chance that a save offer holds a leaver; saving(.25, 1, .5) = .25."""
    return saved * effort * (0.5 + trust)


@rule
def worth_of_rebate(effort, price_weight):
    """Return what a save offer is worth to who only reckons, in logit: -weight x ln(1 - rebate); about .42 at (1, 4)."""
    return -price_weight * log(1.0 - SAVE_REBATE * effort)


@step
def cancel(world, here):
    """The cancellation desk; it cannot tell who only threatens from who means to leave; a customer's bot does not give up."""
    person, nature, billing = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.billing
    threatens = person.intends == here.firm + 2
    person.attempts += 1
    if chance(here.luck, _BARRIER) < billing.barrier:
        tick(world, here, here.firm, HINDERED, 1.0)
        weigh_down(world, here, 0.5)
        judge(world, here, BARRED, 0.0, 1.0)
        if threatens:
            stay(world, here)
        elif person.sends_bot == 0 and chance(here.luck, _GIVE_UP) < nature.giving_up:
            remedy(world, here, 1.0)
            recall(world, here, here.firm, GAVE_UP_GOING, 0)
            stay(world, here)
        return
    if threatens or (person.meets >= PERSON and billing.save_offer > 0.0):
        if hold(world, here, threatens):
            return
    if person.attempts == 1:
        judge(world, here, LET_GO, 1.0, 0.5)
    person.notice = 1
    tick(world, here, here.firm, NOTICES, 1.0)
    recall(world, here, here.firm, GAVE_NOTICE, 0)


@step
def hold(world, here, threatens):
    """Make a save offer; returns whether the person stays: who only threatens does, with the offer or without."""
    person, nature, billing = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.billing
    believes = believing(person.resignation, nature.resigned_belief)
    takes = billing.save_offer if threatens else saving(nature.saved, billing.save_offer, world.trust[here.row, here.firm]) * believes
    held = chance(here.luck, _SAVE) < takes
    if person.sends_bot > 0 and not threatens:  # a bot takes an offer only if that beats the change (M10)
        held = worth_of_rebate(billing.save_offer, world.trait[here.row].price_weight) >= person.bot_gain
    if person.meets >= PERSON and held:
        person.price_paid = max(LOWEST_PRICE, person.price_paid * (1.0 - SAVE_REBATE * billing.save_offer))
        tick(world, here, here.firm, THREATS_PAID if threatens else SAVED, 1.0)
        recall(world, here, here.firm, PAID_TO_STAY if threatens else HELD, 0)
        if nature.threatening > 0.0:
            person.lore = taught(person.lore, OWN_LESSON)
        stay(world, here)
        return True
    if threatens:
        stay(world, here)
    return threatens


@step
def stay(world, here):
    """Give up the intention to leave."""
    person = world.state[here.row]
    person.intends = 0
    person.attempts = 0
    person.notice = 0
