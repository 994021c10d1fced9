"""Promises: heard, foreseen, and held against what is lived; word kept or broken is evidence of conduct (M20)."""

from agents.arithmetic import clip
from agents.books import count, route, tick
from agents.chance import chance, purpose
from agents.compiled import rule, step
from agents.customers.trust import judge
from agents.parameters import column, uncertainty

column("promised", about="how far the provider's promise was heard and believed, 0..1", mechanism="M20")

uncertainty("promise_heard", 0.03, plausible=(0.01, 0.06), bounds=(0.0, 1.0), unit="per week", mechanism="M20", neutral=0.0,
            source="assumption", about="chance that a customer hears in a week what the provider promises")  # fmt: skip
uncertainty("word_weight", 0.3, plausible=(0.1, 0.6), bounds=(0.0, 2.0), unit="0..1", mechanism="M20", neutral=0.0,
            source="assumption", about="weight of an experience as evidence on a full promise, of a full event")  # fmt: skip
uncertainty("word_sharpness", 5.0, plausible=(2.0, 8.0), bounds=(0.0, 20.0), unit="per point", mechanism="M20",
            source="assumption: a full promise missed in full is evidence 0 (at 1 broken words would win trust)", about="how hard a quality below the promised one is judged")  # fmt: skip

BROKEN = count("promises_broken")
KEPT_WORD = route("promise_kept", "promises kept", department="board", channel="letter", actor="person", mechanism="M20")
BROKEN_WORD = route("promise_broken", "promises not kept", department="board", channel="letter", actor="person", mechanism="M20")
_HEAR = purpose("promise.hear")
PROMISED = 0.2  # quality foreseen beyond the norm under a full promise that is believed: assumption


@rule
def word_kept(promised, quality, sharpness):
    """Return the evidence of an experience on a promise: 1 - s max(0, promised - q); word_kept(.8, .6, 3) = .4."""
    return clip(1.0 - sharpness * max(0.0, promised - quality))


@step
def hear_promise(world, here):
    """A customer hears what the provider promises now: it is foreseen, as far as it is believed, and remembered."""
    person, nature, promise = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.board.promise
    if (promise > 0.0 or person.promised > 0.0) and chance(here.luck, _HEAR) < nature.promise_heard:
        person.promised = promise * (1.0 - nature.resigned_belief * person.resignation)
        claim = world.market[0].climate.norm + PROMISED * person.promised
        person.expectation = person.expectation + person.promised * max(0.0, claim - person.expectation)


@step
def hold_to_word(world, here, quality):
    """What is lived is held against what was promised."""
    person, nature = world.state[here.row], world.market[0].nature
    if person.promised > 0.0 and nature.word_weight > 0.0:
        claim = world.market[0].climate.norm + PROMISED * person.promised
        if claim > quality:
            tick(world, here, here.firm, BROKEN, 1.0)
        judge(
            world, here, BROKEN_WORD if claim > quality else KEPT_WORD,
            word_kept(claim, quality, nature.word_sharpness), nature.word_weight * person.promised,
        )
