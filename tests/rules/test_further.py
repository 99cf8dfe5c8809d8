"""Duties by the extended rules: events, 首日, 另报, 按完成, 未报, 所定, backward limits."""

from __future__ import annotations

from duban_cli.ledger.nodes import Source
from duban_cli.ledger.regime_file import read_regime
from duban_cli.rules.duty import Obligation
from duban_cli.rules.obligations import Rulebook, awaited
from duban_cli.rules.standing import Standing, stand
from duban_cli.rules.workdays import WorkCalendar
from tests.kit import at, item_text, known_units, read, reply

REGIME = """\
名称: 甲区督查制度
文件:
- {代号: 甲, 名称: 甲区督查规定, 施行: 2010-01-01}
类别:
  领导批示:
    立项: 直接
    %s
退回: 5
"""
INITIATED = "{日期: 2026-03-03, 动作: 立项, 方式: 直接}"
ASSIGNED = "{日期: 2026-03-04, 动作: 交办}"
START = (INITIATED, ASSIGNED)


def book(*rules: str, common: str = "退回: [{时限: 5个工作日, 依据: 甲 九}]") -> Rulebook:
    text = REGIME.replace("退回: 5\n", f"通用:\n  {common}\n") % "\n    ".join(rules)
    source = Source("regime.yaml")
    regime = read_regime(text.encode(), source)
    assert regime is not None, [p.text for p in source.problems]
    return Rulebook(regime, WorkCalendar(), known_units().canonical)


def standing(rules: Rulebook, *entries: str, day: str = "2026-03-31", **header: str | None) -> Standing:
    return stand(read(item_text(*entries, **{"办结时限": None, **header})), rules, at(day))


def duties(
    rules: Rulebook, *entries: str, day: str = "2026-03-31", **header: str | None
) -> dict[str, Obligation]:
    return {d.name: d for d in standing(rules, *entries, day=day, **header).duties}


def dues(rules: Rulebook, *entries: str, day: str = "2026-03-31", **header: str | None) -> dict[str, str]:
    return {name: d.due.text for name, d in duties(rules, *entries, day=day, **header).items()}


def waiting(found: Standing, rules: Rulebook) -> list[tuple[str, str]]:
    return [(w.what, w.rule.start) for w in awaited(found.course, rules, found.now)]


SUMMED = "办结: [{时限: 5个工作日, 起算: 汇总, 依据: 甲 一}]"


def test_a_limit_waits_for_its_event() -> None:
    rules = book(SUMMED)
    before = standing(rules, *START)
    assert before.duties == ()
    assert waiting(before, rules) == [("办结", "汇总")]
    after = standing(rules, *START, "{日期: 2026-03-09, 动作: 汇总}")
    assert {(d.name, d.due.text, d.start_event) for d in after.duties} == {
        ("反馈", "2026-03-16", "汇总"), ("办结", "2026-03-16", "汇总"),
    }  # fmt: skip
    assert waiting(after, rules) == []


def test_a_day_printed_on_the_paper_governs_before_the_event() -> None:
    printed = "{日期: 2026-03-04, 动作: 交办, 限期: 2026-03-20}"
    found = duties(book(SUMMED), INITIATED, printed)
    assert (found["办结"].due.text, found["办结"].recorded) == ("2026-03-20", True)


def test_an_event_before_the_assignment_counts() -> None:
    rules = book("办结: [{时限: 5个工作日, 起算: 批准立项, 依据: 甲 一}]")
    assert dues(rules, *START)["办结"] == "2026-03-10"


def test_receipt_falls_back_to_the_assignment_and_says_so() -> None:
    rules = book("办结: [{时限: 5个工作日, 起算: 签收, 依据: 甲 一}]")
    without = duties(rules, *START)["办结"]
    assert (without.due.text, without.start_event, without.awaits) == ("2026-03-11", "交办", "签收")
    received = duties(rules, *START, "{日期: 2026-03-06, 动作: 签收}")["办结"]
    assert (received.due.text, received.start_event, received.awaits) == ("2026-03-13", "签收", None)


