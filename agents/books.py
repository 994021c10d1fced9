"""The books: every change of trust and every sum of money is written through here, once, under a declared name.

A *route* is why trust changed (cause, department, channel, actor); a *line* is money; a *count* is how often;
a *total* is a sum over persons at the end of a week. Each gets one slot of the weekly tally. A *move* is what a
followed person did (joined, gave notice, bought); it is written into the panel only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from agents.arithmetic import clip
from agents.compiled import step

MAX_ROUTES, MAX_LINES, MAX_COUNTS, MAX_TOTALS = 96, 48, 96, 64
MAX_MOVES = 32
SCOPES = ("everyone", "customers", "cohort")
LINES_AT = MAX_ROUTES * len(SCOPES)
COUNTS_AT = LINES_AT + MAX_LINES
TOTALS_AT = COUNTS_AT + MAX_COUNTS
SLOTS = TOTALS_AT + MAX_TOTALS


@dataclass(frozen=True, slots=True)
class Route:
    """Why trust changed: cause (with a label for people), department, channel, actor, mechanism."""

    cause: str
    label: str
    department: str
    channel: str
    actor: str
    mechanism: str


@dataclass(frozen=True, slots=True)
class Move:
    """What a followed person does, apart from touchpoints; `detail` says what its number means: firm, product, none."""

    name: str
    label: str
    detail: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the money ledger; revenue is positive, cost negative.

    `kind` is revenue or cost; a `discretionary` line is paid from the budget that a board shares out;
    `variable` lines belong to the contribution of present customers; overhead and winning new ones do not.
    """

    name: str
    label: str
    kind: str
    discretionary: bool
    variable: bool


ROUTES: list[Route] = []
MOVES: list[Move] = []
LINES: list[Line] = []
COUNTS: list[str] = []
TOTALS: list[str] = []


def _enter(registry: list[Any], entry: object, limit: int, what: str) -> int:
    if entry in registry:
        raise ValueError(f"{what} {entry} is declared twice")
    if len(registry) == limit:
        raise ValueError(f"more than {limit} {what}s: raise MAX_{what.upper()}S in agents/books.py")
    registry.append(entry)
    return len(registry) - 1


def route(cause: str, label: str, *, department: str, channel: str, actor: str, mechanism: str) -> int:
    """Declare why trust may change; returns its number."""
    return _enter(ROUTES, Route(cause, label, department, channel, actor, mechanism), MAX_ROUTES, "route")


def move(name: str, label: str, *, detail: str = "none") -> int:
    """Declare a move of a followed person; returns its number, which lies above those of the routes."""
    return MAX_ROUTES + _enter(MOVES, Move(name, label, detail), MAX_MOVES, "move")


def line(name: str, label: str, *, kind: str, discretionary: bool = False, variable: bool = True) -> int:
    """Declare a line of money; returns its number."""
    return _enter(LINES, Line(name, label, kind, discretionary, variable), MAX_LINES, "line")


def count(name: str) -> int:
    """Declare a weekly count; returns its slot."""
    return COUNTS_AT + _enter(COUNTS, name, MAX_COUNTS, "count")


def total(name: str) -> int:
    """Declare a sum over persons at the end of the week; returns its slot."""
    return TOTALS_AT + _enter(TOTALS, name, MAX_TOTALS, "total")


def slot_of(name: str) -> int:
    """Return the slot of a count or total by name."""
    return COUNTS_AT + COUNTS.index(name) if name in COUNTS else TOTALS_AT + TOTALS.index(name)


@cache
def line_of(name: str) -> int:
    """Return the number of a line by name."""
    return [entry.name for entry in LINES].index(name)


LEFT = route("left", "customers who left", department="market", channel="none", actor="person", mechanism="")
JOINED = route("joined", "customers who joined", department="market", channel="none", actor="person", mechanism="")


@step
def tick(world, here, firm, slot, amount):
    """Add to a count or total of a firm."""
    world.tally[here.block, firm, slot] += amount


@step
def pay(world, here, firm, line_number, amount):
    """Book money of a firm, per simulated person: the line, and the till that must agree with it."""
    world.tally[here.block, firm, LINES_AT + line_number] += amount
    world.till[here.block, firm] += amount


@step
def book(world, here, firm, reason, quality, trust):
    """Change a person's trust in a firm: bound it, write it, book what was written. There is no other way."""
    person = world.state[here.row]
    before = world.trust[here.row, firm]
    after = clip(trust)
    world.trust[here.row, firm] = after
    change = after - before
    world.tally[here.block, firm, reason] += change
    if person.provider == firm:
        world.tally[here.block, firm, MAX_ROUTES + reason] += change
    if person.cohort == firm:
        world.tally[here.block, firm, 2 * MAX_ROUTES + reason] += change
    if person.followed >= 0:
        note(world, here, firm, reason, quality, change)


@step
def recall(world, here, firm, what, detail):
    """Write a move into the panel, if the person is followed; nobody else's week does more than look."""
    if world.state[here.row].followed >= 0:
        note(world, here, firm, what, float(detail), 0.0)


@step
def note(world, here, firm, reason, quality, change):
    """Write one touchpoint of a followed person; a full page is counted, not hidden."""
    followed = world.state[here.row].followed
    at = world.n_touches[followed]
    world.n_touches[followed] = at + 1
    if at < world.touches.shape[1]:
        touch = world.touches[followed, at]
        touch.week = here.week
        touch.row = here.row
        touch.firm = firm
        touch.route = reason
        touch.quality = quality
        touch.change = change
