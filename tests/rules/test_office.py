"""本办义务: when each arises, by when it is due, what meets it, and how late the office was."""

from __future__ import annotations

from datetime import date

import pytest

from duban_cli.ledger.nodes import Source
from duban_cli.ledger.office_file import OfficeEvent
from duban_cli.ledger.regime_file import read_regime
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.office import OfficeDuty, item_duties, office_rounds
from duban_cli.rules.regime import Regime
from duban_cli.rules.standing import stand
from duban_cli.rules.workdays import WorkCalendar
from tests.kit import HANDED_OUT, INITIATED, at, item_text, known_units, packaged_regime, read, reply, yueyang

DONE = reply("2026-03-16", "是")
RETURNED = "{日期: 2026-03-20, 动作: 审核, 结果: 退回, 理由: 情况不清, 限期: 2026-03-27}"
PASSED = "{日期: 2026-03-27, 动作: 审核, 结果: 通过}"


def regime(*rules: str) -> Regime:
    """岳阳's regime with these rules for the office instead of its own."""
    text = packaged_regime().decode()
    start = text.index("办公室:\n")
    own = text[start : text.index("\n\n", start)]
    source = Source("regime.yaml")
    lines = "".join(f"- {rule}\n" for rule in rules)
    found = read_regime(text.replace(own, f"办公室:\n{lines}").encode(), source)
    assert found is not None, [p.text for p in source.problems]
    return found


def owed(
    *entries: str, day: str = "2026-11-20", by: Regime | None = None, **header: str | None
) -> list[OfficeDuty]:
    book = Rulebook(by or yueyang(), WorkCalendar(), known_units().canonical)
    found = stand(read(item_text(*entries, **header)), book, at(day))
    return list(item_duties(found, book, near=3))


def told(duties: list[OfficeDuty]) -> list[tuple[str, str, str, str, int]]:
    return [(d.what, str(d.start), d.due.text, d.state, d.overdue_workdays) for d in duties]


@pytest.mark.parametrize(
    ("day", "state", "late"),
    [
        ("2026-03-03", "临期", 0),
        ("2026-03-05", "临期", 0),
        ("2026-03-06", "逾期", 1),
        ("2026-03-08", "逾期", 1),
        ("2026-03-09", "逾期", 2),
    ],
)
def test_an_item_is_handed_out_within_two_working_days(day: str, state: str, late: int) -> None:
    assert told(owed(INITIATED, day=day)) == [("交办", "2026-03-03", "2026-03-05", state, late)]


@pytest.mark.parametrize(
    ("handed", "state", "late"), [("2026-03-05", "按期", 0), ("2026-03-10", "逾期完成", 3)]
)
def test_what_is_done_stays_judged_by_the_day_it_was_done(handed: str, state: str, late: int) -> None:
    (duty,) = owed(INITIATED, f"{{日期: {handed}, 动作: 交办}}")
    assert (duty.state, duty.overdue_workdays, str(duty.met_on)) == (state, late, handed)
    assert (duty.met, duty.overdue, duty.who, duty.item) == (True, False, "督查室", "2026-0018")
    assert duty.basis == "本办约定"


def test_a_review_runs_from_the_day_the_reply_came_in_and_anew_after_a_return() -> None:
    again = reply("2026-03-25", "是", "收到: 2026-03-26")
    duties = owed(*HANDED_OUT, DONE, RETURNED, again, PASSED)
    assert told(duties)[1:] == [
        ("审核", "2026-03-16", "2026-03-23", "按期", 0),
        ("审核", "2026-03-26", "2026-04-02", "按期", 0),
    ]


def test_progress_waits_for_no_review_nor_does_what_a_supporting_unit_sends() -> None:
    joint = "{日期: 2026-03-10, 动作: 反馈, 单位: 市财政局, 内容: 已办, 办结: 是}"
    duties = owed(*HANDED_OUT, joint, reply("2026-03-12"), 协办单位="[市财政局]")
    assert [d.what for d in duties] == ["交办"]


def test_two_replies_before_one_review_are_one_duty() -> None:
    duties = owed(*HANDED_OUT, DONE, reply("2026-03-18", "是"), PASSED)
    assert told(duties)[1:] == [("审核", "2026-03-16", "2026-03-23", "逾期完成", 4)]


@pytest.mark.parametrize("stage", ["批准", "不批"])
def test_an_application_is_answered_either_way(stage: str) -> None:
    asked = "{日期: 2026-03-13, 动作: 延期, 环节: 申请, 限期: 2026-04-10, 理由: 雨季}"
    answer = f"{{日期: 2026-03-19, 动作: 延期, 环节: {stage}, 限期: 2026-04-10, 批准: 刘某某}}"
    open_, done = owed(*HANDED_OUT, asked, day="2026-03-17")[1], owed(*HANDED_OUT, asked, answer)[1]
    assert (open_.what, open_.due.text, open_.state) == ("批复延期", "2026-03-18", "临期")
    assert (done.state, done.overdue_workdays) == ("逾期完成", 1)


