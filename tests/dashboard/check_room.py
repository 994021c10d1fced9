"""Thirty participants move levers for a while: answers, errors, waiting times, memory. No part of the suite.

    python -m tests.dashboard.check_room [--seconds 120] [--people 30] [--worlds 24] [--customers 4000] [--weeks 260]
        [--prepare] [--flat 500]

Each person looks at the page of act 1, thinks, moves one of three levers to one of its 21 positions, and waits for the
answer or, one time in five, moves on before it has come. `--prepare` first answers what an open room prepares while
nobody asks. `--flat` then asks so many small questions one after the other and compares memory of all processes after
the first fifth and at the end.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from dashboard.controls import STEPS
from dashboard.house import House
from dashboard.jobs import Jobs
from dashboard.rooms import ahead
from dashboard.view import View

LOOK = 0.3              # seconds between two looks, as pages do
THINK = (3.0, 12.0)     # seconds before somebody moves a lever
HURRY = 0.2             # of the time somebody moves on before the answer is there


@dataclass
class Tally:
    """What everybody saw."""

    waits: list[float] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)


def memory(pids: list[int]) -> float:
    """Return the resident memory of processes, MB."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) for pid in pids]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def family() -> list[int]:
    """Return this process and its children, whichever thread has started them."""
    each = (path.read_text(encoding="ascii").split() for path in Path("/proc/self/task").glob("*/children"))
    return [os.getpid(), *(int(pid) for children in each for pid in children)]


def take_part(number: int, house: House, until: float, tally: Tally) -> None:
    """Move levers until the time is over."""
    rng = np.random.default_rng(number)
    while time.monotonic() < until:
        time.sleep(rng.uniform(*THINK))
        name = str(rng.choice(house.levers))
        low, high = ahead.positions(house, View(), name)
        value = round(low + (high - low) * int(rng.integers(STEPS + 1)) / STEPS, ahead.DECIMALS)
        question = house.question("compare", View().set([(f"b.{name}", f"{value:g}")]))
        begun, hurry = time.monotonic(), rng.random() < HURRY
        ticket = house.jobs.ask(question, f"person {number}")
        while (state := house.jobs.look(ticket.key)).status in {"waiting", "running"}:
            if hurry and time.monotonic() - begun > 1.0:
                break
            time.sleep(LOOK)
        tally.ends["moved on" if state.status in {"waiting", "running"} else state.status] += 1
        if state.status == "done":
            tally.waits.append(time.monotonic() - begun)


def wait_for(jobs: Jobs, seconds: float) -> None:
    """Wait until nothing is left to do."""
    end = time.monotonic() + seconds
    while jobs.waiting and time.monotonic() < end:
        time.sleep(1.0)
        sys.stderr.write(f"\r{jobs.waiting} questions to prepare   ")
    sys.stderr.write("\n")


def stay_flat(jobs: Jobs, runs: int) -> tuple[float, float]:
    """Ask many small questions; return memory after a fifth and at the end, MB."""
    house = House(jobs, worlds=2, customers=200, weeks=26)
    early = 0.0
    for k in range(runs):
        value = 0.1 + 0.8 * k / runs
        ticket = jobs.ask(house.question("compare", View().set([("b.commission", f"{value:.5f}")])), "flat")
        while jobs.look(ticket.key).status in {"waiting", "running"}:
            time.sleep(0.02)
        if k == runs // 5:
            early = memory(family())
    return early, memory(family())


def main() -> None:
    """Run the check and print what it found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    sizes = {"seconds": 120, "people": 30, "worlds": 24, "customers": 4000, "weeks": 260, "flat": 0}
    for name, default in sizes.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--prepare", action="store_true")
    parser.add_argument("--folder", type=Path, default=None)
    asked = parser.parse_args()
    with TemporaryDirectory() as own:
        jobs = Jobs(folder=asked.folder or Path(own))
        try:
            house = House(jobs, worlds=asked.worlds, customers=asked.customers, weeks=asked.weeks)
            ticket = jobs.ask(house.question("compare", View()), "first")
            begun = time.monotonic()
            while jobs.look(ticket.key).status in {"waiting", "running"}:
                time.sleep(LOOK)
            print(f"first answer, rules and worlds included: {time.monotonic() - begun:.1f} s")  # noqa: T201
            for value in ("0.21", "0.83"):
                begun = time.monotonic()
                ticket = jobs.ask(house.question("compare", View().set([("b.commission", value)])), "first")
                first = None
                while (state := jobs.look(ticket.key)).status in {"waiting", "running"}:
                    first = first or (time.monotonic() - begun if state.first is not None else None)
                    time.sleep(0.05)
                print(f"one lever moved, alone: {time.monotonic() - begun:.1f} s, first world {first or 0:.1f} s")  # noqa: T201
            if asked.prepare:
                jobs.prepare([*house.opening_questions(), *ahead.moves(house, house.levers)])
                wait_for(jobs, 7200)
            report(house, asked.people, asked.seconds)
            if asked.flat:
                early, late = stay_flat(jobs, asked.flat)
                print(f"memory after {asked.flat // 5} small questions {early:.0f} MB, at the end {late:.0f} MB")  # noqa: T201
        finally:
            jobs.close()


def report(house: House, people: int, seconds: int) -> None:
    """Let people take part and print how it went for them."""
    tally, until, before = Tally(), time.monotonic() + seconds, memory(family())
    threads = [threading.Thread(target=take_part, args=(n, house, until, tally)) for n in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    waits = np.array(tally.waits or [0.0])
    middle, late, last = np.quantile(waits, [0.5, 0.95, 1.0])
    print(f"{people} people, {seconds} s: {dict(tally.ends)}; answer after {middle:.1f} s in the middle, "  # noqa: T201
          f"{late:.1f} s at 95 %, {last:.1f} s at most; memory {before:.0f} to {memory(family()):.0f} MB")


if __name__ == "__main__":
    main()
