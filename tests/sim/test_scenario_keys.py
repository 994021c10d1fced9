"""What is declared reaches the page of keys and the JSON Schema, and every shipped file is in order."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

import agents.declarations  # noqa: F401  fills the registries
from agents.parameters import LEVERS, TRAITS, UNCERTAINTIES
from sim import yaml_located
from sim.scenario import list_shipped, load, load_strategy
from sim.scenario_errors import Problems
from sim.scenario_files import folder
from sim.scenario_keys import PAGE, keys, readme
from sim.scenario_messages import INTERNAL
from sim.scenario_models import MarketSpec, Scenario, Strategy
from sim.scenario_trees import plain
from sim.schema import KINDS, json_schema

SHIPPED = [(kind, name) for kind in ("scenarios", "markets", "strategies") for name in list_shipped(kind)]


def contents(kind: str, name: str) -> object:
    node = yaml_located.read(folder(kind) / f"{name}.yaml", name, Problems())
    assert node is not None
    return json.loads(json.dumps(plain(node)))


def complaints(kind: str, values: object) -> list[str]:
    errors = Draft202012Validator(json_schema(kind)).iter_errors(values)
    return [f"{error.json_path}: {error.message}" for error in errors]


@pytest.mark.parametrize(("kind", "name"), SHIPPED)
def test_every_shipped_file_can_be_used(kind, name):
    assert load_strategy(name) if kind == "strategies" else load(name)


@pytest.mark.parametrize(("kind", "name"), SHIPPED)
def test_every_shipped_file_agrees_with_the_schema(kind, name):
    singular = {"scenarios": "scenario", "markets": "market", "strategies": "strategy"}[kind]
    assert complaints(singular, contents(kind, name)) == []


@pytest.mark.parametrize(("kind", "name"), SHIPPED)
def test_every_shipped_file_starts_with_a_sentence_for_people(kind, name):
    first = (folder(kind) / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert first.endswith((".", "?"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_valid_and_closed(kind):
    schema = json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["additionalProperties"] is False


def test_the_schema_tells_of_each_lever_what_is_declared():
    levers = json_schema("strategy")["$defs"]["levers"]["properties"]
    assert levers.keys() == LEVERS.keys()
    for name, lever in LEVERS.items():
        number = levers[name]["properties"]["value"]
        assert (number["minimum"], number["maximum"]) == (lever.low, lever.high)
        assert levers[name]["unit"] == lever.unit
        assert lever.about in levers[name]["description"]


def test_the_schema_finds_what_is_wrong():
    lever = next(iter(LEVERS.values()))
    market = {"extends": "x", "market": {"products": {"thing": {"price": 3}}}}
    assert complaints("scenario", market) == []
    assert complaints("scenario", {"firms": {"Alpha": {"levers": {lever.name: lever.low}}}}) == []
    assert len(complaints("scenario", {"firms": {"Alpha": {"levers": {lever.name: lever.high + 1}}}})) == 1
    assert len(complaints("scenario", {"firms": {"Alpha": {"levers": {"no_lever": 1}}}})) == 1
    assert len(complaints("scenario", {"weeks": 0, "wekks": 3, "title": {"fr": "x"}})) == 3
    assert len(complaints("scenario", {"events": [{"week": 3, "kind": "price", "firm": "Alpha"}]})) == 1
    assert len(complaints("market", {"market_size": 3000000})) == 2
    assert complaints("strategy", {"title": "x", "signature": {lever.name: 1}})


def test_a_schema_of_no_kind_is_refused():
    with pytest.raises(ValueError, match="'experiment' is none of scenario, market, strategy"):
        json_schema("experiment")


@pytest.mark.parametrize(("kind", "model"), [("scenario", Scenario), ("market", MarketSpec), ("strategy", Strategy)])
def test_every_key_of_a_file_stands_on_the_page(kind, model):
    paths = {key.path.partition(".")[0] for key in keys(kind)}
    assert paths >= model.model_fields.keys() - (INTERNAL if model is Scenario else set())
    assert all(key.about for key in keys(kind))


def test_the_page_names_every_declared_lever_trait_and_uncertainty():
    page = readme()
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    for name in (*LEVERS, *TRAITS, *UNCERTAINTIES):
        assert any(row.startswith(f"| `{name}` |") for row in rows), name


def test_a_row_gives_unit_bounds_default_neutral_and_mechanism():
    lever = next(lever for lever in LEVERS.values() if lever.unit != "0..1")
    row = next(line for line in readme().splitlines() if line.startswith(f"| `{lever.name}` |"))
    for fact in (lever.about, lever.unit, f"{lever.default:g}", f"{lever.neutral:g}", lever.mechanism):
        assert fact in row


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == readme(), "run: python -m sim.scenario_keys"
