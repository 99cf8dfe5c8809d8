"""进度, 完成, 计划, 原因 and 措施 on an item: read, changed, set right, and refused where they cannot be read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from duban_cli.ledger.reader import read_item
from duban_cli.ledger.records import Unreadable
from duban_cli.rules.walk import run
from duban_cli.rules.wording import UnreadableError, read_percent
from tests.kit import HANDED_OUT, at, item_text, read, reply

STONE = "[{号: 1, 内容: 过半, 时限: 2026-03-11, 计划: %s}]"


@pytest.mark.parametrize(
    ("text", "share"),
    [("50%", "50"), ("50", "50"), ("５０％", "50"), ("62.5 %", "62.5"), ("百分之五十", "50"), ("0%", "0"), ("100%", "100")],
)  # fmt: skip
def test_shares_are_read_as_clerks_write_them(text: str, share: str) -> None:
    assert read_percent(text) == Decimal(share)


@pytest.mark.parametrize("text", ["101%", "一半", "-1%", "1/2", "", "50%以上", "1e1"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError, match="百分比"):
        read_percent(text)


def test_the_fields_reach_the_item() -> None:
    item = read(
        item_text(
            *HANDED_OUT, reply("2026-03-16", "是", "完成: 2026-03-13, 进度: 100%"),
            原因="管径偏小", 措施="换管", 节点=STONE % "50%",
        )
    )  # fmt: skip
    assert (item.cause, item.measure, item.milestones[0].plan) == ("管径偏小", "换管", Decimal(50))
    assert (str(item.entries[-1].done_on), item.entries[-1].progress) == ("2026-03-13", Decimal(100))


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (item_text(节点=STONE % "过半"), 7, "“过半”不是 0 至 100 的百分比"),
        (item_text(*HANDED_OUT, reply("2026-03-16", "否", "进度: 四成")), 10, "“四成”不是 0 至 100 的百分比"),
        (item_text(*HANDED_OUT, reply("2026-03-16", "是", "完成: 昨日")), 10, "“昨日”不是日期"),
        (item_text(*HANDED_OUT, "{日期: 2026-03-16, 动作: 汇总, 进度: 40%}"), 10, "“汇总”不用“进度”"),
        (item_text(*HANDED_OUT, "{日期: 2026-03-16, 动作: 说明, 内容: 雨季}"), 10, "“说明”缺“理由”"),
        (item_text(措失="换管"), 7, "是否想写“措施”"),
    ],
)
def test_mistakes_are_placed(text: str, line: int, told: str) -> None:
    item, findings = read_item(text.encode(), "items/2026/2026-0001.yaml", "2026-0001")
    assert isinstance(item, Unreadable)
    assert findings[0].line == line
    assert told in findings[0].text


def test_they_may_be_changed_and_set_right() -> None:
    entries = (
        *HANDED_OUT,
        "{日期: 2026-03-10, 动作: 变更, 字段: 措施, 新: 加压泵, 批准: 刘某某}",
        reply("2026-03-16", "是", "完成: 2026-03-15, 进度: 90%"),
        "{日期: 2026-03-17, 动作: 更正, 更正项: {日期: 2026-03-16, 动作: 反馈}, 字段: 完成, 新: 2026-03-13}",
        "{日期: 2026-03-17, 动作: 更正, 更正项: {日期: 2026-03-16, 动作: 反馈}, 字段: 进度, 新: 100%}",
    )
    course = run(read(item_text(*entries, 措施="换管")), at("2026-03-20"), str)
    assert course.item.measure == "加压泵"
    (told,) = course.replies
    assert (str(told.entry.done_on), told.entry.progress) == ("2026-03-13", Decimal(100))
