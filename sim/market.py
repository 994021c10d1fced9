"""The market: a Mesa model of firms, departments and people, week by week."""

from __future__ import annotations

import hashlib
from collections import namedtuple
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from math import fsum
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

import agents.declarations  # noqa: F401  # fills the registries
from agents.arithmetic import exp, log
from agents.books import LINES, LINES_AT, SLOTS, slot_of
from agents.chance import mix_number, name_key, week_key
from agents.compiled import records
from agents.customers.campaigns import BINS
from agents.departments import DEPARTMENTS
from agents.firm import Firm
from agents.network import small_world
from agents.parameters import LEVERS, UNCERTAINTIES
from agents.population import TOUCH, Person, World, climate_dtype, lay_blocks, nature_dtype
from sim import week as phases
from sim.events import Calendar
from sim.people import FOR_LIFE, base_first, draw_people, sizes_of

if TYPE_CHECKING:
    from sim.results import Results
    from sim.scenario import Scenario

ORDER_OF_PLANNING = ("product", "service", "billing", "data_office", "people", "cx_unit", "board")
SEASON = 13
SMALLEST = 0.02  # share below which a firm's standing does not fall: assumption
YEAR = 52
TIES, REWIRED = 8, 0.1  # friends who hear one talk, and how many live anywhere: assumption
MOST_TOUCHES = 2048
THREADS_FROM = 50_000  # people from which threads pay (engine.md 14)

Terms = namedtuple("Terms", DEPARTMENTS)  # type: ignore[misc]  # at module level: Numba's cache finds it again


@dataclass(frozen=True)
class Product:
    """A product of the market, per week."""

    name: str
    base: bool
    price: float
    cost: float


@dataclass
class Snapshot:
    """Everything that changes, at one moment: where all arms of a comparison start."""

    week: int
    arrays: dict[str, np.ndarray]
    agents: list[dict[str, Any]]
    nature: dict[str, float]
    history: np.ndarray = field(repr=False)
    money: np.ndarray = field(repr=False)


