"""A few dozen values of one small run, kept in a file: a change that moves them moves results.

`python -m tests.sim.test_baseline` writes the file anew; the commit and CHANGELOG.md then say *results change*.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.builders import opened, shipped

FILE = Path(__file__).with_name("baseline.json")
METRICS = ("trust", "trust_cohort", "satisfaction", "customers", "churn_month", "profit", "revenue", "spend", "wait",
           "abandonment", "contacts", "sales", "mis_sale_rate", "collision_rate", "self_image", "customer_view",
           "morale", "customer_equity", "resigned", "data_accuracy")  # fmt: skip
ARMS = {"status quo": {}, "changed": {"authority": 0.8, "next_best_action": 0.7, "hidden_fees": 0.0, "bot_share": 0.6}}
WEEKS = 39
ADVICE = (
    "results have changed: if that is meant, write the file anew by python -m tests.sim.test_baseline, "
    "and flag it in CHANGELOG.md as *results change*, with the reason"
)


def values() -> dict[str, dict[str, float]]:
    """Return the first firm's values of the last week, per arm, to six digits."""
    market, found = opened(shipped("mobile_telecom"), customers=1500, weeks=WEEKS, rng=7), {}
    start = market.snapshot()
    for arm, levers in ARMS.items():
        market.restore(start)
        market.adopt("Alpha", levers, budget="equal")
        market.run(WEEKS)
        results = market.results
        found[arm] = {name: float(f"{results.metric(name)[-1, 0]:.6g}") for name in METRICS}
        causes = [route.cause for route in results.routes]
        ledger = results.trust_ledger("cohort")[:, :, 0].sum(axis=(0, 1)) / results.people("cohort")[0, :, 0].sum()
        found[arm] |= {
            f"trust by {causes[r]}": float(f"{ledger[r]:.6g}") for r in np.argsort(-np.abs(ledger), kind="stable")[:8]
        }
    market.close()
    return found


@pytest.fixture(scope="module")
def now():
    return values()


@pytest.mark.parametrize("arm", ARMS)
def test_results_are_what_they_were(now, arm):
    kept = json.loads(FILE.read_text(encoding="utf-8"))[arm]
    pairs = {name: (kept.get(name), now[arm].get(name)) for name in kept | now[arm]}
    moved = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    assert not moved, f"{ADVICE}\n{moved}"


def test_the_baseline_tells_the_two_arms_apart(now):
    assert now["status quo"] != now["changed"]


if __name__ == "__main__":
    FILE.write_text(json.dumps(values(), indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{FILE} is written: flag it in CHANGELOG.md as *results change*, with the reason\n")
