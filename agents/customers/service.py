"""Service: whom customers meet at a touchpoint, and how it ends (M07-M11)."""

from agents.arithmetic import between, clip, exponential
from agents.books import count, line, pay, route, tick
from agents.chance import chance, purpose
from agents.compiled import rule, step
from agents.customers.bonds import closeness, grow_bond, has_named
from agents.customers.bots import (
    BOTS_AGREED,
    BOTS_MEET,
    BOTS_STUCK,
    BY_OWN_BOT,
    OWN_HELPED,
    OWN_NOT,
)
from agents.customers.channels import (
    AFTER_BOT,
    BOT_SOLVED,
    BOT_STUCK,
    BRANCH,
    BRANCH_HELPED,
    BRANCH_NOT,
    CANCEL,
    DISPUTE,
    EXTRA_WORK,
    FAULT,
    HELPED,
    NOT_HELPED,
    PERSON,
    REQUEST,
    SELF_HELPED,
    SELF_SOLVED,
    WRITTEN,
    WRITTEN_HELPED,
    WRITTEN_NOT,
    difficulty,
    take_other_door,
)
from agents.customers.concessions import GOODWILL, GRANTED, grant_or_deny
from agents.customers.contact import weigh_down
from agents.customers.disguise import passes, pushed
from agents.customers.knowledge import known_of_kind, note_solved, reused
from agents.customers.promise import hold_to_word
from agents.customers.recognition import recognised
from agents.customers.resignation import remedy
from agents.customers.trust import judge, live
from agents.parameters import uncertainty

uncertainty("bot_routine", 0.58, plausible=(0.5, 0.66), bounds=(0.0, 1.0), unit="share", mechanism="M09",
            source="H04: 58 % of returns and cancellations", about="routine issues a usual bot resolves")  # fmt: skip
uncertainty("bot_hard", 0.17, plausible=(0.12, 0.25), bounds=(0.0, 1.0), unit="share", mechanism="M09",
            source="H04: 17 % of billing disputes", about="hard issues a usual bot resolves")  # fmt: skip
uncertainty("person_solves", 0.8, plausible=(0.72, 0.88), bounds=(0.0, 1.0), unit="share", mechanism="M07",
            source="assumption (D20: about half of problem owners get nothing in the end)", about="issues a trained person resolves at first contact, of medium difficulty")  # fmt: skip
uncertainty("after_bot", 0.85, plausible=(0.7, 1.0), bounds=(0.0, 1.0), unit="×", mechanism="M09", neutral=1.0,
            source="assumption: what a bot hands on is harder than the average", about="chance of a person to solve what a bot could not, relative to other contacts")  # fmt: skip
uncertainty("claim_cost", 0.0, plausible=(0.0, 0.0), bounds=(0.0, 1e6), unit="currency per case", mechanism="M13", neutral=0.0,
            source="assumption: a gesture is all, where a market's file names no more", about="what a dispute decided for the customer costs beyond a gesture, at usual consumption: the claim itself")  # fmt: skip
uncertainty("look_refused", 0.0, plausible=(0.0, 0.0), bounds=(0.0, 5.0), unit="per week", mechanism="M13", neutral=0.0,
            source="assumption: none, where a market's file names no more", about="occasion to look given by a refusal by the small print")  # fmt: skip
uncertainty("minutes_per_call", 8.0, plausible=(7.0, 9.5), bounds=(1.0, 60.0), unit="minutes", mechanism="M07",
            source="assumption (H09: loglogistic; mean not published there)", about="handling time of a contact by a person")  # fmt: skip

BY_BOT, BY_PERSON = count("contacts_bot"), count("contacts_person")
SOLVED_FIRST, CLOSED_FIRST = count("solved_first"), count("closed_first")
ABANDONED, WAITED, COMPLAINTS = count("abandoned"), count("minutes_waited"), count("complaints")
LOST_BETWEEN, REFUSALS = count("lost_between_departments"), count("refusals")
CLAIMS = line("claims", "disputed claims paid", kind="cost")
BOT_COST = line("bots", "bot contacts", kind="cost", discretionary=True)


def _route(cause: str, label: str, channel: str, actor: str, mechanism: str) -> int:
    return route(cause, label, department="service", channel=channel, actor=actor, mechanism=mechanism)


GAVE_UP = _route("gave_up_waiting", "gave up waiting", "phone", "person", "M07")
BOT_HELPED = _route("bot_helped", "problems solved by the bot", "bot", "firm's bot", "M09")
BOT_FAILED = _route("bot_dead_end", "dead ends at the bot", "bot", "firm's bot", "M09")
HANDED_ON = _route("bot_handed_on", "handed on by the bot", "bot", "firm's bot", "M09")
REFUSED = _route("refused", "refused by the small print", "phone", "person", "M13")

_CHANNEL, _BOT, _ESCALATE, _WAIT, _GIVE_UP, _SOLVE, _GRANT, _REFUSE, _HAND = (
    purpose(f"service.{n}")
    for n in ("channel", "bot", "escalate", "wait", "give up", "solve", "grant", "refuse", "hand-over")
)


