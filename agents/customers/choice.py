"""Looking and choosing: an occasion makes a customer look, a logit over the firms known decides."""

from agents.arithmetic import exp, exponential, gumbel, log
from agents.books import JOINED, LEFT, MAX_ROUTES, count, line, move, pay, recall, tick
from agents.chance import chance, halves, joined, luck_of, purpose
from agents.compiled import rule, step
from agents.customers.bots import leaves_to_bot, true_price
from agents.customers.cancelling import stay
from agents.customers.channels import CANCEL
from agents.customers.privacy import advert_power
from agents.customers.promise import PROMISED
from agents.customers.resignation import TRIAL_WEEKS
from agents.customers.tenure import reward_of
from agents.parameters import column, trait, uncertainty

trait("price_weight", 4.0, spread=1.0, low=0.5, high=8.0, unit="logit per log price", mechanism="M28", source="B10 (-1.7..-3.6 in scanner panels; facts.md part C: 2.6-5.3)",
      about="weight of the price in choosing")  # fmt: skip
trait("attention", 0.35, spread=0.1, low=0.05, high=0.9, unit="per month", mechanism="M17", source="J20 (1 - .53..75)",
      about="chance of looking at other providers within a month")  # fmt: skip
trait("switching_cost", 2.0, spread=1.0, low=-2.0, high=12.0, shape="logistic", unit="logit", mechanism="M17", source="assumption: the calibrated intercept; spread for A03, A04",
      about="effort and risk of changing provider")  # fmt: skip

column("alertness", about="hazard per week of looking at other providers, from the trait attention", mechanism="M17")

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
uncertainty("usual_tenure", 260.0, plausible=(208.0, 312.0), bounds=(1.0, 2080.0), unit="weeks", mechanism="M17",
            source="assumption (about the inverse of the yearly churn)", about="mean tenure at the start of the warm-up")  # fmt: skip
uncertainty("doing_without", -4.0, plausible=(-5.0, -3.0), bounds=(-20.0, 20.0), unit="logit", mechanism="M17",
            source="assumption", about="utility of having no provider")  # fmt: skip

LOOKED, MOVED, CLOSED = count("looked"), count("lost_moved"), count("lost_closed")
LOST, ACQUIRED = count("lost"), count("acquired")
LOST_FIRST_YEAR, _LOST_2, _LOST_3 = count("lost_first_year"), count("lost_second_third_year"), count("lost_later")
WINNING = line("winning", "winning new customers", kind="cost", variable=False)
ADVERTS = line("adverts", "advertising", kind="cost", discretionary=True, variable=False)

MEANS_TO_GO = move("means_to_change", "means to change provider", detail="firm")
MOVES_AWAY = move("moved_away", "moves away: the contract ends")
SHUT = move("firm_closed", "the provider closes")
GONE, COME = move("left", "leaves the provider", detail="firm"), move("joined", "joins a provider", detail="firm")

_LOOK, _CHOICE, _TASTE, _ADVERT = (purpose(f"choice.{n}") for n in ("look", "choice", "taste", "advert"))
_STANDARD = 3.4641016151377544
RENEWAL_WINDOW = 8  # weeks before the end in which a renewal is asked: assumption
EXIT_FEE = 0.02  # pull to stay per week of contract left, logit, up to a year: assumption


@rule
def band_of(tenure):
    """Return the tenure band: 0 up to a year, 1 up to three, 2 older."""
    if tenure < 52:
        return 0
    return 1 if tenure < 156 else 2


@rule
def looking(alertness, extra, resignation, keeps):
    """Return the hazard of looking in a week: alertness and occasions add up; resignation keeps from it."""
    return (alertness + extra) * (1.0 - keeps * resignation)


@rule
def weekly_hazard(monthly_chance):
    """Return the hazard per week of what happens within a month with a given chance; weekly_hazard(.35) = .0994."""
    return -log(1.0 - monthly_chance) * 12.0 / 52.0


