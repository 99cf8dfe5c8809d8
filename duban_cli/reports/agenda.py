"""待办: what the office should do today and in the days to come, out of the standings of one moment."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from duban_cli.ledger.records import Entry
from duban_cli.reports.commands import closing_command, period_names, round_command, rung_command, word
from duban_cli.reports.own_duties import office_since
from duban_cli.reports.tasks import GROUPS, WEEK, Agenda, Group, Kind, Task, together
from duban_cli.reports.to_sign import NUMBERLESS, Act, ToSign, draft_name
from duban_cli.reports.void import events_that_count
from duban_cli.rules.extensions import extensions_waiting
from duban_cli.rules.moments import Due
from duban_cli.rules.obligations import own_voice
from duban_cli.rules.office import OfficeDuty, item_duties, office_rounds
from duban_cli.rules.required import lacking_for
from duban_cli.rules.standing import stand
from duban_cli.rules.states import OPEN

if TYPE_CHECKING:
    from duban_cli.ledger.records import Entry
    from duban_cli.ledger.store import Ledger
    from duban_cli.rules.closing import ClosingState
    from duban_cli.rules.ladder import Rung
    from duban_cli.rules.moments import Now
    from duban_cli.rules.obligations import Obligation, Rulebook
    from duban_cli.rules.standing import Standing

_STEPS = frozenset({"立项", "交办", "审核", "批复延期", "销号"})
"""Next steps of an item that are the office's own and wait for nobody."""


def agenda(
    ledger: Ledger, book: Rulebook, now: Now, *, days: int = WEEK, drafts: Sequence[str] = (),
    signing: Mapping[str, Sequence[Act]] = MappingProxyType({}),
) -> Agenda:  # fmt: skip
    """What is to be done ``now`` and in the next ``days`` natural days. ``drafts``: file names in drafts/.

    ``signing``: of these, what each records once it is signed. Such an act is not asked for a second time.
    """
    drawn = _Drawing(ledger, book, now, days, tuple(drafts), signing)
    tasks = sorted(together(drawn.all()), key=lambda t: (GROUPS.index(t.group), t.order))
    return Agenda(now=now, until=drawn.until, tasks=tuple(tasks))


