"""A comparison written by hand, for tests of what is made from one; with n = 1 it has no intervals and no words."""

from __future__ import annotations

from typing import Any

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'%{x} {{7*7}} $x$ <a href='//e.test'>x</a>"
IDS = (
    "product_centric", "customer_centric", "just_nice", "lip_service", "bot_first", "data_harvester", "loyalty_card",
    "tech_only", "human_touch", "transparent_dialogue", "hybrid",
)  # fmt: skip
PROGRAMS_OWN = {
    "id", "name", "kind", "state", "unit", "reference", "primary", "arm", "leader", "better", "mode", "not_beaten",
    "outcome", "of", "crossed",
}  # fmt: skip

GROUPS = ("department", "channel", "actor", "segment")
YEARS = {"levels": [0.5, 0.52], "causes": [{"cause": "fee", "label": "Fees", "changes": [0.02]}]}


def contrast(mean: float, *, judged: bool) -> dict[str, Any]:
    spread = {"low": mean * 0.8, "high": mean * 1.2, "p10": mean * 0.2, "p90": mean * 1.8, "level": 0.95}
    counts = {"ahead": 34, "level_count": 3, "behind": 3, "ahead_low": 0.70, "ahead_high": 0.94}
    known = spread | counts | {"state": "better", "at_least_margin": True}
    unknown = dict.fromkeys([*spread, *counts]) | {"state": "too few", "at_least_margin": False}
    always = {"mean": mean, "lopsided": False, "more_worlds": None, "n": 40 if judged else 1}
    return always | (known if judged else unknown)


def outcome(name: str, kind: str, arms: list[str], *, size: float, judged: bool = True) -> dict[str, Any]:
    return {
        "name": name,
        "label": name.replace("_", " "),
        "unit": "",
        "better": "higher",
        "margin": abs(size) / 3,
        "kind": kind,
        "population": f"who is counted in {name}",
        "arms": {arm: {"mean": 0.47 if size < 1 else 3e8} for arm in arms},
        "contrasts": {arm: contrast(size / (k + 1), judged=judged) for k, arm in enumerate(arms[1:])},
    }


def weekly(arms: list[str], weeks: int, *, judged: bool) -> dict[str, Any]:
    low, high = ([x] * weeks if judged else None for x in (0.0, 0.04))
    differences = {arm: {"mean": [0.02] * weeks, "p10": low, "p90": high} for arm in arms[1:]}
    levels = {arm: [0.5, None, *[0.5] * (weeks - 2)] for arm in arms}
    course = {"label": "a course", "unit": "0..1", "margin": 0.02, "levels": levels, "differences": differences}
    return {"week": list(range(weeks)), "metrics": {"trust_cohort": course, "trust": course}}


def causes(*, judged: bool) -> list[dict[str, Any]]:
    route = {"cause": "fee", "department": "billing", "channel": "bill", "actor": "system"}
    place = route | {"reference": -0.05, "arm": 0.0}
    ends = {"p10": 0.01, "p90": 0.06} if judged else {"p10": None, "p90": None}
    return [place | ends | {"label": f"Cause {k}", "difference": 0.05 - 0.02 * k} for k in range(4)]


def groups(*, judged: bool) -> list[dict[str, Any]]:
    ends = {"p10": 0.0, "p90": 0.05} if judged else {"p10": None, "p90": None}
    sizes = {"billing": 0.05, "service": 0.03}
    return [
        {"key": key, "label": key.title(), "reference": 0.0, "arm": size, "difference": size} | ends
        for key, size in sizes.items()
    ]


def removed(arm: str, *, judged: bool) -> dict[str, Any]:
    spread = {"p10": 0.01, "p90": 0.03} if judged else {"p10": 0.02, "p90": 0.02}
    row = {
        "mechanism": "M13", "titles": {"en": "Hidden fees"}, "booked": {"mean": 0.02} | spread,
        "without": {"mean": 0.035} | spread, "causes": [{"cause": "fee", "label": "Fees", "mean": 0.02} | spread],
    }  # fmt: skip
    return {"arm": arm, "worlds": 8 if judged else 1, "margin": 0.02, "rows": [row], "kept": ["Weather"]}


def break_even(n: int, weeks: int) -> dict[str, Any]:
    cases = {"n": n, "never_behind": 1, "recovers": n - 7, "lead_lost": 1, "not_within": 5}
    median = {"median_week": 74, "median_low": 60, "median_high": None}
    deepest = {"mean": -7.3e6, "p10": -1.07e7, "week": 41}
    share = {"share": 0.85, "share_low": 0.7, "share_high": 0.94}
    return cases | median | share | {"deepest": deepest, "horizon": weeks}


def whys(arms: list[str], *, judged: bool) -> dict[str, Any]:
    others = arms[1:]
    lines = [{"line": f"l{k}", "label": f"Line {k}", "difference": 1e6 * (k - 4)} for k in range(20)]
    segment = {"segment": "s", "label": "Families", "share": 0.35, "persons": 1400}
    metrics = {"trust_cohort": contrast(0.06, judged=judged), "contribution": contrast(1e6, judged=judged)}
    parameter = {"label": "x", "value": 1.2, "plausible": [1, 2], "position": 0.2}
    half = {"worlds": 20, "ahead": 15}
    condition = {"name": "c", "label": "Fees found out", "arm": arms[-1], "cut": 0.035, "above": half, "below": half}
    ranking = {key: dict.fromkeys(arms, 0.5) for key in ("best_share", "worst_tenth", "largest_regret")}
    return {
        "trust": {
            "start": 0.5,
            "end": {arm: 0.47 if arm == arms[0] else 0.55 for arm in arms},
            "causes": {arm: causes(judged=judged) for arm in others},
            "groups": {arm: dict.fromkeys(GROUPS, groups(judged=judged)) for arm in others},
            "years": {"last": [51], "arms": dict.fromkeys(arms, YEARS)},
            "removed": removed(others[-1], judged=judged),
        },
        "bridge": dict.fromkeys(others, lines),
        "segments": [segment | {"contrasts": dict.fromkeys(others, metrics)}],
        "losses": {arm: [{"world": 18, "difference": -4e7, "parameters": [parameter]}] for arm in arms},
        "conditions": [condition],
        "ranking": ranking | {"not_beaten": arms[:1]},
    }


