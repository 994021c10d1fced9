"""Small results of each kind, made once: a run, a comparison, a batch; their folder's name has umlauts and blanks."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import Executor, Future
from pathlib import Path
from types import SimpleNamespace

import pytest
from small_batch import EXPERIMENT, write_experiment

from experiments import batch, compare
from experiments.single import replicate
from sim import load
from sim.manifests import sealed

MINE = """
extends: small.yaml
firm: Alpha
firms:
  Alpha: {levers: {bot_share: 0.6}}
  Beta: {strategy: careful.yaml}
events:
  - {week: 4, kind: price, firm: Beta, change: -0.05}
"""
FEW = EXPERIMENT.replace("levels: [0, 0.5]", "levels: [0.5]").replace("steps: 3", "steps: 2")
STRATEGIES = ("careful.yaml", "bold.yaml")


class Here(Executor):
    """Runs everything at once, in this process."""

    def submit(self, function, /, *arguments, **options):
        future = Future()
        try:
            future.set_result(function(*arguments, **options))
        except Exception as error:  # noqa: BLE001  handed on, as executors do
            future.set_exception(error)
        return future


@pytest.fixture(scope="session")
def here():
    return Here()


@pytest.fixture(scope="session")
def made(tmp_path_factory, here) -> SimpleNamespace:
    place = tmp_path_factory.mktemp("audit") / "Prüfung eins"
    place.mkdir()
    write_experiment(place, FEW.replace("replications: 2", "replications: 1"))
    mine = place / "mein märkt.yaml"
    mine.write_text(MINE, encoding="utf-8")
    small = load(mine, sets=["customers=300", "weeks=8"])
    replicate(small, folder=place / "run")
    replicate(small, 2, folder=place / "twice")
    arms = [str(place / name) for name in STRATEGIES]
    shared = {"customers": 300, "weeks": 8, "executor": here, "luck": False}
    compare(place / "small.yaml", arms, 3, **shared).write(place / "compared")
    batch(place / "fees.yaml", place / "batch", executor=here, sets=["settings.weeks=13"])
    return SimpleNamespace(
        place=place, mine=mine, run=place / "run", twice=place / "twice", compared=place / "compared",
        batch=place / "batch", arms=arms, shared=shared,
    )


@pytest.fixture
def copied(made, tmp_path):
    """Return a maker of copies: results by name in a folder of their own, their manifest changed and sealed anew."""

    def copy(name: str, *, is_sealed: bool = True, **changes: object) -> Path:
        target = tmp_path / f"{name} Kopie"
        shutil.copytree(getattr(made, name), target)
        if changes:
            file = target / "manifest.json"
            manifest = {**json.loads(file.read_text(encoding="utf-8")), **changes}
            file.write_text(json.dumps(sealed(manifest) if is_sealed else manifest), encoding="utf-8")
        return target

    return copy
