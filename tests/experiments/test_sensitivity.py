"""Morris and Sobol: known values of a known function, refused outputs, and designs that run as batches and resume."""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import SALib.analyze.morris
import SALib.analyze.sobol
from small_market import write_small_market

from experiments.exploring import ask, varied
from experiments.sensitivity import NotFiniteError, design, morris, problem, sobol
from experiments.sensitivity_runs import sensitivity
from sim import ScenarioError

ISHIGAMI = {f"x{k}": (-np.pi, np.pi) for k in (1, 2, 3)}
# Analytical shares for a = 7, b = 0.1 (Ishigami & Homma 1990): of each alone, and in total.
ALONE, TOTAL = {"x1": 0.3139, "x2": 0.4424, "x3": 0.0}, {"x1": 0.5576, "x2": 0.4424, "x3": 0.2437}
OVER = ("wage", "fatigue", "firms.Beta.price=0.9:1.1")


def ishigami(table: pd.DataFrame) -> np.ndarray:
    x1, x2, x3 = (table[name] for name in ISHIGAMI)
    return (np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)).to_numpy(copy=True)


def test_sobol_finds_the_known_shares_of_ishigami():
    table = design(ISHIGAMI, "sobol", 1024)
    found = sobol(table, ishigami(table)).set_index("factor")
    for name in ISHIGAMI:
        assert found.loc[name, "S1"] == pytest.approx(ALONE[name], abs=0.03)
        assert found.loc[name, "ST"] == pytest.approx(TOTAL[name], abs=0.03)
        assert found.loc[name, "S1_low"] <= ALONE[name] <= found.loc[name, "S1_high"]
        assert found.loc[name, "ST_low"] <= TOTAL[name] <= found.loc[name, "ST_high"]


def test_morris_is_exact_where_effects_are_straight():
    table = design({"a": (0, 10), "b": (-1, 1), "idle": (3, 4)}, "morris", 5)
    found = morris(table, 2 * table["a"] - 3 * table["b"]).set_index("factor")
    assert found["mu_star"].to_dict() == pytest.approx({"a": 20, "b": 6, "idle": 0})
    assert found["mu"].to_dict() == pytest.approx({"a": 20, "b": -6, "idle": 0})
    assert found["sigma"].to_numpy() == pytest.approx(0, abs=1e-9)
    assert list(found.index) == ["a", "b", "idle"]


def test_morris_sees_that_an_input_of_ishigami_acts_with_others():
    table = design(ISHIGAMI, "morris", 100)
    found = morris(table, ishigami(table)).set_index("factor")
    assert found.loc["x3", "mu_star"] > 4
    assert abs(found.loc["x3", "mu"]) < found.loc["x3", "sigma"]
    assert (found["mu_star_low"] <= found["mu_star"]).all()


def test_groups_move_together():
    ranges, groups = {"a": (0, 1), "b": (0, 1), "c": (0, 1)}, {"a": "first", "b": "first", "c": "second"}
    table = design(ranges, "morris", 4, groups=groups)
    assert len(table) == 4 * 3
    found = morris(table, table["a"] + table["b"] + 0.1 * table["c"], groups=groups).set_index("factor")
    assert found.loc["second", "mu_star"] == pytest.approx(0.1)
    assert found.loc["first", "mu_star"] > 0.1


@pytest.mark.parametrize(("method", "n"), [("morris", 3), ("sobol", 4)])
def test_a_larger_design_begins_with_the_smaller_one(method, n):
    few, many = design(ISHIGAMI, method, n), design(ISHIGAMI, method, 2 * n)
    pd.testing.assert_frame_equal(many.head(len(few)), few)


def test_salib_runs_on_the_tables_as_they_are():
    table, described = design(ISHIGAMI, "sobol", 64), problem(ISHIGAMI)
    theirs = SALib.analyze.sobol.analyze(described, ishigami(table), calc_second_order=False, seed=0)
    ours = sobol(table, ishigami(table)).set_index("factor")
    assert ours.loc[described["names"], "ST"].tolist() == pytest.approx(theirs["ST"].tolist())
    table = design(ISHIGAMI, "morris", 6)
    theirs = SALib.analyze.morris.analyze(described, table.to_numpy(), ishigami(table), seed=0)
    ours = morris(table, ishigami(table)).set_index("factor")
    assert ours.loc[described["names"], "mu_star"].tolist() == pytest.approx(list(theirs["mu_star"]))


