"""Customers' own bots: who has one, what it is sent to do, and what its owner still lives through (M10)."""

from agents.arithmetic import exp
from agents.books import count, route, total
from agents.chance import chance, luck_of, purpose
from agents.compiled import rule, step
from agents.customers.channels import CANCEL, FAULT, ROUTINE
from agents.parameters import column, uncertainty

NONE = 1 << 30  # a week that never comes
column("bot_since", float(NONE), whole=True, about="week in which the person began to use a bot of his own; far in the future: none", mechanism="M10")
column("sends_bot", whole=True, about="1: this week's contact is left to the person's own bot", mechanism="M10")
column("bot_gain", about="what the firm meant was worth more than the present one, as the own bot saw it, logit", mechanism="M10")

uncertainty("bots_innovating", 0.0, plausible=(0.0, 0.0), bounds=(0.0, 10.0), unit="per year", mechanism="M10", neutral=0.0,
            source="assumption: no bots yet; C01: .03 a year for other novelties", about="hazard of taking up a bot of one's own unprompted (Bass p)")  # fmt: skip
uncertainty("bots_imitating", 0.0, plausible=(0.0, 0.0), bounds=(0.0, 10.0), unit="per year", mechanism="M10", neutral=0.0,
            source="assumption: no bots yet; C01: .38 a year for other novelties", about="hazard of taking up a bot if all friends have one (Bass q)")  # fmt: skip
uncertainty("bots_do_routine", 0.8, plausible=(0.5, 1.0), bounds=(0.0, 1.0), unit="share", mechanism="M10", neutral=0.0,
            source="assumption", about="owners of a bot who leave questions and faults to it")  # fmt: skip
uncertainty("bots_compare", 0.6, plausible=(0.3, 0.9), bounds=(0.0, 1.0), unit="share", mechanism="M10", neutral=0.0,
            source="assumption", about="owners of a bot who leave comparing and changing providers to it")  # fmt: skip
uncertainty("bots_dispute", 0.4, plausible=(0.1, 0.7), bounds=(0.0, 1.0), unit="share", mechanism="M10", neutral=0.0,
            source="assumption", about="owners of a bot who leave disputes and requests to it")  # fmt: skip
uncertainty("own_bot_solves", 1.0, plausible=(0.85, 1.15), bounds=(0.0, 3.0), unit="×", mechanism="M10", neutral=1.0,
            source="assumption: papers at hand, but nothing it may decide", about="chance that an issue is solved where the person's own bot presents it")  # fmt: skip
uncertainty("own_bot_work", 0.8, plausible=(0.6, 1.2), bounds=(0.0, 3.0), unit="× a call", mechanism="M10", neutral=1.0,
            source="assumption", about="staff time of a contact presented by the person's own bot")  # fmt: skip
uncertainty("felt_through_bot", 0.3, plausible=(0.1, 0.5), bounds=(0.0, 1.0), unit="share", mechanism="M10", neutral=1.0,
            source="assumption", about="what an owner feels of a contact made by his bot: its outcome only")  # fmt: skip
uncertainty("bond_with_bot", 0.0, plausible=(0.0, 0.2), bounds=(0.0, 1.0), unit="×", mechanism="M10", neutral=0.0,
            source="assumption", about="bond won from help by the firm's bot, relative to a person's")  # fmt: skip
uncertainty("bots_every", 4.0, plausible=(2.0, 13.0), bounds=(1.0, 260.0), unit="weeks", mechanism="M10",
            source="assumption", about="weeks between two comparisons by a bot")  # fmt: skip
uncertainty("effort_left", 0.5, plausible=(0.2, 0.9), bounds=(0.0, 1.0), unit="share", mechanism="M10", neutral=1.0,
            source="assumption", about="effort and risk of changing that a bot does not take off its owner")  # fmt: skip
uncertainty("terms_hide", 0.5, plausible=(0.2, 0.8), bounds=(0.0, 1.0), unit="share", mechanism="M10",
            source="assumption", about="hidden fees that a bot misses where terms are wholly unreadable")  # fmt: skip

BY_OWN_BOT, BOTS_MEET, USES_BOT = count("contacts_own_bot"), count("bots_met_bots"), total("uses_bot")


def _route(cause: str, label: str, channel: str) -> int:
    return route(cause, label, department="service", channel=channel, actor="customer's bot", mechanism="M10")


OWN_HELPED = _route("own_bot_helped", "solved for one's own bot by people", "phone")
OWN_NOT = _route("own_bot_not_helped", "not solved for one's own bot by people", "phone")
BOTS_AGREED = _route("bots_agreed", "settled between two bots", "bot")
BOTS_STUCK = _route("bots_stuck", "stuck between two bots", "bot")

_ADOPT, _LEAVES_IT = purpose("bots.adopt"), purpose("bots.leaves it to it")
MOST_READY = 1.5  # readiness to take a bot up, of who is at ease with machines: .5 + affinity


@rule
def taking_up(innovating, imitating, friends, affinity):
    """Return the hazard per week of taking up a bot (Bass 1969, on the network): (p + q x friends' share) x (.5 + affinity) / 52.

    taking_up(.03, .38, .5, .5) = .22 / 52.
    """
    return (innovating + imitating * friends) * (0.5 + affinity) / 52.0


@rule
def true_price(price, fee_share, complexity, hide):
    """Return the total price that a bot finds: fees too, but for what unreadable terms hide; true_price(1, .1, 1, .5) = 1.05."""
    return price + fee_share * (1.0 - hide * complexity)


@step
def take_up_bot(world, here):
    """Take up a bot of one's own, unprompted or as friends have; who began this week counts from next week on."""
    person, nature = world.state[here.row], world.market[0].nature
    most = (nature.bots_innovating + nature.bots_imitating) * MOST_READY / 52.0
    if most <= 0.0 or person.bot_since < NONE:
        return
    u = chance(here.luck, _ADOPT)
    if u >= most:  # cheap, and never wrong
        return
    first, stop = world.friend_start[here.row], world.friend_start[here.row + 1]
    have = 0.0
    for at in range(first, stop):
        if world.state[world.friend[at]].bot_since < here.week:
            have += 1.0
    share = have / (stop - first) if stop > first else 0.0
    hazard = taking_up(nature.bots_innovating, nature.bots_imitating, share, world.trait[here.row].digital_affinity)
    if u < 1.0 - exp(-hazard):
        person.bot_since = here.week


@step
def leaves_to_bot(world, here, kind):
    """Whether the person leaves such a matter to a bot of his own: habits that hold for life."""
    if world.state[here.row].bot_since >= here.week:
        return False
    nature = world.market[0].nature
    share = nature.bots_dispute
    if kind == ROUTINE or kind == FAULT:
        share = nature.bots_do_routine
    elif kind == CANCEL:
        share = nature.bots_compare
    return chance(luck_of(world.market[0].life_key, here.row), _LEAVES_IT) < share
