"""The tables of docs/ODD.md that follow from the declarations: levers, uncertainties, books, metrics, mechanisms.

`python -m sim.odd_tables` writes them again between their marks; a test holds the page against what is declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import agents.declarations  # noqa: F401  # fills the registries
from agents.books import LINES, ROUTES
from agents.departments import DEPARTMENTS
from agents.parameters import COLUMNS, LEVERS, TRAITS, UNCERTAINTIES, is_assumption
from sim.mechanisms import MECHANISMS
from sim.metrics import METRICS
from sim.scenario_events import EVENTS
from sim.week import ORDER

PAGE = Path(__file__).resolve().parent.parent / "docs" / "ODD.md"
NONE = "–"
YES = {True: "yes", False: NONE}
KINDS = {"f8": "real", "i4": "whole"}


def page(text: str) -> str:
    """Return the page with every table written anew between its marks.

    Raises:
        ValueError: if a table has no place on the page.
    """
    for name, table in TABLES.items():
        begin, end = f"<!-- table: {name} -->\n", "<!-- end -->"
        if text.count(begin) != 1:
            raise ValueError(f"docs/ODD.md: the mark '{begin.strip()}' must stand there once")
        before, _, rest = text.partition(begin)
        text = before + begin + table() + end + rest.partition(end)[2]
    return text


def _phases() -> str:
    return _table(("phase", "who", "what"), [(str(number), who, what) for number, who, what in ORDER])


def _departments() -> str:
    rows = []
    for name in DEPARTMENTS:
        kind = DEPARTMENTS[name]
        decides = _codes(lever.name for lever in LEVERS.values() if lever.department == name)
        rows.append((_code(name), (kind.__doc__ or "").partition("\n")[0], decides, _codes(kind.Terms._fields)))
    return _table(("department", "what it is", "levers", "what customers meet of it"), rows)


def _levers() -> str:
    rows = []
    for one in LEVERS.values():
        follows = [word for word, on in (("culture", one.lag == "culture"), ("purse", one.scaled)) if on]
        rows.append((
            _code(one.name), _meaning(one), _range(one.low, one.high), f"{one.default:g}", f"{one.neutral:g}",
            ", ".join(follows) or NONE, one.mechanism, one.cost, one.source,
        ))  # fmt: skip
    return _table(("lever", "meaning", "bounds", "default", "neutral", "follows", "mechanism", "costs", "source"), rows)


def _traits() -> str:
    rows = [
        (_code(one.name), _meaning(one), f"{one.default:g} ± {one.spread:g}, {one.shape}", _range(one.low, one.high),
         one.mechanism or NONE, one.source)
        for one in TRAITS.values()
    ]  # fmt: skip
    return _table(("trait", "meaning", "default distribution", "bounds", "mechanism", "source"), rows)


def _uncertainties() -> str:
    rows = [
        (_code(one.name), _meaning(one), f"{one.default:g}", _range(*one.plausible), _range(*one.bounds),
         NONE if one.neutral is None else f"{one.neutral:g}", one.mechanism or NONE, one.source)
        for one in UNCERTAINTIES.values()
    ]  # fmt: skip
    return _table(("uncertainty", "meaning", "default", "plausible", "bounds", "neutral", "mechanism", "source"), rows)


def _columns() -> str:
    rows = [(_code(c.name), c.about, KINDS[c.kind], f"{c.start:g}", c.mechanism or NONE) for c in COLUMNS.values()]
    return _table(("column", "meaning", "kind", "start", "mechanism"), rows)


def _routes() -> str:
    rows = [(_code(r.cause), r.label, r.department, r.channel, r.actor, r.mechanism or NONE) for r in ROUTES]
    return _table(("cause", "in words", "department", "channel", "actor", "mechanism"), rows)


def _lines() -> str:
    rows = [(_code(one.name), one.label, one.kind, YES[one.discretionary], YES[one.variable]) for one in LINES]
    return _table(("line", "in words", "kind", "discretionary", "part of a customer's contribution"), rows)


def _metrics() -> str:
    rows = [
        (_code(m.name), m.label, m.about, m.unit, m.better or NONE, YES[m.by_segment]) for m in METRICS.values()
    ]
    return _table(("metric", "in words", "definition", "unit", "better", "by segment"), rows)


def _events() -> str:
    rows = []
    for name, kind in EVENTS.items():
        says = _codes(key for key in kind.model_fields if key not in {"week", "kind"})
        rows.append((_code(name), kind.model_fields["kind"].description or "", says, kind.mechanism or NONE))
    return _table(("event", "what happens", "what it says beside its week", "mechanism"), rows)


def _mechanisms() -> str:
    events = {name: kind for name, kind in EVENTS.items() if kind.mechanism}
    rows = []
    for one in MECHANISMS.values():
        cells = [_codes(one.of(kind)) for kind in (LEVERS, UNCERTAINTIES, TRAITS, COLUMNS, events)]
        effects = "; ".join(f"{effect}" for effect in one.effects)
        shown = [_codes(names) for names in (one.causes, one.metrics, one.files)]
        rows.append((one.id, one.title["en"], *cells, *shown, effects or NONE))
    doses = ("levers", "uncertainties", "traits", "columns", "events")
    return _table(("id", "mechanism", *doses, "causes of trust", "metrics", "files", "effects"), rows)


def _numbers() -> str:
    kinds: dict[str, dict[str, Any]] = {"levers": {**LEVERS}, "traits": {**TRAITS}, "uncertainties": {**UNCERTAINTIES}}
    sources = {kind: [is_assumption(one.source) for one in declared.values()] for kind, declared in kinds.items()}
    rows = [(kind, f"{len(found)}", f"{sum(found)}") for kind, found in sources.items()]
    return _table(("declared", "numbers", "with the word assumption in their source"), rows)


def _meaning(one: Any) -> str:
    return f"{one.about} ({one.unit})"


def _code(name: str) -> str:
    return f"`{name}`"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(map(_code, names)) or NONE


def _range(low: float, high: float) -> str:
    return f"{low:g} to {high:g}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(" ".join(cell.split()) for cell in line) + " |\n" for line in lines)


TABLES: dict[str, Callable[[], str]] = {
    "phases": _phases, "departments": _departments, "levers": _levers, "traits": _traits, "columns": _columns,
    "uncertainties": _uncertainties, "events": _events, "routes": _routes, "lines": _lines, "metrics": _metrics,
    "mechanisms": _mechanisms, "numbers": _numbers,
}  # fmt: skip

if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