@rule
def bot_chance(kind, routine, hard, skill):
    """Return the chance that a bot resolves an issue: between the published figures, by difficulty, times its skill."""
    return between((routine + difficulty(kind) * (hard - routine)) * skill, 0.0, 0.95)


@rule
def person_chance(kind, solves, skill, empowerment, known):
    """Return the chance that a person resolves an issue: training, room to decide (hard issues), the history on screen (sizes: assumption)."""
    hard = difficulty(kind)
    base = solves + (0.5 - hard) * 0.2
    return between(base * skill * (1.0 + 0.3 * hard * (empowerment - 0.3)) * (0.95 + 0.1 * known), 0.0, 0.98)


@rule
def person_quality(solved, friendliness, minutes, patience):
    """Return how a contact with a person is felt: solved counts most, then the tone, then the wait (sizes: assumption)."""
    late = 0.15 * min(1.0, minutes / patience)
    return clip((0.68 if solved else 0.22) + 0.24 * friendliness - late)


@rule
def answered(meets, own_bot, solved):
    """Return the route of an answer by people: by channel, by who came for it, and whether it helped."""
    if own_bot > 0:
        return OWN_HELPED if solved else OWN_NOT
    if meets == WRITTEN:
        return WRITTEN_HELPED if solved else WRITTEN_NOT
    if meets == BRANCH:
        return BRANCH_HELPED if solved else BRANCH_NOT
    return HELPED if solved else NOT_HELPED


@step
def choose_channel(world, here):
    """Another door, a bot or a person; bots may be pushed on people who want a person, and may hand on."""
    person, trait, nature = world.state[here.row], world.trait[here.row], world.market[0].nature
    service, doors = world.firms[here.firm].terms.service, world.firms[here.firm].terms.touchpoints
    if person.sends_bot > 0:
        tick(world, here, here.firm, BY_OWN_BOT, 1.0)
    elif doors.open > 0.0 and take_other_door(world, here):
        return
    wants = 0.5 + trait.digital_affinity - trait.prefers_people
    if person.sends_bot > 0:
        wants = 1.0
    push = pushed(service.push, doors.bot_likeness, doors.bot_disclosure)
    if chance(here.luck, _CHANNEL) >= service.bot_share * (wants + (1.0 - wants) * push):
        person.meets = PERSON
    else:
        tick(world, here, here.firm, BY_BOT, 1.0)
        pay(world, here, here.firm, BOT_COST, -nature.bot_contact)
        solves = bot_chance(person.reason, nature.bot_routine, nature.bot_hard, service.bot_skill)
        solves = reused(solves, nature.knowledge_helps * nature.knowledge_of_bots, known_of_kind(world, here, person.reason))
        if person.sends_bot > 0:
            tick(world, here, here.firm, BOTS_MEET, 1.0)
            solves = solves * nature.own_bot_solves
        if chance(here.luck, _BOT) < solves:
            person.meets = BOT_SOLVED
        elif chance(here.luck, _ESCALATE) < service.escalation:
            person.meets = AFTER_BOT
        else:
            person.meets = BOT_STUCK
    if person.meets >= PERSON:
        tick(world, here, here.firm, BY_PERSON, 1.0)
        if person.sends_bot > 0:
            tick(world, here, here.firm, EXTRA_WORK, nature.own_bot_work - 1.0)
        elif has_named(world, here):
            tick(world, here, here.firm, EXTRA_WORK, nature.named_work)


@step
def meet(world, here):
    """The contact itself; returns whether a person was reached (who may then act)."""
    person, nature, service = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.service
    if person.meets < PERSON:
        meet_machine(world, here)
        return False
    minutes = 0.0
    if person.sends_bot == 0 and person.meets < BRANCH:
        if person.meets == AFTER_BOT:
            live(world, here, HANDED_ON, 0.3, 0.3)
            weigh_down(world, here, 0.3)
        minutes = wait_in_line(world, here, nature, service)
        if minutes < 0.0:
            return False
    if person.reason != CANCEL:
        be_served(world, here, minutes)
    return True


@step
def meet_machine(world, here):
    """Self-service or the firm's bot, met in person or by one's own bot (qualities and weights: assumption)."""
    person, nature = world.state[here.row], world.market[0].nature
    affinity, likeness = world.trait[here.row].digital_affinity, world.firms[here.firm].terms.touchpoints.bot_likeness
    reason, quality, weight = BOT_FAILED, 0.12 - nature.bot_warmth * likeness, 0.7
    if person.meets == SELF_SOLVED:
        reason, quality, weight = SELF_HELPED, 0.62 + 0.16 * affinity, 0.4
    elif person.meets == BOT_SOLVED:
        reason, quality, weight = BOT_HELPED, 0.62 + 0.16 * affinity + nature.bot_warmth * likeness, 0.6
    if person.sends_bot > 0:
        reason, quality = (BOTS_AGREED, 0.7) if person.meets == BOT_SOLVED else (BOTS_STUCK, 0.3)
        weight = weight * nature.felt_through_bot
    live(world, here, reason, quality, weight)
    if person.sends_bot == 0 and person.meets != SELF_SOLVED:
        passes(world, here, 0)
    if person.meets == BOT_STUCK:
        if person.sends_bot == 0:
            weigh_down(world, here, 0.7)
        if person.issue > 0 and person.issue_age == 0:
            tick(world, here, here.firm, CLOSED_FIRST, 1.0)  # the firm's records take silence for success
        return
    if nature.bond_with_bot > 0.0 and person.meets == BOT_SOLVED and person.sends_bot == 0:
        grow_bond(world, here, nature.bond_with_bot)
    if person.reason != CANCEL:
        close(world, here)


