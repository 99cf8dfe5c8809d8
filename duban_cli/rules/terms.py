"""Terms: by when a duty is due, from which limit and clause, and what moved the day since."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from duban_cli.ledger.records import Entry, Item
from duban_cli.rules.course import Course
from duban_cli.rules.limits import Limit, LongTerm, Named, due_of, parse_limit, shift_recorded
from duban_cli.rules.moments import Due
from duban_cli.rules.regime import Clause, Regime
from duban_cli.rules.workdays import WorkCalendar

What = Literal["反馈", "办结", "节点"]
Pauses = tuple[tuple[date, date | None], ...]


@dataclass(frozen=True, slots=True)
class DueChange:
    """Why a due date is no longer the first one: an approved extension, a 变更, a suspension."""

    day: date
    why: str
    due: date
    clause: Clause | None = None


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
    follows: tuple[What, ...] = ("办结",)
    changes: list[DueChange] = field(default_factory=list)

    def move(self, due: Due | None, why: str, day: date, clause: Clause | None) -> None:
        """Put the due date to ``due``, where one is given."""
        if due is not None:
            self.due = due
            self.changes.append(DueChange(day, why, due.day, clause))


class TermsOf:
    """The terms of one item's duties, each worked out by the rules in force at 立项."""

    def __init__(self, course: Course, regime: Regime, calendar: WorkCalendar, pauses: Pauses) -> None:
        assert course.ruling is not None  # noqa: S101 - nothing is owed before 交办
        self.course = course
        self.regime = regime
        self.calendar = calendar
        self.pauses = pauses
        self.ruling: Entry = course.ruling
        # Limits were set for the item as it was handed out; what a 变更 does to them is told by its entry.
        self.given: Item = course.given
        self.since = course.initiated_on or self.ruling.day

    def stated(self) -> Clause:
        """The clause by which a limit written on the item binds."""
        return self.regime.stated_clause(self.since) or Clause(None)

    def finish(self, follows: tuple[What, ...]) -> Terms | None:
        """The limit of 办结, and of 反馈 where it has none of its own; ``follows``: whose extensions move it."""
        given = self.given.limit
        rule = self.regime.duty(self.given, "办结", self.since, rhythm=False)
        limit = given or (rule.limit if rule else None)
        clause = rule.clause if rule is not None and given is None else self.stated()
        start, event = self._start(rule.start if rule and given is None else "交办")
        terms = self._terms(limit, clause, start, event, self.ruling.due, follows)
        if terms is None and self.course.item.limit != given:
            # Handed out as 长期, given a day later by 变更.
            return self._terms(self.course.item.limit, self.stated(), start, event, None, follows)
        return terms

    def own_reply(self) -> Terms | None:
        """The limit 反馈 has of its own: by a rule, or printed as 反馈限期."""
        rule = self.regime.duty(self.given, "反馈", self.since, rhythm=False)
        if rule is None and self.ruling.reply_due is None:
            return None
        start, event = self._start(rule.start if rule else "交办")
        clause = rule.clause if rule else self.stated()
        limit = rule.limit if rule else None
        return self._terms(limit, clause, start, event, self.ruling.reply_due, ("反馈",))

    def _start(self, event: str) -> tuple[date, str]:
        """The day a limit runs from: the event the rule names where it is recorded, else 交办."""
        origin = self.given.origin
        # A reopened matter runs from 重启: what the first limits ran from is long past.
        if (
            event == "来源.日期"
            and self.ruling.action != "重启"
            and origin is not None
            and origin.day is not None
        ):
            return origin.day, "报道" if origin.kind == "媒体" else "来源"
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
    ) -> Terms | None:  # fmt: skip
        clock = self.ruling.clock if start == self.ruling.day else None
        computed = None if limit is None else due_of(limit, start, clock, self.calendar)
        if recorded is not None:
            first = computed if computed is not None and computed.day == recorded else Due(recorded)
        elif computed is not None:
            first = computed
        else:
            return None
        return Terms(limit, clause, start, event, recorded is not None, first, first, follows)

    def pause(self, terms: Terms) -> None:
        """Suspensions put off a counted limit; a named date stands."""
        if not self.pauses or terms.limit is None or isinstance(terms.limit, Named | LongTerm):
            return
        moved = self._after_pauses(terms)
        if moved != terms.due:
            terms.due = moved
            terms.changes.append(DueChange(self.pauses[0][0], "中止期间不计", moved.day))

    def change(self, terms: Terms, opened: int, closes: int | None, after: int | None = None) -> None:
        """延期, 恢复 and 变更 of one round (the entries between two indices), in the order they were approved.

        ``after``: only those behind this index.
        """
        for entry in self.course.entries[(opened if after is None else after) + 1 : closes]:
            if extends(entry) and not entry.period and (entry.about or "办结") in terms.follows:
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

    def _after_pauses(self, terms: Terms) -> Due:
        calendar, clock = self.calendar, self.ruling.clock if terms.start == self.ruling.day else None
        limit = terms.limit
        if limit is not None and due_of(limit, terms.start, clock, calendar) == terms.first:
            return due_of(limit, terms.start, clock, calendar, self.pauses) or terms.due
        # A date printed on the paper that today's rules do not give: its own working days are counted again.
        return Due(shift_recorded(terms.due.day, terms.start, calendar, self.pauses), terms.due.clock)

    def _renewed(self, change: Entry, opened: int) -> Due | None:
        """The due date of a 变更 that gives only a limit: counted from 交办; it leaves a 退回's own limit alone."""
        if change.new is None or opened != self.course.ruling_index:
            return None
        limit = parse_limit(change.new)
        return due_of(limit, self.ruling.day, self.ruling.clock, self.calendar, self.pauses)

    def redo(self, what: What, review: Entry, before: Terms) -> Terms:
        """The limit of a returned reply: the one given there, else the regime's."""
        rule = self.regime.redo_rule(review.day)
        limit = rule.limit if rule and review.due is None else None
        clause = rule.clause if rule and review.due is None else self.regime.act_clause("审核", review.day)
        computed = None if limit is None else due_of(limit, review.day, None, self.calendar, self.pauses)
        due = Due(review.due) if review.due else computed or before.due
        follows: tuple[What, ...] = ("办结",) if what == "办结" else ("办结", "反馈")
        return Terms(
            limit, clause or Clause(None), review.day, "退回重办", review.due is not None, due, due, follows
        )

    def grant(self, terms: Terms, entry: Entry) -> None:
        """An approved extension moves the due day, whenever it was approved; the first one stays on record."""
        terms.move(_day(entry), "批准延期", entry.day, self.regime.act_clause("延期", entry.day))


def _day(entry: Entry) -> Due | None:
    return Due(entry.due) if entry.due else None


def extends(entry: Entry) -> bool:
    """True for an approved 延期 with its new date; asked or refused, it moves nothing."""
    return entry.action == "延期" and entry.stage == "批准" and entry.due is not None
