"""Verdicts and checks in words, made from their data alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agents.parameters import LEVERS, TRAITS, UNCERTAINTIES
from experiments.claims.phrases import counted, say
from experiments.margins import margin_of
from experiments.phrases import Voice
from sim.metrics import METRICS

Data = Mapping[str, Any]


def label_of(path: str, voice: Voice) -> str:
    """Return what a condition is about, in words."""
    kind, _, name = path.partition(".")
    registries: dict[str, Mapping[str, Any]] = {"nature": UNCERTAINTIES, "levers": LEVERS, "traits": TRAITS}
    if kind in registries and name in registries[kind]:
        return voice.text(registries[kind][name].about)
    return voice.text(METRICS[name].label) if name in METRICS else path


def word_of(verdict: Data, voice: Voice) -> str:
    """Return the verdict in a word or two."""
    if verdict["why"] == "reversed":
        return say(voice, "reversed")
    if verdict["word"] == "depends":
        if verdict["why"] == "market":
            return say(voice, "depends", what=say(voice, "the market"))
        return say(voice, "depends", what=label_of(verdict["split"]["path"], voice))
    return say(voice, str(verdict["word"]))


def sentence_of(verdict: Data, quantifier: str, voice: Voice) -> str:
    """Return the verdict in a sentence with its counts."""
    hits = verdict["hits"]
    values = {
        "k": hits["k"], "n": hits["n"], "low": voice.percent(hits["low"]), "high": voice.percent(hits["high"]),
        "opposites": verdict["opposites"]["k"], "missing": verdict["not_applying"],
        "all": hits["n"] + verdict["not_applying"],
    }
    if verdict["why"] == "market":
        places = (f"{one['title']} {counted(voice, one)}" for one in verdict["markets"].values())
        values["markets"] = ", ".join(places)
    if verdict["why"] == "condition":
        values |= _split_values(verdict["split"], voice)
    return say(voice, _key(verdict, quantifier), **values)


def _key(verdict: Data, quantifier: str) -> str:
    word, why = verdict["word"], verdict["why"]
    if word in {"supported", "contradicted"}:
        if quantifier == "never":
            return f"say.{word}.never"
        return f"say.{word}.{why}" if why else f"say.{word}"
    return f"say.{word}.{why}"


def _split_values(split: Data, voice: Voice) -> dict[str, Any]:
    inside, outside = split["inside"], split["outside"]
    cut = say(voice, "the middle") if split["cut"] is None else voice.figure(split["cut"])
    return {
        "label": f"‹{label_of(split['path'], voice)}›", "side": say(voice, "above" if split["above"] else "below"),
        "cut": cut, "k": inside["k"], "n": inside["n"], "k_out": outside["k"], "n_out": outside["n"],
        "k_even": split["confirmed"][0]["k"], "n_even": split["confirmed"][0]["n"],
        "k_even_out": split["confirmed"][1]["k"], "n_even_out": split["confirmed"][1]["n"],
    }


def ranking_sentences(ranking: Data, voice: Voice) -> list[str]:
    """Return what a ranking says: whether one strategy is best for all, and who is not beaten where."""
    best = max(ranking["best"], key=ranking["best"].__getitem__)
    values = {
        "best": f"‹{ranking['titles'][best]}›", "n": ranking["n"], "share": round(ranking["best"][best] * ranking["n"]),
    }
    if ranking["differs"] is None:
        return [say(voice, "say.ranking.few", **values)]
    if ranking["apart"]:
        a, b = (ranking["markets"][name] for name in ranking["apart"])
        first = say(voice, "say.ranking.apart", a=a, b=b, **values)
    else:
        first = say(voice, "say.ranking.none" if ranking["differs"] else "say.ranking.one", **values)
    return [first, *(
        say(voice, "unbeaten", market=ranking["markets"][name], arms=", ".join(ranking["titles"][arm] for arm in arms))
        for name, arms in ranking["not_beaten"].items()
    )]


def check_sentence(check: Data, voice: Voice) -> str:
    """Return what a check says."""
    ending = "stands" if check["holds"] else "falls"
    kind = "" if check["kind"] == "near" else f".{check['kind']}"
    return say(voice, f"check{kind}.{ending}", k=check["k"], n=check["n"])


def luck_sentence(luck: Sequence[float], voice: Voice) -> str:
    """Return how far hits have to lie beyond the margin so as not to be luck; nothing where that is not asked."""
    return say(voice, "luck", sizes=", ".join(voice.figure(size) for size in luck)) if luck else ""


def cost_tag(costs: Mapping[str, float], arms: Mapping[str, str], voice: Voice) -> list[str]:
    """Return what has to be said where arms do not cost the same.

    Args:
        costs: per arm by which share it spends more than the base.
        arms: titles of the arms.
        voice: the language.
    """
    margin = margin_of("spend", reference=1.0)
    dear = {arm: share for arm, share in costs.items() if abs(share) > margin}
    each = (f"{arms[arm]} {voice.number(100 * share, signed=True)} %" for arm, share in dear.items())
    return [say(voice, "unequal", arms=", ".join(each))] if dear else []


def tags_of(checks: Sequence[Data], voice: Voice) -> list[str]:
    """Return what has to be said beside a verdict: built in, or of another cause."""
    found = []
    if any(one["kind"] == "bounds" and one["holds"] for one in checks):
        found.append(say(voice, "built_in"))
    if any(one["kind"] == "placebo" and one["holds"] for one in checks):
        found.append(say(voice, "other_cause"))
    return found
