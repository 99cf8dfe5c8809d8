"""Rules that meet: what one key of the regime does while another act or rule is at work."""

from __future__ import annotations

from duban_cli.rules.obligations import Obligation, Rulebook
from duban_cli.rules.office import OfficeDuty, item_duties
from duban_cli.rules.standing import Standing
from duban_cli.rules.workdays import WorkCalendar
from tests.kit import HANDED_OUT, INITIATED, item_text, known_units, reply
from tests.rules.made import BASE, regime_of, standing_by, with_common, with_section

PASSED = "{日期: 2026-03-18, 动作: 审核, 结果: 通过}"
CLOSED = "{日期: 2026-03-19, 动作: 销号}"
FURTHER = with_common("另报: [{事: 整改措施, 时限: 3个工作日, 依据: 本办约定}]")


def stopped(day: str) -> str:
    return f"{{日期: {day}, 动作: 中止, 理由: 待批, 批准: 刘某某}}"


def resumed(day: str) -> str:
    return f"{{日期: {day}, 动作: 恢复}}"


def returned(day: str, due: str, more: str = "") -> str:
    return f"{{日期: {day}, 动作: 审核, 结果: 退回, 理由: 不实, 限期: {due}{more}}}"


def named(found: Standing, what: str, nth: int = 0) -> Obligation:
    return [d for d in found.duties if d.what == what][nth]


def ladder(*steps: str) -> str:
    return with_section("催办:", "催办:\n" + "\n".join(f"- {s}" for s in steps))


def office(regime: str, item: str, day: str) -> list[OfficeDuty]:
    book = Rulebook(regime_of(regime), WorkCalendar(), known_units().canonical)
    return list(item_duties(standing_by(regime, item, day), book))


def owing(rule: str, base: str = BASE) -> str:
    return with_section("办公室:", f"办公室:\n- {rule}", base)


# 重启 ------------------------------------------------------------------------------------------------------


def test_withdrawn_before_it_was_approved_it_waits_for_the_approval_again() -> None:
    entries = (
        "{日期: 2026-03-03, 动作: 撤销, 理由: 情况变化, 批准: 刘某某}",
        "{日期: 2026-03-05, 动作: 重启, 理由: 又提出, 批准: 刘某某}",
    )
    assert standing_by(BASE, item_text(*entries), "2026-03-06").state == "待立项"
    assert standing_by(BASE, item_text(INITIATED, *entries), "2026-03-06").state == "待交办"


# 中止 ------------------------------------------------------------------------------------------------------


def test_a_suspension_after_the_reply_leaves_the_day_it_was_due() -> None:
    entries = (*HANDED_OUT, reply("2026-03-10", "是"), stopped("2026-03-12"), resumed("2026-04-20"))
    duty = named(standing_by(BASE, item_text(*entries), "2026-05-06"), "办结")
    assert (duty.due.text, duty.state, duty.changes) == ("2026-03-18", "按期", ())
    late = (*HANDED_OUT, stopped("2026-03-12"), resumed("2026-03-16"), reply("2026-03-20", "是"))
    assert named(standing_by(BASE, item_text(*late), "2026-05-06"), "办结").due.text == "2026-03-20"


def test_a_suspension_never_brings_a_day_forward() -> None:
    rolled = with_common("另报: [{事: 甲, 时限: 10日, 顺延: 第二个工作日, 依据: 本办约定}]")
    plain = standing_by(rolled, item_text(*HANDED_OUT), "2026-03-09")
    assert named(plain, "甲").due.text == "2026-03-17"  # 14 March is a Saturday
    paused = item_text(*HANDED_OUT, stopped("2026-03-09"), resumed("2026-03-11"))
    assert named(standing_by(rolled, paused, "2026-03-12"), "甲").due.text == "2026-03-17"


