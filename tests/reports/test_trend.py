"""The months before a day: each as its own bulletin has it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from duban_cli.documents.context_months import months_of
from duban_cli.reports.figures import figures
from duban_cli.reports.trend import trend
from tests.reports.book import assigned, closed, done, passed

if TYPE_CHECKING:
    from tests.reports.book import Book

INITIATED = "{日期: 2026-01-05, 动作: 立项, 方式: 直接}"


def fill(book: Book) -> None:
    on_time = (done("2026-01-15"), passed("2026-01-16"), closed("2026-01-19"))
    book.item("2026-0001", INITIATED, assigned("2026-01-05", "2026-01-20"), *on_time)
    book.item(
        "2026-0002", INITIATED, assigned("2026-01-05", "2026-02-10"), done("2026-02-12"), passed("2026-02-13")
    )
    book.item("2026-0003", INITIATED, assigned("2026-01-06", "2026-02-11"), done("2026-02-11"))
    book.item("2026-0004", INITIATED, assigned("2026-03-02", "2026-03-20"))


def test_each_month_is_what_its_own_bulletin_says(book: Book) -> None:
    fill(book)
    ledger = book.load()

    found = trend(ledger, date(2026, 3, 31), 6)

    assert [(m.start, m.end) for m in found] == [
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 31)),
    ]
    for one in found:
        own = figures(ledger, one.start, one.end).totals
        assert (dict(one.row.counts), dict(one.row.rates)) == (dict(own.counts), dict(own.rates))
    rates = [m.row.rates["on_time_rate"] for m in found]
    assert [(r.numerator, r.denominator) for r in rates] == [(1, 1), (1, 2), (0, 1)]


def test_the_last_month_ends_at_the_day_asked_about(book: Book) -> None:
    fill(book)

    last = trend(book.load(), date(2026, 2, 10), 6)[-1]

    assert (last.start, last.end) == (date(2026, 2, 1), date(2026, 2, 10))
    assert last.row.counts["due"] == 1


def test_no_more_months_than_asked_for_and_none_before_the_first_item(book: Book) -> None:
    assert trend(book.load(), date(2026, 3, 31), 6) == ()
    fill(book)
    ledger = book.load()
    assert [m.start.month for m in trend(ledger, date(2026, 3, 31), 2)] == [2, 3]
    assert len(trend(ledger, date(2026, 3, 31), 12)) == 3


def test_papers_have_the_months_by_name(book: Book) -> None:
    fill(book)

    months = months_of(trend(book.load(), date(2026, 3, 31), 6))

    assert [(m.year, m.month, m.assigned, m.done, m.overdue) for m in months] == [
        (2026, 1, 3, 1, 0),
        (2026, 2, 0, 1, 0),
        (2026, 3, 1, 0, 1),
    ]
