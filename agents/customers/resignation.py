"""Resignation: after remedies have failed again and again, with whomever, nothing is expected any more (M16)."""

from agents.books import count, move, recall, tick
from agents.compiled import rule, step
from agents.parameters import column, uncertainty

column("resignation", 0.3, about="0..1: expects nothing of remedies any more, whoever the firm", mechanism="M16")
column("trial", whole=True, about="weeks until the last switch is judged a success or a failure; 0: none to judge", mechanism="M16")
column("satisfaction_before", 0.5, about="satisfaction with the previous provider on leaving it", mechanism="M16")

uncertainty("resigning", 0.08, plausible=(0.04, 0.12), bounds=(0.0, 0.5), unit="per remedy", mechanism="M16", neutral=0.0,
            source="assumption (level: D20, half of problem owners got nothing)", about="weight of one remedy tried in resignation")  # fmt: skip
uncertainty("resigned_looking", 0.5, plausible=(0.2, 0.8), bounds=(0.0, 1.0), unit="share", mechanism="M16", neutral=0.0,
            source="assumption", about="how far resignation keeps from looking and from remedies")  # fmt: skip
uncertainty("resigned_belief", 0.5, plausible=(0.2, 0.8), bounds=(0.0, 1.0), unit="share", mechanism="M16", neutral=0.0,
            source="assumption", about="how far resignation keeps from believing promises and offers")  # fmt: skip
uncertainty("resigned_alike", 0.4, plausible=(0.1, 0.7), bounds=(0.0, 1.0), unit="share", mechanism="M16", neutral=0.0,
            source="assumption", about="how far resignation makes all providers look the same")  # fmt: skip

FAILED = count("remedies_failed")
RESIGNED_NOW = move("resigned", "expects nothing of remedies any more")
HOPES_AGAIN = move("hopes_again", "expects something of remedies again")
TRIAL_WEEKS = 26
USUAL = 0.3  # resignation at the start, at which offers are believed as published rates of response say: assumption


@rule
def resign(resignation, failed, weight):
    """Return resignation after a remedy tried: R + r (1[failed] - R); resign(.2, 1, .1) = .28."""
    return resignation + weight * (failed - resignation)


@rule
def believing(resignation, keeps):
    """Return how readily offers are believed, 1 at the usual resignation: 1 - k (R - .3); believing(.5, .5) = .9."""
    return 1.0 - keeps * (resignation - USUAL)


@step
def remedy(world, here, failed):
    """A remedy was tried: it failed (1) or helped (0)."""
    person = world.state[here.row]
    before = person.resignation
    person.resignation = resign(before, failed, world.market[0].nature.resigning)
    if before <= 0.5 and person.resignation > 0.5:
        recall(world, here, here.firm, RESIGNED_NOW, 0)
    elif before > 0.5 and person.resignation <= 0.5:
        recall(world, here, here.firm, HOPES_AGAIN, 0)
    if failed > 0.0:
        tick(world, here, here.firm, FAILED, 1.0)


@step
def judge_switch(world, here):
    """Half a year after switching: a failed remedy, unless satisfaction is higher than it was before."""
    person = world.state[here.row]
    if person.trial > 0:
        person.trial -= 1
        if person.trial == 0:
            remedy(world, here, 0.0 if person.satisfaction > person.satisfaction_before else 1.0)
