"""JSON Schema of scenario, market and strategy files, from which editors complete and check."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from agents.parameters import LEVERS, TRAITS, UNCERTAINTIES
from sim.scenario_fields import NAME_PATTERN, Name, Sourced, Strict, Words
from sim.scenario_messages import INTERNAL, alternatives
from sim.scenario_models import Firm, MarketSpec, Scenario, Strategy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic.fields import FieldInfo

    Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS = ("scenario", "market", "strategy")
_LIMITS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
_SIZES = {"dict": "Properties", "tuple": "Items", "str": "Length"}
_SINGLE = {bool: "boolean", int: "integer", float: "number", str: "string"}
_TEXT = {"type": "string"}
_WORDS: Schema = {
    "anyOf": [
        _TEXT,
        {"type": "object", "additionalProperties": False, "minProperties": 1, "properties": {"en": _TEXT, "de": _TEXT}},
    ],
}
_SOURCE: Schema = {**_TEXT, "minLength": 1, "description": "fact ids, a reference, or words with 'assumption'"}
_EXTENDS = "name or file of what this one builds on: mappings merge, lists replace"


def json_schema(kind: str = "scenario") -> Schema:
    """Return the JSON Schema (draft 2020-12) of a kind of file: `scenario`, `market` or `strategy`.

    Raises:
        ValueError: for another kind.
    """
    if kind not in KINDS:
        raise ValueError(f"'{kind}' is none of {', '.join(KINDS)}")
    importlib.import_module("agents.declarations")
    writer = _Writer(is_bare=kind == "scenario")
    body = {"scenario": writer.scenario, "market": writer.market, "strategy": writer.strategy}[kind]()
    return {"$schema": DIALECT, "title": f"goodwill {kind}", **body, "$defs": writer.definitions()}


def schema_of(model: type[Strict]) -> Schema:
    """Return the JSON Schema of another kind of file by its model."""
    return {"$schema": DIALECT, **_Writer(is_bare=True)._model(model, is_whole=True)}


def _led(schema: Schema, *first: str, **own: Schema) -> Schema:
    """Return a schema in the order in which files are written: some keys first, then further ones, then the rest."""
    known = schema["properties"]
    return {**schema, "properties": {**{name: known[name] for name in first}, **own, **known, **own}}


def _of_trait(unit: str) -> tuple[str, ...]:
    """Return the further keys of a trait: only those in × may be drawn beyond their bounds."""
    return ("spread", "high") if unit == "×" else ("spread",)


@dataclass(frozen=True)
class _Writer:
    """Writes schemas of models; `is_bare` allows numbers without a source, as scenarios do."""

    is_bare: bool

    def scenario(self) -> Schema:
        schema = self._model(Scenario, without=INTERNAL | {"market", "firms"})
        market = self._model(MarketSpec)
        about = Scenario.model_fields
        start = {name: self._field(Firm.model_fields[name]) for name in ("share", "price")}
        plan = self._annotation(about["firms"].annotation)["additionalProperties"]
        plan["properties"] |= start
        own: dict[str, Schema] = {
            "extends": {**_TEXT, "description": _EXTENDS},
            "market": {"anyOf": [_TEXT, market], "description": about["market"].description},
            "market_overrides": {**market, "description": "changes to the market that 'market:' names"},
            "firms": {
                "type": "object", "propertyNames": {"pattern": NAME_PATTERN}, "additionalProperties": plan,
                "description": about["firms"].description,
            },
        }  # fmt: skip
        return _led(schema, "title", "question", "story", "decision", "guess", **own)

    def market(self) -> Schema:
        schema = _led(self._model(MarketSpec), "title", "about", extends={**_TEXT, "description": _EXTENDS})
        needed = [name for name, field in MarketSpec.model_fields.items() if field.is_required()]
        return {**schema, "anyOf": [{"required": needed}, {"required": ["extends"]}]}

    def strategy(self) -> Schema:
        return {**self._model(Strategy), "required": ["title", "signature"]}

    def definitions(self) -> Schema:
        """Return the mappings whose keys are declared: levers, traits and uncertainties."""
        levers = {name: self._declared(lever, lever.low, lever.high) for name, lever in LEVERS.items()}
        traits = {name: self._declared(one, one.low, one.high, *_of_trait(one.unit)) for name, one in TRAITS.items()}
        uncertainties = {name: self._declared(one, *one.bounds, "plausible") for name, one in UNCERTAINTIES.items()}
        named = {"levers": levers, "traits": traits, "uncertainties": uncertainties}
        return {
            name: {"type": "object", "additionalProperties": False, "properties": dict(sorted(entries.items()))}
            for name, entries in named.items()
        }

    def _declared(self, one: Any, low: float, high: float, *more: str) -> Schema:
        number = {"type": "number", "minimum": low, "maximum": high}
        extra: dict[str, Schema] = {
            "spread": {"type": "number", "minimum": 0},
            "high": {"type": "number", "maximum": 1000},
            "plausible": {"type": "array", "items": number, "minItems": 2, "maxItems": 2},
        }
        told = {"description": f"{one.about} ({one.unit})", "unit": one.unit, "default": one.default}
        return {**self._number(number, {name: extra[name] for name in more}), **told}

    def _number(self, number: Schema, more: Schema | None = None) -> Schema:
        """Return a number with its source, or either form where bare numbers are allowed."""
        pair = {
            "type": "object", "additionalProperties": False,
            "required": ["value"] if self.is_bare else ["value", "source"],
            "properties": {"value": number, **(more or {}), "source": _SOURCE},
        }  # fmt: skip
        return {"anyOf": [number, pair]} if self.is_bare else pair

    def _model(self, model: type[Strict], *, without: Iterable[str] = (), is_whole: bool = False) -> Schema:
        """Return the schema of a mapping; only items of lists are always whole, for mappings merge."""
        fields = {name: field for name, field in model.model_fields.items() if name not in set(without)}
        needed = [name for name, field in fields.items() if is_whole and field.is_required()]
        return {
            "type": "object", "additionalProperties": False,
            "properties": {name: self._field(field) for name, field in fields.items()},
            **({"required": needed} if needed else {}),
        }  # fmt: skip

    def _field(self, field: FieldInfo) -> Schema:
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        told: Schema = {"description": field.description} if field.description else {}
        if "names" in extra:
            return {"$ref": f"#/$defs/{extra['names']}", **told}
        unit = extra.get("unit")
        if unit:
            told = {"description": f"{field.description} ({unit})", "unit": unit}
        if isinstance(field.default, str | int | float) and field.default != "":
            told["default"] = field.default
        return {**self._annotation(field.annotation, field.metadata), **told}

    def _annotation(self, kind: Any, metadata: Iterable[Any] = ()) -> Schema:
        if get_origin(kind) is Annotated:
            inner, *more = get_args(kind)
            return self._annotation(inner, [*metadata, *more])
        if kind == get_args(Words)[0]:
            return _WORDS
        limits = self._limits(metadata)
        if kind in _SINGLE:
            single = {"type": _SINGLE[kind], **limits}
            return self._number(single) if any(isinstance(one, Sourced) for one in metadata) else single
        if isinstance(kind, type) and issubclass(kind, Strict):
            return self._model(kind)
        return {**self._compound(kind), **self._sizes(kind, metadata)}

    def _compound(self, kind: Any) -> Schema:
        origin, inner = get_origin(kind), get_args(kind)
        if origin is Literal:
            return {"enum": list(inner)}
        if origin is dict:
            names = {"propertyNames": {"pattern": NAME_PATTERN}} if inner[0] == Name else {}
            return {"type": "object", "additionalProperties": self._annotation(inner[1]), **names}
        if origin is tuple:
            size = {} if inner[1] is ... else {"minItems": len(inner), "maxItems": len(inner)}
            return {"type": "array", "items": self._item(inner[0]), **size}
        if origin in {Union, UnionType}:
            some = [one for one in inner if one is not NoneType]
            return {"anyOf": [self._annotation(one) for one in some]} if len(some) > 1 else self._annotation(some[0])
        if kind is Any:
            return {}
        raise TypeError(f"no schema for {kind!r}")

    def _item(self, kind: Any) -> Schema:
        models = [one for one in alternatives(kind) if isinstance(one, type) and issubclass(one, Strict)]
        if not models:
            return self._annotation(kind)
        whole = [self._model(model, is_whole=True) for model in models]
        return whole[0] if len(whole) == 1 else {"anyOf": whole}

    @staticmethod
    def _limits(metadata: Iterable[Any]) -> Schema:
        found = [(word, getattr(one, sign, None)) for one in metadata for sign, word in _LIMITS.items()]
        return {word: limit for word, limit in found if limit is not None}

    @staticmethod
    def _sizes(kind: Any, metadata: Iterable[Any]) -> Schema:
        word = _SIZES.get(getattr(get_origin(kind), "__name__", ""), "")
        sizes = [(end, getattr(one, f"{end}_length", None)) for one in metadata for end in ("min", "max")]
        return {f"{end}{word}": size for end, size in sizes if size is not None and word}
