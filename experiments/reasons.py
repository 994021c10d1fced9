"""Reasons for and against, by one rule for both sides: the same forms, the same number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from experiments.phrases import ENGLISH, Voice
from experiments.statistics import ENOUGH_WORLDS
from experiments.words import Data, capital, first_year, leader, main_arm, outcome_of, primary, sign_of, title_of

MOST_REASONS = 3
FIRST = ("profit", "customers", "churn_year", "trust_cohort", "value")     # what a board asks for before anything else


def opponent(data: Data, arm: str) -> str:
    """Return whom an arm is weighed against: the reference, or for the reference the other arm with the best mean."""
    return main_arm(data) if arm == data["reference"] else str(data["reference"])


def reasons(data: Data, winner: str, other: str, voice: Voice = ENGLISH) -> list[str]:
    """Return what speaks for one arm rather than the other, weightiest kinds first.

    One of the two is the reference. What is good for the reference is what is bad for the arm: one rule for both sides.
    """
    arm, side = (winner, 1) if winner != data["reference"] else (other, -1)
    said: list[str] = []
    kinds = [list(kind(data, arm, side, voice)) for kind in (_outcomes, _money, _segments, _worst)]
    for rank in range(max(map(len, kinds), default=0)):    # the best of every kind before the second of any
        said += [found[rank] for found in kinds if rank < len(found)]
    return said


def _outcomes(data: Data, arm: str, side: int, voice: Voice) -> Iterator[str]:
    """Outcomes but the primary one that differ by more than their margin: what boards ask for, then the largest."""
    found = []
    for entry in data["outcomes"]:
        row = entry["contrasts"][arm]
        good = side * sign_of(entry) * row["mean"]
        if entry["name"] != data["primary"] and good > entry["margin"] > 0:
            found.append((entry["name"] not in FIRST, -good / entry["margin"], entry["name"]))
    winner = title_of(data, arm if side > 0 else data["reference"], voice)
    for _, _, name in sorted(found):
        entry = outcome_of(data, name)
        row = entry["contrasts"][arm]
        yield voice.say(
            "reason.outcome", label=capital(voice.text(entry["label"])), arm=winner, n=row["n"],
            amount=voice.amount(entry["kind"], abs(row["mean"]), data["currency"]),
            ahead=row["ahead"] if side > 0 else row["behind"],
        )


def _money(data: Data, arm: str, side: int, voice: Voice) -> Iterator[str]:
    """Money: the first year, then the lines, largest first."""
    winner, currency = title_of(data, arm if side > 0 else data["reference"], voice), data["currency"]
    first = first_year(data, arm)
    if first is not None and side * first >= 1:
        yield voice.say("reason.first_year", amount=voice.money(abs(first), currency), arm=winner)
    lines = [row for row in data["bridge"][arm] if side * row["difference"] > 0]
    for row in sorted(lines, key=lambda line: -abs(line["difference"])):
        yield voice.say(
            "reason.line", label=capital(voice.text(row["label"])), arm=winner,
            amount=voice.money(abs(row["difference"]), currency), time=voice.duration(data["weeks"]),
        )


def _segments(data: Data, arm: str, side: int, voice: Voice) -> Iterator[str]:
    """Segments in which the arm's trust or contribution is better, as far as a word is allowed."""
    winner, word = title_of(data, arm if side > 0 else data["reference"], voice), "better" if side > 0 else "worse"
    for segment in data["segments"]:
        for name, label, kind in (("contribution", "contribution", "money"), ("trust_cohort", "trust", "points")):
            row = segment["contrasts"][arm][name]
            if row["state"] == word:
                amount = voice.amount(kind, abs(row["mean"]), data["currency"])
                names = {"segment": voice.text(segment["label"]), "label": voice.text(label), "arm": winner}
                yield voice.say("reason.segment", amount=amount, **names)


def _worst(data: Data, arm: str, side: int, voice: Voice) -> Iterator[str]:
    """Worlds in which the other side loses by most: their count, then the largest one."""
    entry = primary(data)
    row = entry["contrasts"][arm]
    winner = title_of(data, arm if side > 0 else data["reference"], voice)
    ahead = row["ahead" if side > 0 else "behind"]
    if ahead and row["n"] >= ENOUGH_WORLDS:
        yield voice.say("reason.worlds", ahead=ahead, n=row["n"], arm=winner, outcome=voice.text(entry["label"]))
    lost = data["losses"].get(data["reference"] if side > 0 else arm) or []
    for world in lost[:1]:
        amount = voice.amount(entry["kind"], abs(world["difference"]), data["currency"])
        label = voice.text(entry["label"])
        yield voice.say("reason.worst", world=world["world"], amount=amount, arm=winner, outcome=label)


def weigh(data: Data, voice: Voice = ENGLISH) -> dict[str, Any]:
    """Return `for` and `against`: equally many reasons of the same forms for and against the leader.

    Without a leader `against` holds reasons against either side in turn, and `for` stays empty.
    """
    first = leader(data)
    arm = first or main_arm(data)
    other = opponent(data, arm)
    pro, contra = reasons(data, arm, other, voice), reasons(data, other, arm, voice)
    spare = _assumed(data, voice)
    if first is None:
        each = min(MOST_REASONS, len(pro), len(contra))
        return _weighed(None, [], contra[:each] + pro[:each] or spare)
    contra = contra or spare
    each = min(MOST_REASONS, len(pro), len(contra))
    return _weighed(first, pro[:each], contra[: max(1, each)])


def _weighed(arm: str | None, pro: list[str], contra: list[str]) -> dict[str, Any]:
    return {"for": {"leader": arm, "reasons": pro}, "against": {"leader": arm, "reasons": contra}}


def _assumed(data: Data, voice: Voice) -> list[str]:
    facts = data["assumptions"]
    return [voice.say("reason.assumed", assumed=facts["assumed"], numbers=facts["numbers"])]
