"""Why the arms differ: trust by cause from the cohort's ledger, money by line, winners and losers by segment."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments import statistics as st
from experiments.contrasts import Runs, contrast, mean_known
from experiments.forgone import PARTS, part_of
from experiments.forgone import total as given_up_by
from experiments.margins import margin_of
from experiments.outcomes import BY_NAME, YEAR, ArmRun, Outcome

Floats = NDArray[np.float64]
FEWEST_PERSONS = 200    # simulated customers a segment needs before a word is said about it
PLACES = {"department": 2, "channel": 3, "actor": 4}    # of a route's names, by which it can be grouped


def trust_changes(runs: Runs) -> Floats:
    """Return the cohort's mean change of trust by route over the horizon, worlds × arms × routes."""
    return np.array([
        [arm.trust_changes.sum(axis=0) / _persons(arm) for arm in run.arms] for run in runs.worlds
    ])


def trust(runs: Runs) -> dict[str, Any]:
    """Return where the cohort's trust starts and ends, and which causes make the arms differ, by each grouping.

    The causes balance: the differences of an arm sum to the difference of the ends (accounting in a fixed order; the
    causal answer is a paired run without the mechanism: `experiments.removal`). So do the groups of every grouping, and
    the years of `years`.
    """
    starts = np.array([[arm.trust_start for arm in run.arms] for run in runs.worlds])
    ends, changes = runs.values("trust_cohort"), trust_changes(runs)
    return {
        "start": mean_known(starts[:, runs.reference]),
        "end": {name: mean_known(ends[:, k]) for k, name in enumerate(runs.arms)},
        "causes": {runs.arms[k]: _causes(runs, changes, starts, k) for k in runs.others},
        "groups": {
            runs.arms[k]: {by: _groups(runs, by, starts, k) for by in (*PLACES, "segment")} for k in runs.others
        },
        "years": years(runs),
    }


def _groups(runs: Runs, by: str, starts: Floats, arm: int) -> list[dict[str, Any]]:
    """Return the difference of an arm by department, channel, actor or segment, largest first."""
    sums, keys = _summed(runs, by)
    rows = [
        {"key": key, "label": key.replace("_", " "), **_gap(sums[:, runs.reference, g], sums[:, arm, g])}
        for g, key in enumerate(keys) if sums[:, [runs.reference, arm], g].any()
    ]
    if not np.allclose(starts[:, arm], starts[:, runs.reference], atol=1e-12, rtol=0):
        earlier = {"key": "start", "label": "trust built before week 0"}
        rows.append({**earlier, **_gap(starts[:, runs.reference], starts[:, arm])})
    return sorted(rows, key=lambda row: (-abs(row["difference"]), row["key"]))


def _summed(runs: Runs, by: str) -> tuple[Floats, list[str]]:
    """Return the cohort's mean change of trust, worlds × arms × groups, and the names of the groups."""
    if by == "segment":
        each = [[arm.trust_changes.sum(axis=1) / _persons(arm) for arm in run.arms] for run in runs.worlds]
        return np.array(each), list(runs.worlds[0].segments)
    routes = runs.worlds[0].routes
    keys = list(dict.fromkeys(route[PLACES[by]] for route in routes))
    member = np.array([[route[PLACES[by]] == key for key in keys] for route in routes], dtype=np.float64)
    return trust_changes(runs) @ member, keys


def _persons(arm: ArmRun) -> float:
    return max(1.0, float(arm.cohort.sum()))


def _gap(reference: Floats, arm: Floats) -> dict[str, float]:
    low, high = (float(x) for x in st.quantiles(arm - reference, [0.1, 0.9]))
    mean, base = float(arm.mean()), float(reference.mean())
    return {"reference": base, "arm": mean, "difference": mean - base, "p10": low, "p90": high}


def years(runs: Runs) -> dict[str, Any]:
    """Return per arm what each year booked by cause, mean over worlds, and the trust at the years' ends.

    `last` holds the last week of each year (the last one may be shorter); `levels` begin with the start, so that
    levels[y] plus everything booked in year y is levels[y + 1].
    """
    weeks = len(runs.factors)
    last = [*range(YEAR - 1, weeks - 1, YEAR), weeks - 1]
    return {"last": last, "arms": {name: _years(runs, k, last) for k, name in enumerate(runs.arms)}}


