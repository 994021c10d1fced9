"""Data: taken covertly or by consent, found out, and how customers strike back (M14, M15)."""

from agents.arithmetic import clip, sigmoid
from agents.books import count, line, pay, route, tick
from agents.chance import chance, halves, purpose
from agents.compiled import rule, step
from agents.customers.contact import weigh_down, willing
from agents.customers.resignation import remedy
from agents.customers.trust import feel_betrayed, judge, live
from agents.parameters import column, trait, uncertainty

trait("privacy", 0.5, spread=0.35, low=0.0, high=1.0, unit="0..1", mechanism="M14", source="assumption (I01: 79 % concerned; I03: a third act)",
      about="how much privacy matters to the person")  # fmt: skip
column("concern", 0.4, about="privacy concern towards the provider, 0..1", mechanism="M14")
column("accuracy", 0.47, about="how right the provider's data on the person are, 0..1", mechanism="M14")
column("falsified", whole=True, about="0: never gave false data, 1: gave some, 2: has since corrected them, 3: gave some to an earlier provider", mechanism="M15")
column("blocks_ads", whole=True, about="blocks adverts and tracking; at the start three of ten do (I07)", mechanism="M15")

uncertainty("found_harvesting", 0.004, plausible=(0.002, 0.008), bounds=(0.0, 0.1), unit="per week", mechanism="M14", neutral=0.0,
            source="assumption", about="hazard of finding out full covert harvesting or sale of one's data")  # fmt: skip
uncertainty("data_ageing", 0.002, plausible=(0.001, 0.004), bounds=(0.0, 0.1), unit="per week", mechanism="M14",
            source="assumption (a tenth of addresses a year)", about="share of accuracy that records lose in a week")  # fmt: skip
uncertainty("falsifying", 0.006, plausible=(0.003, 0.01), bounds=(0.0, 0.1), unit="per week", mechanism="M15", neutral=0.0,
            source="I05, I06: a third to two thirds have falsified; weekly size assumption", about="hazard of giving false data at full concern")  # fmt: skip
uncertainty("blocking", 0.004, plausible=(0.002, 0.006), bounds=(0.0, 0.1), unit="per week", mechanism="M15", neutral=0.0,
            source="I07: 32 % block; weekly size assumption", about="hazard of starting to block adverts at full resistance, and of ending it at none")  # fmt: skip

uncertainty("tracking_pays", 0.45, plausible=(0.3, 0.65), bounds=(0.0, 0.65), unit="share", mechanism="M14", neutral=0.0,
            source="I10: up to 65 % of an advert's effect is lost without tracking", about="effect of adverts that hangs on covert tracking")  # fmt: skip

FALSIFIED, CORRECTED = count("falsified"), count("corrected")
ASKED, CONSENTED, WITHDRAWN = count("consent_asked"), count("consent_given"), count("consent_withdrawn")
ASKING = line("consent", "asking for consent", kind="cost", discretionary=True)
ADDRESSES = line("addresses", "addresses and profiles sold", kind="revenue")
SPIED = route("data_misuse", "covert use of data, found out", department="data_office", channel="none", actor="person", mechanism="M14")
OPEN = route("data_openness", "open dealing with data", department="data_office", channel="letter", actor="person", mechanism="M14")

RETURNED = route("data_return", "a visible return for data", department="data_office", channel="letter", actor="person", mechanism="M14")

_FIND, _FALSE, _ASK, _AGREE = (purpose(f"privacy.{n}") for n in ("find", "false", "ask", "agree"))
USUAL_HARVEST = 0.3  # at which adverts work as published elasticities say: assumption (the lever's default)
ASKED_EFFORT = 0.3  # cost and burden of asking by letter or app, of a sales contact's: assumption
CORRECTING = 0.25  # data corrected without any inclination to falsify, of those given at full: assumption (I05: 40 % in the end)


@rule
def advert_power(tracking, harvest):
    """Return the effect of an advert over that under usual tracking (harvest .3); advert_power(.5, 1) = 1 / .65.

    (1 - t (1 - h)) / (1 - .7 t), t the share that tracking brings (I10; Goldfarb & Tucker 2011).
    """
    return (1.0 - tracking * (1.0 - harvest)) / (1.0 - tracking * (1.0 - USUAL_HARVEST))


@rule
def resistance(concern, trust, control):
    """Return the inclination to falsify, block or withdraw, 0..1: logistic of concern, trust and control.

    Form: facts.md B10; the coefficients are an assumption.
    """
    return sigmoid(6.0 * concern - 3.0 * trust - 1.5 * control - 2.0)


@step
def use_data(world, here):
    """A week of the provider's dealings with the person's data."""
    person, nature, data = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.data_office
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
        if person.opted_out or person.blocks_ads or person.falsified == 1 or person.falsified == 2:
            remedy(world, here, 1.0)  # control was tried, and overridden
        if person.consent:
            person.consent = 0
            tick(world, here, here.firm, WITHDRAWN, 1.0)
        person.occasion = person.occasion + nature.look_betrayed * world.trait[here.row].privacy
    if data.transparency > 0.0 and sees < 0.04 * data.transparency:
        judge(world, here, OPEN, 1.0, 0.3)
        person.concern = person.concern * 0.97  # assumption
    if person.consent and sees >= 1.0 - 0.04 * data.data_return:
        live(world, here, RETURNED, 0.8, 0.2)  # assumption
    if data.asks > 0.0 and person.consent == 0 and chance(here.luck, _ASK) < data.asks / 52.0:
        pay(world, here, here.firm, ASKING, -ASKED_EFFORT * nature.campaign_contact)
        weigh_down(world, here, ASKED_EFFORT)
        ask_for_data(world, here, chance(here.luck, _AGREE))


@step
def ask_for_data(world, here, luck):
    """A sincere request: refused by people whose time is used up or who trust nobody (M36)."""
    person, nature, data = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.data_office
    p = willing(nature.fatigue, person.burden) * world.trust[here.row, here.firm] * (0.4 + 0.6 * data.data_return)  # assumption
    tick(world, here, here.firm, ASKED, 1.0)
    if luck < p * (1.0 - nature.resigned_belief * person.resignation):
        tick(world, here, here.firm, CONSENTED, 1.0)
        person.consent = 1
        person.accuracy = person.accuracy + 0.3 * (1.0 - person.accuracy)


@step
def strike_back(world, here):
    """Concern makes people give false data, block and shut the door; trust brings the truth back."""
    person, nature, data = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.data_office
    u, v = halves(here.luck, _FALSE)
    if u < nature.falsifying or v < nature.blocking:  # cheap, and never wrong: resistance is at most 1
        resists = resistance(person.concern, world.trust[here.row, here.firm], data.transparency)
        if u < nature.falsifying * resists:
            person.accuracy = person.accuracy * 0.6  # assumption
            tick(world, here, here.firm, FALSIFIED, 1.0)
            person.falsified = 1
        elif person.falsified == 1 and u >= nature.falsifying * (1.0 - CORRECTING * (1.0 - resists)) and u < nature.falsifying:
            person.accuracy = person.accuracy + 0.4 * (1.0 - person.accuracy)  # as much as was lost
            tick(world, here, here.firm, CORRECTED, 1.0)
            person.falsified = 2
        if v < nature.blocking * resists:
            person.blocks_ads = 1
        elif v < nature.blocking:
            person.blocks_ads = 0
    person.concern = clip(person.concern + 0.004 * (0.3 + 0.4 * world.trait[here.row].privacy - person.concern))  # assumption
