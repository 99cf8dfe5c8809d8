"""Which duty is open, and what speaks of it: a redo is chased by its own dates, a duty met in time stays met."""

from __future__ import annotations

from datetime import date

from duban_cli.rules.moments import Now
from duban_cli.rules.walk import run
from tests.kit import HANDED_OUT, duties, item_text, known_units, read, reply, standing

RETURNED = (
    *HANDED_OUT,
    reply("2026-03-19", "是"),
    "{日期: 2026-03-20, 动作: 审核, 结果: 退回, 理由: 情况不清, 限期: 2026-03-27}",
)
NOTICE = "{日期: 2026-04-08, 动作: 催办, 方式: 通知单, 针对: 反馈, 文号: 岳督催〔2026〕1号}"


def test_a_notice_after_a_return_is_for_the_redo_alone() -> None:
    taken = [(r.duty.name, r.duty.due.text) for r in standing(item_text(*RETURNED, NOTICE), "2026-04-08").ladder
             if r.taken is not None]  # fmt: skip
    assert taken == [("反馈（退回重办第1次）", "2026-03-27")]


def test_an_extension_leaves_alone_what_was_met_in_time() -> None:
    extended = "{日期: 2026-03-17, 动作: 延期, 环节: 批准, 限期: 2026-04-10, 批准: 刘某某}"
    found = duties(item_text(*HANDED_OUT, reply("2026-03-16"), extended), "2026-03-31")
    assert (found["反馈"].due.text, found["反馈"].state) == ("2026-03-18", "按期")
    assert found["办结"].due.text == "2026-04-10"


def test_an_extension_approved_afterwards_still_excuses_a_late_reply() -> None:
    extended = "{日期: 2026-03-25, 动作: 延期, 环节: 批准, 限期: 2026-04-10, 批准: 刘某某}"
    found = duties(item_text(*HANDED_OUT, reply("2026-03-20"), extended), "2026-03-31")
    assert (found["反馈"].due.text, found["反馈"].state) == ("2026-04-10", "按期")


def test_a_review_settles_the_replies_before_it() -> None:
    twice = (*HANDED_OUT, reply("2026-03-16", "是"), reply("2026-03-17", "是"))
    back = "{日期: 2026-03-18, 动作: 审核, 结果: 退回, 理由: 情况不清, 限期: 2026-03-27}"
    again = "{日期: 2026-03-19, 动作: 审核, 结果: 退回, 理由: 情况不清, 限期: 2026-03-30}"
    found = standing(item_text(*twice, back, again), "2026-03-20")
    assert [r.returned for r in found.course.replies] == [False, True]
    assert len(found.course.entries) - 1 in found.course.idle


def test_a_unit_named_by_its_alias_in_a_change_leads_by_its_full_name() -> None:
    change = "{日期: 2026-03-10, 动作: 变更, 字段: 主办单位, 新: 财政局, 批准: 刘某某}"
    units = known_units()
    alias = next(n for u in units.units for n in u.names[1:])
    item = read(item_text(*HANDED_OUT, change.replace("财政局", alias)))
    course = run(item, Now(date(2026, 3, 11)), units.canonical)
    assert course.item.lead == course.lead_on(date(2026, 3, 11)) == units.canonical(alias)
    assert course.item.lead != alias
