"""A comparison as pages and slides need it: in the language that is spoken, with its cast and scales, in few words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments import money
from experiments import words as sentences
from experiments.phrases import spoken
from experiments.report.cast import Cast, Side
from experiments.report.formats import Scales

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """A comparison with what its charts and sentences need; `side` is the strategy set against the reference."""

    data: Data
    cast: Cast
    side: Side
    scales: Scales

    @classmethod
    def of(cls, data: Data) -> Told:
        """Put a comparison into the language that is spoken."""
        voice = spoken()
        arms = [
            arm | {"title": voice.text(arm["titles"]), "advocate": voice.text(arm["advocates"])} for arm in data["arms"]
        ]
        segments = [_labelled(entry) for entry in data["segments"]]
        told = {**data, "arms": arms, "segments": segments, "trust": _trust(data["trust"]),
                "currency": voice.text(data["currency"])}
        cast = Cast.of(told)
        return cls(told, cast, cast.focus or cast.challengers[0], Scales.of(told))

    @property
    def contrast(self) -> Mapping[str, Any]:
        """The primary outcome's contrast."""
        found: Mapping[str, Any] = sentences.primary(self.data)["contrasts"][self.side.id]
        return found

    def sentences(self) -> list[str]:
        """Return at most two sentences, after law and unequal cost: how many worlds, and what that is worth.

        Where the word is open or level the second one says so; else how large the difference is, in the same outcome.
        """
        data, arm, voice = self.data, self.side.id, spoken()
        first, state = sentences.headline(data, arm, voice), sentences.state_sentences(data, arm, voice)
        leader = sentences.leader(data)
        legal = sentences.legal_sentences(data, leader, voice) if leader else []
        legal += sentences.cost_sentence(data, voice)
        return [*legal, first, state[-1 if self.contrast.get("state") in {"open", "level"} else 0]]

    def money(self) -> list[str]:
        """Return what each strategy spent and the margin it gave up, in one paragraph each."""
        return money.spending(self.data, spoken())


def _labelled(entry: Data) -> Data:
    """Return an entry about a group of customers under its title in the language that is spoken."""
    return {**entry, "label": spoken().text(entry.get("titles") or entry["label"])}


def _trust(found: Data) -> Data:
    groups = {arm: {**by, "segment": [_labelled(row) for row in by["segment"]]} for arm, by in found["groups"].items()}
    return {**found, "groups": groups}
