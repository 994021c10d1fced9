"""Reading YAML so that every value knows its file, line and column, and no file can do harm.

Values follow the core schema of YAML 1.2: `no`, `12:30`, `010` and dates stay text, `1e3` is a number.
Built from the parser's events, which need no recursion: depth and size are limited while a file is read.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import yaml
from yaml import events

from sim.scenario_errors import OPTION, Place, Problems, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path as File

    from sim.scenario_errors import Path

    Scalar = str | int | float | bool | None

MAX_BYTES = 2_000_000
MAX_NODES = 20_000
MAX_DEPTH = 40

_NULL = re.compile(r"~|null|Null|NULL|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,300})")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")

_WORDING = (
    (r"found character '\\t'", "a tab; indent with spaces"),
    (r"mapping values are not allowed", "a ':' too many, or a line indented too far; quote text that contains ': '"),
    (r"could not find expected ':'", "a line without ': ' after its key"),
    (r"expected <block end>", "the indentation does not fit the lines above"),
    (r"found character '(?P<sign>.)' that cannot", "text that starts with '{sign}' needs quotes"),
    (r"unexpected end of stream", "a quote that is never closed"),
    (r"expected ',' or '(?P<sign>.)', but got '<stream end>'", "a bracket that is never closed by '{sign}'"),
    (r"expected ',' or '(?P<sign>.)'", "a missing ',' or closing '{sign}'"),
)
_TOLD_AT_ITS_START = r"could not find expected ':'|end of stream|stream end"


@dataclass(frozen=True, slots=True)
class Node:
    """A value with where it was written: a scalar, a mapping or a list of nodes.

    `path` is the path within its own file, `key_at` the place of its key, `raw` a scalar as it was written
    and `is_plain` whether it stood without quotes.
    """

    value: Scalar | dict[str, Node] | list[Node]
    at: Place
    path: Path = ()
    key_at: Place | None = None
    raw: str = ""
    is_plain: bool = True

    @property
    def key_place(self) -> Place:
        """Where the key stands; of a list's item, where the item stands."""
        return self.key_at or self.at

    @property
    def above(self) -> Path:
        """The path of the mapping it stands in, where an unknown name is told; of `--set`, what was typed."""
        return self.path if self.at.file == OPTION else self.path[:-1]

    @property
    def is_mapping(self) -> bool:
        """Whether it is a mapping, be it an empty one."""
        return isinstance(self.value, dict)

    @property
    def mapping(self) -> dict[str, Node]:
        """The entries of a mapping; of anything else, none."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Node]:
        """The items of a list; of anything else, none."""
        return self.value if isinstance(self.value, list) else []


def scalar(text: str) -> Scalar:
    """Read a plain scalar by YAML 1.2's core schema, without its rarely meant octal and hexadecimal numbers."""
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text) or _FALSE.fullmatch(text):
        return text.lower() == "true"
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return float(text.replace(".", "")) if _NOT_FINITE.fullmatch(text) else text


