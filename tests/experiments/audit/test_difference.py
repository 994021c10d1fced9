"""What differs: in force, by dotted path, with both values, unit and origin; of results also by table and column."""

from __future__ import annotations

import shutil

import numpy as np
import pandas as pd
import pytest

from experiments.audit import diff
from experiments.audit.tables import table_rows
from sim import ScenarioError


def rows_of(a, b):
    return {row["path"]: row for row in diff(a, b).rows}


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_differs_between_a_market_and_itself():
    found = diff("mobile_telecom", "mobile_telecom")
    assert found.is_none
    assert found.document() == {
        "kind": "scenario", "a": "mobile_telecom", "b": "mobile_telecom", "differs": False, "differences": [],
    }


def test_a_value_is_told_with_unit_source_file_and_line_of_either_side(folder):
    mine = write(folder, "mine.yaml", "extends: small.yaml\nmarket_overrides:\n  market_size: 50000\n")
    row = rows_of(str(folder / "small.yaml"), str(mine))["market.market_size"]
    assert (row["a"], row["b"], row["unit"]) == (60000, 50000, "people")
    assert (row["a_source"], row["b_source"]) == ("assumption", "scenario mine.yaml:3")
    assert row["a_where"].endswith("small.yaml:5")
    assert row["b_where"].endswith("mine.yaml:3")


def test_a_strategy_is_told_by_the_levers_that_it_moves(folder):
    mine = write(folder, "mine.yaml", "extends: small.yaml\nfirms:\n  Beta: {strategy: careful.yaml}\n")
    rows = rows_of(str(folder / "small.yaml"), str(mine))
    assert (rows["firms.Beta.strategy"]["a"], rows["firms.Beta.strategy"]["b"]) == ("status_quo", "careful")
    fees = rows["firms.Beta.levers.hidden_fees"]
    assert fees["b"] == 0.0
    assert fees["a"] > 0.0, "what the firm does in the status quo"
    assert fees["b_where"].endswith("careful.yaml:4")
    assert fees["a_where"] == "default"


def test_the_same_value_from_another_file_is_no_difference(folder):
    one = write(folder, "one.yaml", "extends: small.yaml\nfirms:\n  Beta: {levers: {hidden_fees: 0.0}}\n")
    two = write(folder, "two.yaml", "extends: one.yaml\nfirms:\n  Beta: {levers: {hidden_fees: 0.0}}\n")
    assert diff(one, two).is_none


def test_a_bare_number_says_that_it_is_known(folder):
    mine = write(folder, "mine.yaml", "extends: small.yaml\nmarket_overrides:\n  uncertainties: {wage: 40}\n")
    rows = rows_of(str(folder / "small.yaml"), str(mine))
    assert rows["market.uncertainties.wage"]["b"] == 40
    assert rows["market.uncertainties.wage.plausible"]["b"] == [40, 40]


def test_an_event_before_others_is_one_difference(folder):
    price = "  - {week: 4, kind: price, firm: Beta, change: -0.05}\n"
    one = write(folder, "one.yaml", f"extends: small.yaml\nevents:\n{price}")
    news = "  - {week: 2, kind: disclosure, firm: Beta}\n"
    two = write(folder, "two.yaml", f"extends: small.yaml\nevents:\n{news}{price}")
    rows = diff(one, two).rows
    assert [(row["path"], row["a"]) for row in rows] == [("events.0", None)]
    assert rows[0]["b"] == {"kind": "disclosure", "week": 2, "firm": "Beta", "size": 0.5}
    three = write(folder, "three.yaml", f"extends: small.yaml\nevents:\n{price.replace('4', '9')}")
    assert {path: (row["a"], row["b"]) for path, row in rows_of(one, three).items()} == {"events.0.week": (4, 9)}


def test_texts_come_last():
    rows = diff("mobile_telecom", "newcomer_in_mobile").rows
    texts = [bool({"title", "question", "story", "guess", "about"} & set(row["path"].split("."))) for row in rows]
    assert texts == sorted(texts)
    assert any(texts)
    assert not all(texts)


def test_strategies_differ_lever_by_lever(folder):
    rows = rows_of(str(folder / "careful.yaml"), str(folder / "bold.yaml"))
    assert (rows["levers.hidden_fees"]["a"], rows["levers.hidden_fees"]["b"]) == (0.0, None)
    assert rows["levers.campaign_reach"]["unit"]
    assert rows["levers.campaign_reach"]["b_source"] == "assumption"


