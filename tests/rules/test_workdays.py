from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban_cli.rules.festivals import statutory_holidays
from duban_cli.rules.workdays import NEVER, DayRule, SkippedDay, WorkCalendar, group_skipped

ONE = timedelta(days=1)
VECTORS = Path(__file__).parents[1] / "vectors" / "workdays.csv"
NATIONAL = WorkCalendar()

days = st.dates(date(2003, 1, 1), date(2032, 12, 31))
steps = st.integers(1, 400)


def off(day: date, why: str = "省政府通知") -> DayRule:
    return DayRule(day=day, works=False, why=why)


def on(day: date, why: str = "省政府通知") -> DayRule:
    return DayRule(day=day, works=True, why=why)


@st.composite
def suspensions(draw: st.DrawFn, start: date) -> list[tuple[date, date | None]]:
    gaps = draw(st.lists(st.tuples(st.integers(-60, 300), st.integers(-3, 90)), max_size=4))
    return [(start + a * ONE, start + (a + length) * ONE) for a, length in gaps]


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    rules = draw(
        st.lists(st.builds(DayRule, day=days, works=st.booleans(), why=st.just("通知")), max_size=30)
    )
    return WorkCalendar(rules)


def is_stopped(day: date, excluded: list[tuple[date, date | None]]) -> bool:
    return any(a <= day and (b is None or day < b) for a, b in excluded)


def walk(calendar: WorkCalendar, start: date, n: int, excluded: list[tuple[date, date | None]]) -> date:
    """The n-th working day, day by day, as a clerk counts on a wall calendar."""
    step = ONE if n > 0 else -ONE
    left = abs(n)
    day = start
    while left:
        day += step
        if calendar.is_workday(day) and not is_stopped(day, excluded):
            left -= 1
    return day


def vectors() -> list[dict[str, str]]:
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", vectors(), ids=lambda row: f"{row['start']}+{row['workdays']}")
def test_vectors(row: dict[str, str]) -> None:
    start, n, due = date.fromisoformat(row["start"]), int(row["workdays"]), date.fromisoformat(row["due"])
    assert NATIONAL.add(start, n) == due
    assert NATIONAL.count(start, due) == n
    assert NATIONAL.provisional_between(start, due) == ("provisional" in row["note"])


def test_a_ledger_corrects_the_package() -> None:
    day = date(2005, 12, 31)
    assert not NATIONAL.is_workday(day)
    ledger = WorkCalendar([on(day, "国办发明电〔2005〕43号")])
    assert ledger.is_workday(day)
    assert ledger.why(day) == "国办发明电〔2005〕43号"
    assert ledger.add(date(2005, 12, 30), 1) == day
    assert NATIONAL.add(date(2005, 12, 30), 1) == date(2006, 1, 4)


def test_a_local_order_turns_a_national_working_day_into_a_day_off() -> None:
    week = [date(2020, 2, n) for n in range(3, 10)]
    ledger = WorkCalendar(off(day, "省指挥部通知") for day in week)
    assert NATIONAL.add(date(2020, 1, 22), 10) == date(2020, 2, 13)
    assert ledger.add(date(2020, 1, 22), 10) == date(2020, 2, 20)
    assert ledger.why(date(2020, 2, 3)) == "省指挥部通知"


@given(day=days, works=st.booleans())
def test_an_override_decides_its_day_and_no_other(day: date, works: bool) -> None:
    ledger = WorkCalendar([DayRule(day=day, works=works, why="通知")])
    assert ledger.is_workday(day) is works
    assert not ledger.provisional(day)
    for near in range(-400, 401, 7):
        other = day + near * ONE
        if other != day:
            assert ledger.is_workday(other) == NATIONAL.is_workday(other)


@given(calendar=calendars(), start=days, n=st.integers(-200, 200), data=st.data())
def test_add_is_a_walk_day_by_day(calendar: WorkCalendar, start: date, n: int, data: st.DataObject) -> None:
    excluded = data.draw(suspensions(start))
    assert calendar.add(start, n, excluded) == walk(calendar, start, n, excluded)


