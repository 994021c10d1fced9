"""What measures of the shipped claims are called, in English and German, and how they are written."""

from __future__ import annotations

LABELS: dict[str, dict[str, str]] = {
    "value": {"en": "value", "de": "Wert (Ergebnis und Kundenstamm)"},
    "break_even": {"en": "week from which it is ahead for good", "de": "Woche, ab der es dauerhaft im Plus ist"},
    "trust_cohort": {"en": "trust of the customers of week 0", "de": "Vertrauen der Kunden aus Woche 0"},
    "trust": {"en": "trust of present customers", "de": "Vertrauen der heutigen Kunden"},
    "customer_view": {"en": "customers' view", "de": "Sicht der Kunden"},
    "self_image": {"en": "self-image", "de": "Selbstbild"},
    "self_image - customer_view": {"en": "self-image less customers' view", "de": "Selbstbild minus Sicht der Kunden"},
    "resignation": {"en": "resignation", "de": "Resignation"},
    "bond": {"en": "personal bond", "de": "persönliche Bindung"},
    "burden": {"en": "burden of contacts and waiting", "de": "Belastung durch Kontakte und Warten"},
    "consent_share": {"en": "customers who agreed to the use of their data", "de": "Kunden mit Einwilligung"},
    "dialogue_refused": {"en": "requests for consent refused", "de": "abgelehnte Bitten um Einwilligung"},
    "churn_rate": {"en": "churn per year", "de": "Abwanderungsquote im Jahr"},
    "customers": {"en": "customers", "de": "Kunden"},
    "customers - start.customers": {"en": "customers, change since week 0", "de": "Kunden, Veränderung seit Woche 0"},
    "share": {"en": "market share", "de": "Marktanteil"},
    "count.lost_later / count.customers_later": {
        "en": "churn per year of customers of three years and longer",
        "de": "Abwanderungsquote im Jahr bei Kunden ab drei Jahren",
    },
    "sales": {"en": "sales per week", "de": "Verkäufe je Woche"},
    "revenue": {"en": "revenue per week", "de": "Umsatz je Woche"},
    "spend": {"en": "spending", "de": "Ausgaben"},
    "outbound_contacts": {"en": "unasked sales contacts", "de": "unverlangte Verkaufskontakte"},
    "outbound_contacts / customers": {
        "en": "unasked sales contacts per customer and week", "de": "unverlangte Verkaufskontakte je Kunde und Woche",
    },
    "sales / outbound_contacts": {"en": "sales per unasked contact", "de": "Verkäufe je unverlangtem Kontakt"},
    "sales / -line.campaigns": {"en": "sales per money spent on campaigns", "de": "Verkäufe je Kampagnen-Euro"},
    "collision_rate": {"en": "hit by several departments", "de": "Mehrfachansprache"},
    "mis_sale_rate": {"en": "sales beyond the need", "de": "Verkäufe am Bedarf vorbei"},
    "data_accuracy": {"en": "accuracy of customer data", "de": "Richtigkeit der Kundendaten"},
    "data_accuracy * (1 - opted_out)": {"en": "usable, correct data", "de": "brauchbare, richtige Daten"},
    "count.falsified / count.customers": {"en": "false data given, per customer", "de": "falsche Angaben je Kunde"},
    "crm_backlog": {"en": "backlog of customer records", "de": "Rückstand bei den Kundendaten"},
    "-52 * cause.bot_dead_end / count.customers": {
        "en": "trust lost at dead ends of bots, per customer and year",
        "de": "in Bot-Sackgassen verlorenes Vertrauen je Kunde und Jahr",
    },
    "first_contact_resolution": {"en": "solved at first contact", "de": "Erstlösungsquote"},
    "morale": {"en": "morale", "de": "Stimmung im Team"},
    "fit": {"en": "fit of the offer", "de": "Passung des Angebots"},
    "line.cx_unit": {"en": "money for the customer-experience unit", "de": "Geld für die zentrale Kundensteuerung"},
    "commitment": {"en": "commitment to the change", "de": "Rückhalt für den Wandel"},
}

# How formulas are written that are no metric of their own; a rate is a share per week and is shown per year.
KINDS = {
    "value": "money", "line.cx_unit": "money", "churn_rate": "rate", "count.lost_later / count.customers_later": "rate",
    "self_image - customer_view": "points", "data_accuracy * (1 - opted_out)": "points",
    "-52 * cause.bot_dead_end / count.customers": "points", "self_image": "points",
}
