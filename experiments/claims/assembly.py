"""Everything about the claims of one call as one dictionary, the content of claims.json, and as tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np

from experiments import statistics as st
from experiments.assembly import plain
from experiments.claims import descriptions
from experiments.claims.evidence import Check
from experiments.claims.files import shown
from experiments.claims.judging import Ranked, Row, Tested, extra_cost
from experiments.claims.labels import KINDS
from experiments.claims.models import Claim, Contrast
from experiments.claims.outcomes import HOLDS, Compared
from experiments.claims.phrases import say
from experiments.claims.store import code_digest
from experiments.claims.trial import Trials
from experiments.claims.words import (
    check_sentence,
    cost_tag,
    label_of,
    luck_sentence,
    ranking_sentences,
    sentence_of,
    tags_of,
    word_of,
)
from experiments.claims.worlds import position
from experiments.phrases import ENGLISH, Voice
from experiments.provenance import versions
from experiments.verdicts import Share, Split, Verdict
from sim.metrics import METRICS


def assemble(trials: Trials, voice: Voice = ENGLISH) -> dict[str, Any]:
    """Return the data of all claims of a call."""
    scenarios = trials.scenarios
    titles = {name: voice.text(one.market.title) for name, one in scenarios.items()}
    first = next(iter(scenarios.values()))
    data = {
        "kind": "claims", "language": voice.language, "markets": titles,
        "currency": first.market.currency, "worlds_per_market": trials.per_market, "customers": first.customers,
        "seed": trials.seed,
        "claims": [_claim(one, trials, titles, voice) for one in trials.tested],
        "provenance": {
            **versions(), "code": code_digest(), "seconds": round(trials.seconds, 1),
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "markets": {name: one.digest() for name, one in scenarios.items()},
        },
    }
    return dict(plain(data))


def _claim(one: Tested, trials: Trials, titles: Mapping[str, str], voice: Voice) -> dict[str, Any]:
    claim = one.claim
    arms = {name: descriptions.title_of(claim, name, voice) for name in claim.arms}
    checks = [_check(check, voice) for check in one.checks]
    verdict, costs = _any_verdict(one, titles, arms, voice), extra_cost(claim, one.rows)
    return {
        "id": claim.id, "text": voice.text(claim.claim), "claim": claim.claim, "source": claim.source,
        "interested": voice.text(claim.interested), "note": voice.text(claim.note), "quantifier": claim.quantifier,
        "file": shown(one.file.path), "digest": one.file.digest, "budget": claim.budget,
        "extra_cost": costs, "verdict": verdict,
        "first": _verdict(one.first, claim, titles, voice) if one.first else None,
        "luck": list(one.luck), "luck_said": luck_sentence(one.luck, voice),
        "checks": checks, "tags": tags_of(checks, voice) + cost_tag(costs, arms, voice),
        "built_in": next((check["holds"] for check in checks if check["kind"] == "bounds"), None),
        "arms": [
            {"name": name, "title": title, "does": descriptions.what_it_does(claim, name, voice)}
            for name, title in arms.items()
        ],
        "contrasts": [
            _contrast(one, group, contrast, arms=arms, voice=voice) for group, contrast in descriptions.parts(claim)
        ],
        "conditions": [
            {"path": c.path, "label": label_of(c.path, voice), "cut": {
                market: position(c, claim, trials.scenarios[market]) for market in claim.worlds.markets
            }} for c in claim.conditions
        ],
        "worlds": [_row(row, claim) for row in one.rows],
    }


def _any_verdict(one: Tested, titles: Mapping[str, str], arms: Mapping[str, str], voice: Voice) -> dict[str, Any]:
    if one.ranked is not None:
        return _ranking(one.ranked, titles, arms, voice)
    if one.verdict is None:
        raise TypeError(f"{one.claim.id} was not judged")
    return _verdict(one.verdict, one.claim, titles, voice)


def _share(one: Share) -> dict[str, Any]:
    return {"k": one.k, "n": one.n, "low": one.low, "high": one.high}


def _verdict(one: Verdict, claim: Claim, titles: Mapping[str, str], voice: Voice) -> dict[str, Any]:
    verdict: dict[str, Any] = {
        "word": one.word, "why": one.why, "hits": _share(one.hits), "opposites": _share(one.opposites),
        "level": one.hits.n - one.hits.k - one.opposites.k, "not_applying": one.not_applying,
        "markets": {name: _share(share) | {"title": titles[name]} for name, share in one.markets.items()},
        "split": _split(one.split, claim) if one.split else None,
    }
    return verdict | {"label": word_of(verdict, voice), "sentence": sentence_of(verdict, claim.quantifier, voice)}


def _split(one: Split, claim: Claim) -> dict[str, Any]:
    def both(k: int) -> dict[str, int]:
        return {key: getattr(one.found[k], key) + getattr(one.confirmed[k], key) for key in ("k", "n")}

    condition = next(c for c in claim.conditions if c.path == one.name)
    return {
        "path": one.name, "above": one.above, "cut": condition.cut, "inside": both(0), "outside": both(1),
        "found": [_share(side) for side in one.found], "confirmed": [_share(side) for side in one.confirmed],
    }


def _ranking(one: Ranked, titles: Mapping[str, str], arms: Mapping[str, str], voice: Voice) -> dict[str, Any]:
    ranking = {
        "differs": one.differs, "apart": list(one.apart) if one.apart else None, "not_beaten": one.not_beaten,
        "best": one.best, "best_by_market": one.best_by_market, "n": one.n, "titles": dict(arms),
        "markets": {name: titles[name] for name in one.not_beaten},
    }
    word = "not settled" if one.differs is None else "supported" if one.differs else "contradicted"
    sentences = ranking_sentences(ranking, voice)
    said = {"label": say(voice, word), "sentence": " ".join(sentences)}
    return {"word": word, "why": "ranking", **said, "ranking": ranking}


def _check(one: Check, voice: Voice) -> dict[str, Any]:
    hits = one.hits
    n = len(one.outcomes) if one.kind == "bounds" else hits.n
    check: dict[str, Any] = {"kind": one.kind, "k": hits.k, "n": n, "holds": one.holds}
    title = descriptions.neutral_title(one.neutral, voice) or say(voice, "check.bounds")
    because = voice.text(one.neutral.because) if one.neutral else ""
    return check | {
        "heading": say(voice, f"check.{one.kind}"), "title": title, "because": because,
        "off": list(one.neutral.off) if one.neutral else [], "sentence": check_sentence(check, voice),
    }


def _contrast(
    tested: Tested, group: str, one: Contrast, *, arms: Mapping[str, str], voice: Voice,
) -> dict[str, Any]:
    claim = tested.claim
    rows = [(row, found) for row in tested.rows for found in [found_of(row, claim, group, one)] if found is not None]
    values = np.array([found.value for _, found in rows], dtype=np.float64)
    holds = [found.state in HOLDS[one.direction] for _, found in rows]
    known = sum(found.state != "missing" for _, found in rows)
    return {
        "group": group, "label": voice.text(one.about) or descriptions.measure_label(one.measure, voice),
        "measure": one.measure, "window": descriptions.window_label(one.window, claim.weeks, voice),
        "of": descriptions.arms_label(one, arms), "formula": one.of, "over": one.over, "direction": one.direction,
        "says": say(voice, one.direction), "kind": kind_of(one), "k": sum(holds), "n": known,
        **st.spread(values), "margin": st.spread(np.array([found.margin for _, found in rows]))["mean"],
        "points": [
            {"market": row.market, "world": row.world.number, "value": found.value, "margin": found.margin,
             "holds": ok} for (row, found), ok in zip(rows, holds, strict=True)
        ],
    }


def found_of(row: Row, claim: Claim, group: str, one: Contrast) -> Compared | None:
    """Return what a world says of one contrast, by its place in the file."""
    several: tuple[Contrast, ...] = getattr(claim, group)
    found: tuple[Compared, ...] = getattr(row.outcome, group)
    at = next(k for k, other in enumerate(several) if other is one)
    return found[at] if at < len(found) else None


def kind_of(one: Contrast) -> str:
    """Return how a contrast's numbers are written: money, points of 100, a rate per year, or plain numbers."""
    if one.measure in KINDS:
        return KINDS[one.measure]
    metric = METRICS.get(one.measure)
    if metric is None:
        return "number"
    unit = metric.unit.partition(" ")[0]
    per = "per" in metric.unit.split()
    return {"currency": "money", "0..1": "points", "share": "number" if per else "points"}.get(unit, "number")


def _row(row: Row, claim: Claim) -> dict[str, Any]:
    values = [
        {arm: found.arms[arm] for arm in found.arms}
        for found in (*row.outcome.applies, *row.outcome.hit, *(row.outcome.opposite if claim.opposite else ()),
                      *row.outcome.also)
    ]
    return {
        "market": row.market, "world": row.world.number, "draw": row.world.draw, "seed": row.world.seed,
        "outcome": row.outcome.outcome, "conditions": row.seen, "values": values,
    }
