"""Incidents: what brings customers to a touchpoint, and how long they bear it (M07, M16, M32)."""

from agents.books import count, route, tick
from agents.chance import chance, purpose
from agents.compiled import step
from agents.customers.bots import leaves_to_bot
from agents.customers.buying import by_size
from agents.customers.channels import CANCEL, DISPUTE, FAULT, NOBODY, REQUEST, ROUTINE
from agents.customers.contact import remember_contact, weigh_down
from agents.customers.recognition import greet
from agents.customers.resignation import remedy
from agents.customers.service import COMPLAINTS, choose_channel
from agents.customers.trust import judge
from agents.parameters import column, uncertainty

column("issue", whole=True, about="kind of the open issue; 0: none", mechanism="M07")
column("issue_age", whole=True, about="weeks the issue has been open", mechanism="M07")

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

CONTACTS, NEW_ISSUES = count("contacts"), count("new_issues")
UNSOLVED = route("left_unsolved", "issues left unsolved for a month", department="service", channel="none", actor="person", mechanism="M16")
PATIENT_WEEKS = 4
_NEED, _AGAIN = purpose("service.need"), purpose("service.again")


@step
def turn_up(world, here):
    """Open issues, intentions to leave and incidents become contacts; a bot answers at once, a bot never forgets."""
    person, nature = world.state[here.row], world.market[0].nature
    person.reason = 0
    person.meets = NOBODY
    if person.issue > 0:
        person.issue_age += 1
    if person.intends > 0 and person.notice == 0:
        person.reason = CANCEL
    elif person.issue > 0:
        tries = nature.returning * (1.0 - nature.resigned_looking * person.resignation)
        if chance(here.luck, _AGAIN) < tries or leaves_to_bot(world, here, person.issue):
            person.reason = person.issue
    else:
        new_issue(world, here)
    if person.reason > 0:
        tick(world, here, here.firm, CONTACTS, 1.0)
        remember_contact(world, here, 0.0)
        person.sends_bot = 1 if leaves_to_bot(world, here, person.reason) else 0
        if person.sends_bot == 0 and person.reason != CANCEL and person.issue_age > 0:
            weigh_down(world, here, nature.repeating)
        choose_channel(world, here)
        greet(world, here)


@step
def new_issue(world, here):
    """An incident of the week: a question, a fault, a dispute, a request beyond the contract."""
    person, nature = world.state[here.row], world.market[0].nature
    rookie = 1.5 if person.tenure < 26 else 1.0  # newcomers ask more: assumption
    if nature.size_effort > 0.0:
        rookie = rookie * by_size(world.trait[here.row].usage, nature.size_effort)
    between_them = world.firms[here.firm].terms.organisation
    faults = nature.fault_hazard * (2.0 - 2.0 * world.products[here.firm, 0].terms.fit) * between_them.faults
    disputes = nature.dispute_hazard * (0.6 + world.firms[here.firm].terms.billing.complexity) * between_them.disputes  # 1 at .4: assumption
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
def lose_patience(world, here):
    """An issue still open after four weeks: a failed remedy, a reason to look around; later it is given up."""
    person = world.state[here.row]
    if person.issue > 0:
        if person.issue_age == PATIENT_WEEKS:
            remedy(world, here, 1.0)
            judge(world, here, UNSOLVED, 0.0, 1.0)
            tick(world, here, here.firm, COMPLAINTS, 1.0)
            person.occasion = person.occasion + world.market[0].nature.look_unsolved
        elif person.issue_age > 3 * PATIENT_WEEKS:
            person.issue = 0
