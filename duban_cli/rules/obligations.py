"""义务: the dated duties of an item, each with its clause, and how it stands at a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from duban_cli.ledger.records import Entry, Item
from duban_cli.rules.course import Course, Reply
from duban_cli.rules.limits import (
    Limit,
    LongTerm,
    Named,
    due_of,
    overdue_workdays,
    parse_limit,
    shift_recorded,
)
from duban_cli.rules.moments import Due, Now
from duban_cli.rules.periods import (
    Period,
    PeriodError,
    Rhythm,
    counts_at_start,
    parse_period,
    periods_between,
)
from duban_cli.rules.regime import Clause, Regime
from duban_cli.rules.workdays import WorkCalendar

DutyState = Literal["未到期", "临期", "逾期", "按期", "逾期完成"]
What = Literal["反馈", "办结", "节点"]
Pauses = tuple[tuple[date, date | None], ...]


@dataclass(frozen=True, slots=True)
class DueChange:
    """Why a due date is no longer the first one: an approved extension, a 变更, a suspension."""

    day: date
    why: str
    due: date
    clause: Clause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """Who owes what by when, on which clause, and what met it."""

    who: str
    what: What
    start: date
    start_event: str
    due: Due
    first_due: Due
    limit_text: str
    counted: bool
    clause: Clause
    state: DutyState
    overdue_workdays: int
    round: int = 0
    period: Period | None = None
    subject: str | None = None
    recorded: bool = False
    assigned: date
    met_by: Entry | None = None
    returned: bool = False
    changes: tuple[DueChange, ...] = ()
    pauses: Pauses = ()
    provisional: bool = False

    @property
    def met(self) -> bool:
        """True once an entry met the duty (a returned reply met this round; the next round is a duty anew)."""
        return self.met_by is not None

    @property
    def overdue(self) -> bool:
        """True when the duty is unmet and past due."""
        return self.state == "逾期"

    @property
    def name(self) -> str:
        """``反馈``, ``反馈（2026年第一季度）``, ``节点1``, ``办结（第2次重办）``."""
        if self.subject:
            return f"节点{self.subject}"
        extra = self.period.name if self.period else f"退回重办第{self.round}次" if self.round else ""
        return f"{self.what}（{extra}）" if extra else self.what


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What is needed to judge an item, beside the item: the rules, the calendar, the names of units."""

    regime: Regime
    calendar: WorkCalendar
    canonical: Callable[[str], str]


@dataclass(slots=True)
class _Terms:
    """A limit being worked out: its first due date, and each change since."""

    limit: Limit | None
    clause: Clause
    start: date
    event: str
    recorded: bool
    due: Due
    first: Due
    follows: tuple[What, ...] = ("办结",)
    changes: list[DueChange] = field(default_factory=list)

    def move(self, due: date | None, why: str, day: date, clause: Clause | None) -> None:
        if due is not None:
            self.due = Due(due)
            self.changes.append(DueChange(day, why, due, clause))


def obligations(course: Course, book: Rulebook, now: Now, near: int | None) -> tuple[Obligation, ...]:
    """Every duty of the unit up to ``now``. ``near``: working days before due from which a duty is 临期."""
    if course.ruling is None:
        return ()
    return tuple(_Duties(course, book, now, near).all())


def rhythm_of(item: Item, regime: Regime, initiated: date) -> tuple[Rhythm | None, Clause | None]:
    """In which rhythm the unit replies: the item's own (no clause of its own), else its category's."""
    rule = regime.duty(item, "反馈", initiated, rhythm=True)
    if item.rhythm is not None or rule is None:
        return item.rhythm, None
    return rule.rhythm, rule.clause


def _extends(entry: Entry) -> bool:
    return entry.action == "延期" and entry.stage == "批准" and entry.due is not None


