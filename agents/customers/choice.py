"""Choosing: a logit over the firms known, of trust, experience foreseen, fit and price, and of what binds (M17, M28)."""

from agents.arithmetic import STANDARD, gumbel, log
from agents.chance import chance, joined, luck_of, purpose
from agents.compiled import rule, step
from agents.customers.bots import true_price
from agents.customers.brokers import has_broker
from agents.customers.promise import PROMISED
from agents.customers.tenure import reward_of
from agents.parameters import trait, uncertainty

trait("price_weight", 4.0, spread=1.0, low=0.5, high=8.0, unit="logit per log price", mechanism="M28", source="B10 (-1.7..-3.6 in scanner panels; facts.md part C: 2.6-5.3)",
      about="weight of the price in choosing")  # fmt: skip
trait("switching_cost", 2.0, spread=1.0, low=-2.0, high=12.0, shape="logistic", unit="logit", mechanism="M17", source="assumption: the calibrated intercept; spread for A03, A04",
      about="effort and risk of changing provider")  # fmt: skip

uncertainty("trust_weight", 3.0, plausible=(2.0, 4.0), bounds=(0.0, 10.0), unit="logit", mechanism="M28", neutral=0.0,
            source="assumption (B14: trust is worth 20-28 % of the price)", about="weight of trust in choosing")  # fmt: skip
uncertainty("quality_weight", 3.0, plausible=(2.0, 4.0), bounds=(0.0, 10.0), unit="logit", mechanism="M28", neutral=0.0,
            source="assumption (J01: satisfaction weighs less than switching costs)", about="weight of the experience foreseen in choosing")  # fmt: skip
uncertainty("fit_weight", 1.0, plausible=(0.5, 1.5), bounds=(0.0, 10.0), unit="logit", mechanism="M33", neutral=0.0,
            source="assumption", about="weight of the product's fit in choosing")  # fmt: skip
uncertainty("inertia", 1.5, plausible=(1.2, 1.8), bounds=(0.0, 5.0), unit="logit", mechanism="M17",
            source="B11 (1.1-2.8, an upper bound)", about="preference for what one has")  # fmt: skip
uncertainty("bond_weight", 2.0, plausible=(1.0, 3.0), bounds=(0.0, 10.0), unit="logit", mechanism="M11", neutral=0.0,
            source="assumption (E04)", about="weight of a personal bond for staying")  # fmt: skip
uncertainty("distinctness", 0.4, plausible=(0.1, 0.8), bounds=(0.0, 5.0), unit="logit", mechanism="M17", neutral=0.0,
            source="assumption", about="how different providers are to a person beyond what they do; 0: alike but in deeds")  # fmt: skip
uncertainty("standing_pull", 1.0, plausible=(0.8, 1.2), bounds=(0.0, 3.0), unit="logit", mechanism="M17", neutral=0.0,
            source="assumption (B02, B08: double jeopardy, large firms are chosen and kept more)", about="pull of a firm's size at the start, per log of its share")  # fmt: skip
uncertainty("term_aversion", 0.02, plausible=(0.01, 0.03), bounds=(0.0, 0.5), unit="share of the price per year", mechanism="M13", neutral=0.0,
            source="B13: .17-.21 of about 8 cents per contract year", about="what a year of contract term is felt to cost a newcomer")  # fmt: skip
uncertainty("fees_foreseen", 0.3, plausible=(0.1, 0.5), bounds=(0.0, 1.0), unit="share", mechanism="M13", neutral=0.0,
            source="assumption (J12, J15)", about="hidden fees that a fully literate chooser counts into the price")  # fmt: skip
uncertainty("doing_without", -4.0, plausible=(-5.0, -3.0), bounds=(-20.0, 20.0), unit="logit", mechanism="M17",
            source="assumption", about="utility of having no provider")  # fmt: skip

_CHOICE, _TASTE = purpose("choice.choice"), purpose("choice.taste")
RENEWAL_WINDOW = 8  # weeks before the end in which a renewal is asked: assumption
EXIT_FEE = 0.02  # pull to stay per week of contract left, logit, up to a year: assumption


@rule
def worth_choosing(trust, quality, fit, log_price, price_weight, trust_weight, quality_weight, fit_weight):
    """Return the utility of a firm without what binds to it: trust, experience foreseen, fit, minus the price's weight."""
    return trust_weight * trust + quality_weight * quality + fit_weight * fit - price_weight * log_price


