"""The small language of claim files: formulas of names and numbers with + − * / and brackets, and windows of weeks."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator
from functools import cache

YEAR = 52
OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}
LONGEST = 300
_WINDOWS = re.compile(r"(all|end)|(year|week) (\d+)|(years|weeks) (\d+) ?- ?(\d+)")


class FormulaError(ValueError):
    """A formula or window that cannot be read; the message says why."""


@cache
def parsed(text: str) -> ast.expr:
    """Read a formula.

    Raises:
        FormulaError: if it holds anything but names, numbers, + − * / and brackets.
    """
    if len(text) > LONGEST:
        raise FormulaError(f"longer than {LONGEST} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise FormulaError(f"'{text}' is no formula; write names and numbers with + - * / and brackets") from error
    for node in ast.walk(tree):
        _refuse(node, text)
    return tree


def _refuse(node: ast.AST, text: str) -> None:
    """Refuse a part that does not belong into a formula."""
    if isinstance(node, ast.Constant):
        allowed = isinstance(node.value, int | float) and not isinstance(node.value, bool)
    else:
        allowed = isinstance(node, (
            ast.BinOp, ast.UnaryOp, ast.USub, ast.UAdd, ast.Name, ast.Attribute, ast.Load, *OPERATORS,
        ))
    if isinstance(node, ast.Attribute):
        allowed = isinstance(node.value, ast.Name)
    if not allowed:
        part = getattr(node, "value", type(node).__name__)
        raise FormulaError(f"'{part}' in '{text}' does not belong into a formula; only names, numbers, + - * / do")


def names(text: str) -> list[str]:
    """Return the names in a formula, each once, in their order; `line.campaigns` is one name."""
    return list(dict.fromkeys(_names(parsed(text))))


def _names(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.BinOp):
        yield from _names(node.left)
        yield from _names(node.right)
    elif isinstance(node, ast.UnaryOp):
        yield from _names(node.operand)
    elif isinstance(node, ast.Name | ast.Attribute):
        yield _name(node)


def _name(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else f"{ast.unparse(node.value)}.{node.attr}"


def evaluate(text: str, value_of: Callable[[str], float]) -> float:
    """Return the value of a formula; a division by nothing is missing (NaN), never 0."""
    return _value(parsed(text), value_of)


def _value(node: ast.expr, value_of: Callable[[str], float]) -> float:
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, value_of), _value(node.right, value_of)
        if isinstance(node.op, ast.Div) and right == 0:
            return math.nan
        return OPERATORS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp):
        inner = _value(node.operand, value_of)
        return -inner if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.Constant):
        return float(node.value)  # type: ignore[arg-type]  # `parsed` lets numbers through and nothing else
    if isinstance(node, ast.Name | ast.Attribute):
        return float(value_of(_name(node)))
    raise FormulaError(f"{ast.unparse(node)} is no formula")


def window(text: str, weeks: int) -> tuple[int, int]:
    """Return the first and last week of a window; `year 1` is weeks 0 to 51, `all` the whole horizon.

    Raises:
        FormulaError: if it is no window, runs backwards, or ends after the horizon.
    """
    found = _WINDOWS.fullmatch(text.strip())
    if found is None:
        raise FormulaError(f"'{text}' is no window; write all, end, year 2, years 4-5, week 77 or weeks 0-77")
    whole, unit, one, several, low, high = found.groups()
    first, last = int(one or low or 0), int(one or high or 0)
    if whole:
        first, last = (0, weeks - 1) if whole == "all" else (weeks - 1, weeks - 1)
    elif (unit or several).startswith("year"):
        first, last = YEAR * (first - 1), YEAR * last - 1
    if not 0 <= first <= last:
        raise FormulaError(f"'{text}' runs backwards; years are counted from 1, weeks from 0")
    if last >= weeks:
        raise FormulaError(f"'{text}' ends in week {last}; the last of {weeks} weeks is {weeks - 1}")
    return first, last
