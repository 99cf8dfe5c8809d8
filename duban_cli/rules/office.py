"""本办义务: what the office itself owes, by the regime's 办公室 rules, and how it stood by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from duban_cli.ledger.records import Entry
from duban_cli.rules.limits import due_of, overdue_workdays
from duban_cli.rules.moments import Due, Now
from duban_cli.rules.periods import Period, Rhythm, counts_at_start, period_of, periods_between
from duban_cli.rules.regime import Clause, OfficeRule, Regime

if TYPE_CHECKING:
    from duban_cli.rules.course import Course
    from duban_cli.rules.obligations import DutyState, Rulebook
    from duban_cli.rules.standing import Standing
    from duban_cli.rules.terms import Pauses
    from duban_cli.rules.workdays import WorkCalendar

OFFICE = "督查室"
FIRST_ENTRY = "登记"
ORIGIN_DAY = "来源.日期"

STARTS: Mapping[str, Callable[[Entry], bool]] = {
    FIRST_ENTRY: lambda e: e.action != "立项",
    ORIGIN_DAY: lambda _: False,
    "立项": lambda e: e.action == "立项",
    "交办": lambda e: e.action == "交办",
    "办结反馈": lambda e: e.action == "反馈" and e.done is True,
    "延期申请": lambda e: e.action == "延期" and e.stage == "申请",
    "审核通过": lambda e: e.action == "审核" and e.result == "通过",
    "销号": lambda e: e.action == "销号",
    "复核申请": lambda e: e.action == "复核" and e.stage == "申请",
}
"""自: the entry a duty of the office runs from (登记: the first of the item; 来源.日期: the header's day)."""

ACTS: Mapping[str, Callable[[Entry], bool]] = {
    "拟办": lambda e: e.action == "拟办",
    "立项": lambda e: e.action == "立项",
    "交办": lambda e: e.action == "交办",
    "审核": lambda e: e.action == "审核",
    "批复延期": lambda e: e.action == "延期" and e.stage in ("批准", "不批"),
    "结论": lambda e: e.action == "结论",
    "复核": lambda e: e.action == "复核" and e.stage == "决定",
    "销号": lambda e: e.action == "销号",
    "归档": lambda e: e.action == "归档",
}
"""事: what the office owes for an item, and the entry that meets it."""

_VOIDED: Mapping[str, frozenset[str]] = {"归档": frozenset({"重启"}), "复核": frozenset()}
_ENDS = frozenset({"销号", "撤销"})


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
    found: list[OfficeDuty] = []
    for what, start in dict.fromkeys((r.what, r.start or "") for r in item_rules):
        for day, met in _spans(course, what, start, book.canonical):
            candidates = [r for r in item_rules if r.what == what and r.when.holds(standing.item)]
            rule = _in_force(candidates, day)
            due = due_of(rule.limit, day, None, book.calendar, pauses) if rule and rule.limit else None
            if rule is None or rule.start != start or due is None:
                continue
            judge = _Judge(book.calendar, now, near, pauses)
            at = Now(met.day, met.clock) if met else None
            found.append(judge.duty(rule, start=day, due=due, met=at, item=standing.item.id))
    return tuple(sorted(found, key=lambda d: (d.start, d.due)))


def _spans(
    course: Course, what: str, start: str, canonical: Callable[[str], str]
) -> Iterator[tuple[date, Entry | None]]:
    """Each time the duty arose: from which day, and the entry that met it (None: still open)."""
    opens, meets, voided = STARTS[start], ACTS[what], _VOIDED.get(what, _ENDS)
    origin = course.item.origin
    since: date | None = origin.day if start == ORIGIN_DAY and origin else None
    for index, entry in enumerate(course.entries):
        if index in course.idle:
            continue
        if since is not None and meets(entry):
            yield since, entry
            since = None
        elif since is not None and entry.action in voided:
            since = None
        elif since is None and opens(entry) and _counts(course, index, entry, start, canonical):
            since = entry.arrived
            if meets(entry):
                yield since, entry
                since = None
    if since is not None:
        yield since, None


def _counts(course: Course, index: int, entry: Entry, start: str, canonical: Callable[[str], str]) -> bool:
    match start:
        case "登记":
            return index == 0
        case "办结反馈":
            lead = canonical(course.lead_on(entry.day))
            return entry.unit is None or canonical(entry.unit) == lead
        case "审核通过":
            after = course.before[index + 1] if index + 1 < len(course.before) else course.state
            return after == "待销号"
        case _:
            return True


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
            met = min((e.day for e in seen if _meets(rule, rhythm, period, e)), default=None)
            judge = _Judge(calendar, now, near)
            at = Now(met) if met else None
            found.append(judge.duty(rule, start=start, due=due, met=at, period=period))
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
        self, rule: OfficeRule, *, start: date, due: Due, met: Now | None, item: str | None = None,
        period: Period | None = None,
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
            met_on=met.day if met else None, item=item, period=period,
            provisional=self.calendar.provisional_between(start, due.day) if rule.limit else False,
        )  # fmt: skip


def _in_force(rules: Sequence[OfficeRule], day: date) -> OfficeRule | None:
    """Of the rules in force on ``day``: one with a condition first, then that of the latest document."""
    found = [r for r in rules if r.clause.in_force(day)]
    return max(found, key=lambda r: (bool(r.when.tests), _dated(r.clause)), default=None)


def _dated(clause: Clause) -> date:
    return clause.document.effective if clause.document else date.min