class _Duties:
    def __init__(self, course: Course, book: Rulebook, now: Now, near: int | None) -> None:
        assert course.ruling is not None  # noqa: S101 - obligations() asked
        self.course = course
        self.item: Item = course.item
        # Limits were set for the item as it was handed out; what a 变更 does to them is told by its entry.
        self.given: Item = course.given
        self.book = book
        self.near = near
        self.ruling: Entry = course.ruling
        ended = course.ended
        # What happens after the end changes no duty: judged at the end, at the latest.
        self.now = Now(ended.day) if ended is not None and ended.day < now.day else now
        self.since = course.initiated_on or self.ruling.day
        tomorrow = self.now.day + timedelta(days=1)
        self.pauses: Pauses = tuple((a, b or tomorrow) for a, b in course.suspensions)
        self.replies = tuple(r for r in course.replies if r.index > course.ruling_index)

    def all(self) -> Iterator[Obligation]:
        finish = self._finish_terms(("办结",))
        rhythm, clause = rhythm_of(self.item, self.book.regime, self.since)
        own = self._own_reply_terms()
        reply = own or self._finish_terms(("办结", "反馈"))
        if reply is not None:
            # With a rhythm, progress goes into its period; what is due with 办结 is the 办结 reply itself.
            only_done = rhythm is not None and own is None
            yield from self._rounds(
                "反馈", reply, [r for r in self.replies if r.returned], only_done=only_done
            )
        if rhythm is not None:
            yield from self._periods(rhythm, clause or self._stated())
        yield from self._milestones()
        if finish is not None:
            returns = [r for r in self.replies if r.returned and r.entry.done]
            yield from self._rounds("办结", finish, returns, only_done=True)

    # -- limits ---------------------------------------------------------------------------------------------

    def _stated(self) -> Clause:
        return self.book.regime.stated_clause(self.since) or Clause(None)

    def _finish_terms(self, follows: tuple[What, ...]) -> _Terms | None:
        """The limit of 办结, and of 反馈 where it has none of its own; ``follows``: whose extensions move it."""
        given = self.given.limit
        rule = self.book.regime.duty(self.given, "办结", self.since, rhythm=False)
        limit = given or (rule.limit if rule else None)
        clause = rule.clause if rule is not None and given is None else self._stated()
        start, event = self._start(rule.start if rule and given is None else "交办")
        terms = self._terms(limit, clause, start, event, self.ruling.due, follows)
        if terms is None and self.item.limit != given:
            # Handed out as 长期, given a day later by 变更.
            return self._terms(self.item.limit, self._stated(), start, event, None, follows)
        return terms

    def _own_reply_terms(self) -> _Terms | None:
        rule = self.book.regime.duty(self.given, "反馈", self.since, rhythm=False)
        if rule is None and self.ruling.reply_due is None:
            return None
        start, event = self._start(rule.start if rule else "交办")
        clause = rule.clause if rule else self._stated()
        limit = rule.limit if rule else None
        return self._terms(limit, clause, start, event, self.ruling.reply_due, ("反馈",))

    def _start(self, event: str) -> tuple[date, str]:
        """The day a limit runs from: the event the rule names where it is recorded, else 交办."""
        if event == "来源.日期" and self.item.origin and self.item.origin.day:
            return self.item.origin.day, "报道" if self.item.origin.kind == "媒体" else "来源"
        if event == "签收":
            received = next(
                (e for e in self.course.entries if e.action == "签收" and e.day >= self.ruling.day), None
            )
            if received is not None:
                return received.day, "签收"
        return self.ruling.day, self.ruling.action

    def _terms(
        self, limit: Limit | None, clause: Clause, start: date, event: str, recorded: date | None,
        follows: tuple[What, ...],
    ) -> _Terms | None:  # fmt: skip
        clock = self.ruling.clock if start == self.ruling.day else None
        computed = None if limit is None else due_of(limit, start, clock, self.book.calendar)
        if recorded is not None:
            first = computed if computed is not None and computed.day == recorded else Due(recorded)
        elif computed is not None:
            first = computed
        else:
            return None
        return _Terms(limit, clause, start, event, recorded is not None, first, first, follows)

    def _pause(self, terms: _Terms) -> None:
        """Suspensions put off a counted limit; a named date stands."""
        if not self.pauses or terms.limit is None or isinstance(terms.limit, Named | LongTerm):
            return
        moved = self._after_pauses(terms)
        if moved != terms.due:
            terms.due = moved
            terms.changes.append(DueChange(self.pauses[0][0], "中止期间不计", moved.day))

    def _change(self, terms: _Terms, opened: int, closes: int | None) -> None:
        """延期, 恢复 and 变更 of one round (the entries between two indices), in the order they were approved."""
        for entry in self.course.entries[opened + 1 : closes]:
            if _extends(entry) and not entry.period and (entry.about or "办结") in terms.follows:
                terms.move(entry.due, "批准延期", entry.day, self.book.regime.act_clause("延期", entry.day))
            elif "办结" not in terms.follows:
                continue
            elif entry.action == "恢复":
                terms.move(entry.due, "恢复时另定限期", entry.day, None)
            elif entry.action == "变更" and entry.field == "办结时限":
                terms.move(entry.due or self._renewed(entry, opened), "变更办结时限", entry.day, None)

    def _after_pauses(self, terms: _Terms) -> Due:
        calendar, clock = self.book.calendar, self.ruling.clock if terms.start == self.ruling.day else None
        limit = terms.limit
        if limit is not None and due_of(limit, terms.start, clock, calendar) == terms.first:
            return due_of(limit, terms.start, clock, calendar, self.pauses) or terms.due
        # A date printed on the paper that today's rules do not give: its own working days are counted again.
        return Due(shift_recorded(terms.due.day, terms.start, calendar, self.pauses), terms.due.clock)

    def _renewed(self, change: Entry, opened: int) -> date | None:
        """The due day of a 变更 that gives only a limit: counted from 交办; it leaves a 退回's own limit alone."""
        if change.new is None or opened != self.course.ruling_index:
            return None
        limit = parse_limit(change.new)
        due = due_of(limit, self.ruling.day, self.ruling.clock, self.book.calendar, self.pauses)
        return due.day if due else None

    # -- duties ---------------------------------------------------------------------------------------------

    def _rounds(
        self, what: What, terms: _Terms, returns: list[Reply], *, only_done: bool
    ) -> Iterator[Obligation]:
        """The duty, and once more from each 退回重办, with the limit given there."""
        opened, number = self.course.ruling_index, 0
        self._pause(terms)
        for back in [*returns, None]:
            closes = back.review_index if back is not None else None
            window = [
                r for r in self.replies
                if r.index > opened and (closes is None or r.index < closes) and (r.entry.done or not only_done)
            ]  # fmt: skip
            met = window[0] if window else None
            self._change(terms, opened, closes)
            yield self._duty(what, terms, met=met, round_number=number)
            if back is None or back.review is None or closes is None:
                return
            opened, number = closes, number + 1
            terms = self._redo_terms(what, back.review, terms)

    def _redo_terms(self, what: What, review: Entry, before: _Terms) -> _Terms:
        rule = self.book.regime.redo_rule(review.day)
        limit = rule.limit if rule and review.due is None else None
        clause = (
            rule.clause if rule and review.due is None else self.book.regime.act_clause("审核", review.day)
        )
        computed = None if limit is None else due_of(limit, review.day, None, self.book.calendar, self.pauses)
        due = Due(review.due) if review.due else computed or before.due
        follows: tuple[What, ...] = ("办结",) if what == "办结" else ("办结", "反馈")
        return _Terms(
            limit, clause or Clause(None), review.day, "退回重办", review.due is not None, due, due, follows
        )

    def _periods(self, rhythm: Rhythm, clause: Clause) -> Iterator[Obligation]:
        """One reply in each period; the period of 交办 only if enough of it remains."""
        share_num, share_den, _ = self.book.regime.first_period
        done = next((r for r in reversed(self.replies) if r.entry.done and not r.returned), None)
        answered: dict[Period, Entry] = {}
        for reply in self.replies:
            period = self._period_of(rhythm, reply.entry)
            if period is not None:
                answered.setdefault(period, reply.entry)
        for period in periods_between(rhythm, self.ruling.day, self.now.day):
            if period.start <= self.ruling.day and not counts_at_start(
                period, self.ruling.day, share_num, share_den
            ):
                continue
            if done is not None and done.entry.arrived < period.start:
                continue
            if any(a <= period.end < (b or date.max) for a, b in self.pauses):
                continue
            due = Due(period.end)
            terms = _Terms(None, clause, max(period.start, self.ruling.day), rhythm.text, False, due, due)
            for entry in self.course.entries:
                if _extends(entry) and entry.period and self._period_of(rhythm, entry) == period:
                    terms.move(entry.due, "批准延期", entry.day, self.book.regime.act_clause("延期", entry.day))
            met = answered.get(period)
            ended = self.course.ended
            if met is None and ended is not None and ended.day <= period.end:
                continue
            yield self._duty("反馈", terms, met=met, period=period, limit_text=f"{rhythm.text}一次")

    def _period_of(self, rhythm: Rhythm, entry: Entry) -> Period | None:
        try:
            if entry.period:
                return parse_period(entry.period, rhythm)
        except PeriodError:
            return None
        found = periods_between(rhythm, entry.arrived, entry.arrived)
        return found[0] if found else None

    def _milestones(self) -> Iterator[Obligation]:
        for stone in self.item.milestones:
            due = Due(stone.due)
            terms = _Terms(None, self._stated(), self.ruling.day, "交办", True, due, due)
            names = {stone.number, f"节点{stone.number}"}
            for entry in self.course.entries:
                if _extends(entry) and entry.about in names:
                    terms.move(entry.due, "批准延期", entry.day, self.book.regime.act_clause("延期", entry.day))
            met = next((r for r in self.replies if r.entry.about in names or r.entry.done), None)
            yield self._duty("节点", terms, met=met, subject=stone.number, limit_text=stone.content)

    def _duty(
        self, what: What, terms: _Terms, *, met: Reply | Entry | None, round_number: int = 0,
        period: Period | None = None, subject: str | None = None, limit_text: str | None = None,
    ) -> Obligation:  # fmt: skip
        calendar = self.book.calendar
        entry = met.entry if isinstance(met, Reply) else met
        late, over = self._judge(terms.due, entry)
        if entry is not None:
            state: DutyState = "逾期完成" if late else "按期"
        elif late:
            state = "逾期"
        else:
            state = "临期" if self._is_near(terms.due) else "未到期"
        last = max(terms.due.day, self.now.day) if entry is None else max(terms.due.day, entry.arrived)
        return Obligation(
            who=self.course.lead_on(entry.arrived if entry else self.now.day),
            what=what, start=terms.start, start_event=terms.event, due=terms.due, first_due=terms.first,
            limit_text=limit_text or (terms.limit.text if terms.limit else f"限期 {terms.first.text}"),
            counted=terms.limit is not None and not isinstance(terms.limit, Named | LongTerm),
            clause=terms.clause, state=state, overdue_workdays=over, round=round_number, period=period,
            subject=subject, recorded=terms.recorded, assigned=self.ruling.day, met_by=entry,
            returned=isinstance(met, Reply) and met.returned, changes=tuple(terms.changes), pauses=self.pauses,
            provisional=calendar.provisional_between(terms.start, last) if last > terms.start else False,
        )  # fmt: skip

    def _judge(self, due: Due, entry: Entry | None) -> tuple[bool, int]:
        """Past due, and by how many working days: at the reply where there is one, else now."""
        at = Now(entry.arrived, entry.clock if entry.arrived == entry.day else None) if entry else self.now
        return overdue_workdays(due, at, self.book.calendar, self.pauses)

    def _is_near(self, due: Due) -> bool:
        if self.near is None:
            return False
        return self.book.calendar.count(self.now.day, due.day, self.pauses) <= self.near
