"""What is measured: one function per metric, of the books alone; a ratio with nothing below it is missing, never 0."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import agents.declarations  # noqa: F401  # fills the registries
from sim.equity import equity
from sim.history import MONTHS, QUARTER, YEAR, Books, earlier, ratio, window


@dataclass(frozen=True)
class Metric:
    """A metric: `better` is higher, lower or "" where neither; `by_segment` says whether segments have it."""

    name: str
    label: str
    unit: str
    better: str
    about: str
    by_segment: bool
    of: Callable[[Books], np.ndarray]


METRICS: dict[str, Metric] = {}


def metric(
    label: str, unit: str, better: str = "", *, by_segment: bool = True
) -> Callable[[Callable[[Books], np.ndarray]], Metric]:
    """Declare the function below as a metric; its docstring says what it is."""

    def register(of: Callable[[Books], np.ndarray]) -> Metric:
        name = of.__name__
        METRICS[name] = Metric(name, label, unit, better, (of.__doc__ or "").strip(), by_segment, of)
        return METRICS[name]

    return register


# customers ------------------------------------------------------------------------------------


@metric("customers", "people", "higher")
def customers(b: Books) -> np.ndarray:
    """Customers at the end of the week, at market size."""
    return b["customers"]


@metric("market share", "share", "higher", by_segment=False)
def share(b: Books) -> np.ndarray:
    """Customers over all people of the market."""
    return b["customers"] / b.market.spec.market.market_size


@metric("customers won", "people", "higher")
def acquired(b: Books) -> np.ndarray:
    """People who became customers in the week."""
    return b["acquired"]


@metric("customers lost", "people", "lower")
def lost(b: Books) -> np.ndarray:
    """Customers who left in the week, movers included."""
    return b["lost"]


@metric("customers lost by their own choice", "people", "lower")
def lost_voluntary(b: Books) -> np.ndarray:
    """People who chose to leave: lost without those who moved away and those whose provider closed."""
    return np.asarray(b["lost"] - b["lost_moved"] - b["lost_closed"])


@metric("customers lost by moving away", "people")
def lost_moved(b: Books) -> np.ndarray:
    """People who moved away or closed their household."""
    return b["lost_moved"]


@metric("customers lost as the firm closed", "people")
def lost_closed(b: Books) -> np.ndarray:
    """People who lost their provider as it left the market."""
    return b["lost_closed"]


@metric("churn", "share per week", "lower")
def churn_rate(b: Books) -> np.ndarray:
    """Customers lost in the week over customers at its start."""
    return ratio(b["lost"], earlier(b["customers"]))


@metric("churn per month", "share per month", "lower")
def churn_month(b: Books) -> np.ndarray:
    """Lost over customers, 13 weeks, per month (as J05, J06 publish it)."""
    return ratio(window(b["lost"], QUARTER), window(earlier(b["customers"]), QUARTER)) * YEAR / MONTHS


@metric("churn per year", "share per year", "lower")
def churn_year(b: Books) -> np.ndarray:
    """Lost in 52 weeks over mean customers (as J07, J08, J10 publish it)."""
    return ratio(window(b["lost"], YEAR), window(earlier(b["customers"]), YEAR)) * YEAR


@metric("cost of winning a customer", "currency", "lower", by_segment=False)
def cac(b: Books) -> np.ndarray:
    """Acquisition lines (winning, adverts) of 13 weeks over customers won."""
    return ratio(-window(b.line("winning") + b.line("adverts"), QUARTER), window(b["acquired"], QUARTER))


# what people think ------------------------------------------------------------------------------


@metric("trust of present customers", "0..1", "higher")
def trust(b: Books) -> np.ndarray:
    """Mean trust of present customers; rises when the distrustful leave."""
    return ratio(b["trust"], b["customers"])


@metric("trust of the market", "0..1", "higher")
def trust_market(b: Books) -> np.ndarray:
    """Mean trust over all who know the firm."""
    return ratio(b["trust_aware"], b["aware"])


@metric("trust", "0..1", "higher")
def trust_cohort(b: Books) -> np.ndarray:
    """Mean trust of the customers of week 0, wherever they are now."""
    return ratio(b["trust_cohort"], b["cohort"])


@metric("satisfaction", "0..1", "higher")
def satisfaction(b: Books) -> np.ndarray:
    """Mean satisfaction of customers."""
    return ratio(b["satisfaction"], b["customers"])


@metric("expectation", "0..1")
def expectation(b: Books) -> np.ndarray:
    """Mean experience foreseen by customers."""
    return ratio(b["expectation"], b["customers"])


@metric("very satisfied", "share", "higher")
def top_box(b: Books) -> np.ndarray:
    """Share of customers with satisfaction of .8 or more."""
    return ratio(b["top_box"], b["customers"])


@metric("net promoter score", "points", "higher")
def nps(b: Books) -> np.ndarray:
    """Promoters minus detractors, of all customers, in points of 100; differences matter, not levels."""
    return 100.0 * ratio(b["promoters"] - b["detractors"], b["customers"])


@metric("resigned", "share", "lower")
def resigned(b: Books) -> np.ndarray:
    """Share of customers with resignation above .5."""
    return ratio(b["resigned"], b["customers"])


@metric("resignation", "0..1", "lower")
def resignation(b: Books) -> np.ndarray:
    """Mean resignation of customers."""
    return ratio(b["resignation"], b["customers"])


@metric("burden", "contacts", "lower")
def burden(b: Books) -> np.ndarray:
    """Mean burden of customers: contacts, waiting and forms still remembered."""
    return ratio(b["burden"], b["customers"])


@metric("selling share of contacts", "share", "lower")
def sell_share(b: Books) -> np.ndarray:
    """Moving share of contacts that sell, mean over customers."""
    return ratio(b["sell_share"], b["customers"])


@metric("personal bond", "0..1", "higher")
def bond(b: Books) -> np.ndarray:
    """Mean bond of customers with people of the firm."""
    return ratio(b["bond"], b["customers"])


@metric("customers' view", "0..1", "higher")
def customer_view(b: Books) -> np.ndarray:
    """Customers' rating of the firm, mean of trust and satisfaction."""
    return ratio(b["rating"], b["customers"])