def test_what_is_still_open_when_the_item_ends_is_owed_no_more() -> None:
    withdrawn = "{日期: 2026-03-17, 动作: 撤销, 理由: 情况变化, 批准: 刘某某}"
    assert [d.what for d in owed(*HANDED_OUT, DONE, withdrawn)] == ["交办"]


def test_a_review_asked_for_after_the_end_is_owed_all_the_same() -> None:
    closed = "{日期: 2026-03-30, 动作: 销号, 批准: 刘某某}"
    asked = "{日期: 2026-04-07, 动作: 复核, 环节: 申请, 单位: 岳阳楼区人民政府, 收到: 2026-04-08}"
    duty = owed(*HANDED_OUT, DONE, PASSED, closed, asked, day="2026-04-20")[-1]
    # Thirty natural days; 8 May works.
    assert (duty.what, str(duty.start), duty.due.text) == ("复核", "2026-04-08", "2026-05-08")
    assert duty.basis == "政府督查工作条例 第十七条"


def test_days_of_suspension_do_not_count() -> None:
    paused = "{日期: 2026-03-17, 动作: 中止, 理由: 待批复, 批准: 刘某某}"
    resumed = "{日期: 2026-03-24, 动作: 恢复}"
    duty = owed(*HANDED_OUT, DONE, paused, resumed, day="2026-03-25")[-1]
    assert (duty.what, duty.due.text) == ("审核", "2026-03-30")


def test_a_limit_may_run_from_registration_or_from_the_source() -> None:
    rules = regime(
        "{事: 立项, 自: 登记, 时限: 1个工作日, 依据: 本办约定}",
        "{事: 拟办, 自: 来源.日期, 时限: 2个工作日, 依据: 本办约定}",
    )
    noted = "{日期: 2026-03-03, 动作: 拟办, 内容: 建议督查}"
    duties = owed(noted, "{日期: 2026-03-06, 动作: 立项}", by=rules)
    assert told(duties) == [
        ("拟办", "2026-03-02", "2026-03-04", "按期", 0),
        ("立项", "2026-03-03", "2026-03-04", "逾期完成", 2),
    ]
    # Put on the ledger at once: there was nothing to register before.
    assert [d.what for d in owed(INITIATED, by=rules)] == ["拟办"]


def test_a_rule_with_a_condition_goes_first_and_one_not_in_force_not_at_all() -> None:
    rules = regime(
        "{事: 交办, 自: 立项, 时限: 2个工作日, 依据: 岳07 二（三）}",
        "{事: 交办, 自: 立项, 时限: 当日, 当: 缓急 = 特急, 依据: 岳07 一（二）}",
        "{事: 交办, 自: 立项, 时限: 1个工作日, 依据: 岳20 六}",
    )
    old = "{日期: 2020-04-24, 动作: 立项}"
    assert owed(INITIATED, by=rules)[0].due.text == "2026-03-04"
    assert owed(INITIATED, by=rules, 缓急="特急")[0].due.text == "2026-03-03"
    assert owed(old, by=rules)[0].due.text == "2020-04-27"


def test_from_struck_off_to_the_archive_unless_reopened() -> None:
    rules = regime("{事: 归档, 自: 销号, 时限: 10个工作日, 依据: 岳07 二（三）, 时限依据: 本办约定}")
    closed = (*HANDED_OUT, DONE, PASSED, "{日期: 2026-03-30, 动作: 销号, 批准: 刘某某}")
    archived = "{日期: 2026-04-20, 动作: 归档, 卷号: 督-1}"
    reopened = "{日期: 2026-04-02, 动作: 重启, 理由: 反弹, 批准: 刘某某}"
    (duty,) = owed(*closed, archived, by=rules)
    assert (duty.due.text, duty.state, duty.overdue_workdays) == ("2026-04-14", "逾期完成", 4)
    assert duty.basis == "岳政办发〔2007〕3号 二（三），时限依本办约定"
    assert owed(*closed, reopened, by=rules) == []


def test_passing_a_completion_opens_the_closing_and_passing_progress_does_not() -> None:
    rules = regime("{事: 销号, 自: 审核通过, 时限: 3个工作日, 依据: 本办约定}")
    progress = "{日期: 2026-03-11, 动作: 审核, 结果: 通过}"
    (duty,) = owed(*HANDED_OUT, reply("2026-03-10"), progress, DONE, PASSED, by=rules, day="2026-03-30")
    assert (str(duty.start), duty.due.text) == ("2026-03-27", "2026-04-01")


