"""Looking around: of own accord, on an occasion, at an advert, or by one's bot; who wants to change says so (M01, M17)."""

from agents.arithmetic import exp, exponential, log
from agents.books import count, line, move, pay, recall, tick
from agents.chance import chance, halves, joined, purpose
from agents.compiled import rule, step
from agents.customers.bots import leaves_to_bot
from agents.customers.brokers import moved_on
from agents.customers.cancelling import stay
from agents.customers.changing import change_provider
from agents.customers.channels import CANCEL
from agents.customers.choice import RENEWAL_WINDOW, choose
from agents.customers.privacy import advert_power
from agents.parameters import column, trait, uncertainty

trait("attention", 0.35, spread=0.1, low=0.05, high=0.9, unit="per month", mechanism="M17", source="J20 (1 - .53..75)",
      about="chance of looking at other providers within a month")  # fmt: skip

column("alertness", about="hazard per week of looking at other providers, from the trait attention", mechanism="M17")

uncertainty("look_unsatisfied", 0.3, plausible=(0.15, 0.45), bounds=(0.0, 5.0), unit="per week", mechanism="M17", neutral=0.0,
            source="assumption (D22: core service failures named by 44 % of switchers)", about="extra hazard of looking, per point of satisfaction below a half")  # fmt: skip
uncertainty("look_renewal", 0.15, plausible=(0.05, 0.25), bounds=(0.0, 5.0), unit="per week", mechanism="M13", neutral=0.0,
            source="assumption", about="extra hazard of looking in the last eight weeks of a contract, where renewal is asked")  # fmt: skip
uncertainty("look_price_rise", 0.15, plausible=(0.05, 0.25), bounds=(0.0, 5.0), unit="per week", mechanism="M13", neutral=0.0,
            source="assumption (D22: pricing named by 30 % of switchers)", about="occasion to look given by a price rise of a thirtieth")  # fmt: skip
uncertainty("look_betrayed", 0.3, plausible=(0.15, 0.5), bounds=(0.0, 5.0), unit="per week", mechanism="M13", neutral=0.0,
            source="assumption (D10: 17-49 % say they leave after one bad experience)", about="occasion to look given by a deceit discovered")  # fmt: skip
uncertainty("look_unsolved", 0.2, plausible=(0.1, 0.3), bounds=(0.0, 5.0), unit="per week", mechanism="M16", neutral=0.0,
            source="assumption (D22)", about="occasion to look given by an issue left unsolved")  # fmt: skip
uncertainty("look_advert", 0.02, plausible=(0.01, 0.04), bounds=(0.0, 1.0), unit="per week", mechanism="M01", neutral=0.0,
            source="assumption (G08: advertising elasticity .05-.2)", about="occasion to look given by a provider's advert")  # fmt: skip
uncertainty("moving", 0.0006, plausible=(0.0004, 0.0008), bounds=(0.0, 0.1), unit="per week", mechanism="M17",
            source="assumption (about 3 % a year)", about="hazard of moving away or closing the household: the contract ends")  # fmt: skip
uncertainty("unserved_looking", 0.3, plausible=(0.2, 0.5), bounds=(0.0, 5.0), unit="per week", mechanism="M17",
            source="assumption", about="hazard of looking of a person without provider")  # fmt: skip

LOOKED, MOVED, CLOSED = count("looked"), count("lost_moved"), count("lost_closed")
ADVERTS = line("adverts", "advertising", kind="cost", discretionary=True, variable=False)

MEANS_TO_GO = move("means_to_change", "means to change provider", detail="firm")
MOVES_AWAY = move("moved_away", "moves away: the contract ends")
SHUT = move("firm_closed", "the provider closes")

_LOOK, _ADVERT = purpose("choice.look"), purpose("choice.advert")


@rule
def looking(alertness, extra, resignation, keeps):
    """Return the hazard of looking in a week: alertness and occasions add up; resignation keeps from it."""
    return (alertness + extra) * (1.0 - keeps * resignation)


@rule
def weekly_hazard(monthly_chance):
    """Return the hazard per week of what happens within a month with a given chance; weekly_hazard(.35) = .0994."""
    return -log(1.0 - monthly_chance) * 12.0 / 52.0


