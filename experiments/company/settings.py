"""Settings that are tried out: each is moved until the status quo shows the figure that belongs to it.

A price list, a lever or the middle of an uncertainty cannot be read off a sheet; but which simulated figure it moves,
and about how, is known. Few rounds of one run per seed suffice, before anything is fitted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from agents.parameters import LEVERS, UNCERTAINTIES
from experiments.calibration_plan import CUSTOMERS, WEEKS
from experiments.calibration_runs import Laboratory, seeds_of, tell_failures
from experiments.company.inputs import market_tree
from experiments.company.wanted import CONTACTS, Wanted, measures, statistics
from sim import Scenario, load

if TYPE_CHECKING:
    from experiments.batch import Progress
    from experiments.batch_store import Store
    from experiments.calibration_targets import Statistic
    from experiments.company.sheet import Sheet
    from experiments.execution import Crew

ROUNDS, SEEDS = 3, 4        # of trying out: assumption, enough where a setting moves its figure about in proportion
FARTHEST = 3.0              # times by which one round moves a setting at most
Rule = Callable[[float, float, float], float]   # setting, wanted, shown -> the next setting


def _in_proportion(x: float, wanted: float, shown: float) -> float:
    return x * _ratio(wanted, shown)


def _ratio(wanted: float, shown: float) -> float:
    return min(max(wanted / shown, 1 / FARTHEST), FARTHEST) if shown > 0 else FARTHEST


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that is tried out for a figure; `world.` names an uncertainty, `lever.` a lever of the status quo."""

    name: str
    figure: str
    rule: Rule = _in_proportion

    @property
    def uncertainty(self) -> str:
        """The uncertainty that it moves; none where it is something else."""
        return self.name.removeprefix("world.") if self.name.startswith("world.") else ""

    def start(self, base: Scenario, wanted: float) -> float:
        """Return where to begin."""
        if self.uncertainty:
            return base.uncertainties[self.uncertainty][0]
        if not self.name.startswith("lever."):
            return 0.0 if self.name.startswith("switching.") else 1.0
        name = self.name.removeprefix("lever.")
        today = base.market.status_quo.levers.get(name, LEVERS[name].default)
        return 0.0 if wanted <= 0 else today or 0.2

    def within(self, x: float) -> float:
        """Return the nearest value that is allowed."""
        low, high = 0.05, 50.0
        if self.uncertainty:
            low, high = UNCERTAINTIES[self.uncertainty].bounds
        elif self.name.startswith("lever."):
            lever = LEVERS[self.name.removeprefix("lever.")]
            low, high = lever.low, lever.high
        elif self.name.startswith("switching."):
            low, high = -4.0, 4.0
        return float(f"{min(max(x, low), high):.4g}")


# in the order in which uncertainties are fitted; one figure moves one setting
SETTINGS = (
    Setting("world.inertia", "churn", lambda x, w, s: x - math.log(_ratio(w, s))),
    Setting("world.routine_hazard", CONTACTS),
    Setting("world.dropping", "products", lambda x, w, s: x * _ratio(max(s - 1, 0.01), max(w - 1, 0.01))),
    Setting("world.own_demand", "sales"),
    Setting("world.person_solves", "fcr", lambda x, w, s: x + (w - s) / 100),
    Setting("world.staff_turnover", "turnover_staff"),
    Setting("world.winning", "cac"),
    Setting("scale", "price"),
    Setting("delivery", "margin", lambda x, w, s: x + (s - w) / 100),
    Setting("switching.term", "churn_term", lambda x, w, s: x - math.log(_ratio(w, s))),
    Setting("switching.free", "churn_free", lambda x, w, s: x - math.log(_ratio(w, s))),
    Setting("lever.campaign_reach", "campaigns"),
    Setting("lever.hidden_fees", "fees"),
    Setting("lever.written_share", "contacts_written"),
    Setting("lever.self_service", "contacts_self"),
    Setting("lever.branch_density", "contacts_branch"),
    Setting("lever.bot_share", "bot"),
    Setting("lever.staffing", "wait", lambda x, w, s: x * _ratio(s, w) ** (1 / 6)),    # waits react six times as much
)


@dataclass(frozen=True)
class Draft:
    """A company's market while its settings are tried out."""

    sheet: Sheet
    base: Scenario
    wanted: Mapping[str, Wanted]

    @property
    def settings(self) -> list[Setting]:
        """The settings for which there is a figure."""
        return [one for one in SETTINGS if one.figure in self.wanted]

    @property
    def cells(self) -> dict[str, Wanted]:
        """The figure of each setting."""
        return {one.name: self.wanted[one.figure] for one in self.settings}

    @property
    def fitted(self) -> list[str]:
        """The figures to which uncertainties are fitted."""
        return [one.figure for one in self.settings if one.uncertainty]

    def statistics(self, names: Iterable[str]) -> tuple[Statistic, ...]:
        """Return the wanted figures of these names as statistics, in this order."""
        how = measures(self.wanted, self.sheet.given["customers"].value)
        return statistics([self.wanted[name] for name in names], how, self.base)

    def start(self) -> dict[str, float]:
        """Return the settings to begin with."""
        return {one.name: one.within(one.start(self.base, self.wanted[one.figure].value)) for one in self.settings}

    def tree(self, settings: Mapping[str, float]) -> dict[str, Any]:
        """Return the market as the sheet and the settings have it."""
        return market_tree(self.sheet, self.base, settings, self.cells)

    def scenario(self, settings: Mapping[str, float], *, weeks: int = WEEKS) -> Scenario:
        """Return it as a scenario; every mistake that the market's own checks find is raised."""
        return read_tree(self.sheet.market, self.tree(settings), self.base.seed, weeks)


def read_tree(market: str, tree: Mapping[str, Any], seed: int, weeks: int = WEEKS) -> Scenario:
    """Read a market that differs by a tree from another one, as its file would be read."""
    extended = str(Path(market).resolve()) if market.endswith(".yaml") else market
    with TemporaryDirectory() as folder:
        file = Path(folder) / "markets" / "own.yaml"
        file.parent.mkdir()
        text = yaml.safe_dump({"extends": extended, **tree, "targets": []}, allow_unicode=True)
        file.write_text(text, encoding="utf-8")
        return load(file, sets=[f"customers={CUSTOMERS}", f"weeks={weeks}", f"seed={seed}"])


def tried_out(
    draft: Draft, store: Store, crew: Crew, progress: Progress, *, total: int, tell: Callable[[str], None],
) -> dict[str, float]:
    """Return the settings under which the status quo shows the figures, as far as they reach."""
    settings, shown_by = draft.start(), draft.statistics([one.figure for one in draft.settings])
    for number in range(ROUNDS):
        scenario = draft.scenario(settings)
        nature = {name: value for name, (value, _) in scenario.uncertainties.items()}
        laboratory = Laboratory(scenario, shown_by, store, crew, progress, total, number * SEEDS)
        rows = laboratory.show([nature], [seeds_of(scenario.seed, SEEDS, "try")])
        tell_failures(rows, tell)
        shown = {one.id: float(np.mean([row.measures.get(one.id, np.nan) for row in rows[0]])) for one in shown_by}
        for one in draft.settings:
            if one.figure in shown and math.isfinite(shown[one.figure]):
                moved = one.rule(settings[one.name], draft.wanted[one.figure].value, shown[one.figure])
                settings[one.name] = one.within(moved)
    return settings
