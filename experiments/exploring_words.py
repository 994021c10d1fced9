"""Every sentence about sensitivity and discovery in one place, so that a catalogue can translate them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.languages import sayer
from experiments.phrases import spoken
from experiments.report.formats import is_number, plain, text

TEXTS = {
    "most": "The difference in {outcome} between ‹{arm}› and ‹{reference}› depends most on ‹{label}›{range}: {how}.",
    "most_share": "What varies in the difference in {outcome} between ‹{arm}› and ‹{reference}› comes most from "
                  "‹{label}›{range}: {how}.",
    "next": "Then: {several}.",
    "next_one": "‹{label}› ({how})",
    "range": " ({low} to {high}{unit})",
    "effect": "over its whole range it moves the difference by {size} on average ({low} to {high})",
    "share": "{size} of the variance with all it does together with others ({low} to {high})",
    "higher": "; higher values favour ‹{arm}›",
    "lower": "; lower values favour ‹{arm}›",
    "mixed": "; in which direction depends on the others",
    "none": "None of the {n} inputs moves the difference in {outcome} between ‹{arm}› and ‹{reference}› for certain by "
            "more than {limit}; the largest is ‹{label}›: {how}.",
    "few": "The largest effects on the difference in {outcome} between ‹{arm}› and ‹{reference}›: {several}.",
    "few_note": "{n} trajectories are too few for an interval or a word: at least 4 are needed; those that are there "
                "are kept.",
    "few_one": "‹{label}› {size}{way}",
    "small": "{n} of {all} do not matter: the whole interval lies within {limit}.",
    "open": "{n} of {all} are open: their interval reaches across {limit}, or luck alone could feign as much; more "
            "points, seeds or customers would tell.",
    "limit_margin": "the margin of relevance of {margin}",
    "limit_luck": "what luck feigns",
    "limit_share": "{share} of the variance",
    "luck": "Luck makes {share} of what varies in the difference from point to point (mean of {seeds} seeds).",
    "mostly_luck": "Most of what varies here is luck: simulate more customers, or more seeds, before reading on.",
    "interactions": "‹{label}› acts together with others: its effect differs by {sigma} (one standard deviation) with "
                    "where they stand.",
    "difference": "Over the design the difference is {mean} on average, in 8 of 10 points {low} to {high}.",
    "groups": "The {varied} inputs were moved in {groups} groups, by mechanism; {top} holds {n} of them.",
    "case_behind": "‹{arm}› falls behind ‹{reference}› in {outcome}",
    "case_ahead": "‹{arm}› is ahead of ‹{reference}› in {outcome}",
    "case_difference": "the difference of ‹{arm}› to ‹{reference}› in {outcome} is {way} {limit}",
    "case_column": "‹{outcome}› is {way} {limit}",
    "base": "{what} by more than {margin} in {cases} of {rows} {unit}.",
    "base_column": "{what} in {cases} of {rows} {unit}.",
    "box": "{what} above all where {conditions}: there in {hits} of {held} {unit} ({density}), which are {coverage} of "
           "all such {unit}.",
    "and_box": "And where {conditions}: there in {hits} of {held} {unit} ({density}), {coverage} of all such {unit}.",
    "above": "‹{label}› is above {low}{unit}",
    "below": "‹{label}› is below {high}{unit}",
    "between": "‹{label}› lies between {low} and {high}{unit}",
    "one_of": "‹{label}› is {several}",
    "chance_no": "Chance hardly explains it: a box that gains as much was found in {p} of {n} shuffled tables.",
    "chance_yes": "Chance may explain it: a box that gains as much was found in {p} of {n} shuffled tables. Read it as "
                  "a lead, and draw more worlds.",
    "again": "Looked for again in random halves of the {unit}, the same side was cut: {several}.",
    "again_few": "That is fewer than half of them: read it as a lead, and draw more worlds.",
    "again_one": "‹{label}› in {k} of {n}",
    "no_box": "No condition separates the {unit} where {what} from the others: no restriction is better than chance.",
    "no_box_nearest": "These inputs go most with it, none of them beyond chance: {several}.",
    "and": " and ", "or": " or ",
    "worlds": "worlds", "rows": "rows", "is_below": "below", "is_above": "above",
}  # fmt: skip

say = sayer(TEXTS)


def amount(data: Mapping[str, Any], x: float, *, signed: bool = False) -> str:
    """Write a difference of the outcome in its unit."""
    outcome = data["outcome"]
    if outcome["kind"] == "count" and outcome["unit"] != "people":
        return f"{plain(x)} {text(outcome['unit'])}".strip()
    return spoken().amount(outcome["kind"], x, data["currency"], signed=signed)


def share(x: float) -> str:
    """Write a share of the variance, which an estimate may put below 0 or above 1."""
    return spoken().say("percent", x=spoken().number(100 * x))


def short_unit(unit: str) -> str:
    """Return a unit as it stands behind a number; what says nothing there is left out."""
    return "" if unit in {"", "0..1", "share", "factor", "ratio"} else f" {text(unit)}"


# sensitivity ---------------------------------------------------------------------------------------------------------


def told_sensitivity(data: Mapping[str, Any]) -> list[str]:
    """Return what was found, in sentences: what moves most, what does not matter, what is open, how much is luck."""
    rows, names = data["factors"], _names(data)
    certain = [row for row in rows if row["verdict"] == "matters"]
    first = (certain or rows)[0]
    limit = _limit(data)
    if certain:
        key = "most" if data["method"] == "morris" else "most_share"
        told = [say(key, label=text(first["label"]), range=_range(first), how=_how(data, first), **names)]
        rest = [say("next_one", label=text(row["label"]), how=_how(data, row)) for row in certain[1:3]]
        told += [say("next", several="; ".join(rest))] if rest else []
    elif first["verdict"] == "few":
        largest = [(text(row["label"]), amount(data, row["effect"]), direction(data, row)) for row in rows[:3]]
        several = [say("few_one", label=label, size=size, way=way.replace(";", ",")) for label, size, way in largest]
        told = [say("few", several="; ".join(several), **names), say("few_note", n=data["points"])]
    else:
        told = [say("none", n=len(rows), limit=limit, label=text(first["label"]), how=_how(data, first), **names)]
    for verdict in ("small", "open"):
        n = sum(row["verdict"] == verdict for row in rows)
        told += [say(verdict, n=n, all=len(rows), limit=limit)] if n else []
    if data["groups"]:
        members = len(first["members"])
        top = f"‹{text(first['label'])}›"
        told.append(say("groups", varied=data["varied"], groups=data["groups"], top=top, n=members))
    if data["method"] == "morris" and (first["sigma"] or 0.0) > first["effect"] > 0:
        told.append(say("interactions", label=text(first["label"]), sigma=amount(data, first["sigma"])))
    gap = data["difference"]
    ends = {"mean": gap["mean"], "low": gap["p10"], "high": gap["p90"]}
    told.append(say("difference", **{key: amount(data, x, signed=True) for key, x in ends.items()}))
    if data["luck"] is not None:
        told.append(say("luck", share=share(data["luck"]), seeds=data["seeds"]))
        told += [say("mostly_luck")] if data["luck"] > 0.5 else []
    return told


def _names(data: Mapping[str, Any]) -> dict[str, str]:
    reference, arm = (one["title"] for one in data["arms"])
    return {"outcome": text(data["outcome"]["label"]), "arm": arm, "reference": reference}


def _limit(data: Mapping[str, Any]) -> str:
    if data["method"] == "sobol":
        return say("limit_share", share=share(0.05))
    margin = data["outcome"]["margin"]
    return say("limit_margin", margin=amount(data, margin)) if margin else say("limit_luck")


def _range(row: Mapping[str, Any]) -> str:
    if not is_number(row["low"]):
        return ""
    return say("range", low=plain(row["low"]), high=plain(row["high"]), unit=short_unit(row["unit"]))


def _how(data: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    if data["method"] == "sobol":
        sizes = [share(row[key]) for key in ("effect", "low_end", "high_end")]
    else:
        sizes = [amount(data, row[key]) for key in ("effect", "low_end", "high_end")]
    told = say("share" if data["method"] == "sobol" else "effect", size=sizes[0], low=sizes[1], high=sizes[2])
    return told + direction(data, row)


def direction(data: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """Return in which direction an input acts; of a group of inputs nothing."""
    if not is_number(row["low"]) or row["effect"] == 0:
        return ""
    key = {1: "higher", -1: "lower"}.get(row["direction"], "mixed")
    return say(key, arm=data["arms"][1]["title"])


# discovery -----------------------------------------------------------------------------------------------------------


def told_discovery(data: Mapping[str, Any]) -> list[str]:
    """Return what was found, in sentences: how often, where, and what speaks against chance."""
    what, unit = _what(data), say(data["unit"])
    counts = {"cases": data["cases"], "rows": data["rows"], "unit": unit}
    if data["arms"] and not data["given"]:
        told = [say("base", what=_upper(what), margin=amount(data, abs(data["limit"])), **counts)]
    else:
        told = [say("base_column", what=_upper(what), **counts)]
    for number, box in enumerate(data["boxes"]):
        if not box["limits"]:
            told.append(say("no_box", what=what, unit=unit))
            told.append(say("no_box_nearest", several="; ".join(text(label) for label in data["leading"])))
            continue
        shown = {key: spoken().percent(box[key]) for key in ("density", "coverage")}
        conditions = say("and").join(condition(limit) for limit in box["limits"])
        counts = {"hits": box["cases"], "held": box["rows"], "unit": unit}
        told.append(say("and_box" if number else "box", what=_upper(what), conditions=conditions, **counts, **shown))
        n = data["shuffles"]
        reached = round(box["p"] * (n + 1)) - 1
        told.append(say("chance_no" if box["p"] <= 0.05 else "chance_yes", p=reached, n=n))
        told.append(say("again", several=_again(box), unit=unit))
        is_rare = min(limit["reproduced"] for limit in box["limits"]) < box["halves"] / 2
        told += [say("again_few")] if is_rare else []
    return told


def _again(box: Mapping[str, Any]) -> str:
    return ", ".join(
        say("again_one", label=text(limit["label"]), k=limit["reproduced"], n=box["halves"]) for limit in box["limits"]
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _what(data: Mapping[str, Any]) -> str:
    way = say("is_below" if data["case"] == "behind" else "is_above")
    if not data["arms"]:
        return say("case_column", outcome=text(data["outcome"]["label"]), way=way, limit=plain(data["limit"]))
    names = _names(data)
    if data["given"]:
        return say("case_difference", way=way, limit=amount(data, data["limit"], signed=True), **names)
    return say(f"case_{data['case']}", **names)


def condition(limit: Mapping[str, Any]) -> str:
    """Return one restriction of a box in words."""
    label, unit = text(limit["label"]), short_unit(limit["unit"])
    if limit["categories"]:
        several: Sequence[str] = limit["categories"]
        return say("one_of", label=label, several=say("or").join(several))
    low, high = limit["low"], limit["high"]
    key = "between" if low is not None and high is not None else "above" if low is not None else "below"
    return say(key, label=label, low=plain(low), high=plain(high), unit=unit)