@pytest.mark.parametrize(("method", "analyse"), [("morris", morris), ("sobol", sobol)])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_outputs_that_are_not_finite_are_refused_by_name(method, analyse, bad):
    table = design(ISHIGAMI, method, 4)
    outputs = ishigami(table)
    outputs[[2, 5]] = bad
    with pytest.raises(NotFiniteError, match=r"2 of \d+ outputs are no finite numbers \(run 2, run 5\)"):
        analyse(table, outputs, labels=[f"run {k}" for k in range(len(table))])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: design(ISHIGAMI, "sobol", 12), "a power of 2, and not 12"),
        (lambda: design({}, "morris", 4), "needs a factor"),
        (lambda: morris(design(ISHIGAMI, "morris", 4).head(10), range(10)), "no two or more trajectories of 4 runs"),
        (lambda: sobol(design(ISHIGAMI, "sobol", 4), [1.0] * 20), "all outputs are equal"),
        (lambda: sobol(design(ISHIGAMI, "sobol", 4).head(9), range(9)), "no base points of 5 runs each"),
    ],
)
def test_what_is_no_design_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_python_of_the_document_runs():
    page = (Path(__file__).parents[2] / "docs" / "EXPERIMENTS.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    own = [block for block in blocks if "import d" in block]
    assert len(own) == 2
    for block in own:
        exec(compile(block, "EXPERIMENTS.md", "exec"), {})  # noqa: S102  the document's own lines


# on a market ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", name="place")
def _place(tmp_path_factory):
    return write_small_market(tmp_path_factory.mktemp("sensitivity"))


@pytest.fixture(scope="module", name="question")
def _question(place):
    pair = [str(place / "careful.yaml"), str(place / "bold.yaml")]
    return ask(place / "small.yaml", pair, sets=["customers=200", "weeks=13"])


def run(question, *arguments, **options):
    with ThreadPoolExecutor(1) as executor:
        return sensitivity(question, *arguments, executor=executor, **options)


@pytest.fixture(scope="module", name="found")
def _found(question, place):
    return run(question, OVER, points=4, out=place / "out")


def test_a_market_is_asked_by_morris_and_answers_in_words(found):
    data = found.data
    assert {row["name"] for row in data["factors"]} == {"wage", "fatigue", "price"}
    assert [row["effect"] for row in data["factors"]] == sorted((r["effect"] for r in data["factors"]), reverse=True)
    assert data["runs"] == 4 * (3 + 1) * 2 * 2
    assert 0 <= data["luck"] <= 1
    text = " ".join(data["sentences"])
    assert "‹Bold›" in text
    assert "Luck makes" in text
    assert "€" not in text, "money is written as elsewhere"


def test_a_finished_sensitivity_is_not_run_again(question, place, found, monkeypatch):
    monkeypatch.setattr(sys.modules["experiments.batch"], "run_job", lambda _: pytest.fail("it ran again"))
    again = run(question, OVER, points=4, out=place / "out")
    pd.testing.assert_frame_equal(again.table, found.table)
    assert again.data["sentences"] == found.data["sentences"]


def test_sobol_looks_at_those_that_morris_puts_first(question, place):
    both = run(question, OVER, method="sobol", points=2, top=2, seeds=1, out=place / "both")
    first = [row["name"] for row in both.data["screening"]["factors"][:2]]
    assert {row["name"] for row in both.data["factors"]} == set(first)
    assert set(both.batches) == {"morris", "sobol"}
    assert both.data["luck"] is None


def test_a_run_that_failed_is_named(question, place, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("no customers left")

    monkeypatch.setattr("experiments.batch_tasks.measured", fail)
    with pytest.raises(NotFiniteError, match="point 0, careful: ZeroDivisionError: no customers left"):
        run(question, OVER, points=2, out=place / "failed")


def test_few_trajectories_get_no_word(question, place):
    few = run(question, OVER, points=2, seeds=1, out=place / "few")
    assert {row["verdict"] for row in few.data["factors"]} == {"few"}
    assert "2 trajectories are too few" in few.data["sentences"][1]


def test_levers_are_those_of_the_strategy_that_is_asked_about(question):
    assert varied(question, ["levers"])[0].path.startswith("strategies.bold.levers.")
    assert varied(question, ["bot_share"])[0].path == "strategies.bold.levers.bot_share"
    everything = varied(question, [])
    assert len(everything) > 100
    assert all(one.low < one.high and one.label for one in everything)


@pytest.mark.parametrize(
    ("over", "message"),
    [
        ("wagge", "unknown uncertainty or lever 'wagge'; did you mean 'wage'?"),
        ("firms.Beta.price", r"write firms\.Beta\.price=LOW:HIGH"),
        ("wage=cheap", "write PATH=LOW:HIGH, as in"),
        ("wage=40:30", "40 to 30 is no range"),
    ],
)
def test_what_cannot_be_varied_is_refused(question, over, message):
    with pytest.raises(ScenarioError, match=message):
        varied(question, [over])


def test_one_strategy_is_not_enough(place):
    with pytest.raises(ScenarioError, match="two different ones are compared, the reference first"):
        ask(place / "small.yaml", [str(place / "bold.yaml")])
