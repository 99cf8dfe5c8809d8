"""How a due date came about: from which day, by which limit, which days in between did not count."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duban_cli.rules.limits import Hours, Months, NaturalDays, Workdays, due_of, parse_limit
from duban_cli.rules.workdays import NEVER

if TYPE_CHECKING:
    from duban_cli.rules.limits import Limit
    from duban_cli.rules.moments import Due
    from duban_cli.rules.obligations import Obligation, Rulebook
    from duban_cli.rules.regime import Document
    from duban_cli.rules.standing import Standing
    from duban_cli.rules.workdays import SkippedDay, WorkCalendar

FIRST_DAY_FREE = "民法典第二百零一条"
LAST_DAY_ROLLS = "民法典第二百零三条"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """``computed``: what limit and calendar give, None where no limit is counted. ``skipped`` did not count,
    ``worked`` counted only because a notice makes those days work; ``rolled``: the last day was put off."""

    limit: Limit | None
    computed: Due | None
    skipped: tuple[SkippedDay, ...] = ()
    worked: tuple[SkippedDay, ...] = ()
    rolled: bool = False

    @property
    def excludes_first_day(self) -> bool:
        return isinstance(self.limit, Workdays | NaturalDays | Months)


def basis_of(duty: Obligation, standing: Standing, book: Rulebook) -> Basis:
    """What the first due date of a duty rests on, or would rest on where a paper states another."""
    if not duty.counted:
        return Basis(limit=None, computed=None)
    limit = parse_limit(duty.limit_text)
    ruling = standing.course.ruling
    clock = ruling.clock if ruling is not None and ruling.day == duty.start and not duty.round else None
    computed = due_of(limit, duty.start, clock, book.calendar)
    if computed is None or computed.day == NEVER:
        return Basis(limit=limit, computed=None)
    if isinstance(limit, Workdays):
        end = due_of(limit, duty.start, clock, book.calendar, duty.pauses) or computed
        return Basis(
            limit=limit, computed=computed,
            skipped=book.calendar.explain(duty.start, end.day, duty.pauses),
            worked=book.calendar.worked_in_exchange(duty.start, end.day, duty.pauses),
        )  # fmt: skip
    last = _last_day(limit, duty.start)
    if last is None or last == computed.day:
        return Basis(limit=limit, computed=computed)
    put_off = _days_off(last, computed.day, book.calendar)
    return Basis(limit=limit, computed=computed, skipped=put_off, rolled=True)


def documents_in_force(standing: Standing, book: Rulebook) -> tuple[Document, ...]:
    """The documents that bind an item, by the day it was put on the ledger, the oldest first."""
    since = standing.course.initiated_on
    if since is None:
        return ()
    found = (d for d in book.regime.documents if d.effective <= since)
    return tuple(sorted(found, key=lambda d: d.effective))


def _last_day(limit: Limit, start: date) -> date | None:
    """The last day of a limit in natural days or months, before it gives way to a working day."""
    match limit:
        case NaturalDays(n):
            return start + timedelta(days=n)
        case Months(n):
            years, month = divmod(start.month - 1 + n, 12)
            year = start.year + years
            return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
        case _:
            return None


def _days_off(first: date, end: date, calendar: WorkCalendar) -> tuple[SkippedDay, ...]:
    """The days from ``first`` up to but not including the working day ``end``."""
    return calendar.explain(first - timedelta(days=1), end - timedelta(days=1))


def runs_by_the_clock(limit: Limit | None) -> bool:
    """True for 48小时: it runs on at once, holidays or not."""
    return isinstance(limit, Hours)