@metric("customers who agree", "share", "higher")
def agreement(b: Books) -> np.ndarray:
    """Share of customers who agree that the firm puts its customers first (rating .6 or more)."""
    return ratio(b["agree"], b["customers"])


@metric("self-image", "0..1", by_segment=False)
def self_image(b: Books) -> np.ndarray:
    """The board's rating of its own customer orientation."""
    return b.state("self_image")


@metric("correlation of satisfaction and trust", "-1..1", by_segment=False)
def satisfaction_trust_correlation(b: Books) -> np.ndarray:
    """Over customers; above .8 the two are one state."""
    n = b["customers"]
    s, t = ratio(b["satisfaction"], n), ratio(b["trust"], n)
    both = ratio(b["satisfaction_x_trust"], n) - s * t
    spread = (ratio(b["satisfaction_squared"], n) - s * s) * (ratio(b["trust_squared"], n) - t * t)
    return ratio(both, np.sqrt(np.maximum(spread, 0.0)))


# contacts -----------------------------------------------------------------------------------------


@metric("customers' own contacts", "contacts", "")
def contacts(b: Books) -> np.ndarray:
    """Contacts that customers sought in the week."""
    return b["contacts"]


@metric("sales contacts", "contacts", "")
def outbound_contacts(b: Books) -> np.ndarray:
    """Unasked sales contacts of the week."""
    return b["outbound_contacts"]


@metric("contacts met by a bot", "share")
def bot_contacts(b: Books) -> np.ndarray:
    """Share of customers' own contacts that a bot met first, 13 weeks."""
    return ratio(window(b["contacts_bot"], QUARTER), window(b["contacts"], QUARTER))


@metric("contacts by self-service", "share")
def self_service_contacts(b: Books) -> np.ndarray:
    """Share of customers' own contacts that were tried by self-service first, 13 weeks."""
    return ratio(window(b["contacts_self"], QUARTER), window(b["contacts"], QUARTER))


@metric("contacts in writing", "share")
def written_contacts(b: Books) -> np.ndarray:
    """Share of customers' own contacts made by e-mail, messenger or letter, 13 weeks."""
    return ratio(window(b["contacts_written"], QUARTER), window(b["contacts"], QUARTER))


