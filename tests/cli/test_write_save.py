"""save: what a clerk wrote by hand, checked, put into words and committed; the record itself is not altered."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.clerk import ITEM, LOU, NEW, REPLY, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")

RECEIVED = "- {日期: 2026-03-05, 动作: 签收, 单位: 岳阳楼区人民政府}\n"
DAY = "2026-03-06"


def append(clerk: Clerk, text: str, path: str = ITEM) -> None:
    clerk.write(path, clerk.text(path) + text)


def test_an_entry_added_by_hand(handed: Clerk) -> None:
    before = handed.commits()
    append(handed, "# 电话说的\n" + RECEIVED)
    typed = handed.raw(ITEM)
    told = handed.do("save", "--message", "补记", today=DAY)
    assert (
        "已记录：2026-0001 手工补记岳阳楼区人民政府签收：洞庭大道排水管网改造整改（2026-03-05）" in told.err
    )
    assert handed.raw(ITEM) == typed
    assert handed.commits()[1:] == before
    subject, paths, trailers = handed.last()
    assert subject == "2026-0001 手工补记岳阳楼区人民政府签收：洞庭大道排水管网改造整改（2026-03-05）"
    assert paths == [ITEM]
    assert trailers == {"Duban-Item": ["2026-0001"], "Duban-Action": ["签收"]}
    assert "补记" in handed.git("log", "-1", "--format=%b")
    assert handed.git("status", "--porcelain") == ""


def test_nothing_to_save(handed: Clerk) -> None:
    before = handed.state()
    assert handed.do("save", today=DAY).err == "没有要保存的改动\n"
    assert handed.do("save", ITEM, "--format", "json", today=DAY).json["ids"] == []
    assert handed.state() == before


def test_several_files_are_told_one_by_one(handed: Clerk) -> None:
    append(handed, RECEIVED)
    append(handed, "- {名称: 市审计局}\n", "units.yaml")
    handed.write("templates/督查函.md", "改\n")
    handed.do("save", today=DAY)
    subject, paths, _ = handed.last()
    assert subject == "手工保存：3个文件"
    assert paths == sorted([ITEM, "templates/督查函.md", "units.yaml"])
    body = handed.git("log", "-1", "--format=%b")
    assert "2026-0001 手工补记岳阳楼区人民政府签收" in body
    assert "增加文书模板（templates/督查函.md）" in body
    assert "修改单位名录（units.yaml）" in body


def test_only_the_paths_named(handed: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    append(handed, RECEIVED)
    append(handed, "# 待补\n", "units.yaml")
    handed.write("备忘.txt", "…\n")
    told = handed.refused(2, "save", str(handed.root.parent / "别处.yaml"), today=DAY)
    assert "不在台账里" in told.err
    # From elsewhere a path is one of the ledger's; inside, one of the current directory's.
    handed.do("save", ITEM, today=DAY)
    assert handed.last()[1] == [ITEM]
    monkeypatch.chdir(handed.root / "items")
    handed.do("save", "../units.yaml", today=DAY)
    assert handed.last()[1] == ["units.yaml"]
    assert handed.git("status", "--porcelain", "-uall") == "?? 备忘.txt\n"
    append(handed, RECEIVED.replace("03-05", "03-06"))
    handed.do("save", "2026", today=DAY)
    assert handed.last()[1] == [ITEM]


def test_a_new_item_written_by_hand(handed: Clerk) -> None:
    handed.write(
        "items/2026/2026-0002.yaml",
        "标题: 乙\n类别: 领导批示\n来源: {类型: 批示, 批示人: 市长}\n要求: 办\n主办单位: 市财政局\n办理:\n- {日期: 2026-03-05, 动作: 立项, 方式: 直接}\n",
    )
    handed.do("save", today=DAY)
    assert handed.last()[0] == "2026-0002 手工新建：乙"
    handed.do("assign", "2026-2", today=DAY)


def test_the_header_is_free_until_it_was_handed_out(clerk: Clerk) -> None:
    clerk.do(*NEW, today="2026-03-03")
    clerk.write(ITEM, clerk.text(ITEM).replace("完成整改", "月底前完成整改"))
    clerk.do("save", today="2026-03-03")
    assert clerk.last()[0] == "2026-0001 手工修改要求：洞庭大道排水管网改造整改"


def test_layout_and_comments_are_free(handed: Clerk) -> None:
    text = handed.text(ITEM).replace(
        "标题: 洞庭大道排水管网改造整改", "标题: '洞庭大道排水管网改造整改' # 三期"
    )
    handed.write(ITEM, text)
    handed.do("save", today=DAY)
    assert handed.last()[0] == "2026-0001 整理格式，内容未变"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "日期: 2026-03-03",
            "日期: 2026-03-02",
            [f"{ITEM}:10：已有的记录不能改（第 1 条，2026-03-03 立项）", "更正"],
        ),
        ("限期: 2026-03-18", "限期: 2026-03-28", ["已有的记录不能改（第 2 条，2026-03-04 交办）", "更正"]),
        (
            "- {日期: 2026-03-03, 动作: 立项, 方式: 直接}\n",
            "",
            ["已有的记录不能改（第 1 条，2026-03-03 立项）"],
        ),
        (
            "- {日期: 2026-03-03",
            "- {日期: 2026-03-03, 动作: 拟办}\n- {日期: 2026-03-03",
            ["已有的记录不能改（第 1 条"],
        ),
        (f"主办单位: {LOU}", "主办单位: 市财政局", [f"{ITEM}:7：已经交办，“主办单位”不能直接改", "变更"]),
        ("办结时限: 10个工作日", "办结时限: 20个工作日\n缓急: 急件", ["“办结时限、缓急”不能直接改"]),
    ],
)
def test_what_was_recorded_stays(handed: Clerk, old: str, new: str, says: list[str]) -> None:
    text = handed.text(ITEM)
    assert old in text
    handed.write(ITEM, text.replace(old, new, 1))
    told = handed.refused(1, "save", today=DAY)
    for words in says:
        assert words in told.err


def test_an_item_is_not_deleted(handed: Clerk) -> None:
    (handed.root / ITEM).unlink()
    told = handed.refused(1, "save", today=DAY)
    assert f"{ITEM} 被删除了，台账的记录不能删" in told.err
    assert f"git checkout -- {ITEM}" in told.err


@pytest.mark.parametrize(
    ("added", "says"),
    [
        ("- {日期: 2026-03-05, 动作: 签收\n", [f"{ITEM}:", "没有保存", "改好后再运行 duban save"]),
        ("- {日期: 2026-03-05， 动作: 签收}\n", [f"{ITEM}:", "没有保存"]),
        ("- {日期: 2026-03-05, 动作: 签到}\n", [f"{ITEM}:", "“签到”不在可选之列"]),
        ("- {日期: 2027-03-05, 动作: 签收}\n", ["记在未来"]),
        ("- {日期: 2026-03-05, 动作: 销号}\n", ["不能销号"]),
        ("- {日期: 2026-03-05, 动作: 批评, 单位: 楼区}\n", ["“批评”缺“批准”"]),
    ],
)
def test_what_is_wrong_is_not_saved(handed: Clerk, added: str, says: list[str]) -> None:
    append(handed, added)
    told = handed.refused(1, "save", today=DAY)
    for words in says:
        assert words in told.err


def test_what_is_wrong_elsewhere_does_not_stop_a_named_path(handed: Clerk) -> None:
    handed.do(*NEW, "--title", "乙", today="2026-03-05")
    append(handed, "乱\n", "items/2026/2026-0002.yaml")
    append(handed, RECEIVED)
    assert "items/2026/2026-0002.yaml:" in handed.refused(1, "save", today=DAY).err
    handed.do("save", ITEM, today=DAY)
    assert handed.last()[1] == [ITEM]


def test_issued_papers_stay_as_they_were_issued(handed: Clerk) -> None:
    paper, register = "papers/2026/督查函-0001.docx", "papers/2026/督查函-0001.yaml"
    issued = handed.raw(paper)
    handed.write(paper, issued + b"x")
    told = handed.refused(1, "save", today=DAY)
    assert f"{paper} 是已发出的文书，不能改" in told.err
    assert f"git checkout -- {paper}" in told.err
    (handed.root / paper).unlink()
    assert "不能删" in handed.refused(1, "save", paper, today=DAY).err
    handed.write(paper, issued)
    handed.write(register, handed.text(register).replace("2026-03-04", "2026-03-05"))
    assert "“日期”不能改" in handed.refused(1, "save", today=DAY).err
    handed.git("checkout", "--", register)
    handed.write(register, handed.text(register).replace("状态: 发出", "状态: 作废\n理由: 文字有误"))
    handed.do("save", today=DAY)
    assert handed.last()[0] == f"修改文书（{register}）"


def test_events_of_the_office_stay(handed: Clerk) -> None:
    handed.do("bulletin", "--approved-by", "刘某某", today="2026-03-31")
    path = "office/2026.yaml"
    handed.write(path, handed.text(path).replace("刘某某", "李某某"))
    assert f"{path}:3：已有的记录不能改" in handed.refused(1, "save", today="2026-03-31").err
    handed.git("checkout", "--", path)
    append(handed, "- {日期: 2026-03-31, 动作: 会议, 内容: 碰头会}\n", path)
    handed.do("save", today="2026-03-31")
    assert handed.last()[0] == f"修改办公室记录（{path}）"


def test_a_file_out_of_order_is_set_right_and_saved(handed: Clerk) -> None:
    handed.write(ITEM, handed.text(ITEM).replace("标题: ", "标题："))
    handed.git("commit", "-q", "-am", "手工改坏")
    handed.write(ITEM, handed.text(ITEM).replace("标题：", "标题: "))
    handed.do("save", today=DAY)
    assert handed.last()[0] == "2026-0001 修好了读不出的文件"
    handed.do(*REPLY, today=DAY)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_nobody_may_read(handed: Clerk) -> None:
    append(handed, RECEIVED)
    (handed.root / ITEM).chmod(0)
    assert "打不开" in handed.refused(1, "save", today=DAY).err


def test_save_below_the_top_of_a_bigger_repository(handed: Clerk, tmp_path: Path) -> None:
    big = tmp_path / "大仓库"
    big.mkdir()
    inner = Clerk(big / "台账")
    handed.root.rename(inner.root)
    (inner.root / ".git").rename(big / ".git")
    inner.git("-C", str(big), "add", "-A")
    inner.git("-C", str(big), "commit", "-q", "-m", "移入")
    (big / "别的.txt").write_text("…", encoding="utf-8")
    append(inner, RECEIVED)
    inner.do("save", today=DAY)
    assert inner.last()[1] == [ITEM]
    assert inner.git("-C", str(big), "status", "--porcelain", "-uall") == "?? 别的.txt\n"


def test_a_change_added_by_hand_says_what_it_changed(handed: Clerk) -> None:
    change = (
        "- {日期: 2026-03-05, 动作: 变更, 字段: 主办单位, 原: 岳阳楼区人民政府, 新: 市财政局, 批准: 刘某某}\n"
    )
    append(handed, change)
    handed.do("save", today=DAY)
    subject = "2026-0001 手工补记变更主办单位：洞庭大道排水管网改造整改（岳阳楼区人民政府改为市财政局）（2026-03-05）"
    assert handed.last()[0] == subject
    assert "洞庭大道" not in handed.git("log", "-1", "--format=%b")


def test_what_another_duban_is_writing_is_no_hand_edit(handed: Clerk, tmp_path: Path) -> None:
    """The other stands between its files and its commit: ``save`` waits for it, and then saves what is the clerk's."""
    begun, go = tmp_path / "begun", tmp_path / "go"
    hook = handed.root / ".git/hooks/pre-commit"
    hook.write_text(
        f"#!/bin/sh\n[ -e '{begun}' ] && exit 0\n: > '{begun}'\nwhile [ ! -e '{go}' ]; do sleep 0.05; done\n",
        encoding="utf-8",
    )
    hook.chmod(0o755)
    append(handed, RECEIVED)
    begun.touch()
    handed.do(*NEW, "--title", "甲", today=DAY)
    begun.unlink()

    def start(*args: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "duban_cli", "-C", str(handed.root), "--today", DAY, *args]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    other = start("assign", "2026-0002")
    while not begun.exists():
        time.sleep(0.05)
    assert handed.git("status", "--porcelain", "-uall", "papers")  # its paper lies there already
    save = start("save")
    time.sleep(2)  # for it to have looked, if it does not wait
    go.touch()
    assert other.wait(60) == 0
    said = save.communicate(timeout=60)[1]
    assert save.returncode == 0, said
    assert "手工补记岳阳楼区人民政府签收" in said
    assert handed.last()[1] == [ITEM]
    assert handed.git("status", "--porcelain", "-uall") == ""
