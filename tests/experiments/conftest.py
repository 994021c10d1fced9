"""A small market, and made-up runs of it: what comparisons are tested on."""

from __future__ import annotations

import numpy as np
import pytest
from small_market import write_small_market

import agents.declarations  # noqa: F401  # fills the registries
from agents.books import LINES, ROUTES
from experiments.contrasts import Runs
from experiments.outcomes import ArmRun, discount, outcomes_of
from experiments.plan import Plan
from experiments.statistics import scattered
from experiments.trial import Arm, Design, WorldRun
from experiments.worlds import draw_world
from sim import load
from sim.scenario_errors import OPTION
from sim.scenario_fields import Origin


@pytest.fixture
def folder(tmp_path):
    return write_small_market(tmp_path)


@pytest.fixture
def scenario(folder):
    return load(folder / "small.yaml", sets=["customers=300"])


def made_run(number: int, gains: list[float], *, weeks: int, rate: float, seed: int) -> WorldRun:
    """One world: each arm earns its gain more per week; trust moves along one route."""
    lines, arms = [line.name for line in LINES], []
    luck = scattered(seed, weeks * len(lines)).reshape(weeks, len(lines)) - 0.5
    for gain in gains:
        money = np.zeros((weeks, len(lines)))
        money[:, lines.index("subscriptions")] = 1000.0 + gain
        money[:, lines.index("overhead")] = -700.0
        money += luck
        changes = np.zeros((2, len(ROUTES)))
        changes[:, 3] = [0.7 * gain, 0.3 * gain]
        trust = 0.5 + np.linspace(0, 1, weeks) * gain / 100
        flat = np.full(weeks, 0.5)
        courses = {
            "trust_cohort": trust, "trust": trust, "churn_year": 0.2 - gain / 1000 + 0 * flat,
            "customers": 500 + gain + flat, "revenue": 1000 + gain + flat,
            "satisfaction": flat, "customer_view": flat, "resigned": flat, "morale": flat,
            "profit": money.sum(axis=1), "customer_equity": 5000 + flat, "spend": flat * 100,
            "first_contact_resolution": flat, "data_accuracy": np.full(weeks, np.nan),
        }
        segments = {m: np.array([gain, gain / 2]) for m in ("trust_cohort", "churn_year", "contribution", "revenue")}
        run = ArmRun({"equity_start": 5000.0}, courses, money, changes, np.array([70.0, 30.0]), segments, 0.5)
        factors = discount(weeks, rate)
        run.numbers.update({outcome.name: outcome.of(run, factors) for outcome in outcomes_of("value")})
        arms.append(run)
    routes = tuple((r.cause, r.label, r.department, r.channel, r.actor) for r in ROUTES)
    return WorldRun(number, seed, tuple(arms), ("families", "young"), tuple(lines), routes)


@pytest.fixture
def make(scenario):
    """Return a maker of a comparison from gains per world and arm (worlds × arms, the first arm is the reference)."""

    def made(gains, *, weeks=104, worlds=None, again=0):
        origins = scenario.origins | {"weeks": Origin(weeks, OPTION, OPTION)}
        spec = scenario.model_copy(update={"weeks": weeks, "origins": origins})
        table = np.asarray(gains, dtype=float)
        arms = tuple(Arm(f"arm{k}", {"en": f"Arm {k}", "de": f"Arm {k} (de)"}, "", {}) for k in range(table.shape[1]))
        design = Design(spec, arms, "Alpha")
        rate = spec.market.discount_rate
        runs = [made_run(k + 1, list(row), weeks=weeks, rate=rate, seed=k) for k, row in enumerate(table)]
        second = [made_run(k + 1, list(r), weeks=weeks, rate=rate, seed=k + 999) for k, r in enumerate(table[:again])]
        drawn = [draw_world(spec, 7, k) for k in range(len(table))]
        plan = Plan(design, len(table) if worlds is None else worlds, 7, 0)
        return Runs(design, tuple(runs), tuple(second), 0), plan, drawn

    return made
