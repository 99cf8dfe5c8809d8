"""反馈, 审核 and 催办 as they come in a day: doubles, periods, supporting units, several items at once."""

from __future__ import annotations

import pytest

from tests.clerk import LOU, NEW, REPLY, Clerk, new

pytest_plugins = ("tests.gitkit", "tests.clerk")

DONE = (*REPLY, "--done")


@pytest.fixture
def supported(clerk: Clerk) -> Clerk:
    """An item with a supporting unit, handed out."""
    clerk.do(*NEW, "--support", "市财政局，市城管局", today="2026-03-03")
    clerk.do("assign", "2026-1", today="2026-03-04")
    return clerk


def test_units_between_commas_are_several(supported: Clerk) -> None:
    assert supported.facts()["协办单位"] == ["市财政局", "市城市管理局"]


def test_a_supporting_unit_does_not_answer_for_the_lead(supported: Clerk) -> None:
    told = supported.do(
        "reply", "2026-1", "--content", "资金已拨", "--unit", "市财政局", "--done", today="2026-03-10"
    )
    assert f"提醒：2026-0001：市财政局是协办单位，这条反馈不算主办单位{LOU}的办结反馈" in told.err
    assert supported.last()[0] == "2026-0001 协办单位市财政局反馈：洞庭大道排水管网改造整改"
    assert supported.do("list", "--format", "json", today="2026-03-10").json["items"][0]["state"] == "办理中"


def test_the_same_reply_is_not_recorded_twice(handed: Clerk) -> None:
    same = (*REPLY, "--incoming", "岳楼政〔2026〕8号")
    handed.do(*same, today="2026-03-10")
    told = handed.refused(1, *same, today="2026-03-10")
    assert "已经记过这条反馈" in told.err
    assert "--yes" in told.err
    handed.do(*REPLY, "--incoming", "岳楼政〔2026〕9号", today="2026-03-10")
    handed.do(*same, "--yes", today="2026-03-10")
    handed.do(*same, today="2026-03-11")
    assert [e["动作"] for e in handed.entries()].count("反馈") == 4


def test_a_reply_that_may_be_for_an_earlier_period(clerk: Clerk) -> None:
    clerk.do(
        *(
            "new",
            "--title",
            "甲",
            "--category",
            "会议议定",
            "--lead",
            "市财政局",
            "--demand",
            "办",
            "--deadline",
            "长期",
        ),
        *("--rhythm", "每月", "--approved-by", "刘某某"),
        today="2026-01-04",
    )
    clerk.do("assign", "2026-1", today="2026-01-04")
    told = clerk.do("reply", "2026-1", "--content", "在办", today="2026-03-10")
    assert told.err.startswith("提醒：2026-0001 还欠2026年1月、2026年2月")
    command = "duban correct 2026-0001 --entry 2026-03-10/反馈 --field 期 --new 2026年1月"
    assert command in told.err
    clerk.do(*command.split()[1:], today="2026-03-10")
    duties = clerk.do("list", "--format", "json", today="2026-03-10").json["items"][0]["obligations"]
    assert {d["period"]: d["state"] for d in duties}["2026年1月"] == "逾期完成"


def test_progress_passed_is_called_so(handed: Clerk) -> None:
    handed.do(*REPLY, today="2026-03-10")
    told = handed.do("review", "2026-1", "--pass", "--approved-by", "刘某某", today="2026-03-11")
    assert "提醒：2026-0001 审核的是进展，办结反馈还没有报来，不能销号" in told.err
    assert handed.last()[0].startswith("2026-0001 审核通过（进展）：")


def test_a_pass_without_who_passed_it_is_told(handed: Clerk) -> None:
    handed.do(*DONE, today="2026-03-10")
    told = handed.do("review", "2026-1", "--pass", today="2026-03-11")
    assert "没有写审核人（--approved-by）" in told.err
    assert handed.last()[0].startswith("2026-0001 审核通过：")


