"""A search in words: every sentence in one place, by key, so that a catalogue can translate them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from experiments.aligned import Column, table
from experiments.languages import sayer
from experiments.report.formats import Scales, is_number, plain, text

if TYPE_CHECKING:
    from experiments.report.formats import Scale

WORDS: dict[str, str] = {
    "question": "Which settings of {firm} do well in {outcomes} at once?",
    "setting": "{firm} in {market}, {levers} levers, {tried} candidates in {searched} worlds, the best judged in "
    "{fresh} fresh ones",
    "and": " and ",
    "front": "{front} of {known} candidates make the front: no other that was tried is at least as good in all of "
    "{outcomes} and better in one. {shown} of them are judged in fresh worlds and written as strategies.",
    "spent": "Spent on what the budget holds (present value): the status quo {today}, the front {low} to {high}.",
    "unequal": "Not at equal cost: more than 2 % apart from what the status quo spends are {arms}.",
    "failed": "{failed} candidates failed and were left out.",
    "best": "Best in {outcome}: ‹{arm}›, {fresh} against the status quo in {n} fresh worlds (8 of 10 worlds: {range}). "
    "In the worlds of the search it was {searched}.",
    "curse": "Who picks the best of many picks luck too: believe the figures of fresh worlds.",
    "trade": "From ‹{one}› to ‹{other}›: {changes}.",
    "change": "{outcome} {change}",
    "behind_all": "Each of the {n} shipped strategies is behind some found one in every outcome, by the means over "
    "fresh worlds.",
    "behind_some": "Behind some found strategy in every outcome, by the means over fresh worlds: {k} of {n} shipped "
    "ones; not so: {others}.",
    "not_beaten": "Not beaten in {outcome}, all pairs judged together: {arms}.",
    "too_few": "{n} fresh worlds are too few to say which are beaten: at least 20 are needed.",
    "legal": "‹{arm}› uses what law restricts: {levers}.",
    "legal_lever": "{lever} ({law})",
    "none": "No candidate could be judged: every run failed.",
    "strategy": "strategy", "searched": "{outcome}, searched", "fresh": "{outcome}, fresh",
    "range": "8 of 10 worlds",
    "differences": "Differences from the status quo, in the worlds of the search and in fresh ones.",
    "lever": "lever", "unit": "unit", "today": "today", "plausible": "plausible", "on_front": "on the front",
    "between": "{low} to {high}", "files": "strategies: {folder}",
}

say = sayer(WORDS)


def scale_of(data: Mapping[str, Any], name: str) -> Scale:
    """Return how an outcome is written: money in thousands or millions, shares in points."""
    outcome = next(one for one in data["outcomes"] if one["name"] == name)
    sizes = [
        abs(entry["outcomes"][name].get("fresh", entry["outcomes"][name])["mean"] or 0.0)
        for entry in (*data["front"], *data["beside"])
    ]
    known = [size for size in sizes if is_number(size)]
    scales = Scales(data["currency"], 1e6 if max(known, default=0.0) >= 2e5 else 1e3)
    return scales.of_kind(outcome["kind"], known, text(outcome["unit"]))


def sentences(data: Mapping[str, Any]) -> list[str]:
    """Return what a search says; what law restricts stands first where the first strategy uses it."""
    front = data["front"]
    if not front:
        return [say("none")]
    outcomes, counts = data["outcomes"], data["counts"]
    labels = listed([text(outcome["label"]) for outcome in outcomes])
    bests = {outcome["name"]: best_in(front, outcome) for outcome in outcomes}
    leader = bests[outcomes[0]["name"]]
    found = [*_legal(leader), *unequal(data), say("front", **counts, outcomes=labels, shown=len(front))]
    if counts["tried"] > counts["known"]:
        found.append(say("failed", failed=counts["tried"] - counts["known"]))
    found += [_best(data, outcome, bests[outcome["name"]]) for outcome in outcomes]
    found += _spent(data)
    found.append(say("curse"))
    found += [_trade(data, leader, other) for other in {one["id"]: one for one in bests.values()}.values()
              if other is not leader]
    others = {one["id"]: one for one in bests.values() if one is not leader}
    return found + [_beside(data), _unbeaten(data)] + [line for one in others.values() for line in _legal(one)]


def best_in(front: Sequence[Mapping[str, Any]], outcome: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the strategy of the front that is best in an outcome, in fresh worlds."""
    sign = 1 if outcome["better"] == "higher" else -1
    return max(front, key=lambda one: sign * one["outcomes"][outcome["name"]]["fresh"]["mean"])


