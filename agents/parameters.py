"""Declarations, each made once: levers (firms set them), traits (customers have them), uncertainties (nobody knows)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from typing import Self

ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True)
class Lever:
    """What a firm can set.

    `neutral` is the value at which the mechanism changes nothing, to the byte; `lag` is "culture" for
    levers that are lived only as far as the culture has moved, else "none"; `cost` says what setting it
    costs, or "free: reason"; `scaled` levers buy things and follow the purse of an equal budget. `plausible` is what
    firms are likely to do, `anchors` says in plain words what its two ends mean.
    """

    name: str
    department: str
    default: float
    unit: str
    low: float
    high: float
    neutral: float
    plausible: tuple[float, float]
    anchors: tuple[str, str]
    lag: str
    about: str
    question: str
    mechanism: str
    source: str
    cost: str
    scaled: bool
    legal: str


@dataclass(frozen=True, slots=True)
class Trait:
    """What a customer is: drawn once per person from the segment's distribution (mean, spread, shape)."""

    name: str
    default: float
    spread: float
    shape: str
    low: float
    high: float
    unit: str
    about: str
    mechanism: str
    source: str


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What nobody knows exactly: its best value, what is plausible (worlds), what is allowed (bounds)."""

    name: str
    default: float
    plausible: tuple[float, float]
    bounds: tuple[float, float]
    unit: str
    about: str
    mechanism: str
    source: str
    neutral: float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a person's changing state: float64, or int32 for flags and indices."""

    name: str
    kind: str
    start: float
    about: str
    mechanism: str


LEVERS: dict[str, Lever] = {}
COLUMNS: dict[str, Column] = {}
TRAITS: dict[str, Trait] = {}
UNCERTAINTIES: dict[str, Uncertainty] = {}


def _claim(registry: dict[str, Any], name: str, value: object) -> None:
    if name in registry and registry[name] != value:
        raise ValueError(f"'{name}' is declared twice: {registry[name]} and {value}")
    registry[name] = value


class lever:
    """Declare a lever as a class attribute of its department; on an agent it reads the *lived* value."""

    def __init__(
        self, default: float, *, unit: str, low: float, high: float, neutral: float, plausible: tuple[float, float],
        anchors: tuple[str, str], about: str, question: str, mechanism: str, source: str, cost: str, lag: str = "none",
        scaled: bool = False, legal: str = "",
    ) -> None:
        if not low <= default <= high or not low <= neutral <= high:
            raise ValueError(f"lever '{about}': default {default} and neutral {neutral} must lie in {low}..{high}")
        if not low <= plausible[0] < plausible[1] <= high:
            raise ValueError(f"lever '{about}': plausible {plausible} must be a range within {low}..{high}")
        self._facts: dict[str, Any] = {
            "default": default, "unit": unit, "low": low, "high": high, "neutral": neutral,
            "plausible": plausible, "anchors": anchors, "about": about,
            "question": question, "mechanism": mechanism, "source": source, "cost": cost, "lag": lag,
            "scaled": scaled, "legal": legal,
        }
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        _claim(LEVERS, name, Lever(name=name, department=owner.__dict__["name"], **self._facts))

    @overload
    def __get__(self, agent: None, owner: type) -> Self: ...
    @overload
    def __get__(self, agent: object, owner: type) -> float: ...
    def __get__(self, agent: Any, owner: type) -> Self | float:
        return self if agent is None else agent.firm.lived[self.name]

    def __set__(self, agent: object, value: float) -> None:
        raise AttributeError(f"lever '{self.name}' is set by the firm: firm.declare({{'{self.name}': {value}}})")


def trait(
    name: str, default: float, *, spread: float, low: float, high: float, unit: str, about: str,
    mechanism: str, source: str, shape: str = "uniform",
) -> str:
    """Declare a trait; `shape` is uniform (mean ± spread), logistic or loglogistic (spread = its scale)."""
    if shape not in {"uniform", "logistic", "loglogistic"}:
        raise ValueError(f"trait '{name}': unknown shape '{shape}'")
    _claim(TRAITS, name, Trait(name, default, spread, shape, low, high, unit, about, mechanism, source))
    return name


def uncertainty(
    name: str, default: float, *, plausible: tuple[float, float], bounds: tuple[float, float], unit: str,
    about: str, mechanism: str, source: str, neutral: float | None = None,
) -> str:
    """Declare a number nobody knows exactly; rules read it as a field of the record `nature`."""
    low, high = plausible
    if not bounds[0] <= low <= default <= high <= bounds[1]:
        raise ValueError(f"uncertainty '{name}': needs bounds low <= plausible low <= value <= plausible high <= high")
    _claim(UNCERTAINTIES, name, Uncertainty(name, default, plausible, bounds, unit, about, mechanism, source, neutral))
    return name


def column(name: str, start: float = 0.0, *, about: str, mechanism: str = "", whole: bool = False) -> str:
    """Declare a field of a person's state; `whole` fields are int32."""
    _claim(COLUMNS, name, Column(name, "i4" if whole else "f8", start, about, mechanism))
    return name


def is_assumption(source: str) -> bool:
    """Whether a source says that the number is an assumption."""
    return ASSUMPTION in source.lower()
