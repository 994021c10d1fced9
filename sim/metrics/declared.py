"""What is measured: one function per metric, of the books alone; a ratio with nothing below it is missing, never 0."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.history import Books


@dataclass(frozen=True)
class Metric:
    """A metric: `better` is higher, lower or "" where neither; `by_segment` says whether segments have it."""

    name: str
    label: str
    unit: str
    better: str
    about: str
    by_segment: bool
    of: Callable[[Books], np.ndarray]


METRICS: dict[str, Metric] = {}


def metric(
    label: str, unit: str, better: str = "", *, by_segment: bool = True
) -> Callable[[Callable[[Books], np.ndarray]], Metric]:
    """Declare the function below as a metric; its docstring says what it is."""

    def register(of: Callable[[Books], np.ndarray]) -> Metric:
        name = of.__name__
        METRICS[name] = Metric(name, label, unit, better, (of.__doc__ or "").strip(), by_segment, of)
        return METRICS[name]

    return register