def test_time_granted_before_a_suspension_takes_none_away() -> None:
    granted = "{日期: 2026-03-09, 动作: 延期, 环节: 批准, 限期: %s, 批准: 刘某某}"
    pause = (stopped("2026-03-10"), resumed("2026-03-20"))
    plain = named(standing_by(BASE, item_text(*HANDED_OUT, *pause), "2026-03-23"), "办结")
    assert plain.due.text == "2026-03-30"
    short = standing_by(BASE, item_text(*HANDED_OUT, granted % "2026-03-25", *pause), "2026-03-23")
    assert named(short, "办结").due.text == "2026-03-30"
    assert [c.why for c in named(short, "办结").changes] == ["批准延期", "中止期间不计"]
    long = standing_by(BASE, item_text(*HANDED_OUT, granted % "2026-04-10", *pause), "2026-03-23")
    assert named(long, "办结").due.text == "2026-04-10"


def test_what_runs_from_the_finish_is_moved_once() -> None:
    regime = with_common("另报: [{事: 落实情况, 时限: 3个工作日, 起算: 办结限期, 依据: 本办约定}]")
    entries = (*HANDED_OUT, stopped("2026-03-10"), resumed("2026-03-20"))
    found = standing_by(regime, item_text(*entries), "2026-03-26")
    assert named(found, "办结").due.text == "2026-03-30"
    changes = named(found, "落实情况").changes
    assert [(c.why, c.due.isoformat()) for c in changes] == [("办结限期改变", "2026-04-02")]


# 提前, 暂定 --------------------------------------------------------------------------------------------------


def test_days_counted_back_through_a_year_without_a_notice_are_provisional() -> None:
    regime = with_common("另报: [{事: 材料, 时限: 提前5个工作日, 起算: 来源.日期, 依据: 本办约定}]")
    entries = (
        "{日期: 2026-12-15, 动作: 立项, 方式: 直接}",
        "{日期: 2026-12-15, 动作: 交办, 限期: 2026-12-29}",
    )
    far = item_text(*entries, 来源="{类型: 会议, 日期: 2027-01-15}")
    near = item_text(*entries, 来源="{类型: 会议, 日期: 2026-12-31}")
    assert named(standing_by(regime, far, "2026-12-20"), "材料").provisional
    assert not named(standing_by(regime, near, "2026-12-20"), "材料").provisional


# 按 完成 × 反馈, 退回 ------------------------------------------------------------------------------------------

BY_DONE = BASE.replace(
    "  - {时限: 10个工作日, 依据: 岳20 六}", "  - {时限: 10个工作日, 按: 完成, 依据: 岳20 六}"
)


def test_the_work_in_time_the_report_of_it_late() -> None:
    done = reply("2026-03-24", "是", "完成: 2026-03-17")
    found = standing_by(BY_DONE, item_text(*HANDED_OUT, done), "2026-03-26")
    assert [(d.what, d.state) for d in found.duties] == [("反馈", "逾期完成"), ("办结", "按期")]


def test_work_that_was_sent_back_was_not_done_before_it_was_sent_back() -> None:
    before = (
        *HANDED_OUT,
        reply("2026-03-17", "是", "完成: 2026-03-16"),
        returned("2026-03-25", "2026-03-31"),
    )
    old = item_text(*before, reply("2026-04-10", "是", "完成: 2026-03-16"))
    new = item_text(*before, reply("2026-04-10", "是", "完成: 2026-03-30"))
    told = [named(standing_by(BY_DONE, item, "2026-04-13"), "办结", 1) for item in (old, new)]
    assert [(d.state, d.met_on and d.met_on.isoformat()) for d in told] == [
        ("逾期完成", "2026-04-10"),
        ("按期", "2026-03-30"),
    ]


# 签收 ------------------------------------------------------------------------------------------------------


