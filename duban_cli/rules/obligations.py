"""义务: the dated duties of an item, each with its clause, and how it stands at a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from duban_cli.ledger.records import Entry, Item
from duban_cli.ledger.vocabulary import EACH_UNIT
from duban_cli.rules.course import Course, Reply
from duban_cli.rules.duty import DutyState, Obligation
from duban_cli.rules.limits import Ahead, LongTerm, Named, overdue_workdays
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
from duban_cli.rules.terms import FinishedBy, Pauses, Terms, TermsOf, Waiting, extends
from duban_cli.rules.voices import answering, own_voice
from duban_cli.rules.workdays import WorkCalendar

__all__ = ["DutyState", "Obligation", "Rulebook", "answering", "obligations", "own_voice", "rhythm_of"]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What is needed to judge an item, beside the item: the rules, the calendar, the names of units."""

    regime: Regime
    calendar: WorkCalendar
    canonical: Callable[[str], str]


def obligations(course: Course, book: Rulebook, now: Now, near: int | None) -> tuple[Obligation, ...]:
    """Every duty of the units up to ``now``, life by life. ``near``: working days before due from which one is 临期."""
    found: list[Obligation] = []
    for life in course.lives:
        if life.ruling is None:
            continue
        settled = frozenset(_settles(d) for d in found if d.met and not d.returned) if found else frozenset()
        for unit in (None, *answering(life.item, life.leads[-1][1], book.canonical)):
            found += _Duties(life, book, now, near, unit, settled).all()
    return tuple(found)


def awaited(course: Course, book: Rulebook, now: Now) -> tuple[Waiting, ...]:
    """The duties of the 主办单位 whose limits wait for an event that has not happened, in the life that runs."""
    if course.ruling is None or course.ended is not None:
        return ()
    duties = _Duties(course, book, now, None, None, frozenset())
    for _ in duties.all():
        pass
    return tuple(duties.terms.waiting.values())


