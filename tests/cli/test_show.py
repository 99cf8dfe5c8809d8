"""``show``: one item, whole."""

from __future__ import annotations

from pathlib import Path

from duban_cli.ledger.item_format import ITEM_FIELDS
from tests.cli.conftest import Duban, break_item
from tests.kit import HANDED_OUT, item_text, reply

PAPER = """\
种类: 督查函
序号: 17
文号: 岳督函〔2026〕17号
标题: 关于督办洞庭大道排水管网改造整改的函
日期: 2026-03-04
文件: 督查函-0017.docx
sha256: abc
事项: [2026-0018]
"""


def write(root: Path, path: str, text: str) -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def test_an_item_reads_as_a_person_reads_it(duban: Duban, ledger: Path) -> None:
    write(ledger, "items/2026/2026-0018.yaml", item_text(
        *HANDED_OUT,
        reply("2026-03-16", more="来文: 岳楼政〔2026〕8号, 收到: 2026-03-17"),
        "{日期: 2026-03-17, 动作: 延期, 环节: 批准, 限期: 2026-04-01, 批准: 刘某某, 理由: 标准未定}",
        "{日期: 2026-03-20, 动作: 变更, 字段: 分管领导, 原: 李某某, 新: 王某某, 批准: 刘某某}",
        责任人="{姓名: 张某, 职务: 区长, 电话: 0730-0000000}", 分管领导="李某某", 协办单位="[市财政局, 市城管局]",
        节点="[{号: 1, 内容: 过半, 时限: 2026-03-11}]",
    ))  # fmt: skip
    write(ledger, "papers/2026/督查函-0017.yaml", PAPER)
    answer = duban("show", "2026-0018")
    assert answer.code == 0
    lines = [line.rstrip() for line in answer.out.splitlines()]
    assert lines[0].split() == ["2026-0018", "洞庭大道排水管网改造整改", "2026-11-20", "周五"]
    assert lines[1].startswith("办理中 · 红灯 · 节点1应于 2026-03-11 前 · 未完成 · 逾期")
    assert "责任人    张某（区长） 0730-0000000" in lines
    assert "协办单位  市财政局、市城管局" in lines
    assert "分管领导  王某某" in lines
    assert "节点1     2026-03-11 前 过半" in lines
    assert "来源      批示：市长（主要领导） · 2026-03-02" in lines
    assert "  2026-03-04  交办          岳督函〔2026〕17号 · 限期 2026-03-18" in lines
    assert "  2026-03-16  反馈（进展）  岳楼政〔2026〕8号 · 收到 2026-03-17 · 签发 张某（区长）" in lines
    assert "              理由：标准未定" in lines
    assert "  2026-03-20  变更分管领导  李某某 → 王某某 · 批准 刘某某" in lines
    assert any(line.startswith("  办结  2026-04-01 前（原为 2026-03-18）") for line in lines)
    assert lines[-1].split() == ["2026-03-04", "督查函", "岳督函〔2026〕17号", "papers/2026/督查函-0017.docx"]


def test_every_header_field_written_is_shown(duban: Duban, ledger: Path) -> None:
    special = {
        "来源": "{类型: 批示, 日期: 2026-03-02}", "协办单位": "[甲]", "责任人": "{姓名: 某}", "承办人": "{姓名: 某}",
        "第一责任人": "{姓名: 某}", "缓急": "急件", "难度": "重大疑难", "公开属性": "主动公开", "办结时限": "20日",
        "反馈频次": "每月", "反馈单位": "各单位", "节点": "[{号: 1, 内容: 甲, 时限: 2026-03-11}]",
        "导入": "{文件: 台账.xlsx, 行: 3, 摘要: 1f0c2d7a9b3e4c55}",
    }  # fmt: skip
    header = {f.key: special.get(f.key, "某某") for f in ITEM_FIELDS}
    write(ledger, "items/2026/2026-0030.yaml", item_text(*HANDED_OUT, **header))
    page = duban("show", "2026-0030").out
    for key in header:
        if key != "标题":
            assert f"\n{key}" in page


def test_a_day_asked_for_shows_the_course_up_to_it(duban: Duban) -> None:
    page = duban("show", "2026-0019", "--today", "2026-03-10").out
    assert "交办" in page
    assert "销号" not in page.replace("下一步", "")
    assert "另有3条" in page


def test_json_has_conclusions_in_english_and_the_facts_as_written(duban: Duban, ledger: Path) -> None:
    write(ledger, "papers/2026/督查函-0017.yaml", PAPER)
    document = duban("show", "2026-18", "--format", "json").json
    assert document["item"]["state"] == "办理中"
    assert document["facts"]["标题"] == "洞庭大道排水管网改造整改"
    assert document["facts"]["办理"][1] == {
        "日期": "2026-03-04", "动作": "交办", "文号": "岳督函〔2026〕17号", "限期": "2026-03-18",
    }  # fmt: skip
    assert document["papers"][0]["path"] == "papers/2026/督查函-0017.docx"


def test_an_item_that_is_not_there_or_cannot_be_read(duban: Duban, ledger: Path) -> None:
    assert (duban("show", "2026-0099").code, duban("show", "不是编号").code) == (2, 2)
    break_item(ledger)
    answer = duban("show", "2026-0021")
    assert answer.code == 1
    assert "items/2026/2026-0021.yaml:2:" in answer.err


def test_terminal_escapes_in_a_file_name_or_text_are_made_visible(duban: Duban) -> None:
    answer = duban("show", "\x1b[31m2026")
    assert "\x1b" not in answer.err
    assert "\\x1b[31m2026" in answer.err


def test_papers_by_day_and_none_from_later(duban: Duban, ledger: Path) -> None:
    later = PAPER.replace("0017", "0003").replace("17", "3").replace("2026-03-04", "2026-04-01")
    write(ledger, "papers/2026/督查函-0003.yaml", later)
    write(ledger, "papers/2026/督查函-0017.yaml", PAPER)
    papers = duban("show", "2026-0018", "--format", "json").json["papers"]
    assert [p["date"] for p in papers] == ["2026-03-04", "2026-04-01"]
    papers = duban("show", "2026-0018", "--today", "2026-03-10", "--format", "json").json["papers"]
    assert [p["date"] for p in papers] == ["2026-03-04"]


def test_a_change_without_what_was_there_before(duban: Duban, ledger: Path) -> None:
    change = "{日期: 2026-03-10, 动作: 变更, 字段: 办结时限, 新: 20个工作日, 批准: 甲}"
    write(ledger, "items/2026/2026-0030.yaml", item_text(*HANDED_OUT, change))
    page = duban("show", "2026-0030").out
    assert "改为 20个工作日" in page
    assert "（空）" not in page


def test_the_number_alone_where_one_year_has_it(duban: Duban, ledger: Path) -> None:
    assert duban("show", "18").out.startswith("2026-0018  ")
    assert duban("show", "７").out.startswith("2025-0007  ")
    write(ledger, "items/2026/2026-0007.yaml", item_text(*HANDED_OUT))
    answer = duban("show", "7")
    assert answer.code == 2
    assert "编号 7 有几件：2025-0007、2026-0007" in answer.err
