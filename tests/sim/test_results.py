"""Results: arrays, tables and files of one run, from week 0 on."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from agents.books import ROUTES
from sim.metrics import METRICS
from tests.builders import counted, opened

WEEKS = 12


@pytest.fixture(scope="module")
def results():
    market = opened(weeks=WEEKS, followed=40)
    market.adopt("Alpha", {"campaign_reach": 0.08, "hidden_fees": 0.1})
    market.run(WEEKS)
    yield market.results
    market.close()


def test_the_axes_have_names(results):
    assert results.firms == ["Alpha", "Beta"]
    assert results.segments == ["bound", "free"]
    assert results.weeks.tolist() == list(range(WEEKS))
    assert len(results.lines) == results.money.shape[2]
    assert len(results.routes) == len(ROUTES)


def test_a_run_in_its_warm_up_has_no_results_yet():
    from sim import Market
    from tests.builders import pair

    market = Market(pair(), customers=100, weeks=2)
    market.step()
    assert len(market.results.weeks) == 0
    assert market.results.metric("trust").shape == (0, 2)
    market.close()


@pytest.mark.parametrize("scope", ["everyone", "customers", "cohort"])
def test_people_of_a_scope_are_at_market_size(results, scope):
    people = results.people(scope)
    assert people.shape == (WEEKS, 2, 2)
    total = people.sum(axis=(1, 2))
    if scope == "everyone":
        assert total == pytest.approx(2 * 60_000)
    else:
        assert (total > 0.9 * 60_000).all()  # hardly anybody does without
        assert (total <= 60_000).all()
    if scope == "cohort":
        assert (people == people[0]).all()


def test_money_by_segment_is_the_part_of_the_money_that_stems_from_customers(results):
    parts, whole = results.money_by_segment.sum(axis=1), results.money
    own = results.lines.index("subscriptions")
    assert parts[:, :, own] == pytest.approx(whole[:, :, own])
    assert not parts[:, :, results.lines.index("overhead")].any()


def test_the_weekly_table_has_a_row_per_week_and_firm(results):
    table = results.weekly
    assert len(table) == WEEKS * 2
    assert set(METRICS) < set(table.columns)
    row = table[(table["week"] == 7) & (table["firm"] == "Beta")].iloc[0]
    assert row["trust"] == results.metrics["trust"][7, 1]
    assert table.attrs["units"]["wait"] == "minutes"
    assert set(table["run"]) == {"pair-7"}


def test_the_table_of_segments_has_a_row_per_week_segment_and_firm(results):
    table = results.segments_table
    assert len(table) == WEEKS * 2 * 2
    row = table[(table["week"] == 3) & (table["segment"] == "free") & (table["firm"] == "Alpha")].iloc[0]
    assert row["churn_rate"] == pytest.approx(results.segment_metrics["churn_rate"][3, 1, 0], nan_ok=True)


def test_the_trust_ledger_names_causes_and_sums_to_the_arrays(results):
    table = results.trust_ledger_table
    fees = table[(table["cause"] == "hidden_fee") & (table["firm"] == "Alpha")]
    number = [route.cause for route in results.routes].index("hidden_fee")
    assert fees["change"].sum() == pytest.approx(results.trust_ledger("cohort")[:, :, 0, number].sum())
    assert fees["change"].sum() < 0.0
    assert set(fees["department"]) == {"billing"}


def test_the_money_ledger_sums_to_profit(results):
    table = results.money_ledger
    profit = table.groupby(["week", "firm"])["amount"].sum()
    assert profit[(5, "Beta")] == pytest.approx(results.metrics["profit"][5, 1])


def test_journeys_tell_the_touchpoints_of_followed_customers(results):
    table = results.journeys
    assert set(table["customer"]) <= set(range(0, 600, 15))
    assert table["week"].between(0, WEEKS - 1).all()
    assert len(table) > 40
    assert {"cause", "channel", "actor", "quality", "change"} <= set(table.columns)


def test_the_journey_of_a_customer_sums_to_the_change_of_his_trust():
    market = opened(weeks=WEEKS, followed=600)
    before = market.world.trust.copy()
    market.run(WEEKS)
    changes = market.results.journeys.groupby(["customer", "firm"])["change"].sum()
    moved = market.world.trust - before
    for (customer, firm), change in changes.items():
        assert moved[customer, market.results.firms.index(firm)] == pytest.approx(change, abs=1e-9)
    market.close()


def test_the_moves_of_a_customer_lead_to_where_he_is():
    market = opened(weeks=WEEKS, followed=600)
    before = market.world.state["provider"].copy()
    market.run(WEEKS)
    moves = market.results.moves
    gone = moves[moves["move"].isin(["left", "joined"])]
    ends = {row.customer: row.firm if row.move == "joined" else row.detail for row in gone.itertuples()}
    names = ["Alpha", "Beta", ""]
    for customer, provider in enumerate(market.world.state["provider"].tolist()):
        assert ends.get(customer, names[before[customer]]) == names[provider]
    assert len(gone) > 20
    notices = counted(market, "notices") + counted(market, "notices", 1)
    assert notices == (moves["move"] == "gave_notice").sum() * market.represents
    assert set(moves.loc[moves["move"] == "bought", "detail"]) <= {product.name for product in market.products}
    market.close()


def test_chosen_rows_are_followed_and_others_after_them():
    market = opened(weeks=4, followed=[3, 599])
    start = market.snapshot()
    assert set(market.run(4).results.journeys["customer"]) == {3, 599}
    market.restore(start)
    market.follow([42])
    assert set(market.run(4).results.journeys["customer"]) == {42}
    for rows in ([600], [-1], [5, 5], [1, 2, 3]):
        with pytest.raises(ValueError, match=r"at most 2 different rows of 0..599"):
            market.follow(rows)
    market.close()


def test_touchpoints_and_moves_of_a_week_have_one_order():
    market = opened(weeks=8, followed=600).run(8)
    both = pd.concat([market.results.journeys, market.results.moves])
    places = both.groupby(["customer", "week"])["order"].apply(sorted)
    assert all(order == list(range(len(order))) for order in places)
    market.close()


def test_the_detail_of_the_trust_ledger_sums_to_its_weeks(results):
    detail, weekly = results.trust_detail, results.trust_ledger_table
    assert set(detail["week"]) <= {0, 13}
    assert set(detail["segment"]) == {"bound", "free"}
    by_cause = detail.groupby(["firm", "cause"])["change"].sum()
    pd.testing.assert_series_equal(by_cause, weekly.groupby(["firm", "cause"])["change"].sum(), atol=1e-9)


def test_following_changes_nobodys_life():
    watched, alone = opened(weeks=6, followed=50).run(6), opened(weeks=6).run(6)
    assert watched.world.trust.tobytes() == alone.world.trust.tobytes()
    assert watched.money.tobytes() == alone.money.tobytes()


def test_without_anybody_followed_there_are_no_journeys():
    assert len(opened(weeks=2, customers=200).run(2).results.journeys) == 0


def test_more_touchpoints_than_fit_are_counted_and_not_cut_in_secret():
    market = opened(weeks=4, customers=200, followed=3)
    market.world.n_touches[0] = market.world.touches.shape[1] - 1
    market.run(4)
    assert market.world.n_touches[0] > market.world.touches.shape[1]
    assert len(market.results.journeys) > 0
    market.close()


def test_what_is_written_can_be_read_again(results, tmp_path):
    folder = results.write(tmp_path / "out")
    weekly = pd.read_parquet(folder / "weekly.parquet")
    pd.testing.assert_frame_equal(weekly, results.weekly)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["digest"] == results.market.digest()
    assert manifest["seed"] == 7
    assert manifest["customers"] == 600
    assert set(manifest["versions"]) > {"numpy", "mesa", "numba", "goodwill"}
    assert {path.name for path in folder.iterdir()} == {
        "manifest.json", "weekly.parquet", "segments.parquet", "trust_ledger.parquet", "money_ledger.parquet",
        "trust_detail.parquet", "journeys.parquet", "moves.parquet",
    }  # fmt: skip


def test_results_are_not_written_over_others(results, tmp_path):
    results.write(tmp_path)
    with pytest.raises(FileExistsError, match="holds results already: choose another folder"):
        results.write(tmp_path)


def test_an_unknown_scope_is_refused(results):
    message = "^unknown scope 'neighbours'; there are everyone, customers, cohort$"
    with pytest.raises(ValueError, match=message):
        results.trust_ledger("neighbours")
    with pytest.raises(ValueError, match=message):
        results.people("neighbours")


def test_results_are_numbers(results):
    assert all(np.issubdtype(values.dtype, np.floating) for values in results.metrics.values())
