from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban_cli.rules.limits import (
    Due,
    Hours,
    Limit,
    LimitError,
    LongTerm,
    Moment,
    Months,
    Named,
    NaturalDays,
    Now,
    SameDay,
    Workdays,
    due_of,
    overdue_workdays,
    parse_limit,
    parse_now,
    shift_recorded,
)
from duban_cli.rules.wording import UnreadableError
from duban_cli.rules.workdays import NEVER, WorkCalendar

CALENDAR = WorkCalendar()
NOON = time(12)
ASSIGNED = date(2026, 3, 4)
STOPPED = [(date(2026, 3, 10), date(2026, 3, 17))]
OPEN = [(date(2026, 3, 10), None)]

clocks = st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0))
counts = st.integers(1, 3660)
limits: st.SearchStrategy[Limit] = st.one_of(
    st.builds(Workdays, counts, clocks),
    st.builds(NaturalDays, counts),
    st.builds(Hours, counts),
    st.builds(Months, st.integers(1, 120)),
    st.builds(Named, st.dates(date(1949, 1, 1), date(2199, 12, 31)), clocks),
    st.builds(SameDay),
    st.builds(LongTerm),
)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("10个工作日", Workdays(10)),
        ("10工作日", Workdays(10)),
        ("１０个工作日", Workdays(10)),
        ("十个工作日", Workdays(10)),
        ("十五个工作日内", Workdays(15)),
        ("两个工作日", Workdays(2)),
        (" 10 个 工作日 ", Workdays(10)),
        ("10个工作日以内", Workdays(10)),
        ("第3个工作日", Workdays(3)),
        ("第3个工作日12:00", Workdays(3, NOON)),
        ("第3个工作日 12：00 前", Workdays(3, NOON)),
        ("第三个工作日中午12时", Workdays(3, NOON)),
        ("第3个工作日17点30分", Workdays(3, time(17, 30))),
        ("第3个工作日24:00", Workdays(3)),
        ("20日", NaturalDays(20)),
        ("20天", NaturalDays(20)),
        ("二十日内", NaturalDays(20)),
        ("30个自然日", NaturalDays(30)),
        ("一百二十天", NaturalDays(120)),
        ("一百零五日", NaturalDays(105)),
        ("一百日", NaturalDays(100)),
        ("二十一日", NaturalDays(21)),
        ("48小时", Hours(48)),
        ("四十八个小时", Hours(48)),
        ("1个月", Months(1)),
        ("三个月内", Months(3)),
        ("2026-03-20", Named(date(2026, 3, 20))),
        ("2026-3-20", Named(date(2026, 3, 20))),
        ("２０２６－０３－２０", Named(date(2026, 3, 20))),
        ("2026年3月20日", Named(date(2026, 3, 20))),
        ("2026年3月20日前", Named(date(2026, 3, 20))),
        ("2026-03-20 12:00", Named(date(2026, 3, 20), NOON)),
        ("2026-03-20T12:00", Named(date(2026, 3, 20), NOON)),
        ("2026-3-2 12:00", Named(date(2026, 3, 2), NOON)),
        ("2026年3月20日12时", Named(date(2026, 3, 20), NOON)),
        ("2028-02-29", Named(date(2028, 2, 29))),
        ("当日", SameDay()),
        ("同日", SameDay()),
        ("随交随办", SameDay()),
        ("即办", SameDay()),
        ("长期", LongTerm()),
        ("常年", LongTerm()),
    ],
)
def test_what_a_clerk_writes(text: str, limit: Limit) -> None:
    assert parse_limit(text) == limit


