"""The documents are true: what is declared is described, what is described exists, generated tables are up to date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import agents.declarations  # noqa: F401  fills the registries
from agents.books import COUNTS, LINES, ROUTES, TOTALS
from agents.departments import DEPARTMENTS
from agents.offices import MEMORY, Offices, firm_dtype, market_dtype, product_dtype
from agents.parameters import COLUMNS, LEVERS, TRAITS, UNCERTAINTIES
from agents.population import CLIMATE_FIELDS, World, climate_dtype, nature_dtype
from experiments.claims.files import load_claims
from experiments.claims.record import SHIPPED, recorded
from experiments.plan import MODES
from experiments.predisposition import known
from sim.market import Market
from sim.mechanisms import MECHANISMS
from sim.metrics import METRICS
from sim.odd_tables import PAGE, TABLES, page
from sim.scenario import list_shipped, load
from sim.scenario_events import EVENTS
from sim.scenario_models import Scenario, Target
from sim.week import ORDER

ROOT = Path(__file__).resolve().parent.parent
ODD = PAGE.read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")
DECISIONS = (ROOT / "docs" / "DECISIONS.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
DECLARED = {
    "lever": LEVERS, "trait": TRAITS, "uncertainty": UNCERTAINTIES, "column": COLUMNS,
    "cause of trust": [route.cause for route in ROUTES], "line of money": [line.name for line in LINES],
    "metric": METRICS, "department": DEPARTMENTS, "event": EVENTS,
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
OTHERS = {"agents", "sim", "experiments", "dashboard", "bash", "zsh", "fish"}
NAME = re.compile(r"`([a-z][a-z0-9]*(?:_[a-z0-9]+)*)`")
TABLE = re.compile(r"<!-- table: .*?<!-- end -->", re.DOTALL)  # what the declarations write
FACT = re.compile(r"\b[A-KS]\d\d\b")


def named(text: str) -> set[str]:
    """The names in backticks: words in small letters, as code and files write them."""
    return set(NAME.findall(text))


def remembered() -> set[str]:
    """What firms and departments remember."""
    return {*MEMORY, *(name for kind in DEPARTMENTS.values() for name in kind.MEMORY)}


def places() -> set[str]:
    """Where rules find what they read: the fields of the records of firms, products and the market."""
    product, market = product_dtype({}, ()), market_dtype(nature_dtype(), climate_dtype())
    return {*World._fields, *Offices._fields, *firm_dtype({}, {}).names, *product.names, *market.names}


def everything() -> set[str]:
    """Every name that a document may put in backticks."""
    names = {name for kind in DECLARED.values() for name in kind} | {*COUNTS, *TOTALS, *CLIMATE_FIELDS}
    names |= {field for kind in DEPARTMENTS.values() for field in kind.Terms._fields}
    names |= {name for kind in ("scenarios", "markets", "strategies") for name in list_shipped(kind)} | {"status_quo"}
    names |= {*EVENTS, *(key for kind in EVENTS.values() for key in kind.model_fields), *Scenario.model_fields}
    return names | {*remembered(), *places(), *MODES, *Target.model_fields, *vars(Market), *OTHERS}


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


def untold(page_text: str) -> set[str]:
    """The mechanisms that the page does not show in a row of their table, or does not tell of in its own words."""
    prose, rows = TABLE.sub("", page_text), re.findall(r"^\| ([MP]\d+) \| (.+?) \|", page_text, re.MULTILINE)
    shown = {number for number, title in rows if number in MECHANISMS and title == MECHANISMS[number].title["en"]}
    headings = " ".join(re.findall(r"^###.*$", prose, re.MULTILINE))
    told = set(re.findall(r"\b[MP]\d+\b", headings)) | {number for number in MECHANISMS if f"({number})" in prose}
    return set(MECHANISMS) - (shown & told)


def test_odd_shows_and_tells_every_mechanism():
    assert untold(ODD) == set()


def test_a_mechanism_that_is_not_told_is_found():
    assert untold(ODD.replace("(M22)", "")) == {"M22"}
    assert untold(ODD.replace("| M22 | knowledge in service |", "| M22 |  |")) == {"M22"}


def test_odd_names_no_mechanism_that_there_is_not():
    assert set(re.findall(r"\b(?:M\d\d|P\d)\b", ODD)) <= set(MECHANISMS)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_every_mechanism_shows_in_a_metric_and_has_an_effect_that_a_test_holds(mechanism):
    one = MECHANISMS[mechanism]
    assert one.effects
    assert one.metrics
    assert set(one.metrics) <= set(METRICS)


def test_odd_has_its_seven_sections_in_order_and_all_eleven_concepts():
    assert tuple(re.findall(r"^## (.+)$", ODD, re.MULTILINE)) == SECTIONS
    concepts = ODD[ODD.index("## 4 ") : ODD.index("## 5 ")]
    assert tuple(re.findall(r"^\*\*(.+?)\.\*\*", concepts, re.MULTILINE)) == CONCEPTS


def themes() -> set[str]:
    """Every file that holds a theme of the model: of customers, of departments, and what declares numbers elsewhere."""
    files = [*(ROOT / "agents" / "customers").glob("*.py"), *(ROOT / "agents" / "departments").glob("*.py")]
    others = [*(ROOT / "agents").glob("*.py"), *(ROOT / "sim").glob("*.py")]
    files += [path for path in others if re.search(r"^ *uncertainty\(", path.read_text(encoding="utf-8"), re.MULTILINE)]
    named_so = {path.relative_to(ROOT).as_posix() for path in files if path.stem not in {"__init__", "base", "week"}}
    return named_so | {"sim/entry.py", "sim/rivalry.py", "sim/equity.py", "sim/panel.py"}


@pytest.mark.parametrize("theme", sorted(themes()))
def test_every_theme_is_described(theme):
    assert f"`{theme}`" in ODD


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


@pytest.mark.parametrize("path", ["docs/ODD.md", "docs/DECISIONS.md", "docs/GLOSSARY.md", "CHANGELOG.md"])
def test_lines_of_prose_are_short(path):
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > 120 and not line.startswith("|")] == []


def test_the_glossary_says_nothing_twice():
    rows = re.findall(r"^\| (.+?) \|", GLOSSARY, re.MULTILINE)
    said = [row for row in rows if row not in {"English", "name"} and not row.startswith("`")]
    assert [row for row in set(said) if said.count(row) > 1] == []


@pytest.mark.parametrize("document", ["ODD", "DECISIONS", "GLOSSARY"])
def test_a_document_names_no_address_outside(document):
    text = (ROOT / "docs" / f"{document}.md").read_text(encoding="utf-8")
    assert re.findall(r"https?://\S+|/(?:tmp|home|work)\b\S*", text) == []


def test_the_readme_says_of_every_claim_what_is_on_record():
    found = recorded(SHIPPED)
    assert found is not None
    rows = dict(re.findall(r"^\| (supported|depends on the market|reversed|no relevant effect|not settled) \| (.+) \|$",
                           README, re.MULTILINE))
    said = {claim: word for word, claims in rows.items() for claim in re.findall(r"\bC\d\d[ab]?\b", claims)}
    on_record = {}
    for one in found["en"]["claims"]:
        word, why = one["verdict"]["word"], one["verdict"]["why"]
        on_record[one["id"]] = {"contradicted": why, "depends": "depends on the market"}.get(word, word)
    assert said == on_record
    assert len(said) == len(load_claims(()))
