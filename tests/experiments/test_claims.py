"""Claims tried for real in a small market: shared, remembered, judged, told in two languages, written to a folder."""

from __future__ import annotations

import json
import math
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from german import english_in
from small_market import write_small_market

from experiments.claims import arms as played
from experiments.claims import load_claims, try_claims
from experiments.claims.assembly import assemble
from experiments.claims.console import show_claims
from experiments.claims.evidence import Check
from experiments.claims.measures import Measure, Reading
from experiments.claims.outcomes import Compared, beyond_luck, break_even_week, luck_of
from experiments.claims.store import Store
from experiments.claims.tables import verdict_rows, write
from experiments.claims.worlds import bounds_world, extra_values, widened
from experiments.console import terminal
from experiments.languages import voice
from experiments.report.claims import page, written
from sim import Market, load

REACH = """
id: X1
claim: {en: More contacts tire., de: Mehr Kontakte ermüden.}
source: D1
interested: {en: A vendor wrote it., de: Ein Anbieter schrieb es.}
weeks: 26
budget: free
arms:
  quo: {}
  more: {title: {en: more contacts, de: mehr Kontakte}, levers: {campaign_reach: 0.15, contact_cap: 20.0}}
hit:
  - {measure: burden, window: weeks 13-25, of: more - quo, direction: higher, beyond: sales_per_contact}
also:
  - {measure: value, of: more - quo, direction: lower}
  - {measure: break_even, of: more, direction: higher, versus: {more: quo}}
worlds: {markets: [small.yaml], extra: {levers.pressure: [0.0, 0.4]}}
conditions: [nature.fatigue, levers.pressure, {path: start.trust, cut: 0.5}]
placebo: {title: nobody is contacted, off: [campaign_reach], because: {en: no contact, de: kein Kontakt}}
near: [{title: contacts leave no trace, off: [fatigue], because: a rule}]
"""
CALM = """
id: X2
claim: Less is more.
source: D0
weeks: 26
arms:
  quo: {}
  more: {levers: {campaign_reach: 0.15, contact_cap: 20.0}, budget: free}
  late: {levers: {campaign_reach: 0.15}, week: 13, rivals: {levers: {price_level: 0.9}, week: 3}}
  shocked:
    nature: {fatigue: 0.4}
    people: {resignation: 0.9}
    before: {traits: {literacy: 0.1}}
    events: [{week: 5, kind: price, firm: all, change: 0.1}]
hit:
  - {measure: customers, window: end, of: late - quo, direction: lower}
  - {measure: resignation, window: week 0, of: shocked - quo, direction: higher, beyond: trust}
worlds: {markets: [small.yaml]}
conditions: [nature.fatigue]
"""
LUCKY = """
id: X4
claim: A coat of paint can pay.
source: D0
quantifier: can
weeks: 104
budget: free
arms: {quo: {}, painted: {levers: {campaign_interval: 5.0}}}
hit:
  - {measure: customers, window: end, of: painted - quo, direction: higher}
worlds: {markets: [small.yaml]}
"""
RANKED = """
id: X3
claim: No best for all.
source: D3
weeks: 26
arms: {quo: {}, more: {levers: {campaign_reach: 0.1}}}
ranking: {measure: value}
worlds: {markets: [small.yaml]}
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = write_small_market(tmp_path_factory.mktemp("claims"))
    for name, text in (("x1", REACH), ("x2", CALM), ("x3", RANKED), ("x4", LUCKY)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def tried(desk, *names, worlds=4, **more):
    files = [str(desk / f"{name}.yaml") for name in names]
    return try_claims(files, worlds=worlds, customers=300, workers=1, home=desk / "store", **more)


@pytest.fixture(scope="module")
def trials(desk):
    seen = []
    found = tried(desk, "x1", "x2", "x3", on_progress=lambda *news: seen.append(news))
    assert seen[:4] == [(k, 4, "worlds") for k in range(1, 5)]
    return found


def row_of(trials, claim, world=0):
    return next(one for one in trials.tested if one.claim.id == claim).rows[world]


# --- playing ----------------------------------------------------------------------------------------------------------


def test_every_world_says_something_of_every_claim(trials):
    for one in trials.tested:
        assert [row.world.number for row in one.rows] == [1, 2, 3, 4]
    assert [row.outcome.outcome for row in trials.tested[0].rows] == [1, 1, 1, 1]


def test_arms_that_are_the_same_are_played_once(desk):
    files = load_claims([str(desk / "x1.yaml"), str(desk / "x2.yaml")])
    scenario = load(desk / "small.yaml")
    first, second = (one.claim for one in files)
    plain = {arm: played.resolve(second, arm, scenario, {}) for arm in second.arms}
    assert played.resolve(first, "quo", scenario, {}).key != plain["quo"].key           # another budget
    same = first.model_copy(update={"budget": "equal"})
    assert played.resolve(same, "quo", scenario, {}).key == plain["quo"].key
    assert played.resolve(first, "more", scenario, {}).key == plain["more"].key
    assert len({plan.key for plan in plain.values()}) == 4
    assert plain["shocked"].start != plain["quo"].start == plain["late"].start
    pairs = [(plain["quo"], Measure("trust", 0, 5, "mean", "focal"))] * 2
    assert [len(measures) for _, measures in played.measures_by_plan(pairs)] == [1]


def test_an_arm_does_what_its_file_says(trials):
    row = row_of(trials, "X2")
    resigned = row.outcome.hit[1]
    assert resigned.arms["shocked"] == pytest.approx(0.9, abs=0.03)
    assert resigned.value > 0.3


def test_a_market_is_neutral_where_a_check_says_so(desk):
    scenario = load(desk / "small.yaml", sets=["customers=300"])
    market = Market(scenario, weeks=4)
    market.warm_up()
    played.neutralise(market, ["campaign_reach", "fatigue", "M16"])
    market.run(4)
    assert market.nature["fatigue"] == market.nature["resigning"] == 0.0
    assert market.results.metric("outbound_contacts").sum() == 0.0
    market.close()


def test_measures_agree_with_the_results(desk):
    scenario = load(desk / "small.yaml", sets=["customers=300"])
    market = Market(scenario, weeks=20)
    market.run()
    reading, results = Reading(market.results, "Alpha"), market.results
    trust, people = results.metric("trust"), results.metric("customers")
    read = lambda *of: reading.value(Measure(*of))  # noqa: E731
    assert read("trust", 5, 9, "mean", "focal") == pytest.approx(trust[5:10, 0].mean())
    assert read("trust", 9, 9, "last", "rivals") == pytest.approx(trust[9, 1])
    both = (trust[9] * people[9]).sum() / people[9].sum()
    assert read("trust", 9, 9, "mean", "market") == pytest.approx(both)
    assert read("customers", 9, 9, "mean", "market") == pytest.approx(people[9].sum())
    paid = -results.money[:, 0, results.lines.index("campaigns")].sum()
    contacts = results.metric("outbound_contacts")[:, 0].sum()
    assert read("-line.campaigns / count.outbound_contacts", 0, 19, "sum", "focal") == pytest.approx(paid / contacts)
    before = results.books["trust"][13, 0] / results.books["customers"][13, 0]
    assert read("start.trust", 0, 0, "mean", "focal") == pytest.approx(before)
    ledger = results.trust_ledger("customers")[:, :, 0, [r.cause for r in results.routes].index("helped")]
    assert read("cause.helped", 0, 19, "sum", "focal") == pytest.approx(ledger.sum())
    market.close()


def test_value_over_a_window_adds_up_to_value_over_all_of_it(desk):
    scenario = load(desk / "small.yaml", sets=["customers=300"])
    market = Market(scenario, weeks=26)
    market.run()
    reading = Reading(market.results, "Alpha")
    parts = [reading.value(Measure("value", a, b, "present_value", "focal")) for a, b in ((0, 9), (10, 25))]
    assert sum(parts) == pytest.approx(reading.value(Measure("value", 0, 25, "present_value", "focal")))
    market.close()


def test_never_breaking_even_is_the_latest_week_of_all():
    quo = {"k": [0.0] * 10}
    assert break_even_week({"k": [-1.0] * 3 + [2.0] * 7}, quo, "k", 0.0) == 4      # sums −1, −2, −3, −1, 1
    assert break_even_week({"k": [-1.0] * 10}, quo, "k", 0.0) == 10


def test_a_contrast_lies_higher_lower_or_level_by_its_margin():
    states = [Compared({}, value, 0.5).state for value in (0.6, 0.5, -0.5, -0.6, math.nan)]
    assert states == ["higher", "level", "level", "lower", "missing"]


def test_luck_is_told_from_worlds_played_twice_and_widens_margins():
    twice = [(Compared({}, 3.0, 1.0), Compared({}, 1.0, 1.0)), (Compared({}, 20.0, 10.0), Compared({}, 40.0, 10.0))]
    assert luck_of(twice) == pytest.approx(math.sqrt(2.0))      # gaps 2 and −2 margins: ½ · (4 + 4) / 2 = 2
    assert luck_of([(Compared({}, 3.0, 0.0), Compared({}, 1.0, 0.0))]) == 0.0
    wide = beyond_luck((Compared({}, 3.0, 1.0),), [1.0])[0]
    assert (wide.margin, wide.state) == (pytest.approx(2.645), "higher")
    assert beyond_luck((Compared({}, 3.0, 1.0),), [2.0])[0].state == "level"


def test_luck_alone_supports_no_claim_that_says_can(desk):
    """Two arms that differ in nothing that matters: without the rule about luck, one world in three would be a hit."""
    found = tried(desk, "x4", worlds=24).tested[0]
    wider = 1 + 1.645 * found.luck[0]
    plain = sum(row.outcome.hit[0].value > row.outcome.hit[0].margin / wider for row in found.rows)
    assert len(found.luck) == 2
    assert found.luck[0] > 0.5
    assert found.verdict.hits.k < plain
    assert found.verdict.hits.k <= 3


# --- worlds -----------------------------------------------------------------------------------------------------------


def test_worlds_from_the_bounds_lie_within_them_and_beyond_what_is_plausible(desk):
    scenario = load(desk / "small.yaml")
    several = [bounds_world(scenario, number).nature["fatigue"] for number in range(1, 40)]
    assert 0.0 <= min(several) < 0.1
    assert 0.2 < max(several) <= 0.5
    assert widened("wage", (32.0, 44.0)) == (0.0, 98.0)     # allowed: 0 to a million; 44 + 4.5 · 12
    claim = load_claims([str(desk / "x1.yaml")])[0].claim
    drawn = [extra_values(claim, scenario, bounds_world(scenario, k))["levers.pressure"] for k in range(1, 40)]
    assert max(drawn) > 0.4


def test_what_a_claim_draws_beside_is_the_same_in_every_call(trials, desk):
    first = [row.seen["levers.pressure"] for row in trials.tested[0].rows]
    assert all(0.0 <= value <= 0.4 for value in first)
    assert len(set(first)) == 4
    again = [row.seen["levers.pressure"] for row in tried(desk, "x1", worlds=2).tested[0].rows]
    assert again == first[:2]


# --- remembering ------------------------------------------------------------------------------------------------------


def test_a_second_call_plays_nothing_and_says_the_same(trials, desk, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("played again")

    monkeypatch.setattr(played.Market, "run", refuse)
    again = tried(desk, "x1", "x2", "x3")
    for old, new in zip(trials.tested, again.tested, strict=True):
        assert [row.outcome for row in old.rows] == [row.outcome for row in new.rows]


def test_a_spoiled_file_is_computed_again(trials, desk):
    folder = next(path for path in (desk / "store").rglob("*.json") if path.stem == "0")
    folder.write_text('{"half')
    again = tried(desk, "x1", "x2", "x3")
    assert [one.rows[0].outcome for one in again.tested] == [one.rows[0].outcome for one in trials.tested]
    assert json.loads(folder.read_text())


def test_the_store_keeps_what_it_knew_of_a_world(tmp_path, desk):
    scenario, store = load(desk / "small.yaml"), Store(tmp_path)
    world = bounds_world(scenario, 1)
    store.keep(scenario, world, {"a": {"x": 1.0}})
    store.keep(scenario, world, {"a": {"y": 2.0}, "b": {"x": math.inf}})
    assert store.values(scenario, world) == {"a": {"x": 1.0, "y": 2.0}, "b": {"x": math.inf}}
    assert store.values(scenario.model_copy(update={"seed": 8}), world) == {}


# --- what is no evidence ----------------------------------------------------------------------------------------------


def test_checks_stop_as_soon_as_they_are_certain():
    placebo = Check("placebo", None, "usually")
    for _ in range(14):
        assert placebo.is_open
        placebo.note(0, 96)
    assert (placebo.is_open, placebo.holds, placebo.hits.n) == (False, False, 14)
    bounds = Check("bounds", None, "usually")
    for outcome in (1, None, 1, -1):
        assert bounds.is_open
        bounds.note(outcome, 96)
    assert (bounds.is_open, bounds.holds) == (False, False)


def test_a_check_of_a_reversed_claim_asks_for_the_opposite():
    bounds = Check("bounds", None, "usually", -1)
    for outcome in (-1, -1, -1):
        bounds.note(outcome, 3)
    assert (bounds.is_open, bounds.holds) == (False, True)


def test_a_supported_claim_is_put_to_placebo_knock_out_and_bounds(desk):
    found = tried(desk, "x1", worlds=24).tested[0]
    assert found.verdict.word == "supported"
    by_kind = {check.kind: check for check in found.checks}
    assert (by_kind["placebo"].holds, by_kind["placebo"].hits.k) == (False, 0)
    assert by_kind["near"].holds
    assert not by_kind["bounds"].is_open


def test_an_extension_keeps_the_first_verdict(desk):
    found = tried(desk, "x2", worlds=4, extend=True).tested[0]
    assert (found.first.hits.n, len(found.rows)) == (4, 16)


# --- telling ----------------------------------------------------------------------------------------------------------


def test_the_data_lead_from_the_verdict_to_every_world(trials):
    data = assemble(trials)
    json.dumps(data, allow_nan=False)
    assert {"claims", "markets", "worlds_per_market", "customers", "seed", "provenance"} <= set(data)
    one = data["claims"][0]
    assert set(one) >= {
        "id", "text", "claim", "source", "interested", "note", "quantifier", "file", "digest", "verdict", "first",
        "checks", "tags", "built_in", "arms", "contrasts", "conditions", "worlds",
    }
    assert set(one["verdict"]) >= {"word", "why", "label", "sentence", "hits", "opposites", "markets", "split"}
    assert one["verdict"]["hits"]["k"] == 4
    assert [row["world"] for row in one["worlds"]] == [1, 2, 3, 4]
    assert one["worlds"][0]["values"][0].keys() == {"more", "quo"}
    assert re.fullmatch(r"[0-9a-f]{64}", one["digest"])
    assert [row["id"] for row in verdict_rows(data)] == ["X1", "X2", "X3"]
    ranking = data["claims"][2]["verdict"]["ranking"]
    assert ranking["n"] == 4
    assert sum(ranking["best"].values()) == pytest.approx(1)


def test_words_come_in_both_languages(trials):
    english, german = (assemble(trials, voice(lang))["claims"][0] for lang in ("en", "de"))
    assert english["verdict"]["sentence"].startswith("Holds in 4 of 4 worlds")
    assert german["verdict"]["sentence"].startswith("Trifft in 4 von 4 Welten zu")
    assert (english["text"], german["text"]) == ("More contacts tire.", "Mehr Kontakte ermüden.")


def test_the_terminal_shows_every_claim_with_its_counts(trials, capsys):
    show_claims(terminal(), assemble(trials))
    printed = capsys.readouterr().out
    assert re.search(r"^X1 +More contacts tire\. +not settled; not at equal cost +4/4$", printed, re.MULTILINE)
    assert "D1: A vendor wrote it." in printed
    assert max(map(len, printed.splitlines())) <= 100


def test_a_folder_holds_tables_claim_files_and_their_digests(trials, tmp_path):
    data = assemble(trials)
    write(trials, data, tmp_path / "out")
    tables = {path.stem: pd.read_parquet(path) for path in (tmp_path / "out").glob("*.parquet")}
    assert set(tables) == {"values", "outcomes", "worlds", "verdicts"}
    assert set(tables["values"]) == {"claim", "market", "world", "draw", "seed", "arm", "measure", "value"}
    first = tables["outcomes"].iloc[0]
    row = row_of(trials, "X1")
    assert (first["claim"], first["value"]) == ("X1", row.outcome.hit[0].value)
    assert len(tables["worlds"]) == 4
    assert (tmp_path / "out" / "files" / "x1.yaml").read_text(encoding="utf-8") == REACH
    assert json.loads((tmp_path / "out" / "claims.json").read_text(encoding="utf-8"))["claims"][0]["id"] == "X1"


class Page(HTMLParser):
    """Tags, addresses and words of a page."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words, self.open = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] not in {"style", "script"}:
            self.words.append(data)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_page_leads_from_every_verdict_to_its_runs_and_asks_nothing_of_any_network(trials, lang):
    data = assemble(trials, voice(lang))
    shown = Page(page(data))
    assert shown.open == []
    own = {one["text"] for one in data["claims"] if isinstance(one["claim"], str)}   # given in one language
    own |= {one["file"] for one in data["claims"]}
    assert lang == "en" or [said for said in english_in(page(data)) if not any(text in said for text in own)] == []
    text = " ".join(" ".join(shown.words).split())
    assert ("More contacts tire." if lang == "en" else "Mehr Kontakte ermüden.") in text
    for one in data["claims"]:
        assert one["verdict"]["sentence"] in text
        assert one["digest"] in text
    for row in data["claims"][0]["worlds"]:
        assert str(row["seed"]) in text
    addresses = [a for _, attrs in shown.tags for key, a in attrs.items() if key in {"href", "src", "action"}]
    assert all(a.startswith("#") for a in addresses)
    ids = [attrs["id"] for _, attrs in shown.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {a[1:] for a in addresses} <= set(ids)
    assert "{" not in text.replace("{en", "")
    assert "built-in method" not in text


def test_texts_of_claims_cannot_break_the_page(trials):
    data = assemble(trials)
    data["claims"][0]["text"] = "<script>alert(1)</script>"
    assert "<script>alert" not in page(data)


def test_numbers_are_written_in_the_language():
    assert written(-2.5e6, "money", voice("en")) == "−2.5 million EUR"
    assert written(0.0234, "points", voice("de")) == "+2,3 Punkte"
    assert written(math.nan, "number", voice("de")) == "–"
    assert written(0.00123, "number", voice("de")) == "+0,00123"


def test_the_result_does_not_depend_on_the_number_of_workers(trials, desk, tmp_path):
    files = [str(desk / "x1.yaml")]
    again = try_claims(files, worlds=2, customers=300, workers=2, home=tmp_path)
    assert [row.outcome for row in again.tested[0].rows] == [row.outcome for row in trials.tested[0].rows[:2]]
