"""The words of every language: nothing is left untranslated, and every translation has the values of its English."""

from __future__ import annotations

import ast
import string
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import agents.declarations  # noqa: F401  the import fills the registries
from agents.books import LINES, ROUTES
from agents.parameters import LEVERS, TRAITS, UNCERTAINTIES
from experiments.languages import LANGUAGES, LOCALES, NAMED, catalogue, of_market, voice
from experiments.outcomes import COURSES, OUTCOMES
from experiments.phrases import ENGLISH, SENTENCES
from experiments import calibration_words, catalogue as shelf, exploring_words, search_words
from experiments.report import calibration, exploring_words as exploring_page, research, search, words
from experiments.report.glossary import FACTS, HEADS, HINTS, METHOD, RIVALS, TERMS
from sim import load
from sim.metrics import METRICS
from sim.scenario import list_shipped

ROOT = Path(__file__).resolve().parent.parent.parent
TABLES = (
    SENTENCES, words.WORDS, HEADS, HINTS, FACTS, RIVALS, search_words.WORDS, calibration_words.WORDS,
    exploring_words.TEXTS, exploring_page.TEXTS, search.WORDS, calibration.WORDS, research.WORDS,
)


def spoken_texts() -> set[str]:
    """Every text that pages and the terminal say: marked in the code, kept in a table, or declared where it is used."""
    found = {text for table in TABLES for text in table.values()} | {*METHOD, *TERMS}
    found |= {text for one in LEVERS.values()
              for text in (one.about, one.question, *one.anchors, one.unit, one.legal, one.cost)}
    found |= {text for one in UNCERTAINTIES.values() for text in (one.about, one.unit)}
    found |= {one.label for one in (*LINES, *ROUTES, *OUTCOMES)} | {one.population for one in OUTCOMES}
    found |= {text for one in METRICS.values() for text in (one.label, one.unit, one.about, one.better)}
    found |= {one.about for one in TRAITS.values()} | {text for method in exploring_page.METHODS.values() for text in method}
    found |= heads_of_lists()
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
