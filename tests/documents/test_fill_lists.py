"""Lists, reports and score sheets from plain rows and from standings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from duban_cli.documents.context_lists import MonthlyRow, UnitScore
from duban_cli.documents.context_reports import Point
from duban_cli.documents.fields import Blank, example
from duban_cli.documents.fill_lists import LISTS, assessment, item_list, list_row, monthly, monthly_row
from duban_cli.documents.fill_reports import REPORTS, report
from duban_cli.ledger.settings import BulletinSettings
from duban_cli.reports.figures import figures
from tests.documents.papers import text_of
from tests.documents.test_acts import APPLIED, SETTINGS
from tests.kit import HANDED_OUT, LOU, item_text, make_ledger, open_ledger, reply, rulebook, standing

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 12, 1)


def test_a_monthly_list_has_a_table_for_each_leader_those_of_nobody_last() -> None:
    rows = [
        MonthlyRow(number=f"2026-{n:04d}", title=f"事项{n}", unit=LOU, leader=leader, overdue=late)
        for n, (leader, late) in enumerate([(None, 0), ("李某某", 3), ("彭某某", 0), ("李某某", 0)], 1)
    ]
    made = monthly(SETTINGS, rows, day=DAY, cutoff=date(2026, 11, 30))
    assert [(g.leader, [r.title for r in g.rows]) for g in made.groups] == [
        ("李某某", ["事项2", "事项4"]), ("彭某某", ["事项3"]), (None, ["事项1"]),
    ]  # fmt: skip
    assert (made.year, made.month, made.total, made.overdue) == (2026, 11, 4, 1)


def test_an_item_as_a_row_of_a_monthly_list() -> None:
    late = standing(item_text(*HANDED_OUT, 分管领导="李某某"), "2026-03-31")
    row = monthly_row(late, rulebook())
    assert (row.number, row.unit, row.leader, row.light) == ("2026-0018", LOU, "李某某", "红")
    assert (row.due, row.overdue, row.progress, row.next) == (date(2026, 3, 18), 9, None, "催办（通知单）")
    early = standing(item_text(*HANDED_OUT, reply("2026-03-10")), "2026-03-12")
    row = monthly_row(early, rulebook())
    assert (row.title, row.progress, row.overdue) == ("洞庭大道排水管网改造整改", "情况", 0)
    assert row.next == "3月18日前办结"
    done = standing(item_text(*HANDED_OUT, reply("2026-03-10", "是")), "2026-03-12")
    row = monthly_row(done, rulebook())
    assert (row.due, row.light, row.next) == (date(2026, 3, 18), None, "督查室审核")
    asked = standing(item_text(*HANDED_OUT, APPLIED), "2026-03-12")
    assert monthly_row(asked, rulebook()).next == "督查室批复延期"


def test_an_item_as_a_row_of_the_four_lists() -> None:
    done = item_text(
        *HANDED_OUT, reply("2026-03-16", "是", "来文: 岳楼政〔2026〕8号, 附件: [验收单]"),
        "{日期: 2026-03-17, 动作: 审核, 结果: 通过}", 协办单位="[市房产局]", 责任人="{姓名: 张某, 职务: 区长}",
    )  # fmt: skip
    row = list_row(standing(done, "2026-03-17"), rulebook())
    assert (row.lead, row.supporting, row.officer) == (LOU, ("市住房和城乡建设局",), "张某（区长）")
    assert (row.standard, row.due) == ("完成整改并书面报送", date(2026, 3, 18))
    assert (row.result, row.done, row.on_time) == ("情况", date(2026, 3, 16), True)
    assert row.proof == "岳楼政〔2026〕8号、验收单"
    open_row = list_row(standing(item_text(*HANDED_OUT), "2026-03-17"), rulebook())
    assert (open_row.result, open_row.done, open_row.on_time, open_row.proof) == (None, None, None, None)
    for kind in LISTS:
        made = item_list(SETTINGS, [row, open_row], day=DAY, subject="排水整治", doc_no="岳督单〔2026〕3号")
        draft = text_of(kind, made)
        assert draft.missing == ()
        assert draft.title == f"排水整治{kind}"
        assert draft.settings["编号"] == "岳督单〔2026〕3号"


@pytest.mark.parametrize(
    ("mode", "named", "listed", "internal"),
    [("列明", True, True, True), ("只列编号", False, True, False), ("不列", False, False, False)],
)
def test_what_is_not_open_stands_on_lists_as_the_settings_say(
    mode: str, named: bool, listed: bool, internal: bool
) -> None:
    settings = replace(SETTINGS, bulletin=BulletinSettings(lists=mode))
    texts = (
        item_text(*HANDED_OUT, reply("2026-03-10"), 工作标准="全部通水"),
        item_text(*HANDED_OUT, 公开属性="主动公开", 标题="公开的一件"),
    )
    now = [standing(text, "2026-03-12") for text in texts]
    month = monthly(settings, [monthly_row(s, rulebook()) for s in now], day=DAY, cutoff=date(2026, 3, 12))
    papers = {"月度督办清单": text_of("月度督办清单", month).markdown}
    rows = [list_row(s, rulebook()) for s in now]
    papers |= {kind: text_of(kind, item_list(settings, rows, day=DAY)).markdown for kind in LISTS}
    assert month.total == 2
    for kind, text in papers.items():
        assert "公开的一件" in text
        assert ("洞庭大道" in text) is named, kind
        assert ("全部通水" in text) is (named and kind == "任务清单")
        assert ("不予公开事项<br>2026-0018" in text) is (listed and not named)
        assert ("供内部使用，不对外公开" in text) is internal
        assert ("另有不予公开的事项1件，不逐件列出。" in text) is not listed
    assert ("| 情况 |" in papers["月度督办清单"]) is named


def test_a_list_of_open_items_is_not_marked_internal() -> None:
    row = list_row(standing(item_text(*HANDED_OUT, 公开属性="主动公开"), "2026-03-12"), rulebook())
    assert not item_list(SETTINGS, [row], day=DAY).internal


def test_an_assessment_without_an_approver_is_a_draft() -> None:
    units = [example(UnitScore)]
    made = assessment(SETTINGS, units, day=DAY, year=2026, cutoff=date(2026, 11, 30))
    assert text_of("考核表", made).settings["稿别"] == "送审稿"
    approved = assessment(
        SETTINGS, units, day=DAY, year=2026, cutoff=date(2026, 11, 30), approved_by="彭某某"
    )
    assert "稿别" not in text_of("考核表", approved).settings
    assert "考核结果经彭某某批准" in text_of("考核表", approved).markdown


def test_a_report_takes_its_figures_from_the_period(tmp_path: Path) -> None:
    ledger = open_ledger(make_ledger(tmp_path, {"2026-0018": item_text(*HANDED_OUT)}))
    found = figures(ledger, date(2026, 3, 1), date(2026, 3, 31), "单位")
    made = report(
        SETTINGS, subject="排水整治", facts="全市8处。", day=DAY, doc_no="岳督报〔2026〕1号", issue=1, approved_by="刘某某",
        basis="根据市长批示，督查室开展了督查。", figures=found, problems=[Point(text="进度落后。")],
    )  # fmt: skip
    for kind in REPORTS:
        draft = text_of(kind, made)
        assert draft.missing == ()
        assert draft.settings["主送"] == "岳阳市人民政府"
        assert "开展了督查。现将" in draft.markdown
        assert "2026年3月1日至2026年3月31日，共交办督查事项1件" in draft.markdown
        assert f"| {LOU} | 1 | 0 | 1 | 1 |" in draft.markdown
        assert "二、存在问题" in draft.markdown
        assert "原因分析" not in draft.markdown


def test_a_report_nobody_signed_yet_is_a_draft() -> None:
    made = report(SETTINGS, subject="排水整治", facts=None, day=DAY)
    assert (made.draft, made.facts, made.signer) == (True, Blank("情况"), Blank("签发人"))
    assert set(text_of("督查报告", made).missing) == {"文号", "签发人", "情况"}
