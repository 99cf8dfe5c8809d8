from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit import HANDED_OUT, check_item, codes, item_text, reply

CLOSED = (
    *HANDED_OUT,
    reply("2026-03-16", "是"),
    "{日期: 2026-03-17, 动作: 审核, 结果: 通过, 批准: 刘某某}",
    "{日期: 2026-03-18, 动作: 销号, 批准: 刘某某}",
    "{日期: 2026-03-20, 动作: 结论, 内容: 整改到位, 批准: 刘某某, 经办: 王某, 送达: 2026-03-20}",
)


@pytest.mark.parametrize(
    ("day", "late"),
    [("2026-04-20", False), ("2026-04-21", True)],  # 30 days end on Sunday 2026-04-19: the Monday is in time
)
def test_asked_for_within_30_days_of_delivery(tmp_path: Path, day: str, late: bool) -> None:
    text = item_text(*CLOSED, f"{{日期: {day}, 动作: 复核, 环节: 申请, 内容: 有异议}}")
    assert ("reconsider-late" in codes(check_item(tmp_path, text))) is late


@pytest.mark.parametrize(("by", "recused"), [("王某", True), ("赵某", False)])
def test_who_took_part_stands_aside(tmp_path: Path, by: str, recused: bool) -> None:
    text = item_text(
        *CLOSED,
        "{日期: 2026-03-25, 动作: 复核, 环节: 申请, 内容: 有异议}",
        f"{{日期: 2026-04-10, 动作: 复核, 环节: 决定, 结果: 维持, 批准: 彭某某, 经办: {by}}}",
    )
    assert ("reconsider-recusal" in codes(check_item(tmp_path, text))) is recused


def test_delivered_in_the_future(tmp_path: Path) -> None:
    text = item_text(*HANDED_OUT, "{日期: 2026-03-20, 动作: 结论, 内容: x, 批准: 刘某某, 送达: 2099-01-01}")
    assert "future" in codes(check_item(tmp_path, text))
