"""What backs a number, and what was changed against the shipped market."""

from __future__ import annotations

import pytest

from experiments.audit.sources import KINDS, base_of, changes, counted, kind_of, told
from sim import load


@pytest.mark.parametrize(
    ("source", "where", "kind"),
    [
        ("own figure, ours.xlsx: Figures!C7 (customers)", "own.yaml:3", "own"),
        ("own figure, ours.xlsx: Figures!C7 (customers) over the share", "own.yaml:3", "own"),
        ("fitted to targets.csv (…); other uncertainties held: assumption", "own.yaml:9", "fitted"),
        ("assumption: tried out until the status quo shows churn of Figures!C9", "own.yaml:9", "assumption"),
        ("assumption", "scenarios/markets/mobile_telecom.yaml:9", "assumption"),
        ("B10", "scenarios/markets/mobile_telecom.yaml:9", "fact"),
        ("J05, monthly", "x.yaml:1", "fact"),
        ("--set", "--set", "option"),
        ("scenario mine.yaml:4", "mine.yaml:4", "file"),
        ("", "mine.yaml:4", "file"),
        ("Gustafsson et al. 2005", "x.yaml:1", "reference"),
        ("", "default", "none"),
    ],
)
def test_a_source_says_what_backs_a_number(source, where, kind):
    assert kind_of(source, where) == kind
    assert kind in KINDS


def test_numbers_are_counted_by_what_backs_them():
    assert counted([("B10", ""), ("assumption", ""), ("J05", ""), ("", "x.yaml:2")]) == {
        "fact": 2, "assumption": 1, "file": 1,
    }


def test_nothing_is_changed_in_a_shipped_market():
    assert changes(load("mobile_telecom")) == {"base": "mobile_telecom", "rows": [], "counts": {}}


def test_changes_are_told_with_their_source_and_sorted_by_it(tmp_path):
    (tmp_path / "mine.yaml").write_text(
        "extends: retail_banking\nfirms:\n  Alpha: {levers: {bot_share: 0.6}}\n"
        "market_overrides:\n  discount_rate: {value: 0.06, source: 'own figure, ours.xlsx: C4 (discount)'}\n"
        "question: Which?\nstrategies: [bot_first]\nseed: 4\n",
        encoding="utf-8",
    )
    found = changes(load(tmp_path / "mine.yaml", sets=["market.uncertainties.wage=40"]))
    by_path = {row["path"]: row for row in found["rows"]}
    assert found["base"] == "retail_banking"
    assert by_path["market.discount_rate"]["kind"] == "own"
    assert by_path["firms.Alpha.levers.bot_share"]["kind"] == "file"
    assert by_path["market.uncertainties.wage"]["kind"] == "option"
    assert set(by_path) == {"market.discount_rate", "firms.Alpha.levers.bot_share", "market.uncertainties.wage",
                            "market.uncertainties.wage.plausible"}
    kinds = [KINDS.index(row["kind"]) for row in found["rows"]]
    assert kinds == sorted(kinds)
    assert found["counts"] == {"own": 1, "option": 2, "file": 1}


def test_a_market_of_ones_own_stands_on_none(folder):
    scenario = load(folder / "small.yaml")
    assert base_of(scenario) is None
    assert changes(scenario) == {"base": None, "rows": [], "counts": {}}


@pytest.mark.parametrize(
    ("source", "where", "line"),
    [
        ("assumption", "/home/somebody/own.yaml:3", "assumption (own.yaml:3)"),
        ("scenario own.yaml:3", "own.yaml:3", "own.yaml:3"),
        ("--set", "--set", "--set"),
        ("", "default", "default"),
        ("assumption", "default", "assumption"),
        ("", "", ""),
    ],
)
def test_source_and_place_are_one_line_without_folders(source, where, line):
    assert told(source, where) == line
