"""What tests of scenario files share: a house of shipped files, a desk to write one's own on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import agents.declarations  # noqa: F401  fills the registries
from agents.parameters import LEVERS, TRAITS, UNCERTAINTIES, Trait, Uncertainty
from sim import scenario_files
from sim.scenario import ScenarioError, load

HOUSE = Path(__file__).parent / "house" / "scenarios"


@pytest.fixture(scope="module")
def house():
    """A folder of shipped files that knows one lever, trait and uncertainty more than the declared ones."""
    lever = replace(
        next(iter(LEVERS.values())), name="tidiness", default=0.3, unit="share", low=0.0, high=1.0, neutral=0.0,
        source="assumption: of a test",
    )  # fmt: skip
    trait = Trait("courage", 5.0, 1.0, "uniform", 0.0, 10.0, "points", "dares", "M17", "assumption: of a test")
    rain = Uncertainty("rainfall", 2.0, (1.0, 3.0), (0.0, 10.0), "mm", "it rains", "M17", "assumption: of a test", None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scenario_files, "SHIPPED", HOUSE.resolve())
        patch.setitem(LEVERS, "tidiness", lever)
        patch.setitem(TRAITS, "courage", trait)
        patch.setitem(UNCERTAINTIES, "rainfall", rain)
        yield HOUSE


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """An empty current folder, into which `desk(name, text)` writes a file."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, text: str | bytes) -> str:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    return write


@pytest.fixture
def problems():
    """A function that loads what cannot be loaded and returns what it is told."""

    def told(name: str | Path, *sets: str) -> list[str]:
        with pytest.raises(ScenarioError) as caught:
            load(name, sets)
        assert str(caught.value) == "\n".join(caught.value.problems)
        return caught.value.problems

    return told
