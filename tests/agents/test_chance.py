"""Draws: even, independent of one another, and functions of seed, week, person and purpose alone."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import agents.declarations  # noqa: F401  declares all purposes
import sim.market  # noqa: F401  and those of the set-up
from agents import chance as streams
from agents.chance import (
    bits,
    chance,
    halves,
    joined,
    luck_of,
    mix_number,
    name_key,
    part,
    purpose,
    uniform,
    wave_of,
    week_key,
)
from agents.compiled import loop

ROOT = Path(streams.__file__).resolve().parent.parent
N = 40_000
FIRST, SECOND = 12345, 67890
# the largest value, in standard errors, that chance alone shows in a few dozen looks
LIMIT = 4.0


@loop
def fill(out, key, first, joint):
    """Draw for each row: a chance, both halves, the four parts, and a chance joined with a name."""
    for row in range(out.shape[1]):
        luck = luck_of(key, row)
        out[0, row] = chance(luck, first)
        out[1, row], out[2, row] = halves(luck, first)
        z = bits(luck, first)
        for k in range(4):
            out[3 + k, row] = part(z, k)
        out[7, row] = chance(luck, joined(first, joint))


@loop
def scatter(out, key, joint, n):
    """Give each row its wave."""
    for row in range(out.shape[0]):
        out[row] = wave_of(luck_of(key, row), joint, n)


def drawn(seed: int = 7, week: int = 3, first: int = FIRST, name: str = "Alpha") -> np.ndarray:
    out = np.empty((8, N))
    fill(out, np.uint64(week_key(seed, week)), first, np.uint64(name_key(name)))
    return out


def test_draws_are_even():
    for values in drawn():
        counts = np.bincount((values * 64).astype(int), minlength=64)
        chi = ((counts - N / 64) ** 2 / (N / 64)).sum()
        assert abs(chi - 63) < LIMIT * np.sqrt(2 * 63)
        assert abs(values.mean() - 0.5) < LIMIT / np.sqrt(12 * N)
        assert 0.0 <= values.min() < values.max() < 1.0


@pytest.mark.parametrize(
    "other", [{"seed": 8}, {"week": 4}, {"week": -3}, {"first": SECOND}, {"first": FIRST + 1}],
    ids=["seed", "week", "week before 0", "purpose", "next purpose"],
)  # fmt: skip
def test_another_seed_week_or_purpose_gives_independent_draws(other):
    assert abs(np.corrcoef(drawn()[0], drawn(**other)[0])[0, 1]) < LIMIT / np.sqrt(N)


def test_draws_of_neighbours_are_independent():
    values = drawn()[0]
    for lag in (1, 2, 8, 4096):
        assert abs(np.corrcoef(values[:-lag], values[lag:])[0, 1]) < LIMIT / np.sqrt(N)


def test_the_parts_of_one_hash_are_independent():
    correlations = np.corrcoef(drawn()[3:7]) - np.eye(4)
    assert np.abs(correlations).max() < LIMIT / np.sqrt(N)
    values = drawn()
    assert abs(np.corrcoef(values[1], values[2])[0, 1]) < LIMIT / np.sqrt(N)


def test_firms_enter_by_name():
    assert (drawn()[7] == drawn(name="Alpha")[7]).all()
    assert abs(np.corrcoef(drawn()[7], drawn(name="Beta")[7])[0, 1]) < LIMIT / np.sqrt(N)


@pytest.mark.parametrize("n", [2, 3, 4, 7])
def test_waves_are_even(n):
    out = np.empty(N, np.int64)
    scatter(out, np.uint64(week_key(7, 0)), np.uint64(name_key("films")), n)
    counts = np.bincount(out, minlength=n)
    assert len(counts) == n
    assert np.abs(counts - N / n).max() < LIMIT * np.sqrt(N / n)


def test_compiled_draws_are_the_plain_integers():
    key = week_key(7, 3)
    luck = [mix_number(key ^ (row * streams._ROW & streams._ALL)) for row in range(50)]
    plain = [mix_number(one + FIRST * streams._GOLD) for one in luck]
    assert drawn()[0][:50].tolist() == [(z >> 11) * 2.0**-53 for z in plain]


def test_draws_outside_the_loops_are_even_and_independent_of_one_another():
    values = np.array([[uniform(7, name, i) for i in range(4000)] for name in ("wage", "moving")])
    assert np.abs(values.mean(axis=1) - 0.5).max() < LIMIT / np.sqrt(12 * 4000)
    assert abs(np.corrcoef(values)[0, 1]) < LIMIT / np.sqrt(4000)
    assert uniform(7, "wage", 3) == uniform(7, "wage", 3) != uniform(8, "wage", 3)


def test_two_purposes_that_share_a_number_are_refused(monkeypatch):
    monkeypatch.setattr(streams, "_PURPOSES", {})
    purpose("plumless")
    with pytest.raises(ValueError, match=r"purposes 'buckeroo' and 'plumless' share a number: rename one"):
        purpose("buckeroo")


def test_purposes_do_not_collide_even_with_what_is_added_to_them():
    offsets = range(8)  # _NOISE + action, _REWIRE + tie, _GRANT + 1
    numbers = [number + k for number in streams._PURPOSES for k in offsets]
    assert len(streams._PURPOSES) > 40
    assert len(set(numbers)) == len(numbers)


def test_every_purpose_is_drawn_with():
    for path in [*(ROOT / "agents").rglob("*.py"), ROOT / "sim" / "people.py"]:
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(r"^[_A-Z, ]+ = \(?\s*purpose\(", text, re.MULTILINE):
            for name in re.findall(r"_[A-Z_]+", match[0]):
                assert len(re.findall(rf"\b{name}\b", text)) > 1, f"{path.name}: {name} is never drawn with"
