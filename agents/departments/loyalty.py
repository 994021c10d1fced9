"""Loyalty card: effort asked, points that bind, rewards and newsletters that fit or miss what one really buys (M21)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.books import count, line, pay, route, tick
from agents.chance import chance, luck_of, purpose
from agents.compiled import loop, step
from agents.customers.buying import accepting, appeal, buy
from agents.customers.campaigns import known_of
from agents.customers.contact import weigh_down, willing
from agents.customers.next_best_action import best_product
from agents.customers.trust import live
from agents.departments.base import Department
from agents.parameters import column, lever, uncertainty
from agents.population import Here

uncertainty("card_joining", 0.02, plausible=(0.01, 0.03), bounds=(0.0, 1.0), unit="per week", mechanism="M21",
            source="assumption", about="chance of taking the card in a week in which it is offered to all")  # fmt: skip
uncertainty("reward_pull", 0.5, plausible=(0.3, 0.7), bounds=(0.0, 1.0), unit="share", mechanism="M21",
            source="assumption", about="rewards that fit when nothing is known of the customer")  # fmt: skip

uncertainty("card_knowledge", 0.004, plausible=(0.002, 0.008), bounds=(0.0, 0.1), unit="per week", mechanism="M21", neutral=0.0,
            source="assumption", about="share of what records get wrong that a week of using the card puts right")  # fmt: skip
uncertainty("points_bind", 0.5, plausible=(0.0, 1.0), bounds=(0.0, 5.0), unit="logit per month's price", mechanism="M21", neutral=0.0,
            source="assumption", about="how far points that would be lost hold a customer")  # fmt: skip
uncertainty("letter_response", 0.1, plausible=(0.05, 0.2), bounds=(0.0, 1.0), unit="ratio", mechanism="M21", neutral=0.0,
            source="assumption (G09: mails raise purchases by .3-.7 points of a hundred)", about="acceptance of a product recommended in a newsletter, over an unasked sales contact")  # fmt: skip

column("points", about="weeks of points gathered on the loyalty card since the last reward", mechanism="M21")

REWARDS = line("rewards", "loyalty rewards and newsletters", kind="cost", discretionary=True)
GIVEN, MISSED = count("rewards_given"), count("rewards_missed")
HOLDERS, LETTERS, LETTER_SALES = count("card_holders"), count("newsletters"), count("newsletter_sales")


def _route(cause: str, label: str) -> int:
    return route(cause, label, department="loyalty", channel="card", actor="person", mechanism="M21")


ASKED_FOR, FITS, MISSES, LETTER = (
    _route("card_effort", "forms and effort for the card"), _route("reward_fits", "rewards that fit"),
    _route("reward_misses", "rewards that miss"), _route("newsletter", "newsletters of the card"),
)  # fmt: skip
_JOIN, _ASK, _REWARD, _LETTER, _FOR, _TAKE = (
    purpose(f"loyalty.{n}") for n in ("join", "ask", "reward", "letter", "for", "take")
)

LETTER_COST, CHOSEN_COST = 0.05, 0.05  # of a sales contact's: a newsletter, and choosing what is in it: assumption
LETTER_BURDEN, LETTER_WEIGHT = 0.1, 0.03  # of a newsletter, and its weight as an experience (one of four is read): assumption
PROGRAMME_WEEKS = 26.0  # weeks of points for one reward: assumption


@step
def use_card(world, here, card):
    """Take the card, answer its questions, be rewarded twice a year with what fits or misses (sizes: assumption)."""
    terms, nature = world.firms[here.firm].terms.loyalty, world.market[0].nature
    if card.holds == 0:
        if chance(here.luck, _JOIN) < nature.card_joining * terms.card_share:
            card.holds = 1
        return
    person = world.state[here.row]
    tick(world, here, here.firm, HOLDERS, 1.0)
    person.points = person.points + 1.0
    person.accuracy = person.accuracy + nature.card_knowledge * (1.0 - person.accuracy)
    if chance(here.luck, _ASK) < 0.03 * terms.card_effort:
        weigh_down(world, here, 0.5)
        live(world, here, ASKED_FOR, 0.35, 0.2)
    if terms.letters > 0.0 and chance(here.luck, _LETTER) < terms.letters:
        read_letter(world, here, chance(here.luck, _FOR) < terms.letter_fit)
    if person.points >= PROGRAMME_WEEKS:
        person.points = 0.0
        reward(world, here, terms.reward)


@step
def reward(world, here, worth):
    """A reward: the better the customer is known, the more often it fits; what is taken tells something too."""
    person, nature = world.state[here.row], world.market[0].nature
    pay(world, here, here.firm, REWARDS, -worth)
    tick(world, here, here.firm, GIVEN, 1.0)
    fits = nature.reward_pull + (1.0 - nature.reward_pull) * known_of(world, here)
    if chance(here.luck, _REWARD) < fits:
        live(world, here, FITS, 0.85, 0.4)
        person.accuracy = person.accuracy + 0.05 * (1.0 - person.accuracy)
    else:
        tick(world, here, here.firm, MISSED, 1.0)
        live(world, here, MISSES, 0.4, 0.2)


@step
def read_letter(world, here, chosen):
    """A newsletter recommends a product: the one that seems worth most to the reader, or the same one to everybody."""
    person, nature = world.state[here.row], world.market[0].nature
    n = world.need.shape[1]
    best, k = -1, (here.week // 4) % n
    if chosen:
        best, _ = best_product(world, here, known_of(world, here))
        if best >= 0:
            k = best
    product = world.products[here.firm, k].terms
    tick(world, here, here.firm, LETTERS, 1.0)
    pay(world, here, here.firm, REWARDS, -nature.campaign_contact * (LETTER_COST + (CHOSEN_COST if chosen else 0.0)))
    weigh_down(world, here, LETTER_BURDEN)
    if product.is_base > 0.0 or person.holdings & (1 << k) != 0:
        return
    person.informed = person.informed | (1 << k)
    worth = appeal(world.need[here.row, k], product.price_ratio)
    live(world, here, LETTER, min(0.9, 0.15 + 0.5 * worth), LETTER_WEIGHT)  # as a fitting offer on own contact: assumption
    p = accepting(nature.response * nature.letter_response, willing(nature.fatigue, person.burden), world.trust[here.row, here.firm], worth, 0.0)
    if chance(here.luck, _TAKE) < p:
        tick(world, here, here.firm, LETTER_SALES, 1.0)
        buy(world, here, k, worth)


@loop
def use_cards(first, last, blocks, week, key, season, world, own):
    """The card's week of all people of the blocks."""
    for block in range(first, last):
        for row in range(blocks[block, 0], blocks[block, 1]):
            firm = world.state[row].provider
            card = own[row]
            if card.at != firm + 1:  # a new provider, or none: points are lost
                card.at = firm + 1
                card.holds = 0
                world.state[row].points = 0.0
            if firm >= 0 and world.firms[firm].terms.loyalty.card_share > 0.0:
                use_card(world, Here(week, block, row, firm, luck_of(key, row), season), card)


