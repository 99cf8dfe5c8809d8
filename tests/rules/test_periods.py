from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban_cli.rules.periods import (
    Period,
    PeriodError,
    Rhythm,
    counts_at_start,
    parse_period,
    period_of,
    periods_between,
)

ONE = timedelta(days=1)
rhythms = st.sampled_from(Rhythm)
days = st.dates(date(1950, 1, 8), date(2198, 12, 1))


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("每周", Rhythm.WEEK),
        ("每半月", Rhythm.HALF_MONTH),
        ("每半个月", Rhythm.HALF_MONTH),
        ("每月", Rhythm.MONTH),
        ("每个月", Rhythm.MONTH),
        ("每季", Rhythm.QUARTER),
        ("每季度", Rhythm.QUARTER),
        ("季", Rhythm.QUARTER),
        ("半年", Rhythm.HALF_YEAR),
        (" 每 半年 ", Rhythm.HALF_YEAR),
        ("每年", Rhythm.YEAR),
    ],
)
def test_rhythm(text: str, rhythm: Rhythm) -> None:
    assert Rhythm.parse(text) is rhythm
    assert Rhythm.parse(rhythm.text) is rhythm


@pytest.mark.parametrize("text", ["每旬", "", "每", "经常"])
def test_rhythm_refused(text: str) -> None:
    with pytest.raises(
        ValueError, match=f"“{text}”不是认得的频次，可写 每周、每半月、每月、每季、每半年、每年"
    ):
        Rhythm.parse(text)


@pytest.mark.parametrize(
    ("rhythm", "day", "start", "end", "name"),
    [
        (Rhythm.WEEK, date(2026, 3, 4), date(2026, 3, 2), date(2026, 3, 8), "2026年第10周"),
        (Rhythm.WEEK, date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3), "2026年第53周"),
        (Rhythm.HALF_MONTH, date(2026, 3, 15), date(2026, 3, 1), date(2026, 3, 15), "2026年3月上半月"),
        (Rhythm.HALF_MONTH, date(2026, 2, 16), date(2026, 2, 16), date(2026, 2, 28), "2026年2月下半月"),
        (Rhythm.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        (Rhythm.QUARTER, date(2026, 3, 31), date(2026, 1, 1), date(2026, 3, 31), "2026年第一季度"),
        (Rhythm.QUARTER, date(2026, 10, 1), date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        (Rhythm.HALF_YEAR, date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30), "2026年上半年"),
        (Rhythm.HALF_YEAR, date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        (Rhythm.YEAR, date(2026, 11, 20), date(2026, 1, 1), date(2026, 12, 31), "2026年"),
    ],
)
def test_period_of(rhythm: Rhythm, day: date, start: date, end: date, name: str) -> None:
    assert period_of(rhythm, day) == Period(rhythm, start, end, name)


@given(rhythms, days)
def test_periods_leave_no_gap(rhythm: Rhythm, day: date) -> None:
    period = period_of(rhythm, day)
    assert day in period
    assert period_of(rhythm, period.start) == period_of(rhythm, period.end) == period
    assert period.next().start == period.end + ONE
    assert period.days == (period.next().start - period.start).days


@given(rhythms, days)
def test_a_name_reads_back(rhythm: Rhythm, day: date) -> None:
    period = period_of(rhythm, day)
    assert parse_period(period.name) == period
    assert parse_period(period.name, rhythm) == period


@given(rhythms, days, st.integers(-5, 500))
def test_periods_between_cover_the_span(rhythm: Rhythm, first: date, length: int) -> None:
    last = first + length * ONE
    periods = periods_between(rhythm, first, last)
    if length < 0:
        assert periods == ()
        return
    assert first in periods[0]
    assert last in periods[-1]
    assert all(a.next() == b for a, b in pairwise(periods))


def test_periods_of_a_year_and_at_the_end_of_time() -> None:
    names = [p.name for p in periods_between(Rhythm.QUARTER, date(2026, 3, 4), date(2026, 11, 20))]
    assert names == ["2026年第一季度", "2026年第二季度", "2026年第三季度", "2026年第四季度"]
    for rhythm in Rhythm:
        assert periods_between(rhythm, date.max, date.max)[0].end == date.max


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026Q1", "2026年第一季度"),
        ("2026q1", "2026年第一季度"),
        ("2026-Q4", "2026年第四季度"),
        ("2026年第一季度", "2026年第一季度"),
        ("2026年一季度", "2026年第一季度"),
        ("2026年1季度", "2026年第一季度"),
        ("２０２６年１季度", "2026年第一季度"),
        ("2026 年 第 二 季度", "2026年第二季度"),
        ("2026H1", "2026年上半年"),
        ("2026H2", "2026年下半年"),
        ("2026年上半年", "2026年上半年"),
        ("2026-03", "2026年3月"),
        ("2026年3月", "2026年3月"),
        ("2026年03月份", "2026年3月"),
        ("2026年3月下半月", "2026年3月下半月"),
        ("2026-W10", "2026年第10周"),
        ("2026年第10周", "2026年第10周"),
        ("2026", "2026年"),
        ("２０２６", "2026年"),
        ("2026年", "2026年"),
        ("2026年度", "2026年"),
    ],
)
def test_what_a_clerk_writes(text: str, name: str) -> None:
    assert parse_period(text).name == name


