"""The market: a Mesa model of firms, departments and people, week by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

import agents.declarations  # noqa: F401  # fills the registries
from agents.books import LINES, SLOTS, slot_of
from agents.chance import mix_number, week_key
from agents.compiled import records
from agents.departments import DEPARTMENTS
from agents.firm import Firm
from agents.offices import Row
from agents.population import lay_blocks
from sim import week as phases
from sim.entry import QUARTER, let_stand, standing_of
from sim.events import Calendar
from sim.history import STATE_OF_FIRMS, YEAR, as_numbers, note_state
from sim.people import base_first, sizes_of
from sim.rivalry import watch
from sim.setup import create_offices, create_world
from sim.steering import Steering

if TYPE_CHECKING:
    from sim.results import Results
    from sim.scenario import Scenario

PEOPLE_LOOPS = (phases.before_queue, phases.after_queue)
THREADS_FROM = 50_000  # people from which threads pay (engine.md 14)

@dataclass(frozen=True)
class Product:
    """A product of the market, per week."""

    name: str
    base: bool
    price: float
    cost: float


class Market(Steering, mesa.Model):  # type: ignore[misc]  # mesa is untyped
    """One market: weeks before 0 are the warm-up under the status quo.

    Args:
        scenario: a loaded scenario.
        rng: the seed; default the scenario's. Draws are functions of it, never of the order of execution.
        nature: values of uncertainties that differ from the scenario's (a world).
        followed: customers whose touchpoints are kept: how many, spread over the population, or which rows.
        threads: threads over blocks of people; the results are the same bytes with any number.
        customers: people simulated; default the scenario's.
        weeks: weeks after the warm-up; default the scenario's.

    Raises:
        ValueError: if `nature` names an unknown uncertainty, or `followed` a row that does not exist.
    """

    def __init__(
        self, scenario: Scenario, rng: int | None = None, *, nature: Mapping[str, float] | None = None,
        followed: int | Sequence[int] = 0, threads: int = 1, customers: int | None = None, weeks: int | None = None,
    ) -> None:  # fmt: skip
        self.seed = scenario.seed if rng is None else int(rng)
        super().__init__(rng=self.seed % 2**32)
        self.spec, self.threads = scenario, threads
        self.horizon = scenario.weeks if weeks is None else weeks
        self.warm_up_weeks = scenario.market.warm_up
        self.week = -self.warm_up_weeks
        self.renewal_weeks = float(scenario.market.renewal_weeks)
        unknown = sorted(set(nature or {}) - set(scenario.uncertainties))
        if unknown:
            raise ValueError(f"unknown uncertainties: {', '.join(unknown)}")
        self.drawn = dict(nature or {})
        self.n = scenario.customers if customers is None else customers
        self.represents = scenario.market.market_size / self.n
        self.slot_customers = slot_of("customers")
        self.products = [
            Product(n, p.base, p.price * 12.0 / YEAR, p.cost * 12.0 / YEAR)
            for n in base_first(scenario) for p in [scenario.market.products[n]]
        ]  # fmt: skip
        self.base_product = 0
        self.status_quo = dict(scenario.market.status_quo.levers)
        self.incumbents = sum(not spec.enters_later for spec in scenario.market.firms.values())
        self.offices = create_offices(self)
        self.nature = Row(self.offices.market[0]["nature"])
        self.nature.update({name: value for name, (value, _) in scenario.uncertainties.items()} | dict(nature or {}))
        self._create_people(scenario, followed)
        self._create_books()
        self._create_firms(scenario)
        self.calendar = Calendar.of(scenario)
        for mechanism in scenario.left_out:
            self.without(mechanism)
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None
        self.look_at_nature()
        self._first_books()
        if self.week == 0:
            self._start()

    # set-up -------------------------------------------------------------------------------------

    def _create_firms(self, scenario: Scenario) -> None:
        firms = scenario.market.firms
        self.firms = [
            Firm(
                self, name, index, self.status_quo,
                price=spec.price, standing=standing_of(spec.share, self.incumbents),
            )
            for index, (name, spec) in enumerate(firms.items())
        ]
        for firm in self.firms:
            firm.memory["present"] = 0.0 if firms[firm.name].enters_later else 1.0
            for kind in DEPARTMENTS.values():
                each = range(len(self.products)) if kind.per_product else [0]
                firm.departments += [kind(firm, k) for k in each]

    def _create_people(self, scenario: Scenario, followed: int | Sequence[int]) -> None:
        sizes = sizes_of([s.share for s in scenario.market.segments.values()], self.n)
        self.blocks = lay_blocks(sizes)
        self.segments = list(scenario.market.segments)
        rows = spread_over(self.n, followed) if isinstance(followed, int) else list(followed)
        self.followed = len(rows)
        self.world = create_world(self, sizes)
        self.follow(rows)
        self.own = {
            name: records(1, NO_COLUMNS) if kind.COLUMNS is None else records(self.n, kind.COLUMNS)
            for name, kind in DEPARTMENTS.items() if kind.own_loop is not None
        }  # fmt: skip
        self._own_terms = {name: self.offices.firms["terms"][name] for name in self.own}

    def _create_books(self) -> None:
        weeks, firms = self.warm_up_weeks + self.horizon, len(self.offices.firms)
        self.history = np.zeros((weeks, len(self.segments), firms + 1, SLOTS))
        self.money = np.zeros((weeks, firms, len(LINES)))  # currency at market size
        self.tills = np.zeros((weeks, firms))
        self.state_of_firms = np.zeros((weeks, firms, len(STATE_OF_FIRMS)))
        self._numbers = as_numbers(self.offices.firms)

    def _first_books(self) -> None:
        provider = self.world.state["provider"]
        for firm in self.firms:
            here = float(np.count_nonzero(provider == firm.index))
            self.offices.firms["last"][firm.index, self.slot_customers] = here * self.represents

    # the week -----------------------------------------------------------------------------------

    def step(self) -> None:
        """Play one week, in the order of sim/week.py."""
        index = self.week + self.warm_up_weeks
        if index >= len(self.history):
            raise ValueError(f"week {self.week} lies beyond the horizon of {self.horizon} weeks: ask for more")
        self.calendar.happen(self)
        watch(self)
        phases.plan_firms(self.week, *self.offices)
        phases.aim(self.world)
        keys = self._keys()
        self._loop(phases.before_queue, keys)
        phases.queue(self.world)
        self._own_loops(keys)
        self._loop(phases.after_queue, keys)
        self._close(index)
        self.week += 1
        if self.week == 0:
            self._start()

    def _keys(self) -> tuple[np.uint64, np.uint64]:
        """Return from what the week's luck and the season's follow."""
        season = week_key(self.seed, self.week // phases.SEASON + (1 << 19))
        return np.uint64(week_key(self.seed, self.week)), np.uint64(mix_number(season))

    def _loop(self, phase: Any, keys: tuple[np.uint64, np.uint64], *more: Any) -> None:
        what = (self.blocks, self.week, *keys, self.world, *more)
        if self._pool is None or len(self.blocks) == 1:
            phase(0, len(self.blocks), *what)
            return
        edges = np.linspace(0, len(self.blocks), 2 * self.threads + 1).astype(int)
        jobs = [self._pool.submit(phase, int(a), int(b), *what) for a, b in pairwise(edges)]
        for job in jobs:
            job.result()

    def compile_loop(self, number: int) -> None:
        """Compile one of the loops that take long, of people (0, 1) or firms (2, 3); the market is not played then."""
        firms, products, market = self.offices
        if number == 2:
            phases.plan_firms(self.week, firms[:0], products[:0], market)
        elif number == 3:
            nobody = self.world._replace(firms=firms[:0], products=products[:0], tally=self.world.tally[:0])
            phases.close_books(nobody, self.blocks, self.history[0], self.money[0], self.tills[0])
        else:
            PEOPLE_LOOPS[number](0, 0, self.blocks, self.week, np.uint64(0), np.uint64(0), self.world)

    def _own_loops(self, keys: tuple[np.uint64, np.uint64]) -> None:
        """Departments with an effect of their own on customers, in weeks in which any firm's terms have one."""
        for name, own in self.own.items():
            if DEPARTMENTS[name].acts(self._own_terms[name]):
                self._loop(DEPARTMENTS[name].own_loop, keys, own)

    def _close(self, index: int) -> None:
        """Reduce the week's sums, let firms draw conclusions, close the books."""
        firms = self.offices.firms
        phases.close_books(self.world, self.blocks, self.history[index], self.money[index], self.tills[index])
        w = self.world
        self.world = w._replace(said=w.says, says=w.said, said_of=w.says_of, says_of=w.said_of)
        if self.week % QUARTER == 0:
            for firm in self.firms:
                if firm.memory["entered"] > 0.0 and not firm.is_absent:
                    let_stand(self, firm)
        note_state(self._numbers, firms.dtype, self.state_of_firms[index])

    def warm_up(self) -> Market:
        """Play the weeks before week 0 under the status quo."""
        while self.week < 0:
            self.step()
        return self

    def _start(self) -> None:
        """Everybody's provider at the start of week 0 is the cohort he belongs to; firms remember what they plan."""
        self.world.state["cohort"] = self.world.state["provider"]
        for firm in self.firms:
            year = self.money[max(0, self.warm_up_weeks - YEAR) : self.warm_up_weeks, firm.index]
            if len(year):
                firm.memory["plan"] = float(year.sum()) / len(year) * QUARTER
            firm.memory["ground"] = firm.memory["cash"]

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

    @property
    def results(self) -> Results:
        """What came out, from week 0 on."""
        from sim.results import Results

        return Results.of(self)

    def close(self) -> None:
        """Free the market: Mesa 3.3 keeps every model with agents alive for ever (later ones have no `_ids`)."""
        if self._pool is not None:
            self._pool.shutdown()
        self.firms = []
        self.remove_all_agents()
        getattr(mesa.Agent, "_ids", {}).pop(self, None)


NO_COLUMNS = np.dtype([("nothing", "i4")])  # of departments whose own loop needs no columns


def spread_over(n: int, wanted: int) -> list[int]:
    """Return so many rows, evenly spread over n persons (at most all of them)."""
    wanted = min(wanted, n)
    return [place * n // wanted for place in range(wanted)]
