from __future__ import annotations

from datetime import date

import pytest

from duban_cli.rules.obligations import rhythm_of
from duban_cli.rules.periods import Rhythm
from tests.kit import HANDED_OUT, INITIATED, dues, duties, item_text, read, reply, yueyang

UNPRINTED = (INITIATED, "{日期: 2026-03-04, 动作: 交办}")


def test_reply_and_completion_are_two_duties_of_one_limit() -> None:
    found = duties(item_text(*HANDED_OUT))
    assert list(found) == ["反馈", "办结"]
    for duty in found.values():
        assert duty.due.text == duty.first_due.text == "2026-03-18"
        assert duty.clause.text == "十条措施（2020-04-27）六"
        assert (duty.start, duty.start_event, duty.limit_text) == (date(2026, 3, 4), "交办", "10个工作日")
        assert duty.recorded
        assert (duty.state, duty.overdue_workdays) == ("逾期", 169)


def test_nothing_is_owed_before_assignment() -> None:
    assert duties(item_text(INITIATED)) == {}
    assert duties(item_text(*HANDED_OUT), "2026-03-03") == {}


def test_a_progress_reply_meets_the_reply_and_not_the_completion() -> None:
    found = duties(item_text(*HANDED_OUT, reply("2026-03-16")))
    assert (found["反馈"].state, found["办结"].state) == ("按期", "逾期")
    assert found["反馈"].met_by is not None


@pytest.mark.parametrize(
    ("day", "received", "state", "late"),
    [
        ("2026-03-18", None, "按期", 0),
        ("2026-03-18", "2026-03-20", "逾期完成", 2),
        ("2026-03-21", None, "逾期完成", 2),
        ("2026-03-19", None, "逾期完成", 1),
    ],
)
def test_a_reply_counts_from_its_arrival(day: str, received: str | None, state: str, late: int) -> None:
    duty = duties(item_text(*HANDED_OUT, reply(day, "是", f"收到: {received}" if received else "")))["办结"]
    assert (duty.state, duty.overdue_workdays) == (state, late)


@pytest.mark.parametrize(
    ("initiated", "limit", "due", "clause"),
    [
        ("2019-05-06", None, None, None),
        ("2019-05-06", "10个工作日", "2019-05-21", "岳政办发〔2007〕3号 一（二）"),
        ("2020-05-06", None, "2020-05-20", "十条措施（2020-04-27）六"),
        ("2021-05-06", None, "2021-05-20", "十条措施（2020-04-27）六"),
        ("2021-05-06", "5个工作日", "2021-05-13", "十条措施（2020-04-27）六"),
    ],
)
def test_the_documents_in_force_at_initiation_rule(
    initiated: str, limit: str | None, due: str | None, clause: str | None
) -> None:
    day = date.fromisoformat(initiated)
    text = item_text(
        f"{{日期: {day}, 动作: 立项}}", f"{{日期: {day.replace(day=7)}, 动作: 交办}}", 办结时限=limit
    )
    found = duties(text, f"{day.year}-12-01").get("办结")
    assert (found.due.text if found else None) == due
    assert (found.clause.text if found else None) == clause


def test_an_item_of_before_the_ten_measures_keeps_its_rules_after() -> None:
    text = item_text("{日期: 2020-04-26, 动作: 立项}", "{日期: 2020-05-06, 动作: 交办}", 办结时限=None)
    assert duties(text, "2020-12-01") == {}


@pytest.mark.parametrize(
    ("limit", "clock", "due"),
    [
        ("20日", None, "2026-03-24"),
        ("3日", None, "2026-03-09"),
        ("48小时", None, "2026-03-06"),
        ("48小时", "09:30", "2026-03-06 09:30"),
        ("第3个工作日12:00", None, "2026-03-09 12:00"),
        ("2026-03-21", None, "2026-03-21"),
        ("当日", None, "2026-03-04"),
        ("1个月", None, "2026-04-07"),
        ("长期", None, None),
    ],
)
def test_limits_of_every_kind(limit: str, clock: str | None, due: str | None) -> None:
    timed = f"{{日期: 2026-03-04, 动作: 交办, 时间: '{clock}'}}" if clock else UNPRINTED[1]
    found = duties(item_text(INITIATED, timed, 办结时限=limit)).get("办结")
    assert (found.due.text if found else None) == due


@pytest.mark.parametrize(("clock", "state"), [("11:59", "临期"), ("12:00", "临期"), ("12:01", "逾期")])
def test_a_limit_at_noon(clock: str, state: str) -> None:
    text = item_text(*UNPRINTED, 办结时限="第3个工作日12:00")
    assert duties(text, "2026-03-09", clock)["办结"].state == state


