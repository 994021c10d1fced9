"""What came out of a run, from week 0 on: arrays for computing, tidy tables for reading, a folder for keeping."""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.books import LINES, LINES_AT, MAX_ROUTES, ROUTES, SCOPES, Route, slot_of
from sim import panel
from sim.history import QUARTER, Books, OnDemand
from sim.manifests import FORMAT, described, program_digest, sealed, table_digests
from sim.metrics import METRICS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from sim.market import Market

KEYS = ("cause", "department", "channel", "actor")
UNITS = {"week": "weeks", "amount": "currency", "change": "0..1, sum over people", "quality": "0..1",
         "persons": "people"}  # fmt: skip
PEOPLE = {"everyone": None, "customers": "customers", "cohort": "cohort"}


@dataclass
class Results:
    """The results of one run; the week axis starts with week 0, after the warm-up.

    A view: metrics are computed when they are asked for, so ask before the market is restored, played on or closed.
    """

    market: Market
    start: int

    @classmethod
    def of(cls, market: Market) -> Results:
        """Return the results of a market as played so far."""
        return cls(market, market.warm_up_weeks)

    @property
    def firms(self) -> list[str]:
        """Names of the firms."""
        return [firm.name for firm in self.market.firms]

    @property
    def segments(self) -> list[str]:
        """Names of the segments."""
        return list(self.market.segments)

    @property
    def lines(self) -> list[str]:
        """Names of the money lines."""
        return [entry.name for entry in LINES]

    @property
    def routes(self) -> list[Route]:
        """Why trust may have changed."""
        return list(ROUTES)

    @property
    def weeks(self) -> np.ndarray:
        """Week numbers, from 0."""
        return np.arange(max(0, self.market.week))

    @cached_property
    def books(self) -> Books:
        """The books, warm-up included."""
        return Books(self.market)

    def metric(self, name: str) -> np.ndarray:
        """Return one metric, (weeks, firms)."""
        return METRICS[name].of(self.books)[self.start :]

    @cached_property
    def metrics(self) -> Mapping[str, np.ndarray]:
        """Every metric, (weeks, firms)."""
        return OnDemand(METRICS, self.metric)

    @cached_property
    def segment_metrics(self) -> Mapping[str, np.ndarray]:
        """Every metric that segments have, (weeks, segments, firms)."""
        names = [name for name, entry in METRICS.items() if entry.by_segment]
        return OnDemand(names, lambda name: METRICS[name].of(self.books.segments)[self.start :])

    @property
    def money(self) -> np.ndarray:
        """Money lines, (weeks, firms, lines), currency at market size; revenue positive, cost negative."""
        return self.market.money[self.start : self.books.weeks]

    @property
    def money_by_segment(self) -> np.ndarray:
        """Money lines that stem from single customers, (weeks, segments, firms, lines)."""
        pages = self.market.history[self.start : self.books.weeks, :, :-1, LINES_AT : LINES_AT + len(LINES)]
        return np.asarray(pages * self.market.represents)

    def trust_ledger(self, scope: str = "cohort") -> np.ndarray:
        """Return sums over persons of changes of trust, (weeks, segments, firms, routes).

        Args:
            scope: everyone; customers (present ones, with the routes left and joined); cohort (customers of week 0).

        Raises:
            ValueError: for an unknown scope.
        """
        at = SCOPES.index(_known(scope)) * MAX_ROUTES
        pages = self.market.history[self.start : self.books.weeks, :, :-1, at : at + len(ROUTES)]
        return np.asarray(pages * self.market.represents)

    def people(self, scope: str = "cohort") -> np.ndarray:
        """Return persons of a scope at the end of the week, (weeks, segments, firms), at market size."""
        pages = self.market.history[self.start : self.books.weeks]
        if _known(scope) == "everyone":
            everybody = pages[..., slot_of("customers")].sum(axis=2)[:, :, None]
            return np.asarray(np.repeat(everybody, len(self.firms), axis=2) * self.market.represents)
        return np.asarray(pages[:, :, :-1, slot_of(str(PEOPLE[scope]))] * self.market.represents)

    # tables -------------------------------------------------------------------------------------

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """One row per week and firm, one column per metric; units in `attrs`."""
        import pandas as pd

        weeks, firms = len(self.weeks), len(self.firms)
        table = pd.DataFrame({
            "week": np.repeat(self.weeks, firms), "firm": self.firms * weeks,
            **{name: values.reshape(-1) for name, values in self.metrics.items()},
        })  # fmt: skip
        return self._labelled(table)

    @cached_property
    def segments_table(self) -> pd.DataFrame:
        """One row per week, segment and firm."""
        import pandas as pd

        weeks, segments, firms = len(self.weeks), len(self.segments), len(self.firms)
        table = pd.DataFrame({
            "week": np.repeat(self.weeks, segments * firms),
            "segment": np.repeat(self.segments, firms).tolist() * weeks,
            "firm": self.firms * (weeks * segments),
            **{name: values.reshape(-1) for name, values in self.segment_metrics.items()},
        })  # fmt: skip
        return self._labelled(table)

    @cached_property
    def trust_ledger_table(self) -> pd.DataFrame:
        """Changes of the cohort's trust: one row per week, firm and route with any."""
        import pandas as pd

        changes = self.trust_ledger("cohort").sum(axis=1)
        week, firm, reason = np.nonzero(changes)
        keys = {name: [getattr(ROUTES[r], name) for r in reason] for name in KEYS}
        table = pd.DataFrame({
            "week": week, "firm": np.array(self.firms)[firm], **keys, "change": changes[week, firm, reason],
        })  # fmt: skip
        return self._labelled(table)

    @cached_property
    def trust_detail(self) -> pd.DataFrame:
        """Changes of the cohort's trust per 13 weeks: one row per quarter, segment, firm and route with any.

        `week` is the first of the 13, `persons` those of the firm's cohort in the segment, at market size.
        """
        import pandas as pd

        changes, persons = self.trust_ledger("cohort"), self.people("cohort")
        quarters = np.add.reduceat(changes, np.arange(0, len(changes), QUARTER), axis=0) if len(changes) else changes
        quarter, segment, firm, reason = np.nonzero(quarters)
        keys = {name: [getattr(ROUTES[r], name) for r in reason] for name in KEYS}
        table = pd.DataFrame({
            "week": quarter * QUARTER, "segment": np.array(self.segments)[segment],
            "firm": np.array(self.firms)[firm], **keys,
            "persons": persons[0, segment, firm] if len(persons) else [],
            "change": quarters[quarter, segment, firm, reason],
        })  # fmt: skip
        return self._labelled(table)

    @cached_property
    def money_ledger(self) -> pd.DataFrame:
        """One row per week, firm and line with any money."""
        import pandas as pd

        week, firm, line = np.nonzero(self.money)
        table = pd.DataFrame({
            "week": week, "firm": np.array(self.firms)[firm], "line": np.array(self.lines)[line],
            "amount": self.money[week, firm, line],
        })  # fmt: skip
        return self._labelled(table)

    @cached_property
    def journeys(self) -> pd.DataFrame:
        """Touchpoints of the followed customers, one row each, from week 0 on."""
        return self._labelled(panel.touchpoints(self.market, KEYS))

    @cached_property
    def moves(self) -> pd.DataFrame:
        """What the followed customers did (joined, gave notice, bought, …), one row each, from week 0 on."""
        return self._labelled(panel.moves(self.market))

    @property
    def touchpoints_lost(self) -> int:
        """Touchpoints of followed customers for which the panel had no room."""
        room = self.market.world.touches.shape[1]
        return sum(max(0, int(n) - room) for n in self.market.world.n_touches[: self.market.followed])

    def _labelled(self, table: pd.DataFrame) -> pd.DataFrame:
        """Put run, scenario and seed in front; keep units in the metadata."""
        run = f"{self.market.spec.name}-{self.market.seed}"
        for name, value in (("seed", self.market.seed), ("scenario", self.market.spec.name), ("run", run)):
            table.insert(0, name, value)
        units = {name: entry.unit for name, entry in METRICS.items()} | UNITS
        named = {"currency": self.market.spec.market.currency}
        table.attrs["units"] = {name: named.get(unit, unit) for name, unit in units.items() if name in table.columns}
        return table

    # files --------------------------------------------------------------------------------------

    def manifest(self) -> dict[str, Any]:
        """Return what is needed to play this run again, and what came out, as JSON-able values."""
        spec = self.market.spec
        origin = described(spec)
        return {
            "kind": "run", "format": FORMAT, "scenario": origin["values"], "origins": origin["origins"],
            "files": origin["files"], "scenario_digest": origin["digest"], "seed": self.market.seed,
            "nature": self.market.drawn, "customers": self.market.n, "weeks": int(self.market.week),
            "code": program_digest(), "versions": versions(),
            "digest": self.market.digest(), "represents": self.market.represents, "followed": self.market.followed,
            "touchpoints_beyond_the_panel": self.touchpoints_lost, "cohort": self._cohort(),
        }  # fmt: skip

    def _cohort(self) -> dict[str, float]:
        """Return the persons of each firm's cohort, at market size."""
        if not len(self.weeks):
            return {}
        return {firm: float(self.people("cohort")[0, :, n].sum()) for n, firm in enumerate(self.firms)}

    def write(self, folder: Path | str) -> Path:
        """Write manifest and tables into a folder, which may not hold results yet.

        Raises:
            FileExistsError: if the folder holds a manifest already.
        """
        folder = Path(folder)
        if (folder / "manifest.json").exists():
            raise FileExistsError(f"{folder} holds results already: choose another folder")
        folder.mkdir(parents=True, exist_ok=True)
        tables = {
            "weekly": self.weekly, "segments": self.segments_table, "trust_ledger": self.trust_ledger_table,
            "trust_detail": self.trust_detail, "money_ledger": self.money_ledger, "journeys": self.journeys,
            "moves": self.moves,
        }  # fmt: skip
        for name, table in tables.items():
            table.to_parquet(folder / f"{name}.parquet", index=False)
        text = json.dumps(sealed(self.manifest() | {"tables": table_digests(tables)}), indent=1)
        (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
        return folder


def _known(scope: str) -> str:
    """Return a scope of the trust ledger, or refuse it."""
    if scope not in SCOPES:
        raise ValueError(f"unknown scope '{scope}'; there are {', '.join(SCOPES)}")
    return scope


def versions() -> dict[str, str]:
    """Return the versions that results may depend on."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": platform.python_version(), "machine": platform.machine()}
    for name in ("goodwill", "mesa", "numpy", "numba", "scipy", "pandas"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
