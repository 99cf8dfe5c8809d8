"""The working calendar: what a 工作日 is, counted forwards and backwards, and why a day did not count.

A day is decided by the ledger's own calendar, else by the State Council's yearly notice (chinese_calendar),
else by weekday and the statutory holidays; the last is 暂定. (民法典 201: the first day does not count.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from duban_cli.rules.festivals import CHINESE_NAMES, is_weekend, statutory_holidays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: Half-open intervals [中止, 恢复) whose days do not count; None: not resumed yet.
Suspensions: TypeAlias = "Sequence[tuple[date, date | None]]"

#: What counting gives when the day cannot be reached: a suspension that has not ended.
NEVER = date.max

_ONE_DAY = timedelta(days=1)
_WORKDAY = "工作日"
_WEEKEND = "周末"
_EXCHANGED = "调休上班"
_SUSPENDED = "中止期间"
_PROVISIONAL = "，暂定"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRule:
    """One line of a ledger's calendar: the day works (上班) or not (放假), and the notice that says so."""

    day: date
    works: bool
    why: str


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day an explanation names: one that did not count, or (`works`) one that does against the week."""

    day: date
    why: str
    works: bool = False


class _Year(NamedTuple):
    first: int  # ordinal of 1 January
    sums: list[int]  # sums[i]: working days among the first i days
    works: list[date]  # the working days in order
    special: dict[date, str]  # days that are not what the week makes them
    known: bool  # covered by a notice or by the ledger's calendar


class WorkCalendar:
    """Which days work. `overrides` decide single days; `known_years` are years the ledger's calendar covers.

    A later override of a day replaces an earlier one. Counting past year 9999 gives `NEVER`.
    """

    __slots__ = ("_known_years", "_overrides", "_years")

    def __init__(self, overrides: Iterable[DayRule] = (), known_years: frozenset[int] = frozenset()) -> None:
        self._overrides = {rule.day: rule for rule in overrides}
        self._known_years = known_years
        self._years: dict[int, _Year] = {}

    def is_workday(self, day: date) -> bool:
        year = self._year(day.year)
        index = day.toordinal() - year.first
        return year.sums[index + 1] > year.sums[index]

    def provisional(self, day: date) -> bool:
        """True if neither a notice nor the ledger's calendar decides the day."""
        return not self._year(day.year).known and day not in self._overrides

    def provisional_between(self, start: date, end: date) -> bool:
        """True if a day counted on the way from `start` (itself not counted) to `end` is 暂定."""
        if start == end:
            return False
        first, last = (start + _ONE_DAY, end) if start < end else (end, start - _ONE_DAY)
        for number in range(first.year, last.year + 1):
            if self._year(number).known:
                continue
            low, high = max(first, date(number, 1, 1)), min(last, date(number, 12, 31))
            decided = sum(1 for day in self._overrides if low <= day <= high)
            if decided <= (high - low).days:
                return True
        return False

    def why(self, day: date) -> str:
        """What makes the day work or not, in a clerk's words: 周末, 春节假期, 调休上班, the notice cited."""
        year = self._year(day.year)
        words = year.special.get(day) or (_WEEKEND if is_weekend(day) else _WORKDAY)
        return words + _PROVISIONAL if self.provisional(day) else words

    def add(self, start: date, n: int, excluded: Suspensions = ()) -> date:
        """The n-th working day after `start`, or before it for n < 0; `start` itself for 0.

        `NEVER` if an open suspension stands in the way.
        """
        if not excluded or n == 0:
            return self._step(start, n)
        if n < 0:
            for first, resumed in reversed(merged_suspensions(excluded)):
                if first >= start:
                    continue
                # What lies before `start` but after the suspension; the day of resuming counts again.
                after = min(resumed, start) - _ONE_DAY
                free = self._count(after, start - _ONE_DAY)
                if free >= -n:
                    break
                n += free
                start = first
            return self._step(start, n)
        for first, resumed in merged_suspensions(excluded):
            if resumed - _ONE_DAY <= start:
                continue
            free = self._count(start, first - _ONE_DAY) if first > start else 0
            if free >= n:
                break
            if resumed == NEVER:
                return NEVER
            n -= free
            start = resumed - _ONE_DAY
        return self._step(start, n)

    def count(self, after: date, upto: date, excluded: Suspensions = ()) -> int:
        """Working days in (after, upto]; 0 if there are none or `upto` is not later."""
        if upto <= after:
            return 0
        total = self._count(after, upto)
        for first, resumed in merged_suspensions(excluded) if excluded else ():
            low, high = max(first, after + _ONE_DAY) - _ONE_DAY, min(resumed - _ONE_DAY, upto)
            if low < high:
                total -= self._count(low, high)
        return total

    def explain(self, start: date, end: date, excluded: Suspensions = ()) -> tuple[SkippedDay, ...]:
        """The days in (start, end] that did not count; in [end, start) when counted backwards."""
        suspended = merged_suspensions(excluded)
        return tuple(
            SkippedDay(day, _SUSPENDED if stopped else self.why(day))
            for day in _span(start, end)
            if (stopped := _is_within(day, suspended)) or not self.is_workday(day)
        )

    def worked_in_exchange(
        self, start: date, end: date, excluded: Suspensions = ()
    ) -> tuple[SkippedDay, ...]:
        """The days of the same span that count only because a notice makes them work."""
        suspended = merged_suspensions(excluded)
        return tuple(
            SkippedDay(day, self.why(day), works=True)
            for day in _span(start, end)
            if day in self._year(day.year).special and self.is_workday(day) and not _is_within(day, suspended)
        )

    def _step(self, start: date, n: int) -> date:
        if n == 0:
            return start
        number = start.year
        year = self._year(number)
        index = start.toordinal() - year.first
        if n > 0:
            wanted = year.sums[index + 1] + n - 1
            while wanted >= len(year.works):
                if number == date.max.year:
                    return NEVER
                wanted -= len(year.works)
                number += 1
                year = self._year(number)
            return year.works[wanted]
        wanted = year.sums[index] + n
        while wanted < 0:
            if number == date.min.year:
                return date.min
            number -= 1
            year = self._year(number)
            wanted += len(year.works)
        return year.works[wanted]

    def _count(self, after: date, upto: date) -> int:
        """Working days in (after, upto] where after <= upto."""
        begins, ends = self._year(after.year), self._year(upto.year)
        through = ends.sums[upto.toordinal() - ends.first + 1]
        before = begins.sums[after.toordinal() - begins.first + 1]
        whole_years = sum(len(self._year(number).works) for number in range(after.year, upto.year))
        return whole_years + through - before

    def _year(self, number: int) -> _Year:
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = self._build(number)
        return year

    def _build(self, number: int) -> _Year:
        # Imported here: loading its tables takes 20 ms, which commands that count nothing need not spend.
        from chinese_calendar import holidays, workdays  # noqa: PLC0415

        noticed = min(holidays).year <= number <= max(holidays).year
        if noticed:
            free = {d: CHINESE_NAMES.get(name, "节假日") for d, name in holidays.items() if d.year == number}
            exchanged = {d for d in workdays if d.year == number}
        else:
            free, exchanged = statutory_holidays(number), set()
        special = free | dict.fromkeys(exchanged, _EXCHANGED)
        first = date(number, 1, 1).toordinal()
        sums, works = [0], []
        for ordinal in range(first, date(number, 12, 31).toordinal() + 1):
            day = date.fromordinal(ordinal)
            rule = self._overrides.get(day)
            if rule is not None:
                working = rule.works
                special[day] = rule.why or (_EXCHANGED if rule.works else "放假")
            else:
                working = day in exchanged or (day not in free and not is_weekend(day))
            if working:
                works.append(day)
            sums.append(len(works))
        return _Year(first, sums, works, special, noticed or number in self._known_years)


