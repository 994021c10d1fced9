"""The words of the pages: English in the code, other languages in catalogues beside it, numbers as each writes them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from experiments.phrases import ENGLISH, Voice, spoken

LANGUAGES = ("en", "de")
LOCALES = Path(__file__).parent / "locales"
SIGNS = {"de": {"decimal": ",", "thousands": "."}}


def marked(text: str) -> str:
    """Mark a text for translation where it stands; it is translated when it is shown."""
    return text


def _(text: str, **values: object) -> str:
    """Return a text in the language that is spoken, with its values."""
    translated = spoken().translate(text)
    return translated.format(**values) if values else translated


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return every translated text of a language, by its English."""
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
