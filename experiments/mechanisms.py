"""The mechanisms of the model by their ids: what each is called, and which can be left out."""

from __future__ import annotations

MECHANISMS = {
    "M01": "product-centric campaigns",
    "M02": "sales incentives and quotas",
    "M03": "departments in competition",
    "M04": "next best action on the customer's own contact",
    "M05": "a unified customer-experience unit",
    "M06": "CRM backbone and backlog",
    "M07": "service touchpoints: queues, staffing, resolution",
    "M08": "being merely nice",
    "M09": "company bots",
    "M10": "customers' bots",
    "M11": "human relationship and bonds",
    "M12": "employee experience",
    "M13": "hidden fees, barriers, small print",
    "M14": "covert data harvesting or consented use",
    "M15": "customers strike back",
    "M16": "resignation",
    "M17": "an alike market",
    "M18": "scandal",
    "M19": "self-image and customers' view",
    "M20": "lip service",
    "M21": "loyalty cards and forms",
    "M22": "knowledge in service",
    "M23": "entrants and exits",
    "M24": "who pays: customers pay for everything",
    "M25": "different ideas of customer experience",
    "M26": "change takes years",
    "M27": "collaboration",
    "M28": "willingness to pay for experience",
    "M29": "industries and relationships differ",
    "M30": "real-time measurement and analytics",
    "M31": "loyalty that is not valued",
    "M32": "goodwill beyond the contract",
    "M33": "needs move, the offer must follow",
    "M34": "profit centres",
    "M35": "agility and anticipation",
    "M36": "the customer's time is one purse",
    "P1": "specialists advise and innovate better",
    "P2": "short lines decide faster",
    "P3": "scale of uniform campaigns",
    "P4": "inert customers pay more",
    "P5": "retention offers teach to threaten",
    "P6": "concessions spread and become expected",
    "P7": "sellers leave when commission falls",
    "P8": "one wrong model errs for all",
}


def removable() -> set[str]:
    """Return the mechanisms that can be left out: those with a lever, or an uncertainty that has a neutral value."""
    import agents.declarations  # noqa: F401  the import fills the registries
    from agents.parameters import LEVERS, UNCERTAINTIES

    neutral = {one.mechanism for one in UNCERTAINTIES.values() if one.neutral is not None}
    return ({one.mechanism for one in LEVERS.values()} | neutral) & set(MECHANISMS)
