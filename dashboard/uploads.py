"""Scenarios that visitors bring: read like any other, kept while the dashboard runs, found by their name."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterator, Mapping
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
FILE = re.compile(r"[\w-]{1,80}\.ya?ml", re.IGNORECASE)
STRATEGY = re.compile(rb"^signature\s*:", re.MULTILINE)       # what a strategy has, and nothing else
PLACE = re.compile(r"[/\\~]|\.ya?ml$", re.IGNORECASE)


class Uploads:
    """The scenarios of all visitors, each under a name made from its content."""

    def __init__(self) -> None:
        self._found: dict[str, Scenario] = {}
        self._files: dict[str, dict[str, str]] = {}

    def bring(self, files: Mapping[str, bytes]) -> str:
        """Read a scenario and the strategies beside it, each from its file, and return the scenario's name.

        Raises:
            ScenarioError: with every mistake in them.
        """
        beside = {name: content for name, content in files.items() if STRATEGY.search(content)}
        scenarios = [content for name, content in files.items() if name not in beside]
        if len(scenarios) != 1:
            raise ScenarioError(["bring one scenario, and with it the files of strategies that it names"])
        if strange := [name for name in beside if not FILE.fullmatch(name)]:
            raise ScenarioError([f"a file's name has letters, digits, - and _ and ends in .yaml, not '{strange[0]}'"])
        return self.keep(scenarios[0], beside)

    def keep(self, content: bytes, beside: Mapping[str, bytes] | None = None) -> str:
        """Read a scenario and return its name.

        Args:
            content: its file.
            beside: files of strategies that it may name, by their names.

        Raises:
            ScenarioError: with every mistake in it, as the command line tells them.
        """
        beside = beside or {}
        texts = {name: _text(one, set(beside)) for name, one in {"": content, **beside}.items()}
        name = OWN + sha256(repr(sorted(texts.items())).encode()).hexdigest()[:10]
        if name not in self._found:
            self._read(name, texts)
            self._files[name] = texts
        return name

    def _read(self, name: str, texts: Mapping[str, str]) -> None:
        if len(self._found) >= MOST:
            raise ScenarioError([f"there are {MOST} files already; start the dashboard anew"])
        with tempfile.TemporaryDirectory(prefix="goodwill-") as folder:
            path = Path(folder) / f"{name}.yaml"
            for file, text in texts.items():
                (Path(folder) / file if file else path).write_text(text, encoding="utf-8", newline="")
            try:
                self._found[name] = load(path)
            except ScenarioError as error:
                told = (problem.replace(f"{path}:", "").replace(f"{folder}/", "") for problem in error.problems)
                raise ScenarioError(list(told)) from None

    def add(self, scenario: Scenario) -> str:
        """Keep a scenario that whoever opened the dashboard named, and return its name."""
        self._found[scenario.name] = scenario
        return scenario.name

    def find(self, name: str) -> Scenario:
        """Return a scenario by its name, a visitor's or a shipped one."""
        return self._found[name] if name in self._found else shipped(name)

    def files(self, name: str) -> dict[str, str] | None:
        """Return what a visitor brought, the scenario first; nothing for a shipped one, None for a file elsewhere."""
        return self._files.get(name, None if name in self._found else {})

    def names(self) -> tuple[str, ...]:
        """Return the names of what visitors brought."""
        return tuple(self._found)


def _text(content: bytes, known: Collection[str]) -> str:
    """Return what a file holds, if it may be read: it may refer to what is shipped and to the files beside it."""
    if len(content) > LARGEST:
        raise ScenarioError([f"the file is larger than {LARGEST // 1000} kB"])
    text = content.decode("utf-8", errors="strict") if _is_utf8(content) else ""
    if not text.strip():
        raise ScenarioError(["the file is empty, or no text in UTF-8"])
    if places := [(line, found) for line, found in _places(text) if found not in known]:
        raise ScenarioError([f"line {line}: name what is shipped, not a file: '{found}'" for line, found in places])
    return text


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
