"""What a claim file is once it is read: arms, what counts as a hit, in which worlds, and what would be no evidence."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from sim.scenario_events import STATUS_QUO, Event
from sim.scenario_fields import LISTED, Range, Strict, Whole, Worded, Words

MARKETS = ("mobile_telecom", "retail_banking", "energy_supply")
MIRRORED = {"higher": "lower", "lower": "higher"}
FOCAL, RIVALS, MARKET = "focal", "rivals", "market"

Budget = Literal["equal", "free", "capped"]
Direction = Literal["higher", "lower", "level", "not higher", "not lower"]


class Conduct(Strict):
    """What a firm does from a week on."""

    strategy: str = Field(default=STATUS_QUO, description="name of a strategy")
    levers: dict[str, float] = Field(default={}, description="lever values over the strategy's, by lever",
                                     json_schema_extra={"names": "levers"})
    week: Whole = Field(default=0, ge=0, le=2600, description="week in which it begins",
                        json_schema_extra={"unit": "weeks"})
    budget: Budget | None = Field(default=None, description="what it may spend; default: the claim's")


class Before(Strict):
    """What differs in the whole market from the first week of the warm-up on."""

    levers: dict[str, float] = Field(default={}, description="the status quo of all firms, by lever",
                                     json_schema_extra={"names": "levers"})
    nature: dict[str, float] = Field(default={}, description="values of uncertainties")
    traits: dict[str, float] = Field(default={}, description="shifts of the segments' means, by trait")


class Situation(Conduct):
    """What the focal firm does, and what else differs from the status quo."""

    rivals: Conduct | None = Field(default=None, description="what every other firm does")
    others: dict[str, Conduct] = Field(default={}, description="what single other firms do, by name")
    nature: dict[str, float] = Field(default={}, description="values of uncertainties from week 0 on")
    people: dict[str, float] = Field(
        default={}, description="mean over all people of a state from 0 to 1, in week 0; everybody is shifted alike")
    before: Before = Field(default=Before(), description="what differs from the first week of the warm-up on")
    off: Annotated[tuple[str, ...], LISTED] = Field(
        default=(), description="mechanisms, uncertainties and levers put at their neutral value")
    events: Annotated[tuple[Event, ...], LISTED] = Field(
        default=(), max_length=50, description="what happens when; a firm may be called focal, rivals or all")


class Arm(Situation):
    """One side of a claim."""

    title: Words = Field(default="", description="name of the arm; default: the strategy's")


class Contrast(Worded):
    """What is compared between arms, and which way it must point."""

    measure: str = Field(
        description="a metric, or a formula of metrics, line.NAME, count.NAME and cause.NAME; value; break_even")
    window: str = Field(default="all", description="all, end, year 2, years 4-5, week 77 or weeks 0-77")
    take: Literal["mean", "sum", "last", "present_value"] = Field(
        default="mean", description="how each metric is taken over the window")
    over: str = Field(default=FOCAL, description="focal, rivals, market, or a firm by its name")
    of: str = Field(description="a formula of arms, such as one - other or (a - b) - 0.9 * (c - d)")
    direction: Direction = Field(description="which way it must point, beyond the margin")
    beyond: float | str | None = Field(
        default=None,
        description="a metric whose margin holds, or a share of the reference that the claim names; default: the "
                    "margin of the measure")
    versus: dict[str, str] = Field(default={}, description="of break_even: the arm with which each arm is compared")
    about: Words = Field(default="", description="the contrast in words")


class Condition(Strict):
    """What a verdict may depend on."""

    path: str = Field(description="nature.NAME, levers.NAME, traits.NAME, or start.METRIC")
    cut: float | None = Field(
        default=None, description="where the worlds are parted; default: the middle of the plausible range")


class Neutral(Strict):
    """What is put at its neutral value to see whether a verdict rests on it."""

    title: Words = Field(description="what is taken out, in words")
    off: Annotated[tuple[str, ...], LISTED] = Field(
        default=(), description="mechanisms, uncertainties and levers put at their neutral value")
    nature: dict[str, float] = Field(default={}, description="uncertainties put at a value of one's own choice")
    because: Words = Field(description="why it comes close to the claim")


class Fixed(Strict):
    """An uncertainty that is not drawn."""

    value: float = Field(description="its value in every world")
    because: Words = Field(description="why it is not drawn")


class Ranking(Strict):
    """How strategies are ranked where a claim is about their order."""

    measure: str = Field(default="value", description="the outcome by which arms are ranked")
    window: str = Field(default="all", description="over which weeks")
    take: Literal["mean", "sum", "last", "present_value"] = Field(default="mean", description="how it is taken")
    better: Literal["higher", "lower"] = Field(default="higher", description="which direction is good")


def _condition(value: object) -> object:
    return {"path": value} if isinstance(value, str) else value


class Worlds(Strict):
    """In which worlds a claim is tried."""

    markets: Annotated[tuple[str, ...], LISTED] = Field(
        default=MARKETS, min_length=1, max_length=6, description="names or files of markets")
    extra: dict[str, Range] = Field(
        default={}, description="further ranges drawn in every world: levers.NAME (status quo of all firms) or "
                                "traits.NAME (shift of the segments' means), [low, high]")


class Claim(Worded):
    """A claim to be put to the test."""

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,19}$", description="such as C01")
    claim: Words = Field(description="what is claimed, in one sentence")
    source: str = Field(min_length=1, description="the essay, D0 to D4, or another source")
    interested: Words = Field(default="", description="why the source may be partial")
    note: Words = Field(default="", description="how the wording was made testable")
    quantifier: Literal["usually", "can", "never"] = Field(
        default="usually", description="how often it is said to hold")
    firm: str = Field(default=FOCAL, description="the firm that acts; default: the market's first")
    budget: Budget = Field(default="equal", description="what arms may spend")
    envelope: float = Field(default=1.0, gt=0, le=10, description="discretionary spend relative to the status quo",
                            json_schema_extra={"unit": "× status quo"})
    weeks: Whole = Field(default=260, ge=1, le=2600, description="the longest horizon",
                         json_schema_extra={"unit": "weeks"})
    given: Situation = Field(default=Situation(), description="what all arms share")
    arms: dict[str, Arm] = Field(min_length=2, max_length=20, description="the sides, by name")
    reference: str = Field(default="", description="the arm that margins refer to; default: the first")
    applies: Annotated[tuple[Contrast, ...], LISTED] = Field(
        default=(), description="contrasts that must hold for a world to count at all")
    hit: Annotated[tuple[Contrast, ...], LISTED] = Field(
        default=(), max_length=8, description="contrasts that must all hold for the claim to hold in a world")
    opposite: Annotated[tuple[Contrast, ...], LISTED] = Field(
        default=(), max_length=8, description="contrasts that all hold where the opposite is true; default: the mirror")
    also: Annotated[tuple[Contrast, ...], LISTED] = Field(
        default=(), max_length=8, description="contrasts that are shown and decide nothing")
    ranking: Ranking | None = Field(default=None, description="instead of hits: arms are ranked, market by market")
    worlds: Worlds = Field(default=Worlds(), description="in which worlds it is tried")
    conditions: Annotated[
        tuple[Annotated[Condition, BeforeValidator(_condition)], ...], LISTED,
    ] = Field(default=(), max_length=5, description="what the verdict may depend on, declared beforehand")
    placebo: Neutral | None = Field(default=None, description="the claim's own mechanism made neutral")
    near: Annotated[tuple[Neutral, ...], LISTED] = Field(
        default=(), max_length=6, description="rules that come close to containing the claim")
    fixed: dict[str, Fixed] = Field(default={}, description="uncertainties that are not drawn, each with its reason")

    @property
    def base(self) -> str:
        """The arm that margins refer to."""
        return self.reference or next(iter(self.arms))

    @property
    def opposites(self) -> tuple[Contrast, ...]:
        """What holds where the opposite is true: as written, or the mirror of the hit."""
        if self.opposite:
            return self.opposite
        return tuple(one.model_copy(update={"direction": MIRRORED[one.direction]}) for one in self.hit)

    @property
    def contrasts(self) -> tuple[Contrast, ...]:
        """Every contrast of the file."""
        return (*self.applies, *self.hit, *self.opposite, *self.also)