@given(calendar=calendars(), start=days, length=st.integers(-30, 900), data=st.data())
def test_count_is_a_walk_day_by_day(
    calendar: WorkCalendar, start: date, length: int, data: st.DataObject
) -> None:
    excluded = data.draw(suspensions(start))
    counted = [start + n * ONE for n in range(1, length + 1)]
    expected = sum(calendar.is_workday(day) and not is_stopped(day, excluded) for day in counted)
    assert calendar.count(start, start + length * ONE, excluded) == expected


@given(calendar=calendars(), start=days, n=steps, data=st.data())
def test_add_and_count_are_inverse(calendar: WorkCalendar, start: date, n: int, data: st.DataObject) -> None:
    excluded = data.draw(suspensions(start))
    due = calendar.add(start, n, excluded)
    assert calendar.count(start, due, excluded) == n
    assert calendar.is_workday(due)


@given(start=days, n=steps)
def test_backward_mirrors_forward(start: date, n: int) -> None:
    due = NATIONAL.add(start, n)
    assert NATIONAL.add(due, -n) == walk(NATIONAL, due, -n, [])
    worked = start if NATIONAL.is_workday(start) else NATIONAL.add(start, 1)
    assert NATIONAL.add(worked, n) == NATIONAL.add(NATIONAL.add(worked, n + 1), -1)


@given(a=days, b=days, n=steps)
def test_a_later_start_is_never_due_earlier(a: date, b: date, n: int) -> None:
    a, b = sorted((a, b))
    assert NATIONAL.add(a, n) <= NATIONAL.add(b, n)
    assert NATIONAL.add(a, n) < NATIONAL.add(a, n + 1)


def test_meeting_papers_are_due_15_working_days_ahead() -> None:
    assert NATIONAL.add(date(2026, 3, 20), -15) == date(2026, 2, 28)  # a Saturday worked in exchange
    assert NATIONAL.add(date(2026, 3, 20), 0) == date(2026, 3, 20)


def test_days_of_a_suspension_do_not_count() -> None:
    stopped = [(date(2026, 3, 10), date(2026, 3, 17))]
    assert NATIONAL.add(date(2026, 3, 4), 10) == date(2026, 3, 18)
    assert NATIONAL.add(date(2026, 3, 4), 10, stopped) == date(2026, 3, 25)
    assert NATIONAL.count(date(2026, 3, 4), date(2026, 3, 18), stopped) == 5
    assert NATIONAL.count(date(2026, 3, 9), date(2026, 3, 16), stopped) == 0
    twice = [*stopped, (date(2026, 3, 12), date(2026, 3, 19))]
    assert NATIONAL.add(date(2026, 3, 4), 10, twice) == date(2026, 3, 27)


def test_an_open_suspension_stops_the_clock_for_good() -> None:
    stopped = [(date(2026, 3, 10), None)]
    assert NATIONAL.add(date(2026, 3, 4), 3, stopped) == date(2026, 3, 9)
    assert NATIONAL.add(date(2026, 3, 4), 4, stopped) == NEVER
    assert NATIONAL.count(date(2026, 3, 4), date(2036, 1, 1), stopped) == 3
    assert NATIONAL.add(date(2026, 3, 20), -2, stopped) == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 3, 3), "工作日"),
        (date(2026, 3, 7), "周末"),
        (date(2026, 2, 14), "调休上班"),
        (date(2026, 2, 21), "春节假期"),  # a Saturday inside the festival
        (date(2026, 5, 4), "劳动节假期"),
        (date(2026, 4, 5), "清明节假期"),
        (date(2015, 9, 3), "抗战胜利70周年纪念日假期"),
        (date(2027, 5, 1), "劳动节假期，暂定"),
        (date(2027, 5, 8), "周末，暂定"),
        (date(2027, 5, 10), "工作日，暂定"),
    ],
)
def test_why(day: date, why: str) -> None:
    assert NATIONAL.why(day) == why


