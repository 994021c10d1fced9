"""The page scenarios/README.md: every key that a file may hold, written from the declarations.

`python -m sim.scenario_keys` writes it again; a test holds the file against what is declared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agents.parameters import LEVERS, TRAITS, UNCERTAINTIES
from sim.scenario_files import SHIPPED
from sim.schema import json_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAGE = SHIPPED / "README.md"
_INTRODUCTION = """\
# Scenario files

<!-- Written by `python -m sim.scenario_keys` from the declarations: change those, not this page. -->

Three kinds of YAML files, in three folders: **scenarios** here, **markets** in `markets/`, **strategies** in
`strategies/`. A file of your own may lie anywhere; name it by its path. `goodwill check FILE` tells all its mistakes.

```yaml
# One sentence for people: what this is about.
title: {en: Fewer fees, de: Weniger Entgelte}
question: Does it pay to drop hidden fees?
extends: mobile_telecom            # a scenario or a market: mappings merge, lists replace
firm: Alpha                        # the firm that strategies are put into
firms:
  Beta: {strategy: just_nice}      # what the others do
  Delta: {price: 0.95}             # relative to the list
strategies: [status_quo, customer_centric, my_strategy.yaml]
```

- `extends:` looks beside the file first, then among the shipped scenarios, then among the markets. A market's name is
  itself a scenario with the market's defaults.
- In a market or strategy every number has its source: `{value: 22.0, source: J05}`, with fact ids, a reference, or the
  word *assumption*. A scenario, or `--set`, may replace such a number by a bare one.
- A bare number for an uncertainty means that it is known: it is the same in all worlds. To keep a range, write
  `{value: 40, plausible: [35, 45]}`.
- `--set PATH=VALUE` takes the dotted paths below: `--set firms.Alpha.levers.bot_share=0.6`,
  `--set market.uncertainties.wage=42`, `--set events.0.week=26`, `--set strategies=[status_quo,just_nice]`.
- Values follow YAML 1.2: decimals have a point, `1e3` is 1000, `no` and `yes` are text, `true` and `false` are not.
  A key given twice is a mistake; merge keys (`<<`) and tags (`!!`) are not used.

Editors complete these files by `goodwill schema`. Below, NAME stands for a name of your choice, LEVER, TRAIT and
UNCERTAINTY for one of those listed at the end, and `[]` for the items of a list.
"""
_OPENINGS = {
    "scenario": "## Scenario",
    "market": "## Market\n\nIn a scenario these keys stand under `market:`.",
    "strategy": "## Strategy",
}
_MAPPINGS = {"levers": "LEVER", "traits": "TRAIT", "uncertainties": "UNCERTAINTY"}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a file: its dotted path, what it means, what it may hold, and its default."""

    path: str
    about: str
    allowed: str
    default: str


def readme() -> str:
    """Return the whole page."""
    parts = [_INTRODUCTION]
    for kind, opening in _OPENINGS.items():
        rows = [(f"`{key.path}`", key.about, key.allowed, key.default) for key in keys(kind)]
        parts += [opening + "\n", _table(("key", "meaning", "value", "default"), rows)]
    return "\n".join([*parts, *_levers(), *_traits(), *_uncertainties()])


def keys(kind: str) -> list[Key]:
    """Return every key of a kind of file, as editors know them; in a scenario the market's keys are left out."""
    schema = json_schema(kind)
    if kind == "scenario":
        schema["properties"]["market"]["anyOf"] = schema["properties"]["market"]["anyOf"][:1]
        schema["properties"]["market_overrides"].pop("properties")
    return list(_keys(schema, ""))


def _keys(schema: dict[str, Any], prefix: str) -> Iterator[Key]:
    for name, inner in schema.get("properties", {}).items():
        yield from _key(inner, f"{prefix}{name}")


def _key(schema: dict[str, Any], path: str) -> Iterator[Key]:
    about = schema.get("description", "").removesuffix(f" ({schema.get('unit')})")
    if "$ref" in schema:
        path += "." + _MAPPINGS[schema["$ref"].rpartition("/")[2]]
    named = schema.get("additionalProperties")
    if isinstance(named, dict) and "properties" not in schema:
        path += ".NAME"
        if _is_leaf(named):
            yield Key(path, about, _allowed({**named, "unit": schema.get("unit")}), "")
            return
    default = str(schema.get("default", "")).replace("True", "true").replace("False", "false")
    yield Key(path, about, _allowed(schema), default)
    yield from _keys(named if isinstance(named, dict) else schema if not _is_leaf(schema) else {}, f"{path}.")
    yield from _items(schema.get("items", {}), f"{path}[].")


