"""Every rule with a value worked out by hand."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import pytest

from agents.customers import (
    billing,
    bonds,
    bots,
    brokers,
    buying,
    campaigns,
    cancelling,
    changing,
    channels,
    choice,
    concessions,
    contact,
    disguise,
    knowledge,
    looking,
    next_best_action,
    privacy,
    promise,
    publicity,
    resignation,
    service,
    shopping,
    talk,
    tenure,
    trust,
)

FOLDER = Path(billing.__file__).parent
TENTH = math.log(10.0 / 9.0)
OFFER, PLAN, GIFT, INSTALMENTS, ASK, FIX, APOLOGY = range(1, 8)

# theme, rule, arguments, value by hand
BY_HAND = [
    (tenure, "years_count", (1040.0,), 1.0),  # ln 21 / ln 21
    (tenure, "years_count", (0.0,), 0.0),
    (bonds, "closeness", (channels.PERSON, 0, True, 2.0), 2.0),
    (bonds, "closeness", (channels.BRANCH, 0, True, 2.0), 3.0),
    (bonds, "closeness", (channels.WRITTEN, 0, False, 2.0), 0.5),
    (bonds, "closeness", (channels.PERSON, 1, True, 2.0), 0.0),  # his bot was there, he was not
    (bonds, "named_for_size", (0.5, 2.0, 1.0), 0.75),  # two chances of a half
    (brokers, "worth_to_broker", (6.0, 130.0, 0.4), 0.4),  # half a year's price, a fifth off
    (brokers, "paid_back", (100.0, 13, 52), 75.0),
    (brokers, "paid_back", (100.0, 52, 52), 0.0),
    (buying, "by_size", (4.0, 0.5), 2.0),
    (shopping, "wallet_after", (1.0, False), 0.75),
    (shopping, "wallet_after", (0.5, True), 0.625),
    (channels, "difficulty", (channels.FAULT,), 0.5),
    (channels, "difficulty", (channels.CANCEL,), 0.0),
    (channels, "self_chance", (channels.FAULT, 0.2), 0.1),
    (channels, "self_chance", (channels.DISPUTE, 0.2), 0.0),
    (channels, "goes_to_branch", (0.5, 0.5), 0.25),
    (channels, "in_writing", (0.25, 0.4), 0.3),  # .4 of the other three quarters
    (disguise, "known_as_bot", (0.0, 0.9, 0.5, 0.5), False),
    (disguise, "known_as_bot", (0.6, 0.9, 0.5, 0.5), True),  # it says so
    (disguise, "known_as_bot", (0.0, 0.4, 0.5, 0.5), True),  # it is heard
    (disguise, "pushed", (0.5, 1.0, 0.0), 1.0),
    (disguise, "pushed", (0.3, 0.8, 1.0), 0.3),
    (bots, "taking_up", (0.03, 0.38, 0.5, 0.5), 0.22 / 52.0),  # .03 + .38 x .5
    (bots, "true_price", (1.0, 0.1, 1.0, 0.5), 1.05),
    (bots, "true_price", (1.0, 0.1, 0.0, 0.5), 1.1),
    (cancelling, "worth_of_rebate", (1.0, 4.0), 4.0 * TENTH),  # -4 ln .9
    (campaigns, "reason_of", (2, True, True), campaigns.CROWDED),
    (campaigns, "reason_of", (1, False, True), disguise.BOT_OFFER_FITS),
    (campaigns, "reason_of", (1, True, False), campaigns.UNWANTED),
    (service, "answered", (channels.BRANCH, 0, True), channels.BRANCH_HELPED),
    (service, "answered", (channels.AFTER_BOT, 0, False), channels.NOT_HELPED),
    (service, "answered", (channels.PERSON, 1, False), bots.OWN_NOT),
    (trust, "revise", (0.5, 1.0, 0.04, 2.0), 0.52),  # .5 + .04 x .5
    (trust, "revise", (0.5, 0.0, 0.04, 2.0), 0.46),  # .5 - 2 x .04 x .5
    (trust, "revise", (0.5, 0.0, 0.04, 1.0), 0.48),  # symmetric where the ratio is neutral
    (trust, "revise", (0.9, 0.0, 0.5, 3.0), 0.0),  # .9 - 1.35, clipped
    (trust, "surprise", (0.6, 0.5, 2.0), 0.4),  # .6 - 2 x .1
    (trust, "surprise", (0.6, 0.8, 2.0), 0.8),  # what is better than foreseen counts once
    (trust, "surprise", (0.6, 0.1, 3.0), 0.0),
    (billing, "seen_through", (1.0, 0.0, 0.25), 0.25),
    (billing, "seen_through", (0.5, 1.0, 0.4), 0.04),  # .4 x .5 x (1 - .8)
    (billing, "aimed_rise", (0.02, 0.0, 0.5, 0.6, 0.5), 0.02),  # nothing is measured
    (billing, "aimed_rise", (0.02, 1.0, 0.5, 0.6, 0.5), 0.0235),  # .02 x (1 - .5 x .4) + .5 x .05 x .6 x .5
    (billing, "aimed_rise", (0.02, 1.0, 1.0, 0.0, 1.0), 0.0),  # wholly spared
    (concessions, "denial", (0.3, 0.0), 0.3),
    (concessions, "denial", (0.3, 0.5), 0.65),
    (concessions, "taught", (0.5, 0.2), 0.6),
    (concessions, "taught", (0.5, 0.0), 0.5),
    (tenure, "seniority", (0,), 0.0),
    (tenure, "seniority", (1040,), 1.0),  # twenty years
    (tenure, "seniority", (52,), math.log(2.0) / math.log(21.0)),
    (tenure, "noticed_for", (0.1, 0.5), 0.25),
    (tenure, "noticed_for", (0.3, 0.5), 0.5),  # a fifth of the price is an event of full weight
    (resignation, "believing", (0.3, 0.5), 1.0),
    (resignation, "believing", (0.5, 0.5), 0.9),
    (buying, "drawn_need", (0.4, 0.5, 0.5), 0.4),
    (buying, "drawn_need", (0.4, 1.0, 0.8), 0.8),  # .4 + (1 + .8 - 1) / 2
    (buying, "drawn_need", (0.4, 0.0, 0.0), 0.0),
    (buying, "appeal", (0.5, 1.0), 1.0),
    (buying, "appeal", (0.6, 1.5), 0.8),
    (buying, "appeal", (1.0, 0.5), 2.0),  # 4, clipped
    (buying, "believed", (0.8, 0.4, 1.0, 0.0), 0.8),
    (buying, "believed", (0.8, 0.4, 0.0, 3.0), 0.4),
    (buying, "believed", (0.8, 0.4, 0.5, 1.0), 0.725),  # .4 + .5 x .4 + .25 x .5
    (buying, "accepting", (0.057, 1.0, 0.5, 1.0, 0.0), 0.057),
    (buying, "accepting", (0.1, 0.5, 0.7, 1.0, 0.9), 0.06),  # pressure adds nothing where the worth is there
    (buying, "accepting", (0.1, 1.0, 0.5, 0.0, 0.4), 0.04),  # and all where it is not
    (campaigns, "reliability", (0.8, 0.5, 0.5), 0.2),
    (campaigns, "with_expertise", (0.5, 0.2), 0.6),
    (campaigns, "relevance", (1.0, 0.0, 0.5), 0.6),
    (campaigns, "relevance", (1.0, 0.4, 0.5), 0.48),  # .6 x (1 - .2)
    (campaigns, "relevance", (0.0, 1.0, 0.5), 0.125),
    (cancelling, "saving", (0.25, 1.0, 0.5), 0.25),
    (cancelling, "saving", (0.25, 0.4, 0.9), 0.14),
    (knowledge, "reused", (0.8, 0.15, 0.5), 0.86),  # .8 x 1.075
    (knowledge, "reused", (0.9, 0.25, 1.0), 0.98),  # bounded
    (contact, "willing", (0.2, 1.0), math.exp(-0.2)),
    (publicity, "likeness", (0.4, 0.2, 0.2, 0.6), 0.7),  # 1 - (.2 + .4) / 2
    (publicity, "likeness", (1.0, 0.0, 0.0, 1.0), 0.0),
    (publicity, "after_news", (0.5, 0.4, 0.5), 0.45),  # .5 x (1 - .2 / 2)
    (publicity, "after_news", (0.5, 0.4, 0.0), 0.5),
    (contact, "willing", (0.15, 0.0), 1.0),
    (changing, "band_of", (51,), 0),
    (changing, "band_of", (52,), 1),
    (changing, "band_of", (156,), 2),
    (looking, "looking", (0.1, 0.05, 0.4, 0.5), 0.12),  # .15 x .8
    (looking, "weekly_hazard", (0.35,), -math.log(0.65) * 12.0 / 52.0),
    (looking, "weekly_hazard", (0.1,), TENTH * 12.0 / 52.0),
    (choice, "worth_choosing", (0.5, 0.6, 0.65, 0.1, 4.0, 3.0, 2.0, 1.0), 2.95),  # 1.5 + 1.2 + .65 - .4
    (next_best_action, "wanted", (1.0, 0.2, 0.4, 0.5, 1.0), 0.8),  # .5 + .5 x .6
    (next_best_action, "wanted", (1.0, 0.2, 0.4, 0.0, 0.0), 0.2),
    (next_best_action, "under", (0.0, 0.3, 0.9), 0.3),
    (next_best_action, "under", (0.5, 0.3, 0.9), 0.6),
    (privacy, "advert_power", (0.65, 0.3), 1.0),
    (privacy, "advert_power", (0.0, 0.9), 1.0),
    (privacy, "advert_power", (0.5, 1.0), 1.0 / 0.65),
    (privacy, "resistance", (0.5, 0.25, 0.0), 1.0 / (1.0 + math.exp(-0.25))),  # 3 - .75 - 2
    (resignation, "resign", (0.2, 1.0, 0.1), 0.28),
    (promise, "word_kept", (0.8, 0.6, 3.0), 0.4),  # 1 - 3 x .2
    (promise, "word_kept", (0.6, 0.8, 3.0), 1.0),
    (promise, "word_kept", (0.9, 0.2, 5.0), 0.0),
    (resignation, "resign", (0.5, 0.0, 0.1), 0.45),
    (channels, "difficulty", (channels.ROUTINE,), 0.0),
    (channels, "difficulty", (channels.FAULT,), 0.5),
    (channels, "difficulty", (channels.DISPUTE,), 1.0),
    (channels, "difficulty", (channels.CANCEL,), 0.0),
    (service, "bot_chance", (channels.ROUTINE, 0.58, 0.17, 1.0), 0.58),
    (service, "bot_chance", (channels.FAULT, 0.58, 0.18, 1.0), 0.38),
    (service, "bot_chance", (channels.ROUTINE, 0.8, 0.2, 1.6), 0.95),  # no bot solves everything
    (service, "person_chance", (channels.FAULT, 0.8, 1.0, 0.3, 0.5), 0.8),
    (service, "person_chance", (channels.ROUTINE, 0.8, 1.0, 0.9, 0.5), 0.9),  # room to decide helps hard issues only
    (service, "person_chance", (channels.DISPUTE, 0.8, 1.0, 0.8, 0.5), 0.805),  # .7 x 1.15
    (service, "person_quality", (True, 0.5, 0.0, 6.0), 0.8),
    (service, "person_quality", (False, 0.5, 12.0, 6.0), 0.19),  # .22 + .12 - .15
    (talk, "urge", (0.25, 1.5), -0.75),
    (talk, "urge", (0.75, 1.5), 0.5),
    (talk, "urge", (0.0, 2.0), -1.0),
]
# action, what it is worth to the customer, to the firm now and later, for worth 1.4, unhappy .6, overpays .1, late,
# an issue unsolved, not yet asked, a visible return of .5
ACTIONS = [
    (OFFER, (0.4, 0.7, 0.12)),
    (PLAN, (1.2, -1.2, 0.3)),  # 12 x .1; -12 x .1; (18 - 15) x .1
    (GIFT, (0.3, -0.5, 0.48)),
    (INSTALMENTS, (0.8, 0.0, 0.8)),
    (ASK, (0.35, 0.1, 0.25)),
    (FIX, (0.9, -0.5, 0.9)),
    (APOLOGY, (0.43, -0.3, 0.54)),  # .4 + .3 x .1; .5 + .4 x .1
]


def declared_rules() -> set[str]:
    """The names of all functions under @rule in the customers' themes."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.py")]
    functions = [node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {f.name for f in functions if any(getattr(d, "id", "") == "rule" for d in f.decorator_list)}


@pytest.mark.parametrize(("theme", "name", "arguments", "value"), BY_HAND, ids=lambda x: str(getattr(x, "__name__", x)))
def test_a_rule_gives_the_value_worked_out_by_hand(theme, name, arguments, value):
    assert getattr(theme, name)(*arguments) == pytest.approx(value, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("action", "values"), ACTIONS)
def test_an_action_is_worth_what_was_worked_out_by_hand(action, values):
    worth = next_best_action.action_value(action, 1.4, 0.6, 0.1, 1.0, 1.0, 0.0, 0.5)
    assert worth == pytest.approx(values, abs=1e-12)


def test_every_rule_is_worked_out_by_hand():
    assert declared_rules() == {name for _, name, _, _ in BY_HAND} | {"action_value"}


def test_pressure_lifts_acceptance_only_below_the_price():
    pushed = [buying.accepting(0.06, 1.0, 0.5, worth, 0.8) - buying.accepting(0.06, 1.0, 0.5, worth, 0.0)
              for worth in (0.2, 0.8, 1.0, 1.5)]
    assert pushed[0] > pushed[1] > 0.0
    assert pushed[2:] == [0.0, 0.0]


def test_each_contact_still_remembered_lowers_willingness_by_the_same_share():
    shares = [contact.willing(0.15, n + 1.0) / contact.willing(0.15, float(n)) for n in range(5)]
    assert shares == pytest.approx([math.exp(-0.15)] * 5, rel=1e-12)


def test_an_estimate_at_half_reliability_lies_half_way_and_scatters():
    estimates = [buying.believed(0.8, 0.4, 0.5, z) for z in (-1.0, 0.0, 1.0)]
    assert estimates[1] == pytest.approx(0.6)
    assert estimates[2] - estimates[1] == pytest.approx(estimates[1] - estimates[0]) == pytest.approx(0.125)
