"""What the ledger's files say, as typed facts. No conclusion is kept here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from duban_cli.rules.limits import Limit
    from duban_cli.rules.periods import Rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """责任人, 承办人, 签发 …: a name, the post held, a telephone."""

    name: str
    post: str | None = None
    phone: str | None = None

    @property
    def text(self) -> str:
        """``张某（区长）``."""
        return f"{self.name}（{self.post}）" if self.post else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """来源: where a matter comes from."""

    kind: str
    name: str | None = None
    instructed_by: str | None = None
    level: str | None = None
    day: date | None = None
    session: str | None = None
    number: str | None = None
    doc_no: str | None = None
    link: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """节点: a stage of the work with its own limit; ``plan``: how far the whole should be by then, in percent."""

    number: str
    content: str
    due: date
    plan: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """导入: the row of a table an item was taken from, and its fingerprint."""

    file: str
    row: int
    digest: str
    sheet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRef:
    """更正项: the entry of that day and 动作 that is corrected, the ``nth`` of its kind that day."""

    day: date
    action: str
    nth: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of 办理: what happened, when, and who did it. Which keys a 动作 takes: ``vocabulary``."""

    day: date
    action: str
    line: int = 0
    clock: time | None = None
    unit: str | None = None
    received: date | None = None
    incoming: str | None = None
    attachments: tuple[str, ...] = ()
    period: str | None = None
    about: str | None = None
    approved_by: str | None = None
    content: str | None = None
    note: str | None = None
    by: str | None = None
    people: tuple[str, ...] = ()
    method: str | None = None
    doc_no: str | None = None
    paper: str | None = None
    limit: Limit | None = None
    due: date | None = None
    reply_due: date | None = None
    signed_by: Person | None = None
    done: bool | None = None
    done_on: date | None = None
    progress: Decimal | None = None
    stage: str | None = None
    result: str | None = None
    reason: str | None = None
    field: str | None = None
    old: str | None = None
    new: str | None = None
    corrects: EntryRef | None = None
    delivered: date | None = None
    digest: str | None = None
    volume: str | None = None
    keeping: str | None = None

    @property
    def arrived(self) -> date:
        """The day a reply counts from: when the office received it, else its own date."""
        return self.received or self.day


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """督查事项: one matter under supervision, one file."""

    id: str
    path: str
    title: str
    category: str
    demand: str
    lead: str
    origin: Origin | None = None
    standard: str | None = None
    cause: str | None = None
    measure: str | None = None
    support: tuple[str, ...] = ()
    officer: Person | None = None
    handler: Person | None = None
    first_officer: Person | None = None
    leader: str | None = None
    section: str | None = None
    unit_leader: str | None = None
    urgency: str = "普通"
    difficulty: str = "一般"
    openness: str = "不予公开"
    limit: Limit | None = None
    rhythm: Rhythm | None = None
    reply_by: str = "主办"
    milestones: tuple[Milestone, ...] = ()
    parent: str | None = None
    former_id: str | None = None
    imported: Imported | None = None
    note: str | None = None
    entries: tuple[Entry, ...] = ()
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    sha256: str = ""
    closing_digests: Mapping[int, str] = field(default_factory=dict)

    def place(self, key: str) -> tuple[int, int]:
        """Line and column of a header key, (1, 1) when it is not written."""
        return self.places.get(key, (1, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """An item file that could not be read: it stays on the list, so that nothing is silently dropped."""

    id: str
    path: str
    title: str | None = None
