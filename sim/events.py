"""Events: what happens in which week, from the scenario and from comparisons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.market import Market
    from sim.scenario import Scenario


@dataclass(frozen=True)
class Event:
    """One event: `kind` is strategy, levers, price or uncertainty; `what` its details."""

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
                budget = {"budget": scenario.budget.mode, "envelope": scenario.budget.envelope}
                calendar.add(0, "strategy", firm, levers=levers, **budget)
        for event in scenario.events:
            calendar.add_spec(scenario, event)
        return calendar

    def add_spec(self, scenario: Scenario, event: Any) -> None:
        """Add an event as the scenario file gives it."""
        if event.kind == "strategy":
            self.add(event.week, "strategy", event.firm, levers=scenario.strategy_levers(event.strategy))
        elif event.kind == "levers":
            self.add(event.week, "levers", event.firm, levers=dict(event.levers))
        elif event.kind == "price":
            self.add(event.week, "price", event.firm, change=event.change)
        else:
            self.add(event.week, "uncertainty", None, name=event.name, value=event.value)

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


def _adopt(market: Market, event: Event) -> None:
    firm = market.firm(str(event.firm))
    capped = firm.memory["capped"] > 0.0
    budget = "free" if firm.memory["envelope"] == 0.0 else "capped" if capped else "equal"
    kept = {name: firm.memory[name] for name in ("envelope", "spent", "budget_weeks", "purse", "capped")}
    envelope = event.what.get("envelope", 1.0)
    market.adopt(firm.name, event.what["levers"], event.what.get("budget", budget), envelope)
    if "budget" not in event.what:
        firm.memory.update(kept)


def _set_levers(market: Market, event: Event) -> None:
    market.firm(str(event.firm)).declare(event.what["levers"])


def _change_price(market: Market, event: Event) -> None:
    market.firm(str(event.firm)).memory["price"] *= 1.0 + event.what["change"]


def _set_nature(market: Market, event: Event) -> None:
    market.set_nature(event.what["name"], event.what["value"])


KINDS = {"strategy": _adopt, "levers": _set_levers, "price": _change_price, "uncertainty": _set_nature}