@pytest.mark.parametrize(
    ("text", "rhythm", "message"),
    [
        ("一季度", None, "“一季度”不是认得的期，写作 2026年第10周、.*2026Q1"),
        ("一季度", Rhythm.QUARTER, "“一季度”不是认得的期，写作 2026年第一季度 或 2026Q1"),
        ("2026年3月", Rhythm.QUARTER, "“2026年3月”不是一个季度，写作 2026年第一季度 或 2026Q1"),
        ("2026Q5", None, "“2026Q5”这一期不存在，例如 2026年第一季度"),
        ("2026Q0", None, "“2026Q0”这一期不存在"),
        ("2026-13", None, "“2026-13”这一期不存在，例如 2026年3月"),
        ("2025年第53周", None, "“2025年第53周”这一期不存在"),
        ("0026", None, "“0026”的年份不对"),
        ("", None, "期是空的"),
        ("2026H3", Rhythm.HALF_YEAR, "“2026H3”不是认得的期，写作 2026年上半年 或 2026H1"),
    ],
)
def test_refused_with_examples(text: str, rhythm: Rhythm | None, message: str) -> None:
    with pytest.raises(PeriodError, match=message) as caught:
        parse_period(text, rhythm)
    assert caught.value.hint


@given(st.text(alphabet="0123456789一二三四年月第季度上下半周QHWqhw- 全份", max_size=12))
def test_no_writing_crashes(text: str) -> None:
    with suppress(PeriodError):
        period = parse_period(text)
        assert parse_period(period.name) == period


@pytest.mark.parametrize(
    ("rhythm", "day", "counts"),
    [
        (Rhythm.MONTH, date(2026, 4, 1), True),
        (Rhythm.MONTH, date(2026, 4, 16), True),  # 15 of 30 days left
        (Rhythm.MONTH, date(2026, 4, 17), False),
        (Rhythm.MONTH, date(2026, 3, 16), True),  # 16 of 31
        (Rhythm.MONTH, date(2026, 3, 17), False),
        (Rhythm.QUARTER, date(2026, 2, 15), True),  # 45 of 90
        (Rhythm.QUARTER, date(2026, 2, 16), False),
        (Rhythm.WEEK, date(2026, 3, 5), True),  # Thursday: 4 of 7
        (Rhythm.WEEK, date(2026, 3, 6), False),
    ],
)
def test_the_period_of_assignment_counts_with_half_left(rhythm: Rhythm, day: date, counts: bool) -> None:
    assert counts_at_start(period_of(rhythm, day), day) is counts


def test_the_share_is_the_regimes_to_set() -> None:
    april = period_of(Rhythm.MONTH, date(2026, 4, 1))
    assert counts_at_start(april, date(2026, 4, 21), 1, 3)
    assert not counts_at_start(april, date(2026, 4, 22), 1, 3)
    assert counts_at_start(april, date(2026, 3, 31))
    assert not counts_at_start(april, date(2026, 5, 1))
    assert counts_at_start(april, date(2026, 4, 30), 0, 1)
