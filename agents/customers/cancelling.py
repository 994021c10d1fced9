"""Cancelling is a contact: here barrier and save offer act; under contract it becomes a notice (M13)."""

from agents.books import count, move, recall, route, tick
from agents.chance import chance, purpose
from agents.compiled import rule, step
from agents.customers.contact import weigh_down
from agents.customers.resignation import remedy
from agents.customers.service import PERSON
from agents.customers.trust import judge
from agents.parameters import column, uncertainty

column("intends", whole=True, about="2 + index of the firm the person means to change to; 1: to none; 0: means to stay", mechanism="M13")
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
GAVE_NOTICE = move("gave_notice", "gives notice")

_BARRIER, _GIVE_UP, _SAVE = (purpose(f"cancelling.{n}") for n in ("barrier", "give up", "save"))
SAVE_REBATE = 0.1  # share of the price given away by a full save offer: assumption


@rule
def saving(saved, effort, trust):
    """Return the chance that a save offer holds a leaver; saving(.25, 1, .5) = .25."""
    return saved * effort * (0.5 + trust)


@step
def cancel(world, here):
    """The cancellation desk."""
    person, nature, billing = world.state[here.row], world.nature[0], world.terms.billing[here.firm]
    person.attempts += 1
    if chance(here.luck, _BARRIER) < billing.barrier:
        tick(world, here, here.firm, HINDERED, 1.0)
        weigh_down(world, here, 0.5)
        judge(world, here, BARRED, 0.0, 1.0)
        if chance(here.luck, _GIVE_UP) < nature.giving_up:
            remedy(world, here, 1.0)
            recall(world, here, here.firm, GAVE_UP_GOING, 0)
            stay(world, here)
        return
    if person.meets >= PERSON and billing.save_offer > 0.0:
        if chance(here.luck, _SAVE) < saving(nature.saved, billing.save_offer, world.trust[here.row, here.firm]):
            person.price_paid = person.price_paid * (1.0 - SAVE_REBATE * billing.save_offer)
            tick(world, here, here.firm, SAVED, 1.0)
            recall(world, here, here.firm, HELD, 0)
            stay(world, here)
            return
    if person.attempts == 1:
        judge(world, here, LET_GO, 1.0, 0.5)
    person.notice = 1
    tick(world, here, here.firm, NOTICES, 1.0)
    recall(world, here, here.firm, GAVE_NOTICE, 0)


@step
def stay(world, here):
    """Give up the intention to leave."""
    person = world.state[here.row]
    person.intends = 0
    person.attempts = 0
    person.notice = 0
