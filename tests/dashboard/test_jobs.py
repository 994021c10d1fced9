"""The pool: fair, shared, superseding, forgetting, alive after a worker's death; here with pieces that do little."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from dashboard.answers import Piece, Stage
from dashboard.jobs import Jobs, _Job
from dashboard.questions import Question
from sim import ScenarioError

BASE = Question.of("compare", "quotas_or_customers", "product_centric", "customer_centric")


def piece_of(task):
    """What the workers of these tests do: wait, die, raise, or note that they were here."""
    kind, detail, log = task
    with Path(log).open("a", encoding="utf-8") as file:
        file.write(f"{detail}\n")
    if kind == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "raise":
        raise RuntimeError("out of paper")
    time.sleep(0.03)
    return detail


def programs(log):
    """Return a maker of programs: `rivals` names the kind, `worlds` how many pieces, `seed` tells questions apart."""

    def program(question, _plan):
        kind = {"follow": "die", "price_cut": "raise"}.get(question.rivals, "work")
        names = [f"{question.seed}.{n}" for n in range(question.n)]
        pieces = tuple(Piece(name, piece_of, (kind, name, str(log)), world=n) for n, name in enumerate(names))
        results = yield Stage(pieces, preview=lambda found: [x for x in found if x])
        (last,) = yield Stage((Piece(f"{question.seed}.last", sum_up, results),))
        return last

    return program


def sum_up(results):
    return sorted(results)


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("log") / "done.txt"


@pytest.fixture(scope="module")
def jobs(tmp_path_factory, log):
    pool = Jobs(2, tmp_path_factory.mktemp("kept"), programs=programs(log), patience=2.5)
    settled(pool, pool.ask(asking(1, 2), "first"))     # the processes are up
    yield pool
    pool.close()


def asking(seed, worlds, rivals="fixed"):
    from dataclasses import replace

    return replace(BASE, seed=seed, worlds=worlds, rivals=rivals)


def settled(pool, ticket, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        state = pool.look(ticket.key)
        if state.status not in {"waiting", "running"}:
            return state
        time.sleep(0.01)
    raise AssertionError("still running")


def test_an_answer_comes_and_is_kept(jobs, log):
    ticket = jobs.ask(asking(2, 3), "a")
    assert settled(jobs, ticket).answer == ["2.0", "2.1", "2.2"]
    again = jobs.ask(asking(2, 3), "b")
    assert jobs.look(again.key).status == "done"
    assert log.read_text().count("2.1\n") == 1


def test_two_who_ask_the_same_share_one_job(jobs, log):
    tickets = [jobs.ask(asking(3, 4), name) for name in ("a", "b")]
    assert tickets[0].key == tickets[1].key
    jobs.leave("a")
    assert settled(jobs, tickets[1]).status == "done"
    assert log.read_text().count("3.0\n") == 1


def test_a_newer_question_supersedes_the_older(jobs, log):
    older = jobs.ask(asking(4, 40), "a")
    newer = jobs.ask(asking(5, 2), "a")
    assert jobs.look(older.key).status == "superseded"
    assert settled(jobs, newer).status == "done"
    assert log.read_text().count("\n4.") < 30


def test_a_closed_tab_ends_its_jobs(jobs):
    ticket = jobs.ask(asking(6, 40), "tab/answer")
    jobs.leave("tab")
    assert jobs.look(ticket.key).status == "superseded"
    assert jobs.waiting == 0


def test_nobody_looking_ends_a_job(jobs):
    ticket = jobs.ask(asking(7, 400), "gone")
    end = time.monotonic() + 60
    while jobs.waiting:     # a look at how many there are is no look at this one
        assert time.monotonic() < end
        time.sleep(0.05)
    assert jobs.look(ticket.key).status == "superseded"


def test_who_helps_out_takes_what_the_other_would_come_to_last():
    job = _Job("key", iter(()), set(), 0.0)
    job.enter(Stage(tuple(Piece(f"{n}", piece_of, None, world=n) for n in range(5))))
    assert [job.next_for(worker, 2, set()).key for worker in (0, 1)] == ["0", "1"]
    assert job.next_for(1, 2, {"1", "3"}) is None
    assert job.next_for(1, 2, {"0", "1", "3"}, help_out=True).key == "4"
    assert job.next_for(1, 2, {"0", "1", "2", "3"}, help_out=True) is None     # the last one is as good as begun


def test_an_impatient_asker_starves_nobody(jobs, log):
    patient = jobs.ask(asking(8, 10), "patient")
    for seed in range(100, 130):
        jobs.ask(asking(seed, 40), "impatient")
        time.sleep(0.02)
        if jobs.look(patient.key).status == "done":
            break
    assert settled(jobs, patient).status == "done"
    jobs.leave("impatient")
    lines = log.read_text().splitlines()
    served = lines[lines.index("8.0"):]
    until = max(n for n, line in enumerate(served) if line.startswith("8."))
    others = sum(not line.startswith("8.") for line in served[:until])
    assert others <= until - others + 2     # in turn: not many more than the patient one's own


def test_what_there_is_may_be_drawn_before_the_end(jobs):
    ticket = jobs.ask(asking(9, 30), "a")
    seen = set()
    while (state := jobs.look(ticket.key)).status != "done":
        seen.add(len(state.first or ()))
        assert state.done <= state.total
        time.sleep(0.01)
    assert any(0 < n < 30 for n in seen)


def test_a_piece_that_fails_says_so(jobs):
    state = settled(jobs, jobs.ask(asking(10, 2, "price_cut"), "a"))
    assert (state.status, state.error) == ("failed", "RuntimeError: out of paper")


def test_a_worker_that_dies_twice_fails_its_question_alone(jobs):
    killer, other = jobs.ask(asking(11, 1, "follow"), "a"), jobs.ask(asking(12, 8), "b")
    states = dict.fromkeys((killer, other))
    while any(state is None for state in states.values()):      # both are looked at, as two tabs would
        for ticket in states:
            if (state := jobs.look(ticket.key)).status not in {"waiting", "running"}:
                states[ticket] = states[ticket] or state
        time.sleep(0.05)
    assert states[other].answer == sorted(f"12.{n}" for n in range(8))
    state = states[killer]
    assert state.status == "failed"
    assert "killed each time" in state.error


def test_what_is_prepared_waits_for_people_and_is_there_when_asked(jobs, log):
    jobs.prepare([asking(13, 80), asking(14, 6)])
    ticket = jobs.ask(asking(15, 6), "a")
    assert settled(jobs, ticket).status == "done"
    while jobs.waiting:
        time.sleep(0.02)
    assert jobs.look(jobs.ask(asking(14, 6), "a").key).status == "done"
    lines = log.read_text().splitlines()
    assert lines.index("15.5") < lines.index("13.79")


def test_a_question_that_cannot_be_asked_says_everything_that_is_wrong(jobs):
    with pytest.raises(ScenarioError, match=r"did you mean 'bot_share'") as wrong:
        jobs.ask(BASE.moved(1, bot_shar=0.5, staffing=9.0), "a")
    assert len(wrong.value.problems) == 2


def test_what_nobody_ever_asked_is_superseded(jobs):
    assert jobs.look("nothing").status == "superseded"


def test_answers_outlive_the_pool(tmp_path, log):
    question = asking(16, 2)
    pool = Jobs(1, tmp_path, programs=programs(log))
    settled(pool, pool.ask(question, "a"))
    pool.close()
    later = Jobs(1, tmp_path, programs=programs(log))
    state = later.look(later.ask(question, "a").key)
    later.close()
    assert (state.status, state.answer) == ("done", ["16.0", "16.1"])
