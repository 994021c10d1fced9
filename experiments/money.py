"""Money in words: what was spent and given up, result against spend, each strategy at its best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from experiments.phrases import ENGLISH, Voice
from experiments.statistics import ENOUGH_WORLDS
from experiments.words import Data, primary, title_of

SHOWN = 50_000      # of margin given up; less is nothing in the millions that are shown: assumption
SHARES = {0.5: "half", 1.0: "whole", 1.5: "more"}
UNKNOWN = "–"
MOST_CROSSED = 4    # levers that are named


def spending(data: Data, voice: Voice = ENGLISH) -> list[str]:
    """Return what each strategy spent, whether that is the same money, and the margin each gave up."""
    budget, time = data["budget"], voice.duration(data["weeks"])
    said = [voice.say("spent", time=time, amounts=_amounts(data, budget["realised"], voice))]
    if budget["equal_cost"]:
        said[0] += " " + voice.say("spent.equal")
    given = budget.get("forgone") or {}
    if any(x is not None and abs(x) >= SHOWN for x in given.values()):
        said.append(voice.say("given_up", time=time, amounts=_amounts(data, given, voice)))
    return said


def _amounts(data: Data, amounts: Mapping[str, float | None], voice: Voice) -> str:
    return ", ".join(
        voice.say("amount", arm=title_of(data, arm, voice), amount=voice.money(x, data["currency"]))
        for arm, x in amounts.items() if x is not None
    )


def result_against_spend(data: Data, voice: Voice = ENGLISH) -> list[str]:
    """Return how each strategy does against the reference with half, all, and one and a half of the money."""
    found = data.get("envelopes")
    if not found:
        return []
    said = _kept(data, found, voice)
    for arm in (name for name in found["arms"] if name != data["reference"]):
        rows = found["arms"][arm]
        said += [_with(data, arm, row, voice) for row in rows]
        if found["worlds"] >= ENOUGH_WORLDS:
            said += _turns([_lead(row["contrast"]) for row in rows], title_of(data, arm, voice), voice)
    return said


def _kept(data: Data, found: Mapping[str, Any], voice: Voice) -> list[str]:
    """Return how much of what is spent with all of the money is spent with half of it."""
    shares = ", ".join(
        voice.say("share.of", arm=title_of(data, name, voice), share=voice.number(100 * rows[0]["kept"]))
        for name, rows in found["arms"].items() if rows[0]["kept"] is not None
    )
    return [voice.say("envelope.kept", shares=shares)] if shares else []


def _with(data: Data, arm: str, row: Mapping[str, Any], voice: Voice) -> str:
    key = "envelope" if row["contrast"]["n"] >= ENOUGH_WORLDS else "envelope.short"
    said = voice.say(key, money=voice.say(SHARES[row["share"]]), **_compared(data, arm, row["contrast"], voice))
    if row["equal_cost"]:
        return said
    base = next(one for one in data["envelopes"]["arms"][data["reference"]] if one["share"] == row["share"])
    amounts = _amounts(data, {data["reference"]: base["spent"], arm: row["spent"]}, voice)
    return said + " " + voice.say("envelope.unequal", amounts=amounts)


def _compared(data: Data, arm: str, row: Mapping[str, Any], voice: Voice) -> dict[str, Any]:
    outcome = primary(data)

    def amount(key: str) -> str:
        known = row[key] is not None
        return voice.amount(outcome["kind"], row[key], data["currency"], signed=True) if known else UNKNOWN

    return {
        "arm": title_of(data, arm, voice), "reference": title_of(data, data["reference"], voice),
        "outcome": voice.text(outcome["label"]), "n": row["n"], "ahead": row["ahead"], "level": row["level_count"],
        "behind": row["behind"], "mean": amount("mean"), "p10": amount("p10"), "p90": amount("p90"),
    }


def _lead(row: Mapping[str, Any]) -> int:
    return int(row["ahead"] > row["behind"]) - int(row["ahead"] < row["behind"])


def _turns(leads: list[int], arm: str, voice: Voice) -> list[str]:
    """Say whether who is ahead in more worlds depends on the money."""
    if len(set(leads)) > 1:
        return [voice.say("envelope.turns")]
    return [voice.say("envelope.stays", arm=arm)] if leads[0] > 0 else []


def at_their_best(data: Data, voice: Voice = ENGLISH) -> list[str]:
    """Return who is ahead where each strategy is tuned, beside the presets, and how much of a gain was luck."""
    found = data.get("tuned")
    if not found:
        return []
    said = []
    for arm, row in found["contrasts"].items():
        key = "tuned" if row["n"] >= ENOUGH_WORLDS else "tuned.short"
        said.append(voice.say(key, **_compared(data, arm, row, voice)))
        presets = primary(data)["contrasts"][arm]
        key = "tuned.presets" if presets["n"] >= ENOUGH_WORLDS else "tuned.presets.short"
        said.append(voice.say(key, **_compared(data, arm, presets, voice)))
    if not found["equal_cost"]:
        said.insert(0, f"{voice.say('unequal.heading')}. " + _tuned_spending(data, found, voice))
    how = {key: voice.number(found[key]) for key in ("evaluations", "worlds", "customers")}
    said += [voice.say("tuned.how", **how), *([voice.say("tuned.sides")] if found["keep_sides"] else [])]
    gains = [line for one in found["strategies"] for line in _gain(data, one, voice)]
    crossed = [line for one in found["strategies"] for line in _crossed(data, one, voice)]
    return said + gains + ([voice.say("tuned.curse")] if gains else []) + crossed


def _tuned_spending(data: Data, found: Mapping[str, Any], voice: Voice) -> str:
    spent = {one["of"]: one["spent"] for one in found["strategies"]}
    amounts = {data["reference"]: found["reference_spent"]} | spent
    return voice.say("spent", time=voice.duration(data["weeks"]), amounts=_amounts(data, amounts, voice))


def _gain(data: Data, one: Mapping[str, Any], voice: Voice) -> Iterator[str]:
    outcome, title = primary(data), title_of(data, one["of"], voice)

    def amount(x: float) -> str:
        return voice.amount(outcome["kind"], x, data["currency"], signed=True)

    if one["searched"] is not None and one["judged"]["mean"] is not None:
        gains = {"searched": amount(one["searched"]), "judged": amount(one["judged"]["mean"])}
        yield voice.say("tuned.gain", arm=title, **gains)


def _crossed(data: Data, one: Mapping[str, Any], voice: Voice) -> Iterator[str]:
    """Say which levers tuning has moved to the other side of today's value."""
    title = title_of(data, one["of"], voice)
    if one["crossed"]:
        names = [voice.text(one["levers"][name]["about"]) for name in one["crossed"]]
        named = ", ".join(names[:MOST_CROSSED])
        yield voice.say("tuned.crossed", arm=title, k=len(names), n=len(one["levers"]), levers=named)
