"""Claim files: the formulas in them, and every mistake told at its place."""

from __future__ import annotations

import json
import math

import jsonschema
import pytest

from experiments.claims import formulas, load_claims
from experiments.claims.files import json_schema, load_claim, shipped_ids
from sim import ScenarioError
from sim.scenario_errors import Problems
from sim.scenario_trees import plain
from sim.yaml_located import parse

GOOD = """
id: X1
claim: {en: A claim., de: Eine These.}
source: D0
arms:
  quo: {}
  more: {levers: {campaign_reach: 0.03}}
hit:
  - {measure: trust_cohort, window: year 1, of: more - quo, direction: lower}
conditions: [nature.fatigue]
placebo: {title: nobody tires, off: [fatigue], because: a reason}
"""


@pytest.fixture
def told(tmp_path):
    """Return what a changed file is refused with."""

    def told(old, new, text=GOOD):
        assert old in text
        (tmp_path / "x.yaml").write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(ScenarioError) as error:
            load_claim(tmp_path / "x.yaml")
        return [problem.partition("x.yaml:")[2] for problem in error.value.problems]

    return told


# --- formulas ---------------------------------------------------------------------------------------------------------


def test_a_formula_is_arithmetic_of_names():
    values = {"a": 5.0, "b": 2.0, "line.campaigns": -4.0}
    assert formulas.evaluate("(a - b) / -line.campaigns - 0.5 * b", values.__getitem__) == -0.25
    assert formulas.names("(a - b) / -line.campaigns - 0.5 * b") == ["a", "b", "line.campaigns"]
    assert math.isnan(formulas.evaluate("a / (b - b)", values.__getitem__))


@pytest.mark.parametrize(
    "text", ["a ** b", "f(a)", "a if b else c", "a[0]", "'a'", "a.b.c", "True", "a <", "a @ b", "1e400j"],
)
def test_a_formula_holds_nothing_else(text):
    with pytest.raises(formulas.FormulaError):
        formulas.names(text)


@pytest.mark.parametrize(
    ("text", "weeks"),
    [("all", (0, 259)), ("end", (259, 259)), ("year 1", (0, 51)), ("years 4-5", (156, 259)), ("week 77", (77, 77)),
     ("weeks 0-77", (0, 77))],
)
def test_a_window_is_written_in_words(text, weeks):
    assert formulas.window(text, 260) == weeks


@pytest.mark.parametrize(
    ("text", "why"), [("year 6", "ends in week 311"), ("years 3-2", "backwards"), ("soon", "no window")],
)
def test_a_wrong_window_says_why(text, why):
    with pytest.raises(formulas.FormulaError, match=why):
        formulas.window(text, 260)


# --- files ------------------------------------------------------------------------------------------------------------


def test_every_shipped_claim_is_in_order():
    found = load_claims()
    assert [one.claim.id for one in found] == shipped_ids()
    for one in found:
        assert one.path.stem == one.claim.id
        assert isinstance(one.claim.claim, dict), f"{one.claim.id}: both languages are given"
        assert one.claim.ranking or one.claim.conditions, f"{one.claim.id}: conditions are declared beforehand"


def test_claims_of_interested_parties_say_so():
    for one in load_claims():
        if "D1" in one.claim.source or "D4" in one.claim.source.split(", ")[:1]:
            assert one.claim.interested, one.claim.id


def test_an_id_may_stand_for_both_halves_of_a_claim():
    assert all(one.claim.id.startswith("C16") for one in load_claims(["C16"]))
    with pytest.raises(ScenarioError, match="unknown claim 'C061'; did you mean 'C06'"):
        load_claims(["C061"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("source: D0", "sauce: D0", "4:1: unknown key 'sauce'; did you mean 'source'?"),
        ("campaign_reach", "campain_reach", "arms.more.levers: unknown lever 'campain_reach'; did you mean 'campaign_"),
        ("0.03", "3", "arms.more.levers.campaign_reach: 3 is outside 0 to 0.2"),
        ("trust_cohort", "trust_cohrt", "hit.0.measure: unknown measure 'trust_cohrt'; did you mean 'trust_cohort'?"),
        ("trust_cohort", "trust +", "hit.0.measure: 'trust +' is no formula"),
        ("trust_cohort", "burden", "hit.0.measure: no margin is declared for 'burden'; name a metric"),
        ("more - quo", "more - status", "hit.0.of: unknown arm 'status'"),
        ("year 1", "year 9", "hit.0.window: 'year 9' ends in week 467; the last of 260 weeks is 259"),
        ("direction: lower", "direction: smaller", "hit.0.direction: unknown value 'smaller'"),
        ("direction: lower", "direction: level", "hit: has no mirror; write the contrasts of 'opposite'"),
        ("nature.fatigue]", "nature.fatige]", "conditions.0: unknown uncertainty 'fatige'; did you mean 'fatigue'?"),
        ("nature.fatigue]", "levers.authority]", "conditions.0: 'levers.authority' is not drawn; give its range under"),
        ("nature.fatigue]", "start.trust]", "conditions.0: 'start.trust' has no range; write {path: start.trust, cut"),
        ("off: [fatigue]", "off: [wage]", "placebo.off.0: 'wage' has no neutral value; give it a value under 'nature'"),
        ("off: [fatigue]", "off: [fatige]", "placebo.off.0: unknown mechanism, uncertainty or lever 'fatige'; did you"),
        ("  quo: {}", "  quo: {strategy: status}", "arms.quo.strategy: unknown strategy 'status'"),
        ("  quo: {}", "  quo: {events: [{week: 4, kind: price, change: 0.1, frm: focal, firm: focal}]}",
         "arms.quo.events.0: unknown key 'frm'; did you mean 'firm'?"),
        ("  quo: {}", "  quo: {people: {resignatoin: 0.5}}", "arms.quo.people: unknown state of people 'resignatoin'"),
        ("source: D0", "source: D0\nworlds: {markets: [mobile]}", "worlds.markets.0: unknown market 'mobile'; "),
        ("source: D0", "source: D0\nworlds: {extra: {fatigue: [0, 1]}}", "'fatigue' is no range; write levers.NAME or"),
        ("direction: lower}", "direction: lower, beyond: 0}\nquantifier: can", "hit: 'beyond: 0' leaves no margin"),
        ("trust_cohort, window: year 1", "break_even", "hit.0.measure: break_even needs 'versus'"),
    ],
)
def test_a_mistake_is_told_where_it_stands(old, new, message, told):
    found = told(old, new)
    assert any(message in one for one in found), found


def test_all_mistakes_of_a_file_are_told_at_once(told):
    found = told("more - quo", "more - quoo", GOOD.replace("fatigue]\nplacebo", "fatige]\nplacebo"))
    assert len(found) == 2
    assert [one.partition(":")[0] for one in found] == ["9", "10"]


def test_the_schema_accepts_every_shipped_file_and_refuses_an_unknown_key():
    schema = json.loads(json.dumps(json_schema()))
    validator = jsonschema.validators.validator_for(schema)(schema)
    for one in load_claims():
        tree = parse(one.text, one.path.name, Problems())
        validator.validate(plain(tree))
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(plain(parse(GOOD.replace("source", "sauce"), "x", Problems())))
