"""What there is, as rows for people and programs: keys in English, texts in the language that is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.report.formats import text

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = ("strategies", "markets", "scenarios", "experiments", "levers", "metrics", "mechanisms")


def rows(kind: str, where: str = "") -> list[dict[str, Any]]:
    """Return what there is of a kind, a row each; of scenarios or markets only those where a strategy fares so.

    Raises:
        ScenarioError: if `where` is not STRATEGY=WORD as `experiments.standings` knows them.
    """
    makers: dict[str, Callable[[], list[dict[str, Any]]]] = {
        "strategies": strategies,
        "markets": markets,
        "scenarios": scenarios,
        "experiments": experiments,
        "levers": levers,
        "metrics": metrics,
        "mechanisms": mechanisms,
    }
    return _selected(makers[kind](), where) if where else makers[kind]()


def _selected(listed: list[dict[str, Any]], where: str) -> list[dict[str, Any]]:
    """Return the rows in which a strategy comes out as asked, with the worlds counted."""
    from experiments.standings import SIDES, condition, found

    strategy, word = condition(where)
    standings = ((row, found(row["name"], strategy)) for row in listed)
    return [
        {
            "name": row["name"], "against": one.against, "outcome": one.outcome, "ahead": one.ahead,
            "level": one.level, "behind": one.behind, "worlds": one.worlds,
            **{key: value for key, value in row.items() if key not in {"name", SIDES[1]}},
        }
        for row, one in standings if one is not None and one.word == word
    ]


def overview() -> list[dict[str, Any]]:
    """Return the kinds, how many there are of each, and the first few."""
    found = {kind: [row["name"] for row in rows(kind)] for kind in KINDS}
    return [
        {"name": kind, "count": len(names), "such_as": ", ".join(names[:3]), "command": f"goodwill list {kind}"}
        for kind, names in found.items()
    ]


def strategies() -> list[dict[str, Any]]:
    """Return the shipped strategies, each with the case for it and what it spends beyond the status quo."""
    from experiments.strategy_costs import known
    from sim.scenario import list_shipped, load_strategy

    loaded = {name: load_strategy(name) for name in list_shipped("strategies")}
    return [
        {
            "name": name, "title": text(one.title),
            **{f"extra_cost_{market}": costs.get(name) for market, costs in known().items()},
            "advocate": text(one.advocate),
        }
        for name, one in loaded.items()
    ]


def markets() -> list[dict[str, Any]]:
    """Return the shipped markets."""
    from sim.scenario import list_shipped, load

    loaded = {name: load(name).market for name in list_shipped("markets")}
    return [
        {
            "name": name, "title": text(one.title), "firms": ", ".join(one.firms),
            "segments": ", ".join(one.segments), "about": text(one.about),
        }
        for name, one in loaded.items()
    ]


def scenarios() -> list[dict[str, Any]]:
    """Return the shipped scenarios, each with its question and how customer_centric comes out."""
    from experiments.standings import SIDES, found
    from sim.scenario import list_shipped, load

    standings = {name: found(name, SIDES[1]) for name in list_shipped("scenarios")}
    return [
        {"name": name, SIDES[1]: one.word if one else "", "question": text(load(name).question)}
        for name, one in standings.items()
    ]


def experiments() -> list[dict[str, Any]]:
    """Return the shipped experiments, each with its size and its question."""
    from experiments.experiment_files import read_experiment
    from sim.scenario import list_shipped

    studies = {name: read_experiment(name) for name in list_shipped("experiments")}
    return [
        {
            "name": name, "points": len(one.points), "strategies": len(one.arms), "worlds": str(one.file.worlds),
            "seeds": one.file.replications, "question": text(one.file.question),
        }
        for name, one in studies.items()
    ]


def levers() -> list[dict[str, Any]]:
    """Return what a firm can set."""
    import agents.declarations  # noqa: F401  the import fills the registries
    from agents.parameters import LEVERS

    return [
        {
            "name": one.name, "low": one.low, "high": one.high, "default": one.default, "neutral": one.neutral,
            "unit": text(one.unit), "mechanism": one.mechanism, "department": text(one.department),
            "about": text(one.about), "cost": text(one.cost), "legal": text(one.legal),
        }
        for one in sorted(LEVERS.values(), key=lambda one: (one.department, one.name))
    ]


def metrics() -> list[dict[str, Any]]:
    """Return what is measured."""
    from sim.metrics import METRICS

    return [
        {
            "name": one.name, "unit": text(one.unit), "better": text(one.better), "label": text(one.label),
            "about": text(one.about),
        }
        for one in METRICS.values()
    ]


def mechanisms() -> list[dict[str, Any]]:
    """Return every mechanism: what doses it, what it is seen in, and the effects that tests hold it to."""
    from agents.parameters import COLUMNS, LEVERS, TRAITS, UNCERTAINTIES
    from sim.mechanisms import MECHANISMS, removable
    from sim.scenario_events import EVENTS

    without = removable()
    return [
        {
            "name": one.id, "title": text(one.title), "from": one.origin,
            "without": "yes" if one.id in without else "no",
            "levers": ", ".join(one.of(LEVERS)), "traits": ", ".join(one.of(TRAITS)),
            "uncertainties": ", ".join(one.of(UNCERTAINTIES)), "columns": ", ".join(one.of(COLUMNS)),
            "events": ", ".join(one.of(EVENTS)), "metrics": ", ".join(one.metrics), "causes": ", ".join(one.causes),
            "files": ", ".join(one.files),
            "test": "; ".join(map(str, one.effects)),
        }
        for one in MECHANISMS.values()
    ]