@given(limits)
def test_the_canonical_writing_reads_back(limit: Limit) -> None:
    assert parse_limit(limit.text) == limit


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("10天工作日", "“10天工作日”不是认得的时限", "写作 10个工作日（工作日）或 10日（自然日）"),
        ("10", "“10”不是认得的时限", "写作 10个工作日（工作日）或 10日（自然日）"),
        ("2周", "“2周”不是认得的时限", "写作 14日（自然日），或按工作日写，例如 10个工作日"),
        ("半个月", "“半个月”不是认得的时限", "写作 15日（自然日），或按工作日写，例如 10个工作日"),
        ("半年", "“半年”不是认得的时限", "写作 6个月"),
        ("1年", "“1年”不是认得的时限", "写作 12个月"),
        ("3月20日", "“3月20日”不是认得的时限", "写明年份，例如 2026-03-20"),
        ("2026.3.20", "“2026.3.20”不是认得的日期写法", "写作 2026-03-20"),
        ("2026/3/20 12:00", "“2026/3/20 12:00”不是认得的日期写法", "写作 2026-03-20"),
        (
            "2026-02-30",
            "“2026-02-30”不存在：2026年2月没有30日",
            "2026年2月的最后一天是28日，写作 2026-02-28",
        ),
        ("2026.2.30", "“2026.2.30”不存在：2026年2月没有30日", "2026年2月的最后一天是28日，写作 2026-02-28"),
        ("2026-13-01", "“2026-13-01”里没有13月这个月份", "月份为 1 至 12，例如 2026-03-20"),
        ("2026-03-20 25:00", "“25:00”不是钟点", "钟点写作 12:00"),
        ("第3个工作日12:99", "“12:99”不是钟点", "钟点写作 12:00"),
        ("0日", "“0日”：时限不能是 0", "当天办的写作 当日，没有期限的写作 长期"),
        ("零个工作日", "“零个工作日”：时限不能是 0", "当天办的写作 当日，没有期限的写作 长期"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(text: str, message: str, hint: str) -> None:
    with pytest.raises(LimitError) as caught:
        parse_limit(text)
    assert (str(caught.value), caught.value.hint) == (message, hint)


REFUSED = (
    "|  |年|3月|0|-3日|1.5个月|一百五日|٣日|0天工作日|尽快|3661日|9999999999999999999999个工作日|121个月"
    "|500周|100年|第3个工作日中午|10个工作日前|0026-03-20|2026-00-10|2026-03-00|2026-03-20 上午|13月40日"
)


@pytest.mark.parametrize("text", REFUSED.split("|"))
def test_refused_with_a_hint(text: str) -> None:
    with pytest.raises(LimitError) as caught:
        parse_limit(text)
    assert caught.value.hint


@pytest.mark.parametrize(
    "text", ["2026-03-20" + " " * 20_000 + "x", "1" * 20_000, "十" * 20_000, "2" * 5_000 + "日"]
)
def test_a_long_writing_is_refused_at_once_and_quoted_in_short(text: str) -> None:
    with pytest.raises(LimitError) as caught:
        parse_limit(text)
    assert len(str(caught.value)) < 80


@given(st.text(alphabet="0123456789一二十百零两年月日天个工作第时点:-./ T前内小周半长期当", max_size=14))
def test_no_writing_crashes(text: str) -> None:
    with suppress(LimitError):
        limit = parse_limit(text)
        assert parse_limit(limit.text) == limit


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("10个工作日", Due(date(2026, 3, 18))),
        ("第3个工作日12:00", Due(date(2026, 3, 9), NOON)),
        ("10日", Due(date(2026, 3, 16))),  # 14 March is a Saturday
        ("20日", Due(date(2026, 3, 24))),
        ("1个月", Due(date(2026, 4, 7))),  # 4 to 6 April: 清明
        ("2026-04-05", Due(date(2026, 4, 5))),  # a day named stands on a holiday
        ("2026-03-20 12:00", Due(date(2026, 3, 20), NOON)),
        ("当日", Due(ASSIGNED)),
        ("长期", None),
    ],
)
def test_due(limit: str, due: Due | None) -> None:
    assert due_of(parse_limit(limit), ASSIGNED, None, CALENDAR) == due


def test_hours_run_by_the_clock_or_from_the_end_of_the_day() -> None:
    friday = date(2026, 3, 6)
    assert due_of(Hours(48), friday, time(15, 30), CALENDAR) == Due(date(2026, 3, 8), time(15, 30))
    assert due_of(Hours(48), friday, None, CALENDAR) == Due(date(2026, 3, 8))
    assert due_of(Hours(12), friday, NOON, CALENDAR) == Due(friday)
    assert due_of(Hours(36), friday, None, CALENDAR) == Due(date(2026, 3, 8), NOON)
    assert due_of(Hours(24), friday, time(0), CALENDAR) == Due(friday)


