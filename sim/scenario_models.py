"""What a scenario is once it is read: frozen models with every key's meaning, unit and bounds."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from sim.mechanisms import removable
from sim.scenario_events import STATUS_QUO, Event
from sim.scenario_fields import LISTED, Name, Number, Origin, Range, Strict, Whole, Worded, Words, number_alone

DEFAULT_STRATEGIES = ("product_centric", "customer_centric")


class Firm(Strict):
    """A firm's start."""

    share: Number = Field(ge=0, le=1, description="share of all people who are its customers at the start",
                          json_schema_extra={"unit": "share"})
    price: Number = Field(default=1.0, ge=0.1, le=10, description="its price relative to the list",
                          json_schema_extra={"unit": "× list price"})
    enters_later: bool = Field(
        default=False, description="whether it is absent until an event lets it in; true of entrants not listed")


class Product(Worded):
    """A product category."""

    title: Words = Field(default="", description="its name in words")
    base: bool = Field(default=False, description="whether it is the contract itself; others are sold to its holders")
    price: Number = Field(ge=0, le=1e6, description="list price", json_schema_extra={"unit": "currency per month"})
    cost: Number = Field(ge=0, le=1e6, description="what providing it costs",
                         json_schema_extra={"unit": "currency per month"})
    need: Number = Field(ge=0, le=1, description="mean benefit to a person; 0.5 is worth exactly its price",
                         json_schema_extra={"unit": "0..1"})


class TraitSpec(Strict):
    """How a trait is distributed in a segment."""

    value: float = Field(description="the segment's mean")
    spread: float = Field(default=0.0, ge=0, description="how far people differ; default: as declared")
    high: float | None = Field(
        default=None, le=1000, description="highest value drawn, of a trait in ×; default: the declared bound")
    source: str = Field(default="", exclude=True, description="fact ids, or words with 'assumption'")


class UncertaintySpec(Strict):
    """What is known of a number nobody knows exactly."""

    value: float = Field(description="the best value")
    plausible: Range | None = Field(default=None, description="what is likely, [low, high]; default: as declared")
    source: str = Field(default="", exclude=True, description="fact ids, or words with 'assumption'")


class Segment(Worded):
    """A part of the market whose people resemble each other."""

    title: Words = Field(default="", description="its name in words")
    share: Number = Field(ge=0, le=1, description="share of all people; all segments sum to 1",
                          json_schema_extra={"unit": "share"})
    contract_weeks: Number = Field(ge=0, le=520, description="minimum duration of a new contract; 0: none",
                                   json_schema_extra={"unit": "weeks"})
    traits: dict[str, Annotated[TraitSpec, BeforeValidator(number_alone)]] = Field(
        default={}, description="distributions that differ from the declared: mean `value`, `spread`; of × also `high`",
        json_schema_extra={"names": "traits"})
    needs: dict[str, Annotated[Number, Field(ge=0, le=1)]] = Field(
        default={}, description="mean benefit of a product, by product, where it differs from the product's need")


class StatusQuo(Strict):
    """What every firm does before anything changes."""

    levers: dict[str, Number] = Field(default={}, description="lever values; the others have their default",
                                      json_schema_extra={"names": "levers"})


class Target(Strict):
    """A published figure that the status quo must reproduce."""

    id: str = Field(description="short name")
    metric: str = Field(description="name of a metric")
    segments: Annotated[tuple[str, ...], LISTED] = Field(default=(), description="segments it holds for; default: all")
    low: float = Field(description="lower end of the published figure, in the metric's unit")
    high: float = Field(description="its upper end")
    accept: Range | None = Field(
        default=None, description="what is accepted in a world, [low, high]; default: low and high")
    source: str = Field(default="", description="fact ids, or words with 'assumption'")


class Called(Strict):
    """What a market calls by a name of its own."""

    churn: Words = Field(default="", description="name of the yearly share of customers who leave")
    revenue: Words = Field(default="", description="name of the revenue")

    def own(self) -> dict[str, str | dict[str, str]]:
        """Return the names that are given, by what they name."""
        return self.model_dump(exclude_defaults=True)


class MarketSpec(Worded):
    """An industry: firms, products, segments and what is known of them."""

    title: Words = Field(default="", description="name of the market")
    about: Words = Field(default="", description="the market in one sentence")
    words: Called = Field(default=Called(), description="what the trade calls by a name of its own")
    currency: str = Field(default="EUR", description="currency of all money", min_length=1, max_length=12)
    kind: Literal["contract", "repertoire"] = Field(
        default="contract",
        description="contract: one provider per person, with a contract; repertoire: people buy from several sellers")
    market_size: Number = Field(ge=1000, le=2e9, description="people in the market",
                                json_schema_extra={"unit": "people"})
    firms: dict[Name, Firm] = Field(min_length=2, max_length=12, description="the firms, by name")
    products: dict[Name, Product] = Field(
        min_length=1, max_length=8, description="product categories; one is `base: true`")
    segments: dict[Name, Segment] = Field(min_length=1, max_length=8, description="segments, by name")
    status_quo: StatusQuo = Field(default=StatusQuo(), description="what every firm does before anything changes")
    uncertainties: dict[str, Annotated[UncertaintySpec, BeforeValidator(number_alone)]] = Field(
        default={}, description="what differs from the declared: `value` and its `plausible` range, [low, high]",
        json_schema_extra={"names": "uncertainties"})
    warm_up: Whole = Field(default=156, ge=0, le=1040, description="weeks under the status quo before week 0",
                           json_schema_extra={"unit": "weeks"})
    renewal_weeks: Whole = Field(default=4, ge=1, le=520, description="term of a contract that renews itself",
                                 json_schema_extra={"unit": "weeks"})
    horizon: Whole = Field(default=260, ge=1, le=2600, description="weeks simulated unless a scenario says otherwise",
                           json_schema_extra={"unit": "weeks"})
    discount_rate: Number = Field(default=0.1, ge=0, le=1, description="by which later money counts less",
                                  json_schema_extra={"unit": "per year"})
    targets: Annotated[tuple[Target, ...], LISTED] = Field(
        default=(), description="published figures that the status quo must reproduce")


