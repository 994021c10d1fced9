"""Equal money: what is given up, result against spend, each strategy at its best; and all of it in words."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from comparison_by_hand import comparison
from small_market import write_small_market

from experiments import batch_words, compare, money, search_words
from experiments.assembly import assemble, plain
from experiments.beside import check_beside, play_beside
from experiments.claims.words import cost_tag
from experiments.envelopes import envelopes, scaled
from experiments.experiment_models import Measure
from experiments.forgone import PARTS, given_up, total
from experiments.languages import voice
from experiments.phrases import ENGLISH
from experiments.plan import plan_comparison
from experiments.proposals import Tried
from experiments.search_plan import SEARCH_FROM, plan_search
from experiments.statistics import scattered
from experiments.trial import Arm, adopt
from experiments.tuned import tuned
from experiments.tuning import Best, Tuning, _best, _plans, tune, within_budget
from sim import ScenarioError
from sim.scenario import load_strategy

QUICK = {"worlds": 2, "customers": 200}


# margin given up ------------------------------------------------------------------------------------------------------


class Books:
    """A year before week 0 and two weeks after it, every line the same in each week of either."""

    def __init__(self, fees: tuple[float, float], customers: tuple[float, float]) -> None:
        self.lines = {"fees": self.course(*fees), "subscriptions": self.course(100.0, 100.0)}
        self.customers = self.course(*customers)

    @staticmethod
    def course(before: float, after: float) -> np.ndarray:
        return np.repeat([before, after], [52, 2])[:, None]

    def __getitem__(self, _: str) -> np.ndarray:
        return self.customers

    def line(self, name: str) -> np.ndarray:
        return self.lines.get(name, self.course(0.0, 0.0))

    def state(self, _: str) -> np.ndarray:
        return self.course(1.0, 1.0)


def found_given_up(books, price=(1.0, 1.0), *, established=False):
    """What is given up in two weeks, undiscounted, with the price level before and after."""
    firm = SimpleNamespace(index=0, lived={"price_level": price[1]})
    market = SimpleNamespace(firm=lambda _: firm, status_quo={"price_level": price[0]})
    run = SimpleNamespace(firms=["Alpha"], start=52, books=books, market=market)
    return given_up(run, SimpleNamespace(firm="Alpha", established=established), np.ones(2))


def test_what_is_given_up_is_counted_for_the_customers_one_has():
    # by hand: 20 of fees from 10 customers are 2 each; 20 customers would bring 40 a week and bring 10: 30, twice
    found = found_given_up(Books((20.0, 10.0), (10.0, 20.0)))
    assert found == {"price": 0.0, "inertia": 0.0, "fees": 60.0, "rebates": 0.0, "addresses": 0.0}


def test_a_lower_price_gives_up_what_the_old_one_would_have_brought():
    # by hand: 100 a week at 0.8 of the list would have been 125 at the old price: 25, twice; a higher price takes more
    books = Books((0.0, 0.0), (10.0, 10.0))
    assert found_given_up(books, (1.0, 0.8))["price"] == pytest.approx(50.0)
    assert found_given_up(books, (1.0, 1.25))["price"] == pytest.approx(-40.0)


def test_without_a_year_of_the_status_quo_nothing_is_claimed():
    new = found_given_up(Books((0.0, 5.0), (0.0, 5.0)))
    long = found_given_up(Books((5.0, 0.0), (5.0, 5.0)), established=True)
    assert all(math.isnan(one[part]) for one in (new, long) for part in PARTS)
    assert plain({"x": total(SimpleNamespace(numbers={}))}) == {"x": None}


# result against spend -------------------------------------------------------------------------------------------------


def test_every_arm_is_compared_with_the_reference_that_has_as_much(make):
    runs, *_ = make(np.zeros((20, 2)))
    noise = scattered(1, 20)
    own = np.zeros((20, 2, 3))
    own[:, :, 0] = np.column_stack([100 + noise, 130 + noise])      # outcome with all of the money
    own[:, :, 1] = 40.0
    more = np.zeros((20, 4, 3))
    more[:, :, 0] = np.column_stack([80 + noise, 60 + noise, 110 + noise, 160 + noise])     # half: a, b; more: a, b
    more[:, :, 1] = [30.0, 20.0, 50.0, 60.0]
    found = envelopes(runs, own, more)
    a, b = found["arms"]["arm0"], found["arms"]["arm1"]
    assert [row["share"] for row in b] == found["shares"] == [0.5, 1.0, 1.5]
    assert [row["contrast"]["mean"] for row in b] == pytest.approx([-20.0, 30.0, 50.0])
    assert [row["difference"]["mean"] for row in b] == pytest.approx([-40.0, 30.0, 60.0]), "from arm0 with all of it"
    assert [row["own"]["mean"] for row in a] == pytest.approx([-20.0, 0.0, 10.0])
    assert [row["kept"] for row in a] == [0.75, 1.0, 1.25]
    assert [row["contrast"] for row in a] == [None] * 3


def test_an_arm_with_half_the_money_gets_half_the_envelope(scenario):
    asked = []
    market = SimpleNamespace(adopt=lambda *who, **money: asked.append((who[0], *money.values())))
    design = SimpleNamespace(firm="Alpha", mode="equal", envelope=1.2, rivals="fixed", scenario=scenario)
    half, more = scaled((Arm("a", "A", "", {}),))
    for arm in (half, more):
        adopt(market, design, arm)
    assert [arm.id for arm in (half, more)] == ["a@0.5", "a@1.5"]
    assert asked == [("Alpha", "equal", 0.6), ("Alpha", "equal", pytest.approx(1.8))]


def test_who_is_ahead_may_depend_on_the_money():
    data = comparison()
    arm = data["arms"][1]["id"]
    assert any("in more worlds than it is behind" in line for line in money.result_against_spend(data))
    rows = data["envelopes"]["arms"][arm]
    rows[0] = rows[0] | {"contrast": rows[0]["contrast"] | {"ahead": 3, "behind": 34}}
    said = money.result_against_spend(data)
    assert said[1].startswith("With half the money, ‹Customer Centric› is ahead of ‹Product Centric› with the same in")
    assert "Which of the two is ahead in more worlds depends on the money." in said
    assert "‹Product Centric› 50 %" in said[0]
    rows[0] |= {"equal_cost": False}
    assert money.result_against_spend(data)[1].endswith(
        "Not at equal cost: ‹Product Centric› 20.0 million EUR, ‹Customer Centric› 20.0 million EUR."
    )


def test_what_cannot_be_played_beside_is_refused(folder, scenario):
    arms = ["status_quo", str(folder / "bold.yaml")]
    with pytest.raises(ScenarioError, match="there is no envelope to halve"):
        check_beside(plan_comparison(scenario, arms, budget="free"), envelopes=True, tuning=None)
    written = plan_comparison([scenario, scenario.model_copy(update={"name": "again"})], None)
    with pytest.raises(ScenarioError, match="envelopes: scenario files are the arms"):
        check_beside(written, envelopes=True, tuning=None)


# each at its best -----------------------------------------------------------------------------------------------------


@pytest.fixture
def plans(folder):
    return [
        plan_search(folder / "small.yaml", strategy=str(folder / f"{name}.yaml"), outcomes=("value",))
        for name in ("careful", "bold")
    ]


def bests(plans, points):
    return Tuning(
        tuple(Best(plan, load_strategy(plan.strategy), point, 5.0, 20, 0, 0, 7)
              for plan, point in zip(plans, points, strict=True)),
        evaluations=20, worlds=2, customers=200,
    )


def tried(*losses):
    return [Tried({"hidden_fees": 0.01 * k}, one) for k, one in enumerate(losses)]


def values(points):
    """The outcome of points, a hundred per point of fees: points × worlds × strategies."""
    return {"value": np.array([[[100 * point["hidden_fees"]], [100 * point["hidden_fees"] + 1]] for point in points])}


def test_the_best_of_equals_is_the_first_and_failures_are_counted(plans):
    found = _best(plans[0], tried((-3.0,), None, (-8.0,), (-8.0,)), values)
    assert (found.point, found.tried, found.failed, found.found_at) == ({"hidden_fees": 0.02}, 4, 1, 3)
    assert found.gain == pytest.approx(2.0), "by hand: .02 less 0, a hundred per point"
    with pytest.raises(ScenarioError, match="every run failed"):
        _best(plans[0], tried(None), values)


def test_who_leaves_the_envelope_is_not_the_best_whatever_it_brings(plans):
    today = {"value": np.zeros(2), "spend": np.full(2, 100.0)}

    def weighed(value, spent, plan=plans[0]):
        return within_budget(plan, {"value": np.full(2, value), "spend": np.full(2, spent)}, today)

    assert weighed(5.0, 101.9) == weighed(5.0, 98.1) == (-5.0,)
    assert weighed(1e9, 110.0) > weighed(-1e9, 102.0)
    assert weighed(1e9, 110.0) > weighed(1e9, 105.0)
    assert weighed(math.nan, 100.0) is None
    found = _best(plans[0], tried((-3.0,), weighed(1e9, 110.0), (-2.0,)), values)
    assert (found.point, found.outside) == ({"hidden_fees": 0.0}, 1)
    none = _best(plans[0], tried(weighed(1.0, 120.0), weighed(1e9, 110.0)), values)
    assert (none.point, none.gain, none.outside) == ({"hidden_fees": 0.0}, 0.0, 2), "the strategy as it comes"
    spec = plans[0].scenario
    for mode, least in (("capped", -5.0), ("free", -5.0)):
        budget = spec.budget.model_copy(update={"mode": mode})
        assert weighed(5.0, 50.0, replace(plans[0], scenario=spec.model_copy(update={"budget": budget}))) == (least,)


def test_a_lever_may_be_kept_on_its_side_of_todays_value(folder):
    named = [str(folder / f"{name}.yaml") for name in ("careful", "bold")]
    free, kept = (
        [plan.ranges for plan in _plans(folder / "small.yaml", named, worlds=2, customers=200, keep_sides=keep)]
        for keep in (False, True)
    )
    assert free == [{"hidden_fees": (0.0, 0.05)}, {"campaign_reach": (0.0, 0.05)}], "bold's .05 is more than plausible"
    assert kept == [{"hidden_fees": (0.0, 0.01)}, {"campaign_reach": (0.012, 0.05)}]


def test_a_lever_that_tuning_moves_the_other_way_is_told(plans):
    careful, bold = bests(plans, [{"hidden_fees": 0.03}, {"campaign_reach": 0.03}]).strategies
    assert careful.crossed == ["hidden_fees"], "0 in the preset, .01 today, .03 tuned"
    assert bold.crossed == []
    assert (careful.id, careful.titles) == ("tuned_careful", {"en": "Careful, tuned", "de": "Behutsam, abgestimmt"})


def test_either_side_can_win_and_the_mirror_shows_the_mirrored_result(make, plans):
    noise, tuning = scattered(3, 20), bests(plans, [{"hidden_fees": 0.0}, {"campaign_reach": 0.02}])
    runs, *_ = make(np.zeros((20, 2)))
    arms = tuple(Arm(name, name, "", {}) for name in ("careful", "bold"))
    design = type(runs.design)(runs.design.scenario, arms, "Alpha")
    own, found = np.ones((20, 2, 3)), np.ones((20, 2, 3))
    found[:, 0, 0], found[:, 1, 0] = 1e6 * noise, 1e6 * noise - 5e5
    ways = [tuned(type(runs)(design, runs.worlds, (), at), own, found, tuning) for at in (0, 1)]
    means = [way["contrasts"][name]["mean"] for way, name in zip(ways, ("bold", "careful"), strict=True)]
    assert means == pytest.approx([-5e5, 5e5])
    assert (ways[0]["contrasts"]["bold"]["state"], ways[1]["contrasts"]["careful"]["state"]) == ("worse", "better")
    assert ways[0]["not_beaten"] == ways[1]["not_beaten"] == ["careful"]
    assert ways[0]["strategies"][0]["judged"]["mean"] == pytest.approx((1e6 * noise - 1).mean())
    assert ways[0]["equal_cost"]
    found[:, 1, 1] = 1.05
    assert not tuned(type(runs)(design, runs.worlds, (), 0), own, found, tuning)["equal_cost"]


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Two strategies tuned by three evaluations each, twice from one folder, and judged."""
    place, seen = write_small_market(tmp_path_factory.mktemp("tuned")), []
    named = [str(place / f"{name}.yaml") for name in ("careful", "bold")]
    with ThreadPoolExecutor(1) as executor:
        done, again = (
            tune(place / "small.yaml", named, place / "out", evaluations=3, sets=["weeks=13", "customers=300"],
                 executor=executor, on_progress=lambda *at: seen.append(at), **QUICK)
            for _ in range(2)
        )
    judged = compare(
        place / "small.yaml", named, 2, customers=200, weeks=13, workers=1, luck=False, booked_only=True,
        envelopes=True, tuning=done,
    )
    return done, again, judged, seen


