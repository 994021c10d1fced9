"""Service: what brings customers to a touchpoint, whom they meet there, and how it ends (M07-M09)."""

from agents.arithmetic import between, clip, exponential
from agents.books import count, line, pay, route, tick
from agents.chance import chance, purpose
from agents.compiled import rule, step
from agents.customers.concessions import GOODWILL, GRANTED, grant_or_deny
from agents.customers.contact import remember_contact, weigh_down
from agents.customers.knowledge import known_of_kind, note_solved, reused
from agents.customers.promise import hold_to_word
from agents.customers.resignation import remedy
from agents.customers.trust import judge, live
from agents.parameters import column, uncertainty

column("issue", whole=True, about="kind of the open issue; 0: none", mechanism="M07")
column("issue_age", whole=True, about="weeks the issue has been open", mechanism="M07")
column("reason", whole=True, about="why the person turns up this week; 0: does not", mechanism="M07")
column("meets", whole=True, about="whom the person meets this week", mechanism="M07")
column("bond", 0.1, about="bond with people of the provider, 0..1; lost as they leave", mechanism="M11")

uncertainty("routine_hazard", 0.03, plausible=(0.02, 0.04), bounds=(0.0, 0.5), unit="per week", mechanism="M07",
            source="assumption (about 1.6 questions a year)", about="hazard of a routine question")  # fmt: skip
uncertainty("fault_hazard", 0.007, plausible=(0.005, 0.01), bounds=(0.0, 0.5), unit="per week", mechanism="M07",
            source="D19 (facts.md B5: .3-.75 problems per customer-year, with disputes)", about="hazard of a fault of product or service, at medium fit")  # fmt: skip
uncertainty("dispute_hazard", 0.003, plausible=(0.002, 0.004), bounds=(0.0, 0.5), unit="per week", mechanism="M07",
            source="D19, assumption on the split", about="hazard of a dispute about bill or contract")  # fmt: skip
uncertainty("request_hazard", 0.002, plausible=(0.001, 0.003), bounds=(0.0, 0.5), unit="per week", mechanism="M32", neutral=0.0,
            source="assumption", about="hazard of a request beyond the contract")  # fmt: skip
uncertainty("returning", 0.4, plausible=(0.3, 0.6), bounds=(0.0, 1.0), unit="per week", mechanism="M07",
            source="assumption", about="chance of trying again while an issue is open")  # fmt: skip
uncertainty("bot_routine", 0.58, plausible=(0.5, 0.66), bounds=(0.0, 1.0), unit="share", mechanism="M09",
            source="H04: 58 % of returns and cancellations", about="routine issues a usual bot resolves")  # fmt: skip
uncertainty("bot_hard", 0.17, plausible=(0.12, 0.25), bounds=(0.0, 1.0), unit="share", mechanism="M09",
            source="H04: 17 % of billing disputes", about="hard issues a usual bot resolves")  # fmt: skip
uncertainty("person_solves", 0.8, plausible=(0.72, 0.88), bounds=(0.0, 1.0), unit="share", mechanism="M07",
            source="assumption (D20: about half of problem owners get nothing in the end)", about="issues a trained person resolves at first contact, of medium difficulty")  # fmt: skip
uncertainty("after_bot", 0.85, plausible=(0.7, 1.0), bounds=(0.0, 1.0), unit="×", mechanism="M09", neutral=1.0,
            source="assumption: what a bot hands on is harder than the average", about="chance of a person to solve what a bot could not, relative to other contacts")  # fmt: skip
uncertainty("minutes_per_call", 8.0, plausible=(7.0, 9.5), bounds=(1.0, 60.0), unit="minutes", mechanism="M07",
            source="assumption (H09: loglogistic; mean not published there)", about="handling time of a contact by a person")  # fmt: skip
uncertainty("bond_gain", 0.03, plausible=(0.01, 0.05), bounds=(0.0, 0.5), unit="per contact", mechanism="M11", neutral=0.0,
            source="assumption (E04: bonds are stronger with persons)", about="bond won by one good contact with a person")  # fmt: skip

ROUTINE, FAULT, DISPUTE, REQUEST, CANCEL = range(1, 6)
NOBODY, BOT_SOLVED, BOT_STUCK, PERSON, AFTER_BOT = range(5)
CONTACTS, BY_BOT, BY_PERSON = count("contacts"), count("contacts_bot"), count("contacts_person")
NEW_ISSUES, SOLVED_FIRST, CLOSED_FIRST = count("new_issues"), count("solved_first"), count("closed_first")
ABANDONED, WAITED, COMPLAINTS = count("abandoned"), count("minutes_waited"), count("complaints")
LOST_BETWEEN, REFUSALS = count("lost_between_departments"), count("refusals")
BOT_COST = line("bots", "bot contacts", kind="cost", discretionary=True)


def _route(cause: str, label: str, channel: str, actor: str, mechanism: str) -> int:
    return route(cause, label, department="service", channel=channel, actor=actor, mechanism=mechanism)


