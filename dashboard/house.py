"""What all pages of one running dashboard share: its jobs and rooms, which scenario it opens with, and how large."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dashboard.questions import LIVE_CUSTOMERS, LIVE_WORLDS, Kind, Question, Side, shipped, shipped_names
from dashboard.uploads import Uploads
from dashboard.view import View
from experiments.languages import speaking_of
from sim.scenario import list_shipped

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from dashboard.jobs import Jobs
    from sim import Scenario

OPENING = "quotas_or_customers"
OPENING_KINDS: tuple[Kind, ...] = ("compare", "story", "why")
LEVERS = ("authority", "commission", "bot_share")       # of the first page; a facilitator may choose others


@dataclass(frozen=True)
class House:
    """The jobs, the rooms of a workshop if there are any, and the settings of every question."""

    jobs: Jobs
    rooms: Any = None
    opening: str = OPENING
    worlds: int = LIVE_WORLDS
    customers: int = LIVE_CUSTOMERS
    flip_worlds: int | None = None
    weeks: int | None = None
    levers: tuple[str, ...] = LEVERS
    uploads: Uploads = field(default_factory=Uploads)

    def scenario(self, view: View) -> Scenario:
        """Return the scenario of a view; an unknown name shows the one that this dashboard opens with."""
        name = self.name(view)
        return self.uploads.find(name) if name in self.uploads.names() else shipped(name)

    def speaking(self, view: View) -> AbstractContextManager[None]:
        """Let a page call things as the trade of its market does: cancellations of insurers are Storno in German."""
        return speaking_of(self.scenario(view).market.words.own())

    def name(self, view: View) -> str:
        """Return the name of a view's scenario."""
        return view.scenario if view.scenario in {*shipped_names(), *self.uploads.names()} else self.opening

    def scenarios(self) -> list[tuple[str, Scenario]]:
        """Return every scenario that can be chosen, with its name."""
        own = [(name, self.uploads.find(name)) for name in self.uploads.names()]
        return own + [(name, shipped(name)) for name in shipped_names()]

    def verdicts(self) -> dict[str, Any] | None:
        """Return the verdicts on claims that are on record, by language."""
        from experiments.claims.record import recorded

        return recorded()

    def opening_questions(self) -> list[Question]:
        """Return what is asked first, to be answered while nobody asks yet."""
        view = View()
        acts: list[Question] = [self.question(kind, view) for kind in OPENING_KINDS]
        return [*acts, self.question("flip", view, worlds=self.flip_worlds)]

    def strategies(self, view: View) -> tuple[str, str]:
        """Return the two strategies of a view: the address's where both exist, else the scenario's first two."""
        given = view.strategies
        if given and given[0] != given[1] and set(given) <= {*strategies(), *self.scenario(view).presets}:
            return given
        usual = self.scenario(view).strategies
        return usual[0], usual[1]

    @property
    def mirrored(self) -> bool:
        """Whether left and right are swapped where two strategies stand side by side: drawn per room (users.md F7)."""
        return self.rooms is not None and self.rooms.store.room().mirrored

    def shown_levers(self) -> tuple[str, ...]:
        """Return the levers beside the answer: those the facilitator has chosen, else the first three."""
        chosen: tuple[str, ...] = self.rooms.store.room().levers if self.rooms is not None else ()
        return chosen or self.levers

    def horizon(self, view: View) -> int:
        """Return the weeks that are simulated."""
        return self.weeks or self.scenario(view).weeks

    def base(self, view: View, name: str) -> float:
        """Return the value that the second strategy gives a lever by itself."""
        from agents.parameters import LEVERS as DECLARED

        scenario = self.scenario(view)
        own = scenario.firms[scenario.firm].levers if scenario.firm in scenario.firms else {}
        chosen = {**scenario.market.status_quo.levers, **scenario.strategy_levers(self.strategies(view)[1]), **own}
        return float(chosen.get(name, DECLARED[name].default))

    def changes(self, view: View) -> tuple[tuple[str, float], ...]:
        """Return the levers that a view changes: known ones, within their bounds, away from what the strategy has."""
        from agents.parameters import LEVERS as DECLARED

        return tuple(
            (name, min(max(value, DECLARED[name].low), DECLARED[name].high)) for name, value in view.levers
            if name in DECLARED and abs(value - self.base(view, name)) > 1e-9
        )

    def question(self, kind: Kind, view: View, **more: Any) -> Question:
        """Return what a page asks of the model."""
        reference, strategy = self.strategies(view)
        sides = (Side(reference), Side(strategy, self.changes(view)))
        worlds = {"worlds": self.worlds} if kind in {"compare", "why"} else {}
        sizes = worlds | {"customers": self.customers, "weeks": self.weeks}
        return Question(kind, self.name(view), sides, **(sizes | more))


@lru_cache(maxsize=1)
def strategies() -> tuple[str, ...]:
    """Return the ids of all shipped strategies."""
    return tuple(list_shipped("strategies"))