def test_a_year_the_ledger_covers_is_known() -> None:
    spring = [off(date(2027, 2, n), "国办发明电〔2026〕9号") for n in range(5, 13)]
    ledger = WorkCalendar([*spring, on(date(2027, 2, 20))], known_years=frozenset({2027}))
    assert not ledger.provisional(date(2027, 3, 1))
    assert not ledger.provisional_between(date(2026, 12, 28), date(2027, 12, 31))
    assert ledger.provisional_between(date(2027, 12, 30), date(2028, 1, 4))
    assert ledger.why(date(2027, 2, 12)) == "国办发明电〔2026〕9号"
    assert ledger.why(date(2027, 5, 1)) == "劳动节假期"
    assert not ledger.is_workday(date(2027, 10, 1))


def test_single_days_decided_leave_the_rest_of_the_year_provisional() -> None:
    ledger = WorkCalendar([off(date(2027, 1, 1)), on(date(2027, 1, 2))])
    assert not ledger.provisional_between(date(2026, 12, 31), date(2027, 1, 2))
    assert ledger.provisional_between(date(2026, 12, 31), date(2027, 1, 3))
    assert ledger.provisional_between(date(2027, 1, 4), date(2026, 12, 1))
    assert not ledger.provisional_between(date(2027, 1, 4), date(2027, 1, 4))


def test_a_backward_count_looks_at_the_days_before_the_start() -> None:
    assert not NATIONAL.provisional_between(date(2027, 1, 1), date(2026, 12, 1))
    assert NATIONAL.provisional_between(date(2027, 1, 2), date(2026, 12, 1))


@pytest.mark.parametrize("year", [2025, 2026])
def test_statutory_holidays_agree_with_the_notices(year: int) -> None:
    holidays = statutory_holidays(year)
    assert len(holidays) == 13
    for day, name in holidays.items():
        assert not NATIONAL.is_workday(day)
        assert NATIONAL.why(day) in {name, "国庆节假期", "中秋节假期"}


@pytest.mark.parametrize("year", range(2008, 2027))
def test_lunar_holidays_agree_with_the_notices(year: int) -> None:
    lunar = {d: name for d, name in statutory_holidays(year).items() if name[:2] in ("清明", "端午", "中秋")}
    assert sum(NATIONAL.why(day) == name for day, name in lunar.items()) >= len(lunar) - 1  # 中秋 in 国庆
    assert not any(NATIONAL.is_workday(day) for day in lunar)


def test_days_past_the_notices_follow_the_law() -> None:
    names = {d for d, name in statutory_holidays(2027).items() if name == "春节假期"}
    assert names == {date(2027, 2, n) for n in (5, 6, 7, 8)}  # 除夕 to 初三
    assert NATIONAL.why(date(2027, 6, 9)) == "端午节假期，暂定"
    assert NATIONAL.why(date(2027, 9, 15)) == "中秋节假期，暂定"


@pytest.mark.parametrize("year", [1, 1899, 1949, 1950, 1994, 1999, 2003, 2027, 2099, 2100, 2150, 9999])
def test_no_year_is_out_of_reach(year: int) -> None:
    assert NATIONAL.provisional(date(year, 6, 1))
    assert NATIONAL.is_workday(date(year, 5, 1)) in (True, False)
    if year >= 1950:
        assert not NATIONAL.is_workday(date(year, 1, 1))
        assert not NATIONAL.is_workday(date(year, 10, 1))


def test_the_past_had_its_own_holidays() -> None:
    assert NATIONAL.is_workday(date(1995, 4, 29))  # the last Saturdays worked
    assert not NATIONAL.is_workday(date(1995, 5, 6))
    assert not NATIONAL.is_workday(date(2003, 5, 2))
    assert NATIONAL.is_workday(date(1998, 5, 4))
    assert NATIONAL.why(date(2003, 2, 3)) == "春节假期，暂定"


