"""Calibration: which values of named uncertainties let a market show the figures that it is said to show.

A search looks for values whose statistics lie near the targets; an emulator of all runs then says which values agree
with the targets, which uncertainties are pinned down by them, and which trade off. What comes out is a market file.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.batch import Progress, crew_for
from experiments.batch_folder import MANIFEST, read_manifest, save_tables, write_manifest
from experiments.batch_store import STORE, Store
from experiments.batch_tasks import Row
from experiments.calibration_data import described
from experiments.calibration_market import fitted_market, market_text, write_market
from experiments.calibration_plan import KIND, FitPlan, plan_fit
from experiments.calibration_posterior import Posterior, emulate, luck_of, posterior, scaled_to
from experiments.calibration_runs import Laboratory, seeds_of, tell_failures
from experiments.proposals import Point, Tried, searched_from_starts, written
from experiments.worlds import World, draw_world
from sim import ScenarioError

if TYPE_CHECKING:
    from experiments.calibration_posterior import Emulator, Floats
    from experiments.calibration_targets import Statistic

EVALUATIONS = 200
STARTS = 3          # searches that know nothing of each other: assumption
FRESH_SEEDS = 4     # by which the best values are chosen, none of them of the search
CHECKS = 20         # worlds of the fitted market that are looked at


@dataclass(frozen=True)
class Calibration:
    """The result of `calibrate`: everything as one dictionary, every point tried, and the market as a text."""

    plan: FitPlan
    data: dict[str, Any]
    tried: pd.DataFrame
    market: str
    file: Path | None

    @property
    def table(self) -> pd.DataFrame:
        """The fitted uncertainties: value, range, and whether the targets pin it down."""
        return pd.DataFrame.from_dict(self.data["uncertainties"], orient="index").rename_axis("uncertainty")


def calibrate(
    market: str | Path, targets: str | Path | pd.DataFrame, out: str | Path | None = None, *,
    evaluations: int = EVALUATIONS, workers: int | None = None, cluster: str | None = None,
    executor: Executor | None = None, on_progress: Progress | None = None, on_note: Callable[[str], None] | None = None,
    **options: Any,
) -> Calibration:
    """Fit named uncertainties of a market to targets given as a table.

    Args:
        market: name or file of a market.
        targets: a CSV file or a DataFrame: statistic, value, tolerance (or low and high), weight, …
        out: folder in which finished runs and the market are kept; without one, memory.
        evaluations: points tried in all, those of earlier calls included.
        workers: processes; the result does not depend on it.
        cluster: address of a Dask scheduler whose workers are used instead.
        executor: any other `concurrent.futures.Executor`, used and left open.
        on_progress: called with runs done and runs in all.
        on_note: called with a line about what is done next.
        options: as `plan_fit` takes them: fit, name, replications, sets, and customers, weeks, seed.

    Raises:
        ScenarioError: for input that cannot be used, all problems at once; nothing is run or written.
    """
    plan = plan_fit(market, targets, evaluations=evaluations, **options)
    return calibrate_plan(
        plan, out, evaluations=evaluations, workers=workers, cluster=cluster, executor=executor,
        on_progress=on_progress, on_note=on_note,
    )


def calibrate_plan(
    plan: FitPlan, out: str | Path | None = None, *, evaluations: int = EVALUATIONS, workers: int | None = None,
    cluster: str | None = None, executor: Executor | None = None, on_progress: Progress | None = None,
    on_note: Callable[[str], None] | None = None,
) -> Calibration:
    """Run a fit whose options are resolved; what they mean, `calibrate` says."""
    tell, folder = on_note or (lambda _: None), None if out is None else Path(out)
    file = None if folder is None else folder / "markets" / f"{plan.name}.yaml"
    begin(folder, file)
    started, total = time.monotonic(), runs_of(plan, evaluations) + CHECKS
    with Store(folder) as store, crew_for(plan.scenario, workers, cluster=cluster, executor=executor) as crew:
        write_manifest(folder, plan.manifest(evaluations, complete=False))
        laboratory = Laboratory(
            plan.scenario, plan.statistics, store, crew, on_progress or (lambda _done, _total: None), total,
        )
        found = search_values(plan, laboratory, evaluations, tell)
        draws, shown = _checked(plan, laboratory, found)
        store.settle()
    seconds = {"seconds": round(time.monotonic() - started, 1)}
    origin = plan.manifest(evaluations, complete=True) | seconds
    data = found.described(plan, shown) | {"provenance": origin}
    text = market_text(plan, data, file.parent if file else Path())
    table = found.table(plan)
    if folder is not None and file is not None:
        write_market(file, text)
        tables = {"candidates": table, "checks": _checks_table(plan, draws, shown)}
        write_manifest(folder, origin | {"tables": save_tables(folder, tables)})
    return Calibration(plan, data, table, text, file)


@dataclass(frozen=True)
class Found:
    """What a fit found: points tried, what agrees with the targets, the values taken and their new ranges."""

    tried: Sequence[Shown]
    emulator: Emulator
    likely: Posterior
    point: Point
    fresh: Floats
    ranges: Mapping[str, tuple[float, float]]

    def described(self, plan: FitPlan, checked: Floats) -> dict[str, Any]:
        """Return it as one dictionary; `checked` is what worlds of the fitted market show."""
        return described(plan, [one.tried for one in self.tried], (self.emulator, self.likely),
                         [one.shown for one in self.tried], chosen=(self.point, self.fresh, self.ranges),
                         checked=checked)

    def table(self, plan: FitPlan) -> pd.DataFrame:
        """Return every point tried."""
        return _table(plan, self.tried)


def runs_of(plan: FitPlan, evaluations: int) -> int:
    """Return how many runs a search takes."""
    return evaluations * plan.replications + 2 * FRESH_SEEDS


def search_values(
    plan: FitPlan, laboratory: Laboratory, evaluations: int, tell: Callable[[str], None],
) -> Found:
    """Try points, learn from them, and choose the values to take."""
    tried = _tried(plan, laboratory, evaluations, tell)
    emulator, likely = _learnt(plan, tried)
    point, fresh = _chosen(plan, laboratory, tried, likely)
    return Found(tried, emulator, likely, point, fresh, plan.fitted_ranges(point, likely))


def begin(folder: Path | None, file: Path | None, kind: str = KIND) -> None:
    """Look whether a folder may take a fit of this kind.

    Raises:
        ScenarioError: if it holds something else, or the market is there already.
    """
    if file is not None and file.exists():
        options = "--name or --out" if kind == KIND else "--out"
        raise ScenarioError([f"{file} is there already and is not replaced; choose another {options}"])
    if folder is None or not folder.exists():
        return
    known = read_manifest(folder) if folder.is_dir() else {}
    if (known is not None and known.get("kind") != kind) or (known is None and any(folder.iterdir())
                                                         and not (folder / STORE).is_dir()):
        raise ScenarioError([f"{folder} holds something else ({MANIFEST}); name a new folder, or empty this one"])


@dataclass(frozen=True)
class Shown:
    """A point tried, and its statistics: seeds × statistics."""

    tried: Tried
    shown: Floats


def _tried(
    plan: FitPlan, laboratory: Laboratory, evaluations: int, tell: Callable[[str], None],
) -> list[Shown]:
    """Try all points, each with seeds of its own: luck that all shared would be taken for what the market is like."""
    shown: list[Floats] = []
    n, seed = plan.replications, plan.scenario.seed

    def judge(points: list[Point]) -> list[tuple[float, ...] | None]:
        seeds = [seeds_of(seed, n, "search", n * (len(shown) + k)) for k in range(len(points))]
        rows = laboratory.show([plan.nature(point) for point in points], seeds)
        tell_failures(rows, tell)
        found = [values_of(plan.statistics, several) for several in rows]
        shown.extend(found)
        return [loss_of(plan.statistics, values) for values in found]

    tried = list(searched_from_starts(plan.ranges, evaluations, judge, starts=STARTS, seed=plan.scenario.seed))
    return [Shown(one, values) for one, values in zip(tried, shown, strict=True)]


def values_of(statistics: Sequence[Statistic], rows: Sequence[Row]) -> Floats:
    """Return what runs show, runs × statistics; a number where there is none is missing."""
    return np.array([[row.measures.get(one.id, np.nan) for one in statistics] for row in rows], dtype=np.float64)


def loss_of(statistics: Sequence[Statistic], values: Floats) -> tuple[float] | None:
    """Return the weighted mean square of what the statistics miss, in tolerances; None where one is unknown."""
    means = values.mean(axis=0)
    weights = np.array([one.weight for one in statistics])
    missed = np.array([(x - one.value) / one.tolerance for x, one in zip(means, statistics, strict=True)])
    loss = float(weights @ missed**2 / weights.sum())
    return (loss,) if np.isfinite(loss) else None


def statistics_of(shown: Sequence[Floats]) -> Floats:
    """Return the means over seeds, points × statistics."""
    return np.array([values.mean(axis=0) for values in shown])


def _learnt(plan: FitPlan, tried: Sequence[Shown]) -> tuple[Emulator, Posterior]:
    """Learn from all points that did not fail how statistics depend on the uncertainties, and what agrees."""
    sound = [one for one in tried if one.tried.losses is not None]
    try:
        scaled = scaled_to(plan.ranges, [one.tried.point for one in sound])
        values = [one.shown for one in sound]
        emulator = emulate(scaled, statistics_of(values), luck_of(values) / plan.replications**0.5)
    except (ValueError, IndexError) as error:
        raise ScenarioError([f"{plan.scenario.name}: nothing can be fitted: {error}"]) from error
    value, tolerance, weight = (
        np.array([getattr(one, name) for one in plan.statistics]) for name in ("value", "tolerance", "weight")
    )
    likely = posterior(emulator, plan.ranges, value, tolerance, weights=weight, seed=plan.scenario.seed)
    return emulator, likely


def _chosen(
    plan: FitPlan, laboratory: Laboratory, tried: Sequence[Shown], likely: Posterior,
) -> tuple[Point, Floats]:
    """Return the values to take: the best point tried or the middle of what agrees, whichever fresh seeds prefer."""
    best = min((one.tried for one in tried if one.tried.losses), key=lambda one: one.losses or (np.inf,)).point
    middle = {
        name: written(float(x), ends) for x, (name, ends) in zip(likely.mean(), plan.ranges.items(), strict=True)
    }
    seeds = seeds_of(plan.scenario.seed, FRESH_SEEDS, "fresh")
    rows = laboratory.show([plan.nature(best), plan.nature(middle)], [seeds, seeds])
    found = [values_of(plan.statistics, several) for several in rows]
    losses = [(loss_of(plan.statistics, values) or (np.inf,))[0] for values in found]
    return (middle, found[1]) if losses[1] <= losses[0] else (best, found[0])


def _checked(plan: FitPlan, laboratory: Laboratory, found: Found) -> tuple[list[World], Floats]:
    """Draw worlds of the fitted market and return what each shows, worlds × statistics."""
    fitted = fitted_market(plan, found.point, found.ranges)
    draws = [draw_world(fitted, fitted.seed, draw) for draw in range(CHECKS)]
    rows = laboratory.show([world.nature for world in draws], [[world.seed] for world in draws])
    return draws, np.concatenate([values_of(plan.statistics, several) for several in rows])


def _checks_table(plan: FitPlan, draws: Sequence[World], shown: Floats) -> pd.DataFrame:
    table = pd.DataFrame([{"draw": world.draw, "seed": world.seed, **world.nature} for world in draws])
    return pd.concat([table, pd.DataFrame(shown, columns=[one.id for one in plan.statistics])], axis=1)


def _table(plan: FitPlan, tried: Sequence[Shown]) -> pd.DataFrame:
    """Return every point tried: the search that proposed it, its values, statistics (means over seeds) and loss."""
    names = [one.id for one in plan.statistics]
    return pd.DataFrame([
        {
            "candidate": number, "start": one.tried.start, **one.tried.point,
            **dict(zip(names, one.shown.mean(axis=0), strict=True)),
            "loss": one.tried.losses[0] if one.tried.losses else np.nan,
        }
        for number, one in enumerate(tried, start=1)
    ])