class Market(mesa.Model):  # type: ignore[misc]  # mesa is untyped
    """One market: weeks before 0 are the warm-up under the status quo.

    Args:
        scenario: a loaded scenario.
        rng: the seed; default the scenario's. Draws are functions of it, never of the order of execution.
        nature: values of uncertainties that differ from the scenario's (a world).
        followed: customers whose touchpoints are kept.
        threads: threads over blocks of people; the results are the same bytes with any number.
        customers: people simulated; default the scenario's.
        weeks: weeks after the warm-up; default the scenario's.

    Raises:
        ValueError: if `nature` names an unknown uncertainty.
    """

    def __init__(
        self, scenario: Scenario, rng: int | None = None, *, nature: Mapping[str, float] | None = None,
        followed: int = 0, threads: int = 1, customers: int | None = None, weeks: int | None = None,
    ) -> None:  # fmt: skip
        self.seed = scenario.seed if rng is None else int(rng)
        super().__init__(rng=self.seed % 2**32)
        self.spec, self.threads = scenario, threads
        self.horizon = scenario.weeks if weeks is None else weeks
        self.warm_up_weeks = scenario.market.warm_up
        self.week = -self.warm_up_weeks
        self.renewal_weeks = float(scenario.market.renewal_weeks)
        self.nature = {name: value for name, (value, _) in scenario.uncertainties.items()}
        unknown = sorted(set(nature or {}) - set(self.nature))
        if unknown:
            raise ValueError(f"unknown uncertainties: {', '.join(unknown)}")
        self.nature.update(nature or {})
        self.n = scenario.customers if customers is None else customers
        self.represents = scenario.market.market_size / self.n
        self.slot_customers = slot_of("customers")
        self.products = [
            Product(n, p.base, p.price * 12.0 / YEAR, p.cost * 12.0 / YEAR)
            for n in base_first(scenario) for p in [scenario.market.products[n]]
        ]  # fmt: skip
        self.base_product = 0
        self._create_firms(scenario)
        self._create_people(scenario, followed)
        self.calendar = Calendar.of(scenario)
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None
        self._look_at_nature()
        self._first_books()
        if not self.warm_up_weeks:
            self.mark_cohort()

    # set-up -------------------------------------------------------------------------------------

    def _create_firms(self, scenario: Scenario) -> None:
        self.status_quo = dict(scenario.market.status_quo.levers)
        firms = scenario.market.firms
        self.firms = [
            Firm(self, name, index, self.status_quo, price=spec.price, standing=log(max(spec.share, SMALLEST) * len(firms)))
            for index, (name, spec) in enumerate(firms.items())
        ]
        for firm in self.firms:
            kinds = [DEPARTMENTS[name] for name in ORDER_OF_PLANNING]
            for kind in kinds:
                each = range(len(self.products)) if kind.per_product else [0]
                firm.departments += [kind(firm, k) for k in each]

    def _create_people(self, scenario: Scenario, followed: int) -> None:
        sizes = sizes_of([s.share for s in scenario.market.segments.values()], self.n)
        self.blocks = lay_blocks(sizes)
        n, blocks, firms, products = self.n, len(self.blocks), len(self.firms), len(self.products)
        firm_key = np.array([firm.key for firm in self.firms], np.uint64)
        product_key = np.array([name_key(p.name) for p in self.products], np.uint64)
        people = draw_people(scenario, sizes, self.seed, firm_key, product_key, self.nature)
        shapes = {d: (firms, products) if c.per_product else (firms,) for d, c in DEPARTMENTS.items()}
        terms = Terms(**{d: records(shapes[d], c.dtype()) for d, c in DEPARTMENTS.items()})
        start, friend = small_world(n, TIES, REWIRED, self.seed)
        self.followed = min(followed, n)
        rows = np.arange(self.followed) * n // max(1, self.followed)
        people["state"]["followed"][rows] = np.arange(self.followed)
        self.world = World(
            **people, terms=terms, nature=records(1, nature_dtype()), climate=records(1, climate_dtype()),
            firm_key=firm_key, product_key=product_key, life_key=np.array([week_key(self.seed, FOR_LIFE)], np.uint64),
            tally=np.zeros((blocks, firms + 1, SLOTS)), till=np.zeros((blocks, firms + 1)),
            scores=np.zeros((blocks, firms, products, BINS), np.int32),
            friend_start=start, friend=friend,
            said=np.zeros(n, np.int8), said_of=np.zeros(n, np.int8), says=np.zeros(n, np.int8), says_of=np.zeros(n, np.int8),
            n_touches=np.zeros(max(1, self.followed), np.int32),
            touches=records((max(1, self.followed), MOST_TOUCHES if self.followed else 1), TOUCH),
        )  # fmt: skip
        self.segments = list(scenario.market.segments)
        weeks = self.warm_up_weeks + self.horizon
        self.history = np.zeros((weeks, len(sizes), firms + 1, SLOTS))
        self.money = np.zeros((weeks, firms, len(LINES)))  # currency at market size
        self.tills = np.zeros((weeks, firms))
        self.state_of_firms = np.zeros((weeks, firms, len(STATE_OF_FIRMS)))

    def _first_books(self) -> None:
        provider = self.world.state["provider"]
        for firm in self.firms:
            firm.last = [0.0] * SLOTS
            firm.last[self.slot_customers] = float(np.count_nonzero(provider == firm.index)) * self.represents

    def _look_at_nature(self) -> None:
        """Write the uncertainties, and what follows from them, where the rules read them."""
        for name, value in self.nature.items():
            self.world.nature[name] = value
        climate = self.world.climate
        for name, half_life in (("burden_keep", "burden_half_life"), ("wary_keep", "wary_half_life")):
            climate[name] = exp(-0.6931471805599453 / self.nature[half_life])
        climate["contact_keep"] = 0.75  # sums about the last four weeks
        climate["occasion_keep"] = 0.7  # an occasion lasts some weeks: assumption
        if climate["norm"][0] == 0.0:
            climate["norm"] = 0.55

    # the week -----------------------------------------------------------------------------------

    def step(self) -> None:
        """Play one week, in the order of sim/week.py."""
        index = self.week + self.warm_up_weeks
        if index >= len(self.history):
            raise ValueError(f"week {self.week} lies beyond the horizon of {self.horizon} weeks: Market(..., weeks=...)")
        self.calendar.happen(self)
        for firm in self.firms:
            firm.plan()
        self.world.climate["adverts"] = fsum(self.world.terms.board["advertising"])
        phases.aim(self.world.scores, self.world.terms.product, self.base())
        self._loop(phases.before_queue)
        self._queue()
        self._loop(phases.after_queue)
        self._close(index)
        self.week += 1

    def _loop(self, phase: Any) -> None:
        key = np.uint64(week_key(self.seed, self.week))
        season = np.uint64(mix_number(week_key(self.seed, self.week // SEASON + (1 << 19))))
        what = (self.blocks, self.week, key, season, self.world)
        if self._pool is None or len(self.blocks) == 1:
            phase(0, len(self.blocks), *what)
            return
        edges = np.linspace(0, len(self.blocks), 2 * self.threads + 1).astype(int)
        jobs = [self._pool.submit(phase, int(a), int(b), *what) for a, b in zip(edges[:-1], edges[1:], strict=True)]
        for job in jobs:
            job.result()

    def _queue(self) -> None:
        """The queue carries this week's contacts and those of the last weeks: a single week would follow the sample."""
        service, slot = self.world.terms.service, slot_of("contacts_person")
        came = self.world.tally[:, :-1, slot].sum(axis=0) * self.represents
        remembered = service["load"]
        service["load"] = np.where(remembered > 0.0, 0.75 * remembered + 0.25 * came, came)
        phases.queue(service, 1.0 / self.nature["patience_mean"])

    def _close(self, index: int) -> None:
        """Reduce the week's sums, let firms draw conclusions, close the books."""
        page = self.history[index]
        page[:] = 0.0
        tills = np.zeros(len(self.firms) + 1)
        phases.reduce(self.world.tally, self.world.till, self.blocks, page, tills)
        sums = page.sum(axis=0) * self.represents
        w = self.world
        self.world = w._replace(said=w.says, says=w.said, said_of=w.says_of, says_of=w.said_of)
        self._move_norm(sums)
        for firm in self.firms:
            firm.last = sums[firm.index].tolist()
            firm.week_lines = [0.0] * len(LINES)
            income = float(tills[firm.index]) * self.represents
            before = firm.memory["cash"]
            firm.memory["cash"] += income
            firm.close_week()
            self.money[index, firm.index] = sums[firm.index, LINES_AT : LINES_AT + len(LINES)] + firm.week_lines
            self.tills[index, firm.index] = firm.memory["cash"] - before
            self.state_of_firms[index, firm.index] = [firm.memory[name] for name in STATE_OF_FIRMS[:-2]] + [
                self.world.terms.service[firm.index]["wait"], self.world.terms.service[firm.index]["servers"]
            ]  # fmt: skip

    def _move_norm(self, sums: np.ndarray) -> None:
        """The market norm is a moving mean of the quality felt over firms; newcomers expect it."""
        felt, touches = slot_of("quality_felt"), slot_of("touches_felt")
        weight = fsum(sums[:-1, touches])
        if weight > 0.0:
            self.world.climate["norm"] += (fsum(sums[:-1, felt]) / weight - self.world.climate["norm"]) / SEASON

    def warm_up(self) -> Market:
        """Play the weeks before week 0 under the status quo, and mark the cohort."""
        while self.week < 0:
            self.step()
        self.mark_cohort()
        return self

    def mark_cohort(self) -> None:
        """Everybody's provider now is the cohort he belongs to; firms remember what they plan with."""
        self.world.state["cohort"] = self.world.state["provider"]
        for firm in self.firms:
            year = self.money[max(0, self.warm_up_weeks - YEAR) : self.warm_up_weeks, firm.index]
            if len(year):
                firm.memory["plan"] = float(year.sum()) / len(year) * SEASON

    def run(self, weeks: int | None = None) -> Market:
        """Play the warm-up if it is still to come, then `weeks` (default: to the horizon)."""
        if self.week < 0:
            self.warm_up()
        stop = self.horizon if weeks is None else self.week + weeks
        while self.week < stop:
            self.step()
        from sim.ledgers import check_invariants

        check_invariants(self)
        return self

    # what arms need -----------------------------------------------------------------------------

    def adopt(self, firm: str, levers: Mapping[str, float], budget: str = "free", envelope: float = 1.0) -> None:
        """Let a firm change to a strategy: signature levers over the status quo, within a budget.

        Args:
            budget: free (what the levers cost), equal (the status quo's discretionary spending, all of it), capped (at most).
            envelope: the budget relative to the status quo's discretionary spending of the last year.

        Raises:
            ValueError: for an unknown firm, lever or budget, or a value out of its lever's bounds.
        """
        changing = self.firm(firm)
        _check_levers(levers)
        if budget not in BUDGETS:
            raise ValueError(f"unknown budget '{budget}'; there are {', '.join(BUDGETS)}")
        changing.declare({**{n: e.default for n, e in LEVERS.items()}, **self.status_quo, **levers})
        changing.memory.update(
            envelope=envelope * self.usual_spending(changing) if budget != "free" else 0.0,
            capped=1.0 if budget == "capped" else 0.0, spent=0.0, budget_weeks=0.0, purse=1.0,
        )  # fmt: skip

    def usual_spending(self, firm: Firm) -> float:
        """Return a firm's mean discretionary spending per week over the last year, currency at market size."""
        now = self.week + self.warm_up_weeks
        year = self.money[max(0, now - YEAR) : now, firm.index][:, DISCRETIONARY]
        return -float(year.sum()) / max(1, len(year))

    def without(self, mechanism: str) -> None:
        """Neutralise a mechanism everywhere: its levers and its uncertainties that have a neutral value.

        Raises:
            ValueError: if nothing of the mechanism can be neutralised.
        """
        levers = {n: e.neutral for n, e in LEVERS.items() if e.mechanism == mechanism}
        nature = {n: u.neutral for n, u in UNCERTAINTIES.items() if u.mechanism == mechanism and u.neutral is not None}
        if not levers and not nature:
            raise ValueError(f"mechanism '{mechanism}' has neither lever nor uncertainty to neutralise")
        for firm in self.firms:
            firm.fixed = {**firm.fixed, **levers}
            firm.live()
        self.nature.update(nature)
        self._look_at_nature()

    def set_nature(self, name: str, value: float) -> None:
        """Give an uncertainty another value from now on."""
        self.nature[name] = value
        self._look_at_nature()

    def schedule(self, week: int, kind: str, firm: str | None = None, **what: Any) -> None:
        """Add an event to those of the scenario (sim/events.py)."""
        self.calendar.add(week, kind, firm, **what)

    def snapshot(self) -> Snapshot:
        """Return a copy of everything that changes."""
        arrays = {name: getattr(self.world, name).copy() for name in CHANGING}
        agents = [_memory_of(agent) for firm in self.firms for agent in (firm, *firm.departments)]
        return Snapshot(self.week, arrays, agents, dict(self.nature), self.history, self.money)

    def restore(self, snapshot: Snapshot) -> None:
        """Go back to a snapshot of this market."""
        for name, values in snapshot.arrays.items():
            getattr(self.world, name)[...] = values
        agents = (agent for firm in self.firms for agent in (firm, *firm.departments))
        for agent, memory in zip(agents, snapshot.agents, strict=True):
            for name, value in memory.items():
                setattr(agent, name, value.copy() if hasattr(value, "copy") else value)
        self.week, self.nature = snapshot.week, dict(snapshot.nature)
        self.calendar = Calendar.of(self.spec)
        self._look_at_nature()

    # what firms and users ask -------------------------------------------------------------------

    def firm(self, name: str) -> Firm:
        """Return a firm by name.

        Raises:
            ValueError: if there is none.
        """
        for firm in self.firms:
            if firm.name == name:
                return firm
        raise ValueError(f"no firm '{name}'; there are {', '.join(f.name for f in self.firms)}")

    def base(self) -> np.ndarray:
        """Return simulated customers per firm at the end of last week, (firms,)."""
        return np.array([firm.customers / self.represents for firm in self.firms])

    def person(self, row: int) -> Person:
        """Return a live view of one person."""
        return Person(self.world, row)

    def service_of(self, firm: Firm) -> Any:
        """Return a firm's service department."""
        return next(d for d in firm.departments if d.name == "service")

    def week_of(self, firm: Firm) -> np.ndarray:
        """Return this week's money lines of a firm so far, currency at market size."""
        return np.array(firm.last[LINES_AT : LINES_AT + len(LINES)]) + firm.week_lines

    def profit_of_week(self, firm: Firm) -> float:
        """Return this week's profit of a firm so far."""
        return float(self.week_of(firm).sum())

    def discretionary_of_week(self, firm: Firm) -> float:
        """Return this week's discretionary spending of a firm, positive."""
        return -float(self.week_of(firm)[DISCRETIONARY].sum())

    def cost_of_week(self, firm: Firm) -> float:
        """Return all cost of a firm in the last closed week, positive."""
        index = self.week + self.warm_up_weeks - 1
        lines = self.money[index, firm.index] if index >= 0 else np.zeros(len(LINES))
        return -float(lines[lines < 0.0].sum())

    @property
    def results(self) -> Results:
        """What came out, from week 0 on."""
        from sim.results import Results

        return Results.of(self)

    def digest(self) -> str:
        """Return a digest of every value that the run has produced in the weeks played so far."""
        digest, played = hashlib.sha256(), slice(self.week + self.warm_up_weeks)
        books = (self.history[played], self.money[played], self.tills[played], self.state_of_firms[played])
        for array in (self.world.trust, self.world.need, *books, self.world.said, self.world.n_touches):
            digest.update(np.ascontiguousarray(array).tobytes())
        for name in self.world.state.dtype.names:
            digest.update(np.ascontiguousarray(self.world.state[name]).tobytes())
        return digest.hexdigest()

    def close(self) -> None:
        """Free the market: Mesa 3.3 keeps every model with agents alive for ever."""
        if self._pool is not None:
            self._pool.shutdown()
        self.firms = []
        self.remove_all_agents()
        mesa.Agent._ids.pop(self, None)


CHANGING = ("state", "trust", "need", "climate", "tally", "till", "scores", "said", "said_of", "n_touches", "touches")
STATE_OF_FIRMS = (
    "cash", "fit", "self_image", "skill", "morale", "turnover", "culture", "commitment", "purse", "wait", "servers",
)  # fmt: skip
BUDGETS = ("free", "equal", "capped")
DISCRETIONARY = [number for number, entry in enumerate(LINES) if entry.discretionary]


def _memory_of(agent: Any) -> dict[str, Any]:
    """Return copies of what changes in a firm or department."""
    names = ("memory", "declared", "origin", "lived", "last", "fixed") if isinstance(agent, Firm) else ("memory",)
    return {name: getattr(agent, name).copy() for name in names}


def _check_levers(levers: Mapping[str, float]) -> None:
    """Refuse levers that are not declared, and values out of their bounds."""
    unknown = sorted(set(levers) - set(LEVERS))
    if unknown:
        raise ValueError(f"unknown levers: {', '.join(unknown)}")
    for name, value in levers.items():
        entry = LEVERS[name]
        if not entry.low <= value <= entry.high:
            raise ValueError(f"lever '{name}': {value} lies outside {entry.low:g}..{entry.high:g}")