# -- rounds -----------------------------------------------------------------------------------------------


def event(
    day: str, action: str, span: tuple[str, str] | None = None, content: str | None = None
) -> OfficeEvent:
    start, end = (date.fromisoformat(d) for d in span) if span else (None, None)
    return OfficeEvent(day=date.fromisoformat(day), action=action, start=start, end=end, content=content)


def rounds(
    *events: OfficeEvent, since: str = "2026-01-04", day: str = "2026-04-20", by: Regime | None = None
) -> dict[str, tuple[str, str, int]]:
    now = at(day)
    found = office_rounds(
        by or yueyang(),
        WorkCalendar(),
        events,
        since=date.fromisoformat(since),
        until=now.day,
        now=now,
        near=3,
    )
    return {d.name: (d.due.text, d.state, d.overdue_workdays) for d in found}


def test_the_monthly_list_is_due_in_the_first_days_of_its_month() -> None:
    found = rounds(
        event("2026-01-05", "清单", ("2026-01-01", "2026-01-31")),
        event("2026-02-10", "清单"),
        event("2026-02-27", "清单", ("2026-03-01", "2026-03-31")),
    )
    assert {n: d for n, d in found.items() if n.startswith("督办清单")} == {
        "督办清单（2026年1月）": ("2026-01-08", "按期", 0),
        "督办清单（2026年2月）": ("2026-02-06", "逾期完成", 2),
        "督办清单（2026年3月）": ("2026-03-06", "按期", 0),
        "督办清单（2026年4月）": ("2026-04-08", "逾期", 8),
    }


def test_a_round_with_no_limit_is_due_at_the_end_of_its_period() -> None:
    meeting = event("2026-02-06", "会议", content="市长碰头会听取进展。")
    other = event("2026-03-06", "会议", content="协调会研究征拆。")
    found = rounds(meeting, other)
    assert found["市长碰头会（2026年1月）"] == ("2026-01-31", "逾期", 51)
    assert found["市长碰头会（2026年2月）"] == ("2026-02-28", "按期", 0)
    assert found["市长碰头会（2026年3月）"][1] == "逾期"
    assert found["市长碰头会（2026年4月）"] == ("2026-04-30", "未到期", 0)


def test_one_list_for_a_quarter_meets_every_month_it_covers() -> None:
    found = rounds(event("2026-01-05", "清单", ("2026-01-01", "2026-03-31")))
    states = {n: s for n, (_, s, _) in found.items() if n.startswith("督办清单")}
    assert list(states.values()) == ["按期", "按期", "按期", "逾期"]


@pytest.mark.parametrize(
    ("day", "meets"),
    [("2026-09-28", "2026年第三季度"), ("2026-10-08", "2026年第三季度"), ("2026-12-15", "2026年第四季度")],
)
def test_work_that_follows_a_period_is_for_the_one_whose_end_is_nearest(day: str, meets: str) -> None:
    found = rounds(event(day, "抄送"), since="2026-07-01", day="2026-12-31")
    assert [n for n, d in found.items() if n.startswith("结果抄送") and d[1] == "按期"] == [
        f"结果抄送组织部门（{meets}）"
    ]


def test_a_year_is_assessed_in_the_weeks_after_it() -> None:
    found = rounds(event("2027-01-20", "考核"), since="2026-01-04", day="2027-06-30")
    assert found["年度考核（2026年）"][1] == "按期"


def test_nothing_is_owed_for_what_was_before_the_ledger_and_half_a_period_must_be_left() -> None:
    assert "督办清单（2026年3月）" in rounds(since="2026-03-16")
    assert "督办清单（2026年3月）" not in rounds(since="2026-03-18")
    assert not any("2026年2月" in name for name in rounds(since="2026-03-16"))


def test_an_event_after_the_day_asked_is_not_seen() -> None:
    late = event("2026-04-21", "清单", ("2026-04-01", "2026-04-30"))
    assert rounds(late)["督办清单（2026年4月）"][1] == "逾期"


def test_before_the_ten_measures_there_were_no_rounds() -> None:
    assert not [n for n in rounds(since="2019-01-01", day="2020-03-31") if not n.startswith("年度考核")]


def test_a_rhythm_that_changes_with_a_document_counts_from_its_day() -> None:
    rules = regime(
        "{事: 督办清单, 每: 季, 动作: 清单, 依据: 岳07 四（三）}",
        "{事: 督办清单, 每: 月, 动作: 清单, 依据: 岳20 二}",
    )
    found = rounds(since="2020-01-01", day="2020-06-30", by=rules)
    # The quarter that had begun under the older document is still owed by it.
    assert list(found) == [f"督办清单（2020年{period}）" for period in ("第一季度", "5月", "第二季度", "6月")]


