"""The pages of sensitivity and of discovery: what was found in words, a chart for it, all numbers, how it was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.exploring_text import VERDICTS, effect_head, scale_of, sizes, span_of
from experiments.exploring_words import amount, condition, direction, share
from experiments.exploring_words import say as said_so
from experiments.provenance import versions
from experiments.report import exploring_figures as figures
from experiments.report.cast import Side
from experiments.report.charts import Chart, chart
from experiments.report.colours import HUES, hues, light
from experiments.report.exploring_words import METHODS, say
from experiments.report.formats import number, plain, span, text
from experiments.report.page import assets, environment
from experiments.report.tables import Column, Table
from experiments.sensitivity_runs import SMALL_SHARE

if TYPE_CHECKING:
    from os import PathLike

    from experiments.discovery_runs import Found

SHOWN = 12      # bars of a chart; all inputs stand in the table


@dataclass(frozen=True)
class Section:
    """A part of a page."""

    id: str
    title: str
    lead: str
    charts: tuple[Chart, ...] = ()
    table: Table | None = None


def write_sensitivity(data: Mapping[str, Any], path: str | PathLike[str]) -> Path:
    """Write the page of a sensitivity, as `Sensitivity.data` holds it, and return its path."""
    sections = [_effects(data, "effects")]
    if data.get("screening"):
        sections.append(_effects(data["screening"], "screening"))
    facts = [
        (say("fact_runs"), number(data["runs"], 0)), (say("fact_points"), number(data["points"], 0)),
        (say("fact_seeds"), number(data["seeds"], 0)),
    ]
    return _write(data, sections, (METHODS[data["method"]], facts), path)


def write_discovery(found: Found, path: str | PathLike[str]) -> Path:
    """Write the page of a discovery and return its path."""
    data = found.data
    colour = _sides(data)[1 if data["case"] == "ahead" else 0].colour if data["arms"] else light("blue")
    sections = [
        Section(f"box-{k}", say("box_title", n=k), _lead(box), _box_charts(found, box, (k, colour)), _limits_table(box))
        for k, box in enumerate(data["boxes"], start=1) if box["limits"]
    ]
    line = figures.trajectory(data["trajectory"], data["boxes"][0], colour)
    words = {"caption": say("trajectory"), "label": say("trajectory_label")}
    drawn = chart("trajectory", line, _steps_table(data["trajectory"]), **words)
    sections.append(Section("trajectory", say("trajectory"), say("trajectory_lead"), (drawn,)))
    inputs = say("fact_of", n=data["looked_at"], all=data["inputs"])
    facts = [(say("fact_rows"), number(data["rows"], 0)), (say("fact_inputs"), inputs)]
    return _write(data, sections, (METHODS["discovery"], facts), path)


def _write(
    data: Mapping[str, Any], sections: Sequence[Section], how: tuple[Sequence[str], list[tuple[str, str]]],
    path: str | PathLike[str],
) -> Path:
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    own, sides = versions(), _sides(data)
    software = ", ".join(f"{key} {own[key]}" for key in ("python", "numpy"))
    method, facts = [text(one) for one in how[0]], [*how[1], *_made(data), (say("fact_software"), software)]
    shown = {
        "head": _head(data), "sides": sides, "sentences": data["sentences"],
        "large": 1 if data["kind"] == "sensitivity" else 2, "sections": sections, "method": method,
        "facts": facts, "told": say, "version": own["version"],
    }
    shown |= assets([one for section in sections for one in section.charts])
    target.write_text(environment().get_template("exploring.html").render(shown), encoding="utf-8")
    return target


def _sides(data: Mapping[str, Any]) -> list[Side]:
    colours = hues([arm["id"] for arm in data["arms"]])
    arms = enumerate(data["arms"])
    return [Side(arm["id"], f"arm-{k}", arm["title"], colours[arm["id"]], "solid") for k, arm in arms]


def _head(data: Mapping[str, Any]) -> dict[str, str]:
    names = {"outcome": text(data["outcome"]["label"]), **dict(zip(("reference", "arm"), _titles(data), strict=False))}
    key = data["kind"] if data["arms"] else "column"
    setting = data["title"]
    if "weeks" in data:
        setting = say("setting", firm=data["firm"], market=data["title"], span=span(data["weeks"]))
    return {"kind": say(f"kind_{data['kind']}"), "title": say(f"title_{key}", **names), "setting": setting}


def _titles(data: Mapping[str, Any]) -> list[str]:
    return [arm["title"] for arm in data["arms"]]


def _made(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    if "customers" not in data:
        return []
    people = [(say("fact_customers"), number(data["customers"], 0))]
    return [*people, (say("fact_warm_up"), span(data["warm_up"])), (say("fact_seed"), plain(data["seed"]))]


# sensitivity ----------------------------------------------------------------------------------------------------------


def _effects(data: Mapping[str, Any], key: str) -> Section:
    scale, outcome = scale_of(data), data["outcome"]
    reference, arm = _sides(data)
    colours = {
        1: (arm.colour, say("legend_higher", arm=arm.title)),
        -1: (reference.colour, say("legend_higher", arm=reference.title)),
        0: (HUES["slate"][0], say("legend_groups" if data["groups"] else "legend_mixed")),
    }
    is_morris = data["method"] == "morris"
    name, unit = text(outcome["label"]), scale.unit_of_difference
    words = say("axis_effect" if is_morris else "axis_share", outcome=name, unit=unit)
    limit = outcome["margin"] if is_morris else SMALL_SHARE
    margin = (limit, say("legend_margin", margin=amount(data, limit) if is_morris else share(limit)))
    rows = data["factors"][:SHOWN]
    drawn = figures.effects(rows, scale=scale, colours=colours, words=words, margin=margin if margin[0] else None)
    said = ", ".join(f"{text(row['label'])} {scale.level(row['effect'])}" for row in rows[:3])
    caption = say(f"{key}_caption", n=len(rows), outcome=name)
    one = chart(key, drawn, _effects_table(data), caption=caption, label=say("effects_label", rows=said))
    return Section(key, say(f"{key}_title"), say(f"{key}_lead" if is_morris else "effects_lead_sobol"), (one,))


def _effects_table(data: Mapping[str, Any]) -> Table:
    scale, is_morris = scale_of(data), data["method"] == "morris"
    keys = ("low", "high", "luck" if is_morris else "own", "direction", "verdict")
    heads = [say("head_input"), say("head_range"), f"{effect_head(data)}, {scale.unit_of_difference}"]
    heads += [say(f"head_{key}") for key in keys]
    words = {0, 1, 6, 7}
    rows = []
    for row in data["factors"]:
        other = number(scale.shown(row["luck" if is_morris else "own"]), scale.decimals)
        way = direction(data, row).removeprefix("; ")
        verdict = text(VERDICTS[row["verdict"]])
        rows.append((text(row["label"]), span_of(row), *sizes(row, scale), other, way, verdict))
    return Table(tuple(Column(head, is_number=at not in words) for at, head in enumerate(heads)), tuple(rows))


# discovery ------------------------------------------------------------------------------------------------------------


def _lead(box: Mapping[str, Any]) -> str:
    parts = {key: share(box[key]) for key in ("coverage", "density", "mass")}
    return say("box_lead", **parts)


def _box_charts(found: Found, box: Mapping[str, Any], drawn: tuple[int, str]) -> tuple[Chart, ...]:
    said = said_so("and").join(condition(limit) for limit in box["limits"])
    table, (at, colour) = _limits_table(box), drawn
    ranges = chart(
        f"limits-{at}", figures.limits(box, colour), table, caption=say("limits_caption"),
        label=say("limits_label", conditions=said),
    )
    numbers = [limit for limit in box["limits"] if not limit["categories"]][:2]
    if not numbers:
        return (ranges,)
    data = found.data
    is_plane = len(numbers) > 1
    outcome = text(data["outcome"]["label"])
    second = figures.axis_title(numbers[1]) if is_plane else say("difference_in", outcome=outcome)
    y = found.table[numbers[1]["name"]] if is_plane else found.gaps
    points = {"x": found.table[numbers[0]["name"]].tolist(), "y": y.tolist(), "is_case": found.is_case.tolist()}
    plot = figures.dots(
        points, {"limits": numbers}, names=(figures.axis_title(numbers[0]), second), colour=colour,
    )
    words = {"caption": say("dots_caption"), "label": say("dots_label", conditions=said)}
    return ranges, chart(f"dots-{at}", plot, table, **words)


def _limits_table(box: Mapping[str, Any]) -> Table:
    heads = ("head_restriction", "head_quasi_p", "head_again")
    rows = [
        (condition(limit), plain(float(np.round(limit["quasi_p"], 6))), f"{limit['reproduced']} / {box['halves']}")
        for limit in box["limits"]
    ]
    return Table(tuple(Column(say(key), is_number=key != "head_restriction") for key in heads), tuple(rows))


def _steps_table(steps: Sequence[Mapping[str, Any]]) -> Table:
    heads = ("head_step", "head_coverage", "head_density", "head_mass", "head_restricted")
    rows = [
        (str(at), *(share(step[key]) for key in ("coverage", "density", "mass")), str(step["restricted"]))
        for at, step in enumerate(steps)
    ]
    return Table(tuple(Column(say(key)) for key in heads), tuple(rows))
