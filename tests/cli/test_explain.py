"""``explain``: each date with its reason, as a clerk would set it out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests.cli.conftest import Duban
from tests.kit import HANDED_OUT, INITIATED, item_text, reply

Explain = Callable[..., Any]


@pytest.fixture
def explain(duban: Duban, ledger: Path) -> Explain:
    """Write an item and have it explained."""

    def of(text: str, *args: str) -> Any:
        (ledger / "items/2026/2026-0001.yaml").write_text(text, encoding="utf-8")
        answer = duban("explain", "2026-0001", *args)
        assert answer.code == 0, answer.err
        return answer.json if "json" in args else answer.out

    return of


def test_the_whole_explanation_of_the_worked_example(duban: Duban) -> None:
    expected = """\
        2026-0018  洞庭大道排水管网改造整改             2026-11-20 周五 · 办理中
        反馈（岳阳楼区人民政府）                        应于 2026-03-18 前 · 未反馈 · 逾期169个工作日 · 红灯
          2026-03-04 交办，次日起算                     民法典第二百零一条
          10个工作日                                    十条措施（2020-04-27）六
          不计 3月7、8日（周末）、14、15日（周末）
        办结（岳阳楼区人民政府）                        应于 2026-03-18 前 · 未办结 · 逾期169个工作日
          起算、时限与“反馈”相同
        催办（反馈）
          满7个工作日   2026-03-27  通知单              岳政办发〔2007〕3号 二（三）
          满15个工作日  2026-04-09  上门催办或协调会    岳政办发〔2007〕3号 二（三）  ← 现应办
        催办（办结）
          满1个工作日  2026-03-19  会议说明原因         十条措施（2020-04-27）六  ← 现应办
        下一步  上门催办或协调会（2026-04-09 起）       岳政办发〔2007〕3号 二（三）
        制度  岳阳市政务督查制度，2026-03-03 立项时有效的文件：
          岳政办发〔2007〕3号                           2007-04-02 起施行
          十条措施（2020-04-27）                        2020-04-27 起施行
          政府督查工作条例                              2021-02-01 起施行
        """
    assert duban("explain", "2026-0018").out == dedent(expected)


def test_days_worked_in_exchange_are_counted_and_said(explain: Explain) -> None:
    entries = (INITIATED.replace("03-03", "02-09"), "{日期: 2026-02-10, 动作: 交办}")
    page = explain(item_text(*entries), "--today", "2026-02-12")
    assert "  不计 2月15日至23日（春节假期）" in page
    assert "  计入 2月14日（调休上班）、28日（调休上班）" in page
    assert "应于 2026-03-02 前" in page
    assert "还有10个工作日" not in page


def test_what_a_paper_states_governs_and_the_difference_is_said(explain: Explain) -> None:
    page = explain(item_text(INITIATED, "{日期: 2026-03-04, 动作: 交办, 限期: 2026-03-20}"))
    assert "应于 2026-03-20 前" in page
    assert "  以发文所写 2026-03-20 为准；按上列时限推算应为 2026-03-18，两者不一致" in page


def test_extensions_and_steps_taken(explain: Explain) -> None:
    page = explain(item_text(
        *HANDED_OUT,
        "{日期: 2026-03-17, 动作: 延期, 环节: 批准, 限期: 2026-04-01, 批准: 刘某某, 针对: 反馈}",
        "{日期: 2026-04-14, 动作: 催办, 方式: 通知单, 针对: 反馈}",
    ), "--today", "2026-04-15")  # fmt: skip
    assert "  2026-03-17 批准延期，改为 2026-04-01          十条措施（2020-04-27）六" in page
    assert "已于 2026-04-14 通知单" in page
    assert "反馈（岳阳楼区人民政府）                        应于 2026-04-01 前" in page


def test_a_suspension_is_said_and_its_days_do_not_count(explain: Explain) -> None:
    page = explain(item_text(
        INITIATED, "{日期: 2026-03-04, 动作: 交办}",
        "{日期: 2026-03-09, 动作: 中止, 理由: 汛情, 批准: 刘某某}", "{日期: 2026-03-16, 动作: 恢复}",
    ))  # fmt: skip
    assert "中止  2026-03-09 起，2026-03-16 恢复，期间不计工作日" in page
    assert "9日至15日（中止期间）" in page
    assert "改为 2026-03-25" in page


def test_natural_days_that_end_on_a_holiday_are_put_off(explain: Explain) -> None:
    page = explain(
        item_text(INITIATED, "{日期: 2026-04-22, 动作: 交办}", 办结时限="10日"), "--today", "2026-04-23"
    )
    assert "末日顺延：5月2日至5日（劳动节假期）" in page
    assert "民法典第二百零三条" in page
    assert "应于 2026-05-06 前" in page


def test_hours_run_from_the_clock_time(explain: Explain) -> None:
    entries = (INITIATED, "{日期: 2026-03-04, 时间: '09:30', 动作: 交办}")
    page = explain(item_text(*entries, 办结时限="48小时"), "--today", "2026-03-05")
    assert "  2026-03-04 09:30 交办起算" in page
    assert "应于 2026-03-06 09:30 前" in page


def test_periods_milestones_and_long_term(explain: Explain) -> None:
    page = explain(item_text(
        INITIATED, "{日期: 2026-03-04, 动作: 交办}", reply("2026-06-20"),
        类别="政府工作报告", 办结时限="长期", 节点="[{号: 1, 内容: 过半, 时限: 2026-06-01}]",
    ))  # fmt: skip
    assert "反馈（2026年上半年）（岳阳楼区人民政府）" in page
    assert "  2026-03-04" not in page
    assert "每半年一次" in page
    assert "2026-06-20 已反馈 · 按期" in page
    assert "节点1（岳阳楼区人民政府）" in page
    assert "办结  长期，没有到期日" in page


def test_a_date_no_notice_decides_is_marked(explain: Explain) -> None:
    entries = (INITIATED, "{日期: 2026-12-25, 动作: 交办}")
    page = explain(item_text(*entries), "--today", "2026-12-26")
    assert " · 暂定" in page
    assert "暂定：其中有的日子国务院还没有发布放假安排" in page


def test_an_item_before_2020_is_ruled_by_the_document_of_its_day(explain: Explain) -> None:
    entries = ("{日期: 2019-03-04, 动作: 立项}", "{日期: 2019-03-05, 动作: 交办, 限期: 2019-03-19}")
    page = explain(item_text(*entries))
    assert "2007-04-02 起施行" in page
    assert "十条措施" not in page


def test_json_tells_each_day_and_why(explain: Explain) -> None:
    document = explain(item_text(*HANDED_OUT), "--format", "json")
    duty = document["item"]["obligations"][0]
    assert duty["days"] == [{"date": f"2026-03-{n:02}", "why": "周末"} for n in (7, 8, 14, 15)]
    assert (duty["limit"], duty["start_event"], duty["recorded"], duty["computed"]) == (
        "10个工作日", "交办", True, "2026-03-18",
    )  # fmt: skip
    assert [rung["since"] for rung in document["ladder"]] == ["2026-03-27", "2026-04-09", "2026-03-19"]
    assert [d["code"] for d in document["documents"]] == ["岳07", "岳20", "条例"]


def test_an_item_not_handed_out_yet_owes_nothing(explain: Explain) -> None:
    page = explain(item_text(INITIATED))
    assert page.splitlines()[0].endswith("待交办")
    assert page.splitlines()[1].startswith("下一步  交办（2026-03-03 起）")


def test_what_was_owed_before_a_reopening_is_told_apart(explain: Explain) -> None:
    closed = ("{日期: 2026-04-13, 动作: 审核, 结果: 通过}", "{日期: 2026-04-14, 动作: 销号, 批准: 刘某某}")
    again = "{日期: 2026-05-06, 动作: 重启, 理由: 反弹, 批准: 刘某某, 限期: 2026-05-29}"
    text = item_text(*HANDED_OUT, reply("2026-04-10", "是"), *closed, again)
    page = explain(text, "--today", "2026-05-07").splitlines()
    heads = [line.split()[0] for line in page if "轮）" in line]
    assert heads == ["重启前（第1轮）", "现在（第2轮）"]
    first, now = (page.index(next(p for p in page if p.startswith(h))) for h in heads)
    assert any("逾期完成，逾期16个工作日" in line for line in page[first:now])
    assert any("应于 2026-05-29 前 · 未反馈" in line for line in page[now:])
    told = explain(text, "--today", "2026-05-07", "--format", "json")["item"]
    assert [(d["life"], d["until"]) for d in told["obligations"]] == [
        (1, "2026-04-14"), (1, "2026-04-14"), (2, None), (2, None),
    ]  # fmt: skip
    assert (told["due"], told["overdue"]) == ("2026-05-29", False)


def test_an_item_with_one_life_needs_no_heading(explain: Explain) -> None:
    assert "轮）" not in explain(item_text(*HANDED_OUT))


def test_the_ladder_names_the_unit_that_owes(explain: Explain) -> None:
    page = explain(item_text(*HANDED_OUT, 协办单位="[市财政局]", 反馈单位="各单位"))
    assert "反馈（市财政局）" in page
    assert "\n催办（反馈，市财政局）\n" in page
    assert page.count("满7个工作日") == 2
