"""A paper taken from the record again: the original where it is registered, else drawn up from the facts."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from duban_cli.errors import DataProblem, NotFound
from duban_cli.plans.papers import issued, issued_content, plan_paper
from tests.clerk import REPLY, Clerk
from tests.plans.test_plans import inputs

pytest_plugins = ("tests.gitkit", "tests.clerk")

LETTER = "papers/2026/督查函-0001"


def words(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return parts.read("word/document.xml")


def test_a_letter_drawn_up_again_is_the_letter(handed: Clerk) -> None:
    made, doc_no = plan_paper(inputs(handed.root, "2026-03-05"), "2026-0001", "督查函")
    assert doc_no == "岳督函〔2026〕1号"
    assert made.content == handed.raw(f"{LETTER}.docx")
    # Later entries do not change what the letter said on its day.
    handed.do(*REPLY, today="2026-03-10")
    handed.do(
        "extend",
        "2026-1",
        "--approve",
        "--approved-by",
        "刘某某",
        "--deadline",
        "2026-04-30",
        today="2026-03-11",
    )
    made, _ = plan_paper(inputs(handed.root, "2026-03-12"), "2026-0001", "督查函")
    assert words(made.content) == words(handed.raw(f"{LETTER}.docx"))


def test_a_letter_about_several_items_names_them_all(clerk: Clerk) -> None:
    for title in ("甲事", "乙事"):
        new = ("new", "--title", title, "--category", "领导批示", "--lead", "市财政局", "--demand", "办")
        source = ("--source", "批示/专报", "--instructed-by", "市长/主要领导")
        clerk.do(*new, *source, today="2026-03-03")
    clerk.do("assign", "2026-1", "2026-2", today="2026-03-04")
    for item in ("2026-0001", "2026-0002"):
        made, _ = plan_paper(inputs(clerk.root, "2026-03-05"), item, "督查函")
        assert words(made.content) == words(clerk.raw(f"{LETTER}.docx"))


def test_the_register_knows_what_was_issued_and_guards_it(handed: Clerk) -> None:
    found = issued(inputs(handed.root), "2026-0001")
    assert [(p.kind, p.doc_no) for p in found] == [("督查函", "岳督函〔2026〕1号")]
    assert issued(inputs(handed.root), "2026-0001", "销号单") == []
    assert issued_content(inputs(handed.root), found[0]) == handed.raw(f"{LETTER}.docx")
    (handed.root / f"{LETTER}.docx").unlink()
    with pytest.raises(DataProblem, match="文件不见了"):
        issued_content(inputs(handed.root), found[0])
    handed.write(f"{LETTER}.docx", b"...")
    with pytest.raises(DataProblem, match="被改动过"):
        issued_content(inputs(handed.root), found[0])


def test_a_paper_nobody_asked_for(handed: Clerk) -> None:
    with pytest.raises(NotFound, match="没有可出“销号单”的办理记录"):
        plan_paper(inputs(handed.root), "2026-0001", "销号单")


def test_a_paper_of_an_entry_made_by_hand_is_a_draft(handed: Clerk) -> None:
    item = "items/2026/2026-0001.yaml"
    handed.write(item, handed.text(item) + "- {日期: 2026-03-27, 动作: 催办, 方式: 通知单, 针对: 反馈}\n")
    handed.do("save", today="2026-03-27")
    told = handed.do("paper", "2026-1", "催办通知单", today="2026-03-27")
    assert "没有登记，这是按现有记录做的稿子" in told.err
    assert "还缺：文号、新限期" in told.err
    path = Path(told.out.strip())
    assert path == handed.root / "drafts" / "2026-0001-催办通知单.docx"
    assert path.is_file()
    assert handed.git("status", "--porcelain", "-uall") == ""
