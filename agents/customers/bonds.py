"""Bonds: with a person, not with a firm; they grow at good contacts and leave when that person leaves (M11)."""

from agents.arithmetic import exp, log
from agents.books import count, route, tick, total
from agents.chance import chance, halves, joined, luck_of, purpose
from agents.compiled import rule, step
from agents.customers.channels import BRANCH, EXTRA_WORK, WRITTEN
from agents.customers.contact import remember_contact, weigh_down
from agents.customers.trust import live
from agents.parameters import column, uncertainty

column("bond", 0.1, about="bond with people of the provider, 0..1; lost as they leave", mechanism="M11")

uncertainty("bond_gain", 0.03, plausible=(0.01, 0.05), bounds=(0.0, 0.5), unit="per contact", mechanism="M11", neutral=0.0,
            source="assumption (E04: bonds are stronger with persons)", about="bond won by one good contact with a person")  # fmt: skip
uncertainty("named_bond", 2.0, plausible=(1.0, 3.0), bounds=(0.0, 10.0), unit="×", mechanism="M11",
            source="assumption (E04)", about="bond won from one's own person, relative to whoever answers")  # fmt: skip
uncertainty("care_calls", 2.0, plausible=(1.0, 3.0), bounds=(0.0, 52.0), unit="per year", mechanism="M11",
            source="assumption", about="times a named contact asks unasked whether all is well")  # fmt: skip
uncertainty("named_work", 0.25, plausible=(0.1, 0.5), bounds=(0.0, 3.0), unit="× a call", mechanism="M11",
            source="assumption (small groups answer less evenly than a pool)", about="staff time added where a contact goes to one's own person")  # fmt: skip
uncertainty("named_by_size", 0.0, plausible=(0.0, 0.0), bounds=(0.0, 2.0), unit="elasticity", mechanism="M11", neutral=0.0,
            source="assumption: persons are alike but in their bills", about="how far large customers come first where people of one's own are given")  # fmt: skip

CARED, NAMED_LEFT, NAMED = count("care_calls"), count("named_contacts_left"), total("named")
ASKED_AFTER = route("asked_after", "asked after by one's own contact", department="service", channel="phone", actor="person", mechanism="M11")
LEFT_BY = route("contact_left", "one's own contact left the firm", department="people", channel="none", actor="person", mechanism="M11")

_NAMED, _WEEK = purpose("bonds.named"), purpose("bonds.week")


@rule
def closeness(meets, own_bot, named, named_bond):
    """Return how much a good contact binds, relative to a call: more with one's own person or face to face.

    Less in writing, nothing where one's bot goes: closeness(PERSON, 0, True, 2) = 2. Sizes are assumptions.
    """
    if own_bot > 0:
        return 0.0
    close = named_bond if named else 1.0
    if meets == BRANCH:
        return close * 1.5
    return close * 0.5 if meets == WRITTEN else close


@rule
def named_for_size(share, usage, by_size):
    """Return the chance that a customer of some size has a person of his own: 1 - (1 - s)^(u^k); (.5, 2, 1) is .75."""
    return 1.0 - exp(exp(by_size * log(usage)) * log(max(1.0 - share, 1e-12)))


@step
def has_named(world, here):
    """Whether the person has somebody of his own at the firm: the same persons week by week, as far as the firm offers it."""
    share, by_size = world.firms[here.firm].terms.touchpoints.named, world.market[0].nature.named_by_size
    if share > 0.0 and by_size > 0.0:
        share = named_for_size(share, world.trait[here.row].usage, by_size)
    return share > 0.0 and chance(luck_of(world.market[0].life_key, here.row), joined(_NAMED, world.firms[here.firm].key)) < share


@step
def grow_bond(world, here, close):
    """A good contact binds, the more the more the people may decide."""
    person, nature = world.state[here.row], world.market[0].nature
    gain = nature.bond_gain * (0.5 + world.firms[here.firm].terms.service.empowerment) * (1.0 - person.bond)
    person.bond = person.bond + gain * close


@step
def keep_bond(world, here):
    """People leave: of a pool a share of every bond with them, one's own contact all at once."""
    person = world.state[here.row]
    stays = world.firms[here.firm].terms.people.staff_stays
    if not has_named(world, here):
        person.bond = person.bond * stays
        return
    leaves, calls = halves(here.luck, _WEEK)
    if leaves >= stays:
        tick(world, here, here.firm, NAMED_LEFT, 1.0)
        live(world, here, LEFT_BY, 0.2, person.bond)  # as hard as the bond was strong: assumption
        person.bond = 0.0
    elif calls < world.market[0].nature.care_calls / 52.0 and person.opted_out == 0:
        care(world, here)


@step
def care(world, here):
    """One's own contact calls and sells nothing: it takes staff time, and a little of the customer's."""
    tick(world, here, here.firm, CARED, 1.0)
    tick(world, here, here.firm, EXTRA_WORK, 1.0)
    remember_contact(world, here, 0.0)
    weigh_down(world, here, 0.3)  # assumption
    live(world, here, ASKED_AFTER, 0.55 + 0.2 * world.firms[here.firm].terms.service.friendliness, 0.3)  # assumption
    grow_bond(world, here, world.market[0].nature.named_bond)