def test_a_limit_runs_from_the_receipt_of_the_unit_that_owes() -> None:
    regime = with_common("另报: [{事: 甲, 时限: 3个工作日, 起算: 签收, 依据: 本办约定}]")
    theirs = "{日期: 2026-03-05, 动作: 签收, 单位: 市财政局}"
    own = "{日期: 2026-03-11, 动作: 签收, 单位: 楼区}"
    support = {"协办单位": "[市财政局]"}
    both = named(standing_by(regime, item_text(*HANDED_OUT, theirs, own, **support), "2026-03-12"), "甲")
    assert (both.start_event, both.due.text) == ("签收", "2026-03-16")
    only = named(standing_by(regime, item_text(*HANDED_OUT, theirs, **support), "2026-03-12"), "甲")
    assert (only.start_event, only.awaits) == ("交办", "签收")


def test_each_unit_that_answers_for_itself_has_its_own_receipt() -> None:
    regime = BASE.replace(
        "  反馈: [{时限: 当日, 当: 缓急 = 特急, 依据: 岳07 一（二）}]",
        "  反馈: [{时限: 3个工作日, 起算: 签收, 依据: 本办约定}]",
    )
    signed = "{日期: 2026-03-09, 动作: 签收, 单位: 市财政局}"
    joint = {"协办单位": "[市财政局, 市城市管理局]", "反馈单位": "各单位"}
    found = standing_by(regime, item_text(*HANDED_OUT, signed, **joint), "2026-03-10")
    dues = {d.who: d.due.text for d in found.duties if d.what == "反馈"}
    assert dues == {"岳阳楼区人民政府": "2026-03-09", "市财政局": "2026-03-12", "市城市管理局": "2026-03-09"}


# 催办 ------------------------------------------------------------------------------------------------------

NOTICE = "{日期: 2026-03-20, 动作: 催办, 方式: 通知单, 限期: 2026-03-27, 针对: 办结}"


def test_one_notice_takes_one_step() -> None:
    regime = ladder(
        "{针对: 办结, 逾期: 1个工作日, 方式: 通知单, 依据: 本办约定}",
        "{针对: 办结, 逾期: 5个工作日, 方式: 通知单, 依据: 本办约定}",
    )
    once = standing_by(regime, item_text(*HANDED_OUT, NOTICE), "2026-03-26")
    assert [(r.level, r.taken is not None, r.due) for r in once.ladder] == [
        (1, True, False),
        (2, False, True),
    ]
    second = NOTICE.replace("2026-03-20", "2026-03-25")
    twice = standing_by(regime, item_text(*HANDED_OUT, NOTICE, second), "2026-03-26")
    assert [r.taken.day.isoformat() for r in twice.ladder if r.taken] == ["2026-03-20", "2026-03-25"]


def test_a_step_left_to_the_office_holds_nothing_up() -> None:
    regime = ladder(
        "{针对: 办结, 逾期: 1个工作日, 方式: 通知单, 依据: 本办约定}",
        "{针对: 办结, 自: 催办限期, 逾期: 1个工作日, 动作: 约谈, 酌情: 是, 依据: 本办约定}",
        "{针对: 办结, 自: 催办限期, 逾期: 2个工作日, 动作: 批评, 依据: 本办约定}",
    )
    found = standing_by(regime, item_text(*HANDED_OUT, NOTICE), "2026-04-08")
    assert [(r.way, r.since.isoformat()) for r in found.due_rungs] == [("批评", "2026-03-31")]
    unsent = standing_by(regime, item_text(*HANDED_OUT), "2026-04-08")
    assert [r.way for r in unsent.ladder] == ["通知单"]


# 本办 ------------------------------------------------------------------------------------------------------


def test_reviewing_what_is_owed_beside_is_no_review_of_the_finish() -> None:
    regime = owing("{事: 审核, 自: 办结反馈, 时限: 5个工作日, 依据: 本办约定}", FURTHER)
    beside = reply("2026-03-11", "否", "针对: 整改措施")
    review = "{日期: 2026-03-12, 动作: 审核, 结果: 通过, 针对: 整改措施}"
    entries = (*HANDED_OUT, reply("2026-03-10", "是"), beside, review)
    found = office(regime, item_text(*entries), "2026-03-20")
    assert [(d.state, d.met_on) for d in found] == [("逾期", None)]


