"""Under which conditions an arm loses: uncertainties that separate the worlds, and the worlds that each side loses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments import statistics as st

Floats = NDArray[np.float64]
PERMUTATIONS = 999
MOST = 5            # conditions shown
LARGEST = 3         # losses shown per side
SHOWN = 5           # parameters shown per lost world
ENOUGH_EACH_SIDE = 5    # worlds above and below a cut: assumption
APART = 0.15            # by how much the shares ahead must differ for the cut to separate them: assumption


@dataclass(frozen=True, slots=True)
class Parameters:
    """The uncertainties of all worlds: names, labels, plausible ranges, values (worlds × names)."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    low: Floats
    high: Floats
    values: Floats

    @property
    def positions(self) -> Floats:
        """Where in its plausible range each value lies, 0 to 1."""
        width = np.where(self.high > self.low, self.high - self.low, 1.0)
        return np.asarray((self.values - self.low) / width)

    def varying(self) -> list[int]:
        """The columns that differ between worlds."""
        return [k for k in range(len(self.names)) if np.ptp(self.values[:, k]) > 0]


def _ranks(values: Floats) -> Floats:
    """Return ranks from 1, equals sharing their mean rank."""
    _, at, count = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count - 1) / 2)[at], dtype=np.float64)


def ranked(columns: Floats) -> Floats:
    """Return centred, scaled ranks per column, so that a product of two columns is Spearman's correlation."""
    ranks = np.column_stack([_ranks(column) for column in columns.T])
    centred = ranks - ranks.mean(axis=0)
    lengths = np.sqrt((centred**2).sum(axis=0))
    return np.asarray(centred / np.where(lengths > 0, lengths, 1.0))


def rank_correlations(differences: Floats, values: Floats) -> Floats:
    """Return Spearman's correlation of the differences with every column of values."""
    return np.asarray(ranked(values).T @ ranked(differences[:, None])[:, 0])


def adjusted_p(differences: Floats, values: Floats) -> Floats:
    """Return per column how often the largest |correlation| of shuffled worlds reaches its own.

    A permutation test of the maximum, which adjusts for having searched all columns (Westfall & Young 1993); the
    shuffles are seeded by the data.
    """
    n = len(differences)
    observed = np.abs(rank_correlations(differences, values))
    columns, ranks = ranked(values), ranked(differences[:, None])[:, 0]
    keys = st.scattered(st.data_seed(differences), PERMUTATIONS * n).reshape(PERMUTATIONS, n)
    largest = np.abs(ranks[np.argsort(keys, axis=1)] @ columns).max(axis=1)
    return np.asarray((1 + (largest[:, None] >= observed - 1e-12).sum(axis=0)) / (PERMUTATIONS + 1))


def conditions(
    good: Floats, margin: float, parameters: Parameters,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the uncertainties that separate ahead from behind, and leads: weaker, or moving size alone.

    Args:
        good: the primary difference per world, + as good.
        margin: beyond it a world counts as ahead.
        parameters: what differed between the worlds.

    Found by searching all uncertainties for rank correlation with the difference; a condition is kept when the search
    as a whole would find one as strong by chance in less than 5 %, and the shares of worlds ahead differ. The cut is
    the middle of the plausible range, not searched.
    """
    columns = parameters.varying()
    if len(good) < st.ENOUGH_WORLDS or not columns or np.ptp(good) == 0:
        return [], []
    values = parameters.values[:, columns]
    strength, p = np.abs(rank_correlations(good, values)), adjusted_p(good, values)
    order = sorted(range(len(columns)), key=lambda k: (-strength[k], columns[k]))
    entries = [_condition(good, margin, parameters, columns[k]) | {"p_adjusted": float(p[k])} for k in order]
    confirmed = [entry for entry in entries if entry["p_adjusted"] < 0.05 and separates(entry)]
    return confirmed[:MOST], [entry for entry in entries if entry not in confirmed][:MOST]


def separates(entry: dict[str, Any]) -> bool:
    """Whether the shares of worlds ahead above and below the cut differ, with worlds enough on either side."""
    above, below = entry["above"], entry["below"]
    if min(above["worlds"], below["worlds"]) < ENOUGH_EACH_SIDE:
        return False
    return bool(abs(above["ahead"] / above["worlds"] - below["ahead"] / below["worlds"]) >= APART)


def _condition(good: Floats, margin: float, parameters: Parameters, column: int) -> dict[str, Any]:
    cut = float(parameters.low[column] + parameters.high[column]) / 2
    above = parameters.values[:, column] > cut
    return {
        "name": parameters.names[column], "label": parameters.labels[column], "cut": cut,
        "above": {"worlds": int(above.sum()), "ahead": int((good[above] > margin).sum())},
        "below": {"worlds": int((~above).sum()), "ahead": int((good[~above] > margin).sum())},
    }


def losses(good: Floats, margin: float, parameters: Parameters, numbers: list[int]) -> list[dict[str, Any]]:
    """Return the worlds in which an arm loses by most, with the parameters that speak for the loss.

    Args:
        good: the arm's difference per world, + as good for the arm.
        margin: smaller losses are none.
        parameters: what differed between the worlds.
        numbers: the worlds' numbers.
    """
    columns = parameters.varying()
    enough = bool(columns) and len(good) > 2
    pull = rank_correlations(good, parameters.values[:, columns]) if enough else np.zeros(len(columns))
    worst = [int(i) for i in np.argsort(good, kind="stable")[:LARGEST] if good[i] < -margin]
    return [
        {"world": numbers[i], "difference": float(good[i]), "parameters": _parameters(parameters, columns, pull, i)}
        for i in worst
    ]


def _parameters(parameters: Parameters, columns: list[int], pull: Floats, world: int) -> list[dict[str, Any]]:
    """Return the parameters whose position in this world pushes most towards the loss."""
    position = parameters.positions[world, columns]
    push = pull * (position - 0.5)
    chosen = sorted(range(len(columns)), key=lambda k: (push[k], columns[k]))[:SHOWN]
    return [
        {
            "name": parameters.names[columns[k]], "label": parameters.labels[columns[k]],
            "value": float(parameters.values[world, columns[k]]),
            "plausible": [float(parameters.low[columns[k]]), float(parameters.high[columns[k]])],
            "position": float(position[k]),
        }
        for k in chosen
    ]
