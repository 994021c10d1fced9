"""One scenario as it is written: what the folder of a run holds."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from experiments.single import FOLLOWED, replicate


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    from small_market import write_small_market

    from sim import load

    place = tmp_path_factory.mktemp("single")
    scenario = load(write_small_market(place) / "small.yaml", sets=["customers=600"])
    replicate(scenario, folder=place / "out")
    return place / "out"


def read(folder, name):
    return pd.read_parquet(folder / f"{name}.parquet")


def test_origins_are_written_as_values(folder):
    origins = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["origins"]
    assert origins["market.market_size"]["value"] == 60000
    assert origins["market.market_size"]["source"] == "assumption"


def test_journeys_are_written(folder):
    journeys = read(folder, "journeys")
    assert 1 < journeys["customer"].nunique() <= FOLLOWED
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["touchpoints_beyond_the_panel"] == 0


def test_the_ledgers_balance_with_the_metrics_from_the_files_alone(folder):
    weekly = read(folder, "weekly")
    cohort = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["cohort"]
    money = read(folder, "money_ledger").groupby(["week", "firm"])["amount"].sum()
    np.testing.assert_allclose(money, weekly.set_index(["week", "firm"])["profit"].sort_index(), rtol=1e-9)
    for firm, persons in cohort.items():
        ledger = read(folder, "trust_ledger")
        changes = ledger[ledger["firm"] == firm].groupby("week")["change"].sum() / persons
        course = weekly[weekly["firm"] == firm].set_index("week")["trust_cohort"]
        np.testing.assert_allclose(course.diff()[1:], changes.reindex(course.index, fill_value=0.0)[1:], atol=1e-12)


def test_units_stand_in_the_metadata(folder):
    expected = ("money_ledger", "amount", "EUR"), ("weekly", "profit", "EUR"), ("weekly", "wait", "minutes")
    for table, name, unit in expected:
        metadata = pq.read_schema(folder / f"{table}.parquet").metadata
        assert json.loads(metadata[b"PANDAS_ATTRS"])["units"][name] == unit
