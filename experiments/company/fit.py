"""A market fitted to a company's own figures: what is read, run and written, in one call."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.batch import Progress, crew_for
from experiments.batch_folder import save_tables, write_manifest
from experiments.batch_store import Store
from experiments.calibration import begin
from experiments.calibration_market import FOLDER, market_text, write_market
from experiments.company.findings import described
from experiments.company.settings import Draft
from experiments.company.sheet import Sheet, read_sheet
from experiments.company.wanted import wanted_of
from experiments.company.work import KIND, Made, Work
from experiments.worlds import as_table
from sim import Scenario, load
from sim.scenario import list_shipped

EVALUATIONS = 50    # points tried: what two cores do within two minutes beside the rest (assumption about patience)
WORLDS = 100        # accepted ones, as reports want them (users.md S3)


@dataclass(frozen=True)
class CompanyFit:
    """The result of `fit_company`: everything as one dictionary, accepted worlds as a table, the market's text."""

    data: dict[str, Any]
    worlds: pd.DataFrame
    market: str
    file: Path | None

    @property
    def table(self) -> pd.DataFrame:
        """Each figure: yours, what 8 of 10 accepted worlds show, and whether the middle one agrees."""
        names = ("id", "value", "tolerance", "unit", "cell", "use", "p10", "p50", "p90", "within")
        return pd.DataFrame([{name: one[name] for name in names} for one in self.data["figures"]])


def fit_company(
    sheet: str | Path, out: str | Path | None = None, *, worlds: int = WORLDS, evaluations: int = EVALUATIONS,
    seed: int | None = None, workers: int | None = None, executor: Executor | None = None,
    on_progress: Progress | None = None, on_note: Callable[[str], None] | None = None,
) -> CompanyFit:
    """Fit a market to a company's sheet.

    Args:
        sheet: the filled file, xlsx or csv.
        out: folder in which finished runs, the market and the worlds are kept; without one, memory.
        worlds: accepted worlds wanted.
        evaluations: points tried in the fit.
        seed: another one is other luck; default: the market's.
        workers: processes; the result does not depend on it.
        executor: an executor of one's own, used and left open.
        on_progress: called with runs done and runs in all.
        on_note: called with a line about what is done next.

    Raises:
        ScenarioError: for a sheet that cannot be used, with every mistake by its cell; nothing is run or written.
    """
    read = read_sheet(sheet)
    base = load(read.market, sets=[] if seed is None else [f"seed={seed}"])
    return fit_sheet(
        read, base, _named(Path(sheet)), out, worlds=worlds, evaluations=evaluations, workers=workers,
        executor=executor, on_progress=on_progress, on_note=on_note,
    )


def fit_sheet(
    read: Sheet, base: Scenario, name: str, out: str | Path | None = None, *, worlds: int = WORLDS,
    evaluations: int = EVALUATIONS, workers: int | None = None, executor: Executor | None = None,
    on_progress: Progress | None = None, on_note: Callable[[str], None] | None = None,
) -> CompanyFit:
    """Fit a market to a sheet that was read; what the options mean, `fit_company` says.

    Args:
        read: the sheet.
        base: the market that it names, with the seed.
        name: of the new market.
    """
    started, draft = time.monotonic(), Draft(read, base, wanted_of(read, base))
    first = draft.scenario(draft.start())       # says what the market's own checks find, before anything is written
    work = Work(draft, name, evaluations, worlds, on_progress or (lambda _done, _total: None),
                on_note or (lambda _line: None))
    folder = None if out is None else Path(out)
    file = None if folder is None else folder / FOLDER / f"{work.name}.yaml"
    begin(folder, file, KIND)
    with Store(folder) as store, crew_for(first, workers, cluster=None, executor=executor) as crew:
        made = work.run(store, crew, lambda plan: write_manifest(folder, work.manifest(plan, complete=False)))
        store.settle()
    origin = work.manifest(made.plan, complete=True) | {"seconds": round(time.monotonic() - started, 1)}
    data = described(draft, made) | {"provenance": origin}
    text = market_text(made.plan, data["fit"], file.parent if file else Path(), unmet=made.unmet)
    table = as_table(made.crowd.worlds)
    if folder is not None and file is not None:
        write_market(file, text)
        write_manifest(folder, origin | {"tables": save_tables(folder, _tables(made, table))})
    return CompanyFit(data, table, text, file)


def _named(file: Path) -> str:
    words = re.sub(r"[^a-z0-9]+", "_", file.stem.casefold()).strip("_") or "own"
    return f"{words}_own" if words in list_shipped("markets") else words


def _tables(made: Made, worlds: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the worlds, what each shows, and the points tried."""
    shown = pd.DataFrame(made.crowd.shown, columns=[one.id for one in made.measured])
    shown.insert(0, "world", worlds["world"])
    return {"worlds": worlds, "shown": shown, "candidates": made.found.table(made.plan)}
