"""Tables of plain text, by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from experiments.aligned import Column, table

COLUMNS = [Column("what", is_right=False, gives_way=True), Column("mean difference"), Column("state", is_right=False)]


def test_a_table_by_hand():
    rows = [["trust of customers", "+6.1 ± 0.8", "better"], ["churn", "−1.3", "open"]]
    assert list(table(COLUMNS, rows, 36)) == [
        "                        mean",
        "what              difference  state",
        "────────────────────────────────────",
        "trust of          +6.1 ± 0.8  better",
        "customers",
        "churn                   −1.3  open",
    ]


@given(st.lists(st.tuples(st.text("ab ", max_size=60), st.text("0123456789", max_size=12)), min_size=1, max_size=5))
def test_numbers_are_never_cut_and_no_line_is_too_wide(cells):
    rows = [[words, number, "open"] for words, number in cells]
    lines = list(table(COLUMNS, rows, 60))
    assert max(map(len, lines)) <= 60
    assert all(any(number in line for line in lines) for _, number, _ in rows)
