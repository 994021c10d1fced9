"""Where claims are tried: markets, the worlds that all claims share, and everything already played."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from agents.chance import purpose, uniform
from experiments.claims import formulas
from experiments.claims.arms import Job, Plan, measures_by_plan, play, resolve
from experiments.claims.evidence import Check
from experiments.claims.files import ClaimFile
from experiments.claims.judging import Row, Tested, ranked, seen_in, verdict_of
from experiments.claims.measures import START, Measure, Value, at_start, measure_of, measures_of, revenue_of, spent_of
from experiments.claims.models import Claim, Contrast, Neutral
from experiments.claims.outcomes import WorldOutcome, judge_world, luck_of
from experiments.claims.store import Store
from experiments.claims.worlds import again, bounds_world, claim_worlds, extra_values
from experiments.execution import Crew
from experiments.languages import marked
from experiments.worlds import World
from sim import Scenario, ScenarioError, load

Tell = Callable[[int, int, str], None]
Known = dict[str, dict[str, Value]]
TWICE = 8       # worlds per market that are played with their second seed too: 24 in three markets


class Bench:
    """Where claims are tried: markets, their worlds, and everything already played."""

    def __init__(
        self, files: Sequence[ClaimFile], *, worlds: int, customers: int, seed: int, store: Store, tell: Tell | None,
        scenarios: Mapping[str, Scenario] | None = None,
    ) -> None:
        named = list(dict.fromkeys(market for file in files for market in file.claim.worlds.markets))
        self.scenarios = _loaded(named, customers, seed) if scenarios is None else _known(named, scenarios)
        most = max((len(file.claim.worlds.markets) for file in files), default=1)
        self.per_market = max(1, worlds // most)
        self.worlds: dict[str, list[World]] = {market: [] for market in named}
        self._store = store
        self._tell = tell or (lambda *_: None)
        self._known: dict[tuple[str, int], Known] = {}
        self.luck: dict[str, tuple[float, ...]] = {}

    # playing ------------------------------------------------------------------------------------

    def tried(self, files: Sequence[ClaimFile], crew: Crew, n: int) -> list[Tested]:
        """Play all arms of some claims in the first n worlds of each of their markets, and judge them."""
        markets = list(dict.fromkeys(market for file in files for market in file.claim.worlds.markets))
        self.worlds |= {market: [] for market in markets}
        jobs = (
            self._job(market, world, [(file.claim, None) for file in files])
            for market, world in self._in_turn(markets, n, crew)
        )
        self._play(jobs, crew, n * len(markets), "worlds")
        self._tell_luck(files, crew)
        return [self._judged(file, n) for file in files]

    def _tell_luck(self, files: Sequence[ClaimFile], crew: Crew) -> None:
        """Play some worlds again with their second seed, for claims that some worlds suffice for.

        `usually` needs three of four worlds, which luck can only prevent; `can` needs one of ten, which luck alone
        would bring wherever it is larger than the margin.
        """
        claims = [file.claim for file in files if file.claim.quantifier != "usually" and file.claim.id not in self.luck]
        markets = list(dict.fromkeys(market for claim in claims for market in claim.worlds.markets))
        twice = [
            (market, world) for k in range(TWICE) for market in markets for world in self.worlds[market][k : k + 1]
        ]
        jobs = (self._job(market, again(world), [(claim, None) for claim in claims]) for market, world in twice)
        self._play(jobs, crew, len(twice), marked("worlds once more"))
        for claim in claims:
            self.luck[claim.id] = self._luck(claim, [one for one in twice if one[0] in claim.worlds.markets])

    def _luck(self, claim: Claim, twice: Sequence[tuple[str, World]]) -> tuple[float, ...]:
        """Return how much of each contrast of hit and then of opposite is luck, in margins."""
        pairs = []
        for market, world in twice:
            first, second = (self._row(claim, market, one).outcome for one in (world, again(world)))
            pairs.append(zip((*first.hit, *first.opposite), (*second.hit, *second.opposite), strict=True))
        return tuple(luck_of(contrast) for contrast in zip(*pairs, strict=True))

    def _in_turn(self, markets: Sequence[str], n: int, crew: Crew) -> Iterator[tuple[str, World]]:
        """Yield the worlds of all markets in turn, the first of each, then the second."""
        sources = {m: claim_worlds(self.scenarios[m], n, crew=crew, store=self._store) for m in markets}
        for _ in range(n):
            for market, source in sources.items():
                world = next(source)
                self.worlds[market].append(world)
                yield market, world
        for source in sources.values():
            next(source, None)      # lets it remember which draws were accepted

    def _job(self, market: str, world: World, wanted: Iterable[tuple[Claim, Neutral | None]]) -> Job:
        """Return what is still to be played in a world for some claims, each with what is made neutral."""
        scenario, known = self.scenarios[market], self._of(market, world)
        pairs = [
            pair for claim, without in wanted if market in claim.worlds.markets
            for pair in needed(claim, scenario, world, without)
            if pair[1].key not in known.get(pair[0].key, {})
        ]
        return Job(scenario, world, tuple(measures_by_plan(pairs)))

    def _of(self, market: str, world: World) -> Known:
        """Return everything known of a world."""
        key = market, world.draw
        if key not in self._known:
            self._known[key] = self._store.values(self.scenarios[market], world)
        return self._known[key]

    def _play(self, jobs: Iterable[Job], crew: Crew, total: int, what: str) -> None:
        for done, _ in enumerate(self._played(jobs, crew), start=1):
            self._tell(done, total, what)

    def _played(self, jobs: Iterable[Job], crew: Crew) -> Iterator[Job]:
        """Play jobs, remember what they say and yield them, in their order; those without plans cost nothing."""
        given: list[Job] = []

        def noted() -> Iterator[Job]:
            for job in jobs:
                given.append(job)
                yield job

        for number_, found in enumerate(crew.stream(play, noted())):
            job = given[number_]
            if found:
                self._remember(job, found)
            yield job

    def _remember(self, job: Job, found: Known) -> None:
        market = next(name for name, scenario in self.scenarios.items() if scenario is job.scenario)
        known = self._of(market, job.world)
        for key, values in found.items():
            known[key] = {**known.get(key, {}), **values}
        self._store.keep(job.scenario, job.world, found)

    # judging ------------------------------------------------------------------------------------

    def _judged(self, file: ClaimFile, n: int) -> Tested:
        claim = file.claim
        rows = [
            self._row(claim, market, world)
            for k in range(n) for market in claim.worlds.markets for world in self.worlds[market][k : k + 1]
        ]
        if claim.ranking is not None:
            return Tested(file, rows, ranked=ranked(claim, rows))
        return Tested(file, rows, verdict_of(claim, rows, self.scenarios), luck=self.luck.get(claim.id, ()))

    def _row(self, claim: Claim, market: str, world: World, without: Neutral | None = None) -> Row:
        scenario, known = self.scenarios[market], self._of(market, world)
        extra = extra_values(claim, scenario, world)
        plans = {arm: resolve(claim, arm, scenario, extra, without=without) for arm in claim.arms}
        arms = {arm: known.get(plan.key, {}) for arm, plan in plans.items()}
        outcome = WorldOutcome(None, (), (), ())
        if claim.ranking is None:
            rate = float(scenario.market.discount_rate)
            outcome = judge_world(claim, arms, rate, self.luck.get(claim.id, ()))
        return Row(market, world, outcome, arms, seen_in(claim, world, extra, arms[claim.base]))

    # what is no evidence ------------------------------------------------------------------------

    def check(self, tested: Sequence[Tested], crew: Crew) -> None:
        """Play placebos, knock-outs and worlds from the bounds, each until its answer is certain."""
        checks = [(one.claim, check) for one in tested for check in one.checks]
        if not checks:
            return
        done, total = 0, self.per_market * max(len(claim.worlds.markets) for claim, _ in checks)
        for job in self._played(self._check_jobs(checks), crew):
            market = next(name for name, scenario in self.scenarios.items() if scenario is job.scenario)
            for claim, check in checks:
                if check.is_open and market in claim.worlds.markets and check.kind in job.kind.split():
                    row = self._row(claim, market, job.world, check.neutral)
                    check.note(row.outcome.outcome, self.per_market * len(claim.worlds.markets))
            done += job.kind != "bounds"
            self._tell(done, total, marked("worlds of checks"))

    def _check_jobs(self, checks: Sequence[tuple[Claim, Check]]) -> Iterator[Job]:
        """Yield the worlds of the checks that are still open: plausible ones, and ones from the bounds."""
        for k in range(self.per_market):
            for market in self.worlds:
                still = [(claim, check) for claim, check in checks if check.is_open]
                plausible = [(claim, check.neutral) for claim, check in still if check.kind != "bounds"]
                if plausible and k < len(self.worlds[market]):
                    job = self._job(market, self.worlds[market][k], plausible)
                    yield Job(job.scenario, job.world, job.plans, "placebo near")
                beyond = [(claim, None) for claim, check in still if check.kind == "bounds"]
                if beyond:
                    job = self._job(market, bounds_world(self.scenarios[market], k + 1), beyond)
                    yield Job(job.scenario, job.world, job.plans, "bounds")


def seed_of(market: str, seed: int) -> int:
    """Return the seed of a market's worlds: each market has its own, so that all worlds are independent."""
    purpose(f"claims.{Path(market).stem}")
    return int(uniform(seed, f"claims.{Path(market).stem}") * 2**31)


