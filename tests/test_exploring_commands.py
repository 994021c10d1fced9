"""The commands sensitivity and discover, from a small market to a page."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import pytest

import goodwill

sys.path.append(str(Path(__file__).parent / "experiments"))
from german import english_in
from small_market import write_small_market  # the market of the tests beside this one

SMALL = ["small.yaml", "--strategies", "careful.yaml,bold.yaml", "--customers", "200", "--weeks", "13", "--quiet"]
OVER = ["--over", "wage", "--over", "fatigue"]
SENSITIVITY = ["sensitivity", *SMALL, *OVER, "--points", "2", "--workers", "1", "--out", "kept"]


@pytest.fixture(scope="module", name="place")
def _place(tmp_path_factory):
    return write_small_market(tmp_path_factory.mktemp("commands"))


@pytest.fixture(name="call")
def _call(capsys, place, monkeypatch):
    monkeypatch.chdir(place)

    def call(*arguments):
        with pytest.raises(SystemExit) as left:
            goodwill.main(list(arguments))
        return left.value.code, *capsys.readouterr()

    return call


def test_a_sensitivity_is_printed_kept_and_reported(call, place):
    code, out, err = call(*SENSITIVITY, "--report", "page.html")
    assert (code, err) == (0, "")
    assert out.startswith("The largest effects on the difference in value between")
    assert "results: kept" in out
    assert "<figure" in (place / "page.html").read_text(encoding="utf-8")
    code, out, _ = call(*SENSITIVITY, "--lang", "de", "--report", "seite.html")
    assert out.startswith("Die größten Wirkungen auf den Unterschied bei ‹Ergebnis mit Kundenwert›")
    assert english_in((place / "seite.html").read_text(encoding="utf-8")) == []
    code, out, _ = call(*SENSITIVITY, "--format", "json")
    assert code == 0
    assert {row["name"] for row in json.loads(out)["factors"]} == {"wage", "fatigue"}


def test_a_discovery_looks_at_worlds_and_then_at_their_folder(call, place):
    options = ["--below", "1e9", "--worlds", "20", "--workers", "1", "--out", "worlds"]
    code, _, err = call("discover", *SMALL, *OVER, *options)
    assert (code, "20 of 20 rows are cases" in err) == (2, True), "every world is below a billion"
    runs = pd.read_parquet(place / "worlds" / "runs.parquet")
    gaps = runs.pivot_table(index="world", columns="strategy", values="value")
    middle = (gaps["bold"] - gaps["careful"]).median()
    assert len(runs) == 40
    code, out, _ = call("discover", "worlds", f"--above={middle}", "--over", "wage", "--format", "csv")
    assert (code, out.splitlines()[0][:20]) == (0, "box,coverage,density")
    code, _, err = call("discover", "worlds", "--worlds", "40")
    assert (code, "--world belongs to runs; worlds holds finished ones" in err) == (2, True)
