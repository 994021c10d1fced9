"""Questions fit into links; their answers are those of the command line; moved levers repeat little."""

from __future__ import annotations

import pickle
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "experiments"))
from small_market import write_small_market

from dashboard import answers, figures, firsts
from dashboard.answers import Compared, First, program_of
from dashboard.questions import KINDS, Question, Side, key_of, plan_of
from dashboard.telling import Told
from experiments import compare, warm
from experiments.weeks import NOBODY
from sim import ScenarioError, load

FOLDER = write_small_market(Path(tempfile.mkdtemp()))
SMALL = replace(Question.of("compare", "small", "careful", "bold"), worlds=3, customers=300, weeks=26)


@pytest.fixture(scope="module")
def market():
    """Return how the small market is found by its name."""
    scenario = load(FOLDER / "small.yaml", sets=[f"strategies=[{FOLDER}/careful.yaml, {FOLDER}/bold.yaml]"])
    yield lambda _name: scenario
    shutil.rmtree(FOLDER)


def play(question, find):
    """Play a program here, without processes; return the answer, what could be drawn on the way, and the pieces."""
    program, plan = program_of(question, plan_of(question, find)), plan_of(question, find)
    assert plan.n == question.n
    drawn, pieces, results = [], [], None
    while True:
        try:
            stage = next(program) if results is None else program.send(results)
        except StopIteration as finished:
            return finished.value, drawn, pieces
        results = [None] * len(stage.pieces)
        for place, piece in enumerate(stage.pieces):
            results[place] = piece.call(pickle.loads(pickle.dumps(piece.task)))  # noqa: S301  as workers get it
            pieces.append(piece)
            if stage.preview:
                drawn.append(stage.preview(results))


@pytest.fixture(scope="module")
def answered(market):
    return play(SMALL, market)


def test_an_answer_is_that_of_the_command_line(answered, market):
    told = compare(
        market("small"), ["careful", "bold"], worlds=3, customers=300, weeks=26, workers=1, luck=False,
        booked_only=True,
    )
    answer, _, _ = answered
    assert isinstance(answer, Compared)
    for key, value in answer.data.items():
        if key != "provenance":
            assert value == told.data[key], key
    assert answer.data["provenance"]["result_digest"] == told.data["provenance"]["result_digest"]
    assert answer.runs.equals(told.runs)
    assert not {"answer", "for", "against"} & answer.data.keys()


def test_the_first_world_may_be_drawn_as_soon_as_both_sides_have_run(answered):
    answer, drawn, _ = answered
    firsts = [one for one in drawn if isinstance(one, First)]
    assert [len(one.worlds) for one in firsts] == [1, 1, 2, 2, 3]
    mean = answer.data["weekly"]["metrics"]["cumulated_profit"]["differences"]["bold"]["mean"]
    assert firsts[-1].profit.mean(axis=0) == pytest.approx(mean, rel=1e-4, abs=1.0)


def test_the_first_world_is_drawn_as_the_answer_will_be(answered):
    answer, drawn, _ = answered
    first = next(one for one in drawn if isinstance(one, First))
    result, trust = firsts.charts(first)
    (gap,) = result.figure.data
    assert list(gap.y)[-1] == pytest.approx(first.profit[0][-1] / 1e3, abs=0.01)
    levels = {line.name: line.y[0] for line in trust.figure.data}
    assert levels == pytest.approx({"Careful": 100 * first.trust[0, 0, 0], "Bold": 100 * first.trust[0, 1, 0]}, abs=0.1)
    assert trust.caption in figures.trust(answer.data, *cast_of(answer.data)).caption


def cast_of(data):
    told = Told.of(data)
    return told.cast, told.side, told.scales


def test_conditions_are_asked_in_the_worlds_of_the_answer_first(market, monkeypatch):
    monkeypatch.setattr(answers, "ENOUGH_WORLDS", 1)
    answer, drawn, pieces = play(replace(SMALL, kind="flip", worlds=8), market)
    meanwhile = [one for one in drawn if isinstance(one, Compared)]
    assert {one.data["worlds"]["n"] for one in meanwhile} == {2}
    assert answer.data["worlds"]["n"] == 8
    few, _, first = play(replace(SMALL, worlds=2), market)
    assert meanwhile[-1].runs.equals(few.runs)
    assert {piece.key for piece in first} <= {piece.key for piece in pieces}


def test_a_moved_lever_repeats_neither_the_other_side_nor_the_worlds(answered, market):
    _, _, before = answered
    _, _, after = play(SMALL.moved(1, hidden_fees=0.05), market)
    shared = {piece.key for piece in before} & {piece.key for piece in after}
    both = [piece for piece in after if piece.call.__name__ == "run_side"]
    assert len(both) == 6
    assert sum(piece.key in shared for piece in both) == 3


