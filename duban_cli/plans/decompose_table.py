"""任务分解表: a table as offices keep it → rows by what each column means, with the row numbers Excel shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duban_cli.errors import DataProblem, WrongUse
from duban_cli.exchange.columns import OF_TASKS
from duban_cli.exchange.text_table import decode, records
from duban_cli.text import halfwidth

MAX_BYTES = 5_000_000
MAX_ROWS = 2_000
_HEADER_WITHIN = 20

_AS_FOUND = re.compile("原文(?:写法)?$")
_MEANT = {
    # 单位 alone is the shortest way to say whose task it is.
    **{heading: meaning for meaning, headings in OF_TASKS.items() for heading in headings},
    "单位": "责任单位",
}


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
    """The rows of a table, and the headings no use was found for; ``of_problems``: a 问题清单, not of tasks."""

    rows: tuple[Row, ...]
    unused: tuple[str, ...]
    of_problems: bool = False


def read_table(data: bytes, name: str) -> TaskTable:
    """The table in a csv file: UTF-8 with or without its mark, or GB18030; comma, semicolon or tab.

    Raises WrongUse for a file that is no such table, DataProblem for one too large.
    """
    if len(data) > MAX_BYTES:
        raise DataProblem(f"{name} 有 {len(data):,} 字节，太大", "只留要分解的行，另存一份")
    text = decode(data, name)
    lines = records(text, name)
    place = next((n for n, line in enumerate(lines[:_HEADER_WITHIN]) if _is_header(line)), None)
    if place is None:
        if any(_is_header(re.split("[，；]", line)) for line in text.splitlines()[:_HEADER_WITHIN]):
            raise WrongUse(f"{name} 的列之间用了中文逗号", "把“，”换成英文逗号“,”，或在 Excel 里另存为 CSV")
        found = "、".join(cell for line in lines[:3] for cell in line if cell.strip())[:60]
        raise WrongUse(
            f"{name} 里找不到表头{f'（开头是：{found}）' if found else ''}",
            "表头要有任务一栏（工作任务、事项、问题 …）和单位一栏（牵头单位、主办单位、责任单位）",
        )
    meanings, unused = _meanings(lines[place])
    of_problems = any("问题" in lines[place][n] for n, meaning in meanings.items() if meaning == "任务")
    rows = [
        Row(n + 1, _cells(line, meanings))
        for n, line in enumerate(lines)
        if n > place and any(cell.strip() for cell in line) and not _is_header(line)
    ]
    if not rows:
        raise WrongUse(f"{name} 只有表头，没有内容", "核对文件是否完整")
    if len(rows) > MAX_ROWS:
        raise DataProblem(f"{name} 有{len(rows)}行，一次最多{MAX_ROWS}行", "分成几份")
    return TaskTable(tuple(rows), unused, of_problems)


def _heading(cell: str) -> str:
    return _AS_FOUND.sub("", re.sub(r"[\s()\[\]【】:：]", "", halfwidth(cell)))


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
