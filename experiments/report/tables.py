"""Tables of the report: the numbers beneath every chart, and those that need no chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.report.cast import primary
from experiments.report.formats import (
    NOTHING,
    Scale,
    Scales,
    as_is,
    capital,
    is_number,
    number,
    percent,
    plain,
    text,
    when,
)
from experiments.report.glossary import HEADS, HINTS
from experiments.report.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from experiments.report.cast import Cast, Side


@dataclass(frozen=True)
class Column:
    """One column: its head, a hint, whether it holds numbers."""

    head: str
    hint: str = ""
    is_number: bool = True


@dataclass(frozen=True)
class Table:
    """A table as the page shows it; the first cell of each row is the row's head, which may have a hint."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    hints: tuple[str, ...] = ()


def column(key: str, *, words: bool = False, unit: str = "") -> Column:
    """Return the column with this head, with its hint if there is one."""
    head = f"{text(HEADS[key])}, {unit}" if unit else text(HEADS[key])
    return Column(head, text(HINTS.get("regret" if key == "largest_regret" else key, "")), is_number=not words)


def judged(state: Any, *, at_least_margin: bool = False) -> str:
    """Return the word for a state."""
    key = "state_" + (as_is(state).replace(" ", "_") or "none")
    word = say(key) if key in {"state_better", "state_worse", "state_level", "state_open", "state_too_few"} else NOTHING
    by_margin = at_least_margin and state in {"better", "worse"}
    return say("state_by_margin", state=word) if by_margin else word


def ends_of(weeks: Sequence[int], length: int) -> list[int]:
    """Return the places of the last week of every quarter or year, for tables that need no single week."""
    ends = [at for at, week in enumerate(weeks) if (week + 1) % length == 0]
    return ends or list(range(len(weeks)))


def over_time_table(
    metric: Mapping[str, Any], weeks: Sequence[int], sides: Sequence[Side], *, scale: Scale, every: int
) -> Table:
    """Return levels and differences at the end of every quarter or year."""
    levels, differences = metric.get("levels") or {}, metric.get("differences") or {}
    difference = differences.get(sides[-1].id) or {}
    columns = [column("when", words=True)]
    columns += [Column(f"{side.title}, {scale.unit}" if scale.unit else side.title) for side in sides]
    columns += [column("difference"), column("range")]
    rows = []
    for at in ends_of(weeks, every):
        ends = (_at(difference.get("p10"), at), _at(difference.get("p90"), at))
        row = [when(weeks[at]), *(scale.level(_at(levels.get(side.id), at), unit=False) for side in sides)]
        mean = scale.difference(_at(difference.get("mean"), at), unit=False)
        rows.append((*row, mean, scale.between(*ends, unit=False)))
    return Table(tuple(columns), tuple(rows))


def ahead_table(by_week: Mapping[str, Any], n: float, every: int) -> Table:
    """Return in how many worlds a strategy is ahead, level and behind at the end of every quarter or year."""
    weeks = by_week.get("week") or []
    names = ("ahead", "level", "behind")
    rows = tuple(
        (when(weeks[at]), *(worlds(_at(by_week.get(name), at), n) for name in names)) for at in ends_of(weeks, every)
    )
    return Table((column("when", words=True), *(column(name) for name in names)), rows)


def worlds(share: Any, n: float) -> str:
    """Write a share of worlds as their number."""
    return number(float(share) * n, 0) if is_number(share) else NOTHING


def causes_table(causes: Iterable[Mapping[str, Any]], cast: Cast, side: Side, scale: Scale) -> Table:
    """Return the trust ledger: cause, department, channel, actor, both sides' entries and their difference."""
    wordy = tuple(column(key, words=True) for key in ("cause", "department", "channel", "actor"))
    columns = (*wordy, Column(cast.reference.title), Column(side.title), column("difference"), column("range"))
    rows = tuple(
        (
            capital(text(entry.get("label") or entry.get("cause"))),
            *(_name(entry.get(key)) for key in ("department", "channel", "actor")),
            scale.difference(entry.get("reference"), unit=False),
            scale.difference(entry.get("arm"), unit=False),
            scale.difference(entry.get("difference"), unit=False),
            scale.between(entry.get("p10"), entry.get("p90"), unit=False),
        )
        for entry in causes
    )
    return Table(columns, rows)


