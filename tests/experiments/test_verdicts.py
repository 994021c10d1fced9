"""Verdicts: the counts from which each word is said, by hand, and how often each is said of a known truth."""

from __future__ import annotations

import numpy as np
import pytest

from experiments import verdicts as v
from experiments.statistics import scattered

MARKETS = [("mobile", "bank", "energy")[k % 3] for k in range(96)]
NUMBERS = [k // 3 + 1 for k in range(96)]


def outcomes(hits, opposites=0, missing=0, n=96):
    return [1] * hits + [-1] * opposites + [0] * (n - hits - opposites - missing) + [None] * missing


def judged(several, quantifier="usually", **more):
    return v.judge(several, MARKETS, NUMBERS, quantifier=quantifier, **more)


# --- counts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantifier", "hits", "word"),
    [
        ("usually", 83, "supported"), ("usually", 82, "not settled"),
        ("usually", 13, "contradicted"), ("usually", 14, "not settled"),
        ("can", 19, "supported"), ("can", 18, "not settled"), ("can", 2, "contradicted"), ("can", 3, "not settled"),
        ("never", 19, "contradicted"), ("never", 2, "supported"), ("never", 10, "not settled"),
    ],
)
def test_the_word_changes_at_the_count_that_was_fixed(quantifier, hits, word):
    assert judged(outcomes(hits), quantifier).word == word


def test_contradicted_is_reversed_only_if_the_opposite_mostly_holds():
    assert judged(outcomes(5, opposites=70)).why == "reversed"
    assert judged(outcomes(5, opposites=20)).why == "no relevant effect"


def test_a_market_in_which_it_clearly_holds_less_often_keeps_usually_from_being_supported():
    assert v.is_usual(v.share(90, 96), {"bank": v.share(32, 32), "energy": v.share(17, 32)})
    assert not v.is_usual(v.share(90, 96), {"bank": v.share(32, 32), "energy": v.share(16, 32)})
    assert v.is_seldom(v.share(6, 96), {"bank": v.share(15, 32)})
    assert not v.is_seldom(v.share(6, 96), {"bank": v.share(16, 32)})


def test_worlds_that_do_not_apply_are_counted_apart_and_too_many_prevent_a_verdict():
    assert judged(outcomes(72, missing=24)).word == "supported"
    verdict = judged(outcomes(71, missing=25))
    assert (verdict.word, verdict.why, verdict.not_applying) == ("not settled", "does not apply", 25)


def test_it_depends_on_the_market_if_it_holds_in_one_and_fails_in_another():
    per = {"mobile": 24, "bank": 8, "energy": 16}
    several = [1 if NUMBERS[k] <= per[MARKETS[k]] else 0 for k in range(96)]
    assert (judged(several).word, judged(several).why) == ("depends", "market")
    per["mobile"] = 23
    several = [1 if NUMBERS[k] <= per[MARKETS[k]] else 0 for k in range(96)]
    assert judged(several).word == "not settled"


def test_a_condition_is_found_on_odd_worlds_and_confirmed_on_even_ones():
    above = np.arange(96) % 4 < 2
    several = [1 if above[k] else 0 for k in range(96)]
    verdict = judged(several, conditions={"x": above, "noise": np.arange(96) % 7 < 3})
    assert (verdict.word, verdict.why, verdict.split.name, verdict.split.above) == ("depends", "condition", "x", True)
    assert verdict.split.found[0].k + verdict.split.confirmed[0].k == above.sum()
    even_spoiled = [one if NUMBERS[k] % 2 else k % 3 == 0 for k, one in enumerate(several)]
    assert judged([int(one) for one in even_spoiled], conditions={"x": above}).why != "condition"


def test_a_condition_needs_twelve_odd_worlds_on_either_side():
    odd = [k for k in range(96) if NUMBERS[k] % 2]
    above = np.zeros(96, dtype=bool)
    above[odd[:11]] = True
    above[[k for k in range(96) if NUMBERS[k] % 2 == 0][:24]] = True
    several = [1 if above[k] else 0 for k in range(96)]
    assert judged(several, conditions={"x": above}).why != "condition"
    above[odd[11]] = True
    assert judged([1 if x else 0 for x in above], conditions={"x": above}).why == "condition"


def test_the_reason_says_whether_more_worlds_could_settle_it():
    assert judged(outcomes(78)).why == "too few worlds"
    assert judged(outcomes(48)).why == "no condition"


def test_a_check_goes_on_as_long_as_it_can_still_end_as_supported():
    assert v.can_still_be_supported("usually", [0] * 13)
    assert not v.can_still_be_supported("usually", [0] * 14)
    assert v.can_still_be_supported("usually", [1] * 83 + [0] * 13)
    assert v.can_still_be_supported("can", [0] * 77)
    assert not v.can_still_be_supported("can", [0] * 78)


def test_no_strategy_is_best_for_all_if_sets_do_not_meet_or_none_is_mostly_best():
    assert v.sets_differ({"a": ["x"], "b": ["y"]}, {"x": 0.8, "y": 0.2}) == (True, ("a", "b"))
    assert v.sets_differ({"a": ["x"], "b": ["x", "y"]}, {"x": 0.75, "y": 0.25}) == (True, None)
    assert v.sets_differ({"a": ["x"], "b": ["x", "y"]}, {"x": 0.76, "y": 0.24}) == (False, None)


# --- how often each word is said of a known truth ---------------------------------------------------------------------

TRIALS = 400


def trials(share_in, share_out=None, *, seed=1, n=96):
    """Verdicts over many trials; `share_in` holds above a condition, `share_out` elsewhere; four more mean nothing."""
    luck = scattered(seed, TRIALS * n * 6).reshape(TRIALS, 6, n)
    markets, numbers = [("a", "b", "c")[k % 3] for k in range(n)], [k // 3 + 1 for k in range(n)]
    found = []
    for u in luck:
        above = u[1:] > 0.5
        p = np.where(above[0], share_in, share_in if share_out is None else share_out)
        names = {name: above[k] for k, name in enumerate(["true", "b", "c", "d", "e"])}
        found.append(v.judge([int(x) for x in u[0] < p], markets, numbers, conditions=names))
    return found


def rate(found, word, name=None):
    return np.mean([one.word == word and (name is None or (one.split and one.split.name) == name) for one in found])


@pytest.mark.parametrize(
    ("share", "word", "expected", "tolerance"),
    [(0.5, "supported", 0, 0), (0.5, "contradicted", 0, 0), (0.75, "supported", 0.004, 0.01),
     (0.9, "supported", 0.91, 0.045), (0.95, "supported", 1.0, 0.01), (0.1, "contradicted", 0.89, 0.05)],
)
def test_a_true_share_gets_its_verdict_as_often_as_stated(share, word, expected, tolerance):
    assert rate(trials(share), word) == pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize(
    ("inside", "outside", "n", "expected", "tolerance"),
    [(0.95, 0.05, 96, 1.0, 0.01), (0.9, 0.2, 96, 0.82, 0.06), (0.8, 0.3, 96, 0.32, 0.08), (0.8, 0.3, 384, 0.98, 0.03)],
)
def test_a_true_condition_is_found_as_often_as_stated_and_never_a_wrong_one(inside, outside, n, expected, tolerance):
    found = trials(inside, outside, n=n)
    assert rate(found, "depends", "true") == pytest.approx(expected, abs=tolerance)
    assert sum(one.split is not None and one.split.name != "true" for one in found) == 0
