"""山西“13710”: another place's rules on one page, read by the same program: 当天, 3天, 7天, 1个月, 销号清零."""

from __future__ import annotations

from duban_cli.shipped import regime_bytes
from tests.regimes.scene import act, case, told

NAME, KIND = "shanxi-13710", "督办事项"
ORIGIN = "{类型: 批示, 名称: 示例, 日期: 2026-03-02}"
SAME_DAY = (act("2026-03-02", "立项"), act("2026-03-02", "交办"))


def test_it_is_one_page() -> None:
    assert len(regime_bytes(NAME).decode().splitlines()) < 60


def test_1_put_on_the_ledger_and_handed_out_the_same_day() -> None:
    for day, state in (("2026-03-02", "按期"), ("2026-03-03", "逾期完成")):
        item = case(NAME, KIND, act(day, "立项"), act(day, "交办"), 来源=ORIGIN)
        assert [item.own(what, day)[0] for what in ("立项", "交办")] == ["2026-03-02"] * 2
        assert [item.office(what, day).state for what in ("立项", "交办")] == [state] * 2


def test_3_replied_to_within_three_days() -> None:
    assert case(NAME, KIND, *SAME_DAY).due("反馈", "2026-03-02") == ("2026-03-05", "“13710”工作制度 3")


def test_7_done_within_seven_days_hard_ones_within_a_month() -> None:
    assert case(NAME, KIND, *SAME_DAY).due("办结", "2026-03-02") == ("2026-03-09", "“13710”工作制度 7")
    hard = case(NAME, KIND, *SAME_DAY, 难度="重大疑难")
    assert hard.due("办结", "2026-03-02") == ("2026-04-02", "“13710”工作制度 1个月")


def test_a_day_that_does_not_work_gives_way() -> None:
    # Handed out on Thursday: Sunday the 8th becomes Monday the 9th; seven days end on Thursday the 12th.
    item = case(NAME, KIND, act("2026-03-05", "立项"), act("2026-03-05", "交办"))
    assert [item.due(what, "2026-03-05")[0] for what in ("反馈", "办结")] == ["2026-03-09", "2026-03-12"]


def test_0_chased_to_the_end_and_struck_off() -> None:
    item = case(NAME, KIND, *SAME_DAY)
    assert [(r[0], r[1], r[2]) for r in item.rungs("2026-03-10")] == [
        ("反馈 通知单", "2026-03-06", True), ("办结 通知单", "2026-03-10", True),
    ]  # fmt: skip
    passed = act("2026-03-09", "审核", 结果="通过", 批准="刘某某")
    done = case(NAME, KIND, *SAME_DAY, told("2026-03-09", "是"), passed)
    assert done.own("销号", "2026-03-09") == ("2026-03-09", "“13710”工作制度 0")
    assert done.office("销号", "2026-03-10").state == "逾期"
