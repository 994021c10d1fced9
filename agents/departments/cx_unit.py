"""The customer-experience unit: caps and gates over all departments, next best action, the customers' view (M04, M05)."""

from __future__ import annotations

from typing import NamedTuple

from agents.arithmetic import STANDARD
from agents.books import line
from agents.chance import firm_draw, purpose
from agents.compiled import rule, step
from agents.departments.base import Department, customers_of
from agents.ideas import measured
from agents.offices import known, spend
from agents.parameters import lever, uncertainty

uncertainty("review_weeks", 2.0, plausible=(0.5, 4.0), bounds=(0.0, 26.0), unit="weeks", mechanism="P2", neutral=0.0,
            source="assumption (users.md F4: short lines decide faster)", about="weeks until an offer that must pass the unit reaches the customer")  # fmt: skip
uncertainty("moment_lost", 0.03, plausible=(0.01, 0.08), bounds=(0.0, 1.0), unit="per week", mechanism="P2",
            source="assumption: the occasion passes, needs and conditions move", about="share of acceptances lost per week that an offer waits")  # fmt: skip
uncertainty("shared_error", 0.05, plausible=(0.0, 0.1), bounds=(0.0, 0.5), unit="need, 0..1", mechanism="P8", neutral=0.0,
            source="assumption (users.md F4: one bad model errs for all departments at once)", about="spread of the error, new each quarter, that the unit's model makes about all customers alike")  # fmt: skip

CX_UNIT = line("cx_unit", "customer-experience unit", kind="cost", discretionary=True)
MEASUREMENT = line("measurement", "asking customers", kind="cost", discretionary=True)
SHARED_PICTURE = line("shared_picture", "work on a shared picture", kind="cost", discretionary=True)

HOURS = 38.0  # a week: assumption
SENIORITY = 1.5  # wage of the unit over that of service: assumption
MEASUREMENT_COST = 0.005  # currency per customer and week at full measurement: assumption
QUARTER = 13
_ERROR = purpose("cx_unit.shared error")


@rule
def lost_by_waiting(authority: float, weeks: float, per_week: float) -> float:
    """Return the share of acceptances lost because an offer waits for the unit; lost_by_waiting(.5, 2, .1) = .1."""
    return authority * min(1.0, weeks * per_week)


@step
def model_error(firm, market):
    """Return the error of the unit's model this quarter: drawn by seed, firm and quarter, the same for all customers."""
    spread = market.nature.shared_error
    if spread <= 0.0:
        return 0.0
    return spread * STANDARD * (firm_draw(firm, market, _ERROR, market.week // QUARTER + (1 << 16)) - 0.5)


class CxUnit(Department):
    """The unit; with authority 0 it is a name on a door."""

    name = "cx_unit"
    rank = 8

    authority = lever(0.0, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M05", lag="culture",
                      plausible=(0.0, 1.0), anchors=("a name on a door", "no contact without the unit's consent"),
                      about="chance that a contact or refusal must pass the unit", question="Who decides whether a customer is contacted?",
                      source="assumption", cost="payroll of the unit, initiative of departments")  # fmt: skip
    contact_cap = lever(3.0, unit="contacts in four weeks", low=0.0, high=20.0, neutral=20.0, mechanism="M05",
                        plausible=(1.0, 8.0), anchors=("one sales contact in four weeks", "eight in four weeks"),
                        about="sales contacts that one customer may get in four weeks", question="How often may one customer be contacted?",
                        source="assumption (G03)", cost="free: a rule, sales forgone")  # fmt: skip
    gate = lever(0.8, unit="× price", low=0.0, high=2.0, neutral=0.0, mechanism="M05",
                 plausible=(0.5, 1.2), anchors=("half its price is enough", "worth clearly more than its price"),
                 about="worth over price, on the records, that a contact must promise", question="What must an offer be worth to the customer?",
                 source="assumption", cost="free: a rule, sales forgone")  # fmt: skip
    next_best_action = lever(0.0, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M04",
                             plausible=(0.0, 1.0), anchors=("the matter and nothing else", "every contact ends with what fits now"),
                             about="customers' own contacts that end with the next best action", question="Do we look at what this customer needs now?",
                             source="assumption", cost="analytics, gestures")  # fmt: skip
    customer_weight = lever(0.6, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M04",
                            plausible=(0.0, 1.0), anchors=("only the firm's gain counts", "only the customer's gain counts"),
                            about="weight of the customer's benefit in what the unit chooses", question="Whose benefit counts?",
                            source="assumption", cost="free: a choice, margin forgone")  # fmt: skip
    horizon = lever(1.0, unit="weight", low=0.0, high=2.0, neutral=0.0, mechanism="M04",
                    plausible=(0.0, 1.5), anchors=("this quarter only", "later value counts more than margin now"),
                    about="weight of later value against margin now in what the unit chooses", question="This quarter, or the whole relationship?",
                    source="assumption", cost="free: a choice, margin forgone")  # fmt: skip
    measurement = lever(0.2, unit="0..1", low=0.0, high=1.0, neutral=1.0, mechanism="M19",
                        plausible=(0.0, 1.0), anchors=("own figures only", "customers' ratings only"),
                        about="how far the firm looks at itself through its customers' eyes", question="Do we ask our customers how we are?",
                        source="assumption", cost="asking customers")  # fmt: skip
    shared_picture = lever(0.0, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M25",
                           plausible=(0.0, 0.9), anchors=("each department its own idea", "all meet over the customer every month"),
                           about="work on a common idea of good customer experience; it may be wrong", question="Do departments mean the same by customer experience?",
                           source="assumption", cost="work on a shared picture")  # fmt: skip

    class Terms(NamedTuple):
        """What customers meet of the unit."""

        authority: float
        contact_cap: float
        gate: float
        next_best_action: float
        customer_weight: float
        horizon: float
        too_late: float  # share of acceptances lost because offers wait for the unit
        model_error: float  # of this quarter, in need, on all customers alike

    @staticmethod
    @step
    def plan(firm, market):
        """Publish the rules, the delay they mean, and the error of the one model behind them."""
        nature, lived, terms = market.nature, firm.lived, firm.terms.cx_unit
        terms.authority = lived.authority
        terms.contact_cap = lived.contact_cap
        terms.gate = lived.gate
        terms.next_best_action = lived.next_best_action
        terms.customer_weight = lived.customer_weight
        terms.horizon = lived.horizon
        terms.too_late = lost_by_waiting(lived.authority, nature.review_weeks, nature.moment_lost)
        terms.model_error = model_error(firm, market)

    @staticmethod
    @step
    def close_week(firm, market):
        """Pay the unit, as declared: it costs from the first day, whatever it may already decide."""
        nature, lived, base = market.nature, firm.lived, customers_of(firm)
        persons = nature.cx_staff * base / 1e6 * known(firm.fixed.authority, firm.declared.authority)
        spend(firm, CX_UNIT, -persons * HOURS * nature.wage * SENIORITY)
        spend(firm, MEASUREMENT, -base * MEASUREMENT_COST * measured(firm, market))
        if lived.shared_picture > 0.0:
            spend(firm, SHARED_PICTURE, -base * nature.shared_picture_cost * lived.shared_picture)
