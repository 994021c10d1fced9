"""Slots of the books: declared once, each its own."""

from __future__ import annotations

import pytest

import agents.declarations  # noqa: F401  declares all slots
from agents import books
from tests.builders import elsewhere


def test_every_count_and_total_has_a_slot_of_its_own():
    slots = [books.slot_of(name) for name in books.COUNTS + books.TOTALS]
    assert len(set(slots)) == len(slots)
    assert min(slots) >= books.LINES_AT + books.MAX_LINES
    assert max(slots) < books.SLOTS


def test_routes_fit_into_their_pages():
    assert len(books.ROUTES) <= books.MAX_ROUTES
    assert len({(r.cause, r.department, r.channel, r.actor) for r in books.ROUTES}) == len(books.ROUTES)


def test_a_cause_is_declared_by_one_route():
    causes = [route.cause for route in books.ROUTES]
    assert len(set(causes)) == len(causes)


def test_the_same_slot_twice_is_refused(monkeypatch):
    monkeypatch.setattr(books, "COUNTS", list(books.COUNTS))
    with pytest.raises(ValueError, match="count lost is declared twice"):
        books.count("lost")


def test_more_slots_than_there_are_is_refused_with_the_remedy():
    with pytest.raises(ValueError, match=r"more than 2 lines: raise MAX_LINES in agents/books.py"):
        books._enter(["a", "b"], "c", 2, "line")


def test_what_a_line_is_called_finds_it():
    assert books.LINES[books.line_of("adverts")].label == "advertising"


ORDER = """
import {first}, sim.market
from agents.books import COUNTS, LINES, ROUTES, TOTALS
from agents.offices import MEMORY
from agents.parameters import COLUMNS, LEVERS, TRAITS, UNCERTAINTIES
print([*COUNTS, *LINES, *ROUTES, *TOTALS, *MEMORY, *COLUMNS, *LEVERS, *TRAITS, *UNCERTAINTIES])
"""


@pytest.mark.parametrize("first", ["agents.departments.people", "agents.customers.tenure", "agents.staff"])
def test_numbers_and_places_do_not_hang_on_what_is_imported_first(first):
    # rules are compiled with them and kept on disk, and sums are taken in their order
    assert elsewhere(ORDER.format(first=first)) == elsewhere(ORDER.format(first="sim.market"))
