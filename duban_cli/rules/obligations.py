"""义务: the dated duties of an item, each with its clause, and how it stands at a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from duban_cli.ledger.records import Entry, Item
from duban_cli.rules.course import Course, Reply
from duban_cli.rules.limits import LongTerm, Named, overdue_workdays
from duban_cli.rules.moments import Due, Now
from duban_cli.rules.periods import (
    Period,
    PeriodError,
    Rhythm,
    counts_at_start,
    parse_period,
    period_of,
    periods_between,
)
from duban_cli.rules.regime import Clause, Regime
from duban_cli.rules.terms import DueChange, Pauses, Terms, TermsOf, What, extends
from duban_cli.rules.workdays import WorkCalendar

DutyState = Literal["未到期", "临期", "逾期", "按期", "逾期完成"]


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
        """``反馈``, ``反馈（2026年第一季度）``, ``节点1``, ``办结（退回重办第2次）``."""
        if self.subject:
            return f"节点{self.subject}"
        parts = (self.period.name if self.period else "", f"退回重办第{self.round}次" if self.round else "")
        extra = "，".join(part for part in parts if part)
        return f"{self.what}（{extra}）" if extra else self.what


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What is needed to judge an item, beside the item: the rules, the calendar, the names of units."""

    regime: Regime
    calendar: WorkCalendar
    canonical: Callable[[str], str]


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


@dataclass(frozen=True, slots=True)
class _Again:
    """A returned reply, the period it was for, and the reply that redid it."""

    back: Reply
    period: Period | None
    answer: Reply | None


