"""What measures of the shipped claims are called, and how they are written."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "value": "value",
    "break_even": "week from which it is ahead for good",
    "trust_cohort": "trust of the customers of week 0",
    "trust": "trust of present customers",
    "customer_view": "customers' view",
    "self_image": "self-image",
    "self_image - customer_view": "self-image less customers' view",
    "resignation": "resignation",
    "bond": "personal bond",
    "burden": "burden of contacts and waiting",
    "consent_share": "customers who agreed to the use of their data",
    "dialogue_refused": "requests for consent refused",
    "churn_rate": "churn per year",
    "customers": "customers",
    "customers - start.customers": "customers, change since week 0",
    "share": "market share",
    "count.lost_later / count.customers_later": "churn per year of customers of three years and longer",
    "sales": "sales per week",
    "revenue": "revenue per week",
    "spend": "spending",
    "outbound_contacts": "unasked sales contacts",
    "outbound_contacts / customers": "unasked sales contacts per customer and week",
    "sales / outbound_contacts": "sales per unasked contact",
    "sales / -line.campaigns": "sales per money spent on campaigns",
    "collision_rate": "hit by several departments",
    "mis_sale_rate": "sales beyond the need",
    "data_accuracy": "accuracy of customer data",
    "data_accuracy * (1 - opted_out)": "usable, correct data",
    "count.falsified / count.customers": "false data given, per customer",
    "crm_backlog": "backlog of customer records",
    "-52 * cause.bot_dead_end / count.customers": "trust lost at dead ends of bots, per customer and year",
    "first_contact_resolution": "solved at first contact",
    "morale": "morale",
    "fit": "fit of the offer",
    "line.cx_unit": "money for the customer-experience unit",
    "commitment": "commitment to the change",
}

# How formulas are written that are no metric of their own; a rate is a share per week and is shown per year.
KINDS = {
    "value": "money", "line.cx_unit": "money", "churn_rate": "rate", "count.lost_later / count.customers_later": "rate",
    "self_image - customer_view": "points", "data_accuracy * (1 - opted_out)": "points",
    "-52 * cause.bot_dead_end / count.customers": "points", "self_image": "points",
}