def decode(content: bytes, file: str, problems: Problems) -> str | None:
    """Turn bytes into text; note why not if they are no UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        kind = "UTF-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else f"byte 0x{content[error.start]:02x}"
        problems.add(Place(file, line, column), (), f"not UTF-8 ({kind}); save the file as UTF-8")
        return None


def read(path: File, shown: str, problems: Problems) -> Node | None:
    """Read a file as it is called in messages; None if nothing in it can be used."""
    try:
        if path.exists() and not path.is_file():
            what = "a folder" if path.is_dir() else "no ordinary file"
            problems.add(Place(shown), (), f"is {what}; name a YAML file")
            return None
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        problems.add(Place(shown), (), f"cannot be read: {reason}")
        return None
    if len(content) > MAX_BYTES:
        problems.add(Place(shown), (), f"larger than {MAX_BYTES // 1_000_000} MB; that is no scenario")
        return None
    text = decode(content, shown, problems)
    return None if text is None else parse(text, shown, problems)


def parse(text: str, shown: str, problems: Problems) -> Node | None:
    """Read the one mapping of a text; note every mistake; None if nothing in it can be used."""
    try:
        node = _Reader(text, shown, problems).document()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - text.rfind("\n", 0, error.position)
        text = f"a character that text must not contain (code {error.character})"
        problems.add(Place(shown, line, column), (), text)
    except yaml.MarkedYAMLError as error:
        is_open = error.context_mark and re.search(_TOLD_AT_ITS_START, error.problem or "")
        mark = error.context_mark if is_open else error.problem_mark or error.context_mark
        place = Place(shown, mark.line + 1, mark.column + 1) if mark else Place(shown)
        problems.add(place, (), _wording(error.problem or error.context or ""))
    except _EndReadingError:
        pass
    else:
        if node is None or node.value is None:
            problems.add(Place(shown), (), "is empty")
        elif isinstance(node.value, dict):
            return node
        else:
            problems.add(node.at, (), "must be a mapping: lines of the form 'key: value'")
    return None


def _wording(problem: str) -> str:
    for pattern, words in _WORDING:
        found = re.search(pattern, problem)
        if found:
            return "not valid YAML: " + words.format(**found.groupdict())
    return f"not valid YAML: {problem}"


def events_of(text: str) -> Iterator[events.Event]:
    """Return the parser's events: libyaml's, in a tenth of the time, where it is there and nothing is amiss.

    PyYAML's own parser tells mistakes, at the place where they are; libyaml lets tabs pass, has another place for what
    is left out, and takes for ever over very deep nesting.
    """
    quick = getattr(yaml, "CSafeLoader", None)
    if quick is not None and "\t" not in text:
        with suppress(yaml.YAMLError):
            found, depth = [], 0
            for event in yaml.parse(text, Loader=quick):
                depth += isinstance(event, events.CollectionStartEvent) - isinstance(event, events.CollectionEndEvent)
                is_left_out = isinstance(event, events.ScalarEvent) and not (event.value or event.style)
                if is_left_out or depth > MAX_DEPTH:
                    break
                found.append(event)
            else:
                return iter(found)
    return iter(yaml.parse(text, Loader=yaml.SafeLoader))


class _EndReadingError(Exception):
    """Reading cannot go on; why is noted already."""


class _Reader:
    """Builds located nodes from the events of one text."""

    def __init__(self, text: str, shown: str, problems: Problems) -> None:
        self._events = events_of(text)
        self._shown = shown
        self._problems = problems
        self._anchors: dict[str, Node | None] = {}
        self._left = MAX_NODES

    def document(self) -> Node | None:
        next(self._events)  # the stream starts
        if isinstance(next(self._events), events.StreamEndEvent):
            return None
        node = self._node(next(self._events), ())
        next(self._events)  # the document ends
        after = next(self._events)
        if isinstance(after, events.DocumentStartEvent):
            self._problems.add(self._place(after), (), "a second document starts here ('---'); write one file for each")
        return node

    def _place(self, event: events.Event) -> Place:
        mark = event.start_mark
        return Place(self._shown, mark.line + 1, mark.column + 1) if mark else Place(self._shown)

    def _end(self, place: Place, path: Path, text: str) -> _EndReadingError:
        self._problems.add(place, path, text)
        return _EndReadingError()

    def _charge(self, place: Place, path: Path) -> None:
        self._left -= 1
        if self._left < 0:
            raise self._end(place, (), f"more than {MAX_NODES} values, those repeated by '*' included")
        if len(path) > MAX_DEPTH:
            raise self._end(place, (), f"nested more than {MAX_DEPTH} levels deep")

    def _node(self, event: events.Event, path: Path, key_at: Place | None = None) -> Node:
        place = self._place(event)
        if isinstance(event, events.AliasEvent):
            return replace(self._repeated(str(event.anchor), place, path), key_at=key_at)
        self._charge(place, path)
        if not isinstance(event, events.ScalarEvent | events.CollectionStartEvent):
            raise self._end(place, path, "not valid YAML: a value is missing")
        if event.tag is not None:
            self._problems.add(place, path, f"tags such as '{shortened(event.tag)}' are not used here; write the value")
        if event.anchor:
            self._anchors[event.anchor] = None
        if isinstance(event, events.ScalarEvent):
            node = self._scalar(event, path, key_at)
        elif isinstance(event, events.MappingStartEvent):
            node = Node(self._mapping(path), place, path, key_at)
        else:
            node = Node(self._sequence(path), place, path, key_at)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _scalar(self, event: events.ScalarEvent, path: Path, key_at: Place | None) -> Node:
        place, text, is_plain = self._place(event), event.value, not event.style
        if not text.isascii() and re.search("[\ud800-\udfff]", text):
            self._problems.add(place, path, "half a character ('\\ud800' and the like); write the character itself")
            text = ""
        return Node(scalar(text) if is_plain else text, place, path, key_at, text, is_plain)

    def _sequence(self, path: Path) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self._events), events.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := next(self._events), events.MappingEndEvent):
            place = self._place(event)
            if not isinstance(event, events.ScalarEvent):
                raise self._end(place, path, "a key must be text, found a list, a mapping or a repetition")
            key = self._node(event, path)
            value = self._node(next(self._events), (*path, key.raw), place)
            if self._is_usable(key, value, entries):
                entries[key.raw] = value
        return entries

    def _is_usable(self, key: Node, value: Node, entries: dict[str, Node]) -> bool:
        """Whether an entry can be used; if not, a mistake is noted."""
        before = next(reversed(entries.values()), None)
        if before and key.raw.isdecimal() and not value.raw and re.fullmatch(r"[-+]?[0-9]+", before.raw):
            text = f"must be a number, found '{before.raw},{key.raw}'; write {before.raw}.{key.raw}"
            self._problems.add(before.at, before.path, text)  # {wage: 0,05}: the comma ends the value
        elif not isinstance(key.value, str):
            found = f"'{shortened(key.raw)}'" if key.raw else "nothing"
            self._problems.add(key.at, key.path, f"a key must be text, found {found}; quote it if it is a name")
        elif key.raw == "<<":
            self._problems.add(key.at, key.path, "merge keys ('<<') are not used; write 'extends: FILE' at the top")
        elif key.raw in entries:
            text = f"'{shortened(key.raw)}' is given twice, first on line {entries[key.raw].key_place.line}"
            self._problems.add(key.at, key.path, text)
        else:
            return True
        return False

    def _repeated(self, anchor: str, place: Place, path: Path) -> Node:
        if anchor not in self._anchors:
            raise self._end(place, path, f"'*{shortened(anchor)}' repeats something that no '&' has named above")
        node = self._anchors[anchor]
        if node is None:
            raise self._end(place, path, f"'*{shortened(anchor)}' contains itself")
        return self._copied(node, path)

    def _copied(self, node: Node, path: Path) -> Node:
        self._charge(node.at, path)
        if isinstance(node.value, dict):
            return replace(node, path=path, value={k: self._copied(v, (*path, k)) for k, v in node.value.items()})
        if isinstance(node.value, list):
            return replace(node, path=path, value=[self._copied(v, (*path, i)) for i, v in enumerate(node.value)])
        return replace(node, path=path)
