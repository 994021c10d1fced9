"""A batch loses nothing: killed, interrupted, failing, on a full disk, it ends with the bytes of an undisturbed one."""

from __future__ import annotations

import io
import json
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import numpy as np
import pandas as pd
import psutil
import pytest
from small_batch import (
    EXPERIMENT,
    RUNS,
    count,
    dying,
    dying_once,
    killed_after,
    killing,
    started,
    wait_for,
    write_experiment,
)

from experiments import Batch, batch, compare, worlds
from experiments.batch_tasks import KILLED, code_digest
from experiments.batch_words import lines
from experiments.execution import WorkerLostError
from goodwill import main
from sim import ScenarioError

MODULE = import_module("experiments.batch")    # the name `experiments.batch` is the function's
KEYS = ["run", "scenario", "strategy", "world", "replication", "seed", "point"]


@pytest.fixture(scope="module", name="place")
def _place(tmp_path_factory):
    return tmp_path_factory.mktemp("batch")


@pytest.fixture(scope="module")
def undisturbed(place) -> Batch:
    return quick(write_experiment(place), place / "undisturbed")


def quick(*arguments, **options) -> Batch:
    """Run a batch in this process, on an executor of one's own."""
    with ThreadPoolExecutor(1) as executor:
        return batch(*arguments, executor=executor, **options)


def bytes_of(folder) -> list[bytes]:
    return [(folder / f"{name}.parquet").read_bytes() for name in ("runs", "worlds", "points")]


# the table ------------------------------------------------------------------------------------------------------------


def test_there_is_a_row_for_every_point_world_seed_and_strategy(undisturbed):
    runs = undisturbed.runs
    assert list(runs.columns) == [*KEYS, "bots", "wage", "value", "trust", "early", "young", "error", "origin"]
    assert (len(runs), runs["run"].is_unique, (runs["error"] == "").all()) == (RUNS, True, True)
    assert runs[["point", "world", "replication"]].equals(runs[["point", "world", "replication"]].sort_values(
        ["point", "world", "replication"]))
    assert runs.attrs["units"] == {"value": "EUR", "trust": "0..1", "early": "EUR", "young": "0..1"}
    assert np.isfinite(runs[["value", "trust", "early", "young"]]).all(axis=None)


def test_runs_of_a_world_and_replication_share_their_seed_at_every_point(undisturbed):
    seeds = undisturbed.runs.groupby(["world", "replication"])["seed"].nunique()
    assert set(seeds) == {1}
    assert undisturbed.runs["seed"].nunique() == 4


@pytest.mark.usefixtures("undisturbed")
def test_a_batch_and_a_comparison_agree_about_the_same_run(place):
    single = EXPERIMENT.replace("factors:", "unused:").split("unused:")[0] + "worlds: 2\nreplications: 2\n"
    runs = quick(write_experiment(place, single, "plain")).runs
    told = compare(
        place / "small.yaml", [str(place / "careful.yaml"), str(place / "bold.yaml")], worlds=2, customers=300,
        workers=1,
    ).runs
    for row in told.itertuples():
        same = (runs["world"] == row.world) & (runs["replication"] == row.replication) & (runs["strategy"] == row.arm)
        np.testing.assert_equal(runs.loc[same, row.outcome].to_numpy(), [row.value])


def test_a_factor_changes_what_it_names_and_nothing_else(undisturbed):
    runs = undisturbed.runs
    dear, cheap = (runs[runs["wage"] == wage].reset_index(drop=True) for wage in (44, 32))
    assert (dear["early"] < cheap["early"]).all()
    assert dear[["world", "replication", "seed", "strategy", "bots"]].equals(
        cheap[["world", "replication", "seed", "strategy", "bots"]])


