"""``split``: a table becomes items in one commit, or nothing happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.clerk import LOU, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")
TABLE = """\
序号,工作任务,牵头单位,协办单位,完成时限
1,打通断头路,楼区,市城管局,2026-10-30
2,=清淤,市城管局,,10个工作日
"""
DAY = "2026-03-05"


@pytest.fixture
def table(handed: Clerk) -> str:
    path = handed.root.parent / "任务分解.csv"
    path.write_bytes(TABLE.encode("gb18030"))
    return str(path)


def test_a_table_under_a_parent_is_one_commit(handed: Clerk, table: str) -> None:
    before = len(handed.commits())
    told = handed.do("split", "2026-1", table, today=DAY)
    assert told.out.split() == ["2026-0002", "2026-0003"]
    assert len(handed.commits()) == before + 1
    subject, paths, trailers = handed.last()
    assert subject == "2026-0001 分解为2项：洞庭大道排水管网改造整改"
    assert paths == ["items/2026/2026-0002.yaml", "items/2026/2026-0003.yaml"]
    assert trailers["Duban-Item"] == ["2026-0002", "2026-0003"]
    facts = handed.facts("items/2026/2026-0002.yaml")
    assert (facts["上级事项"], facts["主办单位"], facts["来源"]["序号"]) == ("2026-0001", LOU, "1")
    assert handed.facts("items/2026/2026-0003.yaml")["标题"] == "=清淤"
    assert handed.do("check", today=DAY).code == 0


def test_the_items_go_on_as_any_other(handed: Clerk, table: str) -> None:
    handed.do("split", "2026-0001", table, today=DAY)
    handed.do("assign", "2026-0002", today=DAY)
    # A 协办单位 may reply for itself; that meets no duty of the 主办单位.
    handed.do(
        "reply", "2026-0002", "--unit", "市城管局", "--content", "已配合。", "--done", today="2026-03-06"
    )
    item = handed.do("list", "--unit", "楼区", "--format", "json", today="2026-03-07").json["items"][1]
    assert (item["id"], item["state"], item["obligations"][0]["met_by"]) == ("2026-0002", "办理中", None)


def test_a_draft_shows_what_is_then_written(handed: Clerk, table: str) -> None:
    before = handed.state()
    planned = handed.do("split", "2026-0001", table, "--draft", "--format", "json", today=DAY).json
    shown = handed.do("split", "2026-0001", table, "--draft", today=DAY)
    assert handed.state() == before
    assert "将要记录（未写入）：2026-0001 分解为2项" in shown.out
    assert f"2026-0002  打通断头路（主办：{LOU}；协办：市城市管理局；时限：2026-10-30）" in shown.out

    real = handed.do("split", "2026-0001", table, "--format", "json", today=DAY).json
    assert real | {"commit": None} == planned
    assert re.findall("^新建 (.+)$", shown.out, re.MULTILINE) == handed.last()[1]


def test_a_second_run_is_refused_whole(handed: Clerk, table: str) -> None:
    handed.do("split", "2026-0001", table, today=DAY)
    told = handed.refused(1, "split", "2026-0001", table, today=DAY)
    assert "第2行：台账上已有 2026-0002" in told.err


def test_one_wrong_row_and_nothing_is_written(handed: Clerk) -> None:
    path = handed.root.parent / "错.csv"
    path.write_text(TABLE + "3,绿化,市园林局,,\n", encoding="utf-8-sig")
    told = handed.refused(1, "split", "2026-0001", str(path), today=DAY)
    assert "第4行：主办单位：单位名录里没有“市园林局”" in told.err


def test_without_a_parent_a_source_is_asked_for(handed: Clerk, table: str) -> None:
    assert "没有写这些事项从哪里来" in handed.refused(2, "split", table, today=DAY).err
    source = (
        "--source",
        "报告/2026年政府工作报告",
        "--source-date",
        "2026-01-08",
        "--category",
        "政府工作报告",
    )
    assert "须经领导批准" in handed.refused(1, "split", table, *source, today=DAY).err
    handed.do(
        "分解",
        table,
        *source,
        "--approved-by",
        "刘某某",
        "--leader",
        "曾某某",
        "--secrecy",
        "主动公开",
        today=DAY,
    )
    facts = handed.facts("items/2026/2026-0003.yaml")
    assert facts["来源"] == {"类型": "报告", "名称": "2026年政府工作报告", "日期": "2026-01-08", "序号": "2"}
    assert (facts["分管领导"], facts["公开属性"]) == ("曾某某", "主动公开")


def test_pending_items_wait_for_their_approval(handed: Clerk, table: str) -> None:
    source = ("--source", "会议/市政府常务会议", "--category", "会议议定")
    handed.do("split", table, *source, "--pending", today=DAY)
    assert handed.entries("2026-0002") in ([], None, "")
    handed.do("new", "2026-0002", "--approved-by", "刘某某", today=DAY)


def test_columns_without_use_and_others_are_told(handed: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("任务,主办单位,经费\n绿化,市城管局等,3万元\n", encoding="utf-8")
    told = handed.do("split", "2026-0001", str(path), today=DAY)
    assert "提醒：第2行：“市城管局等”里的“等”没有写明还有谁" in told.err
    assert "提醒：没有用到的列：经费" in told.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("无此表.csv",), "打不开"),
        (("2026-0001", "甲.csv", "乙.csv"), "多写了：乙.csv"),
        (("2026-0001",), "2026-0001 打不开"),
        ((), "缺[上级编号] 表格.csv"),
    ],
)
def test_wrong_use_is_told(handed: Clerk, args: tuple[str, ...], said: str) -> None:
    assert said in handed.refused(2, "split", *args, today=DAY).err


def test_partial_writes_the_good_rows_tells_the_others_and_ends_with_findings(handed: Clerk) -> None:
    path = handed.root.parent / "部分.csv"
    path.write_text("问题,责任单位,整改时限\n断头路,楼区,2026-10-30\n积水,,2026-10-30\n", encoding="utf-8")
    before = handed.state()
    whole = handed.run("split", "2026-0001", str(path), today=DAY)
    assert (whole.code, whole.out) == (1, "")
    assert "第3行：没有写主办单位" in whole.err
    shown = handed.run("split", "2026-0001", str(path), "--partial", "--draft", today=DAY)
    assert (shown.code, handed.state()) == (1, before)
    assert "第2行：将立为 2026-0002" in shown.err
    planned = handed.run(
        "split", "2026-0001", str(path), "--partial", "--draft", "--format", "json", today=DAY
    )
    done = handed.run("split", "2026-0001", str(path), "--partial", "--format", "json", today=DAY)
    assert (done.code, done.json["ids"]) == (1, ["2026-0002"])
    assert done.json["remarks"] == ["第3行：没有立，没有写主办单位"]
    assert {**planned.json, "commit": None} == {**done.json, "commit": None}