@rule
def worth_choosing(trust, quality, fit, log_price, price_weight, trust_weight, quality_weight, fit_weight):
    """Return the utility of a firm without what binds to it: trust, experience foreseen, fit, minus the price's weight."""
    return trust_weight * trust + quality_weight * quality + fit_weight * fit - price_weight * log_price


@step
def notice_adverts(world, here):
    """At most one advert a week, of whom comes first; one's own provider's tells nothing new.

    It makes known, and may be an occasion to look.
    """
    person = world.state[here.row]
    if person.blocks_ads or chance(here.luck, _ADVERT) >= world.climate[0].adverts:
        return
    best, soonest = -1, 1e300
    for firm in range(world.firm_key.shape[0]):
        reach = world.terms.board[firm].advertising
        if reach > 0.0:
            arrival = exponential(chance(here.luck, joined(_ADVERT, world.firm_key[firm]))) / reach
            if arrival < soonest:
                best, soonest = firm, arrival
    if best >= 0 and best != person.provider:
        pay(world, here, best, ADVERTS, -world.nature[0].advert)
        person.aware = person.aware | (1 << best)
        power = advert_power(world.nature[0].tracking_pays, world.terms.data_office[best].harvest)
        person.occasion = person.occasion + world.nature[0].look_advert * power


@step
def utility_of(world, here, firm, seen, by_bot):
    """Utility of one firm for this person; `seen` is how far differences are perceived (less when resigned).

    His bot takes his weights, but the public's trust in others, the true price, no promise and no firm's size (M10).
    """
    person, trait, nature = world.state[here.row], world.trait[here.row], world.nature[0]
    billing, product = world.terms.billing[firm], world.terms.product[firm, 0]
    stays = firm == person.provider
    foreseen = person.expectation if stays else world.climate[0].norm
    if not stays and world.terms.board[firm].promise > 0.0 and not by_bot:
        believes = 1.0 - nature.resigned_belief * person.resignation
        foreseen = foreseen + PROMISED * world.terms.board[firm].promise * believes
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
            trust = world.terms.touchpoints[firm].public_trust
    else:
        price = price + nature.fees_foreseen * trait.literacy * (1.0 - billing.complexity) * billing.fee_share
    u = worth_choosing(
        trust, foreseen, product.fit, log(price), trait.price_weight,
        nature.trust_weight, nature.quality_weight, nature.fit_weight,
    )
    if nature.distinctness > 0.0:
        fixed = luck_of(world.life_key[0], here.row)
        u = u + nature.distinctness * _STANDARD * (chance(fixed, joined(_TASTE, world.firm_key[firm])) - 0.5)
    return u if by_bot else seen * u + world.terms.board[firm].standing


@step
def staying_bonus(world, here, by_bot):
    """What holds a customer beyond the merits: habit, effort of changing, bond, fees for leaving early.

    A bot knows neither habit nor bond, and takes a part of the effort.
    """
    person, trait, nature = world.state[here.row], world.trait[here.row], world.nature[0]
    bonus = nature.inertia + trait.switching_cost + nature.bond_weight * person.bond
    if by_bot:
        bonus = nature.effort_left * trait.switching_cost
    if person.contract_left > RENEWAL_WINDOW:
        bonus = bonus + EXIT_FEE * min(person.contract_left, 52)
    if person.points > 0.0 and world.terms.loyalty[here.firm].card_share > 0.0:
        bonus = bonus + nature.points_bind * person.points * world.terms.loyalty[here.firm].point
    return bonus


