"""首日, 顺延 and limits that count back from their event."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban_cli.rules.limits import (
    USUAL,
    Ahead,
    Counting,
    LimitError,
    Months,
    NaturalDays,
    Workdays,
    due_of,
    parse_limit,
    parse_rule_limit,
)
from duban_cli.rules.workdays import WorkCalendar

CALENDAR = WorkCalendar()
DAYS = st.dates(date(2005, 1, 1), date(2026, 12, 31))
FIRST = Counting(first_day=True)


def due(text: str, start: str, counting: Counting = USUAL) -> str:
    found = due_of(parse_rule_limit(text), date.fromisoformat(start), None, CALENDAR, counting=counting)
    assert found is not None
    return found.text


@pytest.mark.parametrize(
    ("text", "start", "counting", "expected"),
    [
        ("7日", "2026-06-01", FIRST, "2026-06-08"),  # the 7th is a Sunday
        ("7日", "2026-06-01", Counting(first_day=True, roll=0), "2026-06-07"),
        ("7日", "2026-06-01", Counting(first_day=True, roll=2), "2026-06-09"),
        ("7日", "2026-06-03", Counting(roll=2), "2026-06-10"),
        ("10日", "2026-06-01", FIRST, "2026-06-10"),
        ("1个月", "2026-07-01", FIRST, "2026-07-31"),
        ("1个月", "2026-01-31", Counting(first_day=True, roll=0), "2026-02-28"),
        ("3个工作日", "2026-06-01", FIRST, "2026-06-03"),
        ("3个工作日", "2026-06-06", FIRST, "2026-06-10"),  # a Saturday counts as little as ever
        ("提前15个工作日", "2026-11-30", Counting(), "2026-11-09"),
        ("提前1个工作日", "2026-10-08", Counting(), "2026-09-30"),
        ("提前1个工作日", "2026-10-08", FIRST, "2026-10-08"),
        ("提前10日", "2026-06-17", Counting(), "2026-06-05"),  # the 7th is a Sunday: the working day before
        ("提前10日", "2026-06-17", Counting(roll=0), "2026-06-07"),
        ("提前10日", "2026-06-17", Counting(roll=2), "2026-06-04"),
        ("提前10日", "2026-06-17", FIRST, "2026-06-08"),
    ],
)
def test_examples(text: str, start: str, counting: Counting, expected: str) -> None:
    assert due(text, start, counting) == expected


@pytest.mark.parametrize("text", ["提前15个工作日", "提前 10 日", "提前十日", "提前10天"])
def test_backward_limits_are_read(text: str) -> None:
    limit = parse_rule_limit(text)
    assert isinstance(limit, Ahead)
    assert parse_rule_limit(limit.text) == limit
    with pytest.raises(LimitError):
        parse_limit(text)


@pytest.mark.parametrize("text", ["提前", "提前1个月", "提前48小时", "提前第3个工作日12:00", "提前当日"])
def test_other_limits_do_not_count_back(text: str) -> None:
    with pytest.raises(LimitError):
        parse_rule_limit(text)


@given(DAYS, st.integers(1, 200), st.booleans())
def test_back_by_working_days_and_forward_again(event: date, n: int, first: bool) -> None:
    event = event if CALENDAR.is_workday(event) else CALENDAR.add(event, 1)
    counting = Counting(first_day=first)
    back = due_of(Ahead(Workdays(n)), event, None, CALENDAR, counting=counting)
    assert back is not None
    forward = due_of(Workdays(n), back.day, None, CALENDAR, counting=counting)
    assert forward is not None
    assert forward.day == event
    assert CALENDAR.is_workday(back.day)


@given(DAYS, st.integers(1, 400), st.booleans())
def test_back_by_days_and_forward_again(event: date, n: int, first: bool) -> None:
    stands = Counting(first_day=first, roll=0)
    back = due_of(Ahead(NaturalDays(n)), event, None, CALENDAR, counting=stands)
    assert back is not None
    forward = due_of(NaturalDays(n), back.day, None, CALENDAR, counting=stands)
    assert forward is not None
    assert forward.day == event
    rolled = due_of(Ahead(NaturalDays(n)), event, None, CALENDAR, counting=Counting(first_day=first))
    assert rolled is not None
    assert rolled.day <= back.day
    assert CALENDAR.is_workday(rolled.day)
    assert CALENDAR.count(rolled.day, back.day) == 0


@given(DAYS, st.integers(1, 400), st.sampled_from([NaturalDays, Months]))
def test_the_first_day_counted_ends_no_later(
    start: date, n: int, kind: type[NaturalDays] | type[Months]
) -> None:
    limit = kind(min(n, 60))
    usual, counted = (
        due_of(limit, start, None, CALENDAR, counting=Counting(first_day=first, roll=0))
        for first in (False, True)
    )
    assert usual is not None
    assert counted is not None
    assert usual.day - counted.day in (timedelta(days=1), timedelta(0))
    assert usual.day - counted.day == timedelta(days=1) or isinstance(limit, Months)


@given(DAYS, st.integers(1, 400))
def test_where_a_last_day_off_gives_way(start: date, n: int) -> None:
    found = [
        due_of(NaturalDays(n), start, None, CALENDAR, counting=Counting(roll=roll)) for roll in (0, 1, 2)
    ]
    stands, nxt, second = (d.day for d in found if d is not None)
    if CALENDAR.is_workday(stands):
        assert stands == nxt == second
    else:
        assert nxt == CALENDAR.add(stands, 1)
        assert second == CALENDAR.add(stands, 2)
