"""The typed facts of the ledger's files as JSON and back, exactly: what ``shelf`` keeps of a file that was read.

One codec for every record, made from its own fields: a field of a type not in ``_CODECS`` fails when this is imported.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import date, time
from decimal import Decimal
from operator import attrgetter
from typing import Any, Generic, TypeVar

from duban_cli.ledger.findings import Finding
from duban_cli.ledger.records import Entry, EntryRef, Imported, Item, Milestone, Origin, Person
from duban_cli.ledger.register import Paper
from duban_cli.rules import limit_kinds
from duban_cli.rules.periods import Rhythm

Turn = Callable[[Any], Any]
_T = TypeVar("_T")


class _Codec(Generic[_T]):
    """One record to a JSON object of the fields that are not at their defaults, and back."""

    def __init__(self, record: type[_T]) -> None:
        self._record = record
        self._parts: list[tuple[str, Any, Turn | None]] = []
        self._back: dict[str, Turn] = {}
        for one in fields(record):  # type: ignore[arg-type]  # every record is a dataclass
            there, back = _CODECS[str(one.type).removesuffix(" | None")]
            unset = one.default_factory() if one.default_factory is not MISSING else one.default
            self._parts.append((one.name, unset, there))
            if back is not None:
                self._back[one.name] = back
        names = [name for name, _, _ in self._parts]
        # Two names at least: attrgetter of one gives the value alone.
        self._values: Turn = attrgetter(*names, *names[:1]) if names else lambda _: ()

    def encode(self, value: _T) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for (name, unset, there), held in zip(self._parts, self._values(value), strict=False):
            if held is not unset and (held != unset or type(held) is not type(unset)):
                told[name] = there(held) if there is not None else held
        return told

    def decode(self, told: dict[str, Any]) -> _T:
        back = self._back
        return self._record(**{n: back[n](v) if n in back and v is not None else v for n, v in told.items()})


def _record(record: type[Any]) -> tuple[Turn, Turn]:
    codec: _Codec[Any] = _Codec(record)
    return codec.encode, codec.decode


def _several(one: tuple[Turn, Turn]) -> tuple[Turn, Turn]:
    there, back = one
    return (lambda held: [there(v) for v in held]), (lambda told: tuple(back(v) for v in told))


_LIMITS: dict[str, _Codec[Any]] = {}


def _limit_there(limit: Any) -> list[Any]:
    name = type(limit).__name__
    return [name, _LIMITS[name].encode(limit)]


def _limit_back(told: list[Any]) -> Any:
    return _LIMITS[told[0]].decode(told[1])


_CODECS: dict[str, tuple[Turn | None, Turn | None]] = {
    "str": (None, None),
    "int": (None, None),
    "bool": (None, None),
    "tuple[str, ...]": (list, tuple),
    "date": (date.isoformat, date.fromisoformat),
    "time": (time.isoformat, time.fromisoformat),
    "Decimal": (str, Decimal),
    "Rhythm": (lambda rhythm: rhythm.value, Rhythm),
    "Limit": (_limit_there, _limit_back),
    "Workdays | NaturalDays": (_limit_there, _limit_back),
    "Mapping[str, tuple[int, int]]": (dict, lambda told: {k: (line, col) for k, (line, col) in told.items()}),
    "Mapping[int, str]": (dict, lambda told: {int(k): v for k, v in told.items()}),
}
for _kind in (
    "Workdays",
    "NaturalDays",
    "Months",
    "Hours",
    "Named",
    "SameDay",
    "LongTerm",
    "Ahead",
    "Stated",
):
    _LIMITS[_kind] = _Codec(getattr(limit_kinds, _kind))
for _part in (Person, Origin, Milestone, Imported, EntryRef, Entry):
    _CODECS[_part.__name__] = _record(_part)
    _CODECS[f"tuple[{_part.__name__}, ...]"] = _several(_record(_part))

_ITEM, _PAPER = _Codec(Item), _Codec(Paper)


def dumps(told: Any) -> bytes:
    """JSON on one line."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def loads(made: bytes) -> Any:
    """What ``dumps`` made."""
    return json.loads(made.decode("utf-8", "surrogatepass"))


def item_bytes(item: Item) -> bytes:
    """An item, whole."""
    return dumps(_ITEM.encode(item))


def item_of(made: bytes) -> Item:
    """The item that ``item_bytes`` was given."""
    return _ITEM.decode(loads(made))


def paper_bytes(paper: Paper | None, problems: list[Finding]) -> bytes:
    """A file of the register: the paper, if it could be read, and what is wrong with it."""
    return dumps([None if paper is None else _PAPER.encode(paper), findings_told(problems)])


def paper_of(made: bytes) -> tuple[Paper | None, list[Finding]]:
    """What ``paper_bytes`` was given."""
    told, problems = loads(made)
    return None if told is None else _PAPER.decode(told), findings_of(problems)


def findings_told(findings: list[Finding]) -> list[Any]:
    """Findings as JSON has them."""
    return [f.told() for f in findings]


def findings_of(told: list[Any]) -> list[Finding]:
    """The findings that ``findings_told`` was given."""
    return [Finding(*one) for one in told]