@step
def wait_in_line(world, here, nature, service):
    """Wait for a person, or give up; returns the minutes waited, -1 if nobody answered."""
    patience = world.trait[here.row].patience
    minutes = exponential(chance(here.luck, _WAIT)) * service.wait
    tick(world, here, here.firm, WAITED, minutes)
    weigh_down(world, here, 0.03 * min(minutes, 30.0))
    if chance(here.luck, _GIVE_UP) < between(service.abandonment * nature.patience_mean / patience, 0.0, 1.0):
        tick(world, here, here.firm, ABANDONED, 1.0)
        live(world, here, GAVE_UP, 0.1, 0.6)
        return -1.0
    return minutes


@step
def be_served(world, here, minutes):
    """A person works on the issue; what is beyond the contract is decided apart."""
    person, nature, service = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.service
    kind, felt = person.reason, 1.0
    if person.sends_bot > 0:
        felt = nature.felt_through_bot
    if kind == REQUEST:
        decide_request(world, here, minutes)
        return
    if kind == DISPUTE and chance(here.luck, _GRANT) >= service.goodwill:
        cx = world.firms[here.firm].terms.cx_unit  # a refusal must pass the unit, as a contact must
        if chance(here.luck, _REFUSE) < world.firms[here.firm].terms.billing.refusal * (1.0 - cx.authority * cx.customer_weight):
            judge(world, here, REFUSED, 0.0, 1.0)
            reason = answered(person.meets, person.sends_bot, False)
            live(world, here, reason, 0.15 + 0.15 * service.friendliness, 0.8 * felt)
            tick(world, here, here.firm, COMPLAINTS, 1.0)
            tick(world, here, here.firm, REFUSALS, 1.0)
            person.occasion = person.occasion + nature.look_refused
            remedy(world, here, 1.0)
            person.issue = 0
            return
    known = 0.0
    if recognised(world, here):
        known = world.firms[here.firm].terms.data_office.linked * person.accuracy
    p = (nature.after_bot if person.meets == AFTER_BOT else 1.0) * person_chance(kind, nature.person_solves, service.person_skill, service.empowerment, known)
    if person.meets == WRITTEN:
        p = p * nature.written_solves
    if person.sends_bot > 0:
        p = p * nature.own_bot_solves
    solved = chance(here.luck, _SOLVE) < reused(p, nature.knowledge_helps, known_of_kind(world, here, kind))
    between_them = world.firms[here.firm].terms.organisation
    if solved and kind >= FAULT and between_them.handover > 0.0 and chance(here.luck, _HAND) < between_them.handover:
        solved = False  # lost between departments: the customer has to come back
        tick(world, here, here.firm, LOST_BETWEEN, 1.0)
    quality = person_quality(solved, service.friendliness, minutes, world.trait[here.row].patience) * between_them.service_quality
    live(world, here, answered(person.meets, person.sends_bot, solved), quality, felt)
    hold_to_word(world, here, quality)
    if solved:
        note_solved(world, here, kind)
        if kind == DISPUTE:
            pay(world, here, here.firm, GOODWILL, -nature.goodwill_cost)
            judge(world, here, GRANTED, 1.0, 1.0)
        grow_bond(world, here, closeness(person.meets, person.sends_bot, has_named(world, here), nature.named_bond))
        close(world, here)


@step
def decide_request(world, here, minutes):
    """A request beyond the contract is granted or denied, whatever the small print: nothing is owed (M32)."""
    person, nature, service = world.state[here.row], world.market[0].nature, world.firms[here.firm].terms.service
    grants = chance(here.luck, _GRANT) < service.goodwill
    quality = person_quality(grants, service.friendliness, minutes, world.trait[here.row].patience)
    grant_or_deny(world, here, grants, quality)
    if grants:
        grow_bond(world, here, closeness(person.meets, person.sends_bot, has_named(world, here), nature.named_bond))
        close(world, here)
    else:
        person.issue = 0


@step
def close(world, here):
    """The issue is solved; at first contact or later. A complaint, or trying again, was a remedy that helped."""
    person = world.state[here.row]
    if person.issue > 0:
        claim = world.market[0].nature.claim_cost
        if claim > 0.0 and person.issue == DISPUTE:
            pay(world, here, here.firm, CLAIMS, -claim * world.trait[here.row].usage)
        if person.issue_age == 0:
            tick(world, here, here.firm, SOLVED_FIRST, 1.0)
            tick(world, here, here.firm, CLOSED_FIRST, 1.0)
            if person.issue == DISPUTE:
                remedy(world, here, 0.0)
        else:
            remedy(world, here, 0.0)
        person.issue = 0
