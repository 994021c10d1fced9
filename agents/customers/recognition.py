"""Recognition: a shared history makes a firm know its customer; a backlog makes it chase him with a trifle (M06)."""

from agents.books import count, line, route, tick, total
from agents.chance import chance, halves, joined, luck_of, purpose
from agents.compiled import step
from agents.customers.bonds import has_named
from agents.customers.channels import EXTRA_WORK, PERSON
from agents.customers.contact import weigh_down
from agents.customers.tenure import years_count
from agents.customers.trust import judge
from agents.parameters import column, uncertainty

column("trifle", whole=True, about="contacts still due to a click on a trifle", mechanism="M06")
column("trifle_product", whole=True, about="product of the trifle once clicked on", mechanism="M06")

uncertainty("clicking", 0.02, plausible=(0.01, 0.03), bounds=(0.0, 1.0), unit="per week", mechanism="M06", neutral=0.0,
            source="assumption (model.md 5, M06)", about="chance of a click on a trifle in a week")  # fmt: skip
uncertainty("not_recognising", 0.5, plausible=(0.25, 1.0), bounds=(0.0, 3.0), unit="of a full event", mechanism="M06", neutral=0.0,
            source="assumption", about="weight of not being recognised at a contact, for a customer of 20 years")  # fmt: skip
uncertainty("unlinked_work", 0.15, plausible=(0.1, 0.25), bounds=(0.0, 1.0), unit="× a call", mechanism="M06", neutral=0.0,
            source="assumption (model.md 5, M06)", about="staff time added where a customer's history is not found")  # fmt: skip

NOT_RECOGNISED, TRIFLES, LINKED = count("contacts_not_recognised"), count("contacts_for_trifles"), total("linked")
STRANGERS = line("strangers", "newcomers' terms given to customers not recognised", kind="revenue")
A_STRANGER = route("not_recognised", "not recognised after years", department="data_office", channel="inbound", actor="person", mechanism="M06")

_LINK, _CLICK = purpose("recognition.link"), purpose("recognition.click")
CONTACTS_PER_CLICK = 10  # assumption (model.md 5, M06)


@step
def recognised(world, here):
    """Whether the firm finds this person's history: all rows without a backlog, else those it got round to; a named contact knows his customers."""
    kept = world.firms[here.firm].terms.data_office.kept
    if kept >= 1.0 or has_named(world, here):
        return True
    return chance(luck_of(world.market[0].life_key, here.row), joined(_LINK, world.firms[here.firm].key)) < kept


@step
def greet(world, here):
    """At a contact of one's own: who is not recognised tells everything once more, and minds it the more, the longer he is here."""
    person, nature = world.state[here.row], world.market[0].nature
    if person.sends_bot > 0 or recognised(world, here):
        return
    tick(world, here, here.firm, NOT_RECOGNISED, 1.0)
    if person.meets >= PERSON:
        tick(world, here, here.firm, EXTRA_WORK, nature.unlinked_work)
    judge(world, here, A_STRANGER, 0.0, nature.not_recognising * years_count(person.tenure))
    weigh_down(world, here, nature.repeating)


@step
def click(world, here):
    """Where histories lie apart, a click on a trifle is all that a department sees of a person: ten contacts for it."""
    person, nature = world.state[here.row], world.market[0].nature
    clicks, which = halves(here.luck, _CLICK)
    if clicks < nature.clicking:
        person.trifle = CONTACTS_PER_CLICK
        person.trifle_product = int(which * world.need.shape[1])


@step
def chased(world, here, k):
    """Whether this person is at the top of a department's list for a trifle: only where nobody knows better."""
    person = world.state[here.row]
    return person.trifle > 0 and person.trifle_product == k and not recognised(world, here)