def test_a_printed_day_keeps_the_hour_the_limit_gives() -> None:
    printed = (INITIATED, "{日期: 2026-03-04, 动作: 交办, 限期: 2026-03-09}")
    assert dues(item_text(*printed, 办结时限="第3个工作日12:00"))["办结"] == "2026-03-09 12:00"


def test_what_is_printed_governs() -> None:
    printed = (INITIATED, "{日期: 2026-03-04, 动作: 交办, 限期: 2026-03-25, 反馈限期: 2026-03-09}")
    found = duties(item_text(*printed))
    assert (found["办结"].due.text, found["反馈"].due.text) == ("2026-03-25", "2026-03-09")
    assert found["办结"].recorded


def test_media_criticism_counts_from_the_report() -> None:
    text = item_text(
        INITIATED, HANDED_OUT[1], 类别="媒体批评", 来源="{类型: 媒体, 名称: 某报, 日期: 2026-03-02}"
    )
    found = duties(text)
    assert (found["反馈"].due.text, found["反馈"].start_event) == ("2026-03-05", "报道")
    assert found["反馈"].clause.text == "岳政办发〔2007〕3号 一（二）"
    assert found["办结"].due.text == "2026-03-18"


def test_most_urgent_means_a_reply_the_same_day() -> None:
    assert dues(item_text(*HANDED_OUT, 缓急="特急")) == {"反馈": "2026-03-04", "办结": "2026-03-18"}


def test_urgency_changed_later_makes_nothing_late_in_hindsight() -> None:
    text = item_text(*HANDED_OUT, "{日期: 2026-03-10, 动作: 变更, 字段: 缓急, 新: 特急, 批准: 甲}")
    assert dues(text)["反馈"] == "2026-03-18"


# -- 退回重办 -----------------------------------------------------------------------------------------------

DONE = reply("2026-03-20", "是")


def returned(limit: str = "") -> str:
    return f"{{日期: 2026-03-23, 动作: 审核, 结果: 退回, 理由: 情况不清{limit}}}"


@pytest.mark.parametrize(
    ("limit", "due", "clause"),
    [(", 限期: 2026-04-10", "2026-04-10", "岳政办发〔2007〕3号 二（三）"), ("", "2026-03-30", "本办约定")],
)
def test_a_return_opens_the_duty_anew_with_its_own_limit(limit: str, due: str, clause: str) -> None:
    found = duties(item_text(*HANDED_OUT, DONE, returned(limit)))
    assert list(found) == ["反馈", "反馈（退回重办第1次）", "办结", "办结（退回重办第1次）"]
    first, again = found["办结"], found["办结（退回重办第1次）"]
    assert (first.state, first.overdue_workdays, first.returned) == ("逾期完成", 2, True)
    assert (again.due.text, again.state, again.clause.text) == (due, "逾期", clause)
    assert (again.start, again.start_event) == (date(2026, 3, 23), "退回重办")


def test_an_extension_after_a_return_leaves_the_first_round_as_it_was() -> None:
    later = "{日期: 2026-03-26, 动作: 延期, 环节: 批准, 限期: 2026-04-20, 批准: 甲}"
    found = duties(item_text(*HANDED_OUT, DONE, returned(), later))
    assert (found["办结"].due.text, found["办结"].state) == ("2026-03-18", "逾期完成")
    assert {found[f"{w}（退回重办第1次）"].due.text for w in ("反馈", "办结")} == {"2026-04-20"}


def test_twice_returned() -> None:
    text = item_text(
        *HANDED_OUT, DONE, returned(), reply("2026-03-27", "是"),
        "{日期: 2026-03-30, 动作: 审核, 结果: 退回, 理由: 乙, 限期: 2026-04-03}", reply("2026-04-02", "是"),
    )  # fmt: skip
    found = [d for d in duties(text).values() if d.what == "办结"]
    assert [(d.round, d.due.text, d.state) for d in found] == [
        (0, "2026-03-18", "逾期完成"), (1, "2026-03-30", "按期"), (2, "2026-04-03", "按期"),
    ]  # fmt: skip


# -- periods and stages -------------------------------------------------------------------------------------


