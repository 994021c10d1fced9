"""How each kind of result is run again from its manifest alone: read first, with all mistakes told, then run."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.audit.outputs import MANIFEST, Output
from sim import Market, Scenario, ScenarioError, load
from sim.manifests import restored
from sim.scenario import Draft
from sim.scenario_errors import Problems

Run = Callable[[Path], object]


@dataclass(frozen=True)
class Call:
    """What is run again, by how many processes, and who is told how far it is."""

    output: Output
    workers: int | None
    tell: Callable[[int, int, str], None]
    executor: Executor | None = None

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest."""
        return self.output.manifest

    @property
    def shown(self) -> str:
        """How messages call the manifest."""
        return str(self.output.place / MANIFEST)

    def options(self, what: str) -> dict[str, Any]:
        """Return by whom it is run, and who is told how many are done of what."""
        return {"workers": self.workers, "executor": self.executor,
                "on_progress": lambda done, total: self.tell(done, total, what)}

    def scenarios(self) -> dict[str, Scenario]:
        """Return the scenarios by name.

        Raises:
            ScenarioError: with everything that is wrong with any of them.
        """
        found, problems = dict[str, Scenario](), list[str]()
        for name, entry in self.output.entries.items():
            try:
                found[name] = restored(entry, self.shown)
            except ScenarioError as error:
                problems += error.problems
        if problems or not found:
            raise ScenarioError(problems or [f"{self.shown}: holds no scenario"])
        return found


def run_again(call: Call) -> Run:
    """Prepare one run of a market."""
    scenario, kept = next(iter(call.scenarios().values())), call.manifest

    def run(place: Path) -> None:
        weeks, before = int(kept["weeks"]), scenario.market.warm_up
        market = Market(
            scenario, rng=kept["seed"], nature=kept["nature"], followed=kept["followed"], customers=kept["customers"],
            weeks=max(scenario.weeks, weeks),
        )
        try:
            for week in range(before + weeks):
                market.step()
                call.tell(week + 1, before + weeks, "weeks")
            market.run(0).results.write(place)
        finally:
            market.close()

    return run


def comparison_again(call: Call) -> Run:
    """Prepare a comparison: its arms, its design, its worlds drawn again or as they were handed in."""
    from experiments.compare import compare_plan
    from experiments.plan import Plan

    kept, design = call.manifest, call.manifest["design"]
    plan = Plan.of(call.scenarios(), design, pd.DataFrame(kept["worlds"]))

    def run(place: Path) -> None:
        found = compare_plan(
            plan, workers=call.workers, executor=call.executor, luck=design["luck"], booked_only=design["booked_only"],
            on_progress=lambda done, total, _line: call.tell(done, total, "worlds"),
        )
        found.write(place)

    return run


def batch_again(call: Call) -> Run:
    """Prepare a batch: the experiment as it was read, on the scenario that its manifest keeps."""
    from experiments.batch import batch

    study = study_of(call)

    def run(place: Path) -> None:
        batch(
            study, place, workers=call.workers, executor=call.executor,
            add_replications=int(call.manifest["extension"]),
            on_progress=lambda done, total: call.tell(done, total, "runs"),
        )

    return run


def study_of(call: Call) -> Any:
    """Return the experiment that a batch's manifest keeps; tables that it named are those of the folder.

    Raises:
        ScenarioError: if something in it is not valid here, or its scenario is not the one that was run.
    """
    from experiments.experiment_files import study_kept

    scenario = next(iter(call.scenarios().values()))
    kept = dict(call.manifest["experiment"])
    name, tables = kept.pop("name"), call.output.tables
    needed = [key for key, wanted in (("points", kept["design"] == "table"), ("worlds", is_table(kept["worlds"])))
              if wanted]
    missing = [f"{call.output.place}: {key}.parquet is missing, from which the {key} are taken" for key in needed
               if key not in tables]
    if missing:
        raise ScenarioError(missing)
    if "worlds" in needed:
        kept["worlds"] = str(tables["worlds"].resolve())
    points = pd.read_parquet(tables["points"]).drop(columns="point") if "points" in needed else None
    draft = Draft(call.shown, Problems(), values=call.output.entries[scenario.name]["values"])
    return study_kept(str(name), kept, draft, call.shown, points=points)