def test_the_first_day_and_a_last_day_off() -> None:
    rules = book("办结: [{时限: 12日, 首日: 计, 顺延: 第二个工作日, 依据: 甲 一}]")
    # 4 March is the first day, the 15th a Sunday.
    assert dues(rules, *START)["办结"] == "2026-03-17"
    stands = book("办结: [{时限: 12日, 首日: 计, 顺延: 不顺延, 依据: 甲 一}]")
    assert dues(stands, *START)["办结"] == "2026-03-15"


def test_the_way_of_counting_stays_through_a_suspension() -> None:
    rules = book("办结: [{时限: 12日, 首日: 计, 顺延: 不顺延, 依据: 甲 一}]")
    paused = ("{日期: 2026-03-06, 动作: 中止, 理由: 涉诉, 批准: 刘某某}", "{日期: 2026-03-09, 动作: 恢复}")
    assert dues(rules, *START, *paused)["办结"] == "2026-03-18"


def test_a_limit_back_from_a_day_to_come() -> None:
    rules = book("办结: [{时限: 提前15个工作日, 起算: 来源.日期, 依据: 甲 一}]")
    source = "{类型: 会议, 日期: 2026-04-30}"
    finish = duties(rules, *START, 来源=source)["办结"]
    assert (finish.due.text, finish.limit_text, finish.state) == ("2026-04-09", "提前15个工作日", "未到期")
    assert dues(rules, *START, 来源="{类型: 会议}") == {}


CITY = (
    "办结: [{时限: 2个工作日, 按: 完成, 依据: 甲 一}]",
    "反馈: [{时限: '第3个工作日12:00', 未报: 视为未整改, 依据: 甲 二}]",
)


def test_done_in_time_and_reported_in_time_are_judged_apart() -> None:
    done = reply("2026-03-09", "是", "时间: '11:00', 完成: 2026-03-06")
    found = duties(book(*CITY), *START, done)
    assert (found["办结"].state, str(found["办结"].met_on)) == ("按期", "2026-03-06")
    assert (found["反馈"].state, found["反馈"].due.text) == ("按期", "2026-03-09 12:00")
    assert [found[n].met_at for n in ("办结", "反馈")] == [at("2026-03-06"), at("2026-03-09", "11:00")]
    late = reply("2026-03-09", "是", "时间: '15:00', 完成: 2026-03-06")
    found = duties(book(*CITY), *START, late)
    assert (found["办结"].state, found["反馈"].state) == ("按期", "逾期完成")
    assert found["反馈"].unreported == "视为未整改"


def test_without_a_day_of_completion_the_reply_counts() -> None:
    found = duties(book(*CITY), *START, reply("2026-03-09", "是"))
    assert (found["办结"].state, found["办结"].overdue_workdays) == ("逾期完成", 1)


def test_nothing_reported_counts_as_the_rule_says() -> None:
    found = duties(book(*CITY), *START, day="2026-03-09")
    assert found["反馈"].unreported == "视为未整改"
    assert found["办结"].unreported is None
    early = duties(book(*CITY), *START, day="2026-03-06")
    assert early["反馈"].unreported is None


def test_completion_may_rule_a_stated_limit() -> None:
    rules = book("办结: [{时限: 所定, 按: 完成, 依据: 甲 一}]")
    assert dues(rules, *START) == {}
    done = reply("2026-03-17", "是", "完成: 2026-03-13")
    stated = duties(rules, *START, done, 办结时限="2026-03-13")["办结"]
    assert (stated.state, stated.clause.text) == ("按期", "甲区督查规定（2010-01-01）一")


AFTER = "另报: [{事: 整改落实情况, 时限: 3个工作日, 起算: 办结限期, 依据: 甲 三}]"
TWO = ("办结: [{时限: 10个工作日, 依据: 甲 一}]", AFTER)
DUE = "2026-03-18"


