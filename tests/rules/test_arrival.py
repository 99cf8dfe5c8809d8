"""收到 after 日期: a reply counts from the day it was in hand, for the state and for its duty alike."""

from __future__ import annotations

import pytest

from tests.kit import HANDED_OUT, LOU, duties, item_text, reply, standing

ASSIGNED_BY_17 = (HANDED_OUT[0], "{日期: 2026-03-04, 动作: 交办, 限期: 2026-03-17}")
LATE = reply("2026-03-16", "是", "收到: 2026-03-18")


@pytest.mark.parametrize(
    ("day", "state", "duty", "overdue"),
    [("2026-03-16", "办理中", "临期", False), ("2026-03-17", "办理中", "临期", False), ("2026-03-18", "待审核", "逾期完成", False)],
)  # fmt: skip
def test_a_reply_counts_from_its_arrival(day: str, state: str, duty: str, overdue: bool) -> None:
    text = item_text(*ASSIGNED_BY_17, LATE)
    found = standing(text, day)
    assert (found.state, duties(text, day)["办结"].state, found.overdue) == (state, duty, overdue)


def test_on_its_way_it_does_not_stop_the_count() -> None:
    text = item_text(*ASSIGNED_BY_17, reply("2026-03-16", "是", "收到: 2026-03-20"))
    found = standing(text, "2026-03-19")
    assert (found.state, found.overdue, found.overdue_workdays) == ("办理中", True, 2)
    assert duties(text, "2026-03-20")["办结"].overdue_workdays == 3


def test_it_stands_after_what_happened_before_it_arrived() -> None:
    urged = "{日期: 2026-03-17, 动作: 催办, 方式: 电话}"
    found = standing(item_text(*ASSIGNED_BY_17, LATE, urged), "2026-03-18")
    assert [e.action for e in found.course.entries][-2:] == ["催办", "反馈"]


def test_its_hour_is_that_of_its_own_date() -> None:
    timed = reply("2026-03-16", "是", "收到: 2026-03-18, 时间: '17:00'")
    assert standing(item_text(*ASSIGNED_BY_17, timed), "2026-03-18", "09:00").state == "待审核"


def test_a_reply_on_its_way_while_the_lead_changed_is_that_of_who_wrote_it() -> None:
    change = "{日期: 2026-03-17, 动作: 变更, 字段: 主办单位, 新: 市财政局, 批准: 乙}"
    sent = reply("2026-03-16", "是", f"收到: 2026-03-18, 单位: {LOU}")
    found = standing(item_text(*ASSIGNED_BY_17, sent, change), "2026-03-18")
    assert found.state == "待审核"
    assert {d.who for d in found.duties} == {LOU}
