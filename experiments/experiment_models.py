"""What an experiment file holds: a scenario, factors, a design, strategies, worlds, replications, measures."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from sim.scenario_fields import LISTED, Name, Range, Strict, Whole, Worded, Words

Value = int | float | str | bool
Take = Literal["mean", "sum", "end", "min", "max", "present_value"]
Shape = Literal["uniform", "log_uniform", "normal", "triangular"]
Design = Literal["full_factorial", "latin_hypercube", "sobol", "table"]
NAMED_RANGES = ("plausible", "bounds")
TABLES = (".parquet", ".csv")
CENTRAL = "central"


def _levels(value: object) -> tuple[Value, ...]:
    if isinstance(value, list | tuple) and value and all(isinstance(one, int | float | str) for one in value):
        return tuple(value)
    raise PydanticCustomError("levels", "must be a list of values, [a, b, …]")


def _range(value: object) -> object:
    if value in NAMED_RANGES:
        return value
    numbers = value if isinstance(value, list | tuple) else ()
    if len(numbers) == 2 and all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
        return tuple(float(one) for one in numbers)
    raise PydanticCustomError("range", "must be [low, high], 'plausible' or 'bounds'")


def _worlds(value: object) -> object:
    is_table = isinstance(value, str) and value.lower().endswith(TABLES)
    is_count = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 100_000
    if is_table or is_count or value == CENTRAL:
        return value
    raise PydanticCustomError("worlds", "must be a whole number from 1 to 100,000, 'central', or a table of worlds "
                              "(.parquet or .csv)")


def _settings(value: object) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise PydanticCustomError("settings", "must be a mapping of paths of the scenario and their values")


class Factor(Strict):
    """One thing that is varied."""

    path: str = Field(description="dotted path of the scenario, as --set takes it; also `rivals`, and "
                                  "`strategies.NAME.levers.LEVER` for a lever in one arm only")
    title: Words = Field(default="", description="its name in words")
    levels: Annotated[tuple[Value, ...] | None, BeforeValidator(_levels)] = Field(
        default=None, description="the values it takes: numbers, names or true and false")
    range: Annotated[Range | str | None, BeforeValidator(_range)] = Field(
        default=None, description="[low, high]; `plausible` or `bounds`: as declared for the lever or uncertainty")
    steps: Whole | None = Field(default=None, ge=2, le=1000, description="values of a range in a full factorial, "
                                                                        "both ends included")
    distribution: Shape = Field(default="uniform", description="how a range is drawn from; all end where it ends")
    mean: float | None = Field(default=None, description="of a normal distribution, before it is cut at the range")
    sd: float | None = Field(default=None, gt=0, description="standard deviation of a normal distribution, likewise")
    mode: float | None = Field(default=None, description="likeliest value of a triangular distribution")
    whole: bool = Field(default=False, description="whether it takes whole numbers only")


class Measure(Strict):
    """One number that is taken from every run."""

    outcome: str = Field(default="", description="an outcome of comparisons, such as `value` or `trust_cohort`")
    metric: str = Field(default="", description="or a metric, as `goodwill list metrics` names it")
    firm: str = Field(default="", description="whose metric; default: the firm that tries the strategies")
    segment: str = Field(default="", description="of one segment only")
    window: Annotated[tuple[int, int] | None, LISTED] = Field(
        default=None, description="first and last week, from 0; negative ones count from the end; default: all")
    take: Take = Field(default="mean", description="what is taken of the weeks; present_value is discounted to week 0")


class Experiment(Worded):
    """An experiment: which runs, and what is measured in each."""

    title: Words = Field(default="", description="name of the experiment")
    question: Words = Field(default="", description="what it answers, as a question")
    about: Words = Field(default="", description="what is varied and why, in a few sentences")
    scenario: str = Field(description="name or file of a scenario or market")
    settings: Annotated[dict[str, Any], BeforeValidator(_settings)] = Field(
        default={}, description="what differs from the scenario in every run: dotted paths, or mappings as in a file")
    strategies: Annotated[tuple[str, ...] | None, LISTED] = Field(
        default=None, min_length=1, max_length=20, description="strategies of the firm; default: the scenario's")
    reference: str = Field(default="", description="the strategy that others are compared with; default: the first")
    rivals: Literal["fixed", "follow", "price_cut", "adaptive"] = Field(
        default="fixed", description="what rivals do: nothing, follow after a year, cut prices after half a year, or "
                                     "answer what they see")
    established: bool = Field(default=False, description="strategies long in place instead of the change to them")
    without: Annotated[tuple[str, ...], LISTED] = Field(
        default=(), description="ids of mechanisms left out after the warm-up")
    factors: dict[Name, Factor] = Field(default={}, max_length=1000, description="what is varied, by a name of its own")
    design: Design = Field(
        default="full_factorial", description="full_factorial: every combination; latin_hypercube and sobol: `points` "
                                              "spread over all factors; table: the rows of `table`")
    points: Whole | None = Field(default=None, ge=1, le=1_000_000, description="how many points are spread; of sobol "
                                                                               "a power of 2")
    table: str = Field(default="", description="file of a design (.parquet or .csv): a row per point, a column per "
                                               "factor")
    worlds: Annotated[int | str, BeforeValidator(_worlds)] = Field(
        default=CENTRAL, description="how many plausible worlds, `central` (best values), or a file made by worlds(…)")
    replications: Whole = Field(default=1, ge=1, le=10_000, description="seeds per world and point")
    seed: Whole | None = Field(default=None, ge=0, le=2**53, description="which draw of the design; default: from the "
                                                                         "file's name")
    measures: dict[Name, Measure] = Field(
        default={}, max_length=200, description="what is measured, by a name of its own; default: every outcome, and "
                                                    "spend")