@metric("contacts in a branch", "share")
def branch_contacts(b: Books) -> np.ndarray:
    """Share of customers' own contacts made in a branch, 13 weeks."""
    return ratio(window(b["contacts_branch"], QUARTER), window(b["contacts"], QUARTER))


@metric("contacts by phone with people", "share")
def phone_contacts(b: Books) -> np.ndarray:
    """Share of customers' own contacts that reached the line for a person, handed on by a bot or not, 13 weeks."""
    return ratio(window(b["contacts_person"], QUARTER), window(b["contacts"], QUARTER))


@metric("contacts made by customers' bots", "share")
def own_bot_contacts(b: Books) -> np.ndarray:
    """Share of customers' own contacts that they left to a bot of their own, 13 weeks."""
    return ratio(window(b["contacts_own_bot"], QUARTER), window(b["contacts"], QUARTER))


@metric("bots that met bots", "share")
def bots_met(b: Books) -> np.ndarray:
    """Share of customers' own contacts in which their bot met the firm's, 13 weeks."""
    return ratio(window(b["bots_met_bots"], QUARTER), window(b["contacts"], QUARTER))


@metric("customers with a bot of their own", "share")
def bot_users(b: Books) -> np.ndarray:
    """Share of customers who use a bot of their own."""
    return ratio(b["uses_bot"], b["customers"])


@metric("customers with a named contact", "share")
def named_share(b: Books) -> np.ndarray:
    """Share of customers with a person of their own at the firm."""
    return ratio(b["named"], b["customers"])


@metric("not recognised", "share", "lower")
def unrecognised(b: Books) -> np.ndarray:
    """Share of customers' own contacts at which their history was not found, 13 weeks."""
    return ratio(window(b["contacts_not_recognised"], QUARTER), window(b["contacts"], QUARTER))


@metric("customers whose history is linked", "share", "higher")
def linked_share(b: Books) -> np.ndarray:
    """Share of customers whose history is found at a contact; 1 without a backlog of records."""
    return ratio(b["linked"], b["customers"])


@metric("backlog of customer records", "weeks", "lower", by_segment=False)
def crm_backlog(b: Books) -> np.ndarray:
    """Work on customer records that waits, in weeks of the usual work."""
    return b.state("backlog")


@metric("sales contacts for a trifle", "share", "lower")
def trifle_contacts(b: Books) -> np.ndarray:
    """Share of sales contacts made for a trifle once clicked on, 13 weeks."""
    return ratio(window(b["contacts_for_trifles"], QUARTER), window(b["outbound_contacts"], QUARTER))


@metric("sales contacts made by bots", "share")
def bot_calls(b: Books) -> np.ndarray:
    """Share of unasked sales contacts made by a bot, 13 weeks."""
    return ratio(window(b["outbound_by_bot"], QUARTER), window(b["outbound_contacts"], QUARTER))


@metric("bots taken for people, found out", "per 1,000 customers and year", "lower")
def bots_unmasked(b: Books) -> np.ndarray:
    """Customers who found out in 52 weeks that a supposed person was a bot, per 1,000."""
    return 1000.0 * YEAR * ratio(window(b["bots_unmasked"], YEAR), window(b["customers"], YEAR))


@metric("hit by several departments", "share", "lower")
def collision_rate(b: Books) -> np.ndarray:
    """Persons reached by two or more departments in a week, over persons reached, 13 weeks."""
    return ratio(window(b["persons_hit_twice"], QUARTER), window(b["persons_reached"], QUARTER))


@metric("sales", "sales", "")
def sales(b: Books) -> np.ndarray:
    """Extra products sold in the week."""
    return b["sales"]


@metric("sales beyond the need", "share", "lower")
def mis_sale_rate(b: Books) -> np.ndarray:
    """Sales whose true value lay below the price, over sales, 13 weeks; the firm does not know it."""
    return ratio(window(b["mis_sales"], QUARTER), window(b["sales"], QUARTER))


@metric("products per customer", "products")
def products(b: Books) -> np.ndarray:
    """Products held per customer."""
    return ratio(b["products"], b["customers"])


@metric("solved at first contact", "share", "higher")
def first_contact_resolution(b: Books) -> np.ndarray:
    """New issues solved at the first contact, 13 weeks."""
    return ratio(window(b["solved_first"], QUARTER), window(b["new_issues"], QUARTER))


