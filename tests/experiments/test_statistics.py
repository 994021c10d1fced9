"""Statistics of paired worlds: values by hand, words, coverage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from experiments import statistics as st
from experiments.break_even import break_even_of, deepest, median_ranks, median_week, summarise
from experiments.steady import mser5, starts_meet, warm_up_needed

SKEWED = np.array([*np.zeros(30), *np.linspace(1, 50, 10)])


def draws(repeats: int, n: int, *, seed: int = 1) -> np.ndarray:
    return stats.norm.ppf(np.clip(st.scattered(seed, repeats * n), 1e-12, 1 - 1e-12)).reshape(repeats, n)


def test_type_7_quantiles_interpolate_between_ranks():
    assert st.quantiles([1, 2, 3, 4, 5], [0.1, 0.5, 0.9]) == pytest.approx([1.4, 3.0, 4.6])


def test_skewness_g1_by_hand():
    # 0, 0, 3: mean 1, second moment 2, third 2: g1 = 2/2^1.5 = .7071; G1 = g1·√6/1 = 1.7321
    assert st.skewness([0, 0, 3]) == pytest.approx(1.7320508)
    assert st.skewness([2, 2, 2]) == 0


def test_cochrans_flag_compares_n_with_25_g1_squared():
    assert st.is_lopsided(SKEWED)
    assert not st.is_lopsided(np.arange(40.0))


def test_paired_t_by_hand():
    # 1…20: mean 10.5, s = √35 = 5.91608, t_19 = 2.093024: half-width 2.093024·5.91608/√20 = 2.76881
    interval = st.mean_interval(np.arange(1.0, 21.0))
    assert interval.method == "paired t"
    assert (interval.low, interval.high) == pytest.approx((7.73119, 13.26881), abs=1e-5)


def test_fewer_than_twenty_worlds_get_a_value_and_no_interval():
    interval = st.mean_interval(np.arange(19.0))
    assert (interval.mean, interval.method) == (9.0, "none")
    assert math.isnan(interval.low)
    assert st.state_of(interval, 1.0) == "too few"
    assert not st.at_least_margin(interval, -1.0)


def test_lopsided_data_get_the_bootstrap_t_with_the_long_limit_on_the_long_side():
    interval = st.mean_interval(SKEWED)
    assert (interval.method, interval.lopsided) == ("bootstrap-t", True)
    assert interval.high - interval.mean > 1.2 * (interval.mean - interval.low)


def test_the_same_data_get_the_same_bootstrap():
    assert st.bootstrap_t(SKEWED) == st.bootstrap_t(SKEWED.copy())
    assert st.bootstrap_t(SKEWED) != st.bootstrap_t(SKEWED[::-1])


def test_one_odd_world_is_no_case_for_a_bootstrap():
    nearly_constant = np.array([0.0] * 39 + [1.0])
    assert st.bootstrap_t(nearly_constant) is None
    interval = st.mean_interval(nearly_constant)
    assert (interval.method, interval.lopsided) == ("paired t", True)


def test_scattered_draws_are_uniform_and_a_function_of_the_seed():
    sample = st.scattered(5, 20_000)
    assert stats.kstest(sample, "uniform").pvalue > 0.001
    assert np.array_equal(sample[:100], st.scattered(5, 100))
    assert not np.array_equal(sample[:100], st.scattered(6, 100))


@pytest.mark.parametrize(
    ("low", "high", "better", "word"),
    [
        (-0.9, 0.9, "higher", "level"), (0.1, 0.9, "higher", "level"), (0.1, 1.1, "higher", "better"),
        (-2.0, -0.1, "higher", "worse"), (-0.1, 1.1, "higher", "open"), (-2.0, -0.1, "lower", "better"),
        (0.1, 1.1, "lower", "worse"), (0.0, 0.0, "higher", "level"),
    ],
)
def test_a_word_follows_from_the_interval_and_the_margin(low, high, better, word):
    interval = st.Interval((low + high) / 2, low, high, 0.95, "paired t", lopsided=False)
    assert st.state_of(interval, 1.0, better) == word


def test_at_least_the_margin_needs_the_whole_interval_beyond_it():
    interval = st.Interval(3.0, 2.0, 4.0, 0.95, "paired t", lopsided=False)
    assert st.at_least_margin(interval, 1.9)
    assert not st.at_least_margin(interval, 2.1)
    assert not st.at_least_margin(interval, 1.9, "lower")


def test_worlds_are_counted_ahead_level_and_behind():
    assert st.count_worlds([3, 1, 0.5, -1, -3], 1.0) == st.Counts(1, 3, 1)
    assert st.count_worlds([3, 2, 0.5, -1, -3], 1.0, "lower") == st.Counts(1, 2, 2)


def test_clopper_pearson_as_printed_in_the_rules():
    # 34 of 40: 70–94 %; 40 of 40: 91–100 %; 20 of 20: 83–100 %
    assert st.clopper_pearson(34, 40) == pytest.approx((0.7016, 0.9429), abs=5e-4)
    assert st.clopper_pearson(40, 40) == pytest.approx((0.9119, 1.0), abs=5e-4)
    assert st.clopper_pearson(20, 20)[0] == pytest.approx(0.8316, abs=5e-4)
    assert st.clopper_pearson(0, 40)[0] == 0.0
    assert st.clopper_pearson(83, 96, level=0.99)[0] >= 0.75 > st.clopper_pearson(82, 96, level=0.99)[0]


def test_worlds_still_needed_by_hand():
    # n = 20, D̄ = 0, s = 1, δ = .5: c = √(19/χ²_.2 = 13.716) = 1.17698; t = 2.09302; t·c·s = 2.46344
    # n* = ⌈(2.46344/.5)²⌉ = ⌈24.27⌉ = 25; n° = ⌈(4.92688/.5)²⌉ = ⌈97.10⌉ = 98
    data = np.array([-1.0, 1.0] * 10) * math.sqrt(19 / 20)
    assert st.worlds_needed(data, 0.5) == (5, 78)


def test_the_margin_keeps_the_worlds_still_needed_finite():
    data = draws(1, 40)[0] - draws(1, 40)[0].mean() + 1e-9
    likely, most = st.worlds_needed(data, 0.2)
    assert likely <= most < 1_000
    with pytest.raises(ValueError, match="the margin must be above 0, not 0"):
        st.worlds_needed(data, 0.0)


def test_bonferroni_levels():
    assert st.against_reference(2) == pytest.approx(0.95)
    assert st.against_reference(11) == pytest.approx(0.995)
    assert st.all_pairs(3) == pytest.approx(1 - 0.05 / 3)
    assert st.all_pairs(2) == pytest.approx(0.95)


def test_not_beaten_is_a_set_and_no_rank_of_means():
    noise = draws(3, 40, seed=3)
    values = np.column_stack([noise[0], noise[0] + 0.05 * noise[1], noise[0] - 2 + 0.1 * noise[2]])
    assert st.not_beaten(values, 0.5) == [0, 1]
    assert st.not_beaten(values, 0.5, "lower") == [2]


def test_a_trifle_beats_nobody():
    noise = draws(2, 40, seed=4)
    values = np.column_stack([noise[0], noise[0] + 0.1 + 0.01 * noise[1]])
    assert st.not_beaten(values, 0.5) == [0, 1]
    assert st.not_beaten(values, 0.05) == [1]


def test_best_share_worst_tenth_and_largest_regret_by_hand():
    values = np.array([[1.0, 2.0], [4.0, 1.0], [3.0, 3.0], [5.0, 6.0]])
    assert st.best_share(values) == pytest.approx([1.5 / 4, 2.5 / 4])
    assert st.largest_regret(values) == pytest.approx([1.0, 3.0])
    assert st.worst_tenth(values) == pytest.approx([1.6, 1.3])
    assert st.worst_tenth(values, "lower") == pytest.approx([4.7, 5.1])


def test_luck_share_by_hand():
    # var(0, 2, 4, 6) = 20/3; ½·mean(1, 1, 0, 0) = .25: .0375
    assert st.luck_share([0, 2, 4, 6], [0, 2, 4, 6], [1, 1, 4, 6]) == pytest.approx(0.0375)
    assert st.luck_share([1, 1, 1], [1, 1], [1, 1]) is None


def test_luck_share_finds_the_share_it_was_made_with():
    worlds, luck = draws(1, 2_000, seed=5)[0], draws(2, 2_000, seed=6)
    first, second = worlds + 0.5 * luck[0], worlds + 0.5 * luck[1]
    assert st.luck_share(first, first, second) == pytest.approx(0.2, abs=0.02)


def test_correlation_of_arms():
    assert st.correlation([1, 2, 3, 4], [2, 4, 6, 9]) == pytest.approx(11.5 / (5 * 26.75) ** 0.5)
    assert st.correlation([1, 1, 1], [1, 2, 3]) is None


def test_a_range_leaves_out_what_is_missing():
    assert st.spread([1.0, float("nan"), 3.0]) == pytest.approx({"mean": 2.0, "p10": 1.2, "p50": 2.0, "p90": 2.8})
    assert st.spread([float("nan")])["mean"] is None


def covered(samples: np.ndarray, truth: float) -> float:
    intervals = [st.mean_interval(row) for row in samples]
    return float(np.mean([i.low <= truth <= i.high for i in intervals]))


def test_intervals_of_normal_worlds_cover_95_in_100():
    assert covered(draws(600, 40, seed=7), 0.0) == pytest.approx(0.95, abs=0.027)   # 3 standard errors


def test_intervals_of_skewed_worlds_cover_nearly_as_often():
    samples = -np.log1p(-st.scattered(8, 300 * 40)).reshape(300, 40)    # exponential: skewness 2, mean 1
    assert covered(samples, 1.0) == pytest.approx(0.94, abs=0.04)


def test_break_even_cases_of_single_worlds():
    margin = np.full(5, 0.5)
    recovers = break_even_of([-1, -1, 0, 1, 2], margin)
    assert (recovers.case, recovers.week) == ("recovers", 3)
    assert break_even_of([0.1, -0.4, 0.1, 1, 2], margin).case == "never_behind"
    lost = break_even_of([-1, 1, 2, 1, -1], margin)
    assert (lost.case, lost.week, lost.crossing) == ("lead_lost", math.inf, 4)
    assert break_even_of([-1, -2, -3, -3, -3], margin).case == "not_within"
    assert break_even_of(np.zeros(5), margin).case == "not_within"


def test_median_ranks_are_those_of_the_binomial():
    assert median_ranks(40) == (14, 27)
    assert median_ranks(20) == (6, 15)
    assert median_ranks(6) == (1, 6)
    assert median_ranks(5) is None


def test_the_median_of_break_even_weeks_counts_censored_worlds_as_later():
    weeks = [*range(100, 118), *[math.inf] * 22]
    assert median_week(weeks) == (None, 113, None)
    assert median_week([*range(100, 130), *[math.inf] * 10]) == (120, 113, 126)


def test_the_deepest_point_is_the_money_one_must_stand():
    lowest = deepest(np.array([[-1.0, -4.0, 2.0], [1.0, 2.0, 3.0]]))
    assert lowest == {"mean": -2.0, "p10": pytest.approx(-3.6), "week": 1}
    assert deepest(np.array([[1.0, 2.0]]))["week"] is None


def test_a_break_even_summary_counts_every_world_once():
    curves = np.array([[-1, 1, 2]] * 3 + [[-1, -1, -1]] * 2 + [[2, 1, -1]] + [[1, 2, 3]] * 4, dtype=float)
    entry = summarise(curves, np.full(3, 0.5))
    assert (entry["recovers"], entry["not_within"], entry["lead_lost"], entry["never_behind"]) == (3, 2, 1, 4)
    assert (entry["share"], entry["median_week"], entry["horizon"]) == (0.7, 1, 3)
    assert entry["share_low"] < 0.7 < entry["share_high"]


def test_mser5_cuts_the_start_that_differs():
    steady = 0.1 * np.sin(np.arange(312.0))
    start = np.where(np.arange(312) < 50, 5.0, 0.0)
    assert mser5(steady + start) == 50
    assert mser5(steady) < 30


def test_the_warm_up_is_the_next_whole_year_after_every_cut():
    late = np.where(np.arange(312) < 60, 5.0, 0.0) + 0.1 * np.sin(np.arange(312.0))
    early = np.where(np.arange(312) < 10, 5.0, 0.0) + 0.1 * np.sin(np.arange(312.0))
    assert warm_up_needed([early]) == 52
    assert warm_up_needed([early, late]) == 104


def test_two_starts_meet_when_they_differ_by_less_than_the_margin():
    low, high = 0.5 - 0.2 * 0.98 ** np.arange(300), 0.5 + 0.2 * 0.98 ** np.arange(300)
    assert starts_meet(low, high, week=200, margin=0.02)
    assert not starts_meet(low, high, week=52, margin=0.02)