def bridge_table(lines: Iterable[Mapping[str, Any]], scale: Scale) -> Table:
    """Return the lines of the accounts with their differences."""
    rows = tuple(
        (
            capital(text(line.get("label") or line.get("line"))),
            scale.difference(line.get("difference"), unit=False),
            scale.between(line.get("p10"), line.get("p90"), unit=False),
        )
        for line in lines
    )
    return Table((column("line", words=True), column("difference", unit=scale.unit), column("range")), rows)


def segment_table(segments: Sequence[Mapping[str, Any]], side: Side, metric: str, scale: Scale) -> Table:
    """Return one metric's difference by group of customers."""
    rows = []
    for segment in segments:
        contrast = ((segment.get("contrasts") or {}).get(side.id) or {}).get(metric) or {}
        rows.append(
            (
                capital(text(segment.get("label") or segment.get("segment"))),
                percent(segment.get("share")),
                plain(segment.get("persons")),
                scale.difference(contrast.get("mean"), unit=False),
                scale.between(contrast.get("low"), contrast.get("high"), unit=False),
                judged(contrast.get("state")),
            )
        )
    head = (column("group", words=True), column("share"), column("persons"), column("difference"))
    return Table((*head, column("precision"), column("state", words=True)), tuple(rows))


def outcome_table(comparison: Mapping[str, Any], cast: Cast, scales: Scales) -> Table:
    """Return every outcome of every strategy, with its state in words."""
    several = len(cast.challengers) > 1
    columns = [column("outcome", words=True)] + ([column("strategy", words=True)] if several else [])
    columns.append(Column(cast.reference.title))
    columns += [column("with_it")] if several else [Column(side.title) for side in cast.challengers]
    columns += [column(key) for key in ("difference", "precision", "range", "margin", "counts")]
    rows, hints = [], []
    for outcome in comparison.get("outcomes") or []:
        for side in cast.challengers:
            names = [_outcome_name(outcome, scales), *([side.title] if several else [])]
            rows.append((*names, *_outcome_row(outcome, cast, side, scales)))
            hints.append(text(outcome.get("population")))
    return Table((*columns, column("state", words=True)), tuple(rows), tuple(hints))


def scale_of(outcome: Mapping[str, Any], scales: Scales) -> Scale:
    """Return the scale of an outcome, with as many decimals as its differences need."""
    contrasts = (outcome.get("contrasts") or {}).values()
    sizes = [contrast.get(key) for contrast in contrasts for key in ("mean", "p10", "p90")]
    return scales.of_kind(as_is(outcome.get("kind")), sizes, text(outcome.get("unit")))


def _outcome_name(outcome: Mapping[str, Any], scales: Scales) -> str:
    unit = scale_of(outcome, scales).unit
    label = capital(text(outcome.get("label") or outcome.get("name")))
    return f"{label}, {unit}" if unit else label


def _outcome_row(outcome: Mapping[str, Any], cast: Cast, side: Side, scales: Scales) -> tuple[str, ...]:
    scale = scale_of(outcome, scales)
    arms = outcome.get("arms") or {}
    contrast = (outcome.get("contrasts") or {}).get(side.id) or {}
    levels = [scale.level((arms.get(arm) or {}).get("mean"), unit=False) for arm in (cast.reference.id, side.id)]
    margin = outcome.get("margin")
    counts = [contrast.get(key) for key in ("ahead", "level_count", "behind")]
    return (
        *levels,
        scale.difference(contrast.get("mean"), unit=False),
        scale.between(contrast.get("low"), contrast.get("high"), unit=False),
        scale.between(contrast.get("p10"), contrast.get("p90"), unit=False),
        "±" + scale.level(margin, unit=False) if is_number(margin) else NOTHING,
        "\u00a0·\u00a0".join(str(count) for count in counts) if all(is_number(count) for count in counts) else NOTHING,
        judged(contrast.get("state"), at_least_margin=bool(contrast.get("at_least_margin"))),
    )


