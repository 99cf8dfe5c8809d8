"""Rhythms of reply (每月, 每季 …) and the periods they cut the calendar into."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import Enum

from duban_cli.rules.wording import UnreadableError, check_year, shown
from duban_cli.text import halfwidth

_RHYTHM_EXAMPLES = "可写 每周、每半月、每月、每季、每半年、每年"


class PeriodError(UnreadableError):
    """A 反馈频次 or 期 that cannot be read; its text carries the examples."""

    def __str__(self) -> str:
        return f"{self.message}，{self.hint}"


class Rhythm(Enum):
    """One reply in each period."""

    WEEK = "每周"
    HALF_MONTH = "每半月"
    MONTH = "每月"
    QUARTER = "每季"
    HALF_YEAR = "每半年"
    YEAR = "每年"

    @property
    def text(self) -> str:
        return self.value

    @classmethod
    def parse(cls, text: str) -> Rhythm:
        """The rhythm a clerk wrote, with or without 每.

        Raises PeriodError.
        """
        word = re.sub(r"\s+", "", text).removeprefix("每").removeprefix("个")
        word = {"季度": "季", "星期": "周", "半个月": "半月"}.get(word, word)
        for rhythm in cls:
            if rhythm.value == f"每{word}":
                return rhythm
        raise PeriodError(f"“{shown(text)}”不是认得的频次", _RHYTHM_EXAMPLES)


_PERIOD_EXAMPLES = {
    Rhythm.WEEK: "2026年第10周",
    Rhythm.HALF_MONTH: "2026年3月上半月",
    Rhythm.MONTH: "2026年3月 或 2026-03",
    Rhythm.QUARTER: "2026年第一季度 或 2026Q1",
    Rhythm.HALF_YEAR: "2026年上半年 或 2026H1",
    Rhythm.YEAR: "2026年",
}
_PERIOD_NOUNS = {
    Rhythm.WEEK: "一周",
    Rhythm.HALF_MONTH: "半个月",
    Rhythm.MONTH: "一个月",
    Rhythm.QUARTER: "一个季度",
    Rhythm.HALF_YEAR: "半年",
    Rhythm.YEAR: "一年",
}
_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class Period:
    """One period, its first and last day included."""

    rhythm: Rhythm
    start: date
    end: date
    name: str

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def next(self) -> Period:
        """The period that follows."""
        return period_of(self.rhythm, date.fromordinal(self.end.toordinal() + 1))


def period_of(rhythm: Rhythm, day: date) -> Period:
    """The period of `rhythm` that `day` lies in."""
    year, month = day.year, day.month
    match rhythm:
        case Rhythm.WEEK:
            iso_year, week, weekday = day.isocalendar()
            monday = day.toordinal() - weekday + 1
            sunday = min(monday + 6, date.max.toordinal())
            name = f"{iso_year}年第{week}周"
            return Period(rhythm, date.fromordinal(monday), date.fromordinal(sunday), name)
        case Rhythm.HALF_MONTH:
            if day.day <= 15:
                return Period(rhythm, day.replace(day=1), day.replace(day=15), f"{year}年{month}月上半月")
            return Period(rhythm, day.replace(day=16), _last_of(year, month), f"{year}年{month}月下半月")
        case Rhythm.MONTH:
            return _months(rhythm, year, month, 1, f"{year}年{month}月")
        case Rhythm.QUARTER:
            n = (month - 1) // 3
            return _months(rhythm, year, 3 * n + 1, 3, f"{year}年第{_QUARTERS[n]}季度")
        case Rhythm.HALF_YEAR:
            first = month <= 6
            return _months(rhythm, year, 1 if first else 7, 6, f"{year}年{'上' if first else '下'}半年")
        case Rhythm.YEAR:
            return _months(rhythm, year, 1, 12, f"{year}年")


def periods_between(rhythm: Rhythm, first_day: date, last_day: date) -> tuple[Period, ...]:
    """The periods that hold a day from `first_day` to `last_day`, in order."""
    periods: list[Period] = []
    day = first_day
    while day <= last_day:
        period = period_of(rhythm, day)
        periods.append(period)
        if period.end >= last_day:
            break
        day = date.fromordinal(period.end.toordinal() + 1)
    return tuple(periods)


def counts_at_start(period: Period, day: date, share_num: int = 1, share_den: int = 2) -> bool:
    """Whether a period counts for an item assigned on `day`: enough of it is left, that day included.

    The share is the regime's (首期), a half if it says nothing.
    """
    left = (period.end - max(day, period.start)).days + 1
    return left > 0 and left * share_den >= period.days * share_num


_YEAR = r"(?P<year>\d{4})"
_FORMS: tuple[tuple[Rhythm, re.Pattern[str]], ...] = (
    (Rhythm.YEAR, re.compile(rf"{_YEAR}年?(?:全年|度)?")),
    (Rhythm.HALF_YEAR, re.compile(rf"{_YEAR}(?:[年-]?H(?P<n>[12])|年?(?P<half>[上下])半年)")),
    (Rhythm.QUARTER, re.compile(rf"{_YEAR}(?:[年-]?Q(?P<n>\d)|年?第?(?P<quarter>[一二三四\d])季度?)")),
    (Rhythm.MONTH, re.compile(rf"{_YEAR}(?:-(?P<n>\d{{1,2}})|年(?P<month>\d{{1,2}})月份?)")),
    (Rhythm.HALF_MONTH, re.compile(rf"{_YEAR}(?:-|年)(?P<n>\d{{1,2}})月?(?P<half>[上下])半月")),
    (Rhythm.WEEK, re.compile(rf"{_YEAR}(?:-?W(?P<n>\d{{1,2}})|年?第(?P<week>\d{{1,2}})周)")),
)


def parse_period(text: str, rhythm: Rhythm | None = None) -> Period:
    """The period a clerk named: `2026Q1`, `2026年一季度`, `2026H1`, `2026-03`, `2026年3月上半月`, `2026年` …

    Raises PeriodError, also if it is none of `rhythm` where that is given.
    """
    written = shown(text)
    plain = re.sub(r"\s+", "", halfwidth(text)).upper()
    for form, pattern in _FORMS:
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        if rhythm not in (None, form):
            raise PeriodError(f"“{written}”不是{_PERIOD_NOUNS[rhythm]}", f"写作 {_PERIOD_EXAMPLES[rhythm]}")
        first = _first_day(form, match, written)
        if first is None:
            raise PeriodError(f"“{written}”这一期不存在", f"例如 {_PERIOD_EXAMPLES[form]}")
        return period_of(form, first)
    wanted = [_PERIOD_EXAMPLES[rhythm]] if rhythm else list(_PERIOD_EXAMPLES.values())
    raise PeriodError(f"“{written}”不是认得的期" if written else "期是空的", f"写作 {'、'.join(wanted)}")


def _first_day(form: Rhythm, match: re.Match[str], written: str) -> date | None:
    """A day of the period named, or None if there is no such period."""
    try:
        check_year(year := int(match["year"]), written)
    except UnreadableError as error:
        raise PeriodError(error.message, error.hint) from error
    parts = match.groupdict()
    try:
        match form:
            case Rhythm.YEAR:
                return date(year, 1, 1)
            case Rhythm.HALF_YEAR:
                return date(year, 7 if parts["n"] == "2" or parts["half"] == "下" else 1, 1)
            case Rhythm.QUARTER:
                n = parts["n"] or parts["quarter"]
                return date(year, 3 * (_QUARTERS.index(n) if n in _QUARTERS else int(n) - 1) + 1, 1)
            case Rhythm.MONTH:
                return date(year, int(parts["n"] or parts["month"]), 1)
            case Rhythm.HALF_MONTH:
                return date(year, int(parts["n"]), 16 if parts["half"] == "下" else 1)
            case Rhythm.WEEK:
                return date.fromisocalendar(year, int(parts["n"] or parts["week"]), 1)
    except ValueError:
        return None


def _months(rhythm: Rhythm, year: int, month: int, length: int, name: str) -> Period:
    return Period(rhythm, date(year, month, 1), _last_of(year, month + length - 1), name)


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
