"""Each figure by what it counts, with the cut-off inside the story."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from duban_cli.errors import WrongUse
from duban_cli.ledger.store import load
from duban_cli.reports.figures import Figures, figures
from duban_cli.reports.measures import LABELS, PARTS
from duban_cli.reports.rate import Rate
from tests.reports.book import (
    assigned,
    closed,
    done,
    extended,
    passed,
    progress,
    returned,
    suspended,
    urged,
    withdrawn,
)

if TYPE_CHECKING:
    from duban_cli.reports.groups import By
    from tests.reports.book import Book


def quarter(book: Book, by: By = "单位") -> Figures:
    """April to June 2026."""
    return figures(book.load(), date(2026, 4, 1), date(2026, 6, 30), by)


def rate(report: Figures, key: str) -> tuple[int, int]:
    found = report.totals.rates[key]
    return found.numerator, found.denominator


def test_every_item_in_hand_is_of_one_kind(book: Book) -> None:
    book.item(
        "2026-0001",
        assigned("2026-04-02", "2026-05-08"),
        done("2026-05-06"),
        passed("2026-05-07"),
        closed("2026-05-08"),
    )
    book.item(
        "2026-0002", assigned("2026-04-02", "2026-05-08"), done("2026-05-06"), passed("2026-05-07"),
        closed("2026-05-08"), "{日期: 2026-06-01, 动作: 归档}",
    )  # fmt: skip
    book.item("2026-0003", assigned("2026-04-02", "2026-05-08"), done("2026-05-06"), passed("2026-05-07"))
    book.item("2026-0004", assigned("2026-04-02", "2026-05-08"), done("2026-05-06"))
    book.item("2026-0005", assigned("2026-04-02", "2026-07-08"))
    book.item(
        "2026-0006",
        assigned("2026-04-02", "2026-05-08"),
        done("2026-05-06"),
        returned("2026-06-29", "2026-07-10"),
    )
    book.item("2026-0007", assigned("2026-04-02", "2026-05-08"), suspended("2026-04-20"))
    book.item("2026-0008", assigned("2026-04-02", "2026-05-08"), withdrawn("2026-04-20"))
    book.item("2026-0009", "{日期: 2026-06-29, 动作: 立项}")
    book.item(
        "2026-0010",
        assigned("2026-01-05", "2026-02-08"),
        done("2026-02-02"),
        passed("2026-02-03"),
        closed("2026-03-31"),
    )
    book.item("2026-0011", assigned("2026-01-05", "2026-02-08"), withdrawn("2026-03-31"))

    report = quarter(book)

    assert {p: list(report.items[p]) for p in PARTS} == {
        "closed": ["2026-0001", "2026-0002"], "awaiting_close": ["2026-0003"], "awaiting_review": ["2026-0004"],
        "under_way": ["2026-0005", "2026-0006"], "suspended": ["2026-0007"], "withdrawn": ["2026-0008"],
    }  # fmt: skip
    counts = report.totals.counts
    assert (counts["included"], counts["done"], counts["open"], counts["overdue"]) == (8, 3, 4, 0)
    assert rate(report, "done_rate") == (3, 7)


def test_nothing_after_the_cut_off_is_seen(book: Book) -> None:
    book.item(
        "2026-0001", assigned("2026-06-01", "2026-06-30"), done("2026-06-30"), passed("2026-07-01"),
        urged("2026-07-01", "催1号"), closed("2026-07-02"),
    )  # fmt: skip
    book.item("2026-0002", assigned("2026-06-01", "2026-06-30"), done("2026-07-01"), passed("2026-07-01"))
    book.item("2026-0003", assigned("2026-07-01", "2026-07-30"))

    report = quarter(book)

    assert report.items["awaiting_review"] == ("2026-0001",)
    assert report.items["under_way"] == ("2026-0002",)
    counts = report.totals.counts
    assert (counts["included"], counts["assigned"], counts["completed"], counts["urged"]) == (2, 2, 0, 0)
    # Due at the end of the cut-off day itself: owed, unmet, and not yet late.
    assert rate(report, "on_time_rate") == (1, 2)
    assert report.totals.counts["overdue"] == 0

    day_later = figures(book.load(), date(2026, 7, 1), date(2026, 7, 1))
    assert day_later.items["passed"] == ("2026-0001", "2026-0002")
    assert day_later.items["completed"] == ("2026-0002",)
    assert day_later.items["assigned"] == ("2026-0003",)


def test_a_reply_dated_before_the_cut_off_and_received_after_is_not_in_hand(book: Book) -> None:
    book.item("2026-0001", assigned("2026-06-01", "2026-06-30"), done("2026-06-29", "收到: 2026-07-02"))

    report = quarter(book)

    assert rate(report, "on_time_rate") == (0, 1)
    assert rate(report, "reply_rate") == (0, 1)


def test_events_of_the_period_count_entries_and_notices_count_papers(book: Book) -> None:
    entries = (
        assigned("2026-03-02", "2026-03-31"), urged("2026-03-31", "催0号"), urged("2026-04-13", "催1号"),
        urged("2026-04-23"), extended("2026-05-06", "2026-05-20"), done("2026-05-19"),
        returned("2026-05-21", "2026-06-10"), done("2026-06-09"), returned("2026-06-11", "2026-06-26"),
    )  # fmt: skip
    book.item("2026-0001", *entries)
    book.item(
        "2026-0002", assigned("2026-03-02", "2026-03-31"), urged("2026-04-13", "催1号"), lead="市水利局"
    )

    report = quarter(book)

    counts = report.totals.counts
    assert (counts["urged"], counts["notices"], counts["returned"], counts["extended"]) == (3, 1, 2, 1)
    assert counts["assigned"] == 0
    # One notice to two units stands in both rows, and once in the totals.
    assert [r.counts["notices"] for r in report.rows] == [1, 1]
    assert report.items["notices"] == ("2026-0001", "2026-0002")


def test_on_time_goes_by_the_limit_as_extended_and_by_the_first_limit_apart(book: Book) -> None:
    book.item("2026-0001", assigned("2026-04-02", "2026-04-30"), done("2026-04-30"))
    book.item(
        "2026-0002",
        assigned("2026-04-02", "2026-04-30"),
        extended("2026-04-28", "2026-05-29"),
        done("2026-05-20"),
    )
    book.item("2026-0003", assigned("2026-04-02", "2026-04-30"), extended("2026-04-28", "2026-07-31"))
    book.item("2026-0004", assigned("2026-04-02", "2026-04-30"), done("2026-05-06"), passed("2026-05-07"))

    report = quarter(book)

    assert report.items["due"] == ("2026-0001", "2026-0002", "2026-0004")
    assert report.items["done_on_time"] == ("2026-0001", "2026-0002")
    assert rate(report, "first_limit_rate") == (1, 4)
    assert rate(report, "first_reply_rate") == (2, 3)


def test_a_returned_reply_is_on_time_as_a_first_reply_only(book: Book) -> None:
    book.item(
        "2026-0001",
        assigned("2026-04-02", "2026-04-30"),
        done("2026-04-29"),
        returned("2026-05-06", "2026-05-20"),
    )
    book.item(
        "2026-0002", assigned("2026-04-02", "2026-04-30"), done("2026-04-29"), returned("2026-05-06", "2026-05-20"),
        done("2026-05-19"), passed("2026-05-21"),
    )  # fmt: skip

    report = quarter(book)

    assert rate(report, "on_time_rate") == (1, 2)
    assert rate(report, "first_reply_rate") == (2, 2)
    assert rate(report, "first_limit_rate") == (0, 2)
    # Replies: two first ones and one redone in time, one still owed; the two first ones were sent back.
    assert rate(report, "reply_rate") == (3, 4)
    assert rate(report, "reply_on_time_rate") == (3, 4)
    assert rate(report, "reply_kept_rate") == (1, 4)


def test_what_was_finished_ahead_of_the_period_still_counts_as_done_on_time_in_it(book: Book) -> None:
    book.item(
        "2026-0001",
        assigned("2026-03-02", "2026-04-10"),
        done("2026-03-20"),
        passed("2026-03-23"),
        closed("2026-03-24"),
    )
    book.item("2026-0002", assigned("2026-03-02", "2026-03-27"))

    report = quarter(book)

    assert rate(report, "on_time_rate") == (1, 1)
    assert report.items["included"] == report.items["overdue"] == ("2026-0002",)


def test_what_ended_on_the_first_day_of_the_period_is_of_the_period(book: Book) -> None:
    book.item(
        "2026-0001",
        assigned("2026-03-02", "2026-04-30"),
        done("2026-03-30"),
        passed("2026-03-31"),
        closed("2026-04-01"),
    )

    assert quarter(book).items["struck_off"] == quarter(book).items["included"] == ("2026-0001",)


def test_a_completion_is_of_the_period_its_reply_was_received_in(book: Book) -> None:
    course = (
        assigned("2026-03-02", "2026-03-31"),
        done("2026-03-31", "收到: 2026-04-02"),
        passed("2026-07-01"),
    )
    book.item("2026-0001", *course)
    ledger = book.load()

    spring = figures(ledger, date(2026, 4, 1), date(2026, 6, 30))
    year = figures(ledger, date(2026, 4, 1), date(2026, 7, 1))

    assert spring.items["completed"] == ()
    assert year.items["completed"] == year.items["passed"] == ("2026-0001",)


def test_a_duty_void_before_it_was_due_is_not_owed(book: Book) -> None:
    book.item("2026-0001", assigned("2026-04-02", "2026-05-29"), closed("2026-05-06"))
    book.item("2026-0002", assigned("2026-04-02", "2026-04-30"), closed("2026-05-06"))

    report = quarter(book)

    assert report.items["due"] == report.items["replies_due"] == ("2026-0002",)


def test_the_ten_thousandth_item_comes_last(book: Book) -> None:
    for item_id in ("2026-10000", "2026-9999"):
        book.item(item_id, assigned("2026-04-02", "2026-05-29"))

    assert quarter(book).items["included"] == ("2026-9999", "2026-10000")


def test_withdrawn_and_suspended_items_owe_nothing(book: Book) -> None:
    book.item("2026-0001", assigned("2026-04-02", "2026-04-30"), withdrawn("2026-05-29"))
    book.item("2026-0002", assigned("2026-04-02", "2026-04-30"), suspended("2026-05-29"))

    report = quarter(book)

    assert rate(report, "on_time_rate") == (0, 0)
    assert report.totals.rates["reply_rate"].text == "—"
    # The clock stood still after the limit had run out: still late.
    assert report.items["overdue"] == ("2026-0002",)


def test_periodic_replies_are_counted_one_by_one(book: Book) -> None:
    book.item(
        "2026-0001", "{日期: 2026-01-05, 动作: 交办}", progress("2026-04-28"), progress("2026-06-02", "期: 2026年5月"),
        category="政府工作报告", more="办结时限: 长期\n反馈频次: 每月",
    )  # fmt: skip

    report = quarter(book)

    assert rate(report, "reply_rate") == (2, 3)
    assert rate(report, "reply_on_time_rate") == (1, 3)
    assert report.items["replies_due"] == ("2026-0001",)
    assert rate(report, "on_time_rate") == (0, 0)


def test_a_unit_by_two_names_is_one_and_a_merged_one_counts_with_its_successor(book: Book) -> None:
    for number, lead in enumerate(["城管局", "市城市管理局", "市水务局", "市旅游局", "市财政局"], 1):
        book.item(f"2026-{number:04}", assigned("2026-04-02", "2026-05-08"), lead=lead)

    rows = quarter(book).rows

    assert [(r.name, r.counts["included"]) for r in rows] == [
        ("市城市管理局", 2),
        ("市财政局", 2),
        ("市水利局", 1),
    ]


def test_a_change_of_unit_counts_from_its_day(book: Book) -> None:
    change = "{日期: 2026-06-30, 动作: 变更, 字段: 主办单位, 原: 市财政局, 新: 楼区, 批准: 刘某某}"
    book.item("2026-0001", assigned("2026-04-02", "2026-07-08"), change)
    ledger = book.load()

    before = figures(ledger, date(2026, 4, 1), date(2026, 6, 29))
    after = figures(ledger, date(2026, 4, 1), date(2026, 6, 30))

    assert [r.name for r in before.rows] == ["市财政局"]
    assert [r.name for r in after.rows] == ["岳阳楼区人民政府"]


def test_categories_come_in_the_order_of_the_regime_aliases_joined(book: Book) -> None:
    for number, category in enumerate(["媒体批评", "批示交办", "领导批示", "会议议定"], 1):
        book.item(f"2026-{number:04}", assigned("2026-04-02", "2026-05-08"), category=category)

    rows = quarter(book, "类别").rows

    assert [(r.name, r.counts["included"]) for r in rows] == [
        ("会议议定", 1),
        ("领导批示", 2),
        ("媒体批评", 1),
    ]


def test_origins_come_as_they_first_appear_with_sessions_or_document_numbers(book: Book) -> None:
    origins = [
        "{类型: 文件, 名称: 工作要点, 文号: 岳政发〔2026〕1号}", "{类型: 会议, 名称: 常务会议, 届次: 第2次}",
        "{类型: 会议, 名称: 常务会议}", "{类型: 会议, 名称: 常务会议, 届次: 第1次}", "{类型: 上级}", None,
    ]  # fmt: skip
    for number, origin in enumerate(origins, 1):
        book.item(f"2026-{number:04}", assigned("2026-04-02", "2026-05-08"), origin=origin)

    rows = quarter(book, "来源").rows

    assert [(r.name, [s.name for s in r.rows]) for r in rows] == [
        ("工作要点", ["岳政发〔2026〕1号"]), ("常务会议", ["第2次", "未注明届次或文号", "第1次"]),
        ("上级", []), ("未注明来源", []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "text"),
    [
        ((1, 8), "12.5%"),
        ((3, 15), "20.0%"),
        ((1, 16), "6.3%"),
        ((2, 3), "66.7%"),
        ((1, 2000), "0.1%"),
        ((0, 0), "—"),
    ],
)
def test_rates_are_rounded_half_up(share: tuple[int, int], text: str) -> None:
    assert Rate(*share).text == text


def test_a_period_cannot_end_before_it_starts(book: Book) -> None:
    with pytest.raises(WrongUse, match="早于"):
        figures(book.load(), date(2026, 6, 30), date(2026, 4, 1))


def test_an_empty_ledger_has_figures_too(book: Book) -> None:
    report = quarter(book)

    assert report.rows == ()
    assert set(report.totals.counts) | set(report.totals.rates) == set(LABELS)
    assert not any(report.totals.counts.values())


def test_an_unreadable_item_is_told_of(book: Book) -> None:
    book.item("2026-0001", assigned("2026-04-02", "2026-05-08"))
    book.write("items/2026/2026-0002.yaml", "标题: [\n")

    report = figures(load(book.root).need(), date(2026, 4, 1), date(2026, 6, 30))

    assert report.unreadable == ("2026-0002",)
    assert any("1件事项的文件读不出来，未计入：2026-0002" in note for note in report.notes)
