"""What a check looks at: the ledger and the moment; items with their courses, or what items are beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duban_cli.ledger.findings import Finding, Level
from duban_cli.ledger.records import Entry, Item
from duban_cli.ledger.store import Ledger
from duban_cli.ledger.units import Unit
from duban_cli.rules.course import Course
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.walk import run

_ALL_SEEN = Now(date.max)


@dataclass(frozen=True, slots=True)
class Subject:
    """An item and its course to the very end, entries dated after now included."""

    item: Item
    course: Course

    @classmethod
    def of(cls, item: Item, book: Rulebook) -> Subject:
        """An item as its file has it."""
        return cls(item, run(item, _ALL_SEEN, book.canonical))

    def at_key(
        self, key: str, code: str, message: str, hint: str | None = None, level: Level = "error"
    ) -> Finding:
        """A finding at a header key."""
        line, col = self.item.place(key)
        return Finding(self.item.path, line, col, level, code, message, hint)

    def at_entry(
        self, entry: Entry, code: str, message: str, hint: str | None = None, level: Level = "error"
    ) -> Finding:
        """A finding at an entry of 办理."""
        return Finding(self.item.path, entry.line, 1, level, code, message, hint)


def book_of(ledger: Ledger) -> Rulebook:
    """What the ledger's items are judged by."""
    return Rulebook(ledger.regime, ledger.calendar, ledger.units.canonical)


@dataclass(frozen=True, slots=True)
class Setting:
    """The ledger at a moment."""

    ledger: Ledger
    now: Now
    book: Rulebook

    def unit(self, name: str) -> Unit | None:
        """The unit of that name; the office and its government may stand where a unit stands, too."""
        own = {self.ledger.settings.office, self.ledger.settings.government}
        return self.ledger.units.find(name) or (Unit(name=name) if name in own else None)


@dataclass(frozen=True, slots=True)
class Scene(Setting):
    """``subjects`` are the items under check, all or a few of them."""

    subjects: tuple[Subject, ...]

    @classmethod
    def of(cls, ledger: Ledger, now: Now, only: frozenset[str] | None = None) -> Scene:
        """The scene of the whole ledger, or of the items whose ids are in ``only``."""
        book = book_of(ledger)
        chosen = (
            ledger.items.values() if only is None else (ledger.items[i] for i in ledger.items if i in only)
        )
        return cls(ledger, now, book, tuple(Subject.of(item, book) for item in chosen))

    def entries(self) -> Iterator[tuple[Subject, Entry]]:
        """Every entry of every item under check, set right by 更正."""
        for subject in self.subjects:
            for entry in subject.course.entries:
                yield subject, entry
