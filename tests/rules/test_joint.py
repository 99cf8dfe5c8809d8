"""反馈单位: each 协办单位 owes a reply of its own; 办结 stays with the 主办单位."""

from __future__ import annotations

from duban_cli.rules.standing import Standing
from tests.kit import HANDED_OUT, LOU, item_text, reply, standing

EACH = {"协办单位": "[市财政局, 城管局]", "反馈单位": "各单位"}
FINANCE = "市财政局"


def owed(found: Standing) -> list[tuple[str, str, str]]:
    return [(d.who, d.name, d.state) for d in found.duties]


def test_by_default_the_lead_alone_replies() -> None:
    found = standing(item_text(*HANDED_OUT, 协办单位="[市财政局]"), "2026-03-10")
    assert {d.who for d in found.duties} == {LOU}


def test_each_unit_owes_its_own_reply_and_the_lead_the_end() -> None:
    found = standing(
        item_text(*HANDED_OUT, reply("2026-03-16", "否", f"单位: {FINANCE}"), **EACH), "2026-03-20"
    )
    states = {(who, name): state for who, name, state in owed(found)}
    assert states[FINANCE, "反馈"] == "按期"
    assert states[LOU, "反馈"] == states[LOU, "办结"] == "逾期"
    assert [n for w, n, s in owed(found) if w not in (LOU, FINANCE)] == ["反馈"]
    assert found.overdue


def test_a_reply_of_the_lead_answers_for_no_other() -> None:
    found = standing(item_text(*HANDED_OUT, reply("2026-03-16", "否"), **EACH), "2026-03-20")
    late = {who for who, name, state in owed(found) if name == "反馈" and state == "逾期"}
    assert LOU not in late
    assert FINANCE in late


def test_the_state_of_the_item_is_the_leads_affair() -> None:
    said = reply("2026-03-16", "是", f"单位: {FINANCE}")
    assert standing(item_text(*HANDED_OUT, said, **EACH), "2026-03-16").state == "办理中"


def test_a_period_is_replied_for_by_each() -> None:
    said = reply("2026-06-16", "否", f"单位: {FINANCE}")
    found = standing(item_text(*HANDED_OUT, said, 反馈频次="每季", **EACH), "2026-07-02")
    second = {
        d.who: d.state for d in found.duties if d.period is not None and d.period.name == "2026年第二季度"
    }
    assert (second[FINANCE], second[LOU]) == ("按期", "逾期")


def test_a_returned_reply_of_one_unit_opens_its_duty_again() -> None:
    said = reply("2026-03-16", "否", f"单位: {FINANCE}")
    back = f"{{日期: 2026-03-17, 动作: 审核, 结果: 退回, 单位: {FINANCE}, 理由: 不清, 限期: 2026-03-20}}"
    found = standing(item_text(*HANDED_OUT, said, back, **EACH), "2026-03-25")
    assert found.state == "办理中"
    assert (FINANCE, "反馈（退回重办第1次）", "逾期") in owed(found)


def test_an_extension_for_one_unit_moves_its_duty_alone() -> None:
    more = f"{{日期: 2026-03-10, 动作: 延期, 环节: 批准, 限期: 2026-04-10, 批准: 乙, 针对: 反馈, 单位: {FINANCE}}}"
    found = standing(item_text(*HANDED_OUT, more, **EACH), "2026-03-20")
    assert {d.who: d.due.text for d in found.duties if d.what == "反馈"}[FINANCE] == "2026-04-10"
    assert {d.due.text for d in found.duties if d.who == LOU} == {"2026-03-18"}


def test_a_notice_is_for_the_unit_it_names() -> None:
    notice = f"{{日期: 2026-04-01, 动作: 催办, 方式: 通知单, 针对: 反馈, 单位: {FINANCE}}}"
    found = standing(item_text(*HANDED_OUT, notice, **EACH), "2026-04-02")
    taken = {r.duty.who for r in found.ladder if r.taken is not None}
    assert taken == {FINANCE}
    assert LOU in {r.duty.who for r in found.due_rungs}
