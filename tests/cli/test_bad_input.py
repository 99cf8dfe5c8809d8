"""What a clerk gets wrong: told what, where and what to do, by the exit code of the contract, nothing changed."""

from __future__ import annotations

import pytest

from tests.clerk import LOU, NEW, REPLY, Clerk, new

pytest_plugins = ("tests.gitkit", "tests.clerk")

DONE = (*REPLY, "--done")
PASS = ("review", "2026-1", "--pass", "--approved-by", "刘某某")


# Names that are none -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("assign", "2026-0002"), ["没有事项 2026-0002", "是否指 2026-0001"]),
        (("reply", "乱写", "--content", "…"), ["没有事项 乱写", "duban list"]),
        (("review", "2026-9", "--pass"), ["没有事项 2026-0009"]),
        (("close", "2025-1"), ["没有事项 2025-0001"]),
        (("urge", "2026-77"), ["没有事项 2026-0077"]),
        (("extend", "2026-2", "--deadline", "3日", "--reason", "雨"), ["没有事项 2026-0002"]),
        (("paper", "2026-2"), ["没有事项 2026-0002"]),
        (("new", "岳阳大道征拆"), ["没有事项 岳阳大道征拆"]),
        (("new", "2026-1", "--title", "甲"), ["写了编号“2026-1”", "--title"]),
        (new(lead="岳阳楼区"[:3]), ["单位名录里没有“岳阳楼”", f"是否指“{LOU}”"]),
        (new(lead="省某厅"), ["单位名录里没有“省某厅”", "duban unit add"]),
        (new(lead="市财政局、楼区"), ["写了 2 个单位", "其余列入协办单位"]),
        (new(support="市财政句"), ["单位名录里没有“市财政句”", "是否指“市财政局”"]),
        (new(category="领导批事"), ["没有类别“领导批事”", "是否指“领导批示”"]),
        (new(parent="2026-0003"), ["没有上级事项 2026-0003"]),
        (("reply", "2026-1", "--content", "…", "--unit", "省某厅"), ["单位名录里没有“省某厅”"]),
        (("bulletin", "--criticise", "省某厅", "--approved-by", "刘某某"), ["单位名录里没有“省某厅”"]),
        (("交办", "2026-8"), ["没有事项 2026-0008"]),
    ],
)
def test_unknown_names_are_told_with_the_nearest(
    handed: Clerk, args: tuple[str, ...], says: list[str]
) -> None:
    told = handed.refused(2, *args, today="2026-03-05")
    for words in says:
        assert words in told.err


# Words that cannot be taken ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (new(deadline="10天工作日"), ["--deadline", "“10天工作日”", "10个工作日"]),
        (new(deadline="3周"), ["3周"]),
        (new(deadline="0日"), ["时限不能是 0"]),
        (new(deadline="2026-02-30"), ["2026年2月没有30日"]),
        (new(title="  "), ["“标题”是空的"]),
        (new(title="一行\n又一行"), ["标题分成了几行", "--demand"]),
        (new(title="甲\x07乙"), ["“标题”里有看不见的控制字符 U+0007", "删去"]),
        (new(demand="甲\u200b乙"), ["“要求”里有看不见的控制字符 U+200B"]),
        (new(officer="张某\x1b[31m/区长"), ["“责任人”里有看不见的控制字符 U+001B"]),
        (new(title="甲\udcff"), ["“标题”里有看不见的控制字符 U+DCFF"]),
        (new(urgency="加急"), ["--urgency", "普通、急件、特急"]),
        (new(rhythm="每旬日"), ["--rhythm"]),
        (new(secrecy="内部"), ["--secrecy", "主动公开、依申请公开、不予公开"]),
        (("new", "--title", "甲", "--category", "领导批示", "--lead", LOU), ["缺要求", "--demand"]),
        (("new", "--instructed-by", "市长", "--title", "甲"), ["没有写来源", "--source"]),
        (new(**{"from": "没有这个文件.yaml"}), ["没有这个文件.yaml 打不开"]),
        (("reply", "2026-1"), ["缺反馈内容", "--content"]),
        (("reply", "2026-1", "--content", "…", "--period", "第九季度"), ["第九季度"]),
        (("reply", "2026-1", "--content", "…", "--date", "2026.3.32"), ["“2026.3.32”", "2026年3月没有32日"]),
        (("reply", "2026-1", "--content", "…", "--signed-by", "/区长"), ["没有姓名"]),
        (("review", "2026-1"), ["通过写 --pass，退回重办写 --return"]),
        (("review", "2026-1", "--pass", "--return"), ["--pass 和 --return 只能写一个"]),
        (("extend", "2026-1", "--approve", "--refuse"), ["只能写一个"]),
        (("extend", "2026-1", "--reason", "雨季"), ["写明新的期限和理由"]),
        (("extend", "2026-1", "--approve", "--approved-by", "刘某某"), ["没有写延到哪一天"]),
        (("urge", "--how", "电话", "--content", "…"), ["要写编号"]),
        (("assign",), ["缺"]),
        (("close", "2026-1", "--approve-by", "刘某某"), ["没有 --approve-by 这个选项", "--approved-by"]),
        (("unit", "add", " "), ["单位名称是空的"]),
        (("unit", "add", "甲局、乙局"), ["像是2个单位"]),
        (("unit", "add", "甲\n局"), ["换行或控制字符"]),
        (("bulletin", "--from", "2026-03-05", "--to", "2026-03-01"), ["晚于止日"]),
        (("bulletin", "--to", "2026-04-01"), ["还没有到"]),
    ],
)
def test_words_that_cannot_be_taken(handed: Clerk, args: tuple[str, ...], says: list[str]) -> None:
    told = handed.refused(2, *args, today="2026-03-05")
    for words in says:
        assert words in told.err


