"""Running tasks: in order, on any number of workers, also when a worker dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from experiments.execution import ONE_THREAD, Crew, WorkerLostError


def square(x):
    return x * x


def environment_of(name):
    return os.environ.get(name)


def own_process(_number):
    return os.getpid()


def die_once(task):
    number, flag = task
    if number == 2 and not Path(flag).exists():
        Path(flag).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die(number):
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fail(number):
    if number == 1:
        raise ValueError("demand went negative")
    return number


def sleep_long(number):
    time.sleep(60 if number else 0)
    return number


def test_one_worker_runs_in_this_process():
    with Crew(1) as crew:
        assert crew.in_process
        assert list(crew.stream(lambda x: x + 1, range(4))) == [1, 2, 3, 4]


def test_results_come_in_the_order_of_the_tasks():
    with Crew(2) as crew:
        assert list(crew.stream(square, range(9))) == [x * x for x in range(9)]


def test_workers_have_one_thread_each_and_the_environment_is_put_back(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    with Crew(2) as crew:
        assert set(crew.stream(environment_of, ONE_THREAD)) == {"1"}
    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert "MKL_NUM_THREADS" not in os.environ


def test_an_executor_of_ones_own_is_used_and_left_open():
    with ThreadPoolExecutor(2) as executor:
        with Crew(executor=executor) as crew:
            assert list(crew.stream(square, range(5))) == [0, 1, 4, 9, 16]
        assert executor.submit(square, 3).result() == 9


def test_a_worker_that_dies_once_costs_no_result(tmp_path):
    with Crew(2) as crew:
        tasks = [(number, str(tmp_path / "flag")) for number in range(6)]
        assert list(crew.stream(die_once, tasks)) == list(range(6))


def test_a_task_that_kills_its_worker_twice_is_named():
    with Crew(2) as crew, pytest.raises(WorkerLostError, match=r"1: its process was killed twice; simulate fewer"):
        list(crew.stream(die, range(4)))


def test_an_error_in_a_task_is_raised():
    with Crew(2) as crew, pytest.raises(ValueError, match="demand went negative"):
        list(crew.stream(fail, range(4)))


def test_leaving_early_stops_the_processes_at_once():
    processes = []

    def interrupted():
        with Crew(2) as crew:
            for _ in crew.stream(sleep_long, range(6)):
                processes.extend(crew._executor._processes.values())
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    patience = time.monotonic() + 10    # the executor's own thread may be about to note a process's end
    while any(process.is_alive() for process in processes) and time.monotonic() < patience:
        time.sleep(0.05)
    assert [process.is_alive() for process in processes] == [False, False]


def test_two_streams_share_the_workers():
    with Crew(2) as crew:
        squares = crew.stream(square, range(6))
        assert list(crew.stream(square, squares)) == [x**4 for x in range(6)]


def test_a_script_without_a_main_guard_may_use_several_workers(tmp_path):
    script = tmp_path / "study.py"
    script.write_text(
        "import math\nfrom experiments.execution import Crew\nwith Crew(2) as crew:\n"
        "    print(list(crew.stream(math.sqrt, [1, 4, 9])))\n", encoding="utf-8",
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert (done.stdout, done.stderr) == ("[1.0, 2.0, 3.0]\n", "")


def test_settling_yields_every_task_with_its_result():
    with Crew(2) as crew:
        assert sorted(crew.settle(square, range(9))) == [(x, x * x) for x in range(9)]
    with Crew(1) as crew:
        assert list(crew.settle(square, range(3))) == [(0, 0), (1, 1), (2, 4)]


def test_settling_goes_on_behind_a_task_that_kills_its_worker():
    with Crew(2) as crew:
        found = dict(crew.settle(die, range(6)))
    assert isinstance(found.pop(1), WorkerLostError)
    assert found == {number: number for number in (0, 2, 3, 4, 5)}


def test_apart_means_in_another_process_with_one_worker_too():
    with Crew(1, apart=True) as crew:
        assert not crew.in_process
        assert list(crew.stream(own_process, [0])) != [os.getpid()]
