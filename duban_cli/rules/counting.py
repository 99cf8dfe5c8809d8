"""When a limit is due: days counted forward from an event or back from it, suspensions left out."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from duban_cli.rules.limit_kinds import (
    USUAL,
    Ahead,
    Counting,
    Hours,
    Limit,
    LongTerm,
    Months,
    Named,
    NaturalDays,
    SameDay,
    Stated,
    Workdays,
)
from duban_cli.rules.moments import Due, Moment, Now
from duban_cli.rules.workdays import NEVER, merged_suspensions

if TYPE_CHECKING:
    from duban_cli.rules.workdays import Suspensions, WorkCalendar

_ONE_DAY = timedelta(days=1)


def due_of(
    limit: Limit,
    start: date,
    start_clock: time | None,
    calendar: WorkCalendar,
    excluded: Suspensions = (),
    counting: Counting = USUAL,
) -> Due | None:
    """When a limit that starts on `start` is due; `start` itself counts only by `counting`.

    None if no day can be named: 长期, or a suspension in the way that has not ended. 中止 stops working days,
    natural days and hours alike; a day named stands, and so does one so many days ahead of its event.
    """
    first = start if counting.first_day else _later(start, 1)
    match limit:
        case Named(day, clock):
            return Due(day, clock)
        case LongTerm() | Stated():
            return None
        case Workdays(n, clock):
            return _due(calendar.add(first - _ONE_DAY, n, excluded), clock)
        case Ahead(of):
            return Due(_ahead(of, start, calendar, counting))
        case SameDay():
            return _due(_prolonged(start, start, excluded), None)
        case NaturalDays(n):
            return _rolled(first, _later(first, n - 1), calendar, excluded, counting.roll)
        case Months(n):
            last = _months_later(start, n)
            # A month from the 1st, that day counted, ends with the month.
            short = counting.first_day and last.day == start.day
            return _rolled(first, last - _ONE_DAY if short else last, calendar, excluded, counting.roll)
        case Hours(n):
            ends = _hours_later(start, start_clock, n)
            return _due(_prolonged(_later(start, 1), ends.day, excluded), ends.clock)


def _ahead(of: Workdays | NaturalDays, start: date, calendar: WorkCalendar, counting: Counting) -> date:
    """The same counting towards the past: a last day off gives way to the working day before it."""
    after = start + _ONE_DAY if counting.first_day else start
    if isinstance(of, Workdays):
        return calendar.add(after, -of.n)
    last = after - timedelta(days=of.n)
    if not counting.roll or calendar.is_workday(last):
        return last
    return calendar.add(last, -counting.roll)


def overdue_workdays(
    due: Due, now: Now, calendar: WorkCalendar, excluded: Suspensions = ()
) -> tuple[bool, int]:
    """Whether `now` is after `due`, and by how many working days in (due, now]: 0 on the weekend after."""
    if now <= due:
        return False, 0
    return True, calendar.count(due.day, now.day, excluded)


def shift_recorded(recorded: date, start: date, calendar: WorkCalendar, excluded: Suspensions = ()) -> date:
    """A recorded due day that came from working days, put off by those a suspension took before it.

    Never earlier than recorded; `workdays.NEVER` while the suspension is open.
    """
    n = calendar.count(start, recorded)
    if n == calendar.count(start, recorded, excluded):
        return recorded
    return max(recorded, calendar.add(start, n, excluded))


def _due(day: date, clock: time | None) -> Due | None:
    return None if day == NEVER else Due(day, clock)


def _rolled(first: date, last: date, calendar: WorkCalendar, excluded: Suspensions, roll: int) -> Due | None:
    """Due on `last`, suspended days made good, or on the `roll`-th day after that works and counts (民法典 203)."""
    last = _prolonged(first, last, excluded)
    if last == NEVER or not roll:
        return _due(last, None)
    next_workday = calendar.add(last - _ONE_DAY, 1, excluded)
    return _due(last if next_workday == last else calendar.add(last, roll, excluded), None)


def _prolonged(first: date, last: date, excluded: Suspensions) -> date:
    """The end of the span [first, last] once as many days are added as suspensions take from it."""
    for stopped, resumed in merged_suspensions(excluded):
        if resumed <= first or stopped > last:
            continue
        if resumed == NEVER:
            return NEVER
        last = _later(last, (resumed - max(stopped, first)).days)
    return last


def _later(day: date, n: int) -> date:
    return day + timedelta(days=n) if n < (NEVER - day).days else NEVER


def _months_later(day: date, n: int) -> date:
    """The same day `n` months later, or the last of that month (民法典 202)."""
    years, month = divmod(day.month - 1 + n, 12)
    year = day.year + years
    if year > NEVER.year:
        return NEVER
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _hours_later(start: date, clock: time | None, n: int) -> Moment:
    """`n` hours after the clock time of `start`, or after the end of that day."""
    if start.year == NEVER.year:
        return Moment(NEVER)
    ends = datetime.combine(start, clock or time()) + timedelta(days=clock is None, hours=n)
    # Midnight is the end of the day before.
    return Moment(ends.date(), ends.time()) if ends.time() != time() else Moment(ends.date() - _ONE_DAY)
