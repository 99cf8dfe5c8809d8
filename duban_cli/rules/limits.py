"""办结时限 and 限期 as a clerk writes them (`10个工作日`, `20日`, `48小时`, `2026-03-20 12:00` …)."""

from __future__ import annotations

import re

from duban_cli.rules.counting import due_of, overdue_workdays, shift_recorded
from duban_cli.rules.limit_kinds import (
    ROLLS,
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
from duban_cli.text import halfwidth

#: No limit is longer, in whatever unit; months, in the same span.
MOST = 3660
MOST_MONTHS = 120

__all__ = [
    "ROLLS",
    "USUAL",
    "Ahead",
    "Counting",
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
    "Stated",
    "Workdays",
    "due_of",
    "overdue_workdays",
    "parse_limit",
    "parse_now",
    "parse_rule_limit",
    "shift_recorded",
]

_EXAMPLES = "可写 10个工作日、第3个工作日12:00、20日、1个月、48小时、2026-03-20、2026-03-20 12:00、当日、长期"


class LimitError(UnreadableError):
    """A 时限 that cannot be read."""


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


def parse_rule_limit(text: str) -> Limit:
    """The limit a rule gives: as ``parse_limit``, or backward from its event (提前15个工作日), or 所定.

    Raises LimitError.
    """
    plain = re.sub(r"\s+", "", halfwidth(text))
    if plain == "所定":
        return Stated()
    if not plain.startswith("提前"):
        return parse_limit(text)
    limit = parse_limit(plain.removeprefix("提前"))
    if isinstance(limit, NaturalDays) or (isinstance(limit, Workdays) and limit.clock is None):
        return Ahead(limit)
    raise LimitError(f"“{shown(text)}”：“提前”后面写工作日或日", "写作 提前15个工作日 或 提前10日")


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
