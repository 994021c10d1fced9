"""Every sentence of a fit to a sheet, and its tables."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from typing import Any

from experiments.aligned import Column, table
from experiments.languages import sayer
from experiments.phrases import spoken
from experiments.report.formats import number, plain

WORDS: dict[str, str] = {
    "document": "Own numbers",
    "question": "Does the simulated market fit your figures?",
    "setting": "{sheet}, market taken: {market}; status quo, before anybody changes anything; all providers together",
    "met": "The simulated market shows {k} of {n} figures within their tolerance.",
    "crowd": "{n} of {drawn} plausible worlds look like your firm; they are in worlds.parquet.",
    "short": "There should be more: these figures seldom go together. Give ranges where you are unsure.",
    "missed": "Not met: {label} – your figure {value} {unit}, the middle world {p50} (8 of 10: {p10} to {p90}).",
    "unmet": "Worlds were not selected by {labels}: the market cannot show that figure.",
    "pinned": "Your figures pin down: {names}.",
    "partly": "Your figures narrow a little: {names}.",
    "open": "Not pinned down, the range stays: {names}.",
    "untouched": "Of {n} further uncertainties your figures say nothing; they stay as uncertain as before.",
    "beside": "{label}: the months show {value}, the sheet ‹Company› says {other} ({cell}). The months count.",
    "better": "{label}: off by {error} on average; ‘same as last year’ would be off by {naive}.",
    "forecast_sum": "Forecast of {n} months kept back: closer than ‘same as last year’ in {k} of {all} series.",
    "season": "The model knows no seasons: where it loses to ‘same as last year’, that is mostly why.",
    "programme": "Your programme costs {yearly} a year, {share} of what is spent on service, selling and data today "
    "({spent}). Compare with ‹--set budget.envelope={envelope}›.",
    "alike": "Figures are compared with all providers together, who all act alike before any change (assumption).",
    "figures": "Your figure beside the simulated one",
    "figures_lead": "Each row is a figure; its middle is your value, the grey band its tolerance. What lies beyond "
    "is drawn at the edge. On the right: the middle world / your figure.",
    "figures_axis": "off your figure, in tolerances",
    "figures_caption": "How far the worlds are off your figures",
    "figures_label": "Off your figure, in tolerances: {rows}.",
    "worlds": "8 of 10 worlds",
    "middle": "the middle world",
    "yours": "your figure",
    "figure": "figure",
    "unit": "unit",
    "cell": "cell",
    "simulated": "simulated, 8 of 10 worlds",
    "tolerance": "tolerance",
    "within": "within tolerance",
    "use": "how used",
    "use_fitted": "fitted",
    "use_tried": "set by trial",
    "use_compared": "only compared",
    "identified": "What your figures pin down – and what not",
    "identified_lead": "Each uncertainty between the ends of what is plausible. A short bar: your figures pin it "
    "down. A bar as long as the row: they say nothing about it.",
    "silent": "Of this your figures say nothing",
    "silent_lead": "How many uncertainties of each mechanism stay as the market taken has them. Every comparison "
    "draws them from their whole range.",
    "mechanism": "mechanism",
    "count": "uncertainties",
    "unanswered": "Figures that the model cannot answer",
    "unanswered_lead": "They were read and not used.",
    "why": "why",
    "given": "Taken as they are",
    "given_lead": "These figures stand in the new market, with their cell as the source.",
    "forecast": "Forecast of the months kept back",
    "forecast_lead": "Fitted to the first {fitted} months, forecast from {first} on. Error: mean deviation over the "
    "mean of the actual figures.",
    "series": "series",
    "error": "error of the simulation",
    "naive": "error of ‘same as last year’",
    "inside": "months within 8 of 10 worlds",
    "of": "{k} of {n}",
    "yes": "yes",
    "no": "no",
    "and": " and ",
    "between": "{low} to {high}",
    "series_customers": "customers",
    "series_gained": "customers won",
    "series_lost": "customers lost",
    "series_revenue": "revenue",
    "series_contacts": "contacts",
    "series_campaigns": "sales contacts",
    "nothing_left": "none",
    "uncertainty": "uncertainty",
    "value": "fitted value",
    "plausible": "plausible",
    "likely": "likely (90 %)",
    "was": "value before",
    "state": "pinned down?",
    "state_pinned": "yes",
    "state_partly": "a little",
    "state_open": "no",
    "identified_axis": "from the least to the most that is plausible",
    "identified_caption": "Likely values of what was fitted",
    "identified_label": "Likely values: {rows}.",
    "market_file": "market",
    "next": "go on with",
}
say = sayer(WORDS)


def sentences(data: Mapping[str, Any]) -> list[str]:
    """Return what a fit to a sheet says, the most important first."""
    figures, crowd, word = data["figures"], data["crowd"], spoken().text
    found = [say("met", k=sum(one["within"] for one in figures), n=len(figures)),
             say("crowd", n=crowd["n"], drawn=crowd["drawn"])]
    found += [say("short")] if crowd["n"] < min(data["provenance"]["worlds"], 0.2 * crowd["drawn"]) else []
    found += [
        say("missed", label=word(one["label"]), unit=word(one["unit"]),
            **{key: plain(one[key]) for key in ("value", "p10", "p50", "p90")})
        for one in figures if not one["within"]
    ]
    if crowd["unmet"]:
        labels = {one["id"]: word(one["label"]) for one in figures}
        found.append(say("unmet", labels=", ".join(labels[name] for name in crowd["unmet"])))
    for state in ("pinned", "partly", "open"):
        names = [word(one["about"]) for one in data["fit"]["uncertainties"].values() if one["state"] == state]
        found += [say(state, names="; ".join(names))] if names else []
    found.append(say("untouched", n=sum(one["n"] for one in data["untouched"])))
    found += [
        say("beside", label=word(one["label"]), value=plain(one["value"]), other=plain(one["beside"][0]),
            cell=one["beside"][1])
        for one in figures if one["beside"]
    ]
    return [*found, *_of_forecast(data["forecast"]), *_of_programme(data), say("alike")]


def _of_forecast(it: Mapping[str, Any] | None) -> list[str]:
    if it is None:
        return []
    series = it["series"].values()
    closer = sum(one["error"] < one["naive_error"] for one in series)
    found = [say("forecast_sum", n=len(it["months"]), k=closer, all=len(series))]
    return found if closer == len(series) else [*found, say("season")]


def _of_programme(data: Mapping[str, Any]) -> list[str]:
    one, voice = data["programme"], spoken()
    if one is None:
        return []
    money = {key: voice.money(one[key], data["currency"]) for key in ("yearly", "spent")}
    share = f"{number(100 * one['yearly'] / one['spent'], 1)} %"
    return [say("programme", **money, share=share, envelope=f"{one['envelope']:g}")]


Rows = tuple[list[str], list[list[str]]]


def figure_rows(data: Mapping[str, Any]) -> Rows:
    """Return the table of figures: yours, simulated, whether they agree."""
    word = spoken().text
    heads = [say(key) for key in ("figure", "unit", "cell", "use", "yours", "tolerance", "simulated", "within")]
    rows = [
        [
            word(one["label"]), word(one["unit"]), one["cell"], say(f"use_{one['use']}"), plain(one["value"]),
            f"± {plain(one['tolerance'])}", say("between", low=plain(one["p10"]), high=plain(one["p90"])),
            say("yes" if one["within"] else "no"),
        ]
        for one in data["figures"]
    ]
    return heads, rows


def uncertainty_rows(data: Mapping[str, Any]) -> Rows:
    """Return the table of what was fitted."""
    word = spoken().text
    heads = [say(key) for key in ("uncertainty", "unit", "was", "value", "plausible", "likely", "state")]
    rows = [
        [
            word(one["about"]), word(one["unit"]), plain(one["before"]), plain(one["value"]),
            say("between", low=plain(one["plausible"][0]), high=plain(one["plausible"][1])),
            say("between", low=plain(one["likely"][0]), high=plain(one["likely"][2])), say(f"state_{one['state']}"),
        ]
        for one in data["fit"]["uncertainties"].values()
    ]
    return heads, rows


def forecast_rows(it: Mapping[str, Any]) -> Rows:
    """Return the table of forecasts: the errors of the simulation and of last year's figures."""
    heads = [say(key) for key in ("series", "error", "naive", "inside")]
    rows = [
        [say(f"series_{name}"), *(f"{number(100 * one[key], 1)} %" for key in ("error", "naive_error")),
         say("of", k=one["inside"], n=len(it["months"]))]
        for name, one in it["series"].items()
    ]
    return heads, rows


