"""待办: what the office should do today and in the days to come, out of the standings of one moment."""

from __future__ import annotations

import itertools
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from duban_cli.rules.course import OPEN
from duban_cli.rules.office import OFFICE, OfficeDuty, item_duties, office_rounds
from duban_cli.rules.standing import stand

if TYPE_CHECKING:
    from duban_cli.ledger.store import Ledger
    from duban_cli.rules.ladder import Rung
    from duban_cli.rules.moments import Due, Now
    from duban_cli.rules.obligations import Obligation, Rulebook
    from duban_cli.rules.standing import Standing

Group = Literal["今天应办", "本周到期", "办公室自己的事"]
Kind = Literal["催办", "本办", "送审稿", "改错", "到期", "逾期", "定期", "归档"]
GROUPS: tuple[Group, ...] = ("今天应办", "本周到期", "办公室自己的事")
WEEK = 7
DAILY_DRAFT = "日办-"
"""How the name of every draft that ``daily`` makes begins; it looks after these files and no others."""
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]')
_SHELL = re.compile(r"[\s'\"$`\\;&|<>()*?!#~\[\]{}]")
_STEPS = frozenset({"立项", "交办", "审核", "批复延期", "销号"})
"""Next steps of an item that are the office's own and wait for nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One line of the agenda. ``who`` owes what is due: the unit, or the office itself.

    ``since``: from when it is to be done; ``left``: working days to ``due``; ``duty``: what the unit owes;
    ``warned``: the unit was reminded of it by a 督办提示 that day.
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
    clause: str | None = None
    command: str | None = None
    otherwise: str | None = None
    draft: str | None = None
    warned: date | None = None
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


def agenda(
    ledger: Ledger, book: Rulebook, now: Now, *, days: int = WEEK, drafts: Sequence[str] = ()
) -> Agenda:
    """What is to be done ``now`` and in the next ``days`` natural days. ``drafts``: file names in drafts/."""
    drawn = _Drawing(ledger, book, now, days, tuple(drafts))
    tasks = sorted(drawn.all(), key=lambda t: (GROUPS.index(t.group), t.order))
    return Agenda(now=now, until=drawn.until, tasks=tuple(tasks))


def draft_name(kind: str, unit: str) -> str:
    """The file in drafts/ that holds the paper ``daily`` draws up for a unit."""
    return f"{DAILY_DRAFT}{kind}-{_NOT_IN_NAMES.sub('_', unit)}.docx"


class _Drawing:
    def __init__(self, ledger: Ledger, book: Rulebook, now: Now, days: int, drafts: tuple[str, ...]) -> None:
        self.ledger = ledger
        self.book = book
        self.now = now
        self.until = now.day + timedelta(days=days)
        self.drafts = drafts
        self.near = max((x.before for x in book.regime.lights if x.before is not None), default=None)
        self.standings = [stand(item, book, now) for _, item in sorted(ledger.items.items())]

    def all(self) -> Iterator[Task]:
        yield from self._unreadable()
        yield from self._papers()
        for standing in self.standings:
            yield from self._visits(standing)
            yield from self._steps(standing)
            yield from self._coming(standing)
        yield from self._waiting_drafts()
        yield from self._rounds()
        yield from self._archive()

    # -- today ----------------------------------------------------------------------------------------------

    def _unreadable(self) -> Iterator[Task]:
        for broken in self.ledger.unreadable:
            title = broken.title or broken.path
            command = f"duban check {_word(broken.path)}"
            yield Task(
                group="今天应办", kind="改错", what="改好文件", title=title, id=broken.id, command=command
            )

    def _papers(self) -> Iterator[Task]:
        """Ladder steps taken by a paper: one paper for each unit, whose command names all its items."""
        due = [
            (self.book.canonical(s.item.lead), rung.step.paper, s, rung)
            for s in self.standings
            for rung in s.due_rungs
            if rung.step.paper
        ]
        due.sort(key=lambda d: (d[0], d[1]))
        for (unit, paper), found in itertools.groupby(due, key=lambda d: (d[0], d[1])):
            urged = [(s, rung) for _, _, s, rung in found]
            ids = " ".join(dict.fromkeys(s.item.id for s, _ in urged))
            name = draft_name(paper, unit)
            draft = f"drafts/{name}" if name in self.drafts else None
            for s, rung in urged:
                yield self._step_task(s, rung, f"发{paper}", f"duban urge {ids}", draft=draft)

    def _visits(self, s: Standing) -> Iterator[Task]:
        for rung in s.due_rungs:
            if not rung.step.paper:
                yield self._step_task(
                    s, rung, rung.ways_text, f"duban urge {s.item.id} --how {rung.way} --content 情况"
                )

    def _step_task(
        self, s: Standing, rung: Rung, what: str, command: str, *, draft: str | None = None,
        group: Group = "今天应办",
    ) -> Task:  # fmt: skip
        duty = rung.duty
        return Task(
            group=group, kind="催办", what=what, title=s.item.title, who=s.item.lead, unit=s.item.lead,
            id=s.item.id, duty=duty.name, since=rung.since, due=duty.due, overdue=duty.overdue,
            overdue_workdays=duty.overdue_workdays, light=s.light.name if s.light else None,
            provisional=duty.provisional, clause=rung.step.clause.text, command=command, draft=draft,
        )  # fmt: skip

    def _steps(self, s: Standing) -> Iterator[Task]:
        """The office's next step of an item, and whatever else it owes for it."""
        if s.state == "中止":
            return
        owed = {d.what: d for d in item_duties(s, self.book, self.near) if not d.met}
        step = s.next if s.next is not None and s.next.step in _STEPS else None
        if step is not None:
            since = step.since or (s.course.entries[0].day if s.course.entries else None)
            clause = step.clause.text if step.clause else None
            yield self._own(s, step.step, since, clause, owed.pop(step.step, None))
        for duty in owed.values():
            yield self._own(s, duty.what, duty.start, duty.basis, duty)

    def _own(
        self, s: Standing, what: str, since: date | None, clause: str | None, duty: OfficeDuty | None
    ) -> Task:
        command, otherwise = self._command(s, what)
        return Task(
            group="今天应办", kind="本办", what=what, title=s.item.title, id=s.item.id, unit=s.item.lead,
            since=since, due=duty.due if duty else None, overdue=duty is not None and duty.overdue,
            overdue_workdays=duty.overdue_workdays if duty else 0, left=self._left(duty.due) if duty else None,
            provisional=duty.provisional if duty else False, clause=duty.basis if duty else clause,
            command=command, otherwise=otherwise,
        )  # fmt: skip

    def _command(self, s: Standing, what: str) -> tuple[str, str | None]:
        """What to type, and what instead where the office decides otherwise."""
        item = s.item
        match what:
            case "立项":
                category = self.book.regime.category(item.category)
                approved = " --approved-by 姓名" if category is None or category.initiation == "批准" else ""
                return f"duban new {item.id}{approved}", None
            case "交办":
                return f"duban assign {item.id}", None
            case "审核":
                back = f"duban review {item.id} --return --reason 理由"
                return f"duban review {item.id} --pass --approved-by 姓名", back
            case "批复延期":
                refused = f"duban extend {item.id} --refuse --approved-by 姓名"
                return f"duban extend {item.id} --approve --approved-by 姓名", refused
            case "销号":
                return f"duban close {item.id} --approved-by 姓名", None
            case "归档":
                return f"duban archive {item.id}", None
            case "复核":
                return f"duban record {item.id} 复核 --stage 决定 --approved-by 姓名 --content 决定", None
            case _:
                return f"duban record {item.id} {what} --content 内容", None

    def _waiting_drafts(self) -> Iterator[Task]:
        """Papers drawn up that wait for a signature. What ``daily`` drew up stands with the step it is for."""
        for name in self.drafts:
            if not name.startswith(DAILY_DRAFT):
                path = f"drafts/{name}"
                command = f"duban issue {_word(path)} --approved-by 姓名"
                yield Task(
                    group="今天应办", kind="送审稿", what="送审签发", title=path, draft=path, command=command
                )

    # -- the days to come -----------------------------------------------------------------------------------

    def _coming(self, s: Standing) -> Iterator[Task]:
        if s.state not in OPEN:
            return
        yield from self._due_soon(s)
        steps = [r for r in s.ladder if self._ahead(s, r) and r.since <= self.until]
        for rung in steps:
            what = f"发{rung.step.paper}" if rung.step.paper else rung.ways_text
            more = "" if rung.step.paper else f" --how {rung.way} --content 情况"
            yield self._step_task(s, rung, what, f"duban urge {s.item.id}{more}", group="本周到期")
        live = s.live
        if live is not None and live.overdue and not s.due_rungs and not steps:
            later = [r.since for r in s.ladder if self._ahead(s, r)]
            late = self._owed(s, [live], "逾期", f"duban urge {s.item.id} --how 电话 --content 情况")
            yield replace(late, since=min(later, default=None))

    def _due_soon(self, s: Standing) -> Iterator[Task]:
        yellow = s.live if s.light is not None and s.light.before is not None else None
        soon = [
            d for d in s.duties if not d.met and not d.overdue and (d.due.day <= self.until or d is yellow)
        ]
        soon.sort(key=lambda d: d.due)
        for _, found in itertools.groupby(soon, key=lambda d: d.due):
            duties = list(found)
            since = max(d.start for d in duties)
            warned = [e.day for e in s.course.entries if e.action == "督办提示" and e.day >= since]
            command = None if warned else f"duban warn {s.item.id} --content 情况"
            yield replace(self._owed(s, duties, "到期", command), warned=warned[-1] if warned else None)

    def _owed(self, s: Standing, duties: Sequence[Obligation], kind: Kind, command: str | None) -> Task:
        first = duties[0]
        name = "、".join(d.name for d in duties)
        return Task(
            group="本周到期", kind=kind, what=name, title=s.item.title, who=first.who, id=s.item.id,
            unit=s.item.lead, duty=name, due=first.due, overdue=first.overdue,
            overdue_workdays=first.overdue_workdays, left=None if first.overdue else self._left(first.due),
            light=s.light.name if s.light else None, provisional=first.provisional, clause=first.clause.text,
            command=command,
        )  # fmt: skip

    def _ahead(self, s: Standing, rung: Rung) -> bool:
        """True for a step not reached yet, unless a higher one was taken."""
        higher = any(r.taken for r in s.ladder if r.duty is rung.duty and r.step.overdue > rung.step.overdue)
        return rung.since > self.now.day and rung.taken is None and rung.duty.overdue and not higher

    def _left(self, due: Due) -> int:
        return self.book.calendar.count(self.now.day, due.day)

    # -- the office itself ----------------------------------------------------------------------------------

    def _rounds(self) -> Iterator[Task]:
        since = office_since(self.ledger)
        if since is None:
            return
        found = office_rounds(
            self.book.regime, self.book.calendar, self.ledger.office, since=since, until=self.until, now=self.now,
            near=self.near,
        )  # fmt: skip
        open_ = [d for d in found if not d.met and (d.overdue or d.due.day <= self.until)]
        open_.sort(key=lambda d: (d.what, not d.overdue))
        for (what, overdue), same in itertools.groupby(open_, key=lambda d: (d.what, d.overdue)):
            duties = list(same)
            first = duties[0]
            yield Task(
                group="办公室自己的事", kind="定期", what=what, title=period_names(duties), due=first.due,
                overdue=overdue, overdue_workdays=first.overdue_workdays if overdue else 0,
                left=None if overdue else self._left(first.due), provisional=first.provisional,
                clause=first.basis, command=f"记入 office/{self.now.day.year}.yaml（动作: {first.rule.action}），再 duban save",
                periods=tuple(d.period.name for d in duties if d.period),
            )  # fmt: skip

    def _archive(self) -> Iterator[Task]:
        waiting = [s for s in self.standings if s.state == "已销号"]
        if not waiting or any(r.what == "归档" for r in self.book.regime.office):
            return
        clause = self.book.regime.act_clause("归档", self.now.day)
        yield Task(
            group="办公室自己的事", kind="归档", what="归档", title=f"已销号未归档{len(waiting)}件",
            since=min(s.closed for s in waiting if s.closed), clause=clause.text if clause else None,
            command="duban list --state 已销号",
        )  # fmt: skip


def office_since(ledger: Ledger) -> date | None:
    """From when the office's rounds count: its first event in office/, else the first entry of any item."""
    events = [e.day for e in ledger.office]
    return min(events or [e.day for i in ledger.items.values() for e in i.entries], default=None)


def period_names(duties: Sequence[OfficeDuty]) -> str:
    """``2026年1月、2月、5月``: the periods, a year named once."""
    names: list[str] = []
    said = ""
    for duty in duties:
        name = duty.period.name if duty.period else ""
        year, sign, rest = name.partition("年")
        names.append(rest if sign and rest and year == said else name)
        said = year
    return "、".join(names)


def _word(path: str) -> str:
    """A path as one word of a command line."""
    return shlex.quote(path) if _SHELL.search(path) else path
