"""What a room is, and what may be entered in it: plain values and checks, without a store and without words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from dashboard.rooms.measures import MEASURES

GUESSES: dict[str, tuple[str, ...]] = {
    "trust": ("up", "same", "down"), "churn": ("up", "same", "down"), "result": ("up", "same", "down"),
    "year": ("1", "2", "3", "4", "5", "never"),
}
MOST_TABLES = 12
LONGEST_ADDRESS = 2_000     # of a page that laptops follow


class NotAllowedError(PermissionError):
    """Somebody without the right to it: `why` is secret, closed, frozen, dear, unknown or full."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Room:
    """What the facilitator has set.

    Args:
        guessing: whether guesses are collected.
        revealed: whether the distribution of the guesses is shown.
        follow: the address of the page that laptops show; "" lets everybody go where they like.
        levers: the levers on the answer's page.
        frozen: whether tables may change their plans no more.
        mirrored: whether left and right are swapped in this room, drawn when it is opened (users.md F7).
        envelope: what a table may spend, as a share of what all measures cost.
    """

    guessing: bool = True
    revealed: bool = False
    follow: str = ""
    levers: tuple[str, ...] = ()
    frozen: bool = False
    mirrored: bool = False
    envelope: float = 0.4


@dataclass(frozen=True)
class Table:
    """A table's plan: the measures it has chosen. Tables have numbers, no names."""

    number: int
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Distribution:
    """How a room guessed: thing → answer → how many, with every answer there is."""

    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, guesses: Iterable[tuple[str, str]]) -> Distribution:
        """Count pairs of thing and answer."""
        found = Counter(guesses)
        return cls({thing: {a: found[thing, a] for a in answers} for thing, answers in GUESSES.items()})

    def total(self, thing: str) -> int:
        """Return how many have guessed a thing."""
        return sum(self.counts.get(thing, {}).values())


def check_settings(changes: Mapping[str, object]) -> None:
    """Refuse what a facilitator cannot set.

    Raises:
        ValueError: naming it.
    """
    settable = {f.name: type(getattr(Room(), f.name)) for f in fields(Room) if f.name != "mirrored"}
    for name, value in changes.items():
        if name not in settable or not isinstance(value, settable[name]):
            raise ValueError(f"a room has no setting '{name}' of this kind: {value!r}")
    follow = str(changes.get("follow", ""))
    if follow and (not follow.startswith("/") or follow.startswith("//") or len(follow) > LONGEST_ADDRESS):
        raise ValueError("laptops follow to pages of this server only")
    if not 0.0 <= float(str(changes.get("envelope", 0.0))) <= 1.0:
        raise ValueError("an envelope is a share, 0 to 1, of what all measures cost")


def check_guess(answers: Mapping[str, str]) -> None:
    """Refuse guesses of what is not asked.

    Raises:
        NotAllowedError: unknown.
    """
    if not all(thing in GUESSES and answer in GUESSES[thing] for thing, answer in answers.items()):
        raise NotAllowedError("unknown")


def check_plan(measures: Iterable[str], costs: Mapping[str, float], envelope: float) -> tuple[str, ...]:
    """Return a plan in the order of the list of measures, if it fits into the envelope.

    Args:
        measures: ids.
        costs: of every measure that there is to choose.
        envelope: what may be spent, as a share of what all cost.

    Raises:
        NotAllowedError: unknown, or dear.
    """
    chosen = set(measures)
    if not chosen <= costs.keys():
        raise NotAllowedError("unknown")
    if sum(costs[name] for name in chosen) > envelope * sum(costs.values()) * (1 + 1e-9):
        raise NotAllowedError("dear")
    return tuple(name for name in MEASURES if name in chosen)