@metric("solved at first contact, as the firm sees it", "share")
def fcr_seen(b: Books) -> np.ndarray:
    """New issues closed at the first contact, dead ends at the bot included, 13 weeks."""
    return ratio(window(b["closed_first"], QUARTER), window(b["new_issues"], QUARTER))


@metric("wait", "minutes", "lower", by_segment=False)
def wait(b: Books) -> np.ndarray:
    """Mean wait for a person."""
    return b.state("wait")


@metric("gave up waiting", "share", "lower")
def abandonment(b: Books) -> np.ndarray:
    """Contacts with people that ended in the line, 13 weeks."""
    return ratio(window(b["abandoned"], QUARTER), window(b["contacts_person"], QUARTER))


@metric("complaints", "per 1,000 customers and year", "lower")
def complaints(b: Books) -> np.ndarray:
    """Complaints of 52 weeks per 1,000 customers."""
    return 1000.0 * YEAR * ratio(window(b["complaints"], YEAR), window(b["customers"], YEAR))


@metric("open issues", "share", "lower")
def open_issues(b: Books) -> np.ndarray:
    """Share of customers with an open issue."""
    return ratio(b["open_issues"], b["customers"])


# in public -----------------------------------------------------------------------------------------


@metric("concealed wrongs", "per customer", "lower", by_segment=False)
def concealed_wrongs(b: Books) -> np.ndarray:
    """Wrongs that nobody knows of yet, counted in sales beyond the need, per customer; the firm does not count them."""
    return ratio(b.state("wrongs"), b["customers"])


@metric("attention of press and consumer bodies", "× without complaints", "", by_segment=False)
def voice(b: Books) -> np.ndarray:
    """Attention of third parties to the firm, raised by complaints."""
    return b.state("voice")


@metric("bad news", "sizes, 52 weeks", "lower", by_segment=False)
def publicity(b: Books) -> np.ndarray:
    """Sizes (0..1) of the scandals and cases that became public in the last 52 weeks, added."""
    return window(b.state("publicity"), YEAR)


@metric("heard bad news", "people", "lower")
def news_heard(b: Books) -> np.ndarray:
    """People whom bad news of the firm reached in the week."""
    return b["news_heard"]


@metric("in the market", "0 or 1", "", by_segment=False)
def present(b: Books) -> np.ndarray:
    """Whether the firm is in the market at the end of the week."""
    return b.state("present")


@metric("quarters beyond the credit", "quarters", "lower", by_segment=False)
def beyond_credit(b: Books) -> np.ndarray:
    """Quarters in a row at whose end the firm's losses since week 0 went beyond its means; after two it leaves."""
    return b.state("short")


@metric("firms in the market", "firms", "", by_segment=False)
def firms_present(b: Books) -> np.ndarray:
    """Firms in the market at the end of the week; the same for every firm."""
    there = b.state("present")
    return np.asarray(np.repeat(there.sum(axis=1, keepdims=True), there.shape[1], axis=1))


# data ---------------------------------------------------------------------------------------------


@metric("accuracy of customer data", "0..1", "higher")
def data_accuracy(b: Books) -> np.ndarray:
    """How right the records are, mean over customers."""
    return ratio(b["accuracy"], b["customers"])


@metric("consent", "share", "higher")
def consent_share(b: Books) -> np.ndarray:
    """Share of customers who agreed to the use of their data."""
    return ratio(b["consent"], b["customers"])


@metric("refuse contact", "share", "lower")
def opted_out(b: Books) -> np.ndarray:
    """Share of customers who refuse unasked contact."""
    return ratio(b["opted_out"], b["customers"])


@metric("privacy concern", "0..1", "lower")
def concern(b: Books) -> np.ndarray:
    """Mean privacy concern of customers."""
    return ratio(b["concern"], b["customers"])


# inside the firm ------------------------------------------------------------------------------------


@metric("morale", "0..1", "higher", by_segment=False)
def morale(b: Books) -> np.ndarray:
    """Morale of service staff."""
    return b.state("morale")


@metric("staff turnover", "share per year", "lower", by_segment=False)
def turnover(b: Books) -> np.ndarray:
    """Turnover of service staff."""
    return b.state("turnover")


@metric("staff per 1,000 customers", "employees", by_segment=False)
def staff_per_thousand(b: Books) -> np.ndarray:
    """Employees in service per 1,000 customers, learners included."""
    return 1000.0 * ratio(b.state("staff"), b["customers"])


