"""Which file may use what: imports run one way, and every draw is a function of seed, week, person and purpose."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("agents", "sim", "experiments", "dashboard")
STREAMS = {"random", "rng", "shuffle_do", "shuffle", "rvs"}
SEEDED = {"default_rng", "Generator", "PCG64", "Philox", "SeedSequence"}


def sources() -> list[Path]:
    return [ROOT / "goodwill.py", *(path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py")))]


def imports_of_chance(node: ast.AST) -> list[str]:
    """The modules of random numbers that an import statement names."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and not node.level:
        names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    else:
        names = []
    return [name for name in names if name in {"random", "secrets"} or name.startswith("numpy.random")]


def seeded(tree: ast.AST) -> set[ast.AST]:
    """The attributes `np.random` in np.random.default_rng(seed), an own stream given its seed, and in types."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    types = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "Generator"]
    return {name.value for name in calls + types if isinstance(name, ast.Attribute) and name.attr in SEEDED}


def foreign_draws(text: str, layer: str) -> list[str]:
    """The places of a source that draw, or could draw, from another stream than the counter-based one."""
    tree = ast.parse(text)
    allowed = seeded(tree) if layer == "experiments" else set()
    found = []
    for node in ast.walk(tree):
        found += [f"{node.lineno}: import of {name}" for name in imports_of_chance(node)]
        if isinstance(node, ast.Attribute) and node.attr in STREAMS and node not in allowed:
            found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def test_imports_run_one_way_only(tmp_path):
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=str(tmp_path))
    assert status == EXIT_STATUS_SUCCESS, "run lint-imports to see which import breaks which contract"


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_draw_comes_from_the_counter_based_streams(path):
    assert foreign_draws(path.read_text(encoding="utf-8"), path.relative_to(ROOT).parts[0]) == []


@pytest.mark.parametrize(
    "text",
    [
        "import random",
        "from random import choice",
        "import numpy.random",
        "from numpy import random",
        "from numpy.random import default_rng",
        "np.random.default_rng(7)",
        "np.random.rand(3)",
        "self.model.random.random()",
        "model.rng.uniform()",
        "agents.shuffle_do('step')",
        "norm.rvs(size=3)",
    ],
)
def test_a_foreign_draw_is_found(text):
    assert foreign_draws(text, "sim")


def test_a_bootstrap_may_have_a_stream_of_its_own_if_it_is_given_its_seed():
    assert foreign_draws("np.random.default_rng(seed)", "experiments") == []
    assert foreign_draws("np.random.default_rng()", "experiments")
    assert foreign_draws("np.random.normal(0, 1)", "experiments")
