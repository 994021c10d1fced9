"""What a company sheet may hold: figures, columns of months, and their names in both languages, from figures.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("de", "en")
MARKET = "market"       # the row that names the market whose other numbers are taken
PER_YEAR = {"year": 1.0, "month": 12.0}

_FILE: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("figures.yaml").read_text(encoding="utf-8"))
COLUMNS: Mapping[str, Mapping[str, str]] = _FILE["columns"]
SHEETS: Mapping[str, Mapping[str, str]] = _FILE["sheets"]
UNITS: Mapping[str, Mapping[str, str]] = _FILE["units"]
PERIODS: Mapping[str, Mapping[str, str]] = _FILE["periods"]
GROUPS: Mapping[str, list[str]] = _FILE["groups"]
NOTES: Mapping[str, list[str]] = _FILE["notes"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that a company may know of itself; `use` says what becomes of it (figures.yaml)."""

    id: str
    de: tuple[str, str]
    en: tuple[str, str]
    unit: str
    low: float
    high: float
    use: str
    period: str = ""
    must: bool = False
    why: Mapping[str, str] | None = None

    def label(self, language: str) -> str:
        """Return what it is called."""
        return (self.de if language == "de" else self.en)[0]

    def definition(self, language: str) -> str:
        """Return what exactly it counts."""
        return (self.de if language == "de" else self.en)[1]

    def unit_in(self, language: str) -> str:
        """Return its unit in words."""
        return UNITS[self.unit][language]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet of months."""

    id: str
    de: str
    en: str
    must: bool = False

    def label(self, language: str) -> str:
        """Return its heading."""
        return self.de if language == "de" else self.en


FIGURES: Mapping[str, Figure] = {
    one["id"]: Figure(**{**one, "de": tuple(one["de"]), "en": tuple(one["en"])}) for one in _FILE["figures"]
}
MONTHS: Mapping[str, Column] = {one["id"]: Column(**one) for one in _FILE["months"]}


def called(names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return which key a name in either language stands for, small letters only."""
    return {words[language].casefold(): key for key, words in names.items() for language in LANGUAGES}