def periodic(category: str, assigned: str, *entries: str, limit: str | None = "长期") -> str:
    return item_text(
        f"{{日期: {assigned}, 动作: 立项, 批准: 甲}}", f"{{日期: {assigned}, 动作: 交办}}", *entries,
        类别=category, 办结时限=limit,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("category", "assigned", "names"),
    [
        ("会议议定", "2026-02-15", ["第一季度", "第二季度", "第三季度", "第四季度"]),
        ("会议议定", "2026-02-16", ["第二季度", "第三季度", "第四季度"]),
        ("政府工作报告", "2026-04-01", ["上半年", "下半年"]),
        ("政府工作报告", "2026-04-02", ["下半年"]),
    ],
)
def test_the_period_of_assignment_counts_if_half_of_it_is_left(
    category: str, assigned: str, names: list[str]
) -> None:
    assert list(duties(periodic(category, assigned))) == [f"反馈（2026年{n}）" for n in names]


def test_one_reply_in_each_period() -> None:
    text = periodic("会议议定", "2026-01-12", reply("2026-03-30"), reply("2026-07-02"))
    found = duties(text, "2026-08-01")
    assert {d.name: (d.due.text, d.state) for d in found.values()} == {
        "反馈（2026年第一季度）": ("2026-03-31", "按期"),
        "反馈（2026年第二季度）": ("2026-06-30", "逾期"),
        "反馈（2026年第三季度）": ("2026-09-30", "按期"),
    }


def test_the_entry_may_say_for_which_period_it_is() -> None:
    text = periodic("会议议定", "2026-01-12", reply("2026-07-02", more="期: 2026Q2"))
    found = duties(text, "2026-08-01")
    second = found["反馈（2026年第二季度）"]
    assert (second.state, second.overdue_workdays) == ("逾期完成", 2)
    assert found["反馈（2026年第三季度）"].state == "未到期"


def test_no_more_periods_once_done() -> None:
    text = periodic("会议议定", "2026-01-12", reply("2026-05-20", "是"))
    assert list(duties(text)) == ["反馈（2026年第一季度）", "反馈（2026年第二季度）"]


def test_an_extension_of_one_period() -> None:
    entry = "{日期: 2026-03-30, 动作: 延期, 环节: 批准, 限期: 2026-04-10, 批准: 甲, 针对: 反馈, 期: 2026Q1}"
    found = dues(periodic("会议议定", "2026-01-12", entry, limit="2026-12-30"), "2026-05-01")
    assert found == {
        "反馈": "2026-12-30", "反馈（2026年第一季度）": "2026-04-10", "反馈（2026年第二季度）": "2026-06-30",
        "办结": "2026-12-30",
    }  # fmt: skip


PERIOD_BACK = "{日期: 2026-03-23, 动作: 审核, 结果: 退回, 理由: 情况不清, 限期: 2026-04-03}"


def test_a_returned_periodic_reply_is_owed_again_by_the_limit_of_the_return() -> None:
    text = periodic("会议议定", "2026-01-12", reply("2026-03-20"), PERIOD_BACK)
    found = duties(text, "2026-04-10")
    first, again = found["反馈（2026年第一季度）"], found["反馈（2026年第一季度，退回重办第1次）"]
    assert (first.state, first.returned) == ("按期", True)
    assert (again.due.text, again.state, again.overdue_workdays) == ("2026-04-03", "逾期", 4)


def test_a_redone_periodic_reply_is_not_the_next_periods() -> None:
    text = periodic("会议议定", "2026-01-12", reply("2026-03-20"), PERIOD_BACK, reply("2026-04-02"))
    found = duties(text, "2026-06-01")
    assert found["反馈（2026年第一季度，退回重办第1次）"].state == "按期"
    assert found["反馈（2026年第二季度）"].met is False
    both = duties(item_more(text, reply("2026-06-20")), "2026-07-10")
    assert both["反馈（2026年第二季度）"].state == "按期"
    said = periodic(
        "会议议定", "2026-01-12", reply("2026-03-20"), PERIOD_BACK, reply("2026-04-02", more="期: 2026Q2")
    )
    assert duties(said, "2026-06-01")["反馈（2026年第一季度，退回重办第1次）"].state == "逾期"
    assert duties(said, "2026-06-01")["反馈（2026年第二季度）"].state == "按期"


def test_a_returned_progress_reply_leaves_nothing_behind_once_redone() -> None:
    text = periodic(
        "会议议定", "2026-01-12", reply("2026-03-20"), PERIOD_BACK, reply("2026-04-02"), limit="2026-04-30"
    )
    late = {d.name for d in duties(text, "2026-05-20").values() if d.overdue}
    assert late == {"反馈", "办结"}
    done = duties(item_more(text, reply("2026-05-08", "是")), "2026-05-20")
    assert [d.name for d in done.values() if not d.met] == []


