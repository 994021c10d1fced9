"""Conditions found by search: true ones are found, noise is not, and losses name what speaks for them."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.conditions import Parameters, adjusted_p, conditions, losses, rank_correlations
from experiments.statistics import scattered

WORLDS, NAMES = 40, 30


def parameters(seed=1):
    values = scattered(seed, WORLDS * NAMES).reshape(WORLDS, NAMES)
    names = tuple(f"u{k}" for k in range(NAMES))
    return Parameters(names, names, np.zeros(NAMES), np.ones(NAMES), values)


def test_rank_correlation_by_hand():
    # ranks 1 2 3 4 and 1 3 2 4: 1 − 6·(0+1+1+0)/(4·15) = .8
    assert rank_correlations(np.array([1.0, 2, 3, 4]), np.array([[1.0], [30], [20], [400]])) == pytest.approx([0.8])


def test_what_separates_the_worlds_is_found():
    known = parameters()
    good = 10 * (known.values[:, 4] - 0.5) + scattered(2, WORLDS)
    kept, leads = conditions(good, 0.5, known)
    assert [row["name"] for row in kept] == ["u4"]
    above, below = kept[0]["above"], kept[0]["below"]
    assert above["worlds"] + below["worlds"] == WORLDS
    assert above["ahead"] >= above["worlds"] - 1
    assert below["ahead"] < below["worlds"] / 2
    assert kept[0]["cut"] == 0.5
    assert "u4" not in [row["name"] for row in leads]


def test_noise_yields_no_condition_in_most_searches():
    found = sum(bool(conditions(scattered(100 + k, WORLDS), 0.5, parameters(k + 1))[0]) for k in range(60))
    assert found <= 8    # 5 % of searches are expected to find something: at most 8 of 60 in 99.6 %


def test_the_adjusted_p_is_that_of_the_whole_search():
    known = parameters()
    p = adjusted_p(scattered(9, WORLDS), known.values)
    assert p.min() > 0.05
    assert p.shape == (NAMES,)


def test_what_moves_the_size_but_not_the_side_is_a_lead():
    known = parameters()
    good = 100 + 10 * known.values[:, 4]
    kept, leads = conditions(good, 0.5, known)
    assert kept == []
    assert leads[0]["name"] == "u4"


def test_too_few_worlds_or_equal_arms_have_no_conditions():
    known = parameters()
    assert conditions(np.zeros(WORLDS), 0.5, known) == ([], [])
    few = Parameters(known.names, known.labels, known.low, known.high, known.values[:10])
    assert conditions(known.values[:10, 3], 0.5, few) == ([], [])


def test_losses_are_the_worst_worlds_beyond_the_margin_with_what_pushed_there():
    known = parameters()
    good = 10 * (known.values[:, 4] - 0.5)
    rows = losses(good, 1.0, known, list(range(1, WORLDS + 1)))
    assert len(rows) == 3
    assert rows[0]["difference"] == good.min()
    assert rows[0]["world"] == int(good.argmin()) + 1
    assert rows[0]["parameters"][0]["name"] == "u4"
    assert rows[0]["parameters"][0]["position"] == known.values[good.argmin(), 4]
    assert losses(np.full(WORLDS, -0.5), 1.0, known, list(range(WORLDS))) == []
