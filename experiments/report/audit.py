"""The last page: which numbers carry the answer, what was changed in the shipped market, and on whose word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.audit.sources import told
from experiments.phrases import spoken
from experiments.report.cast import primary
from experiments.report.formats import NOTHING, Scales, capital, is_number, number, percent, plain, text
from experiments.report.tables import Column, Table, column, scale_of
from experiments.report.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from experiments.report.cast import Cast


@dataclass(frozen=True)
class Audit:
    """What the last page shows."""

    backing: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, Table], ...]
    carrying: Table | None
    carrying_words: str
    honest: str


def audit(comparison: Mapping[str, Any], cast: Cast, scales: Scales) -> Audit | None:
    """Return the last page, or None for a comparison that knows nothing of it."""
    found = comparison.get("audit") or {}
    if not found:
        return None
    carrying = found.get("carrying") or []
    titles = {side.id: side.title for side in cast.all}
    named = {"arm": titles.get(str(found.get("arm")), ""), "reference": cast.reference.title,
             "outcome": text(primary(comparison).get("label"))}
    n = number(found.get("worlds"), 0)
    return Audit(
        tuple((say(f"backed_{kind}"), number(count, 0)) for kind, count in (found.get("backing") or {}).items()),
        tuple(_changes(one, several=len(found.get("changes") or []) > 1) for one in found.get("changes") or []),
        carrying_table(carrying, comparison, scales) if carrying else None,
        say("carrying_lead", n=n, **named) if carrying else say("carrying_none", n=n),
        _honest(carrying, n) if carrying else "",
    )


def _changes(one: Mapping[str, Any], *, several: bool) -> tuple[str, Table]:
    """Return what was changed in one scenario, in a sentence with counts and as a table."""
    rows = one.get("rows") or []
    before = f"{text(one.get('scenario'))}: " if several else ""
    if one.get("base") is None:
        return before + say("audit_no_base"), Table((), ())
    if not rows:
        return before + say("audit_unchanged", base=text(one["base"])), Table((), ())
    counts = say("audit_list").join(
        say("audit_count", n=number(count, 0), kind=say(f"backed_{kind}")) for kind, count in one["counts"].items()
    )
    return before + say("audit_changed", n=number(len(rows), 0), base=text(one["base"]), counts=counts), _table(rows)


def _table(rows: Sequence[Mapping[str, Any]]) -> Table:
    columns = (
        column("number", words=True), Column(say("audit_shipped"), is_number=False),
        Column(say("audit_here"), is_number=False), Column(say("audit_backed"), is_number=False),
    )
    found = tuple(
        (_breakable(text(row["path"])), _value(row["from"]), _value(row["to"]), _backed(row)) for row in rows
    )
    return Table(columns, found)


def _breakable(path: str) -> str:
    """Let a long path go on in the next line after any dot."""
    return path.replace(".", ".\u200b")


def _value(value: Any) -> str:
    """Write a number, a range, a list or a word; a mapping by its keys."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]" if len(value) else "[]"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(one)}" for key, one in value.items())
    return plain(value)


def carrying_table(
    carrying: Sequence[Mapping[str, Any]], comparison: Mapping[str, Any], scales: Scales,
) -> Table:
    """Return the numbers that carry the answer: range, difference at either end, where it turns, what backs them."""
    scale = scale_of(primary(comparison), scales)
    unit = f", {scale.unit_of_difference}" if scale.unit_of_difference else ""
    columns = (
        column("number", words=True), Column(say("carrying_range")), Column(say("carrying_low") + unit),
        Column(say("carrying_high") + unit), Column(say("carrying_turns"), is_number=False),
        Column(say("carrying_beyond"), is_number=False), Column(say("audit_backed"), is_number=False),
    )
    rows = tuple(
        (
            capital(text(one.get("label") or one["name"])),
            say("between", low=_figure(one["plausible"][0]), high=_figure(one["plausible"][1])),
            scale.difference(one["at_low"], unit=False), scale.difference(one["at_high"], unit=False), _turns(one),
            say("yes") if one.get("confirmed") else say("no"), _backed(one),
        )
        for one in carrying
    )
    return Table(columns, rows)


def _figure(x: Any) -> str:
    return spoken().figure(float(x)) if is_number(x) else NOTHING


def _turns(one: Mapping[str, Any]) -> str:
    """Say at which value the expected difference changes its sign."""
    switch = one["switch"]
    if not is_number(switch.get("at")):
        share = switch.get("share")
        seldom = say("turns_seldom", share=percent(share)) if is_number(share) and share >= 0.05 else ""
        return say("turns_not") + seldom
    low, high = (_figure(switch[key]) if is_number(switch.get(key)) else say(f"turns_beyond_{key}")
                 for key in ("low", "high"))
    return say("turns_at", value=_figure(switch["at"]), level=percent(switch["level"]), low=low, high=high)


def _backed(one: Mapping[str, Any]) -> str:
    """Say what backs a number, once: some sources say so themselves."""
    kind, source = str(one.get("kind") or "none"), told(str(one.get("source") or ""), str(one.get("where") or ""))
    said = say(f"backed_{kind}")
    if kind == "assumption":
        source = re.sub("^assumption[:,]? ?", "", source)
    if not source or kind == "option":
        return said
    return source if kind in {"own", "fitted"} else f"{said} {source}" if source[0] == "(" else f"{said}: {source}"


def _honest(carrying: Sequence[Mapping[str, Any]], n: str) -> str:
    """Say how far the reading can be trusted."""
    return say("carrying_honest", n=n, k=number(len(carrying), 0), level=percent(carrying[0]["switch"]["level"]))
