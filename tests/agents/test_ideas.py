"""Ideas of good experience: grown from tasks, shared or not, right or not, and what the difference costs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from agents import ideas
from agents.departments.board import thrift
from agents.departments.cx_unit import model_error
from agents.departments.organisation import coordination
from agents.parameters import LEVERS
from tests.builders import FIRM, counted, last, line, opened, people_of, played
from tests.desks import desk, plan, play

USUAL = {name: entry.default for name, entry in LEVERS.items()}


@pytest.fixture
def firm():
    market = opened(customers=100, weeks=30)
    yield market.firm(FIRM)
    market.close()


def think(firm) -> None:
    """Let ideas of a firm's departments move by four weeks."""
    play(firm, ideas.think, "firm, market, firm.own.organisation")


def ideas_of(firm):
    """The departments' ideas, (holders, themes), and how far each is off: to read and to write."""
    own = firm.record["own"]["organisation"]
    return own["ideas"], own["off"]


def forget(firm) -> None:
    """Let departments have no idea yet."""
    for array in ideas_of(firm):
        array[:] = np.nan


def own_idea(holder: str, level: float):
    """What a department's tasks suggest, by theme, at a level of its lever."""
    _, low, high = ideas.OWN[holder]
    return [ideas.suggested(a, b, level) for a, b in zip(low, high, strict=True)]


def settled(firm, **levers):
    """The firm's agreement and distance, after ideas have had ten years."""
    firm.lived.update(levers)
    for _ in range(130):
        think(firm)
    return firm.memory["idea_agreement"], firm.memory["idea_distance"]


def test_an_idea_moves_to_own_tasks_the_common_picture_and_customers():
    half = (0.5, 0.5, 0.0, 0.0, 0.0, 0.0)
    own, common = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0, 0.0, 0.0)
    speed = 0.5 + 0.1 * 0.5 + 0.2 * (0.0 - 0.5) + 0.1 * (ideas.IMPORTANCE[0] - 0.5)
    pulls = (0.1, 0.2, 0.1)
    moved = [ideas.moved(*weights, pulls) for weights in zip(half, own, common, ideas.IMPORTANCE, strict=True)]
    assert moved[0] == pytest.approx(speed)
    assert sum(moved) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("rule", "arguments", "value"),
    [("distance", ((1.0, 0.0), (0.5, 0.5)), 0.5), ("distance", ((1.0, 0.0), (0.0, 1.0)), 1.0),
     ("guided", (0.2, 0.1, 0.3), 1.04), ("guided", (0.0, 0.9, 0.3), 1.0), ("lost_between", (0.2, 0.7, 0.0), 0.06),
     ("lost_between", (0.2, 1.0, 1.0), 0.1), ("lost_between", (0.0, 0.0, 1.0), 0.0)],
)  # fmt: skip
def test_a_rule_of_ideas_gives_the_value_worked_out_by_hand(rule, arguments, value):
    assert getattr(ideas, rule)(*arguments) == pytest.approx(value)


def test_overhead_coordinates_with_an_elasticity():
    assert coordination(0.25, -0.5) == pytest.approx(2.0)
    assert coordination(1.0, -0.3) == 1.0


def test_importance_and_every_departments_own_idea_are_shares_of_one():
    assert sum(ideas.IMPORTANCE) == pytest.approx(1.0)
    for holder, (lever, *_) in ideas.OWN.items():
        for level in (0.0, 0.3, 1.0):
            assert sum(own_idea(holder, level)) == pytest.approx(1.0), (lever, level)


def test_what_a_department_does_all_day_is_shaped_by_the_lever_of_its_idea(firm):
    for number, holder in enumerate(ideas.HOLDERS):
        lever = ideas.OWN[holder][0]
        firm.lived[lever] = 0.123 + 0.1 * number
        assert play(firm, ideas.tasks_of, "firm.lived, number", number=number) == firm.lived[lever]


def test_ideas_agree_and_are_off_by_half_of_what_differs(firm):
    firm.model.nature.update(idea_own=0.0, idea_shared=0.0)  # nothing but customers' importance pulls, and in full
    firm.model.nature["idea_measured"] = 1.0
    firm.lived["measurement"] = 1.0
    think(firm)
    found, off = ideas_of(firm)
    assert found == pytest.approx(np.tile(ideas.IMPORTANCE, (4, 1)))
    assert off == pytest.approx(np.zeros(4), abs=1e-12)
    assert (firm.memory["idea_agreement"], firm.memory["idea_distance"]) == pytest.approx((1.0, 0.0), abs=1e-12)
    firm.model.nature["idea_measured"] = 1e-300  # nothing pulls any more
    found[:] = 0.0
    for holder, theme in enumerate((0, 0, 1, 1)):
        found[holder, theme] = 1.0
    think(firm)
    one = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert off[0] == off[1] == pytest.approx(ideas.distance(one, ideas.IMPORTANCE))
    assert firm.memory["idea_agreement"] == pytest.approx(0.5)  # each is half away from the mean
    assert firm.memory["idea_distance"] == pytest.approx(off.mean())


def test_quality_is_as_usual_under_the_usual_levers(firm):
    firm.lived.update(USUAL)
    forget(firm)
    think(firm)
    first, off = ideas_of(firm)
    usual = [ideas.distance(tuple(idea), ideas.IMPORTANCE) for idea in first.tolist()]
    assert usual == pytest.approx(ideas.USUAL, abs=0.001)
    assert usual == pytest.approx(off, rel=1e-12)