# further events and acts --------------------------------------------------------------------------------

SENT_OUT = "{日期: 2026-03-04, 动作: 交办, 文号: 岳督函〔2026〕17号, 限期: 2026-03-18}"


@pytest.mark.parametrize(
    ("rule", "entries", "day", "expected"),
    [
        (
            "{事: 报告, 自: 汇总, 时限: 5个工作日, 依据: 本办约定}",
            (INITIATED, SENT_OUT, "{日期: 2026-03-16, 动作: 汇总}"),
            "2026-03-16",
            ("报告", "2026-03-16", "2026-03-23", "未到期", 0),
        ),
        (
            "{事: 报告, 自: 检查结束, 时限: 5个工作日, 依据: 本办约定}",
            (
                INITIATED,
                SENT_OUT,
                "{日期: 2026-03-16, 动作: 检查结束}",
                "{日期: 2026-03-24, 动作: 报告, 内容: 情况}",
            ),
            "2026-11-20",
            ("报告", "2026-03-16", "2026-03-23", "逾期完成", 1),
        ),
        (
            "{事: 审批, 自: 拟办, 时限: 2个工作日, 依据: 本办约定}",
            ("{日期: 2026-03-02, 动作: 拟办, 内容: 意见}", INITIATED),
            "2026-03-03",
            ("审批", "2026-03-02", "2026-03-04", "按期", 0),
        ),
        (
            "{事: 交办, 自: 批准立项, 时限: 2个工作日, 依据: 本办约定}",
            (INITIATED,),
            "2026-03-03",
            ("交办", "2026-03-03", "2026-03-05", "临期", 0),
        ),
        (
            "{事: 通报, 自: 汇总, 时限: 10个工作日, 依据: 本办约定}",
            (
                INITIATED,
                SENT_OUT,
                "{日期: 2026-03-16, 动作: 汇总}",
                "{日期: 2026-03-20, 动作: 批评, 单位: 楼区, 批准: 刘某某}",
            ),
            "2026-11-20",
            ("通报", "2026-03-16", "2026-03-30", "按期", 0),
        ),
    ],
)
def test_the_office_owes_by_any_event(
    rule: str, entries: tuple[str, ...], day: str, expected: tuple[str, str, str, str, int]
) -> None:
    assert told(owed(*entries, day=day, by=regime(rule))) == [expected]


CLOSED = (
    INITIATED,
    SENT_OUT,
    DONE,
    PASSED.replace("2026-03-27", "2026-03-17"),
    "{日期: 2026-03-18, 动作: 销号, 批准: 刘某某}",
)


def test_what_runs_from_the_end_is_not_ended_by_it() -> None:
    by = regime("{事: 备案, 自: 销号, 时限: 20日, 依据: 本办约定}")
    assert told(owed(*CLOSED, day="2026-04-08", by=by)) == [("备案", "2026-03-18", "2026-04-07", "逾期", 1)]
    filed = "{日期: 2026-04-02, 动作: 备案, 文号: 备〔2026〕3号}"
    assert told(owed(*CLOSED, filed, by=by)) == [("备案", "2026-03-18", "2026-04-07", "按期", 0)]
    reopened = "{日期: 2026-04-02, 动作: 重启, 理由: 反弹, 批准: 刘某某, 限期: 2026-04-20}"
    assert told(owed(*CLOSED, reopened, day="2026-04-10", by=by)) == []


def test_what_runs_from_an_earlier_event_is_ended_by_the_end() -> None:
    by = regime("{事: 报告, 自: 汇总, 时限: 60个工作日, 依据: 本办约定}")
    gathered = "{日期: 2026-03-10, 动作: 汇总}"
    assert told(owed(*CLOSED[:2], gathered, *CLOSED[2:], by=by)) == []


def test_a_rule_may_speak_of_one_category() -> None:
    by = regime("{事: 交办, 自: 立项, 时限: 1个工作日, 当: 类别 = 媒体批评, 依据: 本办约定}")
    assert owed(INITIATED, by=by) == []
    assert [d.what for d in owed(INITIATED, by=by, 类别="媒体批评")] == ["交办"]


@pytest.mark.parametrize("action", ["检查", "调度", "抽查", "回访", "报告"])
def test_a_round_may_be_any_work_of_the_office(action: str) -> None:
    by = regime(f"{{事: 例行, 每: 月, 动作: {action}, 依据: 本办约定}}")
    done = OfficeEvent(day=date(2026, 3, 20), action=action)
    found = office_rounds(
        by, WorkCalendar(), [done], since=date(2026, 3, 1), until=date(2026, 4, 30), now=at("2026-04-30")
    )
    assert [(d.name, d.met) for d in found] == [("例行（2026年3月）", True), ("例行（2026年4月）", False)]
