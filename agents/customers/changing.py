"""Changing provider: what ends with a relationship, and what a new one starts with (M17)."""

from agents.books import JOINED, LEFT, MAX_ROUTES, count, line, move, pay, recall, tick
from agents.compiled import rule, step
from agents.customers.brokers import pay_broker, reclaim
from agents.customers.buying import by_size
from agents.customers.cancelling import stay
from agents.customers.promise import PROMISED
from agents.customers.resignation import TRIAL_WEEKS
from agents.parameters import uncertainty

uncertainty("usual_tenure", 260.0, plausible=(208.0, 312.0), bounds=(1.0, 2080.0), unit="weeks", mechanism="M17",
            source="assumption (about the inverse of the yearly churn)", about="mean tenure at the start of the warm-up")  # fmt: skip

LOST, ACQUIRED = count("lost"), count("acquired")
LOST_FIRST_YEAR, _LOST_2, _LOST_3 = count("lost_first_year"), count("lost_second_third_year"), count("lost_later")
WINNING = line("winning", "winning new customers", kind="cost", variable=False)

GONE, COME = move("left", "leaves the provider", detail="firm"), move("joined", "joins a provider", detail="firm")


@rule
def band_of(tenure):
    """Return the tenure band: 0 up to a year, 1 up to three, 2 older."""
    if tenure < 52:
        return 0
    return 1 if tenure < 156 else 2


@step
def change_provider(world, here, target):
    """Leave, join, or both: takes effect at the end of the week; what belongs to the provider starts anew."""
    person, nature = world.state[here.row], world.market[0].nature
    firm = here.firm
    if firm >= 0:
        tick(world, here, firm, LOST, 1.0)
        tick(world, here, firm, LOST_FIRST_YEAR + band_of(person.tenure), 1.0)
        world.tally[here.block, firm, MAX_ROUTES + LEFT] -= world.trust[here.row, firm]
        recall(world, here, firm, GONE, target)
        reclaim(world, here)
        person.satisfaction_before = person.satisfaction
    stay(world, here)
    person.provider = target
    person.tenure = 0
    person.holdings = 0
    person.mis_sold = 0
    person.issue = 0
    person.arrears = 0
    person.bond = 0.0
    person.trifle = 0
    person.deceived = 0
    if person.falsified > 0:
        person.falsified = 3  # to an earlier provider
    person.recent_contacts = 0.0
    person.consent = 0
    person.opted_out = 0
    person.wary = 0.0
    person.entitled = 0.0
    person.points = 0.0
    person.occasion = 0.0
    person.price_paid = 1.0
    person.promised = 0.0
    person.trial = TRIAL_WEEKS if firm >= 0 and target >= 0 else 0
    if target >= 0:
        tick(world, here, target, ACQUIRED, 1.0)
        effort = by_size(world.trait[here.row].usage, nature.size_effort) if nature.size_effort > 0.0 else 1.0
        pay(world, here, target, WINNING, -nature.winning * effort)
        pay_broker(world, here, target)
        world.tally[here.block, target, MAX_ROUTES + JOINED] += world.trust[here.row, target]
        recall(world, here, target, COME, firm)
        join(world, here, target)


@step
def join(world, here, target):
    """A new relationship: what is expected, what is held, how long it binds."""
    person, nature, billing = world.state[here.row], world.market[0].nature, world.firms[target].terms.billing
    believes = 1.0 - nature.resigned_belief * person.resignation
    person.promised = world.firms[target].terms.board.promise * believes
    person.expectation = world.market[0].climate.norm + PROMISED * person.promised
    person.satisfaction = person.expectation
    person.newcomer = 1
    person.accuracy = 0.5
    person.concern = 0.3 + 0.4 * world.trait[here.row].privacy
    person.sell_share = 0.3
    person.contract_left = int(world.contract_weeks[person.segment] * billing.contract_length)
    for k in range(world.need.shape[1]):
        if world.products[target, k].terms.is_base > 0.0:
            person.holdings = person.holdings | (1 << k)
            person.informed = person.informed | (1 << k)
