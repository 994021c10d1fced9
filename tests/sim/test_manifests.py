"""What a result folder keeps of its origin can be had back, and an edit of it is noticed."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from sim import ScenarioError, load
from sim.manifests import described, file_of, is_intact, restored, sealed, table_digest
from sim.scenario import list_shipped


@pytest.mark.parametrize("name", [*list_shipped("scenarios"), *list_shipped("markets")])
def test_a_scenario_is_had_back_from_its_values_alone(name):
    scenario = load(name)
    kept = json.loads(json.dumps(described(scenario)))
    again = restored(kept, "manifest.json")
    assert again.digest() == scenario.digest()
    assert list(again.market.firms) == list(scenario.market.firms), "order is the order of rows"
    assert kept["files"][f"scenarios/{'' if name in list_shipped('scenarios') else 'markets/'}{name}.yaml"]["text"]


def test_values_that_are_not_valid_are_told_at_their_path():
    kept = json.loads(json.dumps(described(load("mobile_telecom"))))
    kept["values"]["market"]["status_quo"]["levers"]["bot_shar"] = 0.5
    with pytest.raises(ScenarioError, match=r"^manifest\.json: market\.status_quo\.levers.*'bot_share'"):
        restored(kept, "manifest.json")


def test_values_that_were_edited_do_not_give_their_digest():
    kept = json.loads(json.dumps(described(load("mobile_telecom"))))
    kept["values"]["market"]["discount_rate"] = 0.2
    with pytest.raises(ScenarioError, match="the values of 'mobile_telecom' do not give the digest beside them"):
        restored(kept, "manifest.json")


def test_a_seal_breaks_at_any_edit():
    manifest = sealed({"seed": 7, "nature": {"wage": 40.25}, "x": float("nan"), "words": "Größe"})
    read = json.loads(json.dumps(manifest))
    assert is_intact(read)
    assert not is_intact({**read, "seed": 8})
    assert not is_intact({key: value for key, value in read.items() if key != "words"})
    assert not is_intact({})


@pytest.mark.parametrize(
    ("where", "file"),
    [("scenarios/x.yaml:12", "scenarios/x.yaml"), ("C:/x.yaml:3", "C:/x.yaml"), ("default", ""), ("--set", "")],
)
def test_the_file_of_a_place(where, file):
    assert file_of(where) == file


def test_a_table_has_the_digest_of_its_values_however_they_are_kept(tmp_path):
    table = pd.DataFrame({
        "week": [0, 1], "cause": pd.Categorical(["fee", "bill"]), "trust": [0.1, np.nan], "note": ["x", None],
        "is_new": [True, False],
    })
    table.to_parquet(tmp_path / "t.parquet", index=False)
    assert table_digest(pd.read_parquet(tmp_path / "t.parquet")) == table_digest(table)
    assert table_digest(table.assign(cause=["fee", "bill"])) == table_digest(table)
    assert table_digest(table.assign(run=["a", "b"])) == table_digest(table), "a run's key names the program"
    assert table_digest(table.assign(trust=[0.1000001, np.nan])) != table_digest(table)
