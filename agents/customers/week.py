"""The end of a person's week: clocks, and the sums that everything is measured from."""

from agents.books import tick, total
from agents.compiled import step
from agents.customers.bonds import NAMED, has_named, keep_bond
from agents.customers.bots import USES_BOT
from agents.customers.changing import band_of
from agents.customers.contact import recover
from agents.customers.recognition import LINKED, recognised
from agents.customers.resignation import judge_switch

CUSTOMERS, COHORT = total("customers"), total("cohort")
FIRST_YEAR, _SECOND, _LATER = total("customers_first_year"), total("customers_second_third_year"), total("customers_later")
TRUST, TRUST_ALL, TRUST_COHORT = total("trust"), total("trust_everyone"), total("trust_cohort")
AWARE, TRUST_AWARE = total("aware"), total("trust_aware")
COHORT_HERE = total("cohort_still_here")
SATISFACTION, EXPECTATION, TOP_BOX = total("satisfaction"), total("expectation"), total("top_box")
RESIGNATION, RESIGNED = total("resignation"), total("resigned")
BURDEN, SELL_SHARE, BOND = total("burden"), total("sell_share"), total("bond")
CONCERN, ACCURACY, CONSENT, OPTED_OUT = total("concern"), total("accuracy"), total("consent"), total("opted_out")
OPEN_ISSUES, PRODUCTS, PRICE_PAID = total("open_issues"), total("products"), total("price_paid")
PROMOTERS, DETRACTORS, AGREE, RATING = total("promoters"), total("detractors"), total("agree"), total("rating")
BLOCKING, CONCERNED, EVER_FALSIFIED = total("blocks_ads"), total("concerned"), total("ever_falsified")
ENTITLED = total("entitled")
HEARD, HEARD_RATING = total("survey_answers"), total("survey_rating")
SATISFACTION_TRUST, SATISFACTION_2, TRUST_2 = total("satisfaction_x_trust"), total("satisfaction_squared"), total("trust_squared")


@step
def clocks(world, here):
    """A week passes: tenure, contract, burden, occasions, bonds."""
    person, climate = world.state[here.row], world.market[0].climate
    recover(world, here)
    person.occasion = person.occasion * climate.occasion_keep
    person.wary = person.wary * climate.wary_keep
    if here.firm < 0:
        return
    person.tenure += 1
    keep_bond(world, here)
    judge_switch(world, here)
    if person.contract_left > 0:
        person.contract_left -= 1
        if person.contract_left == 0 and person.notice == 0:
            person.contract_left = int(world.firms[here.firm].terms.billing.renewal_weeks)


@step
def sum_up(world, here):
    """Add this person, as at the end of the week, to the totals of the provider and of every firm's public trust."""
    person = world.state[here.row]
    for firm in range(world.trust.shape[1]):
        trust = world.trust[here.row, firm]
        tick(world, here, firm, TRUST_ALL, trust)
        if person.aware & (1 << firm) != 0:
            tick(world, here, firm, AWARE, 1.0)
            tick(world, here, firm, TRUST_AWARE, trust)
    if person.cohort >= 0:
        tick(world, here, person.cohort, COHORT, 1.0)
        tick(world, here, person.cohort, TRUST_COHORT, world.trust[here.row, person.cohort])
        if person.cohort == person.provider:
            tick(world, here, person.cohort, COHORT_HERE, 1.0)
    firm = person.provider
    if firm < 0:
        nobody = world.trust.shape[1]
        tick(world, here, nobody, CUSTOMERS, 1.0)
        tick(world, here, nobody, RESIGNATION, person.resignation)
        return
    sum_customer(world, here, firm)


@step
def sum_data(world, here, firm):
    """The totals of what customers let a provider know of them, and of how they resist."""
    person, page, b = world.state[here.row], world.tally, here.block
    page[b, firm, CONCERN] += person.concern
    page[b, firm, ACCURACY] += person.accuracy
    page[b, firm, CONSENT] += person.consent
    page[b, firm, OPTED_OUT] += person.opted_out
    page[b, firm, BLOCKING] += person.blocks_ads
    if person.concern > 0.5:
        page[b, firm, CONCERNED] += 1.0
    if person.falsified > 0:
        page[b, firm, EVER_FALSIFIED] += 1.0


@step
def sum_customer(world, here, firm):
    """The totals of a provider's customers."""
    person, page, b = world.state[here.row], world.tally, here.block
    trust, satisfaction = world.trust[here.row, firm], person.satisfaction
    page[b, firm, CUSTOMERS] += 1.0
    page[b, firm, FIRST_YEAR + band_of(person.tenure)] += 1.0
    page[b, firm, TRUST] += trust
    page[b, firm, SATISFACTION] += satisfaction
    page[b, firm, EXPECTATION] += person.expectation
    page[b, firm, RESIGNATION] += person.resignation
    page[b, firm, BURDEN] += person.burden
    page[b, firm, SELL_SHARE] += person.sell_share
    page[b, firm, BOND] += person.bond
    page[b, firm, ENTITLED] += person.entitled
    page[b, firm, PRICE_PAID] += person.price_paid
    sum_data(world, here, firm)
    page[b, firm, SATISFACTION_TRUST] += satisfaction * trust
    page[b, firm, SATISFACTION_2] += satisfaction * satisfaction
    page[b, firm, TRUST_2] += trust * trust
    rating = 0.5 * (trust + satisfaction)
    page[b, firm, RATING] += rating
    # the firm's own surveys reach those who still answer: resignation silences
    page[b, firm, HEARD] += 1.0 - person.resignation
    page[b, firm, HEARD_RATING] += (1.0 - person.resignation) * rating
    if satisfaction >= 0.8:
        page[b, firm, TOP_BOX] += 1.0
    if rating >= 0.6:
        page[b, firm, AGREE] += 1.0
    if rating >= 0.85:
        page[b, firm, PROMOTERS] += 1.0
    elif rating < 0.65:
        page[b, firm, DETRACTORS] += 1.0
    sum_meetings(world, here, firm)
    if person.resignation > 0.5:
        page[b, firm, RESIGNED] += 1.0
    if person.issue > 0:
        page[b, firm, OPEN_ISSUES] += 1.0
    held = person.holdings
    while held > 0:
        page[b, firm, PRODUCTS] += held & 1
        held = held >> 1


@step
def sum_meetings(world, here, firm):
    """How many are recognised, have a person of their own, use a bot of their own."""
    if recognised(world, here):
        tick(world, here, firm, LINKED, 1.0)
    if has_named(world, here):
        tick(world, here, firm, NAMED, 1.0)
    if world.state[here.row].bot_since < here.week:
        tick(world, here, firm, USES_BOT, 1.0)