def test_the_ends_of_the_calendar() -> None:
    assert NATIONAL.add(date(9999, 12, 30), 30) == NEVER
    assert NATIONAL.add(date(1, 1, 3), -30) == date.min


def test_explain_names_each_day_that_did_not_count() -> None:
    skipped = NATIONAL.explain(date(2026, 3, 4), date(2026, 3, 18))
    assert skipped[0] == SkippedDay(date(2026, 3, 7), "周末")
    assert group_skipped(skipped) == "3月7、8日（周末）、14、15日（周末）"
    assert NATIONAL.worked_in_exchange(date(2026, 3, 4), date(2026, 3, 18)) == ()


@given(start=days, length=st.integers(-300, 300), data=st.data())
def test_skipped_and_counted_days_make_up_the_span(start: date, length: int, data: st.DataObject) -> None:
    excluded = data.draw(suspensions(start))
    end = start + length * ONE
    skipped = NATIONAL.explain(start, end, excluded)
    counted = NATIONAL.count(*((start, end) if length > 0 else (end - ONE, start - ONE)), excluded)
    assert len(skipped) + counted == abs(length)


def test_explain_backwards_and_in_suspension() -> None:
    back = NATIONAL.explain(date(2026, 3, 9), date(2026, 3, 5))
    assert group_skipped(back) == "3月7、8日（周末）"
    stopped = [(date(2026, 3, 10), date(2026, 3, 17))]
    skipped = NATIONAL.explain(date(2026, 3, 4), date(2026, 3, 25), stopped)
    assert group_skipped(skipped) == "3月7、8日（周末）、10日至16日（中止期间）、21、22日（周末）"


def test_days_worked_in_exchange_are_shown() -> None:
    worked = NATIONAL.worked_in_exchange(date(2026, 2, 10), date(2026, 3, 2))
    assert worked == (
        SkippedDay(date(2026, 2, 14), "调休上班", works=True),
        SkippedDay(date(2026, 2, 28), "调休上班", works=True),
    )
    stopped = [(date(2026, 2, 13), date(2026, 2, 24))]
    assert [d.day.day for d in NATIONAL.worked_in_exchange(date(2026, 2, 10), date(2026, 3, 2), stopped)] == [
        28
    ]


def test_group_names_months_and_years_when_they_change() -> None:
    skipped = NATIONAL.explain(date(2025, 12, 25), date(2026, 2, 1))
    assert group_skipped(skipped) == (
        "12月27、28日（周末）、2026年1月1日至3日（元旦假期）、10、11日（周末）、17、18日（周末）、"
        "24、25日（周末）、31日、2月1日（周末）"
    )
    new_year = NATIONAL.explain(date(2025, 12, 31), date(2026, 1, 1))
    assert group_skipped(new_year) == "1月1日（元旦假期）"
    assert group_skipped(new_year, year=2025) == "2026年1月1日（元旦假期）"
    assert group_skipped(()) == ""


def test_group_across_a_new_year_and_with_a_notice_in_brackets() -> None:
    long = [SkippedDay(date(2026, 12, 30) + n * ONE, "中止期间") for n in range(5)]
    assert group_skipped(long) == "12月30日至2027年1月3日（中止期间）"
    pair = [SkippedDay(date(2026, 12, 31), "放假"), SkippedDay(date(2027, 1, 1), "放假")]
    assert group_skipped(pair) == "12月31日、2027年1月1日（放假）"
    assert (
        group_skipped([SkippedDay(date(2026, 2, 3), "春节（某发〔2026〕1号）")])
        == "2月3日（春节，某发〔2026〕1号）"
    )


def test_importing_the_calendar_loads_no_tables() -> None:
    code = (
        "import sys, duban_cli.rules.workdays, duban_cli.rules.limits, duban_cli.rules.periods;"
        "sys.exit('chinese_calendar' in sys.modules or 'lunardate' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
