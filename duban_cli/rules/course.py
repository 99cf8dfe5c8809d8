"""How an item's matter ran up to a moment: entries as corrected, header as changed, state by state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duban_cli.ledger.records import Entry, Item
from duban_cli.rules.moments import Now
from duban_cli.rules.states import State


@dataclass(frozen=True, slots=True)
class Reply:
    """A 反馈 of a unit that owes it, the 审核 it met, and its place among the entries."""

    index: int
    entry: Entry
    review: Entry | None = None
    review_index: int | None = None

    @property
    def returned(self) -> bool:
        """True when the reply was sent back to be redone."""
        return self.review is not None and self.review.result == "退回"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The matter up to a moment. ``item`` carries the header as changed by then.

    A matter may have several lives (轮): each runs from a 交办 or 重启 to its end, or to the 交办 that hands it out
    anew. This is the last; ``earlier`` holds those before, each as it stood when the next began.
    """

    item: Item
    entries: tuple[Entry, ...]
    state: State
    since: date | None
    initiated: Entry | None
    assigned: Entry | None
    ruling: Entry | None
    ruling_index: int
    ended: Entry | None
    replies: tuple[Reply, ...]
    """Those of the 主办单位 in this life."""
    answers: tuple[Reply, ...]
    """Those of 协办单位 that owe a reply of their own (反馈单位: 各单位), in this life."""
    suspensions: tuple[tuple[date, date | None], ...]
    leads: tuple[tuple[date, str], ...]
    extensions_asked: tuple[Entry, ...]
    """延期 asked for and not answered yet, the last of each unit that answers for itself, in their order."""
    given: Item
    """The header as it stood at ``ruling``: what the limits were first counted from."""
    before: tuple[State, ...]
    """The state each entry found."""
    idle: frozenset[int]
    """Entries that could change nothing: a 审核 with no reply to review, a 恢复 without 中止 …"""
    aside: frozenset[int] = frozenset()
    """审核 of a 另报, or of what a 协办单位 said: the matter's own state is not their affair."""
    passes: frozenset[int] = frozenset()
    """审核 by which a 办结 reply of the 主办单位 passed."""
    life: int = 1
    earlier: tuple[Course, ...] = ()
    succeeded: Entry | None = None
    """Of an earlier life: the 重启 or 交办 that began the next."""

    @property
    def lives(self) -> tuple[Course, ...]:
        """Every life, this one last."""
        return (*self.earlier, self)

    @property
    def until(self) -> Now | None:
        """When this life was over: 销号, 撤销, or handed out anew; None while it runs."""
        if self.ended is not None:
            return Now(self.ended.day)
        return Now(self.succeeded.day, self.succeeded.clock) if self.succeeded is not None else None

    @property
    def closed(self) -> date | None:
        """The day of 销号."""
        return self.ended.day if self.ended is not None and self.ended.action == "销号" else None

    @property
    def accepted(self) -> Reply | None:
        """The 办结 reply that passed 审核 (or stands struck off)."""
        for reply in reversed(self.replies):
            if reply.entry.done and not reply.returned and (reply.review is not None or self.closed):
                return reply
        return None

    @property
    def all_replies(self) -> tuple[Reply, ...]:
        """What every unit that owed a reply replied, in every life."""
        return tuple(r for life in self.lives for r in (*life.replies, *life.answers))

    def lead_on(self, day: date) -> str:
        """The 主办单位 on a day, as 变更 entries have it."""
        return lead_on(self.leads, day)

    def count(self, action: str) -> int:
        """How many entries of a 动作 there are."""
        return sum(1 for e in self.entries if e.action == action)

    @property
    def initiated_on(self) -> date | None:
        """立项 day, by which the documents in force are chosen; 交办 day where 立项 was not recorded."""
        first = self.initiated or self.assigned
        return first.day if first else None


def lead_on(leads: Sequence[tuple[date, str]], day: date) -> str:
    """Who led on a day, of the units that led from their days on."""
    lead = leads[0][1]
    for since, name in leads[1:]:
        if since <= day:
            lead = name
    return lead
