"""The languages of all words: English in the code, others in catalogues beside it, numbers as each writes them.

The catalogues are gettext's (`locales/de.po`), keyed by the English text. A market's file may call a thing by its own
name (`words:`), such as premiums for revenue; that name then stands wherever the declared one would.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.phrases import ENGLISH, Voice, speaking, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LANGUAGES = ("en", "de")
LOCALES = Path(__file__).parent / "locales"
SIGNS = {"de": {"decimal": ",", "thousands": "."}}

# What a market may call by its own name, and the texts in which that name stands.
NAMED = {"churn": ("churn per year", "Churn per year", "Cancellations"), "revenue": ("revenue",)}


def marked(text: str) -> str:
    """Mark a text for translation where it stands; it is translated when it is shown."""
    return text


def _(text: str, **values: object) -> str:
    """Return a text in the language that is spoken, with its values."""
    translated = spoken().translate(text)
    return translated.format(**values) if values else translated


def sayer(texts: Mapping[str, str]) -> Callable[..., str]:
    """Return a function that says a text of a table by its key, with its values, in the language that is spoken."""

    def say(key: str, **values: object) -> str:
        return _(texts[key], **values)

    return say


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return every translated text of a language, by its English."""
    from babel.messages.pofile import read_po  # half a second that English does without

    found: dict[str, str] = {}
    for path in sorted(LOCALES.glob(f"{language}*.po")):     # de.po, and one beside it for what stands apart
        with path.open("rb") as file:
            entries = read_po(file, locale=language)
        found |= {str(one.id): str(one.string) for one in entries if one.id and one.string and not one.fuzzy}
    return found


@cache
def voice(language: str) -> Voice:
    """Return the voice of a language; what its catalogue lacks stays English."""
    if language not in SIGNS:
        return ENGLISH
    texts = catalogue(language)
    return Voice(language, lambda text: texts.get(text, text), **SIGNS[language])


def of_market(own: Voice, words: Mapping[str, Any] | None) -> Voice:
    """Return a voice that calls things as a market does.

    Args:
        own: the voice as it speaks of any market.
        words: of the market's file: `churn` or `revenue` → its name, by language.
    """
    names = {
        text: said if isinstance(said, str) else said.get(own.language)
        for key, said in (words or {}).items() for text in NAMED[key]
    }
    return replace(own, translate=lambda text: names.get(text) or own.translate(text)) if any(names.values()) else own


@contextmanager
def speaking_of(words: Mapping[str, Any] | None) -> Iterator[None]:
    """Let everything that is written meanwhile call things as a market does, in the language that is spoken."""
    with speaking(of_market(spoken(), words)):
        yield