def _years(runs: Runs, arm: int, last: list[int]) -> dict[str, Any]:
    own = [run.arms[arm] for run in runs.worlds]
    starts = [0, *(week + 1 for week in last[:-1])]
    if any(len(one.trust_weekly) != len(runs.factors) for one in own):
        return {"levels": [], "causes": []}
    booked = np.mean([np.add.reduceat(one.trust_weekly, starts, axis=0) / _persons(one) for one in own], axis=0)
    levels = [np.mean([one.trust_start for one in own])]
    levels += [np.mean([one.courses["trust_cohort"][week] for one in own]) for week in last]
    rows = [
        {"cause": route[0], "label": route[1], "changes": [float(x) for x in booked[:, r]]}
        for r, route in enumerate(runs.worlds[0].routes) if booked[:, r].any()
    ]
    total = {route[0]: float(booked[:, r].sum()) for r, route in enumerate(runs.worlds[0].routes)}
    rows.sort(key=lambda row: (-abs(total[str(row["cause"])]), row["cause"]))
    return {"levels": [float(x) for x in levels], "causes": rows}


def _causes(runs: Runs, changes: Floats, starts: Floats, arm: int) -> list[dict[str, Any]]:
    rows = [
        _cause(route, changes[:, runs.reference, r], changes[:, arm, r])
        for r, route in enumerate(runs.worlds[0].routes) if changes[:, [runs.reference, arm], r].any()
    ]
    if not np.allclose(starts[:, arm], starts[:, runs.reference], atol=1e-12, rtol=0, equal_nan=True):
        earlier = ("start", "trust built before week 0", "none", "none", "none")
        rows.append(_cause(earlier, starts[:, runs.reference], starts[:, arm]))
    return sorted(rows, key=lambda row: (-abs(row["difference"]), row["cause"], row["department"], row["channel"]))


def _cause(route: tuple[str, str, str, str, str], reference: Floats, arm: Floats) -> dict[str, Any]:
    names = dict(zip(("cause", "label", "department", "channel", "actor"), route, strict=True))
    return {**names, **_gap(reference, arm)}


def bridge(runs: Runs, labels: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Return per arm the present value of every money line against the reference; they sum to the profit difference."""
    return {runs.arms[k]: _bridge(runs, k, labels) for k in runs.others}


def _bridge(runs: Runs, arm: int, labels: dict[str, str]) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(runs.worlds[0].lines):
        gap = runs.money[:, arm, number] - runs.money[:, runs.reference, number]
        if runs.money[:, [arm, runs.reference], number].any():
            low, high = (float(x) for x in st.quantiles(gap, [0.1, 0.9]))
            label = labels.get(line, line.replace("_", " "))
            rows.append({"line": line, "label": label, "difference": float(gap.mean()), "p10": low, "p90": high})
    return rows


def forgone(runs: Runs) -> dict[str, float]:
    """Return per arm the margin given up against the status quo's terms, present value, mean over the worlds."""
    each = np.array([[given_up_by(arm) for arm in run.arms] for run in runs.worlds])
    return {name: mean_known(each[:, k]) for k, name in enumerate(runs.arms)}


def forgone_parts(runs: Runs) -> dict[str, dict[str, float]]:
    """Return per arm the parts of `forgone`: list price, prices of old customers, fees, discounts, addresses sold."""
    return {
        name: {part: mean_known(np.array([part_of(run.arms[k], part) for run in runs.worlds])) for part in PARTS}
        for k, name in enumerate(runs.arms)
    }


def segments(runs: Runs) -> list[dict[str, Any]]:
    """Return per segment who gains and who loses: trust of the cohort, churn, contribution."""
    names = runs.worlds[0].segments
    persons = np.array([run.arms[runs.reference].cohort for run in runs.worlds]).mean(axis=0)
    large = int((persons >= FEWEST_PERSONS).sum())
    level = 1 - 0.05 / max(1, large * len(runs.others))
    total = max(1.0, float(persons.sum()))
    return [
        {
            "segment": name, "label": name.replace("_", " "), "share": float(persons[s] / total),
            "persons": round(float(persons[s])),
            "contrasts": {
                runs.arms[k]: _segment_contrasts(runs, s, k, level=level, judged=bool(persons[s] >= FEWEST_PERSONS))
                for k in runs.others
            },
        }
        for s, name in enumerate(names)
    ]


def _segment_contrasts(runs: Runs, segment: int, arm: int, *, level: float, judged: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    revenue = mean_known(_segment(runs, "revenue", segment)[:, runs.reference])
    for name, outcome in (("trust_cohort", "trust_cohort"), ("churn_year", "churn_year"), ("contribution", "profit")):
        values = _segment(runs, name, segment)
        margin = margin_of(name, reference=mean_known(values[:, runs.reference]), revenue=revenue)
        row = contrast(values[:, arm] - values[:, runs.reference], margin, _judge(outcome), level=level)
        word = row["state"] if judged else "too few"
        found[name] = {key: row[key] for key in ("mean", "low", "high", "level")} | {"state": word, "margin": margin}
    return found


def _judge(name: str) -> Outcome:
    return BY_NAME[name]


def _segment(runs: Runs, measure: str, segment: int) -> Floats:
    return np.array([[arm.segments[measure][segment] for arm in run.arms] for run in runs.worlds])