def test_a_further_duty_runs_from_the_day_of_the_limit() -> None:
    found = duties(book(*TWO), *START)
    duty = found["整改落实情况"]
    assert (duty.due.text, duty.start_event, duty.what, duty.further) == (
        "2026-03-23",
        "办结限期",
        "整改落实情况",
        True,
    )
    extended = "{日期: 2026-03-10, 动作: 延期, 环节: 批准, 限期: 2026-03-27, 批准: 刘某某}"
    assert dues(book(*TWO), *START, extended)["整改落实情况"] == "2026-04-01"
    changed = "{日期: 2026-03-10, 动作: 变更, 字段: 办结时限, 新: 2026-03-25, 限期: 2026-03-25, 批准: 刘某某}"
    assert dues(book(*TWO), *START, changed)["整改落实情况"] == "2026-03-30"


def test_a_printed_day_gives_way_when_the_limit_it_hangs_on_is_put_off() -> None:
    rules = book(
        "办结: [{时限: 10个工作日, 依据: 甲 一}]", "反馈: [{时限: 3个工作日, 起算: 办结限期, 依据: 甲 三}]"
    )
    printed = "{日期: 2026-03-04, 动作: 交办, 限期: 2026-03-18, 反馈限期: 2026-03-20}"
    assert dues(rules, INITIATED, printed)["反馈"] == "2026-03-20"
    extended = "{日期: 2026-03-10, 动作: 延期, 环节: 批准, 限期: 2026-03-27, 批准: 刘某某}"
    moved = duties(rules, INITIATED, printed, extended)["反馈"]
    assert (moved.due.text, moved.first_due.text) == ("2026-04-01", "2026-03-20")
    assert [(str(c.day), c.why) for c in moved.changes] == [("2026-03-10", "办结限期改变")]
    own = "{日期: 2026-03-11, 动作: 延期, 环节: 批准, 针对: 反馈, 限期: 2026-04-08, 批准: 刘某某}"
    assert dues(rules, INITIATED, printed, extended, own)["反馈"] == "2026-04-08"


def test_a_suspension_before_the_limit_moves_both() -> None:
    paused = (
        "{日期: 2026-03-09, 动作: 中止, 理由: 涉诉, 批准: 刘某某}",
        "{日期: 2026-03-16, 动作: 恢复}",
        "{日期: 2026-03-26, 动作: 中止, 理由: 涉诉, 批准: 刘某某}",
        "{日期: 2026-03-27, 动作: 恢复}",
    )
    found = dues(book(*TWO), *START, *paused)
    assert (found["办结"], found["整改落实情况"]) == ("2026-03-25", "2026-03-31")


def test_only_a_reply_that_names_it_meets_it_and_meets_nothing_else() -> None:
    done, told = reply("2026-03-16", "是"), reply("2026-03-20", "否", "针对: 整改落实情况")
    found = duties(book(*TWO), *START, done)
    assert (found["办结"].state, found["整改落实情况"].state) == ("按期", "逾期")
    found = duties(book(*TWO), *START, done, told)
    assert found["整改落实情况"].state == "按期"
    alone = duties(book(*TWO), *START, told)
    assert (alone["反馈"].state, alone["办结"].state) == ("逾期", "逾期")


def test_it_is_still_owed_once_completion_was_reported() -> None:
    entries = (*START, reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过}")
    found = standing(book(*TWO), *entries)
    assert found.state == "待销号"
    assert found.live is not None
    assert (found.live.what, found.live.overdue) == ("整改落实情况", True)
    closed = standing(book(*TWO), *entries, "{日期: 2026-03-19, 动作: 销号}")
    assert closed.live is None


def test_an_extension_moves_the_duty_it_names() -> None:
    own = "{日期: 2026-03-20, 动作: 延期, 环节: 批准, 针对: 整改落实情况, 限期: 2026-03-31, 批准: 刘某某}"
    found = dues(book(*TWO), *START, own)
    assert (found["办结"], found["整改落实情况"]) == (DUE, "2026-03-31")