def test_both_sides_get_equally_many_evaluations_in_worlds_that_nobody_judges(both):
    done, again, judged, seen = both
    assert [one.tried for one in done.strategies] == [3, 3]
    assert seen[-1][1] == 2 * (3 + 1) * 2
    assert done == again
    data = judged.data["tuned"]
    assert (data["evaluations"], data["worlds"], data["judged"], data["customers"]) == (3, 2, 2, 200)
    assert judged.worlds["draw"].max() < SEARCH_FROM
    assert [one["evaluated"] for one in data["strategies"]] == [3, 3]
    assert set(data["contrasts"]) == {"bold"}


def test_a_tuned_strategy_is_a_file_that_says_where_it_comes_from(both):
    for path, best in zip(both[0].files, both[0].strategies, strict=True):
        assert load_strategy(path).signature == best.levers
        assert "assumption: tuned by goodwill for small (3 evaluations in 2 worlds, seed 7)" in path.read_text("utf-8")


def test_what_is_played_beside_agrees_with_what_is_compared(both):
    data, best = both[2].data, both[0].strategies
    spent = [row["spent"] for row in data["envelopes"]["arms"]["bold"]]
    assert spent == sorted(spent)
    assert spent[1] == pytest.approx(data["budget"]["realised"]["bold"])
    assert data["tuned"]["strategies"][1]["judged"]["mean"] == 0 or best[1].point != best[1].plan.given[0]
    assert "--envelopes --tuned --evaluations 3" in data["provenance"]["command"]
    assert set(data["budget"]["forgone_parts"]["careful"]) == set(PARTS)
    assert data["budget"]["forgone"]["careful"] > 0, "it takes no fees"