@metric("staff still learning", "share", "lower", by_segment=False)
def staff_learning(b: Books) -> np.ndarray:
    """Share of service staff not yet fully able."""
    return b.state("learners")


@metric("skill of staff", "×", "higher", by_segment=False)
def staff_skill(b: Books) -> np.ndarray:
    """Chance of service staff to solve a case relative to a usual team: training, less what learners lack."""
    return np.asarray(b.state("skill") * b.state("experience"))


@metric("work pressure", "×", "lower", by_segment=False)
def work_pressure(b: Books) -> np.ndarray:
    """Work at the present standard over capacity of service staff; 1 as planned."""
    return b.state("pressure")


@metric("service standard", "×", "higher", by_segment=False)
def service_standard(b: Books) -> np.ndarray:
    """Time that staff thinks a case should get, relative to what it needs; slides towards what is taken under load."""
    return b.state("standard")


@metric("written knowledge", "0..1", "higher", by_segment=False)
def knowledge(b: Books) -> np.ndarray:
    """Solutions written down beyond the usual, mean over kinds of issues."""
    return b.state("knowledge")


@metric("skill in sales", "×", "higher", by_segment=False)
def sales_skill(b: Books) -> np.ndarray:
    """Skill of those who sell, relative to the usual team: falls as sellers leave."""
    return b.state("sales_skill")


@metric("time for one's own work", "× usual", "", by_segment=False)
def time_left(b: Books) -> np.ndarray:
    """Working time left beside meetings and the changing of tools, relative to the usual."""
    return b.state("time_left")


@metric("culture", "0..1", by_segment=False)
def culture(b: Books) -> np.ndarray:
    """How far a declared change is lived."""
    return b.state("culture")


@metric("fit of the offer", "0..1", "higher", by_segment=False)
def fit(b: Books) -> np.ndarray:
    """How well the offer meets needs that move."""
    return b.state("fit")


@metric("purse", "×", by_segment=False)
def purse(b: Books) -> np.ndarray:
    """Factor on levers that buy things, by which spending is held to the budget."""
    return b.state("purse")


# money ----------------------------------------------------------------------------------------------


@metric("price paid", "× list", "")
def price_paid(b: Books) -> np.ndarray:
    """Price agreed relative to the list, mean over customers."""
    return ratio(b["price_paid"], b["customers"])


@metric("list price", "× list", "", by_segment=False)
def list_price(b: Books) -> np.ndarray:
    """The firm's own list price relative to the market's, as it answers rivals; without the lever of its level."""
    return b.state("price")


@metric("revenue", "currency", "higher")
def revenue(b: Books) -> np.ndarray:
    """Revenue lines of the week, net of rebates and refunds."""
    return np.asarray(b.lines(revenue=True) + b.line("refunds"))


@metric("profit", "currency", "higher", by_segment=False)
def profit(b: Books) -> np.ndarray:
    """Operating profit of the week: all lines."""
    return b.lines()


@metric("contribution", "currency", "higher")
def contribution(b: Books) -> np.ndarray:
    """What customers bring in the week: lines that stem from single customers."""
    return b.segments.lines().sum(axis=1) if not b.by_segment else b.lines()


@metric("cash", "currency", "higher", by_segment=False)
def cash(b: Books) -> np.ndarray:
    """Cash, from nothing at the start of the warm-up."""
    return b.state("cash")


@metric("discretionary spending", "currency", "", by_segment=False)
def spend(b: Books) -> np.ndarray:
    """What a board shares out in the week: discretionary lines, positive."""
    return -b.lines(discretionary=True)


@metric("customer equity", "currency", "higher", by_segment=False)
def customer_equity(b: Books) -> np.ndarray:
    """Sum of m r / (1 + i - r) over customers: contribution and retention of segment and tenure, last 52 weeks."""
    return equity(b, known=None)


@metric("customer equity as the firm sees it", "currency", "", by_segment=False)
def customer_equity_seen(b: Books) -> np.ndarray:
    """The same on the firm's records: segments are told apart only as far as the data are right."""
    return equity(b, known=ratio(b["accuracy"], b["customers"]))


from sim import metrics_firm, metrics_terms  # noqa: E402, F401  # registers more
