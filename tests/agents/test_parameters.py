"""Declarations: each is made once, has its bounds, its cost and its source, and is used."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from agents import books, parameters, staff
from agents.declarations import THEMES
from agents.departments import DEPARTMENTS
from agents.parameters import COLUMNS, LEVERS, TRAITS, UNCERTAINTIES, is_assumption, lever, trait, uncertainty

ROOT = Path(parameters.__file__).resolve().parent.parent
TEXTS = {path: path.read_text(encoding="utf-8") for room in ("agents", "sim") for path in (ROOT / room).rglob("*.py")}
EVERYTHING = "\n".join(TEXTS.values())
FACT = re.compile(r"\b[A-L]\d\d\b")
FACTS = {
    "about": "x", "plausible": (0.2, 0.8), "anchors": ("low", "high"),
    "question": "?", "unit": "share", "mechanism": "M01", "source": "assumption",
    "cost": "free: x",
}  # fmt: skip
PLACES = [*THEMES, *(sys.modules[kind.__module__] for kind in DEPARTMENTS.values())]


def mentions(name: str) -> int:
    """How often a name stands in the code, as an attribute or as a string."""
    return len(re.findall(rf'(?:\.{name}\b|"{name}")', EVERYTHING))


@pytest.mark.parametrize("name", [n for n in LEVERS if n != "commitment"])
def test_a_lever_is_read_by_a_department(name):
    assert re.search(rf'self\.{name}\b|\b(?:lived|declared)(?:\.{name}\b|\["{name}"\])', EVERYTHING)


def test_commitment_is_read_when_a_change_starts():
    assert 'declared["commitment"]' in EVERYTHING


@pytest.mark.parametrize("name", TRAITS)
def test_a_trait_is_read_by_a_rule(name):
    assert re.search(rf"\.{name}\b", EVERYTHING)


@pytest.mark.parametrize("name", UNCERTAINTIES)
def test_an_uncertainty_is_read(name):
    read_by_firms = re.search(rf'nature\["{name}"\]|nature\[half_life\]', EVERYTHING) and mentions(name) > 1
    assert re.search(rf"\.{name}\b", EVERYTHING) or read_by_firms


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_is_written_or_read_by_a_step(name):
    assert re.search(rf"\.{name}\b", EVERYTHING)


def slots() -> dict[str, str]:
    """Constants that hold the slot of a count or total, or the number of a route or line, and the kind."""
    found = {}
    for theme in THEMES:
        for name, value in vars(theme).items():
            if name.isupper() and name[0] != "_" and isinstance(value, int):  # others follow the first of their kind
                text = TEXTS[Path(theme.__file__)]
                if re.search(rf"\b{name}\b[^=\n]*= [^\n]*(?:count|total|line|_?route)\(", text):
                    found[name] = theme.__name__
    return found


@pytest.mark.parametrize("name", slots())
def test_a_slot_is_written_or_read(name):
    assert len(re.findall(rf"\b{name}\b", EVERYTHING)) > 1


def test_every_line_of_money_is_paid_into():
    spent = {name.split(".")[-1] for name in re.findall(r"spend\(firm, ([\w.]+),", EVERYTHING)}
    booked = set(re.findall(r"pay\(world, here, [\w.]+, (\w+),", EVERYTHING))
    posted, in_loops = (
        {books.LINES[getattr(place, name)].name for place in [*PLACES, staff] for name in names if hasattr(place, name)}
        for names in (spent, booked)
    )
    assert posted | in_loops == {entry.name for entry in books.LINES}
    assert posted & in_loops == set()


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_says_what_it_costs_and_where_its_numbers_come_from(name):
    entry = LEVERS[name]
    assert entry.cost.strip()
    assert not entry.cost.startswith("free") or entry.cost.startswith("free: "), "free: and the reason"
    assert entry.question.endswith("?")
    assert len(entry.anchors) == 2
    assert all(entry.anchors)
    assert entry.about
    assert entry.department in DEPARTMENTS
    assert re.fullmatch(r"M\d\d|P\d", entry.mechanism)
    assert is_assumption(entry.source) or FACT.search(entry.source)
    assert entry.lag in {"none", "culture"}


@pytest.mark.parametrize("name", [*TRAITS, *UNCERTAINTIES])
def test_a_trait_or_uncertainty_has_a_source(name):
    entry = TRAITS.get(name) or UNCERTAINTIES[name]
    assert is_assumption(entry.source) or FACT.search(entry.source)


@pytest.mark.parametrize("name", [n for n, u in UNCERTAINTIES.items() if u.neutral is not None])
def test_a_neutral_value_lies_within_the_bounds(name):
    entry = UNCERTAINTIES[name]
    assert entry.bounds[0] <= entry.neutral <= entry.bounds[1]


def test_a_lever_out_of_its_bounds_is_refused():
    with pytest.raises(ValueError, match=r"default 2 and neutral 0.0 must lie in 0.0\.\.1.0"):
        lever(2, low=0.0, high=1.0, neutral=0.0, **FACTS)


def test_a_name_is_declared_once(monkeypatch):
    monkeypatch.setitem(TRAITS, "patience", TRAITS["patience"])
    with pytest.raises(ValueError, match="'patience' is declared twice"):
        trait("patience", 1.0, spread=0.1, low=0.0, high=2.0, unit="x", about="x", mechanism="", source="assumption")


def test_an_unknown_shape_is_refused():
    with pytest.raises(ValueError, match="trait 'zeal': unknown shape 'round'"):
        trait("zeal", 1.0, spread=0.1, low=0.0, high=2.0, unit="x", about="x", mechanism="", source="x", shape="round")


def test_an_uncertainty_whose_best_value_is_not_plausible_is_refused():
    with pytest.raises(ValueError, match="uncertainty 'fog': needs bounds low <= plausible low <= value"):
        uncertainty("fog", 0.9, plausible=(0.1, 0.5), bounds=(0.0, 1.0), unit="x", about="x", mechanism="", source="x")


def test_an_assumption_says_so_in_any_case():
    assert is_assumption("Assumption (K06)")
    assert not is_assumption("J05: prepaid")