def test_months_end_on_the_same_day_or_the_last_of_the_month() -> None:
    assert due_of(Months(1), date(2025, 7, 31), None, CALENDAR) == Due(date(2025, 9, 1))  # 31 August: Sunday
    assert due_of(Months(1), date(2026, 5, 31), None, CALENDAR) == Due(date(2026, 6, 30))
    assert due_of(Months(12), date(2024, 2, 29), None, CALENDAR) == Due(date(2025, 2, 28))
    assert due_of(Months(1), date(2025, 12, 15), None, CALENDAR) == Due(date(2026, 1, 15))


def test_hebei_two_duties_end_a_day_and_a_half_apart() -> None:
    fixed = due_of(parse_limit("2个工作日"), date(2026, 3, 5), time(9), CALENDAR)
    reported = due_of(parse_limit("第3个工作日12:00"), date(2026, 3, 5), time(9), CALENDAR)
    assert fixed == Due(date(2026, 3, 9))
    assert reported == Due(date(2026, 3, 10), NOON)


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("10个工作日", Due(date(2026, 3, 25))),
        ("3个工作日", Due(date(2026, 3, 9))),
        ("20日", Due(date(2026, 3, 31))),
        ("5日", Due(date(2026, 3, 9))),
        ("8日", Due(date(2026, 3, 19))),
        ("1个月", Due(date(2026, 4, 13))),
        ("240小时", Due(date(2026, 3, 21))),
        ("2026-03-12", Due(date(2026, 3, 12))),
        ("当日", Due(ASSIGNED)),
    ],
)
def test_a_suspension_puts_off_what_is_counted_and_leaves_what_is_named(limit: str, due: Due) -> None:
    assert due_of(parse_limit(limit), ASSIGNED, None, CALENDAR, STOPPED) == due


@pytest.mark.parametrize("limit", ["10个工作日", "20日", "1个月", "240小时"])
def test_no_day_can_be_named_while_the_clock_stands(limit: str) -> None:
    assert due_of(parse_limit(limit), ASSIGNED, None, CALENDAR, OPEN) is None


def test_a_natural_day_does_not_roll_into_a_suspension() -> None:
    weekend_then_stopped = [(date(2026, 3, 16), date(2026, 3, 18))]
    assert due_of(NaturalDays(10), ASSIGNED, None, CALENDAR, weekend_then_stopped) == Due(date(2026, 3, 18))


def test_a_day_assigned_and_suspended_at_once() -> None:
    assert due_of(SameDay(), ASSIGNED, None, CALENDAR, [(ASSIGNED, date(2026, 3, 9))]) == Due(
        date(2026, 3, 9)
    )


@given(
    limit=limits,
    start=st.dates(),
    clock=clocks,
    open_since=st.none() | st.dates(),
)
def test_no_start_is_out_of_reach(
    limit: Limit, start: date, clock: time | None, open_since: date | None
) -> None:
    due = due_of(limit, start, clock, CALENDAR, [(open_since, None)] if open_since else ())
    if due is not None:
        assert due.at.tzinfo is not None
        assert isinstance(limit, Named) or due >= Moment(start, time(0))


def test_a_due_time_in_the_words_of_machines_and_people() -> None:
    whole_day, noon = Due(date(2026, 3, 18)), Due(date(2026, 3, 18), NOON)
    assert whole_day.iso_at() == "2026-03-18T24:00:00+08:00"
    assert noon.iso_at() == "2026-03-18T12:00:00+08:00"
    assert (whole_day.text, noon.text) == ("2026-03-18", "2026-03-18 12:00")
    shanghai = timezone(timedelta(hours=8))
    assert whole_day.at == datetime(2026, 3, 19, tzinfo=shanghai)
    assert noon.at == datetime(2026, 3, 18, 12, tzinfo=shanghai)
    assert sorted([whole_day, noon, Due(date(2026, 3, 17))]) == [Due(date(2026, 3, 17)), noon, whole_day]
    assert noon <= Now(date(2026, 3, 18), NOON) < whole_day


