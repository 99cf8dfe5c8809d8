"""The extended duties by commands, with git: events, 另报, 按完成, 未报, 保管期限, and what explain says of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clerk import NEW, Clerk
from tests.rules.made import with_common, with_section

pytest_plugins = ("tests.gitkit", "tests.clerk")

ID = "2026-0001"
FURTHER = "另报: [{事: 整改落实情况, 时限: 3个工作日, 起算: 办结限期, 依据: 岳20 一}]"
CITY = """
  领导批示:
    立项: {方式: 直接, 依据: 岳07 二（三）}
    办结: [{时限: 2个工作日, 按: 完成, 依据: 岳20 六}]
    反馈: [{时限: '第3个工作日12:00', 未报: 视为未整改, 依据: 岳20 六}]
    归档: [{保管期限: 30年, 依据: 岳07 二（三）}]
    另报: [{事: 自查报告, 时限: 5日, 首日: 计, 顺延: 不顺延, 起算: 检查结束, 依据: 岳20 二, 时限依据: 本办约定}]
"""


def ruled_by(clerk: Clerk, regime: str) -> None:
    clerk.write("regime.yaml", regime)
    clerk.do("save", today="2026-03-02")


def explained(clerk: Clerk, day: str) -> dict[str, Any]:
    found: dict[str, Any] = clerk.do("explain", ID, "--format", "json", today=day).json
    return found


def duties(clerk: Clerk, day: str) -> dict[str, Any]:
    return {d["name"]: d for d in explained(clerk, day)["item"]["obligations"]}


def replied(clerk: Clerk, day: str, *more: str) -> None:
    clerk.do("reply", ID, "--content", "情况", "--signed-by", "张某/区长", *more, today=day)


@pytest.fixture
def further(clerk: Clerk) -> Clerk:
    ruled_by(clerk, with_common(FURTHER, clerk.text("regime.yaml")))
    clerk.do(*NEW, today="2026-03-03")
    clerk.do("assign", ID, today="2026-03-04")
    return clerk


def test_a_further_duty_through_its_life(further: Clerk) -> None:
    clerk = further
    assert duties(clerk, "2026-03-04")["整改落实情况"]["due"] == "2026-03-23"
    clerk.do(
        "extend",
        ID,
        "--about",
        "整改落实情况",
        "--deadline",
        "2026-03-26",
        "--reason",
        "雨季",
        today="2026-03-05",
    )
    clerk.do("extend", ID, "--approve", "--approved-by", "刘某某", today="2026-03-06")
    assert duties(clerk, "2026-03-06")["整改落实情况"]["due"] == "2026-03-26"
    replied(clerk, "2026-03-16", "--done")
    clerk.do("review", ID, "--pass", "--approved-by", "刘某某", today="2026-03-17")
    (row,) = clerk.do("list", "--format", "json", today="2026-03-27").json["items"]
    assert (row["state"], row["duty"], row["overdue"]) == ("待销号", "整改落实情况", True)
    refused = clerk.refused(1, "close", ID, "--approved-by", "刘某某", today="2026-03-27")
    assert "整改落实情况还没有报来，应于 2026-03-26 前（十条措施（2020-04-27）一）" in refused.err
    replied(clerk, "2026-03-27", "--about", "整改落实情况")
    assert duties(clerk, "2026-03-27")["整改落实情况"]["state"] == "逾期完成"
    clerk.do("close", ID, "--approved-by", "刘某某", today="2026-03-30")


def test_the_paper_tells_the_unit_of_it(further: Clerk) -> None:
    assert "请于2026年3月23日前报送整改落实情况。" in further.paper_text("papers/2026/督查函-0001.docx")


def test_the_paper_of_a_limit_that_waits_says_for_what(clerk: Clerk) -> None:
    rules = clerk.text("regime.yaml").replace(
        "{时限: 10个工作日, 依据: 岳20 六}", "{时限: 10个工作日, 起算: 汇总, 依据: 岳20 六}"
    )
    ruled_by(clerk, with_common(FURTHER, rules))
    clerk.do(*[a for a in NEW if a not in ("--deadline", "10个工作日")], today="2026-03-03")
    clerk.do("assign", ID, today="2026-03-04")
    text = clerk.paper_text("papers/2026/督查函-0001.docx")
    assert "请于汇总之日起10个工作日内办结。" in text
    assert "请于办结限期之日起3个工作日内报送整改落实情况。" in text
    assert "长期" not in text


def test_a_report_on_it_may_be_sent_back(further: Clerk) -> None:
    clerk = further
    replied(clerk, "2026-03-16", "--done")
    clerk.do("review", ID, "--pass", "--approved-by", "刘某某", today="2026-03-17")
    replied(clerk, "2026-03-20", "--about", "整改落实情况")
    clerk.do(
        "review", ID, "--return", "--about", "整改落实情况", "--reason", "缺照片", "--approved-by", "刘某某",
        today="2026-03-23",
    )  # fmt: skip
    (row,) = clerk.do("list", "--format", "json", today="2026-03-23").json["items"]
    assert (row["state"], row["duty"], row["due"]) == ("待销号", "整改落实情况", "2026-03-30")
    replied(clerk, "2026-03-27", "--about", "整改落实情况")
    clerk.do("review", ID, "--pass", "--about", "整改落实情况", "--approved-by", "刘某某", today="2026-03-30")
    assert duties(clerk, "2026-03-30")["整改落实情况（退回重办第1次）"]["state"] == "按期"
    clerk.do("close", ID, "--approved-by", "刘某某", today="2026-03-30")
    assert clerk.run("check", today="2026-03-30").code == 0


def test_an_extension_of_what_is_no_duty_is_refused(further: Clerk) -> None:
    told = further.refused(
        1,
        "extend",
        ID,
        "--about",
        "整改情况",
        "--deadline",
        "2026-03-26",
        "--reason",
        "雨季",
        today="2026-03-05",
    )
    assert "没有可以延的“整改情况”限期" in told.err
    assert "--about 整改落实情况" in told.err


@pytest.fixture
def city(clerk: Clerk) -> Clerk:
    start = clerk.text("regime.yaml")
    ruled_by(clerk, with_section("类别:\n", f"\n类别:{CITY}", start))
    clerk.do(*[a for a in NEW if a not in ("--deadline", "10个工作日")], today="2026-03-03")
    clerk.do("assign", ID, today="2026-03-04")
    return clerk


def test_completed_in_time_reported_late(city: Clerk) -> None:
    early = duties(city, "2026-03-09")
    assert (early["反馈"]["due_at"], early["反馈"]["unreported"]) == (
        "2026-03-09T12:00:00+08:00",
        "视为未整改",
    )
    assert "未反馈 · 已逾期 · 视为未整改" in city.do("explain", ID, today="2026-03-09T13:00").out
    city.do(
        "reply", ID, "--done", "--done-on", "2026-03-06", "--progress", "100%", "--content", "已改", "--signed-by",
        "张某/区长", today="2026-03-09T11:30",
    )  # fmt: skip
    entry = city.entries()[-1]
    assert (entry["时间"], entry["完成"], entry["进度"]) == ("11:30", "2026-03-06", "100%")
    found = duties(city, "2026-03-10")
    assert [found[n]["state"] for n in ("反馈", "办结")] == ["按期", "按期"]
    assert (found["办结"]["met_on"], found["反馈"]["met_on"]) == ("2026-03-06", "2026-03-09")
    assert "2026-03-06 完成，2026-03-09 已报办结 · 按期" in city.do("explain", ID, today="2026-03-10").out


def test_a_day_of_completion_to_come_is_refused(city: Clerk) -> None:
    told = city.refused(
        1, "reply", ID, "--done", "--done-on", "2026-03-10", "--content", "已改", "--signed-by", "张某/区长",
        today="2026-03-06",
    )  # fmt: skip
    assert "完成日期 2026-03-10 晚于报来的 2026-03-06" in told.err
    wrong = city.refused(1, "reply", ID, "--progress", "150%", "--content", "已改", today="2026-03-06")
    assert "不是 0 至 100 的百分比" in wrong.err


def test_what_waits_is_told_and_what_came_is_counted_as_ruled(city: Clerk) -> None:
    assert "自查报告  待检查结束后起算：5日" in city.do("explain", ID, today="2026-03-05").out
    (held,) = explained(city, "2026-03-05")["waiting"]
    assert held == {
        "what": "自查报告",
        "event": "检查结束",
        "limit": "5日",
        "clause": "十条措施（2020-04-27）二",
    }
    city.do("record", ID, "检查结束", "--how", "巡查", today="2026-03-10")
    told = city.do("explain", ID, today="2026-03-10").out
    assert "2026-03-10 检查结束，当日起算" in told
    assert "十条措施（2020-04-27）二；时限依本办约定" in told
    found = duties(city, "2026-03-10")["自查报告"]
    assert (found["due"], found["counting"], found["limit_clause"]) == (
        "2026-03-14",
        "首日计，不顺延",
        "本办约定",
    )
    assert explained(city, "2026-03-10")["waiting"] == []


def test_papers_are_kept_as_long_as_the_regime_says(city: Clerk) -> None:
    replied(city, "2026-03-06", "--done", "--about", "自查报告")
    city.do("review", ID, "--pass", "--approved-by", "刘某某", today="2026-03-09")
    city.do("close", ID, "--approved-by", "刘某某", today="2026-03-10")
    told = city.do("archive", ID, today="2026-03-11")
    assert city.entries()[-1]["保管期限"] == "30年"
    assert "保管期限30年，依岳政办发〔2007〕3号 二（三）" in told.err


def test_without_a_rule_somebody_has_to_say_how_long(handed: Clerk) -> None:
    replied(handed, "2026-03-06", "--done")
    handed.do("review", ID, "--pass", "--approved-by", "刘某某", today="2026-03-09")
    handed.do("close", ID, "--approved-by", "刘某某", today="2026-03-10")
    assert "--keeping" in handed.refused(2, "archive", ID, today="2026-03-11").err


@pytest.mark.parametrize(
    ("act", "more"),
    [
        ("汇总", ()), ("检查结束", ("--how", "督查")), ("上报", ("--content", "超出职责")),
        ("报告", ("--doc-no", "岳督报〔2026〕1号")), ("说明", ("--reason", "雨季", "--signed-by", "张某/区长")),
    ],
)  # fmt: skip
def test_each_new_act_has_its_command(handed: Clerk, act: str, more: tuple[str, ...]) -> None:
    before = duties(handed, "2026-03-10")
    approved = ("--approved-by", "刘某某") if act == "报告" else ()
    handed.do("record", ID, act, *more, *approved, today="2026-03-10")
    assert handed.entries()[-1]["动作"] == act
    # None of them moves a limit.
    assert duties(handed, "2026-03-10") == before


def test_filing_follows_striking_off(handed: Clerk) -> None:
    told = handed.refused(1, "record", ID, "备案", today="2026-03-10")
    assert "还没有销号、也没有公示" in told.err
    assert handed.refused(2, "record", ID, "说明", today="2026-03-10").err.count("--reason") == 1


def test_a_limit_from_receipt_is_not_printed_as_a_day(clerk: Clerk) -> None:
    rules = clerk.text("regime.yaml").replace(
        "{时限: 10个工作日, 依据: 岳20 六}", "{时限: 10个工作日, 起算: 签收, 依据: 岳20 六}"
    )
    ruled_by(clerk, rules)
    clerk.do(*[a for a in NEW if a not in ("--deadline", "10个工作日")], today="2026-03-03")
    clerk.do("assign", ID, today="2026-03-04")
    assert "限期" not in clerk.entries()[-1]
    text = clerk.paper_text("papers/2026/督查函-0001.docx")
    assert "自签收次日起10个工作日；晚于交办之日签收的，按签收之日推算" in text
    assert "还没有签收的记录，暂从交办起算" in clerk.do("explain", ID, today="2026-03-05").out
    assert duties(clerk, "2026-03-05")["办结"]["awaits"] == "签收"
    clerk.do("receive", ID, "--signed-by", "张某/区长", today="2026-03-06")
    assert duties(clerk, "2026-03-06")["办结"]["due"] == "2026-03-20"


def test_a_day_to_come_is_taken_where_limits_count_back_from_it(clerk: Clerk) -> None:
    new = [*(a if a != "2026-03-02" else "2026-04-30" for a in NEW if a not in ("--deadline", "10个工作日"))]
    assert "还没有到" in clerk.refused(2, *new, today="2026-03-03").err
    rules = CITY.replace(
        "办结: [{时限: 2个工作日, 按: 完成,", "办结: [{时限: 提前15个工作日, 起算: 来源.日期,"
    )
    ruled_by(clerk, with_section("类别:\n", f"\n类别:{rules}", clerk.text("regime.yaml")))
    clerk.do(*new, today="2026-03-03")
    clerk.do("assign", ID, today="2026-03-04")
    told = clerk.do("explain", ID, today="2026-03-05").out
    assert "2026-04-30 来源，前一日往回数" in told
    assert duties(clerk, "2026-03-05")["办结"]["due"] == "2026-04-09"


def test_explain_says_since_when_a_rule_is_in_force_where_documents_follow_one_another(clerk: Clerk) -> None:
    rules = clerk.text("regime.yaml").replace(
        "- {时限: 10个工作日, 依据: 岳20 六}",
        "- {时限: 15个工作日, 依据: 岳07 一（二）}\n  - {时限: 10个工作日, 依据: 岳20 六}",
    )
    ruled_by(clerk, rules)
    clerk.do(
        *[a for a in NEW if a not in ("--deadline", "10个工作日")], "--date", "2020-04-01", today="2026-03-03"
    )
    item = next(p for p in ("2020-0001", "2026-0001") if (clerk.root / f"items/{p[:4]}/{p}.yaml").exists())
    clerk.do("assign", item, "--date", "2020-04-02", today="2026-03-04")
    told = clerk.do("explain", item, today="2026-03-05").out
    assert "岳政办发〔2007〕3号 一（二），2007-04-02起" in told
