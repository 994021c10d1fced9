"""A thousand runs, killed ten times: `python tests/experiments/check_batch.py [FOLDER]`, half an hour on two cores.

125 points of a Latin hypercube × 4 worlds × 2 strategies, 2,000 customers × 104 weeks. First undisturbed, then into
another folder and killed with SIGKILL at ten random moments; digests and bytes must be equal. Beside it, what the batch
takes beyond the runs themselves: processor time of all its processes, against that of the runs; and the same runs in a
plain loop.
"""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from experiments.batch import batch
from experiments.batch_plan import BatchPlan
from experiments.batch_store import read_rows
from experiments.batch_tasks import run_job
from experiments.execution import Crew
from experiments.experiment_files import read_experiment
from experiments.statistics import scattered
from experiments.worlds import accepted_worlds

ROOT = Path(__file__).resolve().parents[2]
KILLS, WORKERS, RUNS = 10, 2, 1000
EXPERIMENT = """
scenario: mobile_telecom
settings: {customers: 2000, weeks: 104}
strategies: [product_centric, customer_centric]
factors:
  bot_share: {path: firms.Alpha.levers.bot_share, range: [0, 1]}
  pressure: {path: firms.Alpha.levers.pressure, range: [0, 0.8]}
  fees: {path: firms.Alpha.levers.hidden_fees, range: [0, 0.05]}
design: latin_hypercube
points: 125
worlds: 4
"""


def surroundings() -> dict[str, str]:
    """The environment of every process that is started."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def command_of(experiment: Path, out: Path) -> list[object]:
    """The batch as its users start it."""
    return [sys.executable, "-m", "goodwill", "batch", experiment, "--out", out, "--workers", WORKERS]


def start(experiment: Path, out: Path) -> subprocess.Popen[bytes]:
    """Start the batch, its progress on standard error."""
    command = [str(part) for part in command_of(experiment, out)]
    return subprocess.Popen(command, env=surroundings(), stdout=subprocess.DEVNULL)


def rows(out: Path) -> int:
    """How many runs are kept."""
    return len(read_rows(out)[0]) if out.exists() else 0


def kill_and_resume(experiment: Path, out: Path) -> None:
    """Let the batch run and kill it ten times: three times while it starts, else after some of its runs."""
    for number, share in enumerate(scattered(20, KILLS)):
        process, before = start(experiment, out), rows(out)
        time.sleep(3 + 9 * share)
        while number % 3 and rows(out) < before + 1 + 120 * share and process.poll() is None:
            time.sleep(0.5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        tell(f"killed {number + 1} of {KILLS}: {rows(out)} of {RUNS} runs kept")
    assert start(experiment, out).wait() == 0


def loop(experiment: Path) -> None:
    """Run everything in this process, one after the other, as a script without a batch would."""
    study = read_experiment(experiment)
    scenario = study.scenario
    with Crew(1) as crew:
        worlds = tuple(accepted_worlds(scenario, int(study.file.worlds), seed=scenario.seed, crew=crew))
    plan = BatchPlan(study, worlds, 1)
    done = sum(len(run_job(job)) for job in plan.jobs({place.key for place in plan.places()}, WORKERS))
    assert done == RUNS


def timed(command: list[object]) -> tuple[float, float]:
    """Run a command; return seconds of the clock and of the processors, its own processes included."""
    started, before = time.monotonic(), spent()
    subprocess.run([str(part) for part in command], env=surroundings(), stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - started, spent() - before


def spent() -> float:
    """Processor seconds of the processes started and ended so far, theirs included."""
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    return use.ru_utime + use.ru_stime


def tell(line: str) -> None:
    """Say something at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run the check and say what it found."""
    if sys.argv[1:2] == ["--loop"]:
        loop(Path(sys.argv[2]))
        return
    place = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    place.mkdir(parents=True, exist_ok=True)
    experiment, small = place / "thousand.yaml", place / "small.yaml"
    experiment.write_text(EXPERIMENT, encoding="utf-8")
    small.write_text(EXPERIMENT.replace("points: 125", "points: 2"), encoding="utf-8")
    timed(command_of(small, place / "small"))    # compiles the rules, where they are not
    seconds, processor = timed(command_of(experiment, place / "undisturbed"))
    plain_seconds, plain = timed([sys.executable, __file__, "--loop", experiment])
    first = batch(experiment, place / "undisturbed", workers=1)
    runs = first.manifest["run_seconds"]
    tell(f"undisturbed: {seconds:.0f} s; processor {processor:.0f} s, of which runs {runs:.0f} s: "
         f"everything else is {processor / runs - 1:.1%} on top")
    more = processor / plain - 1
    tell(f"a plain loop: {plain_seconds:.0f} s; processor {plain:.0f} s: the batch takes {more:.1%} more")
    kill_and_resume(experiment, place / "killed")
    second = batch(experiment, place / "killed", workers=1)
    files = [(place / name / "runs.parquet").read_bytes() for name in ("undisturbed", "killed")]
    tell(f"digests {first.digest[:16]} and {second.digest[:16]}; "
         f"files {[hashlib.sha256(one).hexdigest()[:16] for one in files]}")
    assert first.digest == second.digest
    assert files[0] == files[1]
    assert not len(first.failed)


if __name__ == "__main__":
    main()