def test_a_return_on_an_item_without_any_limit() -> None:
    text = item_text(
        "{日期: 2019-05-06, 动作: 立项, 方式: 直接}", "{日期: 2019-05-08, 动作: 交办}", reply("2019-06-03"),
        "{日期: 2019-06-04, 动作: 审核, 结果: 退回, 理由: 不清, 限期: 2019-06-14}", 办结时限=None,
    )  # fmt: skip
    found = duties(text, "2019-06-20")
    assert {n: (d.due.text, d.state) for n, d in found.items()} == {
        "反馈（退回重办第1次）": ("2019-06-14", "逾期")
    }


def test_a_reply_of_a_period_counts_though_the_clock_stood_still_at_its_end() -> None:
    text = periodic(
        "会议议定", "2026-01-12", reply("2026-03-20"), "{日期: 2026-03-25, 动作: 中止, 理由: 甲, 批准: 乙}",
        "{日期: 2026-04-20, 动作: 恢复}",
    )  # fmt: skip
    assert duties(text, "2026-05-01")["反馈（2026年第一季度）"].state == "按期"


def item_more(text: str, entry: str) -> str:
    """The item with one more entry."""
    return f"{text}- {entry}\n"


def test_the_items_own_rhythm_goes_before_the_categorys() -> None:
    item = read(periodic("会议议定", "2026-01-12"))
    own = read(item_text(类别="会议议定", 反馈频次="每半月"))
    rhythm, clause = rhythm_of(item, yueyang(), date(2026, 1, 12))
    assert (rhythm, clause.text if clause else None) == (Rhythm.QUARTER, "岳政办发〔2007〕3号 一（二）")
    assert rhythm_of(own, yueyang(), date(2026, 1, 12)) == (Rhythm.HALF_MONTH, None)
    found = duties(item_text(*HANDED_OUT, 反馈频次="每半月"), "2026-04-01")
    assert [d.name for d in found.values() if d.period] == [
        "反馈（2026年3月上半月）", "反馈（2026年3月下半月）", "反馈（2026年4月上半月）",
    ]  # fmt: skip


def test_milestones() -> None:
    stones = "[{号: 1, 内容: 过半, 时限: 2026-03-11}, {号: 2, 内容: 全部, 时限: 2026-03-16}]"
    extended = "{日期: 2026-03-14, 动作: 延期, 环节: 批准, 限期: 2026-03-17, 批准: 甲, 针对: 节点2}"
    text = item_text(*HANDED_OUT, reply("2026-03-10", more="针对: 节点1"), extended, 节点=stones)
    found = duties(text, "2026-03-13")
    assert [(d.name, d.due.text, d.state) for d in found.values() if d.what == "节点"] == [
        ("节点1", "2026-03-11", "按期"), ("节点2", "2026-03-16", "临期"),
    ]  # fmt: skip
    assert duties(text, "2026-03-14")["节点2"].due.text == "2026-03-17"
    assert duties(text.replace("办结: 否", "办结: 是"), "2026-04-01")["节点2"].state == "按期"


def test_a_returned_reply_meets_no_milestone() -> None:
    back = "{日期: 2026-03-11, 动作: 审核, 结果: 退回, 理由: 不清}"
    text = item_text(
        *HANDED_OUT, reply("2026-03-10", more="针对: 节点1"), back, 节点="[{号: 1, 内容: 甲, 时限: 2026-03-12}]"
    )  # fmt: skip
    assert duties(text, "2026-03-10")["节点1"].state == "按期"
    assert duties(text, "2026-03-13")["节点1"].state == "逾期"


def test_a_letter_written_in_one_period_and_received_in_the_next() -> None:
    text = periodic("会议议定", "2026-01-12", reply("2026-03-31", more="收到: 2026-04-02"))
    found = duties(text, "2026-05-01")
    assert (found["反馈（2026年第一季度）"].state, found["反馈（2026年第二季度）"].met) == ("逾期完成", False)


def test_a_limit_in_a_year_without_notice_is_provisional() -> None:
    assert duties(item_text(*HANDED_OUT), "2026-03-10")["办结"].provisional is False
    text = item_text("{日期: 2028-02-01, 动作: 立项}", "{日期: 2028-02-02, 动作: 交办}")
    assert duties(text, "2028-02-03")["办结"].provisional is True


def test_reopening_starts_a_limit_of_its_own() -> None:
    text = item_text(
        *HANDED_OUT, reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过}",
        "{日期: 2026-03-18, 动作: 销号}", "{日期: 2026-05-06, 动作: 重启, 理由: 反弹, 批准: 乙, 限期: 2026-05-29}",
    )  # fmt: skip
    assert dues(text) == {"反馈": "2026-05-29", "办结": "2026-05-29"}
    assert duties(text, "2026-04-01")["办结"].state == "按期"
