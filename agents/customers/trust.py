"""Trust answers how one is treated, satisfaction how one is surprised, expectation follows both."""

from agents.arithmetic import clip
from agents.books import book, route, tick, total
from agents.compiled import rule, step
from agents.parameters import column, trait, uncertainty

trait("loss_aversion", 2.0, spread=0.5, low=1.0, high=3.0, unit="ratio", mechanism="", source="D02 (counter-evidence D03)",
      about="how much more a disappointment weighs than a pleasant surprise; neutral 1")  # fmt: skip

trait("disposition", 0.0, spread=0.2, low=-0.5, high=0.5, unit="0..1", mechanism="", source="assumption",
      about="how content the person is by nature: added to the quality of every experience")  # fmt: skip

column("satisfaction", 0.59, about="satisfaction with the provider, 0..1")
column("expectation", 0.62, about="experience foreseen from the provider, 0..1")

uncertainty("trust_gain", 0.04, plausible=(0.03, 0.06), bounds=(0.0, 0.2), unit="per event", mechanism="",
            source="sign E01, size assumption", about="share of the gap between evidence and trust closed by one full event")  # fmt: skip
uncertainty("integrity_loss", 2.0, plausible=(1.0, 3.0), bounds=(1.0, 3.0), unit="ratio", mechanism="", neutral=1.0,
            source="E01; size assumption", about="how much faster trust falls than it grows in matters of integrity")  # fmt: skip
uncertainty("betrayal", 0.35, plausible=(0.2, 0.5), bounds=(0.0, 0.5), unit="share", mechanism="M13", neutral=0.0,
            source="E02, E08; size assumption (.2-.5)", about="share of trust lost when a deceit is discovered")  # fmt: skip
uncertainty("satisfaction_speed", 0.25, plausible=(0.15, 0.35), bounds=(0.0, 1.0), unit="per event", mechanism="",
            source="assumption", about="weight of one full event in satisfaction")  # fmt: skip
uncertainty("expectation_speed", 0.2, plausible=(0.1, 0.3), bounds=(0.0, 1.0), unit="per event", mechanism="",
            source="facts.md part C: kappa .1-.3, convention (assumption)", about="weight of one full event in expectation")  # fmt: skip
uncertainty("forgetting", 0.005, plausible=(0.002, 0.01), bounds=(0.0, 0.1), unit="per week", mechanism="", neutral=0.0,
            source="assumption", about="drift of trust in firms one has no dealings with towards the market's usual trust")  # fmt: skip
uncertainty("usual_trust", 0.5, plausible=(0.4, 0.6), bounds=(0.0, 1.0), unit="0..1", mechanism="",
            source="assumption (starts of .3 and .7 do not meet within the warm-up: the start is an uncertainty)",
            about="trust in a firm of this market before any dealings with it")  # fmt: skip

QUALITY, TOUCHES = total("quality_felt"), total("touches_felt")
TIME = route("time", "time passing without dealings", department="market", channel="none", actor="person", mechanism="")
PRODUCT = route("product_in_use", "the product in use", department="product", channel="product", actor="product", mechanism="M33")

SEASON = 13


@rule
def revise(trust, evidence, gain, loss_ratio):
    """Return trust after evidence 0..1: T + gain (e - T), losses times loss_ratio; revise(.5, 1, .04, 2) = .52."""
    step_size = gain * (evidence - trust)
    if step_size < 0.0:
        step_size *= loss_ratio
    return clip(trust + step_size)


@rule
def surprise(expectation, quality, loss_aversion):
    """Return satisfaction with one event: E + d for d >= 0, E - lambda |d| else; surprise(.6, .5, 2) = .4."""
    d = quality - expectation
    if d < 0.0:
        d *= loss_aversion
    return clip(expectation + d)


@step
def live(world, here, reason, quality, weight):
    """One experience with the provider: its quality moves satisfaction, expectation and trust in competence."""
    person, nature = world.state[here.row], world.market[0].nature
    quality = clip(quality + world.trait[here.row].disposition)
    felt = surprise(person.expectation, quality, world.trait[here.row].loss_aversion)
    person.satisfaction = clip(person.satisfaction + weight * nature.satisfaction_speed * (felt - person.satisfaction))
    person.expectation = clip(person.expectation + weight * nature.expectation_speed * (quality - person.expectation))
    tick(world, here, here.firm, QUALITY, weight * quality)
    tick(world, here, here.firm, TOUCHES, weight)
    trust = revise(world.trust[here.row, here.firm], quality, weight * nature.trust_gain, 1.0)
    book(world, here, here.firm, reason, quality, trust)


@step
def judge(world, here, reason, evidence, weight):
    """Evidence of the provider's conduct, 0 (wronged) to 1 (word kept): integrity, lost faster than won."""
    nature = world.market[0].nature
    trust = revise(world.trust[here.row, here.firm], evidence, weight * nature.trust_gain, nature.integrity_loss)
    book(world, here, here.firm, reason, evidence, trust)


@step
def feel_betrayed(world, here, reason, weight):
    """A deceit is discovered: trust jumps down by the share `betrayal`, satisfaction falls with it."""
    person, nature = world.state[here.row], world.market[0].nature
    share = clip(nature.betrayal * weight)
    person.satisfaction = person.satisfaction * (1.0 - 0.5 * share)
    book(world, here, here.firm, reason, 0.0, world.trust[here.row, here.firm] * (1.0 - share))


@step
def forget(world, here):
    """Once a season, trust in firms without dealings drifts towards the market's usual trust."""
    nature = world.market[0].nature
    if nature.forgetting > 0.0 and (here.week + here.row) % SEASON == 0:
        provider = world.state[here.row].provider
        for firm in range(world.trust.shape[1]):
            if firm != provider:
                trust = world.trust[here.row, firm]
                book(world, here, firm, TIME, nature.usual_trust, trust + SEASON * nature.forgetting * (nature.usual_trust - trust))
