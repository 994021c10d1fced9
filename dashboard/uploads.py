"""Scenarios that visitors bring: read like any other, kept while the dashboard runs, found by their name."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import yaml

from dashboard.questions import shipped
from sim import Scenario, ScenarioError, load

LARGEST = 200_000       # bytes of a file: the longest shipped one has a twentieth
MOST = 200              # files kept: a visitor must not fill the disk
OWN = "own-"
# What a file refers to must be shipped: it must not make this computer read others of its files.
REFERRING = {"extends", "market", "strategy", "strategies"}
PLACE = re.compile(r"[/\\~]|\.ya?ml$", re.IGNORECASE)


class Uploads:
    """The scenarios of all visitors, each under a name made from its content."""

    def __init__(self) -> None:
        self._found: dict[str, Scenario] = {}

    def keep(self, content: bytes) -> str:
        """Read a scenario and return its name.

        Raises:
            ScenarioError: with every mistake in it, as the command line tells them.
        """
        if len(content) > LARGEST:
            raise ScenarioError([f"the file is larger than {LARGEST // 1000} kB"])
        text = content.decode("utf-8", errors="strict") if _is_utf8(content) else ""
        if not text.strip():
            raise ScenarioError(["the file is empty, or no text in UTF-8"])
        if places := list(_places(text)):
            raise ScenarioError([f"line {line}: name what is shipped, not a file: '{found}'" for line, found in places])
        name = OWN + sha256(content).hexdigest()[:10]
        if name not in self._found:
            self._read(name, content)
        return name

    def _read(self, name: str, content: bytes) -> None:
        if len(self._found) >= MOST:
            raise ScenarioError([f"there are {MOST} files already; start the dashboard anew"])
        with tempfile.TemporaryDirectory(prefix="goodwill-") as folder:
            path = Path(folder) / f"{name}.yaml"
            path.write_bytes(content)
            try:
                self._found[name] = load(path)
            except ScenarioError as error:
                raise ScenarioError([problem.replace(f"{path}:", "") for problem in error.problems]) from None

    def add(self, scenario: Scenario) -> str:
        """Keep a scenario that whoever opened the dashboard named, and return its name."""
        self._found[scenario.name] = scenario
        return scenario.name

    def find(self, name: str) -> Scenario:
        """Return a scenario by its name, a visitor's or a shipped one."""
        return self._found[name] if name in self._found else shipped(name)

    def names(self) -> tuple[str, ...]:
        """Return the names of what visitors brought."""
        return tuple(self._found)


def _places(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of all that refers from a file to another file; what is no YAML is told by the loader."""
    try:
        waiting: list[tuple[yaml.Node | None, bool]] = [(yaml.compose(text, Loader=yaml.SafeLoader), False)]
    except (yaml.YAMLError, RecursionError):
        return
    seen: set[int] = set()
    while waiting:
        node, refers = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            named = [(key.value, value) for key, value in node.value if isinstance(key.value, str)]
            waiting += [(value, refers or key in REFERRING) for key, value in named]
        elif isinstance(node, yaml.SequenceNode):
            waiting += [(one, refers) for one in node.value]
        elif isinstance(node, yaml.ScalarNode) and refers and PLACE.search(node.value):
            yield node.start_mark.line + 1, node.value


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
