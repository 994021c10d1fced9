"""One customer, one or two lives: the same person with the same luck under one or two strategies, event by event.

`story` runs the scenario's one world with best values, finds or takes a person, and runs again with that person
followed. Both lives have the same luck; they are not the same in who is picked by rank: whom a campaign reaches depends
on everybody else, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from agents.books import ROUTES
from experiments.outcomes import SPENT, discount
from experiments.plan import Named, Plan, plan_comparison
from experiments.trial import Arm, Design, adopt, rivals_only
from experiments.warm import warmed
from sim import Market, ScenarioError

AUTO = "auto"
CANDIDATES = 7      # people around the middle of a cell from whom `auto` takes one: assumption
SAME_FELT, SAME_CHANGE = 0.01, 0.001    # smaller differences in what is felt or in trust are no divergence: assumption
CELLS = ("stayed_stayed", "stayed_left", "left_stayed", "left_left")
LABELS = {route.cause: route.label for route in ROUTES}


@dataclass(frozen=True)
class Life:
    """One life: its events in order, the trust it starts with in each firm, and who the provider is at the end.

    `events` has week, order, kind (touch or move), firm, cause (or the move's name), department, channel, actor,
    quality (felt, 0..1), change (of trust), trust (in that firm, after it) and detail (of a move: firm or product).
    """

    arm: Arm
    events: pd.DataFrame
    trust_start: dict[str, float]
    provider: str

    def trust_by_week(self, firm: str, weeks: int) -> list[float]:
        """Return trust in a firm at the end of each week, from the start (week −1) on."""
        own = self.events[(self.events["firm"] == firm) & (self.events["kind"] == "touch")]
        changes = np.zeros(weeks + 1)
        np.add.at(changes, own["week"].to_numpy(dtype=int) + 1, own["change"].to_numpy(dtype=float))
        changes[0] = self.trust_start[firm]
        return [float(x) for x in np.cumsum(changes)]


@dataclass(frozen=True)
class Person:
    """A person: who it is at the start, why it is told of, the lives, and the first week in which they differ."""

    row: int
    why: str    # asked, or the cell of the fourfold table it was taken from
    segment: str
    provider: str
    tenure: int
    products: tuple[str, ...]
    lives: tuple[Life, ...]
    divergence: int | None

    def stayed(self, firm: str) -> tuple[bool, ...]:
        """Return per life whether the person is with a firm in the last week."""
        return tuple(life.provider == firm for life in self.lives)


@dataclass(frozen=True)
class Story:
    """What is told: the people, and the whole cohort beside them."""

    design: Design
    seed: int
    people: tuple[Person, ...]
    cohort: int
    counts: dict[str, int]
    direction: str | None   # of `auto`: the cell that the first person was taken from
    empty: tuple[str, ...] = ()     # cells that `auto` looked for in vain
    spent: tuple[float, ...] = ()   # by the firm in each life, on what its budget holds: present value

    @property
    def shares(self) -> dict[str, float]:
        """The counts in per cent of the cohort; what is shown with one decimal sums to 100."""
        return shares(self.counts)


def shares(counts: dict[str, int]) -> dict[str, float]:
    """Return counts as per cent with one decimal, by largest remainder, so that they sum to 100."""
    total = sum(counts.values())
    if not total:
        return dict.fromkeys(counts, 0.0)
    exact = {name: 1000.0 * count / total for name, count in counts.items()}
    tenths = {name: int(x) for name, x in exact.items()}
    order = sorted(counts, key=lambda name: (tenths[name] - exact[name], name))
    for name in order[: 1000 - sum(tenths.values())]:
        tenths[name] += 1
    return {name: tenth / 10.0 for name, tenth in tenths.items()}


def story(
    scenario: Named, customer: int | str = AUTO, strategies: Sequence[str] | None = None, *, firm: str | None = None,
    budget: str | None = None, rivals: str = "fixed", seed: int | None = None, customers: int | None = None,
    weeks: int | None = None,
) -> Story:
    """Tell the life of one customer under one or two strategies, in the one world with the best value of everything.

    Args:
        scenario: a name, file or Scenario.
        customer: a row number, or "auto": one who stays under one strategy and leaves under the other, and a
            counter-example; "auto:2", "auto:3", … are others, in turn in both directions.
        strategies: one or two ids; default: the first two of the scenario.
        firm: the focal firm; default: the scenario's.
        budget: equal, free or capped; default: the scenario's.
        rivals: fixed, follow or price_cut.
        seed: default: the scenario's.
        customers: simulated people; default: the scenario's.
        weeks: horizon; default: the scenario's.

    Raises:
        ScenarioError: for input that cannot be used.
    """
    _refuse_strategies(strategies)
    plan = plan_comparison(
        scenario, strategies, firm=firm, budget=budget, rivals=rivals, seed=seed, customers=customers, weeks=weeks,
        worlds="central", fewest=1,
    )
    return tell(plan, customer)


def tell(plan: Plan, customer: int | str = AUTO) -> Story:
    """Tell the life of one customer under the first one or two arms of a plan.

    Raises:
        ScenarioError: for a customer who cannot be told of.
    """
    design = _two_at_most(plan.design)
    number, asked = _wanted(customer, design.scenario.customers)
    market = warmed(rivals_only(design.scenario, design.firm), plan.seed, followed=2 * CANDIDATES)
    try:
        return _Teller(market, design, plan.seed).told(number, asked)
    finally:
        market.close()


def _refuse_strategies(strategies: Sequence[str] | None) -> None:
    named = list(strategies or [])
    if len(named) > 2:
        raise ScenarioError([f"strategies: a story has one or two lives, not {len(named)} ({', '.join(named)})"])
    if len(named) == 2 and named[0] == named[1]:
        raise ScenarioError([f"strategies: '{named[0]}' is given twice; two lives need two different ones"])


def _two_at_most(design: Design) -> Design:
    return replace(design, arms=design.arms[:2])


def _wanted(customer: int | str, people: int) -> tuple[int, int | None]:
    """Return the number of an automatic choice (from 1), and the row that is asked for instead, if one is."""
    text = str(customer).strip()
    word, _, number = text.partition(":")
    if word == AUTO and (not number or (number.isdecimal() and 1 <= int(number) <= 2 * CANDIDATES)):
        return int(number or 1), None
    if word == AUTO:
        raise ScenarioError([f"customer: 'auto:{number}': there are auto:1 to auto:{2 * CANDIDATES}"])
    if not text.isdecimal():
        raise ScenarioError([f"customer: '{text}' is neither a number nor 'auto'"])
    if int(text) >= people:
        raise ScenarioError([f"customer: there is no {text}; {people} people are simulated: 0 to {people - 1}"])
    return 1, int(text)


@dataclass(frozen=True)
class _End:
    """How one arm ends for everybody."""

    provider: NDArray[np.int64]
    trust: NDArray[np.float64]
    spent: float


class _Teller:
    """A market after its warm-up, from which lives are run."""

    def __init__(self, market: Market, design: Design, seed: int) -> None:
        self.market, self.design, self.seed = market, design, seed
        self.start = market.snapshot()
        self.place = list(design.scenario.market.firms).index(design.firm)
        self.names = [*design.scenario.market.firms, ""]
        state = self.start.arrays["state"]
        self.cohort = np.asarray(state["cohort"]) == self.place

    def told(self, number: int, asked: int | None) -> Story:
        if asked is not None:
            ends, lives = self._run([asked])
            counts = self._counts(ends)
            return self._story([self._person(asked, "asked", lives)], counts, ends)
        if not self.cohort.any():
            why = f"{self.design.firm} has no customers in the first week; name a person, 0 to {self.market.n - 1}"
            raise ScenarioError([f"customer: {why}"])
        ends, _ = self._run([])
        cells = self._cells(ends)
        if len(ends) == 1:
            return self._alone(number, ends, cells)
        order = ("left_stayed", "stayed_left")
        first = (self.seed + number) % 2
        wanted = [order[first], order[1 - first]]
        found = {cell: self._middle(cells[cell], ends) for cell in wanted}
        empty = tuple(cell for cell in wanted if not found[cell])
        if len(empty) == 2:
            found = {"stayed_stayed": self._farthest(cells["stayed_stayed"], ends)}
        _, lives = self._run([row for rows in found.values() for row in rows])
        people = [
            self._person(_telling(rows, lives, (number - 1) // 2), cell, lives) for cell, rows in found.items() if rows
        ]
        return self._story(people, self._counts(ends), ends, empty)

    def _alone(self, number: int, ends: list[_End], cells: dict[str, NDArray[np.int64]]) -> Story:
        """Under one strategy: one who stays and one who leaves."""
        order = ("left", "stayed")
        first = (self.seed + number) % 2
        wanted = [order[first], order[1 - first]]
        found = {cell: self._middle(cells[cell], ends) for cell in wanted}
        _, lives = self._run([row for rows in found.values() for row in rows])
        people = [
            self._person(_telling(rows, lives, (number - 1) // 2), cell, lives) for cell, rows in found.items() if rows
        ]
        empty = tuple(cell for cell in wanted if not found[cell])
        return self._story(people, self._counts(ends), ends, empty)

    def _run(self, rows: list[int]) -> tuple[list[_End], dict[int, list[Life]]]:
        """Run every arm with these rows followed; return how it ends for all, and the lives of the followed."""
        ends, lives = [], {row: list[Life]() for row in rows}
        for arm in self.design.arms:
            self.market.restore(self.start)
            self.market.follow(rows)
            adopt(self.market, self.design, arm)
            self.market.run(self.design.scenario.weeks)
            world = self.market.world
            provider = np.array(world.state["provider"], dtype=np.int64)
            ends.append(_End(provider, world.trust[:, self.place].copy(), self._spent()))
            events = self._events() if rows else None
            for row in rows:
                lives[row].append(self._life(arm, row, events, int(ends[-1].provider[row])))
        return ends, lives

    def _spent(self) -> float:
        course = np.asarray(self.market.results.metric(SPENT), dtype=np.float64)[:, self.place]
        return float(course @ discount(len(course), float(self.design.scenario.market.discount_rate)))

    def _events(self) -> pd.DataFrame:
        results = self.market.results
        if results.touchpoints_lost:
            most = self.market.world.touches.shape[1]
            raise ScenarioError([f"weeks: a life of so many has more than the {most} events that are kept: take fewer"])
        touches = results.journeys.assign(kind="touch", detail="")
        moves = results.moves.rename(columns={"move": "cause"}).assign(kind="move", change=0.0)
        both = pd.concat([touches, moves], ignore_index=True).sort_values(["customer", "week", "order"], kind="stable")
        names = ["department", "channel", "actor", "detail"]
        both[names] = both[names].fillna("")
        return both.drop(columns=["run", "scenario", "seed"]).reset_index(drop=True)

    def _life(self, arm: Arm, row: int, events: pd.DataFrame | None, provider: int) -> Life:
        if events is None:
            raise ValueError("nobody is followed")
        own = events[events["customer"] == row].drop(columns="customer").reset_index(drop=True)
        trust = self.start.arrays["trust"][row]
        begin = {name: float(trust[k]) for k, name in enumerate(self.names[:-1])}
        levels = own.groupby("firm")["change"].cumsum() + own["firm"].map(begin).fillna(0.0)
        return Life(arm, own.assign(trust=levels.where(own["firm"] != "")), begin, self.names[provider])

    def _person(self, row: int, why: str, lives: dict[int, list[Life]]) -> Person:
        state = self.start.arrays["state"][row]
        segments = list(self.design.scenario.market.segments)
        held = tuple(p.name for k, p in enumerate(self.market.products) if int(state["holdings"]) & (1 << k))
        own = tuple(lives[row])
        apart = divergence(own[0].events, own[1].events) if len(own) == 2 else None
        return Person(
            row, why, segments[int(state["segment"])], self.names[int(state["provider"])], int(state["tenure"]), held,
            own, apart,
        )

    def _cells(self, ends: list[_End]) -> dict[str, NDArray[np.int64]]:
        """Return the rows of the cohort by who is with the firm at the end."""
        stays = [end.provider == self.place for end in ends]
        if len(stays) == 1:
            parts = {"stayed": stays[0], "left": ~stays[0]}
        else:
            parts = dict(zip(CELLS, (a & b for a in (stays[0], ~stays[0]) for b in (stays[1], ~stays[1])), strict=True))
        return {name: np.flatnonzero(self.cohort & part) for name, part in parts.items()}

    def _counts(self, ends: list[_End]) -> dict[str, int]:
        return {name: len(rows) for name, rows in self._cells(ends).items()}

    def _middle(self, rows: NDArray[np.int64], ends: list[_End]) -> list[int]:
        """Return people around the middle of a cell by trust: by the gap between the lives, or in the one life."""
        measure = ends[0].trust[rows] - (ends[1].trust[rows] if len(ends) == 2 else 0.0)
        ordered = rows[np.lexsort((rows, measure))]
        low = max(0, (len(ordered) - CANDIDATES) // 2)
        return [int(row) for row in ordered[low : low + CANDIDATES]]

    def _farthest(self, rows: NDArray[np.int64], ends: list[_End]) -> list[int]:
        """Return the people whose trust differs most between the lives."""
        gap = np.abs(ends[0].trust[rows] - ends[1].trust[rows])
        return [int(row) for row in rows[np.lexsort((rows, -gap))][:CANDIDATES]]

    def _story(
        self, people: Sequence[Person], counts: dict[str, int], ends: Sequence[_End], empty: tuple[str, ...] = (),
    ) -> Story:
        spent, cohort = tuple(end.spent for end in ends), int(self.cohort.sum())
        direction = next((one.why for one in people[:1] if one.why != "asked"), None)
        return Story(self.design, self.seed, tuple(people), cohort, counts, direction, empty, spent)


def _telling(rows: Sequence[int], lives: dict[int, list[Life]], place: int) -> int:
    """Return, of people around the middle of a cell, the one with the most kinds of events (or the next, by place)."""
    kinds = {row: sum(life.events["cause"].nunique() for life in lives[row]) for row in rows}
    return sorted(rows, key=lambda row: (-kinds[row], row))[place % len(rows)]


def divergence(one: pd.DataFrame, other: pd.DataFrame) -> int | None:
    """Return the first week in which two lives differ: something else happens, or the same is felt otherwise.

    Differences too small to be noticed (a hundredth in what is felt, a thousandth in trust) count as none.
    """
    for week in sorted({*one["week"], *other["week"]}):
        if any(unshared(one, other, week)):
            return int(week)
    return None


def unshared(one: pd.DataFrame, other: pd.DataFrame, week: int) -> tuple[list[dict[Any, Any]], list[dict[Any, Any]]]:
    """Return the events of a week that only the one and only the other life has, in their order."""
    left, right = (life[life["week"] == week].to_dict("records") for life in (one, other))
    alone = []
    for event in left:
        twin = next((k for k, candidate in enumerate(right) if _alike(event, candidate)), None)
        if twin is None:
            alone.append(event)
        else:
            del right[twin]
    return alone, right


def _alike(one: dict[Any, Any], other: dict[Any, Any]) -> bool:
    if any(one[name] != other[name] for name in ("kind", "firm", "cause", "detail")):
        return False
    is_felt_alike = one["kind"] == "move" or abs(one["quality"] - other["quality"]) < SAME_FELT
    return bool(is_felt_alike and abs(one["change"] - other["change"]) < SAME_CHANGE)
