"""The same batch on a Dask cluster: a real scheduler, real worker processes, one of them killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from small_batch import ROOT, started, write_experiment

from experiments import batch
from sim import ScenarioError


def start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a part of a cluster as its users do."""
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *arguments],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "True"},
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a process and those that it started."""
    everybody = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
    for one in everybody:
        one.terminate()
    for one in psutil.wait_procs(everybody, timeout=10)[1]:
        one.kill()
    process.wait()


def address_in(file) -> str:
    """Wait for a scheduler to say where it is."""
    end = time.monotonic() + 60
    while not file.exists() and time.monotonic() < end:
        time.sleep(0.05)
    return json.loads(file.read_text(encoding="utf-8"))["address"]


@pytest.fixture(scope="module", name="place")
def _place(tmp_path_factory):
    return tmp_path_factory.mktemp("cluster")


@pytest.fixture(scope="module", name="address")
def _address(place):
    file = place / "scheduler.json"
    scheduler = start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                      "--scheduler-file", str(file))
    try:
        yield address_in(file)
    finally:
        stop(scheduler)


@pytest.fixture(name="workers")
def _workers(place, address):
    """Two workers of one thread, each looked after by a nanny that starts it again."""
    process = start("dask_worker", address, "--nworkers", "2", "--nthreads", "1", "--no-dashboard",
                    "--local-directory", str(place))
    yield psutil.Process(process.pid)
    stop(process)


def working(nanny: psutil.Process) -> list[psutil.Process]:
    """The processes that run tasks."""
    return [one for one in nanny.children(recursive=True) if "spawn_main" in " ".join(one.cmdline())]


def test_a_cluster_of_which_a_worker_is_killed_gives_the_same_result(place, address, workers):
    experiment = write_experiment(place)
    with ThreadPoolExecutor(1) as executor:
        local = batch(experiment, executor=executor)
    killed = []

    def kill_one(done, total):
        if 0 < done < total and not killed:
            killed.append(working(workers)[0])
            killed[0].kill()

    there = batch(experiment, place / "there", cluster=address, on_progress=kill_one)
    assert len(killed) == 1
    assert not killed[0].is_running()
    assert (there.digest, len(there.failed)) == (local.digest, 0)


def test_the_command_uses_a_cluster(place, address, workers):
    assert workers.is_running()
    process = started("batch", write_experiment(place), "--out", place / "told", "--cluster", address, "-q")
    told, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")
    assert "48 runs: 6 points × 2 worlds × 2 seeds × 2 strategies" in told


def test_workers_with_several_threads_are_refused(place, address):
    process = start("dask_worker", address, "--nthreads", "2", "--no-dashboard", "--local-directory", str(place))
    try:
        with pytest.raises(ScenarioError, match="runs several threads; start workers with --nthreads 1"):
            batch(write_experiment(place), cluster=address)
    finally:
        stop(process)


def test_nobody_at_an_address_is_said_in_a_line(place):
    with pytest.raises(ScenarioError, match=r"--cluster tcp://127\.0\.0\.1:9: no scheduler answers there"):
        batch(write_experiment(place), cluster="tcp://127.0.0.1:9")
