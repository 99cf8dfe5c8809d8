"""Decisions and the volume: what the papers take from an item's entries, and what they leave blank."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from duban_cli.documents import fill_assign, fill_decide
from duban_cli.documents.acts import context_of_act
from duban_cli.documents.context_lists import Volume
from duban_cli.documents.fields import Blank
from duban_cli.documents.fill_common import organs
from duban_cli.documents.fill_events import events
from duban_cli.ledger.records import Entry
from duban_cli.ledger.register import Paper
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.regime import Clause
from tests.documents.test_acts import APPLIED, NOTICE, SETTINGS
from tests.kit import HANDED_OUT, LOU, item_text, reply, rulebook, standing

if TYPE_CHECKING:
    from duban_cli.rules.standing import Standing

GRANTED = "{日期: 2026-03-13, 动作: 延期, 环节: 批准, 限期: 2026-03-25, 批准: 刘某某}"
REFUSED = "{日期: 2026-03-13, 动作: 延期, 环节: 不批, 批准: 刘某某, 理由: 可分步进行}"


def last(found: Standing, action: str) -> Entry:
    return [e for e in found.course.entries if e.action == action][-1]


def with_copies() -> Rulebook:
    """A regime with a clause that copies go to 监察 and 组织."""
    book = rulebook()
    return replace(
        book, regime=replace(book.regime, procedure={**book.regime.procedure, "抄送": (Clause(None),)})
    )


def test_an_extension_says_the_limit_before_and_after() -> None:
    found = standing(item_text(*HANDED_OUT, APPLIED, GRANTED), "2026-03-13")
    item = fill_decide.extension_reply(SETTINGS, rulebook(), found, last(found, "延期")).item
    assert (item.granted, item.old_due, item.new_due) == (True, date(2026, 3, 18), date(2026, 3, 25))
    assert (item.about, item.letter, item.asked, item.why) == (
        "办结",
        "岳楼政〔2026〕9号",
        date(2026, 4, 1),
        "须评估",
    )


def test_a_second_extension_starts_from_the_first() -> None:
    again = GRANTED.replace("2026-03-13", "2026-03-24").replace("2026-03-25", "2026-04-08")
    found = standing(item_text(*HANDED_OUT, APPLIED, GRANTED, again), "2026-03-24")
    item = fill_decide.extension_reply(SETTINGS, rulebook(), found, last(found, "延期")).item
    assert (item.old_due, item.new_due) == (date(2026, 3, 25), date(2026, 4, 8))


def test_a_refused_extension_keeps_the_limit() -> None:
    found = standing(item_text(*HANDED_OUT, APPLIED, REFUSED), "2026-03-13")
    item = fill_decide.extension_reply(SETTINGS, rulebook(), found, last(found, "延期")).item
    assert (item.granted, item.old_due, item.new_due) == (False, date(2026, 3, 18), None)
    assert (item.reason, item.approver) == ("可分步进行", "刘某某")


def test_an_extension_nobody_asked_for_or_approved() -> None:
    text = item_text(*HANDED_OUT, "{日期: 2026-03-13, 动作: 延期, 环节: 批准}")
    found = standing(text, "2026-03-13")
    item = fill_decide.extension_reply(SETTINGS, rulebook(), found, last(found, "延期")).item
    assert (item.applied, item.new_due, item.approver) == (None, Blank("新限期"), Blank("批准人"))


def test_a_warning_holds_the_plan_against_progress() -> None:
    warned = "{日期: 2026-03-13, 动作: 督办提示, 限期: 2026-03-17, 内容: 进度落后。}"
    text = item_text(
        *HANDED_OUT, reply("2026-03-12"), warned, 节点="[{号: 1, 内容: 签约过半, 时限: 2026-03-11}]"
    )
    found = standing(text, "2026-03-13")
    item = fill_assign.warning(SETTINGS, rulebook(), found, last(found, "督办提示")).item
    assert [(s.name, s.content, s.due) for s in item.plan] == [
        ("节点1", "签约过半", date(2026, 3, 11)), ("办结", "全部办结", date(2026, 3, 18)),
    ]  # fmt: skip
    assert item.plan[0].state.startswith("逾期")
    assert (item.progress, item.progress_day, item.problem) == ("情况", date(2026, 3, 12), "进度落后。")
    assert (item.assigned_by, item.new_due) == ("岳督函〔2026〕17号", date(2026, 3, 17))


def test_a_warning_before_any_reply_counts_the_days_left() -> None:
    found = standing(item_text(*HANDED_OUT, "{日期: 2026-03-13, 动作: 督办提示}"), "2026-03-13")
    item = fill_assign.warning(SETTINGS, rulebook(), found, last(found, "督办提示")).item
    assert (item.progress, item.due, item.left) == (None, date(2026, 3, 18), 3)
    assert (item.problem, item.new_due) == (Blank("问题"), Blank("新限期"))


def test_who_is_called_in_when_and_where() -> None:
    called = "{日期: 2026-04-10, 动作: 约谈, 单位: 楼区, 批准: 刘某某, 理由: 两次催办未回复}"
    found = standing(item_text(*HANDED_OUT, NOTICE, called), "2026-04-10")
    made = fill_decide.summons(SETTINGS, rulebook(), found, last(found, "约谈"))
    assert (made.addressee, made.approver, made.reason) == (LOU, "刘某某", "两次催办未回复")
    assert (made.meeting, made.place) == (Blank("约谈日期"), "岳阳市人民政府督查室（岳阳楼区金鹗中路）")
    assert made.copies == ("岳阳市监察委员会", "中共岳阳市委组织部")
    dated = replace(last(found, "约谈"), due=date(2026, 4, 13))
    made = fill_decide.summons(SETTINGS, with_copies(), found, dated)
    assert made.meeting == date(2026, 4, 13)
    assert made.copies == ("岳阳市监察委员会", "中共岳阳市委组织部")
    bare = fill_decide.summons(
        replace(SETTINGS, contact=replace(SETTINGS.contact, address=None)), rulebook(), found, dated
    )
    assert bare.place == SETTINGS.office


def test_a_referral_goes_to_the_supervisor_with_a_copy_to_personnel() -> None:
    text = (
        f"{{日期: 2026-05-20, 动作: 问责建议, 单位: {LOU}, 批准: 刘某某, 内容: 拒不落实。, 理由: 造成损失}}"
    )
    found = standing(item_text(*HANDED_OUT, NOTICE, text), "2026-05-20")
    made = fill_decide.referral(SETTINGS, rulebook(), found, last(found, "问责建议"))
    assert (made.addressee, made.copies) == ("岳阳市监察委员会", ("中共岳阳市委组织部",))
    assert made.grounds == ("《岳阳市提升政府系统执行力十条措施》第十条",)
    assert (made.finding, made.reason, made.approver) == ("拒不落实。", "造成损失", "刘某某")
    assert [e.text for e in made.events][-1] == f"以岳督催〔2026〕6号催办{LOU}，限2026年4月3日前反馈"


def test_names_of_the_organs_where_the_place_is_known() -> None:
    assert organs(replace(SETTINGS, region=None)) == ("岳阳市监察委员会", "中共岳阳市委组织部")
    unknown = replace(SETTINGS, region=None, government="某管理委员会")
    assert organs(unknown) == (Blank("监察机关"), Blank("组织部门"))


def test_a_conclusion_tells_of_the_right_to_review_once_the_law_is_in_force() -> None:
    text = "{日期: 2026-03-20, 动作: 结论, 内容: 属实。, 批准: 刘某某, 送达: 2026-03-23}"
    found = standing(item_text(*HANDED_OUT, reply("2026-03-16", "是"), text), "2026-03-23")
    entry = last(found, "结论")
    made = fill_decide.conclusion(SETTINGS, rulebook(), found, entry)
    assert (made.finding, made.approver, made.delivered) == ("属实。", "刘某某", date(2026, 3, 23))
    assert made.review == "《政府督查工作条例》第十七条"
    assert (
        fill_decide.conclusion(SETTINGS, rulebook(), found, replace(entry, day=date(2020, 3, 20))).review
        is None
    )


def test_a_review_decision_speaks_of_the_conclusion_and_the_application() -> None:
    text = item_text(
        *HANDED_OUT,
        "{日期: 2026-03-20, 动作: 结论, 文号: 岳督结〔2026〕1号, 内容: 属实。, 批准: 刘某某}",
        "{日期: 2026-03-30, 动作: 复核, 环节: 申请, 单位: 楼区, 来文: 岳楼政〔2026〕15号, 理由: 不应认定逾期}",
        "{日期: 2026-04-10, 动作: 复核, 环节: 决定, 结果: 维持, 理由: 以验收为准, 批准: 彭某某, 经办: 孙某某}",
    )
    found = standing(text, "2026-04-10")
    made = fill_decide.review_decision(SETTINGS, rulebook(), found, last(found, "复核"))
    assert (made.concluded, made.concluded_by, made.finding) == (
        date(2026, 3, 20),
        "岳督结〔2026〕1号",
        "属实。",
    )
    assert (made.applied, made.letter, made.why) == (date(2026, 3, 30), "岳楼政〔2026〕15号", "不应认定逾期")
    assert (made.addressee, made.result, made.reviewer) == (LOU, "维持", "孙某某")


def test_what_happened_in_sentences() -> None:
    text = item_text(
        *HANDED_OUT, APPLIED, REFUSED, reply("2026-03-16", "是", "来文: 岳楼政〔2026〕8号"),
        "{日期: 2026-03-17, 动作: 审核, 结果: 退回, 理由: 情况不清。, 限期: 2026-03-24}",
        "{日期: 2026-03-20, 动作: 催办, 方式: 电话, 内容: 联络员称正在补充}",
        "{日期: 2026-03-24, 动作: 延期, 环节: 批准, 限期: 2026-03-27, 批准: 刘某某, 文号: 岳督延〔2026〕3号}",
        f"{{日期: 2026-03-25, 动作: 约谈, 单位: {LOU}, 批准: 刘某某, 文号: 岳督约〔2026〕1号, 限期: 2026-03-26, 理由: 久拖不决}}",
        "{日期: 2026-03-26, 动作: 核查, 方式: 现场核查, 结果: 井盖未复位}",
        "{日期: 2026-03-30, 动作: 归档, 卷号: 1, 保管期限: 10年}",
    )  # fmt: skip
    found = standing(text, "2026-03-30")
    assert [e.text for e in events(found, last(found, "归档"))] == [
        "列为督查事项",
        f"以岳督函〔2026〕17号交{LOU}办理，限2026年3月18日前办结",
        f"{LOU}以岳楼政〔2026〕9号申请延期：须评估",
        "不同意延期：可分步进行",
        f"{LOU}以岳楼政〔2026〕8号反馈办结情况：情况",
        "退回重办，限2026年3月24日前反馈：情况不清",
        "电话：联络员称正在补充",
        "以岳督延〔2026〕3号同意延期至2026年3月27日",
        f"以岳督约〔2026〕1号通知约谈{LOU}，定于2026年3月26日：久拖不决",
        "现场核查：井盖未复位",
    ]


def _paper(kind: str, number: int, doc_no: str, day: date, state: str = "发出") -> Paper:
    return Paper(
        kind=kind, number=number, doc_no=doc_no, title=f"关于洞庭大道排水管网改造整改的{kind}", day=day, file="x.docx",
        sha256="0" * 64, items=("2026-0018",), state=state,
    )  # fmt: skip


def test_a_volume_lists_every_paper_once_by_day() -> None:
    text = item_text(
        *HANDED_OUT, NOTICE, reply("2026-03-30", "是", "来文: 岳楼政〔2026〕8号, 附件: [现场照片]"),
        "{日期: 2026-04-02, 动作: 销号, 文号: 岳督销〔2026〕3号, 批准: 刘某某}",
        "{日期: 2026-04-10, 动作: 归档, 卷号: 岳政督2026-003, 保管期限: 30年, 经办: 王某}",
        来源="{类型: 批示, 批示人: 市长, 名称: 排水管网专报, 层级: 主要领导, 日期: 2026-03-02}",
    )  # fmt: skip
    papers = (
        _paper("督查函", 17, "岳督函〔2026〕17号", date(2026, 3, 4)),
        _paper("督查函", 16, "岳督函〔2026〕16号", date(2026, 3, 4), state="作废"),
        _paper("催办通知单", 6, "岳督催〔2026〕6号", date(2026, 3, 27)),
        _paper("复核决定", 1, "岳督复〔2026〕1号", date(2026, 4, 9)),
        replace(_paper("督查函", 99, "岳督函〔2026〕99号", date(2026, 3, 5)), items=("2026-0001",)),
    )
    found = standing(text, "2026-04-10")
    made = context_of_act("卷内目录", SETTINGS, rulebook(), [(found, last(found, "归档"))], papers)
    assert isinstance(made, Volume)
    assert [(r.doc_no, r.author, r.date) for r in made.rows] == [
        (None, "市长", date(2026, 3, 2)),
        ("岳督函〔2026〕17号", SETTINGS.office, date(2026, 3, 4)),
        ("岳督催〔2026〕6号", SETTINGS.office, date(2026, 3, 27)),
        ("岳楼政〔2026〕8号", LOU, date(2026, 3, 30)),
        (None, LOU, date(2026, 3, 30)),
        ("岳督销〔2026〕3号", SETTINGS.office, date(2026, 4, 2)),
        ("岳督复〔2026〕1号", SETTINGS.government, date(2026, 4, 9)),
    ]
    assert [r.title for r in made.rows][3:] == [
        "关于洞庭大道排水管网改造整改办结情况的反馈",
        "现场照片",
        "关于洞庭大道排水管网改造整改的销号单",
        "关于洞庭大道排水管网改造整改的复核决定",
    ]
    assert (made.volume, made.keeping, made.archivist) == ("岳政督2026-003", "30年", "王某")
    assert (made.start, made.end) == (date(2026, 3, 2), date(2026, 4, 9))


def test_a_volume_whose_keeping_nobody_said() -> None:
    found = standing(item_text(*HANDED_OUT, "{日期: 2026-04-10, 动作: 归档}"), "2026-04-10")
    made = context_of_act("卷内目录", SETTINGS, rulebook(), [(found, last(found, "归档"))])
    assert isinstance(made, Volume)
    assert made.keeping == Blank("保管期限")
