"""How an item's matter ran up to a moment: entries as corrected, header as changed, state by state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any, Literal

from duban_cli.ledger.records import Entry, Item, Person
from duban_cli.ledger.vocabulary import CHANGEABLE, CORRECTABLE, VOID
from duban_cli.rules.limits import parse_limit
from duban_cli.rules.moments import Now
from duban_cli.rules.periods import Rhythm
from duban_cli.rules.wording import CLOCK, read_clock, read_day
from duban_cli.text import halfwidth

State = Literal[
    "待立项", "待交办", "办理中", "待审核", "退回重办", "待销号", "已销号", "已归档", "中止", "已撤销"
]
STATES: tuple[State, ...] = (
    "待立项", "待交办", "办理中", "待审核", "退回重办", "待销号", "已销号", "已归档", "中止", "已撤销",
)  # fmt: skip
ENDED: frozenset[str] = frozenset({"已销号", "已归档", "已撤销"})
OPEN: frozenset[str] = frozenset({"办理中", "退回重办"})
"""States in which the unit has something to do."""

_DATES = frozenset({"day", "received", "due", "reply_due", "delivered"})


def typed_value(attr: str, text: str) -> Any:
    """The value a 变更 or 更正 gives to an attribute, from its text. Raises ValueError in Chinese."""
    if attr in _DATES:
        day = read_day(halfwidth(text), text)
        if day is None:
            raise ValueError(f"“{text}”不是日期，写成 2026-03-02 这样")
        return day
    if attr == "clock":
        plain = halfwidth(text)
        if not re.fullmatch(CLOCK, plain):
            raise ValueError(f"“{text}”不是时间，写成 09:30 这样")
        return read_clock(plain)
    if attr == "done":
        if text not in ("是", "否"):
            raise ValueError(f"“{text}”应当写“是”或“否”")
        return text == "是"
    if attr in ("officer", "handler", "first_officer", "signed_by"):
        name, _, post = text.partition("/")
        return Person(name=name.strip(), post=post.strip() or None)
    if attr == "limit":
        return parse_limit(text)
    if attr == "rhythm":
        return Rhythm.parse(text)
    if attr == "support":
        return tuple(part.strip() for part in halfwidth(text).replace(",", "、").split("、") if part.strip())
    return text


@dataclass(frozen=True, slots=True)
class Reply:
    """A 反馈 of the lead unit, the 审核 it met, and its place among the entries."""

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
    """The matter up to a moment. ``item`` carries the header as changed by then."""

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
    suspensions: tuple[tuple[date, date | None], ...]
    leads: tuple[tuple[date, str], ...]
    extension_pending: Entry | None
    given: Item
    """The header as it stood at ``ruling``: what the limits were first counted from."""
    before: tuple[State, ...]
    """The state each entry found."""
    idle: frozenset[int]
    """Entries that could change nothing: a 审核 with no reply to review, a 恢复 without 中止 …"""

    def lead_on(self, day: date) -> str:
        """The 主办单位 on a day, as 变更 entries have it."""
        lead = self.leads[0][1]
        for since, name in self.leads[1:]:
            if since <= day:
                lead = name
        return lead

    def count(self, action: str) -> int:
        """How many entries of a 动作 there are."""
        return sum(1 for e in self.entries if e.action == action)

    @property
    def initiated_on(self) -> date | None:
        """立项 day, by which the documents in force are chosen; 交办 day where 立项 was not recorded."""
        first = self.initiated or self.assigned
        return first.day if first else None


def _seen(entry: Entry, now: Now) -> bool:
    if entry.day != now.day:
        return entry.day < now.day
    return now.clock is None or entry.clock is None or entry.clock <= now.clock


def effective_entries(entries: Iterable[Entry], now: Now) -> tuple[Entry, ...]:
    """Entries as set right by 更正, up to ``now``, in the order of their days.

    A 更正 counts from the day of what it corrects, whenever it was written.
    """
    written = tuple(entries)
    places = [(n, corrected_place(written, e)) for n, e in enumerate(written) if e.action == "更正"]
    void: set[int] = set()
    for n, place in reversed(places):
        # A 更正 may itself be struck out by a later one.
        if place is not None and n not in void and written[n].field == VOID:
            void.add(place)
    out = list(written)
    for n, place in places:
        correction = written[n]
        if place is None or n in void or correction.field not in CORRECTABLE or correction.new is None:
            continue
        attr = CORRECTABLE[correction.field]
        out[place] = replace(out[place], **{attr: typed_value(attr, correction.new)})
    return tuple(_in_order(e for n, e in enumerate(out) if n not in void and _seen(e, now)))


def corrected_place(written: Sequence[Entry], correction: Entry) -> int | None:
    """Which entry a 更正 speaks of, by day and 动作 as they stand in the file; None when there is no such entry."""
    ref = correction.corrects
    if ref is None:
        return None
    hits = [
        n
        for n, e in enumerate(written)
        if e.action == ref.action and e.day == ref.day and e is not correction
    ]
    return hits[ref.nth - 1] if len(hits) >= ref.nth else None


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    """By day and clock; an entry without a time keeps its place after the one written before it that day."""
    reached: dict[date, time] = {}
    keyed = []
    for entry in entries:
        clock = entry.clock or reached.get(entry.day, time.min)
        reached[entry.day] = max(clock, reached.get(entry.day, time.min))
        keyed.append((entry.day, clock, entry))
    return [e for _, _, e in sorted(keyed, key=lambda k: k[:2])]


def run(item: Item, now: Now, canonical: Callable[[str], str]) -> Course:
    """Walk the entries of ``item`` up to ``now``."""
    walk = _Walk(item, canonical)
    entries = effective_entries(item.entries, now)
    before: list[State] = []
    for index, entry in enumerate(entries):
        before.append(walk.state)
        walk.take(index, entry)
    return Course(
        item=walk.item, entries=entries, state=walk.state, since=walk.since, initiated=walk.initiated,
        assigned=walk.assigned, ruling=walk.ruling, ruling_index=walk.ruling_index, ended=walk.ended,
        replies=tuple(walk.replies), suspensions=tuple(walk.suspensions), leads=tuple(walk.leads),
        extension_pending=walk.extension_pending, given=walk.given, before=tuple(before), idle=frozenset(walk.idle),
    )  # fmt: skip


class _Walk:
    """The state machine of one item; each 动作 that moves it has its method."""

    def __init__(self, item: Item, canonical: Callable[[str], str]) -> None:
        self.item = item
        self.canonical = canonical
        self.state: State = "待立项"
        self.paused_from: State = "办理中"
        self.since: date | None = None
        self.initiated: Entry | None = None
        self.assigned: Entry | None = None
        self.ruling: Entry | None = None
        self.ruling_index = -1
        self.ended: Entry | None = None
        self.replies: list[Reply] = []
        self.suspensions: list[tuple[date, date | None]] = []
        self.leads: list[tuple[date, str]] = [(date.min, item.lead)]
        self.extension_pending: Entry | None = None
        self.given = item
        self.idle: set[int] = set()
        self._moves: dict[str, Callable[[int, Entry], None]] = {
            "立项": self._initiate, "交办": self._assign, "反馈": self._reply, "审核": self._review,
            "销号": self._close, "归档": self._archive, "撤销": self._withdraw, "中止": self._suspend,
            "恢复": self._resume, "重启": self._reopen, "变更": self._change, "延期": self._extend,
        }  # fmt: skip

    def take(self, index: int, entry: Entry) -> None:
        move = self._moves.get(entry.action)
        if move:
            move(index, entry)

    def _to(self, state: State, day: date) -> None:
        if self.state == "中止" and state not in ENDED:
            self.paused_from = state
            return
        if state != self.state:
            self.state, self.since = state, day

    def _initiate(self, _index: int, entry: Entry) -> None:
        self.initiated = self.initiated or entry
        if self.state == "待立项":
            self._to("待交办", entry.day)

    def _assign(self, index: int, entry: Entry) -> None:
        self.assigned = self.assigned or entry
        if self.state in ENDED:
            self.idle.add(index)
            return
        self.ruling, self.ruling_index, self.given = entry, index, self.item
        self._to("办理中", entry.day)

    def _reply(self, index: int, entry: Entry) -> None:
        lead = self.canonical(self.leads[-1][1])
        if self.ruling is None or self.state in ENDED or (entry.unit and self.canonical(entry.unit) != lead):
            return
        self.replies.append(Reply(index, entry))
        if entry.done:
            self._to("待审核", entry.day)
        elif self._current() == "退回重办" and not self._returned_done():
            self._to("办理中", entry.day)

    def _review(self, index: int, entry: Entry) -> None:
        place = self._under_review()
        if place is None:
            self.idle.add(index)
            return
        reply = self.replies[place]
        self.replies[place] = Reply(reply.index, reply.entry, entry, index)
        if entry.result == "退回":
            self._to("退回重办", entry.day)
        elif reply.entry.done:
            self._to("待销号", entry.day)

    def _under_review(self) -> int | None:
        """The reply a 审核 speaks of: the last 办结 reply not yet reviewed, else the last reply."""
        # A review settles what came before the reply it speaks of.
        settled = max((n for n, r in enumerate(self.replies) if r.review is not None), default=-1)
        waiting = range(settled + 1, len(self.replies))
        done = [n for n in waiting if self.replies[n].entry.done]
        if done:
            return done[-1]
        if waiting:
            return waiting[-1]
        # A second 审核 of the same reply overrules the first (退回 after 通过, say).
        return len(self.replies) - 1 if self.replies and self._current() == "待销号" else None

    def _returned_done(self) -> bool:
        returned = [r for r in self.replies if r.returned]
        return bool(returned and returned[-1].entry.done)

    def _current(self) -> State:
        return self.paused_from if self.state == "中止" else self.state

    def _close(self, index: int, entry: Entry) -> None:
        self._end("已销号", index, entry)

    def _withdraw(self, index: int, entry: Entry) -> None:
        self._end("已撤销", index, entry)

    def _end(self, state: State, index: int, entry: Entry) -> None:
        if self.state in ENDED:
            self.idle.add(index)
            return
        self._stop_pause(entry.day)
        self.ended = entry
        self._to(state, entry.day)

    def _archive(self, index: int, entry: Entry) -> None:
        if self.state == "已销号":
            self._to("已归档", entry.day)
        elif self.state not in ENDED:
            self.idle.add(index)

    def _suspend(self, index: int, entry: Entry) -> None:
        if self.state == "中止" or self.state in ENDED:
            self.idle.add(index)
            return
        self.paused_from = self.state
        self.state, self.since = "中止", entry.day
        self.suspensions.append((entry.day, None))

    def _resume(self, index: int, entry: Entry) -> None:
        if self.state != "中止":
            self.idle.add(index)
            return
        self._stop_pause(entry.day)
        self.state, self.since = self.paused_from, entry.day

    def _stop_pause(self, day: date) -> None:
        if self.suspensions and self.suspensions[-1][1] is None:
            self.suspensions[-1] = (self.suspensions[-1][0], day)

    def _reopen(self, index: int, entry: Entry) -> None:
        if self.state not in ENDED:
            self.idle.add(index)
            return
        self.ended = None
        self.replies = []
        if self.ruling is None:
            self._to("待交办", entry.day)
            return
        # The reopened matter runs from 重启: its 限期 is the new limit.
        self.ruling, self.ruling_index, self.given = entry, index, self.item
        self._to("办理中", entry.day)

    def _change(self, _index: int, entry: Entry) -> None:
        if entry.field not in CHANGEABLE or entry.new is None:
            return
        attr = CHANGEABLE[entry.field]
        value: Any = self.canonical(entry.new) if attr == "lead" else typed_value(attr, entry.new)
        self.item = replace(self.item, **{attr: value})
        if attr == "lead":
            self.leads.append((entry.day, value))

    def _extend(self, _index: int, entry: Entry) -> None:
        self.extension_pending = entry if entry.stage == "申请" else None