def _items(schema: dict[str, Any], prefix: str) -> Iterator[Key]:
    """Yield the keys of a list's items; of events, a key of some kinds only once, with these kinds."""
    forms = schema.get("anyOf", [schema])
    found: dict[Key, list[str]] = {}
    for form in forms:
        kind = form.get("properties", {}).get("kind", {}).get("enum", [""])[0]
        for key in _keys(form, prefix):
            found.setdefault(key, []).append(kind)
    for key, kinds in found.items():
        about = key.about if len(kinds) == len(forms) else f"({', '.join(kinds)}) {key.about}"
        yield Key(key.path, about, key.allowed, key.default)


def _is_leaf(schema: dict[str, Any]) -> bool:
    return "value" in schema.get("properties", {}) or "properties" not in schema


def _allowed(schema: dict[str, Any]) -> str:
    """Say shortly what a schema allows."""
    if "$ref" in schema:
        return "number within its bounds"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    unit = _unit(schema.get("unit"))
    forms = schema.get("anyOf", [schema])
    pair = forms[-1].get("properties", {}).get("value")
    if pair:
        return f"number {_range(pair)}{unit}".replace("  ", " ").strip()
    if len(forms) > 1:
        return "text, or `{en: …, de: …}`"
    return f"{_kind(forms[0])} {_range(forms[0])}{unit}".replace("  ", " ").strip()


def _kind(schema: dict[str, Any]) -> str:
    names = {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}
    size = [schema.get(f"{end}{word}") for word in ("Items", "Properties") for end in ("min", "max")]
    low, high = (next((one for one in size[end::2] if one is not None), None) for end in (0, 1))
    count = f" of {low} to {high}" if high and low else f" of up to {high}" if high else ""
    if schema.get("type") == "array":
        return "[low, high]" if low == high == 2 else f"list{count}"
    return names.get(schema.get("type", ""), f"mapping{count}")


def _range(schema: dict[str, Any]) -> str:
    above = "above " if "exclusiveMinimum" in schema else ""
    low, high = schema.get("minimum", schema.get("exclusiveMinimum")), schema.get("maximum")
    if low is None:
        return ""
    return f"from {above}{_figure(low)}" if high is None else f"{above}{_figure(low)} to {_figure(high)}"


def _figure(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:g}"


def _bounds(low: float, high: float, unit: str) -> str:
    return f"{_figure(low)} to {_figure(high)}{_unit(unit)}"


def _unit(unit: str | None) -> str:
    return f" ({unit})" if unit and unit != "0..1" else ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _levers() -> Iterator[str]:
    yield "## Levers\n\nWhat a firm can set. At its neutral value a lever's mechanism changes nothing.\n"
    departments = dict.fromkeys(lever.department for lever in LEVERS.values())
    for department in sorted(departments):
        rows = [
            (
                f"`{one.name}`", one.about, _bounds(one.low, one.high, one.unit), f"{one.default:g}",
                f"{one.neutral:g}", one.mechanism, one.cost + (f"; law: {one.legal}" if one.legal else ""),
            )
            for one in LEVERS.values() if one.department == department
        ]  # fmt: skip
        yield f"### {department.replace('_', ' ')}\n"
        yield _table(("lever", "meaning", "bounds", "default", "neutral", "mechanism", "costs"), rows)


def _traits() -> Iterator[str]:
    rows = [
        (
            f"`{one.name}`", one.about, _bounds(one.low, one.high, one.unit), f"{one.default:g} ± {one.spread:g}",
            one.shape, one.mechanism,
        )
        for one in TRAITS.values()
    ]  # fmt: skip
    yield "## Traits\n\nWhat a customer is: drawn once per person from the segment's distribution.\n"
    yield _table(("trait", "meaning", "bounds", "default", "shape", "mechanism"), rows)


def _uncertainties() -> Iterator[str]:
    rows = [
        (
            f"`{one.name}`", one.about, _bounds(*one.bounds, one.unit), f"{one.default:g}",
            f"{one.plausible[0]:g} to {one.plausible[1]:g}", "–" if one.neutral is None else f"{one.neutral:g}",
            one.mechanism,
        )
        for one in UNCERTAINTIES.values()
    ]  # fmt: skip
    yield "## Uncertainties\n\nWhat nobody knows exactly; worlds draw from what is plausible.\n"
    yield _table(("uncertainty", "meaning", "bounds", "default", "plausible", "neutral", "mechanism"), rows)


if __name__ == "__main__":
    PAGE.write_text(readme(), encoding="utf-8")
