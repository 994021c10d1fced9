"""The rules uncompiled are the reference: the compiled ones give the same bytes."""

from __future__ import annotations

import re
from pathlib import Path

import numba
import numpy as np
import pytest

from agents.compiled import COMPILED, loop
from agents.departments import DEPARTMENTS
from agents.offices import MEMORY
from agents.parameters import COLUMNS, TRAITS, UNCERTAINTIES
from agents.parameters import LEVERS as LEVER_NAMES
from agents.population import CLIMATE_FIELDS
from sim import people, week
from tests.builders import elsewhere, opened

SIGNATURES = ("plan_firms", "before_queue", "after_queue", "aim", "queue", "close_books")
LEVERS = {"bot_share": 0.6, "authority": 0.8, "next_best_action": 0.7, "campaign_reach": 0.08, "advertising": 0.05,
          "hidden_fees": 0.1, "transparency": 0.5, "address_sales": 0.5, "shrink": 0.1, "promise": 0.5}  # fmt: skip
RUN = f"""
from agents.compiled import COMPILED
from agents.arithmetic import exp, log
from tests.builders import opened, pair
import hashlib, struct
market = opened(pair("market.warm_up=3"), customers=120, weeks=6, followed=10, nature={{"distinctness": 0.5}})
market.adopt("Alpha", {LEVERS})
market.run(6)
bits = b"".join(struct.pack("dd", exp(k / 7.0 - 20.0), log(k / 3.0 + 1e-3)) for k in range(400))
touches = market.world.touches
print(COMPILED, market.digest(), hashlib.sha256(bits).hexdigest(), hashlib.sha256(touches.tobytes()).hexdigest())
"""


@pytest.mark.skipif(not COMPILED, reason="nothing is compiled here to be compared")
def test_uncompiled_rules_give_the_same_bytes():
    compiled, plain = elsewhere(RUN).split(), elsewhere(RUN, NUMBA_DISABLE_JIT="1").split()
    assert (compiled[0], plain[0]) == ("True", "False")
    assert compiled[1:] == plain[1:]


@pytest.mark.skipif(not COMPILED, reason="there is no machine code to look at")
@pytest.mark.parametrize("name", SIGNATURES)
def test_a_loop_of_the_week_manages_no_memory(name):
    opened(customers=100, weeks=1).run(1).close()
    [code] = machine_code(getattr(week, name))
    assert "NRT_" not in code
    assert f"{name}" in code


@pytest.mark.skipif(not COMPILED, reason="there are no symbols to look at")
def test_the_symbol_of_a_loop_does_not_spell_out_the_records():
    opened(customers=100, weeks=1).run(1).close()
    [mangled] = [of.fndesc.mangled_name for of in week.after_queue.overloads.values()]
    assert "after_queue" in mangled
    assert len(mangled) < 2_000


@pytest.mark.parametrize("name", ["_draw_traits", "_settle_in"])
def test_a_loop_of_the_set_up_manages_no_memory(name):
    opened(customers=100, weeks=1).close()
    [code] = machine_code(getattr(people, name))
    assert "NRT_" not in code
    assert name in code


def machine_code(function) -> list[str]:
    """The LLVM code of every compiled form of a loop, whether compiled now or kept from before."""
    return [str(overload.library._shared_module) for overload in function.overloads.values()]


@numba.njit(cache=True)
def wasteful(n):
    return np.zeros(n)


@pytest.mark.skipif(not COMPILED, reason="there is no machine code to look at")
def test_memory_management_would_be_seen_in_the_machine_code():
    wasteful(3)
    assert all("NRT_" in code for code in machine_code(wasteful))


@pytest.mark.skipif(not COMPILED, reason="nothing is compiled here")
def test_a_loop_that_makes_arrays_is_not_compiled():
    @loop
    def make(out):
        out[0] = np.zeros(3).sum()

    with pytest.raises(numba.core.errors.TypingError):
        make(np.zeros(2))


def test_no_field_of_a_record_is_named_like_an_attribute_of_arrays():
    taken = {*dir(np.recarray(1, [("x", "f8")])), *dir(np.recarray(1, [("x", "f8")])[0])} - {"x"}
    records = {name: kind.Terms._fields for name, kind in DEPARTMENTS.items()}
    records |= {f"own of {name}": tuple(kind.MEMORY) for name, kind in DEPARTMENTS.items()}
    records |= {"trait": tuple(TRAITS), "state": tuple(COLUMNS), "nature": tuple(UNCERTAINTIES)}
    records |= {"climate": CLIMATE_FIELDS, "memory": tuple(MEMORY), "levers": tuple(LEVER_NAMES)}
    records |= {name: record.dtype.names for name, record in opened(customers=50, weeks=1).offices._asdict().items()}
    assert {name: set(fields) & taken for name, fields in records.items() if set(fields) & taken} == {}


def test_numba_is_called_in_one_place_only():
    root = Path(week.__file__).resolve().parent.parent
    texts = {p: p.read_text(encoding="utf-8") for room in ("agents", "sim") for p in (root / room).rglob("*.py")}
    assert [p.name for p, text in texts.items() if re.search(r"\bnjit\b|\bjit\(", text)] == ["compiled.py"]
    assert callable(loop)
