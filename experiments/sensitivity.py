"""Which inputs move an output: designs and indices of Morris and Sobol, as plain tables; the arithmetic is SALib's.

A design is a table with a column per factor and a row per run; outputs are one number per row. The same tables go to
`batch(…, points=design)` and into SALib's own functions. Numbers that are not finite are refused: SALib passes over
them in silence, and what it then says is wrong.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Method: TypeAlias = Literal["morris", "sobol"]
Ranges: TypeAlias = Mapping[str, tuple[float, float]]
METHODS: tuple[Method, ...] = get_args(Method)
LEVELS = 4          # of Morris's grid, the usual number: both ends of a range, and a third and two thirds of it
RESAMPLES = 1_000   # bootstrap of the intervals
NAMED = 5           # rows named in a message


class NotFiniteError(ValueError):
    """Outputs that are no finite numbers; no index can be had from them, nor from the rest without them."""


def problem(ranges: Ranges, groups: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return factors as SALib describes them; `groups`: factor → group of those that move together."""
    bounds = [list(ends) for ends in ranges.values()]
    found: dict[str, Any] = {"num_vars": len(ranges), "names": list(ranges), "bounds": bounds}
    return found | ({"groups": [groups[name] for name in ranges]} if groups else {})


def design(
    ranges: Ranges, method: Method, n: int, *, seed: int = 0, groups: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the runs that a method wants: Morris n·(k + 1) (Morris 1991), Sobol n·(k + 2) (Saltelli et al. 2010).

    The first n of a larger design are the same runs, so that a design can be extended.

    Args:
        ranges: factor → its lowest and highest value.
        method: morris (n trajectories) or sobol (n base points, a power of 2).
        n: how many.
        seed: which draw.
        groups: of Morris: factor → group; the factors of a group move together, and k counts groups.

    Raises:
        ValueError: if n does not fit the method, or there is no factor.
    """
    if not ranges:
        raise ValueError("a sensitivity needs a factor at least")
    if n < 2 or (method == "sobol" and n & (n - 1)):
        raise ValueError(f"{method} needs 2 or more{', a power of 2,' if method == 'sobol' else ''} and not {n}")
    sample = _sobol_sample(ranges, n, seed) if method == "sobol" else _trajectories(ranges, n, seed, groups)
    low, high = np.array(list(ranges.values()), dtype=np.float64).T
    return pd.DataFrame(np.clip(sample, low, high), columns=list(ranges))


def _sobol_sample(ranges: Ranges, n: int, seed: int) -> Floats:
    from SALib.sample import sobol as sampler  # type: ignore[import-untyped]

    return np.asarray(sampler.sample(problem(ranges), n, calc_second_order=False, seed=seed))


def _trajectories(ranges: Ranges, n: int, seed: int, groups: Mapping[str, str] | None) -> Floats:
    """Return trajectories, each of a seed of its own: later ones leave the first as they are."""
    from SALib.sample.morris import sample  # type: ignore[import-untyped]

    seeds = np.random.SeedSequence(seed).generate_state(n)
    described = problem(ranges, groups)
    several = [sample(described, 1, num_levels=LEVELS, local_optimization=False, seed=int(one)) for one in seeds]
    return np.concatenate(several)


def finite(outputs: ArrayLike, labels: Sequence[str] = ()) -> Floats:
    """Return outputs as numbers.

    Raises:
        NotFiniteError: if one is missing or infinite, naming the runs by their labels or rows.
    """
    values = np.asarray(outputs, dtype=np.float64)
    bad = np.flatnonzero(~np.isfinite(values))
    if len(bad):
        named = ", ".join(labels[k] if labels else f"row {k}" for k in bad[:NAMED])
        rest = f" and {len(bad) - NAMED} more" if len(bad) > NAMED else ""
        raise NotFiniteError(
            f"{len(bad)} of {len(values)} outputs are no finite numbers ({named}{rest}); without them no index can be "
            "computed: mend or narrow what makes these runs fail"
        )
    return values


def morris(
    table: pd.DataFrame, outputs: ArrayLike, *, groups: Mapping[str, str] | None = None, level: float = 0.95,
    labels: Sequence[str] = (),
) -> pd.DataFrame:
    """Return elementary effects, a row per factor or group, the largest first.

    Columns: factor; mu_star, the mean size of an effect (Campolongo et al. 2007), with its interval mu_star_low and
    mu_star_high; mu, the mean effect with its sign; sigma, how much effects differ with where the others stand. All in
    the output's unit per whole range of the factor. The interval is SALib's, from resampled trajectories; it ends at 0.

    Args:
        table: a design made by `design(…, "morris", …)` or by SALib with 4 levels.
        outputs: a number per row.
        groups: as in `design`.
        level: of the intervals.
        labels: what rows are called in messages.

    Raises:
        NotFiniteError: if an output is no finite number.
        ValueError: if the design is not one of Morris.
    """
    from SALib.analyze import morris as analysis  # type: ignore[import-untyped]

    values, k = finite(outputs, labels), len(set(groups.values()) if groups else table.columns)
    if len(values) != len(table) or len(table) % (k + 1) or len(table) < 2 * (k + 1):
        raise ValueError(f"{len(table)} runs and {len(values)} outputs are no two or more trajectories of {k + 1} runs")
    found = analysis.analyze(
        problem(_ends(table), groups), table.to_numpy(dtype=np.float64), values, num_levels=LEVELS, conf_level=level,
        num_resamples=RESAMPLES, seed=0,
    )
    columns = {name: np.asarray(found[name], dtype=np.float64) for name in ("mu_star", "mu", "sigma")}
    tidy = pd.DataFrame({"factor": list(found["names"]), **columns})
    return _with_interval(tidy, "mu_star", found["mu_star_conf"])


def sobol(
    table: pd.DataFrame, outputs: ArrayLike, *, level: float = 0.95, labels: Sequence[str] = (),
) -> pd.DataFrame:
    """Return shares of the output's variance, a row per factor, the largest total first.

    Columns: factor; S1, what the factor brings on its own; ST, what it brings together with all others (Saltelli et al.
    2010); the ends of their bootstrap intervals (S1_low, …), which may lie below 0 or above 1.

    Args:
        table: a design made by `design(…, "sobol", …)` or by SALib without second-order indices.
        outputs: a number per row.
        level: of the intervals.
        labels: what rows are called in messages.

    Raises:
        NotFiniteError: if an output is no finite number.
        ValueError: if the design is not one of Sobol, or all outputs are equal.
    """
    from SALib.analyze import sobol as analysis

    values, k = finite(outputs, labels), len(table.columns)
    if len(values) != len(table) or len(table) % (k + 2):
        raise ValueError(f"{len(table)} runs and {len(values)} outputs are no base points of {k + 2} runs each")
    if np.ptp(values) == 0:
        raise ValueError("all outputs are equal; there is no variance to share out")
    found = analysis.analyze(
        problem(_ends(table)), values, calc_second_order=False, num_resamples=RESAMPLES, conf_level=level, seed=0,
    )
    tidy = pd.DataFrame({"factor": list(table.columns), "S1": found["S1"], "ST": found["ST"]})
    return _with_interval(_with_interval(tidy, "S1", found["S1_conf"], least=-math.inf), "ST", found["ST_conf"])


def _ends(table: pd.DataFrame) -> dict[str, tuple[float, float]]:
    return {str(name): (float(table[name].min()), float(table[name].max())) for name in table}


def _with_interval(table: pd.DataFrame, index: str, half: ArrayLike, *, least: float = 0.0) -> pd.DataFrame:
    """Add the ends of an index's interval and sort by it."""
    halves = np.asarray(half, dtype=np.float64)
    ends = {f"{index}_low": np.maximum(least, table[index] - halves), f"{index}_high": table[index] + halves}
    return table.assign(**ends).sort_values(index, ascending=False, kind="stable", ignore_index=True)
