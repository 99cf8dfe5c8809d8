"""The lines of the agenda."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from duban_cli.rules.office import OFFICE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duban_cli.rules.moments import Due, Now

Group = Literal["今天应办", "已逾期", "本周到期", "办公室自己的事"]
Kind = Literal["催办", "本办", "送审稿", "改错", "到期", "逾期", "定期", "归档"]
GROUPS: tuple[Group, ...] = ("今天应办", "已逾期", "本周到期", "办公室自己的事")
WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One line of the agenda. ``who`` owes what is due: the unit, or the office itself.

    ``since``: from when it is to be done; ``left``: working days to ``due``; ``due_provisional``: ``due`` itself was
    counted by days no notice decides, ``provisional``: it or the days since; ``duty``: what the unit owes;
    ``supporting``: ``who`` is a 协办单位 that replies for itself; ``warned``: the unit was reminded of it by a
    督办提示 that day.
    """

    group: Group
    kind: Kind
    what: str
    title: str
    who: str = OFFICE
    id: str | None = None
    unit: str | None = None
    duty: str | None = None
    since: date | None = None
    due: Due | None = None
    overdue: bool = False
    overdue_workdays: int = 0
    left: int | None = None
    light: str | None = None
    provisional: bool = False
    due_provisional: bool = False
    clause: str | None = None
    command: str | None = None
    otherwise: str | None = None
    draft: str | None = None
    warned: date | None = None
    supporting: bool = False
    periods: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[date, str, date, str]:
        """By the day it is about, the longest overdue first; the steps of one item in theirs."""
        since = self.since or date.max
        return (self.due.day if self.due else since, self.id or "", since, self.what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The tasks of a day, in their order."""

    now: Now
    until: date
    tasks: tuple[Task, ...]

    def of(self, group: Group) -> tuple[Task, ...]:
        return tuple(t for t in self.tasks if t.group == group)


def together(tasks: Iterable[Task]) -> list[Task]:
    """Steps of one item on duties of one day that are taken at one go stand as one: ``反馈、办结``."""
    found: dict[tuple[object, ...], Task] = {}
    for n, task in enumerate(tasks):
        steps = task.kind == "催办"
        key = (task.id, task.what, task.who, task.due, task.command, task.group) if steps else (n,)
        first = found.get(key)
        found[key] = task if first is None else _joined(first, task)
    return list(found.values())


def _joined(first: Task, other: Task) -> Task:
    def both(one: str | None, two: str | None, between: str) -> str:
        return between.join(dict.fromkeys(part for part in (one, two) if part))

    since = min((d for d in (first.since, other.since) if d is not None), default=None)
    return replace(
        first,
        duty=both(first.duty, other.duty, "、"),
        clause=both(first.clause, other.clause, "；"),
        since=since,
    )