# What the rules do not allow ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "first", "args", "says"),
    [
        ("2026-03-05", [], ("assign", "2026-1"), ["现在是“办理中”，不能交办", "变更或延期"]),
        ("2026-03-05", [], ("review", "2026-1", "--pass"), ["还没有主办单位的反馈", "duban reply 2026-0001"]),
        ("2026-03-05", [], ("close", "2026-1"), [f"{LOU}还没有办结反馈（岳政办发〔2007〕3号 二（三））", "没有审核通过（岳政办发〔2007〕3号 二（三））"]),
        ("2026-03-05", [DONE], ("close", "2026-1"), ["办结反馈还没有审核通过（岳政办发〔2007〕3号 二（三））"]),
        ("2026-03-05", [REPLY, PASS], PASS, ["没有可审核的反馈"]),
        ("2026-03-05", [REPLY, PASS], ("close", "2026-1"), ["还没有办结反馈"]),
        ("2026-03-05", [DONE, PASS[:3]], ("close", "2026-1"), ["销号没有批准人", "--approved-by"]),
        ("2026-03-05", [DONE, PASS, ("close", "2026-1")], ("close", "2026-1"), ["已经是“已销号”"]),
        ("2026-03-05", [DONE, PASS, ("close", "2026-1")], REPLY, ["2026-03-05 销号，之后不应再有“反馈”"]),
        ("2026-03-05", [DONE, PASS, ("close", "2026-1")], ("assign", "2026-1"), ["现在是“已销号”，不能交办"]),
        ("2026-03-05", [], (*REPLY, "--date", "2026-03-06"), ["记在未来（今天是 2026-03-05）"]),
        ("2026-03-05", [], (*new(title="乙"), "--date", "2026-03-06"), ["记在未来（今天是 2026-03-05）"]),
        ("2026-03-05", [], (*REPLY, "--received", "2026-03-09"), ["收到日期 2026-03-09 记在未来"]),
        ("2026-03-05", [], (*REPLY, "--date", "2026-03-03"), ["还没有交办，不应有“反馈”"]),
        ("2026-03-05", [], (*REPLY, "--unit", "市财政局"), ["“市财政局”不是主办也不是协办单位"]),
        ("2026-03-05", [], ("new", "2026-1", "--approved-by", "刘某某"), ["已于 2026-03-03 立项"]),
        ("2026-03-05", [], new(secrecy="机密"), ["“机密”属于国家秘密", "保守国家秘密法第三十一条"]),
        ("2026-03-05", [], new(title="机密★1年 某项工作"), ["标有“机密”", "报告保密员"]),
        ("2026-03-05", [], (*REPLY[:3], "（秘密）已报送"), ["标有“秘密”"]),
        ("2026-03-05", [], new(source="传说/某事"), ["“传说”不在可选之列", "批示、会议"]),
        ("2026-03-05", [], new(title="长" * 201), ["文字有 201 字"]),
        ("2026-03-05", [], ("unit", "add", "市政府", "--alias", "楼区"), [f"“楼区”已经是{LOU}的名称"]),
    ],
)  # fmt: skip
def test_what_the_rules_do_not_allow(
    handed: Clerk, day: str, first: list[tuple[str, ...]], args: tuple[str, ...], says: list[str]
) -> None:
    for act in first:
        handed.do(*act, today=day)
    told = handed.refused(1, *args, today=day)
    for words in says:
        assert words in told.err


def test_a_reply_before_it_was_handed_out(clerk: Clerk) -> None:
    clerk.do(*NEW, today="2026-03-03")
    told = clerk.refused(1, *REPLY, today="2026-03-04")
    assert "还没有交办，不应有“反馈”" in told.err
    assert "先交办：duban assign" in told.err
    told = clerk.refused(1, "extend", "2026-1", "--deadline", "3日", "--reason", "雨", today="2026-03-04")
    assert "还没有交办" in told.err
    told = clerk.refused(1, "close", "2026-1", today="2026-03-04")
    assert "还没有交办（岳政办发〔2007〕3号 二（三））" in told.err
    told = clerk.do("urge", "2026-1", today="2026-03-04")
    assert "2026-0001 现在是“待交办”，没有欠报的义务" in told.err


