"""The page of a fit: simulated beside observed, and what the targets say of each uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.calibration_words import label_of, say, sentences, target_rows, uncertainty_rows
from experiments.languages import sayer
from experiments.report.charts import Chart, chart
from experiments.report.formats import capital, number, plain, text
from experiments.report.research import Page, Part, facts_of, tabled, write_page
from experiments.report.tracks import Track, tracks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from pathlib import Path

REACH = 4.0     # tolerances that the axis shows on either side; what lies beyond is drawn at its edge: assumption
WORDS: dict[str, str] = {
    "document": "Calibration",
    "targets": "Simulated beside observed",
    "targets_lead": "Each row is a target; its middle is the figure wanted, the grey band its tolerance. What lies "
    "beyond the axis is drawn at its edge.",
    "targets_caption": "How far the market is off, before and after",
    "targets_label": "Off the target, in tolerances: {rows}.",
    "targets_axis": "off the figure wanted, in tolerances",
    "before": "before: 8 of 10 points spread over what is plausible",
    "after": "after: 8 of 10 accepted worlds of the fitted market", "after_all": "after: 8 of 10 worlds of the fitted "
    "market, accepted or not",
    "fitted": "the fitted values", "wanted": "wanted",
    "uncertainties": "What the targets pin down",
    "uncertainties_lead": "Each uncertainty between the ends of what is plausible. A short bar: the targets pin it "
    "down. A bar as long as the row: they say nothing about it.",
    "uncertainties_caption": "Likely values of the fitted uncertainties",
    "uncertainties_label": "Likely values: {rows}.",
    "uncertainties_axis": "from the least to the most that is plausible",
    "plausible": "plausible", "likely": "likely (90 %)", "value": "the fitted value", "was": "the value before",
}
told = sayer(WORDS)


def write_calibration(data: Mapping[str, Any], path: str | PathLike[str]) -> Path:
    """Write the page of a fit and return its path."""
    return write_page(page(data), path)


def page(data: Mapping[str, Any]) -> Page:
    """Return what the page shows."""
    origin, title = data["provenance"], text(data["title"]) or data["market"]
    setting = say("setting", market=title, fitted=len(data["uncertainties"]), targets=len(data["targets"]),
                  tried=data["counts"]["tried"])
    parts = (
        Part("targets", told("targets"), told("targets_lead"), (_targets(data),)),
        Part("uncertainties", told("uncertainties"), told("uncertainties_lead"), (_uncertainties(data),)),
    )
    return Page(told("document"), say("question", market=title), setting, tuple(sentences(data)), parts,
                facts_of(origin), origin["versions"]["version"])


def _targets(data: Mapping[str, Any]) -> Chart:
    rows = []
    for one in data["targets"]:
        def off(x: float | None, one: Mapping[str, Any] = one) -> float:
            return 0.0 if x is None else (x - one["value"]) / one["tolerance"]

        spans = [(off(one[key]["p10"]), off(one[key]["p90"])) for key in ("before", "after")]
        value = f"{plain(one['fitted'])} / {plain(one['value'])} {text(one['unit'])}"
        rows.append(Track(capital(label_of(one)), value, spans[0], spans[1], (one["missed"],), 0.0))
    names = (told("before"), told("after_all" if data["checks"]["all_shown"] else "after"), told("fitted"),
             told("wanted"))
    figure = tracks(rows, axis=told("targets_axis"), names=names, ribbon=(-1.0, 1.0), extent=(-REACH, REACH))
    said = "; ".join(f"{row.label} {number(row.points[0], 1, signed=True)}" for row in rows)
    return chart("targets", figure, tabled(*target_rows(data), words=2), caption=told("targets_caption"),
                 label=told("targets_label", rows=said))


def _uncertainties(data: Mapping[str, Any]) -> Chart:
    rows = []
    for name, one in data["uncertainties"].items():
        low, high = one["plausible"]

        def place(x: float, low: float = low, high: float = high) -> float:
            return (x - low) / (high - low)

        ends = say("between", low=plain(one["likely"][0]), high=plain(one["likely"][2]))
        strong = (place(one["likely"][0]), place(one["likely"][2]))
        rows.append(Track(f"{name}: {text(one['about'])}", f"{ends} {text(one['unit'])}", (0.0, 1.0), strong,
                          (place(one["value"]),), place(one["before"])))
    names = (told("plausible"), told("likely"), told("value"), told("was"))
    figure = tracks(rows, axis=told("uncertainties_axis"), names=names, numbered=False)
    said = "; ".join(f"{row.label} {row.value}" for row in rows)
    return chart("uncertainties", figure, tabled(*uncertainty_rows(data), words=2),
                 caption=told("uncertainties_caption"), label=told("uncertainties_label", rows=said))
