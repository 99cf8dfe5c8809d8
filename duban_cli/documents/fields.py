"""What a template may print: fields of a context, each with its Chinese name, meaning and example."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Annotated, Any, TypeAlias, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T", bound="Fields")


@dataclass(frozen=True, slots=True)
class Var:
    """Documentation of one field; the example is left out where the field holds other fields."""

    name: str
    meaning: str
    example: object = None


@dataclass(frozen=True, slots=True)
class Fields:
    """Base of every record a template can read; each field is ``Annotated`` with its ``Var``."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A value nobody has given yet: prints as 【待填：…】 and keeps the paper from being issued.

    One that need not be given (``optional``) is false, so that a template can ask ``{% if … %}``.
    """

    name: str
    optional: bool = False

    def __bool__(self) -> bool:
        return not self.optional

    def __str__(self) -> str:
        return f"【待填：{self.name}】"


Text: TypeAlias = str | Blank


@dataclass(frozen=True, slots=True)
class Variable:
    """One documented template variable; ``parts`` are the fields of its elements."""

    name: str
    attribute: str
    meaning: str
    example: object
    optional: bool
    many: bool
    parts: tuple[Variable, ...]
    record: type[Fields] | None


def variables(record: type[Fields]) -> tuple[Variable, ...]:
    """The variables a context class offers, in the order of its fields.

    Raises:
        TypeError: a field has no ``Var``.
    """
    return _variables(cast("Any", record))


@cache
def _variables(record: Any) -> tuple[Variable, ...]:  # mypy takes a class for one of its records: unhashable
    hints = get_type_hints(record, include_extras=True)
    found = []
    for field in fields(record):
        hint = hints[field.name]
        if get_origin(hint) is not Annotated:
            raise TypeError(f"{record.__name__}.{field.name} is not documented")
        kind, var = get_args(hint)
        inner, many = _record_in(kind)
        found.append(
            Variable(
                name=var.name,
                attribute=field.name,
                meaning=var.meaning,
                example=var.example,
                optional=field.default is not MISSING,
                many=many,
                parts=variables(inner) if inner else (),
                record=inner,
            )
        )
    return tuple(found)


def example(record: type[T], *, bare: bool = False) -> T:
    """A context filled with the examples of its fields; ``bare``: without those that may be left out."""
    values: dict[str, Any] = {}
    for variable in variables(record):
        if bare and variable.optional:
            continue
        value = variable.example
        if variable.record is not None:
            value = example(variable.record, bare=bare)
            value = (value,) if variable.many else value
        values[variable.attribute] = value
    return record(**values)


def _record_in(kind: object) -> tuple[type[Fields] | None, bool]:
    """The documented class a field holds, if it holds one, and whether it holds many."""
    many = get_origin(kind) is tuple
    for option in get_args(kind) or (kind,):
        if isinstance(option, type) and issubclass(option, Fields):
            return option, many
    return None, many
