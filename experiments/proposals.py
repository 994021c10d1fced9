"""Which points a search tries next: whole generations, a pure function of the seed and of what was found before.

Nothing here is saved. A search that is run again proposes the same points, finds their results among the finished runs,
and so goes on where it ended: neither interruptions nor the number of workers can show in its result.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.designs import latin_hypercube

if TYPE_CHECKING:
    import optuna

Point = dict[str, float]
Ranges = Mapping[str, tuple[float, float]]
GENERATION = 20     # points proposed together, before any of them is known: assumption
CYCLE, SPREAD = 5, 2    # of five generations of a fit two are spread evenly: assumption
DIGITS = 4          # significant digits of a proposed value: what a person would write down


@dataclass(frozen=True, slots=True)
class Tried:
    """A point and what was found there, smaller being better; None where its runs failed."""

    point: Point
    losses: tuple[float, ...] | None
    start: int = 0


def written(value: float, ends: tuple[float, float]) -> float:
    """Return a value as it is written down, within its range."""
    return min(max(float(f"{value:.{DIGITS}g}"), ends[0]), ends[1])


def spread_points(ranges: Ranges, n: int, seed: int) -> list[Point]:
    """Return n points spread over all ranges at once, by a Latin hypercube."""
    shares = latin_hypercube(list(ranges), n, seed)
    return [
        {name: written(low + (high - low) * float(u), (low, high))
         for u, (name, (low, high)) in zip(row, ranges.items(), strict=True)}
        for row in shares
    ]


class Proposer:
    """Proposes points from those told: by NSGA-II for several objectives (Deb 2002), by TPE for one (Bergstra 2011)."""

    def __init__(self, ranges: Ranges, objectives: int, seed: int) -> None:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.ERROR)
        self._ranges = ranges
        self._space = {
            name: optuna.distributions.FloatDistribution(low, high) for name, (low, high) in ranges.items()
        }
        self._study = optuna.create_study(
            directions=["minimize"] * objectives, sampler=_sampler(objectives, seed % 2**32),
        )

    def told(self, tried: Tried) -> None:
        """Take note of a point that was not asked for."""
        import optuna

        failed = tried.losses is None
        self._study.add_trial(optuna.trial.create_trial(
            params=dict(tried.point), distributions=dict(self._space),
            values=None if tried.losses is None else list(tried.losses),
            state=optuna.trial.TrialState.FAIL if failed else optuna.trial.TrialState.COMPLETE,
        ))

    def proposed(self, given: Sequence[Point], n: int) -> list[tuple[Any, Point]]:
        """Return n points, the given ones first, each with the trial by which its result is told."""
        import optuna

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
            for point in given[:n]:
                self._study.enqueue_trial(point)
            trials = [self._study.ask(dict(self._space)) for _ in range(n)]
        return [
            (trial, {name: written(trial.params[name], ends) for name, ends in self._ranges.items()})
            for trial in trials
        ]

    def tell(self, trial: Any, losses: tuple[float, ...] | None) -> None:
        """Say what was found at a proposed point."""
        import optuna

        if losses is None:
            self._study.tell(trial, state=optuna.trial.TrialState.FAIL)
        else:
            self._study.tell(trial, list(losses))


def _sampler(objectives: int, seed: int) -> optuna.samplers.BaseSampler:
    import optuna

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        if objectives > 1:
            return optuna.samplers.NSGAIISampler(population_size=GENERATION, seed=seed)
        return optuna.samplers.TPESampler(seed=seed, n_startup_trials=GENERATION, multivariate=True)


def searched(
    ranges: Ranges, n: int, judge: Callable[[list[Point]], list[tuple[float, ...] | None]], *, objectives: int,
    seed: int, given: Sequence[Point] = (),
) -> Iterator[Tried]:
    """Yield n points tried, generation by generation: first those given and a spread one, then what is proposed.

    The last generation may be cut off by n; a call with a larger n goes through the same points first.
    """
    first = [*given, *spread_points(ranges, max(1, GENERATION - len(given)), seed)]
    proposer, done = Proposer(ranges, objectives, seed), 0
    while done < n:
        asked = proposer.proposed(first if not done else (), min(GENERATION, n - done))
        found = judge([point for _, point in asked])
        for (trial, point), losses in zip(asked, found, strict=True):
            proposer.tell(trial, losses)
            yield Tried(point, losses)
        done += len(asked)


def searched_from_starts(
    ranges: Ranges, n: int, judge: Callable[[list[Point]], list[tuple[float, ...] | None]], *, starts: int, seed: int,
) -> Iterator[Tried]:
    """Yield n points tried: of five generations two are spread evenly, three proposed by searches in turn.

    Each search knows the spread points (start 0) and its own. Where they end in different places with losses alike, the
    data do not decide between these.
    """
    proposers = [Proposer(ranges, 1, seed + 1 + start) for start in range(starts)]
    done, turn = 0, 0
    for generation in itertools.count():
        size = min(GENERATION, n - done)
        if size <= 0:
            return
        if generation % CYCLE < SPREAD:
            points = spread_points(ranges, GENERATION, seed + generation)[:size]
            for tried in map(Tried, points, judge(points)):
                for proposer in proposers:
                    proposer.told(tried)
                yield tried
        else:
            asked = proposers[turn % starts].proposed((), size)
            for (trial, point), losses in zip(asked, judge([point for _, point in asked]), strict=True):
                proposers[turn % starts].tell(trial, losses)
                yield Tried(point, losses, turn % starts + 1)
            turn += 1
        done += size


def front(losses: Sequence[tuple[float, ...]]) -> list[int]:
    """Return the points than which no other is at least as good in everything and better in something (Pareto)."""
    table = np.asarray(losses, dtype=np.float64)
    return [
        row for row in range(len(table))
        if not ((table <= table[row]).all(axis=1) & (table < table[row]).any(axis=1)).any()
    ]


def thinned(losses: Sequence[tuple[float, ...]], most: int) -> list[int]:
    """Return at most so many points, those kept that lie far from others; the best of each objective always stay."""
    table = np.asarray(losses, dtype=np.float64)
    reach = np.ptp(table, axis=0)
    scaled = (table - table.min(axis=0)) / np.where(reach > 0, reach, 1.0)
    kept, ends = list(range(len(table))), {int(place) for place in table.argmin(axis=0)}
    while len(kept) > max(most, len(ends)):
        gaps = np.linalg.norm(scaled[kept][:, None] - scaled[kept][None], axis=2) + np.diag([np.inf] * len(kept))
        order = np.argsort(gaps.min(axis=1), kind="stable")
        kept.remove(next(kept[place] for place in order if kept[place] not in ends))
    return kept