HELPED = _route("helped", "problems solved by people", "phone", "person", "M07")
NOT_HELPED = _route("not_helped", "problems people did not solve", "phone", "person", "M07")
GAVE_UP = _route("gave_up_waiting", "gave up waiting", "phone", "person", "M07")
BOT_HELPED = _route("bot_helped", "problems solved by the bot", "bot", "firm's bot", "M09")
BOT_FAILED = _route("bot_dead_end", "dead ends at the bot", "bot", "firm's bot", "M09")
HANDED_ON = _route("bot_handed_on", "handed on by the bot", "bot", "firm's bot", "M09")
REFUSED = _route("refused", "refused by the small print", "phone", "person", "M13")
UNSOLVED = _route("left_unsolved", "issues left unsolved for a month", "none", "person", "M16")

_NEED, _AGAIN, _CHANNEL, _BOT, _ESCALATE, _WAIT, _GIVE_UP, _SOLVE, _GRANT, _REFUSE, _HAND = (
    purpose(f"service.{n}")
    for n in ("need", "again", "channel", "bot", "escalate", "wait", "give up", "solve", "grant", "refuse", "hand-over")
)
PATIENT_WEEKS = 4


@rule
def difficulty(kind):
    """Return how hard an issue is, 0 (routine, cancelling) to 1 (dispute)."""
    if kind == ROUTINE or kind == CANCEL:
        return 0.0
    if kind == FAULT:
        return 0.5
    return 1.0


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


@step
def turn_up(world, here):
    """Open issues, intentions to leave and incidents become contacts; a bot answers at once."""
    person, nature = world.state[here.row], world.nature[0]
    person.reason = 0
    person.meets = NOBODY
    if person.issue > 0:
        person.issue_age += 1
    if person.intends > 0 and person.notice == 0:
        person.reason = CANCEL
    elif person.issue > 0:
        if chance(here.luck, _AGAIN) < nature.returning * (1.0 - nature.resigned_looking * person.resignation):
            person.reason = person.issue
    else:
        new_issue(world, here)
    if person.reason > 0:
        tick(world, here, here.firm, CONTACTS, 1.0)
        remember_contact(world, here, 0.0)
        choose_channel(world, here)


@step
def new_issue(world, here):
    """An incident of the week: a question, a fault, a dispute, a request beyond the contract."""
    person, nature = world.state[here.row], world.nature[0]
    rookie = 1.5 if person.tenure < 26 else 1.0  # newcomers ask more: assumption
    between_them = world.terms.organisation[here.firm]
    faults = nature.fault_hazard * (2.0 - 2.0 * world.terms.product[here.firm, 0].fit) * between_them.faults
    disputes = nature.dispute_hazard * (0.6 + world.terms.billing[here.firm].complexity) * between_them.disputes  # 1 at .4: assumption
    requests = nature.request_hazard * (1.0 + nature.asking_more * person.entitled)
    u = chance(here.luck, _NEED) / rookie
    if u >= nature.routine_hazard + faults + disputes + requests:
        return
    kind = ROUTINE
    u -= nature.routine_hazard
    if u >= 0.0:
        kind = FAULT
        u -= faults
        if u >= 0.0:
            kind = DISPUTE if u < disputes else REQUEST
    person.issue = kind
    person.issue_age = 0
    person.reason = kind
    tick(world, here, here.firm, NEW_ISSUES, 1.0)


@step
def choose_channel(world, here):
    """A bot or a person; bots may be pushed on people who want a person, and may hand on."""
    person, trait, service = world.state[here.row], world.trait[here.row], world.terms.service[here.firm]
    wants = 0.5 + trait.digital_affinity - trait.prefers_people
    if chance(here.luck, _CHANNEL) >= service.bot_share * (wants + (1.0 - wants) * service.push):
        person.meets = PERSON
    else:
        tick(world, here, here.firm, BY_BOT, 1.0)
        pay(world, here, here.firm, BOT_COST, -world.nature[0].bot_contact)
        solves = bot_chance(person.reason, world.nature[0].bot_routine, world.nature[0].bot_hard, service.bot_skill)
        nature = world.nature[0]
        solves = reused(solves, nature.knowledge_helps * nature.knowledge_of_bots, known_of_kind(world, here, person.reason))
        if chance(here.luck, _BOT) < solves:
            person.meets = BOT_SOLVED
        elif chance(here.luck, _ESCALATE) < service.escalation:
            person.meets = AFTER_BOT
        else:
            person.meets = BOT_STUCK
    if person.meets >= PERSON:
        tick(world, here, here.firm, BY_PERSON, 1.0)


@step
def meet(world, here):
    """The contact itself; returns whether a person was reached (who may then act)."""
    person, nature, service = world.state[here.row], world.nature[0], world.terms.service[here.firm]
    if person.meets == BOT_SOLVED:  # qualities and weights of bot contacts: assumption
        live(world, here, BOT_HELPED, 0.62 + 0.16 * world.trait[here.row].digital_affinity, 0.6)
        if person.reason != CANCEL:
            close(world, here)
        return False
    if person.meets == BOT_STUCK:
        live(world, here, BOT_FAILED, 0.12, 0.7)
        weigh_down(world, here, 0.7)
        if person.issue > 0 and person.issue_age == 0:
            tick(world, here, here.firm, CLOSED_FIRST, 1.0)  # the firm's records take silence for success
        return False
    if person.meets == AFTER_BOT:
        live(world, here, HANDED_ON, 0.3, 0.3)
        weigh_down(world, here, 0.3)
    return wait_in_line(world, here, nature, service)


