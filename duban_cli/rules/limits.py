"""办结时限 and 限期 as a clerk writes them (`10个工作日`, `20日`, `48小时`, `2026-03-20 12:00` …)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from duban_cli.rules.moments import Due, Moment, Now, parse_now
from duban_cli.rules.wording import (
    CLOCK,
    NUMBER,
    UnreadableError,
    read_clock,
    read_moment,
    read_number,
    shown,
)
from duban_cli.rules.workdays import NEVER, merged_suspensions
from duban_cli.text import halfwidth

if TYPE_CHECKING:
    from duban_cli.rules.workdays import Suspensions, WorkCalendar

_ONE_DAY = timedelta(days=1)
#: No limit is longer, in whatever unit; months, in the same span.
MOST = 3660
MOST_MONTHS = 120

__all__ = [
    "Due",
    "Hours",
    "Limit",
    "LimitError",
    "LongTerm",
    "Moment",
    "Months",
    "Named",
    "NaturalDays",
    "Now",
    "SameDay",
    "Workdays",
    "due_of",
    "overdue_workdays",
    "parse_limit",
    "parse_now",
    "shift_recorded",
]

_EXAMPLES = "可写 10个工作日、第3个工作日12:00、20日、1个月、48小时、2026-03-20、2026-03-20 12:00、当日、长期"


class LimitError(UnreadableError):
    """A 时限 that cannot be read."""


@dataclass(frozen=True, slots=True)
class Workdays:
    """`n` working days; due at `clock` of the last of them, or at its end."""

    n: int
    clock: time | None = None

    @property
    def text(self) -> str:
        return f"{self.n}个工作日" if self.clock is None else f"第{self.n}个工作日{self.clock:%H:%M}"


@dataclass(frozen=True, slots=True)
class NaturalDays:
    """`n` natural days; a last day that does not work gives way to the next that does (民法典 203)."""

    n: int

    @property
    def text(self) -> str:
        return f"{self.n}日"


@dataclass(frozen=True, slots=True)
class Months:
    """`n` months, to the same day of the month or its last day (民法典 202)."""

    n: int

    @property
    def text(self) -> str:
        return f"{self.n}个月"


@dataclass(frozen=True, slots=True)
class Hours:
    """`n` hours by the clock, holidays or not."""

    n: int

    @property
    def text(self) -> str:
        return f"{self.n}小时"


@dataclass(frozen=True, slots=True)
class Named:
    """A day named, which stands even on a holiday."""

    day: date
    clock: time | None = None

    @property
    def text(self) -> str:
        return Moment(self.day, self.clock).text


@dataclass(frozen=True, slots=True)
class SameDay:
    """随交随办: by the end of the day of 交办."""

    @property
    def text(self) -> str:
        return "当日"


@dataclass(frozen=True, slots=True)
class LongTerm:
    """长期 and 常年: no day by which it is due."""

    @property
    def text(self) -> str:
        return "长期"


Limit: TypeAlias = Workdays | NaturalDays | Months | Hours | Named | SameDay | LongTerm

_WITHIN = "(?:[之以]?内)?"
_SAME_DAY = {"当日", "当天", "同日", "随交随办", "即办", "立即办理"}
_LONG_TERM = {"长期", "常年", "长期坚持"}
_WORKDAYS = re.compile(rf"第?({NUMBER})个?工作日(?:(?:的|中午)?({CLOCK})前?)?{_WITHIN}")
_DAYS = re.compile(rf"({NUMBER})(?:个?自然日|日|天){_WITHIN}")
_MONTHS = re.compile(rf"({NUMBER})个月{_WITHIN}")
_HOURS = re.compile(rf"({NUMBER})个?小时{_WITHIN}")
_UNCLEAR_DAYS = re.compile(rf"({NUMBER})(?:个|[天日]个?工作[日天]|个?工作天)?{_WITHIN}")
_WEEKS = re.compile(rf"({NUMBER})(?:个?星期|个?周){_WITHIN}")
_YEARS = re.compile(rf"({NUMBER})年{_WITHIN}")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})(?:月|-)(\d{1,2})日?前?")


def parse_limit(text: str) -> Limit:
    """The limit a clerk wrote.

    Raises LimitError with what is wrong and what to write instead.
    """
    written = shown(text)
    spaced = halfwidth(text)
    plain = re.sub(r"\s+", "", spaced)
    try:
        return _read_special(plain) or _read_counted(plain, written) or _read_named(spaced, written)
    except LimitError:
        raise
    except UnreadableError as error:
        raise LimitError(error.message, error.hint) from error


def _read_special(plain: str) -> Limit | None:
    if plain in _SAME_DAY:
        return SameDay()
    return LongTerm() if plain in _LONG_TERM else None


def _read_counted(plain: str, written: str) -> Limit | None:
    if match := _WORKDAYS.fullmatch(plain):
        clock = read_clock(match[2]) if match[2] else None
        return Workdays(_amount(match[1], written), clock)
    if match := _DAYS.fullmatch(plain):
        return NaturalDays(_amount(match[1], written))
    if match := _MONTHS.fullmatch(plain):
        return Months(_amount(match[1], written, MOST_MONTHS))
    if match := _HOURS.fullmatch(plain):
        return Hours(_amount(match[1], written))
    return None


def _read_named(spaced: str, written: str) -> Limit:
    moment = read_moment(spaced, written)
    if moment is None:
        raise LimitError(f"“{written}”不是认得的时限" if written else "时限是空的", _hint(spaced))
    return Named(*moment)


def _amount(digits: str, written: str, most: int = MOST) -> int:
    n = read_number(digits)
    if n is None:
        raise LimitError(f"“{written}”里的数不认得", f"数写作数字，{_EXAMPLES}")
    if n < 1:
        raise LimitError(f"“{written}”：时限不能是 0", "当天办的写作 当日，没有期限的写作 长期")
    if n > most:
        raise LimitError(f"“{written}”：时限太长，最多 {most}", "没有期限的写作 长期，很远的写明日期")
    return n


def _hint(spaced: str) -> str:
    """What the clerk most likely meant, in the writing that is read."""
    plain = re.sub(r"\s+", "", spaced)
    days = months = 0
    if match := _UNCLEAR_DAYS.fullmatch(plain):
        n = read_number(match[1]) or 0
        if 1 <= n <= MOST:
            return f"写作 {n}个工作日（工作日）或 {n}日（自然日）"
    if match := _WEEKS.fullmatch(plain):
        days = 7 * (read_number(match[1]) or 0)
    elif match := _YEARS.fullmatch(plain):
        months = 12 * (read_number(match[1]) or 0)
    elif match := _MONTH_AND_DAY.fullmatch(plain):
        month, day = int(match[1]), int(match[2])
        if 1 <= month <= 12 and 1 <= day <= 28:
            return f"写明年份，例如 2026-{month:02}-{day:02}"
    elif plain in {"半年", "半年内"}:
        months = 6
    elif plain in {"半月", "半个月", "半个月内"}:
        days = 15
    if 1 <= days <= MOST:
        return f"写作 {days}日（自然日），或按工作日写，例如 10个工作日"
    if 1 <= months <= MOST_MONTHS:
        return f"写作 {months}个月"
    return _EXAMPLES


def due_of(
    limit: Limit,
    start: date,
    start_clock: time | None,
    calendar: WorkCalendar,
    excluded: Suspensions = (),
) -> Due | None:
    """When a limit that starts on `start` (itself not counted) is due.

    None if no day can be named: 长期, or a suspension in the way that has not ended. 中止 stops working days,
    natural days and hours alike; a day named stands.
    """
    match limit:
        case Named(day, clock):
            return Due(day, clock)
        case LongTerm():
            return None
        case Workdays(n, clock):
            return _due(calendar.add(start, n, excluded), clock)
        case SameDay():
            return _due(_prolonged(start, start, excluded), None)
        case NaturalDays(n):
            return _rolled(start, _later(start, n), calendar, excluded)
        case Months(n):
            return _rolled(start, _months_later(start, n), calendar, excluded)
        case Hours(n):
            ends = _hours_later(start, start_clock, n)
            return _due(_prolonged(_later(start, 1), ends.day, excluded), ends.clock)


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


def _rolled(start: date, last: date, calendar: WorkCalendar, excluded: Suspensions) -> Due | None:
    """Due on `last`, suspended days made good, or on the next day that works and counts (民法典 203)."""
    last = _prolonged(_later(start, 1), last, excluded)
    return _due(last if last == NEVER else calendar.add(last - _ONE_DAY, 1, excluded), None)


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