def ranking_table(comparison: Mapping[str, Any], cast: Cast, scales: Scales) -> Table:
    """Return who is not beaten, in which share of worlds each is best, its worst tenth and its largest regret."""
    ranking = comparison.get("ranking") or {}
    outcome = primary(comparison)
    keys = ("best_share", "worst_tenth", "largest_regret")
    scale = scale_of(outcome, scales)
    n = (comparison.get("worlds") or {}).get("n")
    rows = []
    for side in cast.all:
        best, worst, regret = ((ranking.get(key) or {}).get(side.id) for key in keys)
        share = f"{worlds(best, n)} / {n}" if is_number(n) and is_number(best) else percent(best)
        unbeaten = say("yes") if side.id in (ranking.get("not_beaten") or []) else say("no")
        rows.append((side.title, unbeaten, share, scale.level(worst, unit=False), scale.level(regret, unit=False)))
    head = (column("strategy", words=True), column("not_beaten", words=True), column("best_share"))
    return Table((*head, *(column(key, unit=scale.unit) for key in keys[1:])), tuple(rows))


def levers_table(levers: Mapping[str, Mapping[str, Any]]) -> Table:
    """Return the levers that define a strategy: from, to, and what each costs."""
    rows = tuple(
        (
            _lever_name(name, lever),
            plain(lever.get("from")),
            plain(lever.get("to")),
            text(lever.get("unit")).replace("0..1", say("zero_to_one")) or NOTHING,
            plain(lever.get("cost")) or NOTHING,
        )
        for name, lever in levers.items()
    )
    wordy = (column(key, words=True) for key in ("unit", "cost"))
    return Table((column("lever", words=True), column("from"), column("to"), *wordy), rows)


def budget_table(comparison: Mapping[str, Any], cast: Cast, scales: Scales) -> Table:
    """Return what each strategy spent and which revenue it gave up."""
    budget = comparison.get("budget") or {}
    realised, forgone = budget.get("realised") or {}, budget.get("forgone") or {}
    if not realised and not forgone:
        return Table((), ())
    scale = scales.money([*realised.values(), *forgone.values()])
    heads = (f"{say(key)}, {scale.unit}" for key in ("budget_realised", "budget_forgone"))
    purse = budget.get("purse") or {}
    rows = tuple(
        (side.title, *(scale.level(amounts.get(side.id), unit=False) for amounts in (realised, forgone)),
         f"{number(100 * purse[side.id], 0)} %" if side.id in purse else "–")
        for side in cast.all
    )
    columns = (column("strategy", words=True), *(Column(head, text(HINTS["present_value"])) for head in heads))
    return Table((*columns, Column(say("budget_purse"), text(HINTS["purse"]))), rows)


def assumptions_table(assumptions: Mapping[str, Any]) -> Table:
    """Return the numbers that rest on an assumption."""
    rows = tuple(
        (text(entry.get("path")), plain(entry.get("value")), text(entry.get("source")))
        for entry in assumptions.get("list") or []
    )
    return Table((column("number", words=True), column("value"), column("source", words=True)), rows)


def _lever_name(name: str, lever: Mapping[str, Any]) -> str:
    about = capital(text(lever.get("about")) or name.replace("_", " "))
    return say("lever_legal", about=about, legal=text(lever["legal"])) if lever.get("legal") else about


def _name(x: Any) -> str:
    words = text(x).replace("_", " ")
    return NOTHING if words in {"", "none", "—"} else words


def _at(values: Sequence[Any] | None, at: int) -> Any:
    return values[at] if values and at < len(values) else None


def largest(entries: Iterable[Mapping[str, Any]], scale: Scale, n: int = 3) -> str:
    """Name the n largest entries with their differences, for a chart's description."""
    ordered = sorted(entries, key=lambda entry: -abs(float(entry.get("difference") or 0)))
    return ", ".join(f"{text(entry.get('label'))} {scale.difference(entry.get('difference'))}" for entry in ordered[:n])
