"""The words of every language: nothing is left untranslated, and every translation has the values of its English."""

from __future__ import annotations

import ast
import json
import re
import string
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from babel.messages.pofile import read_po
from german import ENGLISH_WORDS, Words, english_in

import agents.declarations  # noqa: F401  the import fills the registries
from agents.books import LINES, ROUTES
from agents.parameters import LEVERS, TRAITS, UNCERTAINTIES
from experiments import calibration_words, exploring_words, search_words, story_words
from experiments import catalogue as shelf
from experiments.assembly import _lever, assemble
from experiments.claims import phrases as claim_phrases
from experiments.claims.labels import LABELS
from experiments.claims.record import SHIPPED
from experiments.company import words as company_words
from experiments.console import show_comparison, terminal
from experiments.languages import LANGUAGES, LOCALES, NAMED, catalogue, of_market, voice
from experiments.outcomes import OUTCOMES
from experiments.phrases import ENGLISH, SENTENCES, speaking
from experiments.report import calibration, claims_words, research, search, words
from experiments.report import exploring_words as exploring_page
from experiments.report.glossary import FACTS, HEADS, HINTS, METHOD, RIVALS, TERMS
from experiments.report.page import page as report
from experiments.statistics import scattered
from experiments.told import Told
from goodwill import main
from sim import load
from sim.metrics import METRICS
from sim.scenario import list_shipped

ROOT = Path(__file__).resolve().parent.parent.parent
TABLES = (
    SENTENCES, words.WORDS, HEADS, HINTS, FACTS, RIVALS, search_words.WORDS, calibration_words.WORDS,
    exploring_words.TEXTS, exploring_page.TEXTS, search.WORDS, calibration.WORDS, research.WORDS, company_words.WORDS,
    claim_phrases.SENTENCES, claims_words.WORDS, LABELS, story_words.TEXTS,
)


def spoken_texts() -> set[str]:
    """Every text that pages and the terminal say: marked in the code, kept in a table, or declared where it is used."""
    found = {text for table in TABLES for text in table.values()} | {*METHOD, *TERMS}
    found |= {text for one in LEVERS.values()
              for text in (one.about, one.question, *one.anchors, one.unit, one.legal, one.cost)}
    found |= {text for one in UNCERTAINTIES.values() for text in (one.about, one.unit)}
    found |= {one.label for one in (*LINES, *ROUTES, *OUTCOMES)} | {one.population for one in OUTCOMES}
    found |= {text for one in METRICS.values() for text in (one.label, one.unit, one.about, one.better)}
    found |= {one.about for one in TRAITS.values()}
    found |= {sentence for method in exploring_page.METHODS.values() for sentence in method}
    found |= heads_of_lists() | {*claims_words.METHOD}
    for path in (*(ROOT / "dashboard").rglob("*.py"), *(ROOT / "experiments").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "marked"}:
                found |= {node.args[0].value} if isinstance(node.args[0], ast.Constant) else set()
    return found - {""}


def heads_of_lists() -> set[str]:
    """The columns of `goodwill list`: the keys of its rows."""
    tree = ast.parse(Path(shelf.__file__).read_text(encoding="utf-8"))
    dicts = (node for node in ast.walk(tree) if isinstance(node, ast.Dict))
    return {key.value for one in dicts for key in one.keys if isinstance(key, ast.Constant)}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_text_is_translated_with_all_its_values(language):
    known = catalogue(language)
    assert sorted(spoken_texts() - known.keys()) == []
    assert [text for text, translated in known.items() if fields(text) != fields(translated)] == []


def test_no_text_is_translated_twice():
    for language in LANGUAGES:
        texts = [str(one.id) for path in sorted(LOCALES.glob(f"{language}*.po")) for one in entries(path) if one.id]
        assert [text for text, n in Counter(texts).items() if n > 1] == []


def entries(path):
    with path.open("rb") as file:
        return list(read_po(file))


# --- what is printed and written --------------------------------------------------------------------------------------

