"""Loyalty card: effort asked, points gathered, rewards that fit or miss what one really buys (M21)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.books import count, line, pay, route, tick
from agents.chance import chance, luck_of, purpose
from agents.compiled import loop, step
from agents.customers.campaigns import known_of
from agents.customers.contact import weigh_down
from agents.customers.trust import live
from agents.departments.base import Department
from agents.parameters import lever, uncertainty
from agents.population import Here

uncertainty("card_joining", 0.02, plausible=(0.01, 0.03), bounds=(0.0, 1.0), unit="per week", mechanism="M21",
            source="assumption", about="chance of taking the card in a week in which it is offered to all")  # fmt: skip
uncertainty("reward_pull", 0.5, plausible=(0.3, 0.7), bounds=(0.0, 1.0), unit="share", mechanism="M21",
            source="assumption", about="rewards that fit when nothing is known of the customer")  # fmt: skip

REWARDS = line("rewards", "loyalty rewards", kind="cost", discretionary=True)
GIVEN, MISSED = count("rewards_given"), count("rewards_missed")


def _route(cause: str, label: str) -> int:
    return route(cause, label, department="loyalty", channel="card", actor="person", mechanism="M21")


ASKED_FOR, FITS, MISSES = (
    _route("card_effort", "forms and effort for the card"), _route("reward_fits", "rewards that fit"),
    _route("reward_misses", "rewards that miss"),
)  # fmt: skip
_JOIN, _ASK, _REWARD = (purpose(f"loyalty.{n}") for n in ("join", "ask", "reward"))

PROGRAMME_WEEKS = 26.0  # weeks of points for one reward: assumption


@step
def use_card(world, here, card):
    """Take the card, answer its questions, be rewarded twice a year with what fits or misses (sizes: assumption)."""
    terms, nature = world.terms.loyalty[here.firm], world.nature[0]
    if card.holds == 0:
        if chance(here.luck, _JOIN) < nature.card_joining * terms.card_share:
            card.holds = 1
        return
    card.points = card.points + 1.0
    if chance(here.luck, _ASK) < 0.03 * terms.card_effort:
        weigh_down(world, here, 0.5)
        live(world, here, ASKED_FOR, 0.35, 0.2)
    if card.points >= PROGRAMME_WEEKS:
        card.points = 0.0
        reward(world, here, terms.reward)


@step
def reward(world, here, worth):
    """A reward: the better the customer is known, the more often it fits; what is taken tells something too."""
    person, nature = world.state[here.row], world.nature[0]
    pay(world, here, here.firm, REWARDS, -worth)
    tick(world, here, here.firm, GIVEN, 1.0)
    fits = nature.reward_pull + (1.0 - nature.reward_pull) * known_of(world, here)
    if chance(here.luck, _REWARD) < fits:
        live(world, here, FITS, 0.85, 0.4)
        person.accuracy = person.accuracy + 0.05 * (1.0 - person.accuracy)
    else:
        tick(world, here, here.firm, MISSED, 1.0)
        live(world, here, MISSES, 0.4, 0.2)


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
                card.points = 0.0
            if firm >= 0 and world.terms.loyalty[firm].card_share > 0.0:
                use_card(world, Here(week, block, row, firm, luck_of(key, row), season), card)


class Loyalty(Department):
    """The loyalty programme."""

    name = "loyalty"
    rank = 7
    COLUMNS = np.dtype([("points", "f8"), ("holds", "i4"), ("at", "i4")], align=True)
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

    class Terms(NamedTuple):
        """What customers meet of the programme."""

        card_share: float
        card_effort: float
        reward: float  # currency

    def plan(self) -> Terms:
        """Publish the programme."""
        monthly = self.model.products[self.model.base_product].price * 52.0 / 12.0
        return self.Terms(card_share=self.card_share, card_effort=self.card_effort, reward=self.reward_size * monthly)

    @classmethod
    def acts(cls, terms: np.ndarray) -> bool:
        """Whether any firm has a card."""
        return bool((terms["card_share"] > 0.0).any())
