"""A study from the question to the table, to read and to run: `python docs/tutorial_research.py`.

The question: does it still pay to be customer-centric where wages rise, and how much of the answer is luck? Everything
is small, so that it runs in a minute; the numbers to raise for a paper are named at the end.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from experiments import batch, worlds
from experiments.calibration import calibrate
from experiments.discovery import discover
from experiments.luck import variance_components
from experiments.search import optimise
from experiments.sensitivity import design, morris

SMALL = {"customers": 500, "weeks": 52}


def tell(*parts: object) -> None:
    """Show something."""
    sys.stdout.write(" ".join(map(str, parts)) + "\n\n")


def main(folder: Path) -> None:
    """Run the study in a folder."""
    # 1  Worlds are a table: plausible draws of everything nobody knows. Save it, share it, cite it.
    shared = worlds("mobile_telecom", n=2)
    tell("share of draws that look like the market:", shared.attrs["accepted_share"])
    shared.attrs = {}
    shared.to_parquet(folder / "worlds.parquet")

    # 2  An experiment is a mapping, or the same as a YAML file. Strategies × points × worlds × seeds.
    experiment = {
        "name": "wages",
        "scenario": "mobile_telecom",
        "settings": SMALL,
        "strategies": ["product_centric", "customer_centric"],
        "factors": {"wage": {"path": "market.uncertainties.wage", "levels": [32, 44]}},
        "worlds": str(folder / "worlds.parquet"),
        "replications": 2,
        "measures": {
            "value": {"outcome": "value"},
            "profit": {"metric": "profit", "take": "present_value"},
            "trust": {"outcome": "trust_cohort"},
        },
    }

    # 3  Run it. Stop it whenever you like: the same call goes on where it ended.
    done = batch(experiment, folder / "results")
    tell(done.runs.head())
    tell("failed:", len(done.failed), "digest:", done.digest[:16])

    # 4  Compare run by run, never mean by mean: both strategies met the same people with the same luck.
    gaps = done.differences()
    tell(gaps.groupby("wage")[["profit", "trust"]].mean())

    # 5  How much of the difference is what nobody knows, and how much is luck?
    tell(variance_components(gaps, "profit"))

    # 6  What moves the difference most, and where does it fall behind? SALib's methods and PRIM, on plain tables.
    table = design({"wage": (32.0, 44.0), "fatigue": (0.1, 0.2)}, "morris", 10)
    varied = {name: {"path": f"market.uncertainties.{name}"} for name in table}
    short = {"customers": 500, "weeks": 26, "market": {"warm_up": 26}}
    screened = batch(
        {**experiment, "settings": short, "factors": varied, "worlds": "central", "replications": 1}, points=table,
    )
    profits = screened.differences()["profit"]
    tell(morris(table, profits))
    for one in discover(screened.conditions(), profits < profits.median(), shuffles=19):
        tell("below the middle where", one.box.limits, "coverage", one.box.coverage, "density", one.box.density)

    # 7  More seeds later leave the first ones as they are.
    more = batch(experiment, folder / "results", add_replications=1)
    first = more.runs[more.runs["replication"] < 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(first, done.runs)

    # 8  Other programs read the same file.
    table = pd.read_parquet(folder / "results" / "runs.parquet")
    tell("columns for R, Stata or Julia:", ", ".join(table.columns))
    table.to_csv(folder / "runs.csv", index=False)

    # 9  Look for settings that are better in several things at once; judge them in worlds the search never met.
    found = optimise(
        "mobile_telecom", folder / "search", strategy="bot_first", outcomes=["profit", "trust_cohort"], evaluations=4,
        worlds=1, judged=1, **SMALL,
    )
    tell(found.front[["strategy", "profit_searched", "profit_fresh", "bot_share"]])

    # 10  Fit what nobody knows to what you know of your market; what the figures leave open keeps its range.
    figures = pd.DataFrame({"statistic": ["contacts", "trust"], "value": [6.0e6, 0.48], "tolerance": [3e5, 0.02]})
    fit = calibrate(
        "energy_supply", figures, folder / "fit", fit=["routine_hazard", "usual_trust"], evaluations=8,
        replications=1, **SMALL,
    )
    tell(fit.table[["value", "state"]], "\nto run or compare:", fit.file)

    # For a paper: 100 worlds or more, 10,000 customers, 260 weeks, and the manifest beside the table.


if __name__ == "__main__":
    place = Path(sys.argv[1] if len(sys.argv) > 1 else "results/tutorial")
    place.mkdir(parents=True, exist_ok=True)
    main(place)