class _Duties:
    def __init__(self, course: Course, book: Rulebook, now: Now, near: int | None) -> None:
        assert course.ruling is not None  # noqa: S101 - obligations() asked
        self.course = course
        self.item: Item = course.item
        self.book = book
        self.near = near
        self.ruling: Entry = course.ruling
        ended = course.ended
        # What happens after the end changes no duty: judged at the end, at the latest.
        self.now = Now(ended.day) if ended is not None and ended.day < now.day else now
        tomorrow = self.now.day + timedelta(days=1)
        self.pauses: Pauses = tuple((a, b or tomorrow) for a, b in course.suspensions)
        self.terms = TermsOf(course, book.regime, book.calendar, self.pauses)
        self.replies = tuple(r for r in course.replies if r.index > course.ruling_index)

    def all(self) -> Iterator[Obligation]:
        finish = self.terms.finish(("办结",))
        rhythm, clause = rhythm_of(self.item, self.book.regime, self.terms.since)
        own = self.terms.own_reply()
        reply = own or self.terms.finish(("办结", "反馈"))
        # With a rhythm, progress goes into its period; what is due with 办结 is the 办结 reply itself.
        only_done = rhythm is not None and own is None
        returned = [r for r in self.replies if r.returned]
        covered = [r for r in returned if reply is not None and (r.entry.done or not only_done)]
        if reply is not None:
            yield from self._rounds("反馈", reply, covered, only_done=only_done)
        again = self._again([r for r in returned if r not in covered], rhythm)
        if rhythm is not None:
            yield from self._periods(rhythm, clause or self.terms.stated(), again)
        yield from self._redone(again, rhythm)
        yield from self._milestones()
        if finish is not None:
            returns = [r for r in self.replies if r.returned and r.entry.done]
            yield from self._rounds("办结", finish, returns, only_done=True)

    def _rounds(
        self, what: What, terms: Terms, returns: list[Reply], *, only_done: bool
    ) -> Iterator[Obligation]:
        """The duty, and once more from each 退回重办, with the limit given there."""
        opened, number = self.course.ruling_index, 0
        self.terms.pause(terms)
        for back in [*returns, None]:
            closes = back.review_index if back is not None else None
            window = [
                r for r in self.replies
                if r.index > opened and (closes is None or r.index < closes) and (r.entry.done or not only_done)
            ]  # fmt: skip
            met = window[0] if window else None
            self.terms.change(terms, opened, met.index if met is not None else closes)
            if met is not None and self._judge(terms.due, met.entry)[0]:
                # An extension counts from whatever day it was approved; a duty met in time it leaves alone.
                self.terms.change(terms, opened, closes, after=met.index)
            yield self._duty(what, terms, met=met, round_number=number)
            if back is None or back.review is None or closes is None:
                return
            opened, number = closes, number + 1
            terms = self.terms.redo(what, back.review, terms)

    def _again(self, returns: list[Reply], rhythm: Rhythm | None) -> list[_Again]:
        """Returned replies that no limit of the item covers, each with the reply that redid it."""
        found: list[_Again] = []
        for back in returns:
            redone = next((a.period for a in found if a.answer == back and not back.entry.period), None)
            period = redone or (self._period_of(rhythm, back.entry) if rhythm else None)
            taken = [a.answer for a in found]
            answer = next(
                (
                    r for r in self.replies
                    if back.review_index is not None and r.index > back.review_index
                    and (r.entry.done or r not in taken)
                    and (rhythm is None or not r.entry.period or self._period_of(rhythm, r.entry) == period)
                ),
                None,
            )  # fmt: skip
            found.append(_Again(back, period, answer))
        return found

    def _redone(self, again: list[_Again], rhythm: Rhythm | None) -> Iterator[Obligation]:
        """退回重办 of those: a duty of its own, by the limit given with the return."""
        for place, one in enumerate(again):
            review, opened = one.back.review, one.back.review_index
            if review is None or opened is None:
                continue
            closes = one.answer.review_index if one.answer is not None else None
            fallback = Due(one.period.end if one.period else review.day)
            before = Terms(None, Clause(None), review.day, "退回重办", False, fallback, fallback)
            terms = self.terms.redo("反馈", review, before)
            self.terms.change(terms, opened, closes)
            if rhythm is not None and one.period is not None:
                self._grant_period(terms, rhythm, one.period, opened, closes)
            number = 1 + sum(1 for earlier in again[:place] if earlier.period == one.period)
            yield self._duty("反馈", terms, met=one.answer, round_number=number, period=one.period)

    def _grant_period(
        self, terms: Terms, rhythm: Rhythm, period: Period, opened: int, closes: int | None
    ) -> None:
        """Extensions of one period, among the entries between two indices."""
        for entry in self.course.entries[opened + 1 : closes]:
            if extends(entry) and entry.period and self._period_of(rhythm, entry) == period:
                self.terms.grant(terms, entry)

    def _periods(self, rhythm: Rhythm, clause: Clause, again: list[_Again]) -> Iterator[Obligation]:
        """One reply in each period; the period of 交办 only if enough of it remains.

        A reply that redid a returned one answers that one's period, not the period it was written in.
        """
        share_num, share_den, _ = self.book.regime.first_period
        done = next((r for r in reversed(self.replies) if r.entry.done and not r.returned), None)
        redoing = [a.answer for a in again if a.answer is not None and not a.answer.entry.done]
        answered: dict[Period, Reply] = {}
        for reply in self.replies:
            period = self._period_of(rhythm, reply.entry)
            if period is not None and (reply.entry.period or reply not in redoing):
                answered.setdefault(period, reply)
        for period in periods_between(rhythm, self.ruling.day, self.now.day):
            if period.start <= self.ruling.day and not counts_at_start(
                period, self.ruling.day, share_num, share_den
            ):
                continue
            if done is not None and done.entry.arrived < period.start:
                continue
            met = answered.get(period)
            if met is None and any(a <= period.end < (b or date.max) for a, b in self.pauses):
                continue
            due = Due(period.end)
            terms = Terms(None, clause, max(period.start, self.ruling.day), rhythm.text, False, due, due)
            closes = met.review_index if met is not None and met.returned else None
            self._grant_period(terms, rhythm, period, -1, closes)
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
        return period_of(rhythm, entry.day)

    def _milestones(self) -> Iterator[Obligation]:
        for stone in self.item.milestones:
            due = Due(stone.due)
            terms = Terms(None, self.terms.stated(), self.ruling.day, "交办", True, due, due)
            names = {stone.number, f"节点{stone.number}"}
            for entry in self.course.entries:
                if extends(entry) and entry.about in names:
                    self.terms.grant(terms, entry)
            sound = (r for r in self.replies if not r.returned)
            met = next((r for r in sound if r.entry.about in names or r.entry.done), None)
            yield self._duty("节点", terms, met=met, subject=stone.number, limit_text=stone.content)

    def _duty(
        self, what: What, terms: Terms, *, met: Reply | None, round_number: int = 0,
        period: Period | None = None, subject: str | None = None, limit_text: str | None = None,
    ) -> Obligation:  # fmt: skip
        calendar = self.book.calendar
        entry = met.entry if met is not None else None
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
            returned=met is not None and met.returned, changes=tuple(terms.changes), pauses=self.pauses,
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
