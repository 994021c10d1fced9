"""A mechanism that is left out leaves no byte behind, and one that starts in a week leaves all weeks before alone."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from agents.parameters import LEVERS, UNCERTAINTIES
from sim import Market, load
from sim.mechanisms import MECHANISMS, removable

FIRM, PEOPLE, WEEKS, STARTS = "Alpha", 500, 30, 6  # prices of old customers are announced in week 26


@cache
def brief(name):
    return load(name, sets=("market.warm_up=8",))


def names_of(effect, part):
    return {name for kind in getattr(effect, part).values() for name in kind}


def is_own(effect, mechanism):
    """Whether all that an effect does belongs to its mechanism, and can be neutralised."""
    declared = {**LEVERS, **UNCERTAINTIES}
    return all(
        declared[name].mechanism == mechanism and declared[name].neutral is not None for name in names_of(effect, "do")
    )


OWN = [
    (number, effect) for number in sorted(removable()) for effect in MECHANISMS[number].effects
    if effect.do and is_own(effect, number)
]


def played(effect, *, off=None, does=True, start=None):
    nature = dict(effect.given.get("nature", {}))
    levers = dict(effect.given.get("levers", {}))
    if does and start is None:
        nature |= effect.do.get("nature", {})
        levers |= effect.do.get("levers", {})
    market = Market(brief(effect.market), rng=5, customers=PEOPLE, weeks=WEEKS, nature=nature)
    if off:
        market.without(off)
    market.warm_up()
    market.adopt(FIRM, levers)
    if does and start is not None:
        if "levers" in effect.do:
            market.schedule(start, "levers", FIRM, levers=dict(effect.do["levers"]))
        for name, value in effect.do.get("nature", {}).items():
            market.schedule(start, "uncertainty", None, name=name, value=value)
    market.run()
    market.close()
    return market


@pytest.mark.parametrize(("number", "effect"), OWN, ids=[f"{n} {e}" for n, e in OWN])
def test_a_mechanism_left_out_makes_its_doses_inert_to_the_byte(number, effect):
    assert played(effect, off=number).digest() == played(effect, off=number, does=False).digest()


CASES = [(number, effect) for number, one in MECHANISMS.items() for effect in one.effects[:1]]


@pytest.mark.parametrize(("number", "effect"), CASES, ids=[f"{n} {e}" for n, e in CASES])
def test_a_mechanism_changes_nothing_before_the_first_week_it_acts(number, effect):
    without, later = played(effect, does=False), played(effect, start=STARTS)
    before = slice(without.warm_up_weeks + STARTS)
    for name in ("history", "money", "state_of_firms"):
        assert np.array_equal(getattr(without, name)[before], getattr(later, name)[before]), f"{number}: {name}"
    assert without.digest() != later.digest(), f"{number} changes nothing at all"
