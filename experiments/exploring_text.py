"""Sensitivity and discovery as plain lines and rows: the sentences first, then the numbers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from experiments.aligned import Column, table
from experiments.exploring_words import condition, share, short_unit
from experiments.languages import _, marked
from experiments.report.formats import Scale, Scales, number, plain, text

WIDTH = 100
SHOWN = 15      # inputs in the table; the others stand in the report, in JSON and in CSV
VERDICTS = {"matters": marked("matters"), "small": marked("does not matter"), "open": marked("open"), "few": "–"}


def _width() -> int:
    return min(WIDTH, shutil.get_terminal_size().columns)


def _sentences(data: Mapping[str, Any]) -> Iterator[str]:
    for sentence in data["sentences"]:
        yield from wrap(sentence, _width())
    yield ""


def sensitivity_lines(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a person wants to read first."""
    yield from _sentences(data)
    scale = scale_of(data)
    heads = [f"{effect_head(data)}, {scale.unit_of_difference}".strip(", "), _("from"), _("to")]
    columns = [Column(_("input"), is_right=False, gives_way=True), *map(Column, heads), Column("", is_right=False)]
    rows = [
        [f"{text(row['label'])} ({span_of(row)})", *sizes(row, scale), text(VERDICTS[row["verdict"]])]
        for row in data["factors"][:SHOWN]
    ]
    yield from table(columns, rows, _width())
    if len(data["factors"]) > SHOWN:
        yield _("and {n} more, all smaller", n=len(data["factors"]) - SHOWN)
    yield ""


def effect_head(data: Mapping[str, Any]) -> str:
    """Return what the size of an input is called."""
    return _("effect") if data["method"] == "morris" else _("share of variance")


def scale_of(data: Mapping[str, Any]) -> Scale:
    """Return how effects, or shares of the variance, are shown."""
    outcome, largest = data["outcome"], [row["high_end"] for row in data["factors"]]
    if data["method"] == "sobol":
        return Scale(100.0, 0, "%", "%")
    divisor = 1e6 if max(map(abs, largest)) >= 2e5 else 1e3
    return Scales(data["currency"], divisor).of_kind(outcome["kind"], largest, text(outcome["unit"]))


def sizes(row: Mapping[str, Any], scale: Scale) -> list[str]:
    """Write the size of an effect and the ends of its interval, if it has one, without the unit."""
    ends = (None, None) if row["verdict"] == "few" else (row["low_end"], row["high_end"])
    return [number(scale.shown(x), scale.decimals) for x in (row["effect"], *ends)]


def span_of(row: Mapping[str, Any]) -> str:
    """Write the range over which an input was moved."""
    if row["low"] is None:
        return _("{n} inputs", n=len(row["members"]))
    return _("{low} to {high}", low=plain(row["low"]), high=plain(row["high"])) + short_unit(row["unit"])


def discovery_lines(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a person wants to read first."""
    yield from _sentences(data)
    boxes = [(place, box) for place, box in enumerate(data["boxes"], start=1) if box["limits"]]
    if not boxes:
        return
    columns = [Column(_("box")), Column(_("restriction"), is_right=False, gives_way=True), Column(_("coverage")),
               Column(_("density")), Column(_("mass")), Column(_("quasi-p")), Column(_("again"))]
    rows = []
    for place, box in boxes:
        measures = [share(box[key]) for key in ("coverage", "density", "mass")]
        for at, limit in enumerate(box["limits"]):
            own = [plain(limit["quasi_p"]), f"{limit['reproduced']}/{box['halves']}"]
            shown = [str(place), *measures] if at == 0 else [""] * 4
            rows.append([shown[0], condition(limit), *shown[1:], *own])
    yield from table(columns, rows, _width())
    yield ""


def restrictions(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row per restriction of each box, as comma-separated values have it."""
    for at, box in enumerate(data["boxes"], start=1):
        for limit in box["limits"] or [{"name": "", "low": None, "high": None, "categories": [], "quasi_p": None}]:
            yield {
                "box": at, **{key: box[key] for key in ("coverage", "density", "mass", "cases", "rows", "p")},
                "input": limit["name"], "low": limit["low"], "high": limit["high"],
                "categories": "|".join(limit["categories"]), "quasi_p": limit["quasi_p"],
            }
