"""The command line: what it prints, what it refuses and how, and how it leaves."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

import goodwill
from dashboard.commands import decide

ROOT = Path(__file__).resolve().parent.parent
QUICK = ["--customers", "300", "--weeks", "13"]
COMPARE = ["compare", "mobile_telecom", "--worlds", "2", "--workers", "1", *QUICK]
CLAIM = ["C22", "--worlds", "3", "--workers", "1", "--customers", "200"]    # the quickest of all
OPTIMISE = ["--evaluations", "3", "--worlds", "1", "--judged", "1", "--workers", "1", *QUICK]
RUN = ["run", "mobile_telecom", *QUICK]
SETTINGS = ("worlds=central", "replications=1", "settings.customers=300", "settings.weeks=60")
BATCH = ["--workers", "1", *(word for text in SETTINGS for word in ("--set", text))]


@pytest.fixture
def call(capsys, tmp_path, monkeypatch):
    """Call the program as a shell does, in an empty folder; return exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        with pytest.raises(SystemExit) as left:
            goodwill.main(list(arguments))
        printed = capsys.readouterr()
        return left.value.code, printed.out, printed.err

    return call


def started(*arguments, **options):
    """Start the program in a process of its own."""
    command = [sys.executable, "-m", "goodwill", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, encoding="utf-8", **options
    )


