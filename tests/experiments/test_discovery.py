"""Scenario discovery: a known box is found, as another library finds it; chance is told from conditions."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from small_market import write_small_market

from experiments import batch, compare
from experiments.boxes import Sheet, box_of, find_box, peel
from experiments.discovery import discover
from experiments.discovery_runs import find_conditions, read_cases, run_worlds
from experiments.exploring import ask
from experiments.exploring_text import discovery_lines, restrictions
from experiments.report.exploring import write_discovery, write_sensitivity
from experiments.sensitivity_runs import sensitivity
from experiments.statistics import scattered
from sim import ScenarioError

QUICK = {"shuffles": 19}


@pytest.fixture(scope="module", name="known")
def _known() -> tuple[pd.DataFrame, np.ndarray]:
    """400 rows of eight inputs; the cases are those with a above .6 and b below .5."""
    table = pd.DataFrame(scattered(11, 400 * 8).reshape(400, 8), columns=list("abcdefgh"))
    return table, ((table["a"] > 0.6) & (table["b"] < 0.5)).to_numpy()


def test_a_known_box_is_found(known):
    table, cases = known
    first, *_ = discover(table, cases, **QUICK)
    assert set(first.box.limits) == {"a", "b"}
    assert first.box.limits["a"] == (pytest.approx(0.6, abs=0.03), np.inf)
    assert first.box.limits["b"] == (-np.inf, pytest.approx(0.5, abs=0.03))
    assert min(first.box.coverage, first.box.density) > 0.9
    assert max(first.box.quasi_p.values()) < 1e-6
    assert first.p == pytest.approx(1 / 20)
    assert first.reproduced == {"a": first.halves, "b": first.halves}


def test_a_box_is_measured_by_hand():
    table, cases = pd.DataFrame({"x": [1.0, 2.0, 3.0, 4.0]}), np.array([False, True, False, True])
    box = box_of(Sheet.of(table), cases, {"x": (2.0, np.inf)})
    assert (box.coverage, box.density, box.mass, box.cases, box.rows) == (1.0, 2 / 3, 0.75, 2, 3)
    assert box.gain == 0.25
    assert box.holds(table).tolist() == [False, True, True, True]


def test_the_library_prim_peels_the_same_way(known, tmp_path):
    table, cases = known
    table.assign(case=cases).to_csv(tmp_path / "known.csv", index=False)
    code = (
        "import sys, json, warnings; warnings.simplefilter('ignore')\nimport pandas, prim\n"
        "table = pandas.read_csv(sys.argv[1])\ncase = table.pop('case')\n"
        "box = prim.Prim(table, case, threshold=0.5, threshold_type='>').find_box()\n"
        "print(json.dumps(box.peeling_trajectory[['coverage', 'density', 'mass']].values.tolist()))\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "known.csv")], capture_output=True, text=True, check=True,
    )
    theirs = json.loads(told.stdout.splitlines()[-1])
    ours = [[box.coverage, box.density, box.mass] for box in peel(Sheet.of(table), cases)]
    for coverage, density, mass in theirs:
        nearest = min(ours, key=lambda step: abs(step[2] - mass))
        assert nearest == pytest.approx([coverage, density, mass], abs=0.06)


def test_whole_numbers_and_names_are_restricted_too():
    draws = scattered(5, 900).reshape(300, 3)
    table = pd.DataFrame({
        "count": (draws[:, 0] * 6).astype(int), "rival": np.where(draws[:, 1] < 0.5, "fixed", "follow"),
        "noise": draws[:, 2],
    })
    cases = ((table["count"] >= 3) & (table["rival"] == "follow")).to_numpy()
    box, _ = find_box(Sheet.of(table), cases)
    assert box.limits == {"count": (3.0, np.inf), "rival": ("follow",)}
    assert (box.coverage, box.density) == (1.0, 1.0)


def test_two_boxes_are_found_one_after_the_other():
    table = pd.DataFrame(scattered(3, 1600).reshape(400, 4), columns=list("abcd"))
    cases = ((table["a"] > 0.8) | (table["b"] < 0.15)).to_numpy()
    found = discover(table, cases, **QUICK)
    assert len(found) >= 2
    assert {name for one in found[:2] for name in one.box.limits} == {"a", "b"}
    assert sum(one.box.coverage for one in found) == pytest.approx(1, abs=0.1)


def test_where_there_is_no_condition_none_is_claimed():
    table = pd.DataFrame(scattered(21, 2000).reshape(200, 10))
    (only,) = discover(table, scattered(22, 200) < 0.3, **QUICK)
    assert not only.box.limits or only.p > 0.05


def test_a_density_may_be_asked_for(known):
    table, cases = known
    flipped = cases ^ (scattered(8, 400) < 0.1)
    boxes = [find_box(Sheet.of(table), flipped, density=share)[0] for share in (0.5, 0.85)]
    assert boxes[0].rows > boxes[1].rows


@pytest.mark.parametrize(
    ("table", "cases", "message"),
    [
        (pd.DataFrame({"x": range(30)}), [True] * 5 + [False] * 25, "5 of 30 rows are cases; conditions need 10 cases"),
        (pd.DataFrame({"x": [np.nan] * 30}), [True, False] * 15, "inputs with missing values: x"),
        (pd.DataFrame({"x": range(30)}), [True] * 20, "do not belong together"),
    ],
)
def test_what_cannot_be_searched_is_refused(table, cases, message):
    with pytest.raises(ValueError, match=message):
        discover(table, cases)


# on a market ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", name="place")
def _place(tmp_path_factory):
    return write_small_market(tmp_path_factory.mktemp("discovery"))


@pytest.fixture(scope="module", name="question")
def _question(place):
    pair = [str(place / "careful.yaml"), str(place / "bold.yaml")]
    return ask(place / "small.yaml", pair, sets=["customers=200", "weeks=13"])


@pytest.fixture(scope="module", name="cases")
def _cases(question, place):
    with ThreadPoolExecutor(1) as executor:
        return run_worlds(question, 40, out=place / "worlds", executor=executor)


@pytest.fixture(scope="module", name="found")
def _found(cases):
    return find_conditions(cases, limit=float(cases.gaps.median()), over=["wage", "fatigue", "overhead"], **QUICK)


def test_worlds_of_a_market_are_run_and_told(found):
    assert found.data["cases"] == 20
    assert found.data["sentences"][0].startswith("The difference of ‹Bold› to ‹Careful› in value is below")
    assert json.dumps(found.data, allow_nan=False)


def test_lines_and_rows_hold_every_box(found):
    assert next(discovery_lines(found.data))
    assert {row["box"] for row in restrictions(found.data)} == {1, *range(1, len(found.data["boxes"]) + 1)}


def test_without_a_limit_the_margin_decides(cases):
    for case, sign in (("behind", -1), ("ahead", 1)):
        beyond = int((sign * cases.gaps > cases.limit).sum())
        if min(beyond, len(cases.gaps) - beyond) >= 10:
            assert find_conditions(cases, case=case, over=["wage"], shuffles=1).data["cases"] == beyond
        else:
            with pytest.raises(ScenarioError, match=f"{beyond} of 40 rows are cases"):
                find_conditions(cases, case=case)


def test_the_folder_of_a_batch_says_the_same(cases, place):
    read = read_cases(place / "worlds")
    pd.testing.assert_series_equal(read.gaps, cases.gaps)
    pd.testing.assert_frame_equal(read.inputs, cases.inputs)
    assert read.limit == cases.limit


def test_the_folder_of_a_comparison_can_be_searched(place, question):
    with ThreadPoolExecutor(1) as executor:
        done = compare(question.scenario, list(question.strategies), 3, executor=executor, luck=False, booked_only=True)
    read = read_cases(done.write(place / "compared"))
    value = done.runs[(done.runs["outcome"] == "value")].pivot_table(index="world", columns="arm", values="value")
    assert read.gaps.tolist() == pytest.approx((value["bold"] - value["careful"]).tolist())
    assert read.limit > 0
    assert "wage" in read.inputs
    assert list(read.inputs["wage"]) == list(done.worlds["wage"])


def test_a_factor_of_a_batch_stands_above_what_worlds_drew(place):
    experiment = {
        "scenario": str(place / "small.yaml"), "strategies": [str(place / f"{n}.yaml") for n in ("careful", "bold")],
        "settings": {"customers": 200, "weeks": 13}, "worlds": 2, "measures": {"profit": {"metric": "profit"}},
        "factors": {"pay": {"path": "market.uncertainties.wage", "title": "an hour of work", "levels": [32, 44]}},
    }
    with ThreadPoolExecutor(1) as executor:
        batch(experiment, place / "factors", executor=executor)
    read = read_cases(place / "factors", outcome="profit")
    assert read.inputs["pay"].tolist() == [32, 32, 44, 44]
    assert "wage" not in read.inputs
    assert read.labels["pay"][0] == "an hour of work"


def test_a_table_of_others_can_be_searched(known, tmp_path):
    table, cases = known
    table.assign(profit=np.where(cases, -1.0, 1.0)).to_csv(tmp_path / "mine.csv", index=False)
    found = find_conditions(read_cases(tmp_path / "mine.csv", outcome="profit"), limit=0.0, **QUICK)
    assert "‹profit› is below 0 in" in found.data["sentences"][0]
    said = re.search(r"where ‹a› is above (0\.\d+) and ‹b› is below (0\.\d+)", found.data["sentences"][1])
    assert [float(limit) for limit in said.groups()] == pytest.approx([0.6, 0.5], abs=0.03)
    page = write_discovery(found, tmp_path / "page.html").read_text(encoding="utf-8")
    assert '"trajectory"' in page
    assert '"dots-1"' in page
    assert said[0] in page
    assert "https://" not in page.split('<script type="application/json"')[0]


def test_the_page_of_a_sensitivity_has_its_words_and_its_chart(question, tmp_path):
    with ThreadPoolExecutor(1) as executor:
        told = sensitivity(question, ["wage", "fatigue"], points=2, executor=executor).data
    page = write_sensitivity(told, tmp_path / "page.html").read_text(encoding="utf-8")
    payload = json.loads(page.split('id="charts">')[1].split("</script>")[0])
    bars = [trace for trace in payload["figures"]["effects"]["data"] if trace["type"] == "bar"]
    assert sum(len(bar["x"]) for bar in bars) == 2
    assert told["sentences"][1].replace("’", "’") in page
    assert payload["config"]["showSendToCloud"] is False


def searched(folder, **options):
    return find_conditions(read_cases(folder / "mine.csv", outcome="profit"), **options)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (read_cases, "no folder of a batch or a comparison"),
        (lambda p: read_cases(p / "mine.csv"), "name the column to look at: --outcome COLUMN"),
        (lambda p: read_cases(p / "mine.csv", outcome="profti"), "unknown column 'profti'; did you mean 'profit'?"),
        (lambda p: read_cases(p / "mine.csv", outcome="rival"), "column 'rival' holds no numbers"),
        (lambda p: searched(p, over=["wagge"]), "unknown input 'wagge'; did you mean 'wage'?"),
        (searched, "0 of 3 rows are cases"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_line(make, message, tmp_path):
    rows = {"wage": [1, 2, 3], "rival": ["a", "b", "a"], "profit": [1.0, 2.0, 3.0]}
    pd.DataFrame(rows).to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(ScenarioError) as error:
        make(tmp_path)
    assert message in str(error.value)
