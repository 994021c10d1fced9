"""Messages about what is wrong, in the language that is spoken: the code speaks English, a catalogue knows its forms.

`locales/messages.LANGUAGE.po` holds a message as it is written in the code, with a name in braces where a value stands.
What it does not know stays English.
"""

from __future__ import annotations

import re
import string
from functools import cache

from experiments.languages import LOCALES, SIGNS
from experiments.phrases import spoken

WORDY = {"what", "unit", "period", "found"}      # values that are words, not names that somebody gave
DECIMAL = re.compile(r"[-+]?\d+\.\d+")
NUMBERS = {"low", "high", "value", "sum", "own"}


def retold(problem: str) -> str:
    """Return a message in the language that is spoken; what stands before it (file, cell, path) stays."""
    language = spoken().language
    for form, said in forms(language):
        if found := form.search(problem):
            values = {name: _value(name, value, language) for name, value in found.groupdict().items()}
            return problem[: found.start()] + said.format(**values)
    return problem


def _value(name: str, value: str, language: str) -> str:
    if name in WORDY:
        return retold(value)
    return value.replace(".", SIGNS[language]["decimal"]) if name in NUMBERS and DECIMAL.fullmatch(value) else value


@cache
def forms(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the forms of a language's messages, the most exact ones first."""
    path = LOCALES / f"messages.{language}.po"
    if not path.is_file():
        return ()
    from babel.messages.pofile import read_po  # half a second that English does without

    with path.open("rb") as file:
        known = {str(one.id): str(one.string) for one in read_po(file, locale=language) if one.id and one.string}
    ordered = sorted(known, key=lambda text: -sum(len(words) for words, *_ in string.Formatter().parse(text)))
    return tuple((_form(text), known[text]) for text in ordered)


def _form(text: str) -> re.Pattern[str]:
    """Return what finds a message at the end of a line, after its place or alone."""
    parts = [re.escape(words) + (f"(?P<{name}>.+?)" if name else "") for words, name, *_ in
             string.Formatter().parse(text)]
    return re.compile(rf"(?:^|(?<=: )){''.join(parts)}$")