def test_a_kept_warm_up_changes_no_byte(answered, market):
    warm.keep(8)
    try:
        first, second = (play(SMALL, market)[0] for _ in range(2))
    finally:
        warm.keep(0)
    assert first.runs.equals(answered[0].runs)
    assert second.runs.equals(answered[0].runs)
    assert second.data["trust"] == answered[0].data["trust"]


def test_why_adds_the_runs_without_the_largest_causes(market):
    answer, _, pieces = play(replace(SMALL, kind="why"), market)
    told = compare(market("small"), ["careful", "bold"], worlds=3, customers=300, weeks=26, luck=False, workers=1)
    removed = answer.data["trust"]["removed"]
    assert removed == told.data["trust"]["removed"]
    without = [piece for piece in pieces if piece.call.__name__ == "run_without"]
    assert len(without) == 3 * len(removed["rows"])


def test_a_story_has_two_lives_of_one_person(market):
    answer, _, _ = play(replace(SMALL, kind="story", person="7"), market)
    (person,) = answer.people
    assert (person.row, [life.arm.id for life in person.lives]) == (7, ["careful", "bold"])


def test_a_market_is_watched_week_by_week_and_moves_are_balanced(market):
    answer, _, _ = play(replace(SMALL, kind="market"), market)
    course = answer.courses[1]
    assert course.places == ("Alpha", "Beta", NOBODY)
    assert {"week", "firm", "trust", "customers", "churn_rate"} <= set(course.weekly.columns)
    customers = course.weekly.pivot_table(index="week", columns="firm", values="customers")["Alpha"].to_numpy()
    gained, lost = course.moves[:, :, 0].sum(axis=1), course.moves[:, 0, :].sum(axis=1)
    assert np.diff(customers) == pytest.approx(gained[1:] - lost[1:], abs=1.0)
    assert course.moves.sum() > 0


def test_one_side_can_be_watched_alone(market):
    answer, _, _ = play(replace(SMALL, kind="inside", sides=SMALL.sides[:1]), market)
    assert [course.arm for course in answer.courses] == ["careful"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_restores_a_question(kind):
    question = Question(
        kind, "mobile_telecom", (Side("product_centric"), Side("customer_centric", (("bot_share", 0.6),))), worlds=30,
        weeks=52, seed=9, budget="free", rivals="follow", firm="Alpha", person="auto:2",
    )
    assert Question.from_query(question.query()) == question
    assert Question.from_query(question.moved(0, staffing=1.2).query()) == question.moved(0, staffing=1.2)
    assert "worlds" not in replace(question, worlds=None).query()


def test_a_broken_link_is_told_everything_at_once():
    with pytest.raises(ScenarioError) as wrong:
        Question.from_query({"kind": "compar", "b.staffing": "much", "b": "hybrid", "seed": "-1"})
    assert wrong.value.problems == [
        "kind: unknown kind 'compar'; did you mean 'compare'?", "seed: '-1' is no whole number",
        "b.staffing: 'much' is no number",
    ]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (replace(SMALL, scenario="../../etc/passwd"), "scenario or market"),
        (replace(SMALL, scenario="mobile_telecom", worlds=100_000), "worlds: must lie in 1..400"),
        (replace(SMALL, scenario="mobile_telecom", customers=10**7), "customers: must lie in 1..20000"),
        (Question("compare", "mobile_telecom", SMALL.sides[:1]), "two different ones"),
        (Question.of("compare", "mobile_telecom", "hybrid", "hybrid"), "two different ones"),
        (Question.of("compare", "mobile_telecom", f"{FOLDER}/bold.yaml", "hybrid"), "unknown strategy"),
        (Question.of("compare", "mobile_telecom", "hybrid", "bot_frist"), "did you mean 'bot_first'"),
        (Question.of("compare", "mobile_telecom", "hybrid", "bot_first").moved(0, staffing=9), "staffing: must lie in"),
    ],
)
def test_what_cannot_be_asked_is_refused(question, message):
    with pytest.raises(ScenarioError, match=message):
        plan_of(question)


def test_one_strategy_with_and_without_a_lever_are_two_sides(market):
    question = replace(SMALL, sides=(Side("bold"), Side("bold").moved(hidden_fees=0.05)))
    assert [arm.id for arm in plan_of(question, market).design.arms] == ["bold", "bold+"]


def test_equal_content_has_an_equal_key(market):
    plan = plan_of(SMALL, market)
    said = replace(SMALL, seed=plan.seed)
    assert key_of(SMALL, plan) == key_of(said, plan_of(said, market))
    moved = SMALL.moved(1, hidden_fees=0.05)
    assert key_of(SMALL, plan) != key_of(moved, plan_of(moved, market))
