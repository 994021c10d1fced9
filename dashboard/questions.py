"""What people ask: frozen questions that compare by value, fit into a link, and become a design to run.

A question names its kind, a scenario or market, and one or two sides: a strategy and the levers moved on top of it.
Side `a` is the one the other is compared with. In a link: `kind=compare&scenario=mobile_telecom&a=product_centric&
b=customer_centric&b.bot_share=0.6`; what has its default is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, TypeAlias, get_args
from urllib.parse import urlencode

import agents.declarations  # noqa: F401  # fills the registry of levers
from agents.parameters import LEVERS
from experiments.plan import Plan, plan_comparison, strategy_arm
from experiments.provenance import digest
from experiments.trial import Arm
from sim import Scenario, ScenarioError, load
from sim.scenario import list_shipped
from sim.scenario_errors import unknown
from sim.scenario_events import STATUS_QUO

ROOT = Path(__file__).resolve().parent.parent
Kind = Literal["compare", "flip", "why", "story", "market", "inside"]
Levers: TypeAlias = tuple[tuple[str, float], ...]
Find: TypeAlias = Callable[[str], Scenario]
COMPARING = ("compare", "flip", "why")
KINDS: tuple[Kind, ...] = get_args(Kind)
LIVE_WORLDS, LIVE_CUSTOMERS = 24, 800       # people: assumption, a compromise of time and luck
FLIP_WORLDS = 96        # conditions are told from as many worlds as a claim has (users.md S16)
MOST = {"worlds": 400, "customers": 20_000, "weeks": 520}     # a link must not fill the machine: assumption
CHANGED = "+"   # marks the id of an arm whose levers were moved


@dataclass(frozen=True, slots=True)
class Side:
    """What the firm does: a strategy (or status_quo) and the levers moved on top of it, in the order of their names."""

    strategy: str
    levers: Levers = ()

    def moved(self, **levers: float) -> Side:
        """Return this side with levers at other values."""
        return replace(self, levers=tuple(sorted({**dict(self.levers), **levers}.items())))


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Args:
        kind: compare (what happens), flip (the same in more worlds, for its conditions), why (with runs without the
            largest causes), story (one person), market and inside (one central world, week by week).
        scenario: the name of a scenario or market, shipped or uploaded.
        sides: one or two; the second is compared with the first.
        worlds: how many; None: 24, for `flip` 96. Kinds that play the one central world do not use it.
        customers: simulated people.
        weeks: the horizon; None: the scenario's.
        seed: the base seed; None: the scenario's.
        budget: equal, free or capped; None: the scenario's.
        rivals: fixed, follow, price_cut or adaptive.
        firm: the focal firm; None: the scenario's.
        person: of a story: a row, "auto", or "auto:2", …
    """

    kind: Kind
    scenario: str
    sides: tuple[Side, ...]
    worlds: int | None = None
    customers: int = LIVE_CUSTOMERS
    weeks: int | None = None
    seed: int | None = None
    budget: str | None = None
    rivals: str = "fixed"
    firm: str | None = None
    person: str = field(default="auto")

    @classmethod
    def of(cls, kind: Kind, scenario: str, a: str, b: str | None = None) -> Question:
        """Return a question about one or two strategies as they are."""
        return cls(kind, scenario, tuple(Side(name) for name in (a, b) if name is not None))

    @property
    def n(self) -> int:
        """How many worlds are played."""
        default = {"compare": LIVE_WORLDS, "why": LIVE_WORLDS, "flip": FLIP_WORLDS}.get(self.kind, 1)
        return default if self.worlds is None else self.worlds

    def about(self, kind: Kind) -> Question:
        """Return another question about the same."""
        return replace(self, kind=kind)

    def moved(self, side: int, **levers: float) -> Question:
        """Return the question with levers of one side (0: a, 1: b) at other values."""
        sides = tuple(one.moved(**levers) if k == side else one for k, one in enumerate(self.sides))
        return replace(self, sides=sides)

    def query(self) -> dict[str, str]:
        """Return the question as the parameters of a link, defaults left out."""
        shown = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "sides"}
        defaults = {f.name: f.default for f in fields(self)}
        found = {name: str(value) for name, value in shown.items() if value != defaults[name]}
        for letter, side in zip("ab", self.sides, strict=False):
            found[letter] = side.strategy
            found |= {f"{letter}.{name}": f"{value:g}" for name, value in side.levers}
        return found

    def link(self) -> str:
        """Return the question as the query of an address."""
        return urlencode(self.query())

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Question:
        """Return the question of a link; parameters that are no part of a question are left alone.

        Raises:
            ScenarioError: with everything in it that cannot be read.
        """
        reader = _Reader(query)
        question = reader.question()
        if reader.problems:
            raise ScenarioError(reader.problems)
        return question