def test_experiments_differ_in_their_own_keys_and_in_the_scenario_below(made):
    text = (made.place / "fees.yaml").read_text(encoding="utf-8")
    other = write(made.place, "other.yaml", text.replace("worlds: 2", "worlds: 3").replace("300", "200"))
    rows = rows_of(str(made.place / "fees.yaml"), str(other))
    assert (rows["worlds"]["a"], rows["worlds"]["b"]) == (2, 3)
    assert (rows["scenario.customers"]["a"], rows["scenario.customers"]["b"]) == (300, 200)
    assert set(rows) == {"worlds", "scenario.customers"}


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ("mobile_telekom", "bot_first", "'mobile_telekom'; did you mean 'mobile_telecom'?"),
        ("mobile_telecom", "bot_frist", "'bot_frist'; did you mean 'bot_first'?"),
        ("mobile_telecom", "bot_first", "mobile_telecom is a scenario, bot_first is a strategy; name two of the same"),
        ("results/none", "mobile_telecom", "there is no file or folder 'results/none'"),
    ],
)
def test_what_cannot_be_compared_is_told(a, b, message):
    with pytest.raises(ScenarioError, match=message.replace("?", r"\?")):
        diff(a, b)


def test_a_folder_and_a_file_are_not_compared(made):
    with pytest.raises(ScenarioError, match="is a folder of results, mobile_telecom is not"):
        diff(str(made.run), "mobile_telecom")


def test_a_folder_of_results_equals_its_copy(made, tmp_path):
    shutil.copytree(made.compared, tmp_path / "again")
    found = diff(made.compared, tmp_path / "again")
    assert found.is_none
    assert set(found.equal) >= {"worlds", "weekly", "money_ledger", "comparison.json"}


def test_two_runs_differ_in_seed_and_by_how_much_in_every_table(made):
    found = diff(made.twice / "replication-0", made.twice / "replication-1")
    assert {row["path"] for row in found.rows} == {"seed", "digest"}
    weekly = [row for row in found.outputs if row["table"] == "weekly" and row["column"] == "trust"]
    assert weekly[0]["largest"] > 0
    assert "week" in weekly[0]["at"]
    assert weekly[0]["unit"]


def test_versions_that_differ_are_told(made, copied):
    other = copied("run", versions={"numpy": "0.1", "goodwill": "0.0.1"})
    rows = rows_of(made.run, other)
    assert rows["versions.numpy"]["b"] == "0.1"
    assert rows["versions.goodwill"]["b"] == "0.0.1"


def test_the_largest_difference_of_a_column_is_told_with_its_place():
    one = pd.DataFrame({"week": [0, 1, 2], "firm": ["A", "A", "A"], "trust": [0.5, np.nan, 0.7]})
    two = one.assign(trust=[0.5, np.nan, 0.4])
    (row,) = table_rows(one, two)
    assert (row["column"], row["rows"], row["of"], row["at"]) == ("trust", 1, 3, "week 2, firm A")
    assert row["largest"] == pytest.approx(0.3)
    assert (row["a"], row["b"]) == (0.7, 0.4)


def test_rows_are_paired_by_their_keys_and_the_others_counted():
    one = pd.DataFrame({"week": [0, 1], "line": ["fees", "fees"], "amount": [1.0, 2.0]})
    two = pd.DataFrame({"week": [1, 2], "line": ["fees", "fees"], "amount": [5.0, 9.0]})
    lone, amount = table_rows(one, two)
    assert (lone["only_a"], lone["only_b"]) == (1, 1)
    assert (amount["largest"], amount["at"]) == (3.0, "week 1, line fees")


def test_a_number_that_is_missing_on_one_side_differs():
    one, two = pd.DataFrame({"week": [0], "trust": [0.5]}), pd.DataFrame({"week": [0], "trust": [np.nan]})
    (row,) = table_rows(one, two)
    assert (row["rows"], row.get("largest"), row["a"], row["b"]) == (1, None, 0.5, None)


def test_a_column_that_only_one_table_has_is_told():
    one = pd.DataFrame({"week": [0], "trust": [0.5]})
    assert table_rows(one, one.drop(columns="trust")) == [{"column": "trust", "only_in": "a", "unit": ""}]
