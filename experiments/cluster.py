"""The workers of a Dask cluster, behind the same seam as local processes: concurrent.futures.Executor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from experiments.batch_tasks import bare, code_digest
from experiments.execution import Crew
from experiments.worlds import compile_rules
from sim import ScenarioError

if TYPE_CHECKING:
    from sim import Scenario

PATIENCE = 60   # seconds for the first worker to come
AHEAD = 2       # jobs per worker that wait or run, so that none idles while a result travels


@contextmanager
def connected(address: str, scenario: Scenario) -> Iterator[Crew]:
    """Yield the workers of a scheduler, looked at and with the rules compiled on each of their machines.

    Raises:
        ScenarioError: if nobody answers at the address, or the workers cannot be used.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise ScenarioError(["--cluster needs Dask: pip install 'goodwill[cluster]'"]) from error
    connect: Any = Client
    try:
        client: Any = connect(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ScenarioError([f"--cluster {address}: no scheduler answers there ({_first_line(error)})"]) from error
    with client:
        workers = _workers(client, address)
        executor = client.get_executor(pure=False)
        with Crew(len(workers) * AHEAD, executor=executor, lost=(KilledWorker,)) as crew:
            _compile_everywhere(client, workers, scenario)
            yield crew


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0] or type(error).__name__


def _workers(client: Any, address: str) -> dict[str, dict[str, Any]]:
    """Return the workers there are, by address; refuse those that would give other or slower results."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise ScenarioError([f"--cluster {address}: the scheduler has no worker; start some"]) from error
    workers: dict[str, dict[str, Any]] = client.scheduler_info(n_workers=-1)["workers"]
    threads = sorted(name for name, one in workers.items() if one["nthreads"] != 1)
    if threads:
        text = f"--cluster {address}: {threads[0]} runs several threads; start workers with --nthreads 1"
        raise ScenarioError([text])
    try:
        codes = client.run(code_digest)
    except Exception as error:
        raise ScenarioError([f"--cluster {address}: a worker cannot import goodwill: {_first_line(error)}"]) from error
    others = sorted(name for name, code in codes.items() if code != code_digest())
    if others:
        raise ScenarioError([f"--cluster {address}: {others[0]} has another version of goodwill; install the same one"])
    return workers


def _compile_everywhere(client: Any, workers: dict[str, dict[str, Any]], scenario: Scenario) -> None:
    """Compile the rules once on each machine; its other workers find them on disk."""
    hosts = {one["host"]: name for name, one in workers.items()}
    futures = [client.submit(compile_here, bare(scenario), workers=[name], pure=False) for name in hosts.values()]
    client.gather(futures)


def compile_here(scenario: Scenario) -> None:
    """Compile the rules in this process."""
    compile_rules(scenario, Crew(1))