def test_nothing_is_played_that_is_not_asked_for(make):
    runs, plan, found = make(np.zeros((3, 2)))
    assert play_beside(runs, found, None, None, with_envelopes=False, tuning=None) == {}
    assert {"envelopes", "tuned"}.isdisjoint(assemble(runs, plan, found))


# words ----------------------------------------------------------------------------------------------------------------


def test_margin_given_up_has_a_line_of_its_own():
    spent, given = money.spending(comparison())
    assert spent.endswith("‹Customer Centric› 40.0 million EUR. That is the same money, within 2 %.")
    assert given.endswith("‹Product Centric› 3.0 million EUR, ‹Customer Centric› 3.0 million EUR.")
    data = comparison()
    data["budget"] |= {"forgone": dict.fromkeys(data["budget"]["forgone"], 10.0), "equal_cost": False}
    assert len(money.spending(data)) == 1
    assert "same money" not in money.spending(data)[0]


def test_the_gain_where_it_was_tuned_stands_beside_the_gain_where_it_is_judged():
    said = money.at_their_best(comparison())
    assert said[0].startswith("Each at its best, ‹Customer Centric› is ahead of ‹Product Centric› in value in 34 of 40")
    gain = "Tuning brought ‹Product Centric› +9.0 million EUR where it was tuned, +2.0 million EUR in the worlds it is"
    assert any(line.startswith(gain) for line in said)
    assert any(line.startswith("Tuned, ‹Product Centric› moves 1 of its 1 levers to the other side") for line in said)
    data = comparison()
    data["tuned"]["keep_sides"] = True
    assert "No lever was moved to the other side of today's value." in money.at_their_best(data)
    data["tuned"]["equal_cost"] = False
    assert money.at_their_best(data)[0].startswith("Not at equal cost. Spent on what the budget holds")


