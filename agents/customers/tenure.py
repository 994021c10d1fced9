"""Years as a customer: what newcomers pay less, when it is found out, and what years are worth (M31)."""

from agents.arithmetic import log
from agents.books import count, route, tick
from agents.compiled import rule, step
from agents.customers.trust import judge
from agents.parameters import uncertainty

uncertainty("gap_noticed", 0.004, plausible=(0.002, 0.008), bounds=(0.0, 0.2), unit="per week", mechanism="M31", neutral=0.0,
            source="assumption (about a fifth a year)", about="hazard of comparing one's price with that of newcomers, at medium literacy")  # fmt: skip
uncertainty("look_unvalued", 0.15, plausible=(0.05, 0.25), bounds=(0.0, 5.0), unit="per week", mechanism="M31", neutral=0.0,
            source="assumption (D22: pricing named by 30 % of switchers)", about="occasion to look given to a customer of twenty years who pays a fifth more than newcomers")  # fmt: skip

GAPS = count("newcomers_found_cheaper")
NOT_VALUED = route("years_not_valued", "newcomers pay less", department="billing", channel="advert", actor="person", mechanism="M31")
VALUED = route("years_valued", "years rewarded", department="billing", channel="bill", actor="person", mechanism="M31")

YEAR = 52
NEWCOMER_WEEKS = 52
LOG_21 = 3.044522437723423
LOWEST_PRICE = 0.2  # share of the list that is always paid: assumption
PRICE_FELT = 5.0  # events of full weight per difference of the whole price: assumption


@rule
def years_count(tenure):
    """Return how much years as a customer count, ln(1 + years) / ln 21: 0 for a newcomer, 1 after 20 years (1,040 weeks)."""
    return log(1.0 + tenure / 52.0) / LOG_21


@rule
def seniority(tenure):
    """Return how much years count where money is at stake: at most as much as twenty; seniority(1040) = 1."""
    return min(1.0, years_count(tenure))


@rule
def noticed_for(difference, years):
    """Return the weight of a difference of price (share of the list) felt for one's years: noticed_for(.1, .5) = .25."""
    return min(1.0, PRICE_FELT * difference) * years


@step
def reward_of(world, here):
    """Share of the list that the person's years take off the price."""
    person = world.state[here.row]
    reward = world.firms[here.firm].terms.billing.tenure_reward * seniority(person.tenure)
    return min(reward, max(0.0, person.price_paid - LOWEST_PRICE))


@step
def compare_terms(world, here):
    """A customer of more than a year compares: who pays more than newcomers takes it as conduct, and looks around."""
    person, billing = world.state[here.row], world.firms[here.firm].terms.billing
    if person.tenure < NEWCOMER_WEEKS:
        return
    gap = person.price_paid - reward_of(world, here) - (1.0 - billing.newcomer_discount)
    if gap > 0.0:
        weight = noticed_for(gap, seniority(person.tenure))
        tick(world, here, here.firm, GAPS, 1.0)
        judge(world, here, NOT_VALUED, 0.0, weight)
        person.occasion = person.occasion + world.market[0].nature.look_unvalued * weight


@step
def keep_anniversary(world, here):
    """Once a year the rebate for one's years is seen: conduct, with the weight that the same difference has as a slight."""
    person = world.state[here.row]
    if person.tenure > 0 and person.tenure % YEAR == 0:
        judge(world, here, VALUED, 1.0, noticed_for(reward_of(world, here), seniority(person.tenure)))
