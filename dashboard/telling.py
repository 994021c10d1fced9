"""An answer of the model as pages show it: `Told` puts it into words, `strong` into a sentence with a count in bold."""

from __future__ import annotations

from dash import html

from dashboard.page import Shown
from experiments.told import Told

__all__ = ["Told", "strong"]


def strong(sentence: str) -> list[Shown]:
    """Return a sentence with its first count in bold, which is what one looks for."""
    words = sentence.split(" ")
    at = next((k for k, word in enumerate(words) if word.isdecimal()), None)
    if at is None or at + 2 >= len(words):
        return [sentence]
    before, count, after = " ".join(words[:at]), " ".join(words[at : at + 3]), " ".join(words[at + 3 :])
    return [f"{before} ", html.B(count), f" {after}"]
