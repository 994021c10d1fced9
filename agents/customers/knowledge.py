"""Knowledge at hand: what was solved and written down before makes it likelier that a case is solved now (M22)."""

from agents.arithmetic import between
from agents.books import count, tick
from agents.compiled import rule, step
from agents.parameters import uncertainty

uncertainty("knowledge_helps", 0.15, plausible=(0.05, 0.25), bounds=(0.0, 1.0), unit="share", mechanism="M22", neutral=0.0,
            source="assumption", about="chance of a person to solve a case won where everything about its kind is written down")  # fmt: skip
uncertainty("knowledge_of_bots", 0.5, plausible=(0.2, 0.8), bounds=(0.0, 1.0), unit="share", mechanism="M22", neutral=0.0,
            source="assumption", about="share of that help which a bot gets from what people wrote")  # fmt: skip

SOLVED_ROUTINE, SOLVED_FAULT, SOLVED_DISPUTE = count("solved_routine"), count("solved_fault"), count("solved_dispute")
_FAULT, _DISPUTE = 2, 3  # kinds of issues as service numbers them; requests are looked up with disputes


@rule
def reused(chance, helps, known):
    """Return the chance to solve a case with what is known of its kind, at most .98: reused(.8, .15, .5) = .86."""
    return between(chance * (1.0 + helps * known), 0.0, 0.98)


@step
def known_of_kind(world, here, kind):
    """What is written down about a kind of issue at the provider, 0..1."""
    known = world.firms[here.firm].terms.knowledge
    if kind == _FAULT:
        return known.fault
    if kind >= _DISPUTE and kind < _DISPUTE + 2:
        return known.dispute
    return known.routine


@step
def note_solved(world, here, kind):
    """Count what a person solved, by kind."""
    slot = SOLVED_ROUTINE
    if kind == _FAULT:
        slot = SOLVED_FAULT
    elif kind >= _DISPUTE:
        slot = SOLVED_DISPUTE
    tick(world, here, here.firm, slot, 1.0)