def _best(data: Mapping[str, Any], outcome: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    scale, found = scale_of(data, outcome["name"]), one["outcomes"][outcome["name"]]
    fresh = found["fresh"]
    return say(
        "best", outcome=text(outcome["label"]), arm=one["id"], fresh=scale.difference(fresh["mean"]), n=fresh["n"],
        range=scale.between(fresh["p10"], fresh["p90"]), searched=scale.difference(found["searched"]),
    )


def unequal(data: Mapping[str, Any]) -> list[str]:
    """Head the result where not everyone costs what the status quo costs."""
    return [say("unequal", arms=listed(data["unequal"]))] if data.get("unequal") else []


def _spent(data: Mapping[str, Any]) -> list[str]:
    spent = data.get("spent") or {}
    front = [spent[one["id"]] for one in data["front"] if is_number(spent.get(one["id"]))]
    today = spent.get(data["beside"][0]["id"]) if data["beside"] else None
    if not front or not is_number(today):
        return []
    scale = Scales(data["currency"], 1e6 if today >= 2e5 else 1e3).money()
    return [say("spent", today=scale.level(today), low=scale.level(min(front)), high=scale.level(max(front)))]


def _trade(data: Mapping[str, Any], one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    changes = []
    for outcome in data["outcomes"]:
        before, after = (arm["outcomes"][outcome["name"]]["fresh"]["mean"] for arm in (one, other))
        change = scale_of(data, outcome["name"]).difference(after - before)
        changes.append(say("change", outcome=text(outcome["label"]), change=change))
    return say("trade", one=one["id"], other=other["id"], changes=", ".join(changes))


def _beside(data: Mapping[str, Any]) -> str:
    """Say which strategies are behind some found one in every outcome."""
    arms = data["beside"][1:]
    free = [text(arm["title"]) for arm in arms if not any(_is_behind(data, arm, one) for one in data["front"])]
    if not free:
        return say("behind_all", n=len(arms))
    return say("behind_some", k=len(arms) - len(free), n=len(arms), others=listed(free))


def _is_behind(data: Mapping[str, Any], arm: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    gaps = []
    for outcome in data["outcomes"]:
        sign = 1 if outcome["better"] == "higher" else -1
        ahead = one["outcomes"][outcome["name"]]["fresh"]["mean"] - arm["outcomes"][outcome["name"]]["mean"]
        gaps.append(sign * float(ahead))
    return min(gaps) >= 0 and max(gaps) > 0


def _unbeaten(data: Mapping[str, Any]) -> str:
    unbeaten = data["not_beaten"]
    if not unbeaten["known"]:
        return say("too_few", n=data["worlds"]["fresh"])
    label = next(text(one["label"]) for one in data["outcomes"] if one["name"] == unbeaten["outcome"])
    return say("not_beaten", outcome=label, arms=listed(unbeaten["arms"]))


def _legal(one: Mapping[str, Any]) -> list[str]:
    levers = [say("legal_lever", lever=name, law=text(law)) for name, law in one["legal"].items()]
    return [say("legal", arm=one["id"], levers="; ".join(levers))] if levers else []


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence."""
    return say("and").join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def front_rows(data: Mapping[str, Any], *, ranges: bool = True) -> tuple[list[str], list[list[str]]]:
    """Return the table of the front, and of what stands beside it: heads and rows; by ids without the ranges."""
    heads, scales = [say("strategy")], {one["name"]: scale_of(data, one["name"]) for one in data["outcomes"]}
    for outcome in data["outcomes"]:
        named = f"{text(outcome['label'])}, {scales[outcome['name']].unit_of_difference}".rstrip(", ")
        heads += [say("searched", outcome=named), say("fresh", outcome=named), *([say("range")] if ranges else [])]
    rows = []
    for one in (*data["front"], *data["beside"][1:]):
        row = [text(one["title"]) if ranges and "title" in one else one["id"]]
        for name, scale in scales.items():
            found = one["outcomes"][name]
            fresh = found.get("fresh", found)
            row += [scale.difference(found.get("searched"), unit=False), scale.difference(fresh["mean"], unit=False)]
            row += [scale.between(fresh["p10"], fresh["p90"], unit=False)] if ranges else []
        rows.append(row)
    return heads, rows


def lever_rows(data: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Return the table of levers: what is plausible, what holds today, what the front has."""
    heads = [say(key) for key in ("lever", "unit", "plausible", "today", "on_front")]
    rows = []
    for name, lever in data["levers"].items():
        values = [one["levers"][name] for one in data["front"]]
        ends = (lever["plausible"], [min(values), max(values)] if values else None)
        plausible, front = (say("between", low=plain(x[0]), high=plain(x[1])) if x else "–" for x in ends)
        rows.append([text(lever["about"]), text(lever["unit"]), plausible, plain(lever["today"]), front])
    return heads, rows


def lines(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a person wants to read first."""
    width = min(110, shutil.get_terminal_size().columns)
    yield from sentences(data)
    for heads, rows, words in ((*front_rows(data, ranges=False), 1), (*lever_rows(data), 2)):
        columns = [Column(head, is_right=k >= words, gives_way=k < words > 1) for k, head in enumerate(heads)]
        yield ""
        if rows:
            yield from table(columns, rows, width)
        if words == 1:
            yield say("differences")