@step
def wait_in_line(world, here, nature, service):
    """Wait for a person, or give up; returns whether somebody answered."""
    person, patience = world.state[here.row], world.trait[here.row].patience
    minutes = exponential(chance(here.luck, _WAIT)) * service.wait
    tick(world, here, here.firm, WAITED, minutes)
    weigh_down(world, here, 0.03 * min(minutes, 30.0))
    if chance(here.luck, _GIVE_UP) < between(service.abandonment * nature.patience_mean / patience, 0.0, 1.0):
        tick(world, here, here.firm, ABANDONED, 1.0)
        live(world, here, GAVE_UP, 0.1, 0.6)
        return False
    if person.reason != CANCEL:
        be_served(world, here, minutes)
    return True


@step
def be_served(world, here, minutes):
    """A person works on the issue; what is beyond the contract is decided apart."""
    person, nature, service = world.state[here.row], world.nature[0], world.terms.service[here.firm]
    kind = person.reason
    if kind == REQUEST:
        decide_request(world, here, minutes)
        return
    if kind == DISPUTE and chance(here.luck, _GRANT) >= service.goodwill:
        cx = world.terms.cx_unit[here.firm]  # a refusal must pass the unit, as a contact must
        if chance(here.luck, _REFUSE) < world.terms.billing[here.firm].refusal * (1.0 - cx.authority * cx.customer_weight):
            judge(world, here, REFUSED, 0.0, 1.0)
            live(world, here, NOT_HELPED, 0.15 + 0.15 * service.friendliness, 0.8)
            tick(world, here, here.firm, COMPLAINTS, 1.0)
            tick(world, here, here.firm, REFUSALS, 1.0)
            remedy(world, here, 1.0)
            person.issue = 0
            return
    known = world.terms.data_office[here.firm].linked * person.accuracy
    p = (nature.after_bot if person.meets == AFTER_BOT else 1.0) * person_chance(kind, nature.person_solves, service.person_skill, service.empowerment, known)
    solved = chance(here.luck, _SOLVE) < reused(p, nature.knowledge_helps, known_of_kind(world, here, kind))
    between_them = world.terms.organisation[here.firm]
    if solved and kind >= FAULT and between_them.handover > 0.0 and chance(here.luck, _HAND) < between_them.handover:
        solved = False  # lost between departments: the customer has to come back
        tick(world, here, here.firm, LOST_BETWEEN, 1.0)
    quality = person_quality(solved, service.friendliness, minutes, world.trait[here.row].patience) * between_them.service_quality
    live(world, here, HELPED if solved else NOT_HELPED, quality, 1.0)
    hold_to_word(world, here, quality)
    if solved:
        note_solved(world, here, kind)
        if kind == DISPUTE:
            pay(world, here, here.firm, GOODWILL, -nature.goodwill_cost)
            judge(world, here, GRANTED, 1.0, 1.0)
        person.bond = person.bond + nature.bond_gain * (0.5 + service.empowerment) * (1.0 - person.bond)
        close(world, here)


@step
def decide_request(world, here, minutes):
    """A request beyond the contract is granted or denied, whatever the small print: nothing is owed (M32)."""
    person, nature, service = world.state[here.row], world.nature[0], world.terms.service[here.firm]
    grants = chance(here.luck, _GRANT) < service.goodwill
    quality = person_quality(grants, service.friendliness, minutes, world.trait[here.row].patience)
    grant_or_deny(world, here, grants, quality)
    if grants:
        person.bond = person.bond + nature.bond_gain * (0.5 + service.empowerment) * (1.0 - person.bond)
        close(world, here)
    else:
        person.issue = 0


@step
def close(world, here):
    """The issue is solved; at first contact or later. A complaint, or trying again, was a remedy that helped."""
    person = world.state[here.row]
    if person.issue > 0:
        if person.issue_age == 0:
            tick(world, here, here.firm, SOLVED_FIRST, 1.0)
            tick(world, here, here.firm, CLOSED_FIRST, 1.0)
            if person.issue == DISPUTE:
                remedy(world, here, 0.0)
        else:
            remedy(world, here, 0.0)
        person.issue = 0


@step
def lose_patience(world, here):
    """An issue still open after four weeks: a failed remedy, a reason to look around; later it is given up."""
    person = world.state[here.row]
    if person.issue > 0:
        if person.issue_age == PATIENT_WEEKS:
            remedy(world, here, 1.0)
            judge(world, here, UNSOLVED, 0.0, 1.0)
            tick(world, here, here.firm, COMPLAINTS, 1.0)
            person.occasion = person.occasion + world.nature[0].look_unsolved
        elif person.issue_age > 3 * PATIENT_WEEKS:
            person.issue = 0
