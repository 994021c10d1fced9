"""Experiment files: every mistake at once and at its place; shipped ones in order; the schema in step."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from jsonschema import Draft202012Validator
from small_batch import EXPERIMENT, write_experiment

from experiments.experiment_files import experiment_schema, read_experiment
from experiments.experiment_models import Experiment, Factor, Measure
from goodwill import main
from sim import ScenarioError, yaml_located
from sim.scenario_errors import Problems
from sim.scenario_files import folder, list_shipped
from sim.scenario_trees import plain

BROKEN = """\
scenario: small.yaml
settings: {customers: 10, weekss: 52}
strategies: [careful.yaml, costumer_centric]
factors:
  bots: {path: firms.Alpha.levers.bot_shar, levels: [0, 0.5]}
  skill: {path: firms.Alpha.levers.bot_skill, range: [0, 5], steps: 3}
  wage: {path: market.uncertainties.wage, range: [44, 32], sd: 3, steps: 2}
design: soboll
worlds: many
measures:
  trust: {metric: trust, firm: Alhpa, window: [0, 900]}
"""
TOLD = """\
broken.yaml:2:23: settings.customers: must be at least 100, found 10
broken.yaml:2:27: settings: unknown key 'weekss'; did you mean 'weeks'?
broken.yaml:3:28: strategies.1: there is no strategy 'costumer_centric'; did you mean 'customer_centric'?
broken.yaml:5:16: firms.Alpha.levers: unknown lever 'bot_shar'; did you mean 'bot_share'?
broken.yaml:6:58: firms.Alpha.levers.bot_skill: 5 is outside 0 to 1.6 (× published)
broken.yaml:7:50: factors.wage.range: [44, 32] runs backwards; write [32, 44]
broken.yaml:7:64: factors.wage.sd: 'sd' belongs to 'distribution: normal'
broken.yaml:8:9: design: unknown value 'soboll'; did you mean 'sobol'?
broken.yaml:9:9: worlds: must be a whole number from 1 to 100,000, 'central', or a table of worlds (.parquet or .csv)
broken.yaml:11:32: measures.trust.firm: unknown firm 'Alhpa'; did you mean 'Alpha'?
broken.yaml:11:47: measures.trust.window: reaches outside the 26 weeks simulated: from 0 to 25
"""


def told_by(text: str, place: Path) -> list[str]:
    """What is told of an experiment."""
    with pytest.raises(ScenarioError) as told:
        read_experiment(write_experiment(place, text, "broken"))
    return [line.partition("broken.yaml:")[2] or line for line in told.value.problems]


def test_a_file_with_many_mistakes_tells_them_all_and_nothing_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_experiment(tmp_path, BROKEN, "broken")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(SystemExit) as left:
        main(["batch", "broken.yaml", "--out", "results"])
    printed = capsys.readouterr()
    assert (left.value.code, printed.out, printed.err) == (2, "", TOLD)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("scenario: small.yaml", "scenario: smal.yaml", "4:11: scenario: there is no scenario or market 'smal.yaml'; "),
        ("scenario: small.yaml", "scenaro: small.yaml", "unknown key 'scenaro'; did you mean 'scenario'?"),
        ("scenario: small.yaml\n", "", "scenario: is missing: name or file of a scenario or market"),
        ("levels: [0, 0.5]", "levels: [0, 0]", "factors.bots.levels.1: '0' is given twice"),
        ("levels: [0, 0.5]", "levels: 3", "factors.bots.levels: must be a list of values, [a, b, …]"),
        ("levels: [0, 0.5]", "levels: [0, '0.5']", "firms.Alpha.levers.bot_share: must be a number, found '0.5' in qu"),
        ("levels: [0, 0.5]", "levels: [0], range: [0, 1]", "factors.bots: has both 'levels' and 'range'; keep one"),
        ("levels: [0, 0.5]", "steps: 3", "factors.bots.steps: 'steps' belongs to a 'range'"),
        ("range: [32, 44]", "range: usual", "factors.wage.range: must be [low, high], 'plausible' or 'bounds'"),
        ("range: [32, 44], steps: 3", "range: [32, 44]", "wage.range: in a full factorial a range needs 'steps'"),
        ("range: [32, 44]", "range: [32, 32]", "factors.wage.range: [32, 32] has no width; give 'levels' instead"),
        ("range: [32, 44]", "range: [0, 4], distribution: log_uniform", "log_uniform needs a range above 0, found [0"),
        ("range: [32, 44]", "range: [32, 44], distribution: normal", "normal needs 'mean' and 'sd'"),
        ("range: [32, 44]", "range: [32, 44], distribution: triangular, mode: 9", "9 lies outside the range 32 to 44"),
        ("market.uncertainties.wage", "market.uncertainties.wagge", "unknown uncertainty 'wagge'; did you mean 'wag"),
        ("market.uncertainties.wage", "uncertainties.wage", "'uncertainties' belongs to the market; write it under"),
        ("market.uncertainties.wage", "market..wage", "factors.wage.path: must be a dotted path"),
        ("market.uncertainties.wage", "seed", "'seed' is no factor: worlds and replications set the seed"),
        ("market.uncertainties.wage", "market", "'market' is no factor: worlds differ by market"),
        ("market.uncertainties.wage", "firms.Alpha.strategy", "wage.path: of the firm itself, write firms.NAME"),
        ("market.uncertainties.wage", "weeks", "weeks: must be a whole number, found '35.816'"),
        ("market.uncertainties.wage", "strategies.shy.levers.pressure", "unknown strategy of this experiment 'shy'"),
        ("market.uncertainties.wage", "strategies.bold.pressure", "must be strategies.NAME.levers.LEVER"),
        ("market.uncertainties.wage", "strategies.bold.levers.presure", "unknown lever 'presure'; did you mean 'pre"),
        ("market.uncertainties.wage", "strategies.bold.levers.pressure", "pressure: 32 is outside 0 to 1"),
        ("market.uncertainties.wage", "firms.Alpha.levers.bot_share", "'bots' is on the same path; keep one"),
        ("wage: {path", "value: {path", "'value' names a factor and a measure; rename one"),
        ("wage: {path", "world: {path", "'world' is a column of every table; choose another name"),
        ("worlds: 2", "worlds: 2\ndesign: sobol\npoints: 48", "of sobol 'points' is a power of 2: 32 or 64, found 48"),
        ("worlds: 2", "worlds: 2\ndesign: sobol", "design: sobol needs 'points': how many"),
        ("worlds: 2", "worlds: 2\npoints: 4", "points: 'points' belongs to latin_hypercube or sobol, not to full_fac"),
        ("worlds: 2", "worlds: 2\ndesign: table", "design: a table as design needs 'table: FILE'"),
        ("worlds: 2", "worlds: nowhere.csv", "worlds: there is no file 'nowhere.csv'"),
        ("worlds: 2", "worlds: 0", "worlds: must be a whole number from 1 to 100,000"),
        ("worlds: 2", "worlds: 2\nreference: shy", "unknown strategy of this experiment 'shy'"),
        ("worlds: 2", "worlds: 2\nwithout: [M99]", "unknown mechanism that can be left out 'M99'"),
        ("worlds: 2", "worlds: 2\nrivals: folow", "rivals: unknown value 'folow'; did you mean 'follow'?"),
        ("replications: 2", "replications: 2,5", "replications: must be a whole number, found '2,5'"),
        ("replications: 2", "replications: 2\nreplications: 3", "'replications' is given twice, first on line"),
        ("{outcome: value}", "{outcome: valu}", "unknown outcome 'valu'; did you mean 'value'?"),
        ("{outcome: value}", "{}", "measures.value: needs 'outcome' or 'metric'"),
        ("{outcome: value}", "{outcome: value, metric: trust}", "measures.value: has both 'outcome' and 'metric'"),
        ("{outcome: value}", "{outcome: value, take: sum}", "'take' belongs to a metric; an outcome has its own"),
        ("metric: profit", "metric: profitt", "unknown metric 'profitt'; did you mean 'profit'?"),
        ("metric: profit", "metric: self_image, segment: young", "'self_image' is known of whole firms only"),
        ("segment: young", "segment: yong", "unknown segment 'yong'; did you mean 'young'?"),
        ("window: [0, 12]", "window: [12, 0]", "measures.early.window: [12, 0] runs backwards"),
        ("take: sum", "take: total", "measures.early.take: unknown value 'total'"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_is(old, new, message, tmp_path):
    assert old in EXPERIMENT
    told = told_by(EXPERIMENT.replace(old, new), tmp_path)
    assert [line for line in told if message in line], told
    assert all(re.match(r"\d+:\d+: ", line) or "is missing" in line for line in told), told


def test_a_mapping_is_an_experiment_too_and_tells_its_mistakes(tmp_path):
    write_experiment(tmp_path)
    own = {"scenario": tmp_path / "small.yaml", "factors": {"bots": {"path": "firms.Alpha.levers.bot_share",
                                                                   "levels": [0, 7]}}}
    with pytest.raises(ScenarioError, match=r"experiment: firms\.Alpha\.levers\.bot_share: 7 is outside 0 to 1"):
        read_experiment(own)
    own["factors"]["bots"]["levels"] = (0, 1)
    assert [point["bots"] for point in read_experiment(own).points] == [0, 1]


def test_points_may_be_a_table_whose_values_are_checked(tmp_path):
    path = write_experiment(tmp_path)
    table = pd.DataFrame({"bots": [0.1, 0.2, 0.3], "wage": [33.0, 34.0, 43.0]})
    assert read_experiment(path, points=table).points == tuple(table.to_dict("records"))
    with pytest.raises(ScenarioError, match=r"table: firms\.Alpha\.levers\.bot_share: 1\.2 is outside 0 to 1"):
        read_experiment(path, points=table.assign(bots=[0.1, 1.2, 0.3]))
    with pytest.raises(ScenarioError, match=r"unknown factor 'bot'; did you mean 'bots'\?\ntable: there is no column"):
        read_experiment(path, points=table.rename(columns={"bots": "bot"}))
    table.to_csv(tmp_path / "design.csv", index=False)
    text = EXPERIMENT.replace("worlds: 2", "worlds: 2\ndesign: table\ntable: design.csv").replace(", steps: 3", "")
    assert read_experiment(write_experiment(tmp_path, text, "tabled")).points == tuple(table.to_dict("records"))


def test_a_range_may_be_the_declared_one(tmp_path):
    text = EXPERIMENT.replace("range: [32, 44]", "range: plausible")
    assert read_experiment(write_experiment(tmp_path, text)).factors["wage"].range == (32.0, 44.0)
    text = EXPERIMENT.replace("levels: [0, 0.5]", "range: bounds, steps: 2")
    assert [point["bots"] for point in read_experiment(write_experiment(tmp_path, text)).points[::3]] == [0.0, 1.0]


def test_a_lever_may_vary_in_one_arm_only_and_rivals_may_vary(tmp_path):
    from experiments.batch_plan import BatchPlan

    text = EXPERIMENT.replace("market.uncertainties.wage, range: [32, 44], steps: 3", "rivals, levels: [fixed, follow]")
    text = text.replace("firms.Alpha.levers.bot_share", "strategies.bold.levers.bot_share")
    study = read_experiment(write_experiment(tmp_path, text))
    early, rivals, (careful, bold) = BatchPlan(study, (), 1).parted({"bots": 0.5, "wage": "follow"})
    assert (early, rivals, "bot_share" in careful.levers, bold.levers["bot_share"]) == ({}, "follow", False, 0.5)


@pytest.mark.parametrize("name", list_shipped("experiments"))
def test_a_shipped_experiment_is_in_order_and_agrees_with_the_schema(name):
    study = read_experiment(name)
    assert study.file.text("question", "de") != study.file.text("question", "en")
    path = folder("experiments") / f"{name}.yaml"
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert first.endswith((".", "?"))
    node = yaml_located.read(path, name, Problems())
    assert list(Draft202012Validator(experiment_schema()).iter_errors(json.loads(json.dumps(plain(node))))) == []


def test_the_schema_is_valid_closed_and_has_every_key():
    schema = experiment_schema()
    Draft202012Validator.check_schema(schema)
    factor = schema["properties"]["factors"]["additionalProperties"]
    measure = schema["properties"]["measures"]["additionalProperties"]
    for part, model in ((schema, Experiment), (factor, Factor), (measure, Measure)):
        assert set(part["properties"]) == set(model.model_fields)
        assert part["additionalProperties"] is False
        assert all(one.get("description") for one in part["properties"].values())


@pytest.mark.parametrize("model", [Experiment, Factor, Measure])
def test_the_document_explains_every_key(model):
    text = (Path(__file__).resolve().parents[2] / "docs" / "EXPERIMENTS.md").read_text(encoding="utf-8")
    assert [name for name in model.model_fields if f"`{name}`" not in text] == []
