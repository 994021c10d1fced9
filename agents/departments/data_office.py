"""Data office: harvest or ask, sell, link, analyse, measure at once, keep up with the records (M06, M14, M15, M30)."""

from __future__ import annotations

from typing import NamedTuple

from agents.arithmetic import exp
from agents.books import line
from agents.compiled import rule, step
from agents.customers.week import CONSENT
from agents.departments.base import Department, customers_of
from agents.offices import UNKNOWN, known, remember, spend, starts
from agents.parameters import lever, uncertainty

uncertainty("crm_demand", 1.0, plausible=(0.8, 1.2), bounds=(0.0, 10.0), unit="×", mechanism="M06", neutral=0.0,
            source="assumption", about="work on customer records that campaigns, sources, products and channels bring")  # fmt: skip
uncertainty("crm_cost", 0.01, plausible=(0.005, 0.02), bounds=(0.0, 1e6), unit="currency per customer and week", mechanism="M24",
            source="assumption", about="people who keep the customer records in order, at the usual capacity")  # fmt: skip

ANALYTICS = line("analytics", "analytics and linked records", kind="cost", discretionary=True)
CRM = line("crm", "keeping customer records in order", kind="cost", discretionary=True)
TRANSPARENCY = line("transparency", "consent and openness about data", kind="cost", discretionary=True)
MEASURED = 0.01  # currency per customer and week of asking after every contact: assumption, twice that of surveys


HALVED_BY = 26.0  # weeks of backlog at which half of the histories are found (model.md 5, M06): assumption
RESERVE = 1.4  # work that the usual capacity gets through, of the usual demand: assumption
OF_CAMPAIGNS, OF_SOURCES, OF_PRODUCTS = 0.3, 0.3, 0.2  # weights of what brings work, beyond the usual: assumption
NEW_DOOR = 13.0  # weeks of work that a new channel brings once: assumption

remember(backlog=0.0)


@rule
def kept(backlog):
    """Return the share of customers whose history is found, 2^(-B/26), of a backlog in weeks of work; kept(26) = .5."""
    return exp(-0.6931471805599453 * backlog / HALVED_BY) if backlog > 0.0 else 1.0


@rule
def waiting_work(backlog, demand, capacity):
    """Return the backlog after a week, max(0, B + demand - capacity), in weeks of work; waiting_work(1, 1.2, .7) = 1.5."""
    return max(0.0, backlog + demand - capacity)


@step
def new_work(firm, market, own):
    """Return the week's work on records: 1 as is usual in the market; more by campaigns, sources, products, doors."""
    lived, usual = firm.lived, market.usual
    work = 1.0 + OF_SOURCES * (lived.harvest + lived.integration - usual.harvest - usual.integration)
    if usual.campaign_reach > 0.0:
        work += OF_CAMPAIGNS * (lived.campaign_reach / usual.campaign_reach - 1.0)
    if usual.innovation > 0.0:
        work += OF_PRODUCTS * (lived.innovation / usual.innovation - 1.0)
    doors = lived.self_service + lived.written_share + lived.branch_density
    before, own.doors = known(own.doors, doors), doors
    return max(0.0, work) + NEW_DOOR * max(0.0, doors - before)


