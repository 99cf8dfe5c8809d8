"""考核 scores: points by the time, grades, and assessments of a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from duban_cli.errors import WrongUse
from duban_cli.reports.assessment import Assessment, ScoreLine, UnitYear, assess
from duban_cli.reports.assessment_span import Span, parse_span
from duban_cli.views.assessment import behind_text, heading
from tests.reports.book import Book, assigned, criticised, done, passed, urged
from tests.reports.test_assessment import with_rules

TODAY = date(2026, 11, 20)
BASE = "{基础分: 100, 依据: 岳07 三（二）}"
MONTHLY = "{周期: 月, 依据: 岳20 十}"


def scored(book: Book, *rules: str, month: int | None = None, today: date = TODAY) -> Assessment:
    return assess(replace(book.load(), regime=with_rules(*rules)), 2026, today, month)


def finance(found: Assessment) -> UnitYear:
    return next(r for r in found.rows if r.unit == "市财政局")


def line(found: Assessment, label: str) -> ScoreLine:
    return next(s for s in finance(found).score or () if s.label == label)


@pytest.mark.parametrize(("times", "points"), [(1, "0"), (2, "-3"), (3, "-13"), (4, "-23")])
def test_each_time_has_points_of_its_own(book: Book, times: int, points: str) -> None:
    days = ("2026-03-25", "2026-03-26", "2026-03-27", "2026-03-30")
    book.item("2026-0001", assigned("2026-03-02", "2026-03-16"), *(urged(d) for d in days[:times]))
    found = scored(book, BASE, "{每: 催办, 逐次: [0, -3, -10], 依据: 岳20 十}")
    step = line(found, "催办")
    assert (step.count, step.points) == (times, Decimal(points))
    assert [str(p) for p in step.times] == ["0", "-3", "-10", "-10"][:times]
    assert finance(found).points == 100 + Decimal(points)


def test_every_point_is_traced(book: Book) -> None:
    book.item("2026-0001", assigned("2026-03-02", "2026-03-16"), urged("2026-03-25"), urged("2026-03-27"))
    found = scored(book, BASE, "{每: 催办, 逐次: [0, -3, -10], 依据: 岳20 十}")
    told = behind_text(found, finance(found))
    assert "  催办 2  -3（第1次+0，第2次-3）  十条措施（2020-04-27）十\n" in told
    assert "2026-0001  2026-03-25  催办" in told
    assert "2026-0001  2026-03-27  催办" in told


def test_what_happens_again_counts_double_up_to_a_cap(book: Book) -> None:
    for n in range(1, 5):
        book.item(f"2026-000{n}", assigned("2026-03-02", "2026-03-16"))
    doubled = scored(book, BASE, "{每: 逾期, 分: -1, 再次: 加倍, 依据: 岳20 十}")
    assert line(doubled, "逾期").points == Decimal(-15)
    capped = scored(book, BASE, "{每: 逾期, 分: -1, 再次: 加倍, 上限: 10, 依据: 岳20 十}")
    assert line(capped, "逾期").points == Decimal(-10)
    assert "-10（第1次-1，第2次-2，第3次-4，第4次-8，到上限）" in behind_text(capped, finance(capped))


@pytest.mark.parametrize(("late", "grade"), [(0, "A"), (1, "A"), (2, "B"), (4, "C")])
def test_a_grade_by_the_points(book: Book, late: int, grade: str) -> None:
    for n in range(1, 5):
        replied = () if n <= late else (done("2026-03-10"), passed("2026-03-11"))
        book.item(f"2026-000{n}", assigned("2026-03-02", "2026-03-16"), *replied)
    found = scored(
        book, BASE, "{每: 逾期, 分: -10, 依据: 岳20 十}", "{等次: {A: 90, B: 80, C: 60, D: 0}, 依据: 岳20 十}"
    )
    assert finance(found).grade == grade
    first = finance(found).conclusions[0]
    assert (first.text, first.clause.text) == (f"等次{grade}", "十条措施（2020-04-27）十")
    assert first.reason.startswith(f"得分{100 - 10 * late}，")


def test_no_grade_where_there_is_no_score(book: Book) -> None:
    book.item("2026-0001", assigned("2026-03-02", "2026-03-16"))
    found = scored(book, "{等次: {A: 90, B: 80}, 依据: 岳20 十}")
    assert (finance(found).score, finance(found).grade, finance(found).conclusions) == (None, None, ())


def test_a_month_counts_what_fell_into_it(book: Book) -> None:
    book.item("2026-0001", assigned("2026-03-02", "2026-03-16"), urged("2026-03-25"), urged("2026-04-01"))
    book.item("2026-0002", assigned("2026-03-20", "2026-04-03"), criticised("2026-04-20", "市财政局"))
    rules = (BASE, "{每: 逾期, 分: -1, 依据: 岳20 十}", "{每: 催办, 分: -2, 依据: 岳20 十}", MONTHLY)
    march, april = (scored(book, *rules, month=m) for m in (3, 4))
    assert (march.start, march.end, march.complete) == (date(2026, 3, 1), date(2026, 3, 31), True)
    assert (finance(march).points, finance(april).points) == (Decimal(97), Decimal(97))
    assert [finance(m).counts["urged"] for m in (march, april)] == [1, 1]
    assert [finance(m).counts["criticised"] for m in (march, april)] == [0, 1]
    assert finance(april).counts["carried"] == 1
    assert heading(march) == "2026年3月考核  2026-03-01 至 2026-03-31"


def test_a_month_that_runs_is_told_to(book: Book) -> None:
    book.item("2026-0001", assigned("2026-11-02", "2026-11-16"))
    found = scored(book, BASE, MONTHLY, month=11)
    assert (found.end, found.complete) == (TODAY, False)
    assert heading(found).endswith("（当月未终了）")
    assert any("2026年11月尚未终了，结果以11月30日为准" in note for note in found.notes)
    with pytest.raises(WrongUse, match="2026年12月还没有到"):
        scored(book, BASE, MONTHLY, month=12)


@pytest.mark.parametrize(("rules", "month"), [((BASE,), 3), ((BASE, MONTHLY), None)])
def test_points_are_for_the_period_the_rules_name(
    book: Book, rules: tuple[str, ...], month: int | None
) -> None:
    book.item("2026-0001", assigned("2026-03-02", "2026-03-16"))
    found = scored(book, *rules, month=month)
    assert finance(found).score is None
    assert finance(found).counts["items"] == 1
    assert any("只列数字，不打分" in note for note in found.notes)


def test_some_matters_by_the_month_the_rest_by_the_year(book: Book) -> None:
    book.item("2026-0001", assigned("2026-03-02", "2026-03-16"), category="媒体批评")
    book.item("2026-0002", assigned("2026-03-02", "2026-03-16"))
    rules = (BASE, "{每: 逾期, 分: -1, 依据: 岳20 十}", "{周期: 月, 当: 类别 = 媒体批评, 依据: 岳20 十}")
    month, whole = scored(book, *rules, month=3), scored(book, *rules)
    assert [t.item for t in finance(month).behind("items")] == ["2026-0001"]
    assert [t.item for t in finance(whole).behind("items")] == ["2026-0002"]
    assert (finance(month).points, finance(whole).points) == (Decimal(99), Decimal(99))
    assert any("类别 = 媒体批评的按月（十条措施（2020-04-27）十）" in note for note in month.notes)


def test_what_a_year_leads_to_is_not_said_of_a_month(book: Book) -> None:
    days = ("2026-03-03", "2026-03-10", "2026-03-17")
    book.item(
        "2026-0001",
        assigned("2026-03-02", "2026-03-31"),
        *(criticised(d, "市财政局", f"批〔2026〕{n}号") for n, d in enumerate(days, 1)),
    )
    assert [c.text for c in finance(scored(book, MONTHLY)).conclusions] == ["未达标"]
    assert finance(scored(book, MONTHLY, month=3)).conclusions == ()


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2026", Span(2026)),
        ("２０２６年", Span(2026)),
        ("2018-05", Span(2018, 5)),
        ("2018年5月", Span(2018, 5)),
    ],
)
def test_a_year_or_month_as_it_is_typed(text: str, span: Span) -> None:
    assert parse_span(text) == span
    assert parse_span(span.word) == span


@pytest.mark.parametrize("text", ["26", "2018-13", "2018-00", "2018-05-01", "五月", ""])
def test_what_is_no_year_and_no_month_is_told(text: str) -> None:
    with pytest.raises(WrongUse, match="不是年份，也不是月份"):
        parse_span(text)