def test_too_few_worlds_are_not_counted():
    said = money.at_their_best(comparison(n=1))
    assert said[0].startswith("Each at its best, ‹Customer Centric› differs from ‹Product Centric› in value by +2.0")


# elsewhere ------------------------------------------------------------------------------------------------------------


def test_a_verdict_on_arms_that_do_not_cost_the_same_says_so():
    titles = {"base": "Base", "dear": "Dear", "near": "Near"}
    assert cost_tag({"base": 0.0, "near": 0.019}, titles, ENGLISH) == []
    tags = cost_tag({"base": 0.0, "dear": 0.12, "near": -0.021}, titles, voice("de"))
    assert tags == ["nicht zu gleichen Kosten: Dear +12 %, Near −2 %"]
    assert cost_tag({"base": 0.0, "dear": math.nan}, titles, ENGLISH) == []


def test_a_search_and_a_batch_head_what_does_not_cost_the_same():
    data = {"unequal": ["hybrid", "optimised_1"]}
    assert search_words.unequal(data) == [
        "Not at equal cost: more than 2 % apart from what the status quo spends are hybrid and optimised_1."
    ]
    assert search_words.unequal({"unequal": []}) == []
    means = pd.DataFrame({"spend": [100.0, 101.9, 110.0]}, index=["a", "b", "c"])
    study = SimpleNamespace(measures={"spend": Measure(metric="spend", take="present_value")}, reference="a")
    done = SimpleNamespace(study=study, summary=lambda: means)
    assert list(batch_words.costs(done)) == ["Not at equal cost: against a, c +10 %.", ""]
    study.measures = {"value": Measure(outcome="value")}
    assert list(batch_words.costs(done)) == []


def test_unequal_cost_heads_the_answer(make):
    runs, plan, found = make(np.zeros((3, 2)))
    for run in runs.worlds:
        run.arms[1].courses["spend"] *= 1.5
    data = assemble(runs, plan, found)
    assert data["answer"]["heading"] == "Not at equal cost"
    assert data["answer"]["sentences"][0].startswith("The strategies do not cost the same: ‹Arm 0›")
    assert assemble(*make(np.zeros((3, 2))))["answer"]["heading"] == ""
