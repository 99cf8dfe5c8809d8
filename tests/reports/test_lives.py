"""重启 and 再次交办 in figures and assessment: each life counts once, and nothing of an earlier one goes away."""

from __future__ import annotations

from datetime import date

import pytest

from duban_cli.reports.assessment import Assessment, assess
from duban_cli.reports.figures import Figures, figures
from tests.reports.book import Book, assigned, closed, done, passed, progress, withdrawn

LATE = (assigned("2026-03-04", "2026-03-18"), done("2026-04-10"), passed("2026-04-13"), closed("2026-04-14"))
REOPENED = "{日期: 2026-05-06, 动作: 重启, 理由: 反弹, 批准: 刘某某, 限期: 2026-05-29}"
EACH = "协办单位: [市水利局, 楼区]\n反馈单位: 各单位"


def year(book: Book) -> Assessment:
    return assess(book.load(), 2026, date(2026, 5, 20))


def of(done_year: Assessment, unit: str) -> dict[str, int]:
    row = next(r for r in done_year.rows if r.unit == unit)
    return {k: v for k, v in row.counts.items() if v}


def half_year(book: Book, end: date = date(2026, 5, 20)) -> Figures:
    return figures(book.load(), date(2026, 1, 1), end)


def test_a_reopening_makes_no_late_unit_clean(book: Book) -> None:
    book.item("2026-0001", *LATE)
    before = of(year(book), "市财政局")
    book.item("2026-0001", *LATE, REOPENED)
    after = of(year(book), "市财政局")
    assert before["late_done"] == after["late_done"] == 1
    assert before["replied_late"] == after["replied_late"] == 1
    assert before["items"] == after["items"] == 1


def test_both_lives_are_due_once_each(book: Book) -> None:
    book.item("2026-0001", *LATE, REOPENED)
    counts = of(assess(book.load(), 2026, date(2026, 6, 30)), "市财政局")
    assert (counts["due"], counts["late_done"], counts["late_open"]) == (2, 1, 1)


def test_the_bulletin_keeps_what_was_finished_before(book: Book) -> None:
    book.item("2026-0001", *LATE)
    before = half_year(book).totals.counts
    book.item("2026-0001", *LATE, REOPENED)
    after = half_year(book).totals.counts
    for key in ("due", "completed", "passed", "struck_off", "replies_due", "replied", "first_limit_due"):
        assert after[key] == before[key] == 1, key
    assert (after["closed"], after["under_way"]) == (0, 1)


def test_the_bulletin_says_how_lives_count(book: Book) -> None:
    book.item("2026-0001", *LATE)
    assert not any("重启" in note for note in half_year(book).notes)
    book.item("2026-0001", *LATE, REOPENED)
    assert any("每一轮" in note for note in half_year(book).notes)
    assert any("每一轮" in note for note in year(book).notes)


def test_withdrawing_the_second_life_takes_nothing_from_the_first(book: Book) -> None:
    book.item("2026-0001", *LATE, REOPENED, withdrawn("2026-05-11"))
    assert of(year(book), "市财政局")["late_done"] == 1
    assert half_year(book).totals.counts["due"] == 1


def test_what_was_owed_when_withdrawn_is_owed_again_once_reopened(book: Book) -> None:
    late = (assigned("2026-03-04", "2026-03-18"), withdrawn("2026-04-14"))
    book.item("2026-0001", *late)
    assert "due" not in of(year(book), "市财政局")
    book.item("2026-0001", *late, REOPENED)
    trace = next(r for r in year(book).rows if r.unit == "市财政局").behind("late_open")[0]
    assert trace.duty is not None
    assert (trace.duty.life, trace.duty.overdue_workdays) == (1, 18)


def test_handed_to_another_unit_the_late_one_keeps_its_lateness(book: Book) -> None:
    change = "{日期: 2026-04-14, 动作: 变更, 字段: 主办单位, 新: 市水利局, 批准: 刘某某}"
    book.item("2026-0001", assigned("2026-03-04", "2026-03-18"), change, assigned("2026-04-14", "2026-04-30"))
    found = year(book)
    assert of(found, "市财政局")["late_open"] == 1
    assert of(found, "市水利局")["late_open"] == 1


def test_late_before_the_year_and_over_before_it_is_not_carried(book: Book) -> None:
    late = (assigned("2025-03-04", "2025-03-18"), withdrawn("2025-04-14"))
    again = "{日期: 2025-05-06, 动作: 重启, 理由: 反弹, 批准: 刘某某, 限期: 2026-05-06}"
    book.item("2025-0001", *late, again)
    assert "carried" not in of(year(book), "市财政局")


@pytest.mark.parametrize(
    ("unit", "owed", "said"), [("市财政局", 1, 1), ("市水利局", 1, 1), ("岳阳楼区人民政府", 1, 0)]
)
def test_what_each_unit_owes_is_counted_for_it(book: Book, unit: str, owed: int, said: int) -> None:
    own = progress("2026-03-16", "单位: 市水利局")
    book.item("2026-0001", assigned("2026-03-04", "2026-03-18"), progress("2026-03-16"), own, more=EACH)
    row = next(r for r in half_year(book).rows if r.name == unit)
    assert (row.counts["replies_due"], row.counts["replied"]) == (owed, said)
    counts = of(year(book), unit)
    assert (counts["replies_due"], counts.get("replied_on_time", 0)) == (owed, said)


def test_joint_items_add_up_in_every_grouping(book: Book) -> None:
    book.item("2026-0001", assigned("2026-03-04", "2026-03-18"), more=EACH)
    found = half_year(book)
    assert found.totals.counts["replies_due"] == 3
    assert found.totals.counts["due"] == found.totals.counts["included"] == 1
    assert sum(r.counts["included"] for r in found.rows) == 1
    assert any("协办单位" in note for note in found.notes)


def test_a_unit_late_with_its_own_reply_is_named(book: Book) -> None:
    said = (progress("2026-03-16"), progress("2026-03-16", "单位: 楼区"))
    book.item(
        "2026-0001",
        "{日期: 2026-03-04, 动作: 交办, 限期: 2026-06-30, 反馈限期: 2026-03-18}",
        *said,
        more=EACH,
    )
    assert [(x.unit, x.duty) for x in half_year(book).late] == [("市水利局", "反馈")]