def is_table(worlds: Any) -> bool:
    """Whether an experiment's worlds were a table rather than a number or the central one."""
    return isinstance(worlds, str) and worlds != "central"


def claims_again(call: Call) -> Run:
    """Prepare claims: their files lie in the folder, their markets in the manifest."""
    from experiments.claims import load_claims, try_claims
    from experiments.claims.assembly import assemble
    from experiments.claims.tables import write
    from experiments.languages import voice

    kept = call.manifest
    files = [call.output.place / "files" / one["file"] for one in kept["claims"]]
    missing = [f"{path} is missing" for path in files if not path.is_file()]
    if missing:
        raise ScenarioError(missing)
    digests = {file.path.name: file.digest for file in load_claims([str(path) for path in files])}
    edited = [f"{call.output.place / 'files' / one['file']}: is not the claim that was tried (its digest differs)"
              for one in kept["claims"] if digests[one["file"]] != one["digest"]]
    if edited:
        raise ScenarioError(edited)
    scenarios = call.scenarios()

    def run(place: Path) -> None:
        trials = try_claims(
            [str(path) for path in files], worlds=kept["worlds_asked"], extend=kept["extended"],
            customers=kept["customers"], seed=kept["seed"], workers=call.workers, scenarios=scenarios,
            executor=call.executor, home=place.parent / "remembered", on_progress=call.tell,
        )
        write(trials, assemble(trials, voice(kept["language"])), place)

    return run


def search_again(call: Call) -> Run:
    """Prepare a search: its options are in the manifest, its scenario beside them."""
    from experiments.search import search_plan
    from experiments.search_plan import SearchPlan

    kept, (name, scenario) = call.manifest, next(iter(call.scenarios().items()))
    plan = SearchPlan.kept(kept, scenario, call.output.entries[name]["values"])

    def run(place: Path) -> None:
        search_plan(plan, place, evaluations=kept["evaluations"], **call.options("runs"))

    return run


def calibration_again(call: Call) -> Run:
    """Prepare a fit to a table of figures, which the manifest keeps as it was read."""
    from experiments.calibration import calibrate_plan
    from experiments.calibration_plan import plan_kept

    kept = call.manifest
    plan = plan_kept(kept, next(iter(call.scenarios().values())))

    def run(place: Path) -> None:
        calibrate_plan(plan, place, evaluations=kept["evaluations"], **call.options("runs"))

    return run


def company_again(call: Call) -> Run:
    """Prepare a fit to a company sheet: the manifest keeps what was read; the market that it names must be there.

    Raises:
        ScenarioError: if that market is not there, or not as it was.
    """
    from experiments.company.fit import fit_sheet
    from experiments.company.kept import as_read

    kept, (name, entry) = call.manifest, next(iter(call.output.entries.items()))
    sheet = as_read(kept["sheet"])
    base = load(sheet.market, sets=[f"seed={kept['seed']}"])
    if base.digest() != entry["digest"]:
        text = f"the market '{name}' that the sheet names is another one here than the fit was made from"
        raise ScenarioError([f"{call.shown}: {text}; take it back, or run 'goodwill company fit' again"])

    def run(place: Path) -> None:
        fit_sheet(
            sheet, base, kept["experiment"]["name"], place, worlds=kept["worlds"], evaluations=kept["evaluations"],
            **call.options("runs"),
        )

    return run


AGAIN: dict[str, Callable[[Call], Run]] = {
    "run": run_again, "comparison": comparison_again, "batch": batch_again, "claims": claims_again,
    "search": search_again, "calibration": calibration_again, "company": company_again,
}
