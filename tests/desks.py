"""Single desks of a firm: one step of its rules, played for one firm; the market plays all of them in one loop."""

from __future__ import annotations

import re
from functools import cache
from types import SimpleNamespace
from typing import Any

from agents.compiled import loop
from agents.departments import Department
from agents.firm import Firm


def desk(firm: Firm, name: str, product: int = 0) -> Department:
    """Return a department of a firm."""
    return next(d for d in firm.departments if d.name == name and d.product == product)


def plan(department: Department) -> SimpleNamespace:
    """Let a department plan; returns what it publishes."""
    play(department.firm, type(department).plan, _given(department), product=department.product)
    return SimpleNamespace(**department.terms)


def close(department: Department) -> None:
    """Let a department draw its conclusions from the week that has passed."""
    play(department.firm, type(department).close_week, _given(department), product=department.product)


def play(firm: Firm, step: Any, given: str = "firm, market", *, number: float = 0.0, product: int = 0) -> Any:
    """Let a firm play one step of its rules; returns what the step returns.

    Args:
        given: what the step is given, as rules write it: of `firm`, `market`, `product`, all `firms` and the `number`.
    """
    offices = firm.model.offices
    offices.market["week"] = firm.model.week
    return _loop(step, given)(*offices, firm.index, product, float(number))


def _given(department: Department) -> str:
    return "firm, market, product" if department.per_product else "firm, market"


@cache
def _loop(step: Any, given: str) -> Any:
    """Return a step as a loop of its own, kept on disk like the others."""
    name = re.sub(r"\W+", "_", f"{step.__module__}_{step.__qualname__}_{given}")
    lines = (
        f"def {name}(firms, products, markets, f, k, number):",
        "    firm, market, product = firms[f], markets[0], products[f, k]",
        f"    return step({given})",
    )
    space = {"step": step, "__name__": __name__}
    exec(compile("\n".join(lines), __file__, "exec"), space)  # noqa: S102  # nothing but names of steps
    return loop(space[name])
