"""What a page shows, as its address holds it: a link restores the view. Nothing is kept in the browser but this.

Scenario, strategies and levers are named as in the link of a `Question`: scenario, a, b, and b.NAME for a lever of b.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

GUESSES = ("trust", "churn", "result", "year")
LEVER, GUESS = "b.", "g."
NAME = re.compile(r"[\w.:+-]{1,80}")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class View:
    """A scenario, two strategies, changed levers of the second one, a guess, and what one page alone keeps (`more`)."""

    scenario: str = ""
    strategies: tuple[str, str] | None = None
    levers: tuple[tuple[str, float], ...] = ()
    guess: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, search: str | None) -> View:
        """Read the part of an address behind the question mark; what cannot be read is left out."""
        pairs = [(key, value) for key, value in parse_qsl((search or "").lstrip("?")) if NAME.fullmatch(value)]
        return cls().set(pairs)

    def set(self, pairs: Iterable[tuple[str, str]]) -> View:
        """Return a view with some keys set; an empty value removes a key."""
        known = dict(self.pairs())
        known.update(pairs)
        known = {key: value for key, value in known.items() if value}
        arms = (known.pop("a", ""), known.pop("b", ""))
        levers = {key[2:]: number for key, value in known.items()
                  if key.startswith(LEVER) and (number := _number(value)) is not None}
        return View(
            scenario=known.pop("scenario", ""),
            strategies=arms if all(arms) else None,
            levers=tuple(sorted(levers.items())),
            guess={key[2:]: value for key, value in known.items() if key[2:] in GUESSES and key.startswith(GUESS)},
            more={key: value for key, value in known.items() if not key.startswith((LEVER, GUESS))},
        )

    def pairs(self) -> Pairs:
        """Return the keys and values that make this view."""
        arms = zip("ab", self.strategies, strict=True) if self.strategies else ()
        levers = ((LEVER + name, f"{value:g}") for name, value in self.levers)
        guess = ((GUESS + name, self.guess[name]) for name in GUESSES if name in self.guess)
        named = (("scenario", self.scenario),) if self.scenario else ()
        return (*named, *arms, *levers, *guess, *sorted(self.more.items()))

    @property
    def search(self) -> str:
        """Return the part of an address that restores this view."""
        return f"?{urlencode(self.pairs())}" if self.pairs() else ""

    def without_levers(self) -> View:
        """Return the view with every lever back where the strategy has it."""
        return replace(self, levers=())

    def lever(self, name: str) -> float | None:
        """Return a lever's changed value, if it is changed."""
        return dict(self.levers).get(name)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None
