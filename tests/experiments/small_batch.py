"""A small experiment on the small market, as a file: seconds for all of its runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
from small_market import write_small_market

import experiments.batch_tasks as tasks

ROOT = Path(__file__).resolve().parents[2]
EXPERIMENT = """
# Do fees or contacts matter more in the small market?
title: A small experiment
scenario: small.yaml
settings: {customers: 300}
strategies: [careful.yaml, bold.yaml]
factors:
  bots: {path: firms.Alpha.levers.bot_share, levels: [0, 0.5]}
  wage: {path: market.uncertainties.wage, range: [32, 44], steps: 3}
worlds: 2
replications: 2
measures:
  value: {outcome: value}
  trust: {outcome: trust_cohort}
  early: {metric: profit, window: [0, 12], take: sum}
  young: {metric: trust, segment: young, firm: Beta}
"""
RUNS = 2 * 3 * 2 * 2 * 2


def write_experiment(folder: Path, text: str = EXPERIMENT, name: str = "fees") -> Path:
    """Write the market, the strategies and an experiment into a folder."""
    write_small_market(folder)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def started(*arguments: object, room: int | None = None) -> subprocess.Popen[str]:
    """Start the program in a process of its own; with `room`, no file of it may grow beyond so many bytes."""
    command = [sys.executable, "-m", "goodwill", *map(str, arguments)]
    limit = [] if room is None else ["prlimit", f"--fsize={room}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [*limit, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )


def wait_for(lines: int, process: subprocess.Popen[str], out: Path) -> None:
    """Wait until the journal of a batch has some lines more."""
    journal = out / "store" / "journal.jsonl"
    before, end = count(journal), time.monotonic() + 120
    while count(journal) < before + lines and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)


def killed_after(
    lines: int, process: subprocess.Popen[str], out: Path, workers: list[psutil.Process] | None = None,
) -> int:
    """Kill a batch with SIGKILL once its journal has grown; return how many lines there are, and note its workers."""
    wait_for(lines, process, out)
    if workers is not None:
        workers += psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return count(out / "store" / "journal.jsonl")


def count(journal: Path) -> int:
    """How many lines a journal has."""
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


def killing(job: tasks.Job) -> list[tasks.Row]:
    """Run a job, but die at one run as a process does that the system kills."""
    if any(run.label.startswith("point 3, world 2, replication 1, bold") for group in job.groups for run in group.runs):
        os.kill(os.getpid(), signal.SIGKILL)
    return tasks.run_job(job)


def dying(_job: tasks.Job) -> list[tasks.Row]:
    """Die at every run."""
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def dying_once(job: tasks.Job) -> list[tasks.Row]:
    """Run a job; the first process that finds the flag missing dies at it."""
    flag = Path(os.environ["GOODWILL_TEST_FLAG"])
    if not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return tasks.run_job(job)
