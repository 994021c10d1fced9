"""The tables of a batch open elsewhere, and SALib and a PRIM of others run on them as they are."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
import SALib.analyze.morris
import SALib.analyze.sobol
import SALib.sample.morris
import SALib.sample.sobol
from small_batch import EXPERIMENT, ROOT, RUNS, write_experiment

from experiments import Batch, batch
from experiments.experiment_files import read_experiment
from experiments.luck import variance_components
from sim.scenario_files import folder, list_shipped

SPREAD = """
scenario: small.yaml
settings: {customers: 300}
strategies: [careful.yaml, bold.yaml]
factors:
  fees: {path: firms.Alpha.levers.hidden_fees, range: [0, 0.1]}
  wage: {path: market.uncertainties.wage, range: [32, 44]}
  reach: {path: strategies.bold.levers.campaign_reach, range: [0, 0.1]}
design: latin_hypercube
points: 8
measures: {profit: {metric: profit, take: sum}}
"""


def quick(*arguments, **options) -> Batch:
    with ThreadPoolExecutor(1) as executor:
        return batch(*arguments, executor=executor, **options)


@pytest.fixture(scope="module", name="place")
def _place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    write_experiment(folder, SPREAD, "spread")
    write_experiment(folder, EXPERIMENT)
    return folder


@pytest.fixture(scope="module", name="done")
def _done(place) -> Batch:
    return quick(place / "fees.yaml", place / "done")


def test_pandas_polars_and_duckdb_read_the_same_table(place, done):
    file = place / "done" / "runs.parquet"
    by_pandas, by_polars = pd.read_parquet(file), pl.read_parquet(file)
    pd.testing.assert_frame_equal(by_pandas, done.runs)
    assert by_pandas.attrs["units"]["value"] == "EUR"
    assert by_polars.shape == (RUNS, len(done.runs.columns))
    assert by_polars["value"].to_list() == done.runs["value"].tolist()
    asked = f"select strategy, count(*), avg(value) from '{file}' group by strategy order by strategy"  # noqa: S608
    counted = duckdb.sql(asked).fetchall()
    means = done.runs.groupby("strategy")["value"].mean()
    assert [(name, n) for name, n, _ in counted] == [("bold", RUNS // 2), ("careful", RUNS // 2)]
    assert [mean for *_, mean in counted] == pytest.approx(means.tolist())


def test_the_frames_themselves_pass_to_polars_and_duckdb(done):
    assert pl.from_pandas(done.differences()).height == RUNS // 2
    runs = done.runs
    assert duckdb.sql("select count(*) from runs where error = ''").fetchall() == [(len(runs),)]


def test_salib_samples_and_analyses_by_morris(place):
    study = read_experiment(place / "spread.yaml")
    sample = SALib.sample.morris.sample(study.problem(), 4, seed=1)
    design = pd.DataFrame(sample, columns=list(study.factors))
    done = quick(place / "spread.yaml", points=design)
    found = SALib.analyze.morris.analyze(study.problem(), sample, done.differences()["profit"].to_numpy(), seed=1)
    assert list(found["names"]) == ["fees", "wage", "reach"]
    assert np.isfinite(found["mu_star"]).all()
    assert found["mu_star"][2] > 0, "only the bold arm has it, so only there it moves the difference"


def test_salib_analyses_by_sobol(place):
    study = read_experiment(place / "spread.yaml")
    sample = SALib.sample.sobol.sample(study.problem(), 4, calc_second_order=False, seed=1)
    done = quick(place / "spread.yaml", points=pd.DataFrame(sample, columns=list(study.factors)))
    levels = done.runs.loc[done.runs["strategy"] == "careful", "profit"].to_numpy()
    found = SALib.analyze.sobol.analyze(study.problem(), levels, calc_second_order=False, seed=1)
    assert np.isfinite(found["ST"]).all()
    assert found["ST"][2] == pytest.approx(0, abs=1e-12), "the careful arm does not know the reach of the other"


def test_a_prim_of_others_finds_its_boxes(place):
    code = (
        "import sys, warnings; warnings.simplefilter('ignore')\n"
        "from concurrent.futures import ThreadPoolExecutor\nimport prim\nfrom experiments import batch\n"
        "done = batch(sys.argv[1], executor=ThreadPoolExecutor(1), sets=['points=24'])\n"
        "gaps = done.differences()['profit']\n"
        "box = prim.Prim(done.conditions(), gaps < gaps.median(), threshold=0.5, threshold_type='>').find_box()\n"
        "print(len(done.conditions()), sorted(done.conditions()), 0 < box.coverage <= 1)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(place / "spread.yaml")], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "agg"},
    )
    assert told.stdout.splitlines()[-1:] == ["24 ['fees', 'reach', 'wage'] True"], told.stderr


def test_luck_is_told_from_the_table(done):
    found = variance_components(done.differences(), "trust")
    assert found["component"].tolist() == ["factors", "worlds", "factors × worlds", "luck"]
    assert found["share"].sum() == pytest.approx(1)


def test_the_tutorial_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["tutorial", str(tmp_path)])
    runpy.run_path(str(Path(ROOT) / "docs" / "tutorial_research.py"), run_name="__main__")
    told = capsys.readouterr().out
    assert "failed: 0" in told
    assert "factors × worlds" in told
    assert "mu_star" in told
    assert "below the middle where" in told
    assert (tmp_path / "runs.csv").exists()


@pytest.mark.parametrize("name", list_shipped("experiments"))
def test_a_shipped_experiment_runs(name):
    text = (folder("experiments") / f"{name}.yaml").read_text(encoding="utf-8")
    small = ["worlds=central", "replications=1", "settings.customers=300", "settings.market={warm_up: 13}"]
    small += ["points=2"] if "points:" in text else []
    small += [] if "259" in text else ["settings.weeks=156"]
    done = quick(name, sets=small)
    assert len(done.failed) == 0
    assert len(done.runs) == len(done.points) * len(done.study.arms)
    assert np.isfinite(done.runs[done.measures]).all(axis=None)