@pytest.fixture
def compared(make):
    """A comparison of two arms in German, with every lever there is."""
    gains = np.column_stack([np.zeros(40), 300_000 * (scattered(1, 40) - 0.2)])
    data = assemble(*make(gains), voice=voice("de"), removed=None)
    data["arms"][1] |= {"levers": {name: _lever(name, one.default, one.high) for name, one in LEVERS.items()}}
    data["arms"][1] |= {"title": "Forsch", "advocate": "Mehr Kontakte."}
    data["provenance"] |= {"created": "2026-11-27T17:36:00+00:00", "duration_s": 61.0, "command": "goodwill"}
    data["assumptions"]["list"] = []
    return data


def test_a_german_report_has_no_english_word(compared):
    with speaking(voice("de")):
        page = report(compared)
    assert '<html lang="de">' in page
    assert [said for said in english_in(page) if not said.startswith("Annahme (")] == []    # sources speak as they are
    told = " ".join(Words(page).found)
    for part in ("Mio. €", "27.11.2026, 17:36", "Kündigungsquote pro Jahr", "2. Jahr, "):
        assert part in told
    assert not re.search(r"(?<![.\d])\d+\.\d\d?\b(?![.\d])", told.replace("27.11.2026", "")), "a decimal point"


def test_a_page_names_groups_of_customers_in_the_readers_language(make, scenario):
    groups = scenario.market.segments
    groups["families"] = groups["families"].model_copy(update={"title": {"en": "families", "de": "Familien"}})
    data = assemble(*make(np.tile([0.0, 5.0], (20, 1))))
    with speaking(voice("de")):
        told = Told.of(data).data
    rows = told["trust"]["groups"]["arm1"]["segment"]
    assert [one["label"] for one in told["segments"]] == ["Familien", "young"]
    assert {row["key"]: row["label"] for row in rows}["families"] == "Familien"
    assert data["segments"][0]["label"] == "families"


def test_the_terminal_answers_in_german(compared, capsys):
    with speaking(voice("de")):
        show_comparison(terminal(), compared)
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if ENGLISH_WORDS.search(line)] == []
    assert "von 40 plausiblen Welten liegt ‹Arm 1 (de)›" in said
    assert max(map(len, said.splitlines())) <= 100


def test_a_market_calls_things_by_the_names_of_its_trade(compared):
    trade = {"churn": {"de": "Stornoquote"}, "revenue": "Beiträge"}
    with speaking(voice("de")):
        page = report(compared | {"words": trade})
    assert "Stornoquote" in page
    assert "Beiträge" in page
    assert "Kündigungsquote pro Jahr" not in page
    assert of_market(ENGLISH, trade).translate("churn per year") == "churn per year"
    assert of_market(ENGLISH, {}) is ENGLISH


def test_shipped_markets_use_their_trades_words():
    named = {market: load(market).market.words.own() for market in list_shipped("markets")}
    assert {word["de"] for words in named.values() for word in words.values()} == {
        "Erträge", "Beiträge", "Stornoquote pro Jahr", "Wechselquote pro Jahr",
    }
    assert all(known.keys() <= NAMED.keys() for known in named.values())
    assert {text for texts in NAMED.values() for text in texts} <= spoken_texts()


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    said = capsys.readouterr()
    return left.value.code, said.out, said.err


def test_the_environment_sets_the_language_and_an_option_goes_before_it(monkeypatch, capsys):
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert "what service" not in run(capsys, "list", "markets")[1]
    assert "Mobilfunk" not in run(capsys, "list", "markets")[1]
    monkeypatch.setenv("GOODWILL_LANG", "de")
    assert "Mobilfunk" in run(capsys, "list", "markets")[1]
    assert "Mobilfunk" not in run(capsys, "list", "markets", "--lang", "en")[1]
    rows = json.loads(run(capsys, "list", "markets", "--format", "json")[1])
    assert rows[0].keys() == {"name", "title", "firms", "segments", "about"}
    monkeypatch.setenv("GOODWILL_LANG", "fr")
    code, _, said = run(capsys, "list", "markets")
    assert code == 2
    assert "'fr' is not one of 'en', 'de'" in said


def test_the_verdicts_on_record_name_their_conditions_in_german():
    found = json.loads(SHIPPED.read_text(encoding="utf-8"))
    conditions = [one for claim in found["de"]["claims"] for one in claim["conditions"]]
    assert conditions
    assert [one for one in conditions if one not in catalogue("de").values()] == []
