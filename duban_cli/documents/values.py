"""A context as a template sees it: Chinese names, dates that know how they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from duban_cli.documents.fields import Blank, Fields, Variable, variables
from duban_cli.reports.rate import Rate


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A date; printed as official papers write it, without leading zeros."""

    value: date

    @property
    def 年(self) -> int:  # noqa: N802, PLC2401 - what a template writes
        return self.value.year

    @property
    def 月(self) -> int:  # noqa: N802, PLC2401 - what a template writes
        return self.value.month

    @property
    def 日(self) -> int:  # noqa: N802, PLC2401 - what a template writes
        return self.value.day

    def __str__(self) -> str:
        return f"{self.value.year}年{self.value.month}月{self.value.day}日"


class Record(Mapping[str, object]):
    """Read-only values by their Chinese names; ``text`` is what the record itself prints as, if anything."""

    __slots__ = ("_text", "_values")

    def __init__(self, values: Mapping[str, object], text: str | None = None) -> None:
        self._values = dict(values)
        self._text = text

    def __getitem__(self, name: str) -> object:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    @property
    def printed(self) -> str | None:
        """What ``{{ … }}`` prints; None where only the record's parts can be printed."""
        return self._text

    def __str__(self) -> str:
        return self._text if self._text is not None else super().__str__()


def view(context: Fields) -> Record:
    """The context under its Chinese names."""
    return _record(context, variables(type(context)))


def _record(source: Fields, known: tuple[Variable, ...]) -> Record:
    return Record({one.name: _value(getattr(source, one.attribute), one) for one in known})


def _value(value: object, variable: Variable) -> object:
    if value is None:
        return Blank(variable.name, optional=True)
    if isinstance(value, date):
        return Day(value)
    if isinstance(value, Rate):
        parts = {"分子": value.numerator, "分母": value.denominator, "文本": value.text}
        return Record(parts, text=value.text)
    if isinstance(value, tuple):
        return [_value(one, variable) for one in value]
    if isinstance(value, Fields):
        parts_known = variable.parts if type(value) is variable.record else variables(type(value))
        return _record(value, parts_known)
    return value
