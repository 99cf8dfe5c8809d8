"""归档, 编辑, 整理, 改号."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from duban_cli.plans.upkeep import tidy
from tests.clerk import ITEM, NEW, Clerk, new
from tests.cli.test_acts import closed, standing

pytest_plugins = ("tests.gitkit", "tests.clerk")


def test_archive_gathers_the_volume_in_order(handed: Clerk) -> None:
    closed(handed)
    told = handed.do(
        "archive", "2026-0001", "--volume", "2026-督-001", "--keeping", "30年", today="2026-03-20"
    )
    volume = Path(told.out.strip())
    assert [p.name for p in sorted(volume.iterdir())] == [
        "00-卷内目录.docx", "01-督查函-0001.docx", "02-销号单-0001.docx", "03-2026-0001.yaml",
    ]  # fmt: skip
    assert (volume / "03-2026-0001.yaml").read_bytes() == handed.raw(ITEM)
    text = handed.paper_text("documents/归档-2026-0001/00-卷内目录.docx")
    assert "30年" in text
    assert "岳督函〔2026〕1号" in text
    assert standing(handed, "2026-03-20")["state"] == "已归档"
    assert handed.last()[1] == [ITEM]
    assert handed.git("status", "--porcelain") == ""


def test_a_volume_lost_is_gathered_again_and_nothing_recorded(handed: Clerk) -> None:
    closed(handed)
    keep = ("archive", "2026-0001", "--keeping", "30年")
    volume = Path(handed.do(*keep, today="2026-03-20").out.strip())
    before = {p.name: p.read_bytes() for p in volume.iterdir()}
    shutil.rmtree(volume)
    head = handed.commits()
    told = handed.do("archive", "2026-0001", "--keeping", "30年", today="2026-04-01")
    assert "已经归档，不另记" in told.err
    assert {p.name: p.read_bytes() for p in volume.iterdir()} == before
    assert handed.commits() == head


def test_a_full_disk_leaves_the_record_and_says_how_to_go_on(
    handed: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed(handed)

    def full(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("duban_cli.cli.upkeep.write_synced", full)
        told = handed.run("archive", "2026-0001", "--keeping", "30年", today="2026-03-20")
    assert told.code == 4
    assert "归档已记下，卷内材料没有收全" in told.err
    assert "再运行 duban archive 2026-0001" in told.err
    assert standing(handed, "2026-03-20")["state"] == "已归档"
    volume = Path(handed.do("archive", "2026-0001", "--keeping", "30年", today="2026-03-21").out.strip())
    assert len(list(volume.iterdir())) == 4


def test_several_items_are_archived_at_once(handed: Clerk) -> None:
    closed(handed)
    handed.do(*new(title="清淤"), today="2026-03-04")
    handed.do("assign", "2026-0002", today="2026-03-04")
    handed.do(
        "reply", "2026-0002", "--done", "--content", "已清。", "--signed-by", "张某/区长", today="2026-03-16"
    )
    handed.do("review", "2026-0002", "--pass", "--approved-by", "刘某某", today="2026-03-17")
    handed.do("close", "2026-0002", today="2026-03-18")
    both = ("archive", "2026-0001", "2026-0002", "--keeping", "30年")
    assert "一个卷号只能归一件" in handed.refused(2, *both, "--volume", "1", today="2026-03-20").err
    told = handed.do(*both, today="2026-03-20")
    assert [Path(line).name for line in told.out.split()] == ["归档-2026-0001", "归档-2026-0002"]
    assert handed.last()[0] == "归档2项督查事项"
    assert handed.do("check", today="2026-03-20").code == 0
    answer = handed.do(*both, "--format", "json", today="2026-03-20")
    assert answer.json["entries"] == []


def test_archive_names_what_is_missing(handed: Clerk) -> None:
    closed(handed)
    (handed.root / "papers/2026/督查函-0001.docx").unlink()
    told = handed.refused(1, "archive", "2026-0001", "--keeping", "30年", today="2026-03-20")
    assert "岳督函〔2026〕1号" in told.err
    assert "不见了" in told.err
    told = handed.do(
        "archive", "2026-0001", "--keeping", "30年", "--yes", "--note", "原件遗失", today="2026-03-20"
    )
    assert "缺：督查函" in told.err


def test_archive_waits_for_closing(handed: Clerk) -> None:
    told = handed.refused(1, "archive", "2026-0001", "--keeping", "30年", today="2026-03-20")
    assert "岳政办发〔2007〕3号 二（三）" in told.err


def test_fmt_changes_layout_and_no_fact(handed: Clerk) -> None:
    facts = handed.facts()
    text = handed.text(ITEM).replace("\n", "\r\n").replace("动作: 交办", "动作: 交办   ")
    handed.write(ITEM, b"\xef\xbb\xbf" + text.encode())
    handed.do("save", today="2026-03-05")
    handed.do("fmt", today="2026-03-05")
    assert b"\r" not in handed.raw(ITEM)
    assert not handed.raw(ITEM).startswith(b"\xef\xbb\xbf")
    assert handed.facts() == facts
    assert handed.last()[0] == "2026-0001 整理格式，内容未变"
    before = handed.state()
    assert "整齐" in handed.do("fmt", today="2026-03-05").err
    assert handed.state() == before


def test_tidy_leaves_a_file_whose_facts_would_change() -> None:
    data = '标题: "甲  \n  乙"\n备注: |\n  末尾两格  \n  第二行\n'.encode()
    assert tidy(data) == data


def test_renumber_before_assignment(clerk: Clerk) -> None:
    clerk.do(*NEW, today="2026-03-03")
    told = clerk.do("renumber", "2026-0001", "2026-0009", today="2026-03-03")
    assert told.code == 0
    assert not (clerk.root / ITEM).exists()
    assert clerk.facts("items/2026/2026-0009.yaml")["原号"] == "2026-0001"
    assert clerk.last()[0] == "2026-0001 改号为 2026-0009：洞庭大道排水管网改造整改"
    assert clerk.do("check", today="2026-03-03").out == ""


@pytest.mark.parametrize("new_id", ["2026-0001", "甲", "2026-1/2"])
def test_renumber_to_a_number_that_is_none_or_taken(clerk: Clerk, new_id: str) -> None:
    clerk.do(*NEW, today="2026-03-03")
    clerk.refused(2, "renumber", "2026-0001", new_id, today="2026-03-03")


def test_no_renumbering_once_a_paper_carries_the_number(handed: Clerk) -> None:
    told = handed.refused(1, "renumber", "2026-0001", "2026-0009", today="2026-03-05")
    assert "岳督函〔2026〕1号" in told.err
