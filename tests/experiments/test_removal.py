"""The largest causes taken out: which, in how many worlds, and that it is the paired run without them."""

from __future__ import annotations

import numpy as np
import pytest
from small_market import write_small_market

from experiments import compare
from experiments.removal import LARGEST, MOST, PILOT, largest, worlds_wanted
from experiments.worlds import as_table, central_world
from sim import load


def cause(name, difference):
    return {"cause": name, "label": name.replace("_", " "), "difference": difference}


def test_the_largest_three_mechanisms_are_taken_and_what_no_setting_removes_is_named():
    rows = [cause(*row) for row in (
        ("time", -0.5), ("hidden_fee", 0.4), ("refused", 0.3), ("offer_unwanted", 0.2), ("start", 0.2),
        ("mis_sale", 0.1), ("heard_bad", 0.05),
    )]  # fmt: skip
    assert largest(rows) == (["M13", "M03", "M02"], ["time", "start"])
    assert largest(rows, without=["M13"]) == (["M03", "M02", "M15"], ["time", "hidden fee", "refused", "start"])
    assert largest([cause("hidden_fee", 0.0)]) == ([], [])


def test_worlds_wanted_by_hand():
    effects = np.array([[0.0], [0.02]] * 4)     # 8 worlds, s = .02 · √(2/7) = .01069; t = 2.3646; d = .01
    assert worlds_wanted(effects, 0.02, 40) == PILOT     # (2.3646 · .01069 / .01)² = 6.4: eight suffice
    assert worlds_wanted(1.4 * effects, 0.02, 40) == 13     # 12.5
    assert worlds_wanted(9 * effects, 0.02, 40) == MOST
    assert worlds_wanted(9 * effects, 0.02, 11) == 11
    assert worlds_wanted(effects[:1], 0.02, 1) == 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_small_market(tmp_path_factory.mktemp("removal"))


def arguments(folder, **options):
    scenario = load(folder / "small.yaml", sets=["customers=300"])
    arms = ["status_quo", str(folder / "careful.yaml")]
    return scenario, arms, as_table([central_world(scenario, seed) for seed in (3, 4)]), options | {"luck": False}


@pytest.mark.parametrize("options", [{}, {"established": True}, {"rivals": "follow"}, {"without": ["M02"]}])
def test_what_goes_with_a_mechanism_is_the_difference_less_that_of_the_paired_run_without_it(folder, options):
    scenario, arms, worlds, more = arguments(folder, **options)
    full = compare(scenario, arms, worlds, workers=1, **more)
    removed = full.data["trust"]["removed"]
    assert removed["arm"] == "careful"
    assert removed["worlds"] == 2
    assert 1 <= len(removed["rows"]) <= LARGEST
    gap = full.data["trust"]["end"]["careful"] - full.data["trust"]["end"]["status_quo"]
    for row in removed["rows"]:
        more["without"] = [*options.get("without", []), row["mechanism"]]
        out = compare(scenario, arms, worlds, workers=1, booked_only=True, **more).data["trust"]
        left = out["end"]["careful"] - out["end"]["status_quo"]
        assert row["without"]["mean"] == pytest.approx(gap - left, abs=1e-12)
        assert row["booked"]["mean"] == pytest.approx(sum(one["mean"] for one in row["causes"]))
        assert row["without"]["p10"] <= row["without"]["mean"] <= row["without"]["p90"]


def test_what_is_booked_is_what_the_ledger_says(folder):
    scenario, arms, worlds, more = arguments(folder)
    trust = compare(scenario, arms, worlds, workers=1, **more).data["trust"]
    booked = {row["cause"]: row["difference"] for row in trust["causes"]["careful"]}
    for row in trust["removed"]["rows"]:
        for one in row["causes"]:
            assert one["mean"] == pytest.approx(booked[one["cause"]])


def test_the_mechanism_that_makes_all_the_difference_takes_all_of_it_along(folder):
    scenario, arms, worlds, more = arguments(folder)
    trust = compare(scenario, arms, worlds, workers=1, **more).data["trust"]
    fees = next(row for row in trust["removed"]["rows"] if row["mechanism"] == "M13")   # all that the arm changes
    assert fees["without"]["mean"] == pytest.approx(trust["end"]["careful"] - trust["end"]["status_quo"], abs=1e-12)
    assert fees["without"]["mean"] != fees["booked"]["mean"]


def test_what_the_scenario_leaves_out_is_not_taken_out_again(folder):
    scenario, arms, worlds, more = arguments(folder)
    ladder = scenario.model_copy(update={"only": ("M07", "M13")})
    removed = compare(ladder, arms, worlds, workers=1, **more).data["trust"]["removed"]
    assert {row["mechanism"] for row in removed["rows"]} <= {"M07", "M13"}


def test_it_can_be_left_out(folder):
    scenario, arms, worlds, more = arguments(folder)
    assert compare(scenario, arms, worlds, workers=1, booked_only=True, **more).data["trust"]["removed"] is None
