"""Events: what happens in which week, from the scenario and from comparisons."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from sim.entry import Start, enter, leave, renew, restrict

if TYPE_CHECKING:
    from sim.market import Market
    from sim.scenario import Scenario


@dataclass(frozen=True)
class Event:
    """One event: `kind` is one of KINDS; `what` its details."""

    week: int
    kind: str
    firm: str | None
    what: dict[str, Any]


@dataclass
class Calendar:
    """The events of a run, by week."""

    events: list[Event] = field(default_factory=list)

    @classmethod
    def of(cls, scenario: Scenario) -> Calendar:
        """Return the scenario's events, and what its firms adopt in week 0."""
        calendar = cls()
        for firm, plan in scenario.firms.items():
            levers = {**scenario.strategy_levers(plan.strategy), **plan.levers}
            if levers:
                calendar.add(0, "strategy", firm, levers=levers, **_budget_of(scenario))
        for event in scenario.events:
            calendar.add_spec(scenario, event)
        return calendar

    def add_spec(self, scenario: Scenario, event: Any) -> None:
        """Add an event as the scenario file gives it."""
        what = event.model_dump(exclude={"week", "kind", "firm"})
        if event.kind == "strategy":
            what = {"levers": scenario.strategy_levers(event.strategy)}
        elif event.kind == "entrant":
            start = Start(**{entry.name: what[entry.name] for entry in fields(Start)})
            signature = scenario.strategy_levers(event.strategy)
            what = {"start": start, "signature": signature, "levers": event.levers, **_budget_of(scenario)}
        self.add(event.week, event.kind, getattr(event, "firm", None), **what)

    def add(self, week: int, kind: str, firm: str | None = None, **what: Any) -> None:
        """Add an event.

        Raises:
            ValueError: for an unknown kind.
        """
        if kind not in KINDS:
            raise ValueError(f"unknown kind of event '{kind}'; there are {', '.join(KINDS)}")
        self.events.append(Event(week, kind, firm, what))

    def happen(self, market: Market) -> None:
        """Let this week's events happen, in the order in which they were added."""
        for event in self.events:
            if event.week == market.week:
                KINDS[event.kind](market, event)


def _budget_of(scenario: Scenario) -> dict[str, Any]:
    return {"budget": scenario.budget.mode, "envelope": scenario.budget.envelope}


def _adopt(market: Market, event: Event) -> None:
    firm = market.firm(str(event.firm))
    capped = firm.memory["capped"] > 0.0
    budget = "free" if firm.memory["envelope"] == 0.0 else "capped" if capped else "equal"
    kept = {name: firm.memory[name] for name in ("envelope", "spent", "budget_weeks", "purse", "capped", "start_up")}
    envelope = event.what.get("envelope", 1.0)
    market.adopt(firm.name, event.what["levers"], event.what.get("budget", budget), envelope)
    if "budget" not in event.what:
        firm.memory.update(kept)


def _set_levers(market: Market, event: Event) -> None:
    firm = market.firm(str(event.firm))
    if firm.is_absent:
        firm.found({**firm.declared, **event.what["levers"]})
    else:
        firm.declare(event.what["levers"])


def _change_price(market: Market, event: Event) -> None:
    market.firm(str(event.firm)).memory["price"] *= 1.0 + event.what["change"]


def _set_nature(market: Market, event: Event) -> None:
    market.set_nature(event.what["name"], event.what["value"])


def _enter(market: Market, event: Event) -> None:
    """A strategy given here replaces what the firm was founded with; single levers stand over either."""
    firm, what = market.firm(str(event.firm)), event.what
    if firm.is_absent and what.get("signature"):
        market.adopt(firm.name, what["signature"], what.get("budget", "free"), what.get("envelope", 1.0))
    if firm.is_absent and what.get("levers"):
        firm.found({**firm.declared, **what["levers"]})
    enter(market, firm, what.get("start", Start()))


def _leave(market: Market, event: Event) -> None:
    leave(market.firm(str(event.firm)))


def _disclose(market: Market, event: Event) -> None:
    memory = market.firm(str(event.firm)).memory
    memory["disclosed"] = max(memory["disclosed"], event.what.get("size", 0.5))


def _regulate(market: Market, event: Event) -> None:
    restrict(market, event.what.get("at_most", {}), event.what.get("at_least", {}))


def _renew(market: Market, event: Event) -> None:
    renew(market, market.firm(event.firm) if event.firm else None, event.what.get("occasion", 0.3))


KINDS = {
    "strategy": _adopt, "levers": _set_levers, "price": _change_price, "uncertainty": _set_nature, "entrant": _enter,
    "exit": _leave, "disclosure": _disclose, "regulation": _regulate, "renewal": _renew,
}  # fmt: skip
