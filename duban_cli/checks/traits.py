"""What the other items of a ledger, its papers and its office need to know of an item: little, and kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import NamedTuple

from duban_cli.checks.scene import Subject
from duban_cli.ledger.findings import Finding, Level
from duban_cli.ledger.records import Entry
from duban_cli.rules.doc_no import number_key
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.states import ENDED

BULLETIN = "通报"
IN_BULLETINS = frozenset({"表扬", "批评", BULLETIN})


class Number(NamedTuple):
    """A 文号 on an entry: as it is compared, as it is written, and by which paper (kind and day; a bulletin's praise
    and criticism may be dated apart)."""

    key: str
    text: str
    kind: str
    day: str
    action: str
    written: str
    """The day of the entry."""
    line: int


class Traits(NamedTuple):
    """One item as others see it. Places are line and column."""

    path: str
    category: str
    parent: str | None = None
    parent_place: tuple[int, int] = (1, 1)
    title_place: tuple[int, int] = (1, 1)
    matter: tuple[str, str] | None = None
    """主办单位 and title of what is not ended."""
    numbers: tuple[Number, ...] = ()
    bare_closings: tuple[tuple[str | None, str, int], ...] = ()
    """销号 without 摘要: 文号, day, line."""

    def at(
        self, place: tuple[int, int], code: str, message: str, hint: str | None = None, level: Level = "error"
    ) -> Finding:
        """A finding at a place of the item's file."""
        return Finding(self.path, *place, level, code, message, hint)


def traits_of(subject: Subject, book: Rulebook) -> Traits:
    """An item as others see it."""
    item, course = subject.item, subject.course
    header = course.item
    return Traits(
        path=item.path, category=item.category, parent=item.parent,
        parent_place=item.place("上级事项"), title_place=item.place("标题"),
        matter=None if course.state in ENDED else (book.canonical(header.lead), "".join(header.title.split())),
        numbers=tuple(_number(e.doc_no, e) for e in course.entries if e.doc_no),
        bare_closings=tuple(
            (e.doc_no, e.day.isoformat(), e.line) for e in item.entries if e.action == "销号" and not e.digest
        ),
    )  # fmt: skip


def _number(doc_no: str, entry: Entry) -> Number:
    day = entry.day.isoformat()
    kind, of = (BULLETIN, "") if entry.action in IN_BULLETINS else (entry.action, day)
    return Number(number_key(doc_no, entry.day), doc_no, kind, of, entry.action, day, entry.line)


def packed(traits: Traits) -> str:
    """Traits as JSON."""
    return json.dumps(traits, ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> Traits:
    """The traits that ``packed`` was given."""
    path, category, parent, parent_place, title_place, matter, numbers, closings = json.loads(text)
    return Traits(
        path, intern(category), parent, tuple(parent_place), tuple(title_place), None if matter is None else tuple(matter),
        tuple(_number_again(*one) for one in numbers), tuple(tuple(one) for one in closings),
    )  # fmt: skip


def _number_again(key: str, text: str, kind: str, day: str, action: str, written: str, line: int) -> Number:
    """What is written alike is held once: of a hundred thousand items these are most of what is in memory."""
    return Number(
        key, key if text == key else text, intern(kind), intern(day), intern(action), intern(written), line
    )


@dataclass(frozen=True, slots=True)
class Index:
    """The traits of items by id, by the matter they are about and by the numbers they bear."""

    traits: Mapping[str, Traits]
    matters: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    numbers: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, traits: Mapping[str, Traits]) -> Index:
        found = cls(traits)
        for item_id, one in traits.items():
            if one.matter is not None:
                found.matters.setdefault(one.matter, []).append(item_id)
            for key in {number.key for number in one.numbers}:
                found.numbers.setdefault(key, []).append(item_id)
        return found


@dataclass(frozen=True, slots=True)
class Others:
    """All items of a ledger as an item sees them: those read, and the few changed since in their place."""

    read: Index
    changed: Mapping[str, Traits]

    def of(self, item_id: str) -> Traits | None:
        return self.changed.get(item_id) or self.read.traits.get(item_id)

    def ids(self) -> Iterable[str]:
        yield from self.read.traits
        yield from (i for i in self.changed if i not in self.read.traits)

    def with_matter(self, matter: tuple[str, str]) -> list[str]:
        """The ids of what is about this matter and not ended."""
        changed = (i for i, one in self.changed.items() if one.matter == matter)
        return self._together(self.read.matters.get(matter, ()), changed)

    def with_number(self, key: str) -> list[str]:
        """The ids of what bears this 文号."""
        changed = (i for i, one in self.changed.items() if any(number.key == key for number in one.numbers))
        return self._together(self.read.numbers.get(key, ()), changed)

    def _together(self, read: Iterable[str], changed: Iterable[str]) -> list[str]:
        return sorted({*(i for i in read if i not in self.changed), *changed})
