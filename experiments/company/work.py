"""What a fit to a sheet runs, in order: settings tried out, uncertainties fitted, worlds drawn and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from experiments.batch_folder import kept_inputs
from experiments.calibration import FRESH_SEEDS, Found, search_values
from experiments.calibration_market import fitted_market
from experiments.calibration_plan import REPLICATIONS, FitPlan, market_file
from experiments.calibration_runs import Laboratory
from experiments.company import forecast
from experiments.company.ensemble import Ensemble, ensemble
from experiments.company.kept import as_kept
from experiments.company.settings import ROUNDS, SEEDS, Draft, tried_out
from experiments.company.wanted import spending
from sim import ScenarioError

if TYPE_CHECKING:
    from experiments.batch import Progress
    from experiments.batch_store import Store
    from experiments.calibration_targets import Statistic
    from experiments.company.months import Months
    from experiments.execution import Crew

KIND, COMMAND = "company", "goodwill company fit"
MARKS = {"en": "own numbers", "de": "eigene Zahlen"}
FIGURE_WEEKS = (0, 51)      # a year, whatever is simulated beyond it for a forecast
ABOUT_TRIED = 1.5           # draws looked at for each accepted one, for the display of progress only


@dataclass(frozen=True)
class Made:
    """What was run: the plan, what the fit found, the figures that select worlds, and the worlds."""

    plan: FitPlan
    found: Found
    judged: list[Statistic]
    measured: tuple[Statistic, ...]
    crowd: Ensemble

    @property
    def unmet(self) -> list[str]:
        """Fitted figures that the market cannot show: worlds are not selected by them."""
        kept = {one.id for one in self.judged}
        return [one.id for one in self.plan.statistics if one.id not in kept]


@dataclass(frozen=True)
class Work:
    """A fit about to be run."""

    draft: Draft
    name: str
    evaluations: int
    worlds: int
    on_progress: Progress
    tell: Callable[[str], None]

    @property
    def kept_back(self) -> Months | None:
        """The months, if some of them are to be forecast."""
        months = self.draft.sheet.months
        return months if months is not None and months.forecasts else None

    def run(self, store: Store, crew: Crew, begun: Callable[[FitPlan], None]) -> Made:
        """Run it; `begun` is called once the plan is known.

        Raises:
            ScenarioError: if no world shows what the sheet says.
        """
        searched = self.evaluations * REPLICATIONS + 2 * FRESH_SEEDS
        total = ROUNDS * SEEDS + searched + int(ABOUT_TRIED * self.worlds)
        settings = tried_out(self.draft, store, crew, self.on_progress, total=total, tell=self.tell)
        plan = self.plan(settings)
        begun(plan)
        laboratory = Laboratory(plan.scenario, plan.statistics, store, crew, self.on_progress, total, ROUNDS * SEEDS)
        found = search_values(plan, laboratory, self.evaluations, self.tell)
        judged, measured = met(plan, found), self.measured()
        months, fitted = self.kept_back, fitted_market(plan, found.point, found.ranges)
        weeks = fitted.weeks if months is None else max(fitted.weeks, forecast.weeks_of(months))
        fitted = fitted.model_copy(update={"weeks": weeks})
        drawing = Laboratory(fitted, measured, store, crew, self.on_progress, total, laboratory.done)
        crowd = ensemble(fitted, drawing, judged, self.worlds)
        if not crowd.worlds:
            raise ScenarioError(_no_world(self.draft, judged, crowd))
        return Made(plan, found, judged, measured, crowd)

    def plan(self, settings: dict[str, float]) -> FitPlan:
        """Return the fit: as many uncertainties as there are figures that speak of one, in their order."""
        draft, scenario = self.draft, self.draft.scenario(settings)
        names = [one.uncertainty for one in draft.settings if one.uncertainty]
        ranges = {name: scenario.uncertainties[name][1] for name in names}
        return FitPlan(
            self.name, market_file(draft.sheet.market), scenario, draft.statistics(draft.fitted), draft.sheet.file,
            ranges, REPLICATIONS, COMMAND, draft.tree(settings), MARKS,
        )

    def measured(self) -> tuple[Statistic, ...]:
        """Return everything that is measured in a world: fitted figures first, then all others, then months."""
        fitted, months = self.draft.fitted, self.kept_back
        rest = [name for name in self.draft.wanted if name not in fitted]
        wanted = (*self.draft.statistics([*fitted, *rest]), spending())
        figures = tuple(replace(one, weeks=FIGURE_WEEKS) for one in wanted)
        return figures if months is None else (*figures, *forecast.statistics(months))

    def manifest(self, plan: FitPlan, *, complete: bool) -> dict[str, Any]:
        """Return what is needed to run it again."""
        own = {"kind": KIND, "worlds": self.worlds, "sheet": as_kept(self.draft.sheet)}
        return plan.manifest(self.evaluations, complete=complete) | own | kept_inputs(self.draft.base)


def met(plan: FitPlan, found: Found) -> list[Statistic]:
    """Return the figures that the fitted values show within their bands; by others no world could be selected."""
    means = found.fresh.mean(axis=0)
    return [one for one, x in zip(plan.statistics, means, strict=True) if one.band[0] <= x <= one.band[1]]


def _no_world(draft: Draft, judged: list[Statistic], crowd: Ensemble) -> list[str]:
    names = ", ".join(f"{one.id} ({draft.wanted[one.id].cell})" for one in judged)
    return [f"{draft.sheet.file}: none of {crowd.drawn} worlds shows {names} at once; give wider ranges, such as 12–15"]
