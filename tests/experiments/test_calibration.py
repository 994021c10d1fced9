"""A fit finds what made its targets, says what they leave open, and writes a market that can be used."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from german import ENGLISH_WORDS, english_in
from small_market import write_small_market

from experiments.audit import reproduce
from experiments.batch_store import read_rows
from experiments.calibration import calibrate, loss_of
from experiments.calibration_market import fitted_market
from experiments.calibration_posterior import emulate, pinned, posterior
from experiments.calibration_targets import read_targets
from experiments.calibration_words import lines, sentences
from experiments.languages import voice
from experiments.phrases import speaking
from experiments.report.calibration import write_calibration
from experiments.statistics import scattered
from experiments.worlds import draw_world, observed, status_quo
from goodwill import main
from sim import Market, ScenarioError, load
from sim.scenario_models import Target

TRUTH = {"routine_hazard": 0.034, "usual_trust": 0.45}
FIT = [*TRUTH, "wage"]      # what people earn shows in none of the targets
WEEKS = 13
FEW = {"fit": FIT, "evaluations": 45, "customers": 300, "weeks": WEEKS}
MISTAKES = """\
# what the board knows
statistic,value,tolerance,low,high,weight,firm,segments,weeks,unit,source,weigth
"""
WRONG = """\
statistic,value,tolerance,low,high,weight,firm,segments,weeks,unit,source
trst,0.5,,,,,,,,,
trust,"0,5",,,,,,,,,
churn_year,12 %,,,,,,,,,
trust,0.5,0.1,0.4,0.6,,,,,,
trust,0.5,,0.6,0.4,,,,,,
satisfaction,,,,,,,,,,
wait,3,,,,-1,Alfa,,,,
trust,3,,,,,,yung,10-90,,
trust,0.5,,,,,,,,%,"a source, with a comma"
contacts,0,,,,,,,,,
trust,1,2,3,4,5,,,,,x,y,z
"""
TOLD = """\
targets.csv:2:1: statistic: unknown statistic 'trst'; did you mean 'trust'?
targets.csv:3:7: value: must be a number, found '0,5'; write 0.5
targets.csv:4:12: value: must be a number, found '12 %'; write 0.12
targets.csv:5:11: tolerance: give either a tolerance or 'low' and 'high'
targets.csv:6:12: low: must lie below 'high', and 0.6 does not lie below 0.4
targets.csv:7:14: value: a value is missing, or 'low' and 'high'
targets.csv:8:11: weight: must be above 0, not -1
targets.csv:8:14: firm: unknown firm 'Alfa'; did you mean 'Alpha'?
targets.csv:9:14: segments: unknown segment 'yung'; did you mean 'young'?
targets.csv:9:19: weeks: must be first–last of the weeks 0 to 25, as in 0-25, found '10-90'
targets.csv:10:18: unit: trust is measured in '0..1', not in '%'; give the value so
targets.csv:11:12: tolerance: must be above 0, not 0
targets.csv:12:23: 13 cells, but 11 columns; quote a text with ',', write 0.05 for 0,05"""


@pytest.fixture(scope="module", name="place")
def _place(tmp_path_factory):
    return write_small_market(tmp_path_factory.mktemp("fit"))


@pytest.fixture(scope="module", name="small")
def _small(place):
    return load(place / "small.yaml", sets=[f"weeks={WEEKS}"])


@pytest.fixture(scope="module", name="targets")
def _targets(place, small):
    """What the model itself shows where the fitted uncertainties have values known to the test only."""
    nature = {name: value for name, (value, _) in small.uncertainties.items()} | TRUTH
    shown = []
    for seed in range(3):
        market = Market(status_quo(small), rng=seed, nature=nature, customers=1500, weeks=WEEKS)
        market.warm_up()
        market.run(WEEKS)
        shown.append({name: observed(market.results, Target(id=name, metric=name, low=0, high=1))
                      for name in ("trust", "contacts")})
        market.close()
    means = pd.DataFrame(shown).mean()
    table = pd.DataFrame({"statistic": means.index, "value": means, "tolerance": 0.03 * means, "source": "made up"})
    table.to_csv(place / "targets.csv", index=False)
    return place / "targets.csv"


@pytest.fixture(scope="module")
def fitted(place, targets):
    return quick(place / "small.yaml", targets, place / "fit", **FEW)


def quick(*arguments, **options):
    """Fit in this process, on an executor of one's own."""
    with ThreadPoolExecutor(1) as executor:
        return calibrate(*arguments, executor=executor, **options)


