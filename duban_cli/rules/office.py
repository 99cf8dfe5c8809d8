"""本办义务: what the office itself owes, by the regime's 办公室 rules, and how it stood by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from duban_cli.ledger.records import Entry
from duban_cli.rules.events import happened_on, header_day, plain_event
from duban_cli.rules.extensions import extensions_waiting
from duban_cli.rules.limits import due_of, overdue_workdays
from duban_cli.rules.moments import Due, Now
from duban_cli.rules.periods import Period, Rhythm, counts_at_start, period_of, periods_between
from duban_cli.rules.regime import Clause, OfficeRule, Regime
from duban_cli.rules.voices import own_voice

if TYPE_CHECKING:
    from duban_cli.rules.course import Course
    from duban_cli.rules.obligations import DutyState, Rulebook
    from duban_cli.rules.standing import Standing
    from duban_cli.rules.terms import Pauses
    from duban_cli.rules.workdays import WorkCalendar

OFFICE = "督查室"

ACTS: Mapping[str, Callable[[Entry], bool]] = {
    "拟办": lambda e: e.action == "拟办",
    "立项": lambda e: e.action == "立项",
    "审批": lambda e: e.action == "立项",
    "交办": lambda e: e.action == "交办",
    "审核": lambda e: e.action == "审核",
    "批复延期": lambda e: e.action == "延期" and e.stage in ("批准", "不批"),
    "核查": lambda e: e.action == "核查",
    "汇总": lambda e: e.action == "汇总",
    "报告": lambda e: e.action == "报告",
    "通报": lambda e: e.action in ("表扬", "批评"),
    "公示": lambda e: e.action == "公示",
    "结论": lambda e: e.action == "结论",
    "复核": lambda e: e.action == "复核" and e.stage == "决定",
    "转办": lambda e: e.action == "转办",
    "销号": lambda e: e.action == "销号",
    "备案": lambda e: e.action == "备案",
    "归档": lambda e: e.action == "归档",
}
"""事: what the office owes for an item, and the entry that meets it. 审批 is met by the approved 立项."""

_REOPENED = frozenset({"重启"})
_ENDS = frozenset({"销号", "撤销"})


def _voided(what: str, start: str) -> frozenset[str]:
    """The 动作 that make an open duty void: the end of the matter, but not for what comes after it."""
    if what == "复核":
        return frozenset()
    if what == "备案":
        return _REOPENED | {"撤销"}  # what was published is to be filed, struck off or not
    return _REOPENED if what == "归档" or plain_event(start) == "销号" else _ENDS


class Act(Protocol):
    """What met a duty: an entry of an item, or an event in office/年.yaml."""

    @property
    def day(self) -> date: ...
    @property
    def action(self) -> str: ...
    @property
    def doc_no(self) -> str | None: ...


class Event(Protocol):
    """What is asked of an event in office/年.yaml."""

    @property
    def day(self) -> date: ...
    @property
    def action(self) -> str: ...
    @property
    def start(self) -> date | None: ...
    @property
    def end(self) -> date | None: ...
    @property
    def content(self) -> str | None: ...
    @property
    def doc_no(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDuty:
    """One dated duty of the office: for an item from ``start`` on, or for a period."""

    what: str
    rule: OfficeRule
    start: date
    due: Due
    state: DutyState
    overdue_workdays: int
    met_on: date | None
    met_by: Act | None = None
    who: str = OFFICE
    item: str | None = None
    period: Period | None = None
    provisional: bool = False

    @property
    def met(self) -> bool:
        return self.met_on is not None

    @property
    def overdue(self) -> bool:
        """True when the duty is unmet and past due."""
        return self.state == "逾期"

    @property
    def basis(self) -> str:
        """``十条措施（2020-04-27）二，时限依本办约定``."""
        own = self.rule.limit_clause
        return f"{self.rule.clause.text}，时限依{own.text}" if own else self.rule.clause.text

    @property
    def name(self) -> str:
        """``交办``, ``督办清单（2026年11月）``."""
        return f"{self.what}（{self.period.name}）" if self.period else self.what


def item_duties(standing: Standing, book: Rulebook, near: int | None = None) -> tuple[OfficeDuty, ...]:
    """What the office owed for one item up to the standing's moment, in the order it arose.

    A duty still open when the item is struck off or withdrawn is void. ``near``: working days before due from
    which it is 临期.
    """
    course, now = standing.course, standing.now
    item_rules = [r for r in book.regime.office if r.start is not None]
    tomorrow = now.day + timedelta(days=1)
    pauses: Pauses = tuple((a, b or tomorrow) for a, b in course.suspensions)
    asked = extensions_waiting(course, standing.current, book.canonical)
    found: list[OfficeDuty] = []
    for what, start in dict.fromkeys((r.what, r.start or "") for r in item_rules):
        for day, met in _spans(course, what, start, book.canonical):
            if what == "批复延期" and met is None and not asked:
                continue
            candidates = [r for r in item_rules if r.what == what and r.when.holds(standing.item)]
            rule = _in_force(candidates, day)
            due = due_of(rule.limit, day, None, book.calendar, pauses) if rule and rule.limit else None
            if rule is None or rule.start != start or due is None:
                continue
            judge = _Judge(book.calendar, now, near, pauses)
            at = Now(met.day, met.clock) if met else None
            found.append(judge.duty(rule, start=day, due=due, met=at, met_by=met, item=standing.item.id))
    return tuple(sorted(found, key=lambda d: (d.start, d.due)))


def _spans(
    course: Course, what: str, start: str, canonical: Callable[[str], str]
) -> Iterator[tuple[date, Entry | None]]:
    """Each time the duty arose: from which day, and the entry that met it (None: still open)."""
    entries = [(n, e) for n, e in enumerate(course.entries) if n not in course.idle]
    if what == "批复延期":
        # Each unit that answers for itself asks for itself, and is answered.
        voices = [own_voice(course.item, e.unit, canonical) for _, e in entries]
        for voice in dict.fromkeys(voices):
            theirs = [
                one for one, v in zip(entries, voices, strict=True) if v == voice or one[1].action in _ENDS
            ]
            yield from _spans_of(theirs, course, what, start, canonical)
        return
    if what == "审核":
        # 审核 of a 另报 leaves the 办结 reply where it is.
        entries = [(n, e) for n, e in entries if n not in course.aside]
    yield from _spans_of(entries, course, what, start, canonical)


def _spans_of(
    entries: Sequence[tuple[int, Entry]],
    course: Course,
    what: str,
    start: str,
    canonical: Callable[[str], str],
) -> Iterator[tuple[date, Entry | None]]:
    meets, voided = ACTS[what], _voided(what, start)
    since = header_day(course.item, start)
    for index, entry in entries:
        if since is not None and meets(entry):
            yield since, entry
            since = None
        elif since is not None and entry.action in voided:
            since = None
        elif since is None:
            since = happened_on(course, index, start, canonical)
            if since is not None and meets(entry):
                yield since, entry
                since = None
    if since is not None:
        yield since, None


def office_rounds(
    regime: Regime, calendar: WorkCalendar, events: Sequence[Event], *, since: date, until: date, now: Now,
    near: int | None = None,
) -> tuple[OfficeDuty, ...]:  # fmt: skip
    """The office's duties of every period from ``since`` to ``until``, as they stand ``now``.

    A period begun before ``since`` counts only if enough of it is left (首期).
    """
    seen = [e for e in events if e.day <= now.day]
    share_num, share_den, _ = regime.first_period
    rules = [(r.rhythm, r) for r in regime.office if r.rhythm is not None]
    found: list[OfficeDuty] = []
    for rhythm, what in dict.fromkeys((rhythm, r.what) for rhythm, r in rules):
        for period in periods_between(rhythm, since, until):
            rule = _in_force([r for _, r in rules if r.what == what], period.start)
            if rule is None or rule.rhythm is not rhythm:
                continue
            if period.start < since and not counts_at_start(period, since, share_num, share_den):
                continue
            start = period.end if rule.edge == "期末" and rule.limit else period.start - timedelta(days=1)
            due = due_of(rule.limit, start, None, calendar) if rule.limit else Due(period.end)
            if due is None:
                continue
            meeting = (e for e in seen if _meets(rule, rhythm, period, e))
            met = min(meeting, key=lambda e: e.day, default=None)
            judge = _Judge(calendar, now, near)
            at = Now(met.day) if met else None
            found.append(judge.duty(rule, start=start, due=due, met=at, met_by=met, period=period))
    return tuple(sorted(found, key=lambda d: (d.due, d.what)))


def _meets(rule: OfficeRule, rhythm: Rhythm, period: Period, event: Event) -> bool:
    if event.action != rule.action or (rule.word is not None and rule.word not in (event.content or "")):
        return False
    if event.start is None and event.end is None:
        return _period_meant(rule, rhythm, event.day) == period
    first, last = event.start or event.day, event.end or event.day
    return (period.start <= first and last <= period.end) or (first <= period.start and period.end <= last)


def _period_meant(rule: OfficeRule, rhythm: Rhythm, day: date) -> Period:
    """The period an event without 起 and 止 speaks of: that of its day; for work that follows a period's end,
    the one whose end is nearest."""
    own = period_of(rhythm, day)
    if rule.edge != "期末" or rule.limit is None:
        return own
    before = period_of(rhythm, own.start - timedelta(days=1))
    return own if own.end - day < day - before.end else before


@dataclass(frozen=True, slots=True)
class _Judge:
    calendar: WorkCalendar
    now: Now
    near: int | None
    pauses: Pauses = ()

    def duty(
        self, rule: OfficeRule, *, start: date, due: Due, met: Now | None, met_by: Act | None = None,
        item: str | None = None, period: Period | None = None,
    ) -> OfficeDuty:  # fmt: skip
        late, over = overdue_workdays(due, met or self.now, self.calendar, self.pauses)
        if met is not None:
            state: DutyState = "逾期完成" if late else "按期"
        elif late:
            state = "逾期"
        else:
            left = self.calendar.count(self.now.day, due.day, self.pauses)
            state = "临期" if self.near is not None and left <= self.near else "未到期"
        return OfficeDuty(
            what=rule.what, rule=rule, start=start, due=due, state=state, overdue_workdays=over,
            met_on=met.day if met else None, met_by=met_by, item=item, period=period,
            provisional=self.calendar.provisional_between(start, due.day) if rule.limit else False,
        )  # fmt: skip


def _in_force(rules: Sequence[OfficeRule], day: date) -> OfficeRule | None:
    """Of the rules in force on ``day``: one with a condition first, then that of the latest document."""
    found = [r for r in rules if r.clause.in_force(day)]
    return max(found, key=lambda r: (bool(r.when.tests), _dated(r.clause)), default=None)


def _dated(clause: Clause) -> date:
    return clause.document.effective if clause.document else date.min
