"""The house is in order: versions agree, pins name no address, and what the README shows runs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PIN = re.compile(r'[A-Za-z0-9._-]+==[A-Za-z0-9.+!-]+( ; python_version (<|>=) "3\.\d+")?')


def pins() -> list[str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def spelled_alike(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Every call of goodwill in the README, whatever the shell."""
    lines = [line for language in ("sh", "powershell") for block in blocks(language) for line in block.splitlines()]
    found = [re.match(r"(?:\.venv\\Scripts\\)?goodwill (.*?)(?:\s+#.*)?$", line) for line in lines]
    return sorted({match[1] for match in found if match})


def small(command: str) -> list[str]:
    """The words of a command, made quick: of an option given twice the last counts."""
    words = command.split()
    few = {
        "compare": ["--worlds", "2", "--weeks", "13"], "run": ["--weeks", "13"], "story": ["--weeks", "13"],
        "claims": ["C22", "--worlds", "3"],
        "workshop": ["--worlds", "2", "--weeks", "13", "--values", "2", "--workers", "1"],
    }
    if words[0] == "claims":
        words = [word for word in words if not word.startswith("C")]    # the quickest of all instead
    if words[0] == "dashboard":
        return [*words, "--quiet"]
    if words[0] == "batch":
        sets = ("worlds=central", "replications=1", "settings.customers=200", "settings.weeks=60")
        return [*words, "--quiet", *(word for text in sets for word in ("--set", text))]
    return [*words, *few[words[0]], "--customers", "300", "--quiet"] if words[0] in few else words


def test_the_version_is_the_same_everywhere():
    version = PROJECT["version"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^version: (\S+)$", citation, re.MULTILINE)[1] == version
    assert re.search(r"^## (\S+)", changes, re.MULTILINE)[1] == version


def test_pins_are_names_and_versions_without_any_address():
    assert [line for line in pins() if not PIN.fullmatch(line)] == []


def test_everything_that_is_installed_is_pinned():
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    names = {spelled_alike(re.match(r"[A-Za-z0-9._-]+", line)[0]) for line in wanted}
    pinned = {spelled_alike(line.split("==")[0]) for line in pins()}
    assert names - pinned == set()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`?make ([a-z]+)\b", README)) - {"and"}))
def test_a_make_target_of_the_readme_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([\w./-]+)\)", README))))
def test_a_file_that_the_readme_links_to_exists(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_runs(command, tmp_path, monkeypatch, capsys):
    from goodwill import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("dashboard.commands.look.serve", lambda *_, **__: None)    # would go on until interrupted
    with pytest.raises(SystemExit) as left:
        main(small(command))
    assert (left.value.code, capsys.readouterr().err) == (0, "")


@pytest.mark.parametrize("block", blocks("python"), ids=lambda block: block.splitlines()[0])
def test_a_python_block_of_the_readme_runs(block, capsys):
    quick = block.replace("worlds=40", "worlds=2, customers=300, weeks=13")
    exec(compile(quick, "README.md", "exec"), {"__name__": "readme"})  # noqa: S102  the README's own lines
    assert capsys.readouterr().out
