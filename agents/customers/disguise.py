"""Bots that seem human: disclosed or not, what it does to sales and to trust once it is found out (M09)."""

from agents.books import count, route, tick
from agents.chance import chance, joined, purpose
from agents.compiled import rule, step
from agents.customers.trust import feel_betrayed
from agents.parameters import column, uncertainty

column("deceived", whole=True, about="1: has taken a bot of the provider for a person, and not yet found out", mechanism="M09")

uncertainty("disclosed_sells", 0.203, plausible=(0.2, 0.6), bounds=(0.0, 1.0), unit="×", mechanism="M09", neutral=1.0,
            source="H01: a disclosed bot's calls sell 79.7 % less; upper end assumption", about="sales of a call by a bot known as such, relative to a proficient person's")  # fmt: skip
uncertainty("bot_warmth", 0.08, plausible=(0.0, 0.15), bounds=(0.0, 0.5), unit="0..1", mechanism="M09", neutral=0.0,
            source="assumption (human likeness raises what is expected, too: dead ends are felt worse)", about="quality gained by help, and lost by a dead end, from a fully human-like bot")  # fmt: skip
uncertainty("bot_found_out", 0.02, plausible=(0.01, 0.05), bounds=(0.0, 1.0), unit="per week", mechanism="M09", neutral=0.0,
            source="assumption", about="hazard of finding out that a supposed person was a bot, at full literacy")  # fmt: skip

BOT_CALLS, UNMASKED = count("outbound_by_bot"), count("bots_unmasked")


def _route(cause: str, label: str, department: str, channel: str) -> int:
    return route(cause, label, department=department, channel=channel, actor="firm's bot", mechanism="M09")


BOT_OFFER_FITS = _route("bot_offer_fits", "offers that fit, by a bot", "product", "outbound")
BOT_OFFER_UNWANTED = _route("bot_offer_unwanted", "offers nobody needs, by a bot", "product", "outbound")
FOUND_BOT = _route("bot_unmasked", "a supposed person was a bot", "service", "none")

_CALLS, _TELLS, _LIKE, _FINDS = (purpose(f"disguise.{n}") for n in ("calls", "tells", "like", "finds"))


@rule
def known_as_bot(disclosure, likeness, u, v):
    """Return whether a bot is known as one: it says so (u), or it is not human enough to pass (v)."""
    return u < disclosure or v >= likeness


@rule
def pushed(push, likeness, disclosure):
    """Return how far bots are pushed on people: whom a bot passes for a person needs no push; pushed(.5, 1, 0) = 1."""
    return push + (1.0 - push) * likeness * (1.0 - disclosure)


@step
def calls_by_bot(world, here, key):
    """Whether a sales contact for the product of this key is made by a bot."""
    share = world.firms[here.firm].terms.touchpoints.bot_calls
    return share > 0.0 and chance(here.luck, joined(_CALLS, key)) < share


@step
def passes(world, here, key):
    """Whether a bot passes for a person at this contact: then the person is deceived until it comes out."""
    doors = world.firms[here.firm].terms.touchpoints
    if doors.bot_likeness <= 0.0:
        return False
    tells, like = chance(here.luck, joined(_TELLS, key)), chance(here.luck, joined(_LIKE, key))
    if known_as_bot(doors.bot_disclosure, doors.bot_likeness, tells, like):
        return False
    world.state[here.row].deceived = 1
    return True


@step
def see_through(world, here):
    """Sooner or later it comes out that the person was a bot."""
    person, nature = world.state[here.row], world.market[0].nature
    if chance(here.luck, _FINDS) < nature.bot_found_out * (0.5 + 0.5 * world.trait[here.row].literacy):  # assumption
        person.deceived = 0
        tick(world, here, here.firm, UNMASKED, 1.0)
        feel_betrayed(world, here, FOUND_BOT, 0.3)  # assumption
        person.occasion = person.occasion + 0.3 * nature.look_betrayed
