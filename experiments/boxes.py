"""Boxes in which cases of interest crowd, found by PRIM; pure functions of plain tables.

The patient rule induction method (Friedman & Fisher 1999) peels a small share of the rows off one side of one input,
again and again, always where the mean of the rest rises most per row lost (their equation 14.5), so that inputs with
few values have no advantage. Which box of the trajectory is taken, and what is dropped from it, is said at `find_box`.
Of a box, *coverage* is the share of all cases that it holds, *density* the share of its rows that are cases, *mass*
the share of all rows that it holds (Bryant & Lempert 2010).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from experiments.conditions import rank_correlations

Mask: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Limit: TypeAlias = tuple[Any, ...]     # lowest and highest value, or the categories left
ALPHA = 0.05            # share of the rows peeled off or pasted on in a step, usual (Friedman & Fisher 1999)
SMALLEST = 0.05         # mass at which peeling ends, likewise
CHANCE = 0.05           # quasi-p above which a restriction is dropped (Bryant & Lempert 2010)


@dataclass(frozen=True, slots=True)
class Box:
    """Limits by input; inputs that are not named are free."""

    limits: dict[str, Limit]
    coverage: float
    density: float
    mass: float
    cases: int
    rows: int
    quasi_p: dict[str, float] = field(default_factory=dict)

    @property
    def gain(self) -> float:
        """How much more of the cases than of all rows it holds: coverage − mass."""
        return self.coverage - self.mass

    def holds(self, table: pd.DataFrame) -> Mask:
        """Whether each row lies in the box."""
        return Sheet.of(table).held(self.limits)


@dataclass(frozen=True)
class Sheet:
    """A table as arrays: a column per input; `levels` names the categories that the codes of a column stand for."""

    names: tuple[str, ...]
    cells: Floats
    levels: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, table: pd.DataFrame) -> Sheet:
        """Read a table; truth values and texts are categories."""
        columns, levels = list[Any](), dict[str, tuple[str, ...]]()
        for name in table:
            column = table[name]
            if pd.api.types.is_bool_dtype(column) or not pd.api.types.is_numeric_dtype(column):
                known, codes = np.unique(column.astype(str), return_inverse=True)
                levels[str(name)] = tuple(map(str, known))
                columns.append(codes)
            else:
                columns.append(column.to_numpy(dtype=np.float64))
        values = np.array(columns, dtype=np.float64).T if columns else np.empty((len(table), 0))
        return cls(tuple(map(str, table)), values, levels)

    def rows(self, which: NDArray[Any]) -> Sheet:
        """Return some of the rows."""
        return replace(self, cells=self.cells[which])

    def leading(self, cases: Mask, most: int) -> Sheet:
        """Return the inputs with numbers that go most with the cases by rank correlation, and all categories."""
        numbers = [name for name in self.names if name not in self.levels]
        if len(numbers) <= most:
            return self
        pull = np.abs(rank_correlations(cases.astype(np.float64), np.column_stack([self.column(n) for n in numbers])))
        chosen = {numbers[k] for k in np.argsort(-pull, kind="stable")[:most]} | set(self.levels)
        kept = [k for k, name in enumerate(self.names) if name in chosen]
        return Sheet(tuple(self.names[k] for k in kept), self.cells[:, kept], self.levels)

    def column(self, name: str) -> Floats:
        """Return one column: numbers, or the codes of categories."""
        return np.asarray(self.cells[:, self.names.index(name)])

    def within(self, name: str, limit: Limit) -> Mask:
        """Whether each row keeps a limit."""
        column = self.column(name)
        if name in self.levels:
            codes = [code for code, level in enumerate(self.levels[name]) if level in limit]
            return np.isin(column, codes)
        return np.asarray((column >= limit[0]) & (column <= limit[-1]))

    def held(self, limits: Mapping[str, Limit]) -> Mask:
        """Whether each row keeps all limits."""
        kept = np.ones(len(self.cells), dtype=np.bool_)
        for name, limit in limits.items():
            kept &= self.within(name, limit)
        return kept

    def bare(self, limits: Mapping[str, Limit]) -> dict[str, Limit]:
        """Return limits without those that shut out nothing."""
        return {name: limit for name, limit in limits.items() if not self.within(name, limit).all()}


def box_of(sheet: Sheet, cases: Mask, limits: Mapping[str, Limit]) -> Box:
    """Return the box with these limits as it is measured on a table."""
    kept = sheet.held(limits)
    return _measured(cases, kept, limits)


def _measured(cases: Mask, kept: Mask, limits: Mapping[str, Limit]) -> Box:
    rows, hits = int(kept.sum()), int(cases[kept].sum())
    return Box(dict(limits), hits / max(1, int(cases.sum())), hits / max(1, rows), rows / len(cases), hits, rows)


def quasi_p(sheet: Sheet, cases: Mask, box: Box) -> dict[str, float]:
    """Return, per restriction, how well chance explains it (one-sided binomial; Bryant & Lempert 2010).

    How likely as many cases or more would be among the box's rows, were they picked at random from the rows that the
    other restrictions leave.
    """
    if box.cases == 0 or not box.limits:
        return dict.fromkeys(box.limits, 1.0)
    broken = np.array([~sheet.within(name, limit) for name, limit in box.limits.items()])
    left = broken.sum(axis=0) - broken == 0     # a row per restriction: what the others leave
    shares = (left & cases).sum(axis=1) / left.sum(axis=1)
    return dict(zip(box.limits, special.bdtrc(box.cases - 1, box.rows, shares).tolist(), strict=True))


# peeling -------------------------------------------------------------------------------------------------------------


def peel(sheet: Sheet, cases: Mask, *, alpha: float = ALPHA, smallest: float = SMALLEST) -> Iterator[Box]:
    """Yield the boxes of the peeling trajectory, the whole table first."""
    kept, limits = np.ones(len(cases), dtype=np.bool_), dict[str, Limit]()
    while True:
        box = _measured(cases, kept, limits)
        yield box
        found = _best(sheet.rows(kept), cases[kept], alpha)
        if box.cases == box.rows or found is None:
            return
        name, limit = found
        if name not in sheet.levels and name in limits:     # the other end stays where it was
            limit = (max(limit[0], limits[name][0]), min(limit[-1], limits[name][-1]))
        kept = kept & sheet.within(name, limit)
        if kept.sum() < max(1.0, smallest * len(cases)):
            return
        limits[name] = limit


def _best(sheet: Sheet, cases: Mask, alpha: float) -> tuple[str, Limit] | None:
    """Return the restriction after which the mean has risen most per row lost; None if nothing can be peeled."""
    candidates = [*_of_numbers(sheet, cases, alpha), *_of_categories(sheet, cases)]
    score, name, limit = max(candidates, key=lambda one: one[0], default=(-np.inf, "", ()))
    return None if score == -np.inf else (name, limit)


def _of_numbers(sheet: Sheet, cases: Mask, alpha: float) -> Iterator[tuple[float, str, Limit]]:
    """Yield the best peel from below and the best from above of the inputs with numbers, each after its score."""
    numbers = [k for k, name in enumerate(sheet.names) if name not in sheet.levels]
    values, n = sheet.cells[:, numbers], len(cases)
    cut = max(1, int(alpha * n))
    if not numbers or n <= cut:
        return
    ordered = np.partition(values, sorted({0, cut, n - 1 - cut, n - 1}), axis=0)
    below = np.where(ordered[cut] == ordered[0], values > ordered[0], values >= ordered[cut])
    above = np.where(ordered[n - 1 - cut] == ordered[-1], values < ordered[-1], values <= ordered[n - 1 - cut])
    for stays, from_below in ((below, True), (above, False)):     # where many share the end, all of them go
        left = stays.sum(axis=0)
        mean = cases.astype(np.float64) @ stays / np.maximum(1, left)
        scores = np.where(left > 0, (mean - cases.mean()) / np.maximum(1, n - left), -np.inf)
        k = int(np.argmax(scores))
        inside = values[stays[:, k], k] if left[k] else values[:, k]
        limit = (float(inside.min()), np.inf) if from_below else (-np.inf, float(inside.max()))
        yield float(scores[k]), sheet.names[numbers[k]], limit


def _of_categories(sheet: Sheet, cases: Mask) -> Iterator[tuple[float, str, Limit]]:
    for name, levels in sheet.levels.items():
        column = sheet.column(name)
        left = np.unique(column)
        for out in left if len(left) > 1 else ():
            stays = column != out
            limit = tuple(levels[int(code)] for code in left if code != out)
            yield float(cases[stays].mean() - cases.mean()) / int((~stays).sum()), name, limit


# choosing, dropping, pasting -----------------------------------------------------------------------------------------


def find_box(
    sheet: Sheet, cases: Mask, *, density: float | None = None, inputs: int | None = None,
) -> tuple[Box, tuple[Box, ...]]:
    """Return a box and the trajectory it was taken from.

    Where there are more than so many `inputs`, those are looked at that go most with the cases: a table of few rows
    bears few inputs, and among many PRIM cuts a little off each, by chance. Of the trajectory that box is taken whose
    coverage exceeds its mass by most (weighted relative accuracy, Lavrač et al. 1999; the same order as Youden's J),
    or, if a density is asked for, the largest box that reaches it. Then restrictions that chance explains are dropped,
    the weakest first, and the box is pasted: grown at any limit as long as its density does not fall.
    """
    sheet = sheet if inputs is None else sheet.leading(cases, inputs)
    trajectory = tuple(peel(sheet, cases))
    reached = [box for box in trajectory if density is not None and box.density >= density]
    chosen = reached[0] if reached else max(trajectory, key=lambda box: box.gain)
    box = _pasted(sheet, cases, _dropped(sheet, cases, sheet.bare(chosen.limits)))
    return replace(box, quasi_p=quasi_p(sheet, cases, box)), trajectory


def _dropped(sheet: Sheet, cases: Mask, limits: dict[str, Limit]) -> dict[str, Limit]:
    while limits:
        values = quasi_p(sheet, cases, box_of(sheet, cases, limits))
        weakest = max(values, key=lambda name: values[name])
        if values[weakest] <= CHANCE:
            break
        limits = {name: limit for name, limit in limits.items() if name != weakest}
    return limits


def _pasted(sheet: Sheet, cases: Mask, limits: dict[str, Limit]) -> Box:
    box = box_of(sheet, cases, limits)
    while True:
        grown = [box_of(sheet, cases, wider) for wider in _wider(sheet, box)]
        better = [one for one in grown if one.rows > box.rows and one.density >= box.density]
        if not better:
            return box
        box = max(better, key=lambda one: (one.density, one.rows))


def _wider(sheet: Sheet, box: Box) -> Iterator[dict[str, Limit]]:
    """Yield limits that take in a few rows more on one side of one input."""
    take = max(1, int(ALPHA * box.rows))
    for name, limit in box.limits.items():
        others = sheet.held({other: one for other, one in box.limits.items() if other != name})
        outside = sheet.column(name)[others & ~sheet.within(name, limit)]
        if name in sheet.levels:
            added = [sheet.levels[name][int(code)] for code in np.unique(outside)]
            yield from (sheet.bare({**box.limits, name: (*limit, one)}) for one in added)
            continue
        low, high = float(limit[0]), float(limit[-1])
        below, above = np.sort(outside[outside < low])[::-1][:take], np.sort(outside[outside > high])[:take]
        if len(below):
            yield sheet.bare({**box.limits, name: (float(below[-1]), high)})
        if len(above):
            yield sheet.bare({**box.limits, name: (low, float(above[-1]))})
