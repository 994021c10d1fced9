"""A fit in words: every sentence in one place, by key, so that a catalogue can translate them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from typing import Any

from experiments.aligned import Column, table
from experiments.languages import sayer
from experiments.report.formats import number, plain, text

WORDS: dict[str, str] = {
    "question": "Which values let {market} show the figures it is said to show?",
    "setting": "{market}, status quo, {fitted} uncertainties fitted to {targets} targets, {tried} points tried",
    "met": "With the fitted values {k} of {n} targets are met within their tolerance, under seeds that the search has "
    "not met.",
    "missed": "Not met: {label} is {fitted}, not {value} ± {tolerance}.",
    "pinned": "Pinned down: {names}. Their likely values fill at most half of what was plausible.",
    "partly": "Narrowed a little: {names}.",
    "open": "Not pinned down: {names}. The targets agree with nearly every plausible value; these ranges stay as they "
    "were, and the next run draws from them.",
    "pair": "{one} and {other} trade off ({sign}{r}): {how}",
    "together": "higher values of one go with higher ones of the other; the targets know only their difference.",
    "against": "higher values of one go with lower ones of the other; the targets know only their sum.",
    "starts": "{n} searches that know nothing of each other ended at a mean square miss of {losses} tolerances.",
    "rough": "The emulator misses {label} by {misfit} tolerances: take what is said of likely values as rough, or "
    "narrow the plausible ranges.",
    "luck": "Luck alone moves {label} by {luck} tolerances from seed to seed: simulate more customers.",
    "failed": "{n} points failed and were left out.",
    "accepted": "{k} of {n} worlds drawn from the fitted market show every target within twice its tolerance.",
    "seldom": "At that rate ‹goodwill compare› may refuse the market: widen the tolerances, fit other uncertainties, "
    "or look for what the model lacks.",
    "target": "target", "unit": "unit", "wanted": "wanted", "fitted": "fitted", "off": "off, in tolerances",
    "before": "before, 8 of 10", "after": "after, 8 of 10", "state": "pinned down?", "uncertainty": "uncertainty",
    "value": "value", "plausible": "plausible", "likely": "likely (90 %)", "was": "was",
    "state_pinned": "yes", "state_partly": "a little", "state_open": "no",
    "weeks": "weeks {first}–{last}", "between": "{low} to {high}", "within": "{value} ± {tolerance}", "and": " and ",
}

say = sayer(WORDS)


def sentences(data: Mapping[str, Any]) -> list[str]:
    """Return what a fit says."""
    targets, uncertainties = data["targets"], data["uncertainties"]
    found = [say("met", k=sum(one["met"] for one in targets), n=len(targets))]
    found += [
        say("missed", label=label_of(one), **{key: plain(one[key]) for key in ("fitted", "value", "tolerance")})
        for one in targets if not one["met"]
    ]
    for state in ("pinned", "partly", "open"):
        names = [name for name, one in uncertainties.items() if one["state"] == state]
        found += [say(state, names=", ".join(names))] if names else []
    found += [_pair(one) for one in data["pairs"]]
    if len(data["starts"]) > 1:
        losses = ", ".join(plain(one["loss"]) for one in data["starts"])
        found.append(say("starts", n=len(data["starts"]), losses=losses))
    found += [say("rough", misfit=number(one["misfit"], 1), label=label_of(one))
              for one in targets if one["misfit"] > max(1.0, one["luck"])]
    found += [say("luck", label=label_of(one), luck=number(one["luck"], 1)) for one in targets if one["luck"] > 1]
    if data["counts"]["failed"]:
        found.append(say("failed", n=data["counts"]["failed"]))
    checks = data["checks"]
    found.append(say("accepted", k=checks["accepted"], n=checks["n"]))
    return [*found, say("seldom")] if checks["accepted"] < 0.1 * checks["n"] else found


def _pair(one: Mapping[str, Any]) -> str:
    r = one["correlation"]
    how = say("together" if r > 0 else "against")
    return say("pair", one=one["one"], other=one["other"], sign="+" if r > 0 else "−", r=number(abs(r), 2), how=how)


def label_of(one: Mapping[str, Any]) -> str:
    """Return what a target speaks of: the metric, and whose."""
    weeks = say("weeks", first=one["weeks"][0], last=one["weeks"][1]) if one["weeks"] else ""
    whose = ", ".join(part for part in (one["firm"], " + ".join(one["segments"]), weeks) if part)
    return f"{text(one['label'])} ({whose})" if whose else text(one["label"])


def _between(low: float | None, high: float | None) -> str:
    return say("between", low=plain(low), high=plain(high))


def target_rows(data: Mapping[str, Any], *, by_id: bool = False) -> tuple[list[str], list[list[str]]]:
    """Return the table of targets: heads and rows; called in words, or by their ids."""
    heads = [say(key) for key in ("target", "unit", "wanted", "fitted", "off", "before", "after")]
    rows = [
        [
            one["id"] if by_id else label_of(one), text(one["unit"]),
            say("within", value=plain(one["value"]), tolerance=plain(one["tolerance"])),
            plain(one["fitted"]), number(one["missed"], 1, signed=True),
            *(_between(one[key]["p10"], one[key]["p90"]) for key in ("before", "after")),
        ]
        for one in data["targets"]
    ]
    return heads, rows


def uncertainty_rows(data: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Return the table of fitted uncertainties: heads and rows."""
    heads = [say(key) for key in ("uncertainty", "unit", "was", "value", "plausible", "likely", "state")]
    rows = [
        [
            name, text(one["unit"]), plain(one["before"]), plain(one["value"]), _between(*one["plausible"]),
            _between(one["likely"][0], one["likely"][2]), say(f"state_{one['state']}"),
        ]
        for name, one in data["uncertainties"].items()
    ]
    return heads, rows


def lines(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a person wants to read first."""
    width = min(110, shutil.get_terminal_size().columns)
    yield from sentences(data)
    for heads, rows in (target_rows(data, by_id=True), uncertainty_rows(data)):
        yield ""
        columns = [Column(head, is_right=at >= 2, gives_way=at == 1) for at, head in enumerate(heads)]
        yield from table(columns, rows, width)