def completed(words, at):
    """What the shell is offered for the last of some words."""
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "COMP_WORDS": words, "COMP_CWORD": str(at),
        "_GOODWILL_COMPLETE": "bash_complete",
    }
    command = [sys.executable, "-m", "goodwill"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


def examples():
    """Every example of every command's help that calls goodwill and nothing else."""
    door = goodwill.cli
    commands = [door.get_command(click.Context(door), name) for name in goodwill.COMMANDS]
    found = [example for command in commands for example in getattr(command, "examples", ())]
    return [example for example in found if not re.search(r"my_scenario|my_experiment|my_firm|\$\(|\|", example)]


# --- help -------------------------------------------------------------------------------------------------------------


def test_without_arguments_it_prints_three_commands_to_copy(call):
    code, out, _ = call()
    copied = [re.split(r"\s{2,}", line.strip())[0] for line in out.splitlines() if line.startswith("  goodwill")]
    assert (code, len(copied)) == (0, 3)
    for line in copied:
        name = shlex.split(line)[1]
        assert name in goodwill.COMMANDS or name == "--help"


def test_help_groups_the_commands_by_purpose(call):
    code, out, _ = call("--help")
    groups = [line.rstrip(":") for line in out.splitlines() if re.fullmatch(r"[A-Z][a-z ]+:", line)]
    assert (code, groups) == (0, ["Options", "Decide", "Understand", "Research", "Look after"])


@pytest.mark.parametrize("arguments", [["--help"], [], *([name, "--help"] for name in goodwill.COMMANDS)], ids=str)
def test_help_imports_neither_mesa_nor_numpy(arguments):
    code = (
        f"import sys, goodwill\ntry: goodwill.main({arguments!r})\nexcept SystemExit: pass\n"
        "print({'mesa', 'numpy', 'pydantic', 'dash', 'rich'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stderr == "set()\n"


@pytest.mark.parametrize("name", goodwill.COMMANDS)
def test_the_overview_says_what_the_command_itself_says(name):
    command = goodwill.cli.get_command(click.Context(goodwill.cli), name)
    assert command.get_short_help_str(limit=200) == goodwill.COMMANDS[name].summary


@pytest.mark.parametrize("name", goodwill.COMMANDS)
def test_every_command_shows_examples(name, call):
    code, out, _ = call(name, "--help")
    assert code == 0
    assert re.search(rf"^Examples:\n  .*goodwill {name}", out, re.MULTILINE)


TUNE = ["--evaluations", "2", "--tuning-worlds", "1", "--tuning-customers", "100"]


@pytest.mark.parametrize("example", examples())
def test_an_example_runs(example, call, monkeypatch):
    monkeypatch.setattr("dashboard.commands.look.serve", lambda *_, **__: None)    # would go on until interrupted
    words = shlex.split(example.partition(">")[0])[1:]
    quick = {
        "compare": ["--worlds", "2", "--workers", "1", *QUICK], "run": QUICK, "story": QUICK, "batch": BATCH,
        "claims": CLAIM, "optimise": OPTIMISE,
        "workshop": ["--worlds", "2", "--weeks", "13", "--values", "2", "--workers", "1"],
        "sensitivity": ["--points", "2", "--seeds", "1", "--workers", "1", *QUICK],
    }
    words += quick.get(words[0], []) + (TUNE if "--tuned" in words else [])
    assert call(*words)[0] == 0


def test_the_version_is_that_of_the_package(call):
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert call("--version")[:2] == (0, f"goodwill {re.search(r'^version = .(.+).$', text, re.MULTILINE)[1]}\n")


# --- wrong input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["comapre"], "no command 'comapre'; did you mean 'compare'?"),
        (["compare", "mobile_telekom"], "'mobile_telekom'; did you mean 'mobile_telecom'?"),
        (["run", "mobile_telecom", "--set", "firms.Alpha.levers.bot_shar=0.6"], "did you mean 'bot_share'?"),
        (["compare", "mobile_telecom", "--strategies", "status_quo,costumer_centric"], "mean 'customer_centric'?"),
        (["compare", "mobile_telecom", "--strategies", "bot_first"], "at least two different ones are compared"),
        (["compare", "mobile_telecom", "--firm", "Alhpa"], "did you mean 'Alpha'?"),
        (["compare", "mobile_telecom", "--worlds", "many"], "'many' is neither a number of worlds nor 'central'"),
        (["compare", "mobile_telecom", "--without", "M99"], "'M99' is no mechanism that can be left out"),
        (["compare", "mobile_telecom", "--report", "report.pdf"], "its name ends with .html"),
        (["compare", "mobile_telecom", "--slides", "paper.ppt"], "the name of this file ends with .pptx"),
        (["compare", "mobile_telecom", "--tables", "paper.csv"], "the name of this file ends with .xlsx"),
        (["compare", "mobile_telecom", "--slides", "nowhere/paper.pptx"], "there is no folder nowhere; make it"),
        (["run", "mobile_telecom", "--weeks", "0"], "0 is not in the range"),
        (["list", "stratgies"], "'stratgies' is not one of"),
        (["list", "scenarios", "--where", "costumer_centric=loses"], "did you mean 'customer_centric'?"),
        (["list", "markets", "--where", "customer_centric=lost"], "'lost' is no result; there are wins, level, loses"),
        (["list", "levers", "--where", "customer_centric=loses"], "--where selects scenarios or markets"),
        (["check", "nowhere.yaml"], "nowhere"),
        (["claims", "C066"], "unknown claim 'C066'; did you mean 'C06'?"),
        (["claims", "C06", "--report", "page.pdf"], "its name ends with .html"),
        (["sensitivity", "mobile_telecom", "--over", "wagge"], "uncertainty or lever 'wagge'; did you mean 'wage'?"),
        (["sensitivity", "mobile_telecom", "--strategies", "status_quo"], "two different ones are compared"),
        (["sensitivity", "mobile_telecom", "--method", "sobol", "--points", "6"], "base points are a power of 2"),
        (["sensitivity", "mobile_telecom", "--outcome", "valeu"], "did you mean 'value'?"),
        (["discover", "mobile_telekom"], "'mobile_telekom'; did you mean 'mobile_telecom'?"),
        (["discover", "mobile_telecom", "--below", "0", "--above", "1"], "look for opposite cases; keep one"),
        (["batch", "bots_or_peple"], "there is no experiment 'bots_or_peple'; did you mean 'bots_or_people'?"),
        (["batch", "bots_or_people", "--set", "worldz=3"], "--set worldz: unknown key 'worldz'; did you mean"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_input_gets_one_message_and_writes_nothing(arguments, message, call, tmp_path):
    writing = {"batch", "claims", "compare", "discover", "run", "sensitivity"}
    place = ["--out", "results"] if arguments[0] in writing else []
    code, out, err = call(*arguments, *place)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_all_mistakes_of_a_file_are_shown_at_once_with_line_and_column(call, tmp_path):
    (tmp_path / "mine.yaml").write_text("extends: mobile_telecom\nwekes: 10\nfirms:\n  Alpha: {strategy: bot_frist}\n")
    code, _, err = call("check", "mine.yaml")
    assert code == 2
    assert re.search(r"^mine\.yaml:2:\d+: .*did you mean 'weeks'\?", err, re.MULTILINE)
    assert re.search(r"^mine\.yaml:4:\d+: .*did you mean 'bot_first'\?", err, re.MULTILINE)


@pytest.mark.parametrize("option", ["--slides=paper.pptx", "--tables=paper.xlsx"])
def test_a_file_that_another_program_holds_is_refused_before_anything_is_computed(option, call, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.load", lambda *_, **__: pytest.fail("it went on"))
    place, usual = tmp_path / option.partition("=")[2], Path.open

    def held(path, mode="r", *args, **options):
        if path.name == place.name and "+" in mode:
            raise PermissionError(13, "Permission denied")
        return usual(path, mode, *args, **options)

    place.write_bytes(b"as it was")
    monkeypatch.setattr(Path, "open", held)
    code, _, err = call(*COMPARE, option)
    assert code == 2
    assert f"{place.name} cannot be written: close it in other programs, or name another file" in err
    assert place.read_bytes() == b"as it was"


@pytest.mark.parametrize("command", [COMPARE, RUN], ids=["compare", "run"])
def test_a_folder_that_is_not_empty_is_refused_before_anything_is_computed(command, call, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.load", lambda *_, **__: pytest.fail("it went on"))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "manifest.json").write_text("{}")
    code, _, err = call(*command, "--out", "full")
    assert code == 2
    assert "full is not empty; name a new folder, or empty this one" in err


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_computed(call, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.load", lambda *_, **__: pytest.fail("it went on"))
    (tmp_path / "file").write_text("")
    for option, place in (("--out", "file"), ("--out", "file/results"), ("--report", "file/report.html")):
        code, _, err = call(*COMPARE, option, place)
        assert code == 2
        assert option in err


def test_a_failure_of_the_run_is_one_line_and_exit_code_1(call, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("the books do not balance")

    monkeypatch.setattr("sim.load", fail)
    code, out, err = call(*RUN)
    assert (code, out) == (1, "")
    assert err.splitlines()[0] == "goodwill: the run failed: RuntimeError: the books do not balance"
    assert "Traceback" not in err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for a single process")
def test_an_interrupt_leaves_with_130_and_one_line(tmp_path):
    with started("compare", "mobile_telecom", "--workers", "2", cwd=tmp_path, start_new_session=True) as process:
        time.sleep(4)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert [line for line in err.splitlines() if line and "worlds" not in line and "compiling" not in line] == [
        "goodwill: interrupted; nothing unfinished was written",
    ]


def test_a_reader_that_has_seen_enough_gets_no_message():
    with started("list", "levers") as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""


# --- compare ----------------------------------------------------------------------------------------------------------


def test_compare_answers_in_words_and_tables_within_a_hundred_columns(call, tmp_path):
    code, out, err = call(*COMPARE, "--report", "pages/report.html", "--out", "results")
    assert (code, max(len(line) for line in out.splitlines()) <= 100) == (0, True)
    for part in ("When it pays", "Why trust differs", "What speaks for either", "Worlds still needed", "Budget"):
        assert f"\n{part}\n" in out
    assert "8 of 10 worlds" in out
    assert out.endswith("report: pages/report.html\nresults: results\n")
    assert err.startswith("preliminary, 2 of 2 worlds: ")
    assert "<html" in (tmp_path / "pages/report.html").read_text(encoding="utf-8")
    written = {path.name for path in (tmp_path / "results").iterdir()}
    assert {"comparison.json", "worlds.parquet", "manifest.json", "report.html"} <= written


def test_the_command_that_repeats_a_comparison_names_the_files_that_were_named(tmp_path):
    market, table = tmp_path / "ours.yaml", tmp_path / "worlds.csv"
    market.write_text("", encoding="utf-8")
    table.write_text("world,draw,seed\n1,0,7\n2,1,8\n3,2,9\n", encoding="utf-8")
    worlds = decide.Worlds().convert(f"{table}:2", None, None)
    told = "goodwill compare ours --firm Alpha --worlds 2 --seed 7"
    named = decide._named_as_typed(told, [str(market)], [SimpleNamespace(name="ours")], worlds)
    assert named == "goodwill compare ours.yaml --firm Alpha --worlds worlds.csv:2 --seed 7"
    assert decide._named_as_typed(told, ["ours"], [SimpleNamespace(name="ours")], 2) == told


def test_json_is_one_document_and_nothing_else(call):
    code, out, _ = call(*COMPARE, "--format", "json", "--set", "firms.Alpha.levers.bot_share=0.6")
    document = json.loads(out)
    assert (code, document["worlds"]["n"], document["weeks"]) == (0, 2, 13)
    assert document["provenance"]["command"].endswith("--set firms.Alpha.levers.bot_share=0.6")


def test_csv_has_a_row_for_each_outcome_and_arm(call):
    code, out, _ = call(*COMPARE, "--format", "csv", "--strategies", "status_quo,product_centric,customer_centric")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    arms = [row["arm"] for row in rows if row["name"] == "value"]
    assert arms == ["status_quo", "product_centric", "customer_centric"]


def test_quiet_leaves_standard_error_empty(call):
    assert call(*COMPARE, "--quiet")[2] == ""
    assert call(*RUN, "--quiet")[2] == ""


def test_equal_seeds_give_equal_output_and_other_seeds_other(call):
    first, again, other = (call(*RUN, "--format", "csv", "--seed", seed)[1] for seed in ("3", "3", "4"))
    assert first == again != other


def test_no_colour_where_no_terminal_is(call):
    assert "\x1b" not in call(*COMPARE)[1]


def test_claims_end_with_verdicts_as_table_as_json_and_as_rows_and_write_a_folder(call, tmp_path):
    code, out, err = call("claims", *CLAIM, "--quiet", "--lang", "de", "--out", "results", "--report", "page.html")
    assert (code, err) == (0, "")
    assert "C22  offen" in out
    made = {path.name for path in (tmp_path / "results").iterdir()}
    assert made == {"claims.json", "files", "manifest.json", "outcomes.parquet", "report.html", "values.parquet",
                    "verdicts.parquet",
                    "worlds.parquet"}
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    document = json.loads(call("claims", *CLAIM, "--quiet", "--format", "json")[1])
    assert [one["id"] for one in document["claims"]] == ["C22"]
    rows = list(csv.DictReader(io.StringIO(call("claims", *CLAIM, "--quiet", "--format", "csv")[1])))
    assert (rows[0]["id"], rows[0]["worlds"]) == ("C22", "3")


# --- run, list, check, schema, completion -----------------------------------------------------------------------------


def test_run_shows_every_firm_and_writes_results(call, tmp_path):
    code, out, _ = call(*RUN, "--out", "results")
    assert code == 0
    assert "Alpha" in out
    assert {"weekly.parquet", "manifest.json"} <= {path.name for path in (tmp_path / "results").iterdir()}


def test_run_repeats_with_other_seeds(call):
    document = json.loads(call(*RUN, "--replications", "2", "--format", "json")[1])
    assert sorted({row["seed"] for row in document["runs"]}) == [7, 8]


@pytest.mark.parametrize("what", ["strategies", "markets", "scenarios", "levers", "metrics"])
def test_list_shows_a_line_for_each(what, call):
    code, table, _ = call("list", what)
    rows = json.loads(call("list", what, "--format", "json")[1])
    assert (code, len(table.splitlines())) == (0, len(rows) + 1)
    assert all(row["name"] in table for row in rows)


def test_list_mechanisms_shows_a_paragraph_for_each_with_its_test(call):
    code, text, _ = call("list", "mechanisms")
    rows = json.loads(call("list", "mechanisms", "--format", "json")[1])
    assert code == 0
    assert all(f"{row['name']}  {row['title']}" in text for row in rows)
    assert text.count("     test: ") == sum(bool(row["test"]) for row in rows)


def test_list_without_more_says_what_can_be_listed(call):
    code, out, _ = call("list")
    assert code == 0
    assert "goodwill list strategies" in out


def test_a_scenario_is_listed_with_its_question(call):
    assert all(row["question"].endswith("?") for row in json.loads(call("list", "scenarios", "--format", "json")[1]))


@pytest.mark.parametrize("what", ["scenarios", "markets"])
def test_what_a_strategy_loses_is_found(what, call):
    words = {}
    for word in ("wins", "level", "loses", "open"):
        rows = json.loads(call("list", what, "--where", f"customer_centric={word}", "--format", "json")[1])
        words |= {row["name"]: word for row in rows}
        assert all(row["ahead"] + row["level"] + row["behind"] == row["worlds"] for row in rows)
        assert all((row["behind"] > row["worlds"] / 2) == (word == "loses") for row in rows)
    listed = json.loads(call("list", what, "--format", "json")[1])
    assert set(words) <= {row["name"] for row in listed}
    assert all(row["customer_centric"] == words.get(row["name"], "") for row in listed if what == "scenarios")


def test_check_says_that_a_file_is_in_order(call):
    code, out, _ = call("check", "mobile_telecom", "customer_centric", "C06")
    assert code == 0
    assert out.count("in order") == 3
    assert "a claim with 4 arms in 3 markets" in out


@pytest.mark.parametrize("kind", ["scenario", "market", "strategy", "claim"])
def test_the_schema_of_each_kind_of_file_is_printed(call, kind):
    code, out, _ = call("schema", kind)
    assert (code, json.loads(out)["title"]) == (0, f"goodwill {kind}")


def test_the_schema_describes_a_scenario(call):
    code, out, _ = call("schema")
    assert code == 0
    assert {"extends", "firms", "question"} <= set(json.loads(out)["properties"])


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_asks_the_program(shell, call):
    code, out, _ = call("completion", shell)
    assert code == 0
    assert f"_GOODWILL_COMPLETE={shell}_complete" in out


@pytest.mark.parametrize(
    ("words", "at", "offered"),
    [
        ("goodwill comp", 1, "compare"),
        ("goodwill compare mobile", 2, "mobile_telecom"),
        ("goodwill compare mobile_telecom --strategies status_quo,cust", 4, "status_quo,customer_centric"),
        ("goodwill compare mobile_telecom --firm Al", 4, "Alpha"),
        ("goodwill run mobile_telecom --set firms.Alpha.levers.bot_s", 4, "firms.Alpha.levers.bot_share="),
        ("goodwill list stra", 2, "strategies"),
        ("goodwill list scenarios --where customer_centric=l", 4, "customer_centric=loses"),
        ("goodwill claims C0", 2, "C06"),
        ("goodwill sto", 1, "story"),
        ("goodwill story mobile_telecom --strategies status_quo,cust", 4, "status_quo,customer_centric"),
    ],
)
def test_the_shell_completes(words, at, offered):
    assert offered in completed(words, at)