def test_differences_are_those_of_the_same_point_world_and_seed(undisturbed):
    gaps, runs = undisturbed.differences(), undisturbed.runs
    assert (len(gaps), set(gaps["strategy"])) == (RUNS // 2, {"bold"})
    last = runs.tail(2)
    assert gaps["value"].iloc[-1] == last["value"].iloc[1] - last["value"].iloc[0]
    with pytest.raises(ValueError, match="no strategy 'shy'; there are careful, bold"):
        undisturbed.differences("shy")


def test_conditions_hold_the_factors_and_what_worlds_drew(undisturbed):
    table = undisturbed.conditions()
    assert len(table) == len(undisturbed.differences())
    assert {"bots", "wage", "fatigue"} <= set(table.columns)
    assert list(table.columns).count("wage") == 1
    assert set(table["wage"]) == {32.0, 38.0, 44.0}, "a factor stands above what worlds drew"


def test_the_number_of_workers_changes_nothing(place, undisturbed):
    twice = batch(place / "fees.yaml", place / "two", workers=2)
    assert twice.digest == undisturbed.digest
    assert bytes_of(place / "two") == bytes_of(place / "undisturbed")


def test_a_table_of_worlds_can_be_shared(place, undisturbed):
    shared = worlds(place / "small.yaml", 2, workers=1)
    shared.attrs = {}
    shared.to_parquet(place / "worlds.parquet")
    again = quick(place / "fees.yaml", place / "undisturbed", sets=["worlds=worlds.parquet"])
    assert again.digest == undisturbed.digest


# resuming -------------------------------------------------------------------------------------------------------------


def test_a_second_call_runs_nothing(place, undisturbed):
    told = []
    again = quick(place / "fees.yaml", place / "undisturbed", on_progress=lambda *n: told.append(n))
    assert (told, again.digest) == ([(RUNS, RUNS)], undisturbed.digest)


def test_killed_at_random_moments_it_ends_with_the_same_bytes(place, undisturbed):
    out, finished, workers = place / "killed", [], []
    for number in (1, 2):
        process = started("batch", place / "fees.yaml", "--out", out, "--workers", 2)
        finished.append(killed_after(number, process, out, workers))
    assert finished == sorted(finished), "what was finished stayed"
    assert finished[0] >= 1
    with (out / "store" / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"rows":[{"key":"half')     # a line cut off by the end
    done = quick(place / "fees.yaml", out)
    assert done.digest == undisturbed.digest
    assert bytes_of(out) == bytes_of(place / "undisturbed")
    assert json.loads((out / "manifest.json").read_text())["complete"] is True
    assert psutil.wait_procs(workers, timeout=20)[1] == [], "workers go when their parent is killed"


def test_ctrl_c_keeps_what_is_finished_and_says_so(place, undisturbed):
    out = place / "interrupted"
    process = started("batch", place / "fees.yaml", "--out", out, "--workers", 2)
    wait_for(2, process, out)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "runs are kept in" in told
    assert "Traceback" not in told
    assert quick(place / "fees.yaml", out).digest == undisturbed.digest


def test_a_full_disk_ends_it_with_a_sentence_and_loses_nothing(place, undisturbed):
    out, room = place / "full", 200_000
    (out / "store").mkdir(parents=True)
    journal = out / "store" / "journal.jsonl"
    journal.write_text(json.dumps({"notes": {"padding": "x" * (room - 3_000)}}) + "\n", encoding="utf-8")
    process = started("batch", place / "fees.yaml", "--out", out, "--workers", 1, room=room)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 1
    assert re.search(r"full takes no more: .*\n|the same command goes on from there", told)
    assert "Traceback" not in told
    assert 1 < count(journal) < RUNS
    assert quick(place / "fees.yaml", out).digest == undisturbed.digest


def test_further_replications_leave_the_first_as_they_are(place, undisturbed):
    out, told = place / "extended", []
    quick(place / "fees.yaml", out)
    more = quick(place / "fees.yaml", out, add_replications=1, on_progress=lambda *n: told.append(n))
    assert (told[0], told[-1]) == ((RUNS, RUNS // 2 * 3), (RUNS // 2 * 3, RUNS // 2 * 3))
    first = more.runs[more.runs["replication"] < 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(first, undisturbed.runs, check_flags=False)
    assert quick(place / "fees.yaml", out).digest == more.digest, "a later call knows how many there are"


@pytest.mark.usefixtures("undisturbed")
def test_an_extension_that_was_cut_off_is_finished_and_not_added_twice(place):
    out = place / "cut"
    quick(place / "fees.yaml", out)
    killed_after(1, started("batch", place / "fees.yaml", "--out", out, "--add-replications", 1), out)
    with pytest.raises(ScenarioError, match="an earlier call is not finished; run it again without --add-replications"):
        quick(place / "fees.yaml", out, add_replications=2)
    assert quick(place / "fees.yaml", out, add_replications=1).plan.replications == 3


def test_more_worlds_keep_the_runs_of_the_first(place, undisturbed):
    told = []
    out = place / "worlds"
    quick(place / "fees.yaml", out)
    more = quick(place / "fees.yaml", out, sets=["worlds=3"], on_progress=lambda *n: told.append(n))
    assert told[0] == (RUNS, RUNS // 2 * 3)
    assert more.runs[more.runs["world"] < 3].reset_index(drop=True)["value"].equals(undisturbed.runs["value"])


# what fails -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("undisturbed")
def test_a_run_that_fails_is_a_row_with_its_error_and_origin(place):
    text = EXPERIMENT.replace("levels: [0, 0.5]}", "levels: [0, 0.5]}\n  weeks: {path: weeks, levels: [10, 26]}")
    text = text.replace("window: [0, 12]", "window: [12, 25]")
    done = quick(write_experiment(place, text, "failing"))
    assert (len(done.runs), len(done.failed), set(done.failed["weeks"])) == (2 * RUNS, RUNS, {10.0})
    assert set(done.failed["error"]) == {"ValueError: the window 12 to 25 holds none of the 10 weeks of the run"}
    assert done.failed["origin"].str.fullmatch(r"experiments/measures\.py:\d+ in taken").all()
    assert done.runs.loc[done.runs["error"] != "", "value"].isna().all()
    assert done.runs.loc[done.runs["error"] == "", "value"].notna().all()
    words = "\n".join(lines(done))
    assert f"{RUNS} of {2 * RUNS} runs failed; --retry runs them again:\n  point 0, world 1, replication 0, ca" in words


def test_the_run_that_kills_its_process_is_found_and_named(place, undisturbed, monkeypatch):
    monkeypatch.setattr(MODULE, "run_job", killing)
    done = batch(place / "fees.yaml", place / "killer", workers=2)
    (row,) = done.failed.to_dict("records")
    where = (row["point"], row["world"], row["replication"], row["strategy"])
    assert (where, row["error"]) == ((3, 2, 1, "bold"), KILLED)
    assert row["origin"] == "point 3, world 2, replication 1, bold"
    others = done.runs["error"] == ""
    pd.testing.assert_frame_equal(done.runs[others], undisturbed.runs[others], check_flags=False)
    monkeypatch.undo()
    assert len(quick(place / "fees.yaml", place / "killer").failed) == 1, "it is not run again by itself"
    again = quick(place / "fees.yaml", place / "killer", retry=True)
    assert again.digest == undisturbed.digest


def test_a_worker_that_is_killed_once_costs_no_run(place, undisturbed, monkeypatch):
    monkeypatch.setenv("GOODWILL_TEST_FLAG", str(place / "flag"))
    monkeypatch.setattr(MODULE, "run_job", dying_once)
    done = batch(place / "fees.yaml", workers=2)
    assert (place / "flag").exists()
    assert done.digest == undisturbed.digest


@pytest.mark.usefixtures("undisturbed")
def test_where_every_run_kills_its_process_it_stops_and_writes_none_of_them(place, monkeypatch):
    monkeypatch.setattr(MODULE, "run_job", dying)
    monkeypatch.setattr(MODULE, "MOST_LOST", 1)
    with pytest.raises(WorkerLostError, match="start fewer workers or simulate fewer customers"):
        batch(place / "fees.yaml", place / "dying", workers=1, sets=["factors.bots.levels=[0]", "worlds=1"])
    assert count(place / "dying" / "store" / "journal.jsonl") == 0


# folders --------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("undisturbed")
def test_a_folder_with_something_else_is_refused(place):
    (place / "notes").mkdir()
    (place / "notes" / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ScenarioError, match="is not empty and holds no batch"):
        batch(place / "fees.yaml", place / "notes")
    other = write_experiment(place, EXPERIMENT, "other")
    with pytest.raises(ScenarioError, match="undisturbed holds 'fees', not 'other'"):
        batch(other, place / "undisturbed")


@pytest.mark.usefixtures("undisturbed")
def test_two_programs_do_not_write_into_one_folder(place):
    process = started("batch", place / "fees.yaml", "--out", place / "shared", "--workers", 1)
    wait_for(1, process, place / "shared")
    with pytest.raises(ScenarioError, match="another batch is writing here"):
        batch(place / "fees.yaml", place / "shared")
    process.kill()
    process.communicate()


@pytest.mark.usefixtures("undisturbed")
def test_runs_of_another_state_of_the_program_are_kept_and_not_used(place, monkeypatch):
    told, notes = [], []
    out = place / "older"
    quick(place / "fees.yaml", out, sets=["factors.bots.levels=[0]", "replications=1", "worlds=1"])
    monkeypatch.setattr("experiments.batch_plan.code_digest", lambda: "other")
    monkeypatch.setattr("experiments.batch_tasks.code_digest", lambda: "other")
    with pytest.raises(RuntimeError, match="another version of goodwill"):
        batch(
            place / "fees.yaml", out, workers=1, sets=["factors.bots.levels=[0]", "replications=1", "worlds=1"],
            on_progress=lambda *n: told.append(n), on_note=notes.append,
        )
    assert told[0] == (0, 6)
    assert notes[-1].startswith("6 runs in the folder belong to another state")
    assert code_digest() != "other"


def test_points_that_an_arm_cannot_tell_apart_share_their_run(place):
    text = EXPERIMENT.replace("market.uncertainties.wage, range: [32, 44], steps: 3",
                              "strategies.bold.levers.campaign_reach, levels: [0, 0.05, 0.1]")
    done = quick(write_experiment(place, text, "shared"))
    runs = done.runs
    assert (len(runs), runs["run"].nunique()) == (RUNS, RUNS // 2 + RUNS // 6)
    careful = runs[runs["strategy"] == "careful"]
    assert careful.groupby(["bots", "world", "replication"])["value"].nunique().max() == 1
    assert runs[runs["strategy"] == "bold"].groupby(["bots", "world", "replication"])["value"].nunique().min() == 3


# the command ----------------------------------------------------------------------------------------------------------


def told(capsys, *arguments) -> str:
    """What the command prints on standard output."""
    with pytest.raises(SystemExit) as left:
        main(["batch", *map(str, arguments), "--quiet"])
    printed = capsys.readouterr()
    assert (left.value.code, printed.err) == (0, "")
    return printed.out


def test_the_command_prints_what_came_out_as_table_json_and_csv(place, undisturbed, capsys):
    words = [place / "fees.yaml", "--out", place / "undisturbed"]
    table = told(capsys, *words)
    assert "48 runs: 6 points × 2 worlds × 2 seeds × 2 strategies" in table
    assert "Luck's share of the variance of the difference to the reference:" in table
    assert f"digest: {undisturbed.digest[:16]}" in table
    document = json.loads(told(capsys, *words, "--format", "json"))
    assert (document["digest"], document["failed_runs"], document["complete"]) == (undisturbed.digest, [], True)
    assert document["means"]["bold"]["trust"] == undisturbed.summary().loc["bold", "trust"]
    rows = pd.read_csv(io.StringIO(told(capsys, *words, "--format", "csv")))
    assert rows["value"].tolist() == undisturbed.runs["value"].tolist()