def test_departments_left_to_themselves_agree_little_and_stay_where_they_began(firm):
    agreement, off = settled(firm, measurement=0.0, shared_picture=0.0)
    assert agreement < 0.7
    own = own_idea("service", firm.lived["service_pay"])
    assert ideas_of(firm)[0][ideas.SERVICE] == pytest.approx(own, abs=1e-3)
    assert off > 0.4


def test_a_shared_picture_can_be_wrong(firm):
    alone, off_alone = settled(firm, measurement=0.0, shared_picture=0.0)
    agreement, off = settled(firm, measurement=0.0, shared_picture=1.0)
    assert agreement > alone + 0.15
    assert off > 0.2  # agreed on what their own tasks suggest
    assert off < off_alone


def test_measurement_brings_each_nearer_to_customers_and_so_to_the_others(firm):
    before = settled(firm, measurement=0.0, shared_picture=0.0)
    after = settled(firm, measurement=1.0, shared_picture=0.0)
    assert after[0] > before[0]
    assert after[1] < 0.6 * before[1]


def test_profit_centres_sharpen_what_is_ones_own(firm):
    together = settled(firm, measurement=0.5)
    apart = settled(firm, measurement=0.5, own_profit=1.0)
    assert apart[0] < together[0]
    assert apart[1] > together[1]


def test_at_neutral_doses_ideas_change_no_byte_whatever_they_are():
    off = {"idea_distance_cost": 0.0, "handover_fails": 0.0, "agreement_needed": 0.0, "ideas_guide": 0.0}
    apart, together = (
        played(nature={**off, "idea_own": own, "idea_shared": 0.0}, weeks=13) for own in (0.03, 0.3)
    )
    assert last(apart, "idea_distance") < last(together, "idea_distance")
    assert people_of(apart) == people_of(together)
    assert counted(apart, "lost_between_departments") == 0.0


def test_cases_lost_between_departments_bring_customers_back():
    kept, lost = (played(nature={"handover_fails": h}, customers=2000) for h in (0.0, 1.0))
    assert counted(kept, "lost_between_departments") == 0.0 < counted(lost, "lost_between_departments")
    assert counted(lost, "contacts") > counted(kept, "contacts")


@pytest.mark.parametrize("lever", ["shared_picture", "anticipation"])
def test_work_on_it_costs_and_none_costs_nothing(lever):
    none, much = (line(played({lever: level}, weeks=4), lever) for level in (0.0, 0.8))
    assert (none == 0.0).all()
    assert (much < 0.0).all()


def test_profit_centres_save_on_what_others_bear(firm):
    firm.live()
    before = dict(firm.lived)
    firm.declare({"own_profit": 1.0})
    assert firm.lived["training"] == pytest.approx(0.7 * before["training"])
    assert firm.lived["hidden_fees"] == pytest.approx(1.5 * before["hidden_fees"])
    assert thrift(firm.lived["own_profit"], firm.lived["planning_interval"]) == pytest.approx(0.95)


def test_a_firm_that_plans_seldom_acts_in_its_planning_week_only(firm):
    market = firm.model
    firm.declare({"planning_interval": 13.0})
    firm.declare({"bot_share": 0.9})
    lived = []
    for _ in range(14):
        market.step()
        lived.append(firm.lived["bot_share"])
    assert lived[0] == 0.9  # week 0 is a planning week
    market.firm(FIRM).declare({"bot_share": 0.5})
    for _ in range(13):
        market.step()
        lived.append(firm.lived["bot_share"])
    assert [week for week, (a, b) in enumerate(pairwise(lived), 1) if a != b] == [26]


def test_a_seldom_planning_department_acts_on_the_shortfall_it_last_looked_at(firm):
    product = desk(firm, "product", 1)
    product.memory.update(sold=10.0, weeks=6.5, quota=40.0)
    firm.lived["planning_interval"] = 4.0
    firm.model.week = 4
    seen = plan(product).pressure
    assert product.memory["short"] == pytest.approx(0.5)
    product.memory["sold"] = 0.0
    firm.model.week = 5
    assert plan(product).pressure == seen
    assert product.memory["short"] == pytest.approx(0.5)
    firm.model.week = 8
    assert plan(product).pressure > seen
    assert product.memory["short"] == 1.0


def test_fewer_faults_where_they_are_seen_coming(firm):
    own = desk(firm, "organisation")
    assert plan(own).faults == 1.0
    firm.lived.update(anticipation=1.0, integration=0.5, analytics=0.5)
    assert plan(own).faults == pytest.approx(1.0 - firm.model.nature["foresight"] * 0.25)


def test_the_units_error_is_one_for_all_customers_and_new_each_quarter(firm):
    market, errors = firm.model, []
    for week in range(-13, 2600):
        market.week = week
        errors.append(play(firm, model_error))
    assert len(set(errors[13:26])) == 1
    quarters = np.array(errors[::13])
    assert len(set(quarters.tolist())) == len(quarters)
    assert quarters.std() == pytest.approx(market.nature["shared_error"], rel=0.15)
    assert abs(quarters.mean()) < 0.2 * quarters.std()
    market.nature["shared_error"] = 0.0
    assert play(firm, model_error) == 0.0


def test_firms_err_apart(firm):
    errors = [plan(desk(one, "cx_unit")).model_error for one in firm.model.firms]
    assert errors[0] != errors[1]


def test_offers_that_wait_for_the_unit_come_too_late_for_some(firm):
    unit, nature = desk(firm, "cx_unit"), firm.model.nature
    assert plan(unit).too_late == 0.0
    firm.lived["authority"] = 0.5
    assert plan(unit).too_late == pytest.approx(0.5 * nature["review_weeks"] * nature["moment_lost"])
