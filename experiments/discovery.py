"""Scenario discovery: under which conditions cases crowd, box by box, and what speaks for a box not being chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from experiments.boxes import CHANCE, Box, Mask, Sheet, find_box
from experiments.statistics import data_seed, scattered

SHUFFLES, HALVES = 99, 20
FEWEST_CASES = 10       # and rows that are none: assumption
ROWS_PER_INPUT = 10     # of the rarer kind, rows for each input looked at (rule of thumb: Peduzzi et al. 1996)


@dataclass(frozen=True)
class Discovery:
    """A box, the trajectory it was taken from, and what speaks for it not being chance.

    `p`: how often a box with as much gain is found where cases are shuffled over the rows; `reproduced`: in how many of
    `halves` random halves of the rows a restriction of the same input towards the same side is found.
    """

    box: Box
    trajectory: tuple[Box, ...]
    p: float
    reproduced: dict[str, int]
    halves: int


def discover(
    table: pd.DataFrame, cases: ArrayLike, *, boxes: int = 3, shuffles: int = SHUFFLES, density: float | None = None,
    inputs: int | None = None,
) -> list[Discovery]:
    """Return boxes of cases, one after the other, each found among the rows that the ones before leave.

    Coverage and mass of every box are shares of all cases and rows. The first box is returned whatever speaks for it;
    a further one only if chance finds its like in less than 5 % of shuffled tables.

    Args:
        table: an input per column: numbers, names or truth values; a row per run or world.
        cases: whether each row is a case.
        boxes: how many at most.
        shuffles: how often cases are shuffled for the p value; seeded by the data.
        density: take the largest box that reaches this density, instead of the one of most gain.
        inputs: how many inputs are looked at, those that go most with the cases; default: one for ten rows of the
            rarer kind. The choice is part of what is tried against chance.

    Raises:
        ValueError: with fewer than 10 cases or 10 rows that are none, or missing values.
    """
    is_case = np.asarray(cases, dtype=np.bool_)
    _check(table, is_case)
    how = {"density": density, "inputs": inputs or bearable(is_case)}
    sheet, left, found = Sheet.of(table), np.ones(len(table), dtype=np.bool_), list[Discovery]()
    while len(found) < boxes and _enough(is_case[left]):
        one = _judged(sheet.rows(left), is_case[left], shuffles, how)
        if found and (one.p > CHANCE or not one.box.limits):
            break
        kept = sheet.held(one.box.limits) & left
        coverage, mass = is_case[kept].sum() / is_case.sum(), kept.mean()
        found.append(replace(one, box=replace(one.box, coverage=float(coverage), mass=float(mass))))
        left &= ~kept
    return found


def bearable(cases: Mask) -> int:
    """Return how many inputs a table bears."""
    return max(1, min(int(cases.sum()), int((~cases).sum())) // ROWS_PER_INPUT)


def _enough(cases: Mask) -> bool:
    return min(int(cases.sum()), int((~cases).sum())) >= FEWEST_CASES


def _check(table: pd.DataFrame, cases: Mask) -> None:
    if len(cases) != len(table):
        raise ValueError(f"{len(table)} rows and {len(cases)} marks of cases do not belong together")
    if missing := [str(name) for name in table if table[name].isna().any()]:
        raise ValueError(f"inputs with missing values: {', '.join(missing)}; leave these columns or rows out")
    if not _enough(cases):
        raise ValueError(
            f"{int(cases.sum())} of {len(cases)} rows are cases; conditions need {FEWEST_CASES} cases and as many rows "
            "that are none"
        )


def _judged(sheet: Sheet, cases: Mask, shuffles: int, how: dict[str, Any]) -> Discovery:
    box, trajectory = find_box(sheet, cases, **how)
    n, seed = len(cases), data_seed(cases.astype(np.float64))
    keys = np.argsort(scattered(seed, (shuffles + HALVES) * n).reshape(shuffles + HALVES, n), axis=1)
    shuffled = [find_box(sheet, cases[order], **how)[0].gain for order in keys[:shuffles]]
    halves = [order[: n // 2] for order in keys[shuffles:]]
    again = [find_box(sheet.rows(half), cases[half], **how)[0] for half in halves]
    sides = {name: _sides(sheet, box, name) for name in box.limits}
    reproduced = {name: sum(cut <= _sides(sheet, one, name) for one in again) for name, cut in sides.items()}
    reached = sum(gain >= box.gain - 1e-12 for gain in shuffled)
    return Discovery(box, trajectory, (1 + reached) / (shuffles + 1), reproduced, HALVES)


def _sides(sheet: Sheet, box: Box, name: str) -> set[str]:
    """Return on which sides a box restricts an input; of categories, that it does."""
    limit = box.limits.get(name)
    if limit is None:
        return set()
    if name in sheet.levels:
        return {"categories"}
    column = sheet.column(name)
    ends = {"low": limit[0] > column.min(), "high": limit[-1] < column.max()}
    return {side for side, is_cut in ends.items() if is_cut}
