"""Worlds of the fitted market that look like the company's figures: drawn as all worlds are, kept where they agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.calibration import values_of
from experiments.worlds import FEWEST_DRAWS, LOWEST_RATE, World, draw_world

if TYPE_CHECKING:
    from experiments.calibration_posterior import Floats
    from experiments.calibration_runs import Laboratory
    from experiments.calibration_targets import Statistic
    from sim import Scenario

FIRST = 40      # draws looked at before the share of accepted ones is known: assumption
MOST = 10       # draws for each world wanted


@dataclass(frozen=True)
class Ensemble:
    """Accepted worlds, what each shows, and how many draws were looked at."""

    worlds: list[World]
    shown: Floats       # worlds × statistics of the laboratory
    drawn: int

    @property
    def rate(self) -> float:
        """The share of draws that were accepted."""
        return len(self.worlds) / self.drawn if self.drawn else 0.0


def ensemble(fitted: Scenario, laboratory: Laboratory, judged: Sequence[Statistic], n: int) -> Ensemble:
    """Return the first n draws of the fitted market whose judged statistics lie in their bands.

    Fewer are returned if, after 100 draws, fewer than 5 % are accepted, or after ten times n draws.
    """
    names = [one.id for one in laboratory.statistics]
    places, bands = [names.index(one.id) for one in judged], np.array([one.band for one in judged]).reshape(-1, 2)
    worlds, rows, drawn = list[World](), list[Any](), 0
    while len(worlds) < n and drawn < MOST * n and not _is_hopeless(len(worlds), drawn):
        wanted = math.ceil((n - len(worlds)) * drawn / max(len(worlds), 1)) if drawn else FIRST
        draws = [draw_world(fitted, fitted.seed, drawn + k) for k in range(min(wanted, MOST * n - drawn, 2 * n))]
        found = laboratory.show([one.nature for one in draws], [[one.seed] for one in draws])
        shown = np.concatenate([values_of(laboratory.statistics, several) for several in found])
        agrees = ((shown[:, places] >= bands[:, 0]) & (shown[:, places] <= bands[:, 1])).all(axis=1)
        for world, row in zip(np.array(draws, dtype=object)[agrees], shown[agrees], strict=True):
            worlds.append(replace(world, number=len(worlds) + 1))
            rows.append(row)
        drawn += len(draws)
    looked_at = drawn if len(worlds) < n else worlds[n - 1].draw + 1
    return Ensemble(worlds[:n], np.array(rows[:n]).reshape(-1, len(names)), looked_at)


def _is_hopeless(found: int, drawn: int) -> bool:
    return drawn >= FEWEST_DRAWS and found < LOWEST_RATE * drawn