def group_skipped(days: Iterable[SkippedDay], year: int | None = None) -> str:
    """Days in compact Chinese: `3月7、8日（周末）、14、15日（周末）`, `5月1日至3日（劳动节假期）`.

    A month is named when it changes, and so is a year; `year` is the one the reader has in mind already
    (left out: that of the first day).
    """
    runs: list[list[SkippedDay]] = []
    for skipped in days:
        last = runs[-1][-1] if runs else None
        if last is not None and last.why == skipped.why and skipped.day - last.day == _ONE_DAY:
            runs[-1].append(skipped)
        else:
            runs.append([skipped])
    parts: list[str] = []
    said: date | None = None
    for run in runs:
        first, last_day = run[0].day, run[-1].day
        words = _day_words(first, said, year)
        if len(run) == 2 and first.month == last_day.month:
            words += f"、{last_day.day}"
        elif len(run) > 1:
            words += ("日、" if len(run) == 2 else "日至") + _day_words(last_day, first, first.year)
        # A reason of the ledger may hold brackets of its own: 春节（国办发明电〔2025〕7号）.
        why = run[0].why.replace("（", "，").replace("）", "")
        parts.append(f"{words}日（{why}）")
        said, year = last_day, last_day.year
    return "、".join(parts)


def _day_words(day: date, said: date | None, year: int | None) -> str:
    """The day without 日, naming only what differs from what was said before."""
    if year is not None and day.year != year:
        return f"{day.year}年{day.month}月{day.day}"
    if said is not None and day.month == said.month:
        return f"{day.day}"
    return f"{day.month}月{day.day}"


def merged_suspensions(excluded: Suspensions) -> list[tuple[date, date]]:
    """The suspensions in order, joined where they touch, an open one lasting until `NEVER`."""
    merged: list[tuple[date, date]] = []
    for first, resumed in sorted((a, NEVER if b is None else b) for a, b in excluded):
        if resumed <= first:
            continue
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], resumed))
        else:
            merged.append((first, resumed))
    return merged


def _is_within(day: date, merged: Sequence[tuple[date, date]]) -> bool:
    return any(first <= day < resumed for first, resumed in merged)


def _span(start: date, end: date) -> Iterator[date]:
    """The days an explanation walks over: (start, end], or [end, start) when counted backwards."""
    first, last = (start.toordinal() + 1, end.toordinal())
    if end < start:
        first, last = end.toordinal(), start.toordinal() - 1
    return map(date.fromordinal, range(first, last + 1))
