"""Data: taken covertly or by consent, found out, and how customers strike back (M14, M15)."""

from agents.arithmetic import clip, sigmoid
from agents.books import count, line, pay, route, tick
from agents.chance import halves, purpose
from agents.compiled import rule, step
from agents.customers.contact import weigh_down
from agents.customers.resignation import remedy
from agents.customers.trust import feel_betrayed, judge
from agents.parameters import column, trait, uncertainty

trait("privacy", 0.5, spread=0.35, low=0.0, high=1.0, unit="0..1", mechanism="M14", source="assumption (I01: 79 % concerned; I03: a third act)",
      about="how much privacy matters to the person")  # fmt: skip
column("concern", 0.4, about="privacy concern towards the provider, 0..1", mechanism="M14")
column("accuracy", 0.47, about="how right the provider's data on the person are, 0..1", mechanism="M14")
column("blocks_ads", whole=True, about="blocks adverts and tracking", mechanism="M15")

uncertainty("found_harvesting", 0.004, plausible=(0.002, 0.008), bounds=(0.0, 0.1), unit="per week", mechanism="M14", neutral=0.0,
            source="assumption", about="hazard of finding out full covert harvesting or sale of one's data")  # fmt: skip
uncertainty("data_ageing", 0.002, plausible=(0.001, 0.004), bounds=(0.0, 0.1), unit="per week", mechanism="M14",
            source="assumption (a tenth of addresses a year)", about="share of accuracy that records lose in a week")  # fmt: skip
uncertainty("falsifying", 0.012, plausible=(0.006, 0.02), bounds=(0.0, 0.1), unit="per week", mechanism="M15", neutral=0.0,
            source="I05, I06: a third to two thirds have falsified; weekly size assumption", about="hazard of giving false data at full concern")  # fmt: skip
uncertainty("blocking", 0.004, plausible=(0.002, 0.006), bounds=(0.0, 0.1), unit="per week", mechanism="M15", neutral=0.0,
            source="I07: 32 % block; weekly size assumption", about="hazard of starting to block adverts at full concern")  # fmt: skip

FALSIFIED = count("falsified")
ADDRESSES = line("addresses", "addresses and profiles sold", kind="revenue")
SPIED = route("data_misuse", "covert use of data, found out", department="data_office", channel="none", actor="person", mechanism="M14")
OPEN = route("data_openness", "open dealing with data", department="data_office", channel="letter", actor="person", mechanism="M14")

_FIND, _FALSE = purpose("privacy.find"), purpose("privacy.false")


@rule
def resistance(concern, trust, control):
    """Return the inclination to falsify, block or withdraw, 0..1: logistic of concern, trust and control.

    Form: facts.md B10; the coefficients are an assumption.
    """
    return sigmoid(6.0 * concern - 3.0 * trust - 1.5 * control - 2.0)


@step
def use_data(world, here):
    """A week of the provider's dealings with the person's data."""
    person, nature, data = world.state[here.row], world.nature[0], world.terms.data_office[here.firm]
    person.accuracy = person.accuracy * (1.0 - nature.data_ageing)
    if data.harvest > 0.0:
        person.accuracy = person.accuracy + 0.01 * data.harvest * (1.0 - person.accuracy)  # assumption
    if data.address_sales > 0.0:
        pay(world, here, here.firm, ADDRESSES, data.address_sales * nature.address_price * person.accuracy)
        weigh_down(world, here, 0.05 * data.address_sales)
    taken = data.harvest * (1.0 - person.consent) + data.address_sales
    finds, sees = halves(here.luck, _FIND)
    if taken > 0.0 and finds < nature.found_harvesting * taken * (0.5 + world.trait[here.row].privacy):
        feel_betrayed(world, here, SPIED, 0.3 + 0.7 * world.trait[here.row].privacy)  # assumption
        person.concern = person.concern + 0.3 * (1.0 - person.concern)  # assumption
        remedy(world, here, 1.0)
        person.occasion = person.occasion + nature.look_betrayed * world.trait[here.row].privacy
    if data.transparency > 0.0 and sees < 0.04 * data.transparency:
        judge(world, here, OPEN, 1.0, 0.3)
        person.concern = person.concern * 0.97  # assumption


@step
def strike_back(world, here):
    """Concern makes people give false data, block and shut the door; trust brings the truth back."""
    person, nature, data = world.state[here.row], world.nature[0], world.terms.data_office[here.firm]
    u, v = halves(here.luck, _FALSE)
    if u < nature.falsifying or v < nature.blocking:  # cheap, and never wrong: resistance is at most 1
        resists = resistance(person.concern, world.trust[here.row, here.firm], data.transparency)
        if u < nature.falsifying * resists:
            person.accuracy = person.accuracy * 0.6  # assumption
            tick(world, here, here.firm, FALSIFIED, 1.0)
        if person.blocks_ads == 0 and v < nature.blocking * resists:
            person.blocks_ads = 1
    person.concern = clip(person.concern + 0.004 * (0.3 + 0.4 * world.trait[here.row].privacy - person.concern))  # assumption
