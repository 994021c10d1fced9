"""What is left of English in a German page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# Words that German has not; ids and names of files are no words.
ENGLISH_WORDS = re.compile(
    r"\b(the|and|of|with|by|is|are|on|their|than|from|which|what|how|who|world|worlds|year|years|weeks?|customers?|"
    r"difference|level|ahead|behind|trust|profit|revenue|points)\b", re.IGNORECASE,
)


PATH = re.compile(r"\S*/\S+|\w+\.(?:parquet|csv|ya?ml|json|html)\b")    # a folder or a file may be called anything


class Words(HTMLParser):
    """The words of a page, those of its descriptions and hints included."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tag = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tag = tag
        self.found += [value for key, value in attrs if key in {"aria-label", "title", "data-label"}]

    def handle_endtag(self, _tag):
        self.tag = ""

    def handle_data(self, data):
        self.found += [data] if self.tag not in {"script", "style"} and data.strip() else []


def english_in(page: str) -> list[str]:
    """Return the texts of a page that hold an English word."""
    return [text for text in Words(page).found if ENGLISH_WORDS.search(PATH.sub("", text))]
