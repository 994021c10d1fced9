"""Running again: equal where nothing changed, named where something did, refused where a manifest does not suffice."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from experiments.audit import reproduce
from experiments.batch import batch
from sim import ScenarioError


def states(found):
    return {row["table"]: row["state"] for row in found.rows}


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("run", {"weekly", "segments", "trust_ledger", "trust_detail", "money_ledger", "journeys", "moves"}),
        ("compared", {"worlds", "draws", "weekly", "money_ledger", "trust_ledger", "trust_detail", "trust_levels",
                      "comparison.json"}),
        ("batch", {"runs", "worlds", "points"}),
    ],
)
def test_what_was_computed_comes_out_again_and_nothing_is_written(made, here, name, tables, tmp_path, monkeypatch):
    folder = getattr(made, name)
    monkeypatch.chdir(tmp_path)     # the paths that files had are of no use here
    before = {path: path.stat().st_mtime_ns for path in [folder, *folder.rglob("*")]}
    found = reproduce(folder, executor=here)
    assert states(found) == dict.fromkeys(states(found), "equal")
    assert set(states(found)) == tables
    assert (found.is_equal, found.notes) == (True, [])
    assert {path: path.stat().st_mtime_ns for path in [folder, *folder.rglob("*")]} == before


def test_runs_with_several_seeds_are_each_run_again(made):
    found = reproduce(made.twice)
    assert found.is_equal
    assert {"replication-0/weekly", "replication-1/weekly"} <= set(states(found))


def test_the_files_are_not_needed(made, copied, tmp_path):
    kept = manifest(made.run)
    files = {str(tmp_path / name): one for name, one in kept["files"].items()}
    assert reproduce(copied("run", files=files)).is_equal


def test_other_luck_is_told_table_by_table_with_the_largest_difference(copied):
    found = reproduce(copied("run", seed=99))
    row = next(row for row in found.rows if row["table"] == "weekly")
    assert not found.is_equal
    assert row["state"] == "unequal"
    assert "differ, by" in row["detail"]


def test_other_versions_and_files_that_changed_are_told(made, copied):
    kept = manifest(made.run)
    files = {name: {**one, "sha256": "0"} for name, one in kept["files"].items()}
    told = []
    folder = copied("run", versions=kept["versions"] | {"numpy": "0.1"}, code="0", files=files)
    found = reproduce(folder, on_note=told.append)
    assert found.is_equal, "the values kept in the manifest are run"
    assert told == found.notes
    assert any(note.startswith("numpy: 0.1 then, ") for note in told)
    assert any(note.startswith("program: other sources than then") for note in told)
    assert any("small.yaml: changed since; the values kept in the manifest are run" in note for note in told)


def test_a_table_that_was_edited_is_named(copied):
    folder = copied("run")
    table = pd.read_parquet(folder / "weekly.parquet")
    table.loc[0, "trust"] += 0.1
    table.to_parquet(folder / "weekly.parquet", index=False)
    found = reproduce(folder)
    assert not found.is_equal
    assert {name for name, state in states(found).items() if state != "equal"} == {"weekly"}
    row = next(row for row in found.rows if row["table"] == "weekly")
    assert row["state"] == "edited"
    assert "what came out has the digest that was recorded" in row["detail"]


def test_a_table_that_is_missing_or_damaged_is_named(copied):
    folder = copied("run")
    (folder / "moves.parquet").unlink()
    (folder / "segments.parquet").write_bytes(b"PAR1 no table PAR1")
    found = reproduce(folder)
    unlike = {name: state for name, state in states(found).items() if state != "equal"}
    assert unlike == {"moves": "missing", "segments": "unreadable"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"is_sealed": False, "seed": 8}, r"was edited after it was written \(its seal does not fit\)"),
        ({"scenario_digest": "0"}, "the values of '.*' do not give the digest beside them"),
        ({"format": None}, r"written by an older goodwill \(version .*\), which did not keep all that a run needs"),
        ({"complete": False, "kind": "search"}, "is not finished; finish it by the same 'goodwill optimise' first"),
        ({"kind": "poem"}, r"of a kind that is not known here \('poem'\)"),
    ],
)
def test_a_manifest_that_does_not_suffice_is_refused_with_the_reason(copied, changes, message):
    with pytest.raises(ScenarioError, match=message):
        reproduce(copied("run", **changes))


def test_a_lever_that_is_unknown_here_is_named(made, copied):
    scenario = manifest(made.run)["scenario"]
    scenario["firms"]["Alpha"]["levers"] = {"bot_shar": 0.6}
    with pytest.raises(ScenarioError, match=r"firms\.Alpha\.levers.*'bot_shar'; did you mean 'bot_share'"):
        reproduce(copied("run", scenario=scenario))


def test_a_batch_that_is_not_finished_is_refused(copied):
    folder = copied("batch", complete=False, finished=3)
    with pytest.raises(ScenarioError, match=r"is not finished \(3 of \d+ runs .*\); finish it by the same 'goodwill b"):
        reproduce(folder)


def test_a_batch_from_tables_takes_them_from_its_folder(made, here, tmp_path):
    text = (made.place / "fees.yaml").read_text(encoding="utf-8")
    worlds = made.place / "Welten.parquet"
    pd.read_parquet(made.batch / "worlds.parquet").iloc[1:].to_parquet(worlds)
    own = made.place / "tabled.yaml"
    own.write_text(text.replace("worlds: 2", "worlds: Welten.parquet"), encoding="utf-8")
    points = pd.DataFrame({"bots": [0.25], "wage": [40.0]})
    batch(own, tmp_path / "tabled", executor=here, sets=["settings.weeks=13"], points=points)
    worlds.unlink()
    assert reproduce(tmp_path / "tabled", executor=here).is_equal


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"kind": "run"}'])
def test_a_manifest_that_is_none_is_one_message(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ScenarioError, match=r"manifest\.json: "):
        reproduce(tmp_path)


def test_a_folder_without_results_is_told(tmp_path):
    with pytest.raises(ScenarioError, match=r"holds no results: there is no manifest\.json"):
        reproduce(tmp_path)
    with pytest.raises(ScenarioError, match="there is no folder"):
        reproduce(tmp_path / "nowhere")