class Strategy(Worded):
    """A preset: lever values and nothing else."""

    title: Words = Field(description="name of the strategy")
    advocate: Words = Field(default="", description="the case for it, in one to three sentences")
    signature: dict[str, Number] = Field(description="the lever values that define it, by lever",
                                         json_schema_extra={"names": "levers"})


class FirmPlan(Strict):
    """What a firm does from week 0 on."""

    strategy: str = Field(default=STATUS_QUO, description="name of a strategy, or a file of one's own")
    levers: dict[str, Number] = Field(default={}, description="lever values that replace the strategy's, by lever",
                                      json_schema_extra={"names": "levers"})


class Budget(Strict):
    """What strategies may spend."""

    mode: Literal["equal", "free", "capped"] = Field(
        default="equal",
        description="equal: every arm spends the same; free: what its levers cost; capped: at most the envelope")
    envelope: float = Field(default=1.0, gt=0, le=10, description="discretionary spend relative to the status quo",
                            json_schema_extra={"unit": "× status quo"})


class Scenario(Worded):
    """A market, what its firms do in it, and what is asked; every value resolved."""

    name: str = Field(description="the file's name")
    title: Words = Field(default="", description="name of the scenario; default: the market's")
    question: Words = Field(default="", description="what is to be decided, as a question")
    story: Words = Field(default="", description="the situation, in at most 120 words")
    decision: Words = Field(default="", description="who decides what until when")
    guess: Words = Field(default="", description="what to guess before looking at the answer")
    market: MarketSpec = Field(description="name or file of a market, or changes to the extended one")
    firm: str = Field(description="the firm that strategies are put into; default: the market's first")
    firms: dict[str, FirmPlan] = Field(default={}, description="what firms do, by name; also their share and price")
    events: Annotated[tuple[Event, ...], LISTED] = Field(
        default=(), max_length=200, description="what happens in which week")
    strategies: Annotated[tuple[str, ...], LISTED] = Field(
        default=DEFAULT_STRATEGIES, min_length=1, max_length=20,
        description="strategies that compare puts side by side: names, or files of one's own")
    presets: dict[str, Strategy] = Field(default={}, description="the strategies named anywhere in the scenario")
    only: Annotated[tuple[str, ...], LISTED] = Field(
        default=(), description="mechanisms in play, by id: the others are left out from the start; empty: all")
    budget: Budget = Field(default=Budget(), description="what strategies may spend")
    tuned: bool = Field(
        default=False, description="whether compare also tunes each strategy's levers and judges both at their best")
    outcome: str = Field(default="value", description="the outcome that decides: value, or a metric")
    weeks: Whole = Field(default=260, ge=1, le=2600, description="how long is simulated; default: the market's horizon",
                         json_schema_extra={"unit": "weeks"})
    customers: Whole = Field(default=10_000, ge=100, le=2_000_000,
                             description="people simulated; changes precision only",
                             json_schema_extra={"unit": "people"})
    seed: Whole = Field(default=7, ge=0, le=2**53, description="which luck")
    worlds: Whole = Field(default=40, ge=1, le=100_000,
                          description="worlds that compare draws from the plausible ranges")
    origins: dict[str, Origin] = Field(default={}, exclude=True, description="where every value comes from")

    @property
    def left_out(self) -> tuple[str, ...]:
        """Mechanisms that the scenario leaves out: all that can be, but those it names under `only`."""
        return tuple(sorted(removable() - set(self.only))) if self.only else ()

    @property
    def uncertainties(self) -> dict[str, tuple[float, Range]]:
        """Every declared uncertainty: its value here and its plausible range."""
        return {
            name: (spec.value, spec.plausible or (spec.value, spec.value))
            for name, spec in self.market.uncertainties.items()
        }

    def strategy(self, name: str) -> Strategy:
        """Return a strategy by its name: one of the scenario's, or a shipped one.

        Raises:
            ScenarioError: if there is none of this name.
        """
        if name in self.presets:
            return self.presets[name]
        from sim.scenario import load_strategy

        return load_strategy(name)

    def strategy_levers(self, name: str) -> dict[str, float]:
        """Return a strategy's lever values; `status_quo` sets none."""
        return {} if name == STATUS_QUO else dict(self.strategy(name).signature)

    def firm_levers(self, name: str) -> dict[str, float]:
        """Return the levers a firm declares in week 0: its strategy's, replaced by its own."""
        plan = self.firms[name]
        return self.strategy_levers(plan.strategy) | plan.levers

    def digest(self) -> str:
        """Hash all resolved values that a run depends on, whatever their origin, file name and trade words."""
        values = self.model_dump(mode="json", exclude={"name": True, "tuned": True, "market": {"words"}})
        canonical = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return hashlib.sha256(canonical.encode()).hexdigest()
