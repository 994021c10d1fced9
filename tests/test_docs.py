"""The documents are true: what is declared is described, what is described exists, generated tables are up to date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import agents.declarations  # noqa: F401  fills the registries
from agents.books import COUNTS, LINES, ROUTES, TOTALS
from agents.departments import DEPARTMENTS
from agents.parameters import COLUMNS, LEVERS, TRAITS, UNCERTAINTIES
from agents.population import CLIMATE_FIELDS, World
from experiments.plan import MODES
from experiments.predisposition import known
from sim.market import Market
from sim.mechanisms import MECHANISMS
from sim.metrics import METRICS
from sim.odd_tables import PAGE, TABLES, page
from sim.scenario import list_shipped, load
from sim.scenario_models import Target
from sim.week import ORDER

ROOT = Path(__file__).resolve().parent.parent
ODD = PAGE.read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")
DECISIONS = (ROOT / "docs" / "DECISIONS.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
DECLARED = {
    "lever": LEVERS, "trait": TRAITS, "uncertainty": UNCERTAINTIES, "column": COLUMNS,
    "cause of trust": [route.cause for route in ROUTES], "line of money": [line.name for line in LINES],
    "metric": METRICS, "department": DEPARTMENTS,
}  # fmt: skip
SECTIONS = (
    "1 Purpose and patterns", "2 Entities, state variables, scales", "3 Process overview and scheduling",
    "4 Design concepts", "5 Initialization", "6 Input data", "7 Submodels",
)  # fmt: skip
CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
    "Stochasticity", "Collectives", "Observation",
)  # fmt: skip
WORDS = (
    "provider", "trust", "satisfaction", "bond", "resignation", "experience", "expectation", "disconfirmation",
    "tenure", "churn_rate", "retention_rate", "hazard", "contact", "touchpoint", "channel", "first_contact_resolution",
    "wait", "abandonment", "burden", "reactance", "world", "plausible", "bounds", "margin", "next_best_action",
    "employee_experience", "morale", "turnover", "self_image", "customer_view", "customer_equity", "clv", "cac",
    "lever", "uncertainty", "trait", "metric", "scenario", "strategy", "market", "arm", "run", "replication", "seed",
    "week",
)  # fmt: skip
OTHERS = {"agents", "sim", "experiments", "dashboard", "bash", "zsh", "fish", "declared", "lived", "origin"}
NAME = re.compile(r"`([a-z][a-z0-9]*(?:_[a-z0-9]+)*)`")
FACT = re.compile(r"\b[A-KS]\d\d\b")


def named(text: str) -> set[str]:
    """The names in backticks: words in small letters, as code and files write them."""
    return set(NAME.findall(text))


def remembered() -> Iterator[str]:
    """What firms and departments remember: the keys of their memory, as the sources write them."""
    for path in [ROOT / "agents" / "firm.py", *(ROOT / "agents" / "departments").glob("*.py")]:
        yield from re.findall(r"""(?:memory\[|memory\.get\(|[{,]\s*)"(\w+)"[\]:,)]""", path.read_text(encoding="utf-8"))


def everything() -> set[str]:
    """Every name that a document may put in backticks."""
    names = {name for kind in DECLARED.values() for name in kind} | {*COUNTS, *TOTALS, *CLIMATE_FIELDS}
    names |= {field for kind in DEPARTMENTS.values() for field in kind.Terms._fields}
    names |= {name for kind in ("scenarios", "markets", "strategies") for name in list_shipped(kind)} | {"status_quo"}
    return names | {*remembered(), *World._fields, *MODES, *Target.model_fields, *vars(Market), *OTHERS}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in DECLARED.items() for name in names])
def test_odd_names_everything_declared(kind, name):
    assert f"`{name}`" in ODD, f"{kind} {name}: run python -m sim.odd_tables"


@pytest.mark.parametrize("name", [*LEVERS, *TRAITS, *UNCERTAINTIES])
def test_what_is_declared_has_a_source(name):
    declared = {**LEVERS, **TRAITS, **UNCERTAINTIES}[name]
    assert "assumption" in declared.source.lower() or FACT.search(declared.source), declared.source


@pytest.mark.parametrize("phase", ORDER, ids=lambda phase: phase[2])
def test_odd_shows_every_phase_of_a_week(phase):
    number, who, what = phase
    assert f"| {number} | {who} | {what} |" in ODD


@pytest.mark.parametrize(("mechanism", "title"), [(i, one.title["en"]) for i, one in MECHANISMS.items()])
def test_odd_says_of_every_mechanism_how_far_it_is_in(mechanism, title):
    row = re.search(rf"^\| {mechanism} \| {re.escape(title)} \| (full|first form|no) \|", ODD, re.MULTILINE)
    assert row, f"{mechanism} {title}"
    parts = [one for kind in (LEVERS, TRAITS, UNCERTAINTIES, COLUMNS) for one in kind.values()] + ROUTES
    acts = any(one.mechanism == mechanism for one in parts)
    assert not (acts and row[1] == "no"), f"{mechanism} is declared somewhere, but ODD says no"


def test_odd_has_its_seven_sections_in_order_and_all_eleven_concepts():
    assert tuple(re.findall(r"^## (.+)$", ODD, re.MULTILINE)) == SECTIONS
    concepts = ODD[ODD.index("## 4 ") : ODD.index("## 5 ")]
    assert tuple(re.findall(r"^\*\*(.+?)\.\*\*", concepts, re.MULTILINE)) == CONCEPTS


def test_every_theme_of_customers_and_every_department_is_described():
    files = [*(ROOT / "agents" / "customers").glob("*.py"), *(ROOT / "agents" / "departments").glob("*.py")]
    themes = {path.relative_to(ROOT).as_posix() for path in files if path.stem not in {"__init__", "base", "week"}}
    assert {theme for theme in themes if f"`{theme}`" not in ODD} == set()


def test_the_tables_of_odd_are_up_to_date():
    assert page(ODD) == ODD, "run: python -m sim.odd_tables"


def test_a_table_without_a_place_on_the_page_is_told():
    first = next(iter(TABLES))
    with pytest.raises(ValueError, match=rf"the mark '<!-- table: {first} -->' must stand there once"):
        page("nothing")


def test_writing_the_tables_mends_a_stale_page_and_leaves_the_prose():
    lever = next(iter(LEVERS))
    stale = ODD.replace(f"| `{lever}` |", "| `gone` |")
    assert stale != ODD
    assert page(stale) == ODD


@pytest.mark.parametrize(("document", "text"), [("ODD", ODD), ("DECISIONS", DECISIONS), ("README", README)])
def test_a_document_names_nothing_that_does_not_exist(document, text):
    assert named(text) - everything() == set(), document


def test_a_name_that_does_not_exist_is_found():
    assert named("`bot_shar` and `trust`, not `agents/` nor `--help`") - everything() == {"bot_shar"}


@pytest.mark.parametrize("text", [ODD, DECISIONS], ids=["ODD", "DECISIONS"])
def test_a_file_that_a_document_names_exists(text):
    paths = re.findall(r"`([\w.]+/[\w./]*)`", text) + [f"docs/{link}" for link in re.findall(r"\]\((\w[\w.]*)\)", text)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("word", [*WORDS, *METRICS])
def test_the_glossary_has_every_word_of_the_house_and_every_metric(word):
    assert f"`{word}`" in GLOSSARY


def test_the_glossary_has_every_shipped_strategy():
    assert {name for name in list_shipped("strategies") if f"| `{name}` |" not in GLOSSARY} == set()


def test_the_readme_prints_the_predisposition_per_market_and_odd_explains_a_lopsided_one():
    for one in known().values():
        row = f"| {one.title.lower()} | {one.ahead} | {one.level} | {one.behind} |"
        assert row in README, "write what python -m experiments.predisposition found"
        assert not one.is_lopsided or f"predisposition of `{one.market}`" in ODD
    assert set(known()) == set(list_shipped("markets"))


def test_odd_names_every_shipped_market_and_its_usual_length():
    for name in list_shipped("markets"):
        market = load(name).market
        assert f"`{name}`" in ODD
        assert (market.warm_up, market.horizon) == (156, 260), "section 5 of ODD says so"


@pytest.mark.parametrize("document", ["ODD", "DECISIONS", "GLOSSARY"])
def test_a_document_names_no_address_outside(document):
    text = (ROOT / "docs" / f"{document}.md").read_text(encoding="utf-8")
    assert re.findall(r"https?://\S+|/(?:tmp|home|work)\b\S*", text) == []
