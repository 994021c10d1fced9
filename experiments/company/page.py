"""The page of a fit to a sheet: your figure, what is simulated, and what your figures say nothing about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.company.words import (
    figure_rows,
    forecast_rows,
    given_rows,
    say,
    sentences,
    silent_rows,
    uncertainty_rows,
)
from experiments.phrases import spoken
from experiments.report.charts import Chart, chart
from experiments.report.formats import capital, number, plain
from experiments.report.research import Page, Part, facts_of, tabled, write_page
from experiments.report.tracks import Track, tracks

if TYPE_CHECKING:
    from os import PathLike

REACH = 4.0     # tolerances that the axis shows on either side: assumption


def write_company(data: Mapping[str, Any], path: str | PathLike[str]) -> Path:
    """Write the page of a fit to a sheet, in the language that is spoken, and return its path."""
    return write_page(page(data), path)


def page(data: Mapping[str, Any]) -> Page:
    """Return what the page shows."""
    title = spoken().text(data["title"]) or data["market"]
    setting = say("setting", sheet=data["sheet"], market=title)
    return Page(say("document"), say("question"), setting, tuple(sentences(data)), tuple(_parts(data)),
                facts_of(data["provenance"]), data["provenance"]["versions"]["version"])


def _parts(data: Mapping[str, Any]) -> Iterator[Part]:
    yield Part("figures", say("figures"), say("figures_lead"), (_figures(data),))
    yield Part("identified", say("identified"), say("identified_lead"), (_identified(data),))
    if it := data["forecast"]:
        lead = say("forecast_lead", fitted=it["fitted"], first=it["months"][0])
        yield Part("forecast", say("forecast"), lead, table=tabled(*forecast_rows(it)))
    if data["unanswered"]:
        rows = given_rows(data["unanswered"], why=True)
        yield Part("unanswered", say("unanswered"), say("unanswered_lead"), table=tabled(*rows, words=3))
    yield Part("silent", say("silent"), say("silent_lead"), table=tabled(*silent_rows(data)))
    yield Part("given", say("given"), say("given_lead"), table=tabled(*given_rows(data["set"], why=False), words=2))


def _figures(data: Mapping[str, Any]) -> Chart:
    word, rows = spoken().text, []
    for one in data["figures"]:
        low, middle, high = ((one[key] - one["value"]) / one["tolerance"] for key in ("p10", "p50", "p90"))
        value = f"{plain(one['p50'])} / {plain(one['value'])} {word(one['unit'])}"
        rows.append(Track(capital(word(one["label"])), value, (-1.0, 1.0), (low, high), (middle,), 0.0))
    names = (say("tolerance"), say("worlds"), say("middle"), say("yours"))
    figure = tracks(rows, axis=say("figures_axis"), names=names, ribbon=(-1.0, 1.0), extent=(-REACH, REACH))
    said = "; ".join(f"{row.label} {number(row.points[0], 1, signed=True)}" for row in rows)
    return chart("figures", figure, tabled(*figure_rows(data), words=4), caption=say("figures_caption"),
                 label=say("figures_label", rows=said))


def _identified(data: Mapping[str, Any]) -> Chart:
    word, rows = spoken().text, []
    for one in data["fit"]["uncertainties"].values():
        low, high = one["plausible"]
        place = [(x - low) / (high - low) for x in (*one["likely"][::2], one["value"], one["before"])]
        ends = say("between", low=plain(one["likely"][0]), high=plain(one["likely"][2]))
        rows.append(Track(capital(word(one["about"])), f"{ends} {word(one['unit'])}", (0.0, 1.0), (place[0], place[1]),
                          (place[2],), place[3]))
    names = (say("plausible"), say("likely"), say("value"), say("was"))
    figure = tracks(rows, axis=say("identified_axis"), names=names, numbered=False)
    said = "; ".join(f"{row.label} {row.value}" for row in rows)
    return chart("identified", figure, tabled(*uncertainty_rows(data), words=2), caption=say("identified_caption"),
                 label=say("identified_label", rows=said))
