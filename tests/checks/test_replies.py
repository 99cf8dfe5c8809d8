from __future__ import annotations

from pathlib import Path

import pytest

from duban_cli.checks.replies import is_head_post
from tests.kit import HANDED_OUT, check_item, codes, item_text, reply


@pytest.mark.parametrize("unit", ["岳阳楼区人民政府", "楼区", "市财政局"])
def test_lead_and_supporting_units_reply(tmp_path: Path, unit: str) -> None:
    text = item_text(*HANDED_OUT, reply("2026-03-16", more=f"单位: {unit}"), 协办单位="[市财政局]")
    assert check_item(tmp_path, text) == []


@pytest.mark.parametrize(
    "entry",
    [
        reply("2026-03-16", more="单位: 市财政局"),
        "{日期: 2026-03-05, 动作: 签收, 单位: 市财政局}",
        "{日期: 2026-03-16, 动作: 延期, 环节: 申请, 单位: 市财政局}",
    ],
)
def test_no_other_unit_replies(tmp_path: Path, entry: str) -> None:
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, entry))
    assert (found.code, found.line) == ("reply-unit", 10)
    assert "“市财政局”不是主办也不是协办单位" in found.message


def test_the_lead_of_before_and_after_a_change_may_both_reply(tmp_path: Path) -> None:
    change = "{日期: 2026-03-10, 动作: 变更, 字段: 主办单位, 原: 楼区, 新: 市财政局, 批准: 甲}"
    replies = [reply(f"2026-03-{d}", more=f"单位: {u}") for d, u in ((9, "楼区"), (12, "市财政局"))]
    assert check_item(tmp_path, item_text(*HANDED_OUT, *replies, change)) == []


def meeting(*entries: str) -> str:
    return item_text(
        "{日期: 2026-01-12, 动作: 立项, 批准: 甲}", "{日期: 2026-01-12, 动作: 交办}", *entries,
        类别="会议议定", 来源=None, 办结时限="长期",
    )  # fmt: skip


@pytest.mark.parametrize("period", ["2026年第一季度", "2026Q1", "2026年1季度"])
def test_periods_of_the_items_rhythm(tmp_path: Path, period: str) -> None:
    assert check_item(tmp_path, meeting(reply("2026-03-30", more=f"期: {period}"))) == []


@pytest.mark.parametrize("period", ["一季度", "2026年3月", "2026Q5"])
def test_periods_that_cannot_be(tmp_path: Path, period: str) -> None:
    text = meeting(reply("2026-03-30", more=f"期: {period}"))
    (found,) = check_item(tmp_path, text)
    assert (found.code, found.level, found.line) == ("period", "error", 9)
    assert "2026年第一季度" in (found.hint or "")


def test_a_period_where_there_is_no_rhythm(tmp_path: Path) -> None:
    found = check_item(tmp_path, item_text(*HANDED_OUT, reply("2026-03-16", more="期: 2026年3月")))
    assert [(f.code, f.level) for f in found] == [("period-without-rhythm", "warning")]
    assert codes(check_item(tmp_path, item_text(*HANDED_OUT, reply("2026-03-16", more="期: 三月份")))) == [
        "period"
    ]


def test_a_period_answered_twice(tmp_path: Path) -> None:
    replies = [reply("2026-03-30", more="期: 2026Q1"), reply("2026-04-02", more="期: 2026年第一季度")]
    (found,) = check_item(tmp_path, meeting(*replies))
    assert (found.code, found.level, found.line) == ("period-twice", "warning", 10)
    assert found.message == "2026年第一季度已经反馈过一次"
    returned = "{日期: 2026-03-31, 动作: 审核, 结果: 退回, 理由: 不清}"
    assert check_item(tmp_path, meeting(replies[0], returned, replies[1])) == []


def signed(signer: str | None, **header: str | None) -> str:
    by = f", 签发: {signer}" if signer else ""
    return item_text(*HANDED_OUT, f"{{日期: 2026-03-16, 动作: 反馈, 内容: 甲, 办结: 否{by}}}", **header)


@pytest.mark.parametrize(
    ("signer", "header"),
    [
        ("{姓名: 张某}", {}),  # head in units.yaml
        ("{姓名: 李某, 职务: 区长}", {}),
        ("{姓名: 李某, 职务: 区委副书记、区长}", {}),
        ("{姓名: 李某, 职务: 代区长}", {}),
        ("{姓名: 周某}", {"第一责任人": "{姓名: 周某, 职务: 局长}"}),
        ("{姓名: 李某, 职务: 副区长}", {"来源": "{类型: 批示, 层级: 分管领导}"}),
        (None, {"来源": None}),
    ],
)
def test_replies_rightly_signed(tmp_path: Path, signer: str | None, header: dict[str, str | None]) -> None:
    assert check_item(tmp_path, signed(signer, **header)) == []


@pytest.mark.parametrize(
    ("signer", "told"),
    [
        (None, "没有写签发人"),
        ("{姓名: 李某}", "由李某签发"),
        ("{姓名: 李某, 职务: 副区长}", "由李某（副区长）签发"),
        ("{姓名: 李某, 职务: 区长助理}", "由李某（区长助理）签发"),
        ("{姓名: 李某, 职务: 办公室主任}", "由李某（办公室主任）签发"),
        ("{姓名: 李某, 职务: 督查科长}", "由李某（督查科长）签发"),
    ],
)
def test_replies_signed_by_others(tmp_path: Path, signer: str | None, told: str) -> None:
    (found,) = check_item(tmp_path, signed(signer))
    assert (found.code, found.level, found.line) == ("signature", "warning", 10)
    assert found.message == f"反馈{told}，须由承办单位主要负责人签发（岳政办发〔2007〕3号 一（三））"


def test_hard_matters_take_the_heads_signature_too(tmp_path: Path) -> None:
    text = signed("{姓名: 李某, 职务: 副区长}", 来源=None, 难度="重大疑难")
    assert codes(check_item(tmp_path, text)) == ["signature"]


@pytest.mark.parametrize(
    ("post", "unit", "head"),
    [
        ("局长", "市财政局", True),
        ("主任", "市发展改革委", True),
        ("办公室主任", "市政府办公室", True),
        ("办公室主任", "市财政局", False),
        ("处长", "南湖管理处", True),
        ("处长", "省财政厅", False),
        ("常务副市长", "市人民政府", False),
        ("管委会主任", "经开区管委会", True),
        ("支队长", "市交警支队", True),
        ("", "市财政局", False),
        ("市科技局局长", "市科技局", True),
        ("市政府办公室主任", "市政府办公室", True),
        ("项目负责人", "市财政局", False),
        ("办公室副主任", "市政府办公室", False),
    ],
)
def test_posts_of_heads(post: str, unit: str, head: bool) -> None:
    assert is_head_post(post, unit) is head


def test_a_former_lead_replies_no_more(tmp_path: Path) -> None:
    change = "{日期: 2026-03-10, 动作: 变更, 字段: 主办单位, 原: 楼区, 新: 市财政局, 批准: 甲}"
    on_the_day = reply("2026-03-10", more="单位: 楼区")
    assert check_item(tmp_path, item_text(*HANDED_OUT, change, on_the_day)) == []
    after = reply("2026-03-12", more="单位: 楼区")
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, change, after))
    assert (found.code, found.level, found.line) == ("reply-unit", "error", 11)
    assert "“楼区”在 2026-03-12 不是主办单位（已改由市财政局主办）" in found.message
    supporting = item_text(*HANDED_OUT, change, after, 协办单位="[楼区]")
    assert "reply-unit" not in codes(check_item(tmp_path, supporting))