# targets --------------------------------------------------------------------------------------------------------------


def test_every_mistake_of_a_table_is_told_at_its_place(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "targets.csv").write_text(WRONG, encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        read_targets("targets.csv", load(place / "small.yaml"), 26)
    assert error.value.problems == TOLD.split("\n")
    (tmp_path / "targets.csv").write_text(MISTAKES, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"targets\.csv:2:75: unknown column 'weigth'; did you mean 'weight'"):
        read_targets("targets.csv", load(place / "small.yaml"), 26)
    with pytest.raises(ScenarioError, match=r"nowhere\.csv: there is no such file"):
        read_targets("nowhere.csv", load(place / "small.yaml"), 26)


def test_tolerances_are_given_by_ends_or_are_the_usual_ones(small, tmp_path):
    text = "statistic;value;low;high;weeks;segments\ntrust;;0.4;0.6;;young\nchurn_year;0.2;;;;\nwait;4;;;0-5;\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    trust, churn, wait = read_targets(tmp_path / "t.csv", small, WEEKS)
    assert (trust.value, trust.tolerance, trust.target.segments) == (0.5, pytest.approx(0.1), ("young",))
    assert (churn.tolerance, wait.tolerance) == (pytest.approx(0.01), pytest.approx(0.4))
    assert (wait.id, wait.window) == ("wait_0-5", slice(0, 6))
    assert churn.target.accept == pytest.approx((0.18, 0.22)), "two tolerances"


def test_a_target_of_the_market_is_named_by_its_id():
    churn, = read_targets(pd.DataFrame({"statistic": ["churn"]}), load("energy_supply"), 52)
    assert (churn.target.metric, churn.value, churn.tolerance) == ("churn_year", 0.18, pytest.approx(0.02))
    assert churn.target.source.startswith("J08")


def test_the_loss_counts_tolerances_with_their_weights(small):
    table = pd.DataFrame({"statistic": ["trust", "wait"], "value": [0.5, 4], "tolerance": [0.1, 1], "weight": [3, 1]})
    both = read_targets(table, small, WEEKS)
    assert loss_of(both, np.array([[0.6, 6.0], [0.8, 6.0]])) == pytest.approx(((3 * 2**2 + 1 * 2**2) / 4,))
    assert loss_of(both, np.array([[np.nan, 6.0]])) is None


# what agrees ----------------------------------------------------------------------------------------------------------


def test_an_emulator_finds_a_polynomial_and_what_it_misses():
    x = 2 * scattered(1, 120).reshape(60, 2) - 1
    noise = 0.1 * (scattered(2, 60) - 0.5) * 12**0.5
    shown = np.stack([1 + 2 * x[:, 0] - x[:, 1] ** 2 + 0.5 * x[:, 0] * x[:, 1], x[:, 0] + noise], axis=1)
    emulator = emulate(x, shown, np.array([0.0, 0.1]))
    at = np.array([[0.3, -0.4]])
    assert emulator.of(at)[0] == pytest.approx([1 + 0.6 - 0.16 - 0.06, 0.3], abs=0.08)
    assert emulator.errors == pytest.approx([0, 0.1], abs=0.02)
    assert emulator.misfits[1] < 0.05, "luck is no misfit"
    with pytest.raises(ValueError, match="5 points are too few for 2 uncertainties"):
        emulate(x[:5], shown[:5], np.zeros(2))


def test_likely_values_are_those_that_agree_and_trade_off_where_only_a_sum_is_known():
    x = 2 * scattered(3, 180).reshape(60, 3) - 1
    emulator = emulate(x, (x[:, 0] + x[:, 1])[:, None], np.zeros(1))
    ranges = dict.fromkeys(("a", "b", "c"), (0.0, 10.0))
    found = posterior(emulator, ranges, np.array([0.2]), np.array([0.1]), weights=np.ones(1), seed=1)
    assert found.mean()[:2].sum() == pytest.approx(11, abs=0.15), "a + b of 0.2 in −1…1 is 11 in 0…10"
    assert found.correlation(0, 1) < -0.95
    assert abs(found.correlation(0, 2)) < 0.1
    low, high = found.quantiles(2, (0.05, 0.95))
    assert (pinned((high - low) / 9), low < 0.8, high > 9.2) == ("open", True, True)
    sharp = posterior(emulate(x, x[:, :1], np.zeros(1)), ranges, np.array([0.5]), np.array([0.01]),
                      weights=np.ones(1), seed=1)
    assert sharp.quantiles(0, (0.05, 0.95)) == pytest.approx([7.5 - 1.645 * 0.05, 7.5 + 1.645 * 0.05], abs=0.02)
    assert sharp.effective > 400


# a fit ----------------------------------------------------------------------------------------------------------------


def test_known_values_are_found_again_and_what_shows_nowhere_stays_open(fitted):
    for name, truth in TRUTH.items():
        one = fitted.data["uncertainties"][name]
        assert one["likely"][0] < truth < one["likely"][2]
        assert abs(one["value"] - truth) < abs(one["before"] - truth)
        assert one["state"] == "pinned"
    wage = fitted.data["uncertainties"]["wage"]
    assert (wage["state"], wage["range"]) == ("open", wage["plausible"])
    assert all(one["met"] for one in fitted.data["targets"])


def test_the_market_that_is_written_can_be_run_and_says_where_its_values_come_from(place, fitted, capsys):
    assert fitted.file == place / "fit" / "markets" / "small_fitted.yaml"
    market = load(fitted.file, sets=["customers=300", f"weeks={WEEKS}"]).market
    ours = {name: (one["value"], tuple(one["range"])) for name, one in fitted.data["uncertainties"].items()}
    assert {name: (market.uncertainties[name].value, market.uncertainties[name].plausible) for name in ours} == ours
    assert [target.id for target in market.targets] == ["trust", "contacts"]
    assert market.uncertainties["routine_hazard"].source.startswith("fitted to targets.csv")
    assert market.uncertainties["wage"].source.startswith("assumption: not pinned down by targets.csv")
    with pytest.raises(SystemExit) as left:
        main(["run", str(fitted.file), "--customers", "300", "--weeks", "5", "--quiet"])
    assert (left.value.code, bool(capsys.readouterr().out)) == (0, True)


def test_worlds_that_are_looked_at_are_those_of_the_file(place, fitted):
    ranges = {name: tuple(one["range"]) for name, one in fitted.data["uncertainties"].items()}
    point = {name: one["value"] for name, one in fitted.data["uncertainties"].items()}
    held = fitted_market(fitted.plan, point, ranges)
    assert draw_world(held, 7, 3).nature == draw_world(load(fitted.file), 7, 3).nature
    checks = pd.read_parquet(place / "fit" / "checks.parquet")
    assert checks.loc[3, "wage"] == draw_world(held, 7, 3).nature["wage"]


def test_a_market_is_never_replaced_and_a_scenario_is_no_market(place, fitted, targets):
    with pytest.raises(ScenarioError, match="is there already and is not replaced; choose another --name or --out"):
        quick(place / "small.yaml", targets, place / "fit", **FEW)
    with pytest.raises(ScenarioError) as error:
        calibrate(place / "small.yaml", targets, **{**FEW, "fit": ["wag", "routine_hazard"], "evaluations": 5},
                  name="energy_supply")
    assert error.value.problems == [
        "--fit: unknown uncertainty 'wag'; did you mean 'wage'?",
        "--evaluations: 2 uncertainties need at least 8, not 5",
        "--name: there is a market 'energy_supply' already; choose another",
    ]
    with pytest.raises(ScenarioError, match=r"story_1\.yaml is a scenario; name a market"):
        calibrate("story_1", targets)
    assert fitted.file.exists()


def test_by_default_as_many_are_fitted_as_there_are_targets_in_the_order_of_the_market():
    from experiments.calibration_plan import plan_fit

    table = pd.DataFrame({"statistic": ["churn", "trust"], "value": [0.18, 0.5]})
    assert list(plan_fit("energy_supply", table, evaluations=50).ranges) == ["routine_hazard", "fault_hazard"]


def test_a_fit_that_was_interrupted_or_shorter_goes_on_and_ends_alike(place, targets, fitted):
    def stop(done, _total):
        if done == 30:
            raise KeyboardInterrupt

    out = place / "interrupted"
    with pytest.raises(KeyboardInterrupt):
        quick(place / "small.yaml", targets, out, **FEW, on_progress=stop)
    kept = set(read_rows(out)[0])
    assert len(kept) >= 29
    done = quick(place / "small.yaml", targets, out, **FEW)
    assert done.market == fitted.market
    pd.testing.assert_frame_equal(done.tried, fitted.tried)
    assert found(done) == found(fitted)
    assert kept <= set(read_rows(out)[0])


def found(fit) -> str:
    return json.dumps({key: value for key, value in fit.data.items() if key != "provenance"}, sort_keys=True)


def test_the_answer_and_the_page_say_what_is_pinned_down(fitted, tmp_path):
    said = " ".join(sentences(fitted.data))
    assert "Pinned down: routine_hazard, usual_trust." in said
    assert "Not pinned down: wage." in said
    assert "2 of 2 targets are met" in said
    assert "routine_hazard" in "\n".join(lines(fitted.data))
    page = write_calibration(fitted.data, tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count('class="plot"') == 2
    assert "Simulated beside observed" in page
    with speaking(voice("de")):
        page = write_calibration(fitted.data, tmp_path / "seite.html").read_text(encoding="utf-8")
        said = list(lines(fitted.data))
    assert english_in(page) == []
    # figures are named by the one who asks: here by the ids of metrics
    assert [line for line in said if ENGLISH_WORDS.search(line.removeprefix("trust"))] == []


def test_the_command_refuses_wrong_targets_and_writes_nothing(place, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "targets.csv").write_text(WRONG, encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["calibrate", str(place / "small.yaml"), "--targets", "targets.csv", "--fit", "wage", "--weeks",
              "26"])
    told = capsys.readouterr()
    assert (left.value.code, told.err.strip(), told.out) == (2, TOLD, "")
    assert [path.name for path in tmp_path.iterdir()] == ["targets.csv"]


def test_the_command_fits_and_names_the_market(place, targets, monkeypatch, capsys):
    monkeypatch.chdir(place)
    with pytest.raises(SystemExit) as left:
        main(["calibrate", "small.yaml", "--targets", targets.name, "--fit", "usual_trust", "--evaluations", "8",
              "--customers", "200", "--weeks", "4", "--replications", "1", "--workers", "1", "--quiet",
              "--name", "ours", "--report", "fit.html"])
    told = capsys.readouterr().out
    assert (left.value.code, "market: results/calibrate_small/markets/ours.yaml" in told) == (0, True)
    assert (place / "fit.html").exists()
    monkeypatch.chdir(place.parent)     # neither the table of targets nor the market's file is read again
    again = reproduce(place / "results/calibrate_small", workers=1)
    assert [(row["table"], row["state"]) for row in again.rows] == [("candidates", "equal"), ("checks", "equal")]
