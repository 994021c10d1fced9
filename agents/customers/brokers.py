"""Brokers: who has one is advised where to go by what is paid for it, and moved on when nothing can be reclaimed (M02)."""

from agents.books import count, line, pay, tick
from agents.chance import chance, luck_of, purpose
from agents.compiled import rule, step
from agents.parameters import column, uncertainty

column("broker_paid", about="commission paid to a broker for the person's present relationship, currency", mechanism="M02")
column("broker_liable", whole=True, about="weeks within which part of that commission is paid back if the person leaves", mechanism="M02")

uncertainty("broker_share", 0.0, plausible=(0.0, 0.0), bounds=(0.0, 1.0), unit="share", mechanism="M02", neutral=0.0,
            source="assumption: no brokers, where a market's file names none", about="people who are advised by a broker, for life")  # fmt: skip
uncertainty("broker_pull", 1.0, plausible=(0.5, 1.5), bounds=(0.0, 10.0), unit="logit", mechanism="M02", neutral=0.0,
            source="assumption", about="pull on a broker's advice of a commission worth a year's price")  # fmt: skip
uncertainty("broker_moves", 0.03, plausible=(0.01, 0.05), bounds=(0.0, 5.0), unit="per week", mechanism="M02", neutral=0.0,
            source="assumption", about="extra hazard of looking, given by a broker of whom no commission can be reclaimed any more")  # fmt: skip
uncertainty("claw_back_minded", 0.3, plausible=(0.1, 0.5), bounds=(0.0, 1.0), unit="share", mechanism="M02", neutral=0.0,
            source="assumption", about="what a liability of five years takes off a commission in the eyes of brokers")  # fmt: skip

BROKERED = count("won_through_brokers")
BROKERS = line("brokers", "commission to brokers", kind="cost", variable=False)
CLAW_BACKS = line("claw_backs", "commission paid back by brokers", kind="cost", variable=False)

FIVE_YEARS = 260.0  # weeks, as usual for life insurance in Germany (FAZ 2019: five years or longer until a commission is earned)

_HAS = purpose("brokers.has")


@rule
def worth_to_broker(months, liable, minded):
    """Return a commission over a year's price, less what its liability of so many weeks is felt to cost; (6, 130, .4) is .4."""
    return months / 12.0 * (1.0 - minded * liable / FIVE_YEARS)


@rule
def paid_back(paid, tenure, liable):
    """Return the part of a commission paid back by who brought a customer that leaves early; paid_back(100, 13, 52) = 75."""
    return paid * (1.0 - tenure / liable) if tenure < liable else 0.0


@step
def has_broker(world, here):
    """Whether the person is advised by a broker: the same persons for life."""
    share = world.market[0].nature.broker_share
    return share > 0.0 and chance(luck_of(world.market[0].life_key, here.row), _HAS) < share


@step
def moved_on(world, here):
    """Return the hazard of looking that a broker adds: none as long as he would have to pay back."""
    person = world.state[here.row]
    if person.tenure < person.broker_liable or not has_broker(world, here):
        return 0.0
    return world.market[0].nature.broker_moves


@step
def reclaim(world, here):
    """A customer leaves: within the liability a part of the commission comes back, pro rata of what is left of it."""
    person = world.state[here.row]
    back = paid_back(person.broker_paid, person.tenure, person.broker_liable)
    if back > 0.0 and world.firms[here.firm].terms.board.present > 0.0:
        pay(world, here, here.firm, CLAW_BACKS, back)
    person.broker_paid = 0.0
    person.broker_liable = 0


@step
def pay_broker(world, here, target):
    """Who joins on a broker's advice costs a commission, on terms that hold for this customer."""
    if not has_broker(world, here):
        return
    person, terms = world.state[here.row], world.firms[target].terms.brokers
    paid = terms.commission * world.trait[here.row].usage
    tick(world, here, target, BROKERED, 1.0)
    pay(world, here, target, BROKERS, -paid)
    person.broker_paid = paid
    person.broker_liable = int(terms.liable)