class DataOffice(Department):
    """The department that keeps the records."""

    name = "data_office"
    rank = 4
    MEMORY = starts(doors=UNKNOWN)

    harvest = lever(0.3, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M14", legal="covert tracking needs consent in the EU: to be checked",
                    plausible=(0.0, 0.9), anchors=("only what customers know of", "whatever can be had"),
                    about="covert collection of data", question="What do we collect without saying so?", source="assumption (I10: tracking pays)",
                    cost="free: cheap by nature")  # fmt: skip
    address_sales = lever(0.0, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M14", legal="sale of addresses needs consent in the EU: to be checked",
                          plausible=(0.0, 0.6), anchors=("nothing is sold", "most profiles are sold"),
                          about="share of addresses and profiles sold", question="Do we sell addresses?", source="assumption", cost="income gained or forgone")  # fmt: skip
    transparency = lever(0.2, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M14",
                         plausible=(0.0, 0.9), anchors=("buried in the terms", "seen and steered at a click"),
                         about="openness and control that customers get over their data", question="Can customers see and steer what we know?",
                         source="assumption (I11)", cost="consent and openness")  # fmt: skip
    data_return = lever(0.2, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M14",
                        plausible=(0.0, 0.9), anchors=("nothing", "a clear return"),
                        about="visible return for data given", question="What does the customer get for data?", source="assumption",
                        cost="consent and openness")  # fmt: skip
    integration = lever(0.6, unit="share", low=0.0, high=1.0, neutral=1.0, mechanism="M06",
                        plausible=(0.3, 0.95), anchors=("a third of the records", "nearly all of them"),
                        about="records linked to one customer history", question="Do we recognise our customer?", source="assumption",
                        cost="analytics and linked records")  # fmt: skip
    analytics = lever(0.5, unit="0..1", low=0.0, high=1.0, neutral=1.0, mechanism="M30",
                      plausible=(0.2, 0.95), anchors=("lists by hand", "the state of the art"),
                      about="what is made of the records", question="How well do we read our records?", source="assumption", scaled=True,
                      cost="analytics and linked records")  # fmt: skip

    ask_consent = lever(0.0, unit="per customer and year", low=0.0, high=12.0, neutral=0.0, mechanism="M14",
                        plausible=(0.0, 2.0), anchors=("never asked", "asked twice a year"),
                        about="requests for consent to the use of data, by letter or app", question="Do we ask for consent?",
                        source="assumption", cost="asking for consent")  # fmt: skip
    override_refusals = lever(0.0, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M15", legal="unlawful in the EU",
                              plausible=(0.0, 0.3), anchors=("a no is a no", "a third are contacted all the same"),
                              about="refusals of contact that are ignored", question="Do we contact those who said no?",
                              source="assumption", cost="sales gained, contacts paid")  # fmt: skip
    live_measurement = lever(0.0, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M30",
                             plausible=(0.0, 1.0), anchors=("a survey now and then", "every contact is rated at once"),
                             about="satisfaction measured in real time; whom it serves, the weight of the customer's benefit decides",
                             question="Do we know at once how a customer feels?", source="assumption",
                             cost="analytics; calls and rises spared, or prices gained")  # fmt: skip
    crm_capacity = lever(1.0, unit="× usual", low=0.0, high=3.0, neutral=1.0, mechanism="M06",
                         plausible=(0.4, 1.5), anchors=("at the back of the queue", "half as many people again as usual"),
                         about="capacity to keep customer records in order", question="Who keeps our customer records in order?",
                         source="assumption", cost="people for customer records")  # fmt: skip

    class Terms(NamedTuple):
        """What customers meet of the data office."""

        harvest: float
        address_sales: float
        transparency: float
        data_return: float
        linked: float
        analytics: float
        live: float
        serves: float  # weight of the customer's benefit in what is made of the data
        asks: float  # per customer and year
        overrides: float
        kept: float  # share of customers whose history is found: what is left of it by the backlog

    @staticmethod
    @step
    def plan(firm, market):  # noqa: ARG004  # every rule is called so
        """Records are as rich as what is taken, or given freely."""
        lived, memory, terms = firm.lived, firm.memory, firm.terms.data_office
        given = firm.last[CONSENT] / max(1.0, customers_of(firm))
        rich = max(lived.harvest, given)
        terms.harvest = lived.harvest
        terms.address_sales = lived.address_sales
        terms.transparency = lived.transparency
        terms.data_return = lived.data_return
        terms.linked = lived.integration
        terms.analytics = min(1.0, lived.analytics * (0.5 + 0.5 * rich) * memory.records_relevance)
        terms.live = lived.live_measurement
        terms.serves = lived.service_pay + lived.authority * (lived.customer_weight - lived.service_pay)
        terms.asks = lived.ask_consent
        terms.overrides = lived.override_refusals
        terms.kept = kept(memory.backlog)

    @staticmethod
    @step
    def close_week(firm, market):
        """Pay for analytics, integration, records and openness; work off the records, or let them pile up."""
        nature, lived, memory = market.nature, firm.lived, firm.memory
        base = customers_of(firm)
        bots = 0.5 * (lived.bot_skill - 1.0) if lived.bot_share > 0.0 else 0.0
        level = max(0.0, 0.5 * (lived.analytics + lived.integration) + bots)
        spend(firm, ANALYTICS, -base * (nature.analytics_cost * level + MEASURED * lived.live_measurement))
        spend(firm, TRANSPARENCY, -base * nature.transparency_cost * 0.5 * (lived.transparency + lived.data_return))
        spend(firm, CRM, -base * nature.crm_cost * lived.crm_capacity)
        demand = new_work(firm, market, firm.own.data_office) * nature.crm_demand
        memory.backlog = waiting_work(memory.backlog, demand, RESERVE * lived.crm_capacity) if demand > 0.0 else 0.0
