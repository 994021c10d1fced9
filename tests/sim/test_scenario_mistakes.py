"""Every mistake in a scenario file or a `--set` is told at once, at its place, and never as a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario import ScenarioError, list_shipped, load, load_strategy
from sim.scenario_errors import MOST
from sim.scenario_models import MarketSpec, Scenario, Strategy
from sim.scenario_sources import SOURCED_AT
from sim.schema import json_schema

pytestmark = pytest.mark.usefixtures("house")

BROKEN = Path(__file__).parent / "broken"
NOT_READ_ALONE = {"strategy_without_sources.yaml"}
PHONES = (Path(__file__).parent / "house" / "scenarios" / "markets" / "phones.yaml").read_text(encoding="utf-8")


# --set


def test_set_changes_one_value_by_its_dotted_path():
    sets = ["firms.Alpha.levers.tidiness=0.7", "events.0.week=5", "firms.Beta.price=0.9", "seed=1e3", "title=a: b #c"]
    scenario = load("small", sets)
    assert scenario.firms["Alpha"].levers == {"tidiness": 0.7}
    assert (scenario.events[0].week, scenario.market.firms["Beta"].price, scenario.seed) == (5, 0.9, 1000)
    assert scenario.title == "a: b #c"


def test_set_takes_lists_in_brackets_and_whole_markets(desk):
    desk("markets/villages.yaml", PHONES.replace("Beta", "Omega"))
    scenario = load("phones", ["strategies=[status_quo, just_sell]", "market=markets/villages.yaml"])
    assert scenario.strategies == ("status_quo", "just_sell")
    assert list(scenario.market.firms) == ["Alpha", "Omega"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("firms.Beta.levers.tidyness=1", "firms.Beta.levers.tidyness: unknown lever 'tidyness'; did you mean 'tidi"),
        ("firms.Alpha.levers.tidiness=7", "firms.Alpha.levers.tidiness: 7 is outside 0 to 1 (share)"),
        ("firms.Alpha.levers.tidiness=0,5", "firms.Alpha.levers.tidiness: must be a number, found '0,5'; write 0.5"),
        ("market.uncertainties.rainfall=11", "market.uncertainties.rainfall: 11 is outside 0 to 10 (mm)"),
        ("weeks", "weeks: write PATH=VALUE, as in firms.Alpha.price=0.95"),
        ("a..b=1", "a..b=1: write PATH=VALUE, as in firms.Alpha.price=0.95"),
        ("only=[M99]", "only.0: unknown mechanism that can be left out 'M99'; "),
        ("wekks=3", "wekks: unknown key 'wekks'; did you mean 'weeks'?"),
        ("firm.x=3", "firm.x: there is nothing below a single value ('Beta')"),
        ("events.7.week=3", "events.7.week: '7' is no item of this list; it has 2, from 0"),
        ("extends=phones", "extends: cannot be set; name another scenario instead"),
        ("presets.just_sell.signature.tidiness=1", "presets.just_sell.signature.tidiness: unknown key 'presets'; "),
        ("strategies=[just_sell", "strategies: cannot be read as YAML: [just_sell"),
        ("uncertainties.rainfall=3", "uncertainties: 'uncertainties' belongs to the market; write it under 'market:'"),
        ("market=phons", "market: there is no market 'phons'; did you mean 'phones'?"),
        ("market=small", "market: 'small' is a scenario; write 'extends:'"),
        ("firm=Alpah", "firm: unknown firm 'Alpah'; did you mean 'Alpha'?"),
        ("market.firms.Beta.enters_later=true", "market.firms.Beta.enters_later: a firm that enters later has share 0"),
        ("market.firms.Beta.share=.9", "market.firms.Beta.share: the shares of the firms sum to 1.2, more than 1"),
    ],
)
def test_a_wrong_set_says_which_one(text, message, problems):
    told = problems("small", text)
    assert len(told) == 1
    assert told[0].startswith(f"--set {message}")


def test_the_same_path_set_twice_is_a_mistake(problems):
    assert problems("small", "seed=1", "seed=2") == ["--set seed: given twice"]


def test_a_list_that_a_scenario_lacks_has_no_items_to_change(problems):
    told = problems("phones", "events.0.week=3")
    assert told == ["--set events.0.week: 'events' has no items to change; write events=[…]"]


# files


def messages() -> dict[str, list[str]]:
    """The expected messages by file, from broken/messages.txt."""
    found: dict[str, list[str]] = {}
    for line in (BROKEN / "messages.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            told = found.setdefault(line[2:], [])
        elif line:
            told.append(line)
    return found


@pytest.mark.parametrize("name", sorted(path.name for path in BROKEN.glob("*.yaml") if path.name not in NOT_READ_ALONE))
def test_all_mistakes_of_a_file_are_told_at_once(name, monkeypatch, problems):
    monkeypatch.chdir(BROKEN)
    assert problems(name) == messages()[name]


def test_a_strategy_tells_its_mistakes_when_it_is_read_alone(monkeypatch):
    monkeypatch.chdir(BROKEN)
    with pytest.raises(ScenarioError) as caught:
        load_strategy("strategy_without_sources.yaml")
    assert caught.value.problems == messages()["strategy_without_sources.yaml"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("phons", "phons: there is no scenario or market 'phons'; did you mean 'phones'?"),
        ("xyzzy", "xyzzy: there is no scenario or market 'xyzzy'; shipped: phones, small"),
        ("smal.yaml", "smal.yaml: there is no scenario or market 'smal.yaml'; did you mean 'small'?"),
        ("x" * 5000, "there is no scenario or market 'xxxx"),
        ("a\0b", "there is no scenario or market 'a b'"),
    ],
)
def test_a_file_that_does_not_exist_is_told_with_the_nearest_name(name, message, problems):
    assert [message in told for told in problems(name)] == [True]


def test_a_folder_is_no_scenario(desk, problems):
    desk("plans/x.yaml", "")
    assert problems("plans") == ["plans: is a folder; name a YAML file"]
    assert problems(desk("mine.yaml", "extends: ./plans/\n"))[0].startswith("plans: is a folder")


def test_odd_bytes_are_told(desk, problems):
    assert problems(desk("a.yaml", "extends: phones\n".encode("utf-16"))) == [
        "a.yaml:1:1: not UTF-8 (UTF-16); save the file as UTF-8",
    ]
    assert problems(desk("b.yaml", b"extends: phones\ntitle: a\x00b\n")) == [
        "b.yaml:2:9: a character that text must not contain (code 0)",
    ]
    assert problems(desk("c.yaml", b"")) == ["c.yaml: is empty"]
    assert problems(desk("d.yaml", b"#" * 2_000_001)) == ["d.yaml: larger than 2 MB; that is no scenario"]


def test_a_byte_order_mark_does_no_harm(desk):
    assert load(desk("a.yaml", b"\xef\xbb\xbf# Saved on Windows.\r\nextends: phones\r\n")).firm == "Alpha"


def test_a_file_full_of_mistakes_stops_early(desk, problems):
    levers = "".join(f"      wrong_{number}: 1\n" for number in range(5000))
    told = problems(desk("a.yaml", f"extends: phones\nmarket:\n  status_quo:\n    levers:\n{levers}"))
    assert len(told) == MOST + 1
    assert told[-1] == f"further mistakes are not shown after the first {MOST}"


def test_too_many_firms_products_and_segments_are_told(desk, problems):
    firms = "".join(f"  F{number}: {{share: 0.001}}\n" for number in range(11))
    things = "".join(f"    t{number}: {{price: 1, cost: 1, need: 0.5}}\n" for number in range(7))
    people = "".join(f"    s{number}: {{share: 0, contract_weeks: 0}}\n" for number in range(7))
    text = f"extends: phones\nfirms:\n{firms}market:\n  products:\n{things}  segments:\n{people}"
    assert problems(desk("a.yaml", text)) == [
        "a.yaml:13:8: firms: at most 12 are possible, more were found",
        "a.yaml:22:9: market.products: at most 8 are possible, more were found",
        "a.yaml:30:9: market.segments: at most 8 are possible, more were found",
    ]


def test_a_name_of_no_kind_is_refused():
    with pytest.raises(ValueError, match="'market' is none of scenarios, markets, strategies"):
        list_shipped("market")
    assert list_shipped("markets") == ["phones"]
    assert list_shipped("strategies") == ["customer_centric", "just_sell", "product_centric"]


def test_sources_are_asked_for_wherever_a_model_holds_a_sourced_number():
    def sourced(schema: dict, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
        forms = [schema, *schema.get("anyOf", ())]
        if any("source" in form.get("properties", {}) for form in forms):
            return {path}
        found = set()
        for form in forms:
            for name, inner in form.get("properties", {}).items():
                found |= sourced(inner, (*path, name))
            if isinstance(form.get("additionalProperties"), dict):
                found |= sourced(form["additionalProperties"], (*path, "*"))
            if "$ref" in form:
                found.add((*path, "*"))
        return found

    assert sourced(json_schema("market")) == set(SOURCED_AT["market"])
    assert sourced(json_schema("strategy")) == set(SOURCED_AT["strategy"])


# files nobody foresaw

KEYS = [*Scenario.model_fields, *MarketSpec.model_fields, *Strategy.model_fields, "extends", "market_overrides"]
NAMES = ["Alpha", "families", "mobile", "tidiness", "rainfall", "courage", "trust", "phones", "value", "source", "en"]
NAMES += ["week", "kind", "plausible", "spread", "levers", "strategy", "price", "share", "<sourced>", "a.b", "\0", "0"]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(NAMES), st.text(max_size=8),
    st.sampled_from([0, 1, 0.5, 10**400, 1e308]),
)  # fmt: skip
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS + NAMES), inner, max_size=4),
    max_leaves=12,
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def never_a_traceback(name: str, *sets: str) -> None:
    """Loading either works or raises ScenarioError with printable lines."""
    try:
        load(name, sets).digest()
    except ScenarioError as error:
        told = error.problems
    else:
        told = ["it can be used"]
    assert told
    assert all(line.isprintable() for line in told)


@QUICK
@given(values=st.dictionaries(st.sampled_from(KEYS + NAMES), TREES, max_size=5), is_based=st.booleans())
def test_any_tree_is_a_scenario_or_a_list_of_mistakes(tmp_path_factory, values, is_based):
    path = tmp_path_factory.getbasetemp() / "tree.yaml"
    path.write_text(json.dumps({"extends": "phones", **values} if is_based else values), encoding="utf-8")
    never_a_traceback(str(path))


@QUICK
@given(content=st.binary(max_size=100) | st.text("ab:-[]{},&*!|>'\"%@`#?~ \n\t01.\\u\0", max_size=40).map(str.encode))
def test_any_bytes_are_a_scenario_or_a_list_of_mistakes(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "bytes.yaml"
    path.write_bytes(content)
    never_a_traceback(str(path))


@QUICK
@given(path=st.lists(st.sampled_from(KEYS + NAMES), min_size=1, max_size=5), value=TREES.map(str) | st.text())
def test_any_set_is_obeyed_or_a_mistake(path, value):
    never_a_traceback("small", ".".join(path) + "=" + value)