def test_what_the_office_proposes_itself_takes_an_approval(clerk: Clerk) -> None:
    told = clerk.refused(1, *new(source="自提/巡查发现"), today="2026-03-03")
    assert "立项没有写批准人：须经批准（政府督查工作条例 第十一条）" in told.err
    assert "加上 --approved-by 批准人" in told.err


def test_a_return_says_why(handed: Clerk) -> None:
    handed.do(*DONE, today="2026-03-05")
    told = handed.refused(2, "review", "2026-1", "--return", today="2026-03-06")
    assert "退回重办要写明理由" in told.err


def test_a_second_review_overrules_the_first(handed: Clerk) -> None:
    handed.do(*DONE, today="2026-03-05")
    handed.do(*PASS, today="2026-03-06")
    handed.do("review", "2026-1", "--return", "--reason", "照片是旧的", today="2026-03-09")
    told = handed.refused(1, "close", "2026-1", "--approved-by", "刘某某", today="2026-03-09")
    assert "退回重办后还没有新的办结反馈" in told.err


def test_an_unanswered_request_for_more_time(handed: Clerk) -> None:
    handed.do("extend", "2026-1", "--deadline", "2026-03-31", "--reason", "雨季", today="2026-03-05")
    handed.do(*DONE, today="2026-03-19")
    handed.do(*PASS, today="2026-03-20")
    told = handed.refused(1, "close", "2026-1", today="2026-03-20")
    assert "延期申请还没有批复（十条措施（2020-04-27）六）" in told.err


def test_numbers_of_papers(clerk: Clerk) -> None:
    for title in ("甲", "乙"):
        clerk.do(*new(title=title), today="2026-03-03")
    told = clerk.refused(1, "assign", "2026-1", "--doc-no", "第7号", today="2026-03-04")
    assert "文号“第7号”不合“督查函”的格式 岳督函〔{年}〕{号}号" in told.err
    clerk.do("assign", "2026-1", "--doc-no", "岳督函〔2026〕7号", today="2026-03-04")
    told = clerk.refused(1, "assign", "2026-2", "--doc-no", "岳督函〔2026〕7号", today="2026-03-04")
    assert "文号“岳督函〔2026〕7号”已经用过" in told.err
    assert "下一个可用的是 岳督函〔2026〕8号" in told.err


def test_one_number_is_not_for_several_units(clerk: Clerk) -> None:
    clerk.do(*NEW, today="2026-03-03")
    clerk.do(*new(title="乙", lead="市财政局"), today="2026-03-03")
    told = clerk.refused(1, "assign", "2026-1", "2026-2", "--doc-no", "岳督函〔2026〕7号", today="2026-03-04")
    assert "不能共用一个文号" in told.err


def test_one_of_several_refused_and_none_is_written(handed: Clerk) -> None:
    handed.do(*new(title="乙"), today="2026-03-04")
    assert "不能交办" in handed.refused(1, "assign", "2026-2", "2026-1", today="2026-03-05").err
    assert (
        "还没有交办"
        in handed.refused(1, "reply", "2026-1", "2026-2", "--content", "…", today="2026-03-05").err
    )
    handed.do(*DONE, today="2026-03-05")
    handed.do(*PASS, today="2026-03-05")
    assert "还没有交办" in handed.refused(1, "close", "2026-1", "2026-2", today="2026-03-05").err


def test_a_paper_with_a_blank_is_not_issued(clerk: Clerk) -> None:
    clerk.write("duban.yaml", clerk.text("duban.yaml").replace("联系人: 王某, ", ""))
    clerk.do("save")
    clerk.do(*NEW, today="2026-03-03")
    told = clerk.refused(1, "assign", "2026-1", today="2026-03-04")
    assert "督查函还缺：联系人，不能发出" in told.err
    assert "duban.yaml 的“联系”" in told.err


def test_a_number_form_is_missing(clerk: Clerk) -> None:
    clerk.write("duban.yaml", clerk.text("duban.yaml").replace("  督查函: 岳督函〔{年}〕{号}号\n", ""))
    clerk.do("save")
    clerk.do(*NEW, today="2026-03-03")
    told = clerk.refused(1, "assign", "2026-1", today="2026-03-04")
    assert "duban.yaml 没有规定“督查函”的文号格式" in told.err


def test_a_file_lies_where_the_paper_should(clerk: Clerk) -> None:
    clerk.do(*NEW, today="2026-03-03")
    clerk.write("papers/2026/督查函-0001.docx", b"...")
    told = clerk.refused(4, "assign", "2026-1", today="2026-03-04")
    assert "papers/2026/督查函-0001.docx 已经存在" in told.err
    assert "移走" in told.err


def test_an_option_that_lacks_its_value(handed: Clerk) -> None:
    told = handed.refused(2, "new", "--title", "--category", "领导批示", today="2026-03-05")
    assert "选项 --title 后面缺内容，直接写了 --category" in told.err


def test_an_item_not_there_yet_has_no_number_in_what_is_wrong(handed: Clerk) -> None:
    told = handed.refused(2, *new(lead="省某厅"), today="2026-03-05")
    assert told.err.startswith("错误：单位名录里没有“省某厅”")
    assert "2026-0002" not in told.err
