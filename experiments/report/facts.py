"""The facts of a computation: how it was done, so that somebody else can do it again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from experiments.report.cast import primary
from experiments.report.formats import NOTHING, is_number, number, percent, plain, span, text
from experiments.report.glossary import FACTS, RIVALS
from experiments.report.words import say
from sim.scenario import load_strategy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLAIN = ("platform", "scenario_digest", "result_digest", "command")
SOFTWARE = ("python", "mesa", "numpy", "numba")


def facts(comparison: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return name and value of each fact that is known."""
    every = [*_design(comparison), *_worlds(comparison), *_provenance(comparison.get("provenance") or {})]
    return [(name, value) for name, value in every if value and value != NOTHING]


def predisposition(comparison: Mapping[str, Any]) -> str:
    """Return how often one side wins in this market where nothing is calibrated; nothing where nobody counted it."""
    from experiments.predisposition import ARMS  # a script too, which must not be imported before it is run

    lean = comparison.get("predisposition")
    if not lean:
        return ""
    product, customer = (text(load_strategy(name).title) for name in ARMS)
    counts = {key: number(lean[key], 0) for key in ("ahead", "level", "behind")}
    return say("predisposition", n=number(lean["worlds"], 0), product=product, customer=customer, **counts)


def _name(key: str) -> str:
    return text(FACTS[key])


def _moment(written: str) -> str:
    """Return day and minute of a moment as ISO 8601 writes it, in the order of the language."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)", written)
    if found is None:
        return written
    year, month, day, time = found.groups()
    return say("fact_moment", year=year, month=month, day=day, time=time)


def _design(comparison: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    simulated, people = comparison.get("customers"), comparison.get("market_size")
    if is_number(simulated) and is_number(people):
        yield _name("customers"), say("fact_people", part=number(simulated, 0), whole=number(people, 0))
    weeks, warm_up = comparison.get("weeks"), comparison.get("warm_up")
    if is_number(weeks):
        yield _name("horizon"), say("fact_horizon", span=span(weeks), warm_up=span(warm_up))
    rivals = text(comparison.get("rivals"))
    yield _name("rivals"), text(RIVALS.get(rivals, rivals))
    yield _name("without"), ", ".join(text(one) for one in comparison.get("without") or [])
    yield _name("established"), plain(comparison.get("established"))


def _worlds(comparison: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    worlds = comparison.get("worlds") or {}
    tried = worlds.get("tried")
    if is_number(tried):
        yield _name("worlds"), say("fact_worlds", n=number(worlds.get("n"), 0), tried=number(tried, 0))
    outcome = primary(comparison)
    for key, kind in (("luck", "luck_share"), ("correlation", "correlation")):
        value = (worlds.get(kind) or {}).get(outcome.get("name"))
        if is_number(value):
            written = percent(value) if key == "luck" else number(value, 2)
            yield _name(key).format(outcome=text(outcome.get("label"))), written


def _provenance(provenance: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield _name("seed"), plain(provenance.get("seed"))
    yield _name("version"), text(provenance.get("version"))
    yield _name("software"), ", ".join(f"{name} {text(provenance[name])}" for name in SOFTWARE if provenance.get(name))
    yield _name("created"), _moment(text(provenance.get("created")))
    seconds = provenance.get("duration_s")
    yield _name("duration_s"), say("fact_seconds", seconds=number(seconds, 0)) if is_number(seconds) else ""
    for key in PLAIN:
        yield _name(key), text(provenance.get(key))