@step
def utility_of(world, here, firm, seen, by_bot):
    """Utility of one firm for this person; `seen` is how far differences are perceived (less when resigned).

    His bot takes his weights, but the public's trust in others, the true price, no promise and no firm's size (M10).
    """
    person, trait, nature = world.state[here.row], world.trait[here.row], world.market[0].nature
    billing, product = world.firms[firm].terms.billing, world.products[firm, 0].terms
    stays = firm == person.provider
    foreseen = person.expectation if stays else world.market[0].climate.norm
    if not stays and world.firms[firm].terms.board.promise > 0.0 and not by_bot:
        believes = 1.0 - nature.resigned_belief * person.resignation
        foreseen = foreseen + PROMISED * world.firms[firm].terms.board.promise * believes
    price = product.price_ratio
    if stays:
        price = price * person.price_paid
        if billing.tenure_reward > 0.0:
            price = price - product.price_ratio * reward_of(world, here)
    else:
        bound = world.contract_weeks[person.segment] * billing.contract_length / 52.0
        price = price * (1.0 - 0.5 * billing.newcomer_discount) * (1.0 + nature.term_aversion * bound)
    trust = world.trust[here.row, firm]
    if by_bot:
        price = true_price(price, billing.fee_share, billing.complexity, nature.terms_hide)
        if not stays:
            trust = world.firms[firm].terms.touchpoints.public_trust
    else:
        price = price + nature.fees_foreseen * trait.literacy * (1.0 - billing.complexity) * billing.fee_share
    u = worth_choosing(
        trust, foreseen, product.fit, log(price), trait.price_weight,
        nature.trust_weight, nature.quality_weight, nature.fit_weight,
    )
    if nature.distinctness > 0.0:
        fixed = luck_of(world.market[0].life_key, here.row)
        u = u + nature.distinctness * STANDARD * (chance(fixed, joined(_TASTE, world.firms[firm].key)) - 0.5)
    return u if by_bot else seen * u + world.firms[firm].terms.board.standing


@step
def staying_bonus(world, here, by_bot):
    """What holds a customer beyond the merits: habit, effort of changing, bond, fees for leaving early.

    A bot knows neither habit nor bond, and takes a part of the effort.
    """
    person, trait, nature = world.state[here.row], world.trait[here.row], world.market[0].nature
    bonus = nature.inertia + trait.switching_cost + nature.bond_weight * person.bond
    if by_bot:
        bonus = nature.effort_left * trait.switching_cost
    if person.contract_left > RENEWAL_WINDOW:
        bonus = bonus + EXIT_FEE * min(person.contract_left, 52)
    if person.points > 0.0 and world.firms[here.firm].terms.loyalty.card_share > 0.0:
        bonus = bonus + nature.points_bind * person.points * world.firms[here.firm].terms.loyalty.point
    return bonus


@step
def choose(world, here, by_bot):
    """Return the firm chosen, -1 for none: utilities plus Gumbel noise by firm name, the largest wins (a logit).

    A bot knows all firms and has no moods: it takes what its owner gains most by, and notes the gain. A broker knows
    all firms, too, and likes those better that pay more for a new customer (M02).
    """
    person, nature = world.state[here.row], world.market[0].nature
    advised = not by_bot and has_broker(world, here)
    seen = 1.0 - nature.resigned_alike * person.resignation
    best, best_utility, now = -1, nature.doing_without, 0.0
    if not by_bot:
        best_utility = best_utility + gumbel(chance(here.luck, _CHOICE))
    for firm in range(world.firms.shape[0]):
        known = firm == person.provider or person.aware & (1 << firm) != 0 or by_bot or advised
        if world.firms[firm].terms.board.present > 0.0 and known:
            u = utility_of(world, here, firm, seen, by_bot)
            if not by_bot:
                u = u + gumbel(chance(here.luck, joined(_CHOICE, world.firms[firm].key)))
            if firm == person.provider:
                u = u + staying_bonus(world, here, by_bot)
                now = u
            elif advised:
                u = u + nature.broker_pull * world.firms[firm].terms.brokers.worth
            if u > best_utility:
                best, best_utility = firm, u
    person.bot_gain = best_utility - now if by_bot else 0.0
    return best
