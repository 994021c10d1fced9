"""Ideas of good experience: grown from tasks, shared or not, right or not, and what the difference costs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from agents import ideas
from agents.departments.organisation import coordination
from agents.parameters import LEVERS
from tests.builders import FIRM, counted, last, line, opened, people_of, played

USUAL = {name: entry.default for name, entry in LEVERS.items()}


@pytest.fixture
def firm():
    market = opened(customers=100, weeks=30)
    yield market.firm(FIRM)
    market.close()


def department(firm, name):
    return next(d for d in firm.departments if d.name == name)


def settled(firm, **levers):
    """The firm's agreement, distance and department, after ideas have had ten years."""
    firm.lived.update(levers)
    own = department(firm, "organisation")
    for _ in range(130):
        ideas.think(firm, own.memory)
    return firm.memory["idea_agreement"], firm.memory["idea_distance"], own


def test_an_idea_moves_to_own_tasks_the_common_picture_and_customers():
    half = (0.5, 0.5, 0.0, 0.0, 0.0, 0.0)
    own, common = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0, 0.0, 0.0)
    speed = 0.5 + 0.1 * 0.5 + 0.2 * (0.0 - 0.5) + 0.1 * (ideas.IMPORTANCE[0] - 0.5)
    assert ideas.moved(half, own, common, (0.1, 0.2, 0.1))[0] == pytest.approx(speed)
    assert sum(ideas.moved(half, own, common, (0.1, 0.2, 0.1))) == pytest.approx(1.0)


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
            assert sum(ideas.own_idea(holder, {lever: level})) == pytest.approx(1.0)


def test_quality_is_as_usual_under_the_usual_levers(firm):
    firm.lived.update(USUAL)
    usual = [ideas.distance(idea, ideas.IMPORTANCE) for idea in ideas.first_ideas(firm)]
    assert usual == pytest.approx(list(ideas.USUAL.values()), abs=0.001)


def test_departments_left_to_themselves_agree_little_and_stay_where_they_began(firm):
    agreement, off, own = settled(firm, measurement=0.0, shared_picture=0.0)
    assert agreement < 0.7
    assert own.memory["service: speed"] == pytest.approx(ideas.own_idea("service", firm.lived)[0], abs=1e-3)
    assert off > 0.4


def test_a_shared_picture_can_be_wrong(firm):
    alone, off_alone, _ = settled(firm, measurement=0.0, shared_picture=0.0)
    agreement, off, _ = settled(firm, measurement=0.0, shared_picture=1.0)
    assert agreement > alone + 0.15
    assert off > 0.2  # agreed on what their own tasks suggest
    assert off < off_alone


def test_measurement_brings_each_nearer_to_customers_and_so_to_the_others(firm):
    before = settled(firm, measurement=0.0, shared_picture=0.0)[:2]
    after = settled(firm, measurement=1.0, shared_picture=0.0)[:2]
    assert after[0] > before[0]
    assert after[1] < 0.6 * before[1]


def test_profit_centres_sharpen_what_is_ones_own(firm):
    together = settled(firm, measurement=0.5)[:2]
    apart = settled(firm, measurement=0.5, own_profit=1.0)[:2]
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
    assert department(firm, "board").thrift() == pytest.approx(0.95)


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
    product = department(firm, "product")
    product.memory.update(sold=10.0, weeks=6.5, quota=40.0)
    firm.lived["planning_interval"] = 4.0
    firm.model.week = 4
    seen = product.shortfall_seen()
    product.memory["sold"] = 0.0
    firm.model.week = 5
    assert product.shortfall_seen() == seen == pytest.approx(0.5)
    firm.model.week = 8
    assert product.shortfall_seen() == 1.0


def test_fewer_faults_where_they_are_seen_coming(firm):
    own = department(firm, "organisation")
    assert own.plan().faults == 1.0
    firm.lived.update(anticipation=1.0, integration=0.5, analytics=0.5)
    assert own.plan().faults == pytest.approx(1.0 - firm.model.nature["foresight"] * 0.25)


def test_the_units_error_is_one_for_all_customers_and_new_each_quarter(firm):
    unit, market = department(firm, "cx_unit"), firm.model
    errors = []
    for week in range(-13, 2600):
        market.week = week
        errors.append(unit.model_error())
    assert len(set(errors[13:26])) == 1
    quarters = np.array(errors[::13])
    assert len(set(quarters.tolist())) == len(quarters)
    assert quarters.std() == pytest.approx(market.nature["shared_error"], rel=0.15)
    assert abs(quarters.mean()) < 0.2 * quarters.std()
    market.nature["shared_error"] = 0.0
    assert unit.model_error() == 0.0


def test_firms_err_apart(firm):
    errors = [d.model_error() for f in firm.model.firms for d in f.departments if d.name == "cx_unit"]
    assert errors[0] != errors[1]


def test_offers_that_wait_for_the_unit_come_too_late_for_some(firm):
    unit, nature = department(firm, "cx_unit"), firm.model.nature
    assert unit.plan().too_late == 0.0
    firm.lived["authority"] = 0.5
    assert unit.plan().too_late == pytest.approx(0.5 * nature["review_weeks"] * nature["moment_lost"])
