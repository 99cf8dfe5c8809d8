"""催办 by commands: from the notice over 批评 to what the office may do, on agenda with what to type."""

from __future__ import annotations

import shlex

import pytest
from jsonschema import Draft202012Validator

from duban_cli.views.schemas import output_schema
from tests.clerk import LOU, Clerk
from tests.rules.made import with_section

pytest_plugins = ("tests.gitkit", "tests.clerk")

ID = "2026-0001"
COUNTY = """
催办:
- {针对: 办结, 逾期: 1个工作日, 方式: 通知单, 文书: 催办通知单, 依据: 岳20 六}
- {针对: 办结, 自: 催办限期, 逾期: 1个工作日, 动作: 批评, 方式: 通报批评, 依据: 岳20 六}
- {针对: 办结, 自: 催办限期, 逾期: 3个工作日, 动作: 问责建议, 方式: 提请追究责任, 酌情: 是, 依据: 岳20 十}
"""
HEBEI = """
催办:
- {针对: 办结, 逾期: 1个工作日, 方式: 通知单, 文书: 催办通知单, 依据: 岳20 六}
- {针对: 办结, 自: 催办限期, 逾期: 1个工作日, 方式: 重点督办, 依据: 岳20 六}
- {针对: 办结, 逾期: 20个工作日, 方式: 专项督查, 依据: 岳20 六}
"""
APPROVER = "--approved-by 姓名"


def ruled_by(clerk: Clerk, ladder: str) -> None:
    clerk.write("regime.yaml", with_section("催办:\n", ladder, clerk.text("regime.yaml")))
    clerk.do("save", today="2026-03-04")


def chased(clerk: Clerk, day: str) -> list[tuple[str, str, str | None]]:
    found = clerk.do("agenda", "--format", "json", today=day).json["tasks"]
    return [(t["group"], t["what"], t["command"]) for t in found if t["kind"] == "催办"]


def typed(command: str) -> list[str]:
    """What agenda says to type, with names filled in."""
    return shlex.split(command.replace("姓名", "刘某某"))[1:]


def test_from_the_notice_to_criticism_to_what_the_office_may_do(handed: Clerk) -> None:
    clerk = handed
    ruled_by(clerk, COUNTY)
    assert chased(clerk, "2026-03-19") == [("今天应办", "发催办通知单", f"duban urge {ID}")]
    clerk.do("urge", today="2026-03-19")
    notice = clerk.entries()[-1]
    assert (notice["方式"], notice["针对"], notice["限期"]) == ("通知单", "办结", "2026-03-26")
    assert "届时仍未反馈的，将予以通报批评（《岳阳市提升政府系统执行力十条措施》第" in clerk.paper_text(
        "papers/2026/催办通知单-0001.docx"
    )

    assert chased(clerk, "2026-03-26") == [
        ("本周到期", "通报批评", f"duban record {ID} 批评 --unit {LOU} {APPROVER} --content 内容")
    ]
    ((group, what, command),) = chased(clerk, "2026-03-27")
    assert (group, what) == ("今天应办", "通报批评")
    assert (
        clerk.do("list", "--format", "json", today="2026-03-27").json["items"][0]["next"]["step"]
        == "通报批评"
    )
    # What is done by another 动作 is no paper of urge.
    told = clerk.do("urge", today="2026-03-27")
    assert f"duban record {ID} 批评" in told.text
    assert len(clerk.entries()) == 3
    assert command is not None
    clerk.refused(2, *typed(command.replace(f" {APPROVER}", "")), today="2026-03-27")
    clerk.do(*typed(command), today="2026-03-27")
    assert clerk.entries()[-1]["动作"] == "批评"

    assert [t for t in chased(clerk, "2026-03-30") if t[0] == "今天应办"] == []
    ((group, what, command),) = chased(clerk, "2026-03-31")
    assert (group, what) == ("今天应办", "可提请追究责任（酌情）")
    assert command == f"duban record {ID} 问责建议 --unit {LOU} {APPROVER} --content 内容"
    explained = clerk.do("explain", ID, today="2026-03-31").out
    assert "催办限期满3个工作日" in explained
    assert "可提请追究责任" in explained
    assert "← 现可办（酌情）" in explained
    assert "已于 2026-03-27 批评" in explained
    found = clerk.do("explain", ID, "--format", "json", today="2026-03-31").json
    Draft202012Validator(output_schema("explain")).validate(found)
    assert [(r["level"], r["action"], r["from"], r["due"], r["offered"]) for r in found["ladder"]] == [
        (1, "催办", "到期", False, False), (2, "批评", "催办限期", False, False), (3, "问责建议", "催办限期", False, True),
    ]  # fmt: skip


def test_what_waits_for_a_limit_is_explained_before_it_has_a_day(handed: Clerk) -> None:
    ruled_by(handed, COUNTY)
    explained = handed.do("explain", ID, today="2026-03-19").out
    assert "催办限期满1个工作日  须先做上一级  通报批评" in explained


def test_ways_of_the_regime_are_ways_of_urge(handed: Clerk) -> None:
    clerk = handed
    ruled_by(clerk, HEBEI)
    clerk.do("urge", today="2026-03-19")
    early = clerk.refused(1, "urge", ID, "--how", "重点督办", "--content", "列为重点", today="2026-03-20")
    assert "要到" in early.err
    ((_, what, command),) = chased(clerk, "2026-03-27")
    assert what == "重点督办"
    assert command == f"duban urge {ID} --how 重点督办 --content 情况"
    clerk.do(*typed(command), today="2026-03-27")
    assert clerk.entries()[-1]["方式"] == "重点督办"
    assert clerk.do("check", today="2026-03-27").code == 0
    assert (
        "可用："
        in clerk.refused(2, "urge", ID, "--how", "重点督查", "--content", "x", today="2026-03-27").err
    )


@pytest.mark.parametrize("day", ["2026-03-27", "2026-04-13"])
def test_an_extension_puts_the_next_step_off_and_takes_none_back(handed: Clerk, day: str) -> None:
    clerk = handed
    ruled_by(clerk, COUNTY)
    clerk.do("urge", today="2026-03-19")
    approved = ("extend", ID, "--approve", "--approved-by", "刘某某", "--deadline", "2026-04-10")
    clerk.do("extend", ID, "--reason", "连日降雨", "--deadline", "2026-04-10", today="2026-03-20")
    clerk.do(*approved, today="2026-03-20")
    due = [t[1] for t in chased(clerk, day) if t[0] == "今天应办"]
    assert due == ([] if day < "2026-04-10" else ["通报批评"])


def test_a_ladder_of_several_papers_issues_each_in_its_turn(handed: Clerk) -> None:
    clerk = handed
    ladder = """
催办:
- {针对: 办结, 逾期: 1个工作日, 方式: 蓝色督查单, 文书: 催办通知单, 依据: 本办约定}
- {针对: 办结, 自: 催办限期, 逾期: 1个工作日, 方式: 橙色督查单, 文书: 催办通知单, 依据: 本办约定}
"""
    ruled_by(clerk, ladder)
    clerk.do("urge", today="2026-03-19")
    assert (
        "由程序编号、出文、登记"
        in clerk.refused(2, "urge", ID, "--how", "橙色督查单", "--content", "x", today="2026-03-27").err
    )
    clerk.do("urge", today="2026-03-27")
    ways = [e["方式"] for e in clerk.entries() if e["动作"] == "催办"]
    assert ways == ["蓝色督查单", "橙色督查单"]
    assert "岳督催〔2026〕2号" in clerk.paper_text("papers/2026/催办通知单-0002.docx")
    assert clerk.do("check", today="2026-03-27").code == 0