class Loyalty(Department):
    """The loyalty programme."""

    name = "loyalty"
    rank = 7
    COLUMNS = np.dtype([("holds", "i4"), ("at", "i4")], align=True)
    own_loop = staticmethod(use_cards)

    card_share = lever(0.0, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M21",
                       plausible=(0.0, 0.9), anchors=("no card", "offered to nearly everybody"),
                       about="customers to whom the loyalty card is offered", question="Do we have a loyalty card?",
                       source="assumption", cost="rewards")  # fmt: skip
    card_effort = lever(0.5, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M21",
                        plausible=(0.1, 0.8), anchors=("one signature", "forms, questions, newsletters"),
                        about="forms, questions and newsletters that the card brings", question="What does the card ask of the customer?",
                        source="assumption", cost="free: the customer's time")  # fmt: skip
    reward_size = lever(0.3, unit="× monthly price", low=0.0, high=3.0, neutral=0.3, mechanism="M21",
                        plausible=(0.1, 0.6), anchors=("a token", "more than half a monthly bill, twice a year"),
                        about="value of a reward, twice a year", question="What is loyalty worth to us?", source="assumption",
                        cost="rewards")  # fmt: skip

    newsletters = lever(0.0, unit="per month", low=0.0, high=8.0, neutral=0.0, mechanism="M21",
                        plausible=(0.0, 4.0), anchors=("none", "one a week"),
                        about="newsletters to holders of the card", question="How often do we write to holders of the card?",
                        source="assumption (G03: 3-4 e-mails a quarter are best)", cost="rewards: a twentieth of a sales contact each")  # fmt: skip
    newsletter_fit = lever(0.0, unit="share", low=0.0, high=1.0, neutral=0.0, mechanism="M21",
                           plausible=(0.0, 1.0), anchors=("the same for everybody", "chosen for each reader"),
                           about="newsletters chosen for the reader by the records", question="Does everybody get the same newsletter?",
                           source="assumption", cost="rewards: another twentieth each")  # fmt: skip

    class Terms(NamedTuple):
        """What customers meet of the programme."""

        card_share: float
        card_effort: float
        reward: float  # currency
        point: float  # worth of a week's points, months of the base bill
        letters: float  # per week
        letter_fit: float

    @staticmethod
    @step
    def plan(firm, market):
        """Publish the programme."""
        lived, terms = firm.lived, firm.terms.loyalty
        monthly = market.price * 52.0 / 12.0
        terms.card_share = lived.card_share
        terms.card_effort = lived.card_effort
        terms.reward = lived.reward_size * monthly
        terms.point = lived.reward_size / PROGRAMME_WEEKS
        terms.letters = lived.newsletters * 12.0 / 52.0
        terms.letter_fit = lived.newsletter_fit

    @classmethod
    def acts(cls, terms: np.ndarray) -> bool:
        """Whether any firm has a card."""
        return bool(terms["card_share"].any())