def test_returning_it_opens_it_again_and_leaves_the_state_alone() -> None:
    told = reply("2026-03-20", "否", "针对: 整改落实情况")
    entries = (*START, reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过}", told)
    back = "{日期: 2026-03-24, 动作: 审核, 结果: 退回, 针对: 整改落实情况, 理由: 不清}"
    found = standing(book(*TWO), *entries, back)
    assert found.state == "待销号"
    again = {d.name: d for d in found.duties}["整改落实情况（退回重办第1次）"]
    assert (again.due.text, again.round) == ("2026-03-31", 1)
    assert not again.met
    redone = standing(book(*TWO), *entries, back, reply("2026-03-30", "否", "针对: 整改落实情况"))
    assert {d.name: d.state for d in redone.duties}["整改落实情况（退回重办第1次）"] == "按期"
    without = back.replace("针对: 整改落实情况, ", "")
    assert standing(book(*TWO), *entries, without).state == "待销号"


def test_a_review_of_it_leaves_the_completion_waiting() -> None:
    done, told = reply("2026-03-16", "是"), reply("2026-03-17", "否", "针对: 整改落实情况")
    named = "{日期: 2026-03-18, 动作: 审核, 结果: 通过, 针对: 整改落实情况}"
    found = standing(book(*TWO), *START, done, told, named)
    assert found.state == "待审核"
    assert (
        standing(book(*TWO), *START, done, told, named, "{日期: 2026-03-19, 动作: 审核, 结果: 通过}").state
        == "待销号"
    )


def test_a_reopened_matter_owes_it_anew() -> None:
    entries = (
        *START, reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过}",
        reply("2026-03-20", "否", "针对: 整改落实情况"), "{日期: 2026-03-23, 动作: 销号}",
        "{日期: 2026-04-01, 动作: 重启, 理由: 反弹, 批准: 刘某某, 限期: 2026-04-10}",
    )  # fmt: skip
    found = standing(book(*TWO), *entries, day="2026-04-30")
    assert [(d.due.text, d.state) for d in found.current if d.what == "整改落实情况"] == [
        ("2026-04-15", "逾期")
    ]
    assert [d.state for d in found.duties if d.what == "整改落实情况"] == ["按期", "逾期"]


def test_what_waits_for_an_event_waits_again_in_the_next_life() -> None:
    rules = book(
        "办结: [{时限: 10个工作日, 依据: 甲 一}]",
        "另报: [{事: 自查报告, 时限: 5日, 起算: 检查结束, 依据: 甲 三}]",
    )
    entries = (*START, "{日期: 2026-03-09, 动作: 检查结束}")
    assert dues(rules, *entries)["自查报告"] == "2026-03-16"
    reopened = (
        *entries, "{日期: 2026-03-10, 动作: 撤销, 理由: 重复, 批准: 刘某某}",
        "{日期: 2026-04-01, 动作: 重启, 理由: 反弹, 批准: 刘某某}",
    )  # fmt: skip
    found = standing(rules, *reopened, day="2026-04-10")
    assert [d.what for d in found.current] == ["反馈", "办结"]
    assert waiting(found, rules) == [("自查报告", "检查结束")]


def test_of_rules_for_one_further_duty_the_condition_goes_first_and_the_category_before_all() -> None:
    rules = book(
        "办结: [{时限: 10个工作日, 依据: 甲 一}]",
        "另报: [{事: 月报, 时限: 3日, 依据: 甲 三}]",
        common="另报: [{事: 月报, 时限: 8日, 依据: 甲 四}, {事: 月报, 时限: 1日, 当: 缓急 = 特急, 依据: 甲 五}]",
    )
    assert duties(rules, *START)["月报"].limit_text == "3日"
    assert duties(rules, *START, 缓急="特急")["月报"].limit_text == "1日"
