"""Files a command finds wrong: told with their place, nothing changed, other items go on working."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clerk import ITEM, NEW, REPLY, Clerk, new

pytest_plugins = ("tests.gitkit", "tests.clerk")


def test_an_unreadable_item_stops_nobody_else(handed: Clerk) -> None:
    handed.do(*new(title="乙"), today="2026-03-04")
    second = "items/2026/2026-0002.yaml"
    handed.write(second, handed.text(second).replace("标题: ", "标题："))
    handed.git("commit", "-q", "-am", "手工改坏")
    handed.do(*REPLY, today="2026-03-05")
    told = handed.refused(1, "assign", "2026-2", today="2026-03-05")
    assert "事项 2026-0002 的文件读不出来" in told.err
    assert f"{second}:3:" in told.err
    assert "全角冒号" in told.err
    # Its number stays its own.
    assert handed.do(*new(title="丙"), today="2026-03-05").out == "2026-0003\n"
    handed.do("urge", today="2026-03-27")


@pytest.mark.parametrize("path", ["duban.yaml", "units.yaml", "regime.yaml"])
def test_a_broken_base_file_is_told_with_its_place(handed: Clerk, path: str) -> None:
    handed.write(path, handed.text(path) + "乱\n")
    told = handed.refused(1, *REPLY, today="2026-03-05")
    assert "台账的基础文件有错" in told.err
    assert f"{path}:" in told.err


def test_an_item_nothing_can_be_added_to(clerk: Clerk) -> None:
    clerk.do(*NEW, "--pending", today="2026-03-03")
    clerk.write(ITEM, clerk.text(ITEM).replace("办理:\n", "办理: []\n"))
    clerk.git("commit", "-q", "-am", "手工")
    told = clerk.refused(1, "new", "2026-1", "--approved-by", "刘某某", today="2026-03-03")
    assert f"{ITEM} 的“办理”写成了空的方括号" in told.err
    assert "duban save" in told.err


def test_an_office_template_asking_for_what_is_not_there(clerk: Clerk) -> None:
    clerk.do(*NEW, today="2026-03-03")
    template = (Path(__file__).parents[2] / "templates" / "督查函.md").read_text(encoding="utf-8")
    clerk.write("templates/督查函.md", template.replace("{{ 主送 }}", "{{ 主宋 }}", 1))
    line = template[: template.index("{{ 主送 }}")].count("\n") + 1
    told = clerk.refused(1, "assign", "2026-1", today="2026-03-04")
    assert f"templates/督查函.md:{line}：没有“主宋”这个名字" in told.err
    assert "主送" in told.err.split("主宋", 1)[1]


def test_a_file_for_new_is_checked_whole(clerk: Clerk, tmp_path: Path) -> None:
    source = tmp_path / "来件.yaml"
    source.write_text("标题: 甲\n办结时眼: 3日\n缓急: 很急\n主办单位: 市财政局\n", encoding="utf-8")
    told = clerk.refused(
        1, "new", "--from", str(source), "--category", "领导批示", "--demand", "办", today="2026-03-03"
    )
    assert f"{source}:2:1: 错误" in told.err
    assert "是否想写“办结时限”" in told.err
    assert f"{source}:3:" in told.err
    source.write_text(
        "标题: 甲\n缓急: 急件\n主办单位: 市财政局\n来源: {类型: 文件, 名称: 某文}\n", encoding="utf-8"
    )
    clerk.do("new", "--from", str(source), "--category", "领导批示", "--demand", "办", today="2026-03-03")
    facts = clerk.facts()
    assert (facts["标题"], facts["缓急"], facts["来源"]["名称"], facts["要求"]) == (
        "甲",
        "急件",
        "某文",
        "办",
    )
    source.write_text("标题: 甲\n办理:\n- {日期: 2026-03-03, 动作: 立项}\n", encoding="utf-8")
    assert "已有“办理”" in clerk.refused(2, "new", "--from", str(source)).err
    source.write_bytes("标题: 甲\n".encode("gbk"))
    assert "像是 GBK" in clerk.refused(1, "new", "--from", str(source)).err
