"""Terms: by when a duty is due, from which limit and clause, and what moved the day since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from duban_cli.ledger.records import Entry, Item
from duban_cli.rules.course import Course
from duban_cli.rules.entries import taken_at
from duban_cli.rules.events import EVENTS, FINISH_DUE, ORIGIN_DAY, day_in_life
from duban_cli.rules.limits import (
    USUAL,
    Ahead,
    Counting,
    Limit,
    LongTerm,
    Named,
    Stated,
    due_of,
    parse_limit,
    shift_recorded,
)
from duban_cli.rules.moments import Due, Now
from duban_cli.rules.regime import Clause, DutyRule, Regime
from duban_cli.rules.workdays import WorkCalendar

RECEIVED = "签收"
PAUSED = "中止期间不计"
_MOVING = frozenset({"延期", "恢复", "变更"})
Pauses = tuple[tuple[date, date | None], ...]


@dataclass(frozen=True, slots=True)
class DueChange:
    """Why a due date is no longer the first one: an approved extension, a 变更, a suspension."""

    day: date
    why: str
    due: date
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class FinishedBy:
    """办结限期: when 办结 was first due, what moved the day, and when it is due."""

    first: Due
    changes: tuple[DueChange, ...]
    due: Due


@dataclass(frozen=True, slots=True)
class Waiting:
    """A duty that has no due day yet: the event its limit runs from has not happened."""

    what: str
    rule: DutyRule
    limit: Limit


@dataclass(slots=True)
class Terms:
    """A limit being worked out: its first due date, and each change since."""

    limit: Limit | None
    clause: Clause
    start: date
    event: str
    recorded: bool
    due: Due
    first: Due
    follows: tuple[str, ...] = ("办结",)
    counting: Counting = USUAL
    changes: list[DueChange] = field(default_factory=list)
    by: str = "收到"
    unreported: str | None = None
    limit_clause: Clause | None = None
    awaits: str | None = None

    def again(self, follows: tuple[str, ...]) -> Terms:
        """The same limit for another duty, before anything moved it."""
        return Terms(
            self.limit, self.clause, self.start, self.event, self.recorded, self.due, self.first, follows,
            self.counting, list(self.changes), self.by, self.unreported, self.limit_clause, self.awaits,
        )  # fmt: skip

    def taken(self, entry: Entry) -> Now:
        """When a reply meets the duty: as it arrives, or on the day it says the work was done (按: 完成)."""
        done = entry.done_on if self.by == "完成" else None
        # Done before it was sent back is what was sent back.
        stale = done is not None and self.event == "退回重办" and done < self.start
        return Now(*taken_at(entry)) if done is None or stale or done >= entry.arrived else Now(done)

    def move(self, due: Due | None, why: str, day: date, clause: Clause | None) -> None:
        """Put the due date to ``due``, where one is given."""
        if due is not None:
            self.due = due
            self.changes.append(DueChange(day, why, due.day, clause))


class TermsOf:
    """The terms of one item's duties, each worked out by the rules in force at 立项."""

    def __init__(
        self, course: Course, regime: Regime, calendar: WorkCalendar, pauses: Pauses, concerns: Callable[[Entry], bool],
        canonical: Callable[[str], str], unit: str | None = None,
    ) -> None:  # fmt: skip
        assert course.ruling is not None  # noqa: S101 - nothing is owed before 交办
        self.course = course
        self.regime = regime
        self.calendar = calendar
        self.pauses = pauses
        self.concerns = concerns
        self.canonical = canonical
        self.unit = unit
        """The 协办单位 whose duties these are; None for the 主办单位."""
        self.finished_by: FinishedBy | None = None
        """When 办结 is due, for the limits that run from then."""
        self.waiting: dict[str, Waiting] = {}
        self.moved = any(e.action in _MOVING for e in course.entries)
        """False where no entry can have put off a day."""
        self._rules: dict[str, DutyRule | None] = {}
        self._finish: list[Terms | None] = []
        self.ruling: Entry = course.ruling
        # Limits were set for the item as it was handed out; what a 变更 does to them is told by its entry.
        self.given: Item = course.given
        self.since = course.initiated_on or self.ruling.day

    def stated(self) -> Clause:
        """The clause by which a limit written on the item binds."""
        return self.regime.stated_clause(self.since) or Clause(None)

    def finish(self, follows: tuple[str, ...]) -> Terms | None:
        """The limit of 办结, and of 反馈 where it has none of its own; ``follows``: whose extensions move it."""
        if not self._finish:
            self._finish.append(self._stated_finish())
        found = self._finish[0]
        return found.again(follows) if found is not None else None

    def _stated_finish(self) -> Terms | None:
        # A limit stated with 交办 goes before the item's own, and that before the rules'.
        given = self.ruling.limit or self.given.limit
        rule = self._rule("办结")
        # 所定 is the rule of limits that were stated.
        ruled = rule is not None and (given is None or isinstance(rule.limit, Stated))
        own = rule if ruled else None
        limit = given or (rule.limit if rule else None)
        terms = self._terms("办结", limit, own, self.ruling.due, ("办结",))
        if terms is None and self.course.item.limit != self.given.limit:
            # Handed out as 长期, given a day later by 变更.
            terms = self._terms("办结", self.course.item.limit, None, None, ("办结",))
        if terms is not None and rule is not None:
            terms.by, terms.unreported = rule.by, rule.unreported
        return terms

    def own_reply(self) -> Terms | None:
        """The limit 反馈 has of its own: by a rule, or printed as 反馈限期."""
        rule = self._rule("反馈")
        if rule is None and self.ruling.reply_due is None:
            return None
        return self._terms("反馈", rule.limit if rule else None, rule, self.ruling.reply_due, ("反馈",))

    def has_own_reply(self) -> bool:
        """True where 反馈 has a limit of its own, begun or not."""
        return self._rule("反馈") is not None or self.ruling.reply_due is not None

    def further(self, what: str) -> Terms | None:
        """The limit of one of 另报."""
        rule = self._rule(what)
        return self._terms(what, rule.limit, rule, None, (what,)) if rule is not None else None

    def _rule(self, what: str) -> DutyRule | None:
        if what not in self._rules:
            self._rules[what] = self.regime.duty(self.given, what, self.since, rhythm=False)
        return self._rules[what]

    def _start(self, rule: DutyRule | None) -> tuple[date, str] | None:
        """The day a limit runs from and why; None while the event its rule names has not happened.

        签收 that is not on record, and 来源 that names no day, leave it to run from 交办.
        """
        event = rule.start if rule is not None else "交办"
        handed_out = (self.ruling.day, self.ruling.action)
        if rule is None or event == "交办":
            return handed_out
        if event == FINISH_DUE:
            return (self.finished_by.first.day, FINISH_DUE) if self.finished_by is not None else None
        if EVENTS[event].before and self.ruling.action == "重启":
            # A reopened matter runs from 重启: what the first limits ran from is long past.
            return None if isinstance(rule.limit, Ahead) else handed_out
        if event == ORIGIN_DAY:
            origin = self.given.origin
            if origin is not None and origin.day is not None:
                return origin.day, "报道" if origin.kind == "媒体" else "来源"
            return None if isinstance(rule.limit, Ahead) else handed_out
        if event == RECEIVED:
            received = next((e for e in self.course.entries if self._is_receipt(e)), None)
            return (received.day, RECEIVED) if received is not None else handed_out
        day = day_in_life(self.course, event, self.canonical)
        return (day, event) if day is not None else None

    def _is_receipt(self, entry: Entry) -> bool:
        """True for the 签收 a limit runs from: that of the unit itself; a 协办单位's starts nobody else's limit."""
        if entry.action != RECEIVED or entry.day < self.ruling.day:
            return False
        signed = self.canonical(entry.unit) if entry.unit else None
        if self.unit is not None:
            return signed in (None, self.unit)
        others = {self.canonical(u) for u in self.course.item.support}
        return signed not in others - {self.canonical(self.course.lead_on(entry.day))}

    def _terms(
        self, what: str, limit: Limit | None, rule: DutyRule | None, recorded: date | None, follows: tuple[str, ...],
    ) -> Terms | None:  # fmt: skip
        """The limit from where its rule has it run; a day printed on the paper (``recorded``) governs."""
        clause = rule.clause if rule is not None else self.stated()
        begun = self._start(rule)
        if begun is None and recorded is None:
            if rule is not None and limit is not None:
                self.waiting[what] = Waiting(what, rule, limit)
            return None
        start, event = begun or (self.ruling.day, self.ruling.action)
        counting = rule.counting if rule is not None else USUAL
        clock = self.ruling.clock if start == self.ruling.day else None
        counted = limit if begun is not None else None
        computed = (
            None if counted is None else due_of(counted, start, clock, self.calendar, counting=counting)
        )
        if recorded is not None:
            first = computed if computed is not None and computed.day == recorded else Due(recorded)
        elif computed is not None:
            first = computed
        else:
            return None
        awaits = RECEIVED if rule is not None and rule.start == RECEIVED != event else None
        terms = Terms(
            counted,
            clause,
            start,
            event,
            recorded is not None,
            first,
            first,
            follows,
            counting,
            awaits=awaits,
        )
        if rule is not None:
            terms.by, terms.unreported, terms.limit_clause = rule.by, rule.unreported, rule.limit_clause
        return terms

    def settle(self, terms: Terms, met: date | None = None) -> None:
        """What moves a limit from the start: suspensions, and 办结 being put off where it runs from that day.

        ``met``: when a reply came; what was suspended after that moves nothing.
        """
        if not self.pauses and terms.event != FINISH_DUE:
            return
        pauses = self.pauses if met is None else tuple(p for p in self.pauses if p[0] <= met)
        finish = self.finished_by
        if terms.event == FINISH_DUE and finish is not None and finish.changes and terms.limit is not None:
            due = due_of(terms.limit, finish.due.day, None, self.calendar, pauses, terms.counting)
            terms.move(due, "办结限期改变", finish.changes[-1].day, None)
        else:
            self._pause(terms, pauses)

    def _pause(self, terms: Terms, pauses: Pauses) -> None:
        """Suspensions put off a counted limit; a named date stands."""
        if not pauses or terms.limit is None or isinstance(terms.limit, Named | LongTerm | Ahead):
            return
        # 第二个工作日 behind a last day off may lie beyond that behind a later one that works.
        moved = max(self._after_pauses(terms, pauses), terms.due)
        if moved != terms.due:
            terms.due = moved
            stopped = next((a for a, b in pauses if b is None or b > terms.start), pauses[0][0])
            terms.changes.append(DueChange(stopped, PAUSED, moved.day))

    def change(self, terms: Terms, opened: int, closes: int | None, after: int | None = None) -> None:
        """延期, 恢复 and 变更 of one round (the entries between two indices), in the order they were approved.

        ``after``: only those behind this index.
        """
        for entry in self.course.entries[(opened if after is None else after) + 1 : closes]:
            if extends(entry) and not entry.period and (entry.about or "办结") in terms.follows:
                if self.concerns(entry):
                    self.grant(terms, entry)
            elif "办结" not in terms.follows:
                continue
            elif entry.action == "恢复":
                terms.move(_day(entry), "恢复时另定限期", entry.day, None)
            elif entry.action == "变更" and entry.field == "办结时限":
                renewed, given = self._renewed(entry, opened), _day(entry)
                # A day printed with the 变更 keeps the hour its limit gives.
                same = given is None or (renewed is not None and renewed.day == given.day)
                terms.move(renewed if same else given, "变更办结时限", entry.day, None)

    def _after_pauses(self, terms: Terms, pauses: Pauses) -> Due:
        calendar, clock = self.calendar, self.ruling.clock if terms.start == self.ruling.day else None
        limit = terms.limit
        if limit is not None:
            undisturbed = due_of(limit, terms.start, clock, calendar, counting=terms.counting)
            if undisturbed == terms.first:
                return due_of(limit, terms.start, clock, calendar, pauses, terms.counting) or terms.due
        # A date printed on the paper that today's rules do not give: its own working days are counted again.
        before = terms.start - timedelta(days=1) if terms.counting.first_day else terms.start
        return Due(shift_recorded(terms.due.day, before, calendar, pauses), terms.due.clock)

    def _renewed(self, change: Entry, opened: int) -> Due | None:
        """The due date of a 变更 that gives only a limit: counted from 交办; it leaves a 退回's own limit alone."""
        if change.new is None or opened != self.course.ruling_index:
            return None
        limit = parse_limit(change.new)
        return due_of(limit, self.ruling.day, self.ruling.clock, self.calendar, self.pauses)

    def redo(self, what: str, review: Entry, before: Terms) -> Terms:
        """The limit of a returned reply: the one given there, else the regime's."""
        rule = self.regime.redo_rule(review.day)
        limit = rule.limit if rule and review.due is None else None
        clause = rule.clause if rule and review.due is None else self.regime.act_clause("审核", review.day)
        computed = None if limit is None else due_of(limit, review.day, None, self.calendar, self.pauses)
        due = Due(review.due) if review.due else computed or before.due
        follows = ("办结", "反馈") if what == "反馈" else (what,)
        return Terms(
            limit, clause or Clause(None), review.day, "退回重办", review.due is not None, due, due, follows,
            by=before.by, unreported=before.unreported,
        )  # fmt: skip

    def grant(self, terms: Terms, entry: Entry) -> None:
        """An approved extension moves the due day, whenever it was approved; the first one stays on record."""
        due, clause = _day(entry), self.regime.act_clause("延期", entry.day)
        paused = next((n for n, c in enumerate(terms.changes) if c.why == PAUSED and entry.day < c.day), None)
        if due is not None and paused is not None and due < terms.due:
            # Granted before the matter was suspended: it leaves no less time than there was without it.
            terms.changes.insert(paused, DueChange(entry.day, "批准延期", due.day, clause))
        else:
            terms.move(due, "批准延期", entry.day, clause)


def _day(entry: Entry) -> Due | None:
    return Due(entry.due) if entry.due else None


def extends(entry: Entry) -> bool:
    """True for an approved 延期 with its new date; asked or refused, it moves nothing."""
    return entry.action == "延期" and entry.stage == "批准" and entry.due is not None