def test_several_items_passed_at_once(handed: Clerk) -> None:
    handed.do(*new(title="乙"), today="2026-03-04")
    handed.do("assign", "2026-2", today="2026-03-04")
    handed.do(
        "reply",
        "2026-1",
        "2026-2",
        "--content",
        "都办了",
        "--done",
        "--signed-by",
        "张某/区长",
        today="2026-03-10",
    )
    before = handed.commits()
    handed.do("review", "2026-1", "2026-2", "--pass", "--approved-by", "刘某某", today="2026-03-11")
    assert handed.commits()[1:] == before
    assert handed.last()[0] == "审核通过2项督查事项"
    states = handed.do("list", "--format", "json", today="2026-03-11").json["items"]
    assert [i["state"] for i in states] == ["待销号", "待销号"]
    told = handed.refused(2, "review", "2026-1", "2026-2", "--return", "--reason", "不实", today="2026-03-12")
    assert "退回重办一次只写一件" in told.err


def test_one_meeting_about_several_items(handed: Clerk) -> None:
    handed.do(*new(title="乙"), today="2026-03-04")
    handed.do("assign", "2026-2", today="2026-03-04")
    before = handed.commits()
    handed.do("urge", "2026-1", "2026-2", "--how", "协调会", "--content", "定了时间表", today="2026-04-09")
    assert handed.commits()[1:] == before
    assert handed.last()[0] == f"2026-0001等2项 催办{LOU}（协调会）"
    for item in ("2026-0001", "2026-0002"):
        assert handed.entries(item)[-1]["方式"] == "协调会"


def test_words_said_with_no_notice_due_are_not_lost_silently(handed: Clerk) -> None:
    before = handed.state()
    told = handed.do("urge", "2026-1", "--content", "问了进度", today="2026-03-10")
    assert "写的内容没有记下来" in told.err
    assert "duban urge 2026-0001 --how 电话 --content" in told.err
    assert handed.state() == before


def test_a_visit_is_told_once_with_how_to_record_it(handed: Clerk) -> None:
    told = handed.do("urge", today="2026-04-09")
    visits = [
        line for line in told.err.splitlines() if line.startswith("须人去办：2026-0001 上门催办或协调会")
    ]
    assert len(visits) == 1
    assert "办过后记下：duban urge 2026-0001 --how 上门催办 --content 情况" in visits[0]


def test_many_visits_are_one_line(clerk: Clerk) -> None:
    ids = [f"2026-000{n}" for n in range(1, 5)]
    for item in ids:
        clerk.do(*new(title=f"第{item}件"), today="2026-03-03")
    clerk.do("assign", *ids, today="2026-03-04")
    told = clerk.do("urge", "--draft", today="2026-03-19").err
    assert f"须人去办的另有4件（{'、'.join(ids)}）" in told
    assert "duban agenda" in told
    twice = clerk.do("urge", "--draft", today="2026-04-09").err
    assert f"须人去办的另有4件（{'、'.join(ids)}）" in twice, "an item that two steps are due for is one item"
    assert "须人去办：2026-0002 " in clerk.do("urge", "2026-0002", "--draft", today="2026-03-19").err


def test_one_reply_is_one_units(clerk: Clerk) -> None:
    clerk.do(*NEW, today="2026-03-03")
    clerk.do(*new(title="乙", lead="市财政局"), today="2026-03-03")
    clerk.do("assign", "2026-1", "2026-2", today="2026-03-04")
    told = clerk.refused(2, "reply", "2026-1", "2026-2", "--content", "已办", today="2026-03-10")
    assert f"主办单位不同，不能合成一份反馈（{LOU}：2026-0001；市财政局：2026-0002）" in told.err
    assert [e["动作"] for e in clerk.entries()] == ["立项", "交办"]


def test_a_blank_reply_is_no_reply(handed: Clerk) -> None:
    told = handed.refused(1, "reply", "2026-1", "--content", " 　", today="2026-03-10")
    assert "内容" in told.err
    assert [e["动作"] for e in handed.entries()] == ["立项", "交办"]
