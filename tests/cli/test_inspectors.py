"""督查员回避: refused by the commands with the clause, found in files written by hand."""

from __future__ import annotations

import pytest

from tests.clerk import LOU, REPLY, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")

ID = "2026-0001"
CLAUSE = "十条措施（2020-04-27）九"
INSPECTORS = (
    "督查员:\n- {姓名: 赵某, 单位: 楼区}\n- {姓名: 钱某, 单位: 市财政局}\n- {姓名: 孙某, 单位: 市城管局}\n"
)


@pytest.fixture
def sworn(handed: Clerk) -> Clerk:
    """A ledger with three 督查员 and the clause by which they keep away from their own units."""
    regime = handed.text("regime.yaml").replace("\n程序:\n", "\n程序:\n  督查员回避: [{依据: 岳20 九}]\n", 1)
    handed.write("regime.yaml", regime)
    handed.write("duban.yaml", handed.text("duban.yaml").rstrip("\n") + f"\n{INSPECTORS}")
    handed.do("save", today="2026-03-04")
    return handed


def inspection(*more: str) -> tuple[str, ...]:
    return ("inspect", ID, "--how", "现场核查", "--content", "看了现场", *more)


@pytest.mark.parametrize("option", ["--by", "--people"])
def test_nobody_inspects_their_own_unit(sworn: Clerk, option: str) -> None:
    told = sworn.refused(1, *inspection(option, "赵某"), today="2026-03-10")
    assert f"督查员赵某是楼区的人，不能参加本单位事项的核查（{CLAUSE}）" in told.err
    assert "--by、--people" in told.err
    sworn.do(*inspection(option, "钱某"), today="2026-03-10")


def test_nor_a_unit_that_supports_or_came_to_lead(sworn: Clerk) -> None:
    change = ("change", ID, "--approved-by", "刘某某", "--reason", "职责调整", "--field")
    sworn.do(*change, "协办单位", "--new", "市城市管理局", today="2026-03-06")
    assert "督查员孙某" in sworn.refused(1, *inspection("--people", "孙某"), today="2026-03-10").err
    sworn.do(*change, "主办单位", "--new", "市财政局", today="2026-03-11")
    assert "督查员钱某" in sworn.refused(1, *inspection("--people", "钱某/科长"), today="2026-03-12").err


def test_a_renamed_or_merged_unit_is_still_their_own(sworn: Clerk) -> None:
    units = sworn.text("units.yaml").replace(
        "- {名称: 市财政局", f"- {{名称: 楼区管委会, 并入: {LOU}}}\n- {{名称: 市财政局", 1
    )
    sworn.write("units.yaml", units)
    sworn.write("duban.yaml", sworn.text("duban.yaml").replace("单位: 楼区}", "单位: 楼区管委会}"))
    sworn.do("save", today="2026-03-05")
    assert (
        "督查员赵某是楼区管委会的人" in sworn.refused(1, *inspection("--by", "赵某"), today="2026-03-10").err
    )


def test_a_conclusion_and_a_review_are_inspections_an_application_is_none(sworn: Clerk) -> None:
    sworn.do(*REPLY, "--done", today="2026-03-16")
    sworn.do("review", ID, "--pass", "--approved-by", "刘某某", today="2026-03-17")
    conclusion = (
        "record",
        ID,
        "结论",
        "--content",
        "已落实",
        "--approved-by",
        "刘某某",
        "--delivered",
        "2026-03-19",
    )
    assert "结论" in sworn.refused(1, *conclusion, "--people", "赵某", today="2026-03-19").err
    sworn.do(*conclusion, today="2026-03-19")
    asked = ("record", ID, "复核", "--stage", "申请", "--content", "有异议", "--by", "赵某")
    sworn.do(*asked, today="2026-03-23")
    decided = (
        "record",
        ID,
        "复核",
        "--stage",
        "决定",
        "--content",
        "维持",
        "--approved-by",
        "刘某某",
        "--by",
        "赵某",
    )
    assert f"本单位事项的复核（{CLAUSE}）" in sworn.refused(1, *decided, today="2026-03-24").err


def test_check_finds_it_in_a_file_written_by_hand(sworn: Clerk) -> None:
    path = f"items/2026/{ID}.yaml"
    entry = "- {日期: 2026-03-10, 动作: 核查, 方式: 回头看, 内容: 看了, 人员: [王某, 赵某]}\n"
    sworn.write(path, sworn.text(path) + entry)
    line = sworn.text(path).count("\n")
    told = sworn.run("check", today="2026-03-10")
    assert told.code == 1
    assert f"{path}:{line}:1: 错误 inspector-recusal 督查员赵某" in told.out


def test_an_inspector_of_an_unknown_unit_is_found(sworn: Clerk) -> None:
    sworn.write("duban.yaml", sworn.text("duban.yaml").replace("单位: 市城管局}", "单位: 市城管居}"))
    line = sworn.text("duban.yaml").count("\n")
    told = sworn.run("check", today="2026-03-10")
    assert f"duban.yaml:{line}:1: 错误 unit-unknown 督查员孙某的单位“市城管居”不在 units.yaml 里" in told.out
    assert "是否指“市城市管理局”" in told.out


def test_without_a_clause_they_keep_away_all_the_same(handed: Clerk) -> None:
    handed.write("duban.yaml", handed.text("duban.yaml").rstrip("\n") + f"\n{INSPECTORS}")
    handed.do("save", today="2026-03-04")
    told = handed.refused(1, *inspection("--by", "赵某"), today="2026-03-10")
    assert "不能参加本单位事项的核查" in told.err
