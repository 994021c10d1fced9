"""Reading YAML: every value knows its place, scalars are those of YAML 1.2, and no text can do harm."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import yaml

from sim.scenario_errors import Place, Problems, nearest, unknown
from sim.scenario_trees import plain
from sim.yaml_located import MAX_BYTES, MAX_DEPTH, MAX_NODES, Node, events_of, parse, read, scalar

ROOT = Path(__file__).resolve().parents[2]


def read_text(text: str) -> Node:
    problems = Problems()
    node = parse(text, "a.yaml", problems)
    assert not problems, problems.error()
    assert node is not None
    return node


def mistakes(text: str) -> list[str]:
    problems = Problems()
    parse(text, "a.yaml", problems)
    return problems.error().problems


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None), ("~", None), ("null", None), ("true", True), ("False", False),
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("Off", "Off"), ("y", "y"),
        ("0", 0), ("-3", -3), ("+7", 7), ("10", 10),
        ("010", "010"), ("0x1F", "0x1F"), ("0o7", "0o7"), ("1_000", "1_000"),
        ("1e3", 1000.0), ("1E-2", 0.01), (".5", 0.5), ("5.", 5.0), ("-0.25", -0.25), ("1.5e+3", 1500.0),
        ("0,05", "0,05"), ("5%", "5%"), ("12:30", "12:30"), ("2026-01-05", "2026-01-05"), ("1.2.3", "1.2.3"),
        (".", "."), ("e3", "e3"), ("inf", "inf"), ("nan", "nan"), ("infinity", "infinity"),
        (".inf", math.inf), ("-.Inf", -math.inf), ("9" * 400, math.inf),
    ],
)  # fmt: skip
def test_plain_scalars_follow_the_core_schema(written, value):
    found = scalar(written)
    assert (found, type(found)) == (value, type(value))


def test_not_a_number_is_read_as_such():
    assert math.isnan(scalar(".nan"))


def test_quotes_make_text_of_anything():
    node = read_text("a: '1e3'\nb: \"true\"\nc: |\n  12\n")
    assert plain(node) == {"a": "1e3", "b": "true", "c": "12\n"}
    assert not node.mapping["a"].is_plain


def test_every_value_knows_its_line_column_and_path():
    node = read_text("# first\nfirms:\n  Alpha: {price: 0.9}\n  Beta:\n    - x\n    - {y: 1}\n")
    price = node.mapping["firms"].mapping["Alpha"].mapping["price"]
    assert (price.at, price.key_at) == (Place("a.yaml", 3, 18), Place("a.yaml", 3, 11))
    assert price.path == ("firms", "Alpha", "price")
    last = node.mapping["firms"].mapping["Beta"].items[1].mapping["y"]
    assert (str(last.at), last.path) == ("a.yaml:6:11", ("firms", "Beta", 1, "y"))


def test_a_repetition_is_a_copy_under_its_own_path_told_where_it_was_written():
    node = read_text("a: &x {b: [1, 2]}\nc: *x\n")
    copied = node.mapping["c"].mapping["b"].items[1]
    assert plain(node) == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}}
    assert (copied.path, str(copied.at), str(node.mapping["c"].key_at)) == (("c", "b", 1), "a.yaml:1:15", "a.yaml:2:1")


def test_windows_line_ends_and_unicode_keep_columns_right():
    node = read_text("größe: 1\r\nb: {ü: 2}\r\n")
    assert str(node.mapping["b"].mapping["ü"].at) == "a.yaml:2:8"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", "a.yaml:2:1: 'a' is given twice, first on line 1"),
        ("k: {a: 1, a: 2}", "a.yaml:1:11: k: 'a' is given twice, first on line 1"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", "a.yaml:3:3: c: merge keys ('<<') are not used; write 'extends: FILE' at "
         "the top"),
        ("1: x", "a.yaml:1:1: a key must be text, found '1'; quote it if it is a name"),
        ("no: x\ntrue: y", "a.yaml:2:1: a key must be text, found 'true'; quote it if it is a name"),
        ("? [a]\n: b", "a.yaml:1:3: a key must be text, found a list, a mapping or a repetition"),
        ("? {a: b}\n: b", "a.yaml:1:3: a key must be text, found a list, a mapping or a repetition"),
        ("{wage: 0,05}", "a.yaml:1:8: wage: must be a number, found '0,05'; write 0.05"),
        ("{wage: -1,5, b: 2}", "a.yaml:1:8: wage: must be a number, found '-1,5'; write -1.5"),
        ("a:\n\tb: 1", "a.yaml:2:1: not valid YAML: a tab; indent with spaces"),
        ("a: x: y", "a.yaml:1:5: not valid YAML: a ':' too many, or a line indented too far; quote text that contains "
         "': '"),
        ("a: 1\nfoo\nb: 2", "a.yaml:2:1: not valid YAML: a line without ': ' after its key"),
        ("a: 'x", "a.yaml:1:4: not valid YAML: a quote that is never closed"),
        ("a: [1, 2", "a.yaml:1:4: not valid YAML: a bracket that is never closed by ']'"),
        ("a: @x", "a.yaml:1:4: not valid YAML: text that starts with '@' needs quotes"),
        ("a: *x", "a.yaml:1:4: a: '*x' repeats something that no '&' has named above"),
        ("a: &x [*x]", "a.yaml:1:8: a.0: '*x' contains itself"),
        ("a: 1\n---\nb: 2", "a.yaml:2:1: a second document starts here ('---'); write one file for each"),
        ("", "a.yaml: is empty"),
        ("---\n...\n", "a.yaml: is empty"),
        ("- a\n- b", "a.yaml:1:1: must be a mapping: lines of the form 'key: value'"),
        ("just text", "a.yaml:1:1: must be a mapping: lines of the form 'key: value'"),
        ("a: \x07", "a.yaml:1:4: a character that text must not contain (code 7)"),
        ('a: "\\udc00"', "a.yaml:1:4: a: half a character ('\\ud800' and the like); write the character itself"),
        ("a: !!python/name:os.system x", "a.yaml:1:4: a: tags such as 'tag:yaml.org,2002:python/name:os.system' are "
         "not used here; write the value"),
    ],
)
def test_a_mistake_is_told_at_its_place(text, message):
    assert mistakes(text)[0] == message


def test_mistakes_do_not_stop_the_reading():
    assert mistakes("a: 1\na: 2\n3: x\nb: {c: 1, c: 2}\n") == [
        "a.yaml:2:1: 'a' is given twice, first on line 1",
        "a.yaml:3:1: a key must be text, found '3'; quote it if it is a name",
        "a.yaml:4:11: b: 'c' is given twice, first on line 4",
    ]


@pytest.mark.parametrize("text", ["[" * 200_000, "a: " + "[" * 200_000 + "]" * 200_000, "- " * 200_000])
def test_deep_nesting_is_refused_before_it_is_read(text):
    assert mistakes(text)[0].endswith(f"nested more than {MAX_DEPTH} levels deep")


@pytest.mark.parametrize("text", ["{" * 200_000, "? " * 100_000])
def test_deep_nesting_of_keys_is_refused(text):
    assert mistakes(text)[0].endswith("a key must be text, found a list, a mapping or a repetition")


def test_repetitions_count_as_what_they_repeat():
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 9))
    assert mistakes(bomb)[0].endswith(f"more than {MAX_NODES} values, those repeated by '*' included")
    wide = "a: [" + "x, " * (MAX_NODES + 1) + "]"
    assert mistakes(wide)[0].endswith(f"more than {MAX_NODES} values, those repeated by '*' included")


def test_files_that_cannot_be_read_are_told(tmp_path):
    def told(content: bytes | None) -> list[str]:
        problems, path = Problems(), tmp_path / "a.yaml"
        if content is not None:
            path.write_bytes(content)
        read(path if content is not None else tmp_path / "none.yaml", "a.yaml", problems)
        return problems.error().problems

    assert told(None) == ["a.yaml: cannot be read: No such file or directory"]
    assert told(b"a: f\xfcr") == ["a.yaml:1:5: not UTF-8 (byte 0xfc); save the file as UTF-8"]
    assert told("a: 1".encode("utf-16")) == ["a.yaml:1:1: not UTF-8 (UTF-16); save the file as UTF-8"]
    assert told(b" " * (MAX_BYTES + 1)) == ["a.yaml: larger than 2 MB; that is no scenario"]


def test_the_nearest_name_is_found_whatever_its_case():
    assert nearest("Bot_Shar", ["bot_share", "barrier"]) == "bot_share"
    assert nearest("xyz", ["bot_share"]) is None
    assert nearest("b" * 10_000, ["bot_share"]) is None


def test_an_unknown_name_is_told_with_what_there_is():
    assert unknown("lever", "bot_shar", ["bot_share"]) == "unknown lever 'bot_shar'; did you mean 'bot_share'?"
    assert unknown("firm", "Q", ["Beta", "Alpha"]) == "unknown firm 'Q'; known: Alpha, Beta"
    assert unknown("firm", "Q", []) == "unknown firm 'Q'; there is none"
    assert unknown("firm", "Q\n" * 50, ["Alpha"]).count("\n") == 0
    assert unknown("x", "q", [f"name{i}" for i in range(20)]).endswith("and 8 more")


@pytest.mark.parametrize("place", sorted((ROOT / "scenarios").rglob("*.yaml")), ids=lambda place: place.stem)
def test_the_quick_parser_reads_every_shipped_file_as_the_other_does(place):
    text = place.read_text(encoding="utf-8")
    quick, other = (
        [(type(event), vars(event).get("value"), event.start_mark.line, event.start_mark.column)
         for event in parsed if isinstance(event, yaml.events.ScalarEvent)]
        for parsed in (events_of(text), yaml.parse(text, Loader=yaml.SafeLoader))
    )
    assert quick == other != []


def test_a_tab_which_the_quick_parser_lets_pass_is_told():
    assert mistakes("a: x\ty\n") == ["a.yaml:1:5: not valid YAML: a tab; indent with spaces"]
