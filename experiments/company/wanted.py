"""From a sheet to what is wanted of the simulated market: figures with tolerance and cell, and how each is measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from experiments.calibration_targets import OF_CHURN, TOLERANCE, Statistic
from experiments.company.declared import FIGURES
from experiments.company.sheet import Sheet
from sim import Scenario
from sim.scenario_models import Target

CHANNELS = ("contacts_phone", "contacts_written", "contacts_self", "contacts_branch")
CONTACTS = "contacts"       # all channels together
SPEND = "spend"             # what the budget is measured against; no figure of the sheet
OF_TERMS = {"contract": {True, False}, "term": {True}, "churn_term": {True}, "churn_free": {False}}
DIFFERS = 0.10              # from which the months are said to differ from the figure: as the usual tolerance


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure that the simulated market is to show, in the sheet's unit; `beside`: what the sheet says as well."""

    id: str
    value: float
    tolerance: float
    cell: str
    beside: tuple[float, str] | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """How the model shows a figure: a metric, its sum over that of another, times a factor; in which segments."""

    metric: str
    per: str = ""
    times: float = 1.0
    term: bool | None = None    # segments with a minimum term, without, or all


def has_place(name: str, market: Scenario) -> bool:
    """Tell whether a market has the segments, with a minimum term or without, that a figure speaks of."""
    kinds = {one.contract_weeks > 0 for one in market.market.segments.values()}
    return OF_TERMS.get(name, set()) <= kinds


def wanted_of(sheet: Sheet, market: Scenario) -> dict[str, Wanted]:
    """Return what figures are wanted: what the months show stands above the cell of the figure."""
    found: dict[str, Wanted] = {}
    months = sheet.months.figures() if sheet.months else {}
    for name, figure in FIGURES.items():
        if figure.use in {"set", "unanswered"} or not has_place(name, market):
            continue
        given = sheet.given.get(name)
        if name in months:
            value, cell = months[name]
            beside = (given.value, given.cell) if given and abs(given.value - value) > DIFFERS * abs(value) else None
            found[name] = Wanted(name, value, _usual(name, value), cell, beside)
        elif given is not None and given.low is not None and given.high is not None:
            found[name] = Wanted(name, given.value, (given.high - given.low) / 2, given.cell)
        elif given is not None:
            found[name] = Wanted(name, given.value, _usual(name, given.value), given.cell)
    channels = [found[name] for name in CHANNELS if name in found]
    total = sum(one.value for one in channels)
    tolerance = sum(one.tolerance**2 for one in channels) ** 0.5    # channels are counted apart from each other
    found[CONTACTS] = Wanted(CONTACTS, total, tolerance, "; ".join(one.cell for one in channels))
    return {name: one for name, one in found.items() if name != CHANNELS[0]}


def _usual(name: str, value: float) -> float:
    return (OF_CHURN if name.startswith("churn") else TOLERANCE) * abs(value)


def measures(wanted: Mapping[str, Wanted], customers: float) -> dict[str, Measured]:
    """Return how each figure is measured, in the sheet's unit."""
    total, price = wanted[CONTACTS].value, wanted["price"].value
    return {
        "price": Measured("revenue", "customers", 52 / 12), "margin": Measured("contribution", "revenue", 100.0),
        "churn": Measured("churn_year", times=100.0), "churn_term": Measured("churn_year", times=100.0, term=True),
        "churn_free": Measured("churn_year", times=100.0, term=False),
        "gained": Measured("acquired", "customers", 52.0 * customers), "cac": Measured("cac"),
        "products": Measured("products"), "sales": Measured("sales", "customers", 52.0),
        "fees": Measured("fee_income", times=100 / (12 * price)), CONTACTS: Measured("contacts", "customers", 52.0),
        "contacts_written": Measured("written_contacts", times=total),
        "contacts_self": Measured("self_service_contacts", times=total),
        "contacts_branch": Measured("branch_contacts", times=total), "bot": Measured("bot_contacts", times=100.0),
        "fcr": Measured("fcr_seen", times=100.0), "wait": Measured("wait"),
        "lost_calls": Measured("abandonment", times=100.0),
        "staff": Measured("staff_per_thousand", times=customers / 1000),
        "turnover_staff": Measured("turnover", times=100.0), "complaints": Measured("complaints"),
        "campaigns": Measured("outbound_contacts", "customers", 52.0),
    }


def statistics(wanted: Iterable[Wanted], how: Mapping[str, Measured], scenario: Scenario) -> tuple[Statistic, ...]:
    """Return wanted figures as statistics of a run, all providers together; those of nothing are left out."""
    return tuple(_statistic(one, how[one.id], scenario) for one in wanted if one.tolerance > 0)


def _statistic(one: Wanted, how: Measured, scenario: Scenario) -> Statistic:
    """Return a figure as a statistic; its target, which stands in the market's file, is in the metric's own unit."""
    found = Statistic(_target(one, how, scenario), one.value, one.tolerance, per=how.per, times=how.times)
    scale = 1.0 if how.per else how.times
    low, high = (x / scale for x in found.band)
    return replace(found, target=found.target.model_copy(update={"accept": (low, high)}))


def _target(one: Wanted, how: Measured, scenario: Scenario) -> Target:
    scale = 1.0 if how.per else how.times
    low, high = (one.value - one.tolerance) / scale, (one.value + one.tolerance) / scale
    segments = () if how.term is None else segments_of(scenario, term=how.term)
    return Target(id=one.id, metric=how.metric, segments=segments, low=low, high=high, source=f"own figure, {one.cell}")


def segments_of(scenario: Scenario, *, term: bool) -> tuple[str, ...]:
    """Return the segments with a minimum term, or those without."""
    return tuple(name for name, one in scenario.market.segments.items() if (one.contract_weeks > 0) == term)


def spending() -> Statistic:
    """Return what is spent a year per customer on what a budget buys."""
    return Statistic(Target(id=SPEND, metric="spend", low=0, high=1), 0.0, 1.0, per="customers", times=52.0)