class _Drawing:
    def __init__(
        self, ledger: Ledger, book: Rulebook, now: Now, days: int, drafts: tuple[str, ...],
        signing: Mapping[str, Sequence[Act]],
    ) -> None:  # fmt: skip
        self.ledger = ledger
        self.book = book
        self.now = now
        self.until = now.day + timedelta(days=days)
        self.drafts = drafts
        self.to_sign = ToSign(ledger, book, drafts, signing)
        self.near = book.regime.near
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
            command = f"duban check {word(broken.path)}"
            yield Task(
                group="今天应办", kind="改错", what="改好文件", title=title, id=broken.id, command=command
            )

    def _papers(self) -> Iterator[Task]:
        """Ladder steps taken by a paper: one paper for each unit, whose command names all its items."""
        due = [
            (self.book.canonical(rung.chased(s.item.lead)), rung.step.paper, s, rung)
            for s in self.standings
            for rung in s.due_rungs
            if rung.step.paper and not self._taken_up(s, "催办", rung.duty)
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
            if not rung.step.paper and not self._drawn_up(s, rung):
                yield self._step_task(s, rung, rung.ways_text, rung_command(rung, s.item.id))
        for rung in s.offered_rungs:
            if self._drawn_up(s, rung):
                continue
            yield self._step_task(s, rung, f"可{rung.ways_text}（酌情）", rung_command(rung, s.item.id))

    def _drawn_up(self, s: Standing, rung: Rung) -> bool:
        """True when a 动作 the ladder calls for (约谈 …) waits to be signed; a visit has no paper."""
        return rung.step.action != "催办" and self.to_sign.waits(s.item.id, rung.step.action, rung.duty.who)

    def _taken_up(self, s: Standing, action: str, duty: Obligation) -> bool:
        """True when a paper to the unit that owes waits to be signed."""
        return self.to_sign.waits(s.item.id, action, duty.who if duty.supporting else None)

    def _step_task(
        self, s: Standing, rung: Rung, what: str, command: str, *, draft: str | None = None,
        group: Group = "今天应办",
    ) -> Task:  # fmt: skip
        duty = rung.duty
        return Task(
            group=group, kind="催办", what=what, title=s.item.title, who=rung.chased(s.item.lead), unit=s.item.lead,
            id=s.item.id, duty=duty.name, since=rung.since, due=duty.due, overdue=duty.overdue,
            overdue_workdays=duty.overdue_workdays, light=s.light.name if s.light else None,
            provisional=duty.provisional, due_provisional=duty.due_provisional, clause=rung.step.clause.text, command=command, draft=draft,
            supporting=duty.supporting,
        )  # fmt: skip

    def _steps(self, s: Standing) -> Iterator[Task]:
        """The office's next step of an item, and whatever else it owes for it."""
        if s.state == "中止":
            return
        owed = {d.what: d for d in item_duties(s, self.book, self.near) if not d.met}
        own = s.next is not None and (s.next.step in _STEPS or s.state == "待销号")
        step = s.next if own else None
        if step is not None and not self._is_to_be_signed(s, step.step):
            since = step.since or (s.course.entries[0].day if s.course.entries else None)
            clause = step.clause.text if step.clause else None
            yield self._own(s, step.step, since, clause, owed.pop(step.step, None))
        for duty in owed.values():
            if self._is_to_be_signed(s, duty.what):
                continue
            yield self._own(s, duty.what, duty.start, duty.basis, duty)

    def _is_to_be_signed(self, s: Standing, what: str) -> bool:
        """True when the paper by which the office does this step waits to be signed."""
        if what != "批复延期":
            return self.to_sign.waits(s.item.id, what)
        return bool(self._applications(s)) and not self._asking(s)

    def _applications(self, s: Standing) -> tuple[Entry, ...]:
        return extensions_waiting(s.course, s.current, self.book.canonical)

    def _asking(self, s: Standing) -> list[str | None]:
        """Who asks for more time and has no answer drawn up: each 协办单位 by its name, None for the 主办单位."""
        units = [own_voice(s.item, e.unit, self.book.canonical) for e in self._applications(s)]
        return [u for u in units if not self.to_sign.waits(s.item.id, "延期", u)]

    def _own(
        self, s: Standing, what: str, since: date | None, clause: str | None, duty: OfficeDuty | None
    ) -> Task:
        command, otherwise = self._command(s, what)
        waited = self._closing(s, what)
        if waited is not None:
            return replace(
                self._closing_task(s, waited),
                since=since,
                clause=duty.basis if duty else clause,
                command=command,
            )
        return Task(
            group="今天应办", kind="本办", what=what, title=s.item.title, id=s.item.id, unit=s.item.lead,
            since=since, due=duty.due if duty else None, overdue=duty is not None and duty.overdue,
            overdue_workdays=duty.overdue_workdays if duty else 0, left=self._left(duty.due) if duty else None,
            provisional=duty.provisional if duty else False, due_provisional=duty.provisional if duty else False, clause=duty.basis if duty else clause,
            command=command, otherwise=otherwise,
        )  # fmt: skip

    def _closing(self, s: Standing, what: str) -> ClosingState | None:
        """The step before 销号 of that name that is still to be taken."""
        return next((c for c in s.closing if not c.done and c.step.step == what), None)

    def _closing_task(self, s: Standing, step: ClosingState) -> Task:
        """A step before 销号: by when it is to be taken, or until when a 公示 runs."""
        end = step.ends or step.due
        late = step.ends is None and end is not None and end < self.now.day
        return Task(
            group="今天应办", kind="本办", what=f"{step.step.step}期满" if step.ends else step.step.step,
            title=s.item.title, id=s.item.id, unit=s.item.lead, due=Due(end) if end else None, overdue=late,
            overdue_workdays=self.book.calendar.count(end, self.now.day) if end and late else 0,
            left=self._left(Due(end)) if end and not late else None,
        )  # fmt: skip

    def _command(self, s: Standing, what: str) -> tuple[str | None, str | None]:
        """What to type, and what instead where the office decides otherwise."""
        item = s.item
        step = self._closing(s, what)
        if step is not None:
            return closing_command(step, item.id), None
        match what:
            case "立项" | "审批":
                category = self.book.regime.category(item.category)
                approved = " --approved-by 姓名" if category is None or category.initiation == "批准" else ""
                return f"duban new {item.id}{approved}", None
            case "交办":
                act = Entry(day=self.now.day, action="交办")
                wanted = [
                    one.rule.attachment
                    for one in lacking_for(s.course, self.book.regime, act)
                    if one.attached
                ]
                attach = "".join(f" --attach {word(name)}" for name in wanted if name)
                return f"duban assign {item.id}{attach}", None
            case "审核":
                back = f"duban review {item.id} --return --reason 理由"
                return f"duban review {item.id} --pass --approved-by 姓名", back
            case "批复延期":
                unit = next(iter(self._asking(s)), None)
                whose = f"duban extend {item.id}{f' --unit {unit}' if unit else ''}"
                return (
                    f"{whose} --approve --approved-by 姓名",
                    f"{whose} --refuse --approved-by 姓名 --reason 理由",
                )
            case "销号":
                return f"duban close {item.id} --approved-by 姓名", None
            case "归档":
                return f"duban archive {item.id}", None
            case "核查":
                return f"duban inspect {item.id} --content 情况", None
            case "通报":
                named = f"--unit {item.lead} --approved-by 姓名 --content 内容"
                return f"duban record {item.id} 批评 {named}", f"duban record {item.id} 表扬 {named}"
            case "复核":
                return (
                    f"duban record {item.id} 复核 --stage 决定 --by 另派的人 --approved-by 姓名 --content 决定",
                    None,
                )
            case _:
                return f"duban record {item.id} {what} --content 内容", None

    def _waiting_drafts(self) -> Iterator[Task]:
        """Papers drawn up that wait for a signature; what else ``daily`` drew up stands with the step it is for."""
        for name in self.to_sign.names:
            path = f"drafts/{name}"
            items = list(self.to_sign.items(name))
            numberless = name.startswith(NUMBERLESS)
            yield Task(
                group="今天应办", kind="送审稿", what="待编号" if numberless else "待签发", title=path, draft=path,
                id=items[0] if len(items) == 1 else None,
                command=f"duban issue {word(path)}{'' if numberless else ' --approved-by 姓名'}",
            )  # fmt: skip

    # -- the days to come -----------------------------------------------------------------------------------

    def _coming(self, s: Standing) -> Iterator[Task]:
        if s.state not in OPEN:
            return
        yield from self._due_soon(s)
        steps = [r for r in s.ladder if self._ahead(s, r) and r.since <= self.until]
        for rung in steps:
            what = f"发{rung.step.paper}" if rung.step.paper else rung.ways_text
            what = f"可{what}（酌情）" if rung.step.optional else what
            yield self._step_task(s, rung, what, rung_command(rung, s.item.id), group="本周到期")
        live = s.live
        if live is not None and live.overdue and not s.due_rungs and not steps:
            later = [r.since for r in s.ladder if self._ahead(s, r)]
            late = self._owed(s, [live], "逾期", f"duban urge {s.item.id} --how 电话 --content 情况")
            yield replace(late, group="已逾期", since=min(later, default=None))

    def _due_soon(self, s: Standing) -> Iterator[Task]:
        before = s.light.before if s.light is not None else None
        yellow = (
            s.live if s.live is not None and before is not None and self._left(s.live.due) <= before else None
        )
        soon = [
            d for d in s.current if not d.met and not d.overdue and (d.due.day <= self.until or d is yellow)
        ]
        soon.sort(key=lambda d: (d.due, d.who if d.supporting else ""))
        for _, found in itertools.groupby(soon, key=lambda d: (d.due, d.who if d.supporting else "")):
            duties = list(found)
            since = max(d.start for d in duties)
            unit = duties[0].who if duties[0].supporting else None
            warned = [
                e.day for e in s.course.entries
                if e.action == "督办提示" and e.day >= since
                and own_voice(s.item, e.unit, self.book.canonical) == unit
            ]  # fmt: skip
            command = (
                None
                if warned
                else f"duban warn {s.item.id}{f' --unit {unit}' if unit else ''} --content 情况"
            )
            if self.to_sign.waits(s.item.id, "督办提示", unit):
                command = None
            yield replace(self._owed(s, duties, "到期", command), warned=warned[-1] if warned else None)

    def _owed(self, s: Standing, duties: Sequence[Obligation], kind: Kind, command: str | None) -> Task:
        first = duties[0]
        name = "、".join(dict.fromkeys(d.name for d in duties))
        return Task(
            group="本周到期", kind=kind, what=name, title=s.item.title, who=first.who, id=s.item.id,
            unit=s.item.lead, duty=name, due=first.due, overdue=first.overdue,
            overdue_workdays=first.overdue_workdays, left=None if first.overdue else self._left(first.due),
            light=s.light.name if s.light else None, provisional=first.provisional,
            due_provisional=first.due_provisional, clause=first.clause.text, command=command, supporting=first.supporting,
        )  # fmt: skip

    def _ahead(self, s: Standing, rung: Rung) -> bool:
        """True for a step not reached yet, unless a higher one was taken."""
        higher = any(r.taken for r in s.ladder if r.duty is rung.duty and r.level > rung.level)
        return rung.since > self.now.day and rung.taken is None and rung.duty.overdue and not higher

    def _left(self, due: Due) -> int:
        return self.book.calendar.count(self.now.day, due.day)

    # -- the office itself ----------------------------------------------------------------------------------

    def _rounds(self) -> Iterator[Task]:
        since = office_since(self.ledger, self.now.day)
        if since is None:
            return
        found = office_rounds(
            self.book.regime, self.book.calendar, events_that_count(self.ledger), since=since, until=self.until, now=self.now,
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
                due_provisional=first.provisional, clause=first.basis, command=self._round_command(first),
                periods=tuple(d.period.name for d in duties if d.period),
            )  # fmt: skip

    def _round_command(self, duty: OfficeDuty) -> str | None:
        settings = self.ledger.settings
        return round_command(duty, self.now.day, settings.number_forms, settings.briefs)

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
