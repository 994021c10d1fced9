"""Progress: plain lines now and then where no terminal is, nothing when quiet."""

from __future__ import annotations

from experiments import progress as module
from experiments.progress import Progress


def test_a_line_is_written_every_few_seconds_and_says_what_is_left(capsys, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    with Progress("worlds") as progress:
        for done in range(1, 5):
            now[0] += 3.0
            progress.update(done, 8)
    assert capsys.readouterr().err.splitlines() == [
        "2 of 8 worlds, 20 a minute, about 18 s left", "4 of 8 worlds, 20 a minute, about 12 s left",
    ]


def test_other_things_to_count_have_a_pace_of_their_own(capsys, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    with Progress("worlds") as progress:
        for done, what in ((8, "worlds"), (1, "runs"), (2, "runs"), (3, "runs")):
            now[0] += 6.0
            progress.update(done, 8, what)
    assert capsys.readouterr().err.splitlines() == [
        "8 of 8 worlds", "1 of 8 runs", "2 of 8 runs, 10 a minute, about 36 s left",
        "3 of 8 runs, 10 a minute, about 30 s left",
    ]


def test_notes_stay_and_go_to_standard_error(capsys):
    with Progress("worlds") as progress:
        progress.note("preliminary, 2 of 40 worlds")
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "preliminary, 2 of 40 worlds\n")


def test_quiet_says_nothing(capsys, monkeypatch):
    monkeypatch.setattr(module, "EVERY", 0.0)
    with Progress("worlds", quiet=True) as progress:
        progress.note("a note")
        progress.update(1, 2)
    assert capsys.readouterr().err == ""


def test_on_a_terminal_a_bar_is_drawn_and_cleared(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Progress("worlds") as progress:
        progress.update(1, 2)
        progress.note("a note")
    assert "a note" in capsys.readouterr().err


def test_a_rate_is_told_in_seconds_or_minutes_and_a_time_shortly():
    assert [module._rate(pace) for pace in (3.21, 0.5, 0.001)] == [", 3.21 a second", ", 30 a minute", ""]
    assert [module.spell(seconds) for seconds in (59.6, 600, 9000)] == ["60 s", "10 min", "2.5 h"]