@step
def choose(world, here, by_bot):
    """Return the firm chosen, -1 for none: utilities plus Gumbel noise by firm name, the largest wins (a logit).

    A bot knows all firms and has no moods: it takes what its owner gains most by, and notes the gain.
    """
    person, nature = world.state[here.row], world.nature[0]
    seen = 1.0 - nature.resigned_alike * person.resignation
    best, best_utility, now = -1, nature.doing_without, 0.0
    if not by_bot:
        best_utility = best_utility + gumbel(chance(here.luck, _CHOICE))
    for firm in range(world.firm_key.shape[0]):
        known = firm == person.provider or person.aware & (1 << firm) != 0 or by_bot
        if world.terms.board[firm].present > 0.0 and known:
            u = utility_of(world, here, firm, seen, by_bot)
            if not by_bot:
                u = u + gumbel(chance(here.luck, joined(_CHOICE, world.firm_key[firm])))
            if firm == person.provider:
                u = u + staying_bonus(world, here, by_bot)
                now = u
            if u > best_utility:
                best, best_utility = firm, u
    person.bot_gain = best_utility - now if by_bot else 0.0
    return best


@step
def is_looking(world, here, u):
    """Whether the person looks at other providers this week, of own accord or on an occasion."""
    person, nature, firm = world.state[here.row], world.nature[0], here.firm
    extra = person.occasion
    if firm < 0:
        extra = nature.unserved_looking
    else:
        extra = extra + nature.look_unsatisfied * max(0.0, 0.5 - person.satisfaction)
        term = world.contract_weeks[person.segment] * world.terms.billing[firm].contract_length
        ends = person.tenure <= term and person.tenure + RENEWAL_WINDOW >= term  # its first term, not one that renews itself
        if ends and person.contract_left > 0 and person.contract_left <= RENEWAL_WINDOW:
            extra = extra + nature.look_renewal * (1.0 - world.terms.billing[firm].auto_renewal)
    hazard = looking(person.alertness, extra, person.resignation, nature.resigned_looking)
    return u < hazard and u < 1.0 - exp(-hazard)  # the first test is cheap, and never wrong


@step
def look_around(world, here):
    """Move away, look and choose; a customer who wants to change forms the intention that becomes a contact next week."""
    person, nature = world.state[here.row], world.nature[0]
    firm = here.firm
    if firm >= 0 and world.terms.board[firm].present <= 0.0:
        tick(world, here, firm, CLOSED, 1.0)
        recall(world, here, firm, SHUT, 0)
        change_provider(world, here, -1)
        return
    moves, looks = halves(here.luck, _LOOK)
    if firm >= 0 and moves < nature.moving:
        tick(world, here, firm, MOVED, 1.0)
        recall(world, here, firm, MOVES_AWAY, 0)
        change_provider(world, here, -1)
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
    if target >= 0 and world.terms.board[target].present <= 0.0:
        return -1
    return target


@step
def change_provider(world, here, target):
    """Leave, join, or both: takes effect at the end of the week; what belongs to the provider starts anew."""
    person, nature = world.state[here.row], world.nature[0]
    firm = here.firm
    if firm >= 0:
        tick(world, here, firm, LOST, 1.0)
        tick(world, here, firm, LOST_FIRST_YEAR + band_of(person.tenure), 1.0)
        world.tally[here.block, firm, MAX_ROUTES + LEFT] -= world.trust[here.row, firm]
        recall(world, here, firm, GONE, target)
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
        pay(world, here, target, WINNING, -nature.winning)
        world.tally[here.block, target, MAX_ROUTES + JOINED] += world.trust[here.row, target]
        recall(world, here, target, COME, firm)
        join(world, here, target)


@step
def join(world, here, target):
    """A new relationship: what is expected, what is held, how long it binds."""
    person, nature, billing = world.state[here.row], world.nature[0], world.terms.billing[target]
    believes = 1.0 - nature.resigned_belief * person.resignation
    person.promised = world.terms.board[target].promise * believes
    person.expectation = world.climate[0].norm + PROMISED * person.promised
    person.satisfaction = person.expectation
    person.newcomer = 1
    person.accuracy = 0.5
    person.concern = 0.3 + 0.4 * world.trait[here.row].privacy
    person.sell_share = 0.3
    person.contract_left = int(world.contract_weeks[person.segment] * billing.contract_length)
    for k in range(world.need.shape[1]):
        if world.terms.product[target, k].is_base > 0.0:
            person.holdings = person.holdings | (1 << k)
            person.informed = person.informed | (1 << k)
