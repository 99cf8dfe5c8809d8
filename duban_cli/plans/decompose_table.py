"""任务分解表: a table as offices keep it → rows by what each column means, with the row numbers Excel shows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from duban_cli.errors import DataProblem, WrongUse
from duban_cli.text import halfwidth

MAX_BYTES = 5_000_000
MAX_ROWS = 2_000
_HEADER_WITHIN = 20

_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "序号": ("序号", "号", "任务序号"),
    "任务": (
        "工作任务", "任务", "事项", "问题", "督查事项", "重点任务", "重点工作", "议定事项", "整改问题", "存在问题", "工作内容",
        "任务内容", "标题",
    ),
    "牵头": ("牵头单位", "主办单位", "牵头责任单位", "主办责任单位", "承办单位"),
    "责任单位": ("责任单位",),
    "协办": (
        "责任协同单位", "协同单位", "协办单位", "配合单位", "配合责任单位", "协办责任单位", "参与单位", "协同责任单位",
    ),
    "分管领导": ("牵头领导", "分管领导", "牵头市领导", "分管市领导", "牵头区领导", "分管区领导", "牵头县领导", "分管县领导"),
    "责任人": ("责任人", "具体责任人"),
    "承办人": ("承办人", "具体承办人"),
    "时限": ("整改时限", "完成时限", "办结时限", "时限", "完成时间", "整改期限", "完成期限"),
    "要求": ("要求", "工作要求", "整改要求", "目标要求", "整改措施"),
    "工作标准": ("工作标准", "标准", "完成标准"),
    "节点": ("节点", "时间节点", "进度节点"),
    "文件": ("文件", "文号", "来源文件"),
    "来源": ("来源", "链接", "网址"),
    "类别": ("类别",),
    "备注": ("备注",),
})  # fmt: skip
"""What a column means → the headings it goes by, full-width letters, spaces and brackets apart."""
_MEANT = {heading: meaning for meaning, headings in _COLUMNS.items() for heading in headings}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as Excel shows it, and its cells by what their column means."""

    number: int
    cells: Mapping[str, str]

    def cell(self, meaning: str) -> str:
        """The text of a cell, empty where there is none."""
        return self.cells.get(meaning, "")


@dataclass(frozen=True, slots=True)
class TaskTable:
    """The rows of a table, and the headings no use was found for."""

    rows: tuple[Row, ...]
    unused: tuple[str, ...]


def read_table(data: bytes, name: str) -> TaskTable:
    """The table in a csv file: UTF-8 with or without its mark, or GB18030; comma, semicolon or tab.

    Raises WrongUse for a file that is no such table, DataProblem for one too large.
    """
    if len(data) > MAX_BYTES:
        raise DataProblem(f"{name} 有 {len(data):,} 字节，太大", "只留要分解的行，另存一份")
    text = _decode(data, name)
    lines = _records(text, name)
    place = next((n for n, line in enumerate(lines[:_HEADER_WITHIN]) if _is_header(line)), None)
    if place is None:
        found = "、".join(cell for line in lines[:3] for cell in line if cell.strip())[:60]
        raise WrongUse(
            f"{name} 里找不到表头{f'（开头是：{found}）' if found else ''}",
            "表头要有任务一栏（工作任务、事项、问题 …）和单位一栏（牵头单位、主办单位、责任单位）",
        )
    meanings, unused = _meanings(lines[place])
    rows = [
        Row(n + 1, _cells(line, meanings))
        for n, line in enumerate(lines)
        if n > place and any(cell.strip() for cell in line) and not _is_header(line)
    ]
    if not rows:
        raise WrongUse(f"{name} 只有表头，没有内容", "核对文件是否完整")
    if len(rows) > MAX_ROWS:
        raise DataProblem(f"{name} 有{len(rows)}行，一次最多{MAX_ROWS}行", "分成几份")
    return TaskTable(tuple(rows), unused)


def _decode(data: bytes, name: str) -> str:
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise WrongUse(f"{name} 是 Excel 或 Word 文件", "在 Excel 里“另存为”CSV（UTF-8）再用")
    utf16 = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ()
    for encoding in (*utf16, "utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongUse(f"{name} 的编码认不出来", "在 Excel 里“另存为”CSV（UTF-8）再用")


def _records(text: str, name: str) -> list[list[str]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",\t;", key=first.count)
    if "\0" in text:
        raise WrongUse(f"{name} 不是文本表格", "在 Excel 里“另存为”CSV（UTF-8）再用")
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise WrongUse(f"{name} 不是完好的 CSV：{error}", "在 Excel 里重新“另存为”CSV（UTF-8）") from error


def _heading(cell: str) -> str:
    return re.sub(r"[\s()\[\]【】:：]", "", halfwidth(cell)).removesuffix("原文")


def _is_header(line: Sequence[str]) -> bool:
    meant = {_MEANT.get(_heading(cell)) for cell in line}
    return "任务" in meant and bool(meant & {"牵头", "责任单位"})


def _meanings(header: Sequence[str]) -> tuple[dict[int, str], tuple[str, ...]]:
    """Column → meaning. A second column of one meaning is left unused, save units, which add up."""
    meant = [_MEANT.get(_heading(cell)) for cell in header]
    # 责任单位 leads where it stands alone; beside a 牵头单位 it helps.
    alone = "牵头" not in meant
    meant = [("牵头" if alone else "协办") if m == "责任单位" else m for m in meant]
    out: dict[int, str] = {}
    unused = []
    for n, meaning in enumerate(meant):
        if meaning is not None and (meaning == "协办" or meaning not in out.values()):
            out[n] = meaning
        elif header[n].strip():
            unused.append(header[n].strip())
    return out, tuple(unused)


def _cells(line: Sequence[str], meanings: Mapping[int, str]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for n, meaning in meanings.items():
        text = line[n].replace("\r\n", "\n").replace("\r", "\n").strip() if n < len(line) else ""
        if text:
            cells[meaning] = f"{cells[meaning]}、{text}" if meaning in cells else text
    return cells
