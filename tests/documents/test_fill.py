"""From standings to what the papers say: the duties, limits and steps of items as they stood on the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from duban_cli.documents import fill, fill_common
from duban_cli.documents.context import Assignment
from duban_cli.documents.fields import Blank
from duban_cli.documents.render import render_text
from duban_cli.ledger.records import Entry, Origin
from duban_cli.ledger.settings import Contact, Settings
from duban_cli.rules.clauses import Clause, Document
from duban_cli.rules.standing import Standing
from tests.documents.papers import SHIPPED
from tests.kit import ASSIGNED, HANDED_OUT, INITIATED, LOU, item_text, reply, rulebook, standing

SETTINGS = Settings(
    office="岳阳市人民政府督查室", government="岳阳市人民政府", contact=Contact(person="王某", phone="0730-0000000"), copies=("市纪委监委",)
)  # fmt: skip
NOTICE = "{日期: 2026-03-27, 动作: 催办, 方式: 通知单, 针对: 反馈, 文号: 岳督催〔2026〕6号, 限期: 2026-04-03}"
RETURNED = (
    "{日期: 2026-03-31, 动作: 审核, 结果: 退回, 理由: 情况不清, 限期: 2026-04-07, 文号: 岳督退〔2026〕2号}"
)


def entry(found: Standing, action: str, nth: int = -1) -> Entry:
    return [e for e in found.course.entries if e.action == action][nth]


def assigned(text: str, day: str = "2026-03-04") -> Assignment:
    found = standing(text, day)
    return fill.assignment(SETTINGS, rulebook(), [found], entry(found, "交办"))


@pytest.mark.parametrize(
    ("origin", "text"),
    [
        (None, None),
        (Origin(kind="批示"), "领导的批示"),
        (
            Origin(kind="批示", instructed_by="市长", day=date(2026, 3, 2), name="征拆进展报告"),
            "市长2026年3月2日在《征拆进展报告》上的批示",
        ),
        (Origin(kind="批示", instructed_by="市长", name="《报告》"), "市长在《报告》上的批示"),
        (
            Origin(kind="会议", name="市政府常务会议", day=date(2026, 3, 2), session="第六次"),
            "2026年3月2日市政府常务会议（第六次）议定事项",
        ),
        (Origin(kind="会议"), "会议议定事项"),
        (
            Origin(kind="媒体", name="红网岳阳站“以路为市”", day=date(2026, 3, 2)),
            "2026年3月2日红网岳阳站“以路为市”报道",
        ),
        (Origin(kind="媒体", name="《民声》栏目报道"), "《民声》栏目报道"),
        (Origin(kind="媒体"), "媒体报道"),
        (Origin(kind="文件", name="某通知", doc_no="岳政发〔2026〕1号"), "《某通知》（岳政发〔2026〕1号）"),
        (Origin(kind="报告", name="政府工作报告"), "政府工作报告"),
        (Origin(kind="自提"), None),
    ],
)
def test_where_an_item_comes_from(origin: Origin | None, text: str | None) -> None:
    assert fill_common.origin_text(origin) == text


def test_a_letter_says_the_limit_that_was_recorded() -> None:
    made = assigned(item_text(*HANDED_OUT, 协办单位="[楼区, 市房产局]", 工作标准="三个月内见效。"))
    assert (made.doc_no, made.date, made.addressee) == ("岳督函〔2026〕17号", date(2026, 3, 4), LOU)
    assert (made.contact, made.phone) == ("王某", "0730-0000000")
    assert made.grounds == ("岳政办发〔2007〕3号二（三）",)
    assert made.signature == "反馈报告须经你单位主要负责人签发（岳政办发〔2007〕3号一（三））"
    assert made.urgency is None
    assert made.provisional is False
    # Units by their present full names; those who help get a copy.
    assert made.copies == (LOU, "市住房和城乡建设局", "市纪委监委")
    (matter,) = made.items
    assert (matter.due, matter.limit_note) == (date(2026, 3, 18), "自交办次日起10个工作日")
    assert matter.standard == "三个月内见效"
    # What the paper says binds, even where the rules would have given another day.
    other = assigned(item_text(INITIATED, ASSIGNED.replace("2026-03-18", "2026-03-20")))
    assert other.items[0].due == date(2026, 3, 20)


@pytest.mark.parametrize(
    ("header", "more", "due", "note"),
    [
        ({"办结时限": "20日"}, "", date(2026, 3, 24), "自交办次日起20日"),
        ({"办结时限": "2026-03-20"}, "", date(2026, 3, 20), None),
        ({"办结时限": "2026-03-20 12:00"}, "", date(2026, 3, 20), "当日12:00前"),
        ({"办结时限": "第3个工作日12:00"}, "", date(2026, 3, 9), "自交办次日起第3个工作日12:00"),
        ({"办结时限": "48小时"}, "", date(2026, 3, 6), "自交办次日起48小时"),
        ({"办结时限": "48小时"}, ", 时间: '10:30'", date(2026, 3, 6), "自交办时起48小时，至当日10:30"),
        ({"办结时限": "当日"}, "", date(2026, 3, 4), "随交随办"),
        ({"办结时限": "长期"}, "", None, None),
    ],
)
def test_limits_in_words(header: dict[str, str], more: str, due: date | None, note: str | None) -> None:
    handed = f"{{日期: 2026-03-04, 动作: 交办, 文号: 岳督函〔2026〕17号{more}}}"
    matter = assigned(item_text(INITIATED, handed, **header)).items[0]
    assert (matter.due, matter.limit_note) == (due, note)


def test_a_reply_with_a_limit_or_a_rhythm_of_its_own() -> None:
    media = item_text(
        INITIATED,
        ASSIGNED.replace("}", ", 反馈限期: 2026-03-06}"),
        类别="媒体批评",
        来源="{类型: 媒体, 日期: 2026-03-03}",
    )
    matter = assigned(media).items[0]
    assert (matter.due, matter.reply_due, matter.rhythm) == (date(2026, 3, 18), date(2026, 3, 6), None)
    meeting = item_text(INITIATED, ASSIGNED, 类别="会议议定", 来源="{类型: 会议}")
    assert assigned(meeting).items[0].rhythm == "每季"
    assert assigned(item_text(*HANDED_OUT, 反馈频次="每半月")).items[0].rhythm == "每半月"


def test_the_most_urgent_item_marks_the_letter() -> None:
    found = [standing(item_text(*HANDED_OUT, 缓急=u), "2026-03-04") for u in ("普通", "急件")]
    assert fill.assignment(SETTINGS, rulebook(), found, entry(found[0], "交办")).urgency == "加急"
    assert assigned(item_text(*HANDED_OUT, 缓急="特急")).urgency == "特急"


def test_days_no_notice_decides_yet_are_said_to_be_provisional() -> None:
    handed = "{日期: 2031-03-04, 动作: 交办, 文号: 岳督函〔2031〕1号, 限期: 2031-03-18}"
    text = item_text("{日期: 2031-03-03, 动作: 立项}", handed)
    assert assigned(text, "2031-03-04").provisional is True


def test_a_contact_nobody_has_given_is_a_blank() -> None:
    found = standing(item_text(*HANDED_OUT), "2026-03-04")
    bare = replace(SETTINGS, contact=Contact())
    made = fill.assignment(bare, rulebook(), [found], entry(found, "交办"))
    assert (made.contact, made.phone) == (Blank("联系人"), Blank("联系电话"))


def test_a_notice_says_how_late_and_what_comes_next() -> None:
    found = standing(item_text(*HANDED_OUT, NOTICE), "2026-03-27")
    made = fill.urging(SETTINGS, rulebook(), [(found, entry(found, "催办"))])
    assert (made.doc_no, made.grounds) == ("岳督催〔2026〕6号", ("岳政办发〔2007〕3号二（三）",))
    (matter,) = made.items
    assert (matter.assigned, matter.assigned_by) == (date(2026, 3, 4), "岳督函〔2026〕17号")
    assert (matter.due, matter.overdue, matter.time) == (date(2026, 3, 18), 7, 1)
    assert matter.new_due == date(2026, 4, 3)
    assert matter.consequence == "以上门催办或协调会的方式督办（岳政办发〔2007〕3号二（三））"


def test_a_notice_for_two_periods_is_the_first_for_each() -> None:
    notices = [
        f"{{日期: 2026-07-10, 动作: 催办, 方式: 通知单, 针对: 反馈, 期: {period}, 文号: 岳督催〔2026〕9号, 限期: 2026-07-17}}"
        for period in ("2026年第一季度", "2026年第二季度")
    ]
    handed = (
        "{日期: 2026-01-05, 动作: 立项, 批准: 刘某某}",
        "{日期: 2026-01-06, 动作: 交办, 文号: 岳督函〔2026〕1号, 限期: 2026-12-31}",
    )
    text = item_text(*handed, *notices, 类别="会议议定", 来源="{类型: 会议}", 办结时限="2026-12-31")
    found = standing(text, "2026-07-10")
    made = fill.urging(
        SETTINGS, rulebook(), [(found, entry(found, "催办", 0)), (found, entry(found, "催办", 1))]
    )
    assert [(m.period, m.due, m.time) for m in made.items] == [
        ("2026年第一季度", date(2026, 3, 31), 1), ("2026年第二季度", date(2026, 6, 30), 1),
    ]  # fmt: skip


def test_a_notice_without_a_new_limit_has_a_blank() -> None:
    found = standing(item_text(*HANDED_OUT, NOTICE.replace(", 限期: 2026-04-03", "")), "2026-03-27")
    made = fill.urging(SETTINGS, rulebook(), [(found, entry(found, "催办"))])
    assert made.items[0].new_due == Blank("新限期")


def test_a_return_speaks_of_the_reply_it_sends_back() -> None:
    replied = reply("2026-03-30", "是", "来文: 岳楼政〔2026〕8号")
    found = standing(item_text(*HANDED_OUT, replied, RETURNED), "2026-03-31")
    made = fill.returning(SETTINGS, rulebook(), found, entry(found, "审核"))
    assert (made.doc_no, made.addressee) == ("岳督退〔2026〕2号", LOU)
    assert (made.item.replied, made.item.letter) == (date(2026, 3, 30), "岳楼政〔2026〕8号")
    assert (made.item.reason, made.item.new_due) == ("情况不清", date(2026, 4, 7))


def test_a_closing_tells_the_whole_course() -> None:
    extended = "{日期: 2026-03-12, 动作: 延期, 环节: 批准, 限期: 2026-03-25, 批准: 刘某某}"
    text = item_text(
        *HANDED_OUT, extended, NOTICE.replace("2026-03-27", "2026-04-03").replace("限期: 2026-04-03", "限期: 2026-04-10"),
        reply("2026-04-07", "是"), RETURNED.replace("2026-03-31", "2026-04-08").replace("限期: 2026-04-07", "限期: 2026-04-15"),
        reply("2026-04-14", "是", "来文: 岳楼政〔2026〕9号"), "{日期: 2026-04-15, 动作: 审核, 结果: 通过, 批准: 潘某某, 内容: 属实。}",
        f"{{日期: 2026-04-16, 动作: 销号, 文号: 岳督销〔2026〕3号, 批准: 刘某某, 摘要: {'ab' * 32}}}",
    )  # fmt: skip
    found = standing(text, "2026-04-16")
    made = fill.closing(SETTINGS, rulebook(), found, entry(found, "销号"))
    assert (made.number, made.date, made.approver) == ("2026-0018", date(2026, 4, 16), "刘某某")
    assert (made.initiated.date, made.assigned.date, made.assigned.paper) == (
        date(2026, 3, 3), date(2026, 3, 4), "岳督函〔2026〕17号",
    )  # fmt: skip
    assert (made.replied.date, made.replied.person, made.replied.paper) == (
        date(2026, 4, 14),
        "张某（区长）",
        "岳楼政〔2026〕9号",
    )
    assert (made.reviewed.date, made.reviewed.person) == (date(2026, 4, 15), "潘某某")
    assert made.closed.paper == "岳督销〔2026〕3号"
    assert (made.extensions, made.urgings, made.returns) == (1, 1, 1)
    # The last round's own limit was kept.
    assert (made.due, made.on_time) == (date(2026, 4, 15), True)
    assert (made.result, made.opinion) == ("情况", "属实。")
    assert made.digest == "ab" * 8


def test_who_passed_it_is_not_said_to_have_approved_the_closing() -> None:
    text = item_text(
        *HANDED_OUT, reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过, 批准: 潘某某}", "{日期: 2026-03-18, 动作: 销号}"
    )  # fmt: skip
    found = standing(text, "2026-03-18")
    made = fill.closing(SETTINGS, rulebook(), found, entry(found, "销号"))
    assert (made.approver, made.reviewed.person, made.opinion) == (None, "潘某某", "审核通过。")
    assert "批准人：　" in render_text("销号单", made, [SHIPPED]).markdown


def test_nobody_is_said_to_have_reviewed_what_no_name_is_on_record_for() -> None:
    passed = "{日期: 2026-03-17, 动作: 审核, 结果: 通过}"
    closed = "{日期: 2026-03-18, 动作: 销号, 批准: 刘某某}"
    found = standing(item_text(*HANDED_OUT, reply("2026-03-16", "是"), passed, closed), "2026-03-18")
    made = fill.closing(SETTINGS, rulebook(), found, entry(found, "销号"))
    assert (made.approver, made.reviewed.person, made.reviewed.date) == ("刘某某", None, date(2026, 3, 17))
    printed = render_text("销号单", made, [SHIPPED])
    assert "审核人：　" in printed.markdown
    assert printed.missing == ()


@pytest.mark.parametrize(
    ("document", "article", "said"),
    [
        ({"doc_no": "岳政办发〔2007〕3号", "name": "关于政务督查的通知"}, "二（三）", "岳政办发〔2007〕3号二（三）"),
        ({"name": "提升执行力十条措施", "cited_as": "十条措施（2020-04-27）"}, "六", "《提升执行力十条措施》第六条"),
        ({"name": "关于印发《督查办法》的通知"}, "第三条", "《关于印发〈督查办法〉的通知》第三条"),
        ({"name": "督查革新意见", "cited_as": "县督查意见"}, "二2", "《督查革新意见》二2"),
        ({"doc_no": "国务院令第733号", "name": "政府督查工作条例"}, "第十七条", "《政府督查工作条例》第十七条"),
        ({"cited_as": "会议纪要（2020-04-07）"}, "三", "会议纪要（2020年4月7日）三"),
    ],
)  # fmt: skip
def test_a_clause_reads_as_papers_cite_it(document: dict[str, str], article: str, said: str) -> None:
    known = Document(code="甲", effective=date(2020, 4, 27), **document)
    assert fill_common.cite(Clause(known, article)) == said


def test_a_milestone_is_told_by_what_it_is_to_bring() -> None:
    found = standing(
        item_text(*HANDED_OUT, 节点="[{号: 1, 内容: 签约过半。, 时限: 2026-03-11}]"), "2026-03-04"
    )
    named = [fill_common.duty_text(d) for d in found.current]
    assert "节点“签约过半”" in named
    assert "办结" in named
