"""What becomes public: concealed wrongs add up, complaints raise attention, scandals are heard, felt and paid for."""

from __future__ import annotations

import numpy as np
import pytest

from agents.departments.public_affairs import attention, size_of
from tests.builders import FIRM, counted, line, opened, people_of, played, routed

CALM = {"exposure": 0.0, "public_cases": 0.0}
CAUSES = ("scandal", "scandal_of_rival", "public_case")


def disclosed(size: float = 0.8, *, weeks: int = 6, **nature):
    market = opened(weeks=weeks, customers=3000, nature={**CALM, **nature})
    market.schedule(2, "disclosure", FIRM, size=size)
    return market.run(weeks)


def test_sizes_and_attention_by_hand():
    assert (size_of(0.0), size_of(1.0), size_of(3.0)) == (0.0, 0.5, 0.75)
    assert attention(0.0, 2.0) == 1.0
    assert attention(0.2, 2.0) == pytest.approx(1.4)


# wrongs --------------------------------------------------------------------------------------------


def wrongs(levers, **nature) -> float:
    market = played(levers, nature={**CALM, **nature}, weeks=40)
    return float(market.results.metric("concealed_wrongs")[-1, 0])


@pytest.mark.parametrize(
    "lever", ["hidden_fees", "harvest", "address_sales", "shrink", "pressure", "term_changes", "obsolescence"]
)
def test_what_wrongs_customers_in_secret_adds_to_the_concealed_wrongs(lever):
    from agents.parameters import LEVERS

    secret = ("hidden_fees", "harvest", "address_sales", "shrink", "pressure", "term_changes", "obsolescence")
    clean = {**dict.fromkeys(secret, 0.0), "campaign_reach": 0.05}
    assert wrongs({**clean, lever: LEVERS[lever].high}) > wrongs(clean)


def test_concealed_wrongs_fade_with_their_half_life():
    market = opened(weeks=60, nature={**CALM, "wrongs_half_life": 20.0, "regret_hazard": 0.0})
    market.adopt(FIRM, {"hidden_fees": 0.0, "harvest": 0.0, "address_sales": 0.0, "shrink": 0.0, "campaign_reach": 0.0,
                        "sell_on_contact": 0.0, "next_best_action": 0.0})  # fmt: skip
    memory = market.firm(FIRM).memory
    before = memory["wrongs"]
    market.run(20)
    assert memory["wrongs"] == pytest.approx(0.5 * before, rel=0.05)


def test_what_is_found_out_and_redressed_is_concealed_no_more():
    found, kept = (wrongs({"pressure": 1.0}, regret_hazard=hazard) for hazard in (0.4, 0.0))
    assert found < kept


def test_complaints_raise_attention():
    rude, kind = (played({"refusal": r, "goodwill": 0.0}, nature=CALM, weeks=40) for r in (1.0, 0.0))
    assert rude.results.metric("voice")[-1, 0] > kind.results.metric("voice")[-1, 0] > 1.0
    deaf = played({"refusal": 1.0}, nature={**CALM, "complaints_heard": 0.0})
    assert set(deaf.results.metric("voice").ravel()) == {1.0}


# by hazard -----------------------------------------------------------------------------------------


def exposures(seeds=range(12), weeks=30, **nature) -> float:
    found = []
    for seed in seeds:
        market = opened(weeks=weeks, customers=200, nature={**CALM, "complaints_heard": 0.0, **nature}, rng=seed)
        for firm in market.firms:
            firm.memory["wrongs"] = firm.customers  # one per customer, in every week
        for _ in range(weeks):
            market.step()
            for firm in market.firms:
                firm.memory["wrongs"] = firm.customers
        found.append(float((market.results.books.state("publicity")[market.warm_up_weeks :] > 0.0).sum()))
        market.close()
    return sum(found)


def test_a_scandal_comes_as_often_as_its_hazard_says():
    weeks = 12 * 30 * 2
    assert exposures(exposure=0.05) == pytest.approx(weeks * (1.0 - np.exp(-0.05)), rel=0.4)


def test_without_hazard_nothing_becomes_public():
    market = played({"hidden_fees": 0.2}, nature=CALM, weeks=40)
    assert market.results.metric("publicity").max() == 0.0
    assert sum(routed(market, cause, firm) for cause in CAUSES for firm in (0, 1)) == 0.0
    assert np.abs(line(market, "settlements")).sum() == np.abs(line(market, "fines")).sum() == 0.0