def given_rows(entries: list[Mapping[str, Any]], *, why: bool) -> Rows:
    """Return the table of figures that were taken as they are, or not used."""
    word = spoken().text
    heads = [say(key) for key in ("figure", "cell", *(["why"] if why else []), "yours", "unit")]
    rows = [
        [word(one["label"]), one["cell"], *([word(one["why"])] if why else []), plain(one["value"]), word(one["unit"])]
        for one in entries
    ]
    return heads, rows


def silent_rows(data: Mapping[str, Any]) -> Rows:
    """Return the table of mechanisms of which the figures say nothing."""
    word = spoken().text
    return [say("mechanism"), say("count")], [[word(one["title"]), str(one["n"])] for one in data["untouched"]]


def lines(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a person wants to read first."""
    width = min(120, shutil.get_terminal_size().columns)
    yield from sentences(data)
    heads, rows = figure_rows(data)
    shown = [0, 1, 4, 6, 7]
    columns = [Column(heads[at], is_right=at >= 4, gives_way=at == 0) for at in shown]
    yield ""
    yield from table(columns, [[row[at] for at in shown] for row in rows], width)
    if data["forecast"]:
        heads, rows = forecast_rows(data["forecast"])
        yield ""
        columns = [Column(head, is_right=at > 0, gives_way=at == 0) for at, head in enumerate(heads)]
        yield from table(columns, rows, width)
