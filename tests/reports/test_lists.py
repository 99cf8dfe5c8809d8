"""Who is late, who did well, who was criticised, and what a bulletin may say of matters not open to the public."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from duban_cli.ledger.office_file import OfficeEvent
from duban_cli.ledger.records import Entry, Item
from duban_cli.reports.figures import Figures, figures
from duban_cli.reports.figures_json import as_json
from duban_cli.reports.figures_text import summary_text
from duban_cli.rules.regime import Clause, Document, ScoreRule
from tests.reports.book import assigned, criticised, done, extended, passed, returned, urged

if TYPE_CHECKING:
    from duban_cli.reports.groups import By
    from tests.reports.book import Book

WITHHELD = "某企业拖欠工资举报"


def quarter(book: Book, by: By = "单位") -> Figures:
    return figures(book.load(), date(2026, 4, 1), date(2026, 6, 30), by)


def test_late_items_the_longest_overdue_first(book: Book) -> None:
    book.item("2026-0001", assigned("2026-06-01", "2026-06-29"), urged("2026-06-30", "催1号"), lead="楼区")
    book.item(
        "2026-0002", assigned("2026-05-06", "2026-05-20"), extended("2026-05-19", "2026-06-24"),
        urged("2026-06-30"), urged("2026-07-01"), lead="城管局",
    )  # fmt: skip
    book.item("2026-0003", assigned("2026-06-01", "2026-06-30"))

    late = quarter(book).late

    told = [(x.id, x.unit, x.duty, x.due.text, x.first_due.text, x.overdue_workdays, x.urges) for x in late]
    assert told == [
        ("2026-0002", "市城市管理局", "反馈", "2026-06-24", "2026-05-20", 4, 1),
        ("2026-0001", "岳阳楼区人民政府", "反馈", "2026-06-29", "2026-06-29", 1, 1),
    ]  # fmt: skip


def test_a_unit_did_well_when_all_was_on_time_and_nothing_came_back(book: Book) -> None:
    def finished(item_id: str, lead: str, day: str = "2026-04-28") -> None:
        book.item(item_id, assigned("2026-04-02", "2026-04-30"), done(day), passed("2026-05-07"), lead=lead)

    finished("2026-0001", "楼区")
    finished("2026-0002", "岳阳楼区")
    finished("2026-0003", "市城市管理局")
    finished("2026-0004", "市城市管理局", day="2026-05-06")
    finished("2026-0005", "市水利局")
    book.item("2026-0006", assigned("2026-03-02", "2026-03-27"), lead="市水利局")
    book.item(
        "2026-0007", assigned("2026-04-02", "2026-04-30"), done("2026-04-10"), returned("2026-04-13", "2026-04-30"),
        done("2026-04-28"), lead="市财政局",
    )  # fmt: skip
    book.item("2026-0008", assigned("2026-04-02", "2026-09-30"), lead="市教育局")
    # Reported in time, but nobody has reviewed it yet; and one that had to be chased first.
    book.item("2026-0009", assigned("2026-04-02", "2026-04-30"), done("2026-04-28"), lead="市生态环境局")
    chased = "{日期: 2026-04-20, 动作: 催办, 方式: 电话, 内容: 提醒限期}"
    book.item(
        "2026-0010", assigned("2026-04-02", "2026-04-30"), chased, done("2026-04-28"), passed("2026-05-07"),
        lead="市交通运输局",
    )  # fmt: skip

    for by in ("单位", "类别", "来源"):
        good = quarter(book, by).good
        assert [(g.unit, g.why) for g in good] == [("岳阳楼区人民政府", "2件应办结事项全部按期办结")]


@pytest.mark.parametrize(
    ("mode", "title", "unlisted"), [("列明", WITHHELD, 0), ("只列编号", None, 0), ("不列", None, 1)]
)
def test_matters_not_open_to_the_public_as_the_ledger_is_set(
    book: Book, mode: str, title: str | None, unlisted: int
) -> None:
    book.closed(mode)
    origin = f"{{类型: 批示, 名称: {WITHHELD}}}"
    book.item(
        "2026-0001", assigned("2026-04-02", "2026-05-08"), openness="不予公开", title=WITHHELD, origin=origin
    )
    book.item("2026-0002", assigned("2026-04-02", "2026-05-08"), title="道路修复")

    report = quarter(book, "来源")

    assert report.totals.counts["overdue"] == 2
    assert report.late_unlisted == unlisted
    assert [x.title for x in report.late] == ([title, "道路修复"] if not unlisted else ["道路修复"])
    named = WITHHELD in summary_text(report) or WITHHELD in str(as_json(report))
    assert named == (mode == "列明")
    assert ("不予公开事项（2026-0001）" in summary_text(report)) == (mode == "只列编号")
    # The ids behind a figure are all there, whatever is printed.
    assert report.items["overdue"] == ("2026-0001", "2026-0002")


def test_a_matter_withheld_since_is_withheld_in_a_bulletin_on_days_before(book: Book) -> None:
    change = "{日期: 2026-07-06, 动作: 变更, 字段: 公开属性, 原: 主动公开, 新: 不予公开, 批准: 刘某某}"
    book.item("2026-0001", assigned("2026-04-02", "2026-05-08"), change, title=WITHHELD)

    assert [x.title for x in quarter(book).late] == [None]


def test_a_meeting_is_named_even_where_its_matters_are_not(book: Book) -> None:
    origin = "{类型: 会议, 名称: 常务会议, 届次: 第6次}"
    book.item("2026-0001", assigned("2026-04-02", "2026-05-08"), openness="不予公开", origin=origin)

    rows = quarter(book, "来源").rows

    assert [(r.name, r.rows[0].name) for r in rows] == [("常务会议", "第6次")]


def test_criticisms_are_counted_by_bulletin_and_unit_up_to_the_cut_off(book: Book) -> None:
    book.write(
        "office/2025.yaml",
        "记录:\n- {日期: 2025-12-30, 动作: 通报, 文号: 第9期, 批评: [楼区], 批准: 刘某某}\n",
    )
    book.write(
        "office/2026.yaml",
        "记录:\n"
        "- {日期: 2026-02-10, 动作: 通报, 文号: 第1期, 批评: [岳阳楼区, 市财政局], 批准: 刘某某}\n"
        "- {日期: 2026-03-10, 动作: 会议, 批评: [楼区], 批准: 刘某某}\n"
        "- {日期: 2026-05-10, 动作: 通报, 文号: 第2期, 批评: [各区], 批准: 刘某某}\n"
        "- {日期: 2026-07-10, 动作: 通报, 文号: 第3期, 批评: [市财政局], 批准: 刘某某}\n",
    )
    book.item(
        "2026-0001", assigned("2026-01-05", "2026-01-30"), criticised("2026-02-10", "楼区", "第1期"),
        criticised("2026-02-10", "楼区"), criticised("2026-06-30", "楼区", "通1号"),
    )  # fmt: skip
    book.item("2026-0002", assigned("2026-01-05", "2026-01-30"), criticised("2026-02-11", "市旅游局"))

    found = quarter(book).criticised

    assert [(c.unit, c.count, c.sources, c.conclusion, c.clause) for c in found] == [
        ("岳阳楼区人民政府", 3, ("第1期", "第2期", "通1号"), "未达标", "岳政办发〔2007〕3号 三（二）"),
        ("市财政局", 2, ("第1期", "2026-02-11"), None, None),
    ]  # fmt: skip


def test_without_an_approver_no_criticism_counts(book: Book) -> None:
    ledger = book.load()
    event = OfficeEvent(day=date(2026, 5, 6), action="通报", criticised=("楼区",))
    entry = Entry(day=date(2026, 5, 6), action="批评", unit="市财政局")
    item = Item(
        id="2026-0001", path="items/2026/2026-0001.yaml", title="…", category="领导批示", demand="…", lead="楼区",
        entries=(entry,),
    )  # fmt: skip

    report = figures(
        replace(ledger, office=(event,), items={item.id: item}), date(2026, 4, 1), date(2026, 6, 30)
    )

    assert report.criticised == ()


def test_the_severest_rule_on_criticism_is_the_conclusion(book: Book) -> None:
    book.item("2026-0001", criticised("2026-05-06", "楼区", "1号"), criticised("2026-05-07", "楼区", "2号"))
    ledger = book.load()
    local, later = Clause(None), Clause(Document(code="新规", effective=date(2026, 7, 1)), "一")
    rules = [
        ("表扬", 2, "先进", local), ("批评", 2, "红牌", later), ("批评", 2, "黄牌", local),
        ("批评", 1, "提醒", local), ("批评", 3, "未达标", local),
    ]  # fmt: skip
    scoring = tuple(ScoreRule(action=a, at_least=n, conclusion=told, clause=c) for a, n, told, c in rules)

    report = figures(
        replace(ledger, regime=replace(ledger.regime, scoring=scoring)), date(2026, 4, 1), date(2026, 6, 30)
    )

    assert [(c.count, c.conclusion, c.clause) for c in report.criticised] == [(2, "黄牌", "本办约定")]


def test_a_criticism_struck_out_by_correction_does_not_count(book: Book) -> None:
    book.item(
        "2026-0001", assigned("2026-01-05", "2026-01-30"), criticised("2026-02-10", "楼区", "第1期"),
        "{日期: 2026-09-01, 动作: 更正, 更正项: {日期: 2026-02-10, 动作: 批评}, 字段: 作废, 新: 误记, 批准: 刘某某}",
    )  # fmt: skip

    assert quarter(book).criticised == ()
