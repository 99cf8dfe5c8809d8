"""Tables of other offices, the columns they were read by, and drafts altered by hand: what is spoilt besides a ledger's own files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from docx import Document
from openpyxl import load_workbook

from duban_cli.documents.render import render_text
from duban_cli.errors import DubanError
from duban_cli.exchange.head import find_head
from duban_cli.exchange.read import read_file
from duban_cli.exchange.table import read_rows
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.store import Ledger
from duban_cli.plans.decompose import Given as Split
from duban_cli.plans.decompose import plan_split
from duban_cli.plans.decompose_table import read_table
from duban_cli.plans.drafts import read_note
from duban_cli.plans.import_ledger import plan_import
from duban_cli.plans.import_mapping import read_mappings
from duban_cli.plans.import_row import Given
from duban_cli.plans.issue import lines_of, plan_issue
from duban_cli.plans.report_content import read_cells, read_content
from duban_cli.plans.sheet import Inputs
from duban_cli.shipped import templates_dir
from tests.documents.papers import letter
from tests.exchange.workbooks import workbook
from tests.kit import TODAY

ROWS = (
    ("岳阳市2026年重点督办事项台账", None, None, None, None, None, None, None),
    ("序号", "督办事项", "牵头单位", "配合单位", "交办日期", "办理时限", "进展情况", "是否办结"),
    (
        1,
        "打通断头路",
        "楼区",
        "市财政局、市城管局",
        "2026年3月2日",
        "2026-10-30",
        "3月5日：已进场。4月1日：完成三成",
        "否",
    ),
    (2, "清淤", "市城管局", None, "2026-03-02", "10个工作日", "已完成", "是"),
    ("二、民生", None, None, None, None, None, None, None),
    (3, "学校周边整治", "市住建局（楼区）", "各区政府", 46083, "6月底前", "每月报送", None),
    ("合计", 3, None, None, None, None, None, None),
)
_PARTS = {
    "sheet": "xl/worksheets/sheet1.xml",
    "strings": "xl/sharedStrings.xml",
    "styles": "xl/styles.xml",
    "book": "xl/workbook.xml",
}
BOOKS = tuple(_PARTS)
"""The parts of a workbook that are spoilt, each in a workbook otherwise good."""
WORD = "word"
"""The page of a Word file, as a template of the office's and as a draft somebody saved."""
_PAGE = "word/document.xml"


