"""What is measured of contacts: by whom and by which channel, waiting, resolution, sales."""

from __future__ import annotations

import numpy as np

from sim.history import QUARTER, YEAR, Books, ratio, window
from sim.metrics.declared import metric


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
