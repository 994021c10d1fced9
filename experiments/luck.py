"""How much of what differs between runs is luck: variance components of a batch's table.

Runs are crossed: every point of the design meets every world, and within a world every replication (seed), the same
ones at every point. y = mean + point + world + replication within world + point × world + the rest. Components are
estimated from the mean squares of the balanced table (Searle, Casella & McCulloch 1992, chapter 4), below 0 as 0. Luck
is what seeds bring: replication within world, and the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from experiments.batch_tables import Batch

Floats = NDArray[np.float64]
COMPONENTS = ("factors", "worlds", "factors × worlds", "luck")


def components(values: ArrayLike) -> dict[str, float]:
    """Return the variance that points, worlds, both together and luck bring.

    By hand, of one point: worlds [1, 3] and [5, 7]: within, the variance is 2; between the means 2 and 6 it is 8, of
    which luck makes 2/2; so worlds bring 7 and luck 2, 22 % of all.

    Args:
        values: (points, worlds, replications), at least two replications.

    Raises:
        ValueError: with fewer than two replications, or missing values.
    """
    y = np.asarray(values, dtype=np.float64)
    points, worlds, seeds = y.shape
    if seeds < 2:
        raise ValueError("luck shows between replications; there must be at least two")
    if not np.isfinite(y).all():
        raise ValueError("variance components need a value for every run")
    of_point, of_world = y.mean(axis=(1, 2)), y.mean(axis=(0, 2))
    of_both, of_seed, mean = y.mean(axis=2), y.mean(axis=0), float(y.mean())
    rest = y - of_both[:, :, None] - of_seed[None] + of_world[None, :, None]
    both = of_both - of_point[:, None] - of_world[None] + mean
    ms_rest = _mean_square(rest, (points - 1) * worlds * (seeds - 1))
    ms_seed = points * _mean_square(of_seed - of_world[:, None], worlds * (seeds - 1))
    ms_both = seeds * _mean_square(both, (points - 1) * (worlds - 1))
    ms_world = points * seeds * _mean_square(of_world - mean, worlds - 1)
    ms_point = worlds * seeds * _mean_square(of_point - mean, points - 1)
    luck = ms_seed if points == 1 else ms_rest + max(0.0, ms_seed - ms_rest) / points
    crossed = max(0.0, ms_both - ms_rest) / seeds if points > 1 and worlds > 1 else 0.0
    own_of_both = ms_both if worlds > 1 else ms_rest
    return {
        "factors": max(0.0, ms_point - own_of_both) / (worlds * seeds) if points > 1 else 0.0,
        "worlds": max(0.0, ms_world - ms_seed - seeds * crossed) / (points * seeds) if worlds > 1 else 0.0,
        "factors × worlds": crossed, "luck": luck,
    }


def _mean_square(deviations: Floats, freedom: int) -> float:
    return float((deviations**2).sum()) / freedom if freedom > 0 else 0.0


def variance_components(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the variance components of a measure, a row each: component, variance, share.

    Args:
        table: rows of one strategy with the columns point, world, replication: of `batch(…).runs`, or of
            `batch(…).differences()` for the difference to the reference. Worlds with a missing value are left out.
        measure: the column to take apart.

    Raises:
        ValueError: if strategies are mixed, rows are missing, or there is but one replication.
    """
    if "strategy" in table and len(table["strategy"].unique()) > 1:
        raise ValueError("variance components are those of one strategy; choose its rows first")
    wide = table.pivot_table(index="world", columns=["point", "replication"], values=measure, dropna=False)
    wide = wide.dropna()
    points, seeds = (table[name].nunique() for name in ("point", "replication"))
    if not len(wide) or wide.shape[1] != points * seeds:
        raise ValueError(f"'{measure}': no world has a value in every point and replication")
    cube = wide.sort_index(axis=1).to_numpy().reshape(len(wide), points, seeds).transpose(1, 0, 2)
    found = components(cube)
    total = sum(found.values())
    shares = [value / total if total > 0 else 0.0 for value in found.values()]
    return pd.DataFrame({"component": list(found), "variance": list(found.values()), "share": shares})


def luck_share(table: pd.DataFrame, measure: str) -> float | None:
    """Return the share of the variance of a measure that is luck; None where it cannot be told."""
    try:
        found = variance_components(table, measure)
    except ValueError:
        return None
    return float(found["share"].iloc[-1]) if found["variance"].sum() > 0 else None


def luck_shares(done: Batch) -> dict[str, dict[str, float | None]]:
    """Return luck's share of each measure's difference to the reference, by strategy; of one alone, of its level."""
    if done.plan.replications < 2:
        return {}
    single = len(done.study.arms) == 1
    table = done.runs if single else done.differences()
    return {
        str(strategy): {name: luck_share(rows, name) for name in done.measures}
        for strategy, rows in table.groupby("strategy", sort=False)
    }