@pytest.mark.parametrize(
    ("due", "now", "expected"),
    [
        (Due(date(2026, 3, 18)), Now(date(2026, 3, 18)), (False, 0)),
        (Due(date(2026, 3, 18)), Now(date(2026, 3, 18), time(23, 59)), (False, 0)),
        (Due(date(2026, 3, 18)), Now(date(2026, 3, 19), time(0)), (True, 1)),
        (Due(date(2026, 3, 20)), Now(date(2026, 3, 21)), (True, 0)),  # Saturday
        (Due(date(2026, 3, 20)), Now(date(2026, 3, 23)), (True, 1)),
        (Due(date(2026, 3, 18)), Now(date(2026, 3, 27)), (True, 7)),
        (Due(date(2026, 3, 18)), Now(date(2026, 4, 9)), (True, 15)),
        (Due(date(2026, 3, 18)), Now(date(2026, 11, 20)), (True, 169)),
        (Due(date(2026, 3, 18), NOON), Now(date(2026, 3, 18)), (True, 0)),
        (Due(date(2026, 3, 18), NOON), Now(date(2026, 3, 18), NOON), (False, 0)),
        (Due(date(2026, 3, 18), NOON), Now(date(2026, 3, 18), time(12, 1)), (True, 0)),
    ],
)
def test_overdue(due: Due, now: Now, expected: tuple[bool, int]) -> None:
    assert overdue_workdays(due, now, CALENDAR) == expected


def test_the_overdue_count_stands_still_in_a_suspension() -> None:
    due = Due(date(2026, 3, 5))
    assert overdue_workdays(due, Now(date(2026, 3, 9)), CALENDAR, STOPPED) == (True, 2)
    assert overdue_workdays(due, Now(date(2026, 3, 16)), CALENDAR, STOPPED) == (True, 2)
    assert overdue_workdays(due, Now(date(2026, 3, 17)), CALENDAR, STOPPED) == (True, 3)


def test_a_recorded_day_moves_by_what_a_suspension_took() -> None:
    recorded = date(2026, 3, 18)
    assert shift_recorded(recorded, ASSIGNED, CALENDAR) == recorded
    assert shift_recorded(recorded, ASSIGNED, CALENDAR, STOPPED) == date(2026, 3, 25)
    assert shift_recorded(recorded, ASSIGNED, CALENDAR, [(date(2026, 3, 18), date(2026, 3, 19))]) == date(
        2026, 3, 19
    )
    assert shift_recorded(recorded, ASSIGNED, CALENDAR, [(date(2026, 3, 19), None)]) == recorded
    assert shift_recorded(recorded, ASSIGNED, CALENDAR, OPEN) == NEVER


def test_a_recorded_holiday_is_never_brought_forward() -> None:
    sunday = date(2026, 3, 8)
    assert shift_recorded(sunday, ASSIGNED, CALENDAR, [(date(2026, 3, 7), date(2026, 3, 8))]) == sunday
    assert shift_recorded(sunday, ASSIGNED, CALENDAR, [(date(2026, 3, 6), date(2026, 3, 7))]) == date(
        2026, 3, 9
    )


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("2026-11-20", Now(date(2026, 11, 20))),
        ("2026-11-20T12:00", Now(date(2026, 11, 20), NOON)),
        ("2026-11-20 09:05", Now(date(2026, 11, 20), time(9, 5))),
        ("2026-11-20T12:00:00", Now(date(2026, 11, 20), NOON)),
        ("２０２６年１１月２０日", Now(date(2026, 11, 20))),
    ],
)
def test_now(text: str, now: Now) -> None:
    assert parse_now(text) == now


@pytest.mark.parametrize("text", ["", "今天", "2026-11-31", "2026/11/20", "2026-11-20T24:30", "11-20"])
def test_now_refused(text: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        parse_now(text)
    assert caught.value.hint
