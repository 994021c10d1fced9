"""The rules are compiled once before a whole run, on all cores: otherwise each worker would compile all of them."""

from __future__ import annotations

import pytest


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile what nobody has compiled yet; single files and workers leave it to their tests."""
    config = session.config
    if hasattr(config, "workerinput") or config.args_source != pytest.Config.ArgsSource.TESTPATHS:
        return
    from agents.compiled import CACHE, COMPILED

    if COMPILED and not CACHE.exists():
        from experiments.execution import Crew
        from experiments.worlds import compile_rules
        from sim import load

        with Crew() as crew:
            compile_rules(load("mobile_telecom"), crew)
