"""The kinds of values that scenario files hold: numbers with sources, texts in two languages, names, ranges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError, core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

NAME_PATTERN = r"^[^\s.\x00-\x1f]([^.\x00-\x1f]{0,38}[^\s.\x00-\x1f])?$"


class Strict(BaseModel):
    """Frozen, without unknown keys, guessed types or infinite numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Sourced:
    """Marks a number that is written `{value: 22.0, source: J05}`, or bare where a scenario overrides it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Accept both forms; either way the value is a plain float."""
        number = handler(source)
        pair = core_schema.typed_dict_schema(
            {
                "value": core_schema.typed_dict_field(number),
                "source": core_schema.typed_dict_field(core_schema.str_schema(), required=False),
            },
            extra_behavior="forbid",
            config=core_schema.CoreConfig(strict=True, allow_inf_nan=False),
        )
        return core_schema.tagged_union_schema(
            {
                "<number>": number,
                "<sourced>": core_schema.no_info_after_validator_function(lambda pair: pair["value"], pair),
            },
            discriminator=lambda value: "<sourced>" if isinstance(value, dict) else "<number>",
            serialization=core_schema.simple_ser_schema("float"),
        )


def _whole(value: object) -> object:
    """Take 1e3 for the whole number 1000."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _words(value: object) -> str | dict[str, str]:
    if isinstance(value, str):
        return value
    by_language = isinstance(value, dict) and value and value.keys() <= {"en", "de"}
    if isinstance(value, dict) and by_language and all(isinstance(text, str) for text in value.values()):
        return value
    raise PydanticCustomError("words", "must be text, or text by language: {{en: …, de: …}}")


def number_alone(value: object) -> object:
    """Take a bare number for the value of a specification."""
    return value if isinstance(value, dict) else {"value": value}


def _as_tuple(value: object) -> object:
    """Take a list, as JSON and YAML have it, for a tuple, as frozen models have it."""
    return tuple(value) if isinstance(value, list) else value


LISTED = BeforeValidator(_as_tuple)
Number = Annotated[float, Sourced()]
Whole = Annotated[int, BeforeValidator(_whole)]
Words = Annotated[str | dict[str, str], PlainValidator(_words)]
Name = Annotated[str, Field(pattern=NAME_PATTERN)]
Range = Annotated[tuple[float, float], LISTED]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a resolved value comes from: its source in words, and the file and line that set it."""

    value: str | float | bool | None
    source: str
    where: str


class Worded(Strict):
    """Something with texts in one language or two."""

    def text(self, field: str, lang: str = "en") -> str:
        """Return a text in a language, or in the other one if it exists in that alone."""
        words = getattr(self, field)
        if isinstance(words, str):
            return words
        return str(words.get(lang) or next(iter(words.values())))
