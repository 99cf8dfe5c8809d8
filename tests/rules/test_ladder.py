"""催办: a step past the 限期 the one before gave, steps of other 动作, steps left to the office."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kit import item_text, reply
from tests.rules.made import standing_by, with_section

LOU = "岳阳楼区人民政府"
COUNTY = with_section("催办:\n", """
催办:
- {针对: 办结, 逾期: 1个工作日, 方式: 通知单, 文书: 催办通知单, 依据: 岳20 六}
- {针对: 办结, 自: 催办限期, 逾期: 1个工作日, 动作: 批评, 方式: 通报批评, 依据: 岳20 六}
- {针对: 办结, 自: 催办限期, 逾期: 3个工作日, 动作: 问责建议, 酌情: 是, 依据: 岳20 十}
""")  # fmt: skip
# Due 2026-03-18 (a Wednesday).
HANDED = (
    "{日期: 2026-03-03, 动作: 立项, 方式: 直接}",
    "{日期: 2026-03-04, 动作: 交办, 文号: 岳督函〔2026〕17号, 限期: 2026-03-18}",
)
NOTICE = "{日期: 2026-03-19, 动作: 催办, 方式: 通知单, 针对: 办结, 文号: 岳督催〔2026〕1号, 限期: 2026-03-26}"
BLAMED = f"{{日期: 2026-03-27, 动作: 批评, 单位: {LOU}, 批准: 刘某某, 内容: 逾期}}"


def rungs(day: str, *entries: str, regime: str = COUNTY) -> list[tuple[str, str, bool, bool, date | None]]:
    found = standing_by(regime, item_text(*HANDED, *entries), day)
    return [
        (r.ways_text, r.since.isoformat(), r.due, r.offered, r.taken.day if r.taken else None)
        for r in found.ladder
        if r.duty.what == "办结"
    ]


def test_a_step_past_the_limit_given_waits_for_the_step_before() -> None:
    assert rungs("2026-03-18") == []
    assert rungs("2026-03-19") == [("通知单", "2026-03-19", True, False, None)]
    # Long past due and never urged: there is no 限期 that could have been missed.
    assert [r[0] for r in rungs("2026-11-20")] == ["通知单"]


@pytest.mark.parametrize(("day", "due"), [("2026-03-26", False), ("2026-03-27", True)])
def test_the_next_step_is_due_once_the_limit_is_missed(day: str, *, due: bool) -> None:
    assert rungs(day, NOTICE) == [
        ("通知单", "2026-03-19", False, False, date(2026, 3, 19)),
        ("通报批评", "2026-03-27", due, False, None),
    ]


def test_the_step_is_taken_by_an_entry_of_its_action_for_that_unit() -> None:
    other = BLAMED.replace(LOU, "市财政局")
    assert rungs("2026-03-27", NOTICE, other)[1][2:] == (True, False, None)
    assert rungs("2026-03-27", NOTICE, BLAMED)[1][2:] == (False, False, date(2026, 3, 27))
    renamed = BLAMED.replace(LOU, "楼区")
    assert rungs("2026-03-27", NOTICE, renamed)[1][2:] == (False, False, date(2026, 3, 27))


def test_a_step_left_to_the_office_is_offered_and_never_due() -> None:
    # 批评 gives no 限期: what comes after it counts from the one that was missed.
    last = rungs("2026-03-31", NOTICE, BLAMED)[2]
    assert last == ("问责建议", "2026-03-31", False, True, None)
    assert rungs("2026-03-30", NOTICE, BLAMED)[2][3] is False
    found = standing_by(COUNTY, item_text(*HANDED, NOTICE, BLAMED), "2026-03-31")
    assert found.due_rungs == ()
    assert [r.ways_text for r in found.offered_rungs] == ["问责建议"]
    assert found.next is None


def test_an_extension_moves_the_duty_and_a_step_taken_stays_taken() -> None:
    extended = "{日期: 2026-03-20, 动作: 延期, 环节: 批准, 限期: 2026-04-10, 批准: 刘某某}"
    assert rungs("2026-04-01", NOTICE, extended) == []
    assert rungs("2026-04-13", NOTICE, extended) == [
        ("通知单", "2026-04-13", False, False, date(2026, 3, 19)),
        ("通报批评", "2026-04-13", True, False, None),
    ]


def test_a_notice_without_a_limit_starts_nothing() -> None:
    assert [r[0] for r in rungs("2026-11-20", NOTICE.replace(", 限期: 2026-03-26", ""))] == ["通知单"]


def test_a_reply_ends_the_ladder() -> None:
    done = reply("2026-03-30", "是")
    assert [r[2] for r in rungs("2026-03-31", NOTICE, done)] == [False, False]


def test_a_step_may_bind_some_matters_only() -> None:
    regime = with_section("催办:\n", """
催办:
- {针对: 办结, 逾期: 1个工作日, 方式: 重点督办, 当: 类别 = 会议议定, 依据: 岳20 六, 时限依据: 本办约定}
- {针对: 办结, 逾期: 2个工作日, 方式: 会议说明原因, 依据: 岳20 六}
""")  # fmt: skip
    assert [r[0] for r in rungs("2026-03-27", regime=regime)] == ["会议说明原因"]
    meeting = standing_by(regime, item_text(*HANDED, 类别="会议议定"), "2026-03-27")
    assert [r.way for r in meeting.ladder if r.duty.what == "办结"] == ["重点督办", "会议说明原因"]


def test_the_redo_has_a_ladder_of_its_own() -> None:
    back = "{日期: 2026-03-31, 动作: 审核, 结果: 退回, 理由: 不清, 限期: 2026-04-03}"
    found = rungs("2026-04-07", NOTICE, BLAMED, reply("2026-03-30", "是"), back)
    assert [r for r in found if r[4] is None and r[2]] == [("通知单", "2026-04-07", True, False, None)]