class _Reader:
    """Reads a link, noting what is wrong."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self.query, self.problems = query, list[str]()

    def question(self) -> Question:
        kind: Kind = "compare"
        asked = self.query.get("kind", kind)
        if asked in KINDS:
            kind = next(one for one in KINDS if one == asked)
        else:
            self.problems.append(f"kind: {unknown('kind', asked, KINDS)}")
        numbers = {name: self._number(name) for name in ("worlds", "customers", "weeks", "seed")}
        texts = {name: self.query[name] for name in ("budget", "rivals", "firm", "person") if self.query.get(name)}
        sides = tuple(side for letter in "ab" if (side := self._side(letter)) is not None)
        if not sides:
            self.problems.append("a: names no strategy")
        whole = {name: number for name, number in numbers.items() if number is not None}
        return Question(kind, self.query.get("scenario", ""), sides, **whole, **texts)  # type: ignore[arg-type]  # told apart above

    def _side(self, letter: str) -> Side | None:
        name = self.query.get(letter)
        moved = {key[2:]: text for key, text in self.query.items() if key.startswith(f"{letter}.")}
        values = {lever: self._float(f"{letter}.{lever}", text) for lever, text in moved.items()}
        return Side(name, tuple(sorted(values.items()))) if name else None

    def _float(self, key: str, text: str) -> float:
        try:
            return float(text)
        except ValueError:
            self.problems.append(f"{key}: '{text}' is no number")
            return 0.0

    def _number(self, key: str) -> int | None:
        text = self.query.get(key)
        if text is None:
            return None
        if not text.isdecimal():
            self.problems.append(f"{key}: '{text}' is no whole number")
            return None
        return int(text)


@cache
def shipped_names() -> tuple[str, ...]:
    """Return the names of all shipped scenarios and markets."""
    return (*list_shipped("scenarios"), *list_shipped("markets"))


@lru_cache(maxsize=64)
def shipped(name: str) -> Scenario:
    """Return a shipped scenario or market by its name, read once; a link must not open any other file.

    Raises:
        ScenarioError: if there is none of this name.
    """
    if name not in shipped_names():
        raise ScenarioError([f"scenario: {unknown('scenario or market', name, shipped_names())}"])
    return load(name)


def plan_of(question: Question, find: Find = shipped) -> Plan:
    """Return the design of a question.

    Args:
        question: what is asked.
        find: returns the scenario or market of a name.

    Raises:
        ScenarioError: with everything that is wrong with it.
    """
    if problems := _problems(question):
        raise ScenarioError(problems)
    scenario, names = find(question.scenario), list(dict.fromkeys(side.strategy for side in question.sides))
    known = {STATUS_QUO, *list_shipped("strategies"), *scenario.presets}
    if strange := [f"strategies: {unknown('strategy', name, known)}" for name in names if name not in known]:
        raise ScenarioError(strange)    # a link must not open any other file
    plan = plan_comparison(
        scenario, names, fewest=1, worlds=question.n, firm=question.firm, budget=question.budget,
        rivals=question.rivals, seed=question.seed, customers=question.customers, weeks=question.weeks,
    )
    return replace(plan, design=replace(plan.design, arms=_arms(plan, question)))


def _problems(question: Question) -> list[str]:
    found = [text for side in question.sides for text in _strange_levers(side)]
    for name, size in (("worlds", question.n), ("customers", question.customers), ("weeks", question.weeks or 1)):
        found += [] if 1 <= size <= MOST[name] else [f"{name}: must lie in 1..{MOST[name]}, not {size}"]
    fewest = 2 if question.kind in COMPARING else 1
    if not fewest <= len(question.sides) <= 2 or len(set(question.sides)) < len(question.sides):
        found.append("strategies: two different ones are compared; one or two are watched or told of")
    return found


def _strange_levers(side: Side) -> list[str]:
    found = []
    for name, value in side.levers:
        if name not in LEVERS:
            found.append(f"levers: {unknown('lever', name, LEVERS)}")
        elif not LEVERS[name].low <= value <= LEVERS[name].high:
            found.append(f"levers.{name}: must lie in {LEVERS[name].low:g}..{LEVERS[name].high:g}, not {value:g}")
    return found


def _arms(plan: Plan, question: Question) -> tuple[Arm, ...]:
    """Return an arm per side; levers that the scenario sets for the firm itself hold in every one."""
    scenario, firm = plan.design.scenario, plan.design.firm
    own = scenario.firms[firm].levers if firm in scenario.firms else {}
    arms = list[Arm]()
    for side in question.sides:
        arm = strategy_arm(scenario, side.strategy, {**own, **dict(side.levers)})
        name = arm.id + CHANGED * bool(side.levers)
        arms.append(replace(arm, id=name + CHANGED * any(name == other.id for other in arms)))
    return tuple(arms)


@cache
def sources_digest() -> str:
    """Return a digest of the files that answers depend on: rules, statistics, margins, and how answers are made."""
    found = hashlib.sha256()
    files = [path for layer in ("agents", "sim", "experiments") for path in (ROOT / layer).rglob("*.*")]
    for path in sorted(path for path in files if path.suffix in {".py", ".yaml", ".json"}):
        found.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    found.update((ROOT / "dashboard" / "answers.py").read_bytes())
    return found.hexdigest()[:16]


def key_of(question: Question, plan: Plan) -> str:
    """Return the content of a question as a short hash: equal runs of equal files by equal rules, equal keys."""
    design = plan.design
    arms = [(arm.id, arm.levers) for arm in design.arms]
    what = [design.scenario.digest(), design.firm, design.mode, design.envelope, design.rivals, arms, plan.n, plan.seed]
    return digest([question.kind, question.person, *what, sources_digest()])[:24]