_INLINE = re.compile(r' t="inlineStr"><is>(.*?)</is>', re.DOTALL)
_SHARED = (
    '<Override PartName="/xl/sharedStrings.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


@cache
def _book() -> dict[str, bytes]:
    """The parts of the workbook, its texts kept apart as Excel keeps them."""
    made = load_workbook(
        io.BytesIO(workbook(ROWS, merged=("A1:H1", "A5:H5"), formats=(("E6", "yyyy-mm-dd"),)))
    )
    made.worksheets[0]["F4"] = "=TODAY()"
    file = io.BytesIO()
    made.save(file)
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    texts: list[str] = []

    def shared(found: re.Match[str]) -> str:
        texts.append(f"<si>{found[1]}</si>")
        return f' t="s"><v>{len(texts) - 1}</v>'

    parts[_PARTS["sheet"]] = _INLINE.sub(shared, parts[_PARTS["sheet"]].decode()).encode()
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts[_PARTS["strings"]] = f"<sst {space}>{''.join(texts)}</sst>".encode()
    kinds = "[Content_Types].xml"
    parts[kinds] = parts[kinds].replace(b"</Types>", _SHARED.encode())
    return parts


@cache
def _word() -> dict[str, bytes]:
    """The parts of a Word file with tags in its page, a table and a header."""
    made = Document()
    made.add_paragraph("关于{{ 文号 }}的函")
    made.add_paragraph("{%p if 文号 %}")
    made.add_paragraph("请于{{ 日期|中文日期 }}前反馈。")
    made.add_paragraph("{%p endif %}")
    made.add_table(2, 2).cell(0, 0).text = "{{ 文号 }}"
    made.sections[0].header.paragraphs[0].text = "{{ 文号 }}"
    file = io.BytesIO()
    made.save(file)
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _lines(part: bytes) -> str:
    """A part as lines, an element each, so that one can be spoilt as a line is."""
    return re.sub("><(?!/)", ">\n<", part.decode())


def _with_part(kind: str, data: bytes) -> bytes:
    parts = {**_word(), _PAGE: data} if kind == WORD else {**_book(), _PARTS[kind]: data}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


_TABLE = (
    "序号,工作任务,牵头单位,责任(协同)单位,完成时限,节点\n1,打通断头路,楼区,市财政局,2026-10-30,2026年3月底前开工\n"
    '2,清淤,"市城管局、各区政府",,10个工作日,\n'
)
_NOTE = "种类: {kind}\n制成日期: 2026-11-04\n{what}\n"
GOOD: Mapping[str, str] = {
    "table": _TABLE,
    "import": "\n".join(",".join("" if c is None else str(c) for c in row) for row in ROWS) + "\n",
    "mapping": "映射:\n- 表: 督办台账.xlsx\n  列:\n    督办事项: 标题\n    牵头单位: 主办单位\n    备注: 不导入\n"
    "- 表: 任务.csv\n  列: {任务: 标题, 时限: 办结时限}\n",
    "note": _NOTE.format(
        kind="问责建议",
        what="记录:\n- {事项: 2026-0018, 动作: 问责建议, 单位: 岳阳楼区人民政府, 内容: 三次催办仍不反馈}",
    ),
    "note 通报": _NOTE.format(
        kind="督查通报",
        what="通报: {起: 2026-03-01, 止: 2026-04-30, 分组: 单位, 批评: [岳阳楼区人民政府], 内容: 情况}",
    ),
    "note 报告": _NOTE.format(
        kind="督查报告",
        what="报告:\n  事项: [2026-0018]\n  内容: |\n    # 情况\n    查了三处。\n    # 存在问题\n    ## 拖\n    久拖不决。",
    ),
    "content": "# 情况\n查了三处。\n\n# 二、存在问题\n## 补偿争议\n11户有异议。\n# 建议\n1. 提级协调\n",
    "cells": "# 2026-0018\n原因：雨季\n措施：加班\n# 2026-0001\n成果: 无\n续行\n",
    **{kind: _lines(_book()[part]) for kind, part in _PARTS.items()},
    WORD: _lines(_word()[_PAGE]),
}
KINDS = tuple(kind for kind in GOOD if kind not in (*BOOKS, WORD))


def judged(ledger: Ledger, kind: str, data: bytes) -> tuple[bool, list[Finding]]:
    """Whether a spoilt file could be used, and what is said of its places; then what it asks for is planned."""
    inputs = _inputs(ledger)
    problems: list[Finding] = []
    try:
        if kind.startswith("note"):
            draft, found = read_note(data, "稿")
            problems += found
            if draft is None:
                return False, problems
            plan_issue(inputs, draft, day=TODAY.day, approved_by="刘某某")
        elif kind == WORD:
            _set_in_type(_with_part(kind, data))
        elif kind == "table":
            _planned_split(inputs, data)
        elif kind == "mapping":
            read_mappings(data)
        elif kind == "content":
            read_content(data.decode("utf-8", "replace"))
        elif kind == "cells":
            read_cells(data.decode("utf-8", "replace"), ledger.items)
        else:
            _planned_import(inputs, _with_part(kind, data) if kind in BOOKS else data, kind)
    except DubanError:  # said in words that name the place, or what is wrong with the file as a whole
        return False, problems
    return True, problems


def _inputs(ledger: Ledger) -> Inputs:
    def read(path: str) -> bytes | None:
        file = ledger.root / path
        return file.read_bytes() if file.is_file() else None

    return Inputs(ledger=ledger, now=TODAY, read=read, templates=(templates_dir(),))


def _set_in_type(word: bytes) -> None:
    lines_of(word)
    with TemporaryDirectory() as own:
        (Path(own) / "督查函.docx").write_bytes(word)
        render_text("督查函", letter, [Path(own), templates_dir()])


def _planned_split(inputs: Inputs, data: bytes) -> None:
    plan_split(
        inputs, read_table(data, "表.csv"), Split(parent="2026-0001"), day=TODAY.day, approved_by="刘某某"
    )


def _planned_import(inputs: Inputs, data: bytes, kind: str) -> None:
    name = "表.xlsx" if kind in BOOKS else "表.csv"
    grid = read_file(data, name)
    table = read_rows(grid, find_head(grid, name, {}, []), name)
    given = Given(category="领导批示", add_units=True)
    made = plan_import(inputs, table, given, day=TODAY.day, approved_by="刘某某")
    for row in made.rows:
        assert row.state != "不收" or row.problems, row
        assert all(place and what for place, what in (*row.problems, *row.doubts)), row