def _settles(duty: Obligation) -> tuple[object, ...]:
    """What a duty met in one life settles for the next: a 节点 for all, a period for the unit that replied."""
    return ("节点", duty.subject) if duty.subject else (duty.who, duty.period)


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
    """The duties of one life of an item: those of the 主办单位, or of one 协办单位 that replies for itself."""

    def __init__(
        self, course: Course, book: Rulebook, now: Now, near: int | None, unit: str | None,
        settled: frozenset[tuple[object, ...]],
    ) -> None:  # fmt: skip
        assert course.ruling is not None  # noqa: S101 - obligations() asked
        self.unit = unit
        self.settled = settled
        self.course = course
        self.item: Item = course.item
        self.book = book
        self.near = near
        self.ruling: Entry = course.ruling
        self.until = course.until
        # What happens after the end changes no duty: judged at the end, at the latest.
        self.now = now if self.until is None else min(self.until, now)
        tomorrow = self.now.day + timedelta(days=1)
        self.pauses: Pauses = tuple((a, b or tomorrow) for a, b in course.suspensions)
        self.terms = TermsOf(
            course, book.regime, book.calendar, self.pauses, self._concerns, book.canonical, unit
        )
        self.further = book.regime.further(course.given.category)
        self.all_replies = course.replies if unit is None else self._answers(unit)
        # What was said of a 另报 alone answers nothing else.
        self.replies = self.all_replies
        if self.further:
            self.replies = tuple(r for r in self.replies if r.entry.done or r.entry.about not in self.further)

    def _answers(self, unit: str) -> tuple[Reply, ...]:
        return tuple(r for r in self.course.answers if self.book.canonical(r.entry.unit or "") == unit)

    def _concerns(self, entry: Entry) -> bool:
        """False for an extension granted to one unit that replies for itself, and asked of another's duty."""
        if entry.unit is None or self.item.reply_by != EACH_UNIT:
            return True
        unit = self.book.canonical(entry.unit)
        own = answering(self.item, self.course.lead_on(entry.day), self.book.canonical)
        return unit == self.unit if unit in own else True

    def all(self) -> Iterator[Obligation]:
        finishes = tuple(self._finishes())
        if finishes:
            first = finishes[0]
            self.terms.finished_by = FinishedBy(first.first_due, first.changes, first.due)
        rhythm, clause = rhythm_of(self.item, self.book.regime, self.terms.since)
        own = self.terms.has_own_reply()
        reply = self.terms.own_reply() if own else self.terms.finish(("办结", "反馈"))
        if reply is not None:
            reply.by = "收到"  # what 完成 tells is when the work was done, not when that was reported
        # With a rhythm, progress goes into its period; what is due with 办结 is the 办结 reply itself.
        only_done = rhythm is not None and not own
        if only_done and self.unit is not None:
            reply = None  # 办结 is the 主办单位's: what others owe goes into its period
        returned = [r for r in self.replies if r.returned]
        covered = [r for r in returned if reply is not None and (r.entry.done or not only_done)]
        if reply is not None:
            answers = [r for r in self.replies if r.entry.done or not only_done]
            yield from self._rounds("反馈", reply, answers, covered)
        again = self._again([r for r in returned if r not in covered], rhythm)
        if rhythm is not None:
            yield from self._periods(rhythm, clause or self.terms.stated(), again)
        yield from self._redone(again, rhythm)
        if self.unit is not None:
            return
        yield from self._milestones()
        yield from finishes
        for what in self.further:
            terms = self.terms.further(what)
            if terms is not None:
                answers = [r for r in self.all_replies if r.entry.about == what]
                yield from self._rounds(what, terms, answers, [r for r in answers if r.returned])

    def _finishes(self) -> Iterator[Obligation]:
        """办结, round by round."""
        terms = self.terms.finish(("办结",))
        if terms is not None:
            done = [r for r in self.replies if r.entry.done]
            yield from self._rounds("办结", terms, done, [r for r in done if r.returned])

    def _rounds(
        self, what: str, terms: Terms, answers: list[Reply], returns: list[Reply]
    ) -> Iterator[Obligation]:
        """The duty, and once more from each 退回重办, with the limit given there. ``answers``: what may meet it."""
        opened, number = self.course.ruling_index, 0
        for back in [*returns, None]:
            closes = back.review_index if back is not None else None
            window = [r for r in answers if r.index > opened and (closes is None or r.index < closes)]
            met = window[0] if window else None
            if not number:
                self.terms.settle(terms, met.entry.arrived if met is not None else None)
            if self.terms.moved:
                self.terms.change(terms, opened, met.index if met is not None else closes)
                if met is not None and self._judge(terms, met.entry)[0]:
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
            if not (extends(entry) and self._concerns(entry)):
                continue
            if entry.period and self._period_of(rhythm, entry) == period:
                self.terms.grant(terms, entry)

    def _periods(self, rhythm: Rhythm, clause: Clause, again: list[_Again]) -> Iterator[Obligation]:
        """One reply in each period; the period of 交办 only if enough of it remains.

        A reply that redid a returned one answers that one's period, not the period it was written in.
        """
        share_num, share_den, _ = self.book.regime.first_period
        # The 主办单位's 办结 ends everybody's rhythm, a 协办单位's own ends its own.
        over = [
            r.entry.arrived for r in {*self.replies, *self.course.replies} if r.entry.done and not r.returned
        ]
        done = min(over, default=date.max)
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
            if done < period.start or (self._voice(self.ruling.day), period) in self.settled:
                continue
            met = answered.get(period)
            if met is None and any(a <= period.end < (b or date.max) for a, b in self.pauses):
                continue
            due = Due(period.end)
            terms = Terms(None, clause, max(period.start, self.ruling.day), rhythm.text, False, due, due)
            closes = met.review_index if met is not None and met.returned else None
            self._grant_period(terms, rhythm, period, -1, closes)
            if met is None and self.until is not None and self.until.day <= period.end:
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
            begun = due
            for index, entry in enumerate(self.course.entries):
                if extends(entry) and entry.about in names:
                    self.terms.grant(terms, entry)
                    begun = terms.due if index < self.course.ruling_index else begun
            sound = (r for r in self.replies if not r.returned)
            met = next((r for r in sound if r.entry.about in names or r.entry.done), None)
            # A later life owes what still lies ahead of it; what was due before is the earlier one's.
            behind = begun.day < self.ruling.day or ("节点", stone.number) in self.settled
            if self.course.life > 1 and behind:
                continue
            yield self._duty("节点", terms, met=met, subject=stone.number, limit_text=stone.content)

    def _duty(
        self, what: str, terms: Terms, *, met: Reply | None, round_number: int = 0,
        period: Period | None = None, subject: str | None = None, limit_text: str | None = None,
    ) -> Obligation:  # fmt: skip
        entry = met.entry if met is not None else None
        late, over = self._judge(terms, entry)
        if entry is not None:
            state: DutyState = "逾期完成" if late else "按期"
        elif late:
            state = "逾期"
        else:
            state = "临期" if self._is_near(terms.due) else "未到期"
        last = max(terms.due.day, self.now.day) if entry is None else max(terms.due.day, entry.arrived)
        return Obligation(
            who=self._who(entry, terms.due, late=late),
            what=what, start=terms.start, start_event=terms.event, due=terms.due, first_due=terms.first,
            limit_text=limit_text or (terms.limit.text if terms.limit else f"限期 {terms.first.text}"),
            counted=terms.limit is not None and not isinstance(terms.limit, Named | LongTerm | Ahead),
            limit=terms.limit, counting=terms.counting, limit_clause=terms.limit_clause, awaits=terms.awaits,
            met_on=terms.taken(entry).day if entry is not None else None,
            unreported_as=terms.unreported,
            clause=terms.clause, state=state, overdue_workdays=over, round=round_number, period=period,
            subject=subject, recorded=terms.recorded, assigned=self.ruling.day, met_by=entry,
            returned=met is not None and met.returned, changes=tuple(terms.changes), pauses=self.pauses,
            provisional=self._provisional(terms, last), due_provisional=self._due_provisional(terms),
            life=self.course.life, until=self.until.day if self.until else None, supporting=self.unit is not None,
        )  # fmt: skip

    def _provisional(self, terms: Terms, last: date) -> bool:
        """True when a day counted on the way to the due day, or since, is 暂定."""
        between, due = self.book.calendar.provisional_between, terms.due.day
        if isinstance(terms.limit, Ahead):
            return between(terms.start, due) or (last > due and between(due, last))
        return last > terms.start and between(terms.start, last)

    def _due_provisional(self, terms: Terms) -> bool:
        """True when the due day was counted by a 暂定 day; a day that was named stands."""
        if terms.recorded or terms.limit is None or isinstance(terms.limit, Named | LongTerm):
            return False
        return terms.start != terms.due.day and self.book.calendar.provisional_between(
            terms.start, terms.due.day
        )

    def _voice(self, day: date) -> str:
        return self.unit or self.course.lead_on(day)

    def _who(self, entry: Entry | None, due: Due, *, late: bool) -> str:
        """Whose duty it is: of who met it, else of who leads now."""
        if entry is not None:
            lead, canonical = self._voice(entry.arrived), self.book.canonical
            # On its way while the lead changed, a reply is still that of who wrote it.
            return (
                lead if not entry.unit or canonical(entry.unit) == canonical(lead) else self._voice(entry.day)
            )
        if self.course.ended is None and self.course.succeeded is not None and late:
            return self._voice(max(due.day, self.ruling.day))  # handed to another since: who let it lapse
        return self._voice(self.now.day)

    def _judge(self, terms: Terms, entry: Entry | None) -> tuple[bool, int]:
        """Past due, and by how many working days: at the reply where there is one, else now."""
        at = terms.taken(entry) if entry else self.now
        return overdue_workdays(terms.due, at, self.book.calendar, self.pauses)

    def _is_near(self, due: Due) -> bool:
        if self.near is None:
            return False
        return self.book.calendar.count(self.now.day, due.day, self.pauses) <= self.near