def frame(arms: list[str], weeks: int) -> dict[str, Any]:
    lever = {"from": 0.5, "to": 0.8, "unit": "share", "about": "share of pay", "cost": "payroll", "legal": ""}
    told = {"title": "Mobile", "question": "What happens?", "story": "Once.", "decision": "June.", "firm": "Alpha"}
    sizes = {"market_size": 3_000_000, "customers": 10_000, "weeks": weeks, "warm_up": 156}
    plan = {"currency": "EUR", "primary": "value", "reference": arms[0], "rivals": "fixed", "without": ["M13"]}
    listed = [{"path": "a.b", "value": 0.05, "source": "assumption"}]
    return told | sizes | plan | {
        "arms": [
            {"id": arm, "title": arm.replace("_", " ").title(), "advocate": "It pays.", "levers": {"pay": lever}}
            for arm in arms
        ],
        "budget": {
            "mode": "equal", "envelope": 1.0, "realised": dict.fromkeys(arms, 4e7), "equal_cost": True,
            "forgone": dict.fromkeys(arms, 3e6), "forgone_parts": {arm: {"fees": 2e6, "rebates": 1e6} for arm in arms},
        },
        "against": {"leader": arms[-1], "reasons": ["It costs."]},
        "for": {"leader": arms[-1], "reasons": ["It pays back."]},
        "answer": {"headline": "It is ahead.", "sentences": ["One.", "Two.", "Three."]},
        "assumptions": {"numbers": 212, "assumed": 87, "list": listed},
        "provenance": {"version": "0.1.0", "python": "3.11", "created": "2026-01-01T12:00:00", "duration_s": 41.2},
    }  # fmt: skip


def moneys(arms: list[str], *, judged: bool) -> dict[str, Any]:
    """Return what every arm gave up, how it does with less and with more money, and tuned."""
    ends = {"p10": 1e6, "p90": 5e6} if judged else {"p10": None, "p90": None}
    row = contrast(2e6, judged=judged)
    shares = [
        {
            "share": share, "spent": 4e7 * share, "kept": share, "equal_cost": True,
            "difference": {"mean": 1e6 * share} | ends,
        }
        for share in (0.5, 1.0, 1.5)
    ]
    values = {"plausible": [0.0, 0.9], "today": 0.4, "preset": 0.1, "tuned": 0.6}
    lever = {"about": "share of pay", "unit": "share"} | values
    best = {
        "evaluated": 200, "failed": 0, "outside": 12, "found_at": 73, "levers": {"pay": lever}, "crossed": ["pay"],
        "legal": {}, "searched": 9e6, "judged": row, "spent": 4e7, "forgone": 3e6,
    }
    return {
        "envelopes": {
            "shares": [0.5, 1.0, 1.5], "outcome": "value", "margin": 1e7, "worlds": row["n"],
            "arms": {arm: [{**one, "contrast": None if arm == arms[0] else row} for one in shares] for arm in arms},
        },
        "tuned": {
            "evaluations": 200, "worlds": 40, "customers": 1000, "keep_sides": False, "judged": row["n"],
            "outcome": "value", "reference": arms[0], "reference_tuned": True, "reference_spent": 4e7,
            "equal_cost": True,
            "strategies": [best | {"id": f"tuned_{arm}", "of": arm} for arm in arms],
            "contrasts": dict.fromkeys(arms[1:], row), "not_beaten": arms[:1],
        },
    }


def comparison(arms: int = 2, *, n: int = 40, weeks: int = 52) -> dict[str, Any]:
    """Return a comparison of so many strategies in n worlds."""
    ids, judged = list(IDS[:arms]), n > 1
    kinds = (("value", "money", 3.2e7), ("trust_cohort", "points", 0.06), ("churn_year", "share", -0.013))
    share = {"week": list(range(weeks)), "ahead": [0.5] * weeks, "level": [0.2] * weeks, "behind": [0.3] * weeks}
    worlds = {"n": n, "central": not judged, "tried": 57, "luck_share": {"value": 0.12}, "correlation": {"value": 0.8}}
    return frame(ids, weeks) | whys(ids, judged=judged) | moneys(ids, judged=judged) | {
        "worlds": worlds,
        "outcomes": [outcome(name, kind, ids, size=size, judged=judged) for name, kind, size in kinds],
        "break_even": dict.fromkeys(ids[1:], break_even(n, weeks)) if judged else {},
        "weekly": weekly(ids, weeks, judged=judged),
        "ahead_by_week": dict.fromkeys(ids[1:], share) if judged else {},
    }  # fmt: skip


def hostile(x: Any) -> Any:
    """Put a hostile text wherever a text of a user is shown."""
    if isinstance(x, dict):
        return {key: value if key in PROGRAMS_OWN else hostile(value) for key, value in x.items()}
    if isinstance(x, list):
        return [hostile(value) for value in x]
    return HOSTILE if isinstance(x, str) else x
