"""A firm: its departments, what it declares and what it lives, its culture, its purse and its till."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import mesa

from agents.books import LINES, line_of
from agents.chance import name_key
from agents.change import CULTURAL, cultural_changes, cut_back, shift_costs, spend_on_quality
from agents.parameters import LEVERS

if TYPE_CHECKING:
    from agents.departments import Department


@cache
def cultural_levers() -> tuple[str, ...]:
    """Return the levers that are lived only as far as the culture has moved."""
    return tuple(name for name, entry in LEVERS.items() if entry.lag == CULTURAL)


@cache
def scaled_levers() -> tuple[str, ...]:
    """Return the levers that buy things and follow the purse."""
    return tuple(name for name, entry in LEVERS.items() if entry.scaled)


class Firm(mesa.Agent):  # type: ignore[misc]  # mesa is untyped
    """A firm of the market. All that changes in it is plain numbers in `memory`, so that a run can be copied.

    `declared` are the levers as announced, `lived` as they are: cultural levers follow the culture c from
    `origin`, lived = origin + c (declared - origin); levers that buy things follow the purse (equal budgets). A change
    that is dropped or broken off leaves its `origin` the aim: the old ways return by themselves, at no cost.
    """

    def __init__(
        self, model: Any, name: str, index: int, levers: Mapping[str, float], *, price: float, standing: float
    ) -> None:
        super().__init__(model)
        self.name, self.index, self.key = name, index, name_key(name)
        self.declared: dict[str, float] = {**{n: entry.default for n, entry in LEVERS.items()}, **levers}
        self.origin: dict[str, float] = dict(self.declared)
        self.lived: dict[str, float] = dict(self.declared)
        self.fixed: dict[str, float] = {}  # levers of mechanisms switched off
        self.bounds: dict[str, tuple[float, float]] = {}  # what regulation allows, by lever
        self.memory: dict[str, float] = {
            "culture": 1.0, "commitment": 1.0, "purse": 1.0, "cash": 0.0, "price": price, "fit": 0.65,
            "self_image": 0.5, "skill": 1.0, "morale": 0.5, "turnover": 0.35, "present": 1.0,
            "change_lived": 1.0, "kept": 1.0, "reverting": 0.0, "credibility": 1.0, "cuts": 0.0, "own_targets": 0.5,
            "quality_budget": 1.0, "idea_agreement": 1.0, "idea_distance": 0.0, "records_relevance": 1.0,
            "envelope": 0.0, "spent": 0.0, "budget_weeks": 0.0, "capped": 0.0, "plan": 0.0, "standing": standing,
            "leaving": 0.0, "entered": 0.0, "ground": 0.0, "endowment": 0.0, "start_up": 0.0, "disclosed": 0.0,
            "short": 0.0, "wrongs": 0.0, "complaints": 0.0, "voice": 1.0, "publicity": 0.0, "backlog": 0.0,
        }  # fmt: skip
        self.last: list[float] = []  # slots of last week's page, at market size
        self.week_lines: list[float] = [0.0] * len(LINES)  # this week's postings outside the loops
        self.departments: list[Department] = []
        self._slot: int = model.slot_customers

    @property
    def customers(self) -> float:
        """Customers at the end of last week, at market size."""
        return self.last[self._slot]

    @property
    def is_absent(self) -> bool:
        """Whether the firm has not entered the market yet, or has left it."""
        return self.memory["present"] <= 0.0

    def of(self, slot: int) -> float:
        """Return a count or total of last week, at market size."""
        return self.last[slot]

    def pay(self, line: str, amount: float) -> None:
        """Post money at market size: into the line and, apart from it, into the till."""
        self.week_lines[line_of(line)] += amount
        self.memory["cash"] += amount

    def most(self, lever: str) -> float:
        """Return the highest value of a lever that law allows, else its bound."""
        return self.bounds[lever][1] if lever in self.bounds else LEVERS[lever].high

    def unfixed(self, lever: str) -> float:
        """Return a lever as it is lived, or as the status quo has it where its mechanism is left out.

        For what a lever does beside its own mechanism: asking customers also bends ideas (M25), and is paid for.
        """
        if lever in self.fixed:
            return float(self.model.status_quo.get(lever, LEVERS[lever].default))
        return self.lived[lever]

    def declare(self, levers: Mapping[str, float]) -> None:
        """Announce new lever values; a change of cultural ones starts from what is lived now.

        Levers that are not cultural leave a change of culture under way alone. Announcing that all cultural levers
        return to where a change came from breaks it off. A firm that plans seldom acts at its next planning (M35).
        """
        declared = {**self.declared, **levers}
        if cultural_changes(self.declared, declared, self.fixed):
            if not self.memory["reverting"] and not cultural_changes(declared, self.origin, self.fixed):
                self.break_off()
            else:
                self.memory.update(culture=0.0, change_lived=0.0, reverting=0.0)
                self.memory["commitment"] = self.fixed.get("commitment", declared["commitment"])
                self.origin = dict(self.lived)
        self.declared = declared
        if self.lived["planning_interval"] <= 1.0:
            self.live()

    def break_off(self) -> None:
        """Give a cultural change up: the old ways return from what is lived now, and the next word is believed less."""
        self.live()
        memory, roots = self.memory, self.origin
        self.declared = {n: roots[n] if LEVERS[n].lag == CULTURAL else v for n, v in self.declared.items()}
        self.origin = dict(self.lived)
        memory["credibility"] = memory["credibility"] * (1.0 - self.model.nature["credibility_loss"])
        memory.update(kept=memory["culture"], culture=0.0, commitment=0.0, reverting=1.0)

    def live(self) -> None:
        """Recompute the lived levers from culture, purse, cuts and what departments shift to others."""
        memory = self.memory
        culture, purse = memory["culture"], memory["purse"]
        self.lived.update(self.declared)
        if culture != 1.0:
            for name in cultural_levers():
                value, origin = self.declared[name], self.origin[name]
                if value != origin:
                    self.lived[name] = origin + culture * (value - origin)
        if purse != 1.0:
            for name in scaled_levers():
                self.lived[name] = min(LEVERS[name].high, self.lived[name] * purse)
        self.lived.update(self.fixed)
        if memory["quality_budget"] != 1.0:
            spend_on_quality(self.lived, memory["quality_budget"])
        if self.lived["own_profit"] > 0.0:
            shift_costs(self.lived, self.lived["own_profit"])
        if memory["cuts"] > 0.0:
            cut_back(self.lived, memory["cuts"])
        for name, (low, high) in self.bounds.items():
            self.lived[name] = min(max(self.lived[name], low), high)
        self.lived.update(self.fixed)  # what is fixed is neither cut nor shifted

    def plan(self) -> None:
        """Let every department decide on last week's books and publish its terms; new values act when it plans.

        An absent firm publishes nothing.
        """
        if self.is_absent:
            for terms in self.model.world.terms:
                terms[self.index] = 0.0
            return
        interval = int(self.lived["planning_interval"])
        if interval <= 1 or self.model.week % interval == 0:
            self.live()
        for department in self.departments:
            department.publish(department.plan())

    def close_week(self) -> None:
        """Let every department draw its conclusions and pay its bills; a firm in its last week is gone then."""
        if self.is_absent:
            return
        leaves = self.memory["leaving"]
        for department in self.departments:
            department.close_week()
        if leaves > 0.0:
            self.memory["present"] = self.memory["leaving"] = 0.0
