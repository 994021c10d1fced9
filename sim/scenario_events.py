"""Events as scenario files give them: what happens in which week."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.scenario_fields import Number, Strict, Whole

STATUS_QUO = "status_quo"


class _Event(Strict):
    mechanism: ClassVar[str] = ""
    week: Whole = Field(ge=0, description="week after the warm-up in which it happens",
                        json_schema_extra={"unit": "weeks"})


class StrategyEvent(_Event):
    """A firm adopts a strategy."""

    mechanism: ClassVar[str] = "M26"
    kind: Literal["strategy"] = Field(description="a firm adopts a strategy")
    firm: str = Field(description="the firm")
    strategy: str = Field(description="name of a strategy, or a file of one's own")


class LeversEvent(_Event):
    """A firm sets levers."""

    mechanism: ClassVar[str] = "M26"
    kind: Literal["levers"] = Field(description="a firm sets levers")
    firm: str = Field(description="the firm")
    levers: dict[str, Number] = Field(min_length=1, description="lever values, by lever",
                                      json_schema_extra={"names": "levers"})


class PriceEvent(_Event):
    """A firm changes its prices."""

    mechanism: ClassVar[str] = "M28"
    kind: Literal["price"] = Field(description="a firm changes its prices")
    firm: str = Field(description="the firm")
    change: float = Field(ge=-0.9, le=9, description="relative change; -0.05 is five per cent less",
                          json_schema_extra={"unit": "share"})


class UncertaintyEvent(_Event):
    """Something outside the firms changes."""

    kind: Literal["uncertainty"] = Field(description="an uncertainty takes another value")
    name: str = Field(description="name of the uncertainty")
    value: Number = Field(description="its new value, within its bounds")


class EntrantEvent(_Event):
    """A new firm enters, without a customer."""

    mechanism: ClassVar[str] = "M23"
    kind: Literal["entrant"] = Field(description="a new firm enters the market, without a customer")
    firm: str = Field(description="the firm")
    strategy: str = Field(default=STATUS_QUO, description="name of a strategy, or a file of one's own")
    levers: dict[str, Number] = Field(default={}, description="lever values that replace any strategy's, by lever",
                                      json_schema_extra={"names": "levers"})
    price: Annotated[Number, Field(ge=0.1, le=10)] | None = Field(
        default=None, description="its price; default: as the market says, else the list",
        json_schema_extra={"unit": "× list price"})
    awareness: Number = Field(
        default=0.05, ge=0, le=1, description="people who know it when it enters; adverts and talk add to them",
        json_schema_extra={"unit": "share"})
    name_worth: Number = Field(
        default=0.02, ge=0.001, le=1,
        description="share of the market whose pull its name has when it enters; later at least its own",
        json_schema_extra={"unit": "share"})
    budget: Number = Field(
        default=0.05, ge=0, le=10,
        description="under a budget: start-up money beside what incumbents spend per customer, over one's spending",
        json_schema_extra={"unit": "× an incumbent's"})
    cash: Number = Field(
        default=0.1, ge=0, le=100,
        description="losses it can bear beside its credit, over an incumbent's mean revenue of a year",
        json_schema_extra={"unit": "years"})


class ExitEvent(_Event):
    """A firm leaves the market."""

    mechanism: ClassVar[str] = "M23"
    kind: Literal["exit"] = Field(description="a firm leaves; its customers lose their provider")
    firm: str = Field(description="the firm")


class DisclosureEvent(_Event):
    """What a firm concealed becomes public."""

    mechanism: ClassVar[str] = "M18"
    kind: Literal["disclosure"] = Field(description="what a firm concealed becomes public")
    firm: str = Field(description="the firm")
    size: Number = Field(
        default=0.5, gt=0, le=1, description="size of the scandal; 1: to its customers as bad as any betrayal",
        json_schema_extra={"unit": "0..1"})


class RegulationEvent(_Event):
    """What firms may do is bounded from now on."""

    mechanism: ClassVar[str] = "M13"
    kind: Literal["regulation"] = Field(description="bounds on what all firms may do from now on")
    at_most: dict[str, Number] = Field(default={}, description="highest lever values allowed, by lever",
                                       json_schema_extra={"names": "levers"})
    at_least: dict[str, Number] = Field(default={}, description="lowest lever values allowed, by lever",
                                        json_schema_extra={"names": "levers"})


class RenewalEvent(_Event):
    """Contracts run out at once."""

    mechanism: ClassVar[str] = "M17"
    kind: Literal["renewal"] = Field(description="contracts run out at once, and customers look around")
    firm: str | None = Field(default=None, description="the firm whose contracts run out; default: all firms")
    occasion: Number = Field(
        default=0.3, ge=0, le=5, description="extra hazard of looking that it gives, fading within weeks",
        json_schema_extra={"unit": "per week"})


Event = Annotated[
    StrategyEvent | LeversEvent | PriceEvent | UncertaintyEvent | EntrantEvent | ExitEvent | DisclosureEvent
    | RegulationEvent | RenewalEvent,
    Field(discriminator="kind"),
]

EVENTS: dict[str, type[_Event]] = {
    kind.model_fields["kind"].annotation.__args__[0]: kind  # type: ignore[union-attr]
    for kind in (
        StrategyEvent, LeversEvent, PriceEvent, UncertaintyEvent, EntrantEvent, ExitEvent, DisclosureEvent,
        RegulationEvent, RenewalEvent,
    )
}
