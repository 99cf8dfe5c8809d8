"""事件: what a limit may run from. One table for the units' 起算 and the office's 自."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from duban_cli.ledger.records import Entry

if TYPE_CHECKING:
    from duban_cli.ledger.records import Item
    from duban_cli.rules.course import Course

ORIGIN_DAY = "来源.日期"
FIRST_ENTRY = "登记"
FINISH_DUE = "办结限期"
"""For the units' duties only: the day 办结 itself is due, extensions and 变更 included."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event: which entry is it, on which day it counts as happened. ``before``: it lies before 交办."""

    doc: str
    is_it: Callable[[Entry], bool]
    day: Callable[[Entry], date | None] = lambda e: e.arrived
    before: bool = False


EVENTS: Mapping[str, Event] = {
    FIRST_ENTRY: Event("办理的第一条记录（立项除外）", lambda e: e.action != "立项", before=True),
    ORIGIN_DAY: Event("来源里写的日期（批示、会议、印发、报道）", lambda _: False, before=True),
    "拟办": Event("提出拟办意见", lambda e: e.action == "拟办", before=True),
    "立项": Event("批准立项", lambda e: e.action == "立项", before=True),
    "交办": Event("交办", lambda e: e.action == "交办"),
    "签收": Event("承办单位签收", lambda e: e.action == "签收"),
    "汇总": Event("责任单位自查报告汇总完毕", lambda e: e.action == "汇总"),
    "检查结束": Event("巡查、督查结束", lambda e: e.action == "检查结束"),
    "公示": Event("公示", lambda e: e.action == "公示"),
    "办结反馈": Event("收到办结反馈", lambda e: e.action == "反馈" and e.done is True),
    "延期申请": Event("收到延期申请", lambda e: e.action == "延期" and e.stage == "申请"),
    "审核通过": Event("办结反馈审核通过", lambda e: e.action == "审核" and e.result == "通过"),
    "销号": Event("销号", lambda e: e.action == "销号"),
    "复核申请": Event("收到复核申请", lambda e: e.action == "复核" and e.stage == "申请"),
    "结论送达": Event(
        "督查结论送达", lambda e: e.action == "结论" and e.delivered is not None, lambda e: e.delivered
    ),
}  # fmt: skip
"""Event → the entry that is it."""

SAME: Mapping[str, str] = {"批准立项": "立项", "公布": "公示"}
"""Other words for an event of the table."""

EVENT_WORDS: tuple[str, ...] = (*EVENTS, *SAME)
"""What 自 of the office may say."""
UNIT_EVENT_WORDS: tuple[str, ...] = (*EVENT_WORDS, FINISH_DUE)
"""What 起算 of a unit's duty may say."""


def plain_event(word: str) -> str:
    """The table's own word: 批准立项 is 立项."""
    return SAME.get(word, word)


def header_day(item: Item, word: str) -> date | None:
    """The day the header itself gives: 来源.日期; None for an event that is an entry."""
    return item.origin.day if plain_event(word) == ORIGIN_DAY and item.origin is not None else None


def happened_on(course: Course, index: int, word: str, canonical: Callable[[str], str]) -> date | None:
    """The day the event happened by the entry at ``index``; None when that entry is not this event."""
    word, entry = plain_event(word), course.entries[index]
    event = EVENTS[word]
    if index in course.idle or not event.is_it(entry) or not _counts(course, index, entry, word, canonical):
        return None
    return event.day(entry)


def days_of(course: Course, word: str, canonical: Callable[[str], str]) -> Iterator[tuple[int, date]]:
    """Every time an event that is an entry happened: the entry's index, and the day."""
    for index in range(len(course.entries)):
        day = happened_on(course, index, word, canonical)
        if day is not None:
            yield index, day


def day_in_life(course: Course, word: str, canonical: Callable[[str], str]) -> date | None:
    """The day the event first happened in this life of the matter; None while it has not.

    An event that lies before 交办 is that of the first life; a reopened matter has left it behind.
    """
    word = plain_event(word)
    if EVENTS[word].before:
        if course.ruling is not None and course.ruling.action == "重启":
            return None
        found = (day for _, day in days_of(course, word, canonical))
        return header_day(course.given, word) or next(found, None)
    first = course.ruling_index if course.life > 1 else 0
    return next((day for index, day in days_of(course, word, canonical) if index >= first), None)


def _counts(course: Course, index: int, entry: Entry, word: str, canonical: Callable[[str], str]) -> bool:
    match word:
        case "登记":
            return index == 0
        case "办结反馈":
            lead = canonical(course.lead_on(entry.day))
            return entry.unit is None or canonical(entry.unit) == lead
        case "审核通过":
            return index in course.passes
        case _:
            return True
