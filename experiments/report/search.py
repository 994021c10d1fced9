"""The page of a search: the front against what is known, its levers, its figures as searched and in fresh worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.languages import sayer
from experiments.report.charts import Chart, chart
from experiments.report.formats import capital, is_number, number, plain, text
from experiments.report.research import Page, Part, facts_of, tabled, write_page
from experiments.report.tables import Table
from experiments.report.tracks import Cloud, Track, plane, tracks
from experiments.search_words import front_rows, lever_rows, listed, say, scale_of, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from pathlib import Path

    import pandas as pd

WORDS: dict[str, str] = {
    "document": "Search",
    "trade": "What is gained and what it costs",
    "trade_lead": "Differences from the status quo, which lies where the lines cross. A found strategy and a shipped "
    "one have met the same fresh worlds; the pale points are all candidates, in the worlds of the search.",
    "trade_caption": "{x} and {y}",
    "trade_label": "{x} and {y}, differences from the status quo: {points}.",
    "axis": "{outcome}, {unit} ({better} is better)", "higher": "more", "lower": "less",
    "found": "found, in fresh worlds", "shipped": "shipped strategies, in fresh worlds",
    "tried": "all candidates, in the worlds of the search",
    "levers": "What the front does",
    "levers_lead": "Each lever between the ends of what is plausible. A short bar: all of the front agree. A long one: "
    "here lies the choice between the outcomes.",
    "levers_axis": "from the least to the most that is plausible",
    "levers_caption": "Levers of the front",
    "levers_label": "Levers of the front: {rows}.",
    "range": "plausible", "reach": "from least to most on the front", "each": "a strategy of the front",
    "today": "today",
    "front": "The front in figures",
    "front_lead": "Differences from the status quo: as the search saw them, and in worlds it never met. The second are "
    "to be believed.",
}
told = sayer(WORDS)


def write_search(data: Mapping[str, Any], tried: pd.DataFrame, path: str | PathLike[str]) -> Path:
    """Write the page of a search and return its path."""
    return write_page(page(data, tried), path)


def page(data: Mapping[str, Any], tried: pd.DataFrame) -> Page:
    """Return what the page shows."""
    outcomes, origin = data["outcomes"], data["provenance"]
    question = say("question", firm=data["firm"], outcomes=listed([text(outcome["label"]) for outcome in outcomes]))
    setting = say("setting", firm=data["firm"], market=text(data["market"]), levers=len(data["levers"]),
                  **data["worlds"], tried=data["counts"]["tried"])
    parts = [
        Part("trade", told("trade"), told("trade_lead"), _trades(data, tried)),
        Part("levers", told("levers"), told("levers_lead"), (_levers(data),)),
        Part("front", told("front"), told("front_lead"), table=tabled(*front_rows(data))),
    ] if data["front"] else []
    return Page(
        told("document"), question, setting, tuple(sentences(data)), tuple(part for part in parts if _is_full(part)),
        facts_of(origin), origin["versions"]["version"],
    )


def _is_full(part: Part) -> bool:
    return bool(part.charts) or part.table is not None


def _trades(data: Mapping[str, Any], tried: pd.DataFrame) -> tuple[Chart, ...]:
    """Return a plane per further outcome, against the first."""
    first, *others = data["outcomes"]
    return tuple(_trade(data, tried, first, other) for other in others)


def _trade(
    data: Mapping[str, Any], tried: pd.DataFrame, first: Mapping[str, Any], other: Mapping[str, Any],
) -> Chart:
    scales = {one["name"]: scale_of(data, one["name"]) for one in (first, other)}

    def at(entry: Mapping[str, Any]) -> tuple[float, float] | None:
        found = [entry["outcomes"][name] for name in scales]
        means = [scale.shown(one.get("fresh", one)["mean"]) for one, scale in zip(found, scales.values(), strict=True)]
        return (means[0], means[1]) if is_number(means[0]) and is_number(means[1]) else None

    def cloud(name: str, entries: Sequence[Mapping[str, Any]], **drawn: Any) -> Cloud:
        known = [(entry, place) for entry in entries if (place := at(entry)) is not None]
        called = [str(text(entry.get("title")) or entry["id"]) for entry, _ in known]
        words = [_hover(one, place, (first, other), scales) for one, (_, place) in zip(called, known, strict=True)]
        return Cloud(told(name), [place for _, place in known], words, **drawn)

    found = cloud("found", data["front"], hue="blue", size=12)
    labelled = [one["id"].rpartition("_")[2] for one in data["front"] if at(one) is not None]
    criterion = data["criteria"][0]
    columns = [f"{name}_{criterion}" for name in scales]
    pale = [
        (x * scales[first["name"]].factor, y * scales[other["name"]].factor)
        for x, y in tried[columns].dropna().itertuples(index=False)
    ]
    clouds = [
        Cloud(told("tried"), pale, [""] * len(pale), "none", size=6),
        cloud("shipped", data["beside"][1:], hue="orange", symbol="diamond", size=10),
        Cloud(found.name, found.points, found.words, found.hue, size=found.size, shown=labelled),
    ]
    titles = tuple(
        told("axis", outcome=capital(text(one["label"])), unit=scales[one["name"]].unit_of_difference,
             better=told(one["better"]))
        for one in (first, other)
    )
    caption = told("trade_caption", x=capital(text(first["label"])), y=text(other["label"]))
    label = told("trade_label", x=text(first["label"]), y=text(other["label"]), points="; ".join(found.words))
    return chart(f"trade-{other['name'].replace('_', '-')}", plane(clouds, (titles[0], titles[1])), Table((), ()),
                 caption=caption, label=label)


def _hover(
    called: str, place: tuple[float, float], outcomes: Sequence[Mapping[str, Any]], scales: Mapping[str, Any],
) -> str:
    values = [
        f"{text(outcome['label'])} {number(x, scale.decimals, signed=True)} {scale.unit_of_difference}"
        for x, outcome, scale in zip(place, outcomes, scales.values(), strict=True)
    ]
    return f"{called}: {', '.join(values)}"


def _levers(data: Mapping[str, Any]) -> Chart:
    rows = []
    for name, lever in data["levers"].items():
        low, high = lever["plausible"]
        values = [one["levers"][name] for one in data["front"]]
        places = sorted((value - low) / (high - low) for value in values)
        ends = " – ".join(dict.fromkeys((plain(min(values)), plain(max(values)))))
        unit = "" if lever["unit"] == "0..1" else f" {text(lever['unit'])}"
        rows.append(Track(
            capital(text(lever["about"])), ends + unit, (0.0, 1.0), (places[0], places[-1]), tuple(places),
            (lever["today"] - low) / (high - low),
        ))
    names = (told("range"), told("reach"), told("each"), told("today"))
    figure = tracks(rows, axis=told("levers_axis"), names=names, numbered=False)
    said = "; ".join(f"{row.label} {row.value}" for row in rows)
    return chart("levers", figure, tabled(*lever_rows(data), words=2), caption=told("levers_caption"),
                 label=told("levers_label", rows=said))