@step
def notice_adverts(world, here):
    """At most one advert a week, of whom comes first; one's own provider's tells nothing new.

    It makes known, and may be an occasion to look.
    """
    person = world.state[here.row]
    if person.blocks_ads or chance(here.luck, _ADVERT) >= world.market[0].climate.adverts:
        return
    best, soonest = -1, 1e300
    for firm in range(world.firms.shape[0]):
        reach = world.firms[firm].terms.board.advertising
        if reach > 0.0:
            arrival = exponential(chance(here.luck, joined(_ADVERT, world.firms[firm].key))) / reach
            if arrival < soonest:
                best, soonest = firm, arrival
    if best >= 0 and best != person.provider:
        pay(world, here, best, ADVERTS, -world.market[0].nature.advert)
        person.aware = person.aware | (1 << best)
        power = advert_power(world.market[0].nature.tracking_pays, world.firms[best].terms.data_office.harvest)
        person.occasion = person.occasion + world.market[0].nature.look_advert * power


@step
def hazard_of_looking(world, here):
    """Return the hazard of looking at other providers this week, of own accord or on an occasion."""
    person, nature, firm = world.state[here.row], world.market[0].nature, here.firm
    extra = person.occasion
    if firm < 0:
        extra = nature.unserved_looking
    else:
        extra = extra + nature.look_unsatisfied * max(0.0, 0.5 - person.satisfaction)
        term = world.contract_weeks[person.segment] * world.firms[firm].terms.billing.contract_length
        ends = person.tenure <= term and person.tenure + RENEWAL_WINDOW >= term  # its first term, not one that renews itself
        if ends and person.contract_left > 0 and person.contract_left <= RENEWAL_WINDOW:
            extra = extra + nature.look_renewal * (1.0 - world.firms[firm].terms.billing.auto_renewal)
        if nature.broker_share > 0.0:
            extra = extra + moved_on(world, here)
    return looking(person.alertness, extra, person.resignation, nature.resigned_looking)


@step
def is_looking(world, here, u):
    """Whether the person looks at other providers this week."""
    hazard = hazard_of_looking(world, here)
    return u < hazard and u < 1.0 - exp(-hazard)  # the first test is cheap, and never wrong


@step
def loses_provider(world, here, moves):
    """The provider has closed, or the person moves away; returns whether one of them has happened."""
    if world.firms[here.firm].terms.board.present <= 0.0:
        tick(world, here, here.firm, CLOSED, 1.0)
        recall(world, here, here.firm, SHUT, 0)
        change_provider(world, here, -1)
        return True
    if moves < world.market[0].nature.moving:
        tick(world, here, here.firm, MOVED, 1.0)
        recall(world, here, here.firm, MOVES_AWAY, 0)
        change_provider(world, here, -1)
        return True
    return False


@step
def look_around(world, here):
    """Look and choose; a customer who wants to change forms the intention that becomes a contact next week."""
    person, nature = world.state[here.row], world.market[0].nature
    firm = here.firm
    moves, looks = halves(here.luck, _LOOK)
    if firm >= 0 and loses_provider(world, here, moves):
        return
    if firm >= 0 and person.notice > 0:
        if person.contract_left <= 0:
            change_provider(world, here, choose_other(world, here))
        return
    by_bot = leaves_to_bot(world, here, CANCEL)
    if not (int(here.week + here.row) % int(nature.bots_every) == 0 if by_bot else is_looking(world, here, looks)):
        return
    choice = choose(world, here, by_bot)
    if firm < 0:
        if choice >= 0:
            change_provider(world, here, choice)
        return
    tick(world, here, firm, LOOKED, 1.0)
    if choice == firm:
        stay(world, here)
    else:
        if person.intends != choice + 2:
            recall(world, here, firm, MEANS_TO_GO, choice)
        person.intends = choice + 2


@step
def choose_other(world, here):
    """The notice has run out: go to the firm meant then, if it is still there."""
    target = world.state[here.row].intends - 2
    if target >= 0 and world.firms[target].terms.board.present <= 0.0:
        return -1
    return target
