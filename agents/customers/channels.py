"""Touchpoints: what people turn up with, by which channel, and whom they meet there (M07)."""

from agents.arithmetic import clip
from agents.books import count, line, pay, route, tick
from agents.chance import chance, halves, purpose
from agents.compiled import rule, step
from agents.customers.contact import weigh_down
from agents.customers.trust import live
from agents.parameters import column, uncertainty

column("reason", whole=True, about="why the person turns up this week; 0: does not", mechanism="M07")
column("meets", whole=True, about="whom or what the person meets this week: bot, person on the phone, branch, letter, self-service", mechanism="M07")

uncertainty("self_solves", 0.2, plausible=(0.1, 0.35), bounds=(0.0, 1.0), unit="share", mechanism="M07",
            source="assumption (Gartner 2019, trade press: 70 % try, 9 % resolve wholly by self-service)", about="routine issues that self-service resolves; half as many faults, no disputes")  # fmt: skip
uncertainty("written_solves", 0.9, plausible=(0.8, 1.0), bounds=(0.0, 2.0), unit="×", mechanism="M07",
            source="assumption", about="chance of a person to solve an issue in writing, relative to speaking")  # fmt: skip
uncertainty("written_work", 0.6, plausible=(0.4, 0.9), bounds=(0.0, 3.0), unit="× a call", mechanism="M07",
            source="assumption (several chats at once, idle minutes filled)", about="staff time of a written contact, relative to a call")  # fmt: skip
uncertainty("self_contact", 0.10, plausible=(0.05, 0.2), bounds=(0.0, 10.0), unit="currency per contact", mechanism="M07",
            source="assumption (Gartner 2019, trade press: 0.10 against 8.01 for a live contact)", about="an attempt at self-service")  # fmt: skip

ROUTINE, FAULT, DISPUTE, REQUEST, CANCEL = range(1, 6)
NOBODY, SELF_SOLVED, BOT_SOLVED, BOT_STUCK, PERSON, AFTER_BOT, BRANCH, WRITTEN = range(8)
BY_SELF, BY_BRANCH, BY_LETTER = count("contacts_self"), count("contacts_branch"), count("contacts_written")
EXTRA_WORK = count("extra_work")  # staff time beyond the usual minutes of the calls, in calls
SELF_COST = line("self_service", "attempts at self-service", kind="cost", discretionary=True)


def _route(cause: str, label: str, channel: str, actor: str) -> int:
    return route(cause, label, department="service", channel=channel, actor=actor, mechanism="M07")


HELPED = _route("helped", "problems solved by people", "phone", "person")
NOT_HELPED = _route("not_helped", "problems people did not solve", "phone", "person")
WRITTEN_HELPED = _route("helped_in_writing", "problems solved in writing", "written", "person")
WRITTEN_NOT = _route("not_helped_in_writing", "problems not solved in writing", "written", "person")
BRANCH_HELPED = _route("helped_in_branch", "problems solved in a branch", "branch", "person")
BRANCH_NOT = _route("not_helped_in_branch", "problems not solved in a branch", "branch", "person")
SELF_HELPED = _route("self_service", "problems solved by self-service", "self-service", "product")
SELF_NOT = _route("self_service_failed", "self-service that led nowhere", "self-service", "product")

_DOOR, _SELF = purpose("channels.door"), purpose("channels.self-service")


@rule
def difficulty(kind):
    """Return how hard an issue is, 0 (routine, cancelling) to 1 (dispute)."""
    if kind == ROUTINE or kind == CANCEL:
        return 0.0
    if kind == FAULT:
        return 0.5
    return 1.0


@rule
def self_chance(kind, routine):
    """Return the chance that self-service resolves an issue: routine by half its difficulty; self_chance(FAULT, .2) = .1."""
    return routine * (1.0 - difficulty(kind))


@rule
def goes_to_branch(branches, prefers_people):
    """Return the share of contacts made in a branch: density times the wish for a person; goes_to_branch(.5, .5) = .25."""
    return clip(branches * prefers_people)


@rule
def in_writing(branch, written):
    """Return the share of contacts in writing, of those not made in a branch; in_writing(.25, .4) = .3."""
    return (1.0 - branch) * written


@step
def take_other_door(world, here):
    """Self-service is tried first; then a branch or a letter may take the contact. Returns whether one of them did."""
    person, trait, nature = world.state[here.row], world.trait[here.row], world.market[0].nature
    doors = world.firms[here.firm].terms.touchpoints
    tries, goes = halves(here.luck, _DOOR)
    if tries < doors.self_service * trait.digital_affinity:
        tick(world, here, here.firm, BY_SELF, 1.0)
        pay(world, here, here.firm, SELF_COST, -nature.self_contact)
        if chance(here.luck, _SELF) < self_chance(person.reason, nature.self_solves):
            person.meets = SELF_SOLVED
            return True
        live(world, here, SELF_NOT, 0.35, 0.2)  # assumption
        weigh_down(world, here, 0.3)  # minutes lost, and everything once more: assumption
    branch = goes_to_branch(doors.branches, trait.prefers_people)
    if goes < branch:
        person.meets = BRANCH
        tick(world, here, here.firm, BY_BRANCH, 1.0)
        weigh_down(world, here, 0.3)  # the way there: assumption
        return True
    if goes < branch + in_writing(branch, doors.written):
        person.meets = WRITTEN
        tick(world, here, here.firm, BY_LETTER, 1.0)
        tick(world, here, here.firm, EXTRA_WORK, nature.written_work)
        return True
    return False