def test_the_finish_passes_once() -> None:
    regime = owing("{事: 公示, 自: 审核通过, 时限: 5个工作日, 依据: 本办约定}", FURTHER)
    beside = reply("2026-03-19", "否", "针对: 整改措施")
    review = "{日期: 2026-03-20, 动作: 审核, 结果: 通过, 针对: 整改措施}"
    published = "{日期: 2026-03-19, 动作: 公示}"
    entries = (*HANDED_OUT, reply("2026-03-17", "是"), PASSED, published, beside, review)
    found = office(regime, item_text(*entries), "2026-03-27")
    assert [(d.start.isoformat(), d.state) for d in found] == [("2026-03-18", "按期")]


def test_a_finish_that_passes_while_suspended_has_passed() -> None:
    regime = owing("{事: 公示, 自: 审核通过, 时限: 5个工作日, 依据: 本办约定}")
    entries = (*HANDED_OUT, reply("2026-03-16", "是"), stopped("2026-03-17"), PASSED, resumed("2026-03-20"))
    assert [d.start.isoformat() for d in office(regime, item_text(*entries), "2026-03-23")] == ["2026-03-18"]


def test_every_unit_that_asks_for_time_is_owed_an_answer() -> None:
    regime = owing("{事: 批复延期, 自: 延期申请, 时限: 3个工作日, 依据: 本办约定}")
    asks = "{日期: 2026-03-10, 动作: 延期, 环节: 申请, 限期: 2026-03-25, 理由: 雨季%s}"
    granted = "{日期: 2026-03-11, 动作: 延期, 环节: 批准, 限期: 2026-03-25, 批准: 刘某某, 单位: 市财政局}"
    entries = (*HANDED_OUT, asks % ", 单位: 市财政局", asks % "", granted)
    item = item_text(*entries, 协办单位="[市财政局]", 反馈单位="各单位")
    assert sorted(d.state for d in office(regime, item, "2026-03-20")) == ["按期", "逾期"]


def test_a_second_summing_up_starts_nothing_while_the_first_waits_for_its_report() -> None:
    regime = owing("{事: 报告, 自: 汇总, 时限: 5个工作日, 依据: 本办约定}")
    summed, told = "{日期: 2026-03-%s, 动作: 汇总}", "{日期: 2026-03-%s, 动作: 报告}"
    open_ = office(regime, item_text(*HANDED_OUT, summed % "09", summed % "12"), "2026-03-20")
    assert [(d.start.isoformat(), d.due.text) for d in open_] == [("2026-03-09", "2026-03-16")]
    entries = (*HANDED_OUT, summed % "09", told % "10", summed % "12")
    assert [d.state for d in office(regime, item_text(*entries), "2026-03-20")] == ["按期", "逾期"]


# 销号前 -----------------------------------------------------------------------------------------------------


def test_a_notice_published_for_the_life_before_does_not_serve_the_next() -> None:
    regime = with_common("销号: [{步: 公示, 时限: 7日, 首日: 计, 依据: 本办约定}]")
    first = (*HANDED_OUT, reply("2026-03-10", "是"), "{日期: 2026-03-11, 动作: 审核, 结果: 通过}")
    published = "{日期: 2026-03-11, 动作: 公示}"
    again = "{日期: 2026-04-01, 动作: 重启, 理由: 反弹, 批准: 刘某某, 限期: 2026-04-15}"
    second = (reply("2026-04-10", "是"), "{日期: 2026-04-13, 动作: 审核, 结果: 通过}")
    found = standing_by(regime, item_text(*first, published, CLOSED, again, *second), "2026-04-14")
    assert [(c.step.step, c.done) for c in found.closing] == [("公示", False)]
    assert found.next is not None
    assert found.next.step == "公示"