def test_nothing_becomes_public_in_the_warm_up():
    market = opened(weeks=1, nature={"exposure": 0.1, "public_cases": 5.0})
    assert market.results.books.state("publicity")[: market.warm_up_weeks].max() == 0.0


def test_what_follows_a_scandal_changes_no_byte_where_there_is_none():
    plain = played(nature=CALM)
    loud = {"news_heard": 1.0, "spill": 1.0, "settlement": 60.0, "fine": 0.2, "complaints_heard": 9.0}
    other = played(nature={**CALM, **loud})
    assert people_of(plain) == people_of(other)
    assert plain.money.tobytes() == other.money.tobytes()


# by event ------------------------------------------------------------------------------------------


def test_a_disclosure_is_heard_by_a_share_of_those_who_know_the_firm_in_its_week_only():
    market = disclosed()
    heard = market.results.metric("news_heard")[:, 0]
    aware = market.results.books["aware"][market.warm_up_weeks + 2, 0]
    assert heard[2] / aware == pytest.approx(market.nature["news_heard"], abs=0.04)
    assert heard[[0, 1, 3, 4, 5]].max() == 0.0
    assert market.results.metric("publicity")[:, 0].tolist() == [0.0, 0.0, 0.8, 0.8, 0.8, 0.8]


def test_a_scandal_costs_customers_trust_by_its_size_and_strangers_half_of_it():
    market = disclosed(size=0.5, news_heard=1.0, spill=0.0, betrayal=0.4)
    calm = opened(weeks=6, customers=3000, nature={**CALM, "news_heard": 1.0, "spill": 0.0, "betrayal": 0.4}).run(6)
    state, untouched = market.world.state, calm.world.state
    aware = (untouched["aware"] & 1) != 0
    own = aware & (state["provider"] == 0) & (untouched["provider"] == 0)
    strangers = aware & (state["provider"] == 1) & (untouched["provider"] == 1)
    for rows, share in ((own, 0.2), (strangers, 0.1)):
        ratio = market.world.trust[rows, 0] / calm.world.trust[rows, 0]
        assert np.median(ratio) == pytest.approx(1.0 - share, abs=0.01)


def test_a_scandal_spills_over_to_the_firm_that_looks_alike_and_less_to_another():
    none, twin = (routed(disclosed(spill=s), "scandal_of_rival", 1) for s in (0.0, 0.5))
    assert none == 0.0 < twin
    market = opened(weeks=6, customers=3000, nature={**CALM, "spill": 0.5})
    market.adopt("Beta", {"complexity": 0.0, "transparency": 1.0})
    market.schedule(2, "disclosure", FIRM, size=0.8)
    assert 0.0 < routed(market.run(6), "scandal_of_rival", 1) < 0.6 * twin


def test_a_scandal_drives_customers_away():
    calm, struck = played(nature=CALM, customers=3000), opened(weeks=30, customers=3000, nature=CALM)
    struck.schedule(0, "disclosure", FIRM, size=1.0)
    assert counted(struck.run(30), "lost") > 1.1 * counted(calm, "lost")


def test_who_is_exposed_settles_pays_a_fine_and_conceals_less():
    market = opened(weeks=4, customers=1000, nature=CALM)
    market.schedule(1, "disclosure", FIRM, size=0.5)
    market.step()
    before = market.firm(FIRM).memory["wrongs"]
    market.run(3)
    bill = market.products[0].price * 52.0 / 12.0
    settled = -line(market, "settlements")
    assert settled[[0, 2, 3]].max() == 0.0
    assert settled[1] == pytest.approx(market.nature["settlement"] * bill * 0.5 * before, rel=0.05)
    assert line(market, "fines")[1] < 0.0
    assert market.firm(FIRM).memory["wrongs"] < 0.6 * before
    assert np.abs(line(market, "settlements", 1)).sum() == 0.0


def test_complaints_become_public_cases_that_are_heard_and_paid_for():
    market = played({"refusal": 1.0}, nature={"exposure": 0.0, "public_cases": 5.0}, customers=2000)
    assert routed(market, "public_case") > 0.0 == routed(market, "scandal")
    assert line(market, "settlements").sum() < 0.0 == line(market, "fines").sum()


def test_a_scandal_of_an_absent_firm_is_heard_by_nobody():
    market = opened(weeks=8, customers=400, nature=CALM)
    market.schedule(1, "exit", "Beta")
    market.schedule(3, "disclosure", "Beta", size=1.0)
    market.run(8)
    assert counted(market, "news_heard", 1) == 0.0
