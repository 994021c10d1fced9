"""Concessions: requests beyond the contract (M32), and what granting teaches: to expect (P6) and to threaten (P5)."""

from agents.books import count, line, pay, route, tick
from agents.chance import halves, purpose
from agents.compiled import rule, step
from agents.customers.tenure import compare_terms
from agents.customers.trust import judge, live
from agents.parameters import column, uncertainty

column("entitled", about="how far the person expects concessions of the provider, 0..1", mechanism="P6")
column("lore", about="how far the person knows that who cancels is made an offer, 0..1", mechanism="P5")

uncertainty("denied", 0.3, plausible=(0.1, 0.5), bounds=(0.0, 1.0), unit="share", mechanism="M32", neutral=0.0,
            source="assumption", about="weight, as evidence of conduct, of a refused request to which nothing gave a right")  # fmt: skip
uncertainty("concession_learning", 0.15, plausible=(0.0, 0.3), bounds=(0.0, 1.0), unit="share", mechanism="P6", neutral=0.0,
            source="assumption (users.md F4)", about="how far one request granted teaches to expect the next")  # fmt: skip
uncertainty("concession_talk", 0.1, plausible=(0.0, 0.2), bounds=(0.0, 1.0), unit="share per message", mechanism="P6", neutral=0.0,
            source="assumption (users.md F4)", about="how far praise of a provider that grants everything teaches to expect it")  # fmt: skip
uncertainty("asking_more", 2.0, plausible=(0.0, 4.0), bounds=(0.0, 20.0), unit="ratio", mechanism="P6", neutral=0.0,
            source="assumption", about="requests added, relative to the usual, where concessions are fully expected")  # fmt: skip
uncertainty("save_advice", 0.001, plausible=(0.0, 0.002), bounds=(0.0, 0.1), unit="per week", mechanism="P5", neutral=0.0,
            source="assumption (users.md F4: retention offers are public advice)", about="how fast public advice teaches that cancelling brings a full offer")  # fmt: skip
uncertainty("save_talk", 0.03, plausible=(0.0, 0.06), bounds=(0.0, 1.0), unit="share per message", mechanism="P5", neutral=0.0,
            source="assumption", about="how far talk about a provider that makes everybody an offer teaches it")  # fmt: skip
uncertainty("threatening", 0.005, plausible=(0.0, 0.01), bounds=(0.0, 0.5), unit="per week", mechanism="P5", neutral=0.0,
            source="assumption", about="hazard that a customer who knows of offers threatens to cancel without meaning to leave")  # fmt: skip

REQUESTS, REQUESTS_GRANTED = count("requests"), count("requests_granted")
THREATS, THREATS_PAID = count("threats"), count("threats_rewarded")
GOODWILL = line("goodwill", "goodwill gestures", kind="cost", discretionary=True)
GRANTED = route("goodwill_granted", "goodwill shown", department="service", channel="phone", actor="person", mechanism="M32")
DENIED = route("request_denied", "requests beyond the contract denied", department="service", channel="phone", actor="person", mechanism="M32")

_RECKON = purpose("concessions.reckon")
SAVE_REBATE = 0.1  # share of the price given away by a full save offer: assumption
OWN_LESSON = 0.5  # what an offer made to oneself teaches: assumption
FADES = 0.985  # a week of expecting concessions without any; half-life most of a year: assumption


@rule
def denial(denied, entitled):
    """Return the weight of a refusal as evidence of conduct, 1 where a grant was sure: denial(.3, .5) = .65."""
    return denied + (1.0 - denied) * entitled


@rule
def taught(known, lesson):
    """Return what is known after a lesson, 0..1: k + l (1 - k); taught(.5, .2) = .6."""
    return known + lesson * (1.0 - known)


@step
def grant_or_deny(world, here, chosen, quality):
    """A request beyond the contract, granted (`chosen`) or not, felt with `quality`; what is expected counts less.

    Granted, it costs a gesture and teaches to expect the next.
    """
    person, nature = world.state[here.row], world.market[0].nature
    tick(world, here, here.firm, REQUESTS, 1.0)
    felt = nature.felt_through_bot if person.sends_bot > 0 else 1.0
    if not chosen:
        live(world, here, DENIED, quality, 0.8 * felt)
        judge(world, here, DENIED, 0.0, denial(nature.denied, person.entitled))
        return
    tick(world, here, here.firm, REQUESTS_GRANTED, 1.0)
    pay(world, here, here.firm, GOODWILL, -nature.goodwill_cost)
    live(world, here, GRANTED, quality, felt)
    judge(world, here, GRANTED, 1.0, 1.0 - 0.5 * person.entitled)  # half, where it was sure: assumption
    person.entitled = taught(person.entitled, nature.concession_learning)


@step
def hear_of_concessions(world, here, said):
    """What is said of one's own provider also tells what it grants, and what it offers to those who cancel."""
    person, nature, billing = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.billing
    if said > 0 and billing.granting > 0.0:
        person.entitled = taught(person.entitled, nature.concession_talk * billing.granting)
    if billing.saving > 0.0:
        person.lore = taught(person.lore, nature.save_talk * billing.saving)


@step
def reckon(world, here):
    """A week of learning what newcomers pay and what a threat brings; what was granted is slowly forgotten."""
    person, nature, billing = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.billing
    if person.entitled > 0.0:
        person.entitled = person.entitled * FADES
    reads, threatens = halves(here.luck, _RECKON)
    if reads < nature.gap_noticed * (0.5 + world.trait[here.row].literacy):
        compare_terms(world, here)
    if billing.save_offer > 0.0:
        person.lore = taught(person.lore, nature.save_advice * billing.save_offer)
        if threatens < nature.threatening * person.lore and person.intends == 0 and person.notice == 0:
            if person.price_paid > 1.0 - SAVE_REBATE * billing.save_offer:  # else the offer has been had
                person.intends = here.firm + 2  # means to "change" to the own provider: a threat
                tick(world, here, here.firm, THREATS, 1.0)
