"""办理轮次: what was owed before a 重启 or a second 交办 stays on record, and the new life starts clean."""

from __future__ import annotations

from duban_cli.rules.obligations import Obligation
from tests.kit import HANDED_OUT, LOU, item_text, reply, standing

DONE = reply("2026-04-10", "是")
PASSED = "{日期: 2026-04-13, 动作: 审核, 结果: 通过}"
CLOSED = "{日期: 2026-04-14, 动作: 销号}"
REOPENED = "{日期: 2026-05-06, 动作: 重启, 理由: 反弹, 批准: 乙, 限期: 2026-05-29}"
WITHDRAWN = "{日期: 2026-04-14, 动作: 撤销, 理由: 情况变化, 批准: 乙}"
AGAIN = "{日期: 2026-04-14, 动作: 交办, 限期: 2026-04-30}"
TO_FINANCE = "{日期: 2026-04-14, 动作: 变更, 字段: 主办单位, 新: 市财政局, 批准: 乙}"


def told(duties: tuple[Obligation, ...]) -> list[tuple[int, str, str, int]]:
    return [(d.life, d.name, d.state, d.overdue_workdays) for d in duties]


def test_what_was_late_before_a_reopening_stays_late() -> None:
    found = standing(item_text(*HANDED_OUT, DONE, PASSED, CLOSED, REOPENED), "2026-05-07")
    assert told(found.duties) == [
        (1, "反馈", "逾期完成", 16), (1, "办结", "逾期完成", 16),
        (2, "反馈", "未到期", 0), (2, "办结", "未到期", 0),
    ]  # fmt: skip
    assert [d.life for d in found.current] == [2, 2]
    assert found.live is not None
    assert (found.live.life, found.live.due.text) == (2, "2026-05-29")
    assert found.ladder == ()


def test_the_count_of_a_life_that_was_withdrawn_stands_still() -> None:
    was = standing(item_text(*HANDED_OUT, WITHDRAWN), "2026-11-20")
    now = standing(item_text(*HANDED_OUT, WITHDRAWN, REOPENED), "2026-11-20")
    assert told(now.duties)[:2] == told(was.duties) == [(1, "反馈", "逾期", 18), (1, "办结", "逾期", 18)]
    assert {d.until.isoformat() for d in now.duties if d.until} == {"2026-04-14"}


def test_a_second_handing_out_takes_nothing_back() -> None:
    found = standing(item_text(*HANDED_OUT, AGAIN), "2026-04-20")
    assert told(found.duties) == [
        (1, "反馈", "逾期", 18), (1, "办结", "逾期", 18), (2, "反馈", "未到期", 0), (2, "办结", "未到期", 0),
    ]  # fmt: skip
    assert not found.overdue


def test_handed_to_another_unit_the_first_one_was_late() -> None:
    found = standing(item_text(*HANDED_OUT, TO_FINANCE, AGAIN), "2026-05-20")
    assert [(d.life, d.who, d.state) for d in found.duties if d.what == "办结"] == [
        (1, LOU, "逾期"), (2, "市财政局", "逾期"),
    ]  # fmt: skip


def test_a_limit_still_ahead_when_handed_out_again_is_void() -> None:
    early = AGAIN.replace("2026-04-14", "2026-03-11")
    found = standing(item_text(*HANDED_OUT, early), "2026-03-30")
    assert [(d.life, d.void) for d in found.duties if d.what == "办结"] == [(1, True), (2, False)]


def test_replies_of_a_life_answer_only_that_life() -> None:
    found = standing(item_text(*HANDED_OUT, DONE, PASSED, CLOSED, REOPENED), "2026-05-07")
    assert found.course.replies == ()
    assert [r.entry.day.isoformat() for r in found.course.all_replies] == ["2026-04-10"]
    assert found.accepted is None
    assert found.course.earlier[0].accepted is not None


def test_an_extension_asked_for_before_the_end_does_not_wait_after_it() -> None:
    asked = "{日期: 2026-04-01, 动作: 延期, 环节: 申请, 限期: 2026-04-30, 理由: 雨季}"
    found = standing(item_text(*HANDED_OUT, asked, WITHDRAWN, REOPENED), "2026-05-07")
    assert found.course.extensions_asked == ()


def test_a_stage_behind_belongs_to_the_life_it_was_due_in() -> None:
    stones = "[{号: 1, 内容: 甲, 时限: 2026-03-11}, {号: 2, 内容: 乙, 时限: 2026-06-11}, {号: 3, 内容: 丙, 时限: 2026-07-11}]"
    third = reply("2026-03-16", "否", "针对: 节点3")
    found = standing(item_text(*HANDED_OUT, third, WITHDRAWN, REOPENED, 节点=stones), "2026-05-07")
    assert [(d.life, d.name) for d in found.duties if d.what == "节点"] == [
        (1, "节点1"), (1, "节点2"), (1, "节点3"), (2, "节点2"),
    ]  # fmt: skip


def test_a_period_replied_for_is_not_asked_for_again() -> None:
    first = reply("2026-04-10")
    found = standing(item_text(*HANDED_OUT, first, WITHDRAWN, REOPENED, 反馈频次="每季"), "2026-07-02")
    quarters = [(d.life, d.period.name) for d in found.duties if d.period is not None]
    assert quarters.count((1, "2026年第二季度")) + quarters.count((2, "2026年第二季度")) == 1


def test_a_suspension_is_told_by_the_one_that_moved_the_limit() -> None:
    paused = "{日期: 2026-03-05, 动作: 中止, 理由: 甲, 批准: 乙}"
    resumed = "{日期: 2026-03-06, 动作: 恢复}"
    entries = (*HANDED_OUT, paused, resumed, WITHDRAWN, REOPENED.replace(", 限期: 2026-05-29", ""))
    again = (paused.replace("2026-03-05", "2026-05-08"), resumed.replace("2026-03-06", "2026-05-11"))
    found = standing(item_text(*entries, *again), "2026-05-12")
    assert [c.day.isoformat() for d in found.current for c in d.changes] == ["2026-05-08", "2026-05-08"]