def _known(markets: Iterable[str], scenarios: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Return the markets that were handed in, by what claims call them; a file is called by its stem."""
    missing = [name for name in markets if Path(name).stem not in scenarios]
    if missing:
        raise ScenarioError([f"market '{name}' of a claim was not kept" for name in missing])
    return {name: scenarios[Path(name).stem] for name in markets}


def _loaded(markets: Iterable[str], customers: int, seed: int) -> dict[str, Scenario]:
    problems: list[str] = []
    found: dict[str, Scenario] = {}
    for name in markets:
        try:
            found[name] = load(name, sets=[f"customers={customers}", f"seed={seed_of(name, seed)}"])
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return found


def needed(claim: Claim, scenario: Scenario, world: World, without: Neutral | None) -> Iterator[tuple[Plan, Measure]]:
    """Yield every arm with every measure that a claim needs of it in a world."""
    extra = extra_values(claim, scenario, world)
    plans = {arm: resolve(claim, arm, scenario, extra, without=without) for arm in claim.arms}
    for one in claim.contrasts:
        for arm in _arms_of(one, claim):
            for measure in measures_of(one, claim.weeks):
                yield plans[arm], measure
    if claim.ranking is not None:
        measure = measure_of(claim.ranking, claim.weeks)
        for plan in plans.values():
            yield plan, measure
        yield plans[claim.base], revenue_of(measure)
    if without is None:
        for plan in plans.values():
            yield plan, spent_of(claim.weeks)
    for condition in claim.conditions:
        if condition.path.startswith(f"{START}."):
            yield plans[claim.base], at_start(condition.path)


def _arms_of(one: Contrast, claim: Claim) -> list[str]:
    named = formulas.names(one.of)
    return list(dict.fromkeys([*named, *(one.versus[arm] for arm in named if arm in one.versus), claim.base]))
