"""The commands for those who check: what they print, how they leave, and the report's last page."""

from __future__ import annotations

import csv
import io
import json

import pytest
from comparison_by_hand import comparison
from small_market import write_small_market

import goodwill
from dashboard.words import voice
from experiments.phrases import speaking
from experiments.report.page import page
from experiments.single import replicate
from sim import load

CARRYING = {
    "name": "wage", "label": "wage of staff", "plausible": [32.0, 44.0], "rank_correlation": -0.6, "p_adjusted": 0.001,
    "confirmed": True, "mean": 38.0, "at_low": 4e6, "at_high": -2e6,
    "source": "assumption", "where": "", "kind": "assumption",
    "switch": {"at": 40.0, "low": 38.1, "high": None, "level": 0.9, "share": 0.93},
}  # fmt: skip
STILL = {**CARRYING, "name": "fees", "label": "fees <b>found</b> out", "confirmed": False, "at_high": 1e6,
         "source": "J05", "kind": "fact",
         "switch": {"at": None, "low": None, "high": None, "level": 0.9, "share": 0.2}}
CHANGE = {"path": "market.discount_rate", "from": 0.1, "to": 0.06, "unit": "per year", "kind": "own",
          "source": "own figure, ours.xlsx: C4 (discount)", "where": "/home/x/own.yaml:7"}
AUDIT = {
    "changes": [{"scenario": "own", "base": "mobile_telecom", "rows": [CHANGE], "counts": {"own": 1}}],
    "backing": {"own": 1, "fact": 12, "assumption": 400}, "arm": "customer_centric", "worlds": 40,
    "carrying": [CARRYING, STILL],
}


@pytest.fixture
def call(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        with pytest.raises(SystemExit) as left:
            goodwill.main([str(one) for one in arguments])
        printed = capsys.readouterr()
        return left.value.code, printed.out, printed.err

    return call


def shown(**changes):
    return page({**comparison(), "audit": {**AUDIT, **changes}})


def test_diff_says_clearly_that_nothing_differs(call):
    assert call("diff", "energy_supply", "energy_supply") == (
        0, "Nothing differs between energy_supply and energy_supply.\n", "",
    )


def test_diff_prints_a_table_within_a_hundred_columns(call):
    code, out, _ = call("diff", "mobile_telecom", "newcomer_in_mobile")
    assert code == 0
    assert "market.firms.Newco" in out
    assert "newcomer_in_mobile.yaml:" in out
    assert max(map(len, out.splitlines())) <= 100


def test_diff_prints_one_document_or_rows(call):
    code, out, _ = call("diff", "product_centric", "customer_centric", "--format", "json")
    document = json.loads(out)
    assert (code, document["kind"], document["differs"]) == (0, "strategy", True)
    rows = list(csv.DictReader(io.StringIO(call("diff", "product_centric", "customer_centric", "--format", "csv")[1])))
    assert [row["path"] for row in rows] == [row["path"] for row in document["differences"]]
    assert rows[0]["a_where"].startswith("scenarios/strategies/")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("diff", "mobile_telekom", "mobile_telecom"), "did you mean 'mobile_telecom'?"),
        (("reproduce", "nowhere"), "there is no folder 'nowhere'"),
        (("pack", "nowhere"), "there is no folder 'nowhere'"),
    ],
)
def test_wrong_input_is_one_message_and_exit_code_2(call, tmp_path, arguments, message):
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert list(tmp_path.iterdir()) == []


def test_results_are_packed_run_again_and_told_apart(call, tmp_path):
    write_small_market(tmp_path)
    replicate(load(tmp_path / "small.yaml", sets=["customers=300", "weeks=4"]), folder=tmp_path / "mine")
    assert call("pack", "mine")[:2] == (0, f"package: {tmp_path / 'mine.zip'}\n")
    assert call("pack", "mine")[0] == 2
    code, out, err = call("reproduce", "mine", "--quiet")
    assert (code, err) == (0, "")
    assert out.endswith("Equal: all 7 come out again as they are in mine.\n")
    (tmp_path / "mine" / "moves.parquet").unlink()
    code, out, _ = call("reproduce", "mine", "--quiet", "--format", "json")
    assert (code, json.loads(out)["equal"]) == (1, False)


def test_the_last_page_tells_what_carries_the_answer_and_where_it_turns():
    html = shown()
    for words in ("The numbers that carry the answer", "40 (90\u00a0%: 38.1 to above the range)",
                  "does not turn within its range (in 20\u00a0% of the redrawn worlds it would)",
                  "published fact: J05", "Fees &lt;b&gt;found&lt;/b&gt; out"):
        assert words in html
    assert html.index('id="method"') < html.index('id="audit"')


def test_the_last_page_tells_what_was_changed_and_on_whose_word():
    html = shown()
    assert "Values that differ from ‹mobile_telecom› as it is shipped: 1 (own figure: 1)." in html
    assert "own figure, ours.xlsx: C4 (discount) (own.yaml:7)" in html
    assert "/home/x" not in html
    unchanged = {"scenario": "x", "base": "mobile_telecom", "rows": [], "counts": {}}
    assert "Nothing: the market is ‹mobile_telecom› as it is shipped." in shown(changes=[unchanged])
    assert "stands on none of the shipped markets" in shown(changes=[{**unchanged, "base": None}])


def test_few_worlds_are_told_and_an_older_comparison_has_no_last_page():
    assert "Too few worlds to say which numbers carry the answer: there are 4" in shown(carrying=[], worlds=4)
    assert 'id="audit"' not in page(comparison())


def test_the_last_page_speaks_german():
    with speaking(voice("de")):
        html = shown()
    assert "Die Zahlen, an denen die Antwort hängt" in html
    assert "40 (90\u00a0%: 38,1 bis oberhalb des Plausiblen)" in html
