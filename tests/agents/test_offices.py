"""The records of the firms' side: what is remembered, what is not known yet, views that own nothing."""

from __future__ import annotations

from math import isnan, nan

import numpy as np
import pytest

from agents import offices
from agents.books import LINES, SLOTS
from agents.compiled import records
from agents.departments import DEPARTMENTS
from agents.offices import MEMORY, POSITIONS, UNKNOWN, Row, fill, known, numbers, remember
from agents.parameters import LEVERS
from sim import Market
from tests.builders import FIRM, opened, pair


@pytest.fixture
def row():
    [record] = records(1, numbers(("one", "two")))
    return Row(record)


@pytest.fixture
def market():
    market = opened(customers=50, weeks=2)
    yield market
    market.close()


# what is remembered --------------------------------------------------------------------------------


def test_what_is_not_known_yet_is_otherwise():
    assert known(nan, 2.0) == 2.0
    assert known(0.0, 2.0) == 0.0
    assert isnan(UNKNOWN)


def test_a_firm_remembers_a_number_once(monkeypatch):
    monkeypatch.setattr(offices, "MEMORY", {"cash": 0.0})
    remember(patience=1.0)
    assert offices.MEMORY == {"cash": 0.0, "patience": 1.0}
    with pytest.raises(ValueError, match=r"^a firm remembers cash, patience already$"):
        remember(patience=2.0, cash=1.0, luck=0.0)
    assert offices.MEMORY == {"cash": 0.0, "patience": 1.0}


def test_firms_and_departments_start_with_what_they_are_declared_to_remember():
    fresh = Market(pair(), customers=50, weeks=1)
    own = {"present", "price", "standing"}  # a firm's own, from the scenario
    for firm in fresh.firms:
        for name in set(MEMORY) - own:
            assert firm.memory[name] == pytest.approx(MEMORY[name], nan_ok=True), name
        for department in firm.departments:
            for name, start in department.MEMORY.items():
                kept = department.memory._record[name]
                assert np.array_equal(kept, np.broadcast_to(start, np.shape(kept)), equal_nan=True), name
    assert {d.name for d in fresh.firms[0].departments} == set(DEPARTMENTS)


def test_a_number_may_be_an_array():
    record = records(2, numbers({"one": 0.0, "many": np.zeros((2, 3))}))
    fill(record, {"one": 1.0, "many": np.arange(6.0).reshape(2, 3)})
    assert record["many"].shape == (2, 2, 3)
    assert record["many"][1].ravel().tolist() == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    assert record["one"].tolist() == [1.0, 1.0]


# views -------------------------------------------------------------------------------------------------


def test_a_row_reads_and_writes_what_is_there(row):
    row.update(one=1.5, two=2.0)
    assert dict(row) == {"one": 1.5, "two": 2.0}
    assert (list(row), len(row)) == (["one", "two"], 2)
    assert (type(row["one"]), repr(row)) == (float, "{'one': 1.5, 'two': 2.0}")
    assert row == {"one": 1.5, "two": 2.0}
    row["one"] += 1.0
    assert row._record["one"] == 2.5
    row._record["two"] = 7.0
    assert row["two"] == 7.0


def test_a_row_has_no_other_names(row):
    assert "three" not in row
    assert row.get("three", 4.0) == 4.0
    with pytest.raises(KeyError, match="three"):
        row["three"]
    with pytest.raises(KeyError, match="three"):
        row["three"] = 1.0
    with pytest.raises(KeyError, match="three"):
        del row["three"]


def test_what_is_forgotten_is_not_known_but_keeps_its_place(row):
    row.update(one=1.0, two=0.0)
    del row["one"]
    assert (row.knows("one"), row.knows("two")) == (False, True)
    assert list(row) == ["one", "two"]


# shared places -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("position", POSITIONS)
def test_a_lever_by_name_and_by_number_is_one_place(market, position):
    record = market.firm(FIRM).record
    for number, name in enumerate(LEVERS):
        record[position][name] = number + 0.5
        assert record[f"all_{position}"][number] == number + 0.5
    record[f"all_{position}"][:] = -1.0
    assert {float(record[position][name]) for name in LEVERS} == {-1.0}


def test_positions_do_not_share_places_with_each_other(market):
    record = market.firm(FIRM).record
    for number, position in enumerate(POSITIONS):
        record[f"all_{position}"][:] = float(number)
    assert [set(record[f"all_{position}"]) for position in POSITIONS] == [{float(n)} for n in range(len(POSITIONS))]


def test_the_highest_levers_of_the_market_have_two_names_too(market):
    record = market.offices.market[0]
    assert record["all_high"].tolist() == [record["high"][name] for name in LEVERS]
    assert record["all_high"].tolist() == [entry.high for entry in LEVERS.values()]


def test_firms_are_views_of_the_record_that_rules_see(market):
    firm, firms = market.firm(FIRM), market.offices.firms
    for position in ("declared", "origin", "lived"):
        getattr(firm, position)["barrier"] = 0.77
        assert firms[position]["barrier"].tolist()[firm.index] == 0.77
    firm.memory["cash"] = 5.0
    assert firms["memory"]["cash"][firm.index] == 5.0
    firms["last"][firm.index, market.slot_customers] = 123.0
    assert firm.customers == 123.0
    product = next(d for d in firm.departments if d.name == "product" and d.product == 2)
    product.memory["quota"] = 9.0
    assert market.offices.products["own"]["quota"][firm.index].tolist()[2] == 9.0
    assert market.world.firms is firms
    assert market.world.products is market.offices.products
    assert market.world.market is market.offices.market


def test_the_record_has_room_for_all_counts_and_lines(market):
    record = market.firm(FIRM).record
    assert (record["last"].shape, record["lines"].shape, record["revenue"].shape) == ((SLOTS,), (len(LINES),), (52,))


def test_a_year_of_revenue_is_kept_by_week():
    market = opened(customers=200, weeks=60).run(60)
    earned = [number for number, line in enumerate(LINES) if line.kind == "revenue"]
    year = market.money[-52:][:, :, earned].sum(axis=(0, 2))
    assert market.offices.firms["revenue"].sum(axis=1) == pytest.approx(year)
    assert year.min() > 0.0
    market.close()
